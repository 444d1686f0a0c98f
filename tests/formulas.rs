//! What every formula keeps: its inputs, its letters, its numbers.

use std::collections::HashSet;

use isoflop::core::error::Code;
use isoflop::core::expr::{Expr, Letter};
use isoflop::core::formulas::{ALL, Filled, Formula};

/// Start values with each input in turn at the ends of its limits and of its fitted range.
fn points(f: &'static Formula) -> Vec<Filled> {
    let mut out = vec![f.start()];
    for s in f.inputs {
        let ends = [s.limits.0, s.limits.1, s.fitted.map_or(s.start, |r| r.0), s.fitted.map_or(s.start, |r| r.1)];
        out.extend(ends.map(|v| f.start().with(s.key, if s.whole { v.round() } else { v })));
    }
    out
}

#[test]
fn says_what_it_is() {
    let mut ids = HashSet::new();
    for f in ALL {
        assert!(ids.insert(f.id), "{} twice", f.id);
        assert!(f.short.chars().count() <= 32, "{}", f.id);
        assert!(f.cite.locator.contains("2026-11-23"), "{}", f.id);
        assert!(!f.notes.is_empty() && !f.what.is_empty() && !f.form.is_empty(), "{}", f.id);
        assert!(f.notes.iter().all(|n| n.ends_with('.')), "{}", f.id);
        assert!(f.inputs.iter().any(|s| s.key == f.over), "{}: {} is no input", f.id, f.over);
        for s in f.inputs {
            let within = |v: f64| (s.limits.0..=s.limits.1).contains(&v);
            assert!(within(s.start), "{}: {} starts outside its limits", f.id, s.key);
            assert!(s.fitted.is_none_or(|(lo, hi)| lo < hi && within(lo) && within(hi)), "{}: {}", f.id, s.key);
            assert!(!s.whole || s.start.fract() == 0.0, "{}: {}", f.id, s.key);
            // A remark on the fitted range names the unit.
            assert!(s.fitted.is_none() || !s.unit.is_empty(), "{}: {}", f.id, s.key);
        }
    }
}

#[test]
fn gives_a_number_or_says_why_not() {
    for f in ALL {
        let start = f.start().evaluate();
        assert!(start.is_ok(), "{}: {start:?}", f.id);
        for p in points(f) {
            match p.evaluate() {
                Ok(e) => assert!(e.value.is_finite() && e.value == e.expr.eval(), "{} at {:?}", f.id, p.inputs),
                Err(e) => assert_eq!(e.code, Code::OutOfDomain, "{}", f.id),
            }
        }
        let curve = f.start().curve(50);
        assert!(curve.len() >= 2 && curve.iter().all(|(x, y)| x.is_finite() && y.is_finite()), "{}", f.id);
    }
}

#[test]
fn refuses_what_lies_outside_its_limits() {
    for f in ALL {
        for s in f.inputs {
            for bad in [f64::NAN, f64::INFINITY, s.limits.0 - 1.0, s.limits.1 * 2.0 + 1.0] {
                let error = f.fill(&[(s.key.to_owned(), bad)], &[]).err();
                assert_eq!(error.map(|e| e.field), Some(format!("inputs.{}", s.key)), "{} at {bad}", f.id);
            }
        }
        let unknown = f.fill(&[("nothing".to_owned(), 1.0)], &[]).err();
        assert_eq!(unknown.map(|e| e.code), Some(Code::UnknownField), "{}", f.id);
    }
}

/// Every input and constant stands in the formula, and a letter has one meaning and one value.
#[test]
fn letters_are_used_and_mean_one_thing() {
    fn walk<'a>(e: &'a Expr, found: &mut Vec<Letter<'a>>) {
        match e {
            Expr::Given(s) => found.push(Letter::Given(s)),
            Expr::Named(symbol, meaning, inner) => {
                found.push(Letter::Named(symbol, meaning, inner));
                walk(inner, found);
            }
            Expr::Number(_) => {}
            Expr::Sum(v) | Expr::Product(v) | Expr::Of(_, v) => v.iter().for_each(|e| walk(e, found)),
            Expr::Difference(a, b) | Expr::Quotient(a, b) | Expr::Power(a, b) => {
                walk(a, found);
                walk(b, found);
            }
        }
    }
    for f in ALL {
        let expr = (f.expr)(&f.start());
        let mut letters = Vec::new();
        walk(&expr, &mut letters);
        for (i, a) in letters.iter().enumerate() {
            for b in &letters[..i] {
                let same = a.symbol() != b.symbol() || (a.meaning() == b.meaning() && a.value() == b.value());
                assert!(same, "{}: {} is {} and {}", f.id, a.symbol(), a.meaning(), b.meaning());
            }
        }
        let used = |symbol: &str| letters.iter().any(|l| l.symbol() == symbol);
        for symbol in f.inputs.iter().map(|s| s.symbol).chain(f.constants.iter().map(|c| c.symbol)) {
            assert!(used(symbol), "{}: {symbol} stands in no formula", f.id);
        }
    }
}

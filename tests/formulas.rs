//! What every formula keeps: its inputs, its letters, its numbers.

use std::collections::HashSet;

use isoflop::core::error::Code;
use isoflop::core::formulas::{ALL, Filled, Formula, find};
use isoflop::core::laws::Confidence;

mod support;

use support::{Dice, letters};

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
        }
    }
}

/// What goes into links and other programs: ids, names of inputs, letters of constants.
#[test]
fn names_are_fit_for_links() {
    for f in ALL {
        assert_eq!(find(f.id).unwrap().id, f.id);
        let part = |p: &str| !p.is_empty() && p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        assert!(f.id.split('-').all(part), "{}", f.id);
        let names: Vec<&str> = f.inputs.iter().map(|s| s.key).chain(f.constants.iter().map(|c| c.symbol)).collect();
        for (i, name) in names.iter().enumerate() {
            assert!(!names[..i].contains(name), "{}: {name} twice", f.id);
            assert!(!name.is_empty() && !name.contains([';', ':']) && name.trim() == *name, "{}: {name}", f.id);
        }
        for s in f.inputs {
            let camel = s.key.starts_with(|c: char| c.is_ascii_lowercase());
            assert!(camel && s.key.chars().all(|c| c.is_ascii_alphanumeric()), "{}: {}", f.id, s.key);
            assert!(!s.symbol.is_empty() && !s.meaning.is_empty(), "{}: {}", f.id, s.key);
        }
    }
}

#[test]
fn every_source_can_be_found() {
    for f in ALL {
        assert!((1970..2100).contains(&f.cite.year) && !f.cite.authors.trim().is_empty(), "{}", f.id);
        assert!(f.title.contains(&f.cite.year.to_string()), "{}: {}", f.id, f.title);
        match f.cite.arxiv {
            // yymm, a point, four or five digits.
            Some(arxiv) => {
                let (month, number) = arxiv.split_once('.').unwrap_or_else(|| panic!("{}: {arxiv}", f.id));
                assert!(month.len() == 4 && (4..=5).contains(&number.len()), "{}: {arxiv}", f.id);
                assert!(arxiv.chars().all(|c| c.is_ascii_digit() || c == '.'), "{}: {arxiv}", f.id);
            }
            None => assert!(f.cite.locator.len() > 20, "{}: {}", f.id, f.cite.locator),
        }
        for c in f.constants {
            assert!(c.value.is_finite() && !c.meaning.is_empty(), "{}: {}", f.id, c.symbol);
            assert!(c.standard_error.is_none_or(|e| e > 0.0 && e.is_finite()), "{}: {}", f.id, c.symbol);
            assert!(c.confidence != Confidence::Own, "{}: {}", f.id, c.symbol);
        }
    }
}

/// Anywhere between the limits of an input, evenly on its own axis.
fn anywhere(dice: &mut Dice, f: &'static Formula) -> Filled {
    let mut filled = f.start();
    for s in f.inputs {
        let (lo, hi) = s.limits;
        let v = if s.log() { dice.between(lo, hi) } else { lo + (hi - lo) * dice.unit() };
        filled = filled.with(s.key, s.settle(v));
    }
    filled
}

#[test]
fn random_inputs_are_answered_with_a_number_or_an_error() {
    let mut dice = Dice(17);
    for f in ALL {
        let mut answered = 0;
        for _ in 0..400 {
            let mut filled = anywhere(&mut dice, f);
            if dice.one_in(4) {
                for c in &mut filled.constants {
                    *c *= dice.pick(&[-1.0, 0.0, 1e-300, 1e300, 0.5, 2.0]);
                }
            }
            match filled.evaluate() {
                Ok(e) => {
                    assert!(e.value.is_finite() && e.value == e.expr.eval(), "{} at {:?}", f.id, filled.inputs);
                    answered += 1;
                }
                Err(e) => assert!(e.code == Code::OutOfDomain && e.message.ends_with('.'), "{}: {e}", f.id),
            }
        }
        assert!(answered > 40, "{}: {answered} of 400", f.id);
    }
}

/// Somewhere within its limits, at the start values of the others or at random ones.
#[test]
fn every_input_changes_the_value() {
    let mut dice = Dice(23);
    for f in ALL {
        for s in f.inputs {
            let changes = (0..200).any(|i| {
                let from = if i < 50 { f.start() } else { anywhere(&mut dice, f) };
                let to = from.with(s.key, anywhere(&mut dice, f).v(s.key));
                matches!((from.evaluate(), to.evaluate()), (Ok(a), Ok(b)) if a.value != b.value)
            });
            assert!(changes, "{}: {} changes nothing", f.id, s.key);
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

/// A count may come to nothing by the paper's own constants, by others it may not; below nothing it never lies.
#[test]
fn a_count_is_never_below_zero() {
    let frozen = find("chatelain-2021-counted-params").unwrap().start().with("frozen", 1.0);
    assert_eq!(frozen.evaluate().unwrap().value, 0.0);
    let error = |filled: Filled| filled.evaluate().map(|e| (filled.formula.id, e.value)).unwrap_err();
    let rate = error(find("kaplan-2020-learning-rate").unwrap().start().with("params", 1e18));
    assert!(rate.field == "inputs" && rate.message.ends_with("it must be zero or more."), "{rate}");
    for factor in [0.0, -1.0] {
        let mut batch = find("zhang-2024-critical-batch").unwrap().start();
        batch.constants[0] *= factor;
        let batch = error(batch);
        assert!(batch.field == "constants" && batch.message.ends_with("it must be above zero."), "{batch}");
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
    for f in ALL {
        let expr = (f.expr)(&f.start());
        let letters = letters(&expr);
        for (i, a) in letters.iter().enumerate() {
            for b in &letters[..i] {
                let same = a.symbol() != b.symbol() || (a.meaning() == b.meaning() && a.value() == b.value());
                assert!(same, "{}: {} is {} and {}", f.id, a.symbol(), a.meaning(), b.meaning());
            }
        }
        // Or in the words for a letter that a loop gives, such as a product over passes.
        let said = |meaning: &str, symbol: &str| meaning.split(|c: char| !c.is_alphanumeric()).any(|w| w == symbol);
        let used = |symbol: &str| letters.iter().any(|l| l.symbol() == symbol || said(l.meaning(), symbol));
        for symbol in f.inputs.iter().map(|s| s.symbol).chain(f.constants.iter().map(|c| c.symbol)) {
            assert!(used(symbol), "{}: {symbol} stands in no formula", f.id);
        }
    }
}

//! What a law says about itself.

use super::all;
use isoflop::core::laws::{self, DEFAULT, Kind, RULE_OF_THUMB, decades_outside, find};

fn is_kebab(id: &str) -> bool {
    let parts = id.split('-');
    parts.clone().all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
}

#[test]
fn ids_are_kebab_case_and_unique() {
    for (i, law) in all().enumerate() {
        let id = law.meta().id;
        assert!(is_kebab(id), "{id}");
        assert!(all().skip(i + 1).all(|other| other.meta().id != id), "{id} twice");
        assert_eq!(find(id).unwrap().meta().id, id);
        let variant = law.meta().variant_of;
        assert!(variant.is_none_or(|of| of != id && find(of).is_ok_and(|l| l.meta().variant_of.is_none())), "{id}");
    }
    assert!(find(DEFAULT).is_ok_and(|law| law.meta().has_loss()));
    assert!(find(RULE_OF_THUMB).is_ok_and(|law| law.meta().kind == Kind::Rule));
}

#[test]
fn every_law_names_its_source_and_range() {
    for law in all() {
        let m = law.meta();
        for text in [m.title, m.short, m.label, m.authors, m.locator, m.form, m.data, m.flops_convention, m.fitted.what]
        {
            assert!(!text.trim().is_empty() && text.trim() == text, "{}: {text:?}", m.id);
        }
        assert!((2017..2100).contains(&m.year), "{}", m.id);
        // An arXiv number: yymm, a point, four or five digits.
        let arxiv = m.arxiv.unwrap_or_else(|| panic!("{}: no arXiv number", m.id));
        let (month, number) = arxiv.split_once('.').unwrap();
        assert!(month.len() == 4 && (4..=5).contains(&number.len()), "{}: {arxiv}", m.id);
        assert!(arxiv.chars().all(|c| c.is_ascii_digit() || c == '.'), "{}: {arxiv}", m.id);
        for (low, high) in [m.fitted.params, m.fitted.tokens, m.fitted.flops] {
            assert!(0.0 < low && low < high && high.is_finite(), "{}: {low} to {high}", m.id);
        }
        assert!(
            ["total", "non-embedding", "with-head", "active", "non-zero", "dense"].contains(&m.params_count),
            "{}",
            m.id
        );
        assert_eq!(m.has_loss(), !matches!(m.kind, Kind::Frontier | Kind::Rule | Kind::Leverage), "{}", m.id);
        assert!(!m.notes.is_empty() && m.notes.iter().all(|n| n.ends_with('.')), "{}", m.id);
        for (code, sentence) in m.remarks {
            assert!(is_kebab(code) && sentence.ends_with('.'), "{}: {code}", m.id);
        }
    }
}

#[test]
fn every_constant_is_said_once_with_its_meaning() {
    for law in all() {
        let m = law.meta();
        assert!(!m.constants.is_empty(), "{}", m.id);
        for (i, c) in m.constants.iter().enumerate() {
            assert!(c.value.is_finite() && c.value != 0.0, "{}: {}", m.id, c.symbol);
            assert!(c.standard_error.is_none_or(|e| e > 0.0 && e.is_finite()), "{}: {}", m.id, c.symbol);
            assert!(!c.symbol.is_empty() && !c.meaning.is_empty(), "{}: {}", m.id, c.symbol);
            assert!(m.constants[i + 1..].iter().all(|other| other.symbol != c.symbol), "{}: {} twice", m.id, c.symbol);
        }
    }
}

/// A thousand times too much is three decades; the ends belong to the range.
#[test]
fn outside_is_counted_in_decades() {
    for (value, decades) in [(1e20, 0.0), (1e18, 0.0), (1e22, 0.0), (1e25, 3.0), (1e16, -2.0)] {
        assert!((decades_outside(value, (1e18, 1e22)) - decades).abs() < 1e-12, "{value:e}");
    }
    for law in all() {
        let m = law.meta();
        let middle = |(low, high): (f64, f64)| (low * high).sqrt();
        let (n, d, c) = (middle(m.fitted.params), middle(m.fitted.tokens), middle(m.fitted.flops));
        let inside = laws::warnings(m, Some(c), n, Some(d));
        assert!(inside.iter().all(|w| w.code != "outside-fitted-range"), "{}", m.id);
        for (field, list) in [
            ("flops", laws::warnings(m, Some(1e3 * m.fitted.flops.1), n, Some(d))),
            ("params", laws::warnings(m, Some(c), 1e3 * m.fitted.params.1, Some(d))),
            ("tokens", laws::warnings(m, Some(c), n, Some(1e-3 * m.fitted.tokens.0))),
        ] {
            let outside: Vec<_> = list.iter().filter(|w| w.code == "outside-fitted-range").collect();
            assert_eq!(outside.len(), 1, "{}", m.id);
            assert_eq!(outside[0].field, field, "{}", m.id);
            assert!(outside[0].message.contains("3.0 decades"), "{}", outside[0].message);
        }
    }
}

#[test]
fn an_unknown_law_is_answered_with_what_there_is() {
    let e = find("besiroglu-2023").err().unwrap();
    assert_eq!((e.code.as_str(), e.field.as_str()), ("unknown-id", "law"));
    assert_eq!(e.suggestion.as_deref(), Some("besiroglu-2024"));
    assert!(laws::FEATURED.iter().all(|id| e.message.contains(id) && find(id).is_ok()), "{}", e.message);
    let e = find("💥").err().unwrap();
    assert_eq!(e.suggestion, None);
}

//! Scenarios nobody would ask for and texts nobody would type: an answer or a sentence, never anything else.

#[path = "hostile/curves.rs"]
mod curves;
#[path = "hostile/formulas.rs"]
mod formulas;
#[path = "hostile/models.rs"]
mod models;
#[path = "hostile/scenarios.rs"]
mod scenarios;
mod support;
#[path = "hostile/texts.rs"]
mod texts;

use isoflop::core::error::Error;
use isoflop::core::laws::Interval;
use isoflop::core::link;
use isoflop::core::report::Number;
use isoflop::core::scenario::{KEYS, Scenario};
use support::{Dice, start};

/// The inputs an error may be about: one, or a group of them.
fn is_field(name: &str) -> bool {
    // A field of a configuration stands after it.
    let name = if name.starts_with("model.config.") { "model.config" } else { name };
    KEYS.iter().any(|n| n.path == name || n.path.split_once('.').is_some_and(|(group, _)| group == name))
}

fn assert_well_said(e: &Error, from: &str) {
    assert!(!e.code.as_str().is_empty() && !e.message.is_empty(), "{from}: {e}");
    assert!(is_field(&e.field), "{from}: no input is called {:?}: {e}", e.field);
    assert!(e.message.chars().count() <= 400, "{from}: {} characters: {e}", e.message.chars().count());
    assert!(e.message.ends_with('.'), "{from}: {e}");
}

fn assert_finite(value: f64, what: &str, s: &Scenario) {
    assert!(value.is_finite(), "{what} is {value} at {}", link::write(s));
}

/// Finite ends around the value.
fn assert_interval(interval: Interval, value: f64, what: &str, s: &Scenario) {
    let Some((low, high)) = interval else { return };
    assert!(
        low.is_finite() && high.is_finite() && low <= value && value <= high,
        "{what}: {low} to {high} around {value} at {}",
        link::write(s)
    );
}

fn assert_number(n: &Number, what: &str, s: &Scenario) {
    assert_finite(n.value, what, s);
    assert_interval(n.interval, n.value, what, s);
    if let Some(range) = &n.why.range {
        assert_finite(range.value, what, s);
        assert_finite(range.decades_outside(), what, s);
    }
}

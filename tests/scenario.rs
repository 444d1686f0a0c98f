//! The scenario and its link: what is written reads back, what is broken is said and never invented.

use isoflop::core::error::{Code, Error};
use isoflop::core::link::{self, Reading};
use isoflop::core::scenario::{Budget, KEYS, Key, Scenario};

#[path = "scenario/broken.rs"]
mod broken;
#[path = "scenario/links.rs"]
mod links;
#[path = "scenario/round_trip.rs"]
mod round_trip;
mod support;

use support::{Dice, limit, start};

fn read(text: &str) -> Reading {
    link::read(text).unwrap()
}

/// Everything that was said, numbers as bits.
fn bits(s: &Scenario) -> Vec<(Key, Option<u64>, Option<String>)> {
    let text = |key| match key {
        Key::Title | Key::Law | Key::Accelerator | Key::Device | Key::Model => s.text(key),
        _ => None,
    };
    KEYS.iter().map(|n| (n.key, s.number(n.key).map(f64::to_bits), text(n.key))).collect()
}

/// Whatever was read, what comes of it is a scenario that could have been typed in.
fn assert_sound(s: &Scenario, from: &str) {
    for names in KEYS {
        if let (Some(value), Some(limit)) = (s.number(names.key), limit(names.key)) {
            assert!(limit.holds(value), "{from:?}: {} is {value:e}", names.path);
        }
    }
    assert_eq!(s.count.get().fract(), 0.0, "{from:?}");
    assert!(s.title.chars().count() <= 80 && !s.title.chars().any(char::is_control), "{from:?}: {:?}", s.title);
    assert_eq!(s.title.trim(), s.title, "{from:?}");
}

fn assert_well_said(e: &Error, from: &str) {
    assert!(!e.field.is_empty() && !e.message.is_empty() && !e.code.as_str().is_empty(), "{from:?}: {e}");
    assert!(e.message.chars().count() <= 400, "{from:?}: {} characters: {e}", e.message.chars().count());
    assert!(e.message.ends_with('.'), "{from:?}: {e}");
}

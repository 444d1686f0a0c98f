//! What was understood, in other words, for the line under an input.

use super::digits::{plain, rounded, trimmed};
use super::{NARROW, clock, comfortable, full, grouped, near, raised, sized};
use crate::core::quantity::{Flop, Params, Seconds, Tokens};

const WORDS: [&str; 4] = ["thousand", "million", "billion", "trillion"];
const PREFIXES: [&str; 10] = ["k", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q"];
/// `70 billion parameters`.
pub fn echo_params(value: Params) -> String {
    counted(value.get(), "parameter")
}

/// `1.4 trillion tokens`.
pub fn echo_tokens(value: Tokens) -> String {
    counted(value.get(), "token")
}

/// `60 days = 5,184,000 s`.
pub fn echo_seconds(value: Seconds) -> String {
    let seconds = format!("{}{NARROW}s", full(value.get()));
    let (number, unit) = clock(value.get());
    if unit == "s" {
        return seconds;
    }
    format!("{}{NARROW}{unit} = {seconds}", comfortable(&trimmed(rounded(number, 6))))
}

/// Other readings of a compute budget: `576 ZFLOP`, `6,667 PF-days`.
pub fn readings_flop(value: Flop) -> Vec<String> {
    let mut readings = Vec::new();
    let mut digits = trimmed(rounded(value.get(), 4));
    if (3..33).contains(&digits.exponent) {
        let step = digits.exponent / 3;
        digits.exponent -= 3 * step;
        readings.push(format!("{}{NARROW}{}FLOP", plain(&digits), PREFIXES[step as usize - 1]));
    }
    let days = value.get() / Flop::PF_DAY;
    if days >= 0.01 {
        readings.push(format!("{}{NARROW}PF-days", grouped(&near(&trimmed(rounded(days, 4))))));
    }
    readings
}

/// Nine digits with the word for their size, and the thing counted.
fn counted(value: f64, one: &str) -> String {
    let digits = trimmed(rounded(value, 9));
    let number = match digits.exponent {
        ..-4 => raised(&digits),
        -4..6 => grouped(&plain(&digits)),
        6..15 => sized(&digits, &WORDS),
        _ => raised(&digits),
    };
    let plural = if value == 1.0 { "" } else { "s" };
    format!("{number}{NARROW}{one}{plural}")
}

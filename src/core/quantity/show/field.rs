//! Text for an input: short to read, and read back it is the same number to the last bit.

use super::digits::{Digits, exact, plain};
use super::{MONEY, NARROW, SIZES, grouped, raised, sized};
use crate::core::quantity::{Count, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens, parse};

/// `70 B`, `72.248702 B`.
pub fn field_params(value: Params) -> String {
    number(value.get())
}

/// `1.4 T`.
pub fn field_tokens(value: Tokens) -> String {
    number(value.get())
}

/// `5.76 × 10²³ FLOP`, plain below a million.
pub fn field_flop(value: Flop) -> String {
    let digits = exact(value.get());
    let plainly = (-6..6).contains(&digits.exponent);
    format!("{}{NARROW}FLOP", if plainly { plain(&digits) } else { raised(&digits) })
}

/// `60 d`, `1.5 d`, `12.5 h`, `90 s`: the unit in which the number is shortest.
pub fn field_seconds(value: Seconds) -> String {
    let seconds = value.get();
    [(86_400.0, "d"), (3_600.0, "h"), (1.0, "s")]
        .iter()
        .map(|&(length, unit)| {
            let digits = exact(seconds / length);
            let written = far(&digits);
            let weight = written.chars().filter(char::is_ascii_digit).count();
            (weight, format!("{written}{NARROW}{unit}"))
        })
        .filter(|(_, text)| text.ends_with('s') || parse::seconds(text).is_ok_and(|t| t == value))
        .min_by_key(|&(weight, _)| weight)
        .map_or_else(String::new, |(_, text)| text)
}

/// `$2 M`, `$809 k`, `$45.60`.
pub fn field_dollars(value: Dollars) -> String {
    let digits = exact(value.get());
    match digits.exponent {
        -4..3 => format!("${}", decimals(&digits)),
        3..15 => format!("${}", sized(&digits, &MONEY)),
        _ => format!("${}", raised(&digits)),
    }
}

/// `$2.00`: two decimals or more.
pub fn field_price(value: DollarsPerHour) -> String {
    let digits = exact(value.get());
    if (-6..15).contains(&digits.exponent) {
        format!("${}", decimals(&digits))
    } else {
        format!("${}", raised(&digits))
    }
}

/// `40 %`, `38.5 %`.
pub fn field_fraction(value: Fraction) -> String {
    let mut digits = exact(value.get());
    digits.exponent += 2;
    format!("{}{NARROW}%", far(&digits))
}

/// `1,024`.
pub fn field_count(value: Count) -> String {
    grouped(&far(&exact(value.get())))
}

/// `1.95`.
pub fn field_nats(value: Nats) -> String {
    far(&exact(value.get()))
}

fn number(value: f64) -> String {
    let digits = exact(value);
    match digits.exponent {
        -6..3 => plain(&digits),
        3..15 => sized(&digits, &SIZES),
        _ => raised(&digits),
    }
}

/// Plain as long as an input can hold it, else as a power.
fn far(digits: &Digits) -> String {
    if (-6..15).contains(&digits.exponent) { plain(digits) } else { raised(digits) }
}

/// Plain with two decimals or more.
fn decimals(digits: &Digits) -> String {
    let mut written = plain(digits);
    let point = written.find('.').unwrap_or_else(|| {
        written.push('.');
        written.len() - 1
    });
    while written.len() < point + 3 {
        written.push('0');
    }
    written
}

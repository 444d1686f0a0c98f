//! Quantities to words.
//!
//! Numbers are rounded in decimal, once, by the standard library; between a number and its unit, and
//! around the sign of a power, stands a narrow no-break space. What is shown can be typed back in.

mod digits;
mod echo;
mod field;

use super::{Dollars, Flop, Fraction, Params, Seconds, Tokens};
use digits::{Digits, exact, plain, rounded, trimmed};

pub use echo::{echo_params, echo_seconds, echo_tokens, readings_flop};
pub use field::{
    field_count, field_dollars, field_flop, field_fraction, field_nats, field_params, field_price, field_seconds,
    field_tokens,
};

/// The space between a number and its unit.
pub const NARROW: char = '\u{202f}';
/// The minus sign.
pub const MINUS: char = '\u{2212}';

/// Names of the powers of a thousand, from 10³ to 10¹².
const SIZES: [&str; 4] = ["K", "M", "B", "T"];
const MONEY: [&str; 4] = ["k", "M", "B", "T"];

/// Three significant digits: `72.2 B`, `1.33 T`, `8`, `0.123`, `4.11 × 10¹⁵`.
pub fn short(value: f64) -> String {
    if let Some(word) = wordless(value) {
        return word;
    }
    if value.abs() < 1e3 && value.fract() == 0.0 {
        return plain(&exact(value));
    }
    let digits = rounded(value, 3);
    match digits.exponent {
        -3..3 => plain(&digits),
        3..15 => sized(&digits, &SIZES),
        _ => raised(&digits),
    }
}

/// As it was given, `8 B`, where that takes no more room than three digits.
pub fn given(value: f64) -> String {
    let (short, exact) = (short(value), Params::new(value).map(field_params));
    exact.ok().filter(|e| e.chars().count() <= short.chars().count()).unwrap_or(short)
}

/// A number of parameters for a sentence: `72.2 B`.
pub fn params(value: Params) -> String {
    short(value.get())
}

/// A number of tokens for a sentence: `1.33 T`.
pub fn tokens(value: Tokens) -> String {
    short(value.get())
}

/// A compute budget, losing nothing: `5.76 × 10²³ FLOP`.
pub fn flop(value: Flop) -> String {
    field_flop(value)
}

/// `5.76 × 10²³` with this many significant digits.
pub fn power(value: f64, digits: usize) -> String {
    wordless(value).unwrap_or_else(|| raised(&rounded(value, digits)))
}

/// A plain number in the fewest letters that read back the same to the last bit: `0.34`, `1e24`.
pub fn shortest(value: f64) -> String {
    let (plain, power) = (format!("{value}"), format!("{value:e}"));
    if power.len() < plain.len() { power } else { plain }
}

/// This many significant digits, plain from 0.0001 up to ten million and as a power beyond.
pub fn sig(value: f64, digits: usize) -> String {
    wordless(value).unwrap_or_else(|| near(&rounded(value, digits)))
}

/// In full: `72,248,702,500`, `18.39`; at most two decimals on large numbers, seven digits on small ones.
pub fn full(value: f64) -> String {
    if let Some(word) = wordless(value) {
        return word;
    }
    let size = value.abs();
    if size >= 1e15 {
        return raised(&trimmed(rounded(value, 7)));
    }
    let digits = if size >= 1e5 { digits::cents(value) } else { rounded(value, 7) };
    let digits = trimmed(digits);
    if digits.exponent < -4 { raised(&digits) } else { grouped(&plain(&digits)) }
}

/// A difference with its sign: `+0.0049`, `−0.0031`; zero has none.
pub fn signed(value: f64, decimals: usize) -> String {
    if let Some(word) = wordless(value).filter(|_| value != 0.0) {
        return word;
    }
    let size = value.abs();
    let written = if size < 1e15 { format!("{size:.*}", decimals.min(17)) } else { raised(&rounded(size, 4)) };
    match written.contains(|c: char| matches!(c, '1'..='9')) {
        true if value > 0.0 => format!("+{written}"),
        true => format!("{MINUS}{written}"),
        false => written,
    }
}

/// Three significant digits in the unit that fits: `32.9 days`, `5.2 hours`, `2.4 years`.
pub fn duration(value: Seconds) -> String {
    let (number, unit) = clock(value.get());
    format!("{}{NARROW}{unit}", comfortable(&trimmed(rounded(number, 3))))
}

/// `$809 k`, `$12.3 M`, `$45.60`.
pub fn dollars(value: Dollars) -> String {
    let value = value.get();
    let cents = format!("{value:.2}");
    if (0.01..1000.0).contains(&value) && cents.len() < 7 {
        return format!("${cents}");
    }
    let digits = trimmed(rounded(value, 3));
    let number = if (3..15).contains(&digits.exponent) { sized(&digits, &MONEY) } else { near(&digits) };
    format!("${number}")
}

/// `40 %`, `38.5 %`.
pub fn percent(value: Fraction) -> String {
    let mut digits = trimmed(rounded(value.get(), 3));
    digits.exponent += 2;
    format!("{}{NARROW}%", near(&digits))
}

/// A whole number in raised digits: `²³`, `⁻⁴`.
pub fn superscript(value: i32) -> String {
    value
        .to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            _ => char::from_u32('⁰' as u32 + c as u32 - '0' as u32).unwrap_or(c),
        })
        .collect()
}

/// What has no digits to round: zero, and what is no finite number.
fn wordless(value: f64) -> Option<String> {
    match value {
        0.0 => Some("0".into()),
        f64::INFINITY => Some("∞".into()),
        f64::NEG_INFINITY => Some(format!("{MINUS}∞")),
        _ if value.is_nan() => Some("–".into()),
        _ => None,
    }
}

/// Digits times a power of ten.
fn raised(digits: &Digits) -> String {
    let front = plain(&Digits { exponent: 0, ..digits.clone() });
    format!("{front}{NARROW}×{NARROW}10{}", superscript(digits.exponent))
}

/// Plain where a reader takes it in at a glance, else as a power.
fn near(digits: &Digits) -> String {
    if (-4..7).contains(&digits.exponent) { plain(digits) } else { raised(digits) }
}

/// Like [`near`], with separators in large numbers.
fn comfortable(digits: &Digits) -> String {
    grouped(&near(digits))
}

/// Digits from 10³ up to 10¹⁵ with the name of their power of a thousand.
fn sized(digits: &Digits, names: &[&str; 4]) -> String {
    let step = digits.exponent.clamp(3, 14) / 3;
    let front = plain(&Digits { exponent: digits.exponent - 3 * step, ..digits.clone() });
    format!("{front}{NARROW}{}", names[step as usize - 1])
}

/// Commas between groups of three in the whole part of a plain number.
fn grouped(number: &str) -> String {
    let start = number.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let length = number[start..].bytes().take_while(u8::is_ascii_digit).count();
    let mut out = String::with_capacity(number.len() + length / 3);
    out.push_str(&number[..start]);
    for (i, c) in number[start..start + length].chars().enumerate() {
        if i > 0 && (length - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out + &number[start + length..]
}

/// The number and unit in which a time reads best; always two of a unit or more, above a second.
fn clock(seconds: f64) -> (f64, &'static str) {
    const DAY: f64 = 86_400.0;
    match seconds {
        s if s < 120.0 => (s, "s"),
        s if s < 7_200.0 => (s / 60.0, "min"),
        s if s < 2.0 * DAY => (s / 3_600.0, "hours"),
        s if s < 730.0 * DAY => (s / DAY, "days"),
        s => (s / (365.0 * DAY), "years"),
    }
}

//! Decimal digits of a number: rounded to a length, or the fewest that name it exactly.

use super::MINUS;

/// `0.d₁d₂d₃… × 10^(exponent + 1)`: the first digit has the value `10^exponent`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Digits {
    pub negative: bool,
    pub digits: String,
    pub exponent: i32,
}

fn split(scientific: &str) -> Digits {
    let (front, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    Digits {
        negative: front.starts_with('-'),
        digits: front.chars().filter(char::is_ascii_digit).collect(),
        exponent: exponent.parse().unwrap_or(0),
    }
}

/// Exactly this many significant digits, between 1 and 17.
pub(super) fn rounded(value: f64, digits: usize) -> Digits {
    split(&format!("{value:.*e}", digits.clamp(1, 17) - 1))
}

/// The fewest digits that read back as the same number.
pub(super) fn exact(value: f64) -> Digits {
    split(&format!("{value:e}"))
}

/// Rounded to two decimals, for numbers that are well above one.
pub(super) fn cents(value: f64) -> Digits {
    let written = format!("{:.2}", value.abs());
    let whole = written.find('.').unwrap_or(written.len());
    Digits {
        negative: value < 0.0,
        digits: written.chars().filter(char::is_ascii_digit).collect(),
        exponent: whole as i32 - 1,
    }
}

/// Without zeros at the end.
pub(super) fn trimmed(mut digits: Digits) -> Digits {
    let kept = digits.digits.trim_end_matches('0').len().max(1);
    digits.digits.truncate(kept);
    digits
}

/// Written out without a power of ten.
pub(super) fn plain(digits: &Digits) -> String {
    let mut out = String::new();
    if digits.negative {
        out.push(MINUS);
    }
    let length = digits.digits.len() as i32;
    let whole = digits.exponent + 1;
    if whole <= 0 {
        out.push_str("0.");
        out.extend((whole..0).map(|_| '0'));
        out.push_str(&digits.digits);
    } else if whole >= length {
        out.push_str(&digits.digits);
        out.extend((length..whole).map(|_| '0'));
    } else {
        let (front, back) = digits.digits.split_at(whole as usize);
        out.push_str(front);
        out.push('.');
        out.push_str(back);
    }
    out
}

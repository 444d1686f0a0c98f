//! Steps along the 1-2-5 series, and an answer that becomes an input.

use super::Key;

/// The next number of the series 1, 2, 5, 10, … above or below `value`, or a whole decade away.
pub fn step(value: f64, up: bool, decade: bool) -> f64 {
    let tidy = |v: f64| digits(v, 12);
    if decade {
        return tidy(if up { value * 10.0 } else { value / 10.0 });
    }
    let power = 10f64.powf(value.log10().floor());
    let series = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0].map(|s| tidy(s * power));
    let near = 1e-9 * value;
    if up {
        series.into_iter().find(|s| *s > value + near).unwrap_or(value * 2.0)
    } else {
        series.into_iter().rev().find(|s| *s < value - near).unwrap_or(value / 2.0)
    }
}

/// `value` to so many significant digits.
fn digits(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value)
}

/// A computed value as a person would write it into this field: enough digits to mean the same answer, and no more.
pub fn restated(key: Key, value: f64) -> f64 {
    match key {
        // The loss moves little where compute moves much.
        Key::Loss => digits(value, 7),
        Key::Time => {
            let unit = if value >= 86_400.0 { 86_400.0 } else { 3_600.0 };
            digits(value / unit, 6) * unit
        }
        _ => digits(value, 6),
    }
}

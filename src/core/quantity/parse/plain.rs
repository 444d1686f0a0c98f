//! A number of any sign, for what has no kind of its own: exponents, ratios, steps.

use super::line::{Flaw, endless, lead, quote, text};
use super::number::scan;
use super::unit::{self, Scale};
use crate::core::error::{Code, Error};

/// `0.34`, `-0.125`, `3e-4`, `3 × 10⁻⁴`, `1.2 M`, `40 %`, `512 steps` where the unit is steps.
///
/// # Errors
/// What was wrong, with `example` for what would be right.
pub fn number(words: &str, field: &str, unit: &str, example: &str) -> Result<f64, Error> {
    super::read(words, field, example, |line| one(line, unit, example))
}

fn one(line: &[char], own: &str, example: &str) -> Result<f64, Flaw> {
    let (at, minus) = lead(line, 0);
    let Some((number, end)) = scan(line, at)? else {
        let words = text(line.get(at..).unwrap_or_default());
        if endless(&words) {
            return Err(Flaw::new(Code::NotFinite, format!("This must be a finite number, such as {example}.")));
        }
        return Err(Flaw::unreadable(format!(
            "{} does not begin with a number; write it like {example}.",
            quote(&words)
        )));
    };
    let rest = text(line.get(end..).unwrap_or_default());
    let Some(scale) = scale(&rest, own) else {
        let message = format!("{} cannot be read after the number; write it like {example}.", quote(&rest));
        return Err(Flaw::unreadable(message).fix(end, line.len(), ""));
    };
    let value = number.times(scale);
    if !value.is_finite() {
        return Err(Flaw::new(
            Code::NotFinite,
            format!("This number is too large for a computer; write it like {example}."),
        ));
    }
    Ok(if minus.is_some() { -value } else { value })
}

/// A size, a percentage, or the unit itself after one or alone.
fn scale(rest: &str, own: &str) -> Option<Scale> {
    let rest = rest.to_lowercase();
    let (own, rest) = (own.to_lowercase(), rest.trim());
    let size = rest.strip_suffix(own.as_str()).map_or(rest, str::trim_end);
    match size {
        "" => Some(Scale::ONE),
        "%" | "percent" => Some(Scale::ten(-2)),
        _ => unit::bare_size(size),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_of_every_shape() {
        for (text, value) in [
            ("0.34", 0.34),
            ("-0.125", -0.125),
            ("−0.125", -0.125),
            ("3e-4", 3e-4),
            ("3 × 10⁻⁴", 3e-4),
            ("4.3\u{202f}×\u{202f}10⁻⁴", 4.3e-4),
            ("1.2 M", 1.2e6),
            ("12,000", 12_000.0),
            ("40 %", 0.4),
            ("0", 0.0),
            ("512 steps", 512.0),
            ("5k steps", 5000.0),
            ("+7", 7.0),
        ] {
            assert_eq!(number(text, "x", "steps", "1").unwrap(), value, "{text}");
        }
    }

    #[test]
    fn what_is_none_is_said_with_an_example() {
        for text in ["", "x", "NaN", "inf", "1e999", "3 apples", "1 2", "--", "<b>", "1..2", "💥", &"9".repeat(300)] {
            let e = number(text, "x", "", "0.34").unwrap_err();
            assert!(e.message.contains("0.34") || e.message.contains("1.5"), "{text}: {}", e.message);
            assert!(e.message.ends_with('.') && e.message.len() < 300, "{text}: {}", e.message);
        }
    }
}

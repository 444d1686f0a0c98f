//! Plain numbers as text: constants, bits, replicas.

use crate::core::error::{Code, Error};
use crate::core::laws::setting;
use crate::core::quantity::{Bits, Count, parse};

/// A plain number: `0.34`, `1e3`, `482.01`.
pub(super) fn plain(text: &str) -> Result<f64, Error> {
    let text = text.trim();
    let shown: String = text.chars().take(24).collect();
    let wrong =
        || Error::new(Code::NotANumber, "number", format!("\"{shown}\" is not a number; write it like 0.34 or 482."));
    if text.is_empty() || text.len() > 64 {
        return Err(wrong());
    }
    let plain: String = text.chars().map(|c| if c == '−' { '-' } else { c }).collect();
    match plain.parse::<f64>() {
        Ok(v) if v.is_finite() => Ok(v),
        Ok(_) => Err(Error::new(
            Code::NotFinite,
            "number",
            format!("\"{shown}\" is not a finite number; write it like 0.34 or 482."),
        )),
        Err(_) => Err(wrong()),
    }
}

/// A number of bits: `8`, `4.5 bits`, `16-bit`.
pub(super) fn bits(text: &str) -> Result<Bits, Error> {
    let text = text.trim().to_lowercase();
    let number = ["bits", "bit"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    plain(number.trim_end_matches(['-', ' ', '\u{202f}', '\u{a0}'])).and_then(setting::bits)
}

/// A plain number as a field shows it; read back it is the same to the last bit.
pub(super) fn written(value: f64) -> String {
    let (plain, power) = (format!("{value}"), format!("{value:e}"));
    if power.len() < plain.len() { power } else { plain }
}

/// Tokens in a sequence: `4096`, `8k`, a whole number.
pub(super) fn sequence(text: &str) -> Result<Count, Error> {
    let read = parse::tokens(text).ok().filter(|t| t.get().fract() == 0.0 && t.get() <= 1e9);
    read.map(|t| Count::new(t.get())).unwrap_or_else(|| {
        let message = "The sequence length must be a whole number of tokens from 1 to 1,000,000,000, for example 4096.";
        Err(Error::new(Code::OutOfDomain, "sequence length", message))
    })
}

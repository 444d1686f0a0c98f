//! Numbers that are no quantity with a field of its own: constants, bits, replicas, the length of a sequence.

use super::Key;
use crate::core::error::{Code, Error};
use crate::core::laws::own::{Own, Which};
use crate::core::laws::{Share, setting, sparse};
use crate::core::quantity::{Bits, Count, Experts, Granularity, Replicas, parse, show};

/// A constant of one's own, or its error.
pub(super) fn constant(text: &str, key: Key, which: Which, error: bool) -> Result<f64, Error> {
    let start = Own::start().entry(which).value;
    let example = show::shortest(if error { start / 10.0 } else { start });
    parse::number(text, key.names().words, "", &example)
}

/// `8`, `4.5 bits`, `16-bit`.
pub(super) fn bits(text: &str) -> Result<Bits, Error> {
    let words = text.trim();
    let number = ["-bit", " bit", "bit"].iter().find_map(|unit| words.strip_suffix(unit)).unwrap_or(words);
    parse::number(number, "number of bits", "bits", "8").and_then(setting::bits)
}

/// `4`, `4 replicas`.
pub(super) fn replicas(text: &str) -> Result<Replicas, Error> {
    parse::number(text, "number of replicas", "replicas", "4").and_then(setting::replicas)
}

/// `8`, `64 experts`.
pub(super) fn experts(text: &str) -> Result<Experts, Error> {
    parse::number(text, "number of experts", "experts", "8").and_then(sparse::experts)
}

/// `2`, `8 experts`.
pub(super) fn top_k(text: &str) -> Result<Experts, Error> {
    parse::number(text, "number of active experts", "experts", "2").and_then(sparse::top_k)
}

/// `0.95`, `95 %`.
pub(super) fn share(text: &str, key: Key, of: fn(f64) -> Result<Share, Error>) -> Result<Share, Error> {
    let words = key.names().words;
    match text.trim().strip_suffix('%') {
        Some(percent) => parse::number(percent, words, "%", "75 %").and_then(|p| of(p / 100.0)),
        None => parse::number(text, words, "", "0.75").and_then(of),
    }
}

/// `8`.
pub(super) fn granularity(text: &str) -> Result<Granularity, Error> {
    parse::number(text, "granularity", "", "8").and_then(sparse::granularity)
}

/// `4096`, `8k`: a whole number of tokens.
pub(super) fn sequence(text: &str) -> Result<Count, Error> {
    let read = parse::tokens(text).ok().filter(|t| t.get().fract() == 0.0 && t.get() <= 1e9);
    read.map(|t| Count::new(t.get())).unwrap_or_else(|| {
        let message = "The sequence length must be a whole number of tokens from 1 to 1,000,000,000, for example 4096.";
        Err(Error::new(Code::OutOfDomain, "sequence length", message))
    })
}

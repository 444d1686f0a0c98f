//! What limits a mixture of experts besides compute.

use super::Key;
use crate::core::error::{Code, Error};
use crate::core::laws::sparse;
use crate::core::mixture::choice::MOST;
use crate::core::quantity::{Bytes, Experts, Flop, GB, GIB, parse, show};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sparse {
    /// Memory for weights and cache of the served model.
    pub memory: Option<Bytes>,
    /// Compute of a served token.
    pub inference: Option<Flop>,
    /// No more experts in a layer than these; without it, as many as the law's runs had.
    pub most: Option<Experts>,
}

impl Sparse {
    pub const fn has(key: Key) -> bool {
        matches!(key, Key::MaxMemory | Key::MaxInference | Key::MaxExperts)
    }

    /// The same with one input read from `text`; an empty text takes it back.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn set(&self, key: Key, text: &str) -> Result<Sparse, Error> {
        let text = text.trim();
        let given = !text.is_empty();
        let mut next = *self;
        match key {
            Key::MaxMemory => next.memory = given.then(|| memory(text)).transpose()?,
            Key::MaxInference => next.inference = given.then(|| inference(text)).transpose()?,
            _ => next.most = given.then(|| most(text)).transpose()?,
        }
        Ok(next)
    }

    pub fn number(&self, key: Key) -> Option<f64> {
        match key {
            Key::MaxMemory => self.memory.map(Bytes::get),
            Key::MaxInference => self.inference.map(Flop::get),
            _ => self.most.map(Experts::get),
        }
    }

    pub fn text(&self, key: Key) -> Option<String> {
        match key {
            Key::MaxMemory => self.memory.map(|m| {
                let of = |size: f64, unit: &str| {
                    let value = m.get() / size;
                    let text = show::shortest(value);
                    (text.len() <= 6 && value * size == m.get() && value >= 1.0).then(|| format!("{text} {unit}"))
                };
                of(GB, "GB").or_else(|| of(GIB, "GiB")).unwrap_or_else(|| format!("{} B", show::shortest(m.get())))
            }),
            Key::MaxInference => self.inference.map(show::field_flop),
            _ => self.most.map(|e| show::shortest(e.get())),
        }
    }
}

/// Units of memory; a plain number is bytes.
const UNITS: [(&str, f64); 9] = [
    ("TiB", 1024.0 * GIB),
    ("GiB", GIB),
    ("MiB", GIB / 1024.0),
    ("TB", 1e12),
    ("GB", GB),
    ("MB", 1e6),
    ("T", 1e12),
    ("G", GB),
    ("B", 1.0),
];

/// `80 GB`, `24 GiB`, `8e10`.
fn memory(text: &str) -> Result<Bytes, Error> {
    let unit = UNITS.iter().find_map(|(unit, size)| Some((text.strip_suffix(unit)?, *size)));
    let (number, size) = unit.unwrap_or((text, 1.0));
    let read = parse::number(number.trim(), "memory", "GB", "80 GB");
    let bytes = read.map_err(|e| Error { suggestion: e.suggestion.as_ref().map(|s| format!("{s} GB")), ..e })? * size;
    if (1e3..=1e18).contains(&bytes) {
        return Bytes::new(bytes);
    }
    // Who writes 80 means gigabytes.
    let error = Error::new(
        Code::OutOfDomain,
        "memory",
        "The memory must be between 1 kB and 1,000,000 TB, with its unit, for example 80 GB or 24 GiB.",
    );
    Err(if size == 1.0 && bytes >= 1.0 { error.suggest(format!("{number} GB")) } else { error })
}

/// `1e11`, `100 GFLOP`: compute of one token.
fn inference(text: &str) -> Result<Flop, Error> {
    parse::flop(text).map_err(|e| match e.code {
        Code::OutOfDomain => {
            let message = "The compute of a served token must be between 1e6 and 1e40 FLOP, for example 1e11: two for each active parameter.";
            Error::new(Code::OutOfDomain, "inference", message)
        }
        _ => e,
    })
}

/// `32`, `64 experts`.
fn most(text: &str) -> Result<Experts, Error> {
    let experts = parse::number(text, "number of experts", "experts", "32").and_then(sparse::experts)?;
    if experts.get() <= MOST {
        return Ok(experts);
    }
    let message = format!("Designs have at most {MOST} experts; the law was fitted on 32, so more would say nothing.");
    Err(Error::new(Code::OutOfDomain, "experts", message).suggest(show::shortest(MOST)))
}

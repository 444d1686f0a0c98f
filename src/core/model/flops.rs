//! FLOP of one token, by part and by length of the sequence.

use crate::core::error::{Code, Error};

use super::{Architecture, Attention, Part};

/// How attention to tokens that lie ahead is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Causal {
    /// A token sees those before it: half of the square.
    Half,
    /// The whole square, as Megatron-LM 2021 and PaLM count.
    Full,
}

/// What the backward pass computes again instead of keeping it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recompute {
    None,
    /// The core of attention: scores and weighted values.
    Selective,
    /// Every layer.
    Full,
}

impl Recompute {
    pub const ALL: [(Recompute, &'static str); 3] =
        [(Recompute::None, "none"), (Recompute::Selective, "selective"), (Recompute::Full, "full")];

    /// # Errors
    /// `unknown-id`.
    pub fn find(id: &str) -> Result<Recompute, Error> {
        Recompute::ALL.iter().find(|r| r.1 == id.trim()).map(|r| r.0).ok_or_else(|| {
            let shown: String = id.chars().take(40).collect();
            let message = format!("\"{shown}\" is no way to recompute; there are none, selective and full.");
            Error::new(Code::UnknownId, "recompute", message)
        })
    }
}

/// FLOP of the forward pass for one token, on average over a sequence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forward {
    /// Matrix products, by part.
    parts: [f64; Part::ALL.len()],
    /// Scores and weighted values.
    pub core: f64,
    /// The recurrences of state-space and linear-attention layers.
    pub recurrence: f64,
}

impl Forward {
    pub fn of(model: &Architecture, sequence: u64, causal: Causal) -> Forward {
        let mut parts = [0.0; Part::ALL.len()];
        for (tensor, times) in model.tensors() {
            parts[tensor.part as usize] += (u128::from(times) * tensor.flop()) as f64;
        }
        let (mut core, mut recurrence) = (0.0, 0.0);
        for (layer, n) in model.encoder.iter().chain(std::iter::once(&model.stack)).flat_map(super::Stack::kinds) {
            let n = n as f64;
            if let Some(a) = &layer.attention {
                core += n * a.flop_per_pair() as f64 * seen(a, sequence, causal);
                core += n * a.scan as f64 * all(sequence, causal);
            }
            if let Some(a) = &layer.cross {
                core += n * a.flop_per_pair() as f64 * sequence as f64;
            }
            recurrence += n * layer.mixer.as_ref().map_or(0.0, |m| m.flop as f64);
        }
        Forward { parts, core, recurrence }
    }

    pub const fn part(&self, part: Part) -> f64 {
        self.parts[part as usize]
    }

    pub fn total(&self) -> f64 {
        self.parts.iter().sum::<f64>() + self.core + self.recurrence
    }

    /// Forward and backward: the backward pass takes twice the forward's.
    pub fn training(&self) -> f64 {
        3.0 * self.total()
    }

    /// What the hardware computes, with what it computes again. Full: every layer once more, the head not.
    /// Selective as Korthikanti 2022 (arXiv 2205.05198) counts it: the core of attention a whole time more.
    pub fn hardware(&self, recompute: Recompute) -> f64 {
        match recompute {
            Recompute::None => self.training(),
            Recompute::Selective => self.training() + 3.0 * self.core,
            Recompute::Full => self.training() + self.total() - self.part(Part::Head),
        }
    }
}

/// Tokens up to and with a query's own, on average over the sequence.
fn all(sequence: u64, causal: Causal) -> f64 {
    match causal {
        Causal::Full => sequence as f64,
        Causal::Half => sequence as f64 / 2.0,
    }
}

/// Tokens that a query sees, on average over the sequence.
fn seen(a: &Attention, sequence: u64, causal: Causal) -> f64 {
    let s = sequence as f64;
    let limit = a.window.map_or(s, |w| (w as f64).min(s));
    match causal {
        Causal::Full => limit,
        // Pieces of `limit` tokens, each a triangle; a window slides: a triangle, then full rows.
        Causal::Half if a.chunked => limit / 2.0,
        Causal::Half => limit - limit * limit / (2.0 * s),
    }
}

//! FLOP of one token, by part and by length of the sequence.

use super::{Architecture, Attention, Part, Split, Tensor};

/// How attention to tokens that lie ahead is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Causal {
    /// A token sees those before it: half of the square.
    Half,
    /// The whole square, as Megatron-LM 2021 and PaLM count.
    Full,
}

/// What the backward pass computes again instead of keeping it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Recompute {
    #[default]
    None,
    /// The core of attention: scores, and what follows from them.
    Selective,
    /// Every layer; only its input is kept.
    Full,
}

impl Recompute {
    pub const ALL: [(&'static str, Recompute); 3] =
        [("none", Recompute::None), ("selective", Recompute::Selective), ("full", Recompute::Full)];
}

/// FLOP of the forward pass for one token, on average over a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Side {
    /// Matrix products, by part.
    parts: [f64; Part::ALL.len()],
    /// Scores and weighted values.
    pub core: f64,
    /// The recurrences of state-space and linear-attention layers.
    pub recurrence: f64,
}

impl Side {
    pub const fn part(&self, part: Part) -> f64 {
        self.parts[part as usize]
    }

    pub fn total(&self) -> f64 {
        self.parts.iter().sum::<f64>() + self.core + self.recurrence
    }

    fn add(&mut self, tensor: &Tensor, times: u64) {
        self.parts[tensor.part as usize] += (u128::from(times) * tensor.flop()) as f64;
    }
}

/// FLOP of the forward pass. Tokens of an encoder and tokens of a decoder are different tokens, so each has
/// its own: every field but `encoder` is of one token of the decoder, the only tokens of most models.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forward {
    /// Matrix products, by part.
    parts: [f64; Part::ALL.len()],
    /// Scores and weighted values.
    pub core: f64,
    /// The recurrences of state-space and linear-attention layers.
    pub recurrence: f64,
    /// One token of the encoder: its layers, and the keys and values that the decoder's cross-attention
    /// makes of it, once for the whole sequence.
    pub encoder: Option<Side>,
}

impl Forward {
    /// One token among `sequence`; where there is an encoder, it reads as many.
    pub fn of(model: &Architecture, sequence: u64, causal: Causal) -> Forward {
        Forward::pair(model, sequence, sequence, causal)
    }

    /// One token of `target` in the decoder, and one of `source` in the encoder where there is one.
    pub fn pair(model: &Architecture, source: u64, target: u64, causal: Causal) -> Forward {
        let (mut token, mut encoder) = (Side::default(), Side::default());
        for tensor in model.stem.iter().chain(&model.tail) {
            token.add(tensor, 1);
        }
        for (layer, n) in model.stack.kinds() {
            let cross = layer.cross.iter().flat_map(|a| &a.weights);
            for tensor in cross.clone().filter(|t| of_source(t)) {
                encoder.add(tensor, n);
            }
            for tensor in layer.own().chain(cross.filter(|t| !of_source(t))) {
                token.add(tensor, n);
            }
            let n = n as f64;
            if let Some(a) = &layer.attention {
                token.core += n * a.flop_per_pair() as f64 * seen(a, target, causal);
                token.core += n * a.scan as f64 * all(target, causal);
            }
            if let Some(a) = &layer.cross {
                token.core += n * a.flop_per_pair() as f64 * source as f64;
            }
            token.recurrence += n * layer.mixer.as_ref().map_or(0.0, |m| m.flop as f64);
        }
        for (layer, n) in model.encoder.iter().flat_map(super::Stack::kinds) {
            for tensor in layer.tensors() {
                encoder.add(tensor, n);
            }
            let n = n as f64;
            if let Some(a) = &layer.attention {
                // An encoder sees both ways.
                encoder.core += n * a.flop_per_pair() as f64 * seen(a, source, Causal::Full);
            }
            encoder.recurrence += n * layer.mixer.as_ref().map_or(0.0, |m| m.flop as f64);
        }
        let Side { parts, core, recurrence } = token;
        Forward { parts, core, recurrence, encoder: model.encoder.is_some().then_some(encoder) }
    }

    pub const fn part(&self, part: Part) -> f64 {
        self.parts[part as usize]
    }

    /// One token of the decoder.
    pub fn total(&self) -> f64 {
        self.parts.iter().sum::<f64>() + self.core + self.recurrence
    }

    /// Forward and backward of one token, and of one of the encoder where there is one: the backward pass takes twice
    /// the forward's.
    pub fn training(&self) -> f64 {
        3.0 * self.sequence(1, 1)
    }

    /// What the hardware computes, with what it computes again. Full: every layer once more, the head not.
    /// Selective as Korthikanti 2022 (arXiv 2205.05198) counts it: the core of attention a whole time more.
    pub fn hardware(&self, recompute: Recompute) -> f64 {
        match recompute {
            Recompute::None => self.training(),
            Recompute::Selective => self.training() + 3.0 * (self.core + self.encoder.map_or(0.0, |e| e.core)),
            Recompute::Full => self.training() + self.sequence(1, 1) - self.part(Part::Head),
        }
    }

    /// So many tokens of the encoder and so many of the decoder.
    pub fn sequence(&self, source: u64, target: u64) -> f64 {
        self.encoder.map_or(0.0, |e| e.total() * source as f64) + self.total() * target as f64
    }
}

/// Tokens up to and with a query's own, on average over the sequence.
fn all(sequence: u64, causal: Causal) -> f64 {
    match causal {
        Causal::Full => sequence as f64,
        Causal::Half => sequence as f64 / 2.0,
    }
}

/// Does this weight of cross-attention take tokens of the encoder? Those that make keys and values do.
const fn of_source(tensor: &Tensor) -> bool {
    matches!(tensor.split, Split::KvHeads(_))
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

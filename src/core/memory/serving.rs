//! What a device holds to serve a model: weights, keys and values, and what is in flight.

use super::formats::Format;
use super::layout;
use crate::core::error::Error;
use crate::core::model::{Architecture, Cache, Layer, Part, Split, Tensor};
use crate::core::quantity::Bytes;

/// Which weights are in the format; the others stay in 16 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantised {
    /// Every weight.
    All,
    /// The matrices of the layers: not embedding, head, router, norms and other vectors.
    Layers,
    /// Routed experts alone.
    Experts,
}

impl Quantised {
    pub const ALL: [(&'static str, Quantised); 3] =
        [("all", Quantised::All), ("layers", Quantised::Layers), ("experts", Quantised::Experts)];

    pub const fn words(self) -> &'static str {
        match self {
            Quantised::All => "every weight",
            Quantised::Layers => "the matrices of the layers; the rest in BF16",
            Quantised::Experts => "the routed experts; the rest in BF16",
        }
    }

    /// What checkpoints in this format usually have in it; gpt-oss has only its experts in MXFP4.
    pub fn usual(model: &Architecture, format: &Format) -> Quantised {
        if format.bits >= 16.0 || format.id.starts_with('q') {
            Quantised::All
        } else if model.family == "gpt_oss" && format.id == "mxfp4" {
            Quantised::Experts
        } else {
            Quantised::Layers
        }
    }

    pub fn holds(self, t: &Tensor) -> bool {
        match self {
            Quantised::All => true,
            Quantised::Layers => {
                t.rows > 1 && matches!(t.part, Part::Attention | Part::State | Part::Mlp | Part::Experts | Part::Shared)
            }
            Quantised::Experts => t.part == Part::Experts && t.rows > 1,
        }
    }
}

/// How a model is served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Serving {
    /// Tokens of one sequence, prompt and answer.
    pub context: u64,
    /// Sequences held at once.
    pub sequences: u64,
    pub weights: &'static Format,
    pub quantised: Quantised,
    pub kv: &'static Format,
    /// Tokens of a page of the cache; one: nothing is rounded.
    pub block: u64,
    /// Devices that share every layer.
    pub tensor: u64,
}

/// The share of a device's memory that is used at most: the default of vLLM.
pub const USABLE: f64 = 0.9;
/// Tokens of a prompt that are read at once: an assumption, as servers of large models are often set.
pub const CHUNK: u64 = 8_192;
/// Bytes of what stays in 16 bits.
const HALF: f64 = 2.0;
/// Longer sequences are not looked for.
const LONGEST: u64 = 1 << 40;

/// Memory of serving; bytes of one device.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Served {
    pub weights: Bytes,
    /// Keys, values and states of all sequences.
    pub kv: Bytes,
    /// What is computed with while a chunk of a prompt passes.
    pub activations: Bytes,
}

impl Served {
    pub fn total(&self) -> Bytes {
        self.weights + self.kv + self.activations
    }
}

/// Numbers of weights on one device: in the format, and in 16 bits.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Held {
    pub quantised: f64,
    pub rest: f64,
}

/// Weights on one device of `tensor`.
pub fn held(model: &Architecture, quantised: Quantised, tensor: u64) -> Held {
    let mut held = Held::default();
    for (t, times) in model.tensors() {
        let stored = (t.trained() + t.buffers()) as f64 * times as f64 * share(t.split, tensor);
        if quantised.holds(t) {
            held.quantised += stored;
        } else {
            held.rest += stored;
        }
    }
    held
}

/// Bytes of all weights, on one device of `tensor`.
pub fn weights(model: &Architecture, format: &Format, quantised: Quantised, tensor: u64) -> Bytes {
    let held = held(model, quantised, tensor);
    let bits = held.quantised * format.bits + held.rest * format.bits.max(8.0 * HALF);
    Bytes::new(bits / 8.0).unwrap_or_default()
}

/// The part of a tensor that one of `t` devices holds.
fn share(split: Split, t: u64) -> f64 {
    match split {
        Split::Whole => 1.0,
        Split::Tensor | Split::Experts => 1.0 / t as f64,
        Split::KvHeads(heads) => heads_held(heads, t),
    }
}

/// Of so many heads, the part that one of `t` devices holds: at least one.
pub fn heads_held(heads: u64, t: u64) -> f64 {
    heads.div_ceil(t.max(1)) as f64 / heads.max(1) as f64
}

/// Bytes that a number of this cache takes: states stay in 16 bits where keys and values are in fewer.
fn bytes_of(cache: &Cache, kv: &Format) -> f64 {
    match cache {
        Cache::State { .. } => kv.bits.max(8.0 * HALF) / 8.0,
        _ => kv.bits / 8.0,
    }
}

/// Bytes that one more token of one sequence takes while every window has room, on one device of `tensor`.
pub fn per_token(model: &Architecture, kv: &Format, tensor: u64) -> Bytes {
    sum(model, |c| match c {
        Cache::Tokens { elements, .. } => *elements as f64 * bytes_of(c, kv) * heads_held(c.heads(), tensor),
        _ => 0.0,
    })
}

/// Bytes that one sequence of so many tokens takes, in pages of `block` tokens, on one device of `tensor`; an encoder read
/// as many.
pub fn per_sequence(model: &Architecture, kv: &Format, tokens: u64, block: u64, tensor: u64) -> Bytes {
    per_pair(model, kv, (tokens, tokens), block, tensor)
}

/// The same where an encoder read `source` tokens.
pub fn per_pair(model: &Architecture, kv: &Format, (source, tokens): (u64, u64), block: u64, tensor: u64) -> Bytes {
    sum(model, |c| c.paged(tokens, source, block) as f64 * bytes_of(c, kv) * heads_held(c.heads(), tensor))
}

fn sum(model: &Architecture, of: impl Fn(&Cache) -> f64) -> Bytes {
    let bytes: f64 = model.stack.kinds().map(|(layer, n)| n as f64 * layer.caches().map(&of).sum::<f64>()).sum();
    Bytes::new(bytes).unwrap_or_default()
}

/// Bytes of one layer that a token reads of one sequence, which has so many tokens: all that is kept, and what is kept
/// with another layer.
pub fn read(layer: &Layer, kv: &Format, tokens: u64, tensor: u64) -> f64 {
    let own =
        layer.caches().map(|c| c.elements(tokens, tokens) as f64 * bytes_of(c, kv) * heads_held(c.heads(), tensor));
    let borrowed = layer.attention.iter().filter(|a| a.cache.is_empty()).map(|a| {
        let seen = a.window.map_or(tokens, |w| w.min(tokens)) as f64;
        let numbers = (a.kv_heads * (a.key + a.value)) as f64;
        seen * numbers * kv.bits / 8.0 * heads_held(a.kv_heads, tensor)
    });
    own.chain(borrowed).sum()
}

/// What is computed with while a chunk of a prompt passes, and the FP32 scores of the next token of every sequence.
pub fn activations(model: &Architecture, s: &Serving) -> Bytes {
    let t = s.tensor.max(1) as f64;
    let inner = |l: &Layer| {
        let feeds = l.feeds.iter().map(|f| {
            let used = f.routed.map_or(1, |r| r.top) as f64;
            used * f.inner as f64 * if f.gated { 3.0 } else { 2.0 } / t
        });
        let heads =
            l.attention.iter().map(|a| (a.heads * (a.key + a.value) + a.kv_heads * (a.key + a.value)) as f64 / t);
        feeds.chain(heads).fold(0.0, f64::max)
    };
    let widest = model.stack.kinds.iter().map(inner).fold(0.0, f64::max);
    let chunk = s.context.min(CHUNK) as f64;
    // The stream, its norm and the widest step between two matrices, in 16 bits.
    let passing = chunk * HALF * (2.0 * model.width as f64 + widest);
    let logits = 4.0 * s.sequences as f64 * model.vocabulary as f64 / t;
    Bytes::new(passing + logits).unwrap_or_default()
}

/// Memory of one device.
///
/// # Errors
/// What does not divide among the devices, at its field.
pub fn served(model: &Architecture, s: &Serving) -> Result<Served, Error> {
    layout::check_heads(model, s.tensor)?;
    Ok(Served {
        weights: weights(model, s.weights, s.quantised, s.tensor),
        kv: per_sequence(model, s.kv, s.context, s.block, s.tensor) * s.sequences as f64,
        activations: activations(model, s),
    })
}

/// What is left of a device's memory for keys and values.
fn room(model: &Architecture, s: &Serving, memory: Bytes) -> f64 {
    let fixed = weights(model, s.weights, s.quantised, s.tensor) + activations(model, s);
    USABLE * memory.get() - fixed.get()
}

/// Sequences of this length that fit at once; none when the weights alone do not.
pub fn most_sequences(model: &Architecture, s: &Serving, memory: Bytes) -> u64 {
    let one = per_sequence(model, s.kv, s.context, s.block, s.tensor).get()
        + 4.0 * model.vocabulary as f64 / s.tensor.max(1) as f64;
    let base = Serving { sequences: 0, ..*s };
    let n = room(model, &base, memory) / one;
    if n >= 1.0 && n.is_finite() { n.min(1e15) as u64 } else { 0 }
}

/// The longest context that fits for this many sequences; `None` without a limit below a million million tokens.
pub fn longest_context(model: &Architecture, s: &Serving, memory: Bytes) -> Option<u64> {
    let fits = |context: u64| {
        let now = Serving { context, ..*s };
        let kv = per_sequence(model, s.kv, context, s.block, s.tensor).get() * s.sequences as f64;
        kv <= room(model, &now, memory)
    };
    if fits(LONGEST) {
        return None;
    }
    let (mut fit, mut too_long) = (0, LONGEST);
    while too_long - fit > 1 {
        let middle = fit + (too_long - fit) / 2;
        if fits(middle) { fit = middle } else { too_long = middle }
    }
    Some(fit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::chosen::Model;
    use crate::core::memory::formats::find;
    use crate::core::quantity::GB;

    fn serving(kv: &str) -> Serving {
        let (weights, kv) = (find("bf16").unwrap(), find(kv).unwrap());
        Serving { context: 8192, sequences: 1, weights, quantised: Quantised::All, kv, block: 1, tensor: 1 }
    }

    fn llama_70b() -> Model {
        Model::preset("llama-3-70b").unwrap()
    }

    #[test]
    fn llama_3_70b() {
        let m = llama_70b();
        let m = m.architecture();
        let s = serving("fp16");
        assert_eq!(per_token(m, s.kv, 1).get(), 327_680.0);
        let held = served(m, &s).unwrap();
        // 70.55 billion parameters at two bytes: 141.1 GB; 8,192 tokens of 0.3125 MiB: 2.5 GiB.
        assert_eq!((held.weights.gb() * 10.0).round() / 10.0, 141.1);
        assert_eq!(held.kv.gib(), 2.5);
        assert_eq!(per_token(m, find("fp8").unwrap(), 1).get(), 163_840.0);
    }

    /// The released checkpoint: experts in MXFP4, the rest in BF16; its card prints 60.8 GiB, and 12.8 of the smaller one.
    #[test]
    fn gpt_oss() {
        let gib = |id| {
            let m = Model::preset(id).unwrap();
            weights(m.architecture(), find("mxfp4").unwrap(), Quantised::Experts, 1).gib()
        };
        assert_eq!((gib("gpt-oss-120b") * 100.0).round() / 100.0, 60.77);
        assert_eq!((gib("gpt-oss-20b") * 10.0).round() / 10.0, 12.8);
    }

    /// Heads of keys and values are shared while there are enough of them, then copied.
    #[test]
    fn heads_are_copied_beyond_their_number() {
        let m = llama_70b();
        let at = |t| per_token(m.architecture(), find("fp16").unwrap(), t).get();
        assert_eq!((at(2), at(8), at(16), at(64)), (163_840.0, 40_960.0, 40_960.0, 40_960.0));
        let bad = Serving { tensor: 7, ..serving("fp16") };
        assert_eq!(served(m.architecture(), &bad).unwrap_err().field, "tensorParallel");
    }

    /// A page is as large as it is: 16 tokens for the first, 16 more for the seventeenth.
    #[test]
    fn pages_are_whole() {
        let m = llama_70b();
        let kv = find("fp16").unwrap();
        let at = |tokens| per_sequence(m.architecture(), kv, tokens, 16, 1).get() / 327_680.0;
        assert_eq!((at(1), at(16), at(17), at(32)), (16.0, 16.0, 32.0, 32.0));
    }

    #[test]
    fn what_fits_fits_and_one_more_does_not() {
        let m = llama_70b();
        let m = m.architecture();
        let memory = Bytes::new(8.0 * 80.0 * GB).unwrap();
        for (context, kv, tensor) in [(8192, "fp16", 1), (1000, "fp8", 1), (131_072, "int4-g64", 1), (77, "q8_0", 1)] {
            let s = Serving { context, tensor, ..serving(kv) };
            let n = most_sequences(m, &s, memory);
            let total = |sequences| served(m, &Serving { sequences, ..s }).unwrap().total().get();
            assert!(n > 0 && total(n) <= 0.9 * memory.get() && total(n + 1) > 0.9 * memory.get(), "{context} {kv}");
            let longest = longest_context(m, &s, memory).unwrap();
            let at = |context| served(m, &Serving { context, ..s }).unwrap().total().get();
            assert!(at(longest) <= 0.9 * memory.get() && at(longest + 1) > 0.9 * memory.get(), "{context} {kv}");
        }
        assert_eq!(most_sequences(m, &serving("fp16"), Bytes::new(80.0 * GB).unwrap()), 0);
    }
}

//! What one layer keeps of a token for the backward pass, operation by operation.
//!
//! For a GPT layer with dropout this is Korthikanti et al. 2022 (arXiv 2205.05198) to the byte:
//! d(10 + 24/t + 5hs/(dt)) per token in 16 bits. The same operations give every other kind of layer:
//! what a norm or a matrix product reads, what an activation function reads and makes, queries, keys and values,
//! and one byte for each number of a dropout mask. Small vectors (means of norms, biases) are not counted, as there.

use super::recipe::Recipe;
pub use crate::core::model::flops::Recompute;
use crate::core::model::{Attention, Feed, Kind, Layer, Mixer, Part, Role, Split, Tensor};

/// How attention scores are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Kernel {
    /// In pieces that are made again in the backward pass; of each query and head one FP32 log-sum-exp stays.
    #[default]
    Flash,
    /// Scores are kept: softmax and, with dropout, its mask and what it leaves.
    Standard,
}

impl Kernel {
    pub const ALL: [(&'static str, Kernel); 2] = [("flash", Kernel::Flash), ("standard", Kernel::Standard)];
}

/// How activations are kept.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub recipe: &'static Recipe,
    pub kernel: Kernel,
    pub dropout: bool,
    /// Tokens of a sequence.
    pub sequence: u64,
    /// Tokens of an encoder's sequence, which cross-attention sees.
    pub source: u64,
    /// Devices that share every matrix.
    pub tensor: u64,
    /// Each of them holds whole experts.
    pub whole_experts: bool,
}

/// Which devices share a kept tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Those of tensor parallelism where it is sequence parallel too.
    Sequence,
    /// Those of tensor parallelism.
    Tensor,
    /// Those of tensor parallelism, but no more than there are heads of keys and values.
    KvHeads(u64),
    /// None: every device of a tensor-parallel group has all of it.
    Whole,
}

/// One tensor that a layer keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    pub what: &'static str,
    /// Numbers of one token.
    pub numbers: f64,
    /// Bytes of one number.
    pub bytes: f64,
    pub cut: Cut,
    /// Part of what selective recomputation makes again.
    pub core: bool,
}

/// Bytes that a layer keeps of one token, by how devices share them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Saved {
    /// Over the devices of a tensor-parallel group where it is sequence parallel.
    pub sequence: f64,
    /// Over the devices of a tensor-parallel group.
    pub tensor: f64,
    /// On each device as it is: already cut where it can be.
    pub whole: f64,
    /// Scores, over the devices of a tensor-parallel group.
    pub core: f64,
}

impl Saved {
    pub fn of(layer: &Layer, width: u64, rules: &Rules) -> Saved {
        let mut s = Saved::default();
        visit(layer, width, rules, &mut |i| {
            let bytes = i.numbers * i.bytes;
            match i.cut {
                _ if i.core => s.core += bytes,
                Cut::Sequence => s.sequence += bytes,
                Cut::Tensor => s.tensor += bytes,
                Cut::KvHeads(heads) => s.whole += bytes / heads.clamp(1, rules.tensor.max(1)) as f64,
                Cut::Whole => s.whole += bytes,
            }
        });
        s
    }

    /// Bytes of one token on one device; `spread` is the tensor-parallel group where it is sequence parallel, or one.
    pub fn on_device(&self, tensor: u64, spread: u64) -> f64 {
        self.sequence / spread as f64 + (self.tensor + self.core) / tensor as f64 + self.whole
    }

    /// What is kept under a recomputation.
    pub fn after(&self, recompute: Recompute, input: f64) -> Saved {
        match recompute {
            Recompute::None => *self,
            Recompute::Selective => Saved { core: 0.0, ..*self },
            // The layer's input, which is shared like everything that is not cut by matrices.
            Recompute::Full => Saved { sequence: input, ..Saved::default() },
        }
    }
}

/// Every tensor that a layer keeps without recomputation.
pub fn items(layer: &Layer, width: u64, rules: &Rules) -> Vec<Item> {
    let mut all = Vec::new();
    visit(layer, width, rules, &mut |i| all.push(i));
    all
}

type Sink<'a> = dyn FnMut(Item) + 'a;

fn visit(layer: &Layer, width: u64, rules: &Rules, to: &mut Sink) {
    let blocks = [layer.attention.is_some(), layer.cross.is_some(), layer.mixer.is_some(), !layer.feeds.is_empty()];
    let blocks = blocks.iter().filter(|b| **b).count() as u64;
    let (mut norms, mut read) = (0, 0.0);
    for t in layer.rest.iter().filter(|t| is_norm(t)) {
        // A scale and its shift are two copies of one norm; several norms in one tensor are called so.
        let several = if t.name.starts_with("norms") { t.copies } else { 1 };
        norms += several;
        read += several as f64 * t.cols as f64;
    }
    let (d, r) = (width as f64, rules.recipe);
    if norms == 0 {
        // A layer without norm weights still has norms, one for each block.
        (norms, read) = (blocks, blocks as f64 * d);
    }
    let mut keep = |what, numbers: f64, bytes, cut| to(Item { what, numbers, bytes, cut, core: false });
    keep("inputs of norms", read, r.activation, Cut::Sequence);
    // Blocks side by side behind one norm read the same.
    keep("inputs of blocks", blocks.min(norms) as f64 * d, r.input, Cut::Sequence);
    if rules.dropout {
        keep("dropout masks", blocks as f64 * d, 1.0, Cut::Sequence);
    }
    if let Some(a) = &layer.attention {
        attention(a, rules.sequence, rules, to);
        inner_norms(&a.weights, rules, to);
    }
    if let Some(a) = &layer.cross {
        attention(a, rules.source, rules, to);
    }
    if let Some(m) = &layer.mixer {
        mixer(m, width, rules, to);
    }
    for f in &layer.feeds {
        feed(f, width, rules, to);
        inner_norms(&f.weights, rules, to);
    }
}

fn is_norm(t: &Tensor) -> bool {
    t.part == Part::Norm && t.role == Role::Vector && !t.name.ends_with("bias") && !t.name.ends_with("shift")
}

/// Norms inside a block, in front of its last matrix.
fn inner_norms(weights: &[Tensor], rules: &Rules, to: &mut Sink) {
    for t in weights.iter().filter(|t| is_norm(t)) {
        let cut = if t.split == Split::Whole { Cut::Sequence } else { Cut::Tensor };
        let (numbers, bytes) = (t.cols as f64, rules.recipe.activation);
        to(Item { what: "inputs of norms inside a block", numbers, bytes, cut, core: false });
    }
}

/// Queries, keys, values, scores and what goes into the output matrix, for queries that see up to `seen` tokens.
fn attention(a: &Attention, seen: u64, rules: &Rules, to: &mut Sink) {
    let r = rules.recipe;
    let mut keep = |what, numbers: f64, bytes, cut| to(Item { what, numbers, bytes, cut, core: false });
    let heads = a.heads as f64;
    let (queries, values) = (heads * a.key as f64, heads * a.value as f64);
    let mut latent = |what, rank: u64| {
        keep(what, rank as f64, r.activation, Cut::Sequence);
        keep(what, rank as f64, r.input, Cut::Sequence);
    };
    match a.kind {
        Kind::Latent { query_rank, rank, .. } => {
            query_rank.into_iter().for_each(|q| latent("query latent, before and after its norm", q));
            latent("latent, before and after its norm", rank);
        }
        Kind::Factored { query_rank } => latent("query latent, before and after its norm", query_rank),
        Kind::Grouped => {}
    }
    // Latent attention makes keys and values for every head.
    let (kv_heads, kv) = match a.kind {
        Kind::Latent { .. } => (heads, Cut::Tensor),
        _ => (a.kv_heads as f64, Cut::KvHeads(a.kv_heads)),
    };
    let (keys, kv_values) = (kv_heads * a.key as f64, kv_heads * a.value as f64);
    keep("queries", queries, r.activation, Cut::Tensor);
    // Borrowed keys and values are kept by the layer that made them.
    let own = !a.cache.is_empty() || a.weights.iter().any(|w| matches!(w.split, Split::KvHeads(_)));
    if own {
        keep("keys", keys, r.activation, kv);
        keep("values", kv_values, r.activation, kv);
    }
    if a.kind == Kind::Grouped {
        let has = |name| a.weights.iter().any(|w| w.name == name);
        if has("query norm") {
            keep("queries before their norm", queries, r.activation, Cut::Tensor);
        }
        if own && has("key norm") {
            keep("keys before their norm", keys, r.activation, kv);
        }
    }
    // The kernel reads its own output again, so that it stays in its precision; else only the product's input does.
    let output = if rules.kernel == Kernel::Flash { r.activation } else { r.input };
    keep("output of attention", values, output, Cut::Tensor);
    let mut core = |what, numbers, bytes| to(Item { what, numbers, bytes, cut: Cut::Tensor, core: true });
    match rules.kernel {
        Kernel::Flash => core("log-sum-exp of scores, FP32", heads, 4.0),
        Kernel::Standard => {
            let scores = heads * a.window.map_or(seen, |w| w.min(seen)) as f64;
            core("softmax of scores", scores, r.activation);
            if rules.dropout {
                core("dropout mask of scores", scores, 1.0);
                core("scores after dropout", scores, r.activation);
            }
        }
    }
}

/// A feed-forward block behind its input: two matrices, or three with a gate, for each expert that a token uses.
fn feed(f: &Feed, width: u64, rules: &Rules, to: &mut Sink) {
    let r = rules.recipe;
    let mut keep = |what, numbers: f64, bytes, cut| to(Item { what, numbers, bytes, cut, core: false });
    let width = width as f64;
    let used = match f.routed {
        None => 1.0,
        Some(e) => {
            if r.input != r.activation {
                keep("input of the router", width, r.activation, Cut::Sequence);
            }
            keep("probabilities of experts, FP32", e.experts as f64, 4.0, Cut::Sequence);
            // Tokens are gathered over the tensor-parallel group on their way to the experts, and stay so.
            let used = e.top as f64;
            // Where devices of the group hold experts of their own, each gets a part of them.
            let inputs = if rules.whole_experts { Cut::Tensor } else { Cut::Whole };
            keep("inputs of experts", used * width, r.input, inputs);
            keep("outputs of experts", used * width, r.activation, Cut::Sequence);
            used
        }
    };
    let inner = used * f.inner as f64;
    if f.gated {
        keep("gate and up", 2.0 * inner, r.activation, Cut::Tensor);
        keep("activated gate", inner, r.activation, Cut::Tensor);
    } else {
        keep("input of the activation function", inner, r.activation, Cut::Tensor);
    }
    keep("input of the down matrix", inner, r.input, Cut::Tensor);
}

/// What a recurrence keeps, and the inputs of its matrices that are not the block's own.
fn mixer(m: &Mixer, width: u64, rules: &Rules, to: &mut Sink) {
    let r = rules.recipe;
    let mut keep = |what, numbers: f64, bytes, cut| to(Item { what, numbers, bytes, cut, core: false });
    keep("recurrence", m.saved as f64, r.activation, Cut::Tensor);
    let mut diagonal = 0;
    for t in
        m.weights.iter().filter(|t| t.role == Role::Matrix && (t.rows != width || matches!(t.name, "out" | "output")))
    {
        // Block-diagonal matrices of one shape read the same.
        if t.copies > 1 && t.rows == diagonal {
            continue;
        }
        diagonal = if t.copies > 1 { t.rows } else { diagonal };
        let cut = if t.split == Split::Whole { Cut::Sequence } else { Cut::Tensor };
        keep("inputs of the mixer's matrices", t.rows as f64 * t.used as f64, r.input, cut);
    }
}

//! The operators of a layer on one device, for so many tokens that see so many others.

use super::constants::SORTING;
use super::habits::Fused;
use super::machine::Operands;
use super::product::Product;
use super::routing::Routing;
use crate::core::memory::activations::Kernel;
use crate::core::memory::layout::Layout;
use crate::core::model::{Attention, Feed, Layer, Role, Routed, Split, Tensor};

/// What an operator does in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Queries, keys and values from the input.
    AttentionIn,
    /// Scores, softmax and weighted values.
    AttentionCore,
    AttentionOut,
    /// Into the recurrent mixer and out of it.
    Mixer,
    Recurrence,
    Router,
    FeedIn,
    FeedOut,
    ExpertsIn,
    ExpertsOut,
    /// To fewer numbers before tokens travel to experts, and back to all.
    Narrow,
    /// Norms, activations, positions, residuals, and sorting of tokens by expert.
    Small,
    /// Conversion of operands to 8 bits.
    Cast,
    Head,
    /// Softmax over the vocabulary and the loss.
    Loss,
}

impl Kind {
    pub const ALL: [Kind; 15] = [
        Kind::AttentionIn,
        Kind::AttentionCore,
        Kind::AttentionOut,
        Kind::Mixer,
        Kind::Recurrence,
        Kind::Router,
        Kind::FeedIn,
        Kind::FeedOut,
        Kind::ExpertsIn,
        Kind::ExpertsOut,
        Kind::Narrow,
        Kind::Small,
        Kind::Cast,
        Kind::Head,
        Kind::Loss,
    ];

    pub const fn words(self) -> &'static str {
        match self {
            Kind::AttentionIn => "queries, keys, values",
            Kind::AttentionCore => "attention core",
            Kind::AttentionOut => "attention output",
            Kind::Mixer => "mixer projections",
            Kind::Recurrence => "recurrence",
            Kind::Router => "router",
            Kind::FeedIn => "feed-forward, up",
            Kind::FeedOut => "feed-forward, down",
            Kind::ExpertsIn => "experts, up",
            Kind::ExpertsOut => "experts, down",
            Kind::Narrow => "narrowing for experts, and widening",
            Kind::Small => "norms, activations, residuals",
            Kind::Cast => "conversion to 8 bits",
            Kind::Head => "output head",
            Kind::Loss => "loss",
        }
    }

    /// Its key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::AttentionIn => "attentionIn",
            Kind::AttentionCore => "attentionCore",
            Kind::AttentionOut => "attentionOut",
            Kind::Mixer => "mixer",
            Kind::Recurrence => "recurrence",
            Kind::Router => "router",
            Kind::FeedIn => "feedIn",
            Kind::FeedOut => "feedOut",
            Kind::ExpertsIn => "expertsIn",
            Kind::ExpertsOut => "expertsOut",
            Kind::Narrow => "narrow",
            Kind::Small => "small",
            Kind::Cast => "cast",
            Kind::Head => "head",
            Kind::Loss => "loss",
        }
    }
}

/// Attention of queries to what they see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Core {
    /// Pairs of a query and a token that it sees, over all heads of this device.
    pub pairs: f64,
    /// The same where nothing is left out: what unfused kernels compute.
    pub all_pairs: f64,
    /// Width of a key and of a value.
    pub key: f64,
    pub value: f64,
    /// Bytes of queries, keys, values and outputs.
    pub bytes: f64,
    pub kernel: Kernel,
    pub made: Fused,
    /// 16 bits, or FP32 where everything is.
    pub operands: Operands,
}

/// What an operator asks of a device.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Work {
    Product(Product),
    Core(Core),
    /// Bytes through memory in so many kernels, and FLOP beside them.
    Stream {
        bytes: f64,
        kernels: f64,
        flop: f64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operator {
    pub kind: Kind,
    pub work: Work,
}

/// Tokens of one pass on one device group, and how a layer is shared.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// Tokens that pass.
    pub tokens: f64,
    /// Tokens that each of them may see, itself included: on average over the pass, and at most.
    pub sees: f64,
    pub most: f64,
    /// Of a square of queries and keys, the part that lies ahead is not computed.
    pub causal: bool,
    pub kernel: Kernel,
    pub attention: Fused,
    pub fused: bool,
    /// Operands of the layers' products.
    pub operands: Operands,
    /// Bytes of an activation.
    pub number: f64,
    /// Attention and feed-forward read the same input.
    pub parallel: bool,
    /// Bytes that conversion to 8 bits moves for each number of an operand, forward.
    pub cast: f64,
    /// How tokens are sent to experts.
    pub routing: Routing,
}

/// Kernels of a router's choice and of sorting, besides products: softmax, the best, counts, places, copies and sums.
pub(super) const ROUTING: f64 = 12.0;

/// Queries and keys of a piece of the square that fused kernels compute whole.
pub(super) const PIECE: f64 = 128.0;

impl Share {
    /// Tokens that one device sends to experts: where devices of a tensor-parallel group hold experts of their own, each
    /// sends a part.
    pub fn senders(&self, layout: &Layout) -> f64 {
        if layout.whole_experts() { self.tokens / layout.tensor as f64 } else { self.tokens }
    }

    /// Tokens that a query of this attention sees, on average; and the most.
    fn seen(&self, a: &Attention) -> f64 {
        let limit = a.window.map_or(self.most, |w| (w as f64).min(self.most));
        if !self.causal {
            return limit;
        }
        if a.chunked && limit < self.most {
            return limit / 2.0;
        }
        // A window slides: a triangle, then full rows.
        if limit < self.most { limit - limit * limit / (2.0 * self.most) } else { self.sees }
    }
}

/// Operators of one layer, in order, the forward pass.
pub fn of_layer(layer: &Layer, width: u64, layout: &Layout, share: &Share) -> Vec<Operator> {
    let mut all = Vec::with_capacity(12);
    let t = layout.tensor as f64;
    let spread = layout.spread() as f64;
    let d = width as f64;
    let mut small = 0.0;
    let mut kernels = 0.0;
    let mut blocks = 0.0;
    let mut cast = 0.0;
    for a in layer.attention.iter().chain(&layer.cross) {
        blocks += 1.0;
        cast += products(&mut all, &a.weights, width, layout, share, (Kind::AttentionIn, Kind::AttentionOut));
        // What an encoder made is seen whole.
        let whole = layer.cross.as_ref().is_some_and(|c| std::ptr::eq(c, a));
        let seen = Share { causal: share.causal && !whole, ..*share };
        all.push(Operator { kind: Kind::AttentionCore, work: Work::Core(core(a, layout, &seen)) });
        // Positions are turned into queries and keys.
        let turned = (a.heads * a.key) as f64 / t + (a.kv_heads * a.key) as f64 / ways(a.kv_heads, layout.tensor);
        small += share.tokens * turned * 2.0 * share.number;
        kernels += 2.0;
    }
    if let Some(m) = &layer.mixer {
        blocks += 1.0;
        cast += products(&mut all, &m.weights, width, layout, share, (Kind::Mixer, Kind::Mixer));
        let bytes = share.tokens * m.saved as f64 * share.number * 2.0 / t;
        let flop = share.tokens * m.flop as f64 / t;
        all.push(Operator { kind: Kind::Recurrence, work: Work::Stream { bytes, kernels: 3.0, flop } });
    }
    for feed in &layer.feeds {
        let kinds =
            if feed.routed.is_some() { (Kind::ExpertsIn, Kind::ExpertsOut) } else { (Kind::FeedIn, Kind::FeedOut) };
        cast += products(&mut all, &feed.weights, width, layout, share, kinds);
        small += of_feed(feed, d, layout, share);
        if feed.routed.is_some() && share.routing.descend < 1.0 {
            let narrow = d * share.routing.descend / t;
            let operands = if share.operands == Operands::Full { Operands::Full } else { Operands::Half };
            for (n, k) in [(narrow, d), (d, narrow)] {
                let product = Product { m: share.tokens, n, k, groups: 1.0, operands, result: share.number };
                all.push(Operator { kind: Kind::Narrow, work: Work::Product(product) });
            }
        }
        // Routing takes some more.
        kernels += 1.0 + if feed.routed.is_some() { ROUTING } else { 0.0 };
    }
    if !layer.feeds.is_empty() {
        blocks += if share.parallel && blocks > 0.0 { 0.0 } else { 1.0 };
    }
    // A norm reads and writes; a sum with the residual reads two and writes one, which fused kernels share.
    let (passes, each) = if share.fused { (4.0, 1.0) } else { (5.0, 2.0) };
    small += blocks * passes * share.tokens / spread * d * share.number;
    kernels += blocks * each;
    all.push(Operator { kind: Kind::Small, work: Work::Stream { bytes: small, kernels, flop: 0.0 } });
    if cast > 0.0 && share.cast > 0.0 {
        let work = Work::Stream { bytes: cast * share.cast, kernels: 4.0, flop: 0.0 };
        all.push(Operator { kind: Kind::Cast, work });
    }
    all
}

fn ways(heads: u64, tensor: u64) -> f64 {
    heads.min(tensor).max(1) as f64
}

/// Bytes of activation functions, and of sorting tokens by expert.
fn of_feed(feed: &Feed, d: f64, layout: &Layout, share: &Share) -> f64 {
    let t = layout.tensor as f64;
    let routing = &share.routing;
    let load = |r: Routed| routing.load(r, share.senders(layout), layout.expert);
    let top = feed.routed.map_or(1.0, |r| r.top as f64 * load(r));
    let inner = share.tokens * top * feed.inner as f64 / t;
    // Gated: two are read, one is written.
    let mut bytes = inner * if feed.gated { 3.0 } else { 2.0 } * share.number;
    if !share.fused {
        // Bias and activation apart.
        bytes += inner * 2.0 * share.number;
    }
    if feed.routed.is_some() {
        // Copied to their experts, and summed on the way back.
        let shared = if layout.whole_experts() { t } else { 1.0 };
        bytes += share.tokens * top * d * routing.descend / shared * SORTING * share.number;
    }
    bytes
}

/// Attention to what is seen, on this device's heads.
fn core(a: &Attention, layout: &Layout, share: &Share) -> Core {
    let heads = (a.heads as f64 / layout.tensor as f64).max(1.0);
    let seen = share.seen(a);
    // Pieces on the edge are computed whole.
    let computed = if share.causal { (seen + PIECE / 2.0).min(share.most) } else { seen };
    let kv = a.kv_heads as f64 / ways(a.kv_heads, layout.tensor);
    let numbers = heads * (a.key + a.value) as f64 + kv * (a.key + a.value) as f64;
    Core {
        pairs: share.tokens * heads * computed,
        all_pairs: share.tokens * heads * share.most,
        key: a.key as f64,
        value: a.value as f64,
        bytes: share.tokens * numbers * share.number,
        kernel: share.kernel,
        made: share.attention,
        operands: if share.operands == Operands::Full { Operands::Full } else { Operands::Half },
    }
}

/// Does this matrix lead back to the width of the model?
fn leaves(t: &Tensor, width: u64) -> bool {
    t.cols == width && (t.rows != width || matches!(t.name, "output" | "down" | "out"))
}

/// The products of a part of a layer: those that take the same input are one. Gives the numbers of their inputs.
fn products(
    all: &mut Vec<Operator>,
    weights: &[Tensor],
    width: u64,
    layout: &Layout,
    share: &Share,
    (into, out): (Kind, Kind),
) -> f64 {
    // Products that read the layer's input, by what they are cut by; the others stand for themselves.
    let mut wide = [0.0f64; 2];
    let mut experts = (0.0, 0.0);
    let mut inputs = 0.0;
    let mut push = |kind: Kind, m: f64, n: f64, k: f64, groups: f64, operands: Operands| {
        if m > 0.0 && n > 0.0 && k > 0.0 && groups > 0.0 {
            if operands != Operands::Half && operands != Operands::Full {
                inputs += m * k * groups + m * n * groups;
            }
            let product = Product { m, n, k, groups, operands, result: share.number };
            all.push(Operator { kind, work: Work::Product(product) });
        }
    };
    for t in weights.iter().filter(|t| matches!(t.role, Role::Matrix | Role::Tied)) {
        let (rows, cols) = (t.rows as f64, t.cols as f64);
        let cut = match t.split {
            Split::Whole => 1.0,
            Split::Tensor => layout.tensor as f64,
            Split::KvHeads(heads) => ways(heads, layout.tensor),
            Split::Experts => layout.expert_tensor() as f64,
        };
        if t.split == Split::Experts {
            // Tokens of all devices that share the experts, spread evenly over them.
            let here = (t.copies as f64 / layout.expert as f64).max(1.0);
            let tokens = share.senders(layout);
            let routed = Routed { experts: t.copies, top: t.used };
            let m = tokens * t.used as f64 / here * share.routing.load(routed, tokens, layout.expert);
            if leaves(t, width) {
                push(out, m, cols, rows / cut, here, share.operands);
            } else {
                experts = (here, experts.1 + cols / cut);
                wide[1] = m;
            }
        } else if t.name == "router" {
            push(Kind::Router, share.tokens, cols, rows, 1.0, Operands::Half);
        } else if leaves(t, width) {
            push(out, share.tokens, cols, rows / cut, t.used as f64, share.operands);
        } else if t.rows == width {
            wide[0] += cols * t.used as f64 / cut;
        } else {
            push(into, share.tokens, cols / cut, rows, t.used as f64, share.operands);
        }
    }
    let d = width as f64;
    push(into, share.tokens, wide[0], d, 1.0, share.operands);
    push(into, wide[1], experts.1, d, experts.0, share.operands);
    inputs
}

//! Published training runs, to hold the predictions against. Every row that was found stands here, also those that fit badly.

pub mod measured;
pub mod predict;
pub mod products;
mod rows;
pub mod summary;

use super::engine::habits::{Fused, Habits};
use super::engine::routing::Routing;
use super::memory::activations::{Kernel, Recompute};
use super::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

/// The model of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Model {
    /// A row of the table of released models.
    Preset(&'static str),
    /// A decoder of equal layers.
    Shape(Shape),
    /// The fields of a `config.json`.
    Config(&'static str),
}

/// A decoder of equal layers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub layers: u64,
    pub width: u64,
    pub heads: u64,
    pub kv_heads: u64,
    /// Width of one head.
    pub head: u64,
    /// Inner width of the feed-forward part.
    pub inner: u64,
    pub gated: bool,
    pub vocabulary: u64,
    /// The head is the embedding.
    pub tied: bool,
    /// Attention in every layer sees no more than so many tokens.
    pub window: Option<u64>,
}

impl Shape {
    /// Its layers, with a scale for every norm and without biases.
    pub fn architecture(&self) -> Architecture {
        let (width, vocabulary) = (self.width, self.vocabulary);
        let attention = Attention::grouped(width, self.heads, self.kv_heads, self.head, self.head);
        let attention = match self.window {
            Some(limit) => attention.windowed(limit),
            None => attention,
        };
        let norm = |name| Tensor::vector(name, Part::Norm, width);
        let layer = Layer {
            attention: Some(attention),
            feeds: vec![Feed::dense(width, self.inner, self.gated)],
            rest: vec![norm("attention norm"), norm("feed-forward norm")],
            ..Layer::default()
        };
        let head = if self.tied { Tensor::tied } else { Tensor::matrix };
        Architecture {
            family: "decoder".to_owned(),
            width,
            vocabulary,
            context: None,
            stem: vec![Tensor::table("embedding", Part::Embedding, vocabulary, width).split(Split::Tensor)],
            encoder: None,
            stack: Stack::same(layer, self.layers),
            tail: vec![norm("final norm"), head("head", Part::Head, width, vocabulary).split(Split::Tensor)],
            dropout: false,
        }
    }
}

/// What the source prints.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    /// Tokens a second of all devices.
    Tokens(f64),
    /// Tokens a second of one device.
    TokensEach(f64),
    /// Seconds of one step.
    Step(f64),
    /// FLOP/s of one device, counted so.
    Rate(f64, Counted),
    /// Part of the device's dense 16-bit peak, counted so.
    Mfu(f64, Counted),
}

/// Which operations the source counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// All products, attention as the whole square (Megatron-LM 2021, PaLM); without what is computed again.
    Full,
    /// The same with half of the square.
    Causal,
    /// 6 FLOP a parameter and token, nothing for attention.
    SixNd,
    /// As [`Counted::Full`] with what is computed again.
    Hardware,
    /// As [`Counted::Causal`] with what is computed again.
    HardwareCausal,
}

/// One published run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Stable: source, model, devices.
    pub id: &'static str,
    /// Paper or page, with table and date.
    pub source: &'static str,
    pub framework: &'static str,
    pub year: u16,
    pub model: Model,
    /// An id of the table of accelerators.
    pub device: &'static str,
    pub devices: u64,
    /// Devices joined fast, where they are not as many as the table has.
    pub node: Option<u64>,
    /// Bytes a second of one device to other nodes, where the source says it.
    pub nic: Option<f64>,
    /// Watts to which devices are held, and bytes a second of their memory, where they are not the table's.
    pub held: Option<f64>,
    pub bandwidth: Option<f64>,
    pub sequence: u64,
    /// Sequences of a step over all devices.
    pub batch: u64,
    /// Sequences that a replica takes at once.
    pub micro: u64,
    pub tensor: u64,
    pub pipeline: u64,
    pub interleave: u64,
    pub context: u64,
    pub expert: u64,
    pub zero: u8,
    /// Devices of one ZeRO group, where it is not all replicas (hybrid sharding).
    pub shard: Option<u64>,
    pub recompute: Recompute,
    pub kernel: Kernel,
    /// An id of the table of recipes.
    pub recipe: &'static str,
    pub habits: Habits,
    pub said: Said,
    /// What the source leaves open and was assumed here.
    pub assumed: &'static str,
}

/// One device, BF16, nothing split: what a row starts from.
pub const BASE: Row = Row {
    id: "",
    source: "",
    framework: "",
    year: 2024,
    model: Model::Preset("llama-3-8b"),
    device: "h100-sxm",
    devices: 1,
    node: None,
    nic: None,
    held: None,
    bandwidth: None,
    sequence: 2048,
    batch: 1,
    micro: 1,
    tensor: 1,
    pipeline: 1,
    interleave: 1,
    context: 1,
    expert: 1,
    zero: 1,
    shard: None,
    recompute: Recompute::None,
    kernel: Kernel::Flash,
    recipe: "bf16-mixed-fp32-grad",
    habits: Habits {
        overlap_tensor: false,
        overlap_data: true,
        overlap_pipeline: true,
        overlap_expert: false,
        overlap_context: true,
        parallel_block: false,
        fused: true,
        attention: Fused::Third,
        again: 0.0,
        overlap_gather: true,
        blocking: false,
        routing: Routing::PLAIN,
    },
    said: Said::Tokens(1.0),
    assumed: "",
};

/// Every row.
pub fn all() -> impl Iterator<Item = &'static Row> {
    rows::FILES.iter().flat_map(|rows| rows.iter())
}

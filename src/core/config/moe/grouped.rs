//! Decoders with grouped attention and routed experts: they differ in a few places, one line each.

use super::layers::{Near, Sparse};
use super::{Config, Frame, Names, Selection, finish, norm};
use crate::core::error::Error;
use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

/// Where a family departs from the others.
#[derive(Clone, Copy)]
struct Style {
    /// The flag of biases, and whether the output has one too.
    bias: Option<(&'static str, bool)>,
    norms: Qk,
    /// A score for every head that nothing need be looked at.
    sinks: bool,
    /// What comes out of the heads is multiplied with a gate.
    gate: bool,
    experts: Names,
    shared: Shared,
    selection: Selection,
    /// Biases of the router and of every expert.
    expert_bias: bool,
    sparse: Sparse,
    near: Near,
    /// Inner width of layers without experts.
    dense: &'static str,
    /// The flag of biases in dense layers and shared experts.
    dense_bias: Option<&'static str>,
    block: &'static [&'static str],
    /// Norms shift as well as scale.
    shift: bool,
    head_bias: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum Qk {
    None,
    /// One head's width each.
    Head,
    /// All queries, all keys.
    Full,
    /// As `Head` where this is true.
    Flag(&'static str),
}

/// Experts that every token uses.
#[derive(Clone, Copy)]
enum Shared {
    None,
    /// So many, as wide as the others.
    Times(&'static str),
    /// One of this width.
    Size(&'static str),
    /// The same, weighted by a gate of its own.
    Gated(&'static str),
}

const PRE: &[&str] = &["attention norm", "feed-forward norm"];

const PLAIN: Style = Style {
    bias: Some(("attention_bias", true)),
    norms: Qk::None,
    sinks: false,
    gate: false,
    experts: Names { experts: "num_experts", top: "num_experts_per_tok", inner: "moe_intermediate_size" },
    shared: Shared::None,
    selection: Selection::None,
    expert_bias: false,
    sparse: Sparse::All,
    near: Near::Never,
    dense: "intermediate_size",
    dense_bias: None,
    block: PRE,
    shift: false,
    head_bias: None,
};

/// Experts as wide as `intermediate_size`.
const LOCAL: Names = Names { experts: "num_local_experts", top: "num_experts_per_tok", inner: "intermediate_size" };
const WIDE: Names = Names { experts: "num_experts", ..LOCAL };
const ROUTED: Names = Names { experts: "n_routed_experts", ..PLAIN.experts };

static STYLES: &[(&str, Style)] = &[
    (
        "afmoe",
        Style {
            norms: Qk::Head,
            gate: true,
            shared: Shared::Times("num_shared_experts"),
            selection: Selection::Weight,
            sparse: Sparse::After("num_dense_layers"),
            near: Near::Every("global_attn_every_n_layers"),
            block: &["attention norm", "attention output norm", "feed-forward norm", "feed-forward output norm"],
            ..PLAIN
        },
    ),
    (
        "cohere2_moe",
        Style {
            experts: WIDE,
            shared: Shared::Times("num_shared_experts"),
            sparse: Sparse::Listed(0),
            near: Near::Cohere,
            block: &["norm"],
            ..PLAIN
        },
    ),
    (
        "deepseek",
        Style {
            experts: ROUTED,
            shared: Shared::Times("n_shared_experts"),
            sparse: Sparse::After("first_k_dense_replace"),
            ..PLAIN
        },
    ),
    (
        "dots1",
        Style {
            norms: Qk::Head,
            experts: ROUTED,
            shared: Shared::Times("n_shared_experts"),
            selection: Selection::Buffer,
            sparse: Sparse::After("first_k_dense_replace"),
            near: Near::After("max_window_layers"),
            ..PLAIN
        },
    ),
    (
        "ernie4_5_moe",
        Style {
            bias: Some(("use_bias", true)),
            experts: Names { experts: "moe_num_experts", top: "moe_k", ..PLAIN.experts },
            shared: Shared::Times("moe_num_shared_experts"),
            selection: Selection::Weight,
            sparse: Sparse::Between,
            dense_bias: Some("use_bias"),
            head_bias: Some("use_bias"),
            ..PLAIN
        },
    ),
    (
        "exaone_moe",
        Style {
            bias: None,
            norms: Qk::Head,
            shared: Shared::Times("num_shared_experts"),
            selection: Selection::Buffer,
            sparse: Sparse::Listed(1),
            near: Near::Every("sliding_window_pattern"),
            ..PLAIN
        },
    ),
    ("flex_olmo", Style { norms: Qk::Full, experts: WIDE, block: POST, ..PLAIN }),
    (
        "glm4_moe",
        Style {
            bias: Some(("attention_bias", false)),
            norms: Qk::Flag("use_qk_norm"),
            experts: ROUTED,
            shared: Shared::Times("n_shared_experts"),
            selection: Selection::Buffer,
            sparse: Sparse::After("first_k_dense_replace"),
            ..PLAIN
        },
    ),
    ("gpt_oss", Style { sinks: true, experts: LOCAL, expert_bias: true, near: Near::Alternate, ..PLAIN }),
    ("granitemoe", Style { experts: LOCAL, ..PLAIN }),
    ("granitemoeshared", Style { experts: LOCAL, shared: Shared::Size("shared_intermediate_size"), ..PLAIN }),
    (
        "llama4_text",
        Style {
            experts: LOCAL,
            shared: Shared::Size("intermediate_size"),
            sparse: Sparse::Llama4,
            near: Near::Chunks,
            dense: "intermediate_size_mlp",
            ..PLAIN
        },
    ),
    ("minimax_m2", Style { bias: None, norms: Qk::Full, experts: LOCAL, selection: Selection::Buffer, ..PLAIN }),
    ("mixtral", Style { bias: None, experts: LOCAL, near: Near::All, ..PLAIN }),
    ("olmoe", Style { norms: Qk::Full, experts: WIDE, ..PLAIN }),
    ("phimoe", Style { experts: LOCAL, near: Near::All, shift: true, head_bias: Some("lm_head_bias"), ..PLAIN }),
    (
        "qwen2_moe",
        Style {
            bias: Some(("qkv_bias", false)),
            shared: Shared::Gated("shared_expert_intermediate_size"),
            sparse: Sparse::Steps,
            near: Near::Qwen2,
            ..PLAIN
        },
    ),
    ("qwen3_moe", Style { norms: Qk::Head, sparse: Sparse::Steps, near: Near::Switched, ..PLAIN }),
    (
        "solar_open",
        Style {
            bias: Some(("attention_bias", false)),
            experts: ROUTED,
            shared: Shared::Times("n_shared_experts"),
            selection: Selection::Buffer,
            ..PLAIN
        },
    ),
];

const POST: &[&str] = &["attention output norm", "feed-forward output norm"];

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let style = STYLES.iter().find(|s| s.0 == c.kind()).map_or(PLAIN, |s| s.1);
    let f = Frame::of(c)?;
    let attention = style.attention(c, &f)?;
    let near = style.near.of(c, f.layers)?;
    let sparse = style.sparse.of(c, f.layers)?;
    super::one_step(c)?;
    let dense = if sparse.contains(&false) { vec![style.dense(c, f.width)?] } else { Vec::new() };
    let experts = if sparse.contains(&true) { style.experts(c, f.width)? } else { Vec::new() };
    let rest: Vec<Tensor> = style.block.iter().flat_map(|name| norm(name, f.width, style.shift)).collect();
    let layers = near.iter().zip(&sparse).map(|(near, sparse)| {
        let mut a = attention.clone();
        if let Some(limit) = near {
            a = a.windowed(*limit);
            a.chunked = matches!(style.near, Near::Chunks);
        }
        let feeds = if *sparse { experts.clone() } else { dense.clone() };
        Layer { attention: Some(a), feeds, rest: rest.clone(), ..Layer::default() }
    });
    let stack = Stack::of(layers);
    let head_bias = style.flag(c, style.head_bias)?;
    finish(c, f.width, stack, style.shift, head_bias)
}

impl Style {
    fn flag(&self, c: &mut Config, name: Option<&str>) -> Result<bool, Error> {
        name.map_or(Ok(false), |name| c.flag(name))
    }

    fn attention(&self, c: &mut Config, f: &Frame) -> Result<Attention, Error> {
        let mut a = f.attention();
        if let Some((flag, output)) = self.bias
            && c.flag(flag)?
        {
            a = a.qkv_bias();
            if output {
                a = a.output_bias();
            }
        }
        a = match self.norms {
            Qk::None => a,
            Qk::Head => a.head_norms(),
            Qk::Full => a.full_norms(),
            Qk::Flag(name) if c.flag(name)? => a.head_norms(),
            Qk::Flag(_) => a,
        };
        if self.sinks {
            a = a.with(Tensor::vector("sinks", Part::Attention, f.heads).split(Split::Tensor));
        }
        if self.gate {
            a = a.with(Tensor::matrix("gate", Part::Attention, f.width, f.heads * f.head).split(Split::Tensor));
        }
        Ok(a)
    }

    fn dense(&self, c: &mut Config, width: u64) -> Result<Feed, Error> {
        let inner = match c.kind() {
            "cohere2_moe" => match c.maybe("prefix_dense_intermediate_size")? {
                Some(inner) => inner,
                None => c.size(self.dense)?,
            },
            _ => c.size(self.dense)?,
        };
        let feed = Feed::dense(width, inner, true);
        Ok(if self.flag(c, self.dense_bias)? { feed.bias(width) } else { feed })
    }

    /// The routed experts, and the shared ones beside them.
    fn experts(&self, c: &mut Config, width: u64) -> Result<Vec<Feed>, Error> {
        let mut routed = self.experts.routed(c, width)?;
        let experts = routed.routed.map_or(0, |r| r.experts);
        if self.expert_bias {
            routed = routed.bias(width).with(Tensor::vector("router bias", Part::Router, experts));
        }
        if let Some(bias) = self.selection.tensor(experts) {
            routed = routed.with(bias);
        }
        let inner = match self.shared {
            Shared::None => None,
            Shared::Times(name) => c.count(name)?.map(|n| n * routed.inner),
            Shared::Size(name) | Shared::Gated(name) => c.count(name)?,
        };
        let mut feeds = vec![routed];
        if let Some(inner) = inner.filter(|inner| *inner > 0) {
            let mut shared = Feed::shared(width, inner, true);
            if self.flag(c, self.dense_bias)? {
                shared = shared.bias(width);
            }
            if matches!(self.shared, Shared::Gated(_)) {
                shared = shared.with(Tensor::matrix("shared gate", Part::Shared, width, 1));
            }
            feeds.push(shared);
        }
        Ok(feeds)
    }
}

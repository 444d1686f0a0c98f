//! Decoders that differ only in norms, biases, gates and windows: one builder for all of them.
//!
//! [`Style`] says what a family does; the table of families is in `styles.rs`. A family with something of
//! its own puts the same pieces together itself: [`Sizes::read`], [`layer`], [`stack`], [`frame`].

use super::fields::Config;
use super::windows::{Slides, windows};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

/// What a norm stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norm {
    /// Nothing.
    Bare,
    /// One scale per number.
    Scale,
    /// A scale and a shift per number.
    Shifted,
}

impl Norm {
    pub fn tensor(self, name: &'static str, part: Part, size: u64) -> Option<Tensor> {
        let stored = Tensor::vector(name, part, size);
        match self {
            Norm::Bare => None,
            Norm::Scale => Some(stored),
            Norm::Shifted => Some(stored.copies(2, 2)),
        }
    }
}

/// When a family has something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Never,
    Always,
    /// When this field is true.
    Says(&'static str),
}

impl When {
    pub fn holds(self, c: &mut Config) -> Result<bool, Error> {
        match self {
            When::Never => Ok(false),
            When::Always => Ok(true),
            When::Says(field) => c.flag(field),
        }
    }
}

/// Norms of queries and keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heads {
    /// One scale for all heads, as wide as one.
    Shared,
    /// The same with a shift.
    SharedShifted,
    /// As wide as all heads together.
    Full,
}

/// Where the inner width of the feed-forward part is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inner {
    /// In this field.
    Field(&'static str),
    /// In this field; else it is four times the width.
    Perhaps(&'static str),
    /// Nowhere: it is four times the width.
    Four,
}

#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub norm: Norm,
    /// The norms of one layer.
    pub norms: &'static [&'static str],
    pub embedding_norm: bool,
    pub final_norm: bool,
    pub qkv_bias: When,
    pub output_bias: When,
    pub mlp_bias: When,
    pub head_bias: When,
    pub head_norms: (Heads, When),
    /// Fewer heads of keys and values may be asked for.
    pub grouped: bool,
    /// A head may be wider or narrower than its share of the width.
    pub free_heads: bool,
    pub gated: bool,
    pub inner: Inner,
    /// A learned table of positions, with so many rows more than positions.
    pub positions: Option<u64>,
    pub slides: Slides,
}

/// The sizes that every decoder has.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub width: u64,
    pub heads: u64,
    pub kv_heads: u64,
    /// Width of one head.
    pub head: u64,
    pub layers: u64,
    pub vocabulary: u64,
}

impl Sizes {
    /// # Errors
    /// What is missing or does not fit together.
    pub fn read(c: &mut Config, s: &Style) -> Result<Sizes, Error> {
        let width = c.size("hidden_size")?;
        Sizes::with_width(c, s, width)
    }

    /// # Errors
    /// As [`Sizes::read`].
    pub fn with_width(c: &mut Config, s: &Style, width: u64) -> Result<Sizes, Error> {
        let heads = c.size("num_attention_heads")?;
        let kv_heads = match s.grouped {
            false => heads,
            true => c.maybe("num_key_value_heads")?.unwrap_or_else(|| {
                c.infer(format!(
                    "num_key_value_heads is not given: every one of the {heads} query heads has keys and values of its own."
                ));
                heads
            }),
        };
        c.divided(("num_attention_heads", heads), ("num_key_value_heads", kv_heads))?;
        let own = if s.free_heads { c.maybe("head_dim")? } else { None };
        let head = match own {
            Some(e) => e,
            None => c.divided(("hidden_size", width), ("num_attention_heads", heads))?,
        };
        let layers = c.layers("num_hidden_layers")?;
        Ok(Sizes { width, heads, kv_heads, head, layers, vocabulary: c.size("vocab_size")? })
    }

    /// For families whose heads together are as wide as the model.
    ///
    /// # Errors
    /// `inconsistent` when they are not.
    pub fn heads_fill_width(&self) -> Result<(), Error> {
        if self.heads * self.head == self.width {
            return Ok(());
        }
        Err(Error::new(
            Code::Inconsistent,
            "head_dim",
            format!(
                "\"head_dim\" is {}; with {} heads it must be such that both multiplied give \"hidden_size\" {}.",
                self.head, self.heads, self.width
            ),
        ))
    }
}

/// One layer without its window.
pub fn layer(c: &mut Config, s: &Style, z: &Sizes) -> Result<Layer, Error> {
    Ok(Layer {
        attention: Some(attention(c, s, z)?),
        feeds: vec![feed(c, s, z.width)?],
        rest: s.norms.iter().filter_map(|name| s.norm.tensor(name, Part::Norm, z.width)).collect(),
        ..Layer::default()
    })
}

pub fn attention(c: &mut Config, s: &Style, z: &Sizes) -> Result<Attention, Error> {
    let mut a = Attention::grouped(z.width, z.heads, z.kv_heads, z.head, z.head);
    if s.qkv_bias.holds(c)? {
        a = a.qkv_bias();
    }
    if s.output_bias.holds(c)? {
        a = a.output_bias();
    }
    let (kind, when) = s.head_norms;
    if when.holds(c)? {
        a = match kind {
            Heads::Shared => a.head_norms(),
            Heads::SharedShifted => a
                .head_norms()
                .with(Tensor::vector("shifts of query and key norm", Part::Attention, z.head).copies(2, 2)),
            Heads::Full => a.full_norms(),
        };
    }
    Ok(a)
}

pub fn feed(c: &mut Config, s: &Style, width: u64) -> Result<Feed, Error> {
    let inner = match s.inner {
        Inner::Field(name) => c.size(name)?,
        Inner::Perhaps(name) => c.or(name, 4 * width)?,
        Inner::Four => 4 * width,
    };
    let feed = Feed::dense(width, inner, s.gated);
    Ok(if s.mlp_bias.holds(c)? { feed.bias(width) } else { feed })
}

/// Such layers one after the other, each with its window.
pub fn stack(c: &mut Config, s: &Style, z: &Sizes, layer: &Layer) -> Result<Stack, Error> {
    let windows = windows(c, s.slides, z.layers)?;
    Ok(Stack::of(windows.into_iter().map(|window| seeing(layer.clone(), window))))
}

/// The layer with its window.
pub fn seeing(mut layer: Layer, window: Option<u64>) -> Layer {
    if let Some(w) = window {
        layer.attention = layer.attention.map(|a| a.windowed(w));
    }
    layer
}

/// What stands before and after the layers.
pub fn frame(c: &mut Config, s: &Style, z: &Sizes, stack: Stack) -> Result<Architecture, Error> {
    let context = c.maybe("max_position_embeddings")?;
    let mut stem = vec![Tensor::table("embedding", Part::Embedding, z.vocabulary, z.width).split(Split::Tensor)];
    if let Some(more) = s.positions {
        let rows = more + c.size("max_position_embeddings")?;
        stem.push(Tensor::table("positions", Part::Positions, rows, z.width));
    }
    if s.embedding_norm {
        stem.extend(s.norm.tensor("embedding norm", Part::Norm, z.width));
    }
    let mut tail = Vec::new();
    if s.final_norm {
        tail.extend(s.norm.tensor("final norm", Part::Norm, z.width));
    }
    tail.push(head(c, z.width, z.vocabulary)?);
    if s.head_bias.holds(c)? {
        tail.push(Tensor::vector("head bias", Part::Head, z.vocabulary).split(Split::Tensor));
    }
    Ok(Architecture {
        family: c.kind().to_owned(),
        width: z.width,
        vocabulary: z.vocabulary,
        context,
        stem,
        encoder: None,
        stack,
        tail,
        dropout: dropout(c)?,
    })
}

/// The output head: a matrix of its own, or the embedding once more.
pub fn head(c: &mut Config, width: u64, vocabulary: u64) -> Result<Tensor, Error> {
    let made = if c.flag("tie_word_embeddings")? { Tensor::tied } else { Tensor::matrix };
    Ok(made("head", Part::Head, width, vocabulary).split(Split::Tensor))
}

const DROPOUTS: &[&str] = &[
    "activation_dropout",
    "attention_dropout",
    "attention_probs_dropout_prob",
    "attn_pdrop",
    "dropout",
    "hidden_dropout",
    "hidden_dropout_prob",
    "mlp_dropout",
    "resid_dropout",
    "resid_pdrop",
    "residual_dropout",
];

/// Is there dropout inside the layers?
pub fn dropout(c: &mut Config) -> Result<bool, Error> {
    let mut any = false;
    for name in DROPOUTS {
        let Some(p) = c.number(name)? else { continue };
        if !(0.0..=1.0).contains(&p) {
            return Err(Error::new(
                Code::OutOfDomain,
                *name,
                format!("\"{name}\" is {p}; a probability lies between 0 and 1."),
            ));
        }
        any |= p > 0.0;
    }
    Ok(any)
}

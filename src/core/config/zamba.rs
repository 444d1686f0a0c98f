//! Zamba and Zamba2: Mamba layers, and before some of them one block of attention and feed-forward whose
//! weights all of them share. It reads the layer's input beside the embedding, so its attention is twice as wide.

use super::fields::Config;
use super::hybrid::{LINEAR, decoder, heads, kinds, norm};
use super::mamba::{groups, rank};
use crate::core::error::Error;
use crate::core::model::mixer::{Conv, Scan, Ssd};
use crate::core::model::{Architecture, Attention, Feed, Layer, Mixer, Part, Role, Split, Tensor};

const HYBRID: &str = "hybrid";

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let inner = c.size("mamba_expand")?.saturating_mul(width);
    let groups = c.size("n_mamba_heads")?;
    c.divided(("hidden_size", inner), ("n_mamba_heads", groups))?;
    let scan = Scan {
        width,
        inner,
        state: c.size("mamba_d_state")?,
        rank: rank(c, "mamba_dt_rank", width)?,
        conv: Conv { kernel: c.size("mamba_d_conv")?, bias: c.flag("mamba_conv_bias")? },
        bias: c.flag("mamba_proj_bias")?,
        heads: groups,
        norms: false,
    };
    let mamba = Mixer::mamba(&scan);
    let (input, heads, kv, head) = shapes(c, width)?;
    let block = Block {
        attention: attention(width, input, heads, kv, head),
        feed: Feed::dense(width, c.size("intermediate_size")?, true),
        norms: vec![norm("attention norm", input), norm("feed-forward norm", width)],
    };
    let layers = c.layers("num_hidden_layers")?;
    let kinds = match kinds(c, "layers_block_type", layers, &[LINEAR, HYBRID])? {
        Some(list) => list,
        None => {
            let (period, offset) = (c.size("attn_layer_period")?, c.count("attn_layer_offset")?.unwrap_or(0));
            let hybrid = |i: u64| i == 2 || i.checked_sub(3).is_some_and(|j| j % period == offset);
            (0..layers.max(3)).map(|i| if hybrid(i) { HYBRID } else { LINEAR }).collect()
        }
    };
    let tied = shares(c)?;
    let mut first = true;
    let mut out = Vec::with_capacity(kinds.len());
    for kind in kinds {
        let plain = mamba_layer(width, &mamba);
        if kind == HYBRID {
            out.push(if first || !tied { block.clone() } else { block.again() }.before(plain));
            first = false;
        } else {
            out.push(plain);
        }
    }
    decoder(c, width, out)
}

pub fn second(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let mamba_heads = c.size("n_mamba_heads")?;
    let inner = c.size("mamba_expand")?.saturating_mul(width);
    let bias = c.flag("add_bias_linear")?;
    let mamba = Mixer::mamba2(&Ssd {
        width,
        heads: mamba_heads,
        head: c.divided(("hidden_size", inner), ("n_mamba_heads", mamba_heads))?,
        state: c.size("mamba_d_state")?,
        groups: groups(c, "mamba_ngroups", ("n_mamba_heads", mamba_heads))?,
        // The convolution has its bias whatever "use_conv_bias" says.
        conv: Conv { kernel: c.size("mamba_d_conv")?, bias: true },
        bias_in: bias,
        bias_out: bias,
        norm: true,
    });
    c.repeats(&["hybrid_layer_ids", "kv_channels", "mamba_headdim", "num_query_groups"]);
    let (input, heads, kv, head) = shapes(c, width)?;
    let ff = c.maybe("intermediate_size")?.unwrap_or_else(|| width.saturating_mul(4));
    let feed = Feed::dense(width, ff, true);
    let block = Block {
        attention: attention(width, input, heads, kv, head),
        feed: if bias { feed.bias(width) } else { feed },
        norms: vec![norm("attention norm", input), norm("feed-forward norm", width)],
    };
    let rank = c.size("adapter_rank")?;
    let adapters = c.flag("use_shared_attention_adapter")?;
    let layers = c.layers("num_hidden_layers")?;
    let kinds = match kinds(c, "layers_block_type", layers, &[LINEAR, HYBRID])? {
        Some(list) => list,
        None => {
            const AT: [u64; 9] = [6, 12, 18, 24, 30, 36, 42, 47, 51];
            if layers != 54 {
                c.remark("Without \"layers_block_type\" the class always makes 54 layers; so they are counted here.");
            }
            (0..54).map(|i| if AT.contains(&i) { HYBRID } else { LINEAR }).collect()
        }
    };
    let blocks = c.size("num_mem_blocks")?;
    let mut out = Vec::with_capacity(kinds.len());
    let tied = shares(c)?;
    let places = kinds.iter().filter(|k| **k == HYBRID).count() as u64;
    let mut used = 0;
    for kind in kinds {
        let plain = mamba_layer(width, &mamba);
        if kind != HYBRID {
            out.push(plain);
            continue;
        }
        let mut layer = if used < blocks || !tied { block.clone() } else { block.again() }.before(plain);
        // Each place has adapters of low rank of its own; a block that is not shared has those of every place
        // that would share it.
        let copies = if tied { 1 } else { (places - used % blocks).div_ceil(blocks) };
        used += 1;
        layer.rest.extend(adapter(Part::Mlp, width, rank, ff.saturating_mul(2), copies));
        if adapters {
            for _ in 0..3 {
                layer.rest.extend(adapter(Part::Attention, input, rank, input, copies));
            }
        }
        out.push(layer);
    }
    decoder(c, width, out)
}

/// Width of the attention's input, heads, heads of keys and values, width of a head.
fn shapes(c: &mut Config, width: u64) -> Result<(u64, u64, u64, u64), Error> {
    let twice = width.saturating_mul(2);
    let (heads, kv) = heads(c)?;
    let head = match c.maybe("attention_head_dim")? {
        Some(h) => h,
        None if twice >= heads => twice / heads,
        None => c.divided(("hidden_size", twice), ("num_attention_heads", heads))?,
    };
    Ok((c.or("attention_hidden_size", twice)?, heads, kv, head))
}

/// Are the blocks of attention shared? The library ties them only where it ties the embeddings.
fn shares(c: &mut Config) -> Result<bool, Error> {
    let tied = c.flag("tie_word_embeddings")?;
    if !tied {
        c.remark(
            "\"tie_word_embeddings\" is false: the library then shares no block of attention either, and each counts.",
        );
    }
    Ok(tied)
}

/// A pair of matrices of low rank, so many, of which one is used.
fn adapter(part: Part, rows: u64, rank: u64, cols: u64, copies: u64) -> [Tensor; 2] {
    let down = Tensor::matrix("adapter down", part, rows, rank).copies(copies, 1);
    let up = Tensor::matrix("adapter up", part, rank, cols).copies(copies, 1);
    [down, up.split(Split::Tensor)]
}

/// Attention that reads `input` numbers and writes `width`.
fn attention(width: u64, input: u64, heads: u64, kv: u64, head: u64) -> Attention {
    let mut a = Attention::grouped(input, heads, kv, head, head);
    for t in a.weights.iter_mut().filter(|t| t.name == "output") {
        t.cols = width;
    }
    a.width = width;
    a
}

fn mamba_layer(width: u64, mamba: &Mixer) -> Layer {
    Layer { mixer: Some(mamba.clone()), rest: vec![norm("norm", width)], ..Layer::default() }
}

#[derive(Clone)]
struct Block {
    attention: Attention,
    feed: Feed,
    norms: Vec<Tensor>,
}

impl Block {
    /// The same weights once more: their products again, but nothing more to store.
    fn again(&self) -> Block {
        let tied = |weights: &[Tensor]| {
            let matrices = weights.iter().filter(|t| t.role == Role::Matrix);
            matrices.map(|t| Tensor { role: Role::Tied, ..*t }).collect()
        };
        let mut out = self.clone();
        out.attention.weights = tied(&self.attention.weights);
        out.feed.weights = tied(&self.feed.weights);
        out.norms.clear();
        out
    }

    /// The block before a Mamba layer, and the matrix between them.
    fn before(self, mut layer: Layer) -> Layer {
        let width = self.attention.width;
        layer.attention = Some(self.attention);
        layer.feeds.push(self.feed);
        layer.rest.extend(self.norms);
        layer.rest.push(Tensor::matrix("join", Part::Other, width, width).split(Split::Tensor));
        layer
    }
}

//! Decoders after Llama with something of their own.

use super::decoders::{Norm, Sizes, Style, When, frame, layer, seeing};
use super::fields::Config;
use super::styles::{FOUR, LLAMA, ONE, TWO, finish, style};
use super::windows::{Slides, windows};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Cache, Part, Split, Stack, Tensor};

/// BitNet: norms before the two outputs.
pub fn bitnet(c: &mut Config) -> Result<Architecture, Error> {
    let s = style(c.kind());
    let z = Sizes::read(c, &s)?;
    z.heads_fill_width()?;
    let mut layer = layer(c, &s, &z)?;
    let inner = layer.feeds.iter().map(|f| f.inner).sum();
    layer.rest.extend([
        Tensor::vector("norm before attention output", Part::Norm, z.width).split(Split::Tensor),
        Tensor::vector("norm before feed-forward output", Part::Norm, inner).split(Split::Tensor),
    ]);
    finish(c, &s, &z, &layer)
}

/// Differential attention: four vectors make the weight of the second map.
pub fn diffllama(c: &mut Config) -> Result<Architecture, Error> {
    let s = style(c.kind());
    let z = Sizes::read(c, &s)?;
    if !z.kv_heads.is_multiple_of(2) {
        return Err(Error::new(
            Code::Inconsistent,
            "num_key_value_heads",
            format!(
                "\"num_key_value_heads\" is {}; differential attention pairs heads, so it must be even.",
                z.kv_heads
            ),
        ));
    }
    let mut layer = layer(c, &s, &z)?;
    layer.rest.push(Tensor::vector("lambda", Part::Attention, z.head).copies(4, 4));
    finish(c, &s, &z, &layer)
}

/// Apertus: an activation with two trained numbers and two fixed ones.
pub fn apertus(c: &mut Config) -> Result<Architecture, Error> {
    let s = style(c.kind());
    let z = Sizes::read(c, &s)?;
    let mut layer = layer(c, &s, &z)?;
    if c.text("hidden_act")?.is_none_or(|a| a == "xielu") {
        layer
            .rest
            .extend([Tensor::vector("activation", Part::Mlp, 2), Tensor::buffer("activation constants", Part::Mlp, 2)]);
    }
    finish(c, &s, &z, &layer)
}

/// Helium: heads as wide as the model.
pub fn helium(c: &mut Config) -> Result<Architecture, Error> {
    let s = style(c.kind());
    let z = Sizes::read(c, &s)?;
    z.heads_fill_width()?;
    let layer = layer(c, &s, &z)?;
    finish(c, &s, &z, &layer)
}

/// HyperCLOVA X: two more norms where asked for.
pub fn hyperclovax(c: &mut Config) -> Result<Architecture, Error> {
    let norms = if c.flag("use_post_norm")? { FOUR } else { TWO };
    let s = Style { norms, ..style(c.kind()) };
    let z = Sizes::read(c, &s)?;
    let layer = layer(c, &s, &z)?;
    finish(c, &s, &z, &layer)
}

/// StableLM: one norm a layer where attention and feed-forward run side by side.
pub fn stablelm(c: &mut Config) -> Result<Architecture, Error> {
    let norms = if c.flag("use_parallel_residual")? { ONE } else { TWO };
    let s = Style { norms, ..style(c.kind()) };
    let z = Sizes::read(c, &s)?;
    let layer = layer(c, &s, &z)?;
    finish(c, &s, &z, &layer)
}

/// ModernBERT as a decoder: the first layer has no norm before attention; a dense layer before the head.
pub fn modernbert(c: &mut Config) -> Result<Architecture, Error> {
    let norm = if c.flag("norm_bias")? { Norm::Shifted } else { Norm::Scale };
    let s = Style {
        norm,
        embedding_norm: true,
        head_bias: When::Says("decoder_bias"),
        grouped: false,
        free_heads: false,
        slides: Slides::Halved,
        ..LLAMA
    };
    let z = Sizes::read(c, &s)?;
    let usual = layer(c, &s, &z)?;
    let mut first = usual.clone();
    first.rest.truncate(1);
    let windows = windows(c, s.slides, z.layers)?;
    let layers = windows.into_iter().enumerate().map(|(i, w)| seeing(if i == 0 { &first } else { &usual }.clone(), w));
    let mut model = frame(c, &s, &z, Stack::of(layers))?;
    let dense = [
        Some(Tensor::matrix("dense before the head", Part::Head, z.width, z.width)),
        c.flag("classifier_bias")?.then(|| Tensor::vector("bias of that", Part::Head, z.width)),
        norm.tensor("head norm", Part::Norm, z.width),
    ];
    model.tail.splice(1..1, dense.into_iter().flatten());
    Ok(model)
}

/// MLA in a dense decoder: MiniCPM 3 and Youtu.
pub fn latent(c: &mut Config) -> Result<Architecture, Error> {
    let s = Style { mlp_bias: if c.kind() == "minicpm3" { When::Says("mlp_bias") } else { When::Never }, ..LLAMA };
    let heads = c.size("num_attention_heads")?;
    let width = c.size("hidden_size")?;
    let (nope, rope) = (c.size("qk_nope_head_dim")?, c.size("qk_rope_head_dim")?);
    let value = match c.maybe("v_head_dim")? {
        Some(v) => v,
        None => c.divided(("hidden_size", width), ("num_attention_heads", heads))?,
    };
    let (query_rank, rank) = (c.maybe("q_lora_rank")?, c.size("kv_lora_rank")?);
    let mut a = Attention::latent(width, heads, query_rank, rank, nope, rope, value);
    if c.flag("attention_bias")? {
        a = a.with(Tensor::vector("latent down bias", Part::Attention, rank + rope)).output_bias();
        if let Some(q) = query_rank {
            a = a.with(Tensor::vector("query down bias", Part::Attention, q));
        }
    }
    let layers = c.layers("num_hidden_layers")?;
    let z = Sizes { width, heads, kv_heads: 1, head: nope + rope, layers, vocabulary: c.size("vocab_size")? };
    let mut layer = layer(c, &Style { qkv_bias: When::Never, output_bias: When::Never, ..s }, &z)?;
    layer.attention = Some(a);
    finish(c, &s, &z, &layer)
}

/// The language model of Llama 3.2 Vision: some layers look at the image instead of the tokens before.
pub fn mllama(c: &mut Config) -> Result<Architecture, Error> {
    let s =
        Style { qkv_bias: When::Never, output_bias: When::Never, mlp_bias: When::Never, free_heads: false, ..LLAMA };
    let z = Sizes::read(c, &s)?;
    let own = layer(c, &s, &z)?;
    let mut look = own.clone();
    look.cross = look.attention.take().map(Attention::head_norms);
    if let Some(a) = &mut look.cross {
        a.cache = vec![Cache::Source { elements: 2 * z.kv_heads * z.head, heads: z.kv_heads }];
    }
    look.rest.push(Tensor::vector("gates", Part::Other, 1).copies(2, 2));
    let at = c.counts("cross_attention_layers")?.unwrap_or_else(|| (3..40).step_by(5).collect());
    let layers = (0..z.layers).map(|i| if at.contains(&i) { look.clone() } else { own.clone() });
    let mut model = frame(c, &s, &z, Stack::of(layers))?;
    for t in model.stem.iter_mut().filter(|t| t.part == Part::Embedding) {
        t.rows += 8;
    }
    c.remark("Layers of cross-attention keep keys and values of the image, not of the text; they are counted as for an image of as many positions as the sequence has tokens.");
    Ok(model)
}

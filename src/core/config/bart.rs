//! BART and its kin: encoder and decoder with positions beside the tokens and biases everywhere.

use super::fields::Config;
use super::hybrid::{dropout, embedding, head, norm};
use super::t5::{both_sides, tables};
use crate::core::error::Error;
use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

/// What a family does differently.
struct Style {
    /// A table of positions a side, with so many rows more than the longest sequence.
    positions: Option<u64>,
    /// Its rows are sines that are stored and not trained.
    fixed: bool,
    /// A norm after each embedding.
    first: bool,
    /// A norm after the last layer of each side.
    last: bool,
    /// A row of zeros, stored, that is added to the logits.
    zeros: bool,
}

pub fn bart(c: &mut Config) -> Result<Architecture, Error> {
    model(c, &Style { positions: Some(2), fixed: false, first: true, last: false, zeros: true })
}

pub fn mbart(c: &mut Config) -> Result<Architecture, Error> {
    model(c, &Style { positions: Some(2), fixed: false, first: true, last: true, zeros: true })
}

pub fn pegasus(c: &mut Config) -> Result<Architecture, Error> {
    model(c, &Style { positions: Some(0), fixed: true, first: false, last: true, zeros: true })
}

pub fn marian(c: &mut Config) -> Result<Architecture, Error> {
    model(c, &Style { positions: Some(0), fixed: true, first: false, last: false, zeros: true })
}

pub fn m2m(c: &mut Config) -> Result<Architecture, Error> {
    model(c, &Style { positions: None, fixed: true, first: false, last: true, zeros: false })
}

fn pair(name: &'static str, bias: &'static str, width: u64) -> [Tensor; 2] {
    [norm(name, width), norm(bias, width)]
}

/// One side's layers of this kind; the decoder's look at the encoder too.
fn layers(c: &mut Config, side: &str, width: u64) -> Result<Stack, Error> {
    let field = format!("{side}_attention_heads");
    let heads = c.size(&field)?;
    let each = c.divided(("d_model", width), (&*field, heads))?;
    let attention = Attention::grouped(width, heads, heads, each, each).qkv_bias().output_bias();
    let feed = Feed::dense(width, c.size(&format!("{side}_ffn_dim"))?, false).bias(width);
    let mut layer = Layer { feeds: vec![feed], ..Layer::default() };
    layer.rest.extend(pair("attention norm", "attention norm bias", width));
    layer.rest.extend(pair("feed-forward norm", "feed-forward norm bias", width));
    if side == "decoder" {
        layer.cross = Some(attention.clone().cross());
        layer.rest.extend(pair("cross-attention norm", "cross-attention norm bias", width));
        layer.attention = Some(attention);
    } else {
        layer.attention = Some(attention.borrowed());
    }
    Ok(Stack::same(layer, c.layers(&format!("{side}_layers"))?))
}

fn model(c: &mut Config, style: &Style) -> Result<Architecture, Error> {
    both_sides(c)?;
    let width = c.size("d_model")?;
    let (encoder, stack) = (layers(c, "encoder", width)?, layers(c, "decoder", width)?);
    let tied = c.flag("tie_word_embeddings")?;
    let source = c.size("vocab_size")?;
    let apart = c.kind() == "marian" && !c.flag("share_encoder_decoder_embeddings")?;
    let vocabulary = if apart { c.or("decoder_vocab_size", source)? } else { source };
    let mut stem = if apart {
        vec![embedding(source, width), Tensor { name: "decoder embedding", ..embedding(vocabulary, width) }]
    } else {
        tables(c, tied, source, width)
    };
    let context = c.size("max_position_embeddings")?;
    if let Some(more) = style.positions {
        let rows = context.saturating_add(more);
        stem.push(Tensor::table("positions", Part::Positions, rows, width).copies(2, 2));
        if style.fixed {
            c.remark("Positions are sines that are stored with the weights and not trained; the total has them.");
        }
    }
    if style.first {
        stem.extend(pair("embedding norm of the encoder", "embedding norm bias of the encoder", width));
        stem.extend(pair("embedding norm", "embedding norm bias", width));
    }
    let mut tail = Vec::with_capacity(4);
    if style.last {
        stem.extend(pair("final norm of the encoder", "final norm bias of the encoder", width));
        tail.extend(pair("final norm", "final norm bias", width));
    }
    tail.push(head(tied, width, vocabulary));
    if style.zeros {
        tail.push(Tensor::buffer("logits bias", Part::Head, vocabulary).split(Split::Tensor));
    }
    Ok(Architecture {
        family: c.kind().to_owned(),
        width,
        vocabulary,
        context: Some(context),
        stem,
        encoder: Some(encoder),
        stack,
        tail,
        dropout: dropout(c, &["dropout", "attention_dropout", "activation_dropout"])?,
    })
}

//! T5 and its kin: encoder and decoder with tables of relative positions.

use super::fields::Config;
use super::hybrid::{dropout, embedding, head, norm};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

/// What a family does differently.
#[derive(Clone, Copy)]
struct Style {
    /// A table of relative positions in every layer, not in the first alone.
    all: bool,
    /// Tied whatever the file says.
    tied: bool,
}

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let feed = feed(c)?;
    model(c, Style { all: false, tied: true }, |_, _, layers| Ok(vec![feed.clone(); layers]))
}

pub fn umt5(c: &mut Config) -> Result<Architecture, Error> {
    let feed = feed(c)?;
    model(c, Style { all: true, tied: true }, |_, _, layers| Ok(vec![feed.clone(); layers]))
}

/// Switch: experts, of which a token uses one, in some layers of both sides.
pub fn switch(c: &mut Config) -> Result<Architecture, Error> {
    let (width, inner) = (c.size("d_model")?, c.size("d_ff")?);
    let dense = Feed::dense(width, inner, false);
    let experts = c.size("num_experts")?;
    let mut sparse = Feed::routed(width, inner, false, experts, 1);
    if c.flag("router_bias")? {
        sparse = sparse.with(Tensor::vector("router bias", Part::Router, experts));
    }
    model(c, Style { all: false, tied: false }, |c, side, layers| {
        let field = format!("num_sparse_{side}_layers");
        let count = usize::try_from(c.count(&field)?.unwrap_or(0)).unwrap_or(usize::MAX);
        let step = layers.checked_div(count).unwrap_or_else(|| {
            c.remark(format!("\"{field}\" is 0, and yet the class makes one layer of experts in the {side}."));
            layers
        });
        let step = match c.count(&format!("{side}_sparse_step"))? {
            Some(s) => usize::try_from(s).unwrap_or(usize::MAX),
            None => step,
        };
        let routed = |i: usize| step == 1 || i.checked_rem(step) == Some(1);
        Ok((0..layers).map(|i| if routed(i) { sparse.clone() } else { dense.clone() }).collect())
    })
}

/// The feed-forward part, with a gate where its activation says "gated-".
fn feed(c: &mut Config) -> Result<Feed, Error> {
    let kind = c.text("feed_forward_proj")?.unwrap_or_else(|| "relu".to_owned());
    let gated = match kind.split('-').collect::<Vec<_>>().as_slice() {
        [_] => false,
        ["gated", _] => true,
        _ => {
            return Err(Error::new(
                Code::OutOfDomain,
                "feed_forward_proj",
                "\"feed_forward_proj\" must be an activation, or \"gated-\" and an activation: \"relu\" or \"gated-gelu\".",
            ));
        }
    };
    let gated = if c.says("is_gated_act") { c.flag("is_gated_act")? } else { gated };
    Ok(Feed::dense(c.size("d_model")?, c.size("d_ff")?, gated))
}

/// How the encoder attends: to all, or near (LongT5), then perhaps to summaries of blocks too.
fn near(c: &mut Config, attention: Attention) -> Result<(Attention, bool), Error> {
    if c.kind() != "longt5" {
        return Ok((attention, false));
    }
    let radius = c.size("local_radius")?;
    let attention = attention.windowed(radius.saturating_mul(2).saturating_add(1));
    match c.text("encoder_attention_type")?.as_deref() {
        Some("local") => Ok((attention, false)),
        Some("transient-global") => {
            let block = c.size("global_block_size")?;
            c.remark(format!(
                "Each token of the encoder also attends to one summary of every {block} tokens; that is not among the FLOP."
            ));
            Ok((attention, true))
        }
        _ => Err(Error::new(
            Code::OutOfDomain,
            "encoder_attention_type",
            "\"encoder_attention_type\" must be \"local\" or \"transient-global\".",
        )),
    }
}

fn model(
    c: &mut Config,
    style: Style,
    feeds: impl Fn(&mut Config, &str, usize) -> Result<Vec<Feed>, Error>,
) -> Result<Architecture, Error> {
    both_sides(c)?;
    let width = c.size("d_model")?;
    let (heads, each) = (c.size("num_heads")?, c.size("d_kv")?);
    let attention = Attention::grouped(width, heads, heads, each, each);
    let (own, summaries) = near(c, attention.clone())?;
    let buckets = c.size("relative_attention_num_buckets")?;
    let table = |name| Tensor::table(name, Part::Positions, buckets, heads).split(Split::Tensor);
    let layers = c.layers("num_layers")?;
    let decoder = if c.says("num_decoder_layers") {
        c.layers("num_decoder_layers")?
    } else {
        c.or("num_decoder_layers", layers)?
    };
    let count = |layers| usize::try_from(layers).unwrap_or(0);

    let encoder = feeds(c, "encoder", count(layers))?.into_iter().enumerate().map(|(i, feed)| {
        let mut rest = vec![norm("attention norm", width), norm("feed-forward norm", width)];
        if summaries {
            rest.push(norm("summary norm", width));
        }
        if i == 0 || style.all {
            rest.push(table("relative positions"));
            rest.extend(summaries.then(|| table("relative positions of summaries")));
        }
        Layer { attention: Some(own.clone().borrowed()), feeds: vec![feed], rest, ..Layer::default() }
    });
    let encoder = Stack::of(encoder);
    let stack = feeds(c, "decoder", count(decoder))?.into_iter().enumerate().map(|(i, feed)| {
        let mut rest =
            vec![norm("attention norm", width), norm("cross-attention norm", width), norm("feed-forward norm", width)];
        if i == 0 || style.all {
            rest.push(table("relative positions"));
        }
        let (attention, cross) = (Some(attention.clone()), Some(attention.clone().cross()));
        Layer { attention, cross, feeds: vec![feed], rest, ..Layer::default() }
    });
    let stack = Stack::of(stack);

    let vocabulary = c.size("vocab_size")?;
    let says = c.flag("tie_word_embeddings")? || !c.says("tie_word_embeddings");
    let tied = style.tied || says;
    if tied && !says {
        c.remark(format!(
            "\"tie_word_embeddings\" is false, but the library ties the head all the same; a head of its own has {} parameters more.",
            u128::from(width) * u128::from(vocabulary)
        ));
    }
    let mut stem = tables(c, tied, vocabulary, width);
    stem.push(norm("final norm of the encoder", width));
    Ok(Architecture {
        family: c.kind().to_owned(),
        width,
        vocabulary,
        context: c.maybe("n_positions")?,
        stem,
        encoder: Some(encoder),
        stack,
        tail: vec![norm("final norm", width), head(tied, width, vocabulary)],
        dropout: dropout(c, &["dropout_rate"])?,
    })
}

/// A file may speak of one side alone; both are counted.
pub fn both_sides(c: &mut Config) -> Result<(), Error> {
    if c.says("is_encoder_decoder") && !c.flag("is_encoder_decoder")? {
        c.remark("\"is_encoder_decoder\" is false; encoder and decoder are both counted all the same.");
    }
    Ok(())
}

/// The table of tokens that all share; where nothing is tied, one a side and the shared one without use.
pub fn tables(c: &mut Config, tied: bool, vocabulary: u64, width: u64) -> Vec<Tensor> {
    let mut out = vec![embedding(vocabulary, width)];
    if !tied {
        c.remark("Nothing is tied, so the class makes a table for each side and keeps the shared one, which no token uses; it is counted in the total.");
        out.push(Tensor { name: "decoder embedding", ..embedding(vocabulary, width) });
        out.push(Tensor { name: "shared table without use", ..embedding(vocabulary, width) }.copies(1, 0));
    }
    out
}

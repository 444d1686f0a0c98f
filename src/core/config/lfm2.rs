//! LFM2: short convolutions with gates, and a few layers of attention; dense or with experts.

use super::fields::Config;
use super::hybrid::{FULL, decoder, head_width, heads, kinds, layer, places, router_buffer, top};
use crate::core::error::{Code, Error};
use crate::core::model::mixer::Conv;
use crate::core::model::{Architecture, Attention, Feed, Mixer};

const CONV: &str = "conv";

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let inner = inner(c)?;
    let feed = Feed::dense(width, inner, true);
    let layers = c.layers("num_hidden_layers")?;
    let kinds = match kinds(c, "layer_types", layers, &[FULL, CONV])? {
        Some(list) => list,
        None => {
            let full = places(c, "full_attn_idxs", layers)?;
            let attends = |i: u64| full.as_ref().is_none_or(|l| l.contains(&i));
            (0..layers).map(|i| if attends(i) { FULL } else { CONV }).collect()
        }
    };
    build(c, width, kinds.into_iter().map(|k| (k, vec![feed.clone()])).collect())
}

pub fn moe(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let layers = c.layers("num_hidden_layers")?;
    let kinds = kinds(c, "layer_types", layers, &[FULL, CONV])?.ok_or_else(|| {
        Error::new(
            Code::MissingField,
            "layer_types",
            format!("\"layer_types\" is needed: {layers} words, \"{CONV}\" or \"{FULL}\"."),
        )
    })?;
    let dense = Feed::dense(width, c.size("intermediate_size")?, true);
    let experts = c.size("num_experts")?;
    let top = top(c, experts)?;
    let mut sparse = Feed::routed(width, c.size("moe_intermediate_size")?, true, experts, top);
    if c.flag("use_expert_bias")? {
        sparse = sparse.with(router_buffer(experts));
    }
    let first = c.count("num_dense_layers")?.unwrap_or(0);
    let feed = |i| if i < first { dense.clone() } else { sparse.clone() };
    let list = kinds.into_iter().zip(0..).map(|(k, i)| (k, vec![feed(i)])).collect();
    build(c, width, list)
}

/// The inner width as the class makes it: two thirds, a factor, and up to a multiple.
fn inner(c: &mut Config) -> Result<u64, Error> {
    c.repeats(&["intermediate_size"]);
    let said = if c.says("block_ff_dim") { "block_ff_dim" } else { "intermediate_size" };
    let whole = c.size(said)?;
    if !c.flag("block_auto_adjust_ff_dim")? {
        return Ok(whole);
    }
    let third = whole.saturating_mul(2) / 3;
    let factor = c.number("block_ffn_dim_multiplier")?;
    let multiple = c.size("block_multiple_of")?;
    let inner = match factor {
        None => third,
        Some(f) if f > 0.0 && f <= 1e6 => ((f * third as f64) as u64).div_ceil(multiple).saturating_mul(multiple),
        Some(_) => 0,
    };
    if inner == 0 {
        return Err(Error::new(
            Code::OutOfDomain,
            "block_ffn_dim_multiplier",
            "\"block_ffn_dim_multiplier\" and the inner width must make a width above zero.",
        ));
    }
    c.infer(format!(
        "An inner width of {inner}: two thirds of {whole}, times the factor, up to a multiple of {multiple}."
    ));
    Ok(inner)
}

fn build(c: &mut Config, width: u64, layers: Vec<(&str, Vec<Feed>)>) -> Result<Architecture, Error> {
    let (heads, kv) = heads(c)?;
    let head = head_width(c, width, heads)?;
    let attention = Attention::grouped(width, heads, kv, head, head).head_norms();
    let conv = Conv { kernel: c.size("conv_L_cache")?, bias: c.flag("conv_bias")? };
    let mixer = Mixer::short_conv(width, conv);
    // Older files repeat sizes under these names.
    c.repeats(&[
        "block_dim",
        "block_mlp_init_scale",
        "block_out_init_scale",
        "block_norm_eps",
        "block_use_swiglu",
        "block_use_xavier_init",
        "conv_dim",
        "conv_dim_out",
        "conv_use_xavier_init",
        "num_heads",
        "use_pos_enc",
    ]);
    let build = |(kind, feeds): (&str, Vec<Feed>)| {
        let mut out = layer(width, feeds);
        if kind == FULL {
            out.attention = Some(attention.clone());
        } else {
            out.mixer = Some(mixer.clone());
        }
        out
    };
    let mut model = decoder(c, width, layers.into_iter().map(build).collect())?;
    if c.says("tie_embedding") {
        let tied = c.flag("tie_embedding")?;
        model.tail.pop();
        model.tail.push(super::hybrid::head(tied, width, model.vocabulary));
    }
    Ok(model)
}

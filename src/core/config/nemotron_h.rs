//! Nemotron-H: every layer is one thing, Mamba-2, attention, feed-forward or experts.

use super::fields::Config;
use super::hybrid::{FULL, LINEAR, decoder, heads, kinds, norm, router_buffer, top};
use super::mamba::groups;
use crate::core::error::{Code, Error};
use crate::core::model::mixer::{Conv, Ssd};
use crate::core::model::{Architecture, Attention, Feed, Layer, Mixer, Part, Tensor};

const MOE: &str = "moe";
const MLP: &str = "mlp";

/// The letters of the older pattern.
const LETTERS: &[(char, &str)] = &[('M', LINEAR), ('E', MOE), ('*', FULL), ('-', MLP)];

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let kinds = order(c)?;
    let mut out = Vec::with_capacity(kinds.len());
    let (mamba, attention) = (mamba(c, width)?, attention(c, width)?);
    let dense = Feed::dense(width, c.size("intermediate_size")?, false);
    let dense = feed(c, dense, width)?;
    let experts = if kinds.contains(&MOE) { experts(c, width)? } else { Vec::new() };
    for kind in kinds {
        let mut layer = Layer { rest: vec![norm("norm", width)], ..Layer::default() };
        match kind {
            LINEAR => layer.mixer = Some(mamba.clone()),
            FULL => layer.attention = Some(attention.clone()),
            MLP => layer.feeds.push(dense.clone()),
            _ => layer.feeds.extend(experts.iter().cloned()),
        }
        out.push(layer);
    }
    if c.count("num_nextn_predict_layers")?.is_some_and(|n| n > 0) {
        c.remark("The layers that predict further tokens are not counted; the library does not load them.");
    }
    decoder(c, width, out)
}

/// The kind of every layer, from a list or from the pattern of letters.
fn order(c: &mut Config) -> Result<Vec<&'static str>, Error> {
    let pattern = c.text("hybrid_override_pattern")?;
    let said = c.maybe("num_hidden_layers")?;
    let list = c.raw("layers_block_type").and_then(|v| v.as_array().map(|l| l.len() as u64));
    let kinds = match (list, pattern) {
        (Some(n), _) => kinds(c, "layers_block_type", n, &[LINEAR, MOE, FULL, MLP])?.unwrap_or_default(),
        (None, Some(pattern)) => pattern.chars().map(letter).collect::<Result<_, _>>()?,
        (None, None) => {
            c.infer("No list of layers: the class has four, Mamba, experts, attention and feed-forward.");
            vec![LINEAR, MOE, FULL, MLP]
        }
    };
    let field = if list.is_some() { "layers_block_type" } else { "hybrid_override_pattern" };
    if kinds.is_empty() || kinds.len() as u64 > super::MOST_LAYERS {
        return Err(Error::new(
            Code::OutOfDomain,
            field,
            format!("\"{field}\" has {} layers; it must have between 1 and {}.", kinds.len(), super::MOST_LAYERS),
        ));
    }
    if said.is_some_and(|n| n != kinds.len() as u64) {
        c.remark(format!("\"num_hidden_layers\" has no effect: the list of layers has {}.", kinds.len()));
    }
    Ok(kinds)
}

fn letter(letter: char) -> Result<&'static str, Error> {
    LETTERS.iter().find(|l| l.0 == letter).map(|l| l.1).ok_or_else(|| {
        Error::new(
            Code::OutOfDomain,
            "hybrid_override_pattern",
            format!("\"hybrid_override_pattern\" has the letter \"{letter}\"; known are M, E, * and -."),
        )
    })
}

fn mamba(c: &mut Config, width: u64) -> Result<Mixer, Error> {
    let heads = c.size("mamba_num_heads")?;
    let bias = c.flag("use_bias")?;
    let conv_bias = if c.says("mamba_conv_bias") { "mamba_conv_bias" } else { "use_conv_bias" };
    let kernel = if c.says("mamba_d_conv") { "mamba_d_conv" } else { "conv_kernel" };
    let group = if c.says("mamba_n_groups") { "mamba_n_groups" } else { "n_groups" };
    // The number of channels is that of the heads.
    c.repeats(&["mamba_expand", "mtp_hybrid_override_pattern"]);
    Ok(Mixer::mamba2(&Ssd {
        width,
        heads,
        head: c.size("mamba_head_dim")?,
        state: c.size("ssm_state_size")?,
        groups: groups(c, group, ("mamba_num_heads", heads))?,
        conv: Conv { kernel: c.size(kernel)?, bias: c.flag(conv_bias)? },
        bias_in: bias,
        bias_out: bias,
        norm: true,
    }))
}

/// "attention_bias" has no effect here.
fn attention(c: &mut Config, width: u64) -> Result<Attention, Error> {
    let (heads, kv) = heads(c)?;
    let old = c.maybe("attention_head_dim")?;
    let head = match old {
        Some(e) if !c.says("head_dim") => e,
        _ => c.size("head_dim")?,
    };
    Ok(Attention::grouped(width, heads, kv, head, head))
}

/// The experts, perhaps in a narrower space between two matrices, and the one that every token uses.
fn experts(c: &mut Config, width: u64) -> Result<Vec<Feed>, Error> {
    let experts = c.size("n_routed_experts")?;
    let top = top(c, experts)?;
    let latent = c.maybe("moe_latent_size")?;
    let inner = c.size("moe_intermediate_size")?;
    let mut routed = Feed::routed(latent.unwrap_or(width), inner, false, experts, top).with(router_buffer(experts));
    for t in routed.weights.iter_mut().filter(|t| t.name == "router") {
        t.rows = width;
    }
    if let Some(latent) = latent {
        routed = routed.with(Tensor::matrix("latent down", Part::Experts, width, latent)).with(Tensor::matrix(
            "latent up",
            Part::Experts,
            latent,
            width,
        ));
        if c.flag("mlp_bias")? {
            routed = routed.with(Tensor::vector("latent down bias", Part::Experts, latent)).with(Tensor::vector(
                "latent up bias",
                Part::Experts,
                width,
            ));
        }
    }
    let shared = Feed::shared(width, c.size("moe_shared_expert_intermediate_size")?, false);
    Ok(vec![routed, feed(c, shared, width)?])
}

fn feed(c: &mut Config, feed: Feed, width: u64) -> Result<Feed, Error> {
    Ok(if c.flag("mlp_bias")? { feed.bias(width) } else { feed })
}

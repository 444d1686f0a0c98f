//! Jamba, Bamba, Falcon-H1 and Granite 4: Mamba layers beside or between layers of attention.

use super::fields::Config;
use super::hybrid::{FULL, LINEAR, attention, decoder, kinds, layer, places, top};
use super::mamba::{groups, rank};
use crate::core::error::{Code, Error};
use crate::core::model::mixer::{Conv, Scan, Ssd};
use crate::core::model::{Architecture, Attention, Feed, Layer, Mixer};

/// Every `period`-th layer, from the one that `offset` names.
fn turn(c: &mut Config, what: &str, layers: u64) -> Result<Vec<bool>, Error> {
    let (period, offset) = (format!("{what}_layer_period"), format!("{what}_layer_offset"));
    let (p, o) = (c.size(&period)?, c.count(&offset)?.unwrap_or(0));
    if o >= p {
        return Err(Error::new(
            Code::Inconsistent,
            &*offset,
            format!("\"{offset}\" is {o}; it must be below \"{period}\", {p}."),
        ));
    }
    Ok((0..layers).map(|i| i % p == o).collect())
}

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let attention = attention(c, width)?;
    let inner = c.size("intermediate_size")?;
    // These norms are always there.
    c.repeats(&["mamba_inner_layernorms"]);
    let experts = c.size("num_experts")?;
    let dense = Feed::dense(width, inner, true);
    // With one expert there is no router: the layer is dense.
    let sparse = if experts > 1 { Feed::routed(width, inner, true, experts, top(c, experts)?) } else { dense.clone() };
    let bias = c.flag("mamba_proj_bias")?;
    let mamba = Mixer::mamba(&Scan {
        width,
        inner: c.size("mamba_expand")?.saturating_mul(width),
        state: c.size("mamba_d_state")?,
        rank: rank(c, "mamba_dt_rank", width)?,
        conv: conv(c)?,
        bias,
        heads: 1,
        norms: true,
    });
    let layers = c.layers("num_hidden_layers")?;
    let (attends, routes) = (turn(c, "attn", layers)?, turn(c, "expert", layers)?);
    let build = |(attends, routes): (bool, bool)| {
        mixed(width, attends, &attention, &mamba, vec![if routes { sparse.clone() } else { dense.clone() }])
    };
    let built = attends.into_iter().zip(routes).map(build).collect();
    decoder(c, width, built)
}

pub fn bamba(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let attention = attention(c, width)?;
    let feed = gated(c, width)?;
    let mamba = Mixer::mamba2(&ssd(c, width, None)?);
    let layers = c.layers("num_hidden_layers")?;
    let full = places(c, "attn_layer_indices", layers)?.unwrap_or_default();
    let build = |i| mixed(width, full.contains(&i), &attention, &mamba, vec![feed.clone()]);
    decoder(c, width, (0..layers).map(build).collect())
}

/// Attention and Mamba-2 side by side in every layer.
pub fn falcon_h1(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let attention = attention(c, width)?;
    let feed = gated(c, width)?;
    let inner = c.maybe("mamba_d_ssm")?;
    let mut ssd = ssd(c, width, inner)?;
    ssd.norm = c.flag("mamba_rms_norm")?;
    ssd.bias_out = c.flag("projectors_bias")?;
    let both = Layer { attention: Some(attention), mixer: Some(Mixer::mamba2(&ssd)), ..layer(width, vec![feed]) };
    let layers = c.layers("num_hidden_layers")?;
    decoder(c, width, (0..layers).map(|_| both.clone()).collect())
}

pub fn granite(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let attention = attention(c, width)?;
    let experts = c.count("num_local_experts")?.unwrap_or(0);
    let mut feeds = vec![Feed::shared(width, c.size("shared_intermediate_size")?, true)];
    if experts > 0 {
        feeds.push(Feed::routed(width, c.size("intermediate_size")?, true, experts, top(c, experts)?));
    } else {
        feeds = vec![Feed::dense(width, c.size("shared_intermediate_size")?, true)];
        c.infer("No routed experts: the shared one is the feed-forward part.");
    }
    let mamba = Mixer::mamba2(&ssd(c, width, None)?);
    let layers = c.layers("num_hidden_layers")?;
    let kinds =
        kinds(c, "layer_types", layers, &[FULL, LINEAR])?.unwrap_or_else(|| (0..layers).map(|_| LINEAR).collect());
    let build = |kind: &str| mixed(width, kind == FULL, &attention, &mamba, feeds.clone());
    decoder(c, width, kinds.into_iter().map(build).collect())
}

fn mixed(width: u64, attends: bool, attention: &Attention, mamba: &Mixer, feeds: Vec<Feed>) -> Layer {
    let mut out = layer(width, feeds);
    if attends {
        out.attention = Some(attention.clone());
    } else {
        out.mixer = Some(mamba.clone());
    }
    out
}

fn gated(c: &mut Config, width: u64) -> Result<Feed, Error> {
    let feed = Feed::dense(width, c.size("intermediate_size")?, true);
    Ok(if c.flag("mlp_bias")? { feed.bias(width) } else { feed })
}

fn conv(c: &mut Config) -> Result<Conv, Error> {
    Ok(Conv { kernel: c.size("mamba_d_conv")?, bias: c.flag("mamba_conv_bias")? })
}

/// Mamba-2 of `inner` channels, else "mamba_expand" times the width, in "mamba_n_heads" heads.
fn ssd(c: &mut Config, width: u64, inner: Option<u64>) -> Result<Ssd, Error> {
    let (whole, inner) = match inner {
        Some(i) => ("mamba_d_ssm", i),
        None => ("hidden_size", c.size("mamba_expand")?.saturating_mul(width)),
    };
    let heads = c.size("mamba_n_heads")?;
    let head = c.divided((whole, inner), ("mamba_n_heads", heads))?;
    if c.raw("mamba_d_head").is_some_and(|v| v.as_str() != Some("auto")) {
        let said = c.size("mamba_d_head")?;
        if said != head {
            return Err(Error::new(
                Code::Inconsistent,
                "mamba_d_head",
                format!("\"mamba_d_head\" is {said}, but {inner} channels in {heads} heads make {head}."),
            ));
        }
    }
    let bias = c.flag("mamba_proj_bias")?;
    Ok(Ssd {
        width,
        heads,
        head,
        state: c.size("mamba_d_state")?,
        groups: groups(c, "mamba_n_groups", ("mamba_n_heads", heads))?,
        conv: conv(c)?,
        bias_in: bias,
        bias_out: bias,
        norm: true,
    })
}

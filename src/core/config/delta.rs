//! Qwen3-Next, Qwen3.5 and OLMo Hybrid: Gated DeltaNet in most layers, full attention in the others.

use super::fields::Config;
use super::hybrid::{FULL, LINEAR, attention, decoder, every, kinds, layer, norm, places, top};
use crate::core::error::Error;
use crate::core::model::mixer::{Delta, Gates};
use crate::core::model::{Architecture, Attention, Feed, Layer, Mixer, Part, Split, Tensor};

/// Qwen3-Next and both Qwen3.5: the queries carry a gate, so their matrix is twice as wide.
pub fn qwen(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let attention = gated(attention(c, width)?).head_norms();
    let mixer = mixer(c, width)?;
    c.repeats(&["attn_output_gate", "mtp_num_hidden_layers", "mtp_use_dedicated_embeddings"]);
    let layers = c.layers("num_hidden_layers")?;
    let kinds = match kinds(c, "layer_types", layers, &[FULL, LINEAR])? {
        Some(list) => list,
        None => every(layers, c.or("full_attention_interval", 4)?),
    };
    let experts = c.count("num_experts")?.unwrap_or(0);
    let step = c.or("decoder_sparse_step", 1)?;
    let dense = places(c, "mlp_only_layers", layers)?.unwrap_or_default();
    let sparse: Vec<bool> =
        (0..layers).map(|i| experts > 0 && (i + 1).is_multiple_of(step) && !dense.contains(&i)).collect();
    let one = if sparse.contains(&false) {
        vec![Feed::dense(width, c.size("intermediate_size")?, true)]
    } else {
        c.repeats(&["intermediate_size"]);
        Vec::new()
    };
    let many = if sparse.contains(&true) { many(c, width, experts)? } else { Vec::new() };
    let build = |(kind, sparse): (&str, bool)| {
        mixed(kind, &attention, &mixer, layer(width, if sparse { many.clone() } else { one.clone() }))
    };
    let built = kinds.into_iter().zip(sparse).map(build).collect();
    decoder(c, width, built)
}

/// Experts, and a shared one with a gate of its own.
fn many(c: &mut Config, width: u64, experts: u64) -> Result<Vec<Feed>, Error> {
    let top = top(c, experts)?;
    let gate = Tensor::matrix("shared gate", Part::Shared, width, 1);
    Ok(vec![
        Feed::routed(width, c.size("moe_intermediate_size")?, true, experts, top),
        Feed::shared(width, c.size("shared_expert_intermediate_size")?, true).with(gate),
    ])
}

/// Queries with a gate beside them, one number each.
fn gated(mut attention: Attention) -> Attention {
    let (rows, cols) = (attention.width, attention.heads.saturating_mul(attention.key));
    let bias = attention.weights.iter().any(|t| t.name == "query bias");
    attention.weights.push(Tensor::matrix("gate", Part::Attention, rows, cols).split(Split::Tensor));
    if bias {
        attention.weights.push(Tensor::vector("gate bias", Part::Attention, cols).split(Split::Tensor));
    }
    attention
}

fn mixed(kind: &str, attention: &Attention, mixer: &Mixer, mut layer: Layer) -> Layer {
    if kind == FULL {
        layer.attention = Some(attention.clone());
    } else {
        layer.mixer = Some(mixer.clone());
    }
    layer
}

fn mixer(c: &mut Config, width: u64) -> Result<Mixer, Error> {
    let (keys, values) = (c.size("linear_num_key_heads")?, c.size("linear_num_value_heads")?);
    c.divided(("linear_num_value_heads", values), ("linear_num_key_heads", keys))?;
    Ok(Mixer::delta(&Delta {
        width,
        key_heads: keys,
        value_heads: values,
        key: c.size("linear_key_head_dim")?,
        value: c.size("linear_value_head_dim")?,
        kernel: c.size("linear_conv_kernel_dim")?,
        gates: Gates::Head,
    }))
}

pub fn olmo(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let attention = attention(c, width)?.full_norms();
    let heads = attention.heads;
    let keys = c.or("linear_num_key_heads", heads)?;
    let values = c.or("linear_num_value_heads", heads)?;
    c.divided(("linear_num_value_heads", values), ("linear_num_key_heads", keys))?;
    let key = match c.maybe("linear_key_head_dim")? {
        Some(k) => k,
        // Three quarters of the width over the heads, rounded down.
        None => width.saturating_mul(3) / keys.saturating_mul(4).max(1),
    };
    if key == 0 {
        c.divided(("hidden_size", width), ("linear_num_key_heads", keys))?;
    }
    let mixer = Mixer::delta(&Delta {
        width,
        key_heads: keys,
        value_heads: values,
        key,
        value: c.maybe("linear_value_head_dim")?.unwrap_or_else(|| key.saturating_mul(2)),
        kernel: c.size("linear_conv_kernel_dim")?,
        gates: Gates::Head,
    });
    let feed = Feed::dense(width, c.size("intermediate_size")?, true);
    let layers = c.layers("num_hidden_layers")?;
    let kinds = match kinds(c, "layer_types", layers, &[FULL, LINEAR])? {
        Some(list) => list,
        None => {
            let mut list = every(layers, 4);
            if let (false, Some(last)) = (list.contains(&FULL), list.last_mut()) {
                *last = FULL;
            }
            list
        }
    };
    let after = [norm("norm after attention", width), norm("norm after feed-forward", width)];
    let build = |kind: &str| {
        let mut out = mixed(kind, &attention, &mixer, layer(width, vec![feed.clone()]));
        if kind == FULL {
            out.rest = after.to_vec();
        }
        out
    };
    decoder(c, width, kinds.into_iter().map(build).collect())
}

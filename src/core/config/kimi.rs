//! Kimi Linear and Ling 3: Kimi Delta Attention in most layers, latent attention in the others, experts.

use serde_json::Value;

use super::fields::Config;
use super::hybrid::{FULL, LINEAR, decoder, every, head_width, kinds, layer, router_buffer, top};
use crate::core::error::{Code, Error};
use crate::core::model::mixer::{Delta, Gates};
use crate::core::model::{Architecture, Attention, Feed, Mixer, Part, Split, Tensor};

const DENSE: &str = "dense";
const SPARSE: &str = "sparse";

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let layers = c.layers("num_hidden_layers")?;
    let linear = c.raw("linear_attn_config").unwrap_or(Value::Null);
    let old = |field: &str| linear.get(field).filter(|v| !v.is_null());
    let mut size = |field: &str, name: &str| match old(field) {
        None => c.size(name),
        Some(v) => v.as_u64().filter(|v| (1..=1 << 20).contains(v)).ok_or_else(|| inside(field)),
    };
    let head = size("head_dim", "linear_head_dim")?;
    let delta = Delta {
        width,
        key_heads: size("num_heads", "linear_num_heads")?,
        value_heads: size("num_heads", "linear_num_heads")?,
        key: head,
        value: head,
        kernel: size("short_conv_kernel_size", "linear_conv_kernel_dim")?,
        gates: Gates::LowRank,
    };
    let kinds = match kinds(c, "layer_types", layers, &[FULL, LINEAR])? {
        Some(list) => list,
        None => match (old("full_attn_layers"), old("kda_layers")) {
            (Some(full), Some(kda)) => from_numbers(full, kda, layers)?,
            _ => (0..layers).map(|i| if i != 0 && i.is_multiple_of(4) { FULL } else { LINEAR }).collect(),
        },
    };
    let latent = latent(c, width)?;
    if c.count("moe_layer_freq")?.is_some_and(|n| n != 1) {
        c.remark(
            "\"moe_layer_freq\" has no effect: the library makes experts in every layer after the first dense ones.",
        );
    }
    if c.count("num_nextn_predict_layers")?.is_some_and(|n| n > 0) {
        c.remark("The layers that predict further tokens are not counted; the library does not load them.");
    }
    let first = c.count("first_k_dense_replace")?.unwrap_or(1);
    build(c, width, layers, &kinds, first, &latent, &Mixer::delta(&delta))
}

/// Layers counted from 1 in two lists that share them out.
fn from_numbers(full: &Value, kda: &Value, layers: u64) -> Result<Vec<&'static str>, Error> {
    let list = |v: &Value, field| {
        let numbers = v.as_array().and_then(|l| l.iter().map(Value::as_u64).collect::<Option<Vec<_>>>());
        numbers.ok_or_else(|| inside(field))
    };
    let (full, kda) = (list(full, "full_attn_layers")?, list(kda, "kda_layers")?);
    if (full.len() + kda.len()) as u64 != layers {
        let message = format!("\"full_attn_layers\" and \"kda_layers\" must name each of {layers} layers once.");
        return Err(Error::new(Code::Inconsistent, "linear_attn_config", message));
    }
    let kind = |i| match (full.contains(&i), kda.contains(&i)) {
        (true, false) => Ok(FULL),
        (false, true) => Ok(LINEAR),
        _ => Err(Error::new(
            Code::Inconsistent,
            "linear_attn_config",
            format!("Layer {i}, counted from 1, must be in one of \"full_attn_layers\" and \"kda_layers\", not both."),
        )),
    };
    (1..=layers).map(kind).collect()
}

fn inside(field: &str) -> Error {
    Error::new(
        Code::OutOfDomain,
        "linear_attn_config",
        format!("\"{field}\" in \"linear_attn_config\" must be of whole numbers above zero."),
    )
}

/// Ling 3: gates from full matrices, and a gate a head on latent attention.
pub fn bailing(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let layers = c.layers("num_hidden_layers")?;
    let heads = c.size("num_attention_heads")?;
    // Files that the library wrote say "head_dim" of the rotary part, and the sizes of the delta rule apart.
    let head = match c.maybe("linear_head_dim")? {
        Some(h) => h,
        None => head_width(c, width, heads)?,
    };
    let delta_heads = c.or("linear_num_heads", heads)?;
    let delta = Delta {
        width,
        key_heads: delta_heads,
        value_heads: delta_heads,
        key: head,
        value: head,
        kernel: match c.maybe("linear_conv_kernel_dim")? {
            Some(k) => k,
            None => c.size("short_conv_kernel_size")?,
        },
        gates: Gates::Full,
    };
    let kinds = match kinds(c, "layer_types", layers, &[FULL, LINEAR])? {
        Some(list) => list,
        None => every(layers, c.size("layer_group_size")?),
    };
    let gate = Tensor::matrix("head gate", Part::Attention, width, heads).split(Split::Tensor);
    let latent = latent(c, width)?.with(gate);
    let first = c.count("first_k_dense_replace")?.unwrap_or(0);
    if c.count("num_mtp_layers")?.is_some_and(|n| n > 0) {
        c.remark("The layers that predict further tokens are not counted; the library does not load them.");
    }
    build(c, width, layers, &kinds, first, &latent, &Mixer::delta(&delta))
}

fn latent(c: &mut Config, width: u64) -> Result<Attention, Error> {
    let heads = c.size("num_attention_heads")?;
    // Of no effect: every head makes its keys and values from the latent vector.
    c.repeats(&["num_key_value_heads", "head_dim", "qk_head_dim", "mla_use_nope", "use_grouped_topk"]);
    let query = c.maybe("q_lora_rank")?;
    let (rank, rope) = (c.size("kv_lora_rank")?, c.size("qk_rope_head_dim")?);
    let (nope, value) = (c.size("qk_nope_head_dim")?, c.size("v_head_dim")?);
    let mut attention = Attention::latent(width, heads, query, rank, nope, rope, value);
    if c.flag("attention_bias")? {
        let bias = |name, size| Tensor::vector(name, Part::Attention, size);
        if let Some(q) = query {
            attention = attention.with(bias("query down bias", q));
        }
        attention = attention.with(bias("latent down bias", rank.saturating_add(rope))).output_bias();
    }
    Ok(attention)
}

fn build(
    c: &mut Config,
    width: u64,
    layers: u64,
    kinds: &[&str],
    first: u64,
    latent: &Attention,
    delta: &Mixer,
) -> Result<Architecture, Error> {
    let sparse = super::hybrid::kinds(c, "mlp_layer_types", layers, &[DENSE, SPARSE])?
        .unwrap_or_else(|| (0..layers).map(|i| if i < first { DENSE } else { SPARSE }).collect());
    let dense = Feed::dense(width, c.size("intermediate_size")?, true);
    let experts = if sparse.contains(&SPARSE) { experts(c, width)? } else { Vec::new() };
    let one = |(kind, feed): (&&str, &str)| {
        let mut out = layer(width, if feed == SPARSE { experts.clone() } else { vec![dense.clone()] });
        if *kind == FULL {
            out.attention = Some(latent.clone());
        } else {
            out.mixer = Some(delta.clone());
        }
        out
    };
    let built = kinds.iter().zip(sparse).map(one).collect();
    decoder(c, width, built)
}

fn experts(c: &mut Config, width: u64) -> Result<Vec<Feed>, Error> {
    let experts = c.size("num_local_experts")?;
    let top = top(c, experts)?;
    let inner = c.size("moe_intermediate_size")?;
    let shared = c.size("n_shared_experts")?.saturating_mul(inner);
    Ok(vec![
        Feed::routed(width, inner, true, experts, top).with(router_buffer(experts)),
        Feed::shared(width, shared, true),
    ])
}

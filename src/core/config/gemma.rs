//! Gemma 3 to 4: windows, layers that share keys and values, tables looked up in every layer.

use serde_json::Value;

use super::decoders::{Sizes, feed, frame, layer, seeing, stack};
use super::fields::Config;
use super::styles::style;
use super::windows::{types, windows};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

const BOTH_WAYS: &str =
    "Attention looks both ways here; its cost is counted as if each token saw only those before it.";

/// Gemma 3: as its style says, except where it looks both ways.
pub fn three(c: &mut Config) -> Result<Architecture, Error> {
    let s = style(c.kind());
    let z = Sizes::read(c, &s)?;
    let layer = layer(c, &s, &z)?;
    if !c.flag("use_bidirectional_attention")? {
        let stack = stack(c, &s, &z, &layer)?;
        return frame(c, &s, &z, stack);
    }
    c.remark(BOTH_WAYS);
    let windows = windows(c, s.slides, z.layers)?;
    let layers = windows.into_iter().map(|w| seeing(layer.clone(), w.map(|w| w / 2 + 1)));
    frame(c, &s, &z, Stack::of(layers))
}

/// What one layer has of attention.
struct Seen {
    /// A window, or all tokens.
    window: Option<u64>,
    /// Keys and values of an earlier layer of its kind.
    borrows: bool,
}

/// The layers: which slide, and which of the last borrow keys and values.
fn layers(c: &mut Config, layers: u64, every: u64, full_end: bool) -> Result<Vec<Seen>, Error> {
    let mut slides = match types(c, layers)? {
        Some(given) => given,
        None => (0..layers).map(|i| !(i + 1).is_multiple_of(every)).collect(),
    };
    if full_end && let Some(last) = slides.last_mut() {
        *last = false;
    }
    let shared = c.count("num_kv_shared_layers")?.unwrap_or(0);
    let own = layers.checked_sub(shared).filter(|own| *own > 0).and_then(|own| usize::try_from(own).ok());
    let fits =
        own.and_then(|own| slides.split_at_checked(own)).filter(|(own, rest)| rest.iter().all(|k| own.contains(k)));
    let Some((own, _)) = fits else {
        return Err(Error::new(
            Code::Inconsistent,
            "num_kv_shared_layers",
            format!(
                "\"num_kv_shared_layers\" is {shared} of {layers} layers; before those there must be a layer of every kind in \"layer_types\"."
            ),
        ));
    };
    let own = own.len();
    let window = if slides.contains(&true) { Some(c.size("sliding_window")?) } else { None };
    let seen = |(i, slides)| Seen { window: window.filter(|_| slides), borrows: i >= own };
    Ok(slides.into_iter().enumerate().map(seen).collect())
}

/// Attention with norms of queries and keys; a layer that borrows has queries and output only.
fn attention(c: &mut Config, z: &Sizes, seen: &Seen, keys_are_values: bool) -> Result<Attention, Error> {
    let mut a = Attention::grouped(z.width, z.heads, z.kv_heads, z.head, z.head).head_norms();
    if c.flag("attention_bias")? {
        a = a.qkv_bias().output_bias();
    }
    if let Some(window) = seen.window {
        a = a.windowed(window);
    }
    if keys_are_values {
        a.weights.retain(|t| !t.name.starts_with("value"));
    }
    if seen.borrows {
        a.weights.retain(|t| !t.name.starts_with("value") && !t.name.starts_with("key"));
        a = a.borrowed();
    }
    Ok(a)
}

/// What a layer makes of its own row of the second table; and the table with what leads to it.
fn per_layer(width: u64, per: u64) -> [Tensor; 3] {
    [
        Tensor::matrix("gate of the per-layer input", Part::Other, width, per),
        Tensor::matrix("projection of the per-layer input", Part::Other, per, width),
        Tensor::vector("norm of the per-layer input", Part::Norm, width),
    ]
}

fn per_layer_stem(c: &mut Config, z: &Sizes, per: u64) -> Result<[Tensor; 3], Error> {
    let rows = c.size("vocab_size_per_layer_input")?;
    Ok([
        Tensor::table("per-layer embedding", Part::Embedding, rows, z.layers * per).split(Split::Tensor),
        Tensor::matrix("projection to per-layer inputs", Part::Other, z.width, z.layers * per),
        Tensor::vector("norm of per-layer inputs", Part::Norm, per),
    ])
}

/// Gemma 3n: four streams beside each other, a low-rank residual, per-layer inputs.
pub fn nested(c: &mut Config) -> Result<Architecture, Error> {
    let s = style("gemma3_text");
    let z = Sizes::read(c, &s)?;
    let (streams, rank) = (c.size("altup_num_inputs")?, c.size("laurel_rank")?);
    let per = c.size("hidden_size_per_layer_input")?;
    let inner = match c.raw("intermediate_size") {
        Some(Value::Array(_)) => c.counts("intermediate_size")?.unwrap_or_default(),
        _ => vec![c.size("intermediate_size")?; usize::try_from(z.layers).unwrap_or(0)],
    };
    if inner.len() as u64 != z.layers || inner.contains(&0) {
        return Err(Error::new(
            Code::Inconsistent,
            "intermediate_size",
            format!("\"intermediate_size\" is one width above zero, or one for each of the {} layers.", z.layers),
        ));
    }
    let vector = |name| Tensor::vector(name, Part::Other, z.width);
    let norm = |name| Tensor::vector(name, Part::Norm, z.width);
    let mut kinds = Vec::new();
    for (seen, inner) in layers(c, z.layers, 5, false)?.iter().zip(inner) {
        let mut rest: Vec<Tensor> = s.norms.iter().map(|name| norm(name)).collect();
        rest.extend([
            Tensor::matrix("low-rank residual down", Part::Other, z.width, rank),
            Tensor::matrix("low-rank residual up", Part::Other, rank, z.width),
            norm("low-rank residual norm"),
            Tensor::matrix("stream correction", Part::Other, streams, streams),
            Tensor::matrix("stream prediction", Part::Other, streams, streams * streams),
            Tensor::matrix("stream router", Part::Other, z.width, streams),
            norm("stream router norm"),
            vector("stream output scale"),
        ]);
        rest.extend(per_layer(z.width, per));
        let attention = Some(attention(c, &z, seen, false)?);
        kinds.push(Layer { attention, feeds: vec![Feed::dense(z.width, inner, true)], rest, ..Layer::default() });
    }
    let mut model = frame(c, &s, &z, Stack::of(kinds))?;
    model.stem.extend(per_layer_stem(c, &z, per)?);
    let square = |name| Tensor::matrix(name, Part::Other, z.width, z.width).copies(streams - 1, streams - 1);
    model.stem.push(square("streams in"));
    model.tail.insert(0, square("streams out"));
    Ok(model)
}

/// Gemma 4: wider heads where all tokens are seen, perhaps experts beside the dense part.
pub fn four(c: &mut Config) -> Result<Architecture, Error> {
    let s = style("gemma3_text");
    let z = Sizes::read(c, &s)?;
    // The unified model knows neither per-layer inputs nor experts: its class has no such fields.
    let per = c.count("hidden_size_per_layer_input")?.unwrap_or(0);
    let same = c.flag("attention_k_eq_v")?;
    let wide = c.flag("use_double_wide_mlp")?;
    let dense = feed(c, &s, z.width)?;
    let experts = if c.flag("enable_moe_block")? { Some(experts(c, z.width)?) } else { None };
    let both = c.text("use_bidirectional_attention")?.is_some_and(|w| w == "all");
    if both {
        c.remark(BOTH_WAYS);
    }
    let mut kinds = Vec::new();
    for (i, mut seen) in layers(c, z.layers, 6, true)?.into_iter().enumerate() {
        let all = seen.window.is_none();
        seen.window = seen.window.map(|w| if both { w / 2 + 1 } else { w });
        let own = sizes_of(c, &z, i, all)?;
        let attention = Some(attention(c, &own, &seen, same && all)?);
        let mut rest: Vec<Tensor> = s.norms.iter().map(|name| Tensor::vector(name, Part::Norm, z.width)).collect();
        rest.push(Tensor::buffer("layer scale", Part::Other, 1));
        if per > 0 {
            rest.extend(per_layer(z.width, per));
        }
        let mut feeds =
            vec![if wide && seen.borrows { Feed::dense(z.width, 2 * dense.inner, true) } else { dense.clone() }];
        if let Some(experts) = &experts {
            feeds.push(experts.clone());
            rest.push(Tensor::vector("norms around the experts", Part::Norm, z.width).copies(3, 3));
        }
        kinds.push(Layer { attention, feeds, rest, ..Layer::default() });
    }
    let mut model = frame(c, &s, &z, Stack::of(kinds))?;
    if per > 0 {
        model.stem.extend(per_layer_stem(c, &z, per)?);
    }
    Ok(model)
}

/// Experts with a scaled router.
fn experts(c: &mut Config, width: u64) -> Result<Feed, Error> {
    let (experts, top) = (c.size("num_experts")?, c.size("top_k_experts")?);
    if top > experts {
        return Err(Error::new(
            Code::Inconsistent,
            "top_k_experts",
            format!(
                "\"top_k_experts\" is {top}; there are {experts} experts in \"num_experts\", so no more than that."
            ),
        ));
    }
    Ok(Feed::routed(width, c.size("moe_intermediate_size")?, true, experts, top)
        .with(Tensor::vector("router input scale", Part::Router, width))
        .with(Tensor::vector("expert scales", Part::Router, experts)))
}

/// Heads of one layer: wider where it sees all tokens, or as `per_layer_config` has it.
fn sizes_of(c: &mut Config, z: &Sizes, layer: usize, all: bool) -> Result<Sizes, Error> {
    let mut own = *z;
    if let Some(given) = c.raw("per_layer_config") {
        let changes = given.get(layer.to_string());
        let size = |name: &str, usual: u64| match changes.and_then(|l| l.get(name)) {
            None | Some(Value::Null) => Ok(usual),
            Some(v) => v.as_u64().filter(|v| (1..=1 << 20).contains(v)).ok_or_else(|| {
                Error::new(
                    Code::OutOfDomain,
                    "per_layer_config",
                    format!("\"{name}\" of layer {layer} in \"per_layer_config\" must be a whole number above zero."),
                )
            }),
        };
        own.head = size("head_dim", z.head)?;
        own.kv_heads = size("num_key_value_heads", z.kv_heads)?;
    } else if all {
        own.head = c.or("global_head_dim", 512)?;
        if c.flag("attention_k_eq_v")? {
            own.kv_heads = c.or("num_global_key_value_heads", z.kv_heads)?;
        }
    }
    c.divided(("num_attention_heads", own.heads), ("num_key_value_heads", own.kv_heads))?;
    Ok(own)
}

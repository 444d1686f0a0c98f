//! Decoders after GPT-2 with something of their own.

use super::decoders::{Inner, Norm, Sizes, Style, When, attention, frame, layer, seeing};
use super::fields::Config;
use super::styles::{GPT, ONE, TWO, finish, style};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Cache, Part, Role, Stack, Tensor};

/// GPT-2, the multi-query GPT of SantaCoder and StarCoder, and XGLM: perhaps with attention to an encoder.
pub fn gpt2(c: &mut Config) -> Result<Architecture, Error> {
    let s = style(c.kind());
    let mut z = Sizes::read(c, &s)?;
    if c.kind() == "gpt_bigcode" && c.flag("multi_query")? {
        z.kv_heads = 1;
    }
    let mut layer = layer(c, &s, &z)?;
    if c.flag("add_cross_attention")? {
        if z.kv_heads < z.heads {
            return Err(Error::new(
                Code::Inconsistent,
                "multi_query",
                "\"multi_query\" and \"add_cross_attention\" do not go together: one of them must be false.",
            ));
        }
        let mut a = attention(c, &s, &z)?;
        a.cache = vec![Cache::Source { elements: 2 * z.kv_heads * z.head, heads: z.kv_heads }];
        layer.cross = Some(a);
        layer.rest.extend(s.norm.tensor("cross-attention norm", Part::Norm, z.width));
        c.remark("The attention to an encoder is counted, the encoder is not: the file does not describe it.");
    }
    finish(c, &s, &z, &layer)
}

/// Sizes with an older name of the width.
fn old_width(c: &mut Config, s: &Style) -> Result<Sizes, Error> {
    let width = if c.says("n_embed") { "n_embed" } else { "hidden_size" };
    let width = c.size(width)?;
    Sizes::with_width(c, s, width)
}

/// BLOOM: an older name of the width.
pub fn bloom(c: &mut Config) -> Result<Architecture, Error> {
    let s = style(c.kind());
    let z = old_width(c, &s)?;
    let layer = layer(c, &s, &z)?;
    let mut model = finish(c, &s, &z, &layer)?;
    model.context = c.maybe("seq_length")?;
    Ok(model)
}

/// GPT-Neo: kinds of attention given as repeated groups.
pub fn gpt_neo(c: &mut Config) -> Result<Architecture, Error> {
    let s = style(c.kind());
    let z = Sizes::read(c, &s)?;
    let layer = layer(c, &s, &z)?;
    let bad = |message: String| Err(Error::new(Code::Inconsistent, "attention_types", message));
    let mut local = Vec::new();
    match c.raw("attention_types") {
        None => local.extend((0..24).map(|i| i % 2 == 1)),
        Some(groups) => {
            for group in groups.as_array().into_iter().flatten() {
                let names = group.get(0).and_then(|v| v.as_array());
                let times = group.get(1).and_then(|v| v.as_u64()).filter(|t| *t <= super::MOST_LAYERS);
                let (Some(names), Some(times)) = (names, times) else {
                    return bad(
                        "\"attention_types\" is a list of groups such as [[\"global\", \"local\"], 12].".to_owned()
                    );
                };
                for name in (0..times).flat_map(|_| names) {
                    match name.as_str() {
                        Some("global") => local.push(false),
                        Some("local") => local.push(true),
                        _ => return bad("\"attention_types\" knows \"global\" and \"local\" only.".to_owned()),
                    }
                    if local.len() as u64 > z.layers {
                        break;
                    }
                }
            }
        }
    }
    if local.len() as u64 != z.layers {
        return bad(format!("\"attention_types\" does not make the {} layers that the file has.", z.layers));
    }
    let window = c.size("window_size")?;
    let stack = Stack::of(local.into_iter().map(|near| seeing(layer.clone(), near.then_some(window))));
    frame(c, &s, &z, stack)
}

/// OPT: a table narrower than the model, and norms that may be without weights.
pub fn opt(c: &mut Config) -> Result<Architecture, Error> {
    let bias = if c.flag("enable_bias")? { When::Always } else { When::Never };
    let norm = if c.flag("layer_norm_elementwise_affine")? { Norm::Shifted } else { Norm::Bare };
    let final_norm = c.flag("do_layer_norm_before")? && !c.flag("_remove_final_layer_norm")?;
    let s = Style { norm, final_norm, qkv_bias: bias, output_bias: bias, mlp_bias: bias, ..style(c.kind()) };
    let z = Sizes::read(c, &s)?;
    let layer = layer(c, &s, &z)?;
    let narrow = c.or("word_embed_proj_dim", z.width)?;
    let mut model = finish(c, &s, &z, &layer)?;
    if narrow != z.width {
        for t in model.stem.iter_mut().filter(|t| t.part == Part::Embedding) {
            t.cols = narrow;
        }
        for t in model.tail.iter_mut().filter(|t| matches!(t.role, Role::Matrix | Role::Tied)) {
            t.rows = narrow;
        }
        model.stem.push(Tensor::matrix("embedding projection", Part::Other, narrow, z.width));
        let last = model.tail.len().saturating_sub(1);
        model.tail.insert(last, Tensor::matrix("projection before the head", Part::Other, z.width, narrow));
    }
    Ok(model)
}

/// Falcon: one head of keys and values, or groups of heads; norms by the generation of the model.
pub fn falcon(c: &mut Config) -> Result<Architecture, Error> {
    let new = c.flag("new_decoder_architecture")?;
    let norms = match (c.flag("parallel_attn")?, c.count("num_ln_in_parallel_attn")?) {
        (false, _) | (true, Some(2)) => TWO,
        (true, None) if new => TWO,
        _ => ONE,
    };
    let bias = When::Says("bias");
    let s = Style {
        norms,
        qkv_bias: bias,
        output_bias: bias,
        mlp_bias: bias,
        inner: Inner::Perhaps("ffn_hidden_size"),
        ..GPT
    };
    let mut z = old_width(c, &s)?;
    if new {
        z.kv_heads = c.or("num_kv_heads", z.heads)?;
        c.divided(("num_attention_heads", z.heads), ("num_kv_heads", z.kv_heads))?;
    } else if c.flag("multi_query")? {
        z.kv_heads = 1;
    }
    let layer = layer(c, &s, &z)?;
    finish(c, &s, &z, &layer)
}

/// MPT: no biases, not even in norms; the older code's options have no effect in the library.
pub fn mpt(c: &mut Config) -> Result<Architecture, Error> {
    let s = Style {
        qkv_bias: When::Never,
        output_bias: When::Never,
        mlp_bias: When::Never,
        inner: Inner::Four,
        ..style("gpt2")
    };
    let s = Style { norm: Norm::Scale, positions: None, ..s };
    let z = Sizes::read(c, &s)?;
    let layer = layer(c, &s, &z)?;
    for (field, usual) in [("expansion_ratio", 4), ("kv_n_heads", z.heads)] {
        let given = match field {
            "kv_n_heads" => c.raw("attn_config").and_then(|a| a.get(field).and_then(|v| v.as_u64())),
            _ => c.maybe(field)?,
        };
        if given.is_some_and(|v| v != usual) {
            c.remark(format!("{field} has no effect: counted as transformers builds this model, with {usual}."));
        }
    }
    let mut model = finish(c, &s, &z, &layer)?;
    let attention = c.raw("attn_config");
    let drops = attention.as_ref().and_then(|a| a.get("attn_pdrop")).and_then(|v| v.as_f64());
    model.dropout |= drops.is_some_and(|p| p > 0.0);
    Ok(model)
}

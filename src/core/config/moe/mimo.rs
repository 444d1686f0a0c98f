//! MiMo-V2-Flash: layers with a window have twice the heads of keys and values, and sinks.

use super::layers::{Sparse, listed};
use super::{Config, Frame, Names, Selection, finish, norm};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

const NAMES: Names = Names { experts: "n_routed_experts", top: "num_experts_per_tok", inner: "moe_intermediate_size" };

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let f = Frame::of(c)?;
    let value = c.size("v_head_dim")?;
    let bias = c.flag("attention_bias")?;
    let attention = |kv: u64| {
        let a = Attention::grouped(f.width, f.heads, kv, f.head, value);
        if bias { a.qkv_bias() } else { a }
    };
    let near_kv = c.or("swa_num_key_value_heads", 2 * f.kv)?;
    c.divided(("num_attention_heads", f.heads), ("num_key_value_heads", near_kv))?;
    let sinks = Tensor::vector("sinks", Part::Attention, f.heads).split(Split::Tensor);
    let far = attention(f.kv);
    // The older name counts the tokens before, the newer the query's own as well.
    let window = match c.maybe("sliding_window_size")? {
        Some(before) => before + 1,
        None => c.size("sliding_window")?,
    };
    let close = attention(near_kv).with(sinks).windowed(window);

    let words = &[("full_attention", false), ("sliding_attention", true)];
    let near = match listed(c, "layer_types", f.layers, words)? {
        Some(near) => near,
        None => marks(c, "hybrid_layer_pattern", f.layers)?
            .unwrap_or_else(|| (0..f.layers).map(|i| i != 0 && !(i + 1).is_multiple_of(6)).collect()),
    };
    let sparse = match c.says("mlp_layer_types") {
        true => None,
        false => marks(c, "moe_layer_freq", f.layers)?,
    };
    let sparse = match sparse {
        Some(sparse) => sparse,
        None => Sparse::Listed(1).of(c, f.layers)?,
    };

    let dense = Feed::dense(f.width, c.size("intermediate_size")?, true);
    let mut routed = NAMES.routed(c, f.width)?;
    if let Some(bias) = Selection::Buffer.tensor(routed.routed.map_or(0, |r| r.experts)) {
        routed = routed.with(bias);
    }
    let rest: Vec<Tensor> =
        norm("attention norm", f.width, false).chain(norm("feed-forward norm", f.width, false)).collect();
    let stack = Stack::of(near.iter().zip(&sparse).map(|(near, sparse)| Layer {
        attention: Some(if *near { close.clone() } else { far.clone() }),
        feeds: vec![if *sparse { routed.clone() } else { dense.clone() }],
        rest: rest.clone(),
        ..Layer::default()
    }));
    finish(c, f.width, stack, false, false)
}

/// A list of zeros and ones, one a layer.
fn marks(c: &mut Config, name: &str, layers: u64) -> Result<Option<Vec<bool>>, Error> {
    let Some(list) = c.counts(name)? else { return Ok(None) };
    if list.len() as u64 == layers {
        return Ok(Some(list.iter().map(|v| *v != 0).collect()));
    }
    Err(Error::new(
        Code::Inconsistent,
        name,
        format!("\"{name}\" speaks of {} layers, the file has {layers}.", list.len()),
    ))
}

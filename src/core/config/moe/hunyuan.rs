//! Hunyuan's mixtures: one shared expert as wide as the others, and a number of experts that may change
//! from layer to layer.

use super::{Config, Frame, at_most, finish, norm};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Feed, Layer, Stack, Tensor};

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let f = Frame::of(c)?;
    let mut attention = f.attention().head_norms();
    if c.flag("attention_bias")? {
        attention = attention.qkv_bias().output_bias();
    }
    let inner = c.size("intermediate_size")?;
    let experts = c.size("num_experts")?;
    same(c, "moe_intermediate_size", inner)?;
    same(c, "num_shared_expert", 1)?;
    let tops = each(c, "moe_topk", f.layers)?;
    for top in &tops {
        at_most(("moe_topk", *top), ("num_experts", experts))?;
    }
    let rest: Vec<Tensor> =
        norm("attention norm", f.width, false).chain(norm("feed-forward norm", f.width, false)).collect();
    let stack = Stack::of(tops.into_iter().map(|top| Layer {
        attention: Some(attention.clone()),
        feeds: vec![Feed::routed(f.width, inner, true, experts, top), Feed::shared(f.width, inner, true)],
        rest: rest.clone(),
        ..Layer::default()
    }));
    finish(c, f.width, stack, false, false)
}

/// One number for all layers, or a list of one a layer.
fn each(c: &mut Config, name: &str, layers: u64) -> Result<Vec<u64>, Error> {
    if !c.raw(name).is_some_and(|v| v.is_array()) {
        return Ok(vec![c.size(name)?; usize::try_from(layers).unwrap_or(0)]);
    }
    let list = c.counts(name)?.unwrap_or_default();
    if list.len() as u64 == layers && !list.contains(&0) {
        return Ok(list);
    }
    Err(Error::new(
        Code::Inconsistent,
        name,
        format!("\"{name}\" must be one number above zero for each of {layers} layers."),
    ))
}

/// A field that older files carry and that can only say this.
fn same(c: &mut Config, name: &str, value: u64) -> Result<(), Error> {
    let said = match c.raw(name) {
        Some(v) if v.is_array() => c.counts(name)?.unwrap_or_default(),
        _ => c.count(name)?.into_iter().collect(),
    };
    if said.iter().any(|v| *v != value) {
        c.remark(format!("\"{name}\" is counted as {value} in every layer."));
    }
    Ok(())
}

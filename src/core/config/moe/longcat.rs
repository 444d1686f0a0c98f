//! LongCat-Flash: a layer is two of latent attention and dense feed-forward, with experts beside the first.
//! Some of what its router chooses from are no experts at all: the token passes unchanged.

use super::{Config, at_most, finish, latent, norm};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Feed, Layer, Part, Stack, Tensor};

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let halves = match c.says("num_hidden_layers") && !c.says("num_layers") {
        true => c.layers("num_hidden_layers")? / 2 * 2,
        false => 2 * c.layers("num_layers")?,
    };
    let attention = latent::attention(c, width)?;
    let key = c.maybe("qk_head_dim")?.unwrap_or(attention.key);
    if key != attention.key {
        return Err(Error::new(
            Code::Inconsistent,
            "qk_head_dim",
            format!("\"qk_head_dim\" is {key}; the parts of a query together are {}.", attention.key),
        ));
    }
    let dense = Feed::dense(width, c.size("ffn_hidden_size")?, true);
    let rest: Vec<Tensor> =
        norm("attention norm", width, false).chain(norm("feed-forward norm", width, false)).collect();
    let half = |feeds| Layer { attention: Some(attention.clone()), feeds, rest: rest.clone(), ..Layer::default() };
    let first = half(vec![dense.clone(), experts(c, width)?]);
    let second = half(vec![dense]);
    let stack = Stack::of((0..halves).map(|i| if i % 2 == 0 { first.clone() } else { second.clone() }));
    finish(c, width, stack, false, false)
}

fn experts(c: &mut Config, width: u64) -> Result<Feed, Error> {
    let experts = c.size("n_routed_experts")?;
    let zero = c.count("zero_expert_num")?.unwrap_or(0);
    let choices = experts + zero;
    let top = c.size("moe_topk")?;
    at_most(("moe_topk", top), ("n_routed_experts", choices))?;
    let mut feed = Feed::routed(width, c.size("expert_ffn_hidden_size")?, true, experts, top.min(experts));
    feed.weights.retain(|w| w.part != Part::Router);
    feed = feed.with(Tensor::matrix("router", Part::Router, width, choices)).with(Tensor::buffer(
        "selection bias",
        Part::Router,
        choices,
    ));
    if c.flag("router_bias")? {
        feed = feed.with(Tensor::vector("router bias", Part::Router, choices));
    }
    if zero > 0 {
        c.remark(format!(
            "{zero} of the {choices} experts have no weights, and none are counted (transformers sets some aside); a token that chooses them uses fewer than the {top} counted here."
        ));
    }
    Ok(feed)
}

//! DBRX: grouped attention and experts, described in two nested objects.

use super::{Config, at_most, finish, norm, split_width};
use crate::core::error::Error;
use crate::core::model::{Architecture, Attention, Feed, Layer, Stack};

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("d_model")?;
    let heads = c.size("n_heads")?;
    let head = split_width(c, width, heads)?;
    let kv = c.within("attn_config", "dbrx.attn_config", |a| {
        let kv = a.size("kv_n_heads")?;
        a.divided(("n_heads", heads), ("kv_n_heads", kv)).map(|_| kv)
    })?;
    let feed = c.within("ffn_config", "dbrx.ffn_config", |f| {
        let experts = f.size("moe_num_experts")?;
        let top = f.size("moe_top_k")?;
        at_most(("moe_top_k", top), ("moe_num_experts", experts))?;
        Ok(Feed::routed(width, f.size("ffn_hidden_size")?, true, experts, top))
    })?;
    let layer = Layer {
        attention: Some(Attention::grouped(width, heads, kv, head, head)),
        feeds: vec![feed],
        rest: norm("attention norm", width, false).chain(norm("feed-forward norm", width, false)).collect(),
        ..Layer::default()
    };
    let stack = Stack::same(layer, c.layers("n_layers")?);
    finish(c, width, stack, false, false)
}

//! JetMoE: experts in attention too. Each expert has its own queries and output; keys and values are shared.

use super::{Config, Names, finish, norm};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Layer, Part, Split, Stack, Tensor};

const A: Part = Part::Attention;

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let names = Names { experts: "num_local_experts", top: "num_experts_per_tok", inner: "intermediate_size" };
    let feed = names.routed(c, width)?.with(Tensor::vector("experts bias", Part::Experts, width));
    let (experts, top) = feed.routed.map_or((1, 1), |r| (r.experts, r.top));
    let kv = c.size("num_key_value_heads")?;
    let head = c.size("kv_channels")?;
    let heads = kv * top;
    if heads > 1 << 20 {
        return Err(Error::new(
            Code::OutOfDomain,
            "num_key_value_heads",
            format!("\"num_key_value_heads\" {kv} makes {heads} heads of queries, more than any model has."),
        ));
    }
    if c.says("num_attention_heads") && c.size("num_attention_heads")? != heads {
        c.remark(format!("num_attention_heads is taken as {heads}: heads of keys times experts of a token."));
    }
    let mut attention = Attention::grouped(width, heads, kv, head, head);
    let expert = |name, rows, cols| Tensor::matrix(name, A, rows, cols).split(Split::Experts).copies(experts, top);
    attention.weights = vec![
        expert("query", width, kv * head),
        Tensor::matrix("key", A, width, kv * head).split(Split::KvHeads(kv)),
        Tensor::matrix("value", A, width, kv * head).split(Split::KvHeads(kv)),
        expert("output", kv * head, width),
        Tensor::vector("output bias", A, width),
        Tensor::matrix("attention router", Part::Router, width, experts),
    ];
    let layer = Layer {
        attention: Some(attention),
        feeds: vec![feed],
        rest: norm("attention norm", width, false).chain(norm("feed-forward norm", width, false)).collect(),
        ..Layer::default()
    };
    let stack = Stack::same(layer, c.layers("num_hidden_layers")?);
    finish(c, width, stack, false, false)
}

//! DeepSeek-V2, V3 and what is built like them: keys and values made from one latent per token (MLA), and
//! in V3.2 an indexer that chooses which tokens are looked at.

use super::layers::{Sparse, listed};
use super::{Config, Names, Selection, finish, norm};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Cache, Feed, Layer, Part, Stack, Tensor};

const A: Part = Part::Attention;

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let layers = c.layers("num_hidden_layers")?;
    let kind = c.kind().to_owned();
    let (sparse, selection) = match kind.as_str() {
        "deepseek_v2" => (Sparse::After("first_k_dense_replace"), Selection::None),
        "deepseek_v3" | "kimi_k2" => (Sparse::After("first_k_dense_replace"), Selection::Buffer),
        _ => (Sparse::Listed(1), Selection::Buffer),
    };
    let sparse = sparse.of(c, layers)?;
    super::one_step(c)?;
    let bias = kind == "deepseek_v2" && c.flag("mlp_bias")?;
    let biased = |feed: Feed| if bias { feed.bias(width) } else { feed };
    let dense = match sparse.contains(&false) {
        true => vec![biased(Feed::dense(width, c.size("intermediate_size")?, true))],
        false => Vec::new(),
    };
    let experts = match sparse.contains(&true) {
        true => experts(c, width, selection, biased)?,
        false => Vec::new(),
    };
    let attention = attention(c, width)?;
    let (plain, chosen, full) = match kind.as_str() {
        "deepseek_v32" | "glm_moe_dsa" => {
            let limited = limit(c, attention)?;
            (limited.clone(), indexed(c, limited, width)?, indexers(c, &kind, layers)?)
        }
        _ => (attention.clone(), attention, vec![false; sparse.len()]),
    };
    let rest: Vec<Tensor> =
        norm("attention norm", width, false).chain(norm("feed-forward norm", width, false)).collect();
    let stack = Stack::of(sparse.iter().zip(&full).map(|(sparse, full)| Layer {
        attention: Some(if *full { chosen.clone() } else { plain.clone() }),
        feeds: if *sparse { experts.clone() } else { dense.clone() },
        rest: rest.clone(),
        ..Layer::default()
    }));
    finish(c, width, stack, false, false)
}

/// Latent attention as its fields say, with biases on what leads down and out where there are any.
pub fn attention(c: &mut Config, width: u64) -> Result<Attention, Error> {
    let heads = c.size("num_attention_heads")?;
    let query = c.maybe("q_lora_rank")?;
    let rank = c.size("kv_lora_rank")?;
    let nope = c.size("qk_nope_head_dim")?;
    let rope = c.size("qk_rope_head_dim")?;
    let value = c.size("v_head_dim")?;
    let mut a = Attention::latent(width, heads, query, rank, nope, rope, value);
    if c.flag("attention_bias")? {
        if let Some(query) = query {
            a = a.with(Tensor::vector("query down bias", A, query));
        }
        a = a.with(Tensor::vector("latent down bias", A, rank + rope)).output_bias();
    }
    Ok(a)
}

fn experts(
    c: &mut Config,
    width: u64,
    selection: Selection,
    biased: impl Fn(Feed) -> Feed,
) -> Result<Vec<Feed>, Error> {
    let names = Names { experts: "n_routed_experts", top: "num_experts_per_tok", inner: "moe_intermediate_size" };
    let mut routed = names.routed(c, width)?;
    if let Some(bias) = selection.tensor(routed.routed.map_or(0, |r| r.experts)) {
        routed = routed.with(bias);
    }
    let shared = c.count("n_shared_experts")?.unwrap_or(0) * routed.inner;
    let mut feeds = vec![routed];
    if shared > 0 {
        feeds.push(biased(Feed::shared(width, shared, true)));
    }
    Ok(feeds)
}

/// Every token is kept, but a query sees only the best so many.
fn limit(c: &mut Config, mut a: Attention) -> Result<Attention, Error> {
    a.window = Some(c.size("index_topk")?);
    Ok(a)
}

/// The indexer: small queries and one small key per token, which is kept as well.
fn indexed(c: &mut Config, mut a: Attention, width: u64) -> Result<Attention, Error> {
    let query = c.size("q_lora_rank")?;
    let heads = c.size("index_n_heads")?;
    let head = c.size("index_head_dim")?;
    a.weights.extend([
        Tensor::matrix("indexer query", A, query, heads * head),
        Tensor::matrix("indexer key", A, width, head),
        Tensor::vector("indexer key norm", A, head),
        Tensor::vector("indexer key norm shift", A, head),
        Tensor::matrix("indexer weights", A, width, heads),
    ]);
    a.cache.push(Cache::Tokens { elements: head, heads: 1, window: None });
    a.scan = 2 * heads * head;
    Ok(a)
}

/// Which layers choose for themselves; the others take what the layer before chose.
fn indexers(c: &mut Config, kind: &str, layers: u64) -> Result<Vec<bool>, Error> {
    if kind == "deepseek_v32" {
        return Ok(vec![true; usize::try_from(layers).unwrap_or(0)]);
    }
    if let Some(listed) = listed(c, "indexer_types", layers, &[("full", true), ("shared", false)])? {
        return Ok(listed);
    }
    if c.raw("index_topk_pattern").is_some_and(|v| v.is_array()) {
        return Ok(listed(c, "index_topk_pattern", layers, &[("full", true), ("shared", false)])?.unwrap_or_default());
    }
    if let Some(letters) = c.text("index_topk_pattern")? {
        if letters.len() as u64 == layers && letters.bytes().all(|b| b == b'F' || b == b'S') {
            return Ok(letters.bytes().map(|b| b == b'F').collect());
        }
        return Err(Error::new(
            Code::Inconsistent,
            "index_topk_pattern",
            format!("\"index_topk_pattern\" must be one letter for each of {layers} layers: F or S."),
        ));
    }
    let every = c.count("index_topk_freq")?.unwrap_or(1).max(1);
    let offset = c.count("index_skip_topk_offset")?.unwrap_or(2);
    Ok((0..layers).map(|i| (i + 1).saturating_sub(offset).is_multiple_of(every)).collect())
}

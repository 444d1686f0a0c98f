//! What the readers of recurrent models and hybrids share.

use super::fields::Config;
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

pub const FULL: &str = "full_attention";
pub const LINEAR: &str = "linear_attention";

/// Names of layers in older files, and what they are now.
const OLD: &[(&str, &str)] = &[("mamba", LINEAR), ("attention", FULL)];

/// Families whose head is never tied.
const APART: &[&str] = &["bailing_hybrid", "kimi_linear", "nemotron_h", "xlstm"];

pub fn norm(name: &'static str, width: u64) -> Tensor {
    Tensor::vector(name, Part::Norm, width)
}

/// The table of input tokens.
pub fn embedding(vocabulary: u64, width: u64) -> Tensor {
    Tensor::table("embedding", Part::Embedding, vocabulary, width).split(Split::Tensor)
}

/// The output head, with a matrix of its own or the input table's.
pub fn head(tied: bool, width: u64, vocabulary: u64) -> Tensor {
    let make = if tied { Tensor::tied } else { Tensor::matrix };
    make("head", Part::Head, width, vocabulary).split(Split::Tensor)
}

/// Is any of these fields above zero?
pub fn dropout(c: &mut Config, names: &[&str]) -> Result<bool, Error> {
    let mut any = false;
    for name in names {
        any |= c.number(name)?.is_some_and(|p| p > 0.0);
    }
    Ok(any)
}

/// Embedding, layers, one norm with a weight, head.
pub fn decoder(c: &mut Config, width: u64, layers: Vec<Layer>) -> Result<Architecture, Error> {
    let vocabulary = c.size("vocab_size")?;
    let mut tied = c.flag("tie_word_embeddings")?;
    if tied && APART.contains(&c.kind()) {
        tied = false;
        c.remark("\"tie_word_embeddings\" is true, but the library keeps a head of its own for this family.");
    }
    Ok(Architecture {
        family: c.kind().to_owned(),
        width,
        vocabulary,
        context: c.maybe("max_position_embeddings")?,
        stem: vec![embedding(vocabulary, width)],
        encoder: None,
        stack: Stack::of(layers),
        tail: vec![norm("final norm", width), head(tied, width, vocabulary)],
        dropout: dropout(c, &["attention_dropout", "hidden_dropout"])?,
    })
}

/// Query heads and heads of keys and values, which must divide them.
pub fn heads(c: &mut Config) -> Result<(u64, u64), Error> {
    let heads = c.size("num_attention_heads")?;
    let kv = match c.maybe("num_key_value_heads")? {
        Some(kv) => kv,
        None => {
            c.infer(format!("As many heads of keys and values as of queries: {heads}."));
            heads
        }
    };
    c.divided(("num_attention_heads", heads), ("num_key_value_heads", kv))?;
    Ok((heads, kv))
}

/// Width of a head: said, or the model's width over the heads, rounded down as the library does.
pub fn head_width(c: &mut Config, width: u64, heads: u64) -> Result<u64, Error> {
    match c.maybe("head_dim")? {
        Some(e) => Ok(e),
        None if width >= heads => Ok(width / heads),
        None => c.divided(("hidden_size", width), ("num_attention_heads", heads)),
    }
}

/// Grouped attention; with biases of its four matrices where "attention_bias" is true.
pub fn attention(c: &mut Config, width: u64) -> Result<Attention, Error> {
    let (heads, kv) = heads(c)?;
    let head = head_width(c, width, heads)?;
    let attention = Attention::grouped(width, heads, kv, head, head);
    Ok(if c.flag("attention_bias")? { attention.qkv_bias().output_bias() } else { attention })
}

/// How many experts one token uses, no more than there are.
pub fn top(c: &mut Config, experts: u64) -> Result<u64, Error> {
    let top = c.size("num_experts_per_tok")?;
    if top <= experts {
        return Ok(top);
    }
    Err(Error::new(
        Code::Inconsistent,
        "num_experts_per_tok",
        format!("\"num_experts_per_tok\" is {top}, but there are {experts} experts."),
    ))
}

/// Numbers that a router adds to choose and that no gradient trains.
pub fn router_buffer(experts: u64) -> Tensor {
    Tensor::buffer("router correction", Part::Router, experts)
}

/// A layer with its two norms.
pub fn layer(width: u64, feeds: Vec<Feed>) -> Layer {
    Layer { feeds, rest: vec![norm("mixer norm", width), norm("feed-forward norm", width)], ..Layer::default() }
}

/// The kind of every layer as the file lists it, each one of `known`.
pub fn kinds(
    c: &mut Config,
    name: &str,
    layers: u64,
    known: &[&'static str],
) -> Result<Option<Vec<&'static str>>, Error> {
    let Some(words) = c.words(name, layers)? else { return Ok(None) };
    let find = |word: &String| {
        let new = OLD.iter().find(|o| o.0 == word).map_or(word.as_str(), |o| o.1);
        known.iter().find(|k| **k == new).copied().ok_or_else(|| {
            let word: String = word.chars().take(40).collect();
            Error::new(
                Code::OutOfDomain,
                name,
                format!("\"{name}\" says \"{word}\"; known here are {}.", known.join(", ")),
            )
        })
    };
    words.iter().map(find).collect::<Result<_, _>>().map(Some)
}

/// Full attention in every `every`-th layer, the last of each group.
pub fn every(layers: u64, every: u64) -> Vec<&'static str> {
    (1..=layers).map(|i| if every != 0 && i.is_multiple_of(every) { FULL } else { LINEAR }).collect()
}

/// Numbers below `layers`, or an error at the field.
pub fn places(c: &mut Config, name: &str, layers: u64) -> Result<Option<Vec<u64>>, Error> {
    let Some(list) = c.counts(name)? else { return Ok(None) };
    if list.len() as u64 > layers {
        let message = format!("\"{name}\" names {} layers, but there are {layers}.", list.len());
        return Err(Error::new(Code::Inconsistent, name, message));
    }
    match list.iter().find(|i| **i >= layers) {
        None => Ok(Some(list)),
        Some(i) => Err(Error::new(
            Code::Inconsistent,
            name,
            format!("\"{name}\" names layer {i}, counted from 0, but there are {layers} layers."),
        )),
    }
}

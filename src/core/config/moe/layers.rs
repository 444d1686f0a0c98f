//! Which layers have experts, and which see only near tokens.

use super::Config;
use crate::core::error::{Code, Error};

/// How a family says which layers have experts.
#[derive(Clone, Copy)]
pub enum Sparse {
    All,
    /// All but the first so many.
    After(&'static str),
    /// Named one by one, else all but the first few: `first_k_dense_replace`, else so many.
    Listed(u64),
    /// Every so-manieth, without those of a list.
    Steps,
    /// A list, else every so-manieth.
    Llama4,
    /// Every so-manieth from one layer to another.
    Between,
}

impl Sparse {
    pub fn of(self, c: &mut Config, layers: u64) -> Result<Vec<bool>, Error> {
        let after = |dense: u64| (0..layers).map(|i| i >= dense).collect();
        Ok(match self {
            Sparse::All => vec![true; usize::try_from(layers).unwrap_or(0)],
            Sparse::After(name) => after(c.count(name)?.unwrap_or(0)),
            Sparse::Listed(first) => match listed(c, "mlp_layer_types", layers, &[("dense", false), ("sparse", true)])?
            {
                Some(listed) => listed,
                None => after(c.count("first_k_dense_replace")?.unwrap_or(first)),
            },
            Sparse::Steps => {
                let dense = c.counts("mlp_only_layers")?.unwrap_or_default();
                let step = c.size("decoder_sparse_step")?;
                let any = c.count("num_experts")? != Some(0);
                (0..layers).map(|i| any && !dense.contains(&i) && (i + 1).is_multiple_of(step)).collect()
            }
            Sparse::Llama4 => match c.counts("moe_layers")? {
                Some(list) => (0..layers).map(|i| list.contains(&i)).collect(),
                None => {
                    let step = c.size("interleave_moe_layer_step")?;
                    (0..layers).map(|i| (i + 1).is_multiple_of(step)).collect()
                }
            },
            Sparse::Between => {
                let step = c.size("moe_layer_interval")?;
                let first = c.count("moe_layer_start_index")?.unwrap_or(0);
                let last = match c.number("moe_layer_end_index")? {
                    Some(-1.0) | None => layers,
                    Some(_) => c.count("moe_layer_end_index")?.unwrap_or(layers),
                };
                (0..layers).map(|i| (i + 1).is_multiple_of(step) && (first..=last).contains(&i)).collect()
            }
        })
    }
}

/// How a family says which layers see only near tokens, where `layer_types` does not.
#[derive(Clone, Copy)]
pub enum Near {
    Never,
    /// All of them, once a window is given.
    All,
    /// All of them, once a window is given and switched on.
    Switched,
    /// The first of every two.
    Alternate,
    /// As `Alternate`, below a layer and switched on.
    Qwen2,
    /// From a layer on.
    After(&'static str),
    /// All but every so-manieth.
    Every(&'static str),
    /// As `Every`, counted anew after the dense layers.
    Cohere,
    /// Pieces instead of windows, but not where positions are left out.
    Chunks,
}

impl Near {
    /// The limit of every layer.
    pub fn of(self, c: &mut Config, layers: u64) -> Result<Vec<Option<u64>>, Error> {
        const WORDS: &[(&str, bool)] =
            &[("full_attention", false), ("sliding_attention", true), ("chunked_attention", true)];
        let limit = if matches!(self, Near::Chunks) { "attention_chunk_size" } else { "sliding_window" };
        let on = match self {
            Near::Never => false,
            Near::Switched | Near::Qwen2 => c.flag("use_sliding_window")?,
            _ => true,
        };
        if !on {
            return Ok(vec![None; usize::try_from(layers).unwrap_or(0)]);
        }
        let window = c.maybe(limit)?;
        let listed = match self {
            Near::All | Near::Switched => None,
            _ => listed(c, "layer_types", layers, WORDS)?,
        };
        if listed.as_ref().is_some_and(|l| l.contains(&true)) && window.is_none() {
            return Err(Error::new(
                Code::MissingField,
                limit,
                format!("\"{limit}\" is needed: \"layer_types\" has layers that see only near tokens."),
            ));
        }
        let near = match listed {
            Some(listed) => listed,
            None if window.is_none() => return Ok(vec![None; usize::try_from(layers).unwrap_or(0)]),
            None => self.usual(c, layers)?,
        };
        Ok(near.into_iter().map(|near| window.filter(|_| near)).collect())
    }

    fn usual(self, c: &mut Config, layers: u64) -> Result<Vec<bool>, Error> {
        let all = 0..layers;
        Ok(match self {
            Near::Never => all.map(|_| false).collect(),
            Near::All | Near::Switched => all.map(|_| true).collect(),
            Near::Alternate => all.map(|i| i % 2 == 0).collect(),
            Near::Qwen2 => {
                let last = c.count("max_window_layers")?.unwrap_or(layers);
                all.map(|i| i % 2 == 0 && i < last).collect()
            }
            Near::After(name) => {
                let first = c.count(name)?.unwrap_or(layers);
                all.map(|i| i >= first).collect()
            }
            Near::Every(name) => {
                let every = period(c, name)?;
                all.map(|i| !(i + 1).is_multiple_of(every)).collect()
            }
            Near::Cohere => {
                let dense = c.count("first_k_dense_replace")?.unwrap_or(0);
                let before = period(c, "prefix_dense_sliding_window_pattern")?;
                let every = period(c, "sliding_window_pattern")?;
                let far = |i: u64| match i.checked_sub(dense) {
                    Some(i) => (i + 1).is_multiple_of(every),
                    None => (i + 1).is_multiple_of(before),
                };
                all.map(|i| !far(i)).collect()
            }
            Near::Chunks => match c.counts("no_rope_layers")?.filter(|l| !l.is_empty()) {
                Some(list) if (list.len() as u64) < layers => {
                    return Err(Error::new(
                        Code::Inconsistent,
                        "no_rope_layers",
                        format!("\"no_rope_layers\" speaks of {} layers, the file has {layers}.", list.len()),
                    ));
                }
                Some(list) => list.iter().zip(all).map(|(rope, _)| *rope != 0).collect(),
                None => {
                    let every = c.size("no_rope_layer_interval")?;
                    all.map(|i| !(i + 1).is_multiple_of(every)).collect()
                }
            },
        })
    }
}

/// Every so-manieth layer sees everything.
fn period(c: &mut Config, name: &str) -> Result<u64, Error> {
    if c.raw(name).is_some_and(|v| v.is_string()) {
        return Err(Error::new(
            Code::WrongType,
            name,
            format!("\"{name}\" as letters is not read; \"layer_types\" says it layer by layer."),
        ));
    }
    c.size(name)
}

/// A list of words, one a layer, of which each means yes or no.
pub fn listed(c: &mut Config, name: &str, layers: u64, meaning: &[(&str, bool)]) -> Result<Option<Vec<bool>>, Error> {
    let Some(words) = c.words(name, layers)? else { return Ok(None) };
    let mean = |word: &String| {
        meaning.iter().find(|m| m.0 == word).map(|m| m.1).ok_or_else(|| {
            let known: Vec<&str> = meaning.iter().map(|m| m.0).collect();
            let word: String = word.chars().take(40).collect();
            Error::new(
                Code::UnknownId,
                name,
                format!("\"{name}\" has \"{word}\"; known there are {}.", known.join(", ")),
            )
        })
    };
    words.iter().map(mean).collect::<Result<Vec<bool>, Error>>().map(Some)
}

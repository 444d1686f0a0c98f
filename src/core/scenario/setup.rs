//! The model at hand and how it is trained and served: which devices share it, in what formats, how long the sequences are.

use std::cell::OnceCell;

use super::Key;
use crate::core::chosen::Model;
use crate::core::error::{Code, Error};
use crate::core::memory::formats::{self, Format};
use crate::core::memory::serving::{Quantised, Serving};
use crate::core::model::presets;
use crate::core::quantity::parse;

#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    pub model: Model,
    /// Another model to set beside it.
    pub against: Option<Model>,
    /// Sequences that one data-parallel group takes at once.
    pub micro_batch: u64,
    pub tensor: u64,
    pub pipeline: u64,
    pub context: u64,
    pub expert: u64,
    pub serving: Serving,
}

/// A model of today on a cluster of today; assumptions, shown as such.
const MICRO_BATCH: u64 = 1;
const TENSOR: u64 = 8;
const PIPELINE: u64 = 4;
const CONTEXT: u64 = 8192;
/// Pages of vLLM.
const BLOCK: u64 = 16;
/// A configuration with more than this to say cannot travel in a link.
const LONGEST_CONFIG: usize = 4_000;

impl Setup {
    /// # Errors
    /// Never; a test says so.
    pub fn start() -> Result<Setup, Error> {
        thread_local! {
            // The start is asked for at every key; its model is read once.
            static START: OnceCell<Setup> = const { OnceCell::new() };
        }
        START.with(|start| match start.get() {
            Some(setup) => Ok(setup.clone()),
            None => Setup::first().map(|setup| start.get_or_init(|| setup).clone()),
        })
    }

    fn first() -> Result<Setup, Error> {
        let bf16 = formats::find("bf16")?;
        Ok(Setup {
            model: Model::preset(presets::DEFAULT)?,
            against: None,
            micro_batch: MICRO_BATCH,
            tensor: TENSOR,
            pipeline: PIPELINE,
            context: 1,
            expert: 1,
            serving: Serving {
                context: CONTEXT,
                sequences: 1,
                weights: bf16,
                quantised: Quantised::All,
                kv: bf16,
                block: BLOCK,
                tensor: TENSOR,
            },
        })
    }

    /// Does this key say something of the model at hand, or of how it is trained and served?
    pub const fn has(key: Key) -> bool {
        matches!(
            key,
            Key::Architecture
                | Key::Config
                | Key::Shape
                | Key::Against
                | Key::MicroBatch
                | Key::TensorParallel
                | Key::PipelineParallel
                | Key::ContextParallel
                | Key::ExpertParallel
                | Key::ContextLength
                | Key::Sequences
                | Key::WeightFormat
                | Key::Quantised
                | Key::KvFormat
                | Key::BlockSize
                | Key::ServingDevices
        )
    }

    /// The same with one input read from `text`; an empty text takes an input back to its start.
    ///
    /// # Errors
    /// What is wrong with the text, in the words of the key.
    pub fn set(&self, key: Key, text: &str) -> Result<Setup, Error> {
        let mut next = self.clone();
        let text = text.trim();
        if text.is_empty() {
            next.forget(key)?;
            return Ok(next);
        }
        let words = key.names().words;
        match key {
            Key::Architecture => next.model = Model::preset(text)?,
            Key::Config => {
                let model = Model::pasted(text)?;
                if model.config_text().is_some_and(|t| t.len() > LONGEST_CONFIG) {
                    let message = format!(
                        "This configuration says more than {LONGEST_CONFIG} characters of what shapes a model; a link could not carry it."
                    );
                    return Err(Error::new(Code::OutOfDomain, "config", message));
                }
                next.model = model;
            }
            Key::Shape => next.model = self.model.with_edits(text)?,
            Key::Against => next.against = Some(Model::preset(text)?),
            Key::MicroBatch => next.micro_batch = whole(text, words, 1_000_000)?,
            Key::TensorParallel => next.tensor = whole(text, words, DEVICES)?,
            Key::PipelineParallel => next.pipeline = whole(text, words, DEVICES)?,
            Key::ContextParallel => next.context = whole(text, words, DEVICES)?,
            Key::ExpertParallel => next.expert = whole(text, words, DEVICES)?,
            Key::ContextLength => next.serving.context = length(text, words)?,
            Key::Sequences => next.serving.sequences = whole(text, words, 1_000_000_000)?,
            Key::WeightFormat => {
                next.serving.weights = formats::find(text)?;
                next.serving.quantised = usual(next.serving.weights);
            }
            Key::Quantised => next.serving.quantised = quantised(text)?,
            Key::KvFormat => next.serving.kv = cached(formats::find(text)?)?,
            Key::BlockSize => next.serving.block = whole(text, words, 1_000_000)?,
            Key::ServingDevices => next.serving.tensor = whole(text, words, DEVICES)?,
            _ => {}
        }
        Ok(next)
    }

    /// The same model on the layout that is nearest and that its heads, layers and experts allow.
    pub fn fitted(&self) -> Setup {
        let mut next = self.clone();
        let m = self.model.architecture();
        let heads = || m.stack.kinds.iter().filter_map(|l| l.attention.as_ref()).map(|a| a.heads);
        let shared = |t: u64| heads().fold(t, gcd);
        next.tensor = shared(self.tensor);
        next.serving.tensor = shared(self.serving.tensor);
        next.pipeline = self.pipeline.min(m.layers().max(1));
        let experts = m.stack.kinds.iter().flat_map(|l| &l.feeds).filter_map(|f| f.routed).map(|r| r.experts);
        let common = experts.fold(None, |all: Option<u64>, e| Some(all.map_or(e, |a| gcd(a, e))));
        next.expert = common.map_or(1, |e| gcd(self.expert, e));
        next
    }

    fn forget(&mut self, key: Key) -> Result<(), Error> {
        let start = Setup::start()?;
        match key {
            Key::Architecture | Key::Config => self.model = start.model,
            Key::Shape => self.model = self.model.with_edits("")?,
            Key::Against => self.against = None,
            Key::MicroBatch => self.micro_batch = start.micro_batch,
            Key::TensorParallel => self.tensor = 1,
            Key::PipelineParallel => self.pipeline = 1,
            Key::ContextParallel => self.context = 1,
            Key::ExpertParallel => self.expert = 1,
            Key::ContextLength => self.serving.context = start.serving.context,
            Key::Sequences => self.serving.sequences = start.serving.sequences,
            Key::WeightFormat => {
                self.serving.weights = start.serving.weights;
                self.serving.quantised = start.serving.quantised;
            }
            Key::Quantised => self.serving.quantised = usual(self.serving.weights),
            Key::KvFormat => self.serving.kv = start.serving.kv,
            Key::BlockSize => self.serving.block = start.serving.block,
            Key::ServingDevices => self.serving.tensor = 1,
            _ => {}
        }
        Ok(())
    }

    /// The input as a plain number; `None` for words and what is not set.
    pub fn number(&self, key: Key) -> Option<f64> {
        let whole = match key {
            Key::MicroBatch => self.micro_batch,
            Key::TensorParallel => self.tensor,
            Key::PipelineParallel => self.pipeline,
            Key::ContextParallel => self.context,
            Key::ExpertParallel => self.expert,
            Key::ContextLength => self.serving.context,
            Key::Sequences => self.serving.sequences,
            Key::BlockSize => self.serving.block,
            Key::ServingDevices => self.serving.tensor,
            _ => return None,
        };
        Some(whole as f64)
    }

    /// The input as text that [`Setup::set`] reads back.
    pub fn text(&self, key: Key) -> Option<String> {
        match key {
            Key::Architecture => self.model.preset.map(|p| p.id.to_owned()),
            Key::Config => self.model.config_text(),
            Key::Shape => self.model.edits(),
            Key::Against => self.against.as_ref().and_then(|m| m.preset).map(|p| p.id.to_owned()),
            Key::WeightFormat => Some(self.serving.weights.id.to_owned()),
            Key::Quantised => Quantised::ALL.iter().find(|q| q.0 == self.serving.quantised).map(|q| q.1.to_owned()),
            Key::KvFormat => Some(self.serving.kv.id.to_owned()),
            _ => self.number(key).map(|v| crate::core::quantity::show::full(v).replace('\u{202f}', ",")),
        }
    }
}

/// More devices than there are.
const DEVICES: u64 = 1_000_000;

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

fn whole(text: &str, words: &str, most: u64) -> Result<u64, Error> {
    let read = parse::number(text, words, "", "8").ok().filter(|v| v.fract() == 0.0 && (1.0..=most as f64).contains(v));
    read.map(|v| v as u64).ok_or_else(|| {
        Error::new(
            Code::OutOfDomain,
            words,
            format!("The {words} must be a whole number from 1 to {most}, for example 8."),
        )
    })
}

/// Tokens, `8192`, `8k`, `128 Ki`: the last is 128 times 1,024.
fn length(text: &str, words: &str) -> Result<u64, Error> {
    let binary = [("Ki", 10), ("Mi", 20)].into_iter().find_map(|(unit, bits)| Some((text.strip_suffix(unit)?, bits)));
    let most = 1u64 << 40;
    match binary {
        Some((number, bits)) => whole(number.trim(), words, most >> bits).map(|v| v << bits),
        None => {
            let read = parse::tokens(text).ok().map(|t| t.get()).filter(|v| v.fract() == 0.0 && *v <= most as f64);
            read.map(|v| v as u64).ok_or_else(|| {
                Error::new(
                    Code::OutOfDomain,
                    words,
                    format!("The {words} must be a whole number of tokens from 1 on, for example 8192, 32k or 128 Ki."),
                )
            })
        }
    }
}

/// What checkpoints in this format usually leave in 16 bits.
fn usual(format: &Format) -> Quantised {
    if format.bits >= 16.0 || format.id.starts_with('q') { Quantised::All } else { Quantised::Layers }
}

fn quantised(text: &str) -> Result<Quantised, Error> {
    Quantised::ALL.iter().find(|q| q.1 == text).map(|q| q.0).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        Error::new(
            Code::UnknownId,
            "quantised",
            format!("\"{shown}\" is not a choice here; there are all, layers and experts."),
        )
    })
}

fn cached(format: &'static Format) -> Result<&'static Format, Error> {
    if format.cache {
        return Ok(format);
    }
    let ids: Vec<&str> = formats::FORMATS.iter().filter(|f| f.cache).map(|f| f.id).collect();
    let message = format!("Keys and values are not kept in {}; they may be in {}.", format.name, ids.join(", "));
    Err(Error::new(Code::Inconsistent, "kvFormat", message))
}

//! The model at hand and how it is trained and served: which devices share it, in what formats, how long the sequences are.

use std::cell::OnceCell;

use super::Key;
use crate::core::chosen::Model;
use crate::core::error::{Code, Error};
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::adapters::{Adapter, Method, Target};
use crate::core::memory::choose;
use crate::core::memory::formats::{self, Format};
use crate::core::memory::layout::{Layout, nearest_tensor};
use crate::core::memory::offload::{Offload, Place};
use crate::core::memory::recipe::{self, Optimizer};
use crate::core::memory::serving::{Quantised, Serving};
use crate::core::memory::training::{self, RESERVE};
use crate::core::model::presets;
use crate::core::quantity::{Bytes, parse};

#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    pub model: Model,
    /// Another model to set beside it.
    pub against: Option<Model>,
    /// How it is trained; tokens of a sequence and replicas are the scenario's, see [`super::Scenario::training`].
    pub training: training::Setup,
    /// Sequences of one step over all replicas; without it, enough to fill the pipeline.
    pub batch: Option<u64>,
    pub offload: Offload,
    /// Only an adapter is trained, on a frozen model in this format.
    pub adapter: Option<Adapter>,
    pub base: &'static Format,
    pub serving: Serving,
    /// Weights that are in the format; without it, what checkpoints in that format usually have so.
    pub quantised: Option<Quantised>,
}

/// A model of today on a cluster of today; assumptions, shown as such.
const ZERO: u8 = 1;
const TENSOR: u64 = 8;
const PIPELINE: u64 = 4;
const CONTEXT: u64 = 8192;
/// Pages of vLLM.
const BLOCK: u64 = 16;
/// A configuration with more than this to say cannot travel in a link.
const LONGEST_CONFIG: usize = 6_000;

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
            training: training::Setup {
                recipe: recipe::find(recipe::DEFAULT)?,
                recompute: Recompute::Selective,
                layout: Layout { tensor: TENSOR, pipeline: PIPELINE, zero: ZERO, ..Layout::default() },
                reserve: Bytes::new(RESERVE)?,
                ..training::Setup::new(1)
            },
            batch: None,
            offload: Offload::default(),
            adapter: None,
            base: bf16,
            serving: Serving {
                context: CONTEXT,
                sequences: 1,
                weights: bf16,
                quantised: Quantised::All,
                kv: bf16,
                block: BLOCK,
                tensor: TENSOR,
            },
            quantised: None,
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
                | Key::Recipe
                | Key::Optimizer
                | Key::MicroBatch
                | Key::Batch
                | Key::Interleave
                | Key::ZeroStage
                | Key::SequenceParallel
                | Key::Recompute
                | Key::AttentionKernel
                | Key::Offload
                | Key::Adapter
                | Key::AdapterRank
                | Key::AdapterTarget
                | Key::BaseFormat
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

    /// Does this key say which model it is?
    pub const fn is_model(key: Key) -> bool {
        matches!(key, Key::Architecture | Key::Config | Key::Shape)
    }

    /// The same with one input read from `text`; an empty text takes an input back to its start.
    ///
    /// # Errors
    /// What is wrong with the text, in the words of the key.
    pub fn set(&self, key: Key, text: &str) -> Result<Setup, Error> {
        let mut next = self.clone();
        let text = text.trim();
        if text.is_empty() {
            return self.forget(key);
        }
        let words = key.names().words;
        match key {
            Key::Architecture => next.model = Model::preset(text)?,
            Key::Config => {
                let model = Model::pasted(text)?;
                if model.config_text().is_some_and(|t| carried(&t) > LONGEST_CONFIG) {
                    let message = format!(
                        "This configuration says more than {LONGEST_CONFIG} characters of what shapes a model; a link could not carry it."
                    );
                    return Err(Error::new(Code::OutOfDomain, "config", message));
                }
                next.model = model;
            }
            Key::Shape => next.model = self.model.with_edits(text)?,
            Key::Against => next.against = Some(Model::preset(text)?),
            Key::Recipe => next.training.recipe = recipe::find(text)?,
            Key::Optimizer => next.training.optimizer = Optimizer::find(text)?,
            Key::MicroBatch => next.training.micro_batch = whole(text, words, 1_000_000)?,
            Key::Batch => next.batch = Some(whole(text, words, 1_000_000_000)?),
            Key::TensorParallel => next.training.layout.tensor = whole(text, words, DEVICES)?,
            Key::PipelineParallel => next.training.layout.pipeline = whole(text, words, DEVICES)?,
            Key::ContextParallel => next.training.layout.context = whole(text, words, DEVICES)?,
            Key::ExpertParallel => next.training.layout.expert = whole(text, words, DEVICES)?,
            Key::Interleave => next.training.layout.interleave = whole(text, words, DEVICES)?,
            Key::ZeroStage => next.training.layout.zero = stage(text)?,
            Key::SequenceParallel => next.training.layout.sequence_parallel = choose(words_of(key), text, &SWITCH)?,
            Key::Recompute => next.training.recompute = choose(words_of(key), text, &Recompute::ALL)?,
            Key::AttentionKernel => next.training.kernel = choose(words_of(key), text, &Kernel::ALL)?,
            Key::Offload => next.offload = choose(words_of(key), text, &OFFLOADS)?,
            Key::Adapter if text == NONE => next.adapter = None,
            Key::Adapter => {
                let method = choose(words_of(key), text, &Method::ALL)?;
                next.adapter = Some(Adapter { method, ..next.adapter.unwrap_or(LORA) });
            }
            Key::AdapterRank => {
                let rank = whole(text, words, 1 << 20)?;
                next.adapter = Some(Adapter { rank, ..next.adapter.unwrap_or(LORA) });
            }
            Key::AdapterTarget => {
                let target = choose(words_of(key), text, &Target::ALL)?;
                next.adapter = Some(Adapter { target, ..next.adapter.unwrap_or(LORA) });
            }
            Key::BaseFormat => next.base = formats::find(text)?,
            Key::ContextLength => next.serving.context = length(text, words)?,
            Key::Sequences => next.serving.sequences = whole(text, words, 1_000_000_000)?,
            Key::WeightFormat => next.serving.weights = formats::find(text)?,
            Key::Quantised => next.quantised = Some(choose("choice of weights", text, &Quantised::ALL)?),
            Key::KvFormat => next.serving.kv = formats::cached(text)?,
            Key::BlockSize => next.serving.block = whole(text, words, 1_000_000)?,
            Key::ServingDevices => next.serving.tensor = whole(text, words, DEVICES)?,
            _ => {}
        }
        Ok(next)
    }

    /// How it is served: weights in the format as asked, else as checkpoints in it usually have them.
    pub fn serving(&self) -> Serving {
        let usual = || Quantised::usual(self.model.architecture(), self.serving.weights);
        Serving { quantised: self.quantised.unwrap_or_else(usual), ..self.serving }
    }

    /// The same model on the layout that is nearest and that its heads, layers and experts allow.
    pub fn fitted(&self) -> Setup {
        let mut next = self.clone();
        let m = self.model.architecture();
        let layout = &mut next.training.layout;
        layout.tensor = nearest_tensor(m, layout.tensor);
        next.serving.tensor = nearest_tensor(m, self.serving.tensor);
        layout.pipeline = layout.pipeline.min(m.layers().max(1));
        layout.interleave =
            if layout.pipeline == 1 { 1 } else { layout.interleave.min(m.layers() / layout.pipeline).max(1) };
        let experts = m.stack.kinds.iter().flat_map(|l| &l.feeds).filter_map(|f| f.routed).map(|r| r.experts);
        layout.expert = if m.has_experts() { experts.fold(layout.expert, gcd) } else { 1 };
        next
    }

    /// The same with one input as it is at the start.
    fn forget(&self, key: Key) -> Result<Setup, Error> {
        let (start, mut next) = (Setup::start()?, self.clone());
        match key {
            Key::Config => next.model = start.model,
            Key::Shape => next.model = self.model.with_edits("")?,
            Key::Against => next.against = None,
            Key::Batch => next.batch = None,
            Key::Quantised => next.quantised = None,
            Key::AdapterRank => next.adapter = self.adapter.map(|a| Adapter { rank: LORA.rank, ..a }),
            Key::AdapterTarget => next.adapter = self.adapter.map(|a| Adapter { target: LORA.target, ..a }),
            _ => return self.set(key, &start.text(key).unwrap_or_default()),
        }
        Ok(next)
    }

    /// The input as a plain number; `None` for words and what is not set.
    pub fn number(&self, key: Key) -> Option<f64> {
        let whole = match key {
            Key::MicroBatch => self.training.micro_batch,
            Key::Batch => self.batch?,
            Key::TensorParallel => self.training.layout.tensor,
            Key::PipelineParallel => self.training.layout.pipeline,
            Key::ContextParallel => self.training.layout.context,
            Key::ExpertParallel => self.training.layout.expert,
            Key::Interleave => self.training.layout.interleave,
            Key::ZeroStage => self.training.layout.zero.into(),
            Key::AdapterRank => self.adapter?.rank,
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
            Key::Recipe => Some(self.training.recipe.id.to_owned()),
            Key::Optimizer => name(&Optimizer::ALL, self.training.optimizer),
            Key::SequenceParallel => name(&SWITCH, self.training.layout.sequence_parallel),
            Key::Recompute => name(&Recompute::ALL, self.training.recompute),
            Key::AttentionKernel => name(&Kernel::ALL, self.training.kernel),
            Key::Offload => name(&OFFLOADS, self.offload),
            Key::Adapter => {
                Some(self.adapter.and_then(|a| name(&Method::ALL, a.method)).unwrap_or_else(|| NONE.into()))
            }
            Key::AdapterTarget => self.adapter.and_then(|a| name(&Target::ALL, a.target)),
            Key::BaseFormat => Some(self.base.id.to_owned()),
            Key::WeightFormat => Some(self.serving.weights.id.to_owned()),
            Key::Quantised => self.quantised.and_then(|q| name(&Quantised::ALL, q)),
            Key::KvFormat => Some(self.serving.kv.id.to_owned()),
            _ => self.number(key).map(|v| crate::core::quantity::show::full(v).replace('\u{202f}', ",")),
        }
    }
}

/// No adapter: the whole model is trained.
pub const NONE: &str = "none";
const LORA: Adapter = Adapter { method: Method::Lora, rank: 16, target: Target::AllLinear };
pub const ZEROS: [(&str, u8); 4] = [("0", 0), ("1", 1), ("2", 2), ("3", 3)];
pub const SWITCH: [(&str, bool); 2] = [("yes", true), ("no", false)];
/// What leaves the device, and where it goes.
pub const OFFLOADS: [(&str, Offload); 6] = [
    ("none", moved(Place::Device, Place::Device, Place::Device)),
    ("optimizer", moved(Place::Host, Place::Device, Place::Device)),
    ("optimizer-nvme", moved(Place::Disk, Place::Device, Place::Device)),
    ("states", moved(Place::Host, Place::Host, Place::Device)),
    ("states-nvme", moved(Place::Disk, Place::Disk, Place::Device)),
    ("everything", moved(Place::Host, Place::Host, Place::Host)),
];

const fn moved(optimizer: Place, weights: Place, checkpoints: Place) -> Offload {
    Offload { optimizer, weights, checkpoints }
}

const fn words_of(key: Key) -> &'static str {
    match key {
        Key::SequenceParallel => "sequence parallelism",
        Key::Recompute => "recomputation",
        Key::AttentionKernel => "attention kernel",
        Key::Offload => "offload",
        _ => "adapter",
    }
}

/// The id of a choice.
fn name<T: PartialEq>(all: &[(&'static str, T)], chosen: T) -> Option<String> {
    all.iter().find(|(_, v)| *v == chosen).map(|(id, _)| (*id).to_owned())
}

/// More devices than there are.
const DEVICES: u64 = 1_000_000;

/// Characters of a text in a link.
fn carried(text: &str) -> usize {
    let mut out = String::new();
    crate::core::link::escape(text, &mut out);
    out.len()
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

/// A ZeRO stage, as a digit or as a number.
fn stage(text: &str) -> Result<u8, Error> {
    let number = text.parse::<f64>().ok().filter(|v| v.fract() == 0.0 && (0.0..=3.0).contains(v));
    let digit = number.map_or_else(|| text.to_owned(), |v| v.to_string());
    choose("ZeRO stage", &digit, &ZEROS)
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

//! Memory of one device that trains a model, for every stage of the pipeline and part by part.
//!
//! The parts are added although not all of them are largest at the same moment, so that the sum is what a device
//! must be able to hold, not a measurement.

use super::activations::{Kernel, Recompute};
use super::layout::{self, Layout};
use super::plan::{Base, Plan};
use super::recipe::{Optimizer, Recipe};
use super::schedule::Schedule;
use crate::core::error::{Code, Error};
use crate::core::expr::Expr;
use crate::core::model::Architecture;
use crate::core::quantity::Bytes;

/// What the loss keeps of the scores of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Logits {
    /// FP32 scores, 4 bytes (arXiv 2205.05198).
    #[default]
    Fp32,
    /// The head's own scores besides, as frameworks do that convert them for the loss: 6 bytes under 16-bit recipes.
    Copied,
    /// None: the loss is fused with the head.
    Fused,
}

impl Logits {
    pub const ALL: [(&'static str, Logits); 3] =
        [("fp32", Logits::Fp32), ("copied", Logits::Copied), ("fused", Logits::Fused)];
}

/// Everything that a device's memory depends on, besides the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup {
    /// Tokens of a sequence; an encoder's are as long.
    pub sequence: u64,
    /// Sequences of one micro-batch.
    pub micro_batch: u64,
    /// Micro-batches of one step; without it, enough to fill the pipeline.
    pub micro_batches: Option<u64>,
    pub recipe: &'static Recipe,
    pub optimizer: Optimizer,
    pub kernel: Kernel,
    pub recompute: Recompute,
    pub schedule: Schedule,
    pub layout: Layout,
    pub logits: Logits,
    /// Under ZeRO-3 the next layer is gathered while one is computed.
    pub prefetch: bool,
    /// ZeRO++ (arXiv 2306.10209): a second copy of the weights, over so many devices of a node.
    pub secondary: Option<u64>,
    /// What the driver and the communication library take; see [`RESERVE`].
    pub reserve: Bytes,
}

/// A reserve on each device for driver, communication buffers and fragments: 3.5 GiB, the default of the planner
/// ai-dynamo/aiconfigurator.
pub const RESERVE: f64 = 3.5 * crate::core::quantity::GIB;

/// No step has more micro-batches.
const MOST_TURNS: u64 = 1 << 30;

impl Setup {
    /// One device, sequences one at a time, BF16 mixed precision and AdamW.
    pub fn new(sequence: u64) -> Setup {
        Setup {
            sequence,
            micro_batch: 1,
            micro_batches: None,
            recipe: &super::recipe::RECIPES[1],
            optimizer: Optimizer::AdamW,
            kernel: Kernel::Flash,
            recompute: Recompute::None,
            schedule: Schedule::Alternating,
            layout: Layout::default(),
            logits: Logits::Fp32,
            prefetch: true,
            secondary: None,
            reserve: Bytes::ZERO,
        }
    }

    /// Sequences that all replicas take at once.
    pub const fn per_turn(&self) -> u64 {
        let per = self.layout.data.saturating_mul(self.micro_batch);
        if per == 0 { 1 } else { per }
    }

    /// Micro-batches of a step of so many sequences over all replicas; where they do not come out even, some wait in the
    /// last turn.
    ///
    /// # Errors
    /// At `globalBatch`: `inconsistent` where it is too small, `out-of-domain` where it is too large.
    pub fn turns(&self, batch: u64) -> Result<u64, Error> {
        let per = self.per_turn();
        if batch < per {
            let message = format!(
                "{} replicas that each take {} sequences at once need {per} for a step; {batch} are too few.",
                self.layout.data, self.micro_batch
            );
            return Err(Error::new(Code::Inconsistent, "globalBatch", message).suggest(per.to_string()));
        }
        let turns = batch.div_ceil(per);
        if turns > MOST_TURNS {
            let message = format!("{batch} sequences are more than {MOST_TURNS} turns of a step.");
            return Err(Error::new(Code::OutOfDomain, "globalBatch", message));
        }
        Ok(turns)
    }

    pub(super) fn check(&self, model: &Architecture) -> Result<(), Error> {
        let range = |field, value, most: u64| {
            let message = || format!("This must be a whole number from 1 to {most}.");
            if (1..=most).contains(&value) { Ok(()) } else { Err(Error::new(Code::OutOfDomain, field, message())) }
        };
        range("sequenceLength", self.sequence, 1 << 40)?;
        range("microBatch", self.micro_batch, 1 << 30)?;
        range("microBatches", self.micro_batches.unwrap_or(1), MOST_TURNS)?;
        range("model", layout::layers(model), 1 << 30)
            .map_err(|_| Error::new(Code::Inconsistent, "model", "A model without layers cannot be trained."))?;
        self.layout.check(model, self.sequence)?;
        if self.schedule == Schedule::AllForward && self.layout.interleave > 1 {
            return Err(
                Error::new(Code::Inconsistent, "interleave", "GPipe does not interleave; 1F1B does.").suggest("1")
            );
        }
        let Some(over) = self.secondary else { return Ok(()) };
        if self.layout.zero < 3 {
            return Err(Error::new(Code::Inconsistent, "secondary", "Only ZeRO-3 has weights to keep a second time."));
        }
        if over == 0 || !self.layout.replicas().is_multiple_of(over) {
            let message = format!("This must divide the {} devices over which ZeRO spreads.", self.layout.replicas());
            return Err(Error::new(Code::Inconsistent, "secondary", message));
        }
        Ok(())
    }
}

/// A part of a device's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Weights,
    Gradients,
    /// Master weights and moments.
    Optimizer,
    /// What the layers keep for the backward pass.
    Activations,
    /// What is kept outside the layers: masks behind the embedding, inputs of final norm and head, scores.
    Logits,
    /// What is gathered, reduced or computed again for a while, and what is reserved.
    Buffers,
}

impl Part {
    pub const ALL: [Part; 6] =
        [Part::Weights, Part::Gradients, Part::Optimizer, Part::Activations, Part::Logits, Part::Buffers];

    pub const fn id(self) -> &'static str {
        match self {
            Part::Weights => "weights",
            Part::Gradients => "gradients",
            Part::Optimizer => "optimizer",
            Part::Activations => "activations",
            Part::Logits => "logits",
            Part::Buffers => "buffers",
        }
    }

    /// As the head of a table has it.
    pub const fn title(self) -> &'static str {
        match self {
            Part::Weights => "weights",
            Part::Gradients => "gradients",
            Part::Optimizer => "optimizer",
            Part::Activations => "activations",
            Part::Logits => "outside the layers",
            Part::Buffers => "buffers and reserve",
        }
    }

    /// What it is.
    pub const fn words(self) -> &'static str {
        match self {
            Part::Weights => "weights",
            Part::Gradients => "gradients",
            Part::Optimizer => "master weights and moments",
            Part::Activations => "what the layers keep for the backward pass",
            Part::Logits => "masks, inputs and scores outside the layers",
            Part::Buffers => "gathered weights, what is computed again, and a reserve",
        }
    }
}

/// Memory of each device of one pipeline stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    pub index: u64,
    pub layers: u64,
    pub(super) parts: [Bytes; Part::ALL.len()],
}

impl Stage {
    pub const fn part(&self, part: Part) -> Bytes {
        self.parts[part as usize]
    }

    /// Weights, gradients and optimizer.
    pub fn states(&self) -> Bytes {
        self.part(Part::Weights) + self.part(Part::Gradients) + self.part(Part::Optimizer)
    }

    pub fn total(&self) -> Bytes {
        self.parts.iter().copied().sum()
    }

    /// The same stage with one part changed.
    pub const fn with(mut self, part: Part, bytes: Bytes) -> Stage {
        self.parts[part as usize] = bytes;
        self
    }
}

/// Which stage is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Select {
    /// The fullest.
    #[default]
    Max,
    First,
    Last,
    Index(u64),
}

/// # Errors
/// `out-of-domain` at `stage` where there is none of that number.
pub fn select(stages: &[Stage], which: Select) -> Result<&Stage, Error> {
    let found = match which {
        Select::Max => stages.iter().rev().max_by(|a, b| a.total().get().total_cmp(&b.total().get())),
        Select::First => stages.first(),
        Select::Last => stages.last(),
        Select::Index(i) => usize::try_from(i).ok().and_then(|i| stages.get(i)),
    };
    found.ok_or_else(|| {
        let message = format!("There are {} stages, the first has the number 0.", stages.len());
        Error::new(Code::OutOfDomain, "stage", message)
    })
}

/// Memory of a device of every stage.
///
/// # Errors
/// At the field that cannot be.
pub fn training(model: &Architecture, setup: &Setup) -> Result<Vec<Stage>, Error> {
    Plan::of(model, setup, &Base::Trained)?.stages()
}

/// The formula of one part on one stage; its value is the number that [`training`] reports.
///
/// # Errors
/// At the field that cannot be.
pub fn explain(model: &Architecture, setup: &Setup, stage: u64, part: Part) -> Result<Expr, Error> {
    Plan::of(model, setup, &Base::Trained)?.explain(stage, part)
}

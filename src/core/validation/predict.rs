//! A published run as the engine sees it, and what was measured in the same terms.

use super::{Counted, Model, Row, Said};
use crate::core::accelerators;
use crate::core::chosen;
use crate::core::engine::machine::Machine;
use crate::core::engine::step::{Job, Step};
use crate::core::error::Error;
use crate::core::memory::layout::Layout;
use crate::core::memory::recipe;
use crate::core::memory::training::Setup;
use crate::core::model::flops::{Causal, Forward};
use crate::core::model::{Architecture, Counts};

/// Predicted against published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predicted {
    pub step: Step,
    /// Tokens a second of all devices: predicted, and as the source has it.
    pub tokens: f64,
    pub said: f64,
    /// Model FLOP/s over the dense 16-bit peak, the whole square of attention counted: predicted, and as the source has it.
    pub mfu: f64,
    pub said_mfu: f64,
}

impl Predicted {
    /// How far the prediction is off, as a part of what was measured; above zero: too fast.
    pub fn error(&self) -> f64 {
        self.tokens / self.said - 1.0
    }
}

impl Row {
    /// # Errors
    /// Never for a row of the table; a test says so.
    pub fn architecture(&self) -> Result<Architecture, Error> {
        match self.model {
            Model::Preset(id) => Ok(chosen::Model::preset(id)?.architecture().clone()),
            Model::Config(text) => Ok(chosen::Model::pasted(text)?.architecture().clone()),
            Model::Shape(shape) => Ok(shape.architecture()),
        }
    }

    /// As the memory model and the engine take it.
    ///
    /// # Errors
    /// `unknown-id` for a recipe.
    pub fn setup(&self) -> Result<Setup, Error> {
        let copy = self.tensor.saturating_mul(self.pipeline).saturating_mul(self.context).max(1);
        let data = (self.devices / copy).max(1);
        Ok(Setup {
            micro_batch: self.micro,
            micro_batches: Some(self.batch.div_ceil(data.saturating_mul(self.micro).max(1))),
            recipe: recipe::find(self.recipe)?,
            kernel: self.kernel,
            recompute: self.recompute,
            layout: Layout {
                data,
                tensor: self.tensor,
                pipeline: self.pipeline,
                context: self.context,
                expert: self.expert,
                sequence_parallel: true,
                interleave: self.interleave,
                zero: self.zero,
            },
            ..Setup::new(self.sequence)
        })
    }

    /// # Errors
    /// Never for a row of the table; a test says so.
    pub fn predict(&self) -> Result<Predicted, Error> {
        let model = self.architecture()?;
        let setup = self.setup()?;
        let device = accelerators::get(self.device)?;
        let device = &accelerators::Accelerator { bandwidth: self.bandwidth.unwrap_or(device.bandwidth), ..*device };
        let machine = Machine::of(device, self.node, self.nic)?;
        let machine = self.held.map_or(machine, |watts| machine.held(watts));
        let job =
            Job { model: &model, setup: &setup, machine, batch: self.batch, habits: self.habits, shard: self.shard };
        // As it was published, also where the layout is one that this program would not take.
        let per = setup.layout.data.saturating_mul(self.micro).max(1);
        let step = job.assemble(&job.pass(), self.batch.div_ceil(per));
        let tokens_of_step = self.batch as f64 * self.sequence as f64;
        let tokens = tokens_of_step / step.time.get();
        let devices = self.devices as f64;
        let each = |counted: Counted| self.flop(&model, counted);
        let said = match self.said {
            Said::Tokens(v) => v,
            Said::TokensEach(v) => v * devices,
            Said::Step(v) => tokens_of_step / v,
            Said::Rate(v, counted) => v * devices / each(counted),
            Said::Mfu(v, counted) => v * device.half() * devices / each(counted),
        };
        let mfu = |tokens: f64| tokens * each(Counted::Full) / (devices * device.half());
        Ok(Predicted { step, tokens, said, mfu: mfu(tokens), said_mfu: mfu(said) })
    }

    /// FLOP of one token of training, counted so.
    fn flop(&self, model: &Architecture, counted: Counted) -> f64 {
        let of = |causal| Forward::of(model, self.sequence, causal);
        match counted {
            Counted::Full => of(Causal::Full).training(),
            Counted::Causal => of(Causal::Half).training(),
            Counted::Hardware => of(Causal::Full).hardware(self.recompute),
            Counted::HardwareCausal => of(Causal::Half).hardware(self.recompute),
            Counted::SixNd => 6.0 * Counts::of(model).active as f64,
        }
    }
}

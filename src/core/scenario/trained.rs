//! How the model at hand is trained on the scenario's accelerators.

use super::{Key, Scenario};
use crate::core::error::{Code, Error};
use crate::core::memory;
use crate::core::memory::activations::Recompute;
use crate::core::memory::layout::Layout;
use crate::core::quantity::{Count, show};
use crate::core::timing::quick::usual_batch;

impl Scenario {
    /// The same on the nearest layout that the model at hand and the number of accelerators allow.
    pub fn fitted(&self) -> Scenario {
        let mut next = Scenario { setup: self.setup.fitted(), ..self.clone() };
        let layout = &mut next.setup.training.layout;
        let devices = self.count.get() as u64;
        let copy = |l: &memory::layout::Layout| l.tensor.saturating_mul(l.pipeline).saturating_mul(l.context);
        let sequence = self.sequence.get() as u64;
        if copy(layout) > devices || !sequence.is_multiple_of(layout.context.max(1)) {
            layout.context = 1;
        }
        while copy(layout) > devices && layout.pipeline > 1 {
            layout.pipeline = layout.pipeline.div_ceil(2);
        }
        while copy(layout) > devices && layout.tensor > 1 {
            layout.tensor = if layout.tensor.is_multiple_of(2) { layout.tensor / 2 } else { 1 };
        }
        if layout.pipeline == 1 {
            layout.interleave = 1;
        }
        if next.training().is_ok_and(|t| !t.layout.replicas().is_multiple_of(t.layout.expert)) {
            next.setup.training.layout.expert = 1;
        }
        next
    }

    /// The same, trained as `setup` says, on as many accelerators as that takes.
    pub fn trained(&self, setup: memory::training::Setup) -> Scenario {
        let mut next = self.clone();
        let devices = setup.layout.devices() as f64;
        if let Ok(count) = Count::new(devices.max(self.count.get())) {
            next.count = count;
        }
        next.setup.training = memory::training::Setup { micro_batches: None, ..setup };
        next.setup.training.layout.data = 1;
        next.setup.training.sequence = self.setup.training.sequence;
        next
    }

    /// The same in a layout that a search for `batch` sequences a step found.
    pub fn laid_out(&self, setup: memory::training::Setup, batch: u64) -> Scenario {
        let mut next = self.trained(setup);
        next.setup.batch = Some(batch);
        next
    }

    /// The same in no layout yet: what a search for one starts from, whatever layout stands.
    pub fn unlaid(&self) -> Scenario {
        let mut next = self.clone();
        let training = &mut next.setup.training;
        let sequence_parallel = training.layout.sequence_parallel;
        training.layout = Layout { sequence_parallel, ..Layout::default() };
        training.recompute = Recompute::None;
        training.micro_batch = 1;
        let batch = || usual_batch(self.sequence.get() as u64);
        next.setup.batch = Some(self.setup.batch.unwrap_or_else(batch));
        next
    }

    /// How the model at hand is trained, with the tokens of a sequence and the replicas that the accelerators make.
    ///
    /// # Errors
    /// `inconsistent` where there are too few accelerators for one copy of the model.
    pub fn training(&self) -> Result<memory::training::Setup, Error> {
        let mut setup = self.setup.training;
        let layout = &mut setup.layout;
        let copy = layout.tensor.saturating_mul(layout.pipeline).saturating_mul(layout.context);
        layout.data = (self.count.get() as u64) / copy.max(1);
        if layout.data == 0 {
            let message = format!(
                "{} × {} × {} devices share one copy of the model, and there are only {}.",
                layout.tensor,
                layout.pipeline,
                layout.context,
                show::field_count(self.count)
            );
            return Err(Error::new(Code::Inconsistent, Key::Count.names().path, message));
        }
        setup.sequence = self.sequence.get() as u64;
        let turns = |b| setup.turns(b).map_err(|e| e.at(Key::Batch.names().path));
        setup.micro_batches = self.setup.batch.map(turns).transpose()?;
        Ok(setup)
    }
}

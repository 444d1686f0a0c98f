//! One step of training: what its devices do, and what they wait for.

use super::habits::Habits;
use super::machine::{Axes, Group, Machine};
use super::operator::Kind;
use super::pass::{Held, Pass, Way, exposed};
use crate::core::error::Error;
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::training::Setup;
use crate::core::model::Architecture;
use crate::core::quantity::Span;

/// A training run on a cluster.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    pub model: &'a Architecture,
    pub setup: &'a Setup,
    pub machine: Machine<'a>,
    /// Sequences of one step over all replicas.
    pub batch: u64,
    pub habits: Habits,
    /// Devices of one ZeRO group, where it is not all replicas (hybrid sharding).
    pub shard: Option<u64>,
}

/// What a step's time goes to. The parts add up to the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Forward and backward passes.
    Compute,
    /// Forward passes done a second time.
    Recompute,
    TensorComm,
    ContextComm,
    ExpertComm,
    PipelineComm,
    /// Stages that wait for others: while the pipeline fills and empties, and for the slowest.
    PipelineBubble,
    DataComm,
    Optimizer,
}

impl Part {
    pub const ALL: [Part; 9] = [
        Part::Compute,
        Part::Recompute,
        Part::TensorComm,
        Part::ContextComm,
        Part::ExpertComm,
        Part::PipelineComm,
        Part::PipelineBubble,
        Part::DataComm,
        Part::Optimizer,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Part::Compute => "compute",
            Part::Recompute => "recompute",
            Part::TensorComm => "tensorComm",
            Part::ContextComm => "contextComm",
            Part::ExpertComm => "expertComm",
            Part::PipelineComm => "pipelineComm",
            Part::PipelineBubble => "pipelineBubble",
            Part::DataComm => "dataComm",
            Part::Optimizer => "optimizer",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Part::Compute => "computing",
            Part::Recompute => "computing again",
            Part::TensorComm => "tensor-parallel communication",
            Part::ContextComm => "context-parallel communication",
            Part::ExpertComm => "tokens to experts and back",
            Part::PipelineComm => "between pipeline stages",
            Part::PipelineBubble => "pipeline bubble",
            Part::DataComm => "gradients and weights between replicas",
            Part::Optimizer => "optimizer",
        }
    }
}

/// The time of a step, part by part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub time: Span,
    parts: [Span; Part::ALL.len()],
    /// Forward and backward passes of all micro-batches on one device, by operator.
    kinds: [Span; Kind::ALL.len()],
    pub micro_batches: u64,
}

impl Step {
    pub const fn part(&self, part: Part) -> Span {
        self.parts[part as usize]
    }

    pub const fn kind(&self, kind: Kind) -> Span {
        self.kinds[kind as usize]
    }
}

impl Job<'_> {
    /// The time of a step.
    ///
    /// # Errors
    /// At the field that cannot be.
    pub fn step(&self) -> Result<Step, Error> {
        let setup = self.setup;
        setup.layout.check(self.model, setup.sequence)?;
        let micro_batches = setup.turns(self.batch)?;
        Ok(self.assemble(&self.pass(), micro_batches))
    }

    /// A step of so many micro-batches whose passes are known: of a job that differs in nothing but the pipeline, the
    /// replicas (as long as devices hold whole experts or do not), ZeRO, the batch, or what is computed again.
    pub fn assemble(&self, pass: &Pass, micro_batches: u64) -> Step {
        let layout = &self.setup.layout;
        let (stages, m) = (layout.pipeline as f64, micro_batches as f64);
        let (forward, backward) = (&pass.forward, &pass.backward);
        let mut again = Way::default();
        match self.setup.recompute {
            Recompute::None => {}
            // Fused attention computes its scores again in any case.
            Recompute::Selective if self.setup.kernel == Kernel::Flash => {}
            Recompute::Selective => again.compute = pass.core,
            Recompute::Full => again = *forward,
        }
        if self.setup.recompute != Recompute::Full {
            again.compute += (forward.compute - pass.core) * self.habits.again;
        }
        let head = pass.head_forward + pass.head_backward;
        let gathered = if layout.zero >= 3 { self.gathered(pass, again.compute) } else { Span::ZERO };
        let layers = forward.all() + backward.all() + again.all() + gathered;
        let each = layers * (1.0 / pass.layers.max(1.0));
        // Where layers do not come out even, the stage with the head is spared.
        let slowest = (each * (pass.layers / stages).ceil()).max(each * (pass.layers / stages).floor() + head);
        let all = layers + head;
        let piece = 1.0 / layout.interleave.max(1) as f64;
        let fill = match layout.pipeline {
            1 => Span::ZERO,
            // Fewer micro-batches than stages: the first takes a whole pass, each other follows a piece behind.
            _ if m < stages => all + slowest * ((m - 1.0) * piece) - slowest * m,
            // (p − 1)/v of a stage's time (arXiv 2104.04473).
            _ => (all - slowest) * piece,
        };
        let bubble = (slowest - all * (1.0 / stages)) * m + fill;
        let on_device = Held {
            dense: (pass.held.dense + pass.ends.dense) / stages,
            experts: (pass.held.experts + pass.ends.experts) / stages,
        };
        let windows = (
            (forward.compute + pass.head_forward) * (1.0 / stages),
            (backward.compute + again.compute + pass.head_backward) * (1.0 / stages),
        );
        let spread = |x: Span| x * (m / stages);
        let mut parts = [Span::ZERO; Part::ALL.len()];
        let mut set = |part: Part, time: Span| parts[part as usize] = time;
        set(Part::Compute, spread(forward.compute + backward.compute + head));
        set(Part::Recompute, spread(again.compute));
        set(Part::TensorComm, spread(forward.tensor + backward.tensor + again.tensor));
        set(Part::ContextComm, spread(forward.context + backward.context + again.context));
        set(Part::ExpertComm, spread(forward.expert + backward.expert + again.expert));
        set(Part::PipelineComm, self.between_stages(pass) * m);
        set(Part::PipelineBubble, bubble);
        set(Part::DataComm, if layout.zero >= 3 { spread(gathered) } else { self.data(on_device, windows, m) });
        set(Part::Optimizer, self.optimizer(on_device));
        let time = parts.iter().copied().sum();
        Step { time, parts, kinds: pass.kinds.map(|k| k * (m / stages)), micro_batches }
    }

    /// ZeRO-3, for one micro-batch and all layers: weights of a layer are gathered before each way, gradients summed and
    /// spread after the way back; the ends of the model likewise.
    fn gathered(&self, pass: &Pass, again: Span) -> Span {
        let layers = pass.layers.max(1.0);
        let one = 1.0 / layers;
        let recipe = self.setup.recipe;
        let (dense, experts) = self.groups();
        let of = |held: Held, bytes: f64| dense.gather(held.dense * bytes) + experts.gather(held.experts * bytes);
        let layer = Held { dense: pass.held.dense * one, experts: pass.held.experts * one };
        // Gradients are summed in the format of the passes, as FSDP does by default.
        let (gather, spread) = (of(layer, recipe.weight), of(layer, recipe.weight.min(recipe.gradient)));
        let ends = of(pass.ends, recipe.weight) * 2.0 + of(pass.ends, recipe.weight.min(recipe.gradient));
        if !self.habits.overlap_data {
            return (gather * 2.0 + spread) * layers + ends;
        }
        let (forward, backward) = (pass.forward.compute * one, (pass.backward.compute + again) * one);
        let head = pass.head_forward + pass.head_backward;
        // The first layer's weights have nothing to hide behind.
        (exposed(gather, forward) + exposed(gather + spread, backward)) * layers + gather + exposed(ends, head)
    }

    /// Devices over which ZeRO spreads what is outside the experts.
    fn spread(&self) -> u64 {
        let replicas = self.setup.layout.replicas();
        self.shard.unwrap_or(replicas).min(replicas)
    }

    /// Devices that hold the same weights: outside the experts, and of them.
    fn groups(&self) -> (Group, Group) {
        let layout = &self.setup.layout;
        let axes = if layout.tensor > 1 { Axes::Rest } else { Axes::All };
        let dense = self.machine.group(self.spread(), layout.tensor, axes);
        let experts = self.machine.group(layout.expert_replicas(), layout.tensor.saturating_mul(layout.expert), axes);
        (dense, experts)
    }

    /// Below ZeRO-3: gradients are summed once a step, and updated weights gathered where the optimizer is spread.
    fn data(&self, held: Held, (forward, backward): (Span, Span), micro_batches: f64) -> Span {
        let layout = &self.setup.layout;
        let recipe = self.setup.recipe;
        let (dense, experts) = self.groups();
        let sums = dense.gather(held.dense * recipe.gradient) + experts.gather(held.experts * recipe.gradient);
        // Spread gradients cannot wait for the last micro-batch.
        let earlier = if layout.zero == 2 { (micro_batches - 1.0).max(0.0) } else { 0.0 };
        let back = if layout.zero == 0 { recipe.gradient } else { recipe.weight };
        let gathers = dense.gather(held.dense * back) + experts.gather(held.experts * back);
        if !self.habits.overlap_data {
            return sums * (1.0 + earlier) + gathers;
        }
        // All but the last layer's share can hide: gradients in the last way back, weights in the first way on.
        let layers = (self.model.layers() as f64 / layout.pipeline as f64).max(1.0);
        let last = (sums + gathers) * (1.0 / layers);
        if layout.zero == 0 {
            return last + exposed(sums + gathers, backward);
        }
        let gathers = if self.habits.overlap_gather { exposed(gathers, forward) } else { gathers };
        last + exposed(sums, backward) * (1.0 + earlier) + gathers
    }

    /// What one micro-batch sends to the next stage and back, as far as nothing hides it.
    fn between_stages(&self, pass: &Pass) -> Span {
        let layout = &self.setup.layout;
        if layout.pipeline <= 1 || self.habits.overlap_pipeline {
            return Span::ZERO;
        }
        let stride = layout.tensor.saturating_mul(layout.context).saturating_mul(layout.data);
        let group = self.machine.group(2, stride, Axes::One);
        let bytes = pass.tokens * self.model.width as f64 * pass.number / layout.spread() as f64;
        group.send(bytes) * (2.0 * layout.interleave as f64)
    }

    /// Gradients, master weights and moments are read, and written again.
    fn optimizer(&self, held: Held) -> Span {
        let (recipe, layout) = (self.setup.recipe, &self.setup.layout);
        let kept = recipe.master + recipe.first + recipe.second;
        // Gradients are read once for their norm and once for the update.
        let each = 2.0 * recipe.gradient + 2.0 * kept + recipe.weight;
        let spread = |replicas: u64| if layout.zero >= 1 { replicas.max(1) as f64 } else { 1.0 };
        let numbers = held.dense / spread(self.spread()) + held.experts / spread(layout.expert_replicas());
        Span::seconds(numbers * each / self.machine.memory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators;
    use crate::core::chosen::Model;
    use crate::core::memory::layout::Layout;

    fn step(id: &str, layout: Layout, batch: u64, habits: Habits) -> Step {
        let model = Model::preset(id).unwrap();
        let setup = Setup { layout, ..Setup::new(4096) };
        let machine = Machine::of(accelerators::get("h100-sxm").unwrap(), None, Some(12.5e9)).unwrap();
        let job = Job { model: model.architecture(), setup: &setup, machine, batch, habits, shard: None };
        job.step().unwrap()
    }

    /// One micro-batch passes all layers in series, however the pipeline is cut; two overlap in part.
    #[test]
    fn a_pass_takes_its_time() {
        let of = |pipeline, interleave, batch| {
            let layout = Layout { tensor: 8, pipeline, interleave, ..Layout::default() };
            let s = step("llama-2-70b", layout, batch, Habits::default());
            s.time.get() - s.part(Part::Optimizer).get()
        };
        let whole = of(1, 1, 1);
        for (pipeline, interleave) in [(8, 1), (8, 2), (8, 10), (4, 5)] {
            let one = of(pipeline, interleave, 1);
            assert!((one / whole - 1.0).abs() < 1e-9, "{pipeline} {interleave}");
            let two = of(pipeline, interleave, 2);
            assert!(two > one && two < 2.0 * whole);
            // From as many micro-batches as stages on, the published bubble (p − 1)/v, and no step between.
            let p = pipeline as f64;
            let full = of(pipeline, interleave, pipeline);
            let ideal = whole * (1.0 + (p - 1.0) / p / interleave as f64);
            assert!((full / ideal - 1.0).abs() < 0.02, "{full} {ideal}");
            assert!(of(pipeline, interleave, pipeline - 1) < full);
        }
    }

    /// Bytes that a device sends: gradients and weights once a step with ZeRO-1, half as much again with ZeRO-3 (weights
    /// before each way, gradients after), as ZeRO counts (arXiv 1910.02054, section 7).
    #[test]
    fn zero_3_sends_half_as_much_again() {
        let apart = Habits { overlap_data: false, ..Habits::default() };
        let sends = |id, zero| {
            let layout = Layout { data: 8, zero, ..Layout::default() };
            let model = Model::preset(id).unwrap();
            let recipe = crate::core::memory::recipe::find("bf16-mixed").unwrap();
            let setup = Setup { layout, recipe, ..Setup::new(4096) };
            let machine = Machine::of(accelerators::get("h100-sxm").unwrap(), None, None).unwrap();
            let job = Job { model: model.architecture(), setup: &setup, machine, batch: 8, habits: apart, shard: None };
            job.step().unwrap().part(Part::DataComm).get()
        };
        for id in ["llama-3-8b", "gemma-2-2b", "llama-2-70b"] {
            let ratio = sends(id, 3) / sends(id, 1);
            // Messages of every layer take some time more than those of all at once.
            assert!((1.49..1.65).contains(&ratio), "{id}: {ratio}");
        }
    }
}

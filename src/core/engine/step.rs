//! One step of training: what its devices do, and what they wait for.

use super::constants::CONTENTION;
use super::habits::Habits;
use super::machine::{Axes, Machine, Operands};
use super::operator::{self, Kind, Operator, Share, Work};
use super::product::Product;
use crate::core::error::{Code, Error};
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::recipe::{Recipe, of_layer};
use crate::core::memory::training::Setup;
use crate::core::model::{Architecture, Layer, Part as Of, Role, Split, Tensor};
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

/// One way through a layer or an end of the model.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    compute: Span,
    again: Span,
    tensor: Span,
    context: Span,
    expert: Span,
    data: Span,
}

impl Way {
    fn all(&self) -> Span {
        self.compute + self.again + self.tensor + self.context + self.expert + self.data
    }

    fn add(&mut self, other: &Way, times: f64) {
        self.compute += other.compute * times;
        self.again += other.again * times;
        self.tensor += other.tensor * times;
        self.context += other.context * times;
        self.expert += other.expert * times;
        self.data += other.data * times;
    }
}

/// Trained numbers that a device holds: outside the experts, and of them; and those of matrices in 8 bits.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    dense: f64,
    experts: f64,
}

/// What can be heard of `comm` beside `work`: what is longer, and what the two cost each other.
fn exposed(comm: Span, work: Span) -> Span {
    (comm - work) + comm.min(work) * CONTENTION
}

/// The format of the layers' products under a recipe, and the bytes that conversion moves for a number of an operand in
/// the forward pass; the way back moves twice as many.
///
/// An input is read in 16 bits and written in 8 twice, as it is and turned: 2 + 1 + 1 bytes for each number of the
/// inputs and of the gradients, a third of it forward. Scales that come from the tensor itself take another reading.
fn operands(recipe: &Recipe) -> (Operands, f64) {
    match recipe.id {
        "fp32" => (Operands::Full, 0.0),
        "fp8-delayed" | "fp8-lm" => (Operands::Eight, 4.0 / 3.0),
        "fp8-block" => (Operands::EightFine, 6.0 / 3.0),
        "mxfp8" => (Operands::Eight, 6.0 / 3.0),
        _ => (Operands::Half, 0.0),
    }
}

impl<'a> Job<'a> {
    /// The time of a step.
    ///
    /// # Errors
    /// At the field that cannot be.
    pub fn step(&self) -> Result<Step, Error> {
        let setup = self.setup;
        setup.layout.check(self.model, setup.sequence)?;
        let layout = &setup.layout;
        let per = layout.data.saturating_mul(setup.micro_batch).max(1);
        if self.batch < per {
            let message = format!(
                "{} replicas that each take {} sequences at once need {per} for a step; {} are too few.",
                layout.data, setup.micro_batch, self.batch
            );
            return Err(Error::new(Code::Inconsistent, "globalBatch", message).suggest(per.to_string()));
        }
        Ok(self.run(self.batch.div_ceil(per)))
    }

    fn run(&self, micro_batches: u64) -> Step {
        let (model, setup, layout) = (self.model, self.setup, &self.setup.layout);
        let machine = self.machine.under_load();
        let share = self.share();
        let mut kinds = [Span::ZERO; Kind::ALL.len()];
        let (mut forward, mut backward) = (Way::default(), Way::default());
        let mut held = Held::default();
        let mut layers = 0.0;
        let stacks = model.encoder.iter().chain(std::iter::once(&model.stack));
        for (layer, n) in stacks.flat_map(|s| s.kinds()) {
            let n = n as f64;
            layers += n;
            let own = self.held(layer.tensors());
            held.dense += own.dense * n;
            held.experts += own.experts * n;
            let ops = operator::of_layer(layer, model.width, layout, &share);
            let (f, b) = self.layer(&machine, layer, &ops, &share, own, &mut |kind: Kind, time: Span| {
                if let Some(sum) = kinds.get_mut(kind as usize) {
                    *sum += time * n;
                }
            });
            forward.add(&f, n);
            backward.add(&b, n);
        }
        // The head, on the last stage only.
        let (mut head_forward, mut head_backward) = (Span::ZERO, Span::ZERO);
        let stages = layout.pipeline as f64;
        for op in self.head(&share) {
            let (f, b) = (op.forward(&machine), op.backward(&machine));
            head_forward += f;
            head_backward += b;
            if let Some(sum) = kinds.get_mut(op.kind as usize) {
                // Below, every kind is divided by the stages.
                *sum += f + b;
            }
        }
        let m = micro_batches as f64;
        let head = head_forward + head_backward;
        let each = (forward.all() + backward.all()) * (1.0 / layers.max(1.0));
        let whole = (layers / stages).floor();
        let most = (layers / stages).ceil();
        let slowest = (each * most).max(each * whole + head);
        let all = each * layers + head;
        let average = all * (1.0 / stages);
        let fill = (all - slowest) * (1.0 / layout.interleave.max(1) as f64);
        let bubble = (slowest - average) * m + if layout.pipeline > 1 { fill } else { Span::ZERO };

        let ends = self.held(model.stem.iter().chain(&model.tail));
        let per_stage = |x: f64| x / stages;
        let on_device = Held { dense: per_stage(held.dense + ends.dense), experts: per_stage(held.experts) };
        let windows = (
            (forward.compute + head_forward) * (1.0 / stages),
            (backward.compute + backward.again + head_backward) * (1.0 / stages),
        );
        let spread = |x: Span| x * (m / stages);
        let mut parts = [Span::ZERO; Part::ALL.len()];
        let mut set = |part: Part, time: Span| parts[part as usize] = time;
        set(Part::Compute, spread(forward.compute + backward.compute + head));
        set(Part::Recompute, spread(backward.again));
        set(Part::TensorComm, spread(forward.tensor + backward.tensor));
        set(Part::ContextComm, spread(forward.context + backward.context));
        set(Part::ExpertComm, spread(forward.expert + backward.expert));
        set(Part::PipelineComm, self.between_stages(&share) * m);
        set(Part::PipelineBubble, bubble);
        let data = if layout.zero >= 3 { spread(forward.data + backward.data) } else { self.data(on_device, windows) };
        set(Part::DataComm, data);
        set(Part::Optimizer, self.optimizer(&machine, on_device));
        let time = parts.iter().copied().sum();
        let kinds = kinds.map(|k| k * (m / stages));
        let _ = setup;
        Step { time, parts, kinds, micro_batches }
    }

    fn share(&self) -> Share {
        let setup = self.setup;
        let context = setup.layout.context.max(1) as f64;
        let sequence = setup.sequence as f64;
        let (operands, cast) = operands(setup.recipe);
        Share {
            tokens: setup.micro_batch as f64 * sequence / context,
            sees: sequence / 2.0,
            most: sequence,
            causal: true,
            kernel: setup.kernel,
            fused: self.habits.fused,
            operands,
            number: setup.recipe.activation,
            parallel: self.habits.parallel_block,
            cast,
        }
    }

    /// Both ways through one layer.
    fn layer(
        &self,
        machine: &Machine,
        layer: &Layer,
        ops: &[Operator],
        share: &Share,
        held: Held,
        by_kind: &mut impl FnMut(Kind, Span),
    ) -> (Way, Way) {
        let layout = &self.setup.layout;
        let (mut forward, mut backward) = (Way::default(), Way::default());
        let mut core = Span::ZERO;
        for op in ops {
            let (f, b) = (op.forward(machine), op.backward(machine));
            forward.compute += f;
            backward.compute += b;
            by_kind(op.kind, f + b);
            if op.kind == Kind::AttentionCore {
                core += f;
            }
        }
        // Tensor parallelism: the input of every block is gathered and its output summed, or summed for all at once.
        let attention = layer.attention.is_some() || layer.cross.is_some() || layer.mixer.is_some();
        let mut blocks = f64::from(u8::from(attention)) + f64::from(u8::from(!layer.feeds.is_empty()));
        if self.habits.parallel_block {
            blocks = blocks.min(1.0);
        }
        let group = machine.group(layout.tensor, 1, if layout.tensor > 1 { Axes::One } else { Axes::All });
        let sums = group.reduce(share.tokens * self.model.width as f64 * share.number) * blocks;
        let hide = |sums: Span, work: Span| {
            if self.habits.overlap_tensor {
                // The first piece of a ring has nothing to hide behind.
                let first = sums * (1.0 / layout.tensor.max(1) as f64);
                first + exposed(sums - first, work)
            } else {
                sums
            }
        };
        forward.tensor = hide(sums, forward.compute);
        backward.tensor = hide(sums, backward.compute);
        // Experts: tokens go to them and come back.
        let top: f64 = layer.feeds.iter().filter_map(|f| f.routed).map(|r| r.top as f64).sum();
        if layout.expert > 1 && top > 0.0 {
            let rest = if layout.tensor > 1 { Axes::Rest } else { Axes::All };
            let group = machine.group(layout.expert, layout.tensor, rest);
            let d = self.model.width as f64 / layout.spread() as f64;
            let one = share.tokens * top * d;
            let out = if share.operands == Operands::EightFine { 1.0 } else { share.number };
            let way = group.exchange(one * out) + group.exchange(one * share.number);
            let hidden = |way: Span, work| if self.habits.overlap_expert { exposed(way, work) } else { way };
            forward.expert = hidden(way, forward.compute);
            backward.expert = hidden(way, backward.compute);
        }
        // Context parallelism: keys and values of the other pieces come by.
        if layout.context > 1
            && let Some(a) = &layer.attention
        {
            let group = machine.group(layout.context, layout.tensor, Axes::One);
            let heads = a.kv_heads as f64 / (a.kv_heads.min(layout.tensor).max(1)) as f64;
            let numbers = heads * (a.key + a.value) as f64 * share.tokens * layout.context as f64;
            let way = group.gather(numbers * share.number);
            let hidden = |way: Span, work| if self.habits.overlap_context { exposed(way, work) } else { way };
            forward.context = hidden(way, core);
            backward.context = hidden(way * 2.0, core * 2.0);
        }
        match self.setup.recompute {
            Recompute::None => {}
            Recompute::Selective => {
                if self.setup.kernel == Kernel::Standard {
                    backward.again = core;
                }
            }
            Recompute::Full => {
                backward.again = forward.compute;
                backward.tensor += forward.tensor;
                backward.expert += forward.expert;
                backward.context += forward.context;
            }
        }
        if layout.zero >= 3 {
            let (f, b) = self.gathered(machine, held, forward.compute, backward.compute + backward.again);
            forward.data = f;
            backward.data = b;
        }
        (forward, backward)
    }

    /// ZeRO-3: weights of a layer are gathered before each way, gradients summed and spread after the way back.
    fn gathered(&self, machine: &Machine, held: Held, forward: Span, backward: Span) -> (Span, Span) {
        let recipe = self.setup.recipe;
        let weights = |h: f64| h * recipe.weight;
        let gradients = |h: f64| h * recipe.weight.max(recipe.gradient.min(recipe.weight));
        let (dense, experts) = self.groups(machine);
        let gather = dense.gather(weights(held.dense)) + experts.gather(weights(held.experts));
        let spread = dense.gather(gradients(held.dense)) + experts.gather(gradients(held.experts));
        if self.habits.overlap_data {
            (exposed(gather, forward), exposed(gather + spread, backward))
        } else {
            (gather, gather + spread)
        }
    }

    /// Devices that hold the same weights: outside the experts, and of them.
    fn groups(&self, machine: &Machine) -> (super::machine::Group, super::machine::Group) {
        let layout = &self.setup.layout;
        let axes = if layout.tensor > 1 { Axes::Rest } else { Axes::All };
        let replicas = self.shard.unwrap_or(layout.replicas()).min(layout.replicas());
        let dense = machine.group(replicas, layout.tensor, axes);
        let experts = machine.group(layout.expert_replicas(), layout.tensor.saturating_mul(layout.expert), axes);
        (dense, experts)
    }

    /// Below ZeRO-3: gradients are summed once a step, and updated weights gathered where the optimizer is spread.
    fn data(&self, held: Held, (forward, backward): (Span, Span)) -> Span {
        let layout = &self.setup.layout;
        let recipe = self.setup.recipe;
        let (dense, experts) = self.groups(&self.machine);
        let sums = dense.gather(held.dense * recipe.gradient) + experts.gather(held.experts * recipe.gradient);
        let back = if layout.zero == 0 { recipe.gradient } else { recipe.weight };
        let gathers = dense.gather(held.dense * back) + experts.gather(held.experts * back);
        if !self.habits.overlap_data {
            return sums + gathers;
        }
        // All but the last layer's share can hide: gradients in the last way back, weights in the first way on.
        let layers = (self.model.layers() as f64 / layout.pipeline as f64).max(1.0);
        let last = (sums + gathers) * (1.0 / layers);
        if layout.zero == 0 {
            return last + exposed(sums + gathers, backward);
        }
        last + exposed(sums, backward) + exposed(gathers, forward)
    }

    /// What one micro-batch sends to the next stage and back, as far as nothing hides it.
    fn between_stages(&self, share: &Share) -> Span {
        let layout = &self.setup.layout;
        if layout.pipeline <= 1 || self.habits.overlap_pipeline {
            return Span::ZERO;
        }
        let stride = layout.tensor.saturating_mul(layout.context).saturating_mul(layout.data);
        let group = self.machine.group(2, stride, Axes::One);
        let bytes = share.tokens * self.model.width as f64 * share.number / layout.spread() as f64;
        group.send(bytes) * (2.0 * layout.interleave as f64)
    }

    /// Gradients, master weights and moments are read, and written again.
    fn optimizer(&self, machine: &Machine, held: Held) -> Span {
        let (recipe, layout) = (self.setup.recipe, &self.setup.layout);
        let kept = recipe.master + recipe.first + recipe.second;
        // Gradients are read once for their norm and once for the update.
        let each = 2.0 * recipe.gradient + 2.0 * kept + recipe.weight;
        let spread = |replicas: u64| if layout.zero >= 1 { replicas.max(1) as f64 } else { 1.0 };
        let shard = self.shard.unwrap_or(layout.replicas()).min(layout.replicas());
        let numbers = held.dense / spread(shard) + held.experts / spread(layout.expert_replicas());
        Span::seconds(numbers * each / machine.memory)
    }

    /// The head and the loss.
    fn head(&self, share: &Share) -> Vec<Operator> {
        let layout = &self.setup.layout;
        let t = layout.tensor as f64;
        let heads = self.model.tail.iter().filter(|t| t.part == Of::Head);
        let mut out = Vec::new();
        for head in heads.filter(|t| matches!(t.role, Role::Matrix | Role::Tied)) {
            let (rows, cols) = (head.rows as f64, head.cols as f64 / t);
            let operands = if share.operands == Operands::Full { Operands::Full } else { Operands::Half };
            let product = Product { m: share.tokens, n: cols, k: rows, groups: 1.0, operands, result: share.number };
            out.push(Operator { kind: Kind::Head, work: Work::Product(product) });
            // Scores in FP32 are written, read for the softmax and read for the loss.
            let bytes = share.tokens * cols * if share.fused { 6.0 } else { 12.0 };
            out.push(Operator { kind: Kind::Loss, work: Work::Stream { bytes, kernels: 2.0, flop: 0.0 } });
        }
        out
    }

    /// Trained numbers of these tensors that one device holds.
    fn held<'t>(&self, tensors: impl Iterator<Item = &'t Tensor>) -> Held {
        let layout = &self.setup.layout;
        let mut held = Held::default();
        for t in tensors {
            let numbers = t.trained() as f64 / layout.ways(t.split).max(1) as f64;
            if t.split == Split::Experts {
                held.experts += numbers;
            } else {
                held.dense += numbers;
            }
        }
        let _ = of_layer;
        held
    }
}

//! Passes of one micro-batch through the layers: all that does not depend on the pipeline, the replicas, or what is
//! computed again. A search over layouts does this once for many of them.

use super::constants::{BLOCKED, CONTENTION, LAUNCH};
use super::machine::{Axes, Machine, Operands};
use super::operator::{self, Kind, Operator, Share, Work};
use super::product::Product;
use super::routing::{self, Routing};
use super::step::Job;
use crate::core::memory::layout::Layout;
use crate::core::memory::recipe::Recipe;
use crate::core::memory::training::Setup;
use crate::core::model::{Layer, Part as Of, Role, Split, Tensor};
use crate::core::quantity::Span;

/// One way through a layer or an end of the model.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    pub compute: Span,
    pub tensor: Span,
    pub context: Span,
    pub expert: Span,
}

impl Way {
    pub fn all(&self) -> Span {
        self.compute + self.tensor + self.context + self.expert
    }

    fn add(&mut self, other: &Way, times: f64) {
        self.compute += other.compute * times;
        self.tensor += other.tensor * times;
        self.context += other.context * times;
        self.expert += other.expert * times;
    }
}

/// Trained numbers that a device holds: outside the experts, and of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    pub dense: f64,
    pub experts: f64,
}

/// What can be heard of `comm` beside `work`: what is longer, and what the two cost each other.
pub(super) fn exposed(comm: Span, work: Span) -> Span {
    (comm - work) + comm.min(work) * CONTENTION
}

/// Tensor parallelism: the input of every block of a layer is gathered and its output summed, or summed for all at once.
pub fn sums(machine: &Machine, layer: &Layer, width: u64, layout: &Layout, share: &Share) -> Span {
    let attention = layer.attention.is_some() || layer.cross.is_some() || layer.mixer.is_some();
    let mut blocks = f64::from(u8::from(attention)) + f64::from(u8::from(!layer.feeds.is_empty()));
    if share.parallel {
        blocks = blocks.min(1.0);
    }
    let group = machine.group(layout.tensor, 1, if layout.tensor > 1 { Axes::One } else { Axes::All });
    group.reduce(share.tokens * width as f64 * share.number) * blocks
}

/// The format of the layers' products under a recipe, and the bytes that conversion moves for a number of an operand in
/// the forward pass; the way back moves twice as many.
///
/// An input is read in 16 bits and written in 8 twice, as it is and turned: 2 + 1 + 1 bytes for each number of the
/// inputs and of the gradients, a third of it forward. Scales that come from the tensor itself take another reading.
pub fn operands(recipe: &Recipe) -> (Operands, f64) {
    match recipe.id {
        "fp32" => (Operands::Full, 0.0),
        "fp8-delayed" | "fp8-lm" => (Operands::Eight, 4.0 / 3.0),
        "fp8-block" => (Operands::EightFine, 6.0 / 3.0),
        "mxfp8" => (Operands::Eight, 6.0 / 3.0),
        _ => (Operands::Half, 0.0),
    }
}

/// Both ways of one micro-batch through all layers and the head, as if one stage had them all.
#[derive(Clone, Copy, Debug)]
pub struct Pass {
    pub(super) forward: Way,
    pub(super) backward: Way,
    /// Of the forward way, the cores of attention.
    pub(super) core: Span,
    pub(super) head_forward: Span,
    pub(super) head_backward: Span,
    pub(super) kinds: [Span; Kind::ALL.len()],
    pub(super) layers: f64,
    /// Trained numbers of all layers, and of the ends, on the devices that share a stage's tensors.
    pub(super) held: Held,
    pub(super) ends: Held,
    /// Tokens of the micro-batch on one device, and bytes of an activation.
    pub(super) tokens: f64,
    pub(super) number: f64,
}

impl Pass {
    /// Bytes that some device of this setup holds at least: an even share of weights, gradients and optimizer.
    pub fn least(&self, setup: &Setup) -> f64 {
        let (recipe, layout) = (setup.recipe, &setup.layout);
        let small = |a: f64, b: f64| if a < b { a } else { b };
        let weight = small(recipe.weight, recipe.matrix.weight);
        let gradient = small(recipe.gradient, recipe.matrix.gradient);
        // Optimizers that keep little keep nothing at the least.
        let kept = recipe.master;
        let over = |numbers: f64, replicas: f64| {
            let spread = |from: u8, bytes: f64| if layout.zero >= from { bytes / replicas } else { bytes };
            numbers * (spread(3, weight) + spread(2, gradient) + spread(1, kept))
        };
        let dense = over(self.held.dense, layout.replicas().max(1) as f64);
        let experts = over(self.held.experts, layout.expert_replicas() as f64);
        (dense + experts) / layout.pipeline.max(1) as f64
    }
}

impl Job<'_> {
    /// Operators of one of each kind of layer and of the head, forward.
    pub fn operators(&self) -> Vec<Operator> {
        let share = self.share();
        let stacks = self.model.encoder.iter().chain(std::iter::once(&self.model.stack));
        let layers = stacks.flat_map(|s| &s.kinds);
        let mut all: Vec<Operator> =
            layers.flat_map(|l| operator::of_layer(l, self.model.width, &self.setup.layout, &share)).collect();
        all.extend(self.head(&share));
        all
    }

    /// The passes of one micro-batch.
    pub fn pass(&self) -> Pass {
        let (model, layout) = (self.model, &self.setup.layout);
        let machine = self.machine.under_load();
        let share = self.share();
        let mut pass = Pass {
            forward: Way::default(),
            backward: Way::default(),
            core: Span::ZERO,
            head_forward: Span::ZERO,
            head_backward: Span::ZERO,
            kinds: [Span::ZERO; Kind::ALL.len()],
            layers: 0.0,
            held: Held::default(),
            ends: self.held(model.stem.iter().chain(&model.tail)),
            tokens: share.tokens,
            number: share.number,
        };
        // An encoder sees both ways.
        let both = Share { causal: false, ..share };
        let shortcut = self.habits.routing.shortcut;
        let encoder = model
            .encoder
            .iter()
            .flat_map(|s| routing::layers(s, shortcut))
            .map(|(layer, before, n)| (layer, before, n, both));
        let decoder =
            routing::layers(&model.stack, shortcut).into_iter().map(|(layer, before, n)| (layer, before, n, share));
        for (layer, before, n, share) in encoder.chain(decoder) {
            let n = n as f64;
            pass.layers += n;
            let own = self.held(layer.tensors());
            pass.held.dense += own.dense * n;
            pass.held.experts += own.experts * n;
            let ops = operator::of_layer(layer, model.width, layout, &share);
            let kinds = &mut pass.kinds;
            let before = before.map_or(Vec::new(), |l| operator::of_layer(l, model.width, layout, &share));
            let (f, b, core) = self.layer(&machine, layer, (&ops, &before), &share, &mut |kind: Kind, time: Span| {
                if let Some(sum) = kinds.get_mut(kind as usize) {
                    *sum += time * n;
                }
            });
            pass.core += core * n;
            pass.forward.add(&f, n);
            pass.backward.add(&b, n);
        }
        for op in self.head(&share) {
            let (f, b) = (op.forward(&machine), op.backward(&machine));
            pass.head_forward += f;
            pass.head_backward += b;
            if let Some(sum) = pass.kinds.get_mut(op.kind as usize) {
                *sum += f + b;
            }
        }
        pass
    }

    /// Tokens of a micro-batch that one device sends to experts.
    pub fn senders(&self) -> f64 {
        self.share().senders(&self.setup.layout)
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
            attention: self.habits.attention,
            fused: self.habits.fused,
            operands,
            number: setup.recipe.activation,
            parallel: self.habits.parallel_block,
            cast,
            routing: self.habits.routing,
        }
    }

    /// Both ways through one layer.
    fn layer(
        &self,
        machine: &Machine,
        layer: &Layer,
        (ops, before): (&[Operator], &[Operator]),
        share: &Share,
        by_kind: &mut impl FnMut(Kind, Span),
    ) -> (Way, Way, Span) {
        let layout = &self.setup.layout;
        let (mut forward, mut backward) = (Way::default(), Way::default());
        let mut core = Span::ZERO;
        let mut kernels = 0.0;
        for op in ops {
            let (f, b) = (op.forward(machine), op.backward(machine));
            forward.compute += f;
            backward.compute += b;
            by_kind(op.kind, f + b);
            if op.kind == Kind::AttentionCore {
                core += f;
            }
            kernels += op.kernels();
        }
        // The host launches kernels one after the other; the way back has about two for each of the way on.
        let each = if self.habits.blocking { BLOCKED } else { LAUNCH };
        let launches = Span::seconds(kernels * each);
        let with = |work: Span, host: Span| if self.habits.blocking { work + host } else { work.max(host) };
        forward.compute = with(forward.compute, launches);
        backward.compute = with(backward.compute, launches * 2.0);
        let sums = sums(machine, layer, self.model.width, layout, share);
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
        if let Some((there, back)) = routing::travel(machine, layer, self.model.width, layout, share) {
            if share.routing.shortcut && !self.habits.overlap_expert {
                let beside = |time: fn(&Operator, &Machine) -> Span| {
                    Routing::heard(there, back, &routing::beside(ops, before, |op| time(op, machine)))
                };
                forward.expert = beside(Operator::forward);
                backward.expert = beside(Operator::backward);
            } else {
                let way = there + back;
                let hidden = |work| if self.habits.overlap_expert { exposed(way, work) } else { way };
                forward.expert = hidden(forward.compute);
                backward.expert = hidden(backward.compute);
            }
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
        (forward, backward, core)
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
        held
    }
}

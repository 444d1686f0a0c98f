//! How long a served model takes to write a token for every sequence, and to read prompts: a roofline.
//!
//! A pass reads every weight once, of routed experts those that some token chose, and what sequences keep; devices send
//! one another what they send in training. The products of a prompt are timed as those of training, operator by operator;
//! kernels that unpack weights of few bits first read them in the format of the products as well. Those of single tokens
//! leave most of a tile empty and wait for their weights, so of them only FLOP over the rate of large products are
//! counted. Norms, sampling and the launching of kernels take no time while tokens are written, nor does the host.

use crate::core::engine::habits::Fused;
use crate::core::engine::machine::{Machine, Operands};
use crate::core::engine::operator::{self, Kind, Operator, Share, Work};
use crate::core::engine::pass::sums;
use crate::core::engine::routing::{self, Routing};
use crate::core::error::{Code, Error};
use crate::core::memory::activations::Kernel;
use crate::core::memory::formats::Format;
use crate::core::memory::layout::Layout;
use crate::core::memory::serving::{Quantised, read};
use crate::core::model::{Architecture, Attention, Kind as Way, Layer, Part, Role, Split, Tensor};
use crate::core::quantity::Span;

/// How a model is served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct How {
    /// Sequences at once, over all devices.
    pub sequences: u64,
    /// Tokens of each: of its prompt, or that the next one sees.
    pub context: u64,
    pub weights: &'static Format,
    pub quantised: Quantised,
    pub kv: &'static Format,
    /// What products run in.
    pub operands: Operands,
    /// Devices that share every matrix outside the experts.
    pub tensor: u64,
    /// Devices that share the experts of a layer. Beyond `tensor` the rest of the model is there once for each group of
    /// `tensor` devices, and sequences are spread over the groups; below it, groups of `expert` hold all experts.
    pub expert: u64,
}

/// What takes longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Weights,
    Cache,
    Products,
    Attention,
    Tensor,
    Expert,
}

impl Bound {
    pub const fn words(self) -> &'static str {
        match self {
            Bound::Weights => "reading weights",
            Bound::Cache => "reading keys and values",
            Bound::Products => "products with weights",
            Bound::Attention => "attention",
            Bound::Tensor => "tensor-parallel communication",
            Bound::Expert => "tokens to experts and back",
        }
    }
}

/// The time of one pass. Weights are read beside the products with them, keys and values beside attention.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Served {
    /// Reading weights.
    pub weights: Span,
    /// Reading keys, values and states; writing those of a prompt.
    pub cache: Span,
    /// Products with weights.
    pub products: Span,
    /// Scores and weighted values.
    pub attention: Span,
    /// Sums of the devices that share matrices.
    pub tensor: Span,
    /// Tokens to experts and back, as far as nothing hides it.
    pub expert: Span,
}

impl Served {
    pub fn time(&self) -> Span {
        self.weights.max(self.products) + self.cache.max(self.attention) + self.tensor + self.expert
    }

    pub fn bound(&self) -> Bound {
        let larger = |a: (Bound, Span), b: (Bound, Span)| if b.1 > a.1 { b } else { a };
        let rest = [
            (Bound::Products, self.products),
            (Bound::Cache, self.cache),
            (Bound::Attention, self.attention),
            (Bound::Tensor, self.tensor),
            (Bound::Expert, self.expert),
        ];
        rest.into_iter().fold((Bound::Weights, self.weights), larger).0
    }
}

/// One token for each sequence.
///
/// # Errors
/// What cannot be, at its field.
pub fn decode(model: &Architecture, machine: Machine, routing: Routing, how: &How) -> Result<Served, Error> {
    Pass::of(model, machine, routing, how, false).map(|p| p.served())
}

/// The prompt of each sequence; what an encoder reads, where there is one.
///
/// # Errors
/// As [`decode`].
pub fn prefill(model: &Architecture, machine: Machine, routing: Routing, how: &How) -> Result<Served, Error> {
    Pass::of(model, machine, routing, how, true).map(|p| p.served())
}

/// Bytes of what stays in 16 bits.
const HALF: f64 = 2.0;

struct Pass<'a> {
    model: &'a Architecture,
    machine: Machine<'a>,
    how: &'a How,
    layout: Layout,
    share: Share,
    /// A prompt is read.
    whole: bool,
    /// Sequences of one device group.
    sequences: f64,
}

impl<'a> Pass<'a> {
    fn of(
        model: &'a Architecture,
        machine: Machine<'a>,
        routing: Routing,
        how: &'a How,
        whole: bool,
    ) -> Result<Pass<'a>, Error> {
        let layout = how.layout(model)?;
        // Where they do not come out even, the group with the most.
        let sequences = how.sequences.div_ceil(layout.data) as f64;
        let context = how.context as f64;
        let share = Share {
            tokens: if whole { sequences * context } else { sequences },
            sees: if whole { context / 2.0 } else { context },
            most: context,
            causal: whole && model.encoder.is_none(),
            kernel: Kernel::Flash,
            attention: Fused::Third,
            fused: true,
            operands: how.operands,
            number: HALF,
            parallel: false,
            cast: 0.0,
            routing,
        };
        Ok(Pass { model, machine: machine.under_load(), how, layout, share, whole, sequences })
    }

    fn served(&self) -> Served {
        let mut all = Served::default();
        let stack = match &self.model.encoder {
            Some(encoder) if self.whole => encoder,
            _ => &self.model.stack,
        };
        for (layer, before, n) in routing::layers(stack, self.share.routing.shortcut) {
            let one = self.layer(layer, before);
            let n = n as f64;
            all.weights += one.weights * n;
            all.cache += one.cache * n;
            all.products += one.products * n;
            all.attention += one.attention * n;
            all.tensor += one.tensor * n;
            all.expert += one.expert * n;
        }
        // The next token alone is chosen, whatever was read.
        for t in self.model.tail.iter() {
            all.weights += self.reading(t);
            if t.part == Part::Head {
                let flop = t.flop() as f64 * self.sequences / self.layout.tensor as f64;
                all.products += Span::seconds(flop / self.machine.rate(self.half()));
            }
        }
        all
    }

    fn layer(&self, layer: &Layer, before: Option<&Layer>) -> Served {
        let (width, layout, share) = (self.model.width, &self.layout, &self.share);
        let ops = self.operators(layer);
        let weights = layer.tensors().map(|t| self.reading(t)).sum();
        let bytes = read(layer, self.how.kv, self.how.context, layout.tensor) * self.sequences;
        let cache = Span::seconds(bytes / self.machine.memory);
        let is_core = |op: &&Operator| matches!(op.work, Work::Core(_));
        let attention = if self.whole {
            ops.iter().filter(is_core).map(|op| op.forward(&self.machine)).sum()
        } else {
            let flop: f64 = layer.attention.iter().chain(&layer.cross).map(|a| self.scores(a)).sum();
            Span::seconds(flop / self.machine.rate(self.half()))
        };
        let product = |op: &Operator| match &op.work {
            Work::Core(_) => Span::ZERO,
            _ if self.whole => op.forward(&self.machine),
            Work::Product(p) => Span::seconds(p.flop() / self.machine.rate(p.operands)),
            Work::Stream { .. } => Span::ZERO,
        };
        let expert = routing::travel(&self.machine, layer, width, layout, share).map_or(Span::ZERO, |(there, back)| {
            if !share.routing.shortcut {
                return there + back;
            }
            let cores = ops.iter().filter(is_core).count().max(1) as f64;
            let piece = |op: &Operator| match &op.work {
                Work::Core(_) => cache.max(attention) * (1.0 / cores),
                Work::Product(p) => {
                    let bytes = p.k * p.n * p.groups * self.how.weights.bits / 8.0;
                    product(op).max(Span::seconds(bytes / self.machine.memory))
                }
                Work::Stream { .. } => product(op),
            };
            let before = before.map_or(Vec::new(), |l| self.operators(l));
            Routing::heard(there, back, &routing::beside(&ops, &before, piece))
        });
        Served {
            weights,
            cache,
            products: ops.iter().map(product).sum(),
            attention,
            tensor: sums(&self.machine, layer, width, layout, share),
            expert,
        }
    }

    /// Operators of a layer; experts that no token chose have no products.
    fn operators(&self, layer: &Layer) -> Vec<Operator> {
        let mut ops = operator::of_layer(layer, self.model.width, &self.layout, &self.share);
        let chosen = layer.feeds.iter().find_map(|f| f.routed).map_or(1.0, |r| self.chosen(r.experts, r.top));
        for op in &mut ops {
            if let (Kind::ExpertsIn | Kind::ExpertsOut, Work::Product(p)) = (op.kind, &mut op.work) {
                p.groups *= chosen;
                p.m /= chosen;
            }
        }
        ops
    }

    /// Of a layer's experts, the share that some token chose.
    fn chosen(&self, experts: u64, top: u64) -> f64 {
        let tokens = self.share.senders(&self.layout) * self.layout.expert as f64;
        routing::chosen(crate::core::model::Routed { experts, top }, tokens, &self.share.routing)
    }

    /// Reading a tensor once; of a table a few rows are looked up, which is nothing.
    fn reading(&self, t: &Tensor) -> Span {
        let numbers = match t.role {
            Role::Table => 0.0,
            Role::Tied => t.size() as f64,
            _ => (t.trained() + t.buffers()) as f64,
        };
        let bits = self.how.weights.bits;
        let bits = if self.how.quantised.holds(t) { bits } else { bits.max(8.0 * HALF) };
        let share = if t.split == Split::Experts {
            // Everyone waits for the device whose experts were chosen most.
            let (all, ways) = (t.copies.max(1) as f64, self.layout.expert.max(1) as f64);
            busiest(all, ways, all * self.chosen(t.copies, t.used)) / all / self.layout.expert_tensor().max(1) as f64
        } else {
            1.0 / self.layout.ways(t.split).max(1) as f64
        };
        Span::seconds(numbers * share * bits / 8.0 / self.machine.memory)
    }

    /// FLOP of one token's attention for each sequence. Latent keys and values are not unpacked: queries and outputs are
    /// turned into their space instead.
    fn scores(&self, a: &Attention) -> f64 {
        let both = match a.kind {
            Way::Latent { rank, rope, .. } => 2 * rank + rope,
            _ => a.key + a.value,
        };
        let heads = (a.heads as f64 / self.layout.tensor as f64).max(1.0);
        let seen = a.window.map_or(self.share.most, |w| (w as f64).min(self.share.most));
        2.0 * self.share.tokens * heads * seen * both as f64
    }

    fn half(&self) -> Operands {
        if self.how.operands == Operands::Full { Operands::Full } else { Operands::Half }
    }
}

/// Of `chosen` experts out of `all`, how many the device has that has most, where each of `ways` devices holds as many:
/// the mean and, as of a normal spread, √(2 ln ways) deviations of the hypergeometric; at most 17 % off where tried.
fn busiest(all: f64, ways: f64, chosen: f64) -> f64 {
    let mean = chosen / ways;
    let spread = mean * (1.0 - 1.0 / ways) * (all - chosen).max(0.0) / (all - 1.0).max(1.0);
    let most = mean + (2.0 * ways.ln() * spread).sqrt();
    most.max(chosen.min(1.0)).min((all / ways).min(chosen)).max(mean)
}

impl How {
    /// Devices of the served model.
    ///
    /// # Errors
    /// What the model does not allow, at its field.
    pub fn layout(&self, model: &Architecture) -> Result<Layout, Error> {
        for (field, v, most) in [("sequences", self.sequences, 1_000_000_000), ("contextLength", self.context, 1 << 40)]
        {
            if !(1..=most).contains(&v) {
                let message = format!("This must be a whole number from 1 to {most}.");
                return Err(Error::new(Code::OutOfDomain, field, message));
            }
        }
        let (tensor, expert) = (self.tensor.max(1), self.expert.max(1));
        if !tensor.is_multiple_of(expert) && !expert.is_multiple_of(tensor) {
            let message = format!(
                "The experts are spread over whole groups of the {tensor} devices that share the rest, or over equal parts of \
                 one: {expert} is neither a multiple of {tensor} nor divides it."
            );
            return Err(Error::new(Code::Inconsistent, "expertParallel", message).suggest(tensor.to_string()));
        }
        let data = if expert > tensor { expert / tensor } else { 1 };
        let layout = Layout { data, tensor: self.tensor, expert: self.expert, ..Layout::default() };
        layout.check(model, self.context)?;
        Ok(layout)
    }
}

#[cfg(test)]
mod tests;

//! "Better for each FLOP" and "slower on this network" in one answer: the mixture and the dense model with the same loss,
//! both on the same devices, each in its best layout, trained and served.

use super::choice::dense_needs;
use super::design::{Design, best};
use super::limits::Limits;
use crate::core::engine::habits::Habits;
use crate::core::engine::machine::{Machine, Operands};
use crate::core::engine::step::Part;
use crate::core::error::{Code, Error};
use crate::core::laws::ludziejewski_2025 as joint;
use crate::core::memory::layout::nearest_tensor;
use crate::core::memory::serving::{self, Serving, USABLE};
use crate::core::memory::training::Setup;
use crate::core::model::{Architecture, Attention, Feed, Layer, Part as Of, Stack, Tensor, tensor::Split};
use crate::core::quantity::{Bytes, Experts, Params, Tokens};
use crate::core::timing::Timing;
use crate::core::timing::quick::good;
use crate::core::timing::serving::{How, Served, decode, prefill};

/// What both models run on.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub machine: Machine<'a>,
    pub devices: u64,
    pub capacity: Bytes,
    pub base: &'a Setup,
    pub habits: Habits,
    pub serving: &'a Serving,
}

/// A model in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timed {
    pub experts: f64,
    pub active: Params,
    pub tokens: Tokens,
    /// As it was built: whole heads and blocks.
    pub shape: Shape,
    pub setup: Setup,
    pub timing: Timing,
    /// Part of a step that takes tokens to experts and back.
    pub travel: f64,
    /// One token for each sequence, on the devices that share the served model; `None` where it does not fit them.
    pub served: Option<InService>,
}

/// The mixture and the dense model of equal loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    pub mixture: Option<Timed>,
    pub dense: Option<Timed>,
}

/// A model shaped as those of the law: d/64 blocks and heads of 64, feed-forward three times as wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub blocks: u64,
    /// As many as blocks, or nearly: eight devices can share them.
    pub heads: u64,
    pub experts: u64,
}

const HEAD: u64 = 64;
/// No machine trains deeper models.
const DEEPEST: f64 = 4096.0;

impl Shape {
    /// The shape nearest to so many active parameters.
    pub fn of(active: f64, experts: f64) -> Shape {
        let blocks = (joint::width(active) / HEAD as f64).round().clamp(1.0, DEEPEST);
        let step = if blocks >= 20.0 { 8.0 } else { 1.0 };
        let heads = (blocks / step).round().max(1.0) * step;
        Shape { blocks: blocks as u64, heads: heads as u64, experts: experts as u64 }
    }

    const fn width(&self) -> u64 {
        self.blocks * HEAD
    }

    /// Its active parameters, without norms and router.
    pub fn active(&self) -> f64 {
        let (d, blocks, heads) = (self.width() as f64, self.blocks as f64, (self.heads * HEAD) as f64);
        2.0 * d * joint::VOCABULARY + blocks * (4.0 * d * heads + 9.0 * d * d)
    }

    pub fn architecture(&self) -> Architecture {
        let d = self.width();
        let norm = Tensor::vector("norm", Of::Norm, d);
        let feed = match self.experts {
            1 => Feed::dense(d, 3 * d, true),
            many => Feed::routed(d, 3 * d, true, many, 1),
        };
        let layer = Layer {
            attention: Some(Attention::grouped(d, self.heads, self.heads, HEAD, HEAD)),
            feeds: vec![feed],
            rest: vec![norm, norm],
            ..Layer::default()
        };
        let vocabulary = joint::VOCABULARY as u64;
        Architecture {
            family: "decoder".to_owned(),
            width: d,
            vocabulary,
            context: None,
            stem: vec![Tensor::table("embedding", Of::Embedding, vocabulary, d).split(Split::Tensor)],
            encoder: None,
            stack: Stack::same(layer, self.blocks),
            tail: vec![norm, Tensor::matrix("head", Of::Head, d, vocabulary).split(Split::Tensor)],
            dropout: false,
        }
    }
}

/// Both models on the same devices.
///
/// # Errors
/// `no-solution` where no dense model under the same limits has this loss.
pub fn clock(limits: &Limits, design: &Design, place: &Place) -> Result<Clock, Error> {
    let none = || {
        let message = "No dense model within these limits has this loss, whatever it spends.";
        Error::new(Code::NoSolution, "moe", message)
    };
    let flops = dense_needs(limits, design.loss).ok_or_else(none)?;
    let dense = best(&Limits { flops, ..*limits }, Experts::new(1.0)?)?;
    Ok(Clock {
        mixture: timed(design.experts.get(), design.active, design.tokens, place),
        dense: timed(1.0, dense.active, dense.tokens, place),
    })
}

/// In its best layout; `None` where none fits.
fn timed(experts: f64, active: Params, tokens: Tokens, place: &Place) -> Option<Timed> {
    let shape = Shape::of(active.get(), experts);
    let model = shape.architecture();
    let (setup, timing) = good(&model, place.base, place.machine, place.devices, place.habits, place.capacity, tokens)?;
    let step = timing.step?;
    let travel = step.part(Part::ExpertComm).get() / step.time.get();
    Some(Timed { experts, active, tokens, shape, setup, timing, travel, served: served(&model, place) })
}

/// A served model: one token for each sequence, and reading the prompts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InService {
    pub decode: Served,
    pub prefill: Served,
    /// Devices over which experts are spread; 1 where all of them share every expert.
    pub expert: u64,
}

/// On the devices that share the served model, its experts cut or spread, whichever decodes faster; `None` where it does
/// not fit them.
pub fn served(model: &Architecture, place: &Place) -> Option<InService> {
    let s = Serving { tensor: nearest_tensor(model, place.serving.tensor), ..*place.serving };
    let room = Bytes::new(USABLE * place.capacity.get()).ok()?;
    if s.tensor != place.serving.tensor || serving::served(model, &s).ok()?.total() > room {
        return None;
    }
    let experts = model.stack.kinds.iter().flat_map(|l| &l.feeds).find_map(|f| f.routed).map_or(1, |r| r.experts);
    let spreads = (1..=s.tensor).filter(|e| s.tensor.is_multiple_of(*e) && experts.is_multiple_of(*e));
    let at = |expert| {
        let how = How {
            sequences: s.sequences,
            context: s.context,
            weights: s.weights,
            quantised: s.quantised,
            kv: s.kv,
            operands: Operands::Half,
            tensor: s.tensor,
            expert,
        };
        let routing = place.habits.routing;
        let decode = decode(model, place.machine, routing, &how).ok()?;
        Some(InService { decode, prefill: prefill(model, place.machine, routing, &how).ok()?, expert })
    };
    spreads.filter_map(at).min_by(|a, b| a.decode.time().get().total_cmp(&b.decode.time().get()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::Counts;
    use crate::core::quantity::Flop;
    use crate::core::scenario::{Key, Scenario};

    /// Shapes have the parameters that the law's own counting gives them.
    #[test]
    fn shapes_are_those_of_the_law() {
        for (n, e) in [(1e8, 1.0), (1e9, 8.0), (7e9, 32.0), (3e10, 1.0), (1e11, 64.0)] {
            let shape = Shape::of(n, e);
            let counts = Counts::of(&shape.architecture());
            let (d, blocks, heads) = ((shape.blocks * 64) as f64, shape.blocks as f64, (shape.heads * 64) as f64);
            // Norms and the router, which the paper does not count.
            let router = if e == 1.0 { 0.0 } else { e * d * blocks };
            let norms = 2.0 * d * blocks + d;
            let dense = 2.0 * d * 50_257.0 + 4.0 * blocks * d * heads;
            assert_eq!(counts.total as f64, dense + 9.0 * e * blocks * d * d + router + norms, "{n:e} {e}");
            assert_eq!(counts.active as f64, dense + 9.0 * blocks * d * d + router + norms, "{n:e} {e}");
            assert_eq!(shape.active(), dense + 9.0 * blocks * d * d);
            assert!((shape.active() / n).ln().abs() < 0.07, "{n:e}: {:e}", shape.active());
        }
    }

    /// A slower network makes both slower; which of them more is why the clock is asked.
    #[test]
    fn a_slower_network_takes_time() {
        let limits = Limits::compute(Flop::new(1e21).unwrap());
        let design = best(&limits, Experts::new(32.0).unwrap()).unwrap();
        let at = |nic: &str| {
            let s = Scenario::start().unwrap().set(Key::Count, "256").unwrap().set(Key::Port, nic).unwrap();
            let machine = s.cluster.machine(&s.accelerator).unwrap();
            let place = Place {
                machine,
                devices: 256,
                capacity: s.accelerator.capacity(),
                base: &Setup { sequence: 4096, ..Setup::new(1) },
                habits: s.cluster.habits,
                serving: &s.setup.serving,
            };
            clock(&limits, &design, &place).unwrap()
        };
        let (fast, slow) = (at("50e9"), at("1e9"));
        let ratio = |c: &Clock, of: fn(&Timed) -> f64| of(&c.dense.unwrap()) / of(&c.mixture.unwrap());
        let worth = |c: &Clock| ratio(c, |t| t.timing.seconds.get());
        for of in [|c: &Clock| c.mixture, |c: &Clock| c.dense] {
            let seconds = |c: &Clock| of(c).unwrap().timing.seconds.get();
            assert!(seconds(&slow) > seconds(&fast), "{} {}", seconds(&slow), seconds(&fast));
        }
        // No more than what the law says, times what the mixture may gain by smaller layers.
        let law = dense_needs(&limits, design.loss).unwrap().get() / 1e21;
        assert!(worth(&fast) < 1.3 * law, "{} {law}", worth(&fast));
        let mixture = fast.mixture.unwrap();
        // By weight: at one sequence the devices read the active parameters, fewer than the dense model has.
        assert!(mixture.served.is_some(), "{mixture:?}");
        assert!(ratio(&fast, |t| t.served.unwrap().decode.time().get()) > 1.0);
    }
}

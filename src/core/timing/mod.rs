//! A training run in time: seconds of a step, tokens a second, utilisation, and days.

pub mod quick;
pub mod scaling;
pub mod search;
pub mod serving;
pub mod shape;

use super::accelerators::{Device, Numeric};
use super::engine::machine::{Machine, Operands};
use super::engine::pass::operands;
use super::engine::step::{Job, Step};
use super::error::{Code, Error};
use super::memory::activations::{Kernel, Recompute};
use super::memory::training::Setup;
use super::model::Architecture;
use super::model::flops::{Causal, Forward};
use super::quantity::{FlopRate, Fraction, Seconds, TokenRate, Tokens};

/// FLOP of one token of training, as different papers count them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PerToken {
    /// All products, attention as the whole square (Megatron-LM 2021, PaLM).
    pub full: f64,
    /// The same with the half of the square that a causal model sees.
    pub causal: f64,
    /// As `full`, with what is computed again.
    pub hardware: f64,
}

impl PerToken {
    pub fn of(model: &Architecture, setup: &Setup) -> PerToken {
        // Fused attention computes its scores again in any case: nothing is added for that.
        let fused = setup.recompute == Recompute::Selective && setup.kernel == Kernel::Flash;
        let again = if fused { Recompute::None } else { setup.recompute };
        let full = Forward::of(model, setup.sequence, Causal::Full);
        let causal = Forward::of(model, setup.sequence, Causal::Half);
        PerToken { full: full.training(), causal: causal.training(), hardware: full.hardware(again) }
    }
}

/// What is to be said where a recipe asks for 8 bits of a device that has none.
pub fn lacking(device: &Device, setup: &Setup) -> Option<String> {
    if !operands(setup.recipe).0.in_eight_bits() || device.rates.fp8 > 0.0 {
        return None;
    }
    let (instead, why) = device.fallback(Numeric::Fp8);
    let (name, instead) = (device.called(), instead.name());
    Some(format!("{name} has no FP8: products run in {instead}, and conversions cost time for nothing. {why}"))
}

/// How fast a run goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// The parts of a step; none where the utilisation was given.
    pub step: Option<Step>,
    pub step_time: Seconds,
    pub tokens: TokenRate,
    /// Model FLOP utilisation: `full` FLOP over the dense peak of the format that the layers' products are in.
    pub mfu: f64,
    /// The same with what is computed again.
    pub hfu: f64,
    /// As `mfu`, counted causally.
    pub mfu_causal: f64,
    /// Dense peak of one device that the utilisation is a part of, and whether it is that of FP8.
    pub peak: FlopRate,
    pub of_eight_bits: bool,
    /// Model FLOP/s of one device, `full` and `causal`.
    pub rate: f64,
    pub rate_causal: f64,
    /// The run, without interruptions.
    pub seconds: Seconds,
}

impl Timing {
    /// The time that the engine expects.
    ///
    /// # Errors
    /// At the field that cannot be.
    pub fn expected(job: &Job, tokens: Tokens) -> Result<Timing, Error> {
        let step = job.step()?;
        Timing::of_step(job, step, &PerToken::of(job.model, job.setup), tokens)
    }

    /// The same of a step that is known.
    pub fn of_step(job: &Job, step: Step, per: &PerToken, tokens: Tokens) -> Result<Timing, Error> {
        let in_step = job.batch as f64 * job.setup.sequence as f64;
        let rate = TokenRate::new(in_step / step.time.get())?;
        let devices = job.setup.layout.devices() as f64;
        Timing::at(rate, in_step, devices, &job.machine, job.setup, per, tokens)
            .map(|t| Timing { step: Some(step), ..t })
    }

    /// The time at a given utilisation.
    ///
    /// # Errors
    /// `out-of-domain` at `mfu` above 1.
    pub fn flat(job: &Job, mfu: Fraction, tokens: Tokens) -> Result<Timing, Error> {
        if mfu.get() > 1.0 {
            let message = "The utilisation is a part of the peak: at most 1.";
            return Err(Error::new(Code::OutOfDomain, "mfu", message).suggest("0.4"));
        }
        job.setup.turns(job.batch)?;
        let per = PerToken::of(job.model, job.setup);
        let devices = job.setup.layout.devices() as f64;
        let peak = job.machine.peak(operands(job.setup.recipe).0);
        let rate = TokenRate::new(mfu.get() * devices * peak / per.full)?;
        let in_step = job.batch as f64 * job.setup.sequence as f64;
        Timing::at(rate, in_step, devices, &job.machine, job.setup, &per, tokens)
    }

    fn at(
        rate: TokenRate,
        in_step: f64,
        devices: f64,
        machine: &Machine,
        setup: &Setup,
        per: &PerToken,
        tokens: Tokens,
    ) -> Result<Timing, Error> {
        let kind: Operands = operands(setup.recipe).0;
        let peak = FlopRate::new(machine.peak(kind))?;
        let each = rate.get() / devices;
        Ok(Timing {
            step: None,
            step_time: Seconds::new(in_step / rate.get())?,
            tokens: rate,
            mfu: each * per.full / peak.get(),
            hfu: each * per.hardware / peak.get(),
            mfu_causal: each * per.causal / peak.get(),
            peak,
            of_eight_bits: kind.in_eight_bits() && machine.row.rates.fp8 > 0.0,
            rate: each * per.full,
            rate_causal: each * per.causal,
            seconds: Seconds::new(tokens.get() / rate.get())?,
        })
    }
}

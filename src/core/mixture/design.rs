//! The best run with so many experts under the limits.

use super::limits::{Limits, least};
use crate::core::error::{Code, Error};
use crate::core::laws::form::additive::Additive;
use crate::core::laws::ludziejewski_2025 as joint;
use crate::core::laws::{FLOP_PER_PARAM_TOKEN, Law, Pin};
use crate::core::num;
use crate::core::quantity::{Bytes, Experts, Flop, Nats, Params, Tokens, show};
use crate::core::questions::serving::FLOP_PER_SERVED;

/// What keeps a model from being larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Nothing: more parameters would leave too few tokens.
    Compute,
    Memory,
    Inference,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Design {
    pub experts: Experts,
    pub active: Params,
    pub total: Params,
    pub tokens: Tokens,
    pub loss: Nats,
    /// Weights and cache of the served model.
    pub memory: Bytes,
    /// Compute of a served token.
    pub inference: Flop,
    pub bound: Bound,
}

impl Design {
    /// Training compute.
    ///
    /// # Errors
    /// When it leaves the range of numbers.
    pub fn training(&self) -> Result<Flop, Error> {
        self.active.compute(self.tokens, FLOP_PER_PARAM_TOKEN)
    }
}

/// The run of least loss with so many experts.
///
/// # Errors
/// `does-not-fit` where no model of this kind does, `out-of-domain` when the answer leaves the range of numbers.
pub fn best(limits: &Limits, experts: Experts) -> Result<Design, Error> {
    let law = joint::with_experts(experts);
    let free = unlimited(limits, &law)?;
    let e = experts.get();
    let caps = [(limits.fits(e)?, Bound::Memory), (limits.cheap()?, Bound::Inference)];
    let (active, bound) = caps
        .into_iter()
        .filter_map(|(most, bound)| Some((most?, bound)))
        .fold((free, Bound::Compute), |least, cap| if cap.0 < least.0 { cap } else { least });
    if active.get() < least() {
        // Without serving the budget may do.
        let plain = law.optimum(Pin::Flops(limits.flops))?.params;
        let (field, more) = if plain.get() < least() {
            ("flops", "allow more compute")
        } else {
            ("inferenceTokens", "serve fewer tokens or allow more compute")
        };
        let message = format!(
            "The budget leaves {} active parameters at best, fewer than the smallest model has ({}); {more}.",
            show::short(active.get()),
            show::short(least())
        );
        return Err(Error::new(Code::NoSolution, field, message));
    }
    design(limits, &law, experts, active, bound)
}

/// The run of one size on the whole budget.
///
/// # Errors
/// `no-solution` where serving alone takes the budget, `out-of-domain` when the answer leaves the range of numbers.
pub(super) fn design(
    limits: &Limits,
    law: &Additive,
    experts: Experts,
    active: Params,
    bound: Bound,
) -> Result<Design, Error> {
    let e = experts.get();
    let tokens = bought(limits, active)?;
    Ok(Design {
        experts,
        active,
        total: Params::new(joint::all(active.get(), e))?,
        tokens,
        loss: law.loss(active, Some(tokens))?.loss,
        memory: Bytes::new(limits.bytes(active.get(), e))?,
        inference: Flop::new(FLOP_PER_SERVED * active.get())?,
        bound,
    })
}

/// Tokens that the budget buys for a size once serving is paid.
fn bought(limits: &Limits, active: Params) -> Result<Tokens, Error> {
    let n = active.get();
    let serving = limits.served.map_or(0.0, |t| FLOP_PER_SERVED * n * t.get());
    let left = limits.flops.get() - serving;
    if left <= 0.0 {
        let message = "Serving so many tokens with a model of this size takes the whole budget; serve fewer or allow more compute.";
        return Err(Error::new(Code::NoSolution, "inferenceTokens", message));
    }
    Tokens::new(left / (FLOP_PER_PARAM_TOKEN * n))
}

/// The best size where only compute limits it.
fn unlimited(limits: &Limits, law: &Additive) -> Result<Params, Error> {
    let plain = law.optimum(Pin::Flops(limits.flops))?.params;
    let Some(served) = limits.served else { return Ok(plain) };
    // With D = F/6N − T/3 the loss falls with size as long as one more parameter is worth more than the tokens that it
    // and its serving take: |μ| m N^−|μ| = |ν| n D^−|ν| · (F/6N) / D.
    let (f, t) = (limits.flops.get() / FLOP_PER_PARAM_TOKEN, FLOP_PER_SERVED / FLOP_PER_PARAM_TOKEN * served.get());
    let balance = |ln_n: f64| {
        let gross = f / ln_n.exp();
        let d = gross - t;
        let size = law.alpha.value * law.a.value * (-law.alpha.value * ln_n).exp();
        law.beta.value * law.b.value * d.powf(-law.beta.value) * gross / d - size
    };
    // The largest size whose serving leaves a token.
    let most = (f / t).ln();
    let nearly = most - 1e-9;
    let found = num::root(most - 160.0, nearly, balance).unwrap_or(nearly);
    Params::new(found.exp().min(plain.get()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn experts(e: f64) -> Experts {
        Experts::new(e).unwrap()
    }

    fn flops(f: f64) -> Flop {
        Flop::new(f).unwrap()
    }

    /// Against every size of a fine grid, by the printed constants.
    #[test]
    fn is_the_least_of_a_grid() {
        let table = [(1.0, [30.3640, 0.1817, 53.9838, 0.1965]), (8.0, [21.8330, 0.1676, 119.9126, 0.2338])];
        for (e, [m, mu, n, nu]) in table {
            for f in [1e20, 1e22, 1e24] {
                for served in [None, Some(1e10), Some(1e12)] {
                    for (memory, inference) in
                        [(None, None), (Some(8e10), None), (Some(2.4e10), Some(4e9)), (None, Some(1e10))]
                    {
                        let limits = Limits {
                            served: served.map(|t| Tokens::new(t).unwrap()),
                            memory: memory.map(|b| Bytes::new(b).unwrap()),
                            inference: inference.map(flops),
                            cached: 16_384.0,
                            ..Limits::compute(flops(f))
                        };
                        let found = best(&limits, experts(e)).unwrap();
                        let mut least = f64::INFINITY;
                        for i in 0..60_000 {
                            // One head of 64 numbers a block.
                            let d = 64.0 * 1.0001f64.powi(i);
                            let active = 2.0 * d * 50_257.0 + 13.0 * d * d * d / 64.0;
                            let all = 2.0 * d * 50_257.0 + (4.0 + 9.0 * e) * d * d * d / 64.0;
                            let bytes = 2.0 * all + 4.0 * 16_384.0 * d / 64.0 * d;
                            let tokens = (f - served.unwrap_or(0.0) * 2.0 * active) / (6.0 * active);
                            let fits = memory.is_none_or(|b| bytes <= b) && inference.is_none_or(|i| 2.0 * active <= i);
                            if tokens > 0.0 && fits {
                                least = least.min(m * active.powf(-mu) + n * tokens.powf(-nu) + 1.3637);
                            }
                        }
                        let l = found.loss.get();
                        assert!(l <= least + 1e-12 && l > least - 1e-4, "{e} {limits:?}: {l} {least}");
                        assert!(memory.is_none_or(|b| found.memory.get() <= b * 1.000_001));
                        assert!(inference.is_none_or(|i| found.inference.get() <= i * 1.000_001));
                    }
                }
            }
        }
    }

    #[test]
    fn too_little_memory_is_said() {
        let limits = Limits { memory: Some(Bytes::new(1e6).unwrap()), ..Limits::compute(flops(1e22)) };
        assert_eq!(best(&limits, experts(8.0)).unwrap_err().field, "maxMemory");
        let limits = Limits { inference: Some(flops(1e3)), ..Limits::compute(flops(1e22)) };
        assert_eq!(best(&limits, experts(1.0)).unwrap_err().field, "maxInferenceFlops");
    }
}

//! The best run when the model will also serve tokens: least 6 N D + 2 N · D_inf at a given loss (Sardana et al. 2024,
//! "Beyond Chinchilla-Optimal: Accounting for Inference in Language Model Scaling Laws", arXiv 2401.00448).

use super::equal_loss::{params_for, tokens_for};
use super::needs_surface;
use crate::core::error::{Code, Error};
use crate::core::laws::{Law, Optimum, Pin};
use crate::core::num;
use crate::core::quantity::{Flop, Nats, Params, Tokens};

/// FLOP for each parameter and served token: a forward pass.
pub const FLOP_PER_SERVED: f64 = 2.0;

pub const SOURCE: &str = "Sardana et al. 2024, arXiv 2401.00448: 6 N D for training and 2 N for each token served";

/// A run and what it costs to train and to serve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Served {
    pub params: Params,
    pub tokens: Tokens,
    pub loss: Nats,
    pub training: Flop,
    pub inference: Flop,
    pub total: Flop,
}

/// What a run of `params` on `tokens` costs to train and to serve.
///
/// # Errors
/// `out-of-domain` when a cost leaves the range of numbers.
pub fn cost(law: &dyn Law, params: Params, tokens: Tokens, loss: Nats, served: Tokens) -> Result<Served, Error> {
    let training = params.compute(tokens, law.flop_per_param_token(params))?;
    let inference = params.compute(served, FLOP_PER_SERVED * law.active_share())?;
    let total = Flop::new(training.get() + inference.get())?;
    Ok(Served { params, tokens, loss, training, inference, total })
}

/// The run of least total compute that has the loss of `plain`, the optimum without serving, and is no larger than
/// `most`.
///
/// # Errors
/// `inconsistent` for a law without a loss for every run, `out-of-domain` when the answer leaves the range of numbers.
pub fn best(law: &dyn Law, plain: &Optimum, served: Tokens, most: Option<Params>) -> Result<Served, Error> {
    let free = unlimited(law, plain, served)?;
    match most.filter(|most| free.params > *most) {
        None => Ok(free),
        // The total falls towards the best size from both sides, so the limit itself is best.
        Some(most) => {
            let tokens = tokens_for(law, most, free.loss).map_err(|e| e.at("maxParams"))?;
            cost(law, most, tokens, free.loss, served)
        }
    }
}

fn unlimited(law: &dyn Law, plain: &Optimum, served: Tokens) -> Result<Served, Error> {
    needs_surface(law, "inferenceTokens")?;
    let loss = plain.loss.ok_or_else(|| crate::core::laws::no_loss(law.meta()))?;
    // Where data are worn out neither size nor more passes move the loss.
    let moves = law.slopes(plain.params, plain.tokens).is_some_and(|(n, d)| n.abs().max(d.abs()) > 1e-9);
    if !moves {
        return Err(Error::new(
            Code::NoSolution,
            "inferenceTokens",
            "At this budget neither a larger model nor more passes move the loss any more, so no run is best for serving; use less compute or more unique tokens.",
        ));
    }
    // Along the runs of equal loss, from the plain optimum to ever smaller models on ever more tokens, serving saves
    // and training costs. With r = d ln N / d ln D the total changes by N (k D (1 + r (1 + d ln k / d ln N)) + 2 D_inf r).
    let each = FLOP_PER_SERVED * law.active_share();
    let at = |ln_d: f64| -> Option<f64> {
        let d = Tokens::new(ln_d.exp()).ok()?;
        let n = params_for(law, d, loss).ok()?;
        let (by_size, by_data) = law.slopes(n, d)?;
        let r = -by_data / by_size;
        let train = law.flop_per_param_token(n) * d.get() * (1.0 + r * (1.0 + law.flop_slope(n)));
        Some(train + each * served.get() * r)
    };
    let start = plain.tokens.get().ln();
    let found =
        num::root(start, start + 80.0, |x| if x == start { -f64::MIN_POSITIVE } else { at(x).unwrap_or(f64::NAN) });
    let tokens = found.and_then(|x| Tokens::new(x.exp()).ok()).ok_or_else(|| {
        Error::new(
            Code::OutOfDomain,
            "inferenceTokens",
            "The best run for so much serving leaves the range of numbers; serve less or aim at a higher loss.",
        )
    })?;
    let found = cost(law, params_for(law, tokens, loss)?, tokens, loss, served)?;
    // Far from any floor the two may agree to more digits than the search has.
    let plain = cost(law, plain.params, plain.tokens, loss, served)?;
    Ok(if found.total < plain.total { found } else { plain })
}

/// The plain optimum that the question starts from.
///
/// # Errors
/// `inconsistent` unless compute or a loss is pinned; those of the law.
pub fn plain(law: &dyn Law, pin: Pin) -> Result<Optimum, Error> {
    match pin {
        Pin::Flops(_) | Pin::Loss(_) => law.optimum(pin),
        Pin::Params(_) | Pin::Tokens(_) => Err(Error::new(
            Code::Inconsistent,
            "inferenceTokens",
            "With \"inferenceTokens\" give \"flops\" or \"loss\": size and tokens are the answer.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::find;

    fn tokens(v: f64) -> Tokens {
        Tokens::new(v).unwrap()
    }

    /// Against a fine grid over sizes, with the closed form for the tokens.
    #[test]
    fn is_the_least_of_a_grid() {
        let (e, a, b, alpha, beta) = (1.8172, 482.01f64, 2085.43f64, 0.3478f64, 0.3658f64);
        let law = find("besiroglu-2024").unwrap();
        for (flops, served) in [(1e20, 1e9), (1e22, 1e12), (5.76e23, 1e13), (1e25, 1e15), (1e21, 1e6)] {
            let plain = law.optimum(Pin::Flops(Flop::new(flops).unwrap())).unwrap();
            let l = plain.loss.unwrap().get();
            let found = best(&*law, &plain, tokens(served), None).unwrap();
            let mut least = f64::INFINITY;
            let smallest = (a / (l - e)).powf(1.0 / alpha);
            for i in 1..200_000 {
                let n = smallest * (1.0 + 1e-4 * f64::from(i));
                if n > 1.01 * plain.params.get() {
                    break;
                }
                let d = (b / (l - e - a * n.powf(-alpha))).powf(1.0 / beta);
                least = least.min(6.0 * n * d + 2.0 * n * served);
            }
            let off = found.total.get() / least - 1.0;
            assert!((-1e-7..1e-12).contains(&off), "{flops:e} {served:e}: {off:e}");
        }
    }

    /// Under a limit the limit is best: on a grid of smaller sizes the total only rises. Below (A / (L − E))^(1/α) no
    /// size has the loss.
    #[test]
    fn a_limit_holds() {
        let law = find("besiroglu-2024").unwrap();
        let plain = law.optimum(Pin::Flops(Flop::new(1e24).unwrap())).unwrap();
        let free = best(&*law, &plain, tokens(2e13), None).unwrap();
        let floor = (482.01 / (free.loss.get() - 1.8172)).powf(1.0 / 0.3478);
        let most = Params::new((floor * free.params.get()).sqrt()).unwrap();
        let held = best(&*law, &plain, tokens(2e13), Some(most)).unwrap();
        assert_eq!((held.params, held.loss), (most, free.loss));
        assert!(held.total > free.total);
        assert!((law.loss(most, Some(held.tokens)).unwrap().loss.get() / held.loss.get() - 1.0).abs() < 1e-10);
        for factor in [0.99, 0.95, 0.9] {
            let n = Params::new(factor * most.get()).unwrap();
            let other = cost(&*law, n, tokens_for(&*law, n, held.loss).unwrap(), held.loss, tokens(2e13)).unwrap();
            assert!(other.total > held.total, "{factor}");
        }
        assert_eq!(best(&*law, &plain, tokens(2e13), Some(Params::new(1e12).unwrap())).unwrap(), free);
        let never = best(&*law, &plain, tokens(2e13), Some(Params::new(0.999 * floor).unwrap())).unwrap_err();
        assert_eq!((never.code, never.field.as_str()), (Code::NoSolution, "maxParams"));
        assert!(best(&*law, &plain, tokens(2e13), Some(Params::new(1.001 * floor).unwrap())).is_ok());
    }

    /// Nothing to serve leaves the optimum where it is; more serving makes the model smaller and the run longer.
    #[test]
    fn more_serving_makes_a_smaller_model() {
        let law = find("besiroglu-2024").unwrap();
        let plain = law.optimum(Pin::Flops(Flop::new(1e23).unwrap())).unwrap();
        let mut last = plain.params.get() * 1.000_001;
        for exponent in 0..18 {
            let s = best(&*law, &plain, tokens(10f64.powi(exponent)), None).unwrap();
            // A handful of tokens moves less than the digits of a number.
            assert!(s.params.get() < last || (exponent < 9 && s.params.get() <= last), "1e{exponent}");
            assert!((law.loss(s.params, Some(s.tokens)).unwrap().loss.get() / s.loss.get() - 1.0).abs() < 1e-10);
            last = s.params.get();
        }
        let tiny = best(&*law, &plain, tokens(1.0), None).unwrap();
        assert!((tiny.params.get() / plain.params.get() - 1.0).abs() < 1e-6);
    }
}

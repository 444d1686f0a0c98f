//! What there is: compute, memory, compute of a served token.

use crate::core::error::{Code, Error};
use crate::core::laws::ludziejewski_2025 as joint;
use crate::core::num;
use crate::core::quantity::{Bytes, Flop, Params, Tokens, show};
use crate::core::questions::serving::FLOP_PER_SERVED;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Compute of training; of training and serving where tokens are to be served.
    pub flops: Flop,
    /// Tokens that the trained model will serve.
    pub served: Option<Tokens>,
    /// Memory for weights and cache of the served model.
    pub memory: Option<Bytes>,
    /// Compute of one served token.
    pub inference: Option<Flop>,
    /// Tokens in the cache.
    pub cached: f64,
    /// Bits of a weight and of a cached number.
    pub weight_bits: f64,
    pub cache_bits: f64,
}

/// The narrowest model: one head, one block.
const NARROWEST: f64 = 64.0;

/// Parameters of the smallest model there is.
pub fn least() -> f64 {
    joint::active_of_width(NARROWEST)
}

impl Limits {
    /// Training compute alone, served in BF16.
    pub const fn compute(flops: Flop) -> Limits {
        Limits { flops, served: None, memory: None, inference: None, cached: 0.0, weight_bits: 16.0, cache_bits: 16.0 }
    }

    /// Bytes of weights and cache of a mixture with so many active parameters.
    pub fn bytes(&self, active: f64, experts: f64) -> f64 {
        self.bytes_of_width(joint::width(active), experts)
    }

    fn bytes_of_width(&self, width: f64, experts: f64) -> f64 {
        let all = joint::all_of_width(width, experts);
        (all * self.weight_bits + 2.0 * self.cached * joint::cached(width) * self.cache_bits) / 8.0
    }

    /// The most active parameters that memory leaves room for.
    ///
    /// # Errors
    /// `does-not-fit` where not even one block of one head fits.
    pub fn fits(&self, experts: f64) -> Result<Option<Params>, Error> {
        let Some(memory) = self.memory else { return Ok(None) };
        let excess = |ln_d: f64| self.bytes_of_width(ln_d.exp(), experts) - memory.get();
        if excess(NARROWEST.ln()) > 0.0 {
            let what = if experts == 1.0 { "dense model".to_owned() } else { format!("mixture of {experts} experts") };
            let message = format!(
                "Not even the smallest {what} fits in {} MB with {} tokens in its cache; allow more memory, fewer experts or a shorter cache.",
                show::short(1e3 * memory.gb()),
                show::full(self.cached)
            );
            return Err(Error::new(Code::DoesNotFit, "maxMemory", message));
        }
        let width = num::root(NARROWEST.ln(), 120.0, excess).map_or(f64::NAN, f64::exp);
        Params::new(joint::active_of_width(width)).map(Some)
    }

    /// The most active parameters that the compute of a served token allows.
    ///
    /// # Errors
    /// `does-not-fit` where that is less than one block of one head.
    pub fn cheap(&self) -> Result<Option<Params>, Error> {
        let Some(flop) = self.inference else { return Ok(None) };
        let most = flop.get() / FLOP_PER_SERVED;
        let least = least();
        if most < least {
            let message = format!(
                "{} FLOP a token serve fewer than {} active parameters, the smallest model there is; allow more.",
                show::short(flop.get()),
                show::short(least)
            );
            return Err(Error::new(Code::DoesNotFit, "maxInferenceFlops", message));
        }
        Params::new(most).map(Some)
    }
}

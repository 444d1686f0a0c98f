//! A mixture against the dense model that is its equal in one thing.

use super::choice::dense_needs;
use super::design::{Bound, Design, design};
use super::limits::Limits;
use crate::core::error::Error;
use crate::core::laws::FLOP_PER_PARAM_TOKEN;
use crate::core::laws::ludziejewski_2025 as joint;
use crate::core::quantity::{Bytes, Experts, Flop};
use crate::core::questions::equal_loss::tokens_for;
use crate::core::questions::serving::FLOP_PER_SERVED;

/// In what the dense model is the mixture's equal; the budget is the same in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// In the budget alone: the best dense model, whatever it weighs.
    Compute,
    /// It has as many parameters as the mixture has in all.
    Parameters,
    /// It fills the same memory.
    Memory,
    /// A served token costs as much: it has as many parameters as the mixture has active ones.
    Inference,
}

impl Terms {
    pub const ALL: [Terms; 4] = [Terms::Compute, Terms::Parameters, Terms::Memory, Terms::Inference];

    pub const fn words(self) -> &'static str {
        match self {
            Terms::Compute => "training compute",
            Terms::Parameters => "parameters in all",
            Terms::Memory => "memory",
            Terms::Inference => "compute of a served token",
        }
    }
}

/// The dense model on these terms, and the budget it would take to be as good as the mixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equal {
    pub terms: Terms,
    pub dense: Design,
    /// `None` where no amount of data takes a dense model of this size there.
    pub needed: Option<Flop>,
}

/// The dense model that is the equal of `mixture` in this.
///
/// # Errors
/// When an answer leaves the range of numbers.
pub fn equal(limits: &Limits, mixture: &Design, terms: Terms) -> Result<Equal, Error> {
    let one = Experts::new(1.0)?;
    let law = &joint::LUDZIEJEWSKI_2025;
    let free = Limits { memory: None, inference: None, ..*limits };
    let (active, bound) = match terms {
        Terms::Compute => {
            let dense = super::best(&free, one)?;
            return Ok(Equal { terms, dense, needed: dense_needs(&free, mixture.loss) });
        }
        Terms::Parameters => (mixture.total, Bound::Compute),
        Terms::Memory => {
            let same = Limits { memory: Some(Bytes::new(mixture.memory.get())?), ..free };
            (same.fits(1.0)?.unwrap_or(mixture.total), Bound::Memory)
        }
        Terms::Inference => (mixture.active, Bound::Inference),
    };
    let dense = design(&free, law, one, active, bound)?;
    let needed = tokens_for(law, active, mixture.loss).ok();
    let serving = limits.served.map_or(0.0, |t| FLOP_PER_SERVED * active.get() * t.get());
    let needed = needed.and_then(|d| active.compute(d, FLOP_PER_PARAM_TOKEN).ok());
    let needed = needed.and_then(|training| Flop::new(training.get() + serving).ok());
    Ok(Equal { terms, dense, needed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Pin};
    use crate::core::mixture::best;

    /// At 1e22 FLOP and eight experts, worked out outside this program from Table 4.
    #[test]
    fn on_four_terms() {
        let limits = Limits { cached: 8192.0, ..Limits::compute(Flop::new(1e22).unwrap()) };
        let mixture = best(&limits, Experts::new(8.0).unwrap()).unwrap();
        let of = |terms| equal(&limits, &mixture, terms).unwrap();
        // The best dense model: 2.1574 against 2.1074.
        let compute = of(Terms::Compute);
        assert!((compute.dense.loss.get() - 2.1574).abs() < 1e-4 && (mixture.loss.get() - 2.1074).abs() < 1e-4);
        let best_again = joint::LUDZIEJEWSKI_2025.optimum(Pin::Flops(compute.needed.unwrap())).unwrap();
        assert!((best_again.loss.unwrap().get() - mixture.loss.get()).abs() < 1e-9);
        // As many parameters in all: far larger than what the budget can train.
        let parameters = of(Terms::Parameters);
        assert_eq!(parameters.dense.active, mixture.total);
        assert!(parameters.dense.loss > compute.dense.loss);
        let memory = of(Terms::Memory);
        assert!((memory.dense.memory.get() / mixture.memory.get() - 1.0).abs() < 1e-9);
        // The mixture's cache is smaller than that of a dense model of its weight.
        assert!(memory.dense.active < mixture.total);
        let inference = of(Terms::Inference);
        assert_eq!((inference.dense.active, inference.dense.inference), (mixture.active, mixture.inference));
        assert_eq!(inference.dense.tokens, mixture.tokens);
        // What the dense model of this size lacks is data: with it, it gets there.
        let law = &joint::LUDZIEJEWSKI_2025;
        let needed = inference.needed.unwrap().get() / 6.0 / mixture.active.get();
        let l = law.loss(mixture.active, crate::core::quantity::Tokens::new(needed).ok()).unwrap().loss;
        assert!((l.get() - mixture.loss.get()).abs() < 1e-9);
    }
}

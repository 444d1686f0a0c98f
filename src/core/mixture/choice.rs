//! How many experts? Every power of two up to the most that are allowed, and what each is worth in dense compute.

use super::design::{Design, best};
use super::limits::Limits;
use crate::core::error::Error;
use crate::core::laws::ludziejewski_2025 as joint;
use crate::core::laws::{Law, Optimum, Pin};
use crate::core::num;
use crate::core::quantity::{Experts, Flop, Nats};

/// The most experts that any design has.
pub const MOST: f64 = 512.0;

/// A loss within this of another counts as the same, in nats: the law's own digits carry no more.
pub const ALIKE: f64 = 1e-3;

/// Designs by number of experts, dense first; those that do not fit are errors.
#[derive(Clone, Debug)]
pub struct Candidates {
    pub all: Vec<(Experts, Result<Design, Error>)>,
}

impl Candidates {
    /// Of the designs whose loss is the least to the law's digits ([`ALIKE`]), the one with the fewest experts.
    pub fn chosen(&self) -> Option<&Design> {
        let least = self.fit().map(|d| d.loss.get()).fold(f64::INFINITY, f64::min);
        self.fit().find(|d| d.loss.get() <= least + ALIKE)
    }

    /// The ends of the numbers of experts whose loss is within so much of the least.
    pub fn near(&self, within: f64) -> Option<(f64, f64)> {
        let least = self.fit().map(|d| d.loss.get()).fold(f64::INFINITY, f64::min);
        let near = self.fit().filter(|d| d.loss.get() <= least + within).map(|d| d.experts.get());
        let ends = near.fold((f64::INFINITY, 0.0f64), |(lo, hi), e| (lo.min(e), hi.max(e)));
        (ends.1 > 0.0).then_some(ends)
    }

    /// The dense design.
    pub fn dense(&self) -> Option<&Design> {
        self.fit().find(|d| d.experts.get() == 1.0)
    }

    pub fn fit(&self) -> impl Iterator<Item = &Design> {
        self.all.iter().filter_map(|(_, d)| d.as_ref().ok())
    }

    pub fn get(&self, experts: f64) -> Option<&Design> {
        self.fit().find(|d| d.experts.get() == experts)
    }
}

/// 1, 2, 4, … up to `most`.
pub fn powers(most: f64) -> impl Iterator<Item = Experts> {
    (0..=9).filter_map(|i| Experts::new(f64::from(1u16 << i)).ok()).filter(move |e| e.get() <= most)
}

/// The best run for every number of experts.
pub fn candidates(limits: &Limits, most: Experts) -> Candidates {
    Candidates { all: powers(most.get()).map(|e| (e, best(limits, e))).collect() }
}

/// The dense run of least training compute with this loss, whatever it weighs.
///
/// # Errors
/// `out-of-domain` when it leaves the range of numbers.
pub fn dense_equal(loss: Nats) -> Result<Optimum, Error> {
    joint::LUDZIEJEWSKI_2025.optimum(Pin::Loss(loss))
}

/// How far the budget of a dense model is looked for on each side, in ln: seventeen decades.
const REACH: f64 = 40.0;

/// The least budget with which a dense model under the same limits has this loss; `None` where none ever does.
pub fn dense_needs(limits: &Limits, loss: Nats) -> Option<Flop> {
    if limits.served.is_none() && limits.memory.is_none() && limits.inference.is_none() {
        return dense_equal(loss).ok().map(|o| o.flops);
    }
    let one = Experts::new(1.0).ok()?;
    let at = |ln_c: f64| {
        let limits = Limits { flops: Flop::new(ln_c.exp()).ok()?, ..*limits };
        best(&limits, one).ok().map(|d| d.loss.get() - loss.get())
    };
    let middle = limits.flops.get().ln();
    // A budget too small for any model is worse than any loss.
    let (lo, hi) = (middle - REACH, middle + REACH);
    let far = |x: f64| at(x).unwrap_or(100.0);
    if far(hi) > 0.0 {
        return None;
    }
    num::root(lo, hi, far).and_then(|x| Flop::new(x.exp()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::quantity::{Bytes, Tokens};

    /// Table 2: the best number of experts by training compute and memory, BF16, 16k tokens in the cache (32: or more).
    const TABLE_2: [(f64, [f64; 4]); 3] =
        [(24e9, [16.0, 4.0, 1.0, 1.0]), (80e9, [32.0, 16.0, 8.0, 1.0]), (640e9, [32.0, 32.0, 32.0, 16.0])];

    /// Nine of the twelve cells are met; in the others losses differ by 0.004 to 0.0066.
    #[test]
    fn table_2() {
        let mut misses = Vec::new();
        for (memory, row) in TABLE_2 {
            for (flops, printed) in [1e21, 1e22, 1e23, 1e24].into_iter().zip(row) {
                let limits = Limits {
                    memory: Some(Bytes::new(memory).unwrap()),
                    cached: 16_384.0,
                    ..Limits::compute(Flop::new(flops).unwrap())
                };
                let all = candidates(&limits, Experts::new(32.0).unwrap());
                let least = all.fit().min_by(|a, b| a.loss.get().total_cmp(&b.loss.get())).unwrap();
                let there = all.get(printed).unwrap();
                if least.experts.get() != printed {
                    misses.push((flops, memory, printed, least.experts.get(), there.loss.get() - least.loss.get()));
                }
            }
        }
        let cells: Vec<_> = misses.iter().map(|m| (m.0, m.1, m.2, m.3)).collect();
        assert_eq!(cells, [(1e21, 24e9, 16.0, 32.0), (1e23, 80e9, 8.0, 2.0), (1e24, 640e9, 16.0, 8.0)], "{misses:?}");
        assert!(misses.iter().all(|m| m.4 < 0.007), "{misses:?}");
    }

    /// Dense compute over compute at the same loss, from Table 4 by halving, worked out outside this program.
    #[test]
    fn what_experts_are_worth() {
        for (flops, experts, times) in
            [(1e20, 8.0, 1.7034), (1e22, 8.0, 1.9927), (1e22, 32.0, 3.4470), (1e24, 32.0, 4.1284)]
        {
            let all = candidates(&Limits::compute(Flop::new(flops).unwrap()), Experts::new(32.0).unwrap());
            let dense = dense_equal(all.get(experts).unwrap().loss).unwrap();
            assert!((dense.flops.get() / flops / times - 1.0).abs() < 1e-4, "{flops:e} {experts}");
        }
        let all = candidates(&Limits::compute(Flop::new(1e22).unwrap()), Experts::new(32.0).unwrap());
        assert_eq!(all.chosen().unwrap().experts.get(), 32.0);
        assert_eq!(all.dense().unwrap().experts.get(), 1.0);
    }

    /// Under limits the dense model that is set beside a mixture keeps them too: its own design is worth just itself, and
    /// with tokens to be served the budgets are what training and serving together cost at least. The last two are worked
    /// out by another way, from the least of both at a given loss.
    #[test]
    fn worth_is_against_dense_models_under_the_same_limits() {
        let flops = Flop::new(1e22).unwrap();
        let served = Tokens::new(1e12).ok();
        let memory = Bytes::new(24e9).ok();
        for limits in [
            Limits { served, ..Limits::compute(flops) },
            Limits { memory, cached: 16_384.0, ..Limits::compute(flops) },
            Limits { inference: Flop::new(5e9).ok(), ..Limits::compute(flops) },
        ] {
            let all = candidates(&limits, Experts::new(32.0).unwrap());
            let dense = all.dense().unwrap();
            let own = dense_needs(&limits, dense.loss).unwrap();
            assert!((own.get() / 1e22 - 1.0).abs() < 1e-6, "{limits:?}: {}", own.get());
            for d in all.fit().filter(|d| d.loss < dense.loss) {
                assert!(dense_needs(&limits, d.loss).is_none_or(|c| c.get() > 1e22), "{d:?}");
            }
        }
        let limits = Limits { served, ..Limits::compute(flops) };
        for (experts, times) in [(16.0, 2.454), (32.0, 3.158)] {
            let loss = best(&limits, Experts::new(experts).unwrap()).unwrap().loss;
            let c = dense_needs(&limits, loss).unwrap();
            assert!((c.get() / 1e22 - times).abs() < 2e-3, "{experts}: {}", c.get());
        }
    }
}

//! Lines by other laws of mixtures: the dense size that experts are as good as (Clark 2022), how fine experts should
//! be (Krajewski 2024, Tian 2025), how sparse (Abnar 2025).

use crate::core::curves::log_steps;
use crate::core::laws::clark_2022::{self as clark, Router};
use crate::core::laws::sparse::sparsity;
use crate::core::laws::{Law, Pin, Setting, decades_outside};
use crate::core::laws::{abnar_2025 as abnar, krajewski_2024 as krajewski, tian_2025 as tian};
use crate::core::quantity::{Experts, Flop, Granularity};

/// Experts of the lines of Clark 2022.
pub const ROUTED: [f64; 4] = [8.0, 32.0, 128.0, 512.0];

/// Active parameters that these lines show where the plan's are among them.
const SIZES: (f64, f64) = (1e7, 1e13);

/// The dense size with the loss of a model of so many parameters for each token, for every number of experts.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    pub params: f64,
    pub dense: [f64; ROUTED.len()],
}

/// The dense sizes at one size.
pub fn effective_point(router: &Router, params: f64) -> Option<Effective> {
    let mut dense = [0.0; ROUTED.len()];
    for (at, experts) in dense.iter_mut().zip(ROUTED) {
        *at = clark::effective_params(router, params, experts)?;
    }
    Some(Effective { params, dense })
}

/// The dense sizes over sizes that hold `own`.
pub fn effective(router: &Router, own: f64) -> Vec<Effective> {
    let (lo, hi) = (SIZES.0.min(own / 2.0), SIZES.1.max(own * 2.0));
    log_steps(lo, hi, 61).filter_map(|n| effective_point(router, n)).collect()
}

/// Sizes of the runs behind them.
pub fn effective_fitted() -> (f64, f64) {
    clark::S_BASE_LAW.meta().fitted.params
}

/// Where the printed constants say that experts stop helping, 10^(−b/c): not where the paper says, whose constants
/// have more digits.
pub fn turns(router: &Router) -> f64 {
    let [_, b, c, ..] = router.constants;
    10f64.powf(-b.value / c.value)
}

/// The best run at a granularity, with 64 times the feed-forward parameters of a dense model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grain {
    pub granularity: f64,
    pub params: f64,
    pub active: f64,
    pub tokens: f64,
    pub loss: f64,
}

/// The best run of a budget at one granularity.
pub fn grain(flops: Flop, granularity: f64) -> Option<Grain> {
    let law = krajewski::with_granularity(Granularity::new(granularity).ok()?);
    let o = law.optimum(Pin::Flops(flops)).ok()?;
    let active = law.active_share() * o.params.get();
    Some(Grain { granularity, params: o.params.get(), active, tokens: o.tokens.get(), loss: o.loss?.get() })
}

/// Granularities that are shown, in quarters of a doubling.
fn granularities(most: i32) -> impl Iterator<Item = f64> {
    (0..=4 * most).map(|quarter| (f64::from(quarter) / 4.0).exp2())
}

/// The best run of a budget at every granularity.
pub fn grains(flops: Flop) -> Vec<Grain> {
    granularities(7).filter_map(|g| grain(flops, g)).collect()
}

/// The best granularity among the powers of two.
pub fn best_grain(flops: Flop) -> Option<Grain> {
    grain(flops, krajewski::best_granularity(flops).ok()?.0.get())
}

/// Granularities of the runs, where the budget is one of theirs.
pub fn grains_fitted(flops: Flop) -> Option<(f64, f64)> {
    let runs = krajewski::KRAJEWSKI_2024.meta().fitted.flops;
    (decades_outside(flops.get(), runs) == 0.0).then_some(krajewski::GRANULARITIES)
}

/// Of how many experts one works on a token, in the lines of Tian 2025.
pub const ONE_OF: [f64; 2] = [32.0, 8.0];

/// Compute of a dense model over that of a mixture at the same loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leverage {
    pub granularity: f64,
    pub worth: [f64; ONE_OF.len()],
}

/// The leverage of a budget at one granularity.
pub fn leverage(flops: Flop, granularity: f64) -> Leverage {
    let worth = ONE_OF.map(|of| tian::leverage(1.0 / of, granularity, flops.get()));
    Leverage { granularity, worth }
}

/// The leverage of a budget at every granularity; empty where a budget leaves the range of numbers.
pub fn leverages(flops: Flop) -> Vec<Leverage> {
    let all = granularities(6).map(|g| leverage(flops, g));
    all.filter(|l| l.worth.iter().all(|w| w.is_finite() && *w > 0.0)).collect()
}

/// The granularity of the largest leverage.
pub fn best_leverage(flops: Flop) -> Leverage {
    leverage(flops, tian::best_granularity())
}

/// Whether the budget is one of the runs'.
pub fn leverage_fitted(flops: Flop) -> bool {
    decades_outside(flops.get(), tian::FLOPS) == 0.0
}

/// The best run of a share of inactive experts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sparser {
    pub share: f64,
    pub params: f64,
    pub active: f64,
    pub tokens: f64,
    pub loss: f64,
}

/// The best run of a budget at one share of inactive experts.
pub fn sparser(flops: Flop, share: f64) -> Option<Sparser> {
    sparse(flops, &Setting { sparsity: Some(sparsity(share).ok()?), ..Setting::NONE })
}

/// The best run with so many experts, one of which works on a token; `None` beyond the sparsest runs.
pub fn sparse_as(flops: Flop, experts: Experts) -> Option<Sparser> {
    sparse(flops, &Setting { experts: Some(experts), ..Setting::NONE }).filter(|s| s.share <= abnar::SPARSEST)
}

fn sparse(flops: Flop, setting: &Setting) -> Option<Sparser> {
    let share = setting.inactive().ok()??.get();
    let law = abnar::ABNAR_2025.under(setting).ok()??;
    let o = law.optimum(Pin::Flops(flops)).ok()?;
    let active = law.active_share() * o.params.get();
    Some(Sparser { share, params: o.params.get(), active, tokens: o.tokens.get(), loss: o.loss?.get() })
}

/// The best run of a budget at every share of inactive experts that the runs had.
pub fn by_sparsity(flops: Flop) -> Vec<Sparser> {
    (0..=49).filter_map(|i| sparser(flops, f64::from(i) / 50.0)).collect()
}

/// Shares that the law was fitted on, where the budget is one of the runs'.
pub fn sparsity_fitted(flops: Flop) -> Option<(f64, f64)> {
    let runs = abnar::ABNAR_2025.meta().fitted.flops;
    (decades_outside(flops.get(), runs) == 0.0).then_some(abnar::SHARES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flop(c: f64) -> Flop {
        Flop::new(c).unwrap()
    }

    /// By bisection on equal losses outside this program; experts are worth nothing where the lines turn.
    #[test]
    fn dense_sizes_of_equal_loss() {
        for (router, expected) in [(&clark::S_BASE, 4.6697e9), (&clark::RL_R, 3.0013e9), (&clark::HASH, 3.8221e9)] {
            let at = effective_point(router, 1.309e9).unwrap();
            assert!((at.dense[2] / expected - 1.0).abs() < 2e-5, "{}", router.name);
            let turns = turns(router);
            for n in effective_point(router, turns).unwrap().dense {
                assert!((n / turns - 1.0).abs() < 1e-9, "{}", router.name);
            }
            let line = effective(router, 5e13);
            assert!(line.len() == 61 && (line[60].params / 1e14 - 1.0).abs() < 1e-12);
        }
        assert!((turns(&clark::RL_R) / 3.162e10 - 1.0).abs() < 1e-3);
    }

    /// Least losses by a minimiser outside this program.
    #[test]
    fn losses_by_granularity() {
        for (c, g, loss) in [
            (1e19, 1.0, 2.997_770),
            (1e19, 16.0, 2.904_508),
            (1e22, 1.0, 2.087_861),
            (1e22, 32.0, 2.014_656),
            (1e24, 128.0, 1.617_212),
        ] {
            let found = grain(flop(c), g).unwrap();
            assert!((found.loss - loss).abs() < 2e-6, "{c:e} {g}: {}", found.loss);
            // 12 of every 516 parameters work on a token.
            assert!((found.active / found.params * 43.0 - 1.0).abs() < 1e-12);
        }
        let line = grains(flop(1e22));
        assert!(line.len() == 29 && line[0].granularity == 1.0 && line[28].granularity == 128.0);
        let least = line.iter().min_by(|a, b| a.loss.total_cmp(&b.loss)).unwrap();
        let (best, run) = krajewski::best_granularity(flop(1e22)).unwrap();
        assert!((least.granularity / best.get()).log2().abs() <= 0.5 && least.loss <= run.loss.unwrap().get());
        assert_eq!(grains_fitted(flop(1e19)), Some((1.0, 16.0)));
        assert_eq!(grains_fitted(flop(1e22)), None);
    }

    /// "Over 7 times" of one in 32 experts at 1e22, twelve times finer; 2.1548 of one in eight at 1e20, twice finer.
    #[test]
    fn worth_by_granularity() {
        assert!((leverage(flop(1e22), 12.0).worth[0] - 7.2202).abs() < 5e-5);
        assert!((leverage(flop(1e20), 2.0).worth[1] - 2.1548).abs() < 5e-5);
        let line = leverages(flop(1e20));
        let best = line.iter().max_by(|a, b| a.worth[0].total_cmp(&b.worth[0])).unwrap();
        assert!(line.len() == 25 && (best.granularity / tian::best_granularity()).log2().abs() <= 0.125);
        assert!(leverage_fitted(flop(1e20)) && !leverage_fitted(flop(1e22)));
    }

    /// All parameters and loss by a minimiser outside this program.
    #[test]
    fn losses_by_sparsity() {
        for (c, s, n, least) in
            [(1e20, 0.0, 0.6392e9, 2.588_51), (1e21, 0.9, 18.08e9, 2.095_25), (1e22, 0.98, 417.2e9, 1.820_04)]
        {
            let found = sparser(flop(c), s).unwrap();
            assert!((found.loss - least).abs() <= 6e-6 && (found.params / n - 1.0).abs() < 6e-4, "{c:e} at {s}");
            assert!((found.active / found.params - (1.0 - s)).abs() < 1e-12);
        }
        let line = by_sparsity(flop(1e21));
        assert!(line.len() == 50 && line[0].share == 0.0 && line[49].share == 0.98);
        assert!(line.is_sorted_by(|a, b| a.loss > b.loss && a.params < b.params && a.active > b.active));
        let ten = sparse_as(flop(1e21), Experts::new(10.0).unwrap()).unwrap();
        assert!((ten.loss - 2.095_25).abs() <= 6e-6 && (ten.share - 0.9).abs() < 1e-12);
        assert_eq!(sparse_as(flop(1e21), Experts::new(64.0).unwrap()), None);
        assert_eq!(sparsity_fitted(flop(1e20)), Some((0.0, 0.95)));
        assert_eq!(sparsity_fitted(flop(1e22)), None);
    }
}

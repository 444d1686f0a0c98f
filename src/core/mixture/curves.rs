//! Lines for pictures.

use super::choice::{MOST, powers};
use super::design::{Design, best};
use super::limits::Limits;
use crate::core::laws::form::additive::Additive;
use crate::core::laws::{FLOP_PER_PARAM_TOKEN, ludziejewski_2025 as joint, warnings_of};
use crate::core::quantity::{Experts, Nats, Params, Tokens};
use crate::core::questions::equal_loss::params_for;

/// The best design for every number of experts at one budget; what does not fit is left out.
pub fn by_experts(limits: &Limits) -> Vec<Design> {
    powers(MOST).filter_map(|e| best(limits, e).ok()).collect()
}

/// A model on a line of equal loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SamePoint {
    pub experts: f64,
    pub active: f64,
    pub total: f64,
    /// Within what the law was fitted on.
    pub fitted: bool,
}

/// Models of one loss on so many tokens, from dense to many experts.
pub fn isoloss(loss: Nats, tokens: Tokens) -> Vec<SamePoint> {
    let at = |e: Experts| {
        let law = joint::with_experts(e);
        let active = params_for(&law, tokens, loss).ok()?;
        let (total, fitted) = (joint::all(active.get(), e.get()), fitted(&law, active, tokens));
        Some(SamePoint { experts: e.get(), active: active.get(), total, fitted })
    };
    powers(MOST).filter_map(at).collect()
}

/// Models of one loss, from dense to many experts.
#[derive(Clone, Debug, PartialEq)]
pub struct SameLoss {
    pub loss: f64,
    pub points: Vec<SamePoint>,
}

impl SameLoss {
    /// Active parameters between which every model is within what the law was fitted on.
    pub fn fitted(&self) -> Option<(f64, f64)> {
        let mut inside = self.points.iter().filter(|p| p.fitted).map(|p| p.active);
        let first = inside.next()?;
        let last = inside.next_back().unwrap_or(first);
        Some((last.min(first), last.max(first)))
    }
}

/// Lines of equal loss on the design's tokens: its own loss first, then two lower and two higher ones; those that fewer
/// than two models reach are left out.
pub fn isolosses(design: &Design) -> Vec<SameLoss> {
    let own = design.loss.get();
    let step = step(own);
    [0.0, -2.0, -1.0, 1.0, 2.0]
        .into_iter()
        .filter_map(|steps| {
            let loss = own + steps * step;
            let points = isoloss(Nats::new(loss).ok()?, design.tokens);
            (points.len() > 1).then_some(SameLoss { loss, points })
        })
        .collect()
}

/// The largest handy step that is at most a twelfth of what size and data may still remove.
fn step(loss: f64) -> f64 {
    let left = loss - joint::LUDZIEJEWSKI_2025.e.value;
    [0.1, 0.05, 0.02, 0.01, 0.005].into_iter().find(|s| 12.0 * s <= left).unwrap_or(0.002)
}

/// Whether a run lies within what the law was fitted on.
pub(super) fn fitted(law: &Additive, active: Params, tokens: Tokens) -> bool {
    let flops = active.compute(tokens, FLOP_PER_PARAM_TOKEN).ok();
    warnings_of(law, flops, active, Some(tokens)).is_empty()
}

/// Losses this near are hard to tell apart in training.
pub const NEAR: f64 = 0.005;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::quantity::Flop;

    /// Active and all parameters at 2.42 nats on 50 B tokens, by Table 4 and the shapes, worked out outside this program.
    #[test]
    fn models_of_one_loss() {
        let line = isoloss(Nats::new(2.42).unwrap(), Tokens::new(5e10).unwrap());
        let at = |e: f64| line.iter().find(|p| p.experts == e).unwrap();
        let expected = [(1.0, 1.833872e9, 1.833872e9), (8.0, 9.899648e8, 5.008956e9), (32.0, 5.783494e8, 1.018358e10)];
        for (e, active, total) in expected {
            let p = at(e);
            assert!((p.active / active - 1.0).abs() < 1e-4 && (p.total / total - 1.0).abs() < 1e-4, "{p:?}");
        }
        assert!(line.len() == 10 && line.iter().is_sorted_by(|a, b| a.active > b.active && a.total < b.total));
        assert!(at(1.0).fitted && at(32.0).fitted && !at(64.0).fitted);
    }

    /// The design lies on its own line, and lines of lower loss need more.
    #[test]
    fn lines_lie_around_the_design() {
        for f in [1e19, 1e22, 1e25] {
            let limits = Limits::compute(Flop::new(f).unwrap());
            let design = best(&limits, Experts::new(8.0).unwrap()).unwrap();
            let lines = isolosses(&design);
            assert_eq!(lines.len(), 5);
            let own = lines[0].points.iter().find(|p| p.experts == 8.0).unwrap();
            assert!((own.active / design.active.get() - 1.0).abs() < 1e-9, "{f:e}");
            assert!((own.total / design.total.get() - 1.0).abs() < 1e-9, "{f:e}");
            let dense: Vec<f64> = [1, 2, 0, 3, 4].map(|i| lines[i].points[0].active).to_vec();
            assert!(dense.is_sorted_by(|a, b| a > b), "{dense:?}");
        }
    }
}

//! Lines for pictures.

use super::choice::{MOST, powers};
use super::design::{Design, best};
use super::limits::Limits;
use crate::core::laws::ludziejewski_2025 as joint;
use crate::core::quantity::{Bytes, Flop, Nats, Tokens};
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
}

/// Models of one loss on so many tokens, from dense to many experts.
pub fn isoloss(loss: Nats, tokens: Tokens) -> Vec<SamePoint> {
    let at = |e: crate::core::quantity::Experts| {
        let active = params_for(&joint::with_experts(e), tokens, loss).ok()?.get();
        Some(SamePoint { experts: e.get(), active, total: joint::all(active, e.get()) })
    };
    powers(MOST).filter_map(at).collect()
}

/// A cell of the map: the best number of experts for a budget and a memory, and what it gains over a dense model there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub flops: f64,
    pub memory: f64,
    pub experts: f64,
    pub loss: f64,
    /// Loss of the best dense model in this memory, above the cell's.
    pub gain: f64,
    /// Fewest and most experts whose loss is within `NEAR` of the best.
    pub near: (f64, f64),
}

/// Losses this near are hard to tell apart in training.
pub const NEAR: f64 = 0.005;

/// The map over budgets and memories; cells in which nothing fits are `None`.
pub fn map(limits: &Limits, flops: &[f64], memories: &[f64], most: f64) -> Vec<Vec<Option<Cell>>> {
    let cell = |f: f64, m: f64| {
        let limits = Limits { flops: Flop::new(f).ok()?, memory: Some(Bytes::new(m).ok()?), ..*limits };
        let all: Vec<Design> = powers(most).filter_map(|e| best(&limits, e).ok()).collect();
        let least = all.iter().copied().min_by(|a, b| a.loss.get().total_cmp(&b.loss.get()))?;
        let near = all.iter().filter(|d| d.loss.get() <= least.loss.get() + NEAR).map(|d| d.experts.get());
        let near = near.fold((f64::INFINITY, 0.0f64), |(lo, hi), e| (lo.min(e), hi.max(e)));
        let gain = all.first()?.loss.get() - least.loss.get();
        Some(Cell { flops: f, memory: m, experts: least.experts.get(), loss: least.loss.get(), gain, near })
    };
    memories.iter().map(|m| flops.iter().map(|f| cell(*f, *m)).collect()).collect()
}

//! Where on an axis does a value sit?

use super::model::{Axis, Scale};

/// The range of an axis made usable: finite, in order, never empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) log: bool,
    pub(crate) lo: f64,
    pub(crate) hi: f64,
}

const HUGE: f64 = 1e300;

impl Span {
    pub(crate) fn of(axis: &Axis) -> Span {
        let (a, b) = axis.range;
        let log = axis.scale == Scale::Log;
        if !a.is_finite() || !b.is_finite() || (log && a.max(b) <= 0.0) {
            return if log { Span { log, lo: 1.0, hi: 10.0 } } else { Span { log, lo: 0.0, hi: 1.0 } };
        }
        let (mut lo, mut hi) = (a.min(b).clamp(-HUGE, HUGE), a.max(b).clamp(-HUGE, HUGE));
        if log {
            hi = hi.max(1.0 / HUGE);
            if lo <= 0.0 {
                lo = (hi / 1000.0).max(1.0 / HUGE);
            }
            if hi / lo < 1.0 + 1e-9 {
                (lo, hi) = (lo / 1.5, hi * 1.5);
            }
        } else if hi - lo <= 1e-9 * hi.abs().max(lo.abs()) {
            let half = if hi == 0.0 { 0.5 } else { hi.abs() * 0.05 };
            (lo, hi) = (lo - half, hi + half);
        }
        Span { log, lo, hi }
    }

    /// 0 at the low end, 1 at the high end; not a number where the axis has no place for the value.
    pub(crate) fn place(&self, value: f64) -> f64 {
        if self.log {
            if value > 0.0 { (value / self.lo).ln() / (self.hi / self.lo).ln() } else { f64::NAN }
        } else {
            (value - self.lo) / (self.hi - self.lo)
        }
    }

    /// The value at a place between 0 and 1.
    pub(crate) fn value(&self, place: f64) -> f64 {
        if self.log {
            (self.lo.ln() + place * (self.hi / self.lo).ln()).exp()
        } else {
            self.lo + place * (self.hi - self.lo)
        }
    }

    pub(crate) fn decades(&self) -> f64 {
        (self.hi / self.lo).abs().log10()
    }
}

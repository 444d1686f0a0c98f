//! The three charts: another size at this budget, the frontier of every law, loss against compute.

mod frontier;
mod losses;
mod sizes;

pub use frontier::Frontier;
pub use losses::LossAgainstCompute;
pub use sizes::OtherSizes;

use crate::chart::Weight;
use crate::core::curves::{BudgetPoint, Line};

/// A range that lies nowhere on a log axis from `lo`: everything is dashed.
fn solid(fitted: Option<(f64, f64)>, lo: f64) -> Option<(f64, f64)> {
    Some(fitted.unwrap_or((lo / 4.0, lo / 4.0)))
}

fn weight(chosen: bool) -> Weight {
    if chosen { Weight::Chosen } else { Weight::Normal }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.filter(|v| v.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)))
}

fn padded((lo, hi): (f64, f64)) -> (f64, f64) {
    let pad = 0.06 * (hi - lo).max(1e-6);
    (lo - pad, hi + pad)
}

const DASHED: &str = "dashed: outside the fitted range";

fn span(lines: &[Line<BudgetPoint>]) -> (f64, f64) {
    ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.flops)))
}

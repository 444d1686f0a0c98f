//! The pictures of the plan, and what all pictures share: another size at this budget, the frontier of every law, loss against compute.

mod frontier;
mod losses;
mod picture;
mod sizes;

pub use frontier::Frontier;
pub use losses::LossAgainstCompute;
pub use picture::{Drawn, Picture};
pub use sizes::OtherSizes;

use crate::chart::{Axis, Band, Labels, Scale, Series, Weight};
use crate::core::curves::{BudgetPoint, Line};
use crate::core::report::Report;
use crate::page::place::{color, place};
use crate::page::words;

/// A range that lies nowhere on a log axis from `lo`: everything is dashed.
pub fn solid(fitted: Option<(f64, f64)>, lo: f64) -> Option<(f64, f64)> {
    Some(fitted.unwrap_or((lo / 4.0, lo / 4.0)))
}

/// One law's line in its colour, solid where it was fitted.
fn series<P>(report: &Report, line: &Line<P>, from: f64, at: impl Fn(&P) -> Option<(f64, f64)>) -> Series {
    Series {
        label: line.meta.label.into(),
        color: color(place(report, line.meta.id)),
        points: line.points.iter().filter_map(at).collect(),
        solid: solid(line.fitted, from),
        weight: if line.chosen { Weight::Chosen } else { Weight::Normal },
    }
}

/// The chosen law's interval, if it has one.
fn band(points: Vec<(f64, f64, f64)>) -> Vec<Band> {
    if points.is_empty() {
        return Vec::new();
    }
    vec![Band { color: 0, label: format!("band: 80{}% interval", words::THIN), points }]
}

pub fn loss_axis(range: (f64, f64)) -> Axis {
    Axis {
        title: "Loss, nats per token".into(),
        unit: String::new(),
        scale: Scale::Linear,
        labels: Labels::Decimal,
        range: padded(range),
    }
}

pub fn size_axis(range: (f64, f64)) -> Axis {
    let unit = "parameters".into();
    Axis { title: "Parameters".into(), unit, scale: Scale::Log, labels: Labels::Words, range }
}

pub fn compute_axis(range: (f64, f64)) -> Axis {
    Axis { title: "Training compute".into(), unit: "FLOP".into(), scale: Scale::Log, labels: Labels::Power, range }
}

pub fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.filter(|v| v.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)))
}

pub fn padded((lo, hi): (f64, f64)) -> (f64, f64) {
    let pad = 0.06 * (hi - lo).max(1e-6);
    (lo - pad, hi + pad)
}

pub(in crate::page) const DASHED: &str = "dashed: outside the fitted range";

fn span(lines: &[Line<BudgetPoint>]) -> (f64, f64) {
    ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.flops)))
}

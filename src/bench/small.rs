//! The same kernel at a small size that is no multiple of its tiles, all of whose results are looked at.

use super::job::{self, Job};
use crate::core::bench::probe::Probe;

/// Rows, depth and columns of a small product.
const ODD: [u32; 3] = [67, 45, 83];

/// Nothing where the job itself is small, or has no other size.
pub fn of(job: &Job) -> Option<Job> {
    let mut small = sized(job)?;
    for (stage, own) in small.stages.iter_mut().zip(&job.stages) {
        stage.kernel.clone_from(&own.kernel);
    }
    Some(small)
}

fn sized(job: &Job) -> Option<Job> {
    let [m, k, n] = ODD;
    match job.case.probe {
        Probe::Product { arithmetic, m: rows, k: depth, n: columns } => {
            let variant = job.variant.as_ref()?;
            // A kernel for whole tiles is given one, three slices deep.
            let whole = variant.is_whole(rows, depth, columns);
            let [m, k, n] = if whole { [variant.tile.0, 3 * variant.depth, variant.tile.1] } else { ODD };
            job::product(Probe::Product { arithmetic, m, k, n }, variant)
        }
        Probe::Tiled { tile, .. } => job::of(Probe::Tiled { tile, m, k, n }, true),
        Probe::Vector { stored, .. } => job::of(Probe::Vector { stored, rows: 259, columns: 160 }, true),
        // The kernel keeps as much of a row as this one has.
        Probe::Softmax { columns, .. } => {
            job::of(Probe::Softmax { rows: 3, columns: columns.saturating_sub(500).max(4) }, true)
        }
        Probe::Attention { .. } => job::of(Probe::Attention { heads: 3, width: 32, context: 300 }, true),
        Probe::Chains { arithmetic, each, .. } => job::of(Probe::Chains { arithmetic, lanes: 256, each }, true),
        _ => None,
    }
}

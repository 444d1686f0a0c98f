//! A probe as work for a device: kernels, what they are bound to, and how many workgroups.

use super::kernels::products::Variant;
use super::kernels::{self, Kernel};
use crate::core::bench::case::{Case, PASS};
use crate::core::bench::input::Input;
use crate::core::bench::probe::{Arithmetic, Probe};

/// What a buffer holds at first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Content {
    Input(Input),
    /// So many bytes of nothing.
    Empty(u64),
}

/// One kernel of a job. Its bindings are what it reads, then what it writes, then its shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub kernel: Kernel,
    /// Which buffers of the job.
    pub reads: Vec<usize>,
    pub writes: usize,
    pub shape: [u32; 4],
    pub groups: [u32; 3],
}

#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    pub case: Case,
    pub buffers: Vec<Content>,
    /// Run one after the other.
    pub stages: Vec<Stage>,
    /// Which buffer holds the result.
    pub result: usize,
    /// Runs of the probe in one run of the job.
    pub runs: f64,
    /// The kernel of a product, with its tile.
    pub variant: Option<Variant>,
}

/// Places of a cache that one workgroup of attention takes.
const SHARE: u32 = 128;

/// A product by one of its kernels.
pub fn product(probe: Probe, variant: &Variant) -> Option<Job> {
    let Probe::Product { arithmetic, m, k, n } = probe else { return None };
    let kernel = kernels::product(variant, arithmetic, variant.is_whole(m, k, n));
    let (x, y) = variant.grid(m, n);
    let job = simple(Case::of(probe, false)?, kernel, [m, k, n, 0], [x, y, 1]);
    Some(Job { variant: Some(variant.clone()), ..job })
}

/// Everything else that runs on a device. One with few threads is given fewer.
pub fn of(probe: Probe, few: bool) -> Option<Job> {
    let case = Case::of(probe, few)?;
    Some(match probe {
        Probe::Chains { arithmetic, lanes, each } => {
            let pass = if arithmetic == Arithmetic::Int8 { 64 } else { PASS };
            simple(case, kernels::chains(arithmetic), [each / pass, 0, 0, 0], [lanes / 256, 1, 1])
        }
        Probe::Tiled { tile, m, k, n } => {
            simple(case, kernels::tiled(tile), [m, k, n, 0], [n.div_ceil(tile), m.div_ceil(tile), 1])
        }
        Probe::Vector { stored, rows, columns } => {
            simple(case, kernels::vector(stored), [rows, columns, 0, 0], [rows.div_ceil(16), 1, 1])
        }
        Probe::Stream { way, .. } => {
            let s = case.sweep?;
            let seed = 5;
            let job =
                simple(case, kernels::stream(way), [s.steps, s.stride, s.places - 1, seed], [s.lanes / 256, 1, 1]);
            Job { runs: s.sweeps(), ..job }
        }
        Probe::Softmax { rows, columns } => {
            simple(case, kernels::softmax(columns), [rows, columns / 4, 0, 0], [rows, 1, 1])
        }
        Probe::Attention { heads, width, context } => attention(case, heads, width, context),
        Probe::Dispatch | Probe::Submission => simple(case, kernels::empty(), [0; 4], [1, 1, 1]),
        Probe::Product { .. } | Probe::Processor { .. } | Probe::Memcpy { .. } => return None,
    })
}

/// One kernel that reads all inputs and writes the result.
fn simple(case: Case, kernel: Kernel, shape: [u32; 4], groups: [u32; 3]) -> Job {
    let mut buffers: Vec<Content> = case.inputs.iter().map(|i| Content::Input(*i)).collect();
    let result = buffers.len();
    buffers.push(Content::Empty(case.bytes()));
    let stage = Stage { kernel, reads: (0..result).collect(), writes: result, shape, groups };
    Job { case, buffers, stages: vec![stage], result, runs: 1.0, variant: None }
}

fn attention(case: Case, heads: u32, width: u32, context: u32) -> Job {
    let [first, second] = kernels::attention();
    let (groups, shares) = (width / 4, context.div_ceil(SHARE));
    let between = 16 * u64::from(heads) * u64::from(shares) * u64::from(groups + 1);
    let mut job = simple(case, first, [groups, context, shares, 0], [shares, heads, 1]);
    // The first kernel writes what the second puts together.
    let joined = job.buffers.len();
    job.buffers.push(Content::Empty(job.case.bytes()));
    if let Some(content) = job.buffers.get_mut(job.result) {
        *content = Content::Empty(between);
    }
    job.stages.push(Stage {
        kernel: second,
        reads: vec![job.result],
        writes: joined,
        shape: [groups, 0, shares, 0],
        groups: [heads, 1, 1],
    });
    job.result = joined;
    job
}

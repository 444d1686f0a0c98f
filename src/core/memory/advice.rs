//! What would make a run fit a device: changes tried one by one, the smallest first, each by computing it.

use super::activations::{Kernel, Recompute};
use super::layout::layers;
use super::recipe::Optimizer;
use super::training::{Setup, Stage};
use crate::core::error::Error;
use crate::core::model::Architecture;
use crate::core::quantity::Bytes;

/// One change, or several after one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// In words.
    pub change: String,
    /// Everything as it would be.
    pub setup: Setup,
    /// The fullest stage then.
    pub stage: Stage,
    pub fits: bool,
}

/// Changes of one sort, from the smallest to the largest.
type Sort = fn(&Architecture, &Setup) -> Vec<(String, Setup)>;

/// Sorts of changes: first those that cost nothing or time, then those that change the optimizer or need more devices.
const SORTS: [Sort; 10] =
    [kernel, sequence_parallel, recompute, micro_batch, zero, optimizer, tensor, pipeline, context, data];

/// Ways to fit `capacity` by the measure of `fullest`, each of one change; where none is enough alone, changes added to one another until they are.
/// Empty where it fits already. The last of a list that does not fit is the best that was found.
///
/// # Errors
/// At the field of `setup` that cannot be.
pub fn advise(
    model: &Architecture,
    setup: &Setup,
    capacity: Bytes,
    fullest: impl Fn(&Setup) -> Result<Stage, Error>,
) -> Result<Vec<Advice>, Error> {
    let now = fullest(setup)?;
    if now.total() <= capacity {
        return Ok(Vec::new());
    }
    // Changes that this model does not allow are not advice.
    let tried = |from: &Setup, sort: Sort| -> Vec<Advice> {
        let all = sort(model, from).into_iter();
        all.filter_map(|(change, setup)| {
            let stage = fullest(&setup).ok()?;
            Some(Advice { change, setup, stage, fits: stage.total() <= capacity })
        })
        .collect()
    };
    let alone: Vec<Advice> = SORTS.iter().filter_map(|sort| tried(setup, *sort).into_iter().find(|a| a.fits)).collect();
    if !alone.is_empty() {
        return Ok(alone);
    }
    let mut path: Vec<Advice> = Vec::new();
    let (mut from, mut least) = (*setup, now.total());
    for sort in SORTS {
        let mut found = tried(&from, sort);
        let enough = found.iter().position(|a| a.fits);
        let best = enough.or_else(|| {
            let total = |i: &usize| found.get(*i).map_or(f64::INFINITY, |a| a.stage.total().get());
            (0..found.len()).min_by(|a, b| total(a).total_cmp(&total(b)))
        });
        let Some(advice) = best.map(|i| found.swap_remove(i)).filter(|a| a.stage.total() < least) else { continue };
        (from, least) = (advice.setup, advice.stage.total());
        path.push(advice);
        if enough.is_some() {
            break;
        }
    }
    Ok(path)
}

fn kernel(_: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    match s.kernel {
        Kernel::Standard => {
            vec![("FlashAttention instead of kept scores".to_owned(), Setup { kernel: Kernel::Flash, ..*s })]
        }
        Kernel::Flash => Vec::new(),
    }
}

fn sequence_parallel(_: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    if s.layout.sequence_parallel || s.layout.tensor == 1 {
        return Vec::new();
    }
    let mut with = *s;
    with.layout.sequence_parallel = true;
    vec![("sequence parallelism".to_owned(), with)]
}

fn recompute(_: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    let more = [(Recompute::Selective, "selective recomputation"), (Recompute::Full, "full recomputation")];
    let more = more.into_iter().filter(|(r, _)| *r as u8 > s.recompute as u8);
    more.map(|(recompute, words)| (words.to_owned(), Setup { recompute, ..*s })).collect()
}

fn micro_batch(_: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    let smaller = std::iter::successors(Some(s.micro_batch / 2), |b| Some(b / 2)).take_while(|b| *b > 0);
    smaller
        .map(|b| {
            // The batch of a step stays.
            let micro_batches = s.micro_batches.map(|m| m.saturating_mul(s.micro_batch) / b);
            let with = Setup { micro_batch: b, micro_batches, ..*s };
            (format!("micro-batches of {b} instead of {}", s.micro_batch), with)
        })
        .collect()
}

fn zero(_: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    if s.layout.replicas() == 1 {
        return Vec::new();
    }
    (s.layout.zero + 1..=3)
        .map(|zero| {
            let mut with = *s;
            with.layout.zero = zero;
            (format!("ZeRO-{zero} over {} replicas", s.layout.replicas()), with)
        })
        .collect()
}

fn optimizer(_: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    match s.optimizer {
        Optimizer::AdamW => {
            vec![("AdamW with moments in 8 bits".to_owned(), Setup { optimizer: Optimizer::AdamW8Bit, ..*s })]
        }
        _ => Vec::new(),
    }
}

/// Doublings of one direction of the layout, up to `most`, on as many more devices.
fn doubled(s: &Setup, most: u64, now: u64, set: fn(&mut Setup, u64), words: &str) -> Vec<(String, Setup)> {
    let all = std::iter::successors(now.checked_mul(2), |n| n.checked_mul(2)).take_while(|n| *n <= most);
    all.map(|n| {
        let mut with = *s;
        set(&mut with, n);
        (format!("{words} over {n}: {} devices instead of {}", with.layout.devices(), s.layout.devices()), with)
    })
    .collect()
}

/// Up to the 8 devices of a usual node.
fn tensor(_: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    doubled(s, 8, s.layout.tensor, |s, n| s.layout.tensor = n, "tensor parallelism")
}

fn pipeline(model: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    doubled(s, layers(model).min(64), s.layout.pipeline, |s, n| s.layout.pipeline = n, "a pipeline")
}

fn context(_: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    doubled(s, 64, s.layout.context, |s, n| s.layout.context = n, "context parallelism")
}

/// More replicas help only where ZeRO spreads over them.
fn data(_: &Architecture, s: &Setup) -> Vec<(String, Setup)> {
    let most = if s.layout.zero > 0 { 1024 } else { 0 };
    doubled(s, most, s.layout.data, |s, n| s.layout.data = n, "data parallelism")
}

//! A good layout without a long search: for the plan, which is worked out at every key.

use super::{PerToken, Timing};
use crate::core::engine::habits::Habits;
use crate::core::engine::machine::Machine;
use crate::core::engine::step::{Job, Step};
use crate::core::memory::activations::Recompute;
use crate::core::memory::layout::{Layout, nearest_tensor};
use crate::core::memory::training::{self, Select, Setup};
use crate::core::model::Architecture;
use crate::core::quantity::{Bytes, Tokens};

/// Tokens of a step where nothing is said: what large runs of today begin with or stay at (Llama 3: 4 to 16 million).
pub const BATCH_TOKENS: f64 = 4_194_304.0;

/// Sequences of a step where nothing is said.
pub fn usual_batch(sequence: u64) -> u64 {
    ((BATCH_TOKENS / sequence.max(1) as f64).round() as u64).max(1)
}

/// About as many as [`usual_batch`], so that all replicas are busy in every turn: at least one turn.
pub fn even_batch(setup: &Setup) -> u64 {
    let per = setup.per_turn();
    let turns = (usual_batch(setup.sequence) as f64 / per as f64).round().max(1.0) as u64;
    per.saturating_mul(turns)
}

/// Powers of two over which the experts of every layer may be spread; one where there are none.
fn spreads(model: &Architecture) -> Vec<u64> {
    let routed = model.stack.kinds.iter().flat_map(|l| &l.feeds).filter_map(|f| f.routed).map(|r| r.experts);
    let least = routed.clone().min().unwrap_or(1);
    (0..10).map(|i| 1 << i).filter(|e| *e <= least && routed.clone().all(|r| r.is_multiple_of(*e))).collect()
}

/// Layouts of powers of two: the fastest that fits.
pub fn good(
    model: &Architecture,
    base: &Setup,
    machine: Machine,
    devices: u64,
    habits: Habits,
    capacity: Bytes,
    tokens: Tokens,
) -> Option<(Setup, Timing)> {
    let layers = model.layers();
    let usual = usual_batch(base.sequence);
    let spreads = spreads(model);
    let mut all: Vec<(f64, Setup, Step, u64)> = Vec::new();
    for tensor in [1, 2, 4, 8] {
        if tensor > machine.node || !devices.is_multiple_of(tensor) || nearest_tensor(model, tensor) != tensor {
            continue;
        }
        for (micro_batch, expert) in spreads.iter().flat_map(|e| [1, 2, 4].map(|m| (m, *e))) {
            let layout = Layout { tensor, data: expert, pipeline: 1, context: 1, expert, interleave: 1, ..base.layout };
            let first = Setup { layout, micro_batch, ..*base };
            let job = Job { model, setup: &first, machine, batch: usual, habits, shard: None };
            let pass = job.pass();
            let mut pipeline = 1;
            while pipeline <= layers && pipeline <= 64 && (devices / tensor).is_multiple_of(pipeline) {
                let data = devices / tensor / pipeline;
                // Experts are spread over replicas.
                if !data.is_multiple_of(expert) {
                    break;
                }
                let even = Setup { layout: Layout { data, ..layout }, ..first };
                let batch = even_batch(&even);
                let m = batch.div_ceil(even.per_turn());
                for zero in if pipeline == 1 { [1, 3].as_slice() } else { &[1] } {
                    for recompute in [Recompute::None, Recompute::Full] {
                        let layout = Layout { data, pipeline, zero: *zero, ..layout };
                        let setup = Setup { layout, recompute, micro_batches: Some(m), ..first };
                        let job = Job { setup: &setup, batch, ..job };
                        let step = job.assemble(&pass, m);
                        all.push((step.time.get() / batch as f64, setup, step, batch));
                    }
                }
                pipeline *= 2;
            }
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let fits = |setup: &Setup| {
        let stages = training::training(model, setup).ok()?;
        let full = training::select(&stages, Select::Max).ok()?.total();
        (full <= capacity).then_some(())
    };
    all.into_iter().find_map(|(_, setup, step, batch)| {
        fits(&setup)?;
        let job = Job { model, setup: &setup, machine, batch, habits, shard: None };
        let timing = Timing::of_step(&job, step, &PerToken::of(model, &setup), tokens).ok()?;
        Some((setup, timing))
    })
}

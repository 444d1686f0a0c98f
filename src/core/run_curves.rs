//! The lines behind the pictures of the run, from the same engine as its report.

use super::engine::step::Job;
use super::report::Report;
use super::timing::scaling::{Scaled, Scaling, scaling};

/// Fewer and more accelerators in the present layout, with the same batch and with one that grows with them; none where
/// the layout cannot be, or where the utilisation was given.
pub fn scaled(report: &Report) -> Option<[Vec<Scaled>; 2]> {
    let run = report.timing().ok()?;
    run.timing.step.as_ref()?;
    let s = &report.scenario;
    let machine = s.cluster.machine(&s.accelerator).ok()?;
    let (model, habits) = (s.setup.model.architecture(), s.cluster.habits);
    let job = Job { model, setup: &run.setup, machine, batch: run.batch, habits, shard: None };
    Some([Scaling::Strong, Scaling::Weak].map(|way| scaling(&job, run.tokens, way)))
}

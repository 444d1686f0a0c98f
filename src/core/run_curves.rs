//! The lines behind the pictures of the run, from the same engine as its report.

use super::engine::step::Job;
use super::memory::training::Setup;
use super::report::Report;
use super::timing::Timing;
use super::timing::quick::good;
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

/// The fastest layout of powers of two that fits so many accelerators.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fastest {
    pub devices: u64,
    pub setup: Setup,
    pub timing: Timing,
}

/// So many times halved and doubled.
const OCTAVES: i32 = 4;

/// Fewer and more accelerators, each number in its own fastest simple layout, with about the usual batch; fewest first,
/// without those on which none fits.
pub fn fastest(report: &Report) -> Vec<Fastest> {
    let (s, Ok(run)) = (&report.scenario, report.timing()) else { return Vec::new() };
    let Ok(machine) = s.cluster.machine(&s.accelerator) else { return Vec::new() };
    let count = s.count.get();
    (-OCTAVES..=OCTAVES)
        .map(|k| count * 2f64.powi(k))
        .filter(|n| n.fract() == 0.0 && *n >= 1.0)
        .filter_map(|n| {
            let model = s.setup.model.architecture();
            let (habits, room) = (s.cluster.habits, s.accelerator.capacity());
            let (setup, timing) = good(model, &run.setup, machine, n as u64, habits, room, run.tokens)?;
            Some(Fastest { devices: n as u64, setup, timing })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::link;
    use crate::core::report;

    fn of(link: &str) -> Report {
        report::estimate(&link::decode(link).unwrap()).unwrap()
    }

    #[test]
    fn the_present_number_is_among_them() {
        let r = of("#v=1&arch=llama-3-8b&count=64&tp=8&pp=1");
        let [strong, weak] = scaled(&r).unwrap();
        let now = r.timing().unwrap().timing.seconds;
        for line in [&strong, &weak] {
            assert!(line.iter().any(|s| s.devices == 64 && s.timing.seconds == now));
        }
        let fastest = fastest(&r);
        assert!(fastest.iter().all(|f| f.setup.layout.devices() == u128::from(f.devices)));
        assert!(fastest.windows(2).all(|w| w[0].devices < w[1].devices && w[0].timing.seconds > w[1].timing.seconds));
        let here = fastest.iter().find(|f| f.devices == 64).unwrap();
        assert!(here.timing.seconds.get() <= now.get() * 1.001);
        assert!(scaled(&of("#v=1&mfu=0.4")).is_none());
    }
}

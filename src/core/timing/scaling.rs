//! More replicas of one layout: the same batch shared by more devices (strong scaling), or a batch that grows with them
//! (weak scaling).

use super::{PerToken, Timing};
use crate::core::engine::step::Job;
use crate::core::memory::layout::Layout;
use crate::core::memory::training::{self, Select, Setup};
use crate::core::quantity::{Bytes, Tokens};

/// What happens to the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaling {
    /// The batch stays: every replica has less to do.
    Strong,
    /// Every replica keeps what it does: the batch grows.
    Weak,
}

/// The layout with another number of replicas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaled {
    pub devices: u64,
    /// Sequences of a step.
    pub batch: u64,
    pub timing: Timing,
    /// Memory of the fullest device.
    pub memory: Bytes,
}

/// So many times halved and doubled at most.
const OCTAVES: u32 = 6;

/// The job with its replicas halved and doubled as often as that comes out even, fewest first.
pub fn scaling(job: &Job, tokens: Tokens, way: Scaling) -> Vec<Scaled> {
    let data = job.setup.layout.data.max(1);
    let halves = data.trailing_zeros().min(OCTAVES);
    let fewest = data >> halves;
    (0..=halves + OCTAVES).filter_map(|k| one(job, tokens, way, fewest.checked_shl(k)?)).collect()
}

/// With so many replicas; none where each would have less than a micro-batch, or where the layout cannot be.
pub fn one(job: &Job, tokens: Tokens, way: Scaling, data: u64) -> Option<Scaled> {
    let per = |d: u64| d.saturating_mul(job.setup.micro_batch).max(1);
    let own = job.setup.layout.data.max(1);
    let batch = match way {
        Scaling::Strong => job.batch,
        Scaling::Weak => per(data).saturating_mul(job.batch.div_ceil(per(own))),
    };
    let layout = Layout { data, ..job.setup.layout };
    let setup = Setup { layout, micro_batches: Some(batch.div_ceil(per(data))), ..*job.setup };
    let scaled = Job { setup: &setup, batch, ..*job };
    let step = scaled.step().ok()?;
    let timing = Timing::of_step(&scaled, step, &PerToken::of(job.model, &setup), tokens).ok()?;
    let stages = training::training(job.model, &setup).ok()?;
    let memory = training::select(&stages, Select::Max).ok()?.total();
    Some(Scaled { devices: u64::try_from(layout.devices()).ok()?, batch, timing, memory })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators;
    use crate::core::chosen::Model;
    use crate::core::engine::habits::Habits;
    use crate::core::engine::machine::Machine;
    use crate::core::engine::step::Part;

    fn with<T>(data: u64, pipeline: u64, batch: u64, f: impl Fn(&Job) -> T) -> T {
        let model = Model::preset("llama-3-70b").unwrap();
        let device = accelerators::get("h100-sxm").unwrap();
        let layout = Layout { data, tensor: 8, pipeline, zero: 1, ..Layout::default() };
        let setup = Setup { layout, ..Setup::new(8192) };
        let machine = Machine::of(device, None, None).unwrap();
        let habits = Habits::default();
        f(&Job { model: model.architecture(), setup: &setup, machine, batch, habits, shard: None })
    }

    #[test]
    fn batches_and_devices_are_as_they_are_called() {
        let tokens = Tokens::new(1e12).unwrap();
        with(12, 4, 768, |job| {
            let strong = scaling(job, tokens, Scaling::Strong);
            let weak = scaling(job, tokens, Scaling::Weak);
            // 3 replicas of 32 devices, doubled; 768 sequences are enough for 768 replicas of one.
            let devices = |all: &[Scaled]| all.iter().map(|s| s.devices).collect::<Vec<_>>();
            assert_eq!(devices(&strong), [96, 192, 384, 768, 1536, 3072, 6144, 12_288, 24_576]);
            assert_eq!(devices(&weak), devices(&strong));
            assert!(strong.iter().all(|s| s.batch == 768));
            assert!(weak.iter().all(|s| s.batch == s.devices * 2));
            // The present number is timed as it is.
            let now = Timing::expected(job, tokens).unwrap();
            for all in [&strong, &weak] {
                assert_eq!(all[2].timing, now);
            }
        });
    }

    /// 4 stages: a step of m micro-batches waits for about 3 of them, (p − 1)/m of its computing (Narayanan 2021).
    #[test]
    fn fewer_micro_batches_wait_longer() {
        let tokens = Tokens::new(1e12).unwrap();
        with(16, 4, 512, |job| {
            let strong = scaling(job, tokens, Scaling::Strong);
            // What waits for the stage with the head is the same share at any number.
            let waits = |s: &Scaled| {
                let step = s.timing.step.unwrap();
                let parts = [Part::Compute, Part::Recompute, Part::TensorComm].map(|p| step.part(p).get());
                (step.micro_batches as f64, step.part(Part::PipelineBubble).get() / parts.iter().sum::<f64>())
            };
            let (most, least) = waits(&strong[0]);
            for s in &strong {
                let (m, share) = waits(s);
                assert_eq!(m, 512.0 * 32.0 / s.devices as f64);
                let more = 3.0 / m - 3.0 / most;
                assert!((share - least - more).abs() <= 0.1 * more, "{m}: {share} {least} {more}");
            }
            // Twice the devices never halve the time more than in half.
            let spent = strong.iter().map(|s| s.timing.seconds.get() * s.devices as f64).collect::<Vec<_>>();
            assert!(spent.windows(2).all(|w| w[1] > w[0] * 0.999), "{spent:?}");
            // A batch that grows keeps the bubble, so the utilisation hardly falls.
            let weak = scaling(job, tokens, Scaling::Weak);
            let mfu = weak.iter().map(|s| s.timing.mfu);
            let (low, high) = mfu.fold((1.0f64, 0.0f64), |(l, h), v| (l.min(v), h.max(v)));
            assert!(low > 0.9 * high && strong.last().unwrap().timing.mfu < low, "{low} {high}");
        });
    }
}

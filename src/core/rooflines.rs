//! What a device can do against what it must read: a roof for every format, and the operators of the model at hand
//! beneath them.

use super::accelerators::{Accelerator, Numeric};
use super::engine::constants::{KERNEL, SMALL_KERNEL};
use super::engine::machine::{Machine, Operands};
use super::engine::operator::{Kind, Operator, Work};
use super::engine::step::Job;
use super::error::Error;
use super::quantity::{FlopRate, Span};
use super::report::Report;

/// Formats that a device multiplies at one rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Roof {
    pub formats: Vec<Numeric>,
    /// FLOP/s of the data sheet, dense.
    pub peak: f64,
    /// FLOP for a byte from which on memory is fast enough.
    pub ridge: f64,
    /// FLOP/s of the fastest large product that anyone published.
    pub measured: Option<f64>,
}

impl Roof {
    pub fn has(&self, format: Numeric) -> bool {
        self.formats.contains(&format)
    }

    /// The formats in words.
    pub fn words(&self) -> String {
        self.formats.iter().map(|f| f.name()).collect::<Vec<_>>().join(", ")
    }

    /// What of the peak the fastest measured product reached, and from how many FLOP for a byte on it was possible.
    pub fn reached(&self) -> Option<(f64, f64)> {
        self.measured.map(|m| (m / self.peak, self.ridge * m / self.peak))
    }

    /// Bytes/s of memory.
    pub fn bandwidth(&self) -> f64 {
        self.peak / self.ridge
    }

    /// FLOP/s at so many FLOP for a byte.
    pub fn at(&self, intensity: f64) -> f64 {
        self.peak * (intensity / self.ridge).min(1.0)
    }
}

/// The roofs of a device, from the highest down; formats of one rate share one.
pub fn roofs(device: &Accelerator) -> Vec<Roof> {
    let mut roofs: Vec<Roof> = Vec::new();
    for format in Numeric::ALL {
        let Some(peak) = device.rate(format).map(FlopRate::get) else { continue };
        if let Some(roof) = roofs.iter_mut().find(|r| r.peak == peak) {
            roof.formats.push(format);
        } else if device.bandwidth > 0.0 {
            roofs.push(Roof { formats: vec![format], peak, ridge: peak / device.bandwidth, measured: None });
        }
    }
    for roof in &mut roofs {
        let m = &device.measured;
        let half = roof.peak == device.half() && (roof.has(Numeric::Bf16) || roof.has(Numeric::Fp16));
        let measured = if half {
            m.bf16
        } else if roof.has(Numeric::Fp8) {
            m.fp8
        } else {
            0.0
        };
        roof.measured = (measured > 0.0).then_some(measured);
    }
    roofs.sort_by(|a, b| b.peak.total_cmp(&a.peak));
    roofs
}

/// What an operator waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Memory,
    Computing,
    /// Starting and ending its kernels.
    Kernels,
}

impl Bound {
    pub const fn words(self) -> &'static str {
        match self {
            Bound::Memory => "memory",
            Bound::Computing => "computing",
            Bound::Kernels => "starting kernels",
        }
    }
}

/// One operator of the forward pass under the roof of its operands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub kind: Kind,
    pub operands: Operands,
    /// m, k and n of a matrix product.
    pub sides: Option<[f64; 3]>,
    pub flop: f64,
    pub bytes: f64,
    /// What the engine expects in a run that never rests.
    pub time: Span,
    pub bound: Bound,
    /// FLOP/s of the data sheet in the format of the operands.
    pub peak: f64,
    /// FLOP/s that the data sheet allows at so many FLOP for a byte.
    pub roof: f64,
    /// Of a step, the part that operators of this kind take, both ways; none where the step was not timed.
    pub share: Option<f64>,
}

impl Spot {
    /// FLOP for a byte.
    pub fn intensity(&self) -> f64 {
        self.flop / self.bytes
    }

    /// Of the peak.
    pub fn reaches(&self) -> f64 {
        self.rate() / self.peak
    }

    /// FLOP/s.
    pub fn rate(&self) -> f64 {
        if self.time > Span::ZERO { self.flop / self.time.get() } else { 0.0 }
    }
}

/// The operators of one layer of each kind and of the head, in order, each once.
///
/// # Errors
/// What of the layout cannot be.
pub fn spots(report: &Report) -> Result<Vec<Spot>, Error> {
    let (scenario, run) = (&report.scenario, report.timing().map_err(Clone::clone)?);
    let machine = scenario.cluster.machine(&scenario.accelerator)?;
    let model = scenario.setup.model.architecture();
    let job = Job { model, setup: &run.setup, machine, batch: run.batch, habits: scenario.cluster.habits, shard: None };
    let loaded = machine.under_load();
    let step = run.timing.step.map(|s| (s, run.timing.step_time.get()));
    let mut spots: Vec<Spot> = Vec::new();
    for op in job.operators().iter().filter(|op| op.bytes() > 0.0) {
        let share = step.map(|(s, all)| s.kind(op.kind).get() / all);
        let spot = spot(op, &loaded, share);
        if !spots.contains(&spot) {
            spots.push(spot);
        }
    }
    Ok(spots)
}

fn spot(op: &Operator, machine: &Machine, share: Option<f64>) -> Spot {
    let (operands, sides) = match &op.work {
        Work::Product(p) => (p.operands, Some([p.m, p.k, p.n])),
        Work::Core(_) => (Operands::Half, None),
        Work::Stream { .. } => (Operands::Full, None),
    };
    let (flop, bytes, time) = (op.flop(), op.bytes(), op.forward(machine));
    let (moved, worked) = (bytes / machine.memory, flop / machine.rate(operands).max(1.0));
    let bound = if tiny(op, time) {
        Bound::Kernels
    } else if moved >= worked {
        Bound::Memory
    } else {
        Bound::Computing
    };
    let peak = machine.peak(operands);
    let roof = (flop / bytes * machine.row.bandwidth).min(peak);
    Spot { kind: op.kind, operands, sides, flop, bytes, time, bound, peak, roof, share }
}

/// Is most of an operator's time what its kernels take besides their work?
fn tiny(op: &Operator, time: Span) -> bool {
    let each = if matches!(op.work, Work::Product(_)) { KERNEL } else { SMALL_KERNEL * op.kernels() };
    2.0 * each > time.get()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators::{all, get};
    use crate::core::link;
    use crate::core::report::estimate;

    /// 989.4/3.35 = 295.3 and 1979/3.35 = 590.7 FLOP/B (laws-moe-precision, section 13: 295).
    #[test]
    fn roofs_of_an_h100() {
        let roofs = roofs(get("h100-sxm").unwrap());
        let of = |f| roofs.iter().find(|r| r.has(f)).unwrap();
        let half = of(Numeric::Bf16);
        assert!((half.ridge - 295.34).abs() < 0.01 && half.has(Numeric::Fp16));
        assert_eq!(half.measured, Some(794.5e12));
        assert!((of(Numeric::Fp8).ridge - 590.7).abs() < 0.1 && of(Numeric::Fp8).measured == Some(1402.6e12));
        assert_eq!((half.at(1.0), half.at(1e6)), (half.peak / half.ridge, half.peak));
        assert!((half.at(100.0) / (100.0 * 3350e9) - 1.0).abs() < 1e-12);
        assert_eq!(of(Numeric::Tf32).measured, None);
    }

    #[test]
    fn every_device_has_its_formats_once() {
        for a in all() {
            let roofs = roofs(a);
            for f in Numeric::ALL {
                let there = usize::from(a.rate(f).is_some() && a.bandwidth > 0.0);
                assert_eq!(roofs.iter().filter(|r| r.has(f)).count(), there, "{} {f:?}", a.id);
            }
            assert!(roofs.windows(2).all(|w| w[0].peak > w[1].peak), "{}", a.id);
        }
    }

    /// A product of m tokens with k × n weights has 2·m·k·n FLOP; norms and the loss wait for memory.
    #[test]
    fn operators_of_the_model_at_hand() {
        let report = estimate(&link::read("").unwrap().scenario).unwrap();
        let spots = spots(&report).unwrap();
        let of = |kind| spots.iter().find(|s| s.kind == kind).unwrap();
        for kind in [Kind::FeedIn, Kind::FeedOut, Kind::AttentionIn] {
            assert_eq!((of(kind).bound, of(kind).operands), (Bound::Computing, Operands::Half), "{kind:?}");
        }
        for kind in [Kind::Small, Kind::Loss] {
            assert_eq!(of(kind).bound, Bound::Memory, "{kind:?}");
        }
        for s in &spots {
            assert!(s.intensity().is_finite() && s.rate() < s.peak, "{s:?}");
            assert!(s.share.is_none_or(|x| (0.0..1.0).contains(&x)), "{s:?}");
            // Nothing is above its roof.
            assert!(s.rate() <= s.roof && s.roof <= s.peak, "{s:?}");
        }
    }
}

//! The roofline that the readings draw: peaks, the bandwidth of memory, and where every kernel lies beneath.

use super::probe::{Arithmetic, Probe, Way};
use super::record::{Reading, Record};
use super::words::Group;

/// The flat part of one arithmetic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    pub arithmetic: Arithmetic,
    /// FLOP/s, or OP/s of integers; the best sample of the fastest kernel.
    pub rate: f64,
    pub from: Probe,
}

impl Peak {
    /// What part of it a rate is; beyond one says something about the peak. None where the peak is a product's own,
    /// since the arithmetic alone was not measured.
    pub fn part(&self, rate: f64) -> Option<f64> {
        matches!(self.from, Probe::Chains { .. }).then(|| rate / self.rate)
    }
}

/// A kernel beneath the roof.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub probe: Probe,
    /// FLOP for a byte that must move at least.
    pub intensity: f64,
    /// FLOP/s of the median sample.
    pub rate: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Roofline {
    /// One for every arithmetic that was measured.
    pub peaks: Vec<Peak>,
    /// Bytes/s of the largest working set, the best sample of the fastest way.
    pub bandwidth: f64,
    pub from: Probe,
    pub spots: Vec<Spot>,
}

impl Roofline {
    pub fn peak(&self, arithmetic: Arithmetic) -> Option<&Peak> {
        self.peaks.iter().find(|p| p.arithmetic == arithmetic)
    }

    /// FLOP for a byte from which on memory is fast enough for this peak.
    pub fn ridge(&self, peak: &Peak) -> f64 {
        peak.rate / self.bandwidth
    }

    /// FLOP/s at so many FLOP for a byte.
    pub fn at(&self, peak: &Peak, intensity: f64) -> f64 {
        peak.rate.min(self.bandwidth * intensity)
    }
}

/// Of the GPU; none where no chain or product in FP32, or no working set, was measured.
pub fn of_gpu(record: &Record) -> Option<Roofline> {
    of(record, |p| !p.on_processor())
}

/// Of one thread of the processor.
pub fn of_processor(record: &Record) -> Option<Roofline> {
    of(record, Probe::on_processor)
}

fn of(record: &Record, here: impl Fn(&Probe) -> bool) -> Option<Roofline> {
    let readings: Vec<&Reading> = record.measured().filter(|r| here(&r.probe)).collect();
    let peaks: Vec<Peak> =
        [Arithmetic::F32, Arithmetic::F16, Arithmetic::Int8].into_iter().filter_map(|a| peak(&readings, a)).collect();
    let (bandwidth, from) = bandwidth(&readings, record.machine.software)?;
    peaks.iter().any(|p| p.arithmetic == Arithmetic::F32).then_some(())?;
    let spots = readings.iter().filter(|r| r.probe.group() != Group::Chains).filter_map(|r| {
        let (flop, bytes) = (r.probe.flop(), r.probe.bytes());
        (flop > 0.0 && bytes > 0.0).then_some(())?;
        Some(Spot { probe: r.probe, intensity: flop / bytes, rate: r.flop_rate()? })
    });
    Some(Roofline { peaks, bandwidth, from, spots: spots.collect() })
}

/// What a probe multiplies in.
pub const fn arithmetic(probe: &Probe) -> Option<Arithmetic> {
    match probe {
        Probe::Chains { arithmetic, .. } | Probe::Product { arithmetic, .. } => Some(*arithmetic),
        Probe::Tiled { .. } | Probe::Processor { .. } => Some(Arithmetic::F32),
        _ => None,
    }
}

fn peak(readings: &[&Reading], asked: Arithmetic) -> Option<Peak> {
    let rates = readings.iter().filter(|r| arithmetic(&r.probe) == Some(asked)).filter_map(|r| {
        let (best, _) = r.rates()?;
        Some(Peak { arithmetic: asked, rate: best, from: r.probe })
    });
    rates.max_by(|a, b| a.rate.total_cmp(&b.rate))
}

/// Bytes of a working set that is taken for memory and not for a cache: on a GPU, on a processor that plays one, and on
/// one thread of the processor.
const LEAST: [u64; 3] = [64 << 20, 4 << 20, 16 << 20];

fn bandwidth(readings: &[&Reading], software: bool) -> Option<(f64, Probe)> {
    let bytes = |r: &Reading| match r.probe {
        Probe::Stream { bytes, .. } | Probe::Memcpy { bytes } => bytes,
        _ => 0,
    };
    let least = |r: &Reading| match (r.probe.on_processor(), software) {
        (true, _) => LEAST[2],
        (_, true) => LEAST[1],
        _ => LEAST[0],
    };
    let largest = readings.iter().filter(|r| bytes(r) >= least(r)).map(|r| bytes(r)).max()?;
    let rates = readings.iter().filter(|r| bytes(r) == largest).filter_map(|r| Some((r.rates()?.0, r.probe)));
    rates.max_by(|a, b| a.0.total_cmp(&b.0))
}

/// Bytes/s of the median sample against the bytes of the working set, smallest first.
pub fn curve(record: &Record, way: Way) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = record
        .measured()
        .filter_map(|r| match r.probe {
            Probe::Stream { way: w, bytes } if w == way => Some((bytes as f64, r.rates()?.1)),
            _ => None,
        })
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

/// The fastest product on the GPU, in FP32 or FP16: FLOP/s of its median sample. Plain products do not count.
pub fn fastest_product(record: &Record) -> Option<(f64, Probe)> {
    let of = |a| product(record, a);
    [of(Arithmetic::F32), of(Arithmetic::F16)].into_iter().flatten().max_by(|a, b| a.0.total_cmp(&b.0))
}

/// The fastest product on the GPU in this arithmetic: FLOP/s of its median sample. Plain products do not count.
pub fn product(record: &Record, wanted: Arithmetic) -> Option<(f64, Probe)> {
    let ours = |p: &Probe| matches!(p, Probe::Product { arithmetic, .. } if *arithmetic == wanted);
    let rates = record.measured().filter(|r| ours(&r.probe)).filter_map(|r| Some((r.flop_rate()?, r.probe)));
    rates.max_by(|a, b| a.0.total_cmp(&b.0))
}

/// The flat part of the GPU's roof in this arithmetic, also where its memory was not measured.
pub fn peak_of(record: &Record, asked: Arithmetic) -> Option<Peak> {
    let readings: Vec<&Reading> = record.measured().filter(|r| !r.probe.on_processor()).collect();
    peak(&readings, asked)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::core::bench::probe::{Stored, Unit};
    use crate::core::bench::record::{Ended, Machine, Outcome};

    /// A machine made up so that every figure can be computed by hand: 10 TFLOP/s in FP32, 20 in FP16, 400 GB/s.
    pub fn made_up() -> Record {
        let rate = |probe: Probe, rate: f64| Reading {
            probe,
            // What is told in seconds is given in seconds.
            outcome: Outcome::Measured(vec![
                if probe.unit() == Unit::Seconds { rate } else { probe.amount() / rate };
                3
            ]),
            kernel: String::new(),
            note: String::new(),
        };
        let chains = |arithmetic| Probe::Chains { arithmetic, lanes: 65_536, each: 1024 };
        let product = |arithmetic| Probe::Product { arithmetic, m: 4096, k: 4096, n: 4096 };
        let stream = |way, bytes| Probe::Stream { way, bytes };
        let vector = |stored| Probe::Vector { stored, rows: 14_336, columns: 4096 };
        let readings = vec![
            rate(chains(Arithmetic::F32), 10e12),
            rate(chains(Arithmetic::F16), 20e12),
            rate(product(Arithmetic::F32), 7e12),
            rate(product(Arithmetic::F16), 12e12),
            rate(vector(Stored::F16), 360e9),
            rate(vector(Stored::Int4), 300e9),
            rate(stream(Way::Read, 8192), 2000e9),
            rate(stream(Way::Read, 256 << 20), 400e9),
            rate(stream(Way::Copy, 256 << 20), 380e9),
            rate(Probe::Attention { heads: 32, width: 128, context: 8192 }, 350e9),
            rate(Probe::Dispatch, 5e-6),
            rate(Probe::Processor { simd: true, side: 256 }, 20e9),
            rate(Probe::Processor { simd: false, side: 256 }, 5e9),
            rate(Probe::Memcpy { bytes: 32 << 20 }, 10e9),
        ];
        Record {
            machine: Machine { backend: "WebGPU".to_owned(), vendor: "maker".to_owned(), ..Machine::default() },
            plan: readings.iter().map(|r| r.probe).collect(),
            readings,
            ended: Ended::Complete,
            ..Record::default()
        }
    }

    #[test]
    fn the_roof_of_a_made_up_machine() {
        let record = made_up();
        let gpu = of_gpu(&record).unwrap();
        let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
        let full = *gpu.peak(Arithmetic::F32).unwrap();
        assert!(close(full.rate, 10e12) && close(gpu.bandwidth, 400e9));
        assert!(close(gpu.ridge(&full), 25.0) && close(gpu.at(&full, 10.0), 4e12) && close(gpu.at(&full, 1e6), 10e12));
        assert_eq!(gpu.from, Probe::Stream { way: Way::Read, bytes: 256 << 20 });
        assert!(gpu.peak(Arithmetic::Int8).is_none());
        // Two operations for a weight of 4.5 bits, the vectors beside: 3.55 FLOP for a byte, at most.
        let int4 = gpu.spots.iter().find(|s| matches!(s.probe, Probe::Vector { stored: Stored::Int4, .. })).unwrap();
        assert!((3.5..3.556).contains(&int4.intensity), "{}", int4.intensity);
        assert!(gpu.spots.iter().all(|s| !s.probe.on_processor()));
        assert!(close(fastest_product(&record).unwrap().0, 12e12));
        let cpu = of_processor(&record).unwrap();
        assert!(close(cpu.peak(Arithmetic::F32).unwrap().rate, 20e9) && close(cpu.bandwidth, 10e9));
        assert_eq!(curve(&record, Way::Read).len(), 2);
        assert!(curve(&record, Way::Read)[0].1 > curve(&record, Way::Read)[1].1);
    }

    #[test]
    fn without_readings_there_is_no_roof() {
        assert_eq!((of_gpu(&Record::default()), of_processor(&Record::default())), (None, None));
        let mut record = made_up();
        record.readings.retain(|r| !matches!(r.probe, Probe::Stream { .. }));
        assert_eq!(of_gpu(&record), None);
        // What caches hold is not memory.
        let mut record = made_up();
        record.readings.retain(|r| !matches!(r.probe, Probe::Stream { bytes, .. } if bytes > 1 << 20));
        assert_eq!(of_gpu(&record), None);
        // What was wrong does not count.
        let mut record = made_up();
        for r in &mut record.readings {
            if arithmetic(&r.probe) == Some(Arithmetic::F32) && !r.probe.on_processor() {
                r.outcome = Outcome::Wrong;
            }
        }
        assert_eq!(of_gpu(&record), None);
    }
}

//! The few figures by which machines are set side by side, and what a data sheet says of them.

use super::probe::{Arithmetic, Probe, Stored};
use super::record::Record;
use super::roofline::{self, fastest_product, product};
use super::tiles::tiles;
use super::words::{byte_rate, flop_rate, seconds};
use crate::core::accelerators::Accelerator;

/// One row of a comparison.
pub struct Figure {
    pub words: &'static str,
    measured: fn(&Record) -> Option<f64>,
    printed: fn(&Accelerator) -> Option<f64>,
    shown: fn(f64) -> String,
}

impl Figure {
    pub fn value(&self, record: &Record) -> Option<f64> {
        (self.measured)(record)
    }

    pub fn text(&self, record: &Record) -> Option<String> {
        self.value(record).map(self.shown)
    }

    /// Of a data sheet, which prints rates alone.
    pub fn printed(&self, device: &Accelerator) -> Option<String> {
        (self.printed)(device).map(self.shown)
    }

    /// How many times as much as here.
    pub fn ratio(&self, of: &Record, here: &Record) -> Option<f64> {
        Some(self.value(of)? / self.value(here)?).filter(|r| r.is_finite())
    }
}

const FIGURES: [Figure; 11] = [
    Figure {
        words: "FP32, peak",
        measured: |r| peak(r, Arithmetic::F32),
        printed: |a| known(a.rates.fp32),
        shown: flop_rate,
    },
    Figure {
        words: "FP16, peak",
        measured: |r| peak(r, Arithmetic::F16),
        // The rate of matrix units, which these kernels cannot reach, is another thing.
        printed: |a| if a.matrix { None } else { known(a.rates.fp16) },
        shown: flop_rate,
    },
    Figure {
        words: "product in FP32",
        measured: |r| Some(product(r, Arithmetic::F32)?.0),
        printed: |_| None,
        shown: flop_rate,
    },
    Figure { words: "fastest product", measured: |r| Some(fastest_product(r)?.0), printed: |_| None, shown: flop_rate },
    Figure {
        words: "plain product, its best tile",
        measured: |r| Some(tiles(r)?.best()?.1),
        printed: |_| None,
        shown: flop_rate,
    },
    Figure {
        words: "memory",
        measured: |r| Some(roofline::of_gpu(r)?.bandwidth),
        printed: |a| known(a.bandwidth),
        shown: byte_rate,
    },
    Figure {
        words: "weights of FP16 read",
        measured: |r| weights(r, Stored::F16),
        printed: |_| None,
        shown: byte_rate,
    },
    Figure {
        words: "weights of INT4 read",
        measured: |r| weights(r, Stored::Int4),
        printed: |_| None,
        shown: byte_rate,
    },
    Figure {
        words: "starting a kernel",
        measured: |r| Some(r.reading(&Probe::Dispatch)?.rates()?.1),
        printed: |_| None,
        shown: seconds,
    },
    Figure {
        words: "one thread of the processor, FP32",
        measured: |r| Some(roofline::of_processor(r)?.peak(Arithmetic::F32)?.rate),
        printed: |_| None,
        shown: flop_rate,
    },
    Figure {
        words: "one thread of the processor, copying",
        measured: |r| Some(roofline::of_processor(r)?.bandwidth),
        printed: |_| None,
        shown: byte_rate,
    },
];

pub fn figures() -> impl Iterator<Item = &'static Figure> {
    FIGURES.iter()
}

fn known(v: f64) -> Option<f64> {
    (v > 0.0).then_some(v)
}

fn peak(record: &Record, arithmetic: Arithmetic) -> Option<f64> {
    // A product is no peak.
    roofline::peak_of(record, arithmetic).filter(|p| matches!(p.from, Probe::Chains { .. })).map(|p| p.rate)
}

/// Bytes/s of the fastest such kernel.
fn weights(record: &Record, stored: Stored) -> Option<f64> {
    let of = |p: &Probe| matches!(p, Probe::Vector { stored: s, .. } if *s == stored);
    record.measured().filter(|r| of(&r.probe)).filter_map(|r| r.byte_rate()).reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::super::record::{Outcome, Reading};
    use super::super::roofline::tests::made_up;
    use super::*;
    use crate::core::accelerators::get;

    #[test]
    fn figures_of_a_made_up_machine() {
        let mut record = made_up();
        let plain = Probe::Tiled { tile: 16, m: 1024, k: 1024, n: 1024 };
        let outcome = Outcome::Measured(vec![plain.flop() / 4e12]);
        record.readings.push(Reading { probe: plain, outcome, kernel: String::new(), note: String::new() });
        let texts: Vec<Option<String>> = figures().map(|f| f.text(&record)).collect();
        let expected = [
            "10.0 TFLOP/s",
            "20.0 TFLOP/s",
            "7.00 TFLOP/s",
            "12.0 TFLOP/s",
            "4.00 TFLOP/s",
            "400 GB/s",
            "360 GB/s",
            "300 GB/s",
            "5.00 µs",
            "20.0 GFLOP/s",
            "10.0 GB/s",
        ];
        assert_eq!(texts, expected.map(|t| Some(t.to_owned())));
        assert!(figures().all(|f| f.value(&Record::default()).is_none()));
        // An RTX 4090 as NVIDIA prints it: 82.6 TFLOP/s and 1,008 GB/s.
        let row = get("rtx-4090").unwrap();
        let printed = |words: &str| figures().find(|f| f.words == words).unwrap().printed(row);
        assert_eq!(printed("FP32, peak").as_deref(), Some("82.6 TFLOP/s"));
        assert_eq!(printed("memory").as_deref(), Some("1.01 TB/s"));
        assert_eq!((printed("starting a kernel"), printed("FP16, peak")), (None, None));
    }
}

//! Recorded machines, for readers who have none to measure and as something to compare with.

use super::json::read_record;
use super::record::Record;

/// A machine that was measured elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    pub id: &'static str,
    pub name: &'static str,
    /// What to know of it.
    pub about: &'static str,
    pub source: &'static str,
    pub record: Record,
}

/// Id, name, what to know, source, and the record as it was exported.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

const ROWS: [Row; 2] = [
    (
        "rtx-4070-study",
        "RTX 4070, published study",
        "Plain products with square tiles in CUDA, 8,192³, one time each. Other kernels than ours, of the same kind.",
        "ada-gemm-ml-2024: the data of a public study of products on an RTX 4070; read 2026-11",
        include_str!("samples/rtx-4070-study.json"),
    ),
    (
        "swiftshader",
        "SwiftShader, two cores",
        "A server's processor that plays a GPU in Chromium: what a browser without a GPU may offer, and one thread of it.",
        "this benchmark, 2026-11-29",
        include_str!("samples/swiftshader.json"),
    ),
];

pub fn all() -> Vec<Sample> {
    let read = |(id, name, about, source, text): Row| {
        let record = read_record(text).ok()?.record;
        Some(Sample { id, name, about, source, record })
    };
    ROWS.into_iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators::{get, own};
    use crate::core::bench::probe::{Arithmetic, Probe};
    use crate::core::bench::roofline::of_processor;

    #[test]
    fn every_sample_reads_without_a_remark() {
        assert_eq!(all().len(), ROWS.len());
        for (id, .., text) in ROWS {
            let read = read_record(text).unwrap();
            assert_eq!(read.notices, [], "{id}");
            assert!(read.record.is_complete() && read.record.measured().count() > 0, "{id}");
        }
    }

    /// The numbers that stand in for a machine of one's own are not above those of this thread.
    #[test]
    fn what_stands_in_for_a_machine_was_recorded() {
        let sample = all().into_iter().find(|s| s.id == "swiftshader").unwrap();
        let thread = of_processor(&sample.record).unwrap();
        let row = get(own::ID).unwrap();
        let below = |printed: f64, measured: f64| printed <= measured && printed > 0.9 * measured;
        let peak = thread.peak(Arithmetic::F32).unwrap().rate;
        assert!(below(row.rates.fp32, peak), "{} {peak}", row.rates.fp32);
        assert!(below(row.bandwidth, thread.bandwidth), "{} {}", row.bandwidth, thread.bandwidth);
    }

    /// 2 · 8192³ FLOP in 651.3 ms with tile 16 are 1.69 TFLOP/s, as the study's sheet derives.
    #[test]
    fn the_study_of_an_rtx_4070() {
        let sample = all().into_iter().find(|s| s.id == "rtx-4070-study").unwrap();
        let rate = |tile| {
            let probe = Probe::Tiled { tile, m: 8192, k: 8192, n: 8192 };
            sample.record.reading(&probe).unwrap().flop_rate().unwrap() / 1e12
        };
        assert!((rate(16) - 1.69).abs() < 0.005, "{}", rate(16));
        // The best tile is 16; 1 is the worst by far.
        assert!([1, 4, 8, 32].into_iter().all(|t| rate(t) < rate(16)) && rate(1) < 0.01);
    }
}

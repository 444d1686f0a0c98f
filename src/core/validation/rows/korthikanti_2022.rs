//! Reducing activation recomputation (Korthikanti et al. 2022, arXiv 2205.05198), tables 3 and 5.

use super::megatron_2021::PLAIN;
use super::{BASE, Kernel, Model, Recompute, Row, Said};

/// Sequence parallel, scores recomputed alone; data is not split.
const SELECTIVE: Row = Row {
    source: "arXiv 2205.05198, table 5",
    framework: "Megatron-LM",
    year: 2022,
    device: "a100-80-sxm",
    nic: Some(25e9),
    zero: 0,
    recompute: Recompute::Selective,
    kernel: Kernel::Standard,
    habits: PLAIN,
    assumed: "FP16 instead of BF16.",
    ..BASE
};

/// The baseline: every layer recomputed, no sequence parallelism.
const FULL: Row = Row {
    recompute: Recompute::Full,
    assumed: "FP16 instead of BF16. The run is not sequence parallel, which is not said here.",
    ..SELECTIVE
};

const fn run(row: Row, id: &'static str, model: &'static str, layout: [u64; 5], seconds: f64) -> Row {
    let [pipeline, interleave, devices, batch, micro] = layout;
    let model = Model::Preset(model);
    Row { id, model, tensor: 8, pipeline, interleave, devices, batch, micro, said: Said::Step(seconds), ..row }
}

pub(super) static ROWS: &[Row] = &[
    run(SELECTIVE, "korthikanti-2022-22b-selective", "megatron-22b", [1, 1, 8, 4, 4], 1.10),
    run(SELECTIVE, "korthikanti-2022-175b-selective", "megatron-175b", [8, 3, 64, 64, 1], 13.75),
    run(SELECTIVE, "korthikanti-2022-530b-selective", "megatron-530b", [35, 3, 280, 280, 1], 37.83),
    run(SELECTIVE, "korthikanti-2022-1t-selective", "megatron-1t", [64, 1, 512, 512, 1], 71.49),
    run(FULL, "korthikanti-2022-22b-full", "megatron-22b", [1, 1, 8, 4, 4], 1.42),
    run(FULL, "korthikanti-2022-175b-full", "megatron-175b", [8, 3, 64, 64, 1], 18.13),
    run(FULL, "korthikanti-2022-530b-full", "megatron-530b", [35, 3, 280, 280, 1], 49.05),
    run(FULL, "korthikanti-2022-1t-full", "megatron-1t", [64, 1, 512, 512, 1], 94.42),
];

#[cfg(test)]
mod tests {
    use super::super::tests::flop;
    use super::*;
    use crate::core::validation::Counted;

    /// Printed: MFU 41.5, 51.4, 56.0, 56.3 and HFU 43.7, 52.8, 57.0, 57.0 %; times are printed to three digits.
    #[test]
    fn utilisations_from_step_times() {
        let printed = [(41.5, 43.7), (51.4, 52.8), (56.0, 57.0), (56.3, 57.0)];
        for (row, (mfu, hfu)) in ROWS.iter().zip(printed) {
            let Said::Step(seconds) = row.said else { panic!("{}", row.id) };
            let part = |counted| 100.0 * flop(row, counted) / seconds / (row.devices as f64 * 312e12);
            assert!((part(Counted::Full) - mfu).abs() < 0.2, "{}: {}", row.id, part(Counted::Full));
            assert!((part(Counted::Hardware) - hfu).abs() < 0.2, "{}: {}", row.id, part(Counted::Hardware));
        }
    }

    /// Printed: 29.0, 31.8, 29.7 and 32.1 % more tokens a second with both techniques.
    #[test]
    fn faster_than_full_recomputation() {
        for ((fast, slow), printed) in ROWS[..4].iter().zip(&ROWS[4..]).zip([29.0, 31.8, 29.7, 32.1]) {
            let (Said::Step(a), Said::Step(b)) = (fast.said, slow.said) else { panic!("{}", fast.id) };
            assert!((100.0 * (b / a - 1.0) - printed).abs() < 0.2, "{}: {}", fast.id, b / a);
        }
    }
}

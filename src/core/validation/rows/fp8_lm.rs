//! FP8-LM (arXiv 2310.18313): throughput of table 5 in its later version.

use super::{BASE, Fused, Habits, Model, Recompute, Row, Said, gpt};

const TABLE: Row = Row {
    source: "arXiv 2310.18313, table 5 (later version); layouts and the rows of 7B and 13B from memory",
    framework: "MS-AMP, Megatron-LM",
    year: 2023,
    recompute: Recompute::Selective,
    habits: Habits { attention: Fused::Second, ..BASE.habits },
    assumed: "32 devices of the small models and 128 of 175B are those with which the printed samples and TFLOP/s \
              agree. Sequences of a step (2048 for 7B and 13B, 512 for 175B), recomputation of attention alone and a \
              vocabulary of 51,200 are not stated.",
    ..BASE
};

const fn run(id: &'static str, model: (u64, u64, u64), layout: [u64; 4], recipe: &'static str, samples: f64) -> Row {
    let (layers, width, heads) = model;
    let [tensor, pipeline, devices, micro] = layout;
    Row {
        id,
        model: Model::Shape(gpt(layers, width, heads, 51_200)),
        tensor,
        pipeline,
        devices,
        micro,
        batch: if layers > 40 { 512 } else { 2048 },
        recipe,
        said: Said::Tokens(samples * 2048.0),
        ..TABLE
    }
}

const B7: (u64, u64, u64) = (32, 4096, 32);
const B13: (u64, u64, u64) = (40, 5120, 40);
const B175: (u64, u64, u64) = (96, 12_288, 96);
const BF16: &str = "bf16-mixed-fp32-grad";
/// Transformer Engine.
const TE: &str = "fp8-delayed";
const LM: &str = "fp8-lm";

pub(super) static ROWS: &[Row] = &[
    run("fp8-lm-7b-bf16", B7, [1, 1, 32, 2], BF16, 159.2),
    run("fp8-lm-7b-te", B7, [1, 1, 32, 2], TE, 224.5),
    run("fp8-lm-7b-fp8", B7, [1, 1, 32, 2], LM, 219.8),
    run("fp8-lm-7b-fp8-micro-4", B7, [1, 1, 32, 4], LM, 230.5),
    run("fp8-lm-13b-bf16", B13, [2, 1, 32, 2], BF16, 79.3),
    run("fp8-lm-13b-te", B13, [2, 1, 32, 2], TE, 111.7),
    run("fp8-lm-13b-fp8", B13, [2, 1, 32, 2], LM, 109.5),
    run("fp8-lm-13b-fp8-micro-4", B13, [2, 1, 32, 4], LM, 121.5),
    run("fp8-lm-175b-bf16", B175, [8, 4, 128, 1], BF16, 22.4),
    run("fp8-lm-175b-te", B175, [8, 4, 128, 1], TE, 28.7),
    run("fp8-lm-175b-fp8", B175, [8, 4, 128, 1], LM, 27.1),
    run("fp8-lm-175b-fp8-micro-4", B175, [8, 4, 128, 4], LM, 39.3),
];

#[cfg(test)]
mod tests {
    use super::super::tests::flop;
    use super::*;
    use crate::core::validation::Counted;

    /// Printed MFU, % of 989 TFLOP/s for BF16 and of 1979 for FP8.
    const MFU: [f64; 12] = [45.0, 31.7, 31.1, 32.6, 42.5, 29.9, 29.1, 32.5, 39.0, 24.9, 23.9, 34.2];

    #[test]
    fn samples_and_utilisation_agree() {
        for (row, mfu) in ROWS.iter().zip(MFU) {
            let Said::Tokens(tokens) = row.said else { panic!("{}", row.id) };
            let peak = if row.recipe == BF16 { 989e12 } else { 1979e12 };
            let ours = 100.0 * flop(row, Counted::Full) / (row.batch * row.sequence) as f64 * tokens
                / (row.devices as f64 * peak);
            assert!((ours / mfu - 1.0).abs() < 0.025, "{}: {ours} {mfu}", row.id);
        }
    }
}

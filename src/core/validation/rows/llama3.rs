//! The Llama 3 herd of models (arXiv 2407.21783), table 4.

use super::{BASE, Counted, Habits, Model, Row, Said};

const LLAMA: Row = Row {
    source: "arXiv 2407.21783, table 4",
    framework: "Meta (4D parallelism)",
    year: 2024,
    model: Model::Preset("llama-3-1-405b"),
    nic: Some(50e9),
    tensor: 8,
    pipeline: 16,
    interleave: 8,
    // Gradients and optimizer are sharded; weights stay between the passes.
    zero: 2,
    habits: Habits { overlap_context: false, ..BASE.habits },
    assumed: "One sequence at once and one layer a chunk (126 layers on 128 places) are not stated, nor whether the \
              printed TFLOP/s count attention as half of the square: taken so. Keys and values are gathered before \
              attention.",
    ..BASE
};

/// Devices, sequence, context, sequences of a step, TFLOP/s of a device.
const fn run(id: &'static str, layout: [u64; 4], tera: f64) -> Row {
    let [devices, sequence, context, batch] = layout;
    Row { id, devices, sequence, context, batch, said: Said::Rate(tera * 1e12, Counted::Causal), ..LLAMA }
}

pub(super) static ROWS: &[Row] = &[
    run("llama-3-405b-8192", [8192, 8192, 1, 2048], 430.0),
    run("llama-3-405b-16384", [16_384, 8192, 1, 2048], 400.0),
    run("llama-3-405b-16384-128k", [16_384, 131_072, 16, 128], 380.0),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed: 43, 41 and 38 % of 989 TFLOP/s; 16 M tokens a step; 32, 16 and 16 sequences a replica.
    #[test]
    fn parts_of_the_peak_and_batches() {
        for (row, (mfu, each)) in ROWS.iter().zip([(43.0, 32), (41.0, 16), (38.0, 16)]) {
            let Said::Rate(rate, _) = row.said else { panic!("{}", row.id) };
            assert!((rate / 989e10 - mfu).abs() < 0.6, "{}", row.id);
            assert_eq!(row.batch * row.sequence, 1 << 24, "{}", row.id);
            assert_eq!(row.batch, each * row.devices / (row.tensor * row.pipeline * row.context), "{}", row.id);
        }
    }
}

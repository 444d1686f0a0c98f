//! Megatron-Core r0.8.0 on H100: the table and the two ends of strong scaling in the README of NVIDIA/Megatron-LM.

use super::{BASE, Counted, Habits, Model, Row, Said, Shape, gpt};

/// `--tp-comm-overlap`, `--overlap-grad-reduce`, `--overlap-param-gather`.
const CORE: Row = Row {
    source: "NVIDIA/Megatron-LM, README (images/model_table.png), seen 2026-11-23",
    framework: "Megatron-Core",
    year: 2024,
    sequence: 4096,
    habits: Habits { overlap_tensor: true, ..BASE.habits },
    assumed: "Head and embedding are apart, as the printed sizes say. Micro-batch of one, no chunks, no recomputation \
              and the whole square of attention in the count are not stated.",
    ..BASE
};

const fn model(layers: u64, width: u64, heads: u64) -> Model {
    Model::Shape(Shape { tied: false, ..gpt(layers, width, heads, 131_072) })
}

const fn run(id: &'static str, model: Model, layout: [u64; 4], tera: f64) -> Row {
    let [tensor, pipeline, devices, batch] = layout;
    let said = Said::Rate(tera * 1e12, Counted::Full);
    Row { id, model, tensor, pipeline, devices, batch, said, ..CORE }
}

/// The same batch on few and on many devices; MFU is printed.
const fn strong(id: &'static str, devices: u64, mfu: f64) -> Row {
    Row {
        id,
        source: "NVIDIA/Megatron-LM, README (strong scaling), seen 2026-11-23",
        model: GPT_177,
        tensor: 8,
        pipeline: 6,
        devices,
        batch: 1152,
        said: Said::Mfu(mfu, Counted::Full),
        assumed: "Tensor 8 and pipeline 6 as in the table of models; the layout is not stated of these runs, nor the \
                  micro-batch, chunks and count of attention.",
        ..CORE
    }
}

const GPT_177: Model = model(96, 12_288, 96);

pub(super) static ROWS: &[Row] = &[
    run("megatron-core-1.7b-48", model(24, 2048, 16), [1, 1, 48, 192], 408.8),
    run("megatron-core-7.1b-96", model(30, 4096, 32), [2, 1, 96, 192], 465.9),
    run("megatron-core-16b-192", model(32, 6144, 48), [4, 1, 192, 192], 489.1),
    run("megatron-core-32b-384", model(48, 7168, 56), [8, 1, 384, 192], 459.6),
    run("megatron-core-70b-768", model(84, 8192, 64), [8, 2, 768, 384], 419.7),
    run("megatron-core-119b-1536", model(92, 10_240, 80), [8, 4, 1536, 768], 420.5),
    run("megatron-core-177b-2304", GPT_177, [8, 6, 2304, 1152], 432.8),
    run("megatron-core-314b-3072", model(96, 16_384, 128), [8, 8, 3072, 1536], 474.4),
    run("megatron-core-462b-6144", model(112, 18_432, 144), [8, 16, 6144, 3072], 459.9),
    strong("megatron-core-177b-strong-96", 96, 0.47),
    strong("megatron-core-177b-strong-4608", 4608, 0.42),
];

#[cfg(test)]
mod tests {
    use super::super::tests::architecture;
    use super::*;
    use crate::core::model::Counts;

    #[test]
    fn rates_sizes_and_sums() {
        let printed = [
            (1.7, 41.0, 19.6),
            (7.1, 47.0, 44.7),
            (16.0, 49.0, 93.9),
            (32.0, 46.0, 176.5),
            (70.0, 42.0, 322.3),
            (119.0, 43.0, 645.9),
            (177.0, 44.0, 997.2),
            (314.0, 48.0, 1457.4),
            (462.0, 47.0, 2825.6),
        ];
        for (row, (size, mfu, peta)) in ROWS.iter().zip(printed) {
            let Said::Rate(rate, _) = row.said else { panic!("{}", row.id) };
            // Head and embedding are apart: printed sizes say so.
            let parameters = Counts::of(&architecture(row)).total as f64 / 1e9;
            assert!((parameters / size - 1.0).abs() < 0.03, "{}: {parameters}", row.id);
            assert!((rate / 989.4e12 * 100.0 - mfu).abs() < 0.55, "{}", row.id);
            assert!((rate * row.devices as f64 / 1e15 - peta).abs() < 0.06 + 3e-4 * peta, "{}", row.id);
        }
    }
}

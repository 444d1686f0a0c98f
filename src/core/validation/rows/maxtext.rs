//! MaxText on TPU v4, v5e and v5p: every row of the tables beside its configurations (`src/maxtext/configs/tpu`,
//! as read 2026-11-23 at commit e591f30). Slices are joined by the data-centre network; inside, weights are sharded.

use super::{BASE, Counted, Habits, Model, Recompute, Row, Said, Shape};

const MAXTEXT: Row = Row {
    source: "AI-Hypercomputer/maxtext, README.md of src/maxtext/configs/tpu/v4, v5e and v5p, seen 2026-11-23",
    framework: "MaxText",
    year: 2024,
    zero: 3,
    habits: Habits { overlap_tensor: true, ..BASE.habits },
    assumed: "Attention counted as the whole square: the tables are older than the change of July 2025. XLA's schedule \
              is taken as overlapping everything. Policies that keep or offload some projections are said as full \
              recomputation, `minimal` as none.",
    ..BASE
};

const V4: Row = Row {
    device: "tpu-v4",
    year: 2023,
    assumed: "Two matrices of four times the width inside and heads of 256, which the sizes need, not those of today's \
              base.yml; 2048 tokens. Attention counted as the whole square.",
    ..MAXTEXT
};

/// `global_parameter_scale` doubles heads, width, inner width and layers of a model of 2048 wide in turn.
const fn scaled(layers: u64, width: u64, heads: u64, inner: u64) -> Shape {
    Shape {
        layers,
        width,
        heads,
        kv_heads: heads,
        head: 128,
        inner,
        gated: true,
        vocabulary: 32_000,
        tied: false,
        window: None,
    }
}

const B16: Shape = scaled(32, 4096, 64, 28_672);
const B32: Shape = scaled(32, 8192, 64, 28_672);
const B64: Shape = scaled(64, 8192, 64, 28_672);
const B128: Shape = scaled(64, 8192, 128, 57_344);
const B256: Shape = scaled(64, 16_384, 128, 57_344);
const B512: Shape = scaled(128, 16_384, 128, 57_344);
const B1024: Shape = scaled(128, 16_384, 256, 114_688);
const V4_22: Shape = Shape { head: 256, gated: false, ..scaled(48, 6144, 24, 24_576) };
const V4_52: Shape = Shape { head: 256, gated: false, ..scaled(32, 12_288, 32, 49_152) };

/// A configuration: chips that split every matrix, sequences of a chip, recomputation.
const fn set(row: Row, shape: Shape, tensor: u64, each: u64, recompute: Recompute) -> Row {
    Row { model: Model::Shape(shape), tensor, micro: each * tensor, recompute, ..row }
}

const V5E: Row = Row { device: "tpu-v5e", ..MAXTEXT };
const V5P: Row = Row { device: "tpu-v5p", ..MAXTEXT };
const ALL: Recompute = Recompute::Full;
const KEPT: Recompute = Recompute::None;

/// So many slices of so many chips; printed MFU in %.
const fn run(row: Row, id: &'static str, slices: u64, chips: u64, mfu: f64) -> Row {
    let devices = slices * chips;
    Row {
        id,
        devices,
        node: Some(chips),
        batch: devices / row.tensor * row.micro,
        shard: Some(chips / row.tensor),
        said: Said::Mfu(mfu / 100.0, Counted::Full),
        ..row
    }
}

const V4_22B: Row = set(V4, V4_22, 1, 13, ALL);
const V4_52B: Row = set(V4, V4_52, 1, 7, ALL);
const E16: Row = set(V5E, B16, 1, 6, ALL);
const E32: Row = set(V5E, B32, 1, 4, ALL);
const E64: Row = set(V5E, B64, 1, 2, ALL);
const E128: Row = set(V5E, B128, 16, 1, ALL);
const P32: Row = set(V5P, B32, 4, 6, KEPT);
const P64: Row = set(V5P, B64, 4, 3, KEPT);
const P128: Row = set(V5P, B128, 8, 1, KEPT);
const P256: Row = set(V5P, B256, 8, 1, KEPT);
const P512: Row = set(V5P, B512, 8, 2, ALL);
const P1024: Row = set(V5P, B1024, 16, 2, ALL);

/// A v4-128, and a v5p-128, has 64 chips; a v5e-256 has 256.
pub(super) static ROWS: &[Row] = &[
    run(V4_22B, "maxtext-v4-22b-1x64", 1, 64, 56.7),
    run(V4_22B, "maxtext-v4-22b-2x64", 2, 64, 55.2),
    run(V4_22B, "maxtext-v4-22b-4x64", 4, 64, 54.3),
    run(V4_22B, "maxtext-v4-22b-8x64", 8, 64, 53.2),
    run(V4_52B, "maxtext-v4-52b-1x192", 1, 192, 56.0),
    run(V4_52B, "maxtext-v4-52b-2x192", 2, 192, 58.9),
    run(E16, "maxtext-v5e-16b-1x256", 1, 256, 61.10),
    run(E16, "maxtext-v5e-16b-2x256", 2, 256, 59.37),
    run(E16, "maxtext-v5e-16b-4x256", 4, 256, 59.14),
    run(E16, "maxtext-v5e-16b-8x256", 8, 256, 58.27),
    run(E16, "maxtext-v5e-16b-16x256", 16, 256, 56.56),
    run(E16, "maxtext-v5e-16b-32x256", 32, 256, 54.65),
    run(E32, "maxtext-v5e-32b-1x256", 1, 256, 66.86),
    run(E32, "maxtext-v5e-32b-2x256", 2, 256, 64.81),
    run(E32, "maxtext-v5e-32b-4x256", 4, 256, 64.10),
    run(E32, "maxtext-v5e-32b-8x256", 8, 256, 63.67),
    run(E32, "maxtext-v5e-32b-16x256", 16, 256, 62.26),
    run(E32, "maxtext-v5e-32b-32x256", 32, 256, 60.40),
    run(E64, "maxtext-v5e-64b-1x256", 1, 256, 59.90),
    run(E64, "maxtext-v5e-64b-2x256", 2, 256, 56.66),
    run(E64, "maxtext-v5e-64b-4x256", 4, 256, 55.85),
    run(E64, "maxtext-v5e-64b-8x256", 8, 256, 54.96),
    run(E64, "maxtext-v5e-64b-16x256", 16, 256, 53.29),
    run(E64, "maxtext-v5e-64b-32x256", 32, 256, 50.18),
    run(E128, "maxtext-v5e-128b-1x256", 1, 256, 56.06),
    run(E128, "maxtext-v5e-128b-2x256", 2, 256, 55.82),
    run(E128, "maxtext-v5e-128b-4x256", 4, 256, 54.93),
    run(E128, "maxtext-v5e-128b-8x256", 8, 256, 52.93),
    run(E128, "maxtext-v5e-128b-16x256", 16, 256, 50.86),
    run(E128, "maxtext-v5e-128b-32x256", 32, 256, 46.25),
    run(P32, "maxtext-v5p-32b-1x64", 1, 64, 71.47),
    run(P32, "maxtext-v5p-32b-2x64", 2, 64, 69.43),
    run(P64, "maxtext-v5p-64b-1x64", 1, 64, 70.31),
    run(P64, "maxtext-v5p-64b-2x64", 2, 64, 67.26),
    run(P128, "maxtext-v5p-128b-1x128", 1, 128, 68.68),
    run(P128, "maxtext-v5p-128b-2x128", 2, 128, 66.34),
    run(P128, "maxtext-v5p-128b-1x256", 1, 256, 68.83),
    run(P128, "maxtext-v5p-128b-2x256", 2, 256, 59.66),
    run(P256, "maxtext-v5p-256b-1x512", 1, 512, 67.09),
    run(P256, "maxtext-v5p-256b-2x512", 2, 512, 62.99),
    run(P512, "maxtext-v5p-512b-1x512", 1, 512, 63.99),
    run(P512, "maxtext-v5p-512b-2x512", 2, 512, 61.45),
    run(P1024, "maxtext-v5p-1024b-1x1024", 1, 1024, 55.35),
    run(P1024, "maxtext-v5p-1024b-2x1024", 2, 1024, 51.55),
    run(P1024, "maxtext-v5p-1024b-1x2048", 1, 2048, 64.80),
    run(P1024, "maxtext-v5p-1024b-2x2048", 2, 2048, 60.83),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators;
    use crate::core::model::Counts;

    /// TFLOP/s of a chip, printed beside every MFU.
    const TERA: [f64; 46] = [
        156.0, 152.0, 149.0, 146.0, 154.0, 162.0, 120.0, 117.0, 117.0, 115.0, 111.0, 108.0, 132.0, 128.0, 126.0, 125.0,
        123.0, 119.0, 118.0, 112.0, 110.0, 108.0, 105.0, 99.0, 110.0, 110.0, 108.0, 104.0, 100.0, 91.0, 328.0, 319.0,
        323.0, 309.0, 315.0, 305.0, 316.0, 274.0, 308.0, 289.0, 294.0, 282.0, 254.0, 237.0, 297.0, 279.0,
    ];

    #[test]
    fn rates_are_parts_of_the_peak() {
        assert_eq!(ROWS.len(), TERA.len());
        for (row, tera) in ROWS.iter().zip(TERA) {
            let Said::Mfu(part, _) = row.said else { panic!("{}", row.id) };
            let ours = part * accelerators::get(row.device).unwrap().rates.bf16 / 1e12;
            assert!((ours - tera).abs() < 0.8, "{}: {ours} {tera}", row.id);
        }
    }

    #[test]
    fn models_are_as_large_as_they_are_called() {
        let all = [
            (B16, 16.0),
            (B32, 32.0),
            (B64, 64.0),
            (B128, 128.0),
            (B256, 256.0),
            (B512, 512.0),
            (B1024, 1024.0),
            (V4_22, 22.0),
            (V4_52, 52.0),
        ];
        for (shape, billions) in all {
            let ours = Counts::of(&shape.architecture()).total as f64 / 1e9;
            assert!((ours / billions - 1.0).abs() < 0.04, "{billions}: {ours}");
        }
    }
}

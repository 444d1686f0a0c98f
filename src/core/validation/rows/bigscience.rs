//! BigScience's search for the layout of BLOOM on 384 A100 80 GB of Jean Zay, February 2022: every step timed after
//! the count of FLOP was put right, but those that ran out of memory and two that the source itself would not compare.

use super::megatron_2021::PLAIN;
use super::{BASE, Habits, Kernel, Model, Recompute, Row, Said, gpt};

/// FP16, gradients summed in FP16, until 27 February.
const FP16: Row = Row {
    source: "bigscience-workshop/bigscience, train/tr11-176B-ml/chronicles-prequel.md, seen 2026-11-23",
    framework: "Megatron-DeepSpeed",
    year: 2022,
    device: "a100-80-sxm",
    // Four Omni-Path links of 100 Gb/s for eight devices.
    nic: Some(6.25e9),
    recompute: Recompute::Full,
    kernel: Kernel::Standard,
    recipe: "bf16-mixed",
    habits: Habits { blocking: true, ..PLAIN },
    assumed: "FP16 instead of BF16. Padded vocabulary of 250,880 where the source says 250k; 64 heads where it says \
              nothing. Kernels are taken to be launched one at a time (CUDA_LAUNCH_BLOCKING), as the source needed \
              against hangs. Stages are not always equal. Before 25 February transfers to the host were slower.",
    ..BASE
};

/// From 28 February BF16 with FP32 sums, embeddings counted as layers so that stages are equal.
const BF16: Row = Row {
    recipe: "bf16-mixed-fp32-grad",
    assumed: "Padded vocabulary of 250,880 where the source says 250k. Kernels are taken to be launched one at a time \
              (CUDA_LAUNCH_BLOCKING), as the source needed against hangs.",
    ..FP16
};

/// Lines: layers, width, heads; devices, tensor, pipeline, sequences at once, sequences of a step; seconds, TFLOP/s.
macro_rules! table {
    ($(($base:ident $id:literal, [$layers:literal, $width:literal, $heads:literal],
        [$devices:literal, $tensor:literal, $pipeline:literal, $micro:literal, $batch:literal],
        $seconds:literal, $tera:literal);)*) => {
        pub(super) static ROWS: &[Row] = &[$(Row {
            id: $id,
            model: Model::Shape(gpt($layers, $width, $heads, 250_880)),
            devices: $devices,
            tensor: $tensor,
            pipeline: $pipeline,
            micro: $micro,
            batch: $batch,
            said: Said::Step($seconds),
            ..$base
        },)*];
        /// Printed TFLOP/s of a device, with what is computed again.
        #[cfg(test)]
        static TERA: &[f64] = &[$($tera,)*];
    };
}

table! {
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp12-mb1-0221", [72, 14336, 64], [384, 8, 12, 1, 2048], 143.31, 112.49);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp12-mb2-0221", [72, 14336, 64], [384, 8, 12, 2, 2048], 134.02, 120.29);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp12-mb4-0221", [72, 14336, 64], [384, 8, 12, 4, 2048], 123.69, 130.34);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp12-mb8-0221", [72, 14336, 64], [384, 8, 12, 8, 2048], 129.26, 124.72);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp6-mb1-0221", [72, 14336, 64], [384, 8, 6, 1, 2048], 139.82, 115.31);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp6-mb2-0221", [72, 14336, 64], [384, 8, 6, 2, 2048], 131.02, 123.05);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp6-mb4-0221", [72, 14336, 64], [384, 8, 6, 4, 2048], 121.48, 132.71);
    (FP16 "bigscience-196b-84x13824-h64-384-tp8-pp12-mb2-0221", [84, 13824, 64], [384, 8, 12, 2, 2048], 143.89, 121.45);
    (FP16 "bigscience-196b-84x13824-h64-384-tp8-pp12-mb4-0221", [84, 13824, 64], [384, 8, 12, 4, 2048], 133.12, 131.27);
    (FP16 "bigscience-196b-84x13824-h64-384-tp8-pp6-mb2-0221", [84, 13824, 64], [384, 8, 6, 2, 2048], 141.41, 123.58);
    (FP16 "bigscience-196b-84x13824-h64-384-tp8-pp6-mb4-0221", [84, 13824, 64], [384, 8, 6, 4, 2048], 130.31, 134.11);
    (FP16 "bigscience-187b-80x13824-h64-320-tp8-pp10-mb4-0221", [80, 13824, 64], [320, 8, 10, 4, 2048], 147.04, 135.92);
    (FP16 "bigscience-18b-6x14336-h64-8-tp8-pp1-mb2-b512-0221", [6, 14336, 64], [8, 8, 1, 2, 512], 130.43, 143.48);
    (FP16 "bigscience-18b-6x14336-h64-8-tp8-pp1-mb2-b512-0221b", [6, 14336, 64], [8, 8, 1, 2, 512], 119.19, 157.02);
    (FP16 "bigscience-18b-10x14336-h64-8-tp8-pp1-mb1-b512-0221", [10, 14336, 64], [8, 8, 1, 1, 512], 205.52, 142.59);
    (FP16 "bigscience-177b-96x12288-h64-384-tp8-pp6-mb2-0223", [96, 12288, 64], [384, 8, 6, 2, 2048], 136.73, 115.73);
    (FP16 "bigscience-177b-96x12288-h64-384-tp8-pp6-mb4-0223", [96, 12288, 64], [384, 8, 6, 4, 2048], 122.96, 128.69);
    (FP16 "bigscience-182b-84x13312-h64-384-tp8-pp12-mb4-0223", [84, 13312, 64], [384, 8, 12, 4, 2048], 125.52, 129.29);
    (FP16 "bigscience-182b-84x13312-h64-384-tp8-pp6-mb2-0223", [84, 13312, 64], [384, 8, 6, 2, 2048], 135.55, 119.72);
    (FP16 "bigscience-182b-84x13312-h64-384-tp8-pp6-mb4-0223", [84, 13312, 64], [384, 8, 6, 4, 2048], 122.93, 132.00);
    (FP16 "bigscience-182b-78x13824-h64-384-tp8-pp6-mb4-0223", [78, 13824, 64], [384, 8, 6, 4, 2048], 121.28, 133.93);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp12-mb4-0223", [72, 14336, 64], [384, 8, 12, 4, 2048], 123.79, 130.24);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp6-mb4-0223", [72, 14336, 64], [384, 8, 6, 4, 2048], 120.85, 133.40);
    (FP16 "bigscience-181b-72x14336-h16-384-tp8-pp6-mb4-0224", [72, 14336, 16], [384, 8, 6, 4, 2048], 121.03, 133.20);
    (FP16 "bigscience-181b-72x14336-h32-384-tp8-pp6-mb4-0223", [72, 14336, 32], [384, 8, 6, 4, 2048], 124.01, 130.00);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp6-mb4-0223b", [72, 14336, 64], [384, 8, 6, 4, 2048], 120.18, 134.15);
    (FP16 "bigscience-181b-72x14336-h112-384-tp8-pp6-mb4-0223", [72, 14336, 112], [384, 8, 6, 4, 2048], 138.72, 116.21);
    (FP16 "bigscience-181b-72x14336-h128-384-tp8-pp6-mb4-0223", [72, 14336, 128], [384, 8, 6, 4, 2048], 124.89, 129.08);
    (FP16 "bigscience-181b-72x14336-h256-384-tp8-pp6-mb4-0224", [72, 14336, 256], [384, 8, 6, 4, 2048], 132.85, 121.35);
    (FP16 "bigscience-182b-78x13824-h96-384-tp8-pp6-mb4-0223", [78, 13824, 96], [384, 8, 6, 4, 2048], 124.75, 130.21);
    (FP16 "bigscience-182b-78x13824-h128-384-tp8-pp6-mb4-0223", [78, 13824, 128], [384, 8, 6, 4, 2048], 162.72, 99.82);
    (FP16 "bigscience-182b-84x13312-h128-384-tp8-pp6-mb4-0223", [84, 13312, 128], [384, 8, 6, 4, 2048], 129.17, 125.63);
    (FP16 "bigscience-177b-96x12288-h96-384-tp8-pp6-mb4-0224", [96, 12288, 96], [384, 8, 6, 4, 2048], 145.40, 108.83);
    (FP16 "bigscience-177b-96x12288-h128-384-tp8-pp6-mb4-0224", [96, 12288, 128], [384, 8, 6, 4, 2048], 129.42, 122.27);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp6-mb4-b1568-0225", [72, 14336, 64], [384, 8, 6, 4, 1568], 113.01, 109.22);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp6-mb4-0225", [72, 14336, 64], [384, 8, 6, 4, 2048], 114.11, 141.27);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp6-mb6-b2016-0225", [72, 14336, 64], [384, 8, 6, 6, 2016], 123.57, 128.43);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp12-mb4-b1568-0225", [72, 14336, 64], [384, 8, 12, 4, 1568], 92.75, 133.08);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp12-mb4-0225", [72, 14336, 64], [384, 8, 12, 4, 2048], 117.07, 137.70);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp12-mb2-b1568-0225", [72, 14336, 64], [384, 8, 12, 2, 1568], 99.93, 123.51);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp12-mb2-0225", [72, 14336, 64], [384, 8, 12, 2, 2048], 128.82, 125.15);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp8-mb4-b2016-0225", [72, 14336, 64], [384, 8, 8, 4, 2016], 113.16, 140.24);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp4-mb2-b2016-0225", [72, 14336, 64], [384, 8, 4, 2, 2016], 125.52, 126.43);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp4-mb4-b2016-0225", [72, 14336, 64], [384, 8, 4, 4, 2016], 114.81, 138.22);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp2-mb1-b2016-0225", [72, 14336, 64], [384, 8, 2, 1, 2016], 145.45, 109.11);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp2-mb2-b2016-0225", [72, 14336, 64], [384, 8, 2, 2, 2016], 136.13, 116.58);
    (FP16 "bigscience-181b-72x14336-h64-384-tp4-pp12-mb4-0225", [72, 14336, 64], [384, 4, 12, 4, 2048], 111.89, 144.08);
    (FP16 "bigscience-181b-72x14336-h64-384-tp4-pp12-mb2-0225", [72, 14336, 64], [384, 4, 12, 2, 2048], 110.48, 145.92);
    (FP16 "bigscience-181b-72x14336-h64-384-tp4-pp12-mb2-0225b", [72, 14336, 64], [384, 4, 12, 2, 2048], 113.54, 141.99);
    (FP16 "bigscience-181b-72x14336-h64-384-tp4-pp6-mb4-0225", [72, 14336, 64], [384, 4, 6, 4, 2048], 117.11, 137.66);
    (FP16 "bigscience-181b-72x14336-h64-384-tp4-pp6-mb2-0225", [72, 14336, 64], [384, 4, 6, 2, 2048], 111.71, 144.31);
    (FP16 "bigscience-181b-72x14336-h64-384-tp2-pp12-mb2-0225", [72, 14336, 64], [384, 2, 12, 2, 2048], 112.50, 143.30);
    (FP16 "bigscience-181b-72x14336-h64-384-tp2-pp24-mb1-0225", [72, 14336, 64], [384, 2, 24, 1, 2048], 119.53, 134.88);
    (FP16 "bigscience-181b-72x14336-h64-384-tp2-pp24-mb2-0225", [72, 14336, 64], [384, 2, 24, 2, 2048], 122.75, 131.33);
    (FP16 "bigscience-181b-72x14336-h64-384-tp4-pp24-mb1-0225", [72, 14336, 64], [384, 4, 24, 1, 2048], 130.60, 123.44);
    (FP16 "bigscience-177b-96x12288-h64-384-tp1-pp48-mb1-0225", [96, 12288, 64], [384, 1, 48, 1, 2048], 142.17, 111.30);
    (FP16 "bigscience-182b-78x13824-h64-384-tp4-pp12-mb1-0226", [78, 13824, 64], [384, 4, 12, 1, 2048], 148.24, 109.57);
    (FP16 "bigscience-182b-78x13824-h64-384-tp4-pp12-mb2-0226", [78, 13824, 64], [384, 4, 12, 2, 2048], 103.51, 156.92);
    (FP16 "bigscience-182b-78x13824-h96-384-tp4-pp12-mb2-0226", [78, 13824, 96], [384, 4, 12, 2, 2048], 107.12, 151.64);
    (FP16 "bigscience-182b-78x13824-h128-384-tp4-pp12-mb2-0226", [78, 13824, 128], [384, 4, 12, 2, 2048], 147.41, 110.19);
    (FP16 "bigscience-182b-78x13824-h64-384-tp4-pp12-mb4-0226", [78, 13824, 64], [384, 4, 12, 4, 2048], 106.72, 152.21);
    (FP16 "bigscience-182b-78x13824-h96-384-tp4-pp12-mb4-0226", [78, 13824, 96], [384, 4, 12, 4, 2048], 110.31, 147.25);
    (FP16 "bigscience-182b-78x13824-h128-384-tp4-pp12-mb4-0226", [78, 13824, 128], [384, 4, 12, 4, 2048], 153.90, 105.54);
    (FP16 "bigscience-182b-78x13824-h96-384-tp8-pp6-mb4-0226", [78, 13824, 96], [384, 8, 6, 4, 2048], 118.12, 137.51);
    (FP16 "bigscience-182b-78x13824-h128-384-tp8-pp6-mb4-0226", [78, 13824, 128], [384, 8, 6, 4, 2048], 156.84, 103.56);
    (FP16 "bigscience-181b-72x14336-h64-384-tp4-pp12-mb2-0226", [72, 14336, 64], [384, 4, 12, 2, 2048], 110.42, 146.00);
    (FP16 "bigscience-181b-72x14336-h128-384-tp4-pp12-mb2-0226", [72, 14336, 128], [384, 4, 12, 2, 2048], 114.02, 141.39);
    (FP16 "bigscience-181b-72x14336-h128-384-tp4-pp12-mb4-0226", [72, 14336, 128], [384, 4, 12, 4, 2048], 137.53, 117.23);
    (FP16 "bigscience-181b-72x14336-h64-384-tp8-pp6-mb4-0226", [72, 14336, 64], [384, 8, 6, 4, 2048], 113.95, 141.47);
    (FP16 "bigscience-181b-72x14336-h128-384-tp8-pp6-mb4-0226", [72, 14336, 128], [384, 8, 6, 4, 2048], 116.06, 138.90);
    (FP16 "bigscience-182b-84x13312-h64-384-tp4-pp12-mb2-0226", [84, 13312, 64], [384, 4, 12, 2, 2048], 103.82, 156.46);
    (FP16 "bigscience-182b-84x13312-h64-384-tp4-pp12-mb4-0226", [84, 13312, 64], [384, 4, 12, 4, 2048], 113.21, 143.34);
    (FP16 "bigscience-182b-84x13312-h64-384-tp8-pp6-mb2-0226", [84, 13312, 64], [384, 8, 6, 2, 2048], 129.61, 125.21);
    (FP16 "bigscience-182b-78x13824-h96-384-tp4-pp12-mb2-b512-0226", [78, 13824, 96], [384, 4, 12, 2, 512], 35.77, 113.52);
    (FP16 "bigscience-182b-78x13824-h96-384-tp4-pp12-mb2-b1024-0226", [78, 13824, 96], [384, 4, 12, 2, 1024], 59.65, 136.15);
    (FP16 "bigscience-182b-78x13824-h96-384-tp4-pp12-mb2-b1536-0226", [78, 13824, 96], [384, 4, 12, 2, 1536], 83.11, 146.59);
    (FP16 "bigscience-182b-78x13824-h96-384-tp8-pp6-mb2-0227", [78, 13824, 96], [384, 8, 6, 2, 2048], 133.57, 121.61);
    (FP16 "bigscience-182b-78x13824-h96-384-tp8-pp6-mb4-0227", [78, 13824, 96], [384, 8, 6, 4, 2048], 118.24, 137.38);
    (FP16 "bigscience-182b-78x13824-h96-384-tp4-pp6-mb4-0227", [78, 13824, 96], [384, 4, 6, 4, 2048], 115.55, 140.57);
    (FP16 "bigscience-195b-106x12288-h96-384-tp4-pp12-mb2-0227", [106, 12288, 96], [384, 4, 12, 2, 2048], 112.69, 154.86);
    (FP16 "bigscience-195b-106x12288-h64-384-tp4-pp12-mb2-0227", [106, 12288, 64], [384, 4, 12, 2, 2048], 110.96, 157.27);
    (BF16 "bigscience-195b-106x12288-h64-384-tp4-pp12-mb2-0228", [106, 12288, 64], [384, 4, 12, 2, 2048], 116.54, 149.75);
    (BF16 "bigscience-195b-106x12288-h96-384-tp4-pp12-mb2-0228", [106, 12288, 96], [384, 4, 12, 2, 2048], 118.79, 146.90);
    (BF16 "bigscience-195b-106x12288-h128-384-tp4-pp12-mb2-0228", [106, 12288, 128], [384, 4, 12, 2, 2048], 121.42, 143.73);
    (BF16 "bigscience-195b-106x12288-h96-384-tp4-pp12-mb4-0228", [106, 12288, 96], [384, 4, 12, 4, 2048], 120.34, 145.01);
    (BF16 "bigscience-184b-100x12288-h64-384-tp8-pp6-mb2-0228", [100, 12288, 64], [384, 8, 6, 2, 2048], 139.72, 117.91);
    (BF16 "bigscience-184b-100x12288-h64-384-tp8-pp6-mb4-0228", [100, 12288, 64], [384, 8, 6, 4, 2048], 120.96, 136.20);
    (BF16 "bigscience-178b-82x13312-h64-384-tp8-pp12-mb4-0228", [82, 13312, 64], [384, 8, 12, 4, 2048], 111.79, 141.76);
    (BF16 "bigscience-178b-82x13312-h64-384-tp4-pp12-mb2-0228", [82, 13312, 64], [384, 4, 12, 2, 2048], 104.45, 151.71);
    (BF16 "bigscience-178b-82x13312-h104-384-tp4-pp12-mb2-0228", [82, 13312, 104], [384, 4, 12, 2, 2048], 123.71, 128.10);
    (BF16 "bigscience-178b-82x13312-h128-384-tp4-pp12-mb2-0228", [82, 13312, 128], [384, 4, 12, 2, 2048], 108.78, 145.68);
    (BF16 "bigscience-178b-82x13312-h64-384-tp4-pp12-mb4-0228", [82, 13312, 64], [384, 4, 12, 4, 2048], 104.82, 151.18);
    (BF16 "bigscience-203b-94x13312-h128-384-tp4-pp12-mb2-0228", [94, 13312, 128], [384, 4, 12, 2, 2048], 124.10, 146.12);
    (BF16 "bigscience-176b-70x14336-h64-384-tp8-pp12-mb2-0228", [70, 14336, 64], [384, 8, 12, 2, 2048], 121.63, 128.92);
    (BF16 "bigscience-176b-70x14336-h64-384-tp4-pp12-mb2-0228", [70, 14336, 64], [384, 4, 12, 2, 2048], 102.03, 153.68);
    (BF16 "bigscience-176b-70x14336-h112-384-tp4-pp12-mb2-0228", [70, 14336, 112], [384, 4, 12, 2, 2048], 104.50, 150.05);
    (BF16 "bigscience-176b-70x14336-h128-384-tp4-pp12-mb2-0228", [70, 14336, 128], [384, 4, 12, 2, 2048], 105.89, 148.08);
    (BF16 "bigscience-176b-70x14336-h64-384-tp4-pp12-mb4-0228", [70, 14336, 64], [384, 4, 12, 4, 2048], 102.27, 153.33);
}

#[cfg(test)]
mod tests {
    use super::super::tests::flop;
    use super::*;
    use crate::core::validation::Counted;

    /// The formula of Megatron-LM 2021.
    #[test]
    fn seconds_and_teraflops_agree() {
        assert_eq!(ROWS.len(), 98);
        for (row, tera) in ROWS.iter().zip(TERA) {
            let Said::Step(seconds) = row.said else { panic!("{}", row.id) };
            let ours = flop(row, Counted::Hardware) / seconds / row.devices as f64 / 1e12;
            assert!((ours / tera - 1.0).abs() < 0.015, "{}: {ours} {tera}", row.id);
        }
    }
}

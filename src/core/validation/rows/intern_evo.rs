//! InternEvo on A100 80 GB with 4 × 100 Gb/s a machine: all tables of its page on training performance, but runs of
//! the last one that repeat the first.

use super::{BASE, Fused, Habits, Model, Recompute, Row, Said, Shape};

/// InternLM 7B.
const B7: Shape = Shape {
    layers: 32,
    width: 4096,
    heads: 32,
    kv_heads: 32,
    head: 128,
    inner: 11_008,
    gated: true,
    vocabulary: 103_168,
    tied: false,
    window: None,
};

/// Gradients are reduced beside the backward pass; weights are gathered after the step.
const IE: Row = Row {
    source: "InternLM/InternEvo, doc/en/train_performance.md, seen 2026-11-23",
    framework: "InternEvo",
    year: 2023,
    model: Model::Shape(B7),
    device: "a100-80-sxm",
    nic: Some(6.25e9),
    recipe: "bf16-mixed",
    habits: Habits { attention: Fused::First, overlap_gather: false, ..BASE.habits },
    assumed: "The vocabulary of 103,168 is of its configuration of 7B. Samples are padded, not packed. FlashAttention of its time is taken as the first.",
    ..BASE
};

const AGAIN: Row = Row { recompute: Recompute::Full, assumed: PACK, ..IE };
const PACKED: Row = Row { assumed: PACK, ..IE };
const PACK: &str = "The vocabulary of 103,168 is of its configuration of 7B. Samples are packed into one sequence.";

/// Devices, tensor, sequences at once, micro-batches of a step; devices that share the optimizer's states.
const fn run(row: Row, id: &'static str, layout: [u64; 4], shard: Option<u64>, tokens: f64) -> Row {
    let [devices, tensor, micro, times] = layout;
    let batch = devices / tensor * micro * times;
    Row { id, devices, tensor, micro, batch, shard, said: Said::TokensEach(tokens), ..row }
}

pub(super) static ROWS: &[Row] = &[
    run(IE, "internevo-7b-8", [8, 1, 2, 4], None, 4062.0),
    run(IE, "internevo-7b-16", [16, 1, 2, 4], None, 3842.0),
    run(IE, "internevo-7b-32", [32, 1, 2, 4], None, 3752.0),
    run(IE, "internevo-7b-64", [64, 1, 2, 4], None, 3690.0),
    run(IE, "internevo-7b-128", [128, 1, 2, 4], None, 3571.0),
    run(IE, "internevo-7b-256", [256, 1, 2, 4], None, 3209.0),
    run(IE, "internevo-7b-512", [512, 1, 2, 4], None, 2861.0),
    run(IE, "internevo-7b-1024", [1024, 1, 2, 4], None, 2271.0),
    run(IE, "internevo-7b-8-zero8", [8, 1, 2, 4], Some(8), 4078.0),
    run(IE, "internevo-7b-16-zero8", [16, 1, 2, 4], Some(8), 3939.0),
    run(IE, "internevo-7b-32-zero8", [32, 1, 2, 4], Some(8), 3919.0),
    run(IE, "internevo-7b-64-zero8", [64, 1, 2, 4], Some(8), 3944.0),
    run(IE, "internevo-7b-128-zero8", [128, 1, 2, 4], Some(8), 3928.0),
    run(IE, "internevo-7b-256-zero8", [256, 1, 2, 4], Some(8), 3920.0),
    run(IE, "internevo-7b-512-zero8", [512, 1, 2, 4], Some(8), 3835.0),
    run(IE, "internevo-7b-1024-zero8", [1024, 1, 2, 4], Some(8), 3625.0),
    run(IE, "internevo-7b-8-tp2", [8, 2, 4, 4], None, 3822.0),
    run(IE, "internevo-7b-16-tp2", [16, 2, 4, 4], None, 3595.0),
    run(IE, "internevo-7b-32-tp2", [32, 2, 4, 4], None, 3475.0),
    run(IE, "internevo-7b-64-tp2", [64, 2, 4, 4], None, 3438.0),
    run(IE, "internevo-7b-128-tp2", [128, 2, 4, 4], None, 3308.0),
    run(IE, "internevo-7b-256-tp2", [256, 2, 4, 4], None, 3094.0),
    run(IE, "internevo-7b-512-tp2", [512, 2, 4, 4], None, 2992.0),
    run(IE, "internevo-7b-1024-tp2", [1024, 2, 4, 4], None, 2785.0),
    run(IE, "internevo-7b-8-tp2-zero4", [8, 2, 4, 4], Some(4), 3761.0),
    run(IE, "internevo-7b-16-tp2-zero4", [16, 2, 4, 4], Some(4), 3658.0),
    run(IE, "internevo-7b-32-tp2-zero4", [32, 2, 4, 4], Some(4), 3655.0),
    run(IE, "internevo-7b-64-tp2-zero4", [64, 2, 4, 4], Some(4), 3650.0),
    run(IE, "internevo-7b-128-tp2-zero4", [128, 2, 4, 4], Some(4), 3651.0),
    run(IE, "internevo-7b-256-tp2-zero4", [256, 2, 4, 4], Some(4), 3653.0),
    run(IE, "internevo-7b-512-tp2-zero4", [512, 2, 4, 4], Some(4), 3589.0),
    run(IE, "internevo-7b-1024-tp2-zero4", [1024, 2, 4, 4], Some(4), 3486.0),
    run(AGAIN, "internevo-7b-8-recompute-mb8", [8, 1, 8, 1], Some(8), 3314.0),
    run(AGAIN, "internevo-7b-16-recompute-mb8", [16, 1, 8, 1], Some(8), 3268.0),
    run(AGAIN, "internevo-7b-32-recompute-mb8", [32, 1, 8, 1], Some(8), 3323.0),
    run(AGAIN, "internevo-7b-64-recompute-mb8", [64, 1, 8, 1], Some(8), 3217.0),
    run(AGAIN, "internevo-7b-128-recompute-mb8", [128, 1, 8, 1], Some(8), 3260.0),
    run(AGAIN, "internevo-7b-256-recompute-mb8", [256, 1, 8, 1], Some(8), 3215.0),
    run(AGAIN, "internevo-7b-512-recompute-mb8", [512, 1, 8, 1], Some(8), 3199.0),
    run(AGAIN, "internevo-7b-1024-recompute-mb8", [1024, 1, 8, 1], Some(8), 3163.0),
    run(AGAIN, "internevo-7b-512-recompute-mb4", [512, 1, 4, 1], Some(8), 2963.0),
    run(AGAIN, "internevo-7b-1024-recompute-mb2", [1024, 1, 2, 1], Some(8), 2341.0),
    run(AGAIN, "internevo-7b-1024-recompute-mb4", [1024, 1, 4, 1], Some(8), 2796.0),
    run(PACKED, "internevo-7b-8-packed-x4", [8, 1, 2, 4], Some(8), 4103.0),
    run(PACKED, "internevo-7b-512-packed-x4", [512, 1, 2, 4], Some(8), 3900.0),
    run(PACKED, "internevo-7b-512-packed-x2", [512, 1, 2, 2], Some(8), 3084.0),
    run(PACKED, "internevo-7b-1024-packed-x1", [1024, 1, 2, 1], Some(8), 2346.0),
    run(PACKED, "internevo-7b-1024-packed-x2", [1024, 1, 2, 2], Some(8), 2817.0),
];

#[cfg(test)]
mod tests {
    use super::super::tests::{flop, of};
    use super::*;
    use crate::core::validation::Counted;

    /// TFLOP/s printed beside tokens, counted as Megatron-LM 2021 does.
    #[test]
    fn tokens_and_teraflops_agree() {
        for (id, tera) in [
            ("internevo-7b-8-recompute-mb8", 193.0),
            ("internevo-7b-1024-recompute-mb8", 184.0),
            ("internevo-7b-1024-recompute-mb2", 136.0),
            ("internevo-7b-8-packed-x4", 183.0),
            ("internevo-7b-1024-packed-x1", 105.0),
        ] {
            let row = of(id);
            let Said::TokensEach(tokens) = row.said else { panic!("{id}") };
            let ours = tokens * flop(row, Counted::Hardware) / (row.batch * row.sequence) as f64 / 1e12;
            assert!((ours / tera - 1.0).abs() < 0.02, "{id}: {ours}");
        }
    }
}

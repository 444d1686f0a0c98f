//! torchtitan: every row of its `benchmarks` folder and of its pages on MXFP8, as read 2026-11-23 at commit b5bcd76.

use super::{BASE, Fused, Habits, Model, Recompute, Row, Said};

const SELECTIVE: &str = "H100 with 96 GB of HBM2e at 2.4 TB/s, held at 500 W: clocks are taken to go with the third root of \
                         the power. Checkpointing of operators computes every second product again: said as half of the \
                         layers. Float8 with dynamic scales of tensors is said as delayed scaling, of rows as blocks.";
const FULL: &str = "H100 with 96 GB of HBM2e at 2.4 TB/s, held at 500 W: clocks are taken to go with the third root of the \
                    power. Float8 with dynamic scales of tensors is said as delayed scaling, of rows as blocks.";

const TITAN: Row = Row {
    source: "pytorch/torchtitan, benchmarks/llama3_h100_202412_torchtitan.md, seen 2026-11-23",
    framework: "torchtitan (FSDP2)",
    year: 2024,
    nic: Some(50e9),
    sequence: 8192,
    zero: 3,
    held: Some(500.0),
    bandwidth: Some(2.4e12),
    recompute: Recompute::Selective,
    habits: COMPILED,
    assumed: SELECTIVE,
    ..BASE
};

/// Without compiling: small kernels one by one.
const EAGER: Habits = Habits { fused: false, ..COMPILED };
const ASYNC: Habits = Habits { overlap_tensor: true, ..COMPILED };
/// Attention of PyTorch is FlashAttention-2; every second product is computed again.
const COMPILED: Habits = Habits { attention: Fused::Second, again: 0.5, ..BASE.habits };
const KEPT: Habits = Habits { again: 0.0, ..COMPILED };
/// A scale for each row is nearest to one for each block.
const ROWS8: &str = "fp8-block";
const FP8: &str = "fp8-delayed";
const BF16: &str = "bf16-mixed-fp32-grad";

/// Llama 3.1 8B on `devices`, two sequences each.
const fn eight(id: &'static str, devices: u64, recipe: &'static str, habits: Habits, tokens: f64) -> Row {
    Row {
        id,
        model: Model::Preset("llama-3-1-8b"),
        devices,
        batch: 2 * devices,
        micro: 2,
        recipe,
        habits,
        said: Said::TokensEach(tokens),
        ..TITAN
    }
}

/// Llama 3.1 8B on eight devices, a long sequence over some of them; weights are sharded over all.
const fn long(id: &'static str, context: u64, sequence: u64, tokens: f64) -> Row {
    Row {
        id,
        model: Model::Preset("llama-3-1-8b"),
        devices: 8,
        context,
        sequence,
        batch: 8 / context,
        recompute: Recompute::Full,
        recipe: FP8,
        said: Said::TokensEach(tokens),
        assumed: FULL,
        ..TITAN
    }
}

/// Llama 3.1 70B, 256 devices, FSDP 32, tensor 8, sixteen sequences each.
const fn seventy(row: Row, id: &'static str, recipe: &'static str, habits: Habits, tokens: f64) -> Row {
    Row {
        id,
        model: Model::Preset("llama-3-1-70b"),
        devices: 256,
        tensor: 8,
        batch: 512,
        micro: 16,
        recompute: Recompute::Full,
        recipe,
        habits,
        said: Said::TokensEach(tokens),
        assumed: FULL,
        ..row
    }
}

/// Llama 3.1 8B, 64 devices, FSDP 8, tensor 8, twelve sequences each.
const fn small(id: &'static str, recipe: &'static str, habits: Habits, tokens: f64) -> Row {
    Row {
        id,
        model: Model::Preset("llama-3-1-8b"),
        devices: 64,
        tensor: 8,
        batch: 96,
        micro: 12,
        recipe,
        habits,
        said: Said::TokensEach(tokens),
        ..JUNE
    }
}

const JUNE: Row = Row {
    source: "pytorch/torchtitan, benchmarks/asyncTP_llama3_h100_2025-06_torchtitan.md, seen 2026-11-23",
    year: 2025,
    ..TITAN
};

const PIPELINED: Row = Row {
    model: Model::Preset("llama-3-1-405b"),
    devices: 512,
    tensor: 8,
    pipeline: 8,
    recompute: Recompute::Full,
    recipe: FP8,
    habits: ASYNC,
    assumed: "H100 with 96 GB of HBM2e at 2.4 TB/s, held at 500 W. As many micro-batches as stages, the default of the \
              time, and two chunks where interleaved: neither is stated. Float8 said as delayed scaling.",
    ..TITAN
};

/// 512 devices, a sequence over some of them, eight sequences in eight pieces.
const fn far(id: &'static str, context: u64, sequence: u64, tokens: f64) -> Row {
    let said = Said::TokensEach(tokens);
    Row { id, context, sequence, batch: 8 * (8 / context), micro: 1, said, ..PIPELINED }
}

const TRAINY: Row = Row {
    source: "pytorch/torchtitan, benchmarks/llama3-8b_h200_202506_trainy-whitefiber.md, seen 2026-11-23",
    year: 2025,
    device: "h200-sxm",
    held: None,
    bandwidth: None,
    assumed: "Checkpointing of operators, the default, is said as half of the layers; float8 as delayed scaling.",
    ..TITAN
};

const B200: Row = Row {
    source: "pytorch/torchtitan, torchtitan/components/quantization/mxfp8.md, seen 2026-11-23",
    year: 2025,
    device: "b200-sxm",
    nic: None,
    held: None,
    bandwidth: None,
    model: Model::Preset("llama-3-1-8b"),
    devices: 8,
    batch: 8,
    assumed: "Llama 3.1 8B, which the page does not name; power is limited to an unstated value; tokens are taken as of \
              one device. Checkpointing of operators is said as half of the layers; float8 as delayed scaling.",
    ..TITAN
};

const SCOUT: Row = Row {
    device: "gb200",
    model: Model::Preset("llama-4-scout"),
    devices: 256,
    batch: 2560,
    micro: 10,
    expert: 16,
    recompute: Recompute::None,
    habits: KEPT,
    assumed: "The page says 512 GPUs once and 64 nodes of four, 256, twice: 256 here. Tokens are taken as of one device. \
              Experts are sharded over 64 devices of 16.",
    ..B200
};

pub(super) static ROWS: &[Row] = &[
    eight("torchtitan-8b-8-eager", 8, BF16, EAGER, 5762.0),
    eight("torchtitan-8b-8", 8, BF16, COMPILED, 6667.0),
    eight("torchtitan-8b-8-fp8", 8, FP8, COMPILED, 8532.0),
    long("torchtitan-8b-8-32k-fp8", 1, 32_768, 3890.0),
    long("torchtitan-8b-8-64k-fp8", 2, 65_536, 2540.0),
    long("torchtitan-8b-8-128k-fp8", 4, 131_072, 1071.0),
    long("torchtitan-8b-8-256k-fp8", 8, 262_144, 548.0),
    eight("torchtitan-8b-128-eager", 128, BF16, EAGER, 5605.0),
    eight("torchtitan-8b-128", 128, BF16, COMPILED, 6514.0),
    eight("torchtitan-8b-128-fp8", 128, FP8, COMPILED, 8380.0),
    seventy(TITAN, "torchtitan-70b-256-fp8", FP8, COMPILED, 829.0),
    seventy(TITAN, "torchtitan-70b-256-fp8-async", FP8, ASYNC, 876.0),
    Row { id: "torchtitan-405b-512-fp8", batch: 256, micro: 4, said: Said::TokensEach(100.0), ..PIPELINED },
    Row {
        id: "torchtitan-405b-512-fp8-interleaved",
        interleave: 2,
        batch: 256,
        micro: 4,
        said: Said::TokensEach(128.0),
        ..PIPELINED
    },
    far("torchtitan-405b-512-32k-fp8", 1, 32_768, 76.0),
    far("torchtitan-405b-512-64k-fp8", 2, 65_536, 47.0),
    far("torchtitan-405b-512-128k-fp8", 4, 131_072, 31.0),
    far("torchtitan-405b-512-256k-fp8", 8, 262_144, 16.0),
    seventy(JUNE, "torchtitan-2025-70b-256", BF16, COMPILED, 597.3),
    seventy(JUNE, "torchtitan-2025-70b-256-async", BF16, ASYNC, 652.4),
    seventy(JUNE, "torchtitan-2025-70b-256-fp8-tensor", FP8, COMPILED, 809.8),
    seventy(JUNE, "torchtitan-2025-70b-256-fp8-tensor-async", FP8, ASYNC, 942.4),
    seventy(JUNE, "torchtitan-2025-70b-256-fp8-row", ROWS8, COMPILED, 599.6),
    seventy(JUNE, "torchtitan-2025-70b-256-fp8-row-async", ROWS8, ASYNC, 624.8),
    small("torchtitan-2025-8b-64", BF16, COMPILED, 4378.0),
    small("torchtitan-2025-8b-64-async", BF16, ASYNC, 4809.4),
    small("torchtitan-2025-8b-64-fp8-tensor", FP8, COMPILED, 5078.1),
    small("torchtitan-2025-8b-64-fp8-tensor-async", FP8, ASYNC, 5570.1),
    small("torchtitan-2025-8b-64-fp8-row", ROWS8, COMPILED, 3708.5),
    small("torchtitan-2025-8b-64-fp8-row-async", ROWS8, ASYNC, 3914.9),
    on(TRAINY, "torchtitan-h200-8b-32-fp8", 32, 10_938.0),
    on(TRAINY, "torchtitan-h200-8b-64-fp8", 64, 10_753.0),
    Row { id: "torchtitan-b200-8b-8", said: Said::TokensEach(8307.5), ..B200 },
    Row { id: "torchtitan-b200-8b-8-mxfp8", recipe: "mxfp8", said: Said::TokensEach(9969.0), ..B200 },
    Row { id: "torchtitan-b200-8b-8-mxfp8-rceil", recipe: "mxfp8", said: Said::TokensEach(9642.0), ..B200 },
    Row { id: "torchtitan-b200-8b-8-fp8", recipe: FP8, said: Said::TokensEach(10_417.0), ..B200 },
    Row { id: "torchtitan-gb200-llama-4-scout-256", said: Said::TokensEach(6169.0), ..SCOUT },
    Row { id: "torchtitan-gb200-llama-4-scout-256-mxfp8", recipe: "mxfp8", said: Said::TokensEach(7401.0), ..SCOUT },
];

const fn on(row: Row, id: &'static str, devices: u64, tokens: f64) -> Row {
    Row {
        id,
        model: Model::Preset("llama-3-1-8b"),
        devices,
        batch: 2 * devices,
        micro: 2,
        recipe: FP8,
        said: Said::TokensEach(tokens),
        ..row
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{flop, of};
    use super::*;
    use crate::core::validation::Counted;

    /// "33% to 39% MFU" of the two 8B runs without float8, without and with compiling; 989 TFLOP/s.
    #[test]
    fn utilisation_of_the_runs_in_bf16() {
        for (id, mfu) in [("torchtitan-8b-8-eager", 33.0), ("torchtitan-8b-8", 39.0)] {
            let row = of(id);
            let Said::TokensEach(tokens) = row.said else { panic!("{id}") };
            let ours = 100.0 * tokens * flop(row, Counted::Full) / (row.batch * row.sequence) as f64 / 989e12;
            assert!((ours - mfu).abs() < 1.0, "{id}: {ours}");
        }
    }

    #[test]
    fn printed_gains() {
        let tokens = |id| {
            let Said::TokensEach(t) = of(id).said else { panic!("{id}") };
            t
        };
        let gain = |a, b| tokens(a) / tokens(b);
        assert!((gain("torchtitan-2025-70b-256-async", "torchtitan-2025-70b-256") - 1.09).abs() < 0.006);
        assert!((gain("torchtitan-b200-8b-8-mxfp8", "torchtitan-b200-8b-8") - 1.200).abs() < 0.001);
        assert!((gain("torchtitan-b200-8b-8-fp8", "torchtitan-b200-8b-8") - 1.254).abs() < 0.001);
    }
}

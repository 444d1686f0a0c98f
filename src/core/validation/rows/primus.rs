//! AMD's Primus on MI300X, MI325X and MI355X: what its notes on projections and pipelines measure. Zero-bubble
//! schedules (zbb, zbv, v-half, v-min) have no field here.

use super::{BASE, Model, Recompute, Row, Said};

/// Numbers of AMD's page of performance results as the notes cite them.
const PRIMUS: Row = Row {
    source: "AMD-AGI/Primus, docs_deprecated/tech_blogs/projection/projection.md, seen 2026-11-23",
    framework: "Primus (Megatron-LM)",
    year: 2025,
    device: "mi325x",
    sequence: 8192,
    recipe: "bf16-mixed-fp32-grad",
    assumed: "Sequences of a step are not stated: eight micro-batches a replica for 8B, one for 70B. 72 of 80 layers of \
              70B are recomputed in its configurations: said as all. FP8 as delayed scaling.",
    ..BASE
};

const PIPELINE: Row = Row {
    source: "AMD-AGI/Primus, docs_deprecated/tech_blogs/primus_pipeline/primus_pipeline.md, seen 2026-11-23",
    device: "mi300x",
    model: Model::Preset("llama-2-7b"),
    devices: 8,
    pipeline: 8,
    sequence: 4096,
    batch: 256,
    micro: 4,
    assumed: "4096 tokens, micro-batches of four and 256 sequences are those of the configuration beside the page, which \
              states none of them; a general \"MI300\" is taken as MI300X.",
    ..PRIMUS
};

const QWEN: Row = Row {
    device: "mi355x",
    model: Model::Preset("qwen3-235b-a22b"),
    devices: 32,
    pipeline: 4,
    expert: 8,
    batch: 1024,
    micro: 4,
    assumed: "4096 tokens, micro-batches of four and 1024 sequences (32 times as many machines have 8192) are of the \
              configuration beside the page, which states none of them.",
    ..PIPELINE
};

/// Llama 3.1 70B sharded by FSDP.
const fn seventy(id: &'static str, devices: u64, micro: u64, recipe: &'static str, tokens: f64) -> Row {
    Row {
        id,
        model: Model::Preset("llama-3-1-70b"),
        devices,
        micro,
        batch: micro * devices,
        zero: 3,
        recompute: Recompute::Full,
        recipe,
        said: Said::TokensEach(tokens),
        ..PRIMUS
    }
}

const fn eight(id: &'static str, devices: u64, tokens: f64) -> Row {
    Row {
        id,
        model: Model::Preset("llama-3-1-8b"),
        devices,
        micro: 2,
        batch: 16 * devices,
        recipe: "fp8-delayed",
        said: Said::TokensEach(tokens),
        ..PRIMUS
    }
}

const fn said(row: Row, id: &'static str, interleave: u64, tokens: f64) -> Row {
    Row { id, interleave, said: Said::TokensEach(tokens), ..row }
}

pub(super) static ROWS: &[Row] = &[
    eight("primus-mi325x-8b-8-fp8", 8, 16_224.0),
    eight("primus-mi325x-8b-64-fp8", 64, 16_186.0),
    Row {
        assumed: "The page prints the number of BF16 here too. One micro-batch a replica is not stated; recomputation \
                  and FP8 as in the run on 64.",
        ..seventy("primus-mi325x-70b-8-fp8", 8, 4, "fp8-delayed", 1135.0)
    },
    seventy("primus-mi325x-70b-64-fp8", 64, 4, "fp8-delayed", 1726.0),
    seventy("primus-mi325x-70b-8", 8, 1, "bf16-mixed-fp32-grad", 1135.0),
    seventy("primus-mi325x-70b-64", 64, 1, "bf16-mixed-fp32-grad", 1174.0),
    Row {
        id: "primus-mi355x-mixtral-8x22b-64",
        device: "mi355x",
        model: Model::Preset("mixtral-8x22b"),
        devices: 64,
        pipeline: 4,
        interleave: 2,
        expert: 8,
        micro: 2,
        batch: 256,
        said: Said::TokensEach(3534.0),
        assumed: "256 sequences of a step follow from the projected seconds and tokens beside the measurement.",
        ..PRIMUS
    },
    said(PIPELINE, "primus-mi300x-llama-2-7b-pp8", 1, 10_057.0),
    said(PIPELINE, "primus-mi300x-llama-2-7b-pp8-interleaved", 2, 10_974.0),
    said(QWEN, "primus-mi355x-qwen3-235b-32", 1, 2742.4),
    said(QWEN, "primus-mi355x-qwen3-235b-32-interleaved-3", 3, 3012.1),
    said(QWEN, "primus-mi355x-qwen3-235b-32-interleaved-4", 4, 3024.5),
];

#[cfg(test)]
mod tests {
    use super::super::tests::{flop, of};
    use super::*;
    use crate::core::validation::Counted;

    /// TFLOP/s printed beside tokens: attention as half of the square for Qwen3, 4096 tokens.
    #[test]
    fn tokens_and_teraflops_agree() {
        let printed = [("primus-mi355x-qwen3-235b-32", 406.0), ("primus-mi355x-qwen3-235b-32-interleaved-4", 447.7)];
        for (id, tera) in printed {
            let row = of(id);
            let Said::TokensEach(tokens) = row.said else { panic!("{id}") };
            let ours = tokens * flop(row, Counted::Causal) / (row.batch * row.sequence) as f64 / 1e12;
            assert!((ours / tera - 1.0).abs() < 0.02, "{id}: {ours}");
        }
    }

    /// 3260 tokens a second of each of 64 devices in steps of 10.052 s.
    #[test]
    fn sequences_of_the_mixtral_run() {
        let sequences: f64 = 3260.0 * 64.0 * 10.052 / 8192.0;
        assert!((sequences - 256.0).abs() < 0.1, "{sequences}");
    }
}

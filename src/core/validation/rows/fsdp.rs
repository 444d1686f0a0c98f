//! IBM's fms-fsdp: the table of its README, Llama 2 with PyTorch FSDP and compiling.

use super::{BASE, Fused, Habits, Model, Recompute, Row, Said, Shape};

const IBM: Row = Row {
    source: "foundation-model-stack/fms-fsdp, README.md, seen 2026-11-23",
    framework: "fms-fsdp (FSDP)",
    year: 2024,
    sequence: 4096,
    micro: 2,
    zero: 3,
    recipe: "bf16-mixed",
    // "SDPA Flash v2".
    habits: Habits { attention: Fused::Second, ..BASE.habits },
    assumed: "4096 tokens, the default of its configuration. 400 and 800 Gb/s are taken as of a machine of eight. \
              Checkpointing of some layers: all of them for 34B and 70B, none for 13B, which is nearest to the printed \
              ratio of HFU to MFU.",
    ..BASE
};

const A100: Row = Row { device: "a100-80-sxm", devices: 128, batch: 256, nic: Some(6.25e9), ..IBM };
const H100: Row = Row { devices: 96, batch: 192, nic: Some(12.5e9), ..IBM };

/// Llama 2 34B, which was not released.
const B34: Shape = Shape {
    layers: 48,
    width: 8192,
    heads: 64,
    kv_heads: 8,
    head: 128,
    inner: 22_016,
    gated: true,
    vocabulary: 32_000,
    tied: false,
    window: None,
};

const fn run(row: Row, id: &'static str, model: Model, recompute: Recompute, shard: Option<u64>, tokens: f64) -> Row {
    Row { id, model, recompute, shard, said: Said::TokensEach(tokens), ..row }
}

const B7: Model = Model::Preset("llama-2-7b");
const B13: Model = Model::Preset("llama-2-13b");
const B70: Model = Model::Preset("llama-2-70b");
const NODE: Option<u64> = Some(8);

pub(super) static ROWS: &[Row] = &[
    run(A100, "fms-fsdp-a100-7b-128", B7, Recompute::None, NODE, 4550.0),
    run(A100, "fms-fsdp-a100-13b-128", B13, Recompute::None, None, 2150.0),
    run(A100, "fms-fsdp-a100-34b-128", Model::Shape(B34), Recompute::Full, None, 820.0),
    run(A100, "fms-fsdp-a100-70b-128", B70, Recompute::Full, None, 410.0),
    run(H100, "fms-fsdp-h100-7b-96", B7, Recompute::None, NODE, 9600.0),
    run(H100, "fms-fsdp-h100-13b-96", B13, Recompute::None, None, 4850.0),
    run(H100, "fms-fsdp-h100-34b-96", Model::Shape(B34), Recompute::Full, None, 1830.0),
    run(H100, "fms-fsdp-h100-70b-96", B70, Recompute::Full, None, 890.0),
];

#[cfg(test)]
mod tests {
    use super::super::tests::flop;
    use super::*;
    use crate::core::accelerators;
    use crate::core::validation::Counted;

    /// The second table of the page, counted as PaLM does; 34B and 70B are up to 7 % beside it.
    #[test]
    fn tokens_and_utilisation_agree() {
        for (row, mfu) in ROWS.iter().zip([68.0, 61.0, 55.0, 55.0, 46.0, 43.0, 38.0, 38.0]) {
            let Said::TokensEach(tokens) = row.said else { panic!("{}", row.id) };
            let peak = accelerators::get(row.device).unwrap().rates.bf16;
            let ours = 100.0 * tokens * flop(row, Counted::Full) / (row.batch * row.sequence) as f64 / peak;
            assert!((ours / mfu - 1.0).abs() < 0.08, "{}: {ours} {mfu}", row.id);
        }
    }
}

//! MPT models trained with FSDP: every row of the tables of MosaicML's llm-foundry, `scripts/train/benchmarking`,
//! as read 2026-11-23 at commit 8c8dd48. Shapes are in its `yamls/pretrain`.

mod a100_40;
mod a100_80;
mod h100;

use super::{BASE, Fused, Habits, Model, Recompute, Row, Said, Shape};

/// The rows of all devices.
pub(super) const FILES: [&[Row]; 3] = [h100::ROWS, a100_80::ROWS, a100_40::ROWS];

const ASSUMED: &str = "Learned positions and biases are left out of the shape. Small kernels one by one: PyTorch without \
                       compiling. The network of the H100 machines is not stated.";
const ASSUMED_FP8: &str = "As in BF16; the recipe of amp_fp8 is Transformer Engine's, taken as delayed scaling. The \
                           source relates its MFU to the FP8 peak, so tokens are taken.";

const FOUNDRY: Row = Row {
    source: "mosaicml/llm-foundry, scripts/train/benchmarking/README.md, seen 2026-11-23",
    framework: "llm-foundry (FSDP)",
    year: 2023,
    habits: Habits { fused: false, attention: Fused::First, ..BASE.habits },
    assumed: ASSUMED,
    ..BASE
};

/// Four times as wide inside, no gate, head and embedding one table.
const fn mpt(layers: u64, width: u64, heads: u64) -> Shape {
    Shape {
        layers,
        width,
        heads,
        kv_heads: heads,
        head: width / heads,
        inner: 4 * width,
        gated: false,
        vocabulary: 50_368,
        tied: true,
        window: None,
    }
}

const M125: Shape = mpt(12, 768, 12);
const M350: Shape = mpt(24, 1024, 16);
const M760: Shape = mpt(24, 1536, 12);
const B1: Shape = mpt(24, 2048, 16);
const B3: Shape = mpt(32, 2560, 20);
const B7: Shape = mpt(32, 4096, 32);
const B13: Shape = mpt(40, 5120, 40);
const B30: Shape = mpt(48, 7168, 56);
const B70: Shape = mpt(80, 8192, 64);

/// What recomputes: all layers, or none.
const fn again(checkpointing: bool) -> Recompute {
    if checkpointing { Recompute::Full } else { Recompute::None }
}

/// Lines of the tables, by columns: size, shape, tokens of a sequence, devices, sequences at once, sequences of a step,
/// ZeRO stage (3 for FULL_SHARD, 2 for SHARD_GRAD_OP), activation checkpointing, tokens a second, printed MFU in %.
macro_rules! table {
    ($($device:literal $base:ident {
        $(($size:literal, $shape:ident, $sequence:literal, $devices:literal, $micro:literal, $batch:literal,
           $zero:literal, $again:literal, $tokens:literal, $mfu:literal);)*
    })*) => {
        pub(super) static ROWS: &[Row] = &[$($(Row {
            id: concat!("llm-foundry-", $device, "-", $size, "-", $sequence, "-", $devices, "-", $batch),
            model: Model::Shape($shape),
            sequence: $sequence,
            devices: $devices,
            micro: $micro,
            batch: $batch,
            zero: $zero,
            recompute: again($again),
            said: Said::Tokens($tokens as f64),
            ..$base
        },)*)*];
        /// Printed MFU, % of the peak of the recipe.
        #[cfg(test)]
        pub(super) static MFU: &[f64] = &[$($($mfu,)*)*];
    };
}
use table;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators;

    /// The source counts 6 N and 12 L d s for every token, N with positions and biases.
    #[test]
    fn tokens_and_mfu_of_every_line_agree() {
        let lines = FILES.into_iter().zip([h100::MFU, a100_80::MFU, a100_40::MFU]);
        for (row, mfu) in lines.flat_map(|(rows, mfu)| rows.iter().zip(mfu)) {
            let (Model::Shape(s), Said::Tokens(tokens)) = (row.model, row.said) else { panic!("{}", row.id) };
            let (l, d, n) = (s.layers, s.width, row.sequence);
            let parameters = l * (12 * d * d + 13 * d) + 2 * d + (s.vocabulary + n) * d;
            let flop = (6 * parameters + 12 * l * d * n) as f64;
            let rates = accelerators::get(row.device).unwrap().rates;
            // The source has 1979 and 989.5 TFLOP/s, and 312.
            let peak = if row.recipe == "fp8-delayed" { rates.fp8 } else { rates.bf16 };
            let ours = 100.0 * flop * tokens / (row.devices as f64 * peak);
            assert!((ours - mfu).abs() < 0.02 + 2e-4 * mfu, "{}: {ours} {mfu}", row.id);
        }
    }

    /// NumParams of the tables at 2048 tokens.
    #[test]
    fn shapes_have_the_printed_parameters() {
        for (s, printed) in [
            (M125, 125_311_488),
            (M350, 355_985_408),
            (M760, 760_470_528),
            (B1, 1_315_950_592),
            (B3, 2_651_837_440),
            (B7, 6_658_859_008),
            (B13, 12_853_954_560),
            (B30, 29_975_214_080),
            (B70, 64_862_437_376u64),
        ] {
            let (l, d) = (s.layers, s.width);
            assert_eq!(l * (12 * d * d + 13 * d) + 2 * d + (s.vocabulary + 2048) * d, printed);
        }
    }

    #[test]
    fn all_lines_are_here() {
        assert_eq!(FILES.map(<[Row]>::len), [77, 61, 78]);
    }
}

//! NVIDIA's performance summary of Megatron Bridge (NeMo): pre-training and full fine-tuning, as read 2026-11-23 at
//! commit 067f987. Of runs with one layout on one system, the newest release; all others of the page are here but
//! those that no field says (NVFP4, LoRA) and models without a row (DeepSeek-V4, Nemotron 3).

mod blackwell;
mod hopper;
mod ultra;

use super::{BASE, Habits, Model, Row, Said};

pub(super) const FILES: [&[Row]; 3] = [hopper::ROWS, blackwell::ROWS, ultra::ROWS];

const NEMO: Row = Row {
    source: "NVIDIA-NeMo/Megatron-Bridge, docs/performance-summary.md and its archive, seen 2026-11-23",
    framework: "Megatron Bridge (NeMo)",
    year: 2026,
    assumed: "FP8 is per-tensor current scaling, said as delayed. Modules computed again (MLA up-projections, norms, \
              activations of experts) and offloaded activations of FSDP runs are not said. Overlap as in the recipes \
              of release 26.08. Tokens go evenly to experts by force. DeepSeek-V3 runs with its layer for more tokens, \
              which the preset has not. Tokens/s of releases 26.04.01, 26.06.01 and 26.08 are printed rounded, up to \
              2 %.",
    ..BASE
};

/// DeepSeek-V3 without the layer that predicts a second token.
const ALONE: Row = Row {
    assumed: "Modules computed again are not said. Overlap as in the recipes of release 26.08. Tokens go evenly to \
              experts by force.",
    ..NEMO
};

/// Release 25.09 has no column for the precision.
const GUESSED: Row = Row {
    assumed: "The precision is not printed: the first number taken as FP8 with per-tensor scaling (said as delayed), \
              that in parentheses as MXFP8. Some mixtures drop tokens beyond capacity. Modules computed again are not \
              said. DeepSeek-V3 may have its layer for more tokens.",
    ..NEMO
};

const SFT: Row = Row {
    assumed: "Fine-tuning of all weights with several samples packed into a sequence: attention sees less than the \
              whole. FP8 is per-tensor current scaling, said as delayed.",
    ..NEMO
};

const PLAIN: Habits = BASE.habits;
/// `tp_comm_overlap`.
const TENSOR: Habits = Habits { overlap_tensor: true, ..PLAIN };
/// `overlap_moe_expert_parallel_comm`.
const EXPERT: Habits = Habits { overlap_expert: true, ..PLAIN };

/// What stages send overlaps only where a stage has several chunks.
const fn sending(habits: Habits, chunks: u64) -> Habits {
    Habits { overlap_pipeline: chunks > 1, ..habits }
}

/// Releases are named by year and month: `nemo-25.11-…`.
const fn year(id: &str) -> u16 {
    if matches!(id.as_bytes(), [_, _, _, _, _, _, b'5', ..]) { 2025 } else { 2026 }
}

/// Gradients are reduced in BF16 in all of them.
macro_rules! recipe {
    (bf16) => {
        "bf16-mixed"
    };
    (fp8) => {
        "fp8-delayed"
    };
    (mxfp8) => {
        "mxfp8"
    };
}

/// Lines: what it starts from and what overlaps; id, device, model, precision; devices, sequences of a step, sequences
/// at once, tokens; ZeRO stage (3: FSDP); tensor, pipeline, chunks, context, expert; tokens/s and TFLOP/s of a device.
macro_rules! table {
    ($(($base:ident $habits:ident $id:literal, $device:literal, $model:literal, $recipe:ident,
        [$devices:literal, $batch:literal, $micro:literal, $sequence:literal], $zero:literal,
        [$tensor:literal, $pipeline:literal, $chunks:literal, $context:literal, $expert:literal],
        $tokens:literal, $tera:literal);)*) => {
        pub(super) static ROWS: &[Row] = &[$(Row {
            id: $id,
            device: $device,
            model: Model::Preset($model),
            recipe: recipe!($recipe),
            devices: $devices,
            batch: $batch,
            micro: $micro,
            sequence: $sequence,
            zero: $zero,
            tensor: $tensor,
            pipeline: $pipeline,
            interleave: $chunks,
            context: $context,
            expert: $expert,
            habits: sending($habits, $chunks),
            year: year($id),
            said: Said::TokensEach($tokens as f64),
            ..$base
        },)*];
        /// Printed model TFLOP/s of a device.
        #[cfg(test)]
        pub(super) static TERA: &[f64] = &[$($tera as f64,)*];
    };
}
use {recipe, table};

#[cfg(test)]
mod tests {
    use super::super::tests::flop;
    use super::*;
    use crate::core::validation::Counted;

    /// Both printed numbers are of one run: their ratio is the FLOP of a token, attention counted as half of the square.
    /// The layer for more tokens makes DeepSeek-V3 4 % more; gpt-oss was counted lower before release 26.06.
    #[test]
    fn tokens_and_teraflops_of_every_line_agree() {
        for (rows, tera) in FILES.into_iter().zip([hopper::TERA, blackwell::TERA, ultra::TERA]) {
            for (row, tera) in rows.iter().zip(tera) {
                let Said::TokensEach(tokens) = row.said else { panic!("{}", row.id) };
                let ours = flop(row, Counted::Causal) / (row.batch * row.sequence) as f64;
                let ratio = tera * 1e12 / tokens / ours;
                let early = ["25.", "26.02", "26.04"].iter().any(|r| row.id[5..].starts_with(r));
                let expected = match row.model {
                    Model::Preset("gpt-oss-120b") if early => 0.82..0.90,
                    Model::Preset("deepseek-v3") if row.assumed != ALONE.assumed => 1.03..1.045,
                    // Tokens of some releases are printed coarsely.
                    _ => 0.975..1.006,
                };
                assert!(expected.contains(&ratio), "{}: {ratio}", row.id);
            }
        }
    }

    #[test]
    fn all_lines_are_here() {
        assert_eq!(FILES.map(<[Row]>::len), [16, 47, 32]);
    }
}

//! Single runs of many sources.

use super::megatron_2021::PLAIN;
use super::{BASE, Counted, Fused, Habits, Kernel, Model, Recompute, Row, Said, Shape, gpt};

const A100: Row =
    Row { device: "a100-80-sxm", recompute: Recompute::Full, kernel: Kernel::Standard, habits: PLAIN, ..BASE };

/// FlashAttention-2.
const TWO: Habits = Habits { attention: Fused::Second, ..BASE.habits };

const PALM: Shape = Shape {
    layers: 118,
    width: 18_432,
    heads: 48,
    kv_heads: 1,
    head: 256,
    inner: 73_728,
    gated: true,
    vocabulary: 256_000,
    tied: true,
    window: None,
};

const GLM: Shape = Shape { inner: 32_768, gated: true, ..gpt(70, 12_288, 96, 150_528) };

/// Before training, two batches were timed.
const GLM_130B: Row = Row {
    source: "THUDM/GLM-130B, logs/main-log-en.md, seen 2026-11-23; arXiv 2210.02414",
    framework: "Megatron-DeepSpeed",
    year: 2022,
    model: Model::Shape(GLM),
    device: "a100-40-sxm",
    devices: 768,
    tensor: 4,
    pipeline: 8,
    recipe: "bf16-mixed",
    assumed: "FP16 instead of BF16; attention sees both ways. One sequence at once is not stated. Biases are left out.",
    ..A100
};

const INTELLECT: Shape = Shape {
    layers: 42,
    width: 4096,
    heads: 32,
    kv_heads: 8,
    head: 128,
    inner: 14_336,
    gated: true,
    vocabulary: 128_256,
    tied: false,
    window: None,
};

/// 32 GB, four a machine with an Omni-Path link of 100 Gb/s each.
const BIGSCIENCE_13B: Row = Row {
    framework: "Megatron-DeepSpeed",
    year: 2021,
    model: Model::Shape(Shape { head: 160, ..gpt(40, 5120, 32, 50_304) }),
    device: "v100-sxm2",
    node: Some(4),
    nic: Some(12.5e9),
    batch: 1024,
    tensor: 2,
    pipeline: 4,
    recipe: "bf16-mixed",
    ..A100
};

const NEMOTRON: Shape = Shape { kv_heads: 8, head: 192, tied: false, ..gpt(96, 18_432, 96, 256_000) };

/// Interleaved, eight chunks a stage.
const NEMOTRON_340B: Row = Row {
    source: "Nemotron-4 340B, arXiv 2406.11704, table 2 (seconds and MFU agree); from memory",
    framework: "Megatron-Core",
    year: 2024,
    model: Model::Shape(NEMOTRON),
    sequence: 4096,
    tensor: 8,
    pipeline: 12,
    interleave: 8,
    assumed: "One sequence at once and no recomputation are not stated, nor whether collectives of tensor parallelism \
              overlap: taken as not.",
    ..BASE
};

const fn nemotron(id: &'static str, devices: u64, batch: u64, seconds: f64) -> Row {
    Row { id, devices, batch, said: Said::Step(seconds), ..NEMOTRON_340B }
}

const TINY: Shape = Shape {
    layers: 22,
    width: 2048,
    heads: 32,
    kv_heads: 4,
    head: 64,
    inner: 5632,
    gated: true,
    vocabulary: 32_000,
    tied: false,
    window: None,
};

/// Mixtures on Megatron-Core as the paper's baseline ran them.
const FOLDING: Row = Row {
    source: "MoE Parallel Folding, arXiv 2504.14960, as transcribed in public code, seen 2026-11-23",
    framework: "Megatron-Core",
    year: 2025,
    sequence: 4096,
    batch: 256,
    tensor: 2,
    expert: 4,
    assumed: "Chunks of a stage and recomputation are not given in the transcription: none of either. Attention in the \
              printed MFU taken as half of the square.",
    ..BASE
};

pub(super) static ROWS: &[Row] = &[
    Row {
        id: "palm-540b-6144",
        source: "PaLM, arXiv 2204.02311, section 4 and table 3",
        framework: "T5X, Pathways",
        year: 2022,
        model: Model::Shape(PALM),
        device: "tpu-v4",
        devices: 6144,
        node: Some(3072),
        batch: 2048,
        micro: 4,
        tensor: 12,
        zero: 3,
        shard: Some(256),
        recompute: Recompute::Full,
        kernel: Kernel::Standard,
        habits: Habits { overlap_tensor: true, parallel_block: true, ..BASE.habits },
        said: Said::Mfu(0.462, Counted::Full),
        assumed: "Weights are sharded inside a pod of 3072 and copied in the other. An HFU of 57.8 % says that less than \
                  everything is computed again; said as all. XLA's schedule is taken as overlapping everything.",
        ..BASE
    },
    Row {
        id: "opt-175b-992",
        source: "OPT, arXiv 2205.01068, section 2.4; facebookresearch/metaseq, opt_job_constants.py, seen 2026-11-23",
        framework: "metaseq (FSDP, Megatron-LM)",
        year: 2022,
        model: Model::Preset("opt-175b"),
        devices: 992,
        batch: 992,
        micro: 8,
        tensor: 8,
        zero: 3,
        habits: Habits { overlap_data: true, ..PLAIN },
        recipe: "bf16-mixed",
        said: Said::Rate(147e12, Counted::Hardware),
        assumed: "FP16 instead of BF16. \"Up to\" 147 TFLOP/s, taken with what is computed again. Two million tokens: \
                  992 sequences, eight a replica, are nearest to them.",
        ..A100
    },
    Row {
        id: "bloom-176b-384",
        source: "bigscience-workshop/bigscience, train/tr11-176B-ml/README.md (log of iteration 85376), seen 2026-11-23",
        framework: "Megatron-DeepSpeed",
        year: 2022,
        model: Model::Preset("bloom-176b"),
        devices: 384,
        nic: Some(6.25e9),
        batch: 2048,
        micro: 2,
        tensor: 4,
        pipeline: 12,
        said: Said::Step(104.70),
        assumed: "Embedding and head count as a layer each, so that twelve stages are equal.",
        ..A100
    },
    Row {
        id: "bigscience-13b-v100-256",
        source: "bigscience-workshop/bigscience, train/tr1-13B-base/chronicles.md (iteration 29020), seen 2026-11-23",
        devices: 256,
        said: Said::Step(22.3066),
        assumed: "FP16. Other steps of the same chronicle took 22.1 to 25.6 s: the source calls the machine unsteady.",
        ..BIGSCIENCE_13B
    },
    Row {
        id: "bigscience-13b-v100-512",
        source: "bigscience-workshop/bigscience, train/tr1-13B-base/README.md (iteration 168000), seen 2026-11-23",
        devices: 512,
        said: Said::Step(13.2482),
        assumed: "FP16. 512 devices are those of the last part of the run, as its script has them; the log does not say.",
        ..BIGSCIENCE_13B
    },
    Row { id: "glm-130b-768", batch: 4224, said: Said::Step(88.5), ..GLM_130B },
    Row { id: "glm-130b-768-b6144", batch: 6144, said: Said::Step(122.5), ..GLM_130B },
    Row {
        id: "gpt-neox-20b-96",
        source: "GPT-NeoX-20B, arXiv 2204.06745, section 3; EleutherAI/gpt-neox, configs/20B.yml, seen 2026-11-23",
        framework: "GPT-NeoX",
        year: 2022,
        model: Model::Preset("gpt-neox-20b"),
        device: "a100-40-sxm",
        devices: 96,
        batch: 1536,
        micro: 4,
        tensor: 2,
        pipeline: 4,
        recipe: "bf16-mixed",
        habits: Habits { parallel_block: true, overlap_data: true, ..PLAIN },
        said: Said::Rate(117e12, Counted::Hardware),
        assumed: "FP16 instead of BF16. Whether 117 TFLOP/s have what is computed again is not stated: taken so.",
        ..A100
    },
    Row {
        id: "deepseek-v3-2048",
        source: "DeepSeek-V3, arXiv 2412.19437: 2.664 M hours of an H800 for 14.8 T tokens",
        framework: "HAI-LLM",
        year: 2024,
        model: Model::Preset("deepseek-v3"),
        device: "h800-sxm",
        devices: 2048,
        nic: Some(50e9),
        sequence: 4096,
        batch: 15_360,
        pipeline: 16,
        expert: 64,
        recipe: "fp8-block",
        habits: Habits { overlap_expert: true, ..BASE.habits },
        said: Said::TokensEach(1543.0),
        assumed: "All hours of pre-training with 15,360 sequences, the batch after its growth. One sequence at once is \
                  not stated. DualPipe sends beside computing in both directions; its layer for more tokens and what \
                  is computed again (norms, MLA up-projections) are not said here.",
        ..BASE
    },
    Row {
        id: "intellect-1-10b-8",
        source: "INTELLECT-1, arXiv 2412.01152, table 2 (without all-reduce)",
        framework: "prime (FSDP2)",
        year: 2024,
        model: Model::Shape(INTELLECT),
        devices: 8,
        sequence: 8192,
        batch: 128,
        zero: 3,
        habits: TWO,
        said: Said::Mfu(0.433, Counted::Full),
        assumed: "128 sequences a step and one at once are not in the table; with them 38 minutes for 100 steps give the \
                  printed MFU. No recomputation is stated.",
        ..BASE
    },
    nemotron("nemotron-4-340b-1536", 1536, 768, 10.3),
    nemotron("nemotron-4-340b-3072", 3072, 1536, 10.3),
    nemotron("nemotron-4-340b-6144", 6144, 2304, 8.0),
    Row {
        id: "tinyllama-1.1b-16",
        source: "jzhang38/TinyLlama, README.md and pretrain/tinyllama.py, seen 2026-11-23",
        framework: "Lightning Fabric (FSDP)",
        year: 2023,
        model: Model::Shape(TINY),
        device: "a100-40-sxm",
        devices: 16,
        batch: 1024,
        micro: 8,
        zero: 3,
        recipe: "bf16-mixed",
        habits: TWO,
        said: Said::TokensEach(24_000.0),
        assumed: "The tokens are printed as a round number.",
        ..BASE
    },
    Row {
        id: "mlperf-gpt-3-175b-10752-fp8",
        source: "MLPerf Training v3.1, NVIDIA Eos, result log as transcribed in public notes, seen 2026-11-23",
        framework: "NeMo",
        year: 2023,
        model: Model::Preset("gpt-3-175b"),
        devices: 10_752,
        nic: Some(50e9),
        batch: 2688,
        tensor: 4,
        pipeline: 8,
        recipe: "fp8-delayed",
        habits: Habits { overlap_tensor: true, ..BASE.habits },
        said: Said::Tokens(5_154_997.27),
        assumed: "FP8 of Transformer Engine, one sequence at once, one chunk a stage and overlapping collectives are not \
                  in the notes.",
        ..BASE
    },
    Row {
        id: "folding-mixtral-8x22b-128",
        model: Model::Preset("mixtral-8x22b"),
        devices: 128,
        pipeline: 8,
        said: Said::Mfu(0.463, Counted::Causal),
        ..FOLDING
    },
    Row {
        id: "folding-qwen2-57b-a14b-64",
        model: Model::Preset("qwen2-57b-a14b"),
        devices: 64,
        pipeline: 4,
        said: Said::Mfu(0.353, Counted::Causal),
        ..FOLDING
    },
];

#[cfg(test)]
mod tests {
    use super::super::tests::{flop, of};
    use super::*;

    fn part(id: &str, counted: Counted, seconds: f64, peak: f64) -> f64 {
        let row = of(id);
        100.0 * flop(row, counted) / seconds / (row.devices as f64 * peak)
    }

    /// 238.3 thousand tokens a second are 46.2 % of 6144 · 275 TFLOP/s; 540.35 B parameters.
    #[test]
    fn palm() {
        let row = of("palm-540b-6144");
        let seconds = (row.batch * row.sequence) as f64 / 238.3e3;
        assert!((part(row.id, Counted::Full, seconds, 275e12) - 46.2).abs() < 0.1);
    }

    /// 149.77 TFLOP/s are logged beside 104.70 s; 134 and 141 beside 88.5 and 122.5 s.
    #[test]
    fn logged_rates() {
        assert!((part("bloom-176b-384", Counted::Hardware, 104.70, 1e14) - 149.77).abs() < 1.5);
        assert!((part("glm-130b-768", Counted::Hardware, 88.5, 1e14) - 134.0).abs() < 2.0);
        assert!((part("glm-130b-768-b6144", Counted::Hardware, 122.5, 1e14) - 141.0).abs() < 2.0);
    }

    /// 14.8 T tokens in 2.664 M hours; on 2048 devices 54.2 days.
    #[test]
    fn deepseek() {
        assert!((14.8e12f64 / (2.664e6 * 3600.0) - 1543.0).abs() < 0.5);
        assert!((2.664e6f64 / 2048.0 / 24.0 - 54.2).abs() < 0.01);
    }

    /// 100 steps in 38 minutes; with all-reduces of 103, 382 and 469 s the devices compute 95.7, 85.6 and 83.0 % of
    /// the time, and the MFU is that part of 43.3: 41.4, 37.1 and 36.0 %.
    #[test]
    fn intellect() {
        assert!((part("intellect-1-10b-8", Counted::Full, 22.8, 989e12) - 43.3).abs() < 1.0);
        for (wait, used, mfu) in [(103.0, 95.7, 41.4), (382.0, 85.6, 37.1), (469.0, 83.0, 36.0)] {
            let ours: f64 = 100.0 * 2280.0 / (2280.0 + wait);
            assert!((ours - used).abs() < 0.11, "{ours} {used}");
            assert!((0.433 * ours - mfu).abs() < 0.11, "{ours} {mfu}");
        }
    }

    /// Printed beside the seconds: 42.4, 42.3 and 41.0 %.
    #[test]
    fn nemotron_seconds_and_utilisation() {
        for (id, seconds, mfu) in [
            ("nemotron-4-340b-1536", 10.3, 42.4),
            ("nemotron-4-340b-3072", 10.3, 42.3),
            ("nemotron-4-340b-6144", 8.0, 41.0),
        ] {
            let ours = part(id, Counted::Full, seconds, 989e12);
            assert!((ours - mfu).abs() < 0.7, "{id}: {ours}");
        }
    }

    /// 24 thousand tokens a second are 56 % of 312 TFLOP/s.
    #[test]
    fn tinyllama() {
        let row = of("tinyllama-1.1b-16");
        let seconds = (row.batch * row.sequence) as f64 / 24e3 / 16.0;
        assert!((part(row.id, Counted::Full, seconds, 312e12) - 56.0).abs() < 1.5);
    }

    /// A step of 1.07 s on 10,752 devices.
    #[test]
    fn eos() {
        assert!((2688.0f64 * 2048.0 / 5_154_997.27 - 1.07).abs() < 0.005);
    }
}

//! MaxText on TPU v5p, v6e (Trillium) and v7x (Ironwood): Google's recipes with the step they log or print
//! (AI-Hypercomputer/tpu-recipes, as read 2026-11-23). INT8 runs, Gemma 4 and pictures are not said here.

use super::{BASE, Habits, Model, Recompute, Row, Said};

const TPU: Row = Row {
    source: "AI-Hypercomputer/tpu-recipes, training/trillium and training/v5p, seen 2026-11-23",
    framework: "MaxText",
    year: 2025,
    zero: 3,
    recompute: Recompute::Full,
    habits: Habits { overlap_tensor: true, ..BASE.habits },
    assumed: "Layer inputs, and in most recipes projections of queries, keys and values, are offloaded to the host \
              instead of computed again: said as full recomputation. XLA's schedule is taken as overlapping \
              everything. Mixtures drop tokens beyond a capacity of 1.25.",
    ..BASE
};

const V6E: Row = Row { device: "tpu-v6e", ..TPU };
const V5P: Row = Row {
    device: "tpu-v5p",
    assumed: "Layer inputs, and with them some projections, are offloaded to the host instead of computed again: said \
              as full recomputation. XLA's schedule is taken as overlapping everything. No token is dropped.",
    ..TPU
};
/// A chip is two devices to JAX; chips are counted here.
const V7X: Row = Row {
    source: "AI-Hypercomputer/tpu-recipes, training/ironwood/README.md and its recipes, seen 2026-11-23",
    device: "tpu-v7x",
    year: 2026,
    assumed: "Chips are counted, not their two halves, of which JAX makes a device each. Some activations are offloaded \
              or kept: said as full recomputation. FP8 with fixed scales, said as delayed. XLA's schedule is taken as \
              overlapping everything.",
    ..TPU
};

/// Chips of a slice, sequences of a chip, tokens, seconds of a step.
const fn run(row: Row, id: &'static str, model: &'static str, chips: u64, layout: [u64; 2], seconds: f64) -> Row {
    let [each, sequence] = layout;
    Row {
        id,
        model: Model::Preset(model),
        devices: chips,
        node: Some(chips),
        micro: each,
        batch: chips * each,
        sequence,
        said: Said::Step(seconds),
        ..row
    }
}

const fn fp8(row: Row) -> Row {
    Row { recipe: "fp8-delayed", ..row }
}

/// Gemma 3 12B, text alone: five layers of six see 1024 tokens.
const GEMMA_12: &str = r#"{"model_type":"gemma3_text","hidden_size":3840,"intermediate_size":15360,"num_hidden_layers":48,"num_attention_heads":16,"num_key_value_heads":8,"head_dim":256,"sliding_window":1024,"sliding_window_pattern":6,"vocab_size":262144,"tie_word_embeddings":true}"#;

/// So many slices of 256 chips, a sequence of 32,768 each.
const fn gemma(id: &'static str, slices: u64, seconds: f64) -> Row {
    let devices = 256 * slices;
    Row {
        id,
        model: Model::Config(GEMMA_12),
        devices,
        node: Some(256),
        shard: Some(256),
        batch: devices,
        sequence: 32_768,
        said: Said::Step(seconds),
        assumed: "Projections of queries, keys and values are computed again and layer inputs kept: said as full \
                  recomputation. XLA's schedule is taken as overlapping everything.",
        ..V6E
    }
}

pub(super) static ROWS: &[Row] = &[
    run(V6E, "tpu-v6e-gpt-3-175b-256", "gpt-3-175b", 256, [3, 2048], 17.182),
    Row {
        assumed: "Two sequences a chip, as the logged tokens say; the configuration beside the log has three. Projections \
                  of queries, keys and values are offloaded: said as full recomputation.",
        ..run(V6E, "tpu-v6e-llama-2-70b-256", "llama-2-70b", 256, [2, 4096], 9.052)
    },
    Row {
        // Two slices, weights sharded over both.
        node: Some(256),
        ..run(V6E, "tpu-v6e-llama-3-1-405b-512", "llama-3-1-405b", 512, [1, 8192], 54.803)
    },
    run(V6E, "tpu-v6e-llama-3-1-70b-32", "llama-3-1-70b", 32, [2, 8192], 17.790),
    run(V6E, "tpu-v6e-llama-3-1-70b-64", "llama-3-1-70b", 64, [2, 8192], 18.688),
    run(V6E, "tpu-v6e-llama-3-1-70b-128", "llama-3-1-70b", 128, [4, 8192], 34.786),
    run(V6E, "tpu-v6e-llama-3-1-70b-256", "llama-3-1-70b", 256, [5, 8192], 42.656),
    run(V6E, "tpu-v6e-llama-3-1-8b-8", "llama-3-1-8b", 8, [3, 8192], 3.443),
    run(V6E, "tpu-v6e-llama-3-1-8b-16", "llama-3-1-8b", 16, [3, 8192], 3.393),
    run(V6E, "tpu-v6e-llama-3-1-8b-32", "llama-3-1-8b", 32, [3, 8192], 3.495),
    run(V6E, "tpu-v6e-llama-3-1-8b-64", "llama-3-1-8b", 64, [5, 8192], 5.652),
    run(V6E, "tpu-v6e-llama-3-1-8b-128", "llama-3-1-8b", 128, [4, 8192], 4.602),
    run(V6E, "tpu-v6e-llama-3-1-8b-256", "llama-3-1-8b", 256, [4, 8192], 4.546),
    run(V6E, "tpu-v6e-mistral-7b-8", "mistral-7b", 8, [6, 8192], 6.320),
    run(V6E, "tpu-v6e-mixtral-8x7b-256", "mixtral-8x7b", 256, [12, 4096], 13.484),
    Row { expert: 4, ..run(V6E, "tpu-v6e-mixtral-8x22b-256", "mixtral-8x22b", 256, [8, 4096], 24.706) },
    gemma("tpu-v6e-gemma-3-12b-256", 1, 7.318),
    gemma("tpu-v6e-gemma-3-12b-512", 2, 7.793),
    gemma("tpu-v6e-gemma-3-12b-1024", 4, 8.390),
    run(V5P, "tpu-v5p-deepseek-v3-512", "deepseek-v3", 512, [6, 8192], 90.668),
    run(V5P, "tpu-v5p-llama-3-1-405b-512", "llama-3-1-405b", 512, [2, 8192], 131.474),
    run(V5P, "tpu-v5p-llama-4-scout-512", "llama-4-scout", 512, [8, 8192], 31.652),
    Row {
        tensor: 4,
        micro: 16,
        ..run(V5P, "tpu-v5p-llama-4-maverick-128", "llama-4-maverick", 128, [4, 8192], 24.792)
    },
    run(V7X, "tpu-v7x-deepseek-v3-128", "deepseek-v3", 128, [16, 4096], 27.02),
    run(fp8(V7X), "tpu-v7x-deepseek-v3-128-fp8", "deepseek-v3", 128, [16, 4096], 22.47),
    run(V7X, "tpu-v7x-deepseek-v3-256", "deepseek-v3", 256, [16, 4096], 26.79),
    run(fp8(V7X), "tpu-v7x-deepseek-v3-256-fp8", "deepseek-v3", 256, [16, 4096], 22.08),
    run(V7X, "tpu-v7x-gpt-oss-120b-64", "gpt-oss-120b", 64, [20, 8192], 17.10),
    Row { shard: Some(32), ..run(V7X, "tpu-v7x-gpt-oss-120b-256", "gpt-oss-120b", 256, [20, 8192], 17.12) },
    run(V7X, "tpu-v7x-llama-3-1-405b-256", "llama-3-1-405b", 256, [6, 8192], 98.34),
    run(fp8(V7X), "tpu-v7x-llama-3-1-405b-256-fp8", "llama-3-1-405b", 256, [6, 8192], 64.37),
    run(V7X, "tpu-v7x-llama-3-1-70b-64", "llama-3-1-70b", 64, [4, 8192], 12.20),
    run(fp8(V7X), "tpu-v7x-llama-3-1-70b-64-fp8", "llama-3-1-70b", 64, [4, 8192], 7.93),
    run(V7X, "tpu-v7x-llama-3-1-70b-256", "llama-3-1-70b", 256, [4, 8192], 12.27),
    run(fp8(V7X), "tpu-v7x-llama-3-1-70b-256-fp8", "llama-3-1-70b", 256, [4, 8192], 7.95),
    long(V7X, "tpu-v7x-llama-3-1-70b-256-128k", 34.02),
    long(fp8(V7X), "tpu-v7x-llama-3-1-70b-256-128k-fp8", 30.11),
    run(V7X, "tpu-v7x-qwen3-235b-a22b-256", "qwen3-235b-a22b", 256, [32, 4096], 30.87),
    run(fp8(V7X), "tpu-v7x-qwen3-235b-a22b-256-fp8", "qwen3-235b-a22b", 256, [32, 4096], 27.67),
];

/// 131,072 tokens over eight halves of chips.
const fn long(row: Row, id: &'static str, seconds: f64) -> Row {
    let whole = run(row, id, "llama-3-1-70b", 256, [1, 131_072], seconds);
    Row { context: 4, batch: 64, ..whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens a second of a chip, printed beside every step.
    const TOKENS: [f64; 39] = [
        357.580, 905.021, 149.482, 920.965, 876.736, 941.976, 960.248, 7138.890, 7243.378, 7031.689, 7247.111,
        7119.648, 7207.336, 7776.813, 3645.203, 1326.307, 4477.768, 4204.799, 3905.572, 542.108, 124.618, 2070.487,
        1321.725, 2425.75, 2917.15, 2446.25, 2968.49, 9581.66, 9571.36, 499.77, 763.54, 2686.98, 4127.56, 2670.55,
        4121.02, 963.03, 1087.99, 4245.89, 4736.72,
    ];

    #[test]
    fn seconds_and_tokens_agree() {
        assert_eq!(ROWS.len(), TOKENS.len());
        for (row, tokens) in ROWS.iter().zip(TOKENS) {
            let Said::Step(seconds) = row.said else { panic!("{}", row.id) };
            let ours = (row.batch * row.sequence) as f64 / seconds / row.devices as f64;
            assert!((ours / tokens - 1.0).abs() < 1.5e-3, "{}: {ours} {tokens}", row.id);
        }
    }
}

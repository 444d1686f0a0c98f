//! Models: parameters, FLOP and cache as published, whichever way the model is said.

use super::{Function, NUMBER, Value, at, contract, list, num, object, text, words};
use isoflop::core::model::presets;

/// A JSON text as a plain value.
pub fn plain(json: &str) -> Value {
    fn of(v: &serde_json::Value) -> Value {
        match v {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(b) => Value::Bool(*b),
            serde_json::Value::Number(n) => NUMBER(n.as_f64().unwrap()),
            serde_json::Value::String(s) => text(s),
            serde_json::Value::Array(a) => Value::list(a.iter().map(of)),
            serde_json::Value::Object(o) => Value::Object(o.iter().map(|(k, v)| (k.clone().into(), of(v))).collect()),
        }
    }
    of(&serde_json::from_str(json).unwrap())
}

/// A query written as JSON.
#[track_caller]
pub fn ask(function: Function, json: &str) -> Value {
    function(&plain(json)).unwrap_or_else(|e| panic!("{json}: {e}"))
}

pub fn preset(id: &str) -> &'static str {
    presets::find(id).unwrap().config
}

/// `{model: …, and so on}`.
pub fn of(model: Value, rest: &str) -> Value {
    let Value::Object(mut fields) = plain(rest) else { panic!("{rest}") };
    fields.push(("model".into(), model));
    Value::Object(fields)
}

/// Table of the configurations that released checkpoints have, counted from their tensors.
#[test]
fn parameters_of_released_models() {
    for (id, total, active, without_input) in [
        ("gpt-3-175b", 174_604_259_328u64, 174_604_259_328u64, None),
        ("llama-2-7b", 6_738_415_616, 6_738_415_616, Some(6_607_343_616u64)),
        ("llama-2-13b", 13_015_864_320, 13_015_864_320, Some(12_852_024_320)),
        ("llama-2-70b", 68_976_648_192, 68_976_648_192, Some(68_714_504_192)),
        ("llama-3-8b", 8_030_261_248, 8_030_261_248, Some(7_504_924_672)),
        ("llama-3-70b", 70_553_706_496, 70_553_706_496, Some(69_503_033_344)),
        ("llama-3-1-405b", 405_853_388_800, 405_853_388_800, Some(403_752_042_496)),
        ("mistral-7b", 7_241_732_096, 7_241_732_096, Some(7_110_660_096)),
        ("mixtral-8x7b", 46_702_792_704, 12_879_925_248, Some(12_748_853_248)),
        ("mixtral-8x22b", 140_620_634_112, 39_152_031_744, Some(38_955_423_744)),
        ("deepseek-v2", 235_741_434_880, 21_375_800_320, Some(20_851_512_320)),
        ("deepseek-v3", 671_026_404_352, 0, None),
        ("kimi-k2", 1_026_408_209_408, 0, None),
        ("qwen2-5-72b", 72_706_203_648, 72_706_203_648, Some(71_460_495_360)),
        ("qwen3-235b-a22b", 235_093_634_560, 22_190_763_520, Some(21_568_433_664)),
        ("gemma-2-27b", 27_227_128_320, 27_227_128_320, Some(26_047_480_320)),
        ("phi-3-mini", 3_821_079_552, 3_821_079_552, Some(3_722_578_944)),
        ("olmoe-1b-7b", 6_919_161_856, 1_282_017_280, Some(1_178_994_688)),
        ("gpt-oss-120b", 116_829_156_672, 5_711_982_912, Some(5_132_849_472)),
        ("gpt-oss-20b", 20_914_757_184, 4_187_440_704, Some(3_608_307_264)),
        ("opt-175b", 174_604_468_224, 174_604_468_224, None),
    ] {
        let c = contract::count_params(&text(id)).unwrap();
        assert_eq!(num(&c, "total"), total as f64, "{id}");
        if active > 0 {
            assert_eq!(num(&c, "active"), active as f64, "{id}");
        }
        if let Some(n) = without_input {
            assert_eq!(num(&c, "activeWithoutInputEmbedding"), n as f64, "{id}");
        }
        assert_eq!(num(&c, "total"), num(&c, "embedding") + num(&c, "nonEmbedding"), "{id}");
        let parts = ["inputEmbedding", "positions", "head", "attention", "mixers", "mlp", "experts", "sharedExperts"];
        let parts = parts.into_iter().chain(["router", "norms", "other"]);
        assert_eq!(parts.map(|p| num(&c, p)).sum::<f64>(), total as f64, "{id}");
    }
    // A router's selection bias is stored and not trained: 58 layers of 256, 60 of 384.
    assert_eq!(num(&contract::count_params(&text("deepseek-v3")).unwrap(), "buffers"), 14_848.0);
    assert_eq!(num(&contract::count_params(&text("kimi-k2")).unwrap(), "buffers"), 23_040.0);
}

/// Megatron-LM 2021: 12 L d² (1 + 13/(12 d) + (V + s)/(12 L d)), and the final norm: 1.65 B,
/// 18.45 B, 145.6 B, 529.6 B and 1008.0 B.
#[test]
fn parameters_of_a_gpt_in_closed_form() {
    for (l, d, h, published) in [
        (24, 2304, 24, "1.65"),
        (40, 6144, 48, "18.45"),
        (80, 12288, 96, "145.6"),
        (105, 20480, 128, "529.6"),
        (128, 25600, 160, "1008.0"),
    ] {
        let (v, s) = (51_200u64, 2048u64);
        let config = format!(
            r#"{{"model_type": "gpt2", "n_layer": {l}, "n_embd": {d}, "n_head": {h}, "vocab_size": {v}, "n_positions": {s}}}"#
        );
        let total = num(&ask(contract::count_params, &config), "total");
        assert_eq!(total, (l * (12 * d * d + 13 * d) + (v + s) * d + 2 * d) as f64);
        let digits = published.split('.').nth(1).map_or(0, str::len);
        assert_eq!(format!("{:.digits$}", total / 1e9), published);
    }
}

/// A model is the same by its name, as text, as an object and in a few words.
#[test]
fn four_ways_to_say_a_model() {
    let shapes = [
        (
            "llama-3-8b",
            r#"{"layers": 32, "width": 4096, "heads": 32, "kvHeads": 8, "feedForward": 14336, "vocabulary": 128256}"#,
        ),
        (
            "llama-2-13b",
            r#"{"layers": 40, "width": 5120, "heads": 40, "feedForward": 13824, "vocabulary": 32000, "kvHeads": null, "experts": null}"#,
        ),
        (
            "mistral-7b",
            r#"{"layers": 32, "width": 4096, "heads": 32, "kvHeads": 8, "headDim": 128, "feedForward": 14336, "vocabulary": 32000, "window": 4096}"#,
        ),
        (
            "mixtral-8x7b",
            r#"{"layers": 32, "width": 4096, "heads": 32, "kvHeads": 8, "feedForward": 14336, "vocabulary": 32000, "experts": 8, "topK": 2, "tied": false}"#,
        ),
    ];
    let queries: [(Function, &str); 3] = [
        (contract::training_flops, r#"{"tokens": 1e12, "sequenceLength": 8192, "attentionCounting": "causal"}"#),
        (contract::kv_cache, r#"{"contextLength": 32768, "sequences": 3, "kvFormat": "fp8", "blockSize": 16}"#),
        (
            contract::training_memory,
            r#"{"sequenceLength": 8192, "microBatch": 2, "tensorParallel": 4, "pipelineParallel": 2, "zeroStage": 1}"#,
        ),
    ];
    for (id, shape) in shapes {
        let ways = [text(id), text(preset(id)), plain(preset(id)), plain(shape)];
        for way in &ways {
            let [total, active] = ["total", "active"].map(|name| {
                let inside = contract::count_params(&object([("model", way.clone())])).unwrap();
                assert_eq!(contract::count_params(way).unwrap(), inside, "{id}");
                num(&inside, name)
            });
            let first = contract::count_params(&ways[0]).unwrap();
            assert_eq!([total, active], [num(&first, "total"), num(&first, "active")], "{id}");
        }
        for (function, rest) in queries {
            let answers = ways.clone().map(|way| function(&of(way, rest)).unwrap_or_else(|e| panic!("{id}: {e}")));
            assert!(answers.iter().all(|a| *a == answers[0]), "{id}: {rest}: {answers:?}");
        }
    }
}

#[test]
fn every_preset_answers() {
    let all = object([("models", contract::models())]);
    assert_eq!(list(&all, "models").len(), presets::all().count());
    for row in list(&all, "models") {
        let (id, config) = (words(row, "id"), words(row, "config"));
        for name in ["name", "organisation", "published", "source", "confidence"] {
            assert!(!words(row, name).is_empty(), "{id}");
        }
        assert!((2018.0..2100.0).contains(&num(row, "year")), "{id}");
        for model in [text(id), text(config), plain(config)] {
            let c = contract::count_params(&model).unwrap();
            for name in ["total", "active"] {
                assert_eq!(num(&c, name), num(row, name), "{id}");
            }
            assert_eq!(at(&c, "unknownFields"), &Value::list([]), "{id}");
        }
        let memory = of(text(id), r#"{"sequenceLength": 4096, "microBatch": 1}"#);
        let states = num(&contract::training_memory(&memory).unwrap(), "weights");
        assert_eq!(states, 2.0 * num(row, "total"), "{id}");
    }
}

/// Bytes of one token in 16 bits, from the configurations.
#[test]
fn cache_of_a_token() {
    for (id, bytes) in [
        ("gpt-3-175b", 4_718_592.0),
        ("llama-2-7b", 524_288.0),
        ("llama-2-13b", 819_200.0),
        ("llama-2-70b", 327_680.0),
        ("llama-3-70b", 327_680.0),
        ("qwen2-5-72b", 327_680.0),
        ("llama-3-8b", 131_072.0),
        ("mistral-7b", 131_072.0),
        ("mixtral-8x7b", 131_072.0),
        ("olmoe-1b-7b", 131_072.0),
        ("llama-3-1-405b", 516_096.0),
        ("mixtral-8x22b", 229_376.0),
        ("qwen3-235b-a22b", 192_512.0),
        ("qwen3-32b", 262_144.0),
        ("gemma-2-27b", 376_832.0),
        ("phi-3-mini", 393_216.0),
        ("gpt-oss-120b", 73_728.0),
        ("yi-34b", 245_760.0),
        ("deepseek-v2", 69_120.0),
        ("deepseek-v3", 70_272.0),
        ("kimi-k2", 70_272.0),
        ("step-3", 62_464.0),
    ] {
        let kv = contract::kv_cache(&of(text(id), r#"{"contextLength": 1}"#)).unwrap();
        assert_eq!((num(&kv, "perToken"), num(&kv, "perSequence")), (bytes, bytes), "{id}");
    }
}

/// Step-3, arXiv 2507.19427, tables 2 and 3: bytes of a sequence in FP8, three digits; here to the byte.
#[test]
fn cache_as_step_3_counts_it() {
    for (id, tokens, bytes, published) in [
        ("deepseek-v3", 8192, 287_834_112u64, "2.88e8"),
        ("deepseek-v3", 32768, 1_151_336_448, "1.15e9"),
        ("kimi-k2", 8192, 287_834_112, "2.88e8"),
        ("kimi-k2", 32768, 1_151_336_448, "1.15e9"),
        ("qwen3-235b-a22b", 8192, 788_529_152, "7.89e8"),
        ("qwen3-235b-a22b", 32768, 3_154_116_608, "3.15e9"),
        ("qwen3-32b", 8192, 1_073_741_824, "1.07e9"),
        ("qwen3-32b", 32768, 4_294_967_296, "4.29e9"),
        ("step-3", 8192, 255_852_544, "2.56e8"),
        ("step-3", 32768, 1_023_410_176, "1.02e9"),
    ] {
        let rest = format!(r#"{{"contextLength": {tokens}, "kvFormat": "fp8", "sequences": 4}}"#);
        let kv = contract::kv_cache(&of(text(id), &rest)).unwrap();
        assert_eq!(num(&kv, "perSequence"), bytes as f64, "{id}");
        assert_eq!(num(&kv, "total"), 4.0 * bytes as f64, "{id}");
        assert_eq!(format!("{:.2e}", num(&kv, "perSequence")), published, "{id}");
    }
}

/// A layer with a window of W keeps at most W tokens: bytes of a layer and token, layers with one and without.
#[test]
fn windows() {
    for (id, bytes, whole, with, window) in [
        ("gpt-oss-120b", 2048u64, 18u64, 18u64, 128u64),
        ("gpt-oss-20b", 2048, 12, 12, 128),
        ("gemma-2-27b", 8192, 23, 23, 4096),
        // Five layers of six have a window; 62 layers end with two of them.
        ("gemma-3-27b", 8192, 10, 52, 1024),
        ("mistral-7b", 4096, 0, 32, 4096),
        ("phi-3-mini", 12_288, 0, 32, 2047),
    ] {
        for tokens in [1, 127, 128, 129, 1024, 1025, 2047, 2048, 4096, 4097, 8192, 32_768, 131_072, 1 << 30] {
            let rest = format!(r#"{{"contextLength": {tokens}}}"#);
            let kv = contract::kv_cache(&of(text(id), &rest)).unwrap();
            let expected = bytes * (whole * tokens + with * tokens.min(window));
            assert_eq!(num(&kv, "perSequence"), expected as f64, "{id} at {tokens}");
            let next = bytes * (whole + if tokens < window { with } else { 0 });
            assert_eq!(num(&kv, "nextToken"), next as f64, "{id} at {tokens}");
            assert_eq!(at(&kv, "windows"), &Value::list([NUMBER(window as f64)]), "{id}");
        }
    }
}

/// Whole pages, and heads over devices: beyond one head each they are copied; a latent is on every device.
#[test]
fn pages_and_devices() {
    let kv = |id: &str, rest: &str| contract::kv_cache(&of(text(id), rest)).unwrap();
    let paged = kv("llama-3-8b", r#"{"contextLength": 1000, "blockSize": 16, "sequences": 2}"#);
    assert_eq!(num(&paged, "perSequence"), 131_072.0 * 1008.0);
    assert_eq!(num(&paged, "waste"), 2.0 * 131_072.0 * 8.0);
    for (id, devices, share) in [
        ("llama-3-8b", 2, 65_536.0),
        ("llama-3-8b", 8, 16_384.0),
        ("llama-3-8b", 32, 16_384.0),
        ("qwen3-235b-a22b", 8, 48_128.0),
        ("deepseek-v3", 8, 70_272.0),
    ] {
        let one = kv(id, &format!(r#"{{"contextLength": 1, "tensorParallel": {devices}}}"#));
        assert_eq!(num(&one, "perToken"), share, "{id} on {devices}");
    }
}

/// Megatron-LM 2021 and Korthikanti et al. 2022: 72 B s L d² (1 + s/(6d) + V/(12 L d)) without recomputation, selective
/// 72 B s L d² (1 + s/(3d) + V/(12 L d)), full 96 B s L d² (1 + s/(6d) + V/(16 L d)); and table 5 from its step times.
#[test]
fn flop_of_the_megatron_models() {
    let runs = [
        ("megatron-22b", 48.0, 6144.0, 4.0, 1.10, 8.0, 41.65, 43.81),
        ("megatron-175b", 96.0, 12288.0, 64.0, 13.75, 64.0, 51.39, 52.77),
        ("megatron-530b", 105.0, 20480.0, 280.0, 37.83, 280.0, 56.05, 56.96),
        ("megatron-1t", 128.0, 25600.0, 512.0, 71.49, 512.0, 56.27, 57.01),
    ];
    for (id, l, d, batch, seconds, devices, mfu, hfu) in runs {
        let (s, v) = (2048.0, 51_200.0);
        let flop = |recompute: &str| {
            let rest = format!(r#"{{"tokens": {}, "sequenceLength": 2048, "recompute": "{recompute}"}}"#, batch * s);
            contract::training_flops(&of(text(id), &rest)).unwrap()
        };
        let near = |got: f64, expected: f64| assert!((got / expected - 1.0).abs() < 1e-14, "{id}: {got} {expected}");
        let base = batch * s * l * d * d;
        let model = 72.0 * base * (1.0 + s / (6.0 * d) + v / (12.0 * l * d));
        for recompute in ["none", "selective", "full"] {
            near(num(&flop(recompute), "model"), model);
            near(num(&flop(recompute), "perToken") * batch * s, model);
        }
        near(num(&flop("none"), "hardware"), model);
        let selective = num(&flop("selective"), "hardware");
        near(selective, 72.0 * base * (1.0 + s / (3.0 * d) + v / (12.0 * l * d)));
        near(num(&flop("full"), "hardware"), 96.0 * base * (1.0 + s / (6.0 * d) + v / (16.0 * l * d)));
        for (flop, published) in [(model, mfu), (selective, hfu)] {
            let share = flop / (seconds * devices * 312e12);
            assert_eq!((share * 1e4).round() / 100.0, published, "{id}");
        }
    }
}

/// Step-3, table 2: FLOP of the attention core for a token at 8K, 4 L h e s; half of it where a token sees those before.
#[test]
fn flop_of_attention() {
    for (id, core) in [("qwen3-235b-a22b", 4.0 * 94.0 * 64.0 * 128.0), ("step-3", 4.0 * 61.0 * 64.0 * 256.0)] {
        for (counting, factor) in [("full", 1.0), ("causal", 0.5)] {
            let rest = format!(r#"{{"tokens": 1, "sequenceLength": 8192, "attentionCounting": "{counting}"}}"#);
            let f = contract::training_flops(&of(text(id), &rest)).unwrap();
            assert_eq!(num(&f, "attentionCore"), factor * core * 8192.0, "{id}");
        }
    }
    // 6 N D of the active parameters; every matrix twice, the embedding table not, and three times that for training.
    let f = ask(contract::training_flops, r#"{"model": "deepseek-v2", "tokens": 8.1e12}"#);
    assert_eq!((num(&f, "params"), num(&f, "sixNd")), (21_375_800_320.0, 6.0 * 21_375_800_320.0 * 8.1e12));
    assert_eq!(num(&f, "perToken"), 3.0 * num(&f, "forwardPerToken"));
    assert_eq!(num(&f, "sequenceLength"), 4096.0);
}

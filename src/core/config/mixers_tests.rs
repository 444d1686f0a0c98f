//! Recurrent models, hybrids and encoder-decoders against the numbers of the Transformers library.

use serde_json::Value;

use super::fields::Config;
use super::{parse, read, types};
use crate::core::model::flops::{Causal, Forward};
use crate::core::model::{Architecture, Cache, Counts, Part, cache};

fn model(config: &str) -> Architecture {
    parse(config).unwrap().model
}

/// The field and the sentence of what is wrong.
fn wrong(config: &str) -> (String, String) {
    let e = parse(config).unwrap_err();
    (e.field, e.message)
}

#[test]
fn as_the_library_counts() {
    let mut wrong = Vec::new();
    let mut lines = 0;
    for line in include_str!("../../../tests/models/mixers.jsonl").lines().skip(1) {
        let v: Value = serde_json::from_str(line).unwrap();
        let (config, number) = (&v["config"], |name: &str| v[name].as_u64());
        lines += 1;
        let model = match read(config) {
            Ok(r) => r.model,
            Err(e) => {
                wrong.push(format!("{config}\n  {e:?}"));
                continue;
            }
        };
        let counts = Counts::of(&model);
        let mut same = |name: &str, ours: u128, theirs: Option<u64>| {
            if theirs.is_some_and(|t| u128::from(t) != ours) {
                wrong.push(format!("{config}\n  {name}: {ours} instead of {}", theirs.unwrap()));
            }
        };
        same("total", counts.total, number("total"));
        same("buffers", counts.buffers, number("buffers"));
        if let Some(tokens) = number("tokens") {
            same("cache", cache::elements(&model, tokens, tokens), number("cache"));
        }
    }
    assert!(wrong.is_empty(), "{} of {lines}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(lines > 140);
}

/// Active parameters as the makers say them: Jamba 12 of 52 billion (Lieber et al. 2024); without the tables
/// MiniMax-Text-01 45.9 of 456 billion (MiniMax 2025) and Qwen3-Next 3 of 80; without the input table Kimi Linear 3.
#[test]
fn active_parameters() {
    let billions = |n: u128, digits: i32| (n as f64 / 1e9 * 10f64.powi(digits)).round() / 10f64.powi(digits);
    let c = Counts::of(&model(r#"{"model_type": "jamba"}"#));
    assert_eq!((billions(c.total, 0), billions(c.active, 0)), (52.0, 12.0));
    let line = include_str!("../../../tests/models/mixers.jsonl").lines().find(|l| l.contains("200064")).unwrap();
    let v: Value = serde_json::from_str(line).unwrap();
    let c = Counts::of(&read(&v["config"]).unwrap().model);
    assert_eq!((billions(c.total, 0), billions(c.active - c.embedding(), 1)), (456.0, 45.9));
    let c = Counts::of(&model(r#"{"model_type": "kimi_linear"}"#));
    assert_eq!(billions(c.active_without_input_embedding, 0), 3.0);
    let c = Counts::of(&model(r#"{"model_type": "qwen3_next"}"#));
    assert_eq!((billions(c.total, 0), billions(c.active - c.embedding(), 0)), (80.0, 3.0));
}

/// Codestral Mamba as its file says it, with a number that is not JSON.
#[test]
fn infinity_is_read() {
    let text = r#"{"model_type": "mamba2", "note \"Infinity": "NaN", "time_step_limit": [0.0, Infinity]}"#;
    let r = parse(text).unwrap();
    assert_eq!(Counts::of(&r.model).total, 7_285_403_648);
    assert_eq!(r.unknown, ["note \"Infinity"]);
}

/// T5 small by hand: 6 and 6 layers of width 512, 8 heads of 64, 2048 inside, 32128 tokens.
#[test]
fn encoder_and_decoder_have_their_own_tokens() {
    let t5 = model(r#"{"model_type": "t5"}"#);
    let f = Forward::pair(&t5, 100, 40, Causal::Half);
    let (square, wide) = (512 * 512, 512 * 2048);
    let matrices = f.total() - f.core - f.recurrence;
    assert_eq!(matrices, (2 * (6 * (6 * square + 2 * wide) + 512 * 32128)) as f64);
    let encoder = f.encoder.unwrap();
    assert_eq!(encoder.total() - encoder.core, (2 * 6 * (4 * square + 2 * wide + 2 * square)) as f64);
    let pair = (2 * 8 * 128) as f64;
    assert_eq!(encoder.core, 6.0 * pair * 100.0);
    assert_eq!(f.core, 6.0 * pair * (20.0 + 100.0));
    assert_eq!(f.sequence(100, 40), 100.0 * encoder.total() + 40.0 * f.total());
    // Every product is there once, on one side or the other.
    let all: u128 = t5.tensors().map(|(t, n)| t.flop() * u128::from(n)).sum();
    assert_eq!(all as f64, matrices + encoder.total() - encoder.core);
    // The cache: own keys and values for 40 tokens, those of the source for 100.
    assert_eq!(cache::elements(&t5, 40, 100), 6 * 2 * 512 * (40 + 100));
    assert_eq!(cache::per_token(&t5), 6 * 2 * 512);
    assert!(Forward::of(&model(r#"{"model_type": "mamba"}"#), 100, Causal::Half).encoder.is_none());
}

#[test]
fn longt5_sees_near_tokens() {
    let near = model(r#"{"model_type": "longt5", "local_radius": 9}"#);
    let encoder = Forward::pair(&near, 100, 40, Causal::Full).encoder.unwrap();
    assert_eq!(encoder.core, 6.0 * (2 * 8 * 128) as f64 * 19.0);
}

#[test]
fn states_do_not_grow_and_windows_end() {
    let mamba = model(r#"{"model_type": "mamba"}"#);
    assert_eq!(cache::elements(&mamba, 1, 0), cache::elements(&mamba, 1_000_000, 0));
    assert_eq!(cache::per_token(&mamba), 0);
    let griffin = model(r#"{"model_type": "recurrent_gemma"}"#);
    assert_eq!(cache::bends(&griffin), [2048]);
    assert_eq!(cache::elements(&griffin, 2048, 0), cache::elements(&griffin, 9000, 0));
    let heads = griffin.stack.layers().flat_map(|l| l.caches()).all(|c| !matches!(c, Cache::Source { .. }));
    assert!(heads);
}

/// A shared block works in every place and is stored once.
#[test]
fn zamba_shares_its_block() {
    let zamba = model(r#"{"model_type": "zamba"}"#);
    let places = zamba.stack.layers().filter(|l| l.attention.is_some()).count() as u128;
    assert_eq!(places, 13);
    let stored: u128 =
        zamba.tensors().filter(|(t, _)| t.part == Part::Mlp).map(|(t, n)| t.trained() * u128::from(n)).sum();
    assert_eq!(stored, 3 * 3712 * 14848);
    let f = Forward::of(&zamba, 1, Causal::Full);
    assert_eq!(f.part(Part::Mlp), (2 * 13 * stored) as f64);
}

#[test]
fn dropout_and_context() {
    let t5 = model(r#"{"model_type": "t5", "n_positions": 512}"#);
    assert!(t5.dropout);
    assert_eq!(t5.context, Some(512));
    assert!(!model(r#"{"model_type": "t5", "dropout_rate": 0}"#).dropout);
    let rwkv = model(r#"{"model_type": "rwkv"}"#);
    assert_eq!((rwkv.dropout, rwkv.context), (false, Some(1024)));
}

#[test]
fn what_is_wrong_is_said() {
    let cases = [
        (r#"{"model_type": "mamba", "hidden_size": 0}"#, "hidden_size", "above zero"),
        (r#"{"model_type": "mamba", "state_size": -4}"#, "state_size", "above zero"),
        (r#"{"model_type": "mamba", "state_size": 1.5}"#, "state_size", "above zero"),
        (r#"{"model_type": "mamba", "time_step_rank": "most"}"#, "time_step_rank", "above zero"),
        (r#"{"model_type": "mamba2", "num_heads": 100}"#, "num_heads", "8192"),
        (r#"{"model_type": "mamba2", "n_groups": 7}"#, "n_groups", "equal parts"),
        (r#"{"model_type": "jamba", "num_key_value_heads": 5}"#, "num_key_value_heads", "equal parts"),
        (r#"{"model_type": "jamba", "num_experts_per_tok": 17}"#, "num_experts_per_tok", "16 experts"),
        (r#"{"model_type": "jamba", "attn_layer_offset": 8}"#, "attn_layer_offset", "below"),
        (r#"{"model_type": "bamba", "attn_layer_indices": [32]}"#, "attn_layer_indices", "32 layers"),
        (r#"{"model_type": "bamba", "mamba_d_head": 60}"#, "mamba_d_head", "64"),
        (r#"{"model_type": "granitemoehybrid", "layer_types": ["mamba"]}"#, "layer_types", "has 32"),
        (r#"{"model_type": "zamba", "layers_block_type": "mamba"}"#, "layers_block_type", "list"),
        (r#"{"model_type": "nemotron_h", "hybrid_override_pattern": "MX"}"#, "hybrid_override_pattern", "X"),
        (r#"{"model_type": "nemotron_h", "hybrid_override_pattern": ""}"#, "hybrid_override_pattern", "between"),
        (
            r#"{"model_type": "qwen3_next", "num_hidden_layers": 2, "layer_types": ["full_attention", "moon"]}"#,
            "layer_types",
            "moon",
        ),
        (r#"{"model_type": "qwen3_next", "linear_num_value_heads": 24}"#, "linear_num_key_heads", "equal parts"),
        (
            r#"{"model_type": "kimi_linear", "linear_attn_config": {"full_attn_layers": [1], "kda_layers": [1]}}"#,
            "linear_attn_config",
            "27",
        ),
        (r#"{"model_type": "lfm2_moe"}"#, "layer_types", "needed"),
        (r#"{"model_type": "recurrent_gemma", "attention_window_size": 0}"#, "attention_window_size", "above zero"),
        (r#"{"model_type": "recurrent_gemma", "block_types": []}"#, "block_types", "recurrent"),
        (r#"{"model_type": "xlstm", "num_heads": 7}"#, "num_heads", "equal parts"),
        (r#"{"model_type": "t5", "feed_forward_proj": "soft-gelu"}"#, "feed_forward_proj", "gated-"),
        (r#"{"model_type": "longt5", "encoder_attention_type": "global"}"#, "encoder_attention_type", "local"),
        (r#"{"model_type": "bart", "decoder_attention_heads": 15}"#, "decoder_attention_heads", "equal parts"),
        (r#"{"model_type": "bart", "encoder_layers": 4000000000}"#, "encoder_layers", "more than"),
    ];
    for (config, field, part) in cases {
        let (f, m) = wrong(config);
        assert_eq!(f, field, "{config}: {m}");
        assert!(m.contains(part), "{config}: {m}");
    }
}

/// No value of any field makes it stop or count what is not a number.
#[test]
fn any_value_of_any_field() {
    let values =
        ["0", "1", "3", "-1", "1.5", "4294967296", "1e300", "\"x\"", "[]", "[1]", "{}", "null", "true", "false"];
    for kind in types() {
        let base: Value = serde_json::from_str(&format!(r#"{{"model_type": "{kind}"}}"#)).unwrap();
        let c = Config::of(&base).unwrap();
        for name in c.class_fields() {
            for value in values {
                let mut config = base.clone();
                config["num_hidden_layers"] = 2.into();
                config[name] = serde_json::from_str(value).unwrap();
                if let Ok(r) = read(&config) {
                    Counts::of(&r.model);
                    cache::elements(&r.model, 1 << 20, 1 << 20);
                    assert!(Forward::of(&r.model, 1 << 20, Causal::Half).sequence(1, 1).is_finite());
                }
            }
        }
    }
}

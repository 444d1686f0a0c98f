//! Dense decoders against another implementation, line by line.

use serde_json::Value;

use super::{Reading, parse, read};
use crate::core::error::Code;
use crate::core::model::{Cache, Counts, Part, Role, Split, Tensor, cache};

fn reading(text: &str) -> Reading {
    parse(text).unwrap_or_else(|e| panic!("{text}: {e:?}"))
}

/// Every line of the fixture: totals, buffers and caches exactly.
#[test]
fn as_the_library_counts() {
    let lines = include_str!("../../../tests/models/dense.jsonl").lines().skip(1);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in lines {
        let v: Value = serde_json::from_str(line).unwrap();
        let r = match read(&v["config"]) {
            Ok(r) => r,
            Err(e) => {
                wrong.push(format!("{}: {e:?}", v["config"]));
                continue;
            }
        };
        let counts = Counts::of(&r.model);
        let mut got = vec![("total", counts.total), ("buffers", counts.buffers)];
        if let Some(tokens) = v["tokens"].as_u64() {
            got.push(("cache", cache::elements(&r.model, tokens, tokens)));
        }
        for (what, n) in got {
            if n != u128::from(v[what].as_u64().unwrap()) {
                wrong.push(format!("{what} {n} is not {}: {}", v[what], v["config"]));
            }
        }
        if !r.unknown.is_empty() {
            wrong.push(format!("unknown {:?}: {}", r.unknown, v["config"]));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen > 250);
}

/// Totals and key-value bytes at two bytes a number, as published or worked out in the facts sheet.
#[test]
fn as_published() {
    for (text, total, per_token) in [
        (r#"{"model_type": "llama"}"#, 6_738_415_616, 524_288),
        (
            r#"{"model_type": "llama", "hidden_size": 5120, "intermediate_size": 13824, "num_attention_heads": 40, "num_hidden_layers": 40}"#,
            13_015_864_320,
            819_200,
        ),
        (
            r#"{"model_type": "llama", "hidden_size": 8192, "intermediate_size": 28672, "num_attention_heads": 64, "num_hidden_layers": 80, "num_key_value_heads": 8}"#,
            68_976_648_192,
            327_680,
        ),
        (
            r#"{"model_type": "llama", "hidden_size": 16384, "intermediate_size": 53248, "num_attention_heads": 128, "num_hidden_layers": 126, "num_key_value_heads": 8, "vocab_size": 128256}"#,
            405_853_388_800,
            516_096,
        ),
        (r#"{"model_type": "mistral"}"#, 7_241_732_096, 131_072),
        (
            r#"{"model_type": "qwen2", "hidden_size": 8192, "intermediate_size": 29568, "num_attention_heads": 64, "num_hidden_layers": 80, "num_key_value_heads": 8, "vocab_size": 152064}"#,
            72_706_203_648,
            327_680,
        ),
        (
            r#"{"model_type": "gemma2", "hidden_size": 4608, "intermediate_size": 36864, "num_attention_heads": 32, "num_key_value_heads": 16, "head_dim": 128, "num_hidden_layers": 46}"#,
            27_227_128_320,
            376_832,
        ),
        (r#"{"model_type": "phi3", "sliding_window": 2047}"#, 3_821_079_552, 393_216),
        (
            r#"{"model_type": "gpt2", "n_embd": 12288, "n_head": 96, "n_layer": 96, "n_positions": 2048}"#,
            174_604_259_328,
            4_718_592,
        ),
        (
            r#"{"model_type": "opt", "hidden_size": 12288, "num_attention_heads": 96, "num_hidden_layers": 96, "ffn_dim": 49152}"#,
            174_604_468_224,
            4_718_592,
        ),
    ] {
        let r = reading(text);
        assert_eq!(Counts::of(&r.model).total, total, "{text}");
        assert_eq!(2 * cache::per_token(&r.model), per_token, "{text}");
    }
}

#[test]
fn windows_lie_on_the_right_layers() {
    let windows = |text: &str| -> String {
        let r = reading(text);
        let sees =
            |l: &crate::core::model::Layer| if l.attention.as_ref().unwrap().window.is_some() { 's' } else { 'F' };
        r.model.stack.layers().map(sees).collect()
    };
    let of = |kind: &str, more: &str| windows(&format!(r#"{{"model_type": "{kind}", "num_hidden_layers": 8{more}}}"#));
    assert_eq!(of("mistral", ""), "ssssssss");
    assert_eq!(of("mistral", r#", "sliding_window": null"#), "FFFFFFFF");
    assert_eq!(of("gemma2", ""), "sFsFsFsF");
    assert_eq!(of("gemma3_text", ""), "sssssFss");
    assert_eq!(of("gemma3_text", r#", "sliding_window_pattern": 2"#), "sFsFsFsF");
    assert_eq!(of("cohere2", ""), "sssFsssF");
    assert_eq!(of("olmo3", ""), "sssFsssF");
    assert_eq!(of("qwen3", r#", "use_sliding_window": true, "max_window_layers": 5"#), "FFFFFsss");
    assert_eq!(of("qwen3", r#", "max_window_layers": 5"#), "FFFFFFFF");
    assert_eq!(of("smollm3", r#", "use_sliding_window": true, "sliding_window": 9"#), "FFFsFFFs");
    assert_eq!(of("modernbert-decoder", ""), "FssFssFs");
    assert_eq!(of("gemma4_text", ""), "sssssFsF");
    assert_eq!(of("gpt_neo", r#", "attention_types": [[["global", "local"], 4]]"#), "FsFsFsFs");
    // Half of the 23 + 23 layers of Gemma 2 27B stop growing at the window.
    let gemma = reading(r#"{"model_type": "gemma2", "num_hidden_layers": 46}"#).model;
    let (at, per) = (4096, cache::per_token(&gemma));
    assert_eq!(cache::elements(&gemma, at, at), per * u128::from(at));
    assert_eq!(cache::elements(&gemma, at + 10, 0), per * u128::from(at) + per / 2 * 10);
    assert_eq!(cache::bends(&gemma), [4096]);
}

fn tensor<'a>(r: &'a Reading, name: &str) -> &'a Tensor {
    r.model.tensors().find(|t| t.0.name == name).unwrap_or_else(|| panic!("no {name}")).0
}

#[test]
fn every_tensor_has_its_meaning() {
    let r = reading(
        r#"{"model_type": "llama", "num_key_value_heads": 8, "attention_bias": true, "mlp_bias": true, "tie_word_embeddings": true}"#,
    );
    for (name, part, role, split) in [
        ("embedding", Part::Embedding, Role::Table, Split::Tensor),
        ("query", Part::Attention, Role::Matrix, Split::Tensor),
        ("key", Part::Attention, Role::Matrix, Split::KvHeads(8)),
        ("value bias", Part::Attention, Role::Vector, Split::KvHeads(8)),
        ("output", Part::Attention, Role::Matrix, Split::Tensor),
        ("output bias", Part::Attention, Role::Vector, Split::Whole),
        ("up bias", Part::Mlp, Role::Vector, Split::Tensor),
        ("down bias", Part::Mlp, Role::Vector, Split::Whole),
        ("attention norm", Part::Norm, Role::Vector, Split::Whole),
        ("head", Part::Head, Role::Tied, Split::Tensor),
    ] {
        let t = tensor(&r, name);
        assert_eq!((t.part, t.role, t.split), (part, role, split), "{name}");
    }
    let gpt = reading(r#"{"model_type": "gpt2"}"#);
    assert_eq!(tensor(&gpt, "positions").part, Part::Positions);
    assert!(gpt.model.dropout, "GPT-2 is trained with dropout");
    assert_eq!(gpt.model.context, Some(1024));
    let still = r#"{"model_type": "gpt2", "attn_pdrop": 0, "resid_pdrop": 0.0}"#;
    assert!(!reading(still).model.dropout);
    let latent = reading(r#"{"model_type": "minicpm3"}"#);
    assert_eq!(tensor(&latent, "latent down").split, Split::Whole);
    assert_eq!(cache::per_token(&latent.model), 62 * (256 + 32));
    // 15 of the 35 layers of Gemma 3n use the keys and values of others.
    let nested = reading(r#"{"model_type": "gemma3n_text"}"#).model;
    assert_eq!(nested.stack.layers().filter(|l| l.caches().next().is_none()).count(), 15);
    let experts = reading(
        r#"{"model_type": "gemma4_text", "enable_moe_block": true, "num_experts": 10, "top_k_experts": 3, "moe_intermediate_size": 100}"#,
    );
    let c = Counts::of(&experts.model);
    assert_eq!(c.part(Part::Experts) * 3, c.active_part(Part::Experts) * 10);
    let sees = reading(r#"{"model_type": "gpt2", "add_cross_attention": true}"#);
    assert!(sees.model.stack.layers().all(|l| matches!(l.cross.as_ref().unwrap().cache[..], [Cache::Source { .. }])));
}

#[test]
fn a_model_inside_another() {
    let old = reading(
        r#"{"model_type": "llava", "text_config": {"vocab_size": 32064}, "vision_config": {"hidden_size": 1024}}"#,
    );
    assert_eq!(old.model.family, "llama");
    assert!(old.remarks[0].contains("text_config"), "{:?}", old.remarks);
    assert_eq!(Counts::of(&old.model).total, 6_738_415_616 + 2 * 64 * 4096);
    // Its language model has a head of its own, its class would not have: the file should say.
    let silent = reading(r#"{"model_type": "mistral3", "text_config": {"model_type": "mistral"}}"#);
    assert_eq!(tensor(&silent, "head").role, Role::Matrix);
    assert!(silent.remarks.iter().any(|r| r.contains("tie_word_embeddings")));
    let said = reading(r#"{"model_type": "mistral3", "text_config": {}, "tie_word_embeddings": true}"#);
    assert_eq!((tensor(&said, "head").role, said.remarks.len()), (Role::Tied, 1));
    let unknown = reading(r#"{"model_type": "my-eyes", "llm_config": {"model_type": "qwen2"}}"#);
    assert_eq!(unknown.model.family, "qwen2");
    assert_eq!(
        parse(r#"{"model_type": "my-eyes", "llm_config": {"hidden_size": 8}}"#).unwrap_err().field,
        "llm_config.model_type"
    );
    assert_eq!(parse(r#"{"model_type": "llava"}"#).unwrap_err().field, "text_config");
    assert_eq!(parse(r#"{"model_type": "my-eyes"}"#).unwrap_err().field, "model_type");
}

#[test]
fn bad_input_names_the_field() {
    for (more, field, code) in [
        (r#""num_key_value_heads": 5"#, "num_key_value_heads", Code::Inconsistent),
        (r#""num_key_value_heads": 64"#, "num_key_value_heads", Code::Inconsistent),
        (r#""num_attention_heads": 0"#, "num_attention_heads", Code::OutOfDomain),
        (r#""hidden_size": -4096"#, "hidden_size", Code::OutOfDomain),
        (r#""hidden_size": 4096.5"#, "hidden_size", Code::OutOfDomain),
        (r#""hidden_size": "big""#, "hidden_size", Code::WrongType),
        (r#""hidden_size": null"#, "hidden_size", Code::MissingField),
        (r#""intermediate_size": 1e30"#, "intermediate_size", Code::OutOfDomain),
        (r#""vocab_size": 18446744073709551615"#, "vocab_size", Code::OutOfDomain),
        (r#""num_hidden_layers": 1000000"#, "num_hidden_layers", Code::OutOfDomain),
        (r#""sliding_window": 0"#, "sliding_window", Code::OutOfDomain),
        (r#""layer_types": ["full_attention"]"#, "layer_types", Code::Inconsistent),
        (r#""num_hidden_layers": 1, "layer_types": ["half_attention"]"#, "layer_types", Code::UnknownId),
        (
            r#""num_hidden_layers": 1, "layer_types": ["sliding_attention"], "sliding_window": null"#,
            "sliding_window",
            Code::MissingField,
        ),
        (r#""attention_dropout": 1.5"#, "attention_dropout", Code::OutOfDomain),
        (r#""tie_word_embeddings": "yes""#, "tie_word_embeddings", Code::WrongType),
    ] {
        let e = parse(&format!(r#"{{"model_type": "ministral", {more}}}"#)).unwrap_err();
        assert_eq!((e.field.as_str(), e.code), (field, code), "{more}: {}", e.message);
    }
    for (text, field) in [
        (
            r#"{"model_type": "gemma4_text", "enable_moe_block": true, "num_experts": 2, "top_k_experts": 3, "moe_intermediate_size": 8}"#,
            "top_k_experts",
        ),
        (r#"{"model_type": "gemma4_text", "enable_moe_block": true}"#, "num_experts"),
        (r#"{"model_type": "gemma3n_text", "intermediate_size": [8, 8]}"#, "intermediate_size"),
        (r#"{"model_type": "gemma3n_text", "num_kv_shared_layers": 35}"#, "num_kv_shared_layers"),
        (r#"{"model_type": "gemma3n_text", "num_kv_shared_layers": 32}"#, "num_kv_shared_layers"),
        (r#"{"model_type": "gpt_neo", "attention_types": [[["global"], 3]]}"#, "attention_types"),
        (r#"{"model_type": "gpt_neo", "attention_types": [[["near"], 24]]}"#, "attention_types"),
        (r#"{"model_type": "gpt_neo", "attention_types": [[["global"], 1e300]]}"#, "attention_types"),
        (
            r#"{"model_type": "smollm3", "use_sliding_window": true, "sliding_window": 8, "no_rope_layers": [1]}"#,
            "no_rope_layers",
        ),
        (r#"{"model_type": "diffllama", "num_key_value_heads": 1}"#, "num_key_value_heads"),
        (r#"{"model_type": "bitnet", "head_dim": 64}"#, "head_dim"),
        (r#"{"model_type": "gpt_bigcode", "add_cross_attention": true}"#, "multi_query"),
        (r#"{"model_type": "gpt2", "n_head": 7}"#, "num_attention_heads"),
    ] {
        let e = parse(text).unwrap_err();
        assert_eq!(e.field, field, "{text}: {}", e.message);
    }
}

/// The largest sizes that pass the checks still fit the numbers that count them.
#[test]
fn the_largest_sizes_do_not_overflow() {
    let n = 1_u64 << 31;
    for kind in super::types() {
        let sizes = [
            "hidden_size",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim",
            "intermediate_size",
            "vocab_size",
        ];
        let mut all: Vec<String> = sizes.iter().map(|s| format!(r#""{s}": {n}"#)).collect();
        all.extend(
            [
                "kv_lora_rank",
                "q_lora_rank",
                "qk_nope_head_dim",
                "qk_rope_head_dim",
                "v_head_dim",
                "n_embd",
                "n_head",
                "n_inner",
            ]
            .iter()
            .map(|s| format!(r#""{s}": {n}"#)),
        );
        all.push(r#""num_hidden_layers": 10000"#.to_owned());
        if let Ok(r) = parse(&format!(r#"{{"model_type": "{kind}", {}}}"#, all.join(", "))) {
            assert!(Counts::of(&r.model).total > 0);
            assert!(cache::elements(&r.model, n, n) > 0);
        }
    }
}

//! Wrong models and wrong questions about models: the field at fault, a stable code, a sentence.

use super::models::{of, plain, preset};
use super::{Answer, Code, Function, NUMBER, Value, contract, object, refused, text};

/// Each function with a query that has an answer, but for the model.
const ALL: [(Function, &str); 4] = [
    (contract::count_params, "{}"),
    (contract::training_flops, r#"{"tokens": 1e12}"#),
    (contract::kv_cache, r#"{"contextLength": 8192}"#),
    (contract::training_memory, r#"{"sequenceLength": 8192, "microBatch": 1}"#),
];

/// The same with one field put in its place.
fn with(function: Function, field: &'static str, value: Value) -> Answer {
    let rest = ALL.iter().find(|(f, _)| std::ptr::fn_addr_eq(*f, function)).unwrap().1;
    let Value::Object(mut fields) = of(text("llama-3-8b"), rest) else { panic!("{rest}") };
    fields.retain(|(name, _)| *name != field);
    fields.push((field.into(), value));
    function(&Value::Object(fields))
}

/// Every function refuses this model so, at `model` or at a field of it.
#[track_caller]
fn no_model(model: &Value, code: Code, field: &str) {
    for (function, rest) in ALL {
        let path = if field.is_empty() { "model".to_owned() } else { format!("model.{field}") };
        refused(function(&of(model.clone(), rest)), code, &path);
    }
    // A model that is the whole question has its fields at the top.
    if !matches!(model, Value::Null) {
        refused(contract::count_params(model), code, if field.is_empty() { "model" } else { field });
    }
}

#[test]
fn things_that_are_no_model() {
    for other in [NUMBER(70e9), Value::Bool(true), Value::list([text("llama-3-8b")])] {
        no_model(&other, Code::WrongType, "");
    }
    no_model(&object([]), Code::WrongType, "");
    for (function, rest) in ALL.into_iter().skip(1) {
        refused(function(&plain(rest)), Code::MissingField, "model");
        refused(function(&of(Value::Null, rest)), Code::MissingField, "model");
    }
    for id in ["gpt-9", "llama-3", "LLAMA", "x"] {
        no_model(&text(id), Code::UnknownId, "");
    }
    for page in
        ["<!DOCTYPE html><html><body>404</body></html>", "  \n<html>", "{\"model_type\": \"llama\"", "{\"a\": tru}"]
    {
        no_model(&text(page), Code::WrongType, "");
    }
    for nothing in ["", "  \n ", "not a model", "[1, 2]", "\"llama\"", "{model_type: llama}", "\u{0}", "💥"] {
        no_model(&text(nothing), Code::WrongType, "");
    }
    let cut: String = preset("deepseek-v3").chars().take(200).collect();
    no_model(&text(&cut), Code::WrongType, "");
    no_model(&text(&format!("{{\"model_type\": \"llama\", \"x\": \"{}\"}}", "x".repeat(2 << 20))), Code::WrongType, "");
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        no_model(&text(&open.repeat(100_000)), Code::WrongType, "");
    }
    let mut nested = object([("model_type", text("llama"))]);
    for _ in 0..20 {
        nested = object([("model_type", text("llama")), ("text_config", nested)]);
    }
    no_model(&nested, Code::WrongType, "");
}

#[test]
fn models_that_cannot_be() {
    let llama = r#"{"model_type": "llama", "num_hidden_layers": 2"#;
    for (fields, code, field) in [
        (r#""num_attention_heads": 32, "num_key_value_heads": 7"#, Code::Inconsistent, "num_key_value_heads"),
        (r#""num_attention_heads": 8, "num_key_value_heads": 16"#, Code::Inconsistent, "num_key_value_heads"),
        (r#""hidden_size": 4097"#, Code::Inconsistent, "num_attention_heads"),
        (r#""hidden_size": 0"#, Code::OutOfDomain, "hidden_size"),
        (r#""hidden_size": -4096"#, Code::OutOfDomain, "hidden_size"),
        (r#""hidden_size": 4096.5"#, Code::OutOfDomain, "hidden_size"),
        (r#""hidden_size": 1e300"#, Code::OutOfDomain, "hidden_size"),
        (r#""hidden_size": 1e12"#, Code::OutOfDomain, "hidden_size"),
        (r#""hidden_size": "4096""#, Code::WrongType, "hidden_size"),
        (r#""hidden_size": [4096]"#, Code::WrongType, "hidden_size"),
        (r#""hidden_size": true"#, Code::WrongType, "hidden_size"),
        (r#""tie_word_embeddings": "no""#, Code::WrongType, "tie_word_embeddings"),
        (r#""vocab_size": -1"#, Code::OutOfDomain, "vocab_size"),
        (r#""num_attention_heads": 0"#, Code::OutOfDomain, "num_attention_heads"),
    ] {
        let config = format!("{llama}, {fields}}}");
        no_model(&text(&config), code, field);
        no_model(&plain(&config), code, field);
    }
    for (config, code, field) in [
        (r#"{"model_type": "llama", "num_hidden_layers": 0}"#, Code::OutOfDomain, "num_hidden_layers"),
        (r#"{"model_type": "llama", "num_hidden_layers": 1e9}"#, Code::OutOfDomain, "num_hidden_layers"),
        (r#"{"model_type": "mistral", "sliding_window": 0}"#, Code::OutOfDomain, "sliding_window"),
        (r#"{"model_type": "mistral", "sliding_window": -1}"#, Code::OutOfDomain, "sliding_window"),
        (
            r#"{"model_type": "mixtral", "num_local_experts": 8, "num_experts_per_tok": 9}"#,
            Code::Inconsistent,
            "num_experts_per_tok",
        ),
        (r#"{"model_type": "qwen3_moe", "num_experts": 4}"#, Code::Inconsistent, "num_experts_per_tok"),
        (r#"{"model_type": "gpt_oss", "layer_types": ["full_attention"]}"#, Code::Inconsistent, "layer_types"),
        (r#"{"model_type": "nobody"}"#, Code::UnknownId, "model_type"),
        (r#"{"model_type": "clip"}"#, Code::UnknownId, "model_type"),
        (r#"{"_class_name": "UNet2DConditionModel", "model_type": "x"}"#, Code::Inconsistent, "_class_name"),
    ] {
        no_model(&text(config), code, field);
        no_model(&plain(config), code, field);
    }
    // As text only: a shape has no model_type.
    no_model(&text(r#"{"hidden_size": 4096}"#), Code::MissingField, "model_type");
    no_model(
        &text(r#"{"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.6"}"#),
        Code::Inconsistent,
        "_class_name",
    );
}

#[test]
fn shapes_that_cannot_be() {
    let good =
        [("layers", 32.0), ("width", 4096.0), ("heads", 32.0), ("feedForward", 14_336.0), ("vocabulary", 128_256.0)];
    let shape = |field: &'static str, value: Value| {
        let fields = good.into_iter().filter(|(name, _)| *name != field).map(|(name, v)| (name, NUMBER(v)));
        Value::object(fields.chain([(field, value)]))
    };
    for (name, _) in good {
        no_model(&shape(name, Value::Null), Code::MissingField, name);
        for value in [0.0, -1.0, 1.5, 1e300, -1e300, 4e9] {
            no_model(&shape(name, NUMBER(value)), Code::OutOfDomain, name);
        }
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            no_model(&shape(name, NUMBER(value)), Code::NotFinite, name);
        }
        for value in [text("32"), Value::Bool(true), Value::list([NUMBER(32.0)]), object([])] {
            no_model(&shape(name, value), Code::WrongType, name);
        }
    }
    for (field, value, code) in [
        ("kvHeads", 7.0, Code::Inconsistent),
        ("kvHeads", 64.0, Code::Inconsistent),
        ("kvHeads", 0.0, Code::OutOfDomain),
        ("headDim", 0.5, Code::OutOfDomain),
        ("window", 0.0, Code::OutOfDomain),
        ("experts", 0.0, Code::OutOfDomain),
        ("width", 4097.0, Code::Inconsistent),
        ("colour", 1.0, Code::UnknownField),
        ("num_hidden_layers", 1.0, Code::UnknownField),
    ] {
        let at = if field == "width" { "heads" } else { field };
        no_model(&shape(field, NUMBER(value)), code, at);
    }
    let Value::Object(mut fields) = shape("experts", NUMBER(8.0)) else { panic!() };
    fields.push(("topK".into(), NUMBER(9.0)));
    no_model(&Value::Object(fields), Code::Inconsistent, "topK");
}

#[test]
fn wrong_fields() {
    for (function, rest) in ALL {
        for odd in ["colour", "Model", "layers", "tensor_parallel"] {
            let Value::Object(mut fields) = of(text("llama-3-8b"), rest) else { panic!() };
            fields.push((odd.into(), Value::Null));
            refused(function(&Value::Object(fields)), Code::UnknownField, odd);
        }
        for query in [Value::Null, NUMBER(1.0), Value::list([])] {
            assert_eq!(function(&query).unwrap_err().code, Code::WrongType);
        }
    }
    for (function, fields) in [
        (contract::training_flops as Function, &["tokens"][..]),
        (contract::kv_cache, &["contextLength"]),
        (contract::training_memory, &["sequenceLength", "microBatch"]),
    ] {
        for field in fields {
            refused(with(function, field, Value::Null), Code::MissingField, field);
        }
    }
}

const NUMBERS: [(Function, &[&str]); 3] = [
    (contract::training_flops, &["tokens", "sequenceLength"]),
    (contract::kv_cache, &["contextLength", "sequences", "blockSize", "tensorParallel"]),
    (
        contract::training_memory,
        &[
            "sequenceLength",
            "microBatch",
            "zeroStage",
            "dataParallel",
            "tensorParallel",
            "pipelineParallel",
            "contextParallel",
            "expertParallel",
            "interleave",
            "microBatches",
            "secondary",
            "reserve",
            "stage",
        ],
    ),
];

#[test]
fn numbers_that_are_none() {
    for (function, fields) in NUMBERS {
        for field in fields {
            for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                refused(with(function, field, NUMBER(value)), Code::NotFinite, field);
            }
            for value in [-1.0, -1e300, 1e300, f64::MAX] {
                refused(with(function, field, NUMBER(value)), Code::OutOfDomain, field);
            }
            if !matches!(*field, "tokens" | "reserve") {
                for value in [0.5, 1.5, f64::MIN_POSITIVE] {
                    refused(with(function, field, NUMBER(value)), Code::OutOfDomain, field);
                }
            }
            if !matches!(*field, "zeroStage" | "stage" | "reserve") {
                for value in [0.0, -0.0] {
                    refused(with(function, field, NUMBER(value)), Code::OutOfDomain, field);
                }
            }
            for value in [Value::Bool(true), Value::list([NUMBER(1.0)]), object([])] {
                refused(with(function, field, value), Code::WrongType, field);
            }
            let code = if *field == "stage" { Code::UnknownId } else { Code::WrongType };
            refused(with(function, field, text("8")), code, field);
        }
    }
}

#[test]
fn words_that_are_none() {
    for (function, fields) in [
        (contract::training_flops as Function, &["recompute", "attentionCounting"][..]),
        (contract::kv_cache, &["kvFormat"]),
        (
            contract::training_memory,
            &["recipe", "optimizer", "attention", "recompute", "schedule", "logits", "baseFormat", "stage"],
        ),
    ] {
        for field in fields {
            for word in ["", "nobody", "💥", &"x".repeat(10_000)] {
                let message = refused(with(function, field, text(word)), Code::UnknownId, field);
                assert!(
                    message.contains("are ") || message.contains("must be") || message.contains("counts"),
                    "{message}"
                );
            }
            for value in [Value::Bool(true), Value::list([]), object([])] {
                refused(with(function, field, value), Code::WrongType, field);
            }
        }
    }
    for field in ["sequenceParallel", "prefetch"] {
        for value in [text("yes"), NUMBER(1.0), object([])] {
            refused(with(contract::training_memory, field, value), Code::WrongType, field);
        }
    }
    let tf32 = with(contract::kv_cache, "kvFormat", text("tf32"));
    assert!(refused(tf32, Code::Inconsistent, "kvFormat").contains("fp8-e4m3"));
}

#[test]
fn layouts_that_cannot_be() {
    let llama = r#"{"model": "llama-3-8b", "sequenceLength": 8192, "microBatch": 1"#;
    let mixtral = llama.replace("llama-3-8b", "mixtral-8x7b");
    for (start, rest, code, field, says) in [
        (llama, r#""tensorParallel": 64"#, Code::Inconsistent, "tensorParallel", "32"),
        (llama, r#""tensorParallel": 3"#, Code::Inconsistent, "tensorParallel", "2"),
        (llama, r#""pipelineParallel": 33"#, Code::OutOfDomain, "pipelineParallel", "32"),
        (llama, r#""pipelineParallel": 8, "interleave": 5"#, Code::OutOfDomain, "interleave", "4"),
        (llama, r#""interleave": 2"#, Code::OutOfDomain, "interleave", "pipeline"),
        (
            llama,
            r#""pipelineParallel": 2, "interleave": 2, "schedule": "gpipe""#,
            Code::Inconsistent,
            "interleave",
            "1F1B",
        ),
        (llama, r#""contextParallel": 3"#, Code::Inconsistent, "contextParallel", "8192"),
        (llama, r#""expertParallel": 2"#, Code::Inconsistent, "expertParallel", "experts"),
        (&mixtral, r#""expertParallel": 3, "dataParallel": 3"#, Code::Inconsistent, "expertParallel", "8"),
        (&mixtral, r#""expertParallel": 8, "dataParallel": 4"#, Code::Inconsistent, "expertParallel", "4"),
        (llama, r#""zeroStage": 4"#, Code::OutOfDomain, "zeroStage", "3"),
        (llama, r#""secondary": 8"#, Code::Inconsistent, "secondary", "ZeRO-3"),
        (llama, r#""zeroStage": 3, "dataParallel": 12, "secondary": 8"#, Code::Inconsistent, "secondary", "12"),
        (llama, r#""stage": 1"#, Code::OutOfDomain, "stage", "0"),
        (llama, r#""dataParallel": 1e9"#, Code::OutOfDomain, "dataParallel", "1048576"),
        (llama, r#""baseFormat": "nf4""#, Code::Inconsistent, "baseFormat", "adapter"),
        (llama, r#""adapter": {}"#, Code::MissingField, "adapter.rank", "16"),
        (llama, r#""adapter": 8"#, Code::WrongType, "adapter", "object"),
        (llama, r#""adapter": {"rank": 0}"#, Code::OutOfDomain, "adapter.rank", "whole"),
        (llama, r#""adapter": {"rank": 1e9}"#, Code::OutOfDomain, "adapter.rank", "1048576"),
        (llama, r#""adapter": {"rank": 8, "method": "x"}"#, Code::UnknownId, "adapter.method", "lora"),
        (llama, r#""adapter": {"rank": 8, "target": 3}"#, Code::WrongType, "adapter.target", "text"),
        (llama, r#""adapter": {"rank": 8, "alpha": 3}"#, Code::UnknownField, "adapter.alpha", "rank"),
        (llama, r#""offload": "host""#, Code::WrongType, "offload", "object"),
        (llama, r#""offload": {"optimizer": "moon"}"#, Code::UnknownId, "offload.optimizer", "host"),
        (llama, r#""offload": {"gradients": "host"}"#, Code::UnknownField, "offload.gradients", "optimizer"),
        (llama, r#""offload": {"weights": "host"}"#, Code::Inconsistent, "offload", "ZeRO-3"),
        (llama, r#""offload": {"checkpoints": "host"}"#, Code::Inconsistent, "offload", "full"),
    ] {
        let message = refused(contract::training_memory(&plain(&format!("{start}, {rest}}}"))), code, field);
        assert!(message.contains(says), "{rest}: {message}");
    }
    let mamba = r#"{"model": "falcon-mamba-7b", "sequenceLength": 8192, "microBatch": 1,
        "adapter": {"rank": 8, "target": "attention"}}"#;
    refused(contract::training_memory(&plain(mamba)), Code::Inconsistent, "adapter.target");
}

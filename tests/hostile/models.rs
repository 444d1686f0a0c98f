//! A hundred thousand random questions about random models: an answer of finite numbers, or a sentence.

use super::Dice;
use isoflop::core::contract;
use isoflop::core::error::Error;
use isoflop::core::model::presets;
use isoflop::core::value::Value;

type Function = fn(&Value) -> Result<Value, Error>;

const FUNCTIONS: [(Function, &[&str]); 4] = [
    (contract::count_params, &[]),
    (contract::training_flops, &["tokens", "sequenceLength", "recompute", "attentionCounting"]),
    (contract::kv_cache, &["contextLength", "sequences", "kvFormat", "blockSize", "tensorParallel"]),
    (
        contract::training_memory,
        &[
            "sequenceLength",
            "microBatch",
            "recipe",
            "optimizer",
            "attention",
            "stage",
            "zeroStage",
            "dataParallel",
            "tensorParallel",
            "pipelineParallel",
            "contextParallel",
            "expertParallel",
            "sequenceParallel",
            "recompute",
            "interleave",
            "microBatches",
            "schedule",
            "logits",
            "prefetch",
            "secondary",
            "offload",
            "adapter",
            "baseFormat",
            "reserve",
        ],
    ),
];

const WORDS: [&str; 26] = [
    "none",
    "selective",
    "full",
    "causal",
    "fp8",
    "bf16",
    "nf4",
    "q4_0",
    "bf16-mixed",
    "fp8-block",
    "mxfp8",
    "adamw-8bit",
    "muon",
    "adafactor",
    "flash",
    "standard",
    "max",
    "last",
    "gpipe",
    "1f1b",
    "copied",
    "fused",
    "host",
    "nvme",
    "lora",
    "all-linear",
];

fn odd_number(dice: &mut Dice) -> f64 {
    match dice.below(6) {
        0 => dice.pick(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE, -0.0, 0.0, 1e300]),
        1 => -dice.between(1e-5, 1e20),
        2 => dice.between(1e-9, 1e18),
        3 => dice.between(1.0, 1e15).round(),
        _ => dice.below(300) as f64,
    }
}

fn odd(dice: &mut Dice, depth: usize) -> Value {
    match dice.below(if depth == 0 { 5 } else { 8 }) {
        0 => Value::Null,
        1 => Value::Bool(dice.one_in(2)),
        2 => Value::Number(odd_number(dice)),
        3 => Value::text(dice.pick(&WORDS)),
        4 => {
            Value::text(dice.pick(&["", "💥", "\0", "NaN", "1e9", "<html>", "{", "[[", "{\"model_type\": 3}", "llama"]))
        }
        5 => Value::list((0..dice.below(4)).map(|_| odd(dice, depth - 1))),
        _ => {
            let names =
                ["model_type", "rank", "method", "target", "optimizer", "weights", "checkpoints", "layers", "x"];
            Value::object((0..dice.below(5)).map(|_| (dice.pick(&names), odd(dice, depth - 1))))
        }
    }
}

fn plain(v: &serde_json::Value) -> Value {
    match v {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(b) => Value::Bool(*b),
        serde_json::Value::Number(n) => Value::Number(n.as_f64().unwrap()),
        serde_json::Value::String(s) => Value::text(s),
        serde_json::Value::Array(a) => Value::list(a.iter().map(plain)),
        serde_json::Value::Object(o) => Value::Object(o.iter().map(|(k, v)| (k.clone().into(), plain(v))).collect()),
    }
}

/// A size that a model may have.
fn size(dice: &mut Dice) -> f64 {
    match dice.below(8) {
        0 => odd_number(dice),
        1 => dice.below(20) as f64,
        _ => (1u64 << dice.below(15)) as f64,
    }
}

fn model(dice: &mut Dice) -> Value {
    let preset = presets::all().nth(dice.below(presets::all().count())).unwrap();
    match dice.below(8) {
        0 | 1 => Value::text(preset.id),
        2 => Value::text(preset.config),
        3 => {
            // A file that was cut, or in which one letter is another.
            let mut text: Vec<char> = preset.config.chars().collect();
            let at = dice.below(text.len());
            if dice.one_in(2) {
                text.truncate(at)
            } else {
                text[at] = dice.pick(&['0', '9', '-', '"', '}', 'e', 'x', ','])
            }
            Value::text(text.into_iter().collect::<String>())
        }
        4 | 5 => {
            let Value::Object(mut fields) = plain(&serde_json::from_str(preset.config).unwrap()) else { panic!() };
            for _ in 0..1 + dice.below(3) {
                let at = dice.below(fields.len());
                fields[at].1 = if dice.one_in(3) { odd(dice, 2) } else { Value::Number(size(dice)) };
            }
            Value::Object(fields)
        }
        6 => {
            let needed =
                ["layers", "width", "heads", "feedForward", "vocabulary"].map(|name| (name, Value::Number(size(dice))));
            let more = ["kvHeads", "headDim", "context", "window", "experts", "topK", "tied", "colour"];
            let more: Vec<_> = more.into_iter().filter(|_| dice.one_in(6)).collect();
            Value::object(needed.into_iter().chain(more.into_iter().map(|name| (name, Value::Number(1.0)))))
        }
        _ => odd(dice, 3),
    }
}

/// What fits a field more often than not.
fn fitting(dice: &mut Dice, field: &str) -> Value {
    match field {
        "tokens" => Value::Number(dice.between(1.0, 1e24)),
        "sequenceLength" | "contextLength" => Value::Number((1u64 << dice.below(21)) as f64),
        "zeroStage" => Value::Number(dice.below(4) as f64),
        "sequenceParallel" | "prefetch" => Value::Bool(dice.one_in(2)),
        "reserve" => Value::Number(dice.between(1.0, 1e10)),
        "adapter" => Value::object([("rank", Value::Number(dice.below(100) as f64))]),
        "offload" => Value::object([("optimizer", Value::text(dice.pick(&["host", "nvme", "device"])))]),
        "recipe" => Value::text(dice.pick(&["fp32", "bf16-mixed", "bf16-mixed-fp32-grad", "fp8-lm", "fp8-delayed"])),
        "optimizer" => Value::text(dice.pick(&["adamw", "adamw-8bit", "lion", "muon", "adafactor"])),
        "attention" => Value::text(dice.pick(&["flash", "standard"])),
        "recompute" => Value::text(dice.pick(&["none", "selective", "full"])),
        "stage" => Value::text(dice.pick(&["max", "first", "last"])),
        "schedule" => Value::text(dice.pick(&["1f1b", "gpipe"])),
        "logits" => Value::text(dice.pick(&["fp32", "copied", "fused"])),
        "kvFormat" | "baseFormat" => Value::text(dice.pick(&["bf16", "fp8", "int8", "int4", "nf4"])),
        "attentionCounting" => Value::text(dice.pick(&["full", "causal"])),
        _ => Value::Number((1u64 << dice.below(4)) as f64),
    }
}

fn assert_finite(v: &Value, query: &Value) {
    match v {
        Value::Number(n) => assert!(n.is_finite() && *n >= 0.0, "{n} in the answer to {query:?}"),
        Value::List(list) => list.iter().for_each(|v| assert_finite(v, query)),
        Value::Object(fields) => fields.iter().for_each(|(_, v)| assert_finite(v, query)),
        _ => {}
    }
}

#[test]
fn questions_about_models_at_random() {
    let mut dice = Dice(77);
    let (mut answered, mut refused) = ([0; 4], [0; 4]);
    for _ in 0..100_000 {
        let which = dice.below(4);
        let (function, fields) = FUNCTIONS[which];
        let mut query = vec![("model", model(&mut dice))];
        for field in fields {
            let always = matches!(*field, "tokens" | "sequenceLength" | "contextLength" | "microBatch");
            match dice.below(if always { 40 } else { 100 }) {
                0 => query.push((field, odd(&mut dice, 2))),
                n if always || n < 25 => query.push((field, fitting(&mut dice, field))),
                _ => {}
            }
        }
        if dice.one_in(100) {
            query.push(("colour", odd(&mut dice, 1)));
        }
        let query = if dice.one_in(200) { odd(&mut dice, 4) } else { Value::object(query) };
        match function(&query) {
            Ok(answer) => {
                answered[which] += 1;
                assert_finite(&answer, &query);
                let parts = ["weights", "gradients", "optimizer", "activations", "logits", "buffers"];
                if let Some(total) = answer.get("total").filter(|_| which == 3) {
                    let sum = parts.iter().filter_map(|p| answer.get(p)?.as_number()).fold(0.0, |a, b| a + b);
                    assert_eq!(Some(sum), total.as_number(), "{query:?}");
                }
            }
            Err(e) => {
                refused[which] += 1;
                let first = e.field.split('.').next().unwrap_or_default();
                let known = fields.contains(&first)
                    || ["model", "query", "colour"].contains(&first)
                    || query.get(first).is_some()
                    || which == 0;
                assert!(known && !first.is_empty(), "no input is called {first:?}: {e}, {query:?}");
                assert!(!e.message.is_empty() && e.message.chars().count() <= 400, "{e}");
                assert!(e.message.ends_with('.') && e.field.chars().count() <= 200, "{e}");
                assert!(!e.message.contains("inf ") || e.code.as_str() == "not-finite", "{e}");
            }
        }
    }
    // Neither side is empty, or the questions would show nothing.
    assert!(answered.iter().chain(&refused).all(|n| *n > 3000), "{answered:?} answered, {refused:?} refused");
}

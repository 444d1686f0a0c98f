//! Training memory as published, through the function that other programs call.

use super::models::{of, plain};
use super::{Code, Value, contract, list, num, refused, text};

const GIB: f64 = 1_073_741_824.0;
const PARTS: [&str; 6] = ["weights", "gradients", "optimizer", "activations", "logits", "buffers"];

fn memory(model: Value, rest: &str) -> Value {
    contract::training_memory(&of(model, rest)).unwrap_or_else(|e| panic!("{rest}: {e}"))
}

fn states(m: &Value) -> f64 {
    num(m, "weights") + num(m, "gradients") + num(m, "optimizer")
}

/// Korthikanti et al. 2022, table 3: layers, width, heads, micro-batch, pipeline, interleave.
const MODELS: [(u64, u64, u64, u64, u64, u64); 4] =
    [(48, 6144, 64, 4, 1, 1), (96, 12288, 96, 1, 8, 3), (105, 20480, 128, 1, 35, 3), (128, 25600, 160, 1, 64, 1)];

fn config(i: usize) -> String {
    let (l, d, h, ..) = MODELS[i];
    format!(
        r#"{{"model_type": "gpt2", "n_layer": {l}, "n_embd": {d}, "n_head": {h}, "vocab_size": 51200, "n_positions": 2048}}"#
    )
}

fn korthikanti(i: usize, more: &str) -> Value {
    let (.., b, p, v) = MODELS[i];
    let rest = format!(
        r#"{{"sequenceLength": 2048, "microBatch": {b}, "tensorParallel": 8, "pipelineParallel": {p}, "interleave": {v},
            "recipe": "bf16-mixed-fp32-grad", "attention": "standard", {more}}}"#
    );
    memory(plain(&config(i)), &rest)
}

/// Figures 1 and 7 and table 4 of arXiv 2205.05198: GiB without and with its two techniques, percent of tensor
/// parallelism alone for each.
#[test]
fn activations_of_korthikanti() {
    let none = [59.25, 66.843_75, 114.023_437_5, 131.25];
    let both = [9.5625, 12.351_562_5, 23.076_171_875, 26.5625];
    let percent = [
        (r#""sequenceParallel": true"#, [66.77, 61.96, 58.33]),
        (r#""sequenceParallel": false, "recompute": "selective""#, [49.37, 56.52, 61.90]),
        (r#""sequenceParallel": true, "recompute": "selective""#, [16.14, 18.48, 20.24]),
        (r#""sequenceParallel": false, "recompute": "full""#, [7.59, 8.70, 9.52]),
    ];
    let kept = |i, more: &str| num(&korthikanti(i, more), "activations") / GIB;
    for i in 0..4 {
        let plain = kept(i, r#""sequenceParallel": false"#);
        assert_eq!(plain, none[i]);
        let (.., b, p, v) = MODELS[i];
        let rest = format!(
            r#"{{"sequenceLength": 2048, "microBatch": {b}, "tensorParallel": 8, "pipelineParallel": {p},
                "interleave": {v}, "attention": "standard", "recompute": "selective"}}"#
        );
        let preset = ["megatron-22b", "megatron-175b", "megatron-530b", "megatron-1t"][i];
        for model in [text(preset), text(&config(i))] {
            assert_eq!(num(&memory(model, &rest), "activations") / GIB, both[i], "{preset}");
        }
        // Sequence parallelism is what tensor parallelism has where nothing is said.
        assert_eq!(kept(i, r#""recompute": "selective""#), both[i]);
        assert_eq!(kept(i, r#""recompute": "selective", "stage": "first""#), both[i]);
        for (more, published) in percent {
            if let Some(published) = published.get(i) {
                assert_eq!((kept(i, more) / plain * 1e4).round() / 100.0, *published, "{more}, model {i}");
            }
        }
    }
    // FlashAttention keeps no scores: selective recomputation has nothing left to do but the log-sum-exp.
    let flash = r#"{"sequenceLength": 2048, "microBatch": 1, "tensorParallel": 8, "pipelineParallel": 8, "interleave": 3,
        "recompute": "selective"}"#;
    assert_eq!(num(&memory(text("megatron-175b"), flash), "activations") / GIB, both[1]);
}

/// Figure 1: 18 bytes for each of 12 L d² / (t p) parameters. The rest of a device of GPT: of a layer 7 d numbers cut by
/// tensor parallelism (biases of queries, keys, values and of the first matrix) and 6 d on each device (two norms, two
/// biases); the token table cut and 2048 positions whole on the first stage, the table again and the last norm on the last.
#[test]
fn states_of_korthikanti() {
    let published = [45.5625, 45.5625, 31.640_625, 32.958_984_375];
    for (i, published) in published.into_iter().enumerate() {
        let (l, d, _, _, p, _) = MODELS[i];
        let m = korthikanti(i, r#""stage": "max""#);
        let stages = list(&m, "stages");
        assert_eq!(stages.len() as u64, p);
        for (stage, s) in stages.iter().enumerate() {
            assert_eq!(num(s, "layers"), (l / p) as f64);
            let mut rest = (l / p) * (7 * d / 8 + 6 * d);
            if stage == 0 {
                rest += 51_200 * d / 8 + 2048 * d;
            }
            if stage as u64 + 1 == p {
                rest += 2 * d + if p > 1 { 51_200 * d / 8 } else { 0 };
            }
            assert_eq!((states(s) - 18.0 * rest as f64) / GIB, published, "model {i}, stage {stage}");
        }
    }
}

/// Section 4.3: outside the layers, with one stage, s b d/t + 4 s b d/t (1 + V/d).
#[test]
fn outside_the_layers() {
    let (s, b, d, v, t) = (2048.0, 4.0, 6144.0, 51_200.0, 8.0);
    let expected = s * b * d / t + 4.0 * s * b * d / t * (1.0 + v / d);
    assert_eq!(num(&korthikanti(0, r#""stage": 0"#), "logits"), expected);
    let logits = |kind: &str| num(&korthikanti(0, &format!(r#""logits": "{kind}""#)), "logits");
    assert_eq!(logits("fp32"), expected);
    assert_eq!(logits("copied"), expected + 2.0 * s * b * v / t);
    assert_eq!(logits("fused"), s * b * d / t + 4.0 * s * b * d / t);
}

/// Exactly 7.5e9 parameters: 32 layers of width 4000, 28,535 tokens that are also the head.
const ROUND: &str = r#"{"layers": 32, "width": 4000, "heads": 32, "kvHeads": 8, "feedForward": 15900,
    "vocabulary": 28535, "tied": true}"#;

fn round(more: &str) -> Value {
    memory(plain(ROUND), &format!(r#"{{"sequenceLength": 1, "microBatch": 1{more}}}"#))
}

/// ZeRO, arXiv 1910.02054, figure 1: 120, 31.4, 16.6 and 1.9 GB for 7.5 B parameters on 64 devices.
#[test]
fn zero() {
    assert_eq!(num(&contract::count_params(&plain(ROUND)).unwrap(), "total"), 7.5e9);
    let p = 7.5e9;
    for (stage, bytes, published) in [
        (0, 16.0 * p, "120.00"),
        (1, 4.0 * p + 12.0 * p / 64.0, "31.41"),
        (2, 2.0 * p + 14.0 * p / 64.0, "16.64"),
        (3, 16.0 * p / 64.0, "1.88"),
    ] {
        let m = round(&format!(r#", "dataParallel": 64, "zeroStage": {stage}, "recipe": "bf16-mixed""#));
        assert_eq!(states(&m), bytes);
        assert_eq!(format!("{:.2}", states(&m) / 1e9), published);
        // Only what is passing by is more than the shard: two layers' weights from ZeRO-3 on, gradients of one from 2.
        let table = 28_535.0 * 4000.0;
        let layer = 2.0 * 4000.0 * 4000.0 + 2.0 * 4000.0 * 1000.0 + 3.0 * 4000.0 * 15_900.0 + 8000.0;
        let largest = 2.0 * f64::max(layer, table);
        let gathered = 4.0 * layer;
        let expected = [0.0, 0.0, largest, largest + gathered];
        assert_eq!(num(&m, "buffers"), expected[stage]);
        // It spreads over context parallelism as well.
        let both = format!(
            r#"{{"sequenceLength": 2, "microBatch": 1, "dataParallel": 32, "contextParallel": 2, "zeroStage": {stage},
                "recipe": "bf16-mixed"}}"#
        );
        assert_eq!(states(&memory(plain(ROUND), &both)), bytes);
    }
}

/// Bytes of a parameter under every recipe and optimizer.
#[test]
fn bytes_of_a_parameter() {
    for (recipe, optimizer, bytes) in [
        ("fp32", "adamw", 16.0),
        ("bf16-mixed", "adamw", 16.0),
        ("bf16-mixed-fp32-grad", "adamw", 18.0),
        ("bf16-pure", "adamw", 8.0),
        ("bf16-mixed", "sgd-momentum", 12.0),
        ("bf16-mixed-fp32-grad", "sgd-momentum", 14.0),
        ("bf16-mixed", "lion", 12.0),
        ("bf16-mixed-fp32-grad", "lion", 14.0),
    ] {
        let m = round(&format!(r#", "recipe": "{recipe}", "optimizer": "{optimizer}""#));
        assert_eq!(states(&m), bytes * 7.5e9, "{recipe}, {optimizer}");
    }
    // Without a word: BF16 mixed precision with FP32 gradients, and AdamW.
    assert_eq!(states(&round("")), 18.0 * 7.5e9);
    // 32 layers with two norms and the last one, of 4000; the table of 28,535.
    let vectors = 65.0 * 4000.0;
    let outside = vectors + 28_535.0 * 4000.0;
    let matrices = 7.5e9 - outside;
    let of = |more: &str| states(&round(more));
    assert_eq!(of(r#", "optimizer": "muon""#), 14.0 * matrices + 18.0 * outside);
    // Two moments of a byte and a scale for 2048; tensors below 4096 values stay in FP32.
    let eight_bit = 10.0 * 7.5e9 + 2.0 * (1.0 + 4.0 / 2048.0) * (7.5e9 - vectors) + 8.0 * vectors;
    assert_eq!(of(r#", "optimizer": "adamw-8bit""#), eight_bit);
    // FP8-LM: 1 + 1 + 2 + 1 + 2 bytes in matrices of layers, 2 + 2 + 2 + 1 + 2 elsewhere.
    assert_eq!(of(r#", "recipe": "fp8-lm""#), 7.0 * matrices + 9.0 * outside);
    assert_eq!(of(r#", "recipe": "fp8-delayed""#), 19.0 * matrices + 18.0 * outside);
}

/// Adapters of Llama 2 7B: trained numbers of LoRA's and QLoRA's papers, 2 + 4 + 12 bytes each on a frozen model.
#[test]
fn adapters() {
    let frozen = 6_738_415_616.0;
    for (rank, target, trained) in [
        (8, "query-value", 4_194_304.0),
        (8, "all-linear", 19_988_480.0),
        (16, "all-linear", 39_976_960.0),
        (64, "all-linear", 159_907_840.0),
    ] {
        let rest = format!(
            r#"{{"sequenceLength": 512, "microBatch": 1, "adapter": {{"rank": {rank}, "target": "{target}"}}}}"#
        );
        let m = memory(text("llama-2-7b"), &rest);
        assert_eq!(num(&m, "weights"), 2.0 * (frozen + trained));
        assert_eq!((num(&m, "gradients"), num(&m, "optimizer")), (4.0 * trained, 12.0 * trained));
        if target == "all-linear" {
            let said = rest.replace(r#""target": "all-linear""#, r#""method": "lora""#);
            assert_eq!(memory(text("llama-2-7b"), &said), m);
        }
    }
    // QLoRA: matrices of the layers in NF4 with double quantisation, 4.127 bits; the rest in 16.
    let rest = r#"{"sequenceLength": 512, "microBatch": 1, "adapter": {"rank": 64, "target": "all-linear"},
        "baseFormat": "nf4-double"}"#;
    let (matrices, trained) = (32.0 * (4.0 * 4096.0 * 4096.0 + 3.0 * 4096.0 * 11_008.0), 159_907_840.0);
    let bits: f64 = 4.0 + 8.0 / 64.0 + 32.0 / 16_384.0;
    let m = memory(text("llama-2-7b"), rest);
    assert_eq!(num(&m, "weights"), matrices * bits / 8.0 + 2.0 * (frozen - matrices) + 2.0 * trained);
}

/// Llama 3 8B, a sequence of 32,768 tokens (stas00, ML engineering): 8 GiB of checkpoints, 15.66 GiB of FP32 scores;
/// besides them the inputs of the last norm and of the head.
#[test]
fn checkpoints_and_scores() {
    let rest = r#"{"sequenceLength": 32768, "microBatch": 1, "recompute": "full"}"#;
    let m = memory(text("llama-3-8b"), rest);
    assert_eq!(num(&m, "activations"), 8.0 * GIB);
    let scores = num(&m, "logits") - 2.0 * 2.0 * 32_768.0 * 4096.0;
    assert_eq!(format!("{:.2}", scores / GIB), "15.66");
    // The host takes all checkpoints but the one of the layer at work.
    let off = rest.replace('}', r#", "offload": {"checkpoints": "host"}}"#);
    let off = memory(text("llama-3-8b"), &off);
    assert_eq!((num(&off, "activations"), num(&off, "host"), num(&off, "disk")), (0.25 * GIB, 7.75 * GIB, 0.0));
}

/// ZeRO-Infinity, arXiv 2104.07857: everything but what passes by leaves the device.
#[test]
fn offloaded() {
    let rest = r#"{"sequenceLength": 1024, "microBatch": 1, "dataParallel": 8, "zeroStage": 3,
        "offload": {"optimizer": "nvme", "weights": "host"}}"#;
    let (there, here) = (
        memory(text("gpt-3-175b"), &rest.replace("nvme", "device").replace("host", "device")),
        memory(text("gpt-3-175b"), rest),
    );
    assert_eq!(states(&here), 0.0);
    assert_eq!(num(&here, "host"), num(&there, "weights"));
    assert_eq!(num(&here, "disk"), num(&there, "optimizer") + num(&there, "gradients"));
    assert_eq!(num(&here, "host"), 2.0 * 174_604_259_328.0 / 8.0);
    assert_eq!(num(&here, "buffers"), num(&there, "buffers"));
}

/// `total` is the sum of the parts to the last bit, on every stage; the stage asked for is one of them.
#[test]
fn parts_make_the_total() {
    for id in ["deepseek-v3", "llama-3-1-405b", "t5-11b", "jamba-v0-1", "gemma-3-27b"] {
        for (p, zero) in [(1, 0), (2, 1), (4, 2), (4, 3)] {
            let rest = |more: &str| {
                format!(
                    r#"{{"sequenceLength": 4096, "microBatch": 1, "dataParallel": 8, "tensorParallel": 8,
                        "pipelineParallel": {p}, "zeroStage": {zero}, "recompute": "selective", "reserve": 1e9{more}}}"#
                )
            };
            let m = memory(text(id), &rest(""));
            let stages = list(&m, "stages");
            for s in stages.iter().chain([&m]) {
                assert_eq!(PARTS.map(|part| num(s, part)).into_iter().fold(0.0, |a, b| a + b), num(s, "total"), "{id}");
                assert!(num(s, "buffers") >= 1e9);
            }
            let most = stages.iter().map(|s| num(s, "total")).fold(0.0, f64::max);
            assert_eq!(num(&m, "total"), most, "{id}");
            for (which, index) in [(r#""first""#, 0), (r#""last""#, p - 1), ("0", 0)] {
                let one = memory(text(id), &rest(&format!(r#", "stage": {which}"#)));
                assert_eq!(num(&one, "stage"), index as f64);
                for part in PARTS.into_iter().chain(["total", "layers"]) {
                    assert_eq!(num(&one, part), num(&stages[index], part), "{id}: {part} of {which}");
                }
            }
            let beyond = contract::training_memory(&of(text(id), &rest(&format!(r#", "stage": {p}"#))));
            refused(beyond, Code::OutOfDomain, "stage");
        }
    }
}

/// Experts lie over expert parallelism: DeepSeek-V3 as it was trained, 16 stages, 64 devices for the experts of a layer,
/// ZeRO-1. Its first stage: three dense layers and one with experts.
#[test]
fn experts_are_spread() {
    let rest = r#"{"sequenceLength": 4096, "microBatch": 1, "dataParallel": 128, "pipelineParallel": 16,
        "expertParallel": 64, "zeroStage": 1, "recipe": "bf16-mixed", "stage": 1}"#;
    let m = memory(text("deepseek-v3"), rest);
    // The second stage: four layers with experts. Attention with its own norms 187,107,328; two norms, the router, a shared expert and
    // 256 / 64 experts of 3 · 7168 · 2048.
    let (d, f) = (7168u64, 2048u64);
    let dense = 4 * (187_107_328 + 2 * d + 256 * d + 3 * d * f);
    let experts = 4 * 4 * 3 * d * f;
    assert_eq!(num(&m, "layers"), 4.0);
    assert_eq!(num(&m, "weights"), 2.0 * (dense + experts) as f64);
    assert_eq!(num(&m, "optimizer"), 12.0 * (dense as f64 / 128.0 + experts as f64 / 2.0));
}

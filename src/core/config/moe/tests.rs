//! Every family against what transformers builds, and what goes wrong against what is said.

use serde_json::Value;

use crate::core::config::{parse, read};
use crate::core::model::flops::{Causal, Forward};
use crate::core::model::{Counts, Part, Role, Split, cache};

fn counts(text: &str) -> Counts {
    Counts::of(&parse(text).unwrap().model)
}

#[test]
fn as_transformers_counts() {
    let mut wrong = Vec::new();
    let mut lines = 0;
    for line in include_str!("../../../../tests/models/moe.jsonl").lines().skip(1) {
        let line: Value = serde_json::from_str(line).unwrap();
        let of = |name: &str| line[name].as_u64().map(u128::from);
        lines += 1;
        let r = match read(&line["config"]) {
            Ok(r) => r,
            Err(e) => {
                wrong.push(format!("{}: {e}", line["config"]));
                continue;
            }
        };
        let c = Counts::of(&r.model);
        let kept = line["tokens"].as_u64().map(|t| cache::elements(&r.model, t, t));
        if Some(c.total) != of("total") || Some(c.buffers) != of("buffers") || kept != of("cache") {
            wrong.push(format!("{line}: here {} {} {kept:?}", c.total, c.buffers));
        }
        if !r.unknown.is_empty() {
            wrong.push(format!("{}: unknown {:?}", line["config"], r.unknown));
        }
    }
    assert!(wrong.is_empty(), "{} of {lines}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(lines > 140, "only {lines}");
}

#[test]
fn what_one_token_uses() {
    // Total, active, active without the input table, numbers in the cache per token; as published.
    let rows = [
        (r#"{"model_type": "mixtral"}"#, 46_702_792_704, 12_879_925_248, 12_748_853_248, 65_536),
        (
            r#"{"model_type": "mixtral", "hidden_size": 6144, "intermediate_size": 16384, "num_hidden_layers": 56,
            "num_attention_heads": 48, "num_key_value_heads": 8, "vocab_size": 32000}"#,
            140_620_634_112,
            39_152_031_744,
            38_955_423_744,
            114_688,
        ),
        (
            r#"{"model_type": "deepseek_v2", "hidden_size": 5120, "intermediate_size": 12288, "num_hidden_layers": 60,
            "moe_intermediate_size": 1536, "num_attention_heads": 128, "n_routed_experts": 160, "num_experts_per_tok": 6,
            "first_k_dense_replace": 1}"#,
            235_741_434_880,
            21_375_800_320,
            20_851_512_320,
            34_560,
        ),
        (r#"{"model_type": "deepseek_v3"}"#, 671_026_404_352, 37_552_282_624, 36_625_603_584, 35_136),
        (
            r#"{"model_type": "kimi_k2", "num_attention_heads": 64, "n_routed_experts": 384, "first_k_dense_replace": 1,
            "vocab_size": 163840}"#,
            1_026_408_209_408,
            32_861_477_888,
            31_687_072_768,
            35_136,
        ),
        (
            r#"{"model_type": "qwen3_moe", "hidden_size": 4096, "num_hidden_layers": 94, "num_attention_heads": 64,
            "head_dim": 128, "moe_intermediate_size": 1536}"#,
            235_093_634_560,
            22_190_763_520,
            21_568_433_664,
            96_256,
        ),
        (r#"{"model_type": "olmoe", "intermediate_size": 1024}"#, 6_919_161_856, 1_282_017_280, 1_178_994_688, 65_536),
        (r#"{"model_type": "gpt_oss"}"#, 116_829_156_672, 5_711_982_912, 5_132_849_472, 36_864),
        (
            r#"{"model_type": "gpt_oss", "num_hidden_layers": 24, "num_local_experts": 32}"#,
            20_914_757_184,
            4_187_440_704,
            3_608_307_264,
            24_576,
        ),
    ];
    for (text, total, active, without, kept) in rows {
        let r = parse(text).unwrap();
        let c = Counts::of(&r.model);
        assert_eq!((c.total, c.active, c.active_without_input_embedding), (total, active, without), "{text}");
        assert_eq!(cache::per_token(&r.model), kept, "{text}");
        assert_eq!(r.unknown, Vec::<String>::new());
    }
    let v3 = counts(r#"{"model_type": "deepseek_v3"}"#);
    // The published tables count the router's buffers; here they are apart.
    assert_eq!(v3.buffers, 14_848);
    assert_eq!(v3.active + v3.buffers, 37_552_297_472);
    assert_eq!(v3.active_without_input_embedding + v3.buffers, 36_625_618_432);
}

#[test]
fn deepseek_moe() {
    let r = parse(
        r#"{"model_type": "deepseek", "hidden_size": 2048, "intermediate_size": 10944, "moe_intermediate_size": 1408,
        "num_hidden_layers": 28, "num_attention_heads": 16, "num_key_value_heads": 16, "n_routed_experts": 64,
        "n_shared_experts": 2, "num_experts_per_tok": 6, "first_k_dense_replace": 1, "moe_layer_freq": 1}"#,
    )
    .unwrap();
    // As glm4_moe with the same sizes in transformers, but without its 27 buffers of 64.
    assert_eq!(Counts::of(&r.model).total, 16_375_728_128);
    assert_eq!(Counts::of(&r.model).buffers, 0);
    assert_eq!(r.remarks, Vec::<String>::new());
}

#[test]
fn step_3() {
    for text in
        [r#"{"model_type": "step3_text"}"#, r#"{"model_type": "step3_vl", "text_config": {"moe_layers_enum": "4,5"}}"#]
    {
        let r = parse(text).unwrap();
        assert_eq!(2 * cache::per_token(&r.model), 62_464);
        assert!(r.unknown.is_empty());
    }
    let c = counts(r#"{"model_type": "step3_text"}"#);
    assert_eq!(c.total / 1_000_000_000, 316);
    assert_eq!((c.active_without_input_embedding + 500_000_000) / 1_000_000_000, 38);
}

#[test]
fn zero_experts_weigh_nothing() {
    let r = parse(r#"{"model_type": "longcat_flash"}"#).unwrap();
    let c = Counts::of(&r.model);
    // transformers sets aside up and gate matrices for 256 experts that have none, in each of 28 layers.
    assert_eq!(c.total, 741_053_585_408 - 28 * 256 * 2 * 2048 * 6144);
    assert_eq!(c.buffers, 28 * 768);
    assert!(r.remarks[0].starts_with("256 of the 768 experts"));
    assert_eq!(r.model.layers(), 56);
    let half = parse(r#"{"model_type": "longcat_flash", "num_hidden_layers": 56}"#).unwrap();
    assert_eq!(half.model.stack, r.model.stack);
}

#[test]
fn an_indexer_keeps_a_key_of_its_own() {
    let r = parse(r#"{"model_type": "deepseek_v32"}"#).unwrap();
    assert_eq!(cache::per_token(&r.model), 61 * (512 + 64 + 128));
    assert_eq!(cache::bends(&r.model), Vec::<u64>::new());
    let a = r.model.stack.kinds[0].attention.clone().unwrap();
    assert_eq!((a.window, a.scan), (Some(2048), 2 * 64 * 128));
    // Attention over 128K tokens costs less than without: scores for 2048 of them and a scan of all.
    let core = |kind: &str| {
        let model = parse(&format!(r#"{{"model_type": "{kind}"}}"#)).unwrap().model;
        Forward::of(&model, 131_072, Causal::Half).core
    };
    let scores = |seen: f64| 61.0 * 2.0 * 128.0 * (192.0 + 128.0) * seen;
    assert_eq!(core("deepseek_v3"), scores(65_536.0));
    let chosen = 2048.0 - 2048.0 * 2048.0 / (2.0 * 131_072.0);
    assert_eq!(core("deepseek_v32"), scores(chosen) + 61.0 * 2.0 * 64.0 * 128.0 * 65_536.0);
}

#[test]
fn windows_on_the_right_layers() {
    let windows = |text: &str| {
        let r = parse(text).unwrap();
        r.model.stack.layers().map(|l| l.attention.as_ref().unwrap().window.is_some()).collect::<Vec<_>>()
    };
    let near = windows(r#"{"model_type": "gpt_oss"}"#);
    assert!(near.iter().enumerate().all(|(i, near)| *near == (i % 2 == 0)));
    let near = windows(r#"{"model_type": "llama4_text"}"#);
    assert!(near.iter().enumerate().all(|(i, near)| *near == (i % 4 != 3)));
    let chunked = parse(r#"{"model_type": "llama4_text"}"#).unwrap().model;
    assert!(chunked.stack.kinds.iter().all(|l| l.attention.as_ref().is_some_and(|a| a.chunked == a.window.is_some())));
    let off = windows(r#"{"model_type": "qwen3_moe", "sliding_window": 0, "use_sliding_window": false}"#);
    assert!(!off.contains(&true));
    // The file of MiMo counts the tokens before, and lists layers with ones and zeros.
    let old = r#"{"model_type": "mimo_v2_flash", "num_hidden_layers": 3, "sliding_window_size": 128,
        "hybrid_layer_pattern": [1, 0, 1], "moe_layer_freq": [0, 0, 1], "swa_num_key_value_heads": 8}"#;
    let r = parse(old).unwrap();
    assert_eq!(windows(old), [true, false, true]);
    assert_eq!(cache::bends(&r.model), [129]);
    assert_eq!(r.unknown, Vec::<String>::new());
    assert_eq!(r.model.stack.layers().filter(|l| l.feeds[0].routed.is_some()).count(), 1);
}

#[test]
fn wrapped_models() {
    let r =
        parse(r#"{"model_type": "llama4", "vision_config": {}, "text_config": {"num_local_experts": 16, "odd": 1}}"#);
    let r = r.unwrap();
    assert_eq!(Counts::of(&r.model).total, 107_769_861_120);
    assert_eq!(r.unknown, ["text_config.odd"]);
    assert_eq!(r.remarks.len(), 1);
    let kimi = r#"{"model_type": "kimi_k25", "text_config": {"model_type": "kimi_k2", "n_routed_experts": 384,
        "num_attention_heads": 64, "first_k_dense_replace": 1, "vocab_size": 163840}}"#;
    assert_eq!(counts(kimi).total, 1_026_408_209_408);
    let e = parse(r#"{"model_type": "llama4", "text_config": {"model_type": "kimi_k25"}}"#).unwrap_err();
    assert_eq!(e.field, "text_config.model_type");
    let e = parse(r#"{"model_type": "llama4", "text_config": {"hidden_size": 0}}"#).unwrap_err();
    assert_eq!(e.field, "text_config.hidden_size");
    let e = parse(r#"{"model_type": "llama4", "text_config": 7}"#).unwrap_err();
    assert_eq!(e.field, "text_config");
}

#[test]
fn what_is_left_out_is_said() {
    let said = |text: &str, what: &str| {
        let r = parse(text).unwrap();
        assert!(r.remarks.iter().any(|m| m.contains(what)), "{text}: {:?}", r.remarks);
    };
    said(r#"{"model_type": "deepseek_v3", "num_nextn_predict_layers": 1}"#, "num_nextn_predict_layers");
    said(r#"{"model_type": "deepseek_v3", "moe_layer_freq": 2}"#, "moe_layer_freq");
    said(r#"{"model_type": "glm4_moe"}"#, "42 wide");
    assert_eq!(parse(r#"{"model_type": "deepseek_v3", "num_nextn_predict_layers": 0}"#).unwrap().remarks.len(), 0);
    assert!(parse(r#"{"model_type": "olmoe"}"#).unwrap().inferred[0].starts_with("num_key_value_heads 16"));
    assert!(parse(r#"{"model_type": "mixtral", "attention_dropout": 0.1}"#).unwrap().model.dropout);
    assert!(!parse(r#"{"model_type": "mixtral", "attention_dropout": 0.0}"#).unwrap().model.dropout);
}

#[test]
fn what_goes_wrong_is_named() {
    let rows = [
        ("mixtral", r#""num_key_value_heads": 5"#, "num_key_value_heads"),
        ("mixtral", r#""num_experts_per_tok": 9"#, "num_experts_per_tok"),
        ("mixtral", r#""sliding_window": 0"#, "sliding_window"),
        ("mixtral", r#""hidden_size": -4096"#, "hidden_size"),
        ("mixtral", r#""hidden_size": 4096.5"#, "hidden_size"),
        ("mixtral", r#""hidden_size": 1e300"#, "hidden_size"),
        ("mixtral", r#""hidden_size": "4096""#, "hidden_size"),
        ("mixtral", r#""hidden_size": 8"#, "num_attention_heads"),
        ("mixtral", r#""num_local_experts": 0"#, "num_local_experts"),
        ("mixtral", r#""num_hidden_layers": 1000000"#, "num_hidden_layers"),
        ("deepseek_v2", r#""num_experts_per_tok": null"#, "num_experts_per_tok"),
        ("deepseek_v3", r#""q_lora_rank": 0"#, "q_lora_rank"),
        ("deepseek", r#""num_experts_per_tok": 6"#, "n_routed_experts"),
        ("gpt_oss", r#""layer_types": ["full_attention"]"#, "layer_types"),
        ("gpt_oss", r#""num_hidden_layers": 1, "layer_types": ["near"]"#, "layer_types"),
        (
            "exaone_moe",
            r#""num_hidden_layers": 1, "sliding_window": null, "layer_types": ["sliding_attention"]"#,
            "sliding_window",
        ),
        ("exaone_moe", r#""sliding_window_pattern": "LLLG""#, "sliding_window_pattern"),
        ("qwen3_moe", r#""decoder_sparse_step": 0"#, "decoder_sparse_step"),
        ("qwen3_moe", r#""mlp_only_layers": "all""#, "mlp_only_layers"),
        ("llama4_text", r#""no_rope_layers": [1, 1]"#, "no_rope_layers"),
        ("ernie4_5_moe", r#""moe_layer_end_index": -2"#, "moe_layer_end_index"),
        ("glm_moe_dsa", r#""index_topk_pattern": "FX""#, "index_topk_pattern"),
        ("glm4_moe_lite", r#""mlp_layer_types": ["dense"]"#, "mlp_layer_types"),
        ("hunyuan_v1_moe", r#""num_experts": 4, "moe_topk": [1, 2]"#, "moe_topk"),
        ("hunyuan_v1_moe", r#""num_experts": 4, "moe_topk": 5"#, "moe_topk"),
        ("jetmoe", r#""num_experts_per_tok": 9"#, "num_experts_per_tok"),
        ("longcat_flash", r#""qk_head_dim": 100"#, "qk_head_dim"),
        ("mimo_v2_flash", r#""hybrid_layer_pattern": [1]"#, "hybrid_layer_pattern"),
        ("mimo_v2_flash", r#""num_key_value_heads": 64"#, "num_key_value_heads"),
        ("dbrx", r#""attn_config": {"kv_n_heads": 5}"#, "attn_config.kv_n_heads"),
        ("dbrx", r#""ffn_config": {"moe_top_k": 5}"#, "ffn_config.moe_top_k"),
        ("dbrx", r#""ffn_config": []"#, "ffn_config"),
        ("step3_text", r#""num_attention_groups": 2"#, "num_attention_groups"),
        ("step3_text", r#""moe_layers_enum": "4,five""#, "moe_layers_enum"),
    ];
    for (kind, fields, field) in rows {
        let text = format!(r#"{{"model_type": "{kind}", {fields}}}"#);
        match parse(&text) {
            Err(e) => assert_eq!(e.field, field, "{text}: {e}"),
            Ok(_) => panic!("{text} was read"),
        }
    }
}

/// Every number as large as may be: no product overflows.
#[test]
fn the_largest_sizes_add_up() {
    for line in include_str!("../../../../tests/models/moe.jsonl").lines().skip(1) {
        let line: Value = serde_json::from_str(line).unwrap();
        let mut config = line["config"].clone();
        for (name, value) in config.as_object_mut().unwrap() {
            if value.is_u64() && name != "num_hidden_layers" && name != "num_layers" {
                *value = (1_u64 << 26).into();
            }
        }
        if let Ok(r) = read(&config) {
            assert!(Counts::of(&r.model).total > 0);
            assert!(Forward::of(&r.model, 1 << 20, Causal::Full).total().is_finite());
            assert!(cache::elements(&r.model, 1 << 40, 0) > 0);
        }
    }
}

#[test]
fn how_devices_share_the_weights() {
    let of = |text: &str, name: &str| {
        let model = parse(text).unwrap().model;
        let found = model.tensors().find(|t| t.0.name == name).map(|t| (t.0.part, t.0.role, t.0.split));
        found.unwrap_or_else(|| panic!("{name}"))
    };
    let v3 = r#"{"model_type": "deepseek_v32"}"#;
    let rows = [
        (v3, "query down", Part::Attention, Role::Matrix, Split::Whole),
        (v3, "query up", Part::Attention, Role::Matrix, Split::Tensor),
        (v3, "latent down", Part::Attention, Role::Matrix, Split::Whole),
        (v3, "indexer key", Part::Attention, Role::Matrix, Split::Whole),
        (v3, "router", Part::Router, Role::Matrix, Split::Whole),
        (v3, "selection bias", Part::Router, Role::Buffer, Split::Whole),
        (r#"{"model_type": "gpt_oss"}"#, "sinks", Part::Attention, Role::Vector, Split::Tensor),
        (r#"{"model_type": "gpt_oss"}"#, "key bias", Part::Attention, Role::Vector, Split::KvHeads(8)),
        (r#"{"model_type": "gpt_oss"}"#, "output bias", Part::Attention, Role::Vector, Split::Whole),
        (r#"{"model_type": "gpt_oss"}"#, "down bias", Part::Experts, Role::Vector, Split::Experts),
        (r#"{"model_type": "gpt_oss"}"#, "router bias", Part::Router, Role::Vector, Split::Whole),
        (r#"{"model_type": "afmoe"}"#, "selection bias", Part::Router, Role::Vector, Split::Whole),
        (r#"{"model_type": "afmoe"}"#, "head", Part::Head, Role::Matrix, Split::Tensor),
        (r#"{"model_type": "ernie4_5_moe"}"#, "head", Part::Head, Role::Tied, Split::Tensor),
        (r#"{"model_type": "jetmoe"}"#, "query", Part::Attention, Role::Matrix, Split::Experts),
        (r#"{"model_type": "mixtral"}"#, "embedding", Part::Embedding, Role::Table, Split::Tensor),
    ];
    for (text, name, part, role, split) in rows {
        assert_eq!(of(text, name), (part, role, split), "{text} {name}");
    }
}

/// Whole files as they are released: nothing in them is strange.
#[test]
fn released_files() {
    let files = [
        r#"{"architectures": ["DeepseekV3ForCausalLM"], "attention_bias": false, "attention_dropout": 0.0,
        "auto_map": {}, "bos_token_id": 0, "eos_token_id": 1, "ep_size": 1, "first_k_dense_replace": 3,
        "hidden_act": "silu", "hidden_size": 7168, "initializer_range": 0.02, "intermediate_size": 18432,
        "kv_lora_rank": 512, "max_position_embeddings": 163840, "model_type": "deepseek_v3",
        "moe_intermediate_size": 2048, "moe_layer_freq": 1, "n_group": 8, "n_routed_experts": 256,
        "n_shared_experts": 1, "norm_topk_prob": true, "num_attention_heads": 128, "num_experts_per_tok": 8,
        "num_hidden_layers": 61, "num_key_value_heads": 128, "num_nextn_predict_layers": 1, "q_lora_rank": 1536,
        "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "quantization_config": {}, "rms_norm_eps": 1e-06,
        "rope_scaling": {}, "rope_theta": 10000, "routed_scaling_factor": 2.5, "scoring_func": "sigmoid",
        "tie_word_embeddings": false, "topk_group": 4, "topk_method": "noaux_tc", "torch_dtype": "bfloat16",
        "transformers_version": "4.33.1", "use_cache": true, "v_head_dim": 128, "vocab_size": 129280}"#,
        r#"{"architectures": ["Qwen3MoeForCausalLM"], "attention_bias": false, "attention_dropout": 0.0,
        "decoder_sparse_step": 1, "head_dim": 128, "hidden_act": "silu", "hidden_size": 4096,
        "initializer_range": 0.02, "intermediate_size": 12288, "max_position_embeddings": 40960,
        "max_window_layers": 94, "mlp_only_layers": [], "model_type": "qwen3_moe", "moe_intermediate_size": 1536,
        "norm_topk_prob": true, "num_attention_heads": 64, "num_experts": 128, "num_experts_per_tok": 8,
        "num_hidden_layers": 94, "num_key_value_heads": 4, "output_router_logits": false, "rms_norm_eps": 1e-06,
        "rope_scaling": null, "rope_theta": 1000000.0, "router_aux_loss_coef": 0.001, "sliding_window": null,
        "tie_word_embeddings": false, "use_sliding_window": false, "vocab_size": 151936}"#,
        r#"{"model_type": "dbrx", "attn_config": {"clip_qkv": 8, "kv_n_heads": 8, "model_type": "",
        "rope_theta": 500000}, "auto_map": {}, "d_model": 6144, "emb_pdrop": 0.0, "ffn_config":
        {"ffn_hidden_size": 10752, "model_type": "", "moe_jitter_eps": 0, "moe_loss_weight": 0.05,
        "moe_num_experts": 16, "moe_top_k": 4}, "initializer_range": 0.02, "max_seq_len": 32768, "n_heads": 48,
        "n_layers": 40, "output_router_logits": false, "resid_pdrop": 0.0, "router_aux_loss_coef": 0.05,
        "tie_word_embeddings": false, "use_cache": true, "vocab_size": 100352}"#,
    ];
    let totals = [671_026_404_352, 235_093_634_560, 131_596_523_520];
    for (text, total) in files.iter().zip(totals) {
        let r = parse(text).unwrap();
        assert_eq!(Counts::of(&r.model).total, total);
        assert_eq!(r.unknown, Vec::<String>::new());
        assert!(!r.model.dropout);
    }
}

//! Released models, as the fields of their `config.json` that shape weights and caches.
//!
//! One row is one model; `published` is its size as its makers print it, `source` says where the fields
//! stand: a repository of the Hugging Face Hub, whose `config.json` has them, or a paper.

/// How well the fields are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// They give a number of parameters that is known to the last digit from elsewhere.
    Exact,
    /// They give the printed size, which is rounded.
    Rounded,
}

use Confidence::{Exact, Rounded};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Stable, in small letters with dashes.
    pub id: &'static str,
    pub name: &'static str,
    pub organisation: &'static str,
    pub year: u16,
    /// What [`crate::core::config::parse`] reads.
    pub config: &'static str,
    pub source: &'static str,
    /// Billions of parameters in all, and where they differ those that one token uses.
    pub published: &'static str,
    pub confidence: Confidence,
}

pub static PRESETS: &[Preset] = &[
    Preset {
        id: "llama-2-7b",
        name: "Llama 2 7B",
        organisation: "Meta",
        year: 2023,
        config: r#"{"model_type":"llama","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":32,"intermediate_size":11008,"vocab_size":32000,"max_position_embeddings":4096}"#,
        source: "meta-llama/Llama-2-7b-hf",
        published: "6.74 B",
        confidence: Exact,
    },
    Preset {
        id: "llama-2-13b",
        name: "Llama 2 13B",
        organisation: "Meta",
        year: 2023,
        config: r#"{"model_type":"llama","hidden_size":5120,"num_hidden_layers":40,"num_attention_heads":40,"num_key_value_heads":40,"intermediate_size":13824,"vocab_size":32000,"max_position_embeddings":4096}"#,
        source: "meta-llama/Llama-2-13b-hf",
        published: "13.0 B",
        confidence: Exact,
    },
    Preset {
        id: "llama-2-70b",
        name: "Llama 2 70B",
        organisation: "Meta",
        year: 2023,
        config: r#"{"model_type":"llama","hidden_size":8192,"num_hidden_layers":80,"num_attention_heads":64,"num_key_value_heads":8,"intermediate_size":28672,"vocab_size":32000,"max_position_embeddings":4096}"#,
        source: "meta-llama/Llama-2-70b-hf",
        published: "69 B",
        confidence: Exact,
    },
    Preset {
        id: "llama-3-8b",
        name: "Llama 3 8B",
        organisation: "Meta",
        year: 2024,
        config: r#"{"model_type":"llama","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":8,"intermediate_size":14336,"vocab_size":128256,"max_position_embeddings":8192}"#,
        source: "meta-llama/Meta-Llama-3-8B",
        published: "8.03 B",
        confidence: Exact,
    },
    Preset {
        id: "llama-3-70b",
        name: "Llama 3 70B",
        organisation: "Meta",
        year: 2024,
        config: r#"{"model_type":"llama","hidden_size":8192,"num_hidden_layers":80,"num_attention_heads":64,"num_key_value_heads":8,"intermediate_size":28672,"vocab_size":128256,"max_position_embeddings":8192}"#,
        source: "meta-llama/Meta-Llama-3-70B",
        published: "70.6 B",
        confidence: Exact,
    },
    Preset {
        id: "llama-3-1-405b",
        name: "Llama 3.1 405B",
        organisation: "Meta",
        year: 2024,
        config: r#"{"model_type":"llama","hidden_size":16384,"num_hidden_layers":126,"num_attention_heads":128,"num_key_value_heads":8,"intermediate_size":53248,"vocab_size":128256,"max_position_embeddings":131072}"#,
        source: "meta-llama/Llama-3.1-405B",
        published: "405 B",
        confidence: Exact,
    },
    Preset {
        id: "yi-34b",
        name: "Yi 34B",
        organisation: "01.AI",
        year: 2023,
        config: r#"{"model_type":"llama","hidden_size":7168,"num_hidden_layers":60,"num_attention_heads":56,"num_key_value_heads":8,"intermediate_size":20480,"vocab_size":64000,"max_position_embeddings":4096}"#,
        source: "01-ai/Yi-34B",
        published: "34 B",
        confidence: Rounded,
    },
    Preset {
        id: "mixtral-8x7b",
        name: "Mixtral 8x7B",
        organisation: "Mistral AI",
        year: 2023,
        config: r#"{"model_type":"mixtral","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":8,"vocab_size":32000,"intermediate_size":14336,"max_position_embeddings":32768,"num_experts_per_tok":2,"num_local_experts":8}"#,
        source: "mistralai/Mixtral-8x7B-v0.1",
        published: "46.7 B, 12.9 B a token",
        confidence: Exact,
    },
    Preset {
        id: "mixtral-8x22b",
        name: "Mixtral 8x22B",
        organisation: "Mistral AI",
        year: 2024,
        config: r#"{"model_type":"mixtral","hidden_size":6144,"num_hidden_layers":56,"num_attention_heads":48,"num_key_value_heads":8,"vocab_size":32000,"intermediate_size":16384,"max_position_embeddings":65536,"num_experts_per_tok":2,"num_local_experts":8}"#,
        source: "mistralai/Mixtral-8x22B-v0.1",
        published: "141 B, 39 B a token",
        confidence: Exact,
    },
    Preset {
        id: "dbrx",
        name: "DBRX",
        organisation: "Databricks",
        year: 2024,
        config: r#"{"model_type":"dbrx","d_model":6144,"n_layers":40,"n_heads":48,"max_seq_len":32768,"vocab_size":100352,"attn_config":{"kv_n_heads":8},"ffn_config":{"ffn_hidden_size":10752,"moe_num_experts":16,"moe_top_k":4}}"#,
        source: "databricks/dbrx-base",
        published: "132 B, 36 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "jetmoe-8b",
        name: "JetMoE 8B",
        organisation: "MIT and others",
        year: 2024,
        config: r#"{"model_type":"jetmoe","hidden_size":2048,"num_hidden_layers":24,"num_key_value_heads":16,"vocab_size":32000,"kv_channels":128,"intermediate_size":5632,"max_position_embeddings":4096,"num_local_experts":8,"num_experts_per_tok":2}"#,
        source: "jetmoe/jetmoe-8b",
        published: "8.5 B, 2.2 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "deepseek-moe-16b",
        name: "DeepSeekMoE 16B",
        organisation: "DeepSeek",
        year: 2024,
        config: r#"{"model_type":"deepseek","hidden_size":2048,"num_hidden_layers":28,"num_attention_heads":16,"num_key_value_heads":16,"vocab_size":102400,"intermediate_size":10944,"moe_intermediate_size":1408,"n_shared_experts":2,"n_routed_experts":64,"num_experts_per_tok":6,"first_k_dense_replace":1,"max_position_embeddings":4096}"#,
        source: "deepseek-ai/deepseek-moe-16b-base",
        published: "16.4 B, 2.8 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "deepseek-v2-lite",
        name: "DeepSeek-V2-Lite",
        organisation: "DeepSeek",
        year: 2024,
        config: r#"{"model_type":"deepseek_v2","hidden_size":2048,"num_hidden_layers":27,"num_attention_heads":16,"vocab_size":102400,"intermediate_size":10944,"max_position_embeddings":163840,"first_k_dense_replace":1,"kv_lora_rank":512,"q_lora_rank":null,"n_routed_experts":64,"n_shared_experts":2,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"num_experts_per_tok":6,"moe_intermediate_size":1408}"#,
        source: "deepseek-ai/DeepSeek-V2-Lite",
        published: "15.7 B, 2.4 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "deepseek-v2",
        name: "DeepSeek-V2",
        organisation: "DeepSeek",
        year: 2024,
        config: r#"{"model_type":"deepseek_v2","hidden_size":5120,"num_hidden_layers":60,"num_attention_heads":128,"vocab_size":102400,"intermediate_size":12288,"max_position_embeddings":163840,"first_k_dense_replace":1,"kv_lora_rank":512,"q_lora_rank":1536,"n_routed_experts":160,"n_shared_experts":2,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"num_experts_per_tok":6,"moe_intermediate_size":1536}"#,
        source: "deepseek-ai/DeepSeek-V2",
        published: "236 B, 21 B a token",
        confidence: Exact,
    },
    Preset {
        id: "deepseek-v3",
        name: "DeepSeek-V3 and R1",
        organisation: "DeepSeek",
        year: 2024,
        config: r#"{"model_type":"deepseek_v3","hidden_size":7168,"num_hidden_layers":61,"num_attention_heads":128,"vocab_size":129280,"intermediate_size":18432,"moe_intermediate_size":2048,"n_shared_experts":1,"n_routed_experts":256,"kv_lora_rank":512,"q_lora_rank":1536,"qk_rope_head_dim":64,"v_head_dim":128,"qk_nope_head_dim":128,"num_experts_per_tok":8,"first_k_dense_replace":3,"max_position_embeddings":163840}"#,
        source: "deepseek-ai/DeepSeek-V3",
        published: "671 B, 37 B a token",
        confidence: Exact,
    },
    Preset {
        id: "deepseek-v3-2",
        name: "DeepSeek-V3.2",
        organisation: "DeepSeek",
        year: 2025,
        config: r#"{"model_type":"deepseek_v32","hidden_size":7168,"num_hidden_layers":61,"num_attention_heads":128,"vocab_size":129280,"intermediate_size":18432,"moe_intermediate_size":2048,"n_shared_experts":1,"n_routed_experts":256,"kv_lora_rank":512,"q_lora_rank":1536,"qk_rope_head_dim":64,"v_head_dim":128,"qk_nope_head_dim":128,"num_experts_per_tok":8,"max_position_embeddings":163840,"index_topk":2048,"index_head_dim":128,"index_n_heads":64,"first_k_dense_replace":3}"#,
        source: "deepseek-ai/DeepSeek-V3.2-Exp",
        published: "671 B, 37 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "kimi-k2",
        name: "Kimi K2",
        organisation: "Moonshot AI",
        year: 2025,
        config: r#"{"model_type":"kimi_k2","hidden_size":7168,"num_hidden_layers":61,"num_attention_heads":64,"vocab_size":163840,"intermediate_size":18432,"moe_intermediate_size":2048,"n_shared_experts":1,"n_routed_experts":384,"kv_lora_rank":512,"q_lora_rank":1536,"qk_rope_head_dim":64,"v_head_dim":128,"qk_nope_head_dim":128,"num_experts_per_tok":8,"first_k_dense_replace":1,"max_position_embeddings":131072}"#,
        source: "moonshotai/Kimi-K2-Base",
        published: "1000 B, 32 B a token",
        confidence: Exact,
    },
    Preset {
        id: "qwen1-5-moe-a2-7b",
        name: "Qwen1.5-MoE-A2.7B",
        organisation: "Alibaba",
        year: 2024,
        config: r#"{"model_type":"qwen2_moe","hidden_size":2048,"num_hidden_layers":24,"num_attention_heads":16,"num_key_value_heads":16,"vocab_size":151936,"intermediate_size":5632,"max_position_embeddings":8192,"decoder_sparse_step":1,"moe_intermediate_size":1408,"shared_expert_intermediate_size":5632,"num_experts_per_tok":4,"num_experts":60}"#,
        source: "Qwen/Qwen1.5-MoE-A2.7B",
        published: "14.3 B, 2.7 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "qwen2-57b-a14b",
        name: "Qwen2-57B-A14B",
        organisation: "Alibaba",
        year: 2024,
        config: r#"{"model_type":"qwen2_moe","hidden_size":3584,"num_hidden_layers":28,"num_attention_heads":28,"num_key_value_heads":4,"vocab_size":151936,"intermediate_size":18944,"max_position_embeddings":131072,"decoder_sparse_step":1,"moe_intermediate_size":2560,"shared_expert_intermediate_size":20480,"num_experts_per_tok":8,"num_experts":64}"#,
        source: "Qwen/Qwen2-57B-A14B",
        published: "57.4 B, 14 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "qwen3-30b-a3b",
        name: "Qwen3-30B-A3B",
        organisation: "Alibaba",
        year: 2025,
        config: r#"{"model_type":"qwen3_moe","hidden_size":2048,"num_hidden_layers":48,"num_attention_heads":32,"num_key_value_heads":4,"head_dim":128,"vocab_size":151936,"intermediate_size":6144,"max_position_embeddings":40960,"decoder_sparse_step":1,"moe_intermediate_size":768,"num_experts_per_tok":8,"num_experts":128}"#,
        source: "Qwen/Qwen3-30B-A3B",
        published: "30.5 B, 3.3 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "qwen3-235b-a22b",
        name: "Qwen3-235B-A22B",
        organisation: "Alibaba",
        year: 2025,
        config: r#"{"model_type":"qwen3_moe","hidden_size":4096,"num_hidden_layers":94,"num_attention_heads":64,"num_key_value_heads":4,"head_dim":128,"vocab_size":151936,"intermediate_size":12288,"max_position_embeddings":40960,"decoder_sparse_step":1,"moe_intermediate_size":1536,"num_experts_per_tok":8,"num_experts":128}"#,
        source: "Qwen/Qwen3-235B-A22B",
        published: "235 B, 22 B a token",
        confidence: Exact,
    },
    Preset {
        id: "olmoe-1b-7b",
        name: "OLMoE 1B-7B",
        organisation: "Ai2",
        year: 2024,
        config: r#"{"model_type":"olmoe","hidden_size":2048,"num_hidden_layers":16,"num_attention_heads":16,"num_key_value_heads":16,"vocab_size":50304,"intermediate_size":1024,"max_position_embeddings":4096,"num_experts_per_tok":8,"num_experts":64}"#,
        source: "allenai/OLMoE-1B-7B-0924",
        published: "6.9 B, 1.3 B a token",
        confidence: Exact,
    },
    Preset {
        id: "phi-3-5-moe",
        name: "Phi-3.5-MoE",
        organisation: "Microsoft",
        year: 2024,
        config: r#"{"model_type":"phimoe","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":8,"vocab_size":32064,"intermediate_size":6400,"max_position_embeddings":131072,"sliding_window":131072,"num_experts_per_tok":2,"num_local_experts":16,"attention_bias":true,"lm_head_bias":true}"#,
        source: "microsoft/Phi-3.5-MoE-instruct",
        published: "42 B, 6.6 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "granite-3-0-1b-a400m",
        name: "Granite 3.0 1B-A400M",
        organisation: "IBM",
        year: 2024,
        config: r#"{"model_type":"granitemoe","hidden_size":1024,"num_hidden_layers":24,"num_attention_heads":16,"num_key_value_heads":8,"vocab_size":49155,"intermediate_size":512,"max_position_embeddings":4096,"tie_word_embeddings":true,"num_local_experts":32,"num_experts_per_tok":8}"#,
        source: "ibm-granite/granite-3.0-1b-a400m-base",
        published: "1.3 B, 0.4 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "granite-3-0-3b-a800m",
        name: "Granite 3.0 3B-A800M",
        organisation: "IBM",
        year: 2024,
        config: r#"{"model_type":"granitemoe","hidden_size":1536,"num_hidden_layers":32,"num_attention_heads":24,"num_key_value_heads":8,"vocab_size":49155,"intermediate_size":512,"max_position_embeddings":4096,"tie_word_embeddings":true,"num_local_experts":40,"num_experts_per_tok":8}"#,
        source: "ibm-granite/granite-3.0-3b-a800m-base",
        published: "3.3 B, 0.8 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "llama-4-scout",
        name: "Llama 4 Scout",
        organisation: "Meta",
        year: 2025,
        config: r#"{"model_type":"llama4_text","hidden_size":5120,"num_hidden_layers":48,"num_attention_heads":40,"num_key_value_heads":8,"head_dim":128,"vocab_size":202048,"intermediate_size":8192,"intermediate_size_mlp":16384,"max_position_embeddings":10485760,"num_experts_per_tok":1,"num_local_experts":16,"interleave_moe_layer_step":1,"no_rope_layer_interval":4,"attention_chunk_size":8192}"#,
        source: "meta-llama/Llama-4-Scout-17B-16E, text_config",
        published: "109 B with its vision encoder, 17 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "llama-4-maverick",
        name: "Llama 4 Maverick",
        organisation: "Meta",
        year: 2025,
        config: r#"{"model_type":"llama4_text","hidden_size":5120,"num_hidden_layers":48,"num_attention_heads":40,"num_key_value_heads":8,"head_dim":128,"vocab_size":202048,"intermediate_size":8192,"intermediate_size_mlp":16384,"max_position_embeddings":1048576,"num_experts_per_tok":1,"num_local_experts":128,"interleave_moe_layer_step":2,"no_rope_layer_interval":4,"attention_chunk_size":8192}"#,
        source: "meta-llama/Llama-4-Maverick-17B-128E, text_config",
        published: "400 B with its vision encoder, 17 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "hunyuan-a13b",
        name: "Hunyuan-A13B",
        organisation: "Tencent",
        year: 2025,
        config: r#"{"model_type":"hunyuan_v1_moe","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":8,"head_dim":128,"vocab_size":128167,"intermediate_size":3072,"max_position_embeddings":32768,"tie_word_embeddings":true,"num_experts":64,"moe_topk":8}"#,
        source: "tencent/Hunyuan-A13B-Instruct",
        published: "80 B, 13 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "dots-llm1",
        name: "dots.llm1",
        organisation: "Xiaohongshu",
        year: 2025,
        config: r#"{"model_type":"dots1","hidden_size":4096,"num_hidden_layers":62,"num_attention_heads":32,"num_key_value_heads":32,"vocab_size":152064,"intermediate_size":10944,"moe_intermediate_size":1408,"n_shared_experts":2,"n_routed_experts":128,"num_experts_per_tok":6,"first_k_dense_replace":1,"max_position_embeddings":32768}"#,
        source: "rednote-hilab/dots.llm1.base",
        published: "142 B, 14 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "ernie-4-5-21b-a3b",
        name: "ERNIE 4.5 21B-A3B",
        organisation: "Baidu",
        year: 2025,
        config: r#"{"model_type":"ernie4_5_moe","hidden_size":2560,"num_hidden_layers":28,"num_attention_heads":20,"num_key_value_heads":4,"vocab_size":103424,"intermediate_size":12288,"max_position_embeddings":131072,"tie_word_embeddings":true,"moe_intermediate_size":1536,"moe_k":6,"moe_num_experts":64,"moe_num_shared_experts":2,"moe_layer_interval":1,"moe_layer_start_index":1,"moe_layer_end_index":-1}"#,
        source: "baidu/ERNIE-4.5-21B-A3B-Base-PT",
        published: "21 B, 3 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "ernie-4-5-300b-a47b",
        name: "ERNIE 4.5 300B-A47B",
        organisation: "Baidu",
        year: 2025,
        config: r#"{"model_type":"ernie4_5_moe","hidden_size":8192,"num_hidden_layers":54,"num_attention_heads":64,"num_key_value_heads":8,"vocab_size":103424,"intermediate_size":28672,"max_position_embeddings":131072,"tie_word_embeddings":false,"moe_intermediate_size":3584,"moe_k":8,"moe_num_experts":64,"moe_num_shared_experts":0,"moe_layer_interval":1,"moe_layer_start_index":3,"moe_layer_end_index":-1}"#,
        source: "baidu/ERNIE-4.5-300B-A47B-Base-PT",
        published: "300 B, 47 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "glm-4-5",
        name: "GLM-4.5",
        organisation: "Z.ai",
        year: 2025,
        config: r#"{"model_type":"glm4_moe","hidden_size":5120,"num_hidden_layers":92,"num_attention_heads":96,"num_key_value_heads":8,"head_dim":128,"vocab_size":151552,"intermediate_size":12288,"max_position_embeddings":131072,"attention_bias":true,"moe_intermediate_size":1536,"num_experts_per_tok":8,"n_shared_experts":1,"n_routed_experts":160,"first_k_dense_replace":3,"use_qk_norm":true}"#,
        source: "zai-org/GLM-4.5",
        published: "355 B, 32 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "glm-4-5-air",
        name: "GLM-4.5-Air",
        organisation: "Z.ai",
        year: 2025,
        config: r#"{"model_type":"glm4_moe","hidden_size":4096,"num_hidden_layers":46,"num_attention_heads":96,"num_key_value_heads":8,"head_dim":128,"vocab_size":151552,"intermediate_size":10944,"max_position_embeddings":131072,"attention_bias":true,"moe_intermediate_size":1408,"num_experts_per_tok":8,"n_shared_experts":1,"n_routed_experts":128,"first_k_dense_replace":1}"#,
        source: "zai-org/GLM-4.5-Air",
        published: "106 B, 12 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "glm-4-7-flash",
        name: "GLM-4.7-Flash",
        organisation: "Z.ai",
        year: 2026,
        config: r#"{"model_type":"glm4_moe_lite","hidden_size":2048,"num_hidden_layers":47,"num_attention_heads":20,"vocab_size":154880,"intermediate_size":10240,"moe_intermediate_size":1536,"n_shared_experts":1,"n_routed_experts":64,"kv_lora_rank":512,"q_lora_rank":768,"qk_rope_head_dim":64,"v_head_dim":256,"qk_nope_head_dim":192,"num_experts_per_tok":4,"max_position_embeddings":202752}"#,
        source: "zai-org/GLM-4.7-Flash",
        published: "30 B",
        confidence: Rounded,
    },
    Preset {
        id: "glm-5",
        name: "GLM-5",
        organisation: "Z.ai",
        year: 2026,
        config: r#"{"model_type":"glm_moe_dsa","hidden_size":6144,"num_hidden_layers":78,"num_attention_heads":64,"vocab_size":154880,"intermediate_size":12288,"moe_intermediate_size":2048,"n_shared_experts":1,"n_routed_experts":256,"kv_lora_rank":512,"q_lora_rank":2048,"qk_rope_head_dim":64,"v_head_dim":256,"qk_nope_head_dim":192,"num_experts_per_tok":8,"max_position_embeddings":202752,"index_topk":2048,"index_head_dim":128,"index_n_heads":32,"first_k_dense_replace":3}"#,
        source: "zai-org/GLM-5",
        published: "744 B, 40 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "gpt-oss-120b",
        name: "gpt-oss-120b",
        organisation: "OpenAI",
        year: 2025,
        config: r#"{"model_type":"gpt_oss","hidden_size":2880,"num_hidden_layers":36,"num_attention_heads":64,"num_key_value_heads":8,"head_dim":64,"num_local_experts":128,"vocab_size":201088,"intermediate_size":2880,"sliding_window":128,"max_position_embeddings":131072,"num_experts_per_tok":4}"#,
        source: "openai/gpt-oss-120b",
        published: "116.83 B, 5.13 B a token",
        confidence: Exact,
    },
    Preset {
        id: "gpt-oss-20b",
        name: "gpt-oss-20b",
        organisation: "OpenAI",
        year: 2025,
        config: r#"{"model_type":"gpt_oss","hidden_size":2880,"num_hidden_layers":24,"num_attention_heads":64,"num_key_value_heads":8,"head_dim":64,"num_local_experts":32,"vocab_size":201088,"intermediate_size":2880,"sliding_window":128,"max_position_embeddings":131072,"num_experts_per_tok":4}"#,
        source: "openai/gpt-oss-20b",
        published: "20.91 B, 3.61 B a token",
        confidence: Exact,
    },
    Preset {
        id: "step-3",
        name: "Step-3",
        organisation: "StepFun",
        year: 2025,
        config: r#"{"model_type":"step3_text","hidden_size":7168,"num_hidden_layers":61,"num_attention_heads":64,"head_dim":256,"intermediate_size":18432,"num_attention_groups":1,"max_seq_len":65536,"vocab_size":128815,"moe_intermediate_size":5120,"moe_num_experts":48,"moe_top_k":3,"max_position_embedding":65536,"share_expert_dim":5120,"share_q_dim":2048}"#,
        source: "stepfun-ai/step3, text_config",
        published: "316 B, 38 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "minimax-m2",
        name: "MiniMax-M2",
        organisation: "MiniMax",
        year: 2025,
        config: r#"{"model_type":"minimax_m2","hidden_size":3072,"num_hidden_layers":62,"num_attention_heads":48,"num_key_value_heads":8,"head_dim":128,"vocab_size":200064,"intermediate_size":1536,"max_position_embeddings":196608,"num_experts_per_tok":8,"num_local_experts":256}"#,
        source: "MiniMaxAI/MiniMax-M2",
        published: "230 B, 10 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "longcat-flash",
        name: "LongCat-Flash",
        organisation: "Meituan",
        year: 2025,
        config: r#"{"model_type":"longcat_flash","hidden_size":6144,"num_layers":28,"num_attention_heads":64,"vocab_size":131072,"max_position_embeddings":131072,"ffn_hidden_size":12288,"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"moe_topk":12,"n_routed_experts":512,"zero_expert_num":256,"expert_ffn_hidden_size":2048}"#,
        source: "meituan-longcat/LongCat-Flash-Chat",
        published: "560 B, 18.6 to 31.3 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "flexolmo-7x7b",
        name: "FlexOlmo 7x7B",
        organisation: "Ai2",
        year: 2025,
        config: r#"{"model_type":"flex_olmo","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,"num_key_value_heads":32,"vocab_size":100352,"intermediate_size":11008,"max_position_embeddings":4096,"num_experts_per_tok":5,"num_experts":7}"#,
        source: "allenai/FlexOlmo-7x7B-1T",
        published: "33 B",
        confidence: Rounded,
    },
    Preset {
        id: "mimo-v2-flash",
        name: "MiMo-V2-Flash",
        organisation: "Xiaomi",
        year: 2025,
        config: r#"{"model_type":"mimo_v2_flash","hidden_size":4096,"num_hidden_layers":48,"num_attention_heads":64,"num_key_value_heads":4,"head_dim":192,"vocab_size":152576,"intermediate_size":16384,"max_position_embeddings":131072,"moe_intermediate_size":2048,"num_experts_per_tok":8,"n_routed_experts":256,"v_head_dim":128,"sliding_window":129}"#,
        source: "XiaomiMiMo/MiMo-V2-Flash",
        published: "309 B, 15 B a token",
        confidence: Rounded,
    },
    Preset {
        id: "solar-open-100b",
        name: "Solar Open 100B",
        organisation: "Upstage",
        year: 2025,
        config: r#"{"model_type":"solar_open","hidden_size":4096,"num_hidden_layers":48,"num_attention_heads":64,"num_key_value_heads":8,"head_dim":128,"vocab_size":196608,"max_position_embeddings":131072,"moe_intermediate_size":1280,"num_experts_per_tok":8,"n_shared_experts":1,"n_routed_experts":128}"#,
        source: "upstage/Solar-Open-100B",
        published: "102 B, 12 B a token",
        confidence: Rounded,
    },
];

#[cfg(test)]
mod tests {
    use super::{Confidence, PRESETS, Preset};
    use crate::core::config::parse;
    use crate::core::model::{Counts, cache};

    /// Numbers before a "B", in order.
    fn billions(text: &str) -> Vec<f64> {
        let words: Vec<&str> = text.split([' ', ',']).filter(|w| !w.is_empty()).collect();
        words.windows(2).filter(|w| w[1] == "B").map(|w| w[0].parse().unwrap()).collect()
    }

    fn near(counted: u128, printed: f64, tolerance: f64) -> bool {
        (counted as f64 / 1e9 / printed - 1.0).abs() < tolerance
    }

    #[test]
    fn rows_are_read_and_give_the_printed_size() {
        for p in PRESETS {
            let r = parse(p.config).unwrap_or_else(|e| panic!("{}: {e}", p.id));
            assert!(r.unknown.is_empty(), "{}: {:?}", p.id, r.unknown);
            let c = Counts::of(&r.model);
            let printed = billions(p.published);
            assert!(near(c.total, printed[0], 0.04), "{}: {} is not {}", p.id, c.total, p.published);
            if let Some(active) = printed.get(1) {
                let either = [c.active, c.active_without_input_embedding].map(|a| near(a, *active, 0.1));
                assert!(either.contains(&true), "{}: {} is not {active} B", p.id, c.active);
            }
        }
    }

    #[test]
    fn ids_are_plain_and_stand_once() {
        for (i, p) in PRESETS.iter().enumerate() {
            assert!(p.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", p.id);
            assert!((2017..=2026).contains(&p.year), "{}", p.id);
            assert!(PRESETS.iter().skip(i + 1).all(|q| q.id != p.id && q.name != p.name), "{}", p.id);
        }
    }

    fn find(id: &str) -> &'static Preset {
        PRESETS.iter().find(|p| p.id == id).unwrap()
    }

    #[test]
    fn known_to_the_last_digit() {
        let rows = [
            ("llama-2-7b", 6_738_415_616, 262_144),
            ("llama-2-13b", 13_015_864_320, 409_600),
            ("llama-2-70b", 68_976_648_192, 163_840),
            ("llama-3-8b", 8_030_261_248, 65_536),
            ("llama-3-70b", 70_553_706_496, 163_840),
            ("llama-3-1-405b", 405_853_388_800, 258_048),
            ("mixtral-8x7b", 46_702_792_704, 65_536),
            ("mixtral-8x22b", 140_620_634_112, 114_688),
            ("deepseek-v2", 235_741_434_880, 34_560),
            ("deepseek-v3", 671_026_404_352, 35_136),
            ("kimi-k2", 1_026_408_209_408, 35_136),
            ("qwen3-235b-a22b", 235_093_634_560, 96_256),
            ("olmoe-1b-7b", 6_919_161_856, 65_536),
            ("gpt-oss-120b", 116_829_156_672, 36_864),
            ("gpt-oss-20b", 20_914_757_184, 24_576),
        ];
        for (id, total, kept) in rows {
            let p = find(id);
            let model = parse(p.config).unwrap().model;
            assert_eq!(Counts::of(&model).total, total, "{id}");
            assert_eq!(cache::per_token(&model), kept, "{id}");
            assert_eq!(p.confidence, Confidence::Exact, "{id}");
        }
        let exact = PRESETS.iter().filter(|p| p.confidence == Confidence::Exact).count();
        assert_eq!(exact, rows.len());
        let step = parse(find("step-3").config).unwrap().model;
        assert_eq!(2 * cache::per_token(&step), 62_464);
        let yi = parse(find("yi-34b").config).unwrap().model;
        assert_eq!(2 * cache::per_token(&yi), 245_760);
    }
}

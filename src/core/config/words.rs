//! Fields of configurations in plain words.

const WORDS: &[(&str, &str)] = &[
    ("num_hidden_layers", "layers"),
    ("n_layer", "layers"),
    ("n_layers", "layers"),
    ("num_layers", "layers"),
    ("hidden_size", "width"),
    ("n_embd", "width"),
    ("d_model", "width"),
    ("dim", "width"),
    ("num_attention_heads", "query heads"),
    ("n_head", "query heads"),
    ("n_heads", "query heads"),
    ("num_heads", "query heads"),
    ("num_key_value_heads", "heads of keys and values"),
    ("num_kv_heads", "heads of keys and values"),
    ("head_dim", "width of a head"),
    ("d_kv", "width of a head"),
    ("intermediate_size", "feed-forward width"),
    ("n_inner", "feed-forward width"),
    ("d_ff", "feed-forward width"),
    ("ffn_hidden_size", "feed-forward width"),
    ("moe_intermediate_size", "width of an expert"),
    ("expert_ffn_hidden_size", "width of an expert"),
    ("shared_expert_intermediate_size", "width of the shared expert"),
    ("num_local_experts", "experts"),
    ("num_experts", "experts"),
    ("n_routed_experts", "experts"),
    ("moe_num_experts", "experts"),
    ("num_experts_per_tok", "experts of a token"),
    ("moe_topk", "experts of a token"),
    ("n_shared_experts", "shared experts"),
    ("num_shared_experts", "shared experts"),
    ("first_k_dense_replace", "dense layers first"),
    ("vocab_size", "vocabulary"),
    ("max_position_embeddings", "context"),
    ("n_positions", "context"),
    ("n_ctx", "context"),
    ("sliding_window", "window"),
    ("sliding_window_pattern", "every how many layers full"),
    ("tie_word_embeddings", "head tied to the embedding"),
    ("attention_bias", "biases of attention"),
    ("qkv_bias", "biases of query, key, value"),
    ("mlp_bias", "biases of the feed-forward"),
    ("q_lora_rank", "rank of queries"),
    ("kv_lora_rank", "rank of keys and values"),
    ("qk_rope_head_dim", "key width with position"),
    ("qk_nope_head_dim", "key width without position"),
    ("v_head_dim", "value width"),
    ("state_size", "size of the state"),
    ("ssm_state_size", "size of the state"),
    ("mamba_d_state", "size of the state"),
];

/// Where a field stands among those of a model: what shapes most first, names without words last.
pub fn rank(field: &str) -> usize {
    let last = field.rsplit('.').next().unwrap_or(field);
    WORDS.iter().position(|(name, _)| *name == last).unwrap_or(WORDS.len())
}

/// A field in words; its own name where there are none. Fields of an inner object go by their last name.
pub fn words(field: &str) -> &str {
    let last = field.rsplit('.').next().unwrap_or(field);
    WORDS.iter().find(|(name, _)| *name == last).map_or(last, |(_, words)| words)
}

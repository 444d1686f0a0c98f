//! Fields that change neither weights nor caches: numerics, tokens with a meaning, and what tools leave behind.

const NAMES: &[&str] = &[
    "_attn_implementation",
    "_name_or_path",
    "architectures",
    "attn_logit_softcapping",
    "auto_map",
    "dtype",
    "embedding_multiplier",
    "embd_pdrop",
    "ep_size",
    "final_logit_softcapping",
    "hidden_act",
    "id2label",
    "initializer_range",
    "label2id",
    "layer_norm_eps",
    "layer_norm_epsilon",
    "logits_scaling",
    "max_length",
    "model_type",
    "n_group",
    "norm_eps",
    "norm_topk_prob",
    "output_router_logits",
    "partial_rotary_factor",
    "pretraining_tp",
    "query_pre_attn_scalar",
    "quantization_config",
    "residual_multiplier",
    "rms_norm_eps",
    "rope_parameters",
    "rope_scaling",
    "rope_theta",
    "rotary_pct",
    "routed_scaling_factor",
    "router_aux_loss_coef",
    "scoring_func",
    "seq_aux",
    "topk_group",
    "topk_method",
    "torch_dtype",
    "transformers_version",
    "use_cache",
];

/// Ends of names that mark tokens with a meaning and numerics.
const ENDS: &[&str] = &["_token_id", "_token_ids", "_token_index", "_eps", "_epsilon", "_dropout", "_pdrop"];

/// Does this field leave weights and caches alone?
pub fn has(name: &str) -> bool {
    NAMES.contains(&name) || ENDS.iter().any(|end| name.ends_with(end))
}

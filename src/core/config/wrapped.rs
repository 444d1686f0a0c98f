//! Models for images or sound around a language model: the language model is what is read.

use serde_json::{Map, Value};

use crate::core::error::{Code, Error};

/// Whether the head is the embedding, where the outer part of the file does not say it.
#[derive(Clone, Copy)]
enum Tie {
    Yes,
    No,
    /// As the inner part says, even against an outer no.
    Inner,
}

/// Outer types, and the inner type where the file does not say it.
const OUTER: &[(&str, &str, Tie)] = &[
    ("aya_vision", "cohere2", Tie::Yes),
    ("cohere2_vision", "cohere2", Tie::Yes),
    ("deepseek_vl", "llama", Tie::Yes),
    ("exaone4_5", "exaone4", Tie::No),
    ("fast_vlm", "qwen2", Tie::No),
    ("fuyu", "persimmon", Tie::No),
    ("gemma3", "gemma3_text", Tie::Yes),
    ("gemma3n", "gemma3n_text", Tie::Yes),
    ("gemma4", "gemma4_text", Tie::Yes),
    ("gemma4_unified", "gemma4_unified_text", Tie::Yes),
    ("glm46v", "glm4v_text", Tie::No),
    ("glm4v", "glm4v_text", Tie::Inner),
    ("glm4v_moe", "glm4v_moe_text", Tie::Inner),
    ("glm_ocr", "glm_ocr_text", Tie::Inner),
    ("got_ocr2", "qwen2", Tie::Yes),
    ("granite_speech", "granite", Tie::Yes),
    ("hyperclovax_vision_v2", "hyperclovax", Tie::Yes),
    ("idefics2", "mistral", Tie::No),
    ("idefics3", "llama", Tie::No),
    ("internvl", "qwen2", Tie::Yes),
    ("janus", "llama", Tie::Yes),
    ("kimi_k25", "kimi_k2", Tie::Inner),
    ("lfm2_vl", "lfm2", Tie::Yes),
    ("lighton_ocr", "qwen3", Tie::Yes),
    ("llama4", "llama4_text", Tie::Inner),
    ("llava", "llama", Tie::Inner),
    ("llava_next", "llama", Tie::No),
    ("llava_next_video", "llama", Tie::Inner),
    ("llava_onevision", "qwen2", Tie::Inner),
    ("mistral3", "mistral", Tie::Yes),
    ("mllama", "mllama_text_model", Tie::No),
    ("paddleocr_vl", "paddleocr_vl_text", Tie::Inner),
    ("paligemma", "gemma", Tie::Yes),
    ("perception_lm", "llama", Tie::No),
    ("qwen2_5_omni", "qwen2_5_omni_text", Tie::No),
    ("qwen2_5_vl", "qwen2_5_vl_text", Tie::Inner),
    ("qwen2_audio", "qwen2", Tie::No),
    ("qwen2_vl", "qwen2_vl_text", Tie::Inner),
    ("qwen3_5", "qwen3_5_text", Tie::No),
    ("qwen3_5_moe", "qwen3_5_moe_text", Tie::No),
    ("qwen3_vl", "qwen3_vl_text", Tie::No),
    ("qwen3_vl_moe", "qwen3_vl_moe_text", Tie::No),
    ("smolvlm", "llama", Tie::No),
    ("step3_vl", "step3_text", Tie::Inner),
    ("video_llama_3", "qwen2", Tie::Inner),
    ("video_llava", "llama", Tie::No),
    ("vipllava", "llama", Tie::No),
];

/// Names of the part that describes the language model.
const PARTS: &[&str] = &["text_config", "llm_config", "language_config"];
const TIE: &str = "tie_word_embeddings";

/// A language model taken out of a larger one.
pub struct Inner {
    pub config: Value,
    /// The field that it stands in; empty where it stands beside the rest.
    pub part: &'static str,
    /// What is left out.
    pub remark: String,
    /// To be said when the head turns out not to be the embedding.
    pub if_apart: Option<String>,
}

/// The outer model types whose inner one is among `known`.
pub fn types(known: impl Fn(&str) -> bool) -> impl Iterator<Item = &'static str> {
    OUTER.iter().filter(move |o| known(o.1)).map(|o| o.0)
}

/// The language model of such a file; nothing when the file has none.
///
/// # Errors
/// When the inner part does not say what it is.
pub fn inner(kind: &str, value: &Value) -> Result<Option<Inner>, Error> {
    let Some(file) = value.as_object() else { return Ok(None) };
    let file = file.get("thinker_config").and_then(Value::as_object).unwrap_or(file);
    let known = OUTER.iter().find(|o| o.0 == kind);
    let part = PARTS.iter().find_map(|name| Some((*name, file.get(*name)?.as_object()?)));
    let (name, fields) = match part {
        Some(part) => part,
        // Before the parts were told apart all fields of the language model stood beside each other.
        None if known.is_some() && file.contains_key("hidden_size") => ("", file),
        None if known.is_some() => {
            return Err(Error::new(
                Code::MissingField,
                "text_config",
                "\"text_config\" is needed: the part of the file that describes the language model.",
            ));
        }
        None => return Ok(None),
    };
    let mut config: Map<String, Value> = fields.clone();
    config.retain(|field, _| !field.ends_with("_config") || field == "attn_config" || field == "per_layer_config");
    match (fields.get("model_type").and_then(Value::as_str), known) {
        (Some(own), _) if own != kind => {}
        (_, Some(o)) => drop(config.insert("model_type".to_owned(), o.1.into())),
        _ => {
            return Err(Error::new(
                Code::MissingField,
                within(name, "model_type"),
                "\"model_type\" is needed in the part that describes the language model: its architecture.",
            ));
        }
    }
    let says = |map: &Map<String, Value>| map.get(TIE).and_then(Value::as_bool);
    let tie = known.map(|o| o.2);
    let tied = match (says(file), says(fields)) {
        (Some(false), inner) if matches!(tie, Some(Tie::Inner)) => inner,
        (Some(outer), _) => Some(outer),
        (None, None) if matches!(tie, Some(Tie::No)) => Some(false),
        (None, inner) => inner,
    };
    if let Some(tied) = tied {
        config.insert(TIE.to_owned(), tied.into());
    }
    let place = if name.is_empty() { String::new() } else { format!(" ({name})") };
    let remark =
        format!("Counted is the language model{place} of {kind}; what makes images or sound into its input is not.");
    let if_apart = (says(file).is_none() && matches!(tie, Some(Tie::Yes))).then(|| {
        format!(
            "The output head is counted as a matrix of its own, as the language model has it. The class {kind} would use the input embedding; say \"{TIE}\" in the outer part to settle it."
        )
    });
    Ok(Some(Inner { config: Value::Object(config), part: name, remark, if_apart }))
}

/// A field of a part, as a path.
pub fn within(part: &str, field: &str) -> String {
    if part.is_empty() { field.to_owned() } else { format!("{part}.{field}") }
}

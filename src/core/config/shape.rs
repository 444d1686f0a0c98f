//! A model said in a few words of our own, as the configuration of a Llama-like or Mixtral-like decoder.

use serde_json::{Map, Value};

use crate::core::error::{Code, Error};

/// Our words and the fields that they stand for; the first five must be there.
const WORDS: [(&str, &str); 12] = [
    ("layers", "num_hidden_layers"),
    ("width", "hidden_size"),
    ("heads", "num_attention_heads"),
    ("feedForward", "intermediate_size"),
    ("vocabulary", "vocab_size"),
    ("kvHeads", "num_key_value_heads"),
    ("headDim", "head_dim"),
    ("context", "max_position_embeddings"),
    ("window", "sliding_window"),
    ("experts", "num_local_experts"),
    ("topK", "num_experts_per_tok"),
    ("tied", "tie_word_embeddings"),
];
const NEEDED: usize = 5;

/// `{layers, width, heads, feedForward, vocabulary}` and what else shapes a decoder, as a configuration.
///
/// # Errors
/// `missing-field`, `unknown-field`; sizes are looked at when the configuration is read.
pub fn shape(value: &Value) -> Result<Value, Error> {
    let given = value.as_object().filter(|o| !o.is_empty()).ok_or_else(|| {
        Error::new(
            Code::WrongType,
            "model",
            "A model is an object with its fields, for example {model_type: \"llama\"}.",
        )
    })?;
    let mut out = Map::new();
    for (name, v) in given.iter().filter(|(name, v)| !v.is_null() || !WORDS.iter().any(|(word, _)| word == name)) {
        let Some((_, field)) = WORDS.iter().find(|(word, _)| word == name) else {
            let known: Vec<&str> = WORDS.iter().map(|w| w.0).collect();
            let shown: String = name.chars().take(40).collect();
            let message = format!("\"{shown}\" is not known without \"model_type\"; a shape has {}.", known.join(", "));
            return Err(Error::new(Code::UnknownField, shown.clone(), message));
        };
        out.insert((*field).to_owned(), v.clone());
    }
    if let Some((word, _)) = WORDS.iter().take(NEEDED).find(|(_, field)| !out.contains_key(*field)) {
        let message = format!("\"{word}\" is needed to shape a model; or give a config.json with its \"model_type\".");
        return Err(Error::new(Code::MissingField, *word, message));
    }
    let experts = out.contains_key("num_local_experts");
    let kind = if experts {
        "mixtral"
    } else if out.contains_key("sliding_window") {
        "mistral"
    } else {
        "llama"
    };
    out.entry("num_key_value_heads").or_insert(Value::Null);
    out.insert("model_type".to_owned(), Value::from(kind));
    Ok(Value::Object(out))
}

/// An error of the configuration that [`shape`] makes, said in our words.
pub fn in_words(e: Error) -> Error {
    let message = WORDS.iter().fold(e.message.clone(), |m, (word, field)| m.replace(field, word));
    match WORDS.iter().find(|(_, field)| *field == e.field) {
        Some((word, _)) => Error { message, ..e.at(*word) },
        None => Error { message, ..e },
    }
}

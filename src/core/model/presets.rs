//! Released models: a table to be read and checked without knowing Rust.

use crate::core::error::{Code, Error};

/// A released model and the fields of its `config.json` that shape it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    pub id: &'static str,
    pub name: &'static str,
    pub organisation: &'static str,
    pub year: u16,
    /// Fields of the configuration that differ from the class.
    pub config: &'static str,
    pub source: &'static str,
    /// The size as its makers print it.
    pub published: &'static str,
    pub confidence: &'static str,
}

pub const DEFAULT: &str = "llama-3-70b";

pub static ALL: &[Preset] = &[Preset {
    id: "llama-3-70b",
    name: "Llama 3 70B",
    organisation: "Meta",
    year: 2024,
    config: r#"{"model_type":"llama","hidden_size":8192,"intermediate_size":28672,"num_hidden_layers":80,"num_attention_heads":64,"num_key_value_heads":8,"vocab_size":128256,"max_position_embeddings":8192}"#,
    source: "config.json of meta-llama/Meta-Llama-3-70B",
    published: "70.6 B",
    confidence: "seen",
}];

/// # Errors
/// `unknown-id`.
pub fn find(id: &str) -> Result<&'static Preset, Error> {
    ALL.iter().find(|p| p.id == id).ok_or_else(|| {
        let shown: String = id.chars().take(40).collect();
        Error::new(Code::UnknownId, "model", format!("\"{shown}\" is not a model of the table; models() lists them."))
    })
}

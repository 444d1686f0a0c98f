//! Models described by a Hugging Face `config.json`, read into layers and tensors.
//!
//! A file says only what differs from its class; [`fields`] fills in what the class says, the family's
//! own module says what the fields mean, and nothing that was not understood is passed over in silence.

mod bart;
mod decoders;
#[cfg(test)]
mod decoders_tests;
mod delta;
mod fields;
mod gemma;
mod gpts;
mod hybrid;
mod ignored;
mod jamba;
mod kimi;
mod lfm2;
mod llamas;
mod mamba;
mod minimax;
#[cfg(test)]
mod mixers_tests;
mod moe;
mod nemotron_h;
mod recurrent;
mod shape;
mod styles;
mod t5;
mod windows;
mod words;
mod wrapped;
mod zamba;

use std::borrow::Cow;

use super::error::{Code, Error};
use super::model::Architecture;
use fields::Config;
use serde_json::Value;
pub use shape::{in_words, shape};
pub use words::{rank, words};

/// A configuration file larger than this is not one.
const LARGEST: usize = 1 << 20;
/// More layers than any model has, and few enough to count in no time.
pub(super) const MOST_LAYERS: u64 = 10_000;

/// A model read from a configuration, and what should be known of the reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub model: Architecture,
    /// Fields that are not known here: they may or may not matter.
    pub unknown: Vec<String>,
    /// What the file did not say and was taken from its class or concluded, in sentences.
    pub inferred: Vec<String>,
    /// What of the file was counted differently or left out, in sentences.
    pub remarks: Vec<String>,
    /// Numbers and switches that shape the model, as the file or its class has them.
    pub fields: Vec<(String, Value)>,
    /// The fields that say this model and nothing more.
    pub essence: Value,
}

type Reader = fn(&mut Config) -> Result<Architecture, Error>;

/// Model types and what reads them. A new type is one line here and its fields in `defaults.json`.
static READERS: &[(&str, Reader)] = &[
    // Dense decoders.
    ("apertus", llamas::apertus),
    ("arcee", styles::read),
    ("biogpt", styles::read),
    ("bitnet", llamas::bitnet),
    ("bloom", gpts::bloom),
    ("codegen", styles::read),
    ("cohere", styles::read),
    ("cohere2", styles::read),
    ("diffllama", llamas::diffllama),
    ("ernie4_5", styles::read),
    ("exaone", styles::read),
    ("exaone4", styles::read),
    ("falcon", gpts::falcon),
    ("gemma", styles::read),
    ("gemma2", styles::read),
    ("gemma3_text", gemma::three),
    ("gemma3n_text", gemma::nested),
    ("gemma4_text", gemma::four),
    ("gemma4_unified_text", gemma::four),
    ("glm", styles::read),
    ("glm4", styles::read),
    ("glm4v_text", styles::read),
    ("glm_ocr_text", styles::read),
    ("gpt2", gpts::gpt2),
    ("gpt_bigcode", gpts::gpt2),
    ("gpt_neo", gpts::gpt_neo),
    ("gpt_neox", styles::read),
    ("gptj", styles::read),
    ("granite", styles::read),
    ("helium", llamas::helium),
    ("hunyuan_v1_dense", styles::read),
    ("hyperclovax", llamas::hyperclovax),
    ("internlm3", styles::read),
    ("llama", styles::read),
    ("minicpm3", llamas::latent),
    ("ministral", styles::read),
    ("ministral3", styles::read),
    ("mistral", styles::read),
    ("mllama_text_model", llamas::mllama),
    ("modernbert-decoder", llamas::modernbert),
    ("mpt", gpts::mpt),
    ("nanochat", styles::read),
    ("nemotron", styles::read),
    ("olmo", styles::read),
    ("olmo2", styles::read),
    ("olmo3", styles::read),
    ("openai-gpt", styles::read),
    ("opt", gpts::opt),
    ("paddleocr_vl_text", styles::read),
    ("persimmon", styles::read),
    ("phi", styles::read),
    ("phi3", styles::read),
    ("qwen2", styles::read),
    ("qwen2_5_omni_text", styles::read),
    ("qwen2_5_vl_text", styles::read),
    ("qwen2_vl_text", styles::read),
    ("qwen3", styles::read),
    ("qwen3_vl_text", styles::read),
    ("seed_oss", styles::read),
    ("smollm3", styles::read),
    ("stablelm", llamas::stablelm),
    ("starcoder2", styles::read),
    ("vaultgemma", styles::read),
    ("xglm", gpts::gpt2),
    ("youtu", llamas::latent),
    // Mixtures of experts, and attention over latents.
    ("afmoe", moe::grouped),
    ("cohere2_moe", moe::grouped),
    ("dbrx", moe::dbrx),
    ("deepseek", moe::grouped),
    ("deepseek_v2", moe::latent),
    ("deepseek_v3", moe::latent),
    ("deepseek_v32", moe::latent),
    ("dots1", moe::grouped),
    ("ernie4_5_moe", moe::grouped),
    ("exaone_moe", moe::grouped),
    ("flex_olmo", moe::grouped),
    ("glm4_moe", moe::grouped),
    ("glm4_moe_lite", moe::latent),
    ("glm_moe_dsa", moe::latent),
    ("gpt_oss", moe::grouped),
    ("granitemoe", moe::grouped),
    ("granitemoeshared", moe::grouped),
    ("hunyuan_v1_moe", moe::hunyuan),
    ("jetmoe", moe::jetmoe),
    ("kimi_k2", moe::latent),
    ("llama4_text", moe::grouped),
    ("longcat_flash", moe::longcat),
    ("mimo_v2_flash", moe::mimo),
    ("minimax_m2", moe::grouped),
    ("mixtral", moe::grouped),
    ("olmoe", moe::grouped),
    ("phimoe", moe::grouped),
    ("qwen2_moe", moe::grouped),
    ("qwen3_moe", moe::grouped),
    ("solar_open", moe::grouped),
    ("step3_text", moe::step),
    ("bailing_hybrid", kimi::bailing),
    ("bamba", jamba::bamba),
    ("bart", bart::bart),
    ("falcon_h1", jamba::falcon_h1),
    ("falcon_mamba", mamba::read),
    ("granitemoehybrid", jamba::granite),
    ("jamba", jamba::read),
    ("kimi_linear", kimi::read),
    ("lfm2", lfm2::read),
    ("lfm2_moe", lfm2::moe),
    ("longt5", t5::read),
    ("m2m_100", bart::m2m),
    ("mamba", mamba::read),
    ("mamba2", mamba::second),
    ("marian", bart::marian),
    ("mbart", bart::mbart),
    ("minimax", minimax::read),
    ("mt5", t5::read),
    ("nemotron_h", nemotron_h::read),
    ("olmo_hybrid", delta::olmo),
    ("pegasus", bart::pegasus),
    ("qwen3_5_moe_text", delta::qwen),
    ("qwen3_5_text", delta::qwen),
    ("qwen3_next", delta::qwen),
    ("recurrent_gemma", recurrent::gemma),
    ("rwkv", recurrent::rwkv),
    ("switch_transformers", t5::switch),
    ("t5", t5::read),
    ("umt5", t5::umt5),
    ("xlstm", recurrent::xlstm),
    ("zamba", zamba::read),
    ("zamba2", zamba::second),
];

/// The model types that can be read.
pub fn types() -> impl Iterator<Item = &'static str> {
    READERS.iter().map(|r| r.0).chain(wrapped::types(|kind| reader(kind).is_some()))
}

/// Reads the text of a `config.json`.
///
/// # Errors
/// What is wrong with it, at the field of the file.
pub fn parse(text: &str) -> Result<Reading, Error> {
    let bad = |message: String| Error::new(Code::WrongType, "config", message);
    if text.len() > LARGEST {
        return Err(bad(format!(
            "This is {} bytes long; a config.json has a few thousand, and at most {LARGEST} are read.",
            text.len()
        )));
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(bad("There is nothing here; paste the text of a model's config.json.".to_owned()));
    }
    if text.starts_with('<') {
        return Err(bad("This is a web page, not a config.json; on the model's page open \"Files\", then config.json, then \"raw\".".to_owned()));
    }
    let value: Value = serde_json::from_str(&without_infinity(text)).map_err(|e| {
        let what = if e.is_eof() { "it ends too early, so a part was cut off" } else { "it is not JSON there" };
        bad(format!("This cannot be read as JSON: at line {}, column {} {what}.", e.line(), e.column()))
    })?;
    read(&value)
}

/// Python writes Infinity and NaN, which are not JSON, for limits without effect here: null in their place.
fn without_infinity(text: &str) -> Cow<'_, str> {
    const WORDS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];
    if !WORDS.iter().any(|w| text.contains(w)) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut inside, mut escaped) = (String::with_capacity(text.len()), false, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = WORDS.iter().find(|w| !inside && rest.starts_with(**w));
        let taken = word.map_or(first.len_utf8(), |w| w.len());
        match word {
            Some(_) => out.push_str("null"),
            None => out.push(first),
        }
        inside ^= first == '"' && !escaped;
        escaped = first == '\\' && inside && !escaped;
        rest = rest.get(taken..).unwrap_or_default();
    }
    Cow::Owned(out)
}

/// Reads a configuration that is already an object.
///
/// # Errors
/// What is wrong with it, at the field of the file.
pub fn read(value: &Value) -> Result<Reading, Error> {
    let mut config = Config::of(value)?;
    let kind = config.kind().to_owned();
    let Some(reader) = reader(&kind) else {
        let Some(inner) = wrapped::inner(&kind, value)? else { return Err(unknown_type(&kind)) };
        return unwrapped(inner, value);
    };
    let model = reader(&mut config)?;
    if let Some(how) = quantised(value) {
        config.remark(how);
    }
    let fields::Notes { unknown, inferred, remarks, looked, essence } = config.finish();
    Ok(Reading { model, unknown, inferred, remarks, fields: looked, essence })
}

fn reader(kind: &str) -> Option<Reader> {
    READERS.iter().find(|r| r.0 == kind).map(|r| r.1)
}

/// Reads the language model of a larger one; its fields are named with the part that they stand in.
fn unwrapped(inner: wrapped::Inner, value: &Value) -> Result<Reading, Error> {
    let within = |field: &str| wrapped::within(inner.part, field);
    let mut config = Config::of(&inner.config)?;
    let kind = config.kind().to_owned();
    let named = |e: Error| Error { field: within(&e.field), ..e };
    let model = reader(&kind).ok_or_else(|| unknown_type(&kind)).and_then(|read| read(&mut config)).map_err(named)?;
    let fields::Notes { unknown, inferred, mut remarks, looked, essence } = config.finish();
    remarks.insert(0, inner.remark);
    remarks.extend(quantised(value));
    if !model.is_tied() {
        remarks.extend(inner.if_apart);
    }
    let unknown = unknown.iter().map(|field| within(field)).collect();
    Ok(Reading { model, unknown, inferred, remarks, fields: looked, essence })
}

/// A file whose weights are quantised already: counted as they are, stored as the format says.
fn quantised(value: &Value) -> Option<String> {
    let given = value.get("quantization_config")?.as_object()?;
    let method = given.get("quant_method").and_then(Value::as_str).unwrap_or("in some way");
    let bits = given.get("bits").and_then(Value::as_u64).map_or_else(String::new, |b| format!(", {b} bits"));
    let method: String = method.chars().take(40).collect();
    Some(format!("The file's weights are quantised ({method}{bits}): choose the format they are served in."))
}

fn unknown_type(kind: &str) -> Error {
    let near = types().filter(|t| t.len() > 2 && (kind.starts_with(t) || t.starts_with(kind))).max_by_key(|t| t.len());
    let hint = near.map_or_else(String::new, |t| format!(" The nearest is \"{t}\"."));
    let kind: String = kind.chars().take(40).collect();
    let e = Error::new(
        Code::UnknownId,
        "model_type",
        format!("\"{kind}\" is not among the {} model types that can be read.{hint}", types().count()),
    );
    match near {
        Some(t) => e.suggest(t),
        None => e,
    }
}

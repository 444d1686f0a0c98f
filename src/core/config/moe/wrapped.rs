//! Models that see pictures, of which only the language model is counted.

use super::Config;
use crate::core::config::READERS;
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Role};

/// Such a model, and what its language model is where `text_config` does not say.
const WRAPPERS: &[(&str, &str)] = &[("kimi_k25", "kimi_k2"), ("llama4", "llama4_text"), ("step3_vl", "step3_text")];

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let usual = WRAPPERS.iter().find(|w| w.0 == c.kind()).map_or("llama4_text", |w| w.1);
    let said = c.raw("text_config").and_then(|t| t.get("model_type")?.as_str().map(str::to_owned));
    let kind = said.unwrap_or_else(|| usual.to_owned());
    let wrapper = WRAPPERS.iter().any(|w| w.0 == kind);
    let reader = READERS.iter().find(|r| r.0 == kind && !wrapper).map(|r| r.1);
    let reader = reader.ok_or_else(|| {
        let kind: String = kind.chars().take(40).collect();
        Error::new(
            Code::UnknownId,
            "text_config.model_type",
            format!("\"{kind}\" is not a language model that can be read."),
        )
        .suggest(usual)
    })?;
    let model = c.within("text_config", &kind, reader)?;
    c.raw("vision_config");
    c.remark("Only the language model is counted, not what turns pictures into tokens.");
    let tied = model.tail.iter().any(|t| t.role == Role::Tied);
    if c.flag("tie_word_embeddings")? && !tied {
        c.remark("\"tie_word_embeddings\" is taken from \"text_config\", not from beside it.");
    }
    Ok(model)
}

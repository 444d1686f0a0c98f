//! Llama and what is built like it.

use super::fields::Config;
use crate::core::error::Error;
use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let heads = c.size("num_attention_heads")?;
    let kv = c.or("num_key_value_heads", heads)?;
    c.divided(("num_attention_heads", heads), ("num_key_value_heads", kv))?;
    let head = match c.maybe("head_dim")? {
        Some(e) => e,
        None => c.divided(("hidden_size", width), ("num_attention_heads", heads))?,
    };
    let mut attention = Attention::grouped(width, heads, kv, head, head);
    if c.flag("attention_bias")? {
        attention = attention.qkv_bias().output_bias();
    }
    let mut feed = Feed::dense(width, c.size("intermediate_size")?, true);
    if c.flag("mlp_bias")? {
        feed = feed.bias(width);
    }
    let norm = |name| Tensor::vector(name, Part::Norm, width);
    let layer = Layer {
        attention: Some(attention),
        feeds: vec![feed],
        rest: vec![norm("attention norm"), norm("feed-forward norm")],
        ..Layer::default()
    };
    let vocabulary = c.size("vocab_size")?;
    let head = if c.flag("tie_word_embeddings")? {
        Tensor::tied("head", Part::Head, width, vocabulary)
    } else {
        Tensor::matrix("head", Part::Head, width, vocabulary)
    };
    Ok(Architecture {
        family: c.kind().to_owned(),
        width,
        vocabulary,
        context: c.maybe("max_position_embeddings")?,
        stem: vec![Tensor::table("embedding", Part::Embedding, vocabulary, width).split(Split::Tensor)],
        encoder: None,
        stack: Stack::same(layer, c.layers("num_hidden_layers")?),
        tail: vec![norm("final norm"), head.split(Split::Tensor)],
        dropout: false,
    })
}

#[cfg(test)]
mod tests {
    use crate::core::config::parse;
    use crate::core::model::{Counts, cache};

    #[test]
    fn llama_2_7b() {
        let r = parse(r#"{"model_type": "llama"}"#).unwrap();
        assert_eq!(Counts::of(&r.model).total, 6_738_415_616);
        assert_eq!(cache::per_token(&r.model) * 2, 524_288);
    }
}

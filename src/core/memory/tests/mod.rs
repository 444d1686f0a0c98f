//! Published numbers and properties of training memory.

mod brute;
mod korthikanti;
mod more;
mod random;
mod states;

use super::training::{Part, Setup, Stage, training};
use crate::core::model::{Architecture, Attention, Feed, Layer, Part as Of, Split, Stack, Tensor};

/// A GPT as the papers count it: 12 d² weights in a layer, no vectors, no embedding.
fn gpt(layers: u64, width: u64, heads: u64) -> Architecture {
    let layer = Layer {
        attention: Some(Attention::grouped(width, heads, heads, width / heads, width / heads)),
        feeds: vec![Feed::dense(width, 4 * width, false)],
        ..Layer::default()
    };
    Architecture {
        family: "gpt".to_owned(),
        width,
        vocabulary: 51_200,
        context: None,
        stem: vec![],
        encoder: None,
        stack: Stack::same(layer, layers),
        tail: vec![],
        dropout: true,
    }
}

/// The same with embedding and untied head.
fn with_ends(mut model: Architecture) -> Architecture {
    let (v, d) = (model.vocabulary, model.width);
    model.stem = vec![Tensor::table("embedding", Of::Embedding, v, d).split(Split::Tensor)];
    model.tail =
        vec![Tensor::vector("final norm", Of::Norm, d), Tensor::matrix("head", Of::Head, d, v).split(Split::Tensor)];
    model
}

/// `parameters` in one tensor.
fn lump(parameters: u64) -> Architecture {
    let layer = Layer { rest: vec![Tensor::vector("all", Of::Other, parameters)], ..Layer::default() };
    Architecture { stack: Stack::same(layer, 1), dropout: false, ..gpt(1, 64, 1) }
}

fn first(model: &Architecture, setup: &Setup) -> Stage {
    training(model, setup).unwrap()[0]
}

fn gib(model: &Architecture, setup: &Setup, part: Part) -> f64 {
    first(model, setup).part(part).gib()
}

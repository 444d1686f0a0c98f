//! A decoder of equal layers as an architecture.

use super::Shape;
use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Split, Stack, Tensor};

impl Shape {
    pub fn architecture(&self) -> Architecture {
        let d = self.width;
        let mut attention = Attention::grouped(d, self.heads, self.kv_heads, self.head, self.head);
        if let Some(limit) = self.window {
            attention = attention.windowed(limit);
        }
        let norm = Tensor::vector("norm", Part::Norm, d);
        let layer = Layer {
            attention: Some(attention),
            feeds: vec![Feed::dense(d, self.inner, self.gated)],
            rest: vec![norm, norm],
            ..Layer::default()
        };
        let head = if self.tied { Tensor::tied } else { Tensor::matrix };
        Architecture {
            family: "decoder".to_owned(),
            width: d,
            vocabulary: self.vocabulary,
            context: None,
            stem: vec![Tensor::table("embedding", Part::Embedding, self.vocabulary, d).split(Split::Tensor)],
            encoder: None,
            stack: Stack::same(layer, self.layers),
            tail: vec![norm, head("head", Part::Head, d, self.vocabulary).split(Split::Tensor)],
            dropout: false,
        }
    }
}

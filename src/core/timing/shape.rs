//! A shape for a planned size: a decoder as wide and deep as released ones of its size are.

use crate::core::model::{Architecture, Attention, Feed, Layer, Part, Stack, Tensor, tensor::Split};
use crate::core::quantity::Params;

/// Width over depth. Loss hardly depends on it (arXiv 2001.08361, figure 5); Llama 3 has 128, 102 and 130.
const ASPECT: f64 = 115.0;
const HEAD: u64 = 128;
/// Heads of keys and values, as in Llama 3.
const KV_HEADS: u64 = 8;
const VOCABULARY: u64 = 128_256;

/// How big it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub layers: u64,
    pub width: u64,
    pub inner: u64,
    pub kv_heads: u64,
    pub vocabulary: u64,
}

impl Proposal {
    /// Layers and width nearest to so many parameters, tables included; small models have a small vocabulary.
    pub fn of(params: Params) -> Proposal {
        let n = params.get().clamp(1e5, 1e15);
        // Tables take no more than a third of a model.
        let mut best = Proposal::at(1, n);
        let mut off = f64::MAX;
        let guess = (n * ASPECT / 12.0).cbrt() / HEAD as f64;
        let from = (guess * 0.5).floor().max(1.0) as u64;
        for heads in from..=(guess * 1.3).ceil() as u64 + 2 {
            // Head counts that eight devices share come first.
            let step = if heads >= 24 { 8 } else { 2 };
            if heads > 4 && !heads.is_multiple_of(step) {
                continue;
            }
            let p = Proposal::at(heads, n);
            let miss = (p.params() / n).ln().abs() + 0.25 * (p.width as f64 / p.layers as f64 / ASPECT).ln().abs();
            if miss < off {
                (best, off) = (p, miss);
            }
        }
        best
    }

    fn at(heads: u64, n: f64) -> Proposal {
        let width = heads * HEAD;
        let d = width as f64;
        let vocabulary = if 2.0 * d * VOCABULARY as f64 > n / 3.0 {
            ((n / 6.0 / d) as u64).clamp(64, VOCABULARY)
        } else {
            VOCABULARY
        };
        // Whole pieces of 256, about 3.5 times as wide.
        let inner = ((d * 3.5 / 256.0).round() as u64).max(1) * 256;
        let mut p = Proposal { layers: 1, width, inner, kv_heads: common(heads, KV_HEADS), vocabulary };
        let one = p.layer();
        let layers = ((n - p.tables()) / one).round().max(1.0);
        p.layers = layers.min(4096.0) as u64;
        // Even counts are shared out more easily.
        let even = if p.layers > 32 { 4 } else { 2 };
        if p.layers > 8 {
            p.layers = p.layers.div_ceil(even) * even;
        }
        p
    }

    fn layer(&self) -> f64 {
        let d = self.width as f64;
        2.0 * d * d + 2.0 * d * (self.kv_heads * HEAD) as f64 + 3.0 * d * self.inner as f64
    }

    fn tables(&self) -> f64 {
        2.0 * self.width as f64 * self.vocabulary as f64
    }

    /// Its own number of parameters, without norms.
    pub fn params(&self) -> f64 {
        self.layers as f64 * self.layer() + self.tables()
    }

    pub fn architecture(&self) -> Architecture {
        let d = self.width;
        let norm = Tensor::vector("norm", Part::Norm, d);
        let layer = Layer {
            attention: Some(Attention::grouped(d, d / HEAD, self.kv_heads, HEAD, HEAD)),
            feeds: vec![Feed::dense(d, self.inner, true)],
            rest: vec![norm, norm],
            ..Layer::default()
        };
        Architecture {
            family: "decoder".to_owned(),
            width: d,
            vocabulary: self.vocabulary,
            context: None,
            stem: vec![Tensor::table("embedding", Part::Embedding, self.vocabulary, d).split(Split::Tensor)],
            encoder: None,
            stack: Stack::same(layer, self.layers),
            tail: vec![norm, Tensor::matrix("head", Part::Head, d, self.vocabulary).split(Split::Tensor)],
            dropout: false,
        }
    }
}

/// The largest number that divides both.
fn common(a: u64, b: u64) -> u64 {
    (1..=b).rev().find(|d| a.is_multiple_of(*d) && b.is_multiple_of(*d)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::Counts;

    #[test]
    fn shapes_have_the_size_asked_for() {
        for i in 0..100 {
            let n = 1e6 * 10f64.powf(i as f64 * 0.07);
            let p = Proposal::of(Params::new(n).unwrap());
            let counted = Counts::of(&p.architecture()).total as f64;
            assert!((counted / n - 1.0).abs() < 0.35, "{n:e}: {counted:e} {p:?}");
            if n > 1e9 {
                assert!((counted / n - 1.0).abs() < 0.1, "{n:e}: {counted:e} {p:?}");
                let aspect = p.width as f64 / p.layers as f64;
                assert!((60.0..220.0).contains(&aspect), "{n:e}: {p:?}");
            }
        }
        // No size whatever breaks it.
        for n in [1e-300, 1.0, 1e300] {
            assert!(Proposal::of(Params::new(n).unwrap()).params().is_finite());
        }
    }
}

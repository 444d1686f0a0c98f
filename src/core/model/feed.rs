//! The feed-forward part of a layer: dense, or experts that a router chooses from.

use super::tensor::{Part, Split, Tensor};

/// Experts that a router chooses from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Routed {
    pub experts: u64,
    /// Experts that one token uses.
    pub top: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// Inner width (of one expert).
    pub inner: u64,
    /// With a gate: three matrices instead of two.
    pub gated: bool,
    pub routed: Option<Routed>,
    pub weights: Vec<Tensor>,
}

impl Feed {
    /// Two matrices, or three with a gate.
    pub fn dense(width: u64, inner: u64, gated: bool) -> Feed {
        Feed { inner, gated, routed: None, weights: matrices(Part::Mlp, width, inner, gated, Split::Tensor, None) }
    }

    /// An expert that every token uses.
    pub fn shared(width: u64, inner: u64, gated: bool) -> Feed {
        Feed { inner, gated, routed: None, weights: matrices(Part::Shared, width, inner, gated, Split::Tensor, None) }
    }

    /// `experts` of which one token uses `top`, and the router that chooses.
    pub fn routed(width: u64, inner: u64, gated: bool, experts: u64, top: u64) -> Feed {
        let routed = Routed { experts, top };
        let mut weights = matrices(Part::Experts, width, inner, gated, Split::Experts, Some(routed));
        weights.push(Tensor::matrix("router", Part::Router, width, experts));
        Feed { inner, gated, routed: Some(routed), weights }
    }

    pub fn with(mut self, tensor: Tensor) -> Feed {
        self.weights.push(tensor);
        self
    }

    /// Biases of every matrix but the router's.
    pub fn bias(mut self, width: u64) -> Feed {
        let part = self.weights.first().map_or(Part::Mlp, |w| w.part);
        let (copies, used) = self.routed.map_or((1, 1), |r| (r.experts, r.top));
        let cut = if self.routed.is_some() { Split::Experts } else { Split::Tensor };
        let out = if self.routed.is_some() { Split::Experts } else { Split::Whole };
        let mut push =
            |name, size, split| self.weights.push(Tensor::vector(name, part, size).copies(copies, used).split(split));
        push("up bias", self.inner, cut);
        if self.gated {
            push("gate bias", self.inner, cut);
        }
        push("down bias", width, out);
        self
    }
}

fn matrices(part: Part, width: u64, inner: u64, gated: bool, split: Split, routed: Option<Routed>) -> Vec<Tensor> {
    let (copies, used) = routed.map_or((1, 1), |r| (r.experts, r.top));
    let one = |name, rows, cols| Tensor::matrix(name, part, rows, cols).split(split).copies(copies, used);
    let mut out = vec![one("up", width, inner), one("down", inner, width)];
    if gated {
        out.push(one("gate", width, inner));
    }
    out
}

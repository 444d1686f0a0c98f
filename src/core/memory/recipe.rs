//! Bytes per parameter: what a precision recipe and an optimizer keep of every trained number.

use crate::core::error::Error;
use crate::core::laws::Confidence;
use crate::core::model::{Part, Role, Tensor};

/// Numbers kept of a parameter, in bytes each, and of an activation.
///
/// Under an 8-bit recipe only the matrices of the layers are in 8 bits; embeddings, head, router, norms and other
/// vectors stay in 16 (DeepSeek-V3 section 3.3; Transformer Engine replaces linear layers only).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    pub id: &'static str,
    pub name: &'static str,
    /// What is kept in which precision, in a sentence.
    pub words: &'static str,
    pub source: &'static str,
    pub confidence: Confidence,
    /// A weight as it is kept.
    pub weight: f64,
    pub gradient: f64,
    /// The same of a matrix of a layer.
    pub matrix: Matrix,
    /// The optimizer's own copy of a weight; zero where it updates the weight itself.
    pub master: f64,
    /// First moment, or the only momentum.
    pub first: f64,
    pub second: f64,
    /// A number kept for the backward pass.
    pub activation: f64,
    /// A number of a matrix product's input kept for the backward pass.
    pub input: f64,
}

/// Bytes of one weight in a matrix of a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix {
    /// As it is kept, and sharded by ZeRO-3.
    pub weight: f64,
    /// What is made of it to compute with and stays for the whole step.
    pub copy: f64,
    pub gradient: f64,
}

/// A row for a recipe without 8-bit numbers: weights and gradients, master copy, both moments, activations.
const fn plain(id: &'static str, name: &'static str, bytes: [f64; 5], activation: f64) -> Recipe {
    let [weight, gradient, master, first, second] = bytes;
    Recipe {
        id,
        name,
        words: "",
        source: "",
        confidence: Confidence::RecalledHigh,
        weight,
        gradient,
        matrix: Matrix { weight, copy: 0.0, gradient },
        master,
        first,
        second,
        activation,
        input: activation,
    }
}

/// FP8 with one FP32 scale for 128 × 128 weights.
const BLOCK: f64 = 1.0 + 4.0 / 16_384.0;
/// FP8 with one FP32 scale for 128 numbers in a row.
const TILE: f64 = 1.0 + 4.0 / 128.0;
/// FP8 with one scale of 8 bits for 32 numbers in a row.
const MX: f64 = 1.0 + 1.0 / 32.0;

/// All of them; a table to be read and checked without knowing Rust.
pub static RECIPES: [Recipe; 8] = [
    Recipe {
        words: "Everything in FP32; the optimizer updates the weights themselves.",
        source: "arithmetic",
        confidence: Confidence::Convention,
        ..plain("fp32", "FP32", [4.0, 4.0, 0.0, 4.0, 4.0], 4.0)
    },
    Recipe {
        words: "Weights and gradients in 16 bits, master weights and moments in FP32: 16 bytes with AdamW.",
        source: "ZeRO, arXiv 1910.02054",
        ..plain("bf16-mixed", "BF16 mixed", [2.0, 2.0, 4.0, 4.0, 4.0], 2.0)
    },
    Recipe {
        words: "As BF16 mixed, with gradients summed in FP32: 18 bytes with AdamW.",
        source: "Megatron-LM, theoretical memory usage (18 bytes; 6 + 12/N with its distributed optimizer)",
        confidence: Confidence::Verified,
        ..plain("bf16-mixed-fp32-grad", "BF16 mixed, FP32 gradients", [2.0, 4.0, 4.0, 4.0, 4.0], 2.0)
    },
    Recipe {
        words: "Everything in BF16, without master weights: 8 bytes with AdamW.",
        source: "arithmetic",
        confidence: Confidence::Convention,
        ..plain("bf16-pure", "BF16 only", [2.0, 2.0, 0.0, 2.0, 2.0], 2.0)
    },
    Recipe {
        words: "Matrices of the layers with FP8 weights and gradients; FP16 master weights, FP8 first and FP16 second \
                moments: 6 bytes of gradient and optimizer where BF16 mixed with FP32 gradients has 16.",
        source: "FP8-LM, arXiv 2310.18313; MS-AMP documentation",
        matrix: Matrix { weight: 1.0, copy: 0.0, gradient: 1.0 },
        input: 1.0,
        ..plain("fp8-lm", "FP8-LM", [2.0, 2.0, 2.0, 1.0, 2.0], 2.0)
    },
    Recipe {
        words: "BF16 weights with an FP8 copy of every matrix of the layers, inputs of products kept in FP8; FP32 \
                gradients, master weights and moments.",
        source: "Transformer Engine, performance considerations (memory usage: 2 + 1 bytes of a weight, 1 of an input)",
        confidence: Confidence::Verified,
        matrix: Matrix { weight: 2.0, copy: 1.0, gradient: 4.0 },
        input: 1.0,
        ..plain("fp8-delayed", "FP8, delayed scaling", [2.0, 4.0, 4.0, 4.0, 4.0], 2.0)
    },
    Recipe {
        words: "Matrices of the layers in FP8 straight from FP32 master weights, a scale for 128 × 128 of them (square \
                blocks serve both directions); inputs of products in FP8, a scale for 128; FP32 gradients, BF16 moments.",
        source: "DeepSeek-V3, arXiv 2412.19437, section 3.3",
        matrix: Matrix { weight: BLOCK, copy: 0.0, gradient: 4.0 },
        input: TILE,
        ..plain("fp8-block", "FP8, blocks", [2.0, 4.0, 4.0, 2.0, 2.0], 2.0)
    },
    Recipe {
        words: "BF16 weights with two MXFP8 copies of every matrix of the layers, since the scales of rows do not serve \
                columns; inputs of products kept in MXFP8; FP32 gradients, master weights and moments.",
        source: "Transformer Engine, MXFP8 and performance considerations",
        confidence: Confidence::Derived,
        matrix: Matrix { weight: 2.0, copy: 2.0 * MX, gradient: 4.0 },
        input: MX,
        ..plain("mxfp8", "MXFP8", [2.0, 4.0, 4.0, 4.0, 4.0], 2.0)
    },
];

/// What large models are trained with where nothing is said.
pub const DEFAULT: &str = "bf16-mixed-fp32-grad";

/// # Errors
/// `unknown-id` at `recipe`.
pub fn find(id: &str) -> Result<&'static Recipe, Error> {
    let all: Vec<(&'static str, &'static Recipe)> = RECIPES.iter().map(|r| (r.id, r)).collect();
    super::choose("recipe", id, &all)
}

/// A matrix of a layer, as 8-bit recipes and quantised bases treat it.
pub fn of_layer(tensor: &Tensor) -> bool {
    tensor.role == Role::Matrix
        && !matches!(tensor.part, Part::Embedding | Part::Positions | Part::Head | Part::Router | Part::Norm)
}

/// What is kept between steps beside the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optimizer {
    AdamW,
    /// Moments in 8 bits with an FP32 scale for a block; small tensors stay in FP32.
    AdamW8Bit,
    SgdMomentum,
    Lion,
    /// One momentum for matrices; AdamW for embeddings, head and vectors.
    Muon,
    /// A second moment of a row and a column for every matrix, no first.
    Adafactor,
}

impl Optimizer {
    pub const ALL: [(&'static str, Optimizer); 6] = [
        ("adamw", Optimizer::AdamW),
        ("adamw-8bit", Optimizer::AdamW8Bit),
        ("sgd-momentum", Optimizer::SgdMomentum),
        ("lion", Optimizer::Lion),
        ("muon", Optimizer::Muon),
        ("adafactor", Optimizer::Adafactor),
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Optimizer::AdamW => "AdamW",
            Optimizer::AdamW8Bit => "8-bit AdamW",
            Optimizer::SgdMomentum => "SGD with momentum",
            Optimizer::Lion => "Lion",
            Optimizer::Muon => "Muon",
            Optimizer::Adafactor => "Adafactor",
        }
    }

    pub const fn source(self) -> &'static str {
        match self {
            Optimizer::AdamW => "two moments: arXiv 1711.05101",
            Optimizer::AdamW8Bit => {
                "arXiv 2110.02861: blocks of 2048, tensors below 4096 values in FP32; newer releases of bitsandbytes \
                 have blocks of 256"
            }
            Optimizer::SgdMomentum => "one momentum",
            Optimizer::Lion => "one momentum: arXiv 2302.06675",
            Optimizer::Muon => "one momentum for matrices, AdamW for the rest: arXiv 2502.16982",
            Optimizer::Adafactor => "factored second moment: arXiv 1804.04235",
        }
    }

    pub const fn confidence(self) -> Confidence {
        match self {
            Optimizer::AdamW | Optimizer::AdamW8Bit | Optimizer::SgdMomentum | Optimizer::Lion => Confidence::Verified,
            Optimizer::Muon | Optimizer::Adafactor => Confidence::RecalledHigh,
        }
    }

    /// # Errors
    /// `unknown-id` at `optimizer`.
    pub fn find(id: &str) -> Result<Optimizer, Error> {
        super::choose("optimizer", id, &Optimizer::ALL)
    }
}

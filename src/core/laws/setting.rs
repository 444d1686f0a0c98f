//! What some laws may be asked besides size, tokens, compute and loss.

use super::sparse::Share;
use crate::core::error::{Code, Error};
use crate::core::quantity::{Bits, Experts, Granularity, Replicas, Tokens};

/// An input of a law's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    UniqueTokens,
    PrecisionBits,
    PostTrainingBits,
    Replicas,
    Experts,
    TopK,
    Sparsity,
    Granularity,
    WeightSparsity,
    DenseTokens,
}

impl Input {
    pub const ALL: [Input; 10] = [
        Input::UniqueTokens,
        Input::PrecisionBits,
        Input::PostTrainingBits,
        Input::Replicas,
        Input::Experts,
        Input::TopK,
        Input::Sparsity,
        Input::Granularity,
        Input::WeightSparsity,
        Input::DenseTokens,
    ];

    /// Its name for other programs.
    pub const fn name(self) -> &'static str {
        match self {
            Input::UniqueTokens => "uniqueTokens",
            Input::PrecisionBits => "precisionBits",
            Input::PostTrainingBits => "postTrainingBits",
            Input::Replicas => "replicas",
            Input::Experts => "experts",
            Input::TopK => "topK",
            Input::Sparsity => "sparsity",
            Input::Granularity => "granularity",
            Input::WeightSparsity => "weightSparsity",
            Input::DenseTokens => "denseTokens",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Input::UniqueTokens => "repeated data",
            Input::PrecisionBits => "the precision of training",
            Input::PostTrainingBits => "quantisation after training",
            Input::Replicas => "replicas that train apart",
            Input::Experts => "the number of experts",
            Input::TopK => "how many experts are active",
            Input::Sparsity => "the share of inactive experts",
            Input::Granularity => "the granularity of experts",
            Input::WeightSparsity => "weights that are zero",
            Input::DenseTokens => "starting from a dense model",
        }
    }
}

/// Bits of what is multiplied in training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    pub weights: Bits,
    pub activations: Bits,
    pub kv: Bits,
}

impl Precision {
    pub const fn uniform(bits: Bits) -> Precision {
        Precision { weights: bits, activations: bits, kv: bits }
    }

    /// The bits where all three agree.
    pub fn one(&self) -> Option<Bits> {
        (self.weights == self.activations && self.weights == self.kv).then_some(self.weights)
    }
}

/// Every input of its own that a law may be given; each may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Setting {
    /// Distinct tokens to be had; training on more repeats them.
    pub unique_tokens: Option<Tokens>,
    pub precision: Option<Precision>,
    /// Bits of the weights after quantisation.
    pub post_training_bits: Option<Bits>,
    /// Replicas of DiLoCo; missing: data-parallel training.
    pub replicas: Option<Replicas>,
    /// Routed experts of a layer.
    pub experts: Option<Experts>,
    /// Of them active on a token.
    pub top_k: Option<Experts>,
    /// Share of experts that are not active on a token.
    pub sparsity: Option<Share>,
    pub granularity: Option<Granularity>,
    /// Share of weights that are zero.
    pub weight_sparsity: Option<Share>,
    /// Tokens that a dense model was trained on before it became a mixture.
    pub dense_tokens: Option<Tokens>,
}

impl Setting {
    /// Nothing given.
    pub const NONE: Setting = Setting {
        unique_tokens: None,
        precision: None,
        post_training_bits: None,
        replicas: None,
        experts: None,
        top_k: None,
        sparsity: None,
        granularity: None,
        weight_sparsity: None,
        dense_tokens: None,
    };

    /// The inputs that are given.
    pub fn given(&self) -> Vec<Input> {
        Input::ALL
            .into_iter()
            .filter(|i| match i {
                Input::UniqueTokens => self.unique_tokens.is_some(),
                Input::PrecisionBits => self.precision.is_some(),
                Input::PostTrainingBits => self.post_training_bits.is_some(),
                Input::Replicas => self.replicas.is_some(),
                Input::Experts => self.experts.is_some(),
                Input::TopK => self.top_k.is_some(),
                Input::Sparsity => self.sparsity.is_some(),
                Input::Granularity => self.granularity.is_some(),
                Input::WeightSparsity => self.weight_sparsity.is_some(),
                Input::DenseTokens => self.dense_tokens.is_some(),
            })
            .collect()
    }
}

/// A number of replicas from a plain number.
///
/// # Errors
/// `out-of-domain` unless it is a whole number, 1 or more.
pub fn replicas(value: f64) -> Result<Replicas, Error> {
    if value.is_finite() && (1.0..=1e6).contains(&value) && value.fract() == 0.0 {
        Replicas::new(value)
    } else {
        Err(Error::new(
            Code::OutOfDomain,
            "replicas",
            "The number of replicas must be a whole number from 1 to 1,000,000; leave it out for data-parallel training.",
        ))
    }
}

/// A number of bits from a plain number.
///
/// # Errors
/// `out-of-domain` outside 1 to 64.
pub fn bits(value: f64) -> Result<Bits, Error> {
    if value.is_finite() && (1.0..=64.0).contains(&value) {
        Bits::new(value)
    } else {
        Err(Error::new(Code::OutOfDomain, "bits", "The precision must be between 1 and 64 bits, for example 8."))
    }
}

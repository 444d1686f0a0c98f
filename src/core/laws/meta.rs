//! What a law says of itself: kind, constants, fitted range, source.

use super::Input;
use crate::core::expr::{Expr, Symbol};
use crate::core::quantity::Nats;

/// The loss of laws of images.
pub const PER_IMAGE: &str = "nats per image";

/// What kind of answer a law gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A loss for every size and token count; the optimum follows from it.
    Surface,
    /// The optimum alone, fitted to minima; no loss.
    Frontier,
    /// The optimum and the loss there, separate fits; no loss off the optimum.
    FrontierLoss,
    /// Optimum, loss there and loss of a wrong size are separate fits.
    Separate,
    /// The loss along one ratio of tokens to parameters; the optimum is that ratio.
    Ratio,
    /// The loss of a size alone; no optimum.
    Size,
    /// A rule of thumb.
    Rule,
    /// What a mixture of experts is worth in dense compute; no loss, no optimum.
    Leverage,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Surface => "surface",
            Kind::Frontier => "frontier",
            Kind::FrontierLoss => "frontier-with-loss",
            Kind::Separate => "separate-fits",
            Kind::Ratio => "fixed-ratio",
            Kind::Size => "size-alone",
            Kind::Rule => "rule-of-thumb",
            Kind::Leverage => "leverage",
        }
    }

    /// A loss somewhere: at any run, or at the optimum.
    pub const fn has_loss(self) -> bool {
        !matches!(self, Kind::Frontier | Kind::Rule | Kind::Leverage)
    }

    /// The best size at a budget.
    pub const fn has_optimum(self) -> bool {
        !matches!(self, Kind::Size | Kind::Leverage)
    }

    /// The loss of a size that is not the best one, at a fixed budget.
    pub const fn has_valley(self) -> bool {
        matches!(self, Kind::Surface | Kind::Separate)
    }

    /// The loss of a run that anyone may name.
    pub const fn predicts(self) -> bool {
        matches!(self, Kind::Surface | Kind::Separate | Kind::Ratio | Kind::Size)
    }
}

/// How a number came to us. Shown with every constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Seen in the paper, its source files or the authors' code.
    Verified,
    /// Seen in transcriptions that cite the paper's tables, and cross-checked between them.
    Transcribed,
    /// Computed from numbers seen there; how is said in the notes.
    Derived,
    /// Remembered from the paper, not seen again, and strongly supported.
    RecalledHigh,
    /// Remembered from the paper, not seen again.
    RecalledMedium,
    /// Given by the user.
    Own,
    /// A convention, not a measurement.
    Convention,
}

impl Confidence {
    pub const fn as_str(self) -> &'static str {
        match self {
            Confidence::Verified => "verified",
            Confidence::Transcribed => "transcribed",
            Confidence::Derived => "derived",
            Confidence::RecalledHigh => "recalled (high)",
            Confidence::RecalledMedium => "recalled (medium)",
            Confidence::Own => "yours",
            Confidence::Convention => "convention",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Constant {
    pub symbol: &'static str,
    pub meaning: &'static str,
    pub value: f64,
    pub standard_error: Option<f64>,
    pub unit: &'static str,
    pub confidence: Confidence,
}

impl Constant {
    pub(crate) const fn new(symbol: &'static str, value: f64, meaning: &'static str, unit: &'static str) -> Self {
        Constant { symbol, meaning, value, standard_error: None, unit, confidence: Confidence::Verified }
    }

    pub(crate) const fn error(mut self, standard_error: f64) -> Self {
        self.standard_error = Some(standard_error);
        self
    }

    pub(crate) const fn transcribed(mut self) -> Self {
        self.confidence = Confidence::Transcribed;
        self
    }

    pub(crate) const fn derived(mut self) -> Self {
        self.confidence = Confidence::Derived;
        self
    }

    pub(crate) const fn convention(mut self) -> Self {
        self.confidence = Confidence::Convention;
        self
    }

    pub(crate) const fn recalled_high(mut self) -> Self {
        self.confidence = Confidence::RecalledHigh;
        self
    }

    pub(crate) const fn recalled_medium(mut self) -> Self {
        self.confidence = Confidence::RecalledMedium;
        self
    }

    /// The constant as a letter in a formula.
    pub fn letter(&self) -> Expr {
        Expr::Given(Symbol {
            symbol: self.symbol,
            meaning: self.meaning,
            value: self.value,
            unit: self.unit,
            standard_error: self.standard_error,
        })
    }
}

/// The runs a law was fitted on.
#[derive(Clone, Copy, Debug)]
pub struct Fitted {
    pub params: (f64, f64),
    pub tokens: (f64, f64),
    pub flops: (f64, f64),
    pub what: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Meta {
    pub id: &'static str,
    /// Full name: authors, year, variant.
    pub title: &'static str,
    /// What a sentence has room for.
    pub short: &'static str,
    /// What the end of a line in a chart has room for.
    pub label: &'static str,
    /// The law of which this is another reading, if it is one; charts leave it out unless it is chosen.
    pub variant_of: Option<&'static str>,
    pub authors: &'static str,
    pub year: u16,
    pub arxiv: Option<&'static str>,
    /// Where in the paper, and when it was read.
    pub locator: &'static str,
    pub kind: Kind,
    pub form: &'static str,
    pub constants: &'static [Constant],
    pub fitted: Fitted,
    /// The text the loss was measured on; laws that share it may be compared.
    pub data: &'static str,
    /// What N counts: `total`, `non-embedding`, `dense` (a dense model that a mixture is made of).
    pub params_count: &'static str,
    pub flops_convention: &'static str,
    /// What may be asked of it besides size, tokens, compute and loss.
    pub inputs: &'static [Input],
    /// Published interval of the exponent a in N* ∝ C^a, and of what kind it is.
    pub slope_interval: Option<(f64, f64, &'static str)>,
    /// What kind of interval, where there is one.
    pub interval: Option<&'static str>,
    pub notes: &'static [&'static str],
    /// Standing remarks as (code, sentence).
    pub remarks: &'static [(&'static str, &'static str)],
}

impl Meta {
    /// Whether some of a model's parameters do not work on a token, so that active and all ones are told apart.
    pub fn is_mixture(&self) -> bool {
        self.params_count == "active"
            || self
                .inputs
                .iter()
                .any(|i| matches!(i, Input::Experts | Input::TopK | Input::Sparsity | Input::Granularity))
    }

    pub const fn has_loss(&self) -> bool {
        self.kind.has_loss()
    }

    /// What its loss is measured in.
    pub fn loss_unit(&self) -> &'static str {
        if self.constants.iter().any(|c| c.unit == PER_IMAGE) { PER_IMAGE } else { Nats::UNIT }
    }
}

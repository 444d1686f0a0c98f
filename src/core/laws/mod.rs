//! The published laws. One file a paper; this file says what a law is and lists them.
//!
//! To add a law: one file with its constants, fitted range, citation and its paper's table as tests,
//! and one line in [`ALL`].

mod choice;
pub mod form;
pub mod own;
pub mod setting;

mod besiroglu_2024;
mod bi_2024;
mod charles_2025;
mod dubey_2024;
mod gadre_2024;
mod hoffmann_2022;
mod kaplan_2020;
pub mod kumar_2024;
mod liu_2025;
mod mcleish_2025;
pub mod muennighoff_2023;
mod porian_2024;
mod rule_of_thumb;
mod sardana_2024;
mod su_2024;
mod yao_2023;

use std::borrow::Cow;

pub use choice::Choice;
pub use setting::{Input, Setting};

use super::error::{Code, Error, Warning};
use super::expr::Expr;
use super::quantity::parse::{FLOP, PARAMS, TOKENS};
use super::quantity::{Flop, Nats, Params, Tokens, show};

/// Every law, in the order the page lists them.
pub static ALL: &[&dyn Law] = &[
    &besiroglu_2024::BESIROGLU_2024,
    &hoffmann_2022::APPROACH_3,
    &hoffmann_2022::APPROACH_2,
    &hoffmann_2022::APPROACH_1,
    &hoffmann_2022::APPROACH_3_PRINTED,
    &kaplan_2020::KAPLAN_2020,
    &kaplan_2020::KAPLAN_2020_CRITICAL_BATCH,
    &muennighoff_2023::MUENNIGHOFF_2023,
    &porian_2024::TUNED,
    &porian_2024::OPENWEBTEXT2,
    &porian_2024::STEP_1,
    &porian_2024::STEP_2,
    &porian_2024::STEP_3,
    &porian_2024::STEP_4,
    &dubey_2024::DUBEY_2024,
    &dubey_2024::DUBEY_2024_PRINTED,
    &bi_2024::BI_2024,
    &liu_2025::ADAMW,
    &liu_2025::MUON,
    &mcleish_2025::APPROACH_1,
    &mcleish_2025::APPROACH_1_LONG,
    &mcleish_2025::APPROACH_1_COOLED,
    &mcleish_2025::APPROACH_1_NON_EMBEDDING,
    &mcleish_2025::APPROACH_1_HALVED,
    &mcleish_2025::APPROACH_3,
    &mcleish_2025::APPROACH_3_HOT,
    &mcleish_2025::APPROACH_3_LONG,
    &mcleish_2025::APPROACH_3_HALVED,
    &mcleish_2025::APPROACH_3_FEW,
    &gadre_2024::GADRE_C4,
    &gadre_2024::GADRE_REDPAJAMA,
    &gadre_2024::GADRE_REFINEDWEB,
    &sardana_2024::SARDANA_2024,
    &kumar_2024::KUMAR_2024,
    &charles_2025::CHARLES_2025,
    &charles_2025::CHARLES_2025_JOINT,
    &su_2024::SU_2024,
    &yao_2023::YAO_2023,
    &rule_of_thumb::TWENTY_TO_ONE,
];

/// The laws that the charts of a plan show beside the chosen one: no second readings, and no more than can be told apart.
pub const FEATURED: [&str; 8] = [
    "besiroglu-2024",
    "hoffmann-2022-approach-3",
    "hoffmann-2022-approach-2",
    "hoffmann-2022-approach-1",
    "muennighoff-2023",
    "porian-2024",
    "dubey-2024",
    "kaplan-2020",
];

/// The law a new scenario starts with.
pub const DEFAULT: &str = "besiroglu-2024";

/// The ratio that sizes are drawn against.
pub const RULE_OF_THUMB: &str = "rule-of-thumb-20";

/// # Errors
/// `unknown-id`, naming some of the laws there are, and the nearest one.
pub fn find(id: &str) -> Result<Choice, Error> {
    ALL.iter().copied().find(|l| l.meta().id == id).map(Choice::Published).ok_or_else(|| {
        let known: Vec<&str> = ALL.iter().map(|l| l.meta().id).collect();
        let shown: String = id.chars().take(40).collect();
        let error = Error::new(
            Code::UnknownId,
            "law",
            format!("There is no law \"{shown}\"; there are {}, among them {}.", ALL.len(), FEATURED.join(", ")),
        );
        match nearest(id, &known) {
            Some(id) => error.suggest(id),
            None => error,
        }
    })
}

/// The known id that shares the longest beginning with what was written, if any is close.
fn nearest<'a>(id: &str, known: &[&'a str]) -> Option<&'a str> {
    let shared = |k: &str| k.chars().zip(id.chars()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let best = known.iter().copied().rev().max_by_key(|k| shared(k))?;
    (shared(best) >= 4).then_some(best)
}

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
        }
    }

    /// A loss somewhere: at any run, or at the optimum.
    pub const fn has_loss(self) -> bool {
        !matches!(self, Kind::Frontier | Kind::Rule)
    }

    /// The best size at a budget.
    pub const fn has_optimum(self) -> bool {
        !matches!(self, Kind::Size)
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
        Expr::Given(super::expr::Symbol {
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
    /// What N counts: `total`, `non-embedding`.
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

/// One of the four quantities is given, the rest follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pin {
    Flops(Flop),
    Params(Params),
    Tokens(Tokens),
    Loss(Nats),
}

impl Meta {
    pub const fn has_loss(&self) -> bool {
        self.kind.has_loss()
    }
}

pub type Interval = Option<(f64, f64)>;

/// A compute-optimal run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Optimum {
    pub flops: Flop,
    pub params: Params,
    pub tokens: Tokens,
    pub loss: Option<Nats>,
    pub intervals: Intervals,
}

impl Optimum {
    pub fn tokens_per_param(&self) -> f64 {
        self.tokens.get() / self.params.get()
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Intervals {
    pub flops: Interval,
    pub params: Interval,
    pub tokens: Interval,
    pub tokens_per_param: Interval,
    pub loss: Interval,
}

/// The loss of one run, with its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    pub loss: Nats,
    pub interval: Interval,
    pub irreducible: f64,
    pub params: f64,
    pub data: f64,
    /// A further term under its name.
    pub other: Option<(&'static str, f64)>,
}

/// The numbers an explanation can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Flops,
    Params,
    Tokens,
    Loss,
}

/// A published law. Every number comes with the formula that gives it.
pub trait Law: Send + Sync {
    fn meta(&self) -> &'static Meta;

    /// This law where what it may be asked besides is given; `None` where nothing changes.
    ///
    /// # Errors
    /// What is wrong with what is given, at its field.
    fn under(&self, _: &Setting) -> Result<Option<Choice>, Error> {
        Ok(None)
    }

    /// FLOP for each parameter and token.
    fn flop_per_param_token(&self) -> f64 {
        FLOP_PER_PARAM_TOKEN
    }

    /// The constants at work, where they are not those of the paper.
    fn constants(&self) -> Cow<'static, [Constant]> {
        Cow::Borrowed(self.meta().constants)
    }

    /// ∂L/∂ln N and ∂L/∂ln D at a run, for a law that gives a loss everywhere.
    fn slopes(&self, _params: Params, _tokens: Tokens) -> Option<(f64, f64)> {
        None
    }

    /// What must be said of an answer at this point besides the fitted range.
    fn remarks(&self, _params: Params, _tokens: Option<Tokens>) -> Vec<Warning> {
        Vec::new()
    }

    /// All parameters of a model that counts `own` the way this law counts.
    fn total_params(&self, own: Params) -> Params {
        own
    }

    /// What this law counts of a model with `total` parameters.
    fn own_params(&self, total: Params) -> Params {
        total
    }

    /// Loss of a model of `params` trained on `tokens` (`None`: on unlimited data, where the law has that).
    ///
    /// # Errors
    /// `inconsistent` when the law has no loss, `missing-field` when it needs tokens.
    fn loss(&self, params: Params, tokens: Option<Tokens>) -> Result<Prediction, Error>;

    /// The compute-optimal run when one quantity is given.
    ///
    /// # Errors
    /// `no-solution` for a loss that no budget reaches, `inconsistent` for a loss where the law has none,
    /// `out-of-domain` when the answer leaves the range of numbers.
    fn optimum(&self, pin: Pin) -> Result<Optimum, Error>;

    /// Loss of a model of `params` given the whole budget `flops`, off the optimum or on it.
    ///
    /// # Errors
    /// As [`Law::loss`].
    fn on_budget(&self, params: Params, flops: Flop) -> Result<Prediction, Error>;

    /// How `asked` follows from what is pinned; `None` when it is itself the given one.
    fn explain(&self, asked: Asked, pin: Pin, at: &Optimum) -> Option<Expr>;

    /// How [`Law::on_budget`] comes to its loss, where the law has one.
    fn explain_on_budget(&self, params: Params, flops: Flop) -> Option<Expr>;
}

/// FLOP per parameter and token, the convention of every law here.
pub const FLOP_PER_PARAM_TOKEN: f64 = 6.0;

/// The convention as a letter in a formula.
pub(crate) fn k_letter() -> Expr {
    super::expr::given("k", "FLOP per parameter and token, by convention", FLOP_PER_PARAM_TOKEN, "FLOP")
}

/// Tokens that `flops` buys for a model of `params` in the law's own convention.
pub(crate) fn bought(law: &dyn Law, flops: Flop, params: Params) -> Result<Tokens, Error> {
    Tokens::new(flops.get() / (law.flop_per_param_token() * params.get()))
}

/// The law's convention as a letter in a formula.
pub(crate) fn k_of(law: &dyn Law) -> Expr {
    super::expr::given("k", "FLOP per parameter and token, by convention", law.flop_per_param_token(), "FLOP")
}

/// ω in N_total = N + ω N^(1/3): embeddings of Chinchilla-like shapes (Pearce & Song 2024, arXiv 2406.12907).
const EMBEDDING: f64 = 47_491.0;

/// All parameters of a model with `own` parameters without embeddings (Pearce & Song 2024).
pub(crate) fn with_embeddings(own: Params) -> Params {
    let n = own.get();
    Params::new(n + EMBEDDING * n.cbrt()).unwrap_or(own)
}

/// Where [`all_params`] comes from.
pub const ALL_PARAMS_SOURCE: &str =
    "Pearce and Song 2024, arXiv 2406.12907: embeddings of models shaped like Chinchilla's";

/// How all parameters follow from the `own` ones that the law counts; `None` where it counts all of them, or where it
/// is not known how many it leaves out.
pub fn all_params(law: &dyn Law, own: Params, letter: Expr) -> Option<Expr> {
    let total = law.total_params(own);
    let known = total != own && total == with_embeddings(own);
    let omega = || super::expr::given("ω", "embeddings of such models", EMBEDDING, "parameters");
    let third = || super::expr::quotient(Expr::Number(1.0), Expr::Number(3.0));
    known.then(|| {
        super::expr::sum([letter.clone(), super::expr::product([omega(), super::expr::power(letter, third())])])
    })
}

/// How a law's size compares with another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// It counts all parameters.
    All,
    /// It counts fewer; how many all are is known.
    Converted,
    /// It counts fewer or others, and nothing tells how many all are.
    Unknown,
}

/// How the law's size compares with another's.
pub fn counting(law: &dyn Law) -> Counting {
    let probe = Params::new(1e9).ok();
    if law.meta().params_count == "total" {
        Counting::All
    } else if probe.is_some_and(|n| law.total_params(n) != n) {
        Counting::Converted
    } else {
        Counting::Unknown
    }
}

/// Parameters without embeddings of a model with `total` (Pearce & Song 2024), n + ω n^(1/3) = total.
pub(crate) fn less_embeddings(total: Params) -> Params {
    let excess = |ln_n: f64| ln_n.exp() + EMBEDDING * (ln_n / 3.0).exp() - total.get();
    let own = super::num::root(total.get().ln() - 40.0, total.get().ln(), excess);
    own.and_then(|l| Params::new(l.exp()).ok()).unwrap_or(total)
}

/// What must be said with an answer of `law` at this point: the fitted range, and what the law itself says.
pub fn warnings_of(law: &dyn Law, flops: Option<Flop>, params: Params, tokens: Option<Tokens>) -> Vec<Warning> {
    let mut out = warnings(law.meta(), flops.map(Flop::get), params.get(), tokens.map(Tokens::get));
    out.extend(law.remarks(params, tokens));
    out
}

/// Tokens that `flops` buys for a model of `params`.
pub(crate) fn tokens_bought(flops: Flop, params: Params) -> Result<Tokens, Error> {
    Tokens::new(flops.get() / (FLOP_PER_PARAM_TOKEN * params.get()))
}

pub(crate) fn no_optimum(meta: &Meta) -> Error {
    Error::new(
        Code::Inconsistent,
        "law",
        format!("{} gives the loss of a run but no best size; for that choose a law such as {DEFAULT}.", meta.short),
    )
}

pub(crate) fn no_valley(meta: &Meta) -> Error {
    Error::new(
        Code::Inconsistent,
        "law",
        format!(
            "{} gives a loss at its own optimum only, not for any size and token count; for that choose a law such as {DEFAULT}.",
            meta.short
        ),
    )
}

pub(crate) fn no_loss(meta: &Meta) -> Error {
    Error::new(
        Code::Inconsistent,
        "law",
        format!(
            "{} gives the best size and token count but no loss; for a loss choose a law that has one, such as {DEFAULT}.",
            meta.short
        ),
    )
}

pub(crate) fn needs_tokens(meta: &Meta) -> Error {
    Error::new(
        Code::MissingField,
        "tokens",
        format!("{} needs the number of training tokens as well, for example 1.4e12.", meta.short),
    )
}

/// Decades by which `value` lies outside `range`; negative below it, zero inside.
pub fn decades_outside(value: f64, range: (f64, f64)) -> f64 {
    if value < range.0 {
        (value / range.0).log10()
    } else if value > range.1 {
        (value / range.1).log10()
    } else {
        0.0
    }
}

/// An answer that can be asked again: compute, size and tokens lie inside what any face takes as an input.
///
/// # Errors
/// `out-of-domain`, saying what the answer would take.
pub fn answerable(best: &Optimum) -> Result<(), Error> {
    let asked = [
        ("flops", best.flops.get(), FLOP, "FLOP"),
        ("params", best.params.get(), PARAMS, "parameters"),
        ("tokens", best.tokens.get(), TOKENS, "tokens"),
    ];
    match asked.into_iter().find(|(_, value, limit, _)| !limit.holds(*value)) {
        None => Ok(()),
        Some((field, value, limit, unit)) => Err(Error::new(
            Code::OutOfDomain,
            field,
            format!("The answer would take {value:.1e} {unit}; answers are given {}.", limit.words),
        )),
    }
}

/// What must be said with an answer of `law` at this point.
pub fn warnings(meta: &Meta, flops: Option<f64>, params: f64, tokens: Option<f64>) -> Vec<Warning> {
    let mut out = Vec::new();
    let fitted = &meta.fitted;
    let points = [
        ("flops", flops, fitted.flops, "budget"),
        ("params", Some(params), fitted.params, "model size"),
        ("tokens", tokens, fitted.tokens, "token count"),
    ];
    for (field, value, range, word) in points {
        let Some(value) = value else { continue };
        let decades = decades_outside(value, range);
        if decades != 0.0 {
            let (side, end) =
                if decades > 0.0 { ("beyond the largest", "above") } else { ("below the smallest", "under") };
            let far = decades.abs();
            let made = if meta.kind == Kind::Rule { "rounded from" } else { "fitted on" };
            let how = if far < 0.05 {
                format!("just {end}")
            } else {
                format!("{far:.1} decades ({} ×) {side}", show::sig(10f64.powf(far), 2))
            };
            let of = if far < 0.05 { " the range" } else { " run" };
            out.push(Warning {
                code: "outside-fitted-range",
                field: field.into(),
                message: format!("The {word} lies {how}{of} that {} was {made}.", meta.short),
            });
        }
    }
    if meta.constants.iter().any(|c| matches!(c.confidence, Confidence::RecalledHigh | Confidence::RecalledMedium)) {
        out.push(Warning {
            code: "unverified-constant",
            field: "law".into(),
            message: format!("Constants of {} are recalled from the paper and were not seen again.", meta.short),
        });
    }
    out.extend(meta.remarks.iter().map(|(code, message)| Warning {
        code,
        field: "law".into(),
        message: (*message).into(),
    }));
    out
}

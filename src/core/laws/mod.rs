//! The published laws. One file a paper; this file says what a law is and lists them.
//!
//! To add a law: one file with its constants, fitted range, citation and its paper's table as tests,
//! and one line in [`ALL`].

mod choice;
pub mod form;
mod meta;
pub mod own;
mod said;
pub mod setting;
pub mod sparse;

pub mod abnar_2025;
mod besiroglu_2024;
mod bi_2024;
mod charles_2025;
pub mod clark_2022;
mod dubey_2024;
pub mod frantar_2023;
mod gadre_2024;
mod hoffmann_2022;
mod kaplan_2020;
pub mod krajewski_2024;
pub(crate) mod kumar_2024;
pub mod liew_2025;
pub(crate) mod liu_2025;
pub(crate) mod ludziejewski_2025;
mod mcleish_2025;
pub(crate) mod muennighoff_2023;
mod porian_2024;
mod rule_of_thumb;
mod sardana_2024;
mod su_2024;
pub mod tian_2025;
mod yao_2023;

use std::borrow::Cow;

pub use choice::Choice;
pub use meta::{Confidence, Constant, Fitted, Kind, Meta, PER_IMAGE};
pub use said::{answerable, decades_outside, known_range, warnings};
pub(crate) use said::{needs_tokens, no_loss, no_optimum, no_valley};
pub use setting::{Input, Setting};
pub use sparse::Share;

use super::error::{Code, Error, Warning};
use super::expr::Expr;
use super::quantity::{Flop, Nats, Params, Tokens};

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
    &sardana_2024::OWN_RUNS,
    &sardana_2024::SHORT_RUNS,
    &kumar_2024::KUMAR_2024,
    &charles_2025::CHARLES_2025,
    &charles_2025::CHARLES_2025_JOINT,
    &su_2024::SU_2024,
    &yao_2023::YAO_2023,
    &ludziejewski_2025::LUDZIEJEWSKI_2025,
    &ludziejewski_2025::JOINT,
    &clark_2022::S_BASE_LAW,
    &clark_2022::RL_R_LAW,
    &clark_2022::HASH_LAW,
    &abnar_2025::ABNAR_2025,
    &liew_2025::LIEW_2025,
    &liew_2025::DENSE,
    &krajewski_2024::KRAJEWSKI_2024,
    &krajewski_2024::DENSE,
    &tian_2025::TIAN_2025,
    &frantar_2023::FRANTAR_T5,
    &frantar_2023::FRANTAR_VIT,
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
pub(crate) fn nearest<'a>(id: &str, known: &[&'a str]) -> Option<&'a str> {
    let shared = |k: &str| k.chars().zip(id.chars()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let best = known.iter().copied().rev().max_by_key(|k| shared(k))?;
    (shared(best) >= 4).then_some(best)
}

/// One of the four quantities is given, the rest follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pin {
    Flops(Flop),
    Params(Params),
    Tokens(Tokens),
    Loss(Nats),
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

    /// Training FLOP for each parameter and token, of a model of `params`.
    fn flop_per_param_token(&self, _params: Params) -> f64 {
        FLOP_PER_PARAM_TOKEN
    }

    /// How that changes with size, d ln k / d ln N: zero unless something besides the parameters is computed.
    fn flop_slope(&self, _params: Params) -> f64 {
        0.0
    }

    /// Parameters that work on a token, for each parameter as this law counts them.
    fn active_share(&self) -> f64 {
        1.0
    }

    /// The constants at work, where they are not those of the paper.
    fn constants(&self) -> Cow<'static, [Constant]> {
        Cow::Borrowed(self.meta().constants)
    }

    /// ∂L/∂ln N and ∂L/∂ln D at a run, for a law that gives a loss everywhere.
    fn slopes(&self, _params: Params, _tokens: Tokens) -> Option<(f64, f64)> {
        None
    }

    /// Tokens on which a size has a loss, where that has a closed form; not a number above zero where it never has.
    fn tokens_closed(&self, _params: Params, _loss: Nats) -> Option<f64> {
        None
    }

    /// How those tokens follow, where they have a closed form.
    fn explain_tokens(&self, _params: Params, _loss: Nats) -> Option<Expr> {
        None
    }

    /// The size that has a loss on so many tokens, likewise.
    fn params_closed(&self, _tokens: Tokens, _loss: Nats) -> Option<f64> {
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
    Tokens::new(flops.get() / (law.flop_per_param_token(params) * params.get()))
}

/// The size that spends `flops` on so many tokens.
pub(crate) fn size_of(law: &dyn Law, flops: Flop, tokens: f64) -> f64 {
    let each = flops.get() / tokens;
    let next = |n: f64| Params::new(n).map_or(n, |p| each / law.flop_per_param_token(p));
    // What is computed besides the parameters is little of the whole, so this settles at once.
    (0..20).fold(each / FLOP_PER_PARAM_TOKEN, |n, _| next(n))
}

/// The law's convention as a letter in a formula.
pub(crate) fn k_of(law: &dyn Law, params: Params) -> Expr {
    super::expr::given("k", "FLOP per parameter and token, by convention", law.flop_per_param_token(params), "FLOP")
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

/// Whether its best size says how large a dense model of text should be, as those of most laws do.
pub fn sizes_dense_text(law: &dyn Law) -> bool {
    law.active_share() == 1.0 && law.meta().loss_unit() == Nats::UNIT
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
    let converted = Params::new(1e9).is_ok_and(|n| law.total_params(n) != n);
    let count = law.meta().params_count;
    // Without experts all parameters are active.
    if count == "total" || (count == "active" && !converted) {
        Counting::All
    } else if converted {
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

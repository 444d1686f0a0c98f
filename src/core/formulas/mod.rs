//! Published formulas that are not a loss in size and tokens: batch sizes, learning rates, schedules, growth, data,
//! communication, theory, long runs. One file a paper; this file says what a formula is and lists them.
//!
//! To add one: a [`Formula`] in its paper's file, with its constants, fitted ranges, citation and the paper's numbers
//! as tests, and one line in [`ALL`].

mod bi_2024;
mod bjorck_2024;
mod bordelon_2024;
mod busbridge_2023;
mod cai_2024;
mod charles_2025;
mod chatelain_2021;
mod clark_2022;
mod daly_2006;
mod dohmatob_2024;
mod douillard_2025;
mod du_2024;
mod fedus_2022;
mod fill;
mod frantar_2023;
mod ge_2024;
mod goyal_2024;
mod hagele_2024;
mod he_2022;
mod hestness_2017;
mod jaghouar_2024;
mod jin_2025;
mod kalajdzievski_2023;
mod kaplan_2020;
mod li_2025;
mod lin_2024;
mod liu_2024;
mod liu_2025;
mod ludziejewski_2025;
pub(crate) mod luo_2025;
mod maloney_2022;
mod mccandlish_2018;
mod mcleish_2025;
mod muennighoff_2023;
mod patterson_2021;
pub mod picture;
mod porian_2024;
mod rajbhandari_2021;
mod tang_2021;
mod tian_2025;
mod typed;
mod young_1974;
mod zhang_2024;

pub use fill::{Evaluated, Filled};
pub use typed::{Entry, Origin, Outside, Typed, written};

use super::error::{Code, Error};
use super::expr::Expr;
use super::laws::{self, Confidence, Constant};

/// Every formula, by topic in the order the page lists them.
pub static ALL: &[&Formula] = &[
    &zhang_2024::CRITICAL_BATCH,
    &zhang_2024::CRITICAL_BATCH_FIXED_DATA,
    &kaplan_2020::CRITICAL_BATCH,
    &kaplan_2020::FRONTIER_BATCH,
    &bi_2024::BATCH,
    &li_2025::BATCH,
    &porian_2024::BATCH,
    &porian_2024::BATCH_ROUNDED,
    &liu_2025::BATCH,
    &charles_2025::BATCH,
    &charles_2025::DILOCO_BATCH,
    &bi_2024::LEARNING_RATE,
    &li_2025::LEARNING_RATE,
    &porian_2024::LEARNING_RATE,
    &porian_2024::LEARNING_RATE_ROUNDED,
    &liu_2025::LEARNING_RATE,
    &bjorck_2024::LEARNING_RATE,
    &charles_2025::LEARNING_RATE,
    &charles_2025::DILOCO_LEARNING_RATE,
    &kaplan_2020::LEARNING_RATE,
    &mccandlish_2018::LEARNING_RATE,
    &mccandlish_2018::STEPS,
    &mccandlish_2018::DATA,
    &mccandlish_2018::FRONTIER,
    &kaplan_2020::LEAST_STEPS,
    &kaplan_2020::STEPS_OF_RUN,
    &kaplan_2020::COMPUTE_OF_RUN,
    &liu_2025::UPDATE_SCALE,
    &liu_2025::COMPUTE_SHARE,
    &busbridge_2023::EMA_MOMENTUM,
    &hagele_2024::COOLDOWN_COST,
    &mcleish_2025::LOSS,
    &mcleish_2025::LOSS_HOT,
    &du_2024::GROWTH_TOKENS,
    &charles_2025::COMPUTE_TIME,
    &charles_2025::DATA_PARALLEL_TIME,
    &charles_2025::DILOCO_TIME,
    &charles_2025::BANDWIDTH,
    &douillard_2025::PEAK,
    &jaghouar_2024::UTILISATION,
    &jaghouar_2024::VOLUME,
    &tang_2021::VOLUME,
    &kaplan_2020::LEAST_DATA,
    &kalajdzievski_2023::RANK_STABLE,
    &kalajdzievski_2023::USUAL,
    &muennighoff_2023::EFFECTIVE_DATA,
    &muennighoff_2023::EPOCH_VALUE,
    &ge_2024::DOMAIN_LOSS,
    &goyal_2024::UTILITY_DECAY,
    &goyal_2024::ERROR,
    &goyal_2024::ERROR_FLOOR_OUTSIDE,
    &hestness_2017::WORD_LM,
    &hestness_2017::CHARACTER_LM,
    &hestness_2017::TRANSLATE,
    &hestness_2017::IMAGENET_TOP_1,
    &hestness_2017::IMAGENET_TOP_5,
    &hestness_2017::SPEECH_DS2,
    &hestness_2017::SPEECH_ATTENDING,
    &lin_2024::LOSS,
    &lin_2024::LOSS_PHI2,
    &lin_2024::LOSS_WMT19,
    &lin_2024::LOSS_GIGAWORD,
    &lin_2024::TRANSITION,
    &bordelon_2024::TIME,
    &bordelon_2024::WIDTH,
    &bordelon_2024::DATA,
    &bordelon_2024::COMPUTE_LOSS,
    &bordelon_2024::COMPUTE_SIZE,
    &bordelon_2024::COMPUTE_TIME,
    &maloney_2022::LOSS,
    &dohmatob_2024::CURVE,
    &dohmatob_2024::TAIL_CUT,
    &dohmatob_2024::GENERATIONS,
    &rajbhandari_2021::WEIGHTS,
    &rajbhandari_2021::OPTIMIZER,
    &rajbhandari_2021::CHECKPOINTS,
    &chatelain_2021::COUNTED,
    &young_1974::INTERVAL,
    &young_1974::LOST,
    &daly_2006::INTERVAL,
    &daly_2006::GOODPUT,
    &patterson_2021::ENERGY,
    &patterson_2021::CARBON,
    &ludziejewski_2025::LEARNING_RATE,
    &tian_2025::LEARNING_RATE,
    &clark_2022::DENSE,
    &clark_2022::EFFECTIVE_S_BASE,
    &clark_2022::EFFECTIVE_RL_R,
    &clark_2022::EFFECTIVE_HASH,
    &tian_2025::LEVERAGE,
    &frantar_2023::GAIN_T5,
    &frantar_2023::GAIN_VIT,
    &luo_2025::RELU_100M,
    &luo_2025::RELU_200M,
    &luo_2025::RELU_400M,
    &luo_2025::RELU_800M,
    &luo_2025::RELU_1200M,
    &luo_2025::RELU_2400M,
    &luo_2025::SILU_100M,
    &luo_2025::SILU_200M,
    &luo_2025::SILU_400M,
    &luo_2025::SILU_800M,
    &luo_2025::SILU_1200M,
    &fedus_2022::CAPACITY,
    &fedus_2022::DROPPED,
    &fedus_2022::EXPERTS_READ,
    &liu_2024::ALL_TO_ALL,
    &liu_2024::NODE_COPIES,
    &jin_2025::ALL_TO_ALL,
    &jin_2025::BIGMAC_ALL_TO_ALL,
    &jin_2025::PARAMS,
    &jin_2025::BIGMAC_PARAMS,
    &jin_2025::FLOPS,
    &jin_2025::BIGMAC_FLOPS,
    &he_2022::MESSAGES,
    &he_2022::MESSAGES_FLAT,
    &cai_2024::EXPOSED,
];

/// What a formula is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// A batch size in tokens.
    Batch,
    LearningRate,
    /// Steps and tokens against batch size.
    Steps,
    Optimiser,
    Schedule,
    Shape,
    Growth,
    Communication,
    Data,
    FineTuning,
    Theory,
    /// Failures, checkpoints, energy.
    Operation,
    /// Mixtures of experts: worth, capacity, communication.
    Experts,
    /// Weights and activations that are zero.
    Sparsity,
}

impl Topic {
    pub const ALL: [Topic; 14] = [
        Topic::Batch,
        Topic::LearningRate,
        Topic::Steps,
        Topic::Optimiser,
        Topic::Schedule,
        Topic::Shape,
        Topic::Growth,
        Topic::Communication,
        Topic::Data,
        Topic::FineTuning,
        Topic::Theory,
        Topic::Operation,
        Topic::Experts,
        Topic::Sparsity,
    ];

    pub const fn words(self) -> &'static str {
        match self {
            Topic::Batch => "Batch size",
            Topic::LearningRate => "Learning rate",
            Topic::Steps => "Steps against batch size",
            Topic::Optimiser => "Optimiser",
            Topic::Schedule => "Schedule",
            Topic::Shape => "Width and depth",
            Topic::Growth => "Growing a model",
            Topic::Communication => "Training apart",
            Topic::Data => "Data",
            Topic::FineTuning => "Fine-tuning",
            Topic::Theory => "Theory",
            Topic::Operation => "Long runs",
            Topic::Experts => "Mixtures of experts",
            Topic::Sparsity => "Sparse weights and activations",
        }
    }
}

/// Where an input comes from when the page fills it in from its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// Nowhere: the start value stands until it is changed.
    Own,
    /// All parameters of the answer.
    Params,
    /// Its parameters without embeddings.
    NonEmbedding,
    Tokens,
    Flops,
    Loss,
    /// Tokens in a training sequence.
    Sequence,
}

/// An input of a formula.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// Its name for other programs, in camel case.
    pub key: &'static str,
    pub symbol: &'static str,
    pub meaning: &'static str,
    pub unit: &'static str,
    pub from: From,
    pub start: f64,
    /// Values that make sense at all.
    pub limits: (f64, f64),
    /// Values that it was fitted or measured on, where said.
    pub fitted: Option<(f64, f64)>,
    pub whole: bool,
}

impl Slot {
    pub(crate) const fn new(
        key: &'static str,
        symbol: &'static str,
        meaning: &'static str,
        unit: &'static str,
        start: f64,
        limits: (f64, f64),
    ) -> Slot {
        Slot { key, symbol, meaning, unit, from: From::Own, start, limits, fitted: None, whole: false }
    }

    pub(crate) const fn from(mut self, from: From) -> Slot {
        self.from = from;
        self
    }

    pub(crate) const fn fitted(mut self, lo: f64, hi: f64) -> Slot {
        self.fitted = Some((lo, hi));
        self
    }

    pub(crate) const fn whole(mut self) -> Slot {
        self.whole = true;
        self
    }
}

/// Slots that many formulas share.
pub(crate) const PARAMS: Slot =
    Slot::new("params", "N", "all parameters", "parameters", 7e10, (1.0, 1e18)).from(From::Params);
pub(crate) const NON_EMBEDDING: Slot =
    Slot::new("params", "N", "parameters without embeddings", "parameters", 7e10, (1.0, 1e18)).from(From::NonEmbedding);
pub(crate) const TOKENS: Slot =
    Slot::new("tokens", "D", "training tokens", "tokens", 1.4e12, (1.0, 1e20)).from(From::Tokens);
pub(crate) const FLOPS: Slot =
    Slot::new("flops", "C", "training compute", "FLOP", 5.76e23, (1e6, 1e40)).from(From::Flops);
pub(crate) const LOSS: Slot = Slot::new("loss", "L", "loss", "nats per token", 2.0, (0.1, 20.0)).from(From::Loss);

/// Where it was published.
#[derive(Clone, Copy, Debug)]
pub struct Cite {
    pub authors: &'static str,
    pub year: u16,
    pub arxiv: Option<&'static str>,
    /// Where in the paper, and when it was read.
    pub locator: &'static str,
}

#[derive(Debug)]
pub struct Formula {
    pub id: &'static str,
    /// What it gives, by whom: "Critical batch size, Zhang 2024".
    pub title: &'static str,
    /// What a table has room for.
    pub short: &'static str,
    pub topic: Topic,
    pub cite: Cite,
    pub form: &'static str,
    /// How the form itself came to us; the constants have their own word.
    pub confidence: Confidence,
    pub symbol: &'static str,
    pub meaning: &'static str,
    pub unit: &'static str,
    pub inputs: &'static [Slot],
    /// Published constants; a caller may put others in their place.
    pub constants: &'static [Constant],
    /// Key of the input that its picture runs over.
    pub over: &'static str,
    pub what: &'static str,
    pub notes: &'static [&'static str],
    pub expr: fn(&Filled) -> Expr,
}

impl Formula {
    /// Whether its value counts or measures something, and so is never below zero.
    pub fn counts(&self) -> bool {
        let counted =
            ["tokens", "parameters", "samples", "steps", "sequences", "s", "Gbit/s", "FLOP", "nats per token", "kWh"];
        self.topic == Topic::LearningRate || counted.contains(&self.unit)
    }
}

/// # Errors
/// `unknown-id`, naming the nearest formula.
pub fn find(id: &str) -> Result<&'static Formula, Error> {
    ALL.iter().copied().find(|f| f.id == id).ok_or_else(|| {
        let known: Vec<&str> = ALL.iter().map(|f| f.id).collect();
        let shown: String = id.chars().take(40).collect();
        let error = |right: String| {
            Error::new(
                Code::UnknownId,
                "formula",
                format!("There is no formula \"{shown}\" among {}; {right}.", ALL.len()),
            )
        };
        match laws::nearest(id, &known) {
            Some(near) => error(format!("the nearest is {near}")).suggest(near),
            None => error(format!("an id is like {}", known.first().copied().unwrap_or_default())),
        }
    })
}

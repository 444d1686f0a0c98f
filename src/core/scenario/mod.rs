//! What the user asks, as one typed value. Every face (page, link, module) fills it through [`Scenario::set`],
//! so a value that one of them takes, all of them take, with the same message when it is wrong.

pub mod cluster;
mod keys;
mod plain;
mod price;
mod say;
pub mod setup;
pub mod sparse;
mod step;
mod trained;

pub use cluster::Cluster;
pub use keys::{KEYS, Key, Names};
pub use setup::Setup;
pub use sparse::Sparse;
pub use step::{restated, step};

use super::accelerators::{self, Device};
use super::error::Error;
use super::laws::own::{self, Own};
use super::laws::{self, Choice, Setting, Share, setting, sparse as shares};
use super::quantity::{
    Bits, Count, Dollars, DollarsPerHour, Experts, Flop, Fraction, Granularity, Nats, Params, Replicas, Seconds,
    Tokens, parse, show,
};
use super::runs::Run;

/// The budget, said in exactly one way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Budget {
    Flops(Flop),
    /// The scenario's accelerators for this long.
    Time(Seconds),
    /// This much money at the scenario's price.
    Dollars(Dollars),
    /// Whatever it takes to reach this loss.
    Loss(Nats),
    /// Whatever makes this size optimal.
    Params(Params),
    /// Whatever makes this many tokens optimal.
    Tokens(Tokens),
}

impl Budget {
    pub const fn key(&self) -> Key {
        match self {
            Budget::Flops(_) => Key::Flops,
            Budget::Time(_) => Key::Time,
            Budget::Dollars(_) => Key::Dollars,
            Budget::Loss(_) => Key::Loss,
            Budget::Params(_) => Key::Params,
            Budget::Tokens(_) => Key::Tokens,
        }
    }
}

#[derive(Clone)]
pub struct Scenario {
    pub title: String,
    pub budget: Budget,
    pub law: Choice,
    /// Constants of one's own, whether or not they are the chosen law.
    pub own: Option<Own>,
    /// What some laws may be asked besides.
    pub setting: Setting,
    /// Tokens that the trained model will serve.
    pub inference_tokens: Option<Tokens>,
    /// No model larger than this.
    pub max_params: Option<Params>,
    /// Tokens in a training sequence.
    pub sequence: Count,
    pub run: Option<Run>,
    /// A row of the table, or one changed by hand.
    pub accelerator: Device,
    pub count: Count,
    /// Given by hand; without it, the engine's own expectation for a model of the planned size.
    pub utilisation: Option<Fraction>,
    /// Given by hand; without it, the public price of the accelerator.
    pub price: Option<DollarsPerHour>,
    /// The model at hand, and how it is trained and served.
    pub setup: Setup,
    /// How the accelerators are joined and run.
    pub cluster: Cluster,
    /// What limits a mixture of experts.
    pub sparse: Sparse,
}

impl PartialEq for Scenario {
    fn eq(&self, other: &Self) -> bool {
        self.title == other.title
            && self.budget == other.budget
            && self.law.meta().id == other.law.meta().id
            && self.own == other.own
            && self.setting == other.setting
            && self.inference_tokens == other.inference_tokens
            && self.max_params == other.max_params
            && self.sequence == other.sequence
            && self.run == other.run
            && self.accelerator == other.accelerator
            && self.count == other.count
            && self.utilisation == other.utilisation
            && self.price == other.price
            && self.setup == other.setup
            && self.cluster == other.cluster
            && self.sparse == other.sparse
    }
}

impl std::fmt::Debug for Scenario {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&super::link::write(self))
    }
}

/// The budget of Gopher and Chinchilla.
const FLOPS: f64 = 5.76e23;
/// A cluster of today; an assumption, shown as one.
const COUNT: f64 = 1024.0;
/// Where no layout of the planned model can be timed.
pub const UTILISATION: f64 = 0.4;
/// Why that is what it is.
pub const UTILISATION_REASON: &str = "Llama 3.1 405B reported 38 to 43 % on 8,192 to 16,384 H100 (arXiv 2407.21783).";
/// Long enough for most pre-training of today; an assumption, shown as one.
pub const SEQUENCE: f64 = 4096.0;

impl Scenario {
    /// The scenario of an untouched page.
    ///
    /// # Errors
    /// Never; a test says so.
    pub fn start() -> Result<Scenario, Error> {
        Ok(Scenario {
            title: String::new(),
            budget: Budget::Flops(Flop::new(FLOPS)?),
            law: laws::find(laws::DEFAULT)?,
            own: None,
            setting: Setting::default(),
            inference_tokens: None,
            max_params: None,
            sequence: Count::new(SEQUENCE)?,
            run: None,
            accelerator: accelerators::get(accelerators::DEFAULT)?.into(),
            count: Count::new(COUNT)?,
            utilisation: None,
            price: None,
            setup: Setup::start()?,
            cluster: Cluster::start()?,
            sparse: Sparse::default(),
        })
    }

    /// The scenario with one input read from `text`; `self` is left as it was.
    ///
    /// # Errors
    /// What is wrong with the text, at the path of this input.
    pub fn set(&self, key: Key, text: &str) -> Result<Scenario, Error> {
        let at = |e: Error| e.at(key.names().path);
        let mut next = self.clone();
        if Setup::has(key) {
            next.setup = self.setup.set(key, text).map_err(|e| within(key, e))?;
            return Ok(next);
        }
        if Cluster::has(key) {
            next.cluster = self.cluster.set(key, text).map_err(at)?;
            return Ok(next);
        }
        if Sparse::has(key) {
            next.sparse = self.sparse.set(key, text).map_err(at)?;
            return Ok(next);
        }
        if key.is_optional() && text.trim().is_empty() {
            next.forget(key);
            return Ok(next);
        }
        if let Some((which, error)) = key.own() {
            let mine = next.own.clone().unwrap_or_else(Own::start);
            let value = plain::constant(text, key, which, error).map_err(at)?;
            let mine = if error { mine.with_error(which, Some(value)) } else { mine.with(which, value) };
            next.adopt_own(mine.map_err(at)?);
            return Ok(next);
        }
        match key {
            Key::UniqueTokens => next.setting.unique_tokens = Some(parse::tokens(text).map_err(at)?),
            Key::InferenceTokens => next.inference_tokens = Some(parse::tokens(text).map_err(at)?),
            Key::MaxParams => next.max_params = Some(parse::params(text).map_err(at)?),
            Key::PrecisionBits => {
                next.setting.precision = Some(setting::Precision::uniform(plain::bits(text).map_err(at)?));
            }
            Key::PostTrainingBits => next.setting.post_training_bits = Some(plain::bits(text).map_err(at)?),
            Key::Replicas => {
                next.setting.replicas = Some(plain::replicas(text).map_err(at)?);
            }
            Key::Experts => {
                next.setting.experts = Some(plain::experts(text).map_err(at)?);
                next.setting.check().map_err(at)?;
            }
            Key::TopK => {
                next.setting.top_k = Some(plain::top_k(text).map_err(at)?);
                next.setting.check().map_err(at)?;
            }
            Key::Sparsity => {
                next.setting.sparsity = Some(plain::share(text, key, shares::sparsity).map_err(at)?);
                next.setting.check().map_err(at)?;
            }
            Key::Granularity => next.setting.granularity = Some(plain::granularity(text).map_err(at)?),
            Key::WeightSparsity => {
                next.setting.weight_sparsity = Some(plain::share(text, key, shares::weight_sparsity).map_err(at)?);
            }
            Key::DenseTokens => next.setting.dense_tokens = Some(parse::tokens(text).map_err(at)?),
            Key::SequenceLength => next.sequence = plain::sequence(text).map_err(at)?,
            Key::OwnName => {
                let mut mine = next.own.clone().unwrap_or_else(Own::start);
                mine.name = clean_title(text);
                next.adopt_own(mine);
            }
            Key::Title => next.title = clean_title(text),
            Key::Flops => next.budget = Budget::Flops(parse::flop(text).map_err(at)?),
            Key::Time => next.budget = Budget::Time(parse::seconds(text).map_err(at)?),
            Key::Dollars => next.budget = Budget::Dollars(parse::dollars(text).map_err(at)?),
            Key::Loss => next.budget = Budget::Loss(parse::nats(text).map_err(at)?),
            Key::Params => next.budget = Budget::Params(parse::params(text).map_err(at)?),
            Key::Tokens => next.budget = Budget::Tokens(parse::tokens(text).map_err(at)?),
            Key::Law if text.trim() == own::ID => {
                let mine = next.own.get_or_insert_with(Own::start);
                next.law = mine.law();
            }
            Key::Law => next.law = laws::find(text.trim()).map_err(at)?,
            Key::Accelerator => {
                next.accelerator = self.accelerator.choose(accelerators::get(text.trim()).map_err(at)?);
            }
            Key::Device => next.accelerator = self.accelerator.with_edits(text).map_err(|e| within(key, e))?,
            Key::Count => next.count = parse::count(text).map_err(at)?,
            Key::Utilisation => next.utilisation = Some(parse::fraction(text).map_err(at)?),
            Key::Price => next.price = Some(parse::dollars_per_hour(text).map_err(at)?),
            Key::Model => next.run = Some(Run::published(text.trim()).map_err(at)?),
            Key::ModelParams | Key::ModelTokens => {
                let mut run = match self.run {
                    Some(run) => run,
                    None => Run { published: None, params: Params::new(70e9)?, tokens: Tokens::new(1.4e12)? },
                };
                run.published = None;
                if key == Key::ModelParams {
                    run.params = parse::params(text).map_err(at)?;
                } else {
                    run.tokens = parse::tokens(text).map_err(at)?;
                }
                next.run = Some(run);
            }
            // Own constants are read above.
            _ => {}
        }
        Ok(next)
    }

    /// Takes an optional input back.
    fn forget(&mut self, key: Key) {
        match key {
            Key::Device => self.accelerator = self.accelerator.row().into(),
            Key::Utilisation => self.utilisation = None,
            Key::Price => self.price = None,
            Key::UniqueTokens => self.setting.unique_tokens = None,
            Key::InferenceTokens => self.inference_tokens = None,
            Key::MaxParams => self.max_params = None,
            Key::PrecisionBits => self.setting.precision = None,
            Key::PostTrainingBits => self.setting.post_training_bits = None,
            Key::Replicas => self.setting.replicas = None,
            Key::Experts => self.setting.experts = None,
            Key::TopK => self.setting.top_k = None,
            Key::Sparsity => self.setting.sparsity = None,
            Key::Granularity => self.setting.granularity = None,
            Key::WeightSparsity => self.setting.weight_sparsity = None,
            Key::DenseTokens => self.setting.dense_tokens = None,
            Key::SequenceLength => {
                if let Ok(start) = Count::new(SEQUENCE) {
                    self.sequence = start;
                }
            }
            _ => {
                let Some((which, true)) = key.own() else { return };
                if let Some(mine) = self.own.as_ref().and_then(|o| o.with_error(which, None).ok()) {
                    self.adopt_own(mine);
                }
            }
        }
    }

    /// Other constants of one's own; the chosen law follows if it is made of them.
    fn adopt_own(&mut self, own: Own) {
        if self.law.meta().id == own::ID {
            self.law = own.law();
        }
        self.own = Some(own);
    }

    /// The scenario with this law of one's own, or with none where the chosen law is another.
    pub fn with_own(&self, own: Option<Own>) -> Scenario {
        let mut next = self.clone();
        match own {
            Some(own) => next.adopt_own(own),
            None if next.law.meta().id != own::ID => next.own = None,
            None => {}
        }
        next
    }

    /// The chosen law under everything that it may be asked and that is given.
    ///
    /// # Errors
    /// What is wrong with a value, at its field.
    pub fn law_here(&self) -> Result<Choice, Error> {
        self.law.under(&self.setting).map_err(|e| match Key::from_input(&e.field) {
            Some(key) => e.at(key.names().path),
            None => e,
        })
    }

    /// Every law that answers: the published ones, and one's own if there is one.
    pub fn laws(&self) -> Vec<Choice> {
        let own = self.own.as_ref().map(Own::law);
        laws::ALL.iter().map(|l| Choice::Published(*l)).chain(own).collect()
    }

    /// The input as text that [`Scenario::set`] reads back to the same bits; `None` when it is not set.
    pub fn text(&self, key: Key) -> Option<String> {
        let budget = |b: Budget| match b {
            Budget::Flops(v) => show::field_flop(v),
            Budget::Time(v) => show::field_seconds(v),
            Budget::Dollars(v) => show::field_dollars(v),
            Budget::Loss(v) => show::field_nats(v),
            Budget::Params(v) => show::field_params(v),
            Budget::Tokens(v) => show::field_tokens(v),
        };
        match key {
            key if Setup::has(key) => self.setup.text(key),
            key if Cluster::has(key) => self.cluster.text(key),
            key if Sparse::has(key) => self.sparse.text(key),
            Key::Title => (!self.title.is_empty()).then(|| self.title.clone()),
            Key::Law => Some(self.law.meta().id.into()),
            Key::Accelerator => Some(self.accelerator.id.into()),
            Key::Device => self.accelerator.edits(),
            Key::Count => Some(show::field_count(self.count)),
            Key::Utilisation => self.utilisation.map(show::field_fraction),
            Key::Price => self.price.map(show::field_price),
            Key::Model => self.run.and_then(|r| r.published).map(|p| p.id.into()),
            Key::ModelParams => self.run.map(|r| show::field_params(r.params)),
            Key::ModelTokens => self.run.map(|r| show::field_tokens(r.tokens)),
            Key::UniqueTokens => self.setting.unique_tokens.map(show::field_tokens),
            Key::InferenceTokens => self.inference_tokens.map(show::field_tokens),
            Key::DenseTokens => self.setting.dense_tokens.map(show::field_tokens),
            Key::MaxParams => self.max_params.map(show::field_params),
            Key::SequenceLength => Some(show::field_count(self.sequence)),
            Key::OwnName => self.own.as_ref().map(|o| o.name.clone()).filter(|n| !n.is_empty()),
            Key::Flops | Key::Time | Key::Dollars | Key::Loss | Key::Params | Key::Tokens => {
                (self.budget.key() == key).then(|| budget(self.budget))
            }
            _ => self.number(key).map(show::shortest),
        }
    }

    /// The input as a plain number in base units; `None` when it is not set or is not a number.
    pub fn number(&self, key: Key) -> Option<f64> {
        let budget = match self.budget {
            Budget::Flops(v) => v.get(),
            Budget::Time(v) => v.get(),
            Budget::Dollars(v) => v.get(),
            Budget::Loss(v) => v.get(),
            Budget::Params(v) => v.get(),
            Budget::Tokens(v) => v.get(),
        };
        match key {
            key if Setup::has(key) => self.setup.number(key),
            key if Cluster::has(key) => self.cluster.number(key),
            key if Sparse::has(key) => self.sparse.number(key),
            Key::Title | Key::Law | Key::Accelerator | Key::Device | Key::Model | Key::OwnName => None,
            Key::UniqueTokens => self.setting.unique_tokens.map(Tokens::get),
            Key::InferenceTokens => self.inference_tokens.map(Tokens::get),
            Key::MaxParams => self.max_params.map(Params::get),
            Key::PrecisionBits => self.setting.precision.and_then(|p| p.one()).map(Bits::get),
            Key::PostTrainingBits => self.setting.post_training_bits.map(Bits::get),
            Key::Replicas => self.setting.replicas.map(Replicas::get),
            Key::Experts => self.setting.experts.map(Experts::get),
            Key::TopK => self.setting.top_k.map(Experts::get),
            Key::Sparsity => self.setting.sparsity.map(Share::get),
            Key::Granularity => self.setting.granularity.map(Granularity::get),
            Key::WeightSparsity => self.setting.weight_sparsity.map(Share::get),
            Key::DenseTokens => self.setting.dense_tokens.map(Tokens::get),
            Key::SequenceLength => Some(self.sequence.get()),
            Key::Count => Some(self.count.get()),
            Key::Utilisation => self.utilisation.map(Fraction::get),
            Key::Price => self.price.map(DollarsPerHour::get),
            Key::ModelParams => self.run.map(|r| r.params.get()),
            Key::ModelTokens => self.run.map(|r| r.tokens.get()),
            Key::Flops | Key::Time | Key::Dollars | Key::Loss | Key::Params | Key::Tokens => {
                (self.budget.key() == key).then_some(budget)
            }
            _ => {
                let (which, error) = key.own()?;
                let entry = self.own.as_ref()?.entry(which);
                if error { entry.error } else { Some(entry.value) }
            }
        }
    }

    /// The scenario with one input given as a plain number in base units.
    ///
    /// # Errors
    /// As [`Scenario::set`].
    pub fn set_number(&self, key: Key, value: f64) -> Result<Scenario, Error> {
        let unit = if key == Key::Time && value.is_finite() { " s" } else { "" };
        self.set(key, &format!("{value:e}{unit}"))
    }

    /// A published run as the thing to look at: its compute as the budget, the run set against the optimum.
    ///
    /// # Errors
    /// `unknown-id`.
    pub fn start_from(&self, run: &str) -> Result<Scenario, Error> {
        let run = Run::published(run)?;
        let budget = Budget::Flops(run.params.compute(run.tokens, laws::FLOP_PER_PARAM_TOKEN)?);
        Ok(Scenario { budget, run: Some(run), ..self.clone() })
    }
}

/// An error at its input; one inside a configuration or a device keeps its field.
fn within(key: Key, e: Error) -> Error {
    let path = key.names().path;
    let whole = matches!(e.field.as_str(), "config" | "shape" | "model" | "device");
    let inside = matches!(key, Key::Config | Key::Shape | Key::Device) && !whole;
    if inside {
        let field = format!("{path}.{}", e.field);
        e.at(field)
    } else {
        e.at(path)
    }
}

/// A title from anywhere: no control or text-direction characters, at most 80.
fn clean_title(text: &str) -> String {
    let direction = |c: char| matches!(c, '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept: String = text.chars().filter(|c| !c.is_control() && !direction(*c)).collect();
    kept.trim().chars().take(80).collect::<String>().trim_end().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::error::Code;

    #[test]
    fn table_is_in_the_order_of_the_keys() {
        for (i, n) in KEYS.iter().enumerate() {
            assert_eq!(n.key as usize, i, "{}", n.link);
            assert_eq!(Key::from_link(n.link), Some(n.key));
        }
    }

    #[test]
    fn says_budgets_in_many_ways() {
        let s = Scenario::start().unwrap();
        let flops = |text: &str| match s.say(text).unwrap().budget {
            Budget::Flops(f) => f.get(),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(flops("1e24"), 1e24);
        assert_eq!(flops("5.76e23 FLOP"), 5.76e23);
        assert_eq!(flops("2.5 ZFLOP"), 2.5e21);
        let said = s.say("1024 × H100 for 60 days at 40 % MFU").unwrap();
        assert_eq!(said.budget, Budget::Time(Seconds::new(60.0 * 86400.0).unwrap()));
        assert_eq!(
            (said.count.get(), said.accelerator.id, said.utilisation.map(Fraction::get)),
            (1024.0, "h100-sxm", Some(0.4))
        );
        let said = s.say("$2M at $2.50/h on A100 80GB").unwrap();
        assert_eq!(said.budget, Budget::Dollars(Dollars::new(2e6).unwrap()));
        assert_eq!((said.price.map(DollarsPerHour::get), said.accelerator.id), (Some(2.5), "a100-80-sxm"));
        assert!(matches!(s.say("loss 1.95").unwrap().budget, Budget::Loss(_)));
        assert!(matches!(s.say("70B").unwrap().budget, Budget::Params(_)));
        assert!(matches!(s.say("1.4T tokens").unwrap().budget, Budget::Tokens(_)));
        let said = s.say("10,000 H100-hours").unwrap();
        assert_eq!((said.budget, said.count.get()), (Budget::Time(Seconds::new(3.6e7 / 1024.0).unwrap()), 1024.0));
        let said = s.say("10k GPU hours on 64 A100 at 50 %").unwrap();
        assert_eq!((said.budget, said.count.get()), (Budget::Time(Seconds::new(562_500.0).unwrap()), 64.0));
        assert_eq!((said.accelerator.id, said.utilisation.map(Fraction::get)), ("a100-80-sxm", Some(0.5)));
        assert_eq!(s.say("8 H100 94GB for a week").unwrap().accelerator.id, "h100-nvl");
        let e = s.say("4 DGX H100 for 30 d").unwrap_err();
        assert!(e.code == Code::Inconsistent && e.message.contains("32"), "{e}");
        assert_eq!(s.say("$2M on DGX H100").unwrap().accelerator.id, "h100-sxm");
        assert_eq!(s.say("1000 GPU-hours for 30 d").unwrap_err().code, Code::Inconsistent);
        assert_eq!(s.say("64 H100").unwrap_err().code, Code::MissingField);
        assert_eq!(s.say("").unwrap_err().code, Code::MissingField);
        assert_eq!(s.say("$2M for 30 days").unwrap_err().code, Code::Inconsistent);
    }

    #[test]
    fn errors_name_the_field_and_change_nothing() {
        let s = Scenario::start().unwrap();
        for (key, text, path) in [
            (Key::Flops, "70Q", "budget.flops"),
            (Key::Params, "", "budget.params"),
            (Key::Loss, "NaN", "budget.loss"),
            (Key::Law, "nobody-1999", "law"),
            (Key::Count, "-3", "hardware.count"),
            (Key::Price, "free", "assumptions.pricePerHour"),
            (Key::Model, "gpt-9", "model.preset"),
        ] {
            assert_eq!(s.set(key, text).unwrap_err().field, path);
        }
    }

    #[test]
    fn steps_walk_the_ruler() {
        for (from, up, to) in [
            (1.0, true, 2.0),
            (2.0, true, 5.0),
            (5.0, true, 10.0),
            (5.76e23, true, 1e24),
            (5.76e23, false, 5e23),
            (1e24, false, 5e23),
        ] {
            let next = step(from, up, false);
            assert!((next / to - 1.0).abs() < 1e-12, "{from} -> {next}");
        }
        assert_eq!(step(3e20, true, true), 3e21);
        assert_eq!(step(1e24, true, true), 1e25);
        assert_eq!(restated(Key::Loss, 1.974_441_14), 1.974_441);
        assert_eq!(restated(Key::Time, 1_421_316.0), 16.4504 * 86_400.0);
        assert_eq!(restated(Key::Dollars, 808_571.43), 808_571.0);
    }

    #[test]
    fn titles_are_cleaned() {
        assert_eq!(clean_title("  a\u{202e}b\u{0}c\n "), "abc");
        assert_eq!(clean_title(&"x".repeat(200)).len(), 80);
    }
}

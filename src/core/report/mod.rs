//! The whole answer to a scenario. Page, link, module and export all read this one report.
//!
//! Every number carries its unit, its interval where published, and why: the formula it came from, the numbers
//! put in, the law's constants and the range they were fitted in.

mod answers;
mod ask;
pub(crate) mod asked;
mod clock;
mod compared;
mod figures;
pub mod mixture;
mod model;
mod real;
mod run;
mod sizes;
mod training;
mod utilisation;

pub use answers::{Alike, Answer, LawAnswer, Spread};
pub use ask::Ask;
pub use asked::{activations, few_bits, hyper, lead, upcycled, zeros};
pub use clock::ClockReport;
pub use compared::{Compared, Spent};
pub use figures::{Figure, Figures, Place, Section};
pub use mixture::MixtureReport;
pub use model::ModelReport;
pub use real::RealReport;
pub use run::RunReport;
pub use sizes::SizeRow;
pub use training::Training;
pub use utilisation::{Expected, How, Used};

use std::cell::OnceCell;

use super::error::{Error, Warning};
use super::expr::Expr;
use super::formulas::Formula;
use super::laws::{self, Choice, Interval, Meta};
use super::quantity::{Flop, Tokens};
use super::runs::{self, Run};
use super::scenario::Scenario;

/// A value with its unit, its interval and the reason for it.
#[derive(Clone, Debug)]
pub struct Number {
    pub value: f64,
    pub unit: &'static str,
    pub interval: Interval,
    pub why: Why,
}

impl Number {
    /// A number without an interval.
    fn new(value: f64, unit: &'static str, why: Why) -> Number {
        Number { value, unit, interval: None, why }
    }
}

/// A number that is plain arithmetic on others: its formula is its value.
fn arithmetic(title: &'static str, symbol: &'static str, unit: &'static str, expr: Expr) -> Number {
    Number::new(expr.eval(), unit, why(title, symbol, Some(expr)))
}

/// Why a number is what it is.
#[derive(Clone, Debug)]
pub struct Why {
    pub title: &'static str,
    /// The letter on the left of the formula.
    pub symbol: &'static str,
    /// `None` when the number was given by the scenario, not computed.
    pub expr: Option<Expr>,
    /// The law whose constants and range stand behind it; `None` for plain arithmetic.
    pub law: Option<&'static Meta>,
    /// Where the number lies against the law's fitted range.
    pub range: Option<Range>,
    /// The formula whose constants and source stand behind it, for what is not a law.
    pub formula: Option<&'static Formula>,
    pub note: Option<&'static str>,
    /// Sources besides the law, such as an accelerator's data sheet.
    pub source: Option<&'static str>,
}

impl Why {
    /// How a number without a formula was found, where it was.
    pub fn found(&self) -> Option<&'static str> {
        match &self.expr {
            Some(Expr::Given(letter)) if letter.symbol == self.symbol => Some(letter.meaning),
            _ => None,
        }
    }

    /// The formula, unless the number stands for itself.
    pub fn formula_of(&self) -> Option<&Expr> {
        self.expr.as_ref().filter(|_| self.found().is_none())
    }

    /// Everything the number rests on, in words.
    pub fn sources(&self) -> Vec<String> {
        let law = self.law.map(|m| {
            let arxiv = m.arxiv.map_or(String::new(), |a| format!(", arXiv {a}"));
            format!("{}{arxiv}: {}", m.title, m.locator)
        });
        let formula = self.formula.map(|f| {
            let arxiv = f.cite.arxiv.map_or(String::new(), |a| format!(", arXiv {a}"));
            format!("{} {}{arxiv}: {}", f.cite.authors, f.cite.year, f.cite.locator)
        });
        law.into_iter().chain(formula).chain(self.source.map(str::to_owned)).collect()
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub fitted: (f64, f64),
    pub value: f64,
    pub unit: &'static str,
}

impl Range {
    /// Whether anything is known of where it was fitted.
    pub fn known(&self) -> bool {
        laws::known_range(self.fitted).is_some()
    }

    pub fn decades_outside(&self) -> f64 {
        laws::decades_outside(self.value, self.fitted)
    }
}

#[derive(Clone, Debug)]
pub struct Report {
    pub scenario: Scenario,
    /// The chosen law under everything given that it takes.
    pub law: Choice,
    pub answer: Answer,
    pub laws: Vec<LawAnswer>,
    pub spread: Option<Spread>,
    /// Empty when the chosen law has no loss.
    pub sizes: Vec<SizeRow>,
    pub training: Training,
    /// The utilisation behind time and cost.
    pub utilisation: Used,
    /// The questions beyond the plain optimum.
    pub figures: Figures,
    /// The run of the scenario; `None` with a warning for one that cannot be compared.
    pub compared: Option<Compared>,
    /// Every published run under the chosen law.
    pub published: Vec<Compared>,
    pub warnings: Vec<Warning>,
    /// Worked out when it is first asked for.
    model: OnceCell<Result<ModelReport, Error>>,
    run: OnceCell<Result<RunReport, Error>>,
    mixture: OnceCell<Result<MixtureReport, Error>>,
    clock: OnceCell<Result<ClockReport, Error>>,
    real: OnceCell<Result<RealReport, Error>>,
    /// Training tokens of the answer.
    planned: Tokens,
}

impl Report {
    /// What the model at hand weighs, takes to train and to serve.
    ///
    /// # Errors
    /// What of its layout cannot be, at the input of the scenario.
    pub fn model(&self) -> Result<&ModelReport, &Error> {
        self.model.get_or_init(|| ModelReport::of(&self.scenario)).as_ref()
    }

    /// How fast, how long and how much its training is.
    ///
    /// # Errors
    /// What of its layout cannot be, at the input of the scenario.
    pub fn timing(&self) -> Result<&RunReport, &Error> {
        let run = || RunReport::of(&self.scenario, self.planned).map_err(model::at_input);
        self.run.get_or_init(run).as_ref()
    }

    /// Dense or a mixture of experts, at this budget and under the scenario's limits.
    ///
    /// # Errors
    /// Where no design fits the limits, at the input of the scenario.
    pub fn mixture(&self) -> Result<&MixtureReport, &Error> {
        self.mixture.get_or_init(|| MixtureReport::of(&self.scenario, &self.answer)).as_ref()
    }

    /// The mixture at hand under the laws and on the scenario's devices.
    ///
    /// # Errors
    /// `inconsistent` for a dense model.
    pub fn real(&self) -> Result<&RealReport, &Error> {
        self.real.get_or_init(|| RealReport::of(&self.scenario, self.planned)).as_ref()
    }

    /// The best mixture and the dense model with its loss on the scenario's devices.
    ///
    /// # Errors
    /// Where the best design is dense, or there is none.
    pub fn clock(&self) -> Result<&ClockReport, &Error> {
        let clock = || self.mixture().map_err(Clone::clone).and_then(|m| ClockReport::of(&self.scenario, m));
        self.clock.get_or_init(clock).as_ref()
    }
}

/// The whole report.
///
/// # Errors
/// `no-solution` when no budget reaches the target loss, `inconsistent` when the law cannot answer the question,
/// `out-of-domain` when the answer leaves the range of numbers.
pub fn estimate(scenario: &Scenario) -> Result<Report, Error> {
    let law = scenario.law_here()?;
    let field = scenario.budget.key().names().path;
    let at = |e: Error| if e.field == "law" { e } else { e.at(field) };
    let (used, pin, bought, best) = utilisation::settle(scenario, &law).map_err(at)?;
    laws::answerable(&best).map_err(at)?;
    let answer = answers::answer(scenario, &law, pin, &best, bought);
    let laws = answers::answers(scenario, best.flops);
    let mut warnings = laws::warnings_of(&*law, Some(best.flops), best.params, Some(best.tokens));
    let compared = match scenario.run.map(|run| compared::compare(&*law, run)).transpose() {
        Ok(compared) => compared,
        Err(error) => {
            warnings.push(compared::impossible(&error));
            None
        }
    };
    Ok(Report {
        spread: answers::spread(&laws),
        sizes: sizes::sizes(&*law, &best),
        figures: asked::figures(scenario, &*law, pin, &best, &used),
        training: training::training(scenario, best.flops, &used).map_err(at)?,
        utilisation: used,
        compared,
        published: runs::ALL.iter().filter_map(|r| compared::compare(&*law, Run::published(r.id).ok()?).ok()).collect(),
        scenario: scenario.clone(),
        law,
        answer,
        laws,
        warnings,
        model: OnceCell::new(),
        run: OnceCell::new(),
        mixture: OnceCell::new(),
        clock: OnceCell::new(),
        real: OnceCell::new(),
        planned: best.tokens,
    })
}

fn why(title: &'static str, symbol: &'static str, expr: Option<Expr>) -> Why {
    Why { title, symbol, expr, law: None, range: None, formula: None, note: None, source: None }
}

/// The law's fitted range of compute, and where this compute lies.
fn of_compute(meta: &Meta, flops: Flop) -> Option<Range> {
    Some(Range { fitted: meta.fitted.flops, value: flops.get(), unit: Flop::UNIT })
}

fn of_law(meta: &'static Meta, title: &'static str, symbol: &'static str, expr: Option<Expr>) -> Why {
    Why { law: Some(meta), ..why(title, symbol, expr) }
}

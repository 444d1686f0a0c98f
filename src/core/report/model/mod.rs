//! The model at hand: what it weighs, what a token costs, what a device must hold to train and to serve it.

mod anatomy;
mod served;
mod stages;

use super::figures::Figures;
use super::{Number, Why, why};
use crate::core::chosen::Model;
use crate::core::error::Error;
use crate::core::expr::Expr;
use crate::core::memory::advice::Advice;
use crate::core::memory::training::Stage;
use crate::core::quantity::Bytes;
use crate::core::scenario::{KEYS, Scenario};

#[derive(Clone, Debug)]
pub struct ModelReport {
    /// Numbers with their reasons; rows of models are this one, then the one beside it.
    pub figures: Figures,
    /// Training memory of a device of every stage, after what was moved off it.
    pub stages: Vec<Stage>,
    /// The stage that holds most.
    pub fullest: usize,
    /// Memory of one device.
    pub capacity: Bytes,
    /// Ways to make it fit; none where it fits.
    pub advice: Vec<Advice>,
}

impl ModelReport {
    /// # Errors
    /// What of the layout cannot be, at the input of the scenario.
    pub(super) fn of(scenario: &Scenario) -> Result<ModelReport, Error> {
        let mut figures = Figures::default();
        for (row, model) in models(scenario).enumerate() {
            anatomy::anatomy(&mut figures, row, model);
            anatomy::compute(&mut figures, row, model, scenario);
            served::served(&mut figures, row, model, scenario)?;
        }
        stages::stages(figures, scenario).map_err(at_input)
    }

    pub fn fits(&self) -> bool {
        self.stages.get(self.fullest).is_some_and(|s| s.total() <= self.capacity)
    }
}

/// The model at hand and the one beside it.
fn models(scenario: &Scenario) -> impl Iterator<Item = &Model> {
    std::iter::once(&scenario.setup.model).chain(&scenario.setup.against)
}

/// An error of the memory's own words, at the input that it means.
pub(super) fn at_input(e: Error) -> Error {
    let path = match e.field.as_str() {
        "dataParallel" => "hardware.count",
        "microBatches" => "parallelism.batch",
        "sequenceLength" => "data.sequenceLength",
        "rank" => "model.adapterRank",
        "target" => "model.adapterTarget",
        "model" => "model.architecture",
        "globalBatch" => "parallelism.batch",
        "mfu" => "assumptions.mfu",
        field => KEYS.iter().map(|n| n.path).find(|p| p.rsplit('.').next() == Some(field)).unwrap_or_default(),
    };
    if path.is_empty() { e } else { e.at(path) }
}

/// A number that its formula gives.
fn by(title: &'static str, symbol: &'static str, unit: &'static str, expr: Expr) -> Number {
    Number::new(expr.eval(), unit, why(title, symbol, Some(expr)))
}

fn noted(number: Number, note: &'static str, source: Option<&'static str>) -> Number {
    Number { why: Why { note: Some(note), source, ..number.why }, ..number }
}

/// Letters of the kinds of layers of a model: how many there are of a kind, and what one has.
const MANY: [&str; 8] = ["L₁", "L₂", "L₃", "L₄", "L₅", "L₆", "L₇", "L₈"];
const EACH: [&str; 8] = ["p₁", "p₂", "p₃", "p₄", "p₅", "p₆", "p₇", "p₈"];

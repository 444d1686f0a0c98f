//! The model at hand in training: how fast, how long, how much, and what interrupts it.

mod experts;
mod operators;
mod speed;
mod spent;

use super::figures::{Figures, Section};
use super::{Number, Why, why};
use crate::core::engine::step::{Job, Part};
use crate::core::error::{Code, Error};
use crate::core::expr::{Expr, given, quotient, sum};
use crate::core::memory::training::Setup;
use crate::core::quantity::{Count, Seconds, Tokens, show};
use crate::core::scenario::Scenario;
use crate::core::timing::quick::even_batch;
use crate::core::timing::{PerToken, Timing, lacking};

#[derive(Clone, Debug)]
pub struct RunReport {
    /// Numbers with their reasons.
    pub figures: Figures,
    /// As it was timed.
    pub setup: Setup,
    pub timing: Timing,
    /// Sequences of a step, and tokens of the whole run.
    pub batch: u64,
    pub tokens: Tokens,
    /// Accelerators that work; the others of the cluster have no place in the layout.
    pub devices: u64,
}

impl RunReport {
    /// The part of the step that takes longest besides computing; none where the utilisation was given, or one device
    /// waits for nothing.
    pub fn wait(&self) -> Option<Part> {
        let step = self.timing.step.as_ref()?;
        let rest = Part::ALL.into_iter().filter(|p| *p != Part::Compute && step.part(*p).get() > 0.0);
        rest.max_by(|a, b| step.part(*a).get().total_cmp(&step.part(*b).get()))
    }

    /// `tokens`: of the plan, where the run has none of its own.
    ///
    /// # Errors
    /// What of the layout cannot be, at the input of the scenario.
    pub(super) fn of(scenario: &Scenario, tokens: Tokens) -> Result<RunReport, Error> {
        let model = scenario.setup.model.architecture();
        let setup = scenario.training()?;
        let batch = scenario.setup.batch.unwrap_or_else(|| even_batch(&setup));
        let tokens = scenario.cluster.tokens.unwrap_or(tokens);
        let machine = scenario.cluster.machine(&scenario.accelerator)?;
        let setup = Setup { micro_batches: Some(setup.turns(batch)?), ..setup };
        let job = Job { model, setup: &setup, machine, batch, habits: scenario.cluster.habits, shard: None };
        let timing = match scenario.utilisation {
            Some(flat) => {
                setup.layout.check(model, setup.sequence)?;
                Timing::flat(&job, flat, tokens)?
            }
            None => Timing::expected(&job, tokens)?,
        };
        let devices = u64::try_from(setup.layout.devices()).unwrap_or(u64::MAX);
        let mut figures = Figures::default();
        let per_token = PerToken::of(model, &setup);
        speed::speed(&mut figures, &job, &timing, &per_token)?;
        spent::spent(&mut figures, scenario, &timing, Count::new(devices as f64)?, tokens)?;
        remarks(&mut figures, scenario, &setup, batch);
        operators::operators(&mut figures, &job, &timing);
        experts::experts(&mut figures, &job, timing.step.as_ref());
        Ok(RunReport { figures, setup, timing, batch, tokens, devices })
    }
}

/// What is easily overlooked: devices without work, turns that are not full, formats that the device lacks.
fn remarks(out: &mut Figures, scenario: &Scenario, setup: &Setup, batch: u64) {
    const S: Section = Section::Run;
    let idle = scenario.count.get() - setup.layout.devices() as f64;
    if idle > 0.0 {
        let (idle, all) = (show::full(idle), show::full(scenario.count.get()));
        out.remark(
            S,
            format!("{idle} of {all} accelerators have no place in this split: they stand idle and are paid."),
        );
    }
    let per = setup.per_turn();
    if !batch.is_multiple_of(per) {
        let text = format!(
            "{batch} sequences of a step do not come out even over {} copies that take {} at once: in the last turn of a \
             step some wait. A multiple of {per} would not.",
            setup.layout.data, setup.micro_batch
        );
        out.remark(S, text);
    }
    if let Some(text) = lacking(&scenario.accelerator, setup) {
        out.remark(S, text);
    }
}

/// A number that its formula gives.
fn by(title: &'static str, symbol: &'static str, unit: &'static str, expr: Expr) -> Number {
    Number::new(expr.eval(), unit, why(title, symbol, Some(expr)))
}

fn noted(number: Number, note: &'static str) -> Number {
    Number { why: Why { note: Some(note), ..number.why }, ..number }
}

/// `no-solution` where a number is none.
fn finite(number: Number, field: &'static str) -> Result<Number, Error> {
    if number.value.is_finite() {
        return Ok(number);
    }
    Err(Error::new(Code::OutOfDomain, field, "This run is too large to put into numbers."))
}

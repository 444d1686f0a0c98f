//! Replicas that train apart and meet now and then: DiLoCo (Charles et al. 2025).

use super::{against, hyper, put_warnings};
use crate::core::error::Error;
use crate::core::formulas;
use crate::core::laws::setting::replicas;
use crate::core::laws::{self, Asked, Choice, Law, Optimum, Pin, Setting};
use crate::core::quantity::{Nats, Params, Replicas};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, Range, Used, Why, of_law, training};
use crate::core::scenario::Scenario;

const S: Section = Section::Apart;
/// The law that says what training apart costs.
pub(crate) const LAW: &str = "charles-2025";
const REPLICAS: [f64; 4] = [1.0, 2.0, 4.0, 8.0];

/// One fit for all numbers of replicas: outside the fitted sizes the fits for single numbers cross each other.
const JOINT: &str = "charles-2025-joint";

/// The law with so many replicas at a size; `None` for data-parallel training.
fn at(replicas: Option<Replicas>, size: Params) -> Result<Choice, Error> {
    let law = laws::find(LAW)?;
    let outside = laws::decades_outside(size.get(), law.meta().fitted.params) != 0.0;
    let law = if outside && replicas.is_some() { laws::find(JOINT)? } else { law };
    law.under(&Setting { replicas, ..Setting::default() })
}

pub(super) fn apart(out: &mut Figures, scenario: &Scenario, law: &dyn Law, best: &Optimum, used: &Used) {
    let Some(own) = scenario.setting.replicas else { return };
    let size = law.total_params(best.params);
    let listed = REPLICAS.iter().filter_map(|m| replicas(*m).ok()).map(Some);
    let others = std::iter::once(None).chain(listed);
    let rows = others.chain((!REPLICAS.contains(&own.get())).then_some(Some(own)));
    let rate = training::cluster_rate(scenario, used).ok();
    if let Ok(law) = at(Some(own), size)
        && let Ok(o) = law.optimum(Pin::Params(size))
    {
        put_warnings(out, S, &*law, &o);
        if laws::decades_outside(size.get(), law.meta().fitted.params) > 0.0 {
            out.remark(S, "The losses of these rows differ by less than the fits are off beyond their runs: they cannot be told apart here.");
        }
    }
    for (row, m) in rows.enumerate() {
        if let Err(e) = trained(out, row, m, size) {
            return out.remark(S, e.message);
        }
        let Some(batch) = rule(if m.is_some() { BATCH } else { DATA_PARALLEL_BATCH }, size, m) else { continue };
        let tokens = batch.value;
        out.put(S, "batch", row, batch);
        if let Some(peak) = rule(if m.is_some() { RATE } else { DATA_PARALLEL_RATE }, size, m) {
            out.put(S, "rate", row, peak);
        }
        // A step is one batch through the cluster of the scenario.
        let step = rate.map(|r| laws::FLOP_PER_PARAM_TOKEN * size.get() * tokens / r.get());
        if let Some(network) = step.and_then(|s| network(size, s, if m.is_some() { STEPS_APART } else { 1.0 })) {
            out.put(S, "network", row, network);
        }
    }
}

const DATA_PARALLEL_BATCH: &str = "charles-2025-batch";
const DATA_PARALLEL_RATE: &str = "charles-2025-learning-rate";
const BATCH: &str = "charles-2025-diloco-batch";
const RATE: &str = "charles-2025-diloco-learning-rate";
/// Steps between two meetings in the paper's runs.
pub(super) const STEPS_APART: f64 = 30.0;
/// Share of the time in which chips are to compute.
pub(super) const BUSY: f64 = 0.9;

/// A rule of the same paper for this size and these replicas.
fn rule(id: &str, size: Params, m: Option<Replicas>) -> Option<Number> {
    let filled = formulas::find(id).ok()?.start().with("params", size.get());
    hyper::number(&filled.with("replicas", m.map_or(1.0, Replicas::get)))
}

/// Network between the places that keeps the chips busy.
fn network(size: Params, step: f64, apart: f64) -> Option<Number> {
    let filled = formulas::find("charles-2025-bandwidth").ok()?.start();
    hyper::number(
        &filled.with("params", size.get()).with("stepTime", step).with("share", BUSY).with("syncSteps", apart),
    )
}

fn trained(out: &mut Figures, row: usize, m: Option<Replicas>, size: Params) -> Result<(), Error> {
    let pin = Pin::Params(size);
    let law = at(m, size)?;
    let o = law.optimum(pin)?;
    let name = match m {
        None => "data-parallel".to_owned(),
        Some(m) => format!("DiLoCo, {}", m.get()),
    };
    out.name(S, row, name);
    let Some(loss) = o.loss else { return Ok(()) };
    let why = of_law(
        law.meta(),
        "Expected loss at this size on 20 tokens for each parameter",
        "L",
        law.explain(Asked::Loss, pin, &o),
    );
    let range = Some(Range { fitted: law.meta().fitted.params, value: size.get(), unit: Params::UNIT });
    out.put(S, "loss", row, Number::new(loss.get(), Nats::UNIT, Why { range, ..why }));
    if let Some(least) = at(None, size)?.optimum(pin)?.loss {
        let name = ("loss of data-parallel training", least);
        out.put(S, "more", row, against(law.meta(), "Loss against data-parallel training", loss, name));
    }
    Ok(())
}

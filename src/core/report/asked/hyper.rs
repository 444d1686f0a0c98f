//! Batch size, learning rate and steps for the run of the answer, by every paper that gives a rule.

use crate::core::expr::{given, quotient};
use crate::core::formulas::{self, Filled, Formula, From, Topic};
use crate::core::laws::{Intervals, Law, Optimum, less_embeddings};
use crate::core::quantity::{Flop, Nats, Params, Tokens, show};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, Range, Report, Why, why};
use crate::core::scenario::Scenario;

const S: Section = Section::Hyper;

/// What the answer knows of the inputs of a formula.
pub fn known(scenario: &Scenario, law: &dyn Law, best: &Optimum) -> impl Fn(From) -> Option<f64> + use<> {
    let total = law.total_params(best.params);
    let counted = law.meta().params_count;
    let without = if counted == "total" { less_embeddings(total) } else { best.params }.get();
    let total = total.get();
    let (tokens, flops, loss) = (best.tokens.get(), best.flops.get(), best.loss.map(|l| l.get()));
    let sequence = scenario.sequence.get();
    move |from| match from {
        From::Own => None,
        From::Params => Some(total),
        From::NonEmbedding => Some(without),
        From::Tokens => Some(tokens),
        From::Flops => Some(flops),
        From::Loss => loss,
        From::Sequence => Some(sequence),
    }
}

/// The same of a report that is already there.
pub fn known_of(report: &Report) -> impl Fn(From) -> Option<f64> + use<> {
    let a = &report.answer;
    let best = Params::new(a.params.value).and_then(|params| {
        let loss = a.loss.as_ref().and_then(|l| Nats::new(l.value).ok());
        let (flops, tokens) = (Flop::new(a.flops.value)?, Tokens::new(a.tokens.value)?);
        Ok(Optimum { flops, params, tokens, loss, intervals: Intervals::default() })
    });
    let known = best.ok().map(|best| known(&report.scenario, &*report.law, &best));
    move |from| known.as_ref().and_then(|known| known(from))
}

/// A batch in tokens as sequences of the plan's length.
pub fn in_sequences(f: &Formula, value: f64, scenario: &Scenario) -> Option<f64> {
    (f.topic == Topic::Batch && f.unit == Tokens::UNIT).then(|| value / scenario.sequence.get())
}

/// The formula's value as a number of the report.
pub fn number(filled: &Filled) -> Option<Number> {
    let e = filled.evaluate().ok()?;
    let f = filled.formula;
    // The input that lies farthest outside what the formula was fitted on.
    let far = |r: &Range| r.decades_outside().abs();
    let ranges = f
        .inputs
        .iter()
        .zip(&filled.inputs)
        .filter_map(|(slot, value)| slot.fitted.map(|fitted| Range { fitted, value: *value, unit: slot.unit }));
    let range = ranges.max_by(|a, b| far(a).total_cmp(&far(b)));
    let why = Why { range, formula: Some(f), ..why(f.meaning, f.symbol, Some(e.expr)) };
    Some(Number::new(e.value, f.unit, why))
}

pub(super) fn hyper(out: &mut Figures, scenario: &Scenario, law: &dyn Law, best: &Optimum) {
    let known = known(scenario, law, best);
    for (row, f) in formulas::ALL.iter().enumerate() {
        if !matches!(f.topic, Topic::Batch | Topic::LearningRate) {
            continue;
        }
        // A rule that asks for something the answer does not have is not one for this run.
        if f.inputs.iter().any(|s| known(s.from).is_none()) {
            continue;
        }
        if let Some(slot) = f.inputs.iter().find(|s| s.misses(&known)) {
            let (lo, hi) = slot.limits;
            let ends = format!("{} to {} {}", show::sig(lo, 3), show::sig(hi, 3), slot.unit);
            out.remark(S, format!("Not for this run: {}, which is given from {} only.", f.title, ends.trim_end()));
            continue;
        }
        let Some(value) = number(&f.filled_from(&known)) else { continue };
        out.name(S, row, f.short);
        if f.topic == Topic::Batch {
            let batch = value.value;
            let b = || given("B", "batch size in tokens", batch, Tokens::UNIT);
            let sequences = quotient(b(), given("s", "tokens in a sequence", scenario.sequence.get(), Tokens::UNIT));
            let steps = quotient(given("D", "training tokens", best.tokens.get(), Tokens::UNIT), b());
            let plain = |title, symbol, unit, expr: crate::core::expr::Expr| {
                Number::new(expr.eval(), unit, why(title, symbol, Some(expr)))
            };
            out.put(S, "sequences", row, plain("Batch in sequences", "B/s", "sequences", sequences));
            out.put(S, "steps", row, plain("Steps of this batch", "D/B", "steps", steps));
            out.put(S, "batch", row, value);
        } else {
            out.put(S, "rate", row, value);
        }
    }
}

//! A mixture of experts made of a dense model that is there already, against one from scratch (Liew et al. 2025).

use super::against;
use crate::core::error::Error;
use crate::core::expr::given;
use crate::core::laws::{self, Choice, Law, Optimum, Setting, liew_2025};
use crate::core::quantity::{Nats, Params, Tokens, show};
use crate::core::report::figures::{Figures, Place, Section};
use crate::core::report::{Number, Report, of_law};
use crate::core::scenario::Scenario;

const S: Section = Section::Upcycled;
pub(crate) const LAW: &str = "liew-2025";
const DENSE: &str = "liew-2025-dense";
/// Row of the answer's size; the model at hand follows where it is dense.
pub const PLAN: usize = 0;

const SEARCHED: &str =
    "found by search: the tokens of the mixture at which one from scratch has the same loss for the first time";
const AGAIN: &str = "So far beyond any run the fit puts the mixture from scratch behind again, since its size terms differ; that second crossing is left out.";

/// A mixture from the dense model, one from scratch, and the dense model itself.
pub(crate) struct Ways {
    pub upcycled: Choice,
    pub scratch: Choice,
    pub dense: Choice,
}

/// # Errors
/// When the dense model was trained on so many tokens that the law says nothing.
pub(crate) fn ways(dense_tokens: Tokens) -> Result<Ways, Error> {
    let scratch = laws::find(LAW)?;
    let upcycled = scratch.under(&Setting { dense_tokens: Some(dense_tokens), ..Setting::default() })?;
    Ok(Ways { upcycled, scratch, dense: laws::find(DENSE)? })
}

pub(super) fn upcycled(out: &mut Figures, scenario: &Scenario, law: &dyn Law, best: &Optimum) {
    let Some(before) = scenario.setting.dense_tokens else { return };
    let model = &scenario.setup.model;
    let dense = model.counts.total == model.counts.active;
    let hand = dense.then(|| Params::new(model.counts.total as f64).ok()).flatten();
    let plan = dense_size(law, best.params).map(|n| ("the plan’s size".to_owned(), n));
    let sizes = plan.into_iter().chain(hand.map(|n| (model.name(), n)));
    for (row, (name, size)) in sizes.enumerate() {
        if let Err(e) = size_of(out, row, (name, size), before, best.tokens)
            && !out.remarks_of(S).any(|r| r == e.message)
        {
            out.remark(S, e.message);
        }
    }
}

/// The dense model of the answer: all its parameters, or those that work on a token.
fn dense_size(law: &dyn Law, own: Params) -> Option<Params> {
    let active = law.active_share();
    if active == 1.0 && law.meta().params_count != "active" {
        return Some(law.total_params(own));
    }
    Params::new(own.get() * active).ok()
}

fn size_of(
    out: &mut Figures,
    row: usize,
    (name, size): (String, Params),
    before: Tokens,
    further: Tokens,
) -> Result<(), Error> {
    let ways = ways(before)?;
    let both = Tokens::new(before.get() + further.get())?;
    let loss = |law: &Choice, tokens: Tokens| -> Result<(Nats, Number), Error> {
        let loss = law.loss(size, Some(tokens))?.loss;
        let flops = size.compute(tokens, law.flop_per_param_token(size))?;
        let why = of_law(law.meta(), "Expected loss", "L", law.explain_on_budget(size, flops));
        Ok((loss, Number::new(loss.get(), Nats::UNIT, why)))
    };
    let (upcycled, scratch) = (loss(&ways.upcycled, further)?, loss(&ways.scratch, further)?);
    let dense = loss(&ways.dense, both)?;
    let meta = ways.upcycled.meta();
    let as_there = |title, symbol, meaning, value, unit| {
        Number::new(value, unit, of_law(meta, title, symbol, Some(given(symbol, meaning, value, unit))))
    };
    out.name(S, row, name);
    let what = "all parameters of the dense model; what the sizes of the paper count was not seen";
    out.put(S, "params", row, as_there("Size of the dense model", "N", what, size.get(), Params::UNIT));
    let what = "the training tokens of the answer";
    out.put(S, "tokens", row, as_there("Tokens of the mixture", "D", what, further.get(), Tokens::UNIT));
    let threshold = liew_2025::threshold(size.get(), before.get());
    if let Some(tokens) = threshold {
        out.put(
            S,
            "threshold",
            row,
            as_there("Where one from scratch catches up", "D₂*", SEARCHED, tokens, Tokens::UNIT),
        );
    }
    if threshold.is_some_and(|t| t <= further.get()) && upcycled.0 < scratch.0 && !out.remarks_of(S).any(|r| r == AGAIN)
    {
        out.remark(S, AGAIN);
    }
    let there = |law: &Choice, tokens: f64| Some(law.loss(size, Tokens::new(tokens).ok()).ok()?.loss);
    let meeting = threshold.and_then(|t| Some((there(&ways.dense, before.get() + t)?, there(&ways.upcycled, t)?)));
    if dense.0 < upcycled.0 || meeting.is_some_and(|(dense, upcycled)| dense < upcycled) {
        out.remark(S, format!(
            "By these fits a dense model of {} does better where it simply trains on, at the tokens of the plan or where a mixture from scratch catches up; after so many dense tokens they say little of a mixture made of it.",
            show::short(size.get())
        ));
    }
    let name = ("loss of the mixture from the dense model", upcycled.0);
    out.put(S, "more", row, against(meta, "Loss from scratch against upcycled", scratch.0, name));
    for (key, number) in [("upcycled", upcycled.1), ("scratch", scratch.1), ("dense", dense.1)] {
        out.put(S, key, row, number);
    }
    for w in laws::warnings_of(&*ways.upcycled, None, size, Some(further)) {
        // Where one from scratch catches up is among the numbers.
        if w.code != "overtaken" && !out.remarks_of(S).any(|r| r == w.message) {
            out.remark(S, w.message);
        }
    }
    Ok(())
}

/// What to do with the dense model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    Upcycle,
    StartAgain,
    /// On equal tokens neither mixture is better than the dense model, whose tokens cost less.
    TrainOn,
}

/// What is best on the tokens of the answer, at the size of this row.
pub fn advice(report: &Report, row: usize) -> Option<Advice> {
    let value = |key| report.figures.get(Place { section: S, key, row }).map(|n| n.value);
    let (tokens, dense) = (value("tokens")?, value("dense")?);
    if dense <= value("upcycled")? && dense <= value("scratch")? {
        return Some(Advice::TrainOn);
    }
    Some(if value("threshold").is_none_or(|t| tokens < t) { Advice::Upcycle } else { Advice::StartAgain })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::report::estimate;
    use crate::core::scenario::Key;

    fn advice_for(params: &str, before: &str) -> Option<Advice> {
        let start = Scenario::start().unwrap().set(Key::Law, "rule-of-thumb-20").unwrap();
        let scenario = start.set(Key::Params, params).unwrap().set(Key::DenseTokens, before).unwrap();
        advice(&estimate(&scenario).unwrap(), PLAN)
    }

    /// By losses worked out outside this program, on twenty tokens a parameter.
    #[test]
    fn says_what_to_do() {
        assert_eq!(advice_for("1B", "10B"), Some(Advice::StartAgain));
        assert_eq!(advice_for("1B", "74B"), Some(Advice::Upcycle));
        assert_eq!(advice_for("1B", "1T"), Some(Advice::TrainOn));
        assert_eq!(advice_for("1B", ""), None);
    }

    /// Far beyond any run the fit lets the mixture from scratch fall behind once more.
    #[test]
    fn a_second_crossing_is_said() {
        for (further, said) in [(1e11, false), (1e20, true)] {
            let mut out = Figures::default();
            let tokens = |d| Tokens::new(d).unwrap();
            size_of(&mut out, 0, (String::new(), Params::new(1e9).unwrap()), tokens(1e10), tokens(further)).unwrap();
            assert_eq!(out.remarks_of(S).any(|r| r == AGAIN), said);
        }
    }
}

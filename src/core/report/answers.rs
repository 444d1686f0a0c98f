//! The chosen law's answer, and every other law's at the same compute.

use super::{Number, Range, Why, of_compute, of_law, why};
use crate::core::expr::{Expr, given, ln, quotient};
use crate::core::laws::{self, Asked, Choice, Input, Law, Meta, Optimum, Pin};
use crate::core::quantity::{Flop, Nats, Params, Tokens};
use crate::core::scenario::Scenario;

#[derive(Clone, Debug)]
pub struct Answer {
    pub law: &'static Meta,
    pub flops: Number,
    pub params: Number,
    pub tokens: Number,
    pub tokens_per_param: Number,
    pub loss: Option<Number>,
}

/// What one law answers at the same budget.
#[derive(Clone, Debug)]
pub struct LawAnswer {
    /// The law as it answered here.
    pub law: Choice,
    pub meta: &'static Meta,
    pub chosen: bool,
    /// Its loss may be compared with the chosen law's: fitted on the same text.
    pub comparable: bool,
    pub params: Number,
    pub tokens: Number,
    pub tokens_per_param: Number,
    pub loss: Option<Number>,
    /// All parameters, where the law counts fewer: what compares with the other laws.
    pub total_params: f64,
    /// All parameters and the tokens for each of them, where the law counts fewer and it is known how many it leaves out.
    pub alike: Option<Alike>,
    /// How fast the best size grows with compute here.
    pub slope: Option<Number>,
    /// What was asked besides and this law took into account.
    pub under: Vec<Input>,
    /// Decades of compute outside the fitted range.
    pub decades_outside: f64,
}

/// An answer in all parameters.
#[derive(Clone, Debug)]
pub struct Alike {
    pub params: Number,
    pub tokens_per_param: Number,
}

/// The smallest and the largest answer among the other laws, all parameters counted.
#[derive(Clone, Debug)]
pub struct Spread {
    pub low: (&'static Meta, f64),
    pub high: (&'static Meta, f64),
    pub laws: usize,
}

pub(super) fn answer(scenario: &Scenario, law_here: &Choice, pin: Pin, best: &Optimum, bought: Option<Expr>) -> Answer {
    let law = law_here;
    let meta = law.meta();
    let explain = |asked| law.explain(asked, pin, best);
    let flops_why = match bought {
        Some(expr) => {
            Why { source: Some(scenario.accelerator.source), ..why("Compute that this buys", "C", Some(expr)) }
        }
        None => of_law(meta, "Training compute", "C", explain(Asked::Flops)),
    };
    let range = |value, fitted, unit| Some(Range { fitted, value, unit });
    Answer {
        law: meta,
        flops: Number {
            value: best.flops.get(),
            unit: Flop::UNIT,
            interval: best.intervals.flops,
            why: Why { range: range(best.flops.get(), meta.fitted.flops, Flop::UNIT), ..flops_why },
        },
        params: Number {
            value: best.params.get(),
            unit: Params::UNIT,
            interval: best.intervals.params,
            why: Why {
                range: range(best.params.get(), meta.fitted.params, Params::UNIT),
                ..of_law(meta, "Best model size", "N*", explain(Asked::Params))
            },
        },
        tokens: Number {
            value: best.tokens.get(),
            unit: Tokens::UNIT,
            interval: best.intervals.tokens,
            why: Why {
                range: range(best.tokens.get(), meta.fitted.tokens, Tokens::UNIT),
                ..of_law(meta, "Training tokens for this size", "D*", explain(Asked::Tokens))
            },
        },
        tokens_per_param: ratio(meta, best),
        loss: best.loss.map(|loss| Number {
            value: loss.get(),
            unit: Nats::UNIT,
            interval: best.intervals.loss,
            why: Why {
                range: of_compute(meta, best.flops),
                ..of_law(meta, "Expected loss", "L", explain(Asked::Loss))
            },
        }),
    }
}

fn ratio(meta: &'static Meta, best: &Optimum) -> Number {
    let n = given("N*", "best size", best.params.get(), Params::UNIT);
    let d = given("D*", "training tokens for it", best.tokens.get(), Tokens::UNIT);
    let why =
        Why { range: of_compute(meta, best.flops), ..of_law(meta, "Tokens per parameter", "r", Some(quotient(d, n))) };
    let number = Number::new(best.tokens_per_param(), "tokens per parameter", why);
    Number { interval: best.intervals.tokens_per_param, ..number }
}

/// The answer in all parameters, for a law that counts fewer.
fn alike(law: &dyn Law, best: &Optimum) -> Option<Alike> {
    let meta = law.meta();
    let own = given("N*", "best size as the law counts it", best.params.get(), Params::UNIT);
    let expr = laws::all_params(law, best.params, own)?;
    let d = given("D*", "training tokens for it", best.tokens.get(), Tokens::UNIT);
    let ratio = quotient(d, given("N", "all parameters of the best size", expr.eval(), Params::UNIT));
    let number = |title, symbol, unit, expr: Expr| {
        let source = Some(laws::ALL_PARAMS_SOURCE);
        let why = Why { source, range: of_compute(meta, best.flops), ..of_law(meta, title, symbol, None) };
        Number::new(expr.eval(), unit, Why { expr: Some(expr), ..why })
    };
    Some(Alike {
        tokens_per_param: number("Tokens for each of all parameters", "r", "tokens per parameter", ratio),
        params: number("Best model size, all parameters", "N", Params::UNIT, expr),
    })
}

/// The compute between the two budgets whose best sizes give the slope.
const STEP: f64 = 1.01;

/// d ln N* / d ln C at this budget, from the best sizes a little below and above it.
fn slope(law: &dyn Law, flops: Flop) -> Option<Number> {
    let meta = law.meta();
    let at = |c: f64| law.optimum(Pin::Flops(Flop::new(c).ok()?)).ok().map(|o| o.params.get());
    let (c1, c2) = (flops.get() / STEP, flops.get() * STEP);
    let n1 = given("N₁", "best size for it", at(c1)?, Params::UNIT);
    let n2 = given("N₂", "best size for it", at(c2)?, Params::UNIT);
    let c1 = given("C₁", "a budget 1 % smaller", c1, Flop::UNIT);
    let c2 = given("C₂", "a budget 1 % larger", c2, Flop::UNIT);
    let expr = quotient(ln(quotient(n2, n1)), ln(quotient(c2, c1)));
    let why = Why {
        note: Some("The best size grows as C to the power a; above one half, size grows faster than data."),
        range: of_compute(meta, flops),
        ..of_law(meta, "Growth of the best size with compute", "a", None)
    };
    let value = expr.eval();
    value.is_finite().then(|| Number::new(value, "", Why { expr: Some(expr), ..why }))
}

pub(super) fn answers(scenario: &Scenario, flops: Flop) -> Vec<LawAnswer> {
    let chosen = scenario.law.meta();
    let mut rows: Vec<LawAnswer> = scenario
        .laws()
        .into_iter()
        .filter_map(|law| {
            let law = law.under(&scenario.setting).ok()?;
            let meta = law.meta();
            let pin = Pin::Flops(flops);
            // A law that leaves the range of numbers or of answers at this budget has no row.
            let best = law.optimum(pin).ok().filter(|best| laws::answerable(best).is_ok())?;
            let number = |value, unit, interval, title, symbol, asked| Number {
                value,
                unit,
                interval,
                why: Why {
                    range: of_compute(meta, flops),
                    ..of_law(meta, title, symbol, law.explain(asked, pin, &best))
                },
            };
            Some(LawAnswer {
                meta,
                chosen: meta.id == chosen.id,
                comparable: meta.has_loss() && meta.data == chosen.data,
                params: number(
                    best.params.get(),
                    Params::UNIT,
                    best.intervals.params,
                    "Best model size",
                    "N*",
                    Asked::Params,
                ),
                tokens: number(
                    best.tokens.get(),
                    Tokens::UNIT,
                    best.intervals.tokens,
                    "Training tokens for this size",
                    "D*",
                    Asked::Tokens,
                ),
                tokens_per_param: ratio(meta, &best),
                total_params: law.total_params(best.params).get(),
                alike: alike(&*law, &best),
                slope: slope(&*law, flops),
                loss: best
                    .loss
                    .map(|l| number(l.get(), Nats::UNIT, best.intervals.loss, "Expected loss", "L", Asked::Loss)),
                under: scenario.setting.given().into_iter().filter(|i| meta.inputs.contains(i)).collect(),
                decades_outside: laws::decades_outside(flops.get(), meta.fitted.flops),
                law,
            })
        })
        .collect();
    // Chosen first, then the laws fitted on the same text, then the rest, each in the order of the list.
    rows.sort_by_key(|r| (!r.chosen, r.meta.data != chosen.data));
    rows
}

pub(super) fn spread(rows: &[LawAnswer]) -> Option<Spread> {
    // Second readings of a law are not opinions of their own, and constants of one's own were never published.
    let published = |m: &Meta| m.variant_of.is_none() && m.id != laws::own::ID;
    let others = || rows.iter().filter(|r| !r.chosen && published(r.meta) && laws::sizes_dense_text(&*r.law));
    let by = |a: &&LawAnswer, b: &&LawAnswer| a.total_params.total_cmp(&b.total_params);
    let (low, high) = (others().min_by(by)?, others().max_by(by)?);
    Some(Spread { low: (low.meta, low.total_params), high: (high.meta, high.total_params), laws: others().count() })
}

//! Models that are not the best size, at the same budget.

use super::{Number, Range, Why, arithmetic, of_compute, of_law};
use crate::core::expr::{Expr, difference, given, quotient};
use crate::core::laws::{self, Asked, Law, Meta, Optimum, Pin, Prediction};
use crate::core::quantity::{Flop, Nats, Params, Tokens};

/// Sizes of the table of other sizes, as factors of the optimum.
const FACTORS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// A model that is not the best size, at the same budget.
#[derive(Clone, Debug)]
pub struct SizeRow {
    pub factor: f64,
    pub params: Number,
    pub tokens: Number,
    pub tokens_per_param: Number,
    pub loss: Number,
    /// Loss above the optimum.
    pub more: Number,
    /// The budget that reaches this loss at its own best size, as a share of the whole.
    pub worth: Number,
    /// The share of the budget that the wrong size loses.
    pub lost: Number,
}

pub(super) fn sizes(law: &dyn Law, best: &Optimum) -> Vec<SizeRow> {
    if !law.meta().kind.has_valley() {
        return Vec::new();
    }
    let Some(least) = best.loss else { return Vec::new() };
    FACTORS.iter().filter_map(|&factor| size(law, best, least, factor)).collect()
}

fn size(law: &dyn Law, best: &Optimum, least: Nats, factor: f64) -> Option<SizeRow> {
    let meta = law.meta();
    let optimal = factor == 1.0;
    let params = Params::new(best.params.get() * factor).ok()?;
    let tokens = laws::bought(law, best.flops, params).ok()?;
    let (loss, interval) = if optimal {
        (least, best.intervals.loss)
    } else {
        let Prediction { loss, interval, .. } = law.on_budget(params, best.flops).ok()?;
        (loss, interval)
    };
    let needed = if optimal { best.flops } else { law.optimum(Pin::Loss(loss)).ok()?.flops };
    let c = || given("C", "training compute", best.flops.get(), Flop::UNIT);
    let (n, d) = (
        || given("N", "parameters", params.get(), Params::UNIT),
        || given("D", "training tokens", tokens.get(), Tokens::UNIT),
    );
    let expr = if optimal {
        law.explain(Asked::Loss, Pin::Flops(best.flops), best)
    } else {
        law.explain_on_budget(params, best.flops)
    };
    let explained = Number::new(
        loss.get(),
        Nats::UNIT,
        Why { range: of_compute(meta, best.flops), ..of_law(meta, "Loss at this size", "L", expr) },
    );
    let against = |number: Number, range| Number { why: Why { law: Some(meta), range, ..number.why }, ..number };
    let size_range = Range { fitted: meta.fitted.params, value: params.get(), unit: Params::UNIT };
    let token_range = Range { fitted: meta.fitted.tokens, value: tokens.get(), unit: Tokens::UNIT };
    let n_times = vec![
        given("f", "factor of the best size", factor, ""),
        given("N*", "best size at this budget", best.params.get(), Params::UNIT),
    ];
    let bought = quotient(c(), Expr::Product(vec![laws::k_of(law, params), n()]));
    let wrong = lost(meta, needed, best.flops);
    Some(SizeRow {
        factor,
        params: against(arithmetic("Model size", "N", Params::UNIT, Expr::Product(n_times)), Some(size_range)),
        tokens: against(
            arithmetic("Tokens that the budget buys at this size", "D", Tokens::UNIT, bought),
            Some(token_range),
        ),
        tokens_per_param: against(
            arithmetic("Tokens per parameter", "D/N", "tokens per parameter", quotient(d(), n())),
            of_compute(meta, best.flops),
        ),
        more: more(meta, loss, least, best.flops),
        worth: wrong.0,
        lost: wrong.1,
        loss: Number { interval, ..explained },
    })
}

/// Loss above the best loss at the same compute.
pub(super) fn more(meta: &'static Meta, loss: Nats, least: Nats, flops: Flop) -> Number {
    let expr = difference(
        given("L", "loss", loss.get(), Nats::UNIT),
        given("L*", "loss of the best size at the same compute", least.get(), Nats::UNIT),
    );
    // Rounding may put a run at its optimum a last digit below it.
    Number::new(
        (loss.get() - least.get()).max(0.0),
        Nats::UNIT,
        Why { range: of_compute(meta, flops), ..of_law(meta, "Loss above the optimum", "ΔL", Some(expr)) },
    )
}

/// What part of the compute was needed for its loss, and what part was lost.
pub(super) fn lost(meta: &'static Meta, needed: Flop, flops: Flop) -> (Number, Number) {
    let share = || {
        quotient(
            given("C*", "compute that reaches the same loss at its own best size", needed.get(), Flop::UNIT),
            given("C", "compute used", flops.get(), Flop::UNIT),
        )
    };
    let worth = (needed.get() / flops.get()).min(1.0);
    let number = |value, title, symbol, expr| {
        let why = Why { range: of_compute(meta, flops), ..of_law(meta, title, symbol, Some(expr)) };
        Number::new(value, "of the compute", why)
    };
    let rest = difference(Expr::Number(1.0), share());
    (
        number(worth, "What the compute was worth", "w", share()),
        number(1.0 - worth, "Compute lost to the wrong size", "1 − w", rest),
    )
}

//! A real or imagined run set against the optimum of its own compute.

use super::sizes::{lost, more};
use super::{Number, Why, of_compute, of_law, why};
use crate::core::error::{Error, Warning};
use crate::core::expr::{Expr, given, quotient};
use crate::core::laws::{self, Asked, Kind, Law, Meta, Optimum, Pin, Prediction};
use crate::core::quantity::{Flop, Nats, Params, Tokens};
use crate::core::runs::Run;

#[derive(Clone, Debug)]
pub struct Compared {
    pub run: Run,
    pub flops: Number,
    pub best_params: Number,
    pub best_tokens: Number,
    /// Size of the run over the best size at its compute.
    pub oversize: Number,
    /// What the law's loss says of the run; `None` for a law without one.
    pub loss: Option<Spent>,
}

/// The loss of a run, and the compute that it took against what it needed.
#[derive(Clone, Debug)]
pub struct Spent {
    pub loss: Number,
    pub more: Number,
    /// Compute that would have reached the same loss at its own best size.
    pub needed: Number,
    /// The rest.
    pub overspent: Number,
}

const SEPARATE: &str = "By the law's own frontier and cost of a wrong size, so that it compares with the best size at this compute; \
     the law's L(N, D), which predictLoss answers, is a separate fit for training to convergence.";

/// What is said of a run that cannot be compared; the rest of the report stands.
pub(super) fn impossible(error: &Error) -> Warning {
    Warning {
        code: "run-not-compared",
        field: error.field.clone(),
        message: format!("The run cannot be compared. {}", error.message),
    }
}

pub(super) fn compare(law: &dyn Law, run: Run) -> Result<Compared, Error> {
    let meta = law.meta();
    let field = |e: Error| e.at("model");
    let params = law.own_params(run.params);
    let flops = params.compute(run.tokens, law.flop_per_param_token(params)).map_err(field)?;
    let pin = Pin::Flops(flops);
    let best = law.optimum(pin).map_err(field)?;
    laws::answerable(&best).map_err(field)?;
    let at = match meta.kind {
        Kind::Surface => law.loss(params, Some(run.tokens)).ok(),
        _ => law.on_budget(params, flops).ok(),
    };
    let n = || given("N", "parameters of the run, as the law counts them", params.get(), Params::UNIT);
    let d = given("D", "tokens of the run", run.tokens.get(), Tokens::UNIT);
    let best_n = given("N*", "best size at the compute of the run", best.params.get(), Params::UNIT);
    let of_best = |title, symbol, asked, value, unit| {
        let why = of_law(meta, title, symbol, law.explain(asked, pin, &best));
        Number::new(value, unit, Why { range: of_compute(meta, flops), ..why })
    };
    Ok(Compared {
        flops: Number::new(
            flops.get(),
            Flop::UNIT,
            Why {
                source: run.published.map(|p| p.source),
                range: of_compute(meta, flops),
                ..why("Training compute of the run", "C", Some(Expr::Product(vec![laws::k_of(law, params), n(), d])))
            },
        ),
        best_params: of_best("Best size at this compute", "N*", Asked::Params, best.params.get(), Params::UNIT),
        best_tokens: of_best("Best token count at this compute", "D*", Asked::Tokens, best.tokens.get(), Tokens::UNIT),
        oversize: Number::new(
            params.get() / best.params.get(),
            "×",
            Why {
                range: of_compute(meta, flops),
                ..of_law(meta, "Size of the run against the best size", "N/N*", Some(quotient(n(), best_n)))
            },
        ),
        loss: at.zip(best.loss).and_then(|(p, least)| spent(law, meta, params, flops, &p, least, &best)),
        run,
    })
}

fn spent(
    law: &dyn Law,
    meta: &'static Meta,
    params: Params,
    flops: Flop,
    at: &Prediction,
    least: Nats,
    best: &Optimum,
) -> Option<Spent> {
    let o = law.optimum(Pin::Loss(at.loss)).ok().filter(|o| o.flops.get().is_normal())?;
    // A run at its optimum may come out a rounding above its own compute.
    let needed = if o.flops > best.flops { best.flops } else { o.flops };
    let mut why = of_law(meta, "Loss that the law expects of the run", "L", law.explain_on_budget(params, flops));
    why.note = (meta.kind == Kind::Separate).then_some(SEPARATE);
    why.range = of_compute(meta, flops);
    let expr = law.explain(Asked::Flops, Pin::Loss(at.loss), &o);
    Some(Spent {
        loss: Number { interval: at.interval, ..Number::new(at.loss.get(), Nats::UNIT, why) },
        more: more(meta, at.loss, least, flops),
        needed: Number::new(
            needed.get(),
            Flop::UNIT,
            Why {
                range: of_compute(meta, needed),
                ..of_law(meta, "Compute that reaches this loss at its own best size", "C*", expr)
            },
        ),
        overspent: lost(meta, needed, flops).1,
    })
}

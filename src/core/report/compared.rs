//! A real or imagined run set against the optimum of its own compute.

use super::{Number, of_law, why};
use crate::core::error::Error;
use crate::core::expr::{Expr, given, quotient};
use crate::core::laws::{self, Asked, Law, Optimum, Pin};
use crate::core::quantity::{Flop, Nats, Params, Tokens};
use crate::core::runs::Run;

/// A real or imagined run set against the optimum of its own compute.
#[derive(Clone, Debug)]
pub struct Compared {
    pub run: Run,
    pub flops: Number,
    pub best: Optimum,
    /// Size of the run over the best size at its compute.
    pub oversize: Number,
    pub loss: Option<Number>,
    pub more: Option<f64>,
    /// Compute that would have reached the same loss at its own best size.
    pub needed: Option<Number>,
}

pub(super) fn compare(law: &'static dyn Law, run: Run) -> Result<Compared, Error> {
    let meta = law.meta();
    let field = |e: Error| e.at("model");
    let flops = run.params.compute(run.tokens, laws::FLOP_PER_PARAM_TOKEN).map_err(field)?;
    let best = law.optimum(Pin::Flops(flops)).map_err(field)?;
    let at = match meta.kind {
        laws::Kind::Surface => law.loss(run.params, Some(run.tokens)).ok(),
        _ => law.on_budget(run.params, flops).ok(),
    };
    let needed = at.and_then(|p| {
        let o = law.optimum(Pin::Loss(p.loss)).ok()?;
        let expr = law.explain(Asked::Flops, Pin::Loss(p.loss), &o);
        Some(Number {
            value: o.flops.get().min(flops.get()),
            unit: Flop::UNIT,
            interval: None,
            why: of_law(meta, "Compute that reaches this loss at its own best size", "C", expr),
        })
    });
    let n = given("N", "parameters of the run", run.params.get(), Params::UNIT);
    let d = given("D", "tokens of the run", run.tokens.get(), Tokens::UNIT);
    let k = given("k", "FLOP per parameter and token, by convention", laws::FLOP_PER_PARAM_TOKEN, "FLOP");
    let best_n = given("N*", "best size at the compute of the run", best.params.get(), Params::UNIT);
    Ok(Compared {
        flops: Number {
            value: flops.get(),
            unit: Flop::UNIT,
            interval: None,
            why: why("Training compute of the run", "C", Some(Expr::Product(vec![k, n.clone(), d]))),
        },
        oversize: Number {
            value: run.params.get() / best.params.get(),
            unit: "×",
            interval: None,
            why: of_law(meta, "Size of the run against the best size", "N/N*", Some(quotient(n, best_n))),
        },
        more: at.zip(best.loss).map(|(p, least)| (p.loss.get() - least.get()).max(0.0)),
        loss: at.map(|p| Number {
            value: p.loss.get(),
            unit: Nats::UNIT,
            interval: p.interval,
            why: of_law(meta, "Loss that the law expects of the run", "L", law.explain_on_budget(run.params, flops)),
        }),
        needed,
        best,
        run,
    })
}

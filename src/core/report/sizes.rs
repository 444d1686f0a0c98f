//! Models that are not the best size, at the same budget.

use super::{Number, of_law};
use crate::core::laws::{self, Law, Optimum, Pin, Prediction};
use crate::core::quantity::{Flop, Nats, Params};

/// Sizes of the table of other sizes, as factors of the optimum.
const FACTORS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// A model that is not the best size, at the same budget.
#[derive(Clone, Debug)]
pub struct SizeRow {
    pub factor: f64,
    pub params: f64,
    pub tokens: f64,
    pub loss: Number,
    /// Loss above the optimum.
    pub more: f64,
    /// The budget that reaches this loss at its own best size, as a share of the whole.
    pub worth: f64,
}

pub(super) fn sizes(law: &dyn Law, best: &Optimum) -> Vec<SizeRow> {
    let Some(least) = best.loss else { return Vec::new() };
    FACTORS
        .iter()
        .filter_map(|&factor| {
            let params = Params::new(best.params.get() * factor).ok()?;
            let tokens = laws::tokens_bought(best.flops, params).ok()?;
            let (loss, interval) = if factor == 1.0 {
                (least, best.intervals.loss)
            } else {
                let Prediction { loss, interval, .. } = law.on_budget(params, best.flops).ok()?;
                (loss, interval)
            };
            Some(SizeRow {
                factor,
                params: params.get(),
                tokens: tokens.get(),
                loss: Number {
                    value: loss.get(),
                    unit: Nats::UNIT,
                    interval,
                    why: of_law(law.meta(), "Loss at this size", "L", law.explain_on_budget(params, best.flops)),
                },
                more: if factor == 1.0 { 0.0 } else { (loss.get() - least.get()).max(0.0) },
                worth: if factor == 1.0 { 1.0 } else { worth(law, loss, best.flops)? },
            })
        })
        .collect()
}

/// Share of `flops` that reaches `loss` at its own best size.
fn worth(law: &dyn Law, loss: Nats, flops: Flop) -> Option<f64> {
    let needed = law.optimum(Pin::Loss(loss)).ok()?.flops;
    Some((needed.get() / flops.get()).min(1.0))
}

//! Training in fewer bits, and quantising afterwards (Kumar et al. 2024).

use super::{against, put_optimum, put_warnings};
use crate::core::error::Error;
use crate::core::expr::Expr;
use crate::core::laws::setting::{Precision, bits};
use crate::core::laws::{self, Choice, Pin, Setting};
use crate::core::quantity::{Bits, Flop, Nats};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, of_law};
use crate::core::scenario::Scenario;

const S: Section = Section::Precision;
const Q: Section = Section::Quantised;
/// The law that says what bits are worth.
pub(crate) const LAW: &str = "kumar-2024";
/// Bits of the table.
const BITS: [f64; 5] = [16.0, 12.0, 8.0, 6.0, 4.0];
/// Bits that the others are set against.
const FULL: f64 = 16.0;

/// The law at so many bits in training and after it.
pub(crate) fn at(training: Option<Bits>, after: Option<Bits>) -> Result<Choice, Error> {
    let precision = training.map(Precision::uniform);
    laws::find(LAW)?.under(&Setting { precision, post_training_bits: after, ..Setting::default() })
}

pub(super) fn precision(out: &mut Figures, scenario: &Scenario, flops: Flop) {
    let setting = scenario.setting;
    let own = setting.precision.and_then(|p| p.one());
    if own.is_none() && setting.post_training_bits.is_none() {
        return;
    }
    let full = at(bits(FULL).ok(), None).and_then(|law| law.optimum(Pin::Flops(flops))).ok().and_then(|o| o.loss);
    let listed = BITS.iter().filter_map(|b| bits(*b).ok()).map(Some);
    let rows = listed.chain([own.filter(|o| !BITS.contains(&o.get()))]).enumerate();
    for (row, b) in rows.filter_map(|(row, b)| Some((row, b?))) {
        let asked = own == Some(b);
        if let Err(e) = trained_at(out, row, (b, asked), flops, full)
            && asked
        {
            out.remark(S, e.message);
        }
    }
    if let Some(after) = setting.post_training_bits
        && let Err(e) = quantised(out, own, after, flops)
    {
        out.remark(Q, e.message);
    }
}

fn trained_at(
    out: &mut Figures,
    row: usize,
    (bits, asked): (Bits, bool),
    flops: Flop,
    full: Option<Nats>,
) -> Result<(), Error> {
    let law = at(Some(bits), None)?;
    let pin = Pin::Flops(flops);
    let o = law.optimum(pin)?;
    laws::answerable(&o)?;
    out.name(S, row, format!("{} bits", bits.get()));
    put_optimum(out, S, row, &*law, pin, &o);
    if asked {
        put_warnings(out, S, &*law, &o);
    }
    if let (Some(loss), Some(least)) = (o.loss, full) {
        let name = ("loss at 16 bits and the same compute", least);
        out.put(S, "more", row, against(law.meta(), "Loss against training in 16 bits", loss, name));
    }
    Ok(())
}

/// The best run at this budget, quantised afterwards.
fn quantised(out: &mut Figures, training: Option<Bits>, after: Bits, flops: Flop) -> Result<(), Error> {
    let plain = at(training, None)?;
    let o = plain.optimum(Pin::Flops(flops))?;
    laws::answerable(&o)?;
    let law = at(training, Some(after))?;
    let p = law.loss(o.params, Some(o.tokens))?;
    put_warnings(out, Q, &*law, &o);
    let Some((_, more)) = p.other else { return Ok(()) };
    let explain = law.explain_on_budget(o.params, flops);
    // What quantising adds is the last term of the loss.
    let delta = match &explain {
        Some(Expr::Sum(terms)) => terms.last().cloned(),
        _ => None,
    };
    let of = |title, symbol, expr| of_law(law.meta(), title, symbol, expr);
    out.name(Q, 0, "the best run, quantised");
    out.put(Q, "loss", 0, Number::new(p.loss.get(), Nats::UNIT, of("Loss after quantisation", "L", explain)));
    out.put(Q, "more", 0, Number::new(more, Nats::UNIT, of("What quantising adds", "δ", delta)));
    if let Ok(aware) = law.optimum(Pin::Flops(flops)) {
        laws::answerable(&aware)?;
        out.name(Q, 1, "the best run to quantise");
        put_optimum(out, Q, 1, &*law, Pin::Flops(flops), &aware);
    }
    Ok(())
}

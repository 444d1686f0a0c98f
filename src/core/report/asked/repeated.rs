//! Only so many distinct tokens: how often to repeat them, on what size (Muennighoff et al. 2023).

use super::{against, per_param, put_optimum, put_warnings};
use crate::core::error::Error;
use crate::core::expr::{Expr, difference, given, quotient};
use crate::core::laws::{self, Choice, Optimum, Pin, Setting};
use crate::core::quantity::{Flop, Tokens};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, arithmetic, of_law};
use crate::core::scenario::Scenario;

const S: Section = Section::Repeated;
/// The law that says what repeating is worth.
pub(crate) const LAW: &str = "muennighoff-2023";

pub(super) fn repeated(out: &mut Figures, scenario: &Scenario, flops: Flop) {
    let Some(unique) = scenario.setting.unique_tokens else { return };
    if let Err(e) = answer(out, unique, flops) {
        out.list.retain(|f| f.place.section != S);
        out.remark(S, e.message);
    }
}

/// The law with and without the limit on data.
pub(crate) fn pair(unique: Tokens) -> Result<(Choice, Choice), Error> {
    let free = laws::find(LAW)?;
    let held = free.under(&Setting { unique_tokens: Some(unique), ..Setting::default() })?;
    Ok((free, held))
}

fn answer(out: &mut Figures, unique: Tokens, flops: Flop) -> Result<(), Error> {
    let (free, held) = pair(unique)?;
    let pin = Pin::Flops(flops);
    let plain = free.optimum(pin)?;
    let best = held.optimum(pin)?;
    laws::answerable(&plain)?;
    laws::answerable(&best)?;
    out.name(S, 0, "with your data");
    put_optimum(out, S, 0, &*held, pin, &best);
    put_warnings(out, S, &*held, &best);
    out.name(S, 1, "with unlimited new data");
    put_optimum(out, S, 1, &*free, pin, &plain);
    for (row, o) in [(0, &best), (1, &plain)] {
        let passes = if row == 0 { epochs(o, unique) } else { epochs(o, o.tokens) };
        out.put(S, "epochs", row, passes);
    }
    // The unlimited optimum's own size and tokens, on this data all the same.
    if let Ok(p) = held.loss(plain.params, Some(plain.tokens))
        && plain.tokens > unique
    {
        out.name(S, 2, "the unlimited optimum, on your data");
        let again = |title, symbol, value, unit| {
            let expr = given(symbol, "as without the limit", value, unit);
            Number::new(value, unit, of_law(held.meta(), title, symbol, Some(expr)))
        };
        out.put(S, "params", 2, again("Model size", "N", plain.params.get(), "parameters"));
        out.put(S, "tokens", 2, again("Training tokens", "D", plain.tokens.get(), Tokens::UNIT));
        let explain = held.explain_on_budget(plain.params, flops);
        let loss = of_law(held.meta(), "Expected loss", "L", explain);
        out.put(S, "loss", 2, Number::new(p.loss.get(), "nats per token", loss));
        out.put(S, "ratio", 2, per_param(plain.params, plain.tokens));
        out.put(S, "epochs", 2, epochs(&plain, unique));
    }
    let (Some(loss), Some(least)) = (best.loss, plain.loss) else { return Ok(()) };
    let name = ("loss on unlimited new data", least);
    out.put(S, "more", 0, against(held.meta(), "What the limit on data costs", loss, name));
    // The budget that would reach the same loss with unlimited data.
    if let Ok(o) = free.optimum(Pin::Loss(loss)) {
        let share = difference(
            Expr::Number(1.0),
            quotient(
                given("C′", "compute that reaches the same loss on unlimited new data", o.flops.get(), Flop::UNIT),
                given("C", "training compute", flops.get(), Flop::UNIT),
            ),
        );
        let of = of_law(held.meta(), "Compute lost to repeating", "s", Some(share.clone()));
        out.put(S, "lost", 0, Number::new(share.eval().max(0.0), "of the compute", of));
    }
    Ok(())
}

fn epochs(o: &Optimum, unique: Tokens) -> Number {
    let expr = quotient(
        given("D", "training tokens", o.tokens.get(), Tokens::UNIT),
        given("U", "distinct tokens used", unique.get().min(o.tokens.get()), Tokens::UNIT),
    );
    arithmetic("Times that each token is seen", "D/U", "epochs", expr)
}

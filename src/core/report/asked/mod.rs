//! The questions beyond the plain optimum, as the report answers them.

pub mod activations;
pub(crate) mod apart;
pub mod hyper;
mod lead;
pub(crate) mod precision;
pub(crate) mod repeated;
mod serving;
pub mod upcycled;
pub mod zeros;

pub use lead::{few_bits, lead};

use super::figures::{Figures, Section};
use super::{Number, Range, Used, Why, of_law, why};
use crate::core::expr::{Expr, difference, given, quotient};
use crate::core::laws::{self, Asked, Law, Meta, Optimum, Pin};
use crate::core::quantity::{Flop, Nats, Params, Tokens};
use crate::core::scenario::Scenario;

/// Everything that was asked, answered.
pub(super) fn figures(scenario: &Scenario, law: &dyn Law, pin: Pin, best: &Optimum, used: &Used) -> Figures {
    let mut out = Figures::default();
    serving::smaller(&mut out, law, best);
    serving::serving(&mut out, scenario, law, best);
    serving::capped(&mut out, scenario, law, pin, best);
    repeated::repeated(&mut out, scenario, best.flops);
    precision::precision(&mut out, scenario, best.flops);
    apart::apart(&mut out, scenario, law, best, used);
    hyper::hyper(&mut out, scenario, law, best);
    zeros::zeros(&mut out, scenario, law, best);
    activations::activations(&mut out, scenario, law, best);
    upcycled::upcycled(&mut out, scenario, law, best);
    out
}

/// Size, tokens, tokens per parameter and loss of a law's optimum at a budget.
fn put_optimum(out: &mut Figures, section: Section, row: usize, law: &dyn Law, pin: Pin, o: &Optimum) {
    let meta = law.meta();
    let of = |title, symbol, asked, value, unit| {
        let fitted = match asked {
            Asked::Params => meta.fitted.params,
            Asked::Tokens => meta.fitted.tokens,
            Asked::Flops | Asked::Loss => meta.fitted.flops,
        };
        let (at, of) = if asked == Asked::Loss { (o.flops.get(), Flop::UNIT) } else { (value, unit) };
        let range = Some(Range { fitted, value: at, unit: of });
        Number::new(value, unit, Why { range, ..of_law(meta, title, symbol, law.explain(asked, pin, o)) })
    };
    out.put(section, "params", row, of("Best model size", "N*", Asked::Params, o.params.get(), Params::UNIT));
    out.put(section, "tokens", row, of("Training tokens for it", "D*", Asked::Tokens, o.tokens.get(), Tokens::UNIT));
    out.put(section, "ratio", row, per_param(o.params, o.tokens));
    if let Some(l) = o.loss {
        out.put(section, "loss", row, of("Expected loss", "L", Asked::Loss, l.get(), Nats::UNIT));
    }
}

/// What the law behind an answer says of it: the fitted range, and its own remarks.
fn put_warnings(out: &mut Figures, section: Section, law: &dyn Law, o: &Optimum) {
    for w in laws::warnings_of(law, Some(o.flops), o.params, Some(o.tokens)) {
        if !out.remarks_of(section).any(|r| r == w.message) {
            out.remark(section, w.message);
        }
    }
}

fn per_param(params: Params, tokens: Tokens) -> Number {
    let expr = quotient(
        given("D", "training tokens", tokens.get(), Tokens::UNIT),
        given("N", "parameters", params.get(), Params::UNIT),
    );
    Number::new(expr.eval(), "tokens per parameter", why("Tokens per parameter", "D/N", Some(expr)))
}

/// What a loss costs against another.
fn against(meta: &'static Meta, title: &'static str, loss: Nats, least: (&'static str, Nats)) -> Number {
    let expr = difference(given("L", "loss", loss.get(), Nats::UNIT), given("L₀", least.0, least.1.get(), Nats::UNIT));
    Number::new(expr.eval(), Nats::UNIT, of_law(meta, title, "ΔL", Some(expr)))
}

fn times(title: &'static str, symbol: &'static str, above: Expr, below: Expr) -> Number {
    let expr = quotient(above, below);
    Number::new(expr.eval(), "×", why(title, symbol, Some(expr)))
}

fn flop_letter(symbol: &'static str, meaning: &'static str, c: Flop) -> Expr {
    given(symbol, meaning, c.get(), Flop::UNIT)
}

fn sourced(number: Number, source: &'static str) -> Number {
    Number { why: Why { source: Some(source), ..number.why }, ..number }
}

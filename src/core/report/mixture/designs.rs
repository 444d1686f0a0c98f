//! One row for each number of experts.

use super::experts_words;
use crate::core::error::Error;
use crate::core::expr::{Expr, difference, given, named, power, product, quotient, sum};
use crate::core::laws::ludziejewski_2025 as joint;
use crate::core::laws::{Asked, FLOP_PER_PARAM_TOKEN, Intervals, Law, Optimum, Pin};
use crate::core::mixture::Limits;
use crate::core::mixture::choice::{Candidates, dense_equal, dense_needs};
use crate::core::mixture::design::{Bound, Design};
use crate::core::quantity::{Bytes, Experts, Flop, Nats, Params, Tokens};
use crate::core::questions::serving::FLOP_PER_SERVED;
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, Range, Why, arithmetic, of_law};

const S: Section = Section::Mixtures;

pub(super) fn designs(out: &mut Figures, limits: &Limits, candidates: &Candidates) -> Result<(), Error> {
    let dense = candidates.dense().copied();
    for (row, (experts, design)) in candidates.all.iter().enumerate() {
        out.name(S, row, experts_words(experts.get()));
        match design {
            Ok(d) => one(out, row, limits, d, dense.as_ref())?,
            Err(e) => out.remark(S, e.message.clone()),
        }
    }
    Ok(())
}

/// The design as a law's optimum, for the law's own explanations.
fn as_optimum(limits: &Limits, d: &Design) -> Result<Optimum, Error> {
    let flops = if limits.served.is_none() { limits.flops } else { d.training()? };
    let (params, tokens) = (d.active, d.tokens);
    Ok(Optimum { flops, params, tokens, loss: Some(d.loss), intervals: Intervals::default() })
}

fn one(out: &mut Figures, row: usize, limits: &Limits, d: &Design, dense: Option<&Design>) -> Result<(), Error> {
    let law = joint::with_experts(d.experts);
    let meta = law.meta();
    let at = as_optimum(limits, d)?;
    let pin = Pin::Flops(limits.flops);
    let of = |title, symbol, value: f64, unit, expr: Option<Expr>, range: Option<Range>| {
        Number::new(value, unit, Why { range, ..of_law(meta, title, symbol, expr) })
    };
    let within = |fitted, value, unit| Some(Range { fitted, value, unit });
    out.put(S, "active", row, {
        let found = match d.bound {
            Bound::Compute if limits.served.is_none() => law.explain(Asked::Params, pin, &at),
            Bound::Compute => Some(given("N", SERVED, d.active.get(), Params::UNIT)),
            Bound::Memory => Some(given("N", FILLS, d.active.get(), Params::UNIT)),
            Bound::Inference => Some(quotient(
                given("i", "compute of a served token, at most", d.inference.get(), Flop::UNIT),
                given("j", "FLOP for each active parameter and served token", FLOP_PER_SERVED, "FLOP"),
            )),
        };
        let range = within(meta.fitted.params, d.active.get(), Params::UNIT);
        of("Active parameters", "N", d.active.get(), Params::UNIT, found, range)
    });
    out.put(S, "total", row, total(d));
    out.put(S, "tokens", row, {
        let range = within(meta.fitted.tokens, d.tokens.get(), Tokens::UNIT);
        of("Training tokens", "D", d.tokens.get(), Tokens::UNIT, Some(bought(limits, d)), range)
    });
    out.put(S, "ratio", row, {
        let expr = quotient(
            given("D", "training tokens", d.tokens.get(), Tokens::UNIT),
            given("N", "active parameters", d.active.get(), Params::UNIT),
        );
        arithmetic("Tokens for each active parameter", "r", "tokens per parameter", expr)
    });
    out.put(S, "loss", row, {
        let range = within(meta.fitted.flops, limits.flops.get(), Flop::UNIT);
        // On the law's own text.
        let expr = law.explain(Asked::Loss, pin, &at);
        of("Expected loss", "L", d.loss.get(), Nats::UNIT, expr, range)
    });
    if let Some(dense) = dense {
        out.put(S, "gain", row, {
            let expr = difference(
                given("L₁", "loss of the best dense model under the same limits", dense.loss.get(), Nats::UNIT),
                given("L", "loss of this design", d.loss.get(), Nats::UNIT),
            );
            arithmetic("Loss below the dense model's", "ΔL", Nats::UNIT, expr)
        });
    }
    if let Some(worth) = worth(limits, d) {
        out.put(S, "worth", row, worth);
    }
    out.put(S, "memory", row, memory(limits, d));
    out.put(S, "inference", row, {
        let expr = product([
            given("j", "FLOP for each active parameter and served token", FLOP_PER_SERVED, "FLOP"),
            given("N", "active parameters", d.active.get(), Params::UNIT),
        ]);
        arithmetic("Compute of a served token", "i", Flop::UNIT, expr)
    });
    Ok(())
}

const SERVED: &str =
    "found by search: where one more parameter is worth as much as the tokens that it and its serving take";
const FILLS: &str = "found by search: the largest size whose weights and cache fill the memory";

fn bought(limits: &Limits, d: &Design) -> Expr {
    let c = given("C", "budget of compute", limits.flops.get(), Flop::UNIT);
    let n = || given("N", "active parameters", d.active.get(), Params::UNIT);
    let left = match limits.served {
        None => c,
        Some(t) => {
            let i = given("j", "FLOP for each active parameter and served token", FLOP_PER_SERVED, "FLOP");
            difference(c, product([i, n(), given("S", "tokens to be served", t.get(), Tokens::UNIT)]))
        }
    };
    let k = given("k", "FLOP per active parameter and token", FLOP_PER_PARAM_TOKEN, "FLOP");
    quotient(left, product([k, n()]))
}

/// All parameters by the law's shapes.
fn total(d: &Design) -> Number {
    let width = given("d", "width of a model with N active parameters", joint::width(d.active.get()), "");
    let more = difference(given("E", "experts of a layer", d.experts.get(), Experts::UNIT), Expr::Number(1.0));
    let cube = power(width, Expr::Number(3.0));
    let each = quotient(product([Expr::Number(9.0), cube]), Expr::Number(64.0));
    let expr = sum([given("N", "active parameters", d.active.get(), Params::UNIT), product([more, each])]);
    let note = "Every block has E experts of three matrices d × 3d; there are d/64 blocks.";
    let number = Number::new(
        d.total.get(),
        Params::UNIT,
        of_law(joint::LUDZIEJEWSKI_2025.meta(), "All parameters", "T", Some(expr)),
    );
    Number { why: Why { note: Some(note), ..number.why }, ..number }
}

fn memory(limits: &Limits, d: &Design) -> Number {
    let width = joint::width(d.active.get());
    let weights = product([
        given("T", "all parameters", d.total.get(), Params::UNIT),
        given("w", "bits of a weight", limits.weight_bits, "bits"),
    ]);
    let cache = product([
        Expr::Number(2.0),
        given("t", "tokens in the cache", limits.cached, Tokens::UNIT),
        given("h", "keys of a token, all blocks and heads", joint::cached(width), "numbers"),
        given("v", "bits of a cached number", limits.cache_bits, "bits"),
    ]);
    let parts = if limits.cached > 0.0 { sum([weights, cache]) } else { weights };
    arithmetic("Weights and cache of the served model", "M", Bytes::UNIT, quotient(parts, Expr::Number(8.0)))
}

const AS_GOOD: &str = "budget with which a dense model under the same limits has this loss";

/// The budget of a dense model under the same limits with this loss, over the budget; `None` where none has it.
fn worth(limits: &Limits, d: &Design) -> Option<Number> {
    let law = &joint::LUDZIEJEWSKI_2025;
    let needed = dense_needs(limits, d.loss)?;
    let plain = limits.served.is_none() && limits.memory.is_none() && limits.inference.is_none();
    let closed = dense_equal(d.loss).ok().filter(|_| plain);
    let above = match closed.and_then(|dense| law.explain(Asked::Flops, Pin::Loss(d.loss), &dense)) {
        Some(expr) => named("C′", AS_GOOD, expr),
        None => given("C′", AS_GOOD, needed.get(), Flop::UNIT),
    };
    let expr = quotient(above, given("C", "budget of compute", limits.flops.get(), Flop::UNIT));
    let value = needed.get() / limits.flops.get();
    Some(Number::new(value, "×", of_law(law.meta(), "Worth in dense compute", "w", Some(expr))))
}

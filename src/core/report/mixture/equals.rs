//! One row for each of the terms on which a dense model is the chosen design's equal.

use crate::core::expr::product;
use crate::core::expr::{difference, given, quotient};
use crate::core::laws::FLOP_PER_PARAM_TOKEN;
use crate::core::laws::{Law, ludziejewski_2025 as joint};
use crate::core::mixture::equal::{Equal, Terms};
use crate::core::mixture::{Design, Limits};
use crate::core::quantity::{Bytes, Flop, Nats, Params, Tokens};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, arithmetic, of_law};

const S: Section = Section::Equals;

pub(super) fn equals(out: &mut Figures, limits: &Limits, mixture: &Design, equals: &[Equal]) {
    let law = &joint::LUDZIEJEWSKI_2025;
    for (row, e) in equals.iter().enumerate() {
        let d = &e.dense;
        out.name(S, row, e.terms.words());
        let found = |value| given("N", how(e.terms), value, Params::UNIT);
        let of = |title, symbol, value: f64, unit, expr| {
            Number::new(value, unit, of_law(law.meta(), title, symbol, Some(expr)))
        };
        out.put(
            S,
            "params",
            row,
            of("Parameters of the dense model", "N", d.active.get(), Params::UNIT, found(d.active.get())),
        );
        let c = || given("C", "budget of compute", limits.flops.get(), Flop::UNIT);
        if limits.served.is_none() {
            let k = given("k", "FLOP per parameter and token", FLOP_PER_PARAM_TOKEN, "FLOP");
            let bought = quotient(c(), product([k, given("N", "parameters", d.active.get(), Params::UNIT)]));
            out.put(S, "tokens", row, arithmetic("Training tokens of the dense model", "D", Tokens::UNIT, bought));
        } else {
            let left = given("D", "tokens that the budget buys once serving is paid", d.tokens.get(), Tokens::UNIT);
            out.put(
                S,
                "tokens",
                row,
                of("Training tokens of the dense model", "D", d.tokens.get(), Tokens::UNIT, left),
            );
        }
        if let Some(expr) = d.training().ok().and_then(|f| law.explain_on_budget(d.active, f)) {
            out.put(S, "loss", row, of("Loss of the dense model", "L", d.loss.get(), Nats::UNIT, expr));
        }
        out.put(
            S,
            "memory",
            row,
            Number::new(
                d.memory.get(),
                Bytes::UNIT,
                super::super::why("Weights and cache of the dense model", "M", None),
            ),
        );
        let gain = difference(
            given("L₁", "loss of the dense model on these terms", d.loss.get(), Nats::UNIT),
            given("L", "loss of the mixture", mixture.loss.get(), Nats::UNIT),
        );
        out.put(S, "gain", row, arithmetic("Loss that the mixture saves", "ΔL", Nats::UNIT, gain));
        if let Some(needed) = e.needed {
            let above = given(
                "C′",
                "training compute that the dense model on these terms needs for the mixture's loss",
                needed.get(),
                Flop::UNIT,
            );
            out.put(
                S,
                "worth",
                row,
                arithmetic("Worth in dense compute on these terms", "w", "×", quotient(above, c())),
            );
        }
    }
}

const fn how(terms: Terms) -> &'static str {
    match terms {
        Terms::Compute => "best size of a dense model at this budget",
        Terms::Parameters => "all parameters of the mixture",
        Terms::Memory => "found by search: the dense model whose weights and cache fill the memory of the mixture",
        Terms::Inference => "active parameters of the mixture",
    }
}

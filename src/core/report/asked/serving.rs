//! Smaller models at the same loss, the best run when it will serve, and the best run under a size limit.

use super::{against, flop_letter, per_param, sourced, times};
use crate::core::expr::{Expr, difference, given, product, quotient, sum};
use crate::core::laws::{Kind, Law, Optimum, Pin, k_of};
use crate::core::quantity::{Flop, Nats, Params, Tokens};
use crate::core::questions::equal_loss::tokens_for;
use crate::core::questions::{capped as cap, serving as serve};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, arithmetic, of_law, why};
use crate::core::scenario::Scenario;

/// Sizes of the table, as factors of the optimum.
const FACTORS: [f64; 5] = [1.0, 0.7, 0.5, 0.35, 0.25];

const LARGEST: &str = "The largest size that you allow";

const BUDGET: &str = "training compute of the best size";

const FOUND: &str = "tokens on which this size reaches the same loss, found by search";

fn size(factor: f64, best: &Optimum) -> Expr {
    product([
        given("f", "factor of the best size", factor, ""),
        given("N*", "best size at this budget", best.params.get(), Params::UNIT),
    ])
}

/// What each smaller size takes to reach the optimum's loss.
pub(super) fn smaller(out: &mut Figures, law: &dyn Law, best: &Optimum) {
    const S: Section = Section::Smaller;
    let (Kind::Surface, Some(loss)) = (law.meta().kind, best.loss) else { return };
    for (row, factor) in FACTORS.into_iter().enumerate() {
        let Ok(params) = Params::new(best.params.get() * factor) else { continue };
        let tokens = if factor == 1.0 { Ok(best.tokens) } else { tokens_for(law, params, loss) };
        out.name(S, row, if factor == 1.0 { "optimum".to_owned() } else { format!("{factor} ×") });
        out.put(S, "params", row, arithmetic("Model size", "N", Params::UNIT, size(factor, best)));
        let Ok(tokens) = tokens else { continue };
        let Ok(flops) = params.compute(tokens, law.flop_per_param_token(params)) else { continue };
        let n = || given("N", "parameters", params.get(), Params::UNIT);
        let d = || given("D", "training tokens", tokens.get(), Tokens::UNIT);
        // From its loss the optimum's own tokens would follow only to the digits that the loss has above its floor.
        let of_tokens = if factor == 1.0 {
            let bought = quotient(flop_letter("C*", BUDGET, best.flops), product([k_of(law, params), n()]));
            arithmetic("Training tokens of the best size", "D*", Tokens::UNIT, bought)
        } else {
            same_loss(law, params, tokens, loss)
        };
        out.put(S, "tokens", row, of_tokens);
        out.put(S, "ratio", row, per_param(params, tokens));
        let spent = product([k_of(law, params), n(), d()]);
        out.put(S, "flops", row, Number::new(flops.get(), Flop::UNIT, why("Training compute", "C", Some(spent))));
        let dear = times(
            "Training compute against the optimum, at the same loss",
            "C/C*",
            flop_letter("C", "training compute of this size", flops),
            flop_letter("C*", BUDGET, best.flops),
        );
        out.put(S, "dear", row, dear);
        let cheap = quotient(Expr::Number(1.0), given("f", "factor of the best size", factor, ""));
        out.put(S, "speed", row, arithmetic("Tokens served for the same compute", "1/f", "×", cheap));
    }
}

/// Tokens on which a size reaches a loss.
fn same_loss(law: &dyn Law, params: Params, tokens: Tokens, loss: Nats) -> Number {
    let found = || given("D", FOUND, tokens.get(), Tokens::UNIT);
    // The closed form loses its digits where a size reaches the loss only just: then the search says how.
    let near = |e: &Expr| (e.eval() / tokens.get() - 1.0).abs() < 1e-12;
    let expr = law.explain_tokens(params, loss).filter(near).unwrap_or_else(found);
    Number::new(tokens.get(), Tokens::UNIT, of_law(law.meta(), "Tokens for the same loss", "D", Some(expr)))
}

/// The best run when it will serve so many tokens.
pub(super) fn serving(out: &mut Figures, scenario: &Scenario, law: &dyn Law, best: &Optimum) {
    const S: Section = Section::Serving;
    let Some(served) = scenario.inference_tokens else { return };
    let most = scenario.max_params.map(|most| law.own_params(most));
    let s = match serve::best(law, best, served, most) {
        Ok(s) => s,
        Err(e) => return out.remark(S, e.message),
    };
    let plain = match best.loss.map(|l| serve::cost(law, best.params, best.tokens, l, served)) {
        Some(Ok(plain)) => plain,
        Some(Err(e)) => return out.remark(S, e.message),
        None => return,
    };
    let found = |symbol, value, unit| {
        given(symbol, "found by search: where training a little less costs as much as serving saves", value, unit)
    };
    let of = |title, symbol, value, unit| {
        let number = Number::new(value, unit, of_law(law.meta(), title, symbol, Some(found(symbol, value, unit))));
        sourced(number, serve::SOURCE)
    };
    let n = || given("N", "parameters", s.params.get(), Params::UNIT);
    let d = || given("D", "training tokens", s.tokens.get(), Tokens::UNIT);
    let t = || given("S", "tokens to be served", served.get(), Tokens::UNIT);
    let plain_n = || given("N*", "best size without serving", plain.params.get(), Params::UNIT);
    let two =
        || given("i", "FLOP for each parameter and served token", serve::FLOP_PER_SERVED * law.active_share(), "FLOP");
    if most == Some(s.params) {
        out.put(S, "params", 0, Number::new(s.params.get(), Params::UNIT, why(LARGEST, "N", None)));
        out.put(S, "tokens", 0, same_loss(law, s.params, s.tokens, s.loss));
    } else {
        out.put(S, "params", 0, of("Best size when serving counts", "N", s.params.get(), Params::UNIT));
        out.put(S, "tokens", 0, of("Training tokens when serving counts", "D", s.tokens.get(), Tokens::UNIT));
    }
    out.put(S, "factor", 0, times("Size against the plain optimum", "N/N*", n(), plain_n()));
    out.put(S, "ratio", 0, per_param(s.params, s.tokens));
    let number =
        |value: Flop, title, symbol, expr| Number::new(value.get(), Flop::UNIT, why(title, symbol, Some(expr)));
    out.put(S, "flops", 0, number(s.training, "Training compute", "C", product([k_of(law, s.params), n(), d()])));
    out.put(S, "inference", 0, number(s.inference, "Compute of serving", "I", product([two(), n(), t()])));
    let total = sum([product([k_of(law, s.params), n(), d()]), product([two(), n(), t()])]);
    out.put(S, "total", 0, number(s.total, "Training and serving together", "T", total));
    let plain_d = || given("D*", "training tokens for it", plain.tokens.get(), Tokens::UNIT);
    let dear = sum([product([k_of(law, plain.params), plain_n(), plain_d()]), product([two(), plain_n(), t()])]);
    out.put(S, "plainTotal", 0, number(plain.total, "The same with the plain optimum", "T*", dear));
    let share = quotient(
        flop_letter("T", "training and serving of this run", s.total),
        flop_letter("T*", "training and serving of the plain optimum", plain.total),
    );
    let of_compute = |title, symbol, expr| arithmetic(title, symbol, "of the compute", expr);
    // Under a limit there may be nothing to save.
    if s.total > plain.total {
        let extra = difference(share, Expr::Number(1.0));
        out.put(S, "extra", 0, of_compute("More in all, for the limit", "e", extra));
    } else {
        let saved = difference(Expr::Number(1.0), share);
        out.put(S, "saved", 0, of_compute("Saved in all", "s", saved));
    }
    let more = times(
        "Training compute against the plain optimum",
        "C/C*",
        flop_letter("C", "training compute of this run", s.training),
        flop_letter("C*", "training compute of the plain optimum", best.flops),
    );
    out.put(S, "dear", 0, more);
}

/// The best run that is no larger than a given size.
pub(super) fn capped(out: &mut Figures, scenario: &Scenario, law: &dyn Law, pin: Pin, best: &Optimum) {
    const S: Section = Section::Capped;
    let Some(most) = scenario.max_params else { return };
    // The limit counts all parameters; the law may count fewer.
    let most = law.own_params(most);
    // A loss that was asked for stays; any other budget stays as compute.
    let to_loss = matches!(pin, Pin::Loss(_));
    let pin = if to_loss { pin } else { Pin::Flops(best.flops) };
    match cap::best(law, pin, most) {
        Err(e) => out.remark(S, e.message),
        Ok((_, false)) => out.remark(S, "The best size is within the limit, so the limit changes nothing."),
        Ok((o, true)) => {
            out.put(S, "params", 0, Number::new(most.get(), Params::UNIT, why(LARGEST, "N", None)));
            out.put(S, "ratio", 0, per_param(most, o.tokens));
            if to_loss {
                if let Some(loss) = o.loss {
                    out.put(S, "tokens", 0, same_loss(law, most, o.tokens, loss));
                }
                let dear = times(
                    "Training compute against the best size, at the same loss",
                    "C/C*",
                    flop_letter("C", "training compute of this size", o.flops),
                    flop_letter("C*", BUDGET, best.flops),
                );
                return out.put(S, "dear", 0, dear);
            }
            let bought = quotient(
                flop_letter("C", "training compute", best.flops),
                product([k_of(law, most), given("N", "parameters", most.get(), Params::UNIT)]),
            );
            out.put(S, "tokens", 0, arithmetic("Tokens that the budget buys at this size", "D", Tokens::UNIT, bought));
            let (Some(loss), Some(least)) = (o.loss, best.loss) else { return };
            let explain = law.explain_on_budget(most, best.flops);
            let of = of_law(law.meta(), "Loss at this size", "L", explain);
            let number = Number { interval: o.intervals.loss, ..Number::new(loss.get(), Nats::UNIT, of) };
            out.put(S, "loss", 0, number);
            let name = ("loss of the best size at this budget", least);
            out.put(S, "more", 0, against(law.meta(), "What the limit costs", loss, name));
        }
    }
}

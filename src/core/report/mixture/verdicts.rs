//! What each law of mixtures would build at this budget, or says of the design that was given, and what it is worth
//! against a dense model by the same law.

use super::experts_words;
use crate::core::error::Error;
use crate::core::expr::{Expr, given, named, quotient};
use crate::core::laws::clark_2022::{ROUTERS, S_BASE, S_BASE_LAW, effective_by};
use crate::core::laws::krajewski_2024::{self as fine, best_granularity, with_granularity};
use crate::core::laws::ludziejewski_2025 as joint;
use crate::core::laws::tian_2025;
use crate::core::laws::{
    self, Asked, Constant, Law, Meta, Optimum, Pin, Setting, Share,
    abnar_2025::{ABNAR_2025, OF_RUNS},
    sparse,
};
use crate::core::quantity::{Experts, Flop, Granularity, Nats, Params, Tokens, show};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, Range, Why, of_law};

const S: Section = Section::Verdicts;

/// What was said of a design; the rest is up to each law.
pub(super) struct Design<'a> {
    pub flops: Flop,
    pub setting: &'a Setting,
    /// Experts of the best design for the budget, where none are given.
    pub experts: Experts,
}

/// Fills the row of one law.
type Verdict = fn(&mut Figures, usize, &Design) -> Result<(), Error>;

const VERDICTS: [Verdict; 5] = [by_joint, by_sparsity, by_granularity, by_leverage, by_routers];

pub(super) fn verdicts(out: &mut Figures, asked: &Design) {
    out.remark(S, "Each law at the whole budget, without limits of memory, of serving and of the number of experts.");
    for (row, verdict) in VERDICTS.into_iter().enumerate() {
        if let Err(e) = verdict(out, row, asked)
            && !out.remarks_of(S).any(|r| r == e.message)
        {
            out.remark(S, e.message);
        }
    }
}

/// A run that a law finds best: its size as the law counts it, tokens, loss on its own text, and its worth against the
/// dense model of the same law.
fn put(out: &mut Figures, row: usize, law: &dyn Law, flops: Flop, dense: &dyn Law) -> Result<(), Error> {
    let pin = Pin::Flops(flops);
    let o = law.optimum(pin)?;
    let meta = law.meta();
    let of = |title, symbol, asked, value: f64, unit, fitted, at: (f64, &'static str)| {
        let range = Some(Range { fitted, value: at.0, unit: at.1 });
        Number::new(value, unit, Why { range, ..of_law(meta, title, symbol, law.explain(asked, pin, &o)) })
    };
    let (n, d) = ((o.params.get(), Params::UNIT), (o.tokens.get(), Tokens::UNIT));
    out.put(S, "params", row, of("Size, as the law counts it", "N*", Asked::Params, n.0, n.1, meta.fitted.params, n));
    out.put(S, "tokens", row, of("Training tokens", "D*", Asked::Tokens, d.0, d.1, meta.fitted.tokens, d));
    if let Some(loss) = o.loss {
        let at = (flops.get(), Flop::UNIT);
        out.put(
            S,
            "loss",
            row,
            of("Loss on the law's own text", "L", Asked::Loss, loss.get(), Nats::UNIT, meta.fitted.flops, at),
        );
        match worth(dense, flops, loss) {
            Ok(worth) => out.put(S, "worth", row, worth),
            Err(_) => {
                out.remark(S, format!("No dense model by {} has the loss of its mixture, at any compute.", meta.short))
            }
        }
    }
    // What the law says of itself and of this design; how far it is from its runs stands with its numbers.
    let own = law.remarks(o.params, Some(o.tokens)).into_iter().map(|w| w.message);
    for text in own.chain(meta.remarks.iter().map(|r| r.1.to_owned())) {
        out.remark(S, format!("{}: {text}", meta.short));
    }
    Ok(())
}

/// Compute of the best dense model with this loss, over the budget.
fn worth(dense: &dyn Law, flops: Flop, loss: Nats) -> Result<Number, Error> {
    const MEANING: &str = "training compute of the best dense model with this loss, by the same law";
    let needed: Optimum = dense.optimum(Pin::Loss(loss))?;
    let above = match dense.explain(Asked::Flops, Pin::Loss(loss), &needed) {
        Some(expr) => named("C′", MEANING, expr),
        None => given("C′", MEANING, needed.flops.get(), Flop::UNIT),
    };
    let expr = quotient(above, given("C₀", "budget of compute", flops.get(), Flop::UNIT));
    let fitted = dense.meta().fitted.flops;
    let range = Some(Range { fitted, value: needed.flops.get(), unit: Flop::UNIT });
    let why = Why { range, ..of_law(dense.meta(), "Worth in dense compute", "w", Some(expr)) };
    Ok(Number::new(needed.flops.get() / flops.get(), "×", why))
}

fn name(out: &mut Figures, row: usize, meta: &Meta, design: &str) {
    out.name(S, row, format!("{}: {design}", meta.short));
}

fn by_joint(out: &mut Figures, row: usize, asked: &Design) -> Result<(), Error> {
    let experts = asked.setting.experts.unwrap_or(asked.experts);
    let law = joint::with_experts(experts);
    name(out, row, law.meta(), &experts_words(experts.get()));
    if asked.setting.top_k.is_some_and(|k| k.get() > 1.0) {
        out.remark(
            S,
            "The joint law knows one active expert only: it takes your number of experts with one of them active.",
        );
    }
    put(out, row, &law, asked.flops, &joint::LUDZIEJEWSKI_2025)
}

fn by_sparsity(out: &mut Figures, row: usize, asked: &Design) -> Result<(), Error> {
    let share = match asked.setting.inactive()? {
        Some(share) => share,
        None => sparsest(asked.flops)?,
    };
    let of = Setting { sparsity: Some(share), ..Setting::NONE };
    let Some(law) = ABNAR_2025.under(&of)? else { return Ok(()) };
    name(out, row, law.meta(), &format!("{} % of experts inactive", digits(100.0 * share.get())));
    put(out, row, &*law, asked.flops, &ABNAR_2025)
}

/// The share of least loss among those of the runs.
fn sparsest(flops: Flop) -> Result<Share, Error> {
    let mut best = (f64::INFINITY, Share::NONE);
    for share in OF_RUNS {
        let share = sparse::sparsity(share)?;
        let Some(law) = ABNAR_2025.under(&Setting { sparsity: Some(share), ..Setting::NONE })? else { continue };
        if let Some(loss) = law.optimum(Pin::Flops(flops))?.loss.filter(|l| l.get() < best.0) {
            best = (loss.get(), share);
        }
    }
    Ok(best.1)
}

fn by_granularity(out: &mut Figures, row: usize, asked: &Design) -> Result<(), Error> {
    let granularity = match asked.setting.granularity {
        Some(g) => g,
        None => best_granularity(asked.flops)?.0,
    };
    let law = with_granularity(granularity);
    let design = format!("64 times the feed-forward weights, granularity {}", digits(granularity.get()));
    name(out, row, law.meta(), &design);
    put(out, row, &law, asked.flops, &fine::DENSE)
}

/// Up to four digits, none of them a needless zero.
fn digits(v: f64) -> String {
    let rounded: f64 = format!("{v:.3e}").parse().unwrap_or(v);
    show::shortest(rounded)
}

/// Share of the experts that works on a token.
fn active(asked: &Design) -> Result<f64, Error> {
    Ok(asked.setting.inactive()?.map_or(1.0 / asked.experts.get(), Share::rest))
}

fn by_leverage(out: &mut Figures, row: usize, asked: &Design) -> Result<(), Error> {
    let meta = tian_2025::TIAN_2025.meta();
    let ratio = active(asked)?;
    let granularity = asked.setting.granularity.map_or_else(tian_2025::best_granularity, Granularity::get);
    let expr = tian_2025::worth(
        given("A", "share of the experts that works on a token", ratio, ""),
        given("G", "granularity of the experts", granularity, ""),
        given("C", "training compute of the mixture", asked.flops.get(), Flop::UNIT),
        Constant::letter,
    );
    let design = format!("{} % of experts active, granularity {}", digits(100.0 * ratio), digits(granularity));
    name(out, row, meta, &design);
    let range = Some(Range { fitted: tian_2025::FLOPS, value: asked.flops.get(), unit: Flop::UNIT });
    let why = Why { range, ..of_law(meta, "Worth in dense compute", "EL", Some(expr.clone())) };
    let value = expr.eval();
    if value.is_finite() {
        out.put(S, "worth", row, Number::new(value, "×", why));
    }
    Ok(())
}

/// Clark's law has no data and no compute: it says how much larger a dense model would have to be.
fn by_routers(out: &mut Figures, row: usize, asked: &Design) -> Result<(), Error> {
    let meta = S_BASE_LAW.meta();
    let experts = asked.setting.experts.unwrap_or(asked.experts);
    let size = joint::LUDZIEJEWSKI_2025.optimum(Pin::Flops(asked.flops))?.params;
    name(out, row, meta, &experts_words(experts.get()));
    let n = || given("N", "parameters for each token: the best dense size at this budget", size.get(), Params::UNIT);
    let range = Some(Range { fitted: meta.fitted.params, value: size.get(), unit: Params::UNIT });
    let of = |title, symbol, expr: Expr, unit| {
        Number::new(expr.eval(), unit, Why { range, ..of_law(meta, title, symbol, Some(expr)) })
    };
    out.put(S, "params", row, of("Size for each token", "N₀", n(), Params::UNIT));
    let constant =
        |symbol: &str| S_BASE.constants.iter().find(|c| c.symbol == symbol).map_or(Expr::Number(1.0), Constant::letter);
    let e = given("E", "experts of a layer", experts.get(), Experts::UNIT);
    let dense = effective_by(&constant, n(), e);
    let larger = quotient(named("N̄", "dense size with the same loss", dense), n());
    if larger.eval().is_finite() {
        out.put(S, "larger", row, of("Dense size with the same loss, against this size", "N̄/N", larger, "×"));
    }
    let passed: Vec<String> = ROUTERS
        .iter()
        .filter(|r| size.get() > r.cutoff)
        .map(|r| format!("{} from {}", r.name, show::short(r.cutoff)))
        .collect();
    if !passed.is_empty() {
        out.remark(
            S,
            format!(
                "By Clark 2022 more experts no longer help at this size ({}); Krajewski 2024 and Ludziejewski 2025 put that down to its fixed 130 B tokens.",
                passed.join(", ")
            ),
        );
    }
    Ok(())
}

/// The laws behind the verdicts.
pub const LAWS: [&str; 5] =
    [crate::core::mixture::LAW, "abnar-2025", "krajewski-2024", "tian-2025", "clark-2022-s-base"];

/// What each is fitted on, in words.
pub fn fitted() -> Vec<(&'static str, &'static str)> {
    LAWS.iter()
        .filter_map(|id| laws::ALL.iter().map(|l| l.meta()).find(|m| m.id == *id))
        .map(|m| (m.short, m.fitted.what))
        .collect()
}

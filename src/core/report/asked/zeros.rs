//! Weights that are zero, and what they are worth (Frantar et al. 2023).

use super::hyper::known;
use super::{against, put_optimum, put_warnings};
use crate::core::error::Error;
use crate::core::expr::{Expr, given, named, product};
use crate::core::formulas::From;
use crate::core::laws::frantar_2023::{Frantar, T5, VIT, best_sparsity, cost, worth, zeros as letter};
use crate::core::laws::{self, Choice, Constant, Law, Meta, Optimum, Pin, Setting, Share, sparse};
use crate::core::quantity::{Flop, Nats, Params, Tokens, show};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, Range, Why, of_law};
use crate::core::scenario::Scenario;

const S: Section = Section::Zeros;
/// The law that says what zeros are worth in text.
pub(crate) const LAW: &str = "frantar-2023-t5";
const IMAGES: &str = "frantar-2023-vit";
/// Shares of the table: two of every four weights are half of them.
const SHARES: [f64; 4] = [0.0, 0.5, 0.75, 0.875];
/// The row of the best share at the size and the compute of the answer; the shares follow.
pub const BEST: usize = 0;

const SEARCHED: &str =
    "found by search: the share of zeros with the lowest loss at this number of non-zero parameters and this compute";
const NONE_HELPS: &str = "At this size and compute no zeros help: they leave too few tokens.";
const ENDLESS: &str =
    "At this size and compute the law would have all but one weight in ten million be zero, which says nothing.";
const SCHEDULE: &str = "By the released schedule: dense for a quarter of the steps, zeros added on a cubic curve for half of them, then at the final share.";

/// The row of the share that is asked for.
pub fn own_row(scenario: &Scenario) -> Option<usize> {
    let own = scenario.setting.weight_sparsity?.get();
    Some(1 + SHARES.iter().position(|s| *s == own).unwrap_or(SHARES.len()))
}

pub(super) fn zeros(out: &mut Figures, scenario: &Scenario, law: &dyn Law, best: &Optimum) {
    let own = scenario.setting.weight_sparsity;
    let listed = SHARES.iter().filter_map(|s| sparse::weight_sparsity(*s).ok());
    let shares = listed.chain(own.filter(|o| !SHARES.contains(&o.get())));
    for (row, share) in (1..).zip(shares) {
        let warn = own.map_or(row == 1, |o| o == share);
        if let Err(e) = with_share(out, row, share, best.flops, warn)
            && warn
        {
            out.remark(S, e.message);
        }
    }
    let size = known(scenario, law, best)(From::NonEmbedding).and_then(|n| Params::new(n).ok());
    if let Some(size) = size
        && let Err(e) = best_share(out, size, best.flops)
        && !out.remarks_of(S).any(|r| r == e.message)
    {
        out.remark(S, e.message);
    }
}

fn under(share: Share) -> Result<Choice, Error> {
    laws::find(LAW)?.under(&Setting { weight_sparsity: Some(share), ..Setting::default() })
}

fn with_share(out: &mut Figures, row: usize, share: Share, flops: Flop, warn: bool) -> Result<(), Error> {
    let law = under(share)?;
    let pin = Pin::Flops(flops);
    let o = law.optimum(pin)?;
    laws::answerable(&o)?;
    let images = laws::find(IMAGES)?.meta();
    let s = share.get();
    let name =
        if s == 0.0 { "none".to_owned() } else { format!("{}\u{202f}%", show::shortest((1e6 * s).round() / 1e4)) };
    out.name(S, row, name);
    out.put(S, "worth", row, gain(law.meta(), &T5, s));
    out.put(S, "images", row, gain(images, &VIT, s));
    out.put(S, "cost", row, {
        let why = of_law(law.meta(), "Training cost against a dense model of the non-zero size", "m", Some(cost(s)));
        Number::new(cost(s).eval(), "×", Why { note: Some(SCHEDULE), ..why })
    });
    put_optimum(out, S, row, &*law, pin, &o);
    out.put(S, "dense", row, {
        let times = named("g", "dense size over the non-zero one", worth(&T5, letter(s), Constant::letter));
        let expr = product([times, given("N", "non-zero parameters", o.params.get(), Params::UNIT)]);
        let title = "Dense model with this loss on as many tokens";
        Number::new(expr.eval(), Params::UNIT, of_law(law.meta(), title, "N₁", Some(expr)))
    });
    if warn {
        put_warnings(out, S, &*law, &o);
    }
    Ok(())
}

/// Parameters of a dense model over the non-zero ones.
fn gain(meta: &'static Meta, of: &Frantar, share: f64) -> Number {
    let expr = worth(of, letter(share), Constant::letter);
    let range = Some(Range { fitted: of.sparsity, value: share, unit: "" });
    let why = of_law(meta, "Dense size with the same loss on the same data", "g", Some(expr.clone()));
    Number::new(expr.eval(), "×", Why { range, ..why })
}

/// The best share for the answer's size on its whole compute, against no zeros.
fn best_share(out: &mut Figures, size: Params, flops: Flop) -> Result<(), Error> {
    let share = match best_sparsity(&T5, size, flops) {
        Some(0.0) => {
            out.remark(S, NONE_HELPS);
            return Ok(());
        }
        Some(share) => sparse::weight_sparsity(share)?,
        None => {
            out.remark(S, ENDLESS);
            return Ok(());
        }
    };
    let (law, dense) = (under(share)?, under(Share::NONE)?);
    let tokens = laws::bought(&*law, flops, size)?;
    let (loss, plain) = (law.on_budget(size, flops)?.loss, dense.on_budget(size, flops)?.loss);
    let meta = law.meta();
    let of = |title, symbol, expr: Option<Expr>| of_law(meta, title, symbol, expr);
    out.name(S, BEST, "best at the size of the answer");
    out.put(S, "share", BEST, {
        let range = Some(Range { fitted: T5.sparsity, value: share.get(), unit: "" });
        let why = of("Best share of zeros", "S*", Some(given("S*", SEARCHED, share.get(), "")));
        Number::new(share.get(), "of the weights", Why { range, ..why })
    });
    out.put(S, "params", BEST, {
        let range = Some(Range { fitted: meta.fitted.params, value: size.get(), unit: Params::UNIT });
        let as_there = given("N", "the size of the answer, without embeddings", size.get(), Params::UNIT);
        Number::new(size.get(), Params::UNIT, Why { range, ..of("Non-zero parameters", "N", Some(as_there)) })
    });
    out.put(S, "tokens", BEST, {
        let each = product([
            laws::k_of(&*dense, size),
            named("m", "training cost against a dense model of the non-zero size", cost(share.get())),
            given("N", "non-zero parameters", size.get(), Params::UNIT),
        ]);
        let expr = crate::core::expr::quotient(given("C", "training compute", flops.get(), Flop::UNIT), each);
        Number::new(tokens.get(), Tokens::UNIT, of("Training tokens for it", "D", Some(expr)))
    });
    let explain = law.explain_on_budget(size, flops);
    out.put(S, "loss", BEST, Number::new(loss.get(), Nats::UNIT, of("Expected loss", "L", explain)));
    let without = ("loss of a dense model of this size on the same compute", plain);
    out.put(S, "more", BEST, against(meta, "Loss against no zeros at this size and compute", loss, without));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ends of what the search can find.
    #[test]
    fn none_and_nearly_all() {
        for (params, flops, said) in [(1e9, 6e17, NONE_HELPS), (1e3, 1e60, ENDLESS)] {
            let mut out = Figures::default();
            best_share(&mut out, Params::new(params).unwrap(), Flop::new(flops).unwrap()).unwrap();
            assert!(out.list.is_empty() && out.remarks_of(S).eq([said]));
        }
    }

    /// The share of a row of the table is that row.
    #[test]
    fn own_share_has_its_row() {
        let row = |text: &str| {
            own_row(&Scenario::start().unwrap().set(crate::core::scenario::Key::WeightSparsity, text).unwrap())
        };
        assert_eq!((row("0"), row("75 %"), row("0.6"), row("")), (Some(1), Some(3), Some(5), None));
    }
}

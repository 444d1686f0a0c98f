//! Kaplan et al. 2020, "Scaling Laws for Neural Language Models", arXiv 2001.08361.
//!
//! Conventions of its own. N counts parameters without embeddings. Compute is counted in PF-days
//! (8.64e19 FLOP) and the optimum is stated for C_min, the compute at a batch far below the critical one.
//! Two readings follow for a given training compute C:
//!
//! - `kaplan-2020`: C_min = C, a small batch, as many steps as it takes. At 1e21 FLOP: 7.77 B.
//! - `kaplan-2020-critical-batch`: training at B = B_crit costs twice C_min, so C_min = C / 2. At 1e21 FLOP:
//!   4.68 B, the figure that Hoffmann et al. 2022 (appendix D.4) quote for Kaplan.
//!
//! Optimum, frontier loss L(C_min) and loss surface L(N, D) are separate fits of the paper: at its own optimum
//! L(N, D), made for training to convergence, is 10 to 12 % below L(C_min) inside the fitted range. The loss of a wrong-sized model at a fixed budget
//! uses the paper's own cost of a wrong size (appendix B), which has its minimum at N* by construction.

use super::{
    Asked, Constant, Error, Expr, FLOP_PER_PARAM_TOKEN, Fitted, Intervals, Kind, Law, Meta, Optimum, Pin, Prediction,
    k_letter, less_embeddings, tokens_bought, with_embeddings,
};
use crate::core::expr::{difference, given, named, power, quotient};
use crate::core::num;
use crate::core::quantity::{Flop, Nats, Params, Tokens};

static META: Meta = Meta {
    id: "kaplan-2020",
    title: "Kaplan et al. 2020",
    short: "Kaplan 2020",
    label: "Kaplan 2020",
    variant_of: None,
    authors: "Kaplan, McCandlish, Henighan et al.",
    year: 2020,
    arxiv: Some("2001.08361"),
    locator: "Tables 2, 3 and 6, eqs. 1.1 and 1.5, L(Cmin) and appendix B, from transcriptions of the paper read 2026-11-23",
    kind: Kind::Separate,
    form: "N = 1.3e9 C^0.73, L = (3.1e8 / C)^0.050 with C in PF-days; L(N, D) = ((Nc/N)^(αN/αD) + Dc/D)^αD",
    constants: &[
        N_AT_ONE,
        SHARE,
        C_C,
        ALPHA_C,
        N_C,
        ALPHA_N,
        D_C,
        ALPHA_D,
        N_C_ALONE,
        ALPHA_N_ALONE,
        ALPHA_N_STEPS,
        ALPHA_S,
    ],
    fitted: Fitted {
        params: (768.0, 1.5e9),
        tokens: (2.2e7, 1.31e11),
        flops: (6.0e14, 1.2e21),
        what: "runs of 768 to 1.5 B non-embedding parameters, up to 2.5e5 steps of 2^19 tokens from sets of 22 M to 23 B tokens; processed tokens and compute follow from these",
    },
    data: "WebText2",
    params_count: "non-embedding",
    flops_convention: "6·N·D with N without embeddings; optimum at a batch far below the critical one (C = C_min)",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &[
        "At 1e21 FLOP this reading (C_min = C) gives 7.77 B; training at the critical batch size halves C_min and gives 4.68 B, the figure Hoffmann et al. quote. Both readings are listed.",
        "N leaves out embeddings: 18 % of all parameters at 1e8, 4.5 % at 1e9, 1 % at 1e10. Beside other laws and for real runs it is converted by N + 47,491 N^(1/3) (Pearce & Song 2024, arXiv 2406.12907).",
        "The optimum's loss is the paper's L(C_min); its L(N, D), for training to convergence, is a separate fit and gives 10 to 12 % less at the same runs inside the fitted range.",
    ],
    remarks: &[(
        "disputed",
        "Kaplan's optimum counts and tunes differently from later work; Porian et al. 2024 trace the gap to the uncounted head, warm-up and tuning.",
    )],
};

static CRITICAL_BATCH_META: Meta = Meta {
    id: "kaplan-2020-critical-batch",
    title: "Kaplan et al. 2020, trained at the critical batch size",
    short: "Kaplan 2020 at critical batch",
    label: "Kaplan, critical batch",
    variant_of: Some("kaplan-2020"),
    flops_convention: "6·N·D with N without embeddings; batch at the critical size (C = 2 C_min)",
    notes: &[
        "Training at B = B_crit takes twice the least compute (eq. 5.5), so the tables are read at C_min = C / 2: 4.68 B at 1e21 FLOP.",
        META.notes[1],
        META.notes[2],
    ],
    ..META
};

const N_AT_ONE: Constant = Constant::new("N₁", 1.3e9, "best size at 1 PF-day", "parameters").transcribed();
const SHARE: Constant = Constant::new("p", 0.73, "size grows as C^p", "").transcribed();
const C_C: Constant = Constant::new("Cc", 3.1e8, "scale of the frontier loss", "PF-days").transcribed();
const ALPHA_C: Constant = Constant::new("αC", 0.050, "exponent of the frontier loss", "").transcribed();
const N_C: Constant = Constant::new("Nc", 6.4e13, "scale of the size, joint fit", "parameters").transcribed();
const ALPHA_N: Constant = Constant::new("αN", 0.076, "exponent of the size, joint fit", "").transcribed();
const D_C: Constant = Constant::new("Dc", 1.8e13, "scale of the data, joint fit", "tokens").transcribed();
const ALPHA_D: Constant = Constant::new("αD", 0.103, "exponent of the data, joint fit", "").transcribed();
const N_C_ALONE: Constant =
    Constant::new("Nc∞", 8.8e13, "scale of the size on unlimited data", "parameters").transcribed();
const ALPHA_N_ALONE: Constant = Constant::new("αN∞", 0.076, "exponent of the size on unlimited data", "").transcribed();
const ALPHA_N_STEPS: Constant = Constant::new("αNs", 0.077, "exponent of the size, fit with steps", "").transcribed();
const ALPHA_S: Constant = Constant::new("αS", 0.76, "exponent of the steps", "").transcribed();

pub struct Kaplan {
    meta: &'static Meta,
    /// Training compute over C_min.
    over_least: f64,
}

pub static KAPLAN_2020: Kaplan = Kaplan { meta: &META, over_least: 1.0 };
pub static KAPLAN_2020_CRITICAL_BATCH: Kaplan = Kaplan { meta: &CRITICAL_BATCH_META, over_least: 2.0 };

/// L(N) on unlimited data (eq. 1.1).
fn loss_of_size(params: Params) -> Result<Nats, Error> {
    Nats::new((N_C_ALONE.value / params.get()).powf(ALPHA_N_ALONE.value))
}

/// How much more compute a model of `ratio` times the efficient size takes to the same loss (appendix B);
/// `None` where it never gets there.
fn cost_of_wrong_size(ratio: f64) -> Option<f64> {
    let (n, s) = (ALPHA_N_STEPS.value, ALPHA_S.value);
    let left = 1.0 + s / n * (1.0 - ratio.powf(-n));
    (left > 0.0).then(|| ratio * left.powf(-1.0 / s))
}

impl Kaplan {
    /// C_min in PF-days.
    fn least(&self, flops: Flop) -> f64 {
        flops.get() / (self.over_least * Flop::PF_DAY)
    }

    fn best_size(&self, flops: Flop) -> Result<Params, Error> {
        Params::new(N_AT_ONE.value * self.least(flops).powf(SHARE.value))
    }

    fn frontier_loss(&self, flops: f64) -> f64 {
        (C_C.value * self.over_least * Flop::PF_DAY / flops).powf(ALPHA_C.value)
    }

    /// The smaller budget that reaches at its own best size what a model of `params` reaches with all of `flops`:
    /// C = C' · cost(N / N*(C')).
    ///
    /// # Errors
    /// `out-of-domain` if the search leaves the range of numbers.
    fn equal_budget(&self, params: Params, flops: Flop) -> Result<Flop, Error> {
        let shortfall = |ln_share: f64| {
            let part = flops.get() * ln_share.exp();
            match cost_of_wrong_size(self.oversize(params, part)) {
                Some(cost) => ln_share + cost.ln(),
                // Too small a model never gets there: as if it cost without limit.
                None => 1e3,
            }
        };
        let ln_share = if shortfall(0.0) <= 0.0 { Some(0.0) } else { num::root(-400.0, 0.0, shortfall) };
        Flop::new(ln_share.map_or(f64::NAN, |s| flops.get() * s.exp()))
    }

    /// Size over the best size at a budget.
    fn oversize(&self, params: Params, flops: f64) -> f64 {
        params.get() / (N_AT_ONE.value * (flops / (self.over_least * Flop::PF_DAY)).powf(SHARE.value))
    }

    fn surface(params: Params, tokens: Tokens) -> (f64, f64, f64) {
        let size = (N_C.value / params.get()).powf(ALPHA_N.value / ALPHA_D.value);
        let data = D_C.value / tokens.get();
        ((size + data).powf(ALPHA_D.value), size.powf(ALPHA_D.value), data.powf(ALPHA_D.value))
    }

    fn pf_days(&self, flops: Flop) -> Expr {
        let c = given("C", "training compute", flops.get(), Flop::UNIT);
        let day = given("PFd", "FLOP in a PF-day", Flop::PF_DAY, "FLOP");
        if self.over_least == 1.0 {
            named("Cmin", "least compute in PF-days, at a small batch", quotient(c, day))
        } else {
            named(
                "Cmin",
                "least compute in PF-days, when training at the critical batch",
                quotient(c, Expr::Product(vec![Expr::Number(self.over_least), day])),
            )
        }
    }
}

impl Law for Kaplan {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn total_params(&self, own: Params) -> Params {
        with_embeddings(own)
    }

    fn own_params(&self, total: Params) -> Params {
        less_embeddings(total)
    }

    fn loss(&self, params: Params, tokens: Option<Tokens>) -> Result<Prediction, Error> {
        let (loss, size, data) = match tokens {
            None => {
                let loss = loss_of_size(params)?.get();
                (loss, loss, 0.0)
            }
            Some(tokens) => Self::surface(params, tokens),
        };
        Ok(Prediction { loss: Nats::new(loss)?, interval: None, irreducible: 0.0, params: size, data, other: None })
    }

    fn optimum(&self, pin: Pin) -> Result<Optimum, Error> {
        let scale = self.over_least * Flop::PF_DAY;
        let flops = match pin {
            Pin::Flops(flops) => flops,
            Pin::Params(n) => Flop::new(scale * (n.get() / N_AT_ONE.value).powf(1.0 / SHARE.value))?,
            // D = C / (6 N₁ (C / scale)^p)
            Pin::Tokens(d) => Flop::new(
                scale * (FLOP_PER_PARAM_TOKEN * N_AT_ONE.value * d.get() / scale).powf(1.0 / (1.0 - SHARE.value)),
            )?,
            Pin::Loss(l) => Flop::new(scale * C_C.value * l.get().powf(-1.0 / ALPHA_C.value))?,
        };
        let params = match pin {
            Pin::Params(n) => n,
            Pin::Tokens(d) => Params::new(flops.get() / (FLOP_PER_PARAM_TOKEN * d.get()))?,
            _ => self.best_size(flops)?,
        };
        let tokens = match pin {
            Pin::Tokens(d) => d,
            _ => tokens_bought(flops, params)?,
        };
        let loss = match pin {
            Pin::Loss(l) => l,
            _ => Nats::new(self.frontier_loss(flops.get()))?,
        };
        Ok(Optimum { flops, params, tokens, loss: Some(loss), intervals: Intervals::default() })
    }

    fn on_budget(&self, params: Params, flops: Flop) -> Result<Prediction, Error> {
        let loss = Nats::new(self.frontier_loss(self.equal_budget(params, flops)?.get()))?;
        Ok(Prediction { loss, interval: None, irreducible: 0.0, params: loss.get(), data: 0.0, other: None })
    }

    fn explain(&self, asked: Asked, pin: Pin, at: &Optimum) -> Option<Expr> {
        let c = || given("C", "training compute", at.flops.get(), Flop::UNIT);
        let n = || given("N", "parameters without embeddings", at.params.get(), Params::UNIT);
        let d = || given("D", "training tokens", at.tokens.get(), Tokens::UNIT);
        let k = k_letter;
        let scale = || {
            let day = given("PFd", "FLOP in a PF-day", Flop::PF_DAY, "FLOP");
            if self.over_least == 1.0 { day } else { Expr::Product(vec![Expr::Number(self.over_least), day]) }
        };
        let one_over = |e: Expr| quotient(Expr::Number(1.0), e);
        match (asked, pin) {
            (Asked::Flops, Pin::Flops(_))
            | (Asked::Params, Pin::Params(_))
            | (Asked::Tokens, Pin::Tokens(_))
            | (Asked::Loss, Pin::Loss(_)) => None,
            (Asked::Flops, Pin::Loss(l)) => Some(Expr::Product(vec![
                scale(),
                C_C.letter(),
                power(one_over(given("L", "target loss", l.get(), Nats::UNIT)), one_over(ALPHA_C.letter())),
            ])),
            (Asked::Flops, Pin::Params(_)) => {
                Some(Expr::Product(vec![scale(), power(quotient(n(), N_AT_ONE.letter()), one_over(SHARE.letter()))]))
            }
            (Asked::Flops, Pin::Tokens(_)) => Some(Expr::Product(vec![
                scale(),
                power(
                    quotient(Expr::Product(vec![k(), N_AT_ONE.letter(), d()]), scale()),
                    one_over(difference(Expr::Number(1.0), SHARE.letter())),
                ),
            ])),
            (Asked::Params, Pin::Tokens(_)) => Some(quotient(c(), Expr::Product(vec![k(), d()]))),
            (Asked::Params, _) => {
                Some(Expr::Product(vec![N_AT_ONE.letter(), power(self.pf_days(at.flops), SHARE.letter())]))
            }
            (Asked::Tokens, _) => Some(quotient(c(), Expr::Product(vec![k(), n()]))),
            (Asked::Loss, _) => Some(power(quotient(C_C.letter(), self.pf_days(at.flops)), ALPHA_C.letter())),
        }
    }

    fn explain_on_budget(&self, params: Params, flops: Flop) -> Option<Expr> {
        let equal = self.equal_budget(params, flops).ok()?;
        let x = || {
            given(
                "x",
                "size over the best size at C′, found so that both agree",
                self.oversize(params, equal.get()),
                "",
            )
        };
        let (n, s) = (ALPHA_N_STEPS.letter(), ALPHA_S.letter());
        // What the wrong size costs: x (1 + αS/αN (1 − x^−αN))^(−1/αS), appendix B.
        let never = difference(Expr::Number(1.0), quotient(Expr::Number(1.0), power(x(), n.clone())));
        let slower = Expr::Sum(vec![Expr::Number(1.0), Expr::Product(vec![quotient(s.clone(), n), never])]);
        let cost = quotient(x(), power(slower, quotient(Expr::Number(1.0), s)));
        let equal = named(
            "C′",
            "PF-days that reach this loss at their own best size; this size takes Cmin for it (appendix B)",
            quotient(self.pf_days(flops), named("cost", "compute of this size over that of the best size", cost)),
        );
        Some(power(quotient(C_C.letter(), equal), ALPHA_C.letter()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(v: f64) -> Params {
        Params::new(v).unwrap()
    }

    fn best(law: &Kaplan, c: f64) -> Optimum {
        law.optimum(Pin::Flops(Flop::new(c).unwrap())).unwrap()
    }

    /// L(N) of eq. 1.1, recomputed outside this program to four decimals.
    #[test]
    fn loss_on_unlimited_data() {
        for (size, loss) in [(1e6, 4.0159), (1e8, 2.8300), (1.5e9, 2.3036), (1.75e11, 1.6044)] {
            assert!((loss_of_size(n(size)).unwrap().get() - loss).abs() <= 5e-5, "{size:e}");
        }
    }

    /// L(N, D) of eq. 1.5 with the joint fit of Table 2.
    #[test]
    fn joint_loss() {
        for (size, tokens, loss) in [(1e9, 2.2e10, 2.3693), (1e8, 1e9, 2.9567)] {
            let p = KAPLAN_2020.loss(n(size), Some(Tokens::new(tokens).unwrap())).unwrap();
            assert!((p.loss.get() - loss).abs() <= 5e-5, "{size:e} on {tokens:e}: {}", p.loss.get());
        }
    }

    /// L(C_min) at 1 and 3640 PF-days; best sizes under both readings at 1e21 FLOP, and at 3640 PF-days.
    #[test]
    fn frontier() {
        let loss = |pf_days: f64| best(&KAPLAN_2020, pf_days * Flop::PF_DAY).loss.unwrap().get();
        assert!((loss(1.0) - 2.6581).abs() <= 5e-5);
        assert!((loss(3640.0) - 1.7641).abs() <= 5e-5);
        assert!((best(&KAPLAN_2020, 1e21).params.get() - 7.77e9).abs() <= 0.005e9);
        assert!((best(&KAPLAN_2020_CRITICAL_BATCH, 1e21).params.get() - 4.683e9).abs() <= 0.0005e9);
        assert!((best(&KAPLAN_2020, 3640.0 * Flop::PF_DAY).params.get() - 5.17e11).abs() <= 0.005e11);
    }

    /// The paper: models of 0.6 to 2.2 times the best size take within 20 % more compute (2.2: 45 % fewer steps).
    #[test]
    fn wrong_size() {
        assert!((cost_of_wrong_size(0.6).unwrap() - 1.165).abs() <= 5e-4);
        assert!((cost_of_wrong_size(2.2).unwrap() - 1.204).abs() <= 5e-4);
        assert!((cost_of_wrong_size(1.0).unwrap() - 1.0).abs() < 1e-15);
        assert_eq!(cost_of_wrong_size(0.28), None);
    }

    /// Share of embeddings at 1e6 … 1e10 non-embedding parameters, as Pearce & Song 2024 give it.
    #[test]
    fn embeddings() {
        for (own, percent) in [(1e6, 82.6), (1e7, 50.6), (1e8, 18.1), (1e9, 4.5), (1e10, 1.0)] {
            let total = KAPLAN_2020.total_params(n(own)).get();
            assert!((100.0 * (1.0 - own / total) - percent).abs() <= 0.05, "{own:e}: {total:e}");
            assert!((KAPLAN_2020.own_params(n(total)).get() / own - 1.0).abs() < 1e-9);
        }
    }

    /// At a fixed budget the loss is least at the best size, where it is L(C_min), and rises on both sides.
    #[test]
    fn valley() {
        let c = Flop::new(1e21).unwrap();
        for law in [&KAPLAN_2020, &KAPLAN_2020_CRITICAL_BATCH] {
            let o = law.optimum(Pin::Flops(c)).unwrap();
            let at = |x: f64| law.on_budget(n(o.params.get() * x), c).unwrap().loss.get();
            assert!((at(1.0) / o.loss.unwrap().get() - 1.0).abs() < 1e-12);
            for pair in [1.0, 1.3, 2.0, 8.0, 64.0, 4096.0].windows(2) {
                assert!(at(pair[1]) > at(pair[0]), "{pair:?}");
                assert!(at(1.0 / pair[1]) > at(1.0 / pair[0]), "{pair:?}");
            }
            // Solved by bisection outside this program: C'/C = 1 / cost(x (C/C')^0.73), loss ratio (C/C')^0.05.
            assert!((at(2.2) / at(1.0) - 1.013_665_869_346).abs() < 1e-6, "{}", at(2.2) / at(1.0));
            assert!((at(0.6) / at(1.0) - 1.005_217_913_065).abs() < 1e-6, "{}", at(0.6) / at(1.0));
        }
    }
}

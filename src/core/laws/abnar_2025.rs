//! Abnar, Shah, Busbridge et al. 2025, "Parameters vs FLOPs: Scaling Laws for Optimal Sparsity for Mixture-of-Experts
//! Language Models", arXiv 2501.12370.
//!
//! L = a / N^α + b / D^β + c / (1 − S)^λ + d / ((1 − S)^δ N^γ) + e with N all parameters and S the share of experts that
//! are not active. λ is below zero, so the c-term falls with S. Compute is 6 N (1 − S) D: the parameters that every
//! token uses, such as attention, are taken to be as sparse as the experts.

use super::form::searched::{Point, Searched, Surface};
use super::{Choice, Constant, Error, Expr, FLOP_PER_PARAM_TOKEN, Fitted, Input, Kind, Meta, Setting, Share};
use crate::core::error::Warning;
use crate::core::expr::{difference, given, named, power, product, quotient, sum};
use crate::core::quantity::{Experts, Params, Tokens, show};

static META: Meta = Meta {
    id: "abnar-2025",
    title: "Abnar et al. 2025 (sparsity of mixtures)",
    short: "Abnar 2025",
    label: "Abnar 2025",
    variant_of: None,
    authors: "Abnar, Shah, Busbridge et al.",
    year: 2025,
    arxiv: Some("2501.12370"),
    locator: "Table 3 as transcribed; read 2026-11-23",
    kind: Kind::Surface,
    form: "L = a / N^α + b / D^β + c / (1 − S)^λ + d / ((1 − S)^δ · N^γ) + e",
    constants: &[E, A, ALPHA, B, BETA, C, LAMBDA, D, DELTA, GAMMA],
    fitted: Fitted {
        params: (1e-300, 1e300),
        tokens: (1e-300, 1e300),
        flops: (3e19, 1e21),
        what: "budgets of 3e19 to 1e21 FLOP at 0 to 98 % of experts inactive, 98 % held out; the sizes and tokens of the runs were not seen",
    },
    data: "RedPajama, the runs of Abnar et al.",
    params_count: "total",
    flops_convention: "6·N·(1 − S)·D: as if all parameters were as sparse as the experts",
    inputs: &[Input::Experts, Input::TopK, Input::Sparsity],
    slope_interval: None,
    interval: None,
    notes: &[
        "Without experts it is a dense model, S = 0. E experts of which K are active have S = 1 − K/E.",
        "With the size left free more sparsity always helps, so no S is best; memory and communication are not counted.",
        "For the paper's figures another surface was used, of second degree in log N and log (1 − S).",
    ],
    remarks: &[(
        "weak-extrapolation",
        "Ten constants; on the runs held out, S = 0.98, the fit explains 68 % of the variance of the loss, against 99 % of those fitted.",
    )],
};

const E: Constant = Constant::new("e", 0.94, "loss that no model and no data removes", "nats per token").transcribed();
const A: Constant = Constant::new("a", 16_612.50, "factor of the size term", "nats per token").transcribed();
const ALPHA: Constant = Constant::new("α", 0.5962, "exponent of the size", "").transcribed();
const B: Constant = Constant::new("b", 5_455.67, "factor of the data term", "nats per token").transcribed();
const BETA: Constant = Constant::new("β", 0.3954, "exponent of the data", "").transcribed();
const C: Constant =
    Constant::new("c", 0.4598, "what a dense model adds to e, whatever its size and data", "nats per token")
        .transcribed();
const LAMBDA: Constant =
    Constant::new("λ", -0.1666, "exponent of the active share in the c-term, below zero", "").transcribed();
const D: Constant =
    Constant::new("d", 17.26, "factor of the term of size and active share", "nats per token").transcribed();
const DELTA: Constant = Constant::new("δ", 0.1603, "exponent of the active share in the d-term", "").transcribed();
const GAMMA: Constant = Constant::new("γ", 0.1595, "exponent of the size in the d-term", "").transcribed();

/// The sparsest runs.
pub const SPARSEST: f64 = 0.98;

/// Shares of inactive experts that it was fitted on: the sparsest runs were held out.
pub const SHARES: (f64, f64) = (0.0, 0.95);

/// All shares of the runs, those held out last.
pub const OF_RUNS: [f64; 7] = [0.0, 0.25, 0.5, 0.75, 0.9, 0.95, SPARSEST];

pub struct Abnar {
    setting: Setting,
    /// S.
    inactive: Share,
}

pub static ABNAR_2025: Searched<Abnar> = Searched(Abnar { setting: Setting::NONE, inactive: Share::NONE });

impl Abnar {
    /// 1 − S; `None` where nothing is said of experts.
    fn explain_share(&self) -> Option<Expr> {
        const WHAT: &str = "share of experts that are not active";
        let share = match (self.setting.sparsity, self.setting.experts) {
            (Some(share), _) => given("S", WHAT, share.get(), ""),
            (None, Some(experts)) => {
                let active = self.setting.top_k.map_or(1.0, Experts::get);
                let active = given("K", "experts active on a token", active, Experts::UNIT);
                let experts = given("E", "experts of a layer", experts.get(), Experts::UNIT);
                named("S", WHAT, difference(Expr::Number(1.0), quotient(active, experts)))
            }
            (None, None) => return None,
        };
        Some(difference(Expr::Number(1.0), share))
    }
}

impl Surface for Abnar {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn under(&self, setting: &Setting) -> Result<Option<Choice>, Error> {
        let inactive = setting.inactive()?;
        Ok(inactive.map(|inactive| Choice::made(Searched(Abnar { setting: *setting, inactive }))))
    }

    fn flop_per_param_token(&self, _: Params) -> f64 {
        FLOP_PER_PARAM_TOKEN * self.inactive.rest()
    }

    fn active_share(&self) -> f64 {
        self.inactive.rest()
    }

    fn remarks(&self, _: Params, _: Option<Tokens>) -> Vec<Warning> {
        if self.inactive.get() <= SPARSEST {
            return Vec::new();
        }
        let input = if self.setting.sparsity.is_some() { Input::Sparsity } else { Input::Experts };
        let message = format!(
            "The sparsest runs had a share of {SPARSEST} of their experts inactive, not {}.",
            show::sig(self.inactive.get(), 5)
        );
        vec![Warning { code: "outside-fitted-range", field: input.name().into(), message }]
    }

    fn at(&self, ln_n: f64, ln_d: f64) -> Point {
        let active = self.inactive.rest();
        let size = A.value * (-ALPHA.value * ln_n).exp();
        let sparse = D.value * active.powf(-DELTA.value) * (-GAMMA.value * ln_n).exp();
        let data = B.value * (-BETA.value * ln_d).exp();
        Point {
            irreducible: E.value + C.value * active.powf(-LAMBDA.value),
            params: size + sparse,
            data,
            other: None,
            by_size: -ALPHA.value * size - GAMMA.value * sparse,
            by_data: -BETA.value * data,
        }
    }

    fn explain_run(&self, params: Params, tokens: Tokens) -> Expr {
        let n = || given("N", "all parameters", params.get(), Params::UNIT);
        let d = given("D", "training tokens", tokens.get(), Tokens::UNIT);
        let size = power(n(), GAMMA.letter());
        let (floor, sparse) = match self.explain_share() {
            None => (C.letter(), quotient(D.letter(), size)),
            Some(active) => (
                quotient(C.letter(), power(active.clone(), LAMBDA.letter())),
                quotient(D.letter(), product([power(active, DELTA.letter()), size])),
            ),
        };
        sum([
            quotient(A.letter(), power(n(), ALPHA.letter())),
            quotient(B.letter(), power(d, BETA.letter())),
            floor,
            sparse,
            E.letter(),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Pin, sparse};
    use crate::core::quantity::Flop;

    fn law(share: f64) -> Choice {
        let setting = Setting { sparsity: Some(sparse::sparsity(share).unwrap()), ..Setting::NONE };
        Choice::Published(&ABNAR_2025).strictly_under(&setting).unwrap()
    }

    fn of_experts(experts: f64, top_k: Option<f64>) -> Choice {
        let count = |v: f64| Experts::new(v).unwrap();
        let setting = Setting { experts: Some(count(experts)), top_k: top_k.map(count), ..Setting::NONE };
        Choice::Published(&ABNAR_2025).strictly_under(&setting).unwrap()
    }

    fn loss(law: &dyn Law, n: f64, d: f64) -> f64 {
        law.loss(Params::new(n).unwrap(), Some(Tokens::new(d).unwrap())).unwrap().loss.get()
    }

    /// Losses of runs, worked out outside this program.
    #[test]
    fn losses_at_every_sparsity() {
        for (n, d, s, expected) in [
            (1e9, 20e9, 0.0, 2.565_68),
            (1e9, 20e9, 0.5, 2.589_95),
            (1e10, 20e9, 0.9, 2.366_93),
            (1e10, 20e9, 0.98, 2.479_96),
            (18.8e9, 110.2e9, 0.98, 2.169_34),
            (1e11, 1e11, 0.98, 1.996_95),
        ] {
            assert!((loss(&*law(s), n, d) - expected).abs() <= 6e-6, "{n:e} on {d:e} at {s}: {}", loss(&*law(s), n, d));
        }
    }

    /// All parameters and loss of the optima, by a minimiser outside this program; and no size of a fine grid does
    /// better.
    #[test]
    fn optima_at_every_sparsity() {
        for (c, s, n, least) in [
            (1e20, 0.0, 0.6392e9, 2.588_51),
            (1e20, 0.9, 3.970e9, 2.363_78),
            (1e20, 0.98, 17.07e9, 2.270_78),
            (1e21, 0.0, 2.456e9, 2.274_80),
            (1e21, 0.9, 18.08e9, 2.095_25),
            (1e21, 0.98, 83.25e9, 2.014_26),
            (1e22, 0.0, 10.40e9, 2.055_87),
            (1e22, 0.9, 87.03e9, 1.896_27),
            (1e22, 0.98, 417.2e9, 1.820_04),
        ] {
            let (law, c) = (law(s), Flop::new(c).unwrap());
            let o = law.optimum(Pin::Flops(c)).unwrap();
            let found = o.loss.unwrap().get();
            assert!((found - least).abs() <= 6e-6, "{c:?} at {s}: {found}");
            assert!((o.params.get() / n - 1.0).abs() < 6e-4, "{c:?} at {s}: {:e}", o.params.get());
            let (mut best, mut at) = (f64::INFINITY, 0.0);
            for i in -3000..=3000 {
                let size = o.params.get() * (f64::from(i) / 1000.0).exp();
                let here = loss(&*law, size, c.get() / (6.0 * (1.0 - s) * size));
                if here < best {
                    (best, at) = (here, size);
                }
            }
            assert!(found <= best * (1.0 + 1e-15) && (at / o.params.get()).ln().abs() < 2e-3, "{c:?} at {s}: {at:e}");
            assert!((6.0 * (1.0 - s) * o.params.get() * o.tokens.get() / c.get() - 1.0).abs() < 1e-12);
        }
    }

    /// More sparsity and fewer active parameters at one budget; a small size is hurt by it.
    #[test]
    fn sparsity_helps_where_the_size_is_free() {
        let c = Flop::new(1e21).unwrap();
        let mut last = ABNAR_2025.optimum(Pin::Flops(c)).unwrap();
        for s in [0.25, 0.5, 0.75, 0.9, 0.95, 0.98] {
            let o = law(s).optimum(Pin::Flops(c)).unwrap();
            assert!(o.loss < last.loss && o.params > last.params && o.tokens > last.tokens, "{s}");
            last = o;
        }
        assert!(loss(&*law(0.95), 1e9, 20e9) > loss(&*law(0.5), 1e9, 20e9));
    }

    #[test]
    fn without_experts_it_is_dense() {
        for (n, d) in [(1e8f64, 1e9f64), (1e9, 2e10), (7e10, 1.4e12)] {
            let dense = 16_612.5 / n.powf(0.5962) + 5_455.67 / d.powf(0.3954) + 0.4598 + 17.26 / n.powf(0.1595) + 0.94;
            for law in [Choice::Published(&ABNAR_2025), law(0.0), of_experts(1.0, None), of_experts(8.0, Some(8.0))] {
                assert!((loss(&*law, n, d) / dense - 1.0).abs() < 1e-14 && law.active_share() == 1.0);
            }
        }
    }

    /// Experts and how many of them are active say the same as their share.
    #[test]
    fn experts_give_the_share() {
        for (law, share) in [(of_experts(64.0, Some(8.0)), 0.875), (of_experts(50.0, None), 0.98)] {
            let same = super::tests::law(share);
            assert!((loss(&*law, 1e10, 1e11) / loss(&*same, 1e10, 1e11) - 1.0).abs() < 1e-14);
            assert!((law.active_share() - (1.0 - share)).abs() < 1e-15);
            let n = Params::new(1e10).unwrap();
            assert!((law.flop_per_param_token(n) - 6.0 * (1.0 - share)).abs() < 1e-14);
        }
    }

    #[test]
    fn says_what_is_beyond_the_runs() {
        let fields = |law: Choice| -> Vec<String> {
            law.remarks(Params::new(1e10).unwrap(), None).into_iter().map(|w| w.field).collect()
        };
        assert_eq!(fields(law(0.99)), ["sparsity"]);
        assert_eq!(fields(of_experts(128.0, None)), ["experts"]);
        assert!(fields(law(0.98)).is_empty() && fields(of_experts(50.0, None)).is_empty());
    }
}

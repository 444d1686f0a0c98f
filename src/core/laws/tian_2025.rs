//! Tian, Chen, Liu et al. 2025, "Towards Greater Leverage: Scaling Laws for Efficient Mixture-of-Experts Language
//! Models", arXiv 2507.17702.
//!
//! EL = Â^(α + γ (log₂ G)² + β log₂ G) is the compute of a dense model over that of a mixture at the same loss, with
//! α = a + d log₁₀ C and 1/Â = 1/(A + (1/A_start − 1/A_max)⁻¹) + 1/A_max. The paper prints no bases: 10 for C and 2 for
//! G give its "over 7 times" at 1e22 FLOP and its best granularity of about 12; natural logarithms give 5,000 times.

use super::{Asked, Constant, DEFAULT, Error, Expr, Fitted, Kind, Law, Meta, Optimum, Pin, Prediction};
use crate::core::error::Code;
use crate::core::expr::{Function, difference, given, ln, named, power, product, quotient, sum};
use crate::core::quantity::{Flop, Params, Tokens};

static META: Meta = Meta {
    id: "tian-2025",
    title: "Tian et al. 2025 (leverage of mixtures)",
    short: "Leverage, Tian 2025",
    label: "Leverage 2025",
    variant_of: None,
    authors: "Tian, Chen, Liu et al.",
    year: 2025,
    arxiv: Some("2507.17702"),
    locator: "Table 2; read 2026-11-23",
    kind: Kind::Leverage,
    form: "EL = Â^(α + γ (log₂ G)² + β log₂ G), α = a + d log₁₀ C, 1/Â = 1/(A + (1/A_start − 1/A_max)⁻¹) + 1/A_max",
    constants: CONSTANTS,
    fitted: Fitted {
        params: (1e-300, 1e300),
        tokens: (1e-300, 1e300),
        flops: FLOPS,
        what: "over 300 models up to 28 B parameters, 1e18 to 6e20 FLOP; size and tokens do not enter",
    },
    data: "the authors' own text (Ling)",
    params_count: "total",
    flops_convention: "FLOP of the mixture's training",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &[
        "It gives the compute of a dense model over that of a mixture at the same loss, from the share of active experts, the granularity and the compute: the formula tian-2025-leverage.",
        "The bases of the logarithms are not printed; 10 for C and 2 for G give the numbers of the text.",
        "The text calls d positive; the table prints it negative, as it must be where Â is below 1.",
    ],
    remarks: &[],
};

/// Compute of the runs.
pub const FLOPS: (f64, f64) = (1e18, 6e20);

const A: Constant = Constant::new("a", 1.23, "exponent of the active share at one FLOP", "");
const D: Constant = Constant::new("d", -7.61e-2, "how that changes with every tenfold compute", "");
const GAMMA: Constant = Constant::new("γ", 1.67e-2, "bend of the exponent with the granularity", "");
const BETA: Constant = Constant::new("β", -1.17e-1, "slope of the exponent with the granularity", "");
const START: Constant = Constant::new("A_start", 1.63e-2, "Â of a mixture without active experts", "");
const MOST: Constant = Constant::new("A_max", 5.28e16, "Â of an endlessly large active share", "");

pub const CONSTANTS: &[Constant] = &[A, D, GAMMA, BETA, START, MOST];

/// Compute of a dense model over that of a mixture at the same loss, with the constants that `c` puts in.
pub fn worth(active_ratio: Expr, granularity: Expr, flops: Expr, c: impl Fn(&Constant) -> Expr) -> Expr {
    let one_over = |e: Expr| quotient(Expr::Number(1.0), e);
    let shift = one_over(difference(one_over(c(&START)), one_over(c(&MOST))));
    let inverse = sum([one_over(sum([active_ratio, shift])), one_over(c(&MOST))]);
    let share = named("Â", "active share as it counts", one_over(inverse));
    let by_compute = sum([c(&A), product([c(&D), Expr::Of(Function::Log10, vec![flops])])]);
    let alpha = named("α", "exponent at this compute, with experts as wide as the dense block", by_compute);
    let doublings = quotient(ln(granularity), ln(Expr::Number(2.0)));
    let g = || named("g", "how often the experts were halved, log₂ G", doublings.clone());
    let bend = product([c(&GAMMA), power(g(), Expr::Number(2.0))]);
    power(share, sum([alpha, bend, product([c(&BETA), g()])]))
}

/// As [`worth`], with the published constants.
pub fn leverage(active_ratio: f64, granularity: f64, flops: f64) -> f64 {
    worth(
        given("A", "share of the experts that works on a token", active_ratio, ""),
        given("G", "granularity of the experts", granularity, ""),
        given("C", "training compute of the mixture", flops, Flop::UNIT),
        Constant::letter,
    )
    .eval()
}

/// The granularity of the largest leverage wherever Â is below one, 2^(−β / 2γ).
pub fn best_granularity() -> f64 {
    (-BETA.value / (2.0 * GAMMA.value)).exp2()
}

pub struct Leverage {
    meta: &'static Meta,
}

pub static TIAN_2025: Leverage = Leverage { meta: &META };

impl Leverage {
    fn no_answer(&self) -> Error {
        Error::new(
            Code::Inconsistent,
            "law",
            format!(
                "{} has no loss and no best size: it gives the compute that a dense model would need for the loss of a mixture, by the formula tian-2025-leverage; for a loss or a size choose a law such as {DEFAULT}.",
                self.meta.short
            ),
        )
    }
}

impl Law for Leverage {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn loss(&self, _: Params, _: Option<Tokens>) -> Result<Prediction, Error> {
        Err(self.no_answer())
    }

    fn optimum(&self, _: Pin) -> Result<Optimum, Error> {
        Err(self.no_answer())
    }

    fn on_budget(&self, _: Params, _: Flop) -> Result<Prediction, Error> {
        Err(self.no_answer())
    }

    fn explain(&self, _: Asked, _: Pin, _: &Optimum) -> Option<Expr> {
        None
    }

    fn explain_on_budget(&self, _: Params, _: Flop) -> Option<Expr> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out outside this program; the first is the paper's "over 7 times".
    #[test]
    fn leverages() {
        for (a, g, c, expected, half) in [
            (0.031, 12.0, 1e22, 7.24, 5e-3),
            (0.034, 12.0, 1e22, 6.96, 5e-3),
            (1.0, 12.0, 1e22, 0.99, 5e-3),
            (0.031, 12.0, 1e20, 4.55, 5e-3),
            (0.031, 2.0, 1e20, 3.31, 5e-3),
            (0.125, 2.0, 1e20, 2.1548, 5e-5),
            (0.031, 12.0, 1e24, 11.5, 5e-2),
        ] {
            assert!((leverage(a, g, c) - expected).abs() <= half, "{a}, {g}, {c:e}: {}", leverage(a, g, c));
        }
    }

    /// The paper: about 12. No granularity of a fine grid is worth more.
    #[test]
    fn best_granularity_is_about_twelve() {
        let best = best_granularity();
        assert!((best - 11.3).abs() <= 0.05, "{best}");
        for (a, c) in [(0.01, 1e18), (0.034, 1e22), (0.5, 1e20)] {
            let grid = (10..=1000).map(|i| leverage(a, f64::from(i) / 10.0, c));
            assert!(grid.into_iter().all(|l| l <= leverage(a, best, c)), "{a}, {c:e}");
        }
    }

    /// Fewer active experts and more compute are worth more.
    #[test]
    fn sparser_and_larger_is_worth_more() {
        for c in [1e18, 1e20, 1e22] {
            for a in [0.02, 0.1, 0.5] {
                assert!(leverage(a, 8.0, c) > leverage(2.0 * a, 8.0, c), "{a}, {c:e}");
                assert!(leverage(a, 8.0, 10.0 * c) > leverage(a, 8.0, c), "{a}, {c:e}");
            }
        }
    }

    #[test]
    fn says_what_it_answers() {
        let (n, c) = (Params::new(1e9).unwrap(), Flop::new(1e20).unwrap());
        for e in [
            TIAN_2025.loss(n, None).unwrap_err(),
            TIAN_2025.optimum(Pin::Flops(c)).unwrap_err(),
            TIAN_2025.on_budget(n, c).unwrap_err(),
        ] {
            assert!(e.code == Code::Inconsistent && e.message.contains("tian-2025-leverage"), "{e}");
        }
    }
}

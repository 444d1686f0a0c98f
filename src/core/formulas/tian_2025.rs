//! Tian, Chen, Liu et al. 2025, "Towards Greater Leverage: Scaling Laws for Efficient Mixture-of-Experts Language
//! Models", arXiv 2507.17702: what a mixture is worth in dense compute, and its learning rate.
//!
//! The rule for the batch is left out: what it counts was not seen.

use super::{Cite, FLOPS, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, power, product};
use crate::core::laws::{Confidence, Constant, tian_2025 as law};

const CITE: Cite = Cite {
    authors: "Tian, Chen, Liu et al.",
    year: 2025,
    arxiv: Some("2507.17702"),
    locator: "Table 2, read 2026-11-23",
};

pub static LEVERAGE: Formula = Formula {
    id: "tian-2025-leverage",
    title: "Dense compute for the loss of a mixture, Tian 2025",
    short: "Tian 2025, leverage",
    topic: Topic::Experts,
    cite: CITE,
    form: "EL = Â^(α + γ (log₂ G)² + β log₂ G), α = a + d log₁₀ C, 1/Â = 1/(A + (1/A_start − 1/A_max)⁻¹) + 1/A_max",
    confidence: Confidence::Verified,
    symbol: "EL",
    meaning: "compute of a dense model over that of the mixture, at the same loss",
    unit: "",
    inputs: &[
        Slot::new("activeRatio", "A", "share of the experts that works on a token", "", 0.034, (1e-4, 1.0)),
        Slot::new("granularity", "G", "granularity of the experts", "", 12.0, (1.0, 4096.0)),
        Slot { meaning: "training compute of the mixture", ..FLOPS }.fitted(law::FLOPS.0, law::FLOPS.1),
    ],
    constants: law::CONSTANTS,
    over: "activeRatio",
    what: "over 300 models up to 28 B parameters, 1e18 to 6e20 FLOP, with leverages below 6",
    notes: &[
        "The bases of the logarithms are not printed: with 10 for C and 2 for G the form gives the paper's \"over 7 times\" at 1e22 FLOP and its best granularity of about 12.",
        "The text calls d positive; the table prints it negative, as it must be where Â is below 1.",
        "Ling-mini-beta, 17.5 B parameters with 0.855 B active, A = 3.4 % and G = 12, matched a dense model of 6.1 B on 1 T tokens.",
        "One shared expert is best above 1e20 FLOP.",
    ],
    expr: |f: &Filled| -> Expr { law::worth(f.x("activeRatio"), f.x("granularity"), f.x("flops"), |c| f.c(c.symbol)) },
};

pub static LEARNING_RATE: Formula = Formula {
    id: "tian-2025-learning-rate",
    title: "Best learning rate of a mixture, Tian 2025",
    short: "Tian 2025, mixtures",
    topic: Topic::Experts,
    cite: Cite { locator: "fit of the learning rate, from a note that cites it; read 2026-11-23", ..CITE },
    form: "η = 1.1576 C^−0.1529",
    confidence: Confidence::Transcribed,
    symbol: "η",
    meaning: "best peak learning rate",
    inputs: &[FLOPS],
    constants: &[
        Constant::new("h", 1.1576, "learning rate at one FLOP", "").transcribed(),
        Constant::new("q", -0.1529, "learning rate goes as C^q", "").transcribed(),
    ],
    over: "flops",
    what: "mixtures of experts; what compute the fit reaches was not seen",
    notes: &["For mixtures of experts, not for dense models."],
    expr: |f: &Filled| -> Expr { product([f.c("h"), power(f.x("flops"), f.c("q"))]) },
    ..LEVERAGE
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leverage_is_that_of_the_law() {
        let f = LEVERAGE.start().with("flops", 1e22);
        assert!((f.evaluate().unwrap().value - 6.96).abs() <= 5e-3);
        for (a, g, c) in [(0.031, 12.0, 1e20), (0.125, 2.0, 1e20), (1.0, 1.0, 1e18)] {
            let f = f.with("activeRatio", a).with("granularity", g).with("flops", c);
            assert_eq!(f.evaluate().unwrap().value, law::leverage(a, g, c));
        }
    }

    /// Worked out outside this program.
    #[test]
    fn learning_rates() {
        for (c, rate) in [(1e18, 2.048e-3), (1e20, 1.0129e-3), (1e24, 2.477e-4)] {
            let ours = LEARNING_RATE.start().with("flops", c).evaluate().unwrap().value;
            assert!((ours / rate - 1.0).abs() < 3e-4, "{c:e}: {ours}");
        }
    }
}

//! Ludziejewski, Pióro, Krajewski et al. 2025, "Joint MoE Scaling Laws: Mixture of Experts Can Be Memory Efficient",
//! arXiv 2502.05172: the learning rate of its runs by active parameters and experts.

use super::{Cite, Filled, Formula, NON_EMBEDDING, Slot, Topic};
use crate::core::expr::{Expr, difference, exp, ln, product};
use crate::core::laws::{Confidence, Constant, ludziejewski_2025 as law};

pub static LEARNING_RATE: Formula = Formula {
    id: "ludziejewski-2025-learning-rate",
    title: "Learning rate of a mixture, Ludziejewski 2025",
    short: "Ludziejewski 2025, mixtures",
    topic: Topic::Experts,
    cite: Cite {
        authors: "Ludziejewski, Pióro, Krajewski et al.",
        year: 2025,
        arxiv: Some("2502.05172"),
        locator: "Eq. 8, read 2026-11-23",
    },
    form: "η = exp(8.39 − 0.81 ln N − 0.25 ln E)",
    confidence: Confidence::Verified,
    symbol: "η",
    meaning: "peak learning rate",
    unit: "",
    inputs: &[
        Slot { meaning: "active parameters without embeddings", ..NON_EMBEDDING },
        Slot::new("experts", "E", "experts of a layer", "experts", 8.0, (1.0, 65_536.0))
            .whole()
            .fitted(law::EXPERTS.0, law::EXPERTS.1),
    ],
    constants: &[
        Constant::new("h", 8.39, "logarithm of the rate of one parameter and one expert", ""),
        Constant::new("q", 0.81, "rate goes as N^−q", ""),
        Constant::new("r", 0.25, "rate goes as E^−r", ""),
    ],
    over: "params",
    what: "mixtures of 1 to 32 experts, one of which works on a token, up to 2.7 B active parameters on FineWeb-Edu",
    notes: &["One expert is a dense model."],
    expr: |f: &Filled| -> Expr {
        let by_size = difference(f.c("h"), product([f.c("q"), ln(f.x("params"))]));
        exp(difference(by_size, product([f.c("r"), ln(f.x("experts"))])))
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out outside this program.
    #[test]
    fn learning_rates() {
        for (n, e, rate) in [(1e9, 1.0, 2.258e-4), (1e9, 8.0, 1.343e-4), (1e8, 1.0, 1.458e-3)] {
            let ours = LEARNING_RATE.start().with("params", n).with("experts", e).evaluate().unwrap().value;
            assert!((ours / rate - 1.0).abs() < 4e-4, "{n:e}, {e}: {ours}");
        }
    }
}

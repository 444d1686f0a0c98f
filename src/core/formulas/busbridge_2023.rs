//! Busbridge et al. 2023, "How to Scale Your EMA", arXiv 2307.13813: momentum of a moving average at another batch size.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, power};
use crate::core::laws::Confidence;

pub static EMA_MOMENTUM: Formula = Formula {
    id: "busbridge-2023-ema-momentum",
    title: "Momentum of a moving average at another batch size, Busbridge 2023",
    short: "Busbridge 2023, EMA momentum",
    topic: Topic::Optimiser,
    cite: Cite {
        authors: "Busbridge, Ramapuram, Ablin et al.",
        year: 2023,
        arxiv: Some("2307.13813"),
        locator: "EMA scaling rule, recalled 2026-11-23",
    },
    form: "ρ′ = ρ^κ",
    confidence: Confidence::RecalledHigh,
    symbol: "ρ′",
    meaning: "momentum at κ times the batch size",
    unit: "",
    inputs: &[
        Slot::new("momentum", "ρ", "momentum of the moving average", "", 0.9999, (0.0, 1.0)),
        Slot::new("batchFactor", "κ", "new batch size over the old", "", 8.0, (1e-6, 1e6)),
    ],
    constants: &[],
    over: "batchFactor",
    what: "a rule that follows from the averaging itself, tested by the authors on images, speech and self-supervision",
    notes: &[
        "The learning rate scales along by the rule of its optimiser: with κ for gradient descent, with √κ for Adam.",
    ],
    expr: |f: &Filled| -> Expr { power(f.x("momentum"), f.x("batchFactor")) },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// 0.9999^8 and 0.996^8, multiplied out.
    #[test]
    fn momentum() {
        for (rho, expected) in [(0.9999, 0.9992003), (0.996, 0.9684444)] {
            let value = EMA_MOMENTUM.start().with("momentum", rho).evaluate().unwrap().value;
            assert!((value - expected).abs() <= 5e-8, "{rho}: {value}");
        }
    }
}

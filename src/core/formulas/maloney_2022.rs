//! Maloney, Roberts, Sully 2022, "A Solvable Model of Neural Scaling Laws", arXiv 2210.16859.
//!
//! A spectrum λ_i ~ i^−(1+α) gives the loss the same exponent in parameters and in data, until either reaches the number
//! of latent features.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, Function, named, power, quotient};
use crate::core::laws::Confidence;

const COUNT: (f64, f64) = (1.0, 1e18);

pub static LOSS: Formula = Formula {
    id: "maloney-2022-loss",
    title: "Loss where size, data or latent features limit, Maloney 2022",
    short: "Maloney 2022, equal exponents",
    topic: Topic::Theory,
    cite: Cite {
        authors: "Maloney, Roberts, Sully",
        year: 2022,
        arxiv: Some("2210.16859"),
        locator: "abstract, and the scaling of its model as recalled; read 2026-11-23",
    },
    form: "L = 1 / min(N, T, M)^α",
    confidence: Confidence::RecalledHigh,
    symbol: "L",
    meaning: "loss, normalised",
    unit: "",
    inputs: &[
        Slot::new("size", "N", "parameters (random features)", "", 1e4, COUNT),
        Slot::new("samples", "T", "training samples", "samples", 1e4, COUNT),
        Slot::new("latent", "M", "latent features of the data, illustrative", "", 1e6, COUNT),
        Slot::new("spectrum", "α", "the data's spectrum falls as i^−(1 + α), illustrative", "", 0.5, (0.01, 10.0)),
    ],
    constants: &[],
    over: "size",
    what: "theory; random features on data with a power-law spectrum",
    notes: &[
        "Slopes only: the curve is 1 at 1, and holds where one of the three is far below the others.",
        "Size and data play the same part, so the best use of a budget grows both alike, N ∝ T.",
    ],
    expr: |f: &Filled| -> Expr {
        let least = Expr::Of(Function::Min, vec![f.x("size"), f.x("samples"), f.x("latent")]);
        quotient(Expr::Number(1.0), power(named("n", "what limits", least), f.x("spectrum")))
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    fn loss(n: f64, t: f64, m: f64) -> f64 {
        LOSS.start().with("size", n).with("samples", t).with("latent", m).evaluate().unwrap().value
    }

    #[test]
    fn size_and_data_alike_until_the_plateau() {
        assert_eq!(loss(100.0, 1e6, 1e9), loss(1e6, 100.0, 1e9));
        assert!((loss(100.0, 1e6, 1e9) - 0.1).abs() < 1e-15);
        assert_eq!(loss(1e8, 1e8, 1e4), loss(1e12, 1e12, 1e4));
        assert!((loss(1e8, 1e8, 1e4) - 0.01).abs() < 1e-15);
    }
}

//! Bjorck et al. 2024, "Scaling Optimal LR Across Token Horizons", arXiv 2409.19913: the best learning rate falls with
//! the length of training. Between the measured lengths of the 125 M model, along the power law of two neighbours.

use super::{Cite, Filled, Formula, Slot, TOKENS, Topic};
use crate::core::expr::{Expr, given, ln, named, power, product, quotient};
use crate::core::laws::Confidence;

/// Tokens and best learning rate of the 125 M model, Table 9.
const TABLE: [(f64, f64); 6] =
    [(25e9, 1.34e-3), (50e9, 1.02e-3), (100e9, 6.60e-4), (200e9, 4.12e-4), (400e9, 2.51e-4), (800e9, 1.98e-4)];

/// The rows on both sides of `tokens`.
fn rows(tokens: f64) -> ((f64, f64), (f64, f64)) {
    let [first, second, rest @ ..] = TABLE;
    let mut around = (first, second);
    for next in rest {
        if tokens > around.1.0 {
            around = (around.1, next);
        }
    }
    around
}

pub static LEARNING_RATE: Formula = Formula {
    id: "bjorck-2024-learning-rate",
    title: "Best learning rate by training length, Bjorck 2024",
    short: "Bjorck 2024, 125 M model",
    topic: Topic::LearningRate,
    cite: Cite {
        authors: "Bjorck, Benhaim, Chaudhary et al.",
        year: 2024,
        arxiv: Some("2409.19913"),
        locator: "Table 9, from transcriptions of the paper; read 2026-11-23",
    },
    form: "η = η₁ (D / D₁)^s between two rows of the table",
    confidence: Confidence::Transcribed,
    symbol: "η",
    meaning: "best learning rate of the 125 M model",
    unit: "",
    inputs: &[Slot { start: 100e9, limits: (25e9, 800e9), ..TOKENS }.fitted(25e9, 800e9)],
    constants: &[],
    over: "tokens",
    what: "one model of 125 M parameters trained on 25, 50, 100, 200, 400 and 800 B tokens",
    notes: &[
        "For other sizes the paper has η ∝ N^−0.23 D^−0.32, both exponents about; its leading constant was not found, so the table stands alone.",
        "The table falls faster than the pooled exponent, as D^−0.59 over all six rows.",
    ],
    expr: |f: &Filled| -> Expr {
        let ((d1, r1), (d2, r2)) = rows(f.v("tokens"));
        let d = || given("D₁", "training length of the row below", d1, "tokens");
        let rate = || given("η₁", "its best learning rate", r1, "");
        let falls = ln(quotient(given("η₂", "best learning rate of the row above", r2, ""), rate()));
        let grows = ln(quotient(given("D₂", "training length of the row above", d2, "tokens"), d()));
        let slope = named("s", "slope between the two rows", quotient(falls, grows));
        product([rate(), power(quotient(f.x("tokens"), d()), slope)])
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    fn at(d: f64) -> f64 {
        LEARNING_RATE.start().with("tokens", d).evaluate().unwrap().value
    }

    #[test]
    fn the_table_is_met_and_joined() {
        let rates =
            [(25e9, 1.34e-3), (50e9, 1.02e-3), (100e9, 6.60e-4), (200e9, 4.12e-4), (400e9, 2.51e-4), (800e9, 1.98e-4)];
        for (d, rate) in rates {
            assert!((at(d) / rate - 1.0).abs() < 1e-12, "{d:e}");
        }
        // Halfway in the logarithm: the geometric mean of the neighbours.
        for pair in rates.windows(2) {
            let ((d1, r1), (d2, r2)) = (pair[0], pair[1]);
            assert!((at((d1 * d2).sqrt()) / (r1 * r2).sqrt() - 1.0).abs() < 1e-12);
            assert!(at(d1 * 1.01) < at(d1) && at(d2 * 0.99) > at(d2));
        }
        for outside in [24e9, 801e9] {
            assert!(LEARNING_RATE.fill(&[("tokens".into(), outside)], &[]).is_err());
        }
    }

    /// Least squares through ln D and ln η: all six rows, and the first three.
    #[test]
    fn the_table_is_steeper_than_the_pooled_exponent() {
        let slope = |rows: &[(f64, f64)]| {
            let n = rows.len() as f64;
            let mean = |f: fn(&(f64, f64)) -> f64| rows.iter().map(f).sum::<f64>() / n;
            let (x, y) = (mean(|r| r.0.ln()), mean(|r| r.1.ln()));
            let over: f64 = rows.iter().map(|r| (r.0.ln() - x) * (r.1.ln() - y)).sum();
            over / rows.iter().map(|r| (r.0.ln() - x).powi(2)).sum::<f64>()
        };
        assert!((slope(&TABLE) + 0.587).abs() <= 5e-4);
        assert!((slope(&TABLE[..3]) + 0.511).abs() <= 5e-4);
    }
}

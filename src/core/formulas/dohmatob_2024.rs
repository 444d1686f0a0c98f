//! Dohmatob et al. 2024, "A Tale of Tails: Model Collapse as a Change of Scaling Laws", arXiv 2402.07043.
//!
//! Data with Zipf frequencies i^−b; errors up to a factor, so every curve here is normalised.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, difference, named, power, product, quotient, sum};
use crate::core::laws::Confidence;

const CITE: Cite = Cite {
    authors: "Dohmatob, Feng, Yang, Charton, Kempe",
    year: 2024,
    arxiv: Some("2402.07043"),
    locator: "theorems on tail cutting and on generations; recalled, 2026-11-23",
};

const TAIL: Slot = Slot::new("tail", "b", "Zipf exponent of the data, illustrative", "", 2.0, (1.01, 10.0));
const SAMPLES: Slot = Slot::new("samples", "T", "training samples", "samples", 1e6, (1.0, 1e18));
const NORMALISED: &str = "Up to a factor: only the slopes and the plateau have meaning.";
const REAL: &str = "Some real data mixed in delays the fall and then restores it.";
const WHAT: &str = "theory; Zipf data, a learner that remembers";

/// 1 / x^p.
fn inverse(x: Expr, p: Expr) -> Expr {
    quotient(Expr::Number(1.0), power(x, p))
}

/// c = 1 − 1/b.
fn c(f: &Filled) -> Expr {
    let inner = difference(Expr::Number(1.0), quotient(Expr::Number(1.0), f.x("tail")));
    named("c", "exponent of the learning curve", inner)
}

pub static CURVE: Formula = Formula {
    id: "dohmatob-2024-curve",
    title: "Learning curve of Zipf data, Dohmatob 2024",
    short: "Dohmatob 2024, real data",
    topic: Topic::Theory,
    cite: CITE,
    form: "ε = 1 / T^c, c = 1 − 1/b",
    confidence: Confidence::RecalledHigh,
    symbol: "ε",
    meaning: "error, normalised",
    unit: "",
    inputs: &[SAMPLES, TAIL],
    constants: &[],
    over: "samples",
    what: WHAT,
    notes: &[NORMALISED],
    expr: |f: &Filled| -> Expr { inverse(f.x("samples"), c(f)) },
};

pub static TAIL_CUT: Formula = Formula {
    id: "dohmatob-2024-tail-cut",
    title: "Learning curve with the tail cut off, Dohmatob 2024",
    short: "Dohmatob 2024, tail cut",
    topic: Topic::Theory,
    cite: CITE,
    form: "ε = 1 / T^c + 1 / k^(b − 1), c = 1 − 1/b",
    confidence: Confidence::RecalledHigh,
    symbol: "ε",
    meaning: "error, normalised",
    unit: "",
    inputs: &[
        SAMPLES,
        Slot::new("cut", "k", "rank at which generated data ends, illustrative", "", 1e3, (1.0, 1e15)),
        TAIL,
    ],
    constants: &[],
    over: "samples",
    what: WHAT,
    notes: &[NORMALISED, "Past about k^b samples more of the same data no longer helps.", REAL],
    expr: |f: &Filled| -> Expr {
        let real = inverse(f.x("samples"), c(f));
        let lost = inverse(f.x("cut"), difference(f.x("tail"), Expr::Number(1.0)));
        sum([real, lost])
    },
};

pub static GENERATIONS: Formula = Formula {
    id: "dohmatob-2024-generations",
    title: "Learning curve after generations of generated data, Dohmatob 2024",
    short: "Dohmatob 2024, generations",
    topic: Topic::Theory,
    cite: CITE,
    form: "ε = 1 / T^c + n / T₀^c, c = 1 − 1/b",
    confidence: Confidence::RecalledHigh,
    symbol: "ε",
    meaning: "error, normalised",
    unit: "",
    inputs: &[
        SAMPLES,
        Slot::new("generations", "n", "generations of models before", "", 5.0, (0.0, 1000.0)).whole(),
        Slot::new(
            "generated",
            "T₀",
            "samples that each generation was trained on, illustrative",
            "samples",
            1e6,
            (1.0, 1e18),
        ),
        TAIL,
    ],
    constants: &[],
    over: "samples",
    what: WHAT,
    notes: &[NORMALISED, REAL],
    expr: |f: &Filled| -> Expr {
        let real = inverse(f.x("samples"), c(f));
        sum([real, product([f.x("generations"), inverse(f.x("generated"), c(f))])])
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// b = 2: c = 1/2, and the cut costs k^−1.
    #[test]
    fn a_tail_of_two() {
        let y = |f: Filled| f.evaluate().unwrap().value;
        assert!((y(CURVE.start().with("samples", 1e4)) - 1e-2).abs() < 1e-15);
        assert!((y(TAIL_CUT.start().with("samples", 1e4)) - 1.1e-2).abs() < 1e-15);
        assert!((y(GENERATIONS.start().with("samples", 1e4)) - 1.5e-2).abs() < 1e-15);
    }

    /// c' = b − 1 is c / (1 − c), so data from T₀ samples is cut near T₀^(1/b) and costs T₀^−c.
    #[test]
    fn both_exponents_belong_together() {
        for b in [1.2, 1.5, 2.0, 3.0] {
            let c = 1.0 - 1.0 / b;
            let cut = TAIL_CUT.start().with("tail", b).with("samples", 1e18).with("cut", 1e8f64.powf(1.0 / b));
            let lost = cut.evaluate().unwrap().value - 1e18f64.powf(-c);
            assert!((lost / 1e8f64.powf(-c) - 1.0).abs() < 1e-6, "{b}");
            assert!((c / (1.0 - c) - (b - 1.0)).abs() < 1e-12);
        }
    }

    #[test]
    fn no_generations_is_real_data() {
        let none = GENERATIONS.start().with("generations", 0.0).evaluate().unwrap().value;
        assert_eq!(none, CURVE.start().evaluate().unwrap().value);
    }

    #[test]
    fn a_tail_too_heavy_is_refused() {
        assert!(CURVE.fill(&[("tail".to_owned(), 1.0)], &[]).is_err());
        assert!(GENERATIONS.fill(&[("generations".to_owned(), 1.5)], &[]).is_err());
    }
}

//! Bordelon, Atanasov, Pehlevan 2024, "A Dynamical Model of Neural Scaling Laws", arXiv 2402.01092.
//!
//! Exponents of the loss from the spectrum of the features, λ_k ~ k^−b, and of the target, w_k² λ_k ~ k^−a. Curves are
//! normalised to 1 at 1.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, Function, difference, named, power, product, quotient, sum};
use crate::core::laws::Confidence;

const CITE: Cite = Cite {
    authors: "Bordelon, Atanasov, Pehlevan",
    year: 2024,
    arxiv: Some("2402.01092"),
    locator: "bottleneck scalings and compute-optimal scaling, from notes that cite them; read 2026-11-23",
};

const TARGET: Slot =
    Slot::new("target", "a", "the target's spectrum falls as k^−a, illustrative", "", 1.15, (1.001, 20.0));
const SPECTRUM: Slot =
    Slot::new("spectrum", "b", "the features' spectrum falls as k^−b, illustrative", "", 2.0, (0.05, 20.0));
const COMPUTE: Slot = Slot::new("compute", "C", "compute, N t", "", 1e6, (1.0, 1e30));

/// 1 / x^p.
fn inverse(x: Expr, p: Expr) -> Expr {
    quotient(Expr::Number(1.0), power(x, p))
}

fn target(f: &Filled) -> Expr {
    difference(f.x("target"), Expr::Number(1.0))
}

/// m = min(a − 1, 2 b).
fn bottleneck(f: &Filled) -> Expr {
    let twice = product([Expr::Number(2.0), f.x("spectrum")]);
    named("m", "exponent where size or data limit", Expr::Of(Function::Min, vec![target(f), twice]))
}

/// a − 1 + b m.
fn shared(f: &Filled) -> Expr {
    sum([target(f), product([f.x("spectrum"), bottleneck(f)])])
}

const fn law(
    id: &'static str,
    title: &'static str,
    short: &'static str,
    form: &'static str,
    result: (&'static str, &'static str),
    inputs: &'static [Slot; 3],
    expr: fn(&Filled) -> Expr,
) -> Formula {
    Formula {
        id,
        title,
        short,
        topic: Topic::Theory,
        cite: CITE,
        form,
        confidence: Confidence::Transcribed,
        symbol: result.0,
        meaning: result.1,
        unit: "",
        inputs,
        constants: &[],
        over: inputs[0].key,
        what: "theory; lazy training (fixed features) on squared error",
        notes: &[
            "Slopes only: the curve is 1 at 1, and holds where the other two of time, size and data do not limit.",
            "For a Wikitext model the authors fit slopes of 0.16 in time and 0.76 in size.",
        ],
        expr,
    }
}

const LOSS: (&str, &str) = ("L", "loss above its floor, normalised");

pub static TIME: Formula = law(
    "bordelon-2024-time",
    "Loss against training time, Bordelon 2024",
    "Bordelon 2024, time",
    "L = 1 / t^((a − 1) / b)",
    LOSS,
    &[Slot::new("time", "t", "training steps", "steps", 1e4, (1.0, 1e15)), TARGET, SPECTRUM],
    |f: &Filled| -> Expr { inverse(f.x("time"), quotient(target(f), f.x("spectrum"))) },
);

pub static WIDTH: Formula = law(
    "bordelon-2024-size",
    "Loss against size, Bordelon 2024",
    "Bordelon 2024, size",
    "L = 1 / N^m, m = min(a − 1, 2 b)",
    LOSS,
    &[Slot::new("size", "N", "size of the model (features)", "", 1e4, (1.0, 1e18)), TARGET, SPECTRUM],
    |f: &Filled| -> Expr { inverse(f.x("size"), bottleneck(f)) },
);

pub static DATA: Formula = law(
    "bordelon-2024-data",
    "Loss against data, Bordelon 2024",
    "Bordelon 2024, data",
    "L = 1 / P^m, m = min(a − 1, 2 b)",
    LOSS,
    &[Slot::new("samples", "P", "distinct training samples", "samples", 1e4, (1.0, 1e18)), TARGET, SPECTRUM],
    |f: &Filled| -> Expr { inverse(f.x("samples"), bottleneck(f)) },
);

pub static COMPUTE_LOSS: Formula = law(
    "bordelon-2024-compute",
    "Loss at the best use of compute, Bordelon 2024",
    "Bordelon 2024, compute",
    "L = 1 / C^((a − 1) m / (a − 1 + b m)), m = min(a − 1, 2 b)",
    LOSS,
    &[COMPUTE, TARGET, SPECTRUM],
    |f: &Filled| -> Expr { inverse(f.x("compute"), quotient(product([target(f), bottleneck(f)]), shared(f))) },
);

pub static COMPUTE_SIZE: Formula = law(
    "bordelon-2024-compute-size",
    "Best size at a compute, Bordelon 2024",
    "Bordelon 2024, best size",
    "N = C^((a − 1) / (a − 1 + b m)), m = min(a − 1, 2 b)",
    ("N", "best size, normalised"),
    &[COMPUTE, TARGET, SPECTRUM],
    |f: &Filled| -> Expr { power(f.x("compute"), quotient(target(f), shared(f))) },
);

pub static COMPUTE_TIME: Formula = law(
    "bordelon-2024-compute-time",
    "Best training time at a compute, Bordelon 2024",
    "Bordelon 2024, best time",
    "t = C^(b m / (a − 1 + b m)), m = min(a − 1, 2 b)",
    ("t", "best training time, normalised"),
    &[COMPUTE, TARGET, SPECTRUM],
    |f: &Filled| -> Expr { power(f.x("compute"), quotient(product([f.x("spectrum"), bottleneck(f)]), shared(f))) },
);

#[cfg(test)]
mod tests {
    use super::*;

    fn slope(f: &'static Formula, a: f64, b: f64) -> f64 {
        let at = |x: f64| f.start().with("target", a).with("spectrum", b).with(f.over, x).evaluate().unwrap().value;
        (at(1e6) / at(1e3)).log10() / 3.0
    }

    #[test]
    fn exponents_of_the_paper() {
        assert!((slope(&COMPUTE_LOSS, 1.15, 2.0) + 0.05).abs() < 1e-12);
        assert!((slope(&TIME, 1.15, 2.0) + 0.075).abs() < 1e-12);
        assert!((slope(&WIDTH, 1.15, 2.0) + 0.15).abs() < 1e-12);
        assert!((slope(&DATA, 3.0, 0.5) + 1.0).abs() < 1e-12);
        // b = 1: size and time grow alike.
        assert!((slope(&COMPUTE_SIZE, 1.15, 1.0) - 0.5).abs() < 1e-12);
        assert!((slope(&COMPUTE_TIME, 1.15, 1.0) - 0.5).abs() < 1e-12);
    }

    /// Where a − 1 < 2 b: N ∝ C^(1/(1+b)), t ∝ C^(b/(1+b)), L ∝ C^−((a−1)/(1+b)).
    #[test]
    fn easy_targets() {
        for (a, b) in [(1.5, 1.25), (2.0, 0.8), (1.15, 3.0)] {
            assert!((slope(&COMPUTE_SIZE, a, b) - 1.0 / (1.0 + b)).abs() < 1e-12);
            assert!((slope(&COMPUTE_TIME, a, b) - b / (1.0 + b)).abs() < 1e-12);
            assert!((slope(&COMPUTE_LOSS, a, b) + (a - 1.0) / (1.0 + b)).abs() < 1e-12);
        }
    }

    /// At the optimum time and size limit alike, and together they use the compute up.
    #[test]
    fn optimum_is_balanced() {
        for (a, b) in [(1.15, 2.0), (4.0, 0.5), (3.0, 1.0), (10.0, 0.2)] {
            let (n, t) = (slope(&COMPUTE_SIZE, a, b), slope(&COMPUTE_TIME, a, b));
            assert!((n + t - 1.0).abs() < 1e-12);
            let loss = slope(&COMPUTE_LOSS, a, b);
            assert!((slope(&WIDTH, a, b) * n - loss).abs() < 1e-11);
            assert!((slope(&TIME, a, b) * t - loss).abs() < 1e-11);
        }
    }
}

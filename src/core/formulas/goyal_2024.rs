//! Goyal et al. 2024, "Scaling Laws for Data Filtering", arXiv 2404.07177: a pool of data loses its use as it is
//! repeated. Error of image-text models, not the loss of a language model.
//!
//! The constants of the paper's pools were not seen: they are inputs, with the values of the released code's search
//! ranges as illustrative starts.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, given, power, product, quotient, sum};
use crate::core::laws::Confidence;

const CITE: Cite = Cite {
    authors: "Goyal, Maini, Lipton, Raghunathan, Kolter",
    year: 2024,
    arxiv: Some("2404.07177"),
    locator: "the released code (locuslab/scaling_laws_data_filtering, objective.py); read 2026-11-23",
};

const UTILITY: Slot = Slot::new("utility", "b", "utility of fresh data, illustrative", "", -0.18, (-1.0, -0.001));
const HALF_LIFE: Slot =
    Slot::new("halfLife", "τ", "passes that halve the utility, illustrative", "passes", 2.0, (0.1, 100.0));
const SAMPLES: Slot = Slot::new("samples", "n", "samples seen", "samples", 1.28e8, (1.0, 1e14)).fitted(3.2e7, 6.4e8);
const POOL: Slot = Slot::new("pool", "P", "samples in the pool", "samples", 1.28e7, (1.0, 1e14));
const SCALE: Slot = Slot::new("scale", "a", "scale of the samples, illustrative", "", 0.02, (1e-6, 1e3));
const FLOOR: Slot = Slot::new("floor", "d", "irreducible error, illustrative", "", 0.1, (0.0, 1.0));
const ERROR_INPUTS: &[Slot] = &[SAMPLES, POOL, UTILITY, HALF_LIFE, SCALE, FLOOR];

const WHAT: &str = "pools of 12.8 M image-text pairs by quality, 32 M to 640 M samples seen";
const OWN: &str =
    "The start values of b, τ, a and d are illustrative: the paper's own, one set for each pool, were not seen.";
const MIXTURE: &str =
    "For a mixture of p pools b_k is the mean of their b_i (1/2)^(k / (p τ_i)), and P is all of them together.";

pub static UTILITY_DECAY: Formula = Formula {
    id: "goyal-2024-utility",
    title: "Utility of repeated data, Goyal 2024",
    short: "Goyal 2024, utility",
    topic: Topic::Data,
    cite: CITE,
    form: "b_k = b (1/2)^(k / τ)",
    confidence: Confidence::Verified,
    symbol: "bₖ",
    meaning: "utility of the data in a pass",
    unit: "",
    inputs: &[
        Slot::new("pass", "k", "passes before this one", "passes", 4.0, (0.0, 20.0)).fitted(0.0, 10.0),
        UTILITY,
        HALF_LIFE,
    ],
    constants: &[],
    over: "pass",
    what: WHAT,
    notes: &[OWN, MIXTURE],
    expr: |f: &Filled| -> Expr {
        product([f.x("utility"), power(Expr::Number(0.5), quotient(f.x("pass"), f.x("halfLife")))])
    },
};

/// The first pass, (a n₁ / 10⁵)^b.
fn first(f: &Filled) -> Expr {
    let seen = given("n₁", "samples of the first pass, min(n, P)", f.v("samples").min(f.v("pool")), "samples");
    power(quotient(product([f.x("scale"), seen]), Expr::Number(1e5)), f.x("utility"))
}

/// What the later passes make of the error: the product over them of (samples after it / samples before it)^bₖ.
fn later(f: &Filled) -> Expr {
    let (n, pool) = (f.v("samples"), f.v("pool"));
    let exponent = |k: f64| f.v("utility") * 0.5f64.powf(k / f.v("halfLife"));
    let mut ln = 0.0;
    let mut k = 1.0;
    // After sixty half-lives a pass no longer moves the last digit.
    while k * pool < n && k <= 60.0 * f.v("halfLife") + 1.0 {
        ln += exponent(k) * ((pool * (k + 1.0)).min(n) / (pool * k)).ln();
        k += 1.0;
    }
    given("Q", "of later passes k = 1, 2, …: product of (min(n, (k + 1) P) / (k P))^(b (1/2)^(k / τ))", ln.exp(), "")
}

pub static ERROR: Formula = Formula {
    id: "goyal-2024-error",
    title: "Error on a repeated pool, Goyal 2024",
    short: "Goyal 2024, error",
    topic: Topic::Data,
    cite: CITE,
    form: "y = ((a n₁ / 10⁵)^b + d) ∏ (n_k / n_(k−1))^b_k",
    confidence: Confidence::Verified,
    symbol: "y",
    meaning: "error",
    unit: "",
    inputs: ERROR_INPUTS,
    constants: &[],
    over: "samples",
    what: WHAT,
    notes: &[OWN, MIXTURE, "As in the released code, later passes also shrink the irreducible error d."],
    expr: |f: &Filled| -> Expr { product([sum([first(f), f.x("floor")]), later(f)]) },
};

pub static ERROR_FLOOR_OUTSIDE: Formula = Formula {
    id: "goyal-2024-error-floor-outside",
    title: "Error on a repeated pool, floor kept, Goyal 2024",
    short: "Goyal 2024, error, floor kept",
    topic: Topic::Data,
    cite: CITE,
    form: "y = (a n₁ / 10⁵)^b ∏ (n_k / n_(k−1))^b_k + d",
    confidence: Confidence::Transcribed,
    symbol: "y",
    meaning: "error",
    unit: "",
    inputs: ERROR_INPUTS,
    constants: &[],
    over: "samples",
    what: WHAT,
    notes: &[OWN, MIXTURE, "As in the paper's equation 3, d stands outside; the released code differs."],
    expr: |f: &Filled| -> Expr { sum([product([first(f), later(f)]), f.x("floor")]) },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Recomputed outside this program from the released code's form.
    #[test]
    fn error_after_passes() {
        for (n, code, outside) in [(1.28e7, 0.94434, 0.94434), (2.56e7, 0.86460, 0.87304), (1.28e8, 0.79940, 0.81475)] {
            let y = |f: &'static Formula| f.start().with("samples", n).evaluate().unwrap().value;
            assert!((y(&ERROR) - code).abs() < 6e-6, "{n}: {}", y(&ERROR));
            assert!((y(&ERROR_FLOOR_OUTSIDE) - outside).abs() < 6e-6, "{n}: {}", y(&ERROR_FLOOR_OUTSIDE));
        }
    }

    #[test]
    fn utility_halves() {
        for k in [0.0, 3.0, 8.0] {
            let b = |k: f64| UTILITY_DECAY.start().with("pass", k).evaluate().unwrap().value;
            assert!((b(k + 2.0) / b(k) - 0.5).abs() < 1e-12);
        }
        assert_eq!(UTILITY_DECAY.start().with("pass", 0.0).evaluate().unwrap().value, -0.18);
    }

    #[test]
    fn more_samples_never_harm() {
        for f in [&ERROR, &ERROR_FLOOR_OUTSIDE] {
            let mut last = f64::INFINITY;
            for i in 0..400 {
                let y = f.start().with("samples", 1e6 * 1.04f64.powi(i)).evaluate().unwrap().value;
                assert!(y <= last && y > 0.0, "{}: {y}", f.id);
                last = y;
            }
        }
    }

    /// A pool of one sample seen for ever ends soon, at a finite error.
    #[test]
    fn endless_passes_end() {
        let f = ERROR.start().with("pool", 1.0).with("samples", 1e14).with("halfLife", 100.0);
        assert!(f.evaluate().unwrap().value.is_finite());
    }
}

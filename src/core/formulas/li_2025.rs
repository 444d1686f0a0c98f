//! Li et al. 2025, "Predictable Scale: Part I" (Step Law), arXiv 2503.04715: learning rate and batch by size and data.
//! N leaves out the vocabulary.

use super::{Cite, Filled, Formula, NON_EMBEDDING, TOKENS, Topic};
use crate::core::expr::{Expr, power, product};
use crate::core::laws::{Confidence, Constant};

const CITE: Cite = Cite {
    authors: "Li, Zheng, Wang et al.",
    year: 2025,
    arxiv: Some("2503.04715"),
    locator: "the Step Law, from transcriptions of the paper; intervals from the authors' released bootstrap; read 2026-11-23",
};
const RECIPE: &str =
    "Holds for 2000 steps of warm-up and a cosine to a small fixed rate; the growth with D depends on that.";
const ERRORS_RATE: &str = "Standard errors are the widths of 95 % bootstrap intervals over 3.92; the leading constant lies between 0.52 and 5.8, tied to the exponents.";
const ERRORS_BATCH: &str = "Standard errors are the widths of 95 % bootstrap intervals over 3.92; the leading constant lies between 0.26 and 1.4, tied to the exponent.";

pub static LEARNING_RATE: Formula = Formula {
    id: "li-2025-learning-rate",
    title: "Best learning rate, Li 2025 (Step Law)",
    short: "Li 2025 (Step Law)",
    topic: Topic::LearningRate,
    cite: CITE,
    form: "η = 1.79 N^−0.713 D^0.307",
    confidence: Confidence::Transcribed,
    symbol: "η",
    meaning: "best peak learning rate",
    unit: "",
    inputs: &[NON_EMBEDDING.fitted(2.147e8, 1.0737e9), TOKENS.fitted(4e9, 1e11)],
    constants: &[
        Constant::new("h", 1.79, "learning rate at one parameter and token", "").transcribed(),
        Constant::new("q", -0.713, "learning rate goes as N^q", "").error(0.0304).transcribed(),
        Constant::new("r", 0.307, "learning rate goes as D^r", "").error(0.0189).transcribed(),
    ],
    over: "params",
    what: "3,700 runs, the dense ones of 215 M to 1.07 B parameters without vocabulary on 4 to 100 B tokens, AdamW, sequences of 2048",
    notes: &[RECIPE, ERRORS_RATE],
    expr: |f: &Filled| -> Expr { product([f.c("h"), power(f.x("params"), f.c("q")), power(f.x("tokens"), f.c("r"))]) },
};

pub static BATCH: Formula = Formula {
    id: "li-2025-batch",
    title: "Best batch size, Li 2025 (Step Law)",
    topic: Topic::Batch,
    form: "B = 0.58 D^0.571 tokens",
    symbol: "B",
    meaning: "best batch size",
    unit: "tokens",
    inputs: &[TOKENS.fitted(4e9, 1e11)],
    constants: &[
        Constant::new("b", 0.58, "batch at one token", "tokens").transcribed(),
        Constant::new("p", 0.571, "batch grows as D^p", "").error(0.0182).transcribed(),
    ],
    over: "tokens",
    notes: &["The same for every size.", RECIPE, ERRORS_BATCH],
    expr: |f: &Filled| -> Expr { product([f.c("b"), power(f.x("tokens"), f.c("p"))]) },
    ..LEARNING_RATE
};

#[cfg(test)]
mod tests {
    use super::*;

    fn at(f: &'static Formula, n: f64, d: f64) -> f64 {
        f.start().with("params", n).with("tokens", d).evaluate().unwrap().value
    }

    /// Recomputed outside this program.
    #[test]
    fn batch_and_learning_rate() {
        for (n, d, rate, batch) in
            [(1e9, 2e10, 9.96e-4, 4.419e5), (7e9, 1.4e12, 9.17e-4, 5.00e6), (429_260_800.0, 5e10, 2.412e-3, 7.457e5)]
        {
            assert!((at(&LEARNING_RATE, n, d) / rate - 1.0).abs() <= 6e-4, "{n:e}, {d:e}");
            assert!((at(&BATCH, n, d) / batch - 1.0).abs() <= 3e-4, "{d:e}");
        }
    }

    /// Best points of the authors' grid (steps of √2 and more in both): within a factor 1.7 (rate) and 2 (batch) of the law.
    #[test]
    fn grid_optima() {
        for (n, d, rate, sequences) in [
            (429_260_800.0, 5e10, 1.953e-3, 256.0),
            (1.0737e9, 2e10, 1.381e-3, 256.0),
            (2.147e8, 1e11, 7.81e-3, 1024.0),
            (5.369e8, 2.84e10, 1.95e-3, 192.0),
        ] {
            let rates = at(&LEARNING_RATE, n, d) / rate;
            let batches = at(&BATCH, n, d) / (sequences * 2048.0);
            assert!(rates.log2().abs() < 0.7 && batches.log2().abs() < 1.0, "{n:e}, {d:e}: {rates}, {batches}");
        }
    }
}

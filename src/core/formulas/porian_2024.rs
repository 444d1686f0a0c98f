//! Porian et al. 2024, "Resolving Discrepancies in Compute-Optimal Scaling of Language Models", arXiv 2406.19146:
//! tuned batch and learning rate.
//!
//! N counts all linear layers with the output head, without the input embedding. Batches are in sequences of 2048
//! tokens; the results here are in tokens.

use super::{Cite, Filled, Formula, PARAMS, Slot, Topic};
use crate::core::expr::{Expr, given, power, product, quotient};
use crate::core::laws::{Confidence, Constant};

const CITE: Cite = Cite {
    authors: "Porian, Wortsman, Jitsev et al.",
    year: 2024,
    arxiv: Some("2406.19146"),
    locator: "hyper-parameter fits, from transcriptions of the paper; read 2026-11-23",
};
const CODE: Cite = Cite { locator: "the authors' released code, read 2026-11-23", ..CITE };
const WHAT: &str = "16 models of 5 M to 901 M parameters with head, sequences of 2048, AdamW";
const COUNT: &str = "N counts the output head but not the input embedding; all parameters, filled in from the answer, are nearest to that.";
const BETA2: &str = "Tuned with β₂ = 0.99 up to 220 M parameters and 0.95 above.";
const SEQUENCES: &str = "The paper counts sequences of 2048 tokens; the value here is in tokens.";

const N: Slot = Slot { meaning: "parameters with output head, without input embedding", ..PARAMS }
    .fitted(5_175_744.0, 902_090_176.0);

fn reference(f: &Filled) -> Expr {
    quotient(f.x("params"), f.c("N₀"))
}

fn sequence() -> Expr {
    given("s", "tokens in a sequence", 2048.0, "tokens")
}

pub static BATCH: Formula = Formula {
    id: "porian-2024-batch",
    title: "Best batch size, Porian 2024",
    short: "Porian 2024",
    topic: Topic::Batch,
    cite: CITE,
    form: "B = 2048 · 0.00037 N^0.703 tokens",
    confidence: Confidence::Transcribed,
    symbol: "B",
    meaning: "best batch size",
    unit: "tokens",
    inputs: &[N],
    constants: &[
        Constant::new("b", 0.00037, "best batch at one parameter", "sequences of 2048").transcribed(),
        Constant::new("p", 0.703, "best batch grows as N^p", "").transcribed(),
    ],
    over: "params",
    what: WHAT,
    notes: &[COUNT, SEQUENCES, BETA2],
    expr: |f: &Filled| -> Expr { product([sequence(), f.c("b"), power(f.x("params"), f.c("p"))]) },
};

pub static LEARNING_RATE: Formula = Formula {
    id: "porian-2024-learning-rate",
    title: "Best learning rate, Porian 2024",
    short: "Porian 2024",
    topic: Topic::LearningRate,
    form: "η = 3.7 N^−0.36",
    symbol: "η",
    meaning: "best learning rate",
    unit: "",
    constants: &[
        Constant::new("h", 3.7, "learning rate at one parameter", "").transcribed(),
        Constant::new("q", -0.36, "learning rate goes as N^q", "").transcribed(),
    ],
    notes: &[COUNT, BETA2],
    expr: |f: &Filled| -> Expr { product([f.c("h"), power(f.x("params"), f.c("q"))]) },
    ..BATCH
};

const N_0: Constant = Constant::new("N₀", 108e6, "size at which both rules are tied", "parameters");

pub static BATCH_ROUNDED: Formula = Formula {
    id: "porian-2024-batch-rounded",
    title: "Best batch size, Porian 2024, rounded rule",
    short: "Porian 2024, rounded",
    cite: CODE,
    form: "B = 2048 · 160 (N / 108e6)^(2/3) tokens",
    confidence: Confidence::Verified,
    constants: &[
        N_0,
        Constant::new("b", 160.0, "batch at N₀", "sequences of 2048"),
        Constant::new("p", 2.0 / 3.0, "batch grows as N^p", ""),
    ],
    expr: |f: &Filled| -> Expr { product([sequence(), f.c("b"), power(reference(f), f.c("p"))]) },
    ..BATCH
};

pub static LEARNING_RATE_ROUNDED: Formula = Formula {
    id: "porian-2024-learning-rate-rounded",
    title: "Best learning rate, Porian 2024, rounded rule",
    short: "Porian 2024, rounded",
    cite: CODE,
    form: "η = 0.0047 (N / 108e6)^(−1/3)",
    confidence: Confidence::Verified,
    constants: &[
        N_0,
        Constant::new("h", 0.0047, "learning rate at N₀", ""),
        Constant::new("q", -1.0 / 3.0, "learning rate goes as N^q", ""),
    ],
    expr: |f: &Filled| -> Expr { product([f.c("h"), power(reference(f), f.c("q"))]) },
    ..LEARNING_RATE
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Recomputed outside this program; the paper's own grid choices at 902 M are 640 sequences and 2.4e-3.
    #[test]
    fn batch_and_learning_rate() {
        let at = |f: &'static Formula, n: f64| f.start().with("params", n).evaluate().unwrap().value;
        let sequences = |f: &'static Formula, n: f64| at(f, n) / 2048.0;
        let largest = 902_090_176.0;
        assert!((sequences(&BATCH, 108e6) - 164.3).abs() <= 0.05);
        assert!((sequences(&BATCH, largest) - 730.7).abs() <= 0.05);
        assert!((sequences(&BATCH_ROUNDED, largest) - 658.7).abs() <= 0.05);
        assert!((sequences(&BATCH_ROUNDED, 108e6) - 160.0).abs() < 1e-12);
        assert!((at(&LEARNING_RATE, 108e6) - 4.744e-3).abs() <= 5e-7);
        assert!((at(&LEARNING_RATE, largest) - 2.21e-3).abs() <= 5e-6);
        assert!((at(&LEARNING_RATE_ROUNDED, largest) - 2.32e-3).abs() <= 5e-6);
        assert_eq!(at(&LEARNING_RATE_ROUNDED, 108e6), 0.0047);
        assert!((sequences(&BATCH_ROUNDED, largest) / 640.0 - 1.0).abs() < 0.03);
        assert!((at(&LEARNING_RATE_ROUNDED, largest) / 2.4e-3 - 1.0).abs() < 0.04);
    }
}

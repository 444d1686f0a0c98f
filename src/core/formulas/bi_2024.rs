//! Bi et al. 2024, "DeepSeek LLM: Scaling Open-Source Language Models with Longtermism", arXiv 2401.02954:
//! learning rate and batch by compute. C is the paper's M·D, with M the FLOP per token of all but the embeddings,
//! attention included.

use super::{Cite, FLOPS, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, power, product};
use crate::core::laws::{Confidence, Constant};

const CITE: Cite = Cite {
    authors: "Bi, Chen, Chen et al. (DeepSeek)",
    year: 2024,
    arxiv: Some("2401.02954"),
    locator: "eq. 1, from transcriptions of the paper and code that uses it; read 2026-11-23",
};
const C: Slot = Slot { meaning: "compute without embeddings, with attention", ..FLOPS }.fitted(1e17, 2e19);
const COUNT: &str =
    "C is M·D, with M the FLOP per token without embeddings but with attention; 6·N·D of the answer stands in for it.";
const RANGE: &str =
    "Fitted on runs within 0.25 % of the least loss, from 1e17 to 2e19 FLOP; used by the authors up to about 8e23.";

pub static LEARNING_RATE: Formula = Formula {
    id: "bi-2024-learning-rate",
    title: "Best learning rate, Bi 2024 (DeepSeek)",
    short: "Bi 2024 (DeepSeek)",
    topic: Topic::LearningRate,
    cite: CITE,
    form: "η = 0.3118 C^−0.1250",
    confidence: Confidence::Verified,
    symbol: "η",
    meaning: "best peak learning rate",
    unit: "",
    inputs: &[C],
    constants: &[
        Constant::new("h", 0.3118, "learning rate at one FLOP", ""),
        Constant::new("q", -0.1250, "learning rate goes as C^q", ""),
    ],
    over: "flops",
    what: "1e17 to 2e19 FLOP on the authors' own Chinese and English text, sequences of 4096, AdamW with steps of decay",
    notes: &[COUNT, RANGE, "Some later papers print 0.3188 for 0.3118."],
    expr: |f: &Filled| -> Expr { product([f.c("h"), power(f.x("flops"), f.c("q"))]) },
};

pub static BATCH: Formula = Formula {
    id: "bi-2024-batch",
    title: "Best batch size, Bi 2024 (DeepSeek)",
    topic: Topic::Batch,
    form: "B = 0.2920 C^0.3271 tokens",
    symbol: "B",
    meaning: "best batch size",
    unit: "tokens",
    constants: &[
        Constant::new("b", 0.2920, "batch at one FLOP", "tokens"),
        Constant::new("p", 0.3271, "batch grows as C^p", ""),
    ],
    notes: &[COUNT, RANGE],
    expr: |f: &Filled| -> Expr { product([f.c("b"), power(f.x("flops"), f.c("p"))]) },
    ..LEARNING_RATE
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The 7 B model (8.46e22 FLOP) was trained at 4.2e-4 with 2304 sequences of 4096; 1e20 recomputed outside.
    #[test]
    fn batch_and_learning_rate() {
        let at = |f: &'static Formula, c: f64| f.start().with("flops", c).evaluate().unwrap().value;
        assert!((at(&LEARNING_RATE, 8.46e22) - 4.246e-4).abs() <= 5e-8);
        assert!((at(&LEARNING_RATE, 8.46e22) - 4.2e-4).abs() <= 0.05e-4);
        assert!((at(&LEARNING_RATE, 1e20) - 9.86e-4).abs() <= 5e-7);
        assert!((at(&BATCH, 8.46e22) - 9.22e6).abs() <= 5e3);
        assert!((at(&BATCH, 8.46e22) / (2304.0 * 4096.0) - 1.0).abs() < 0.03);
        assert!((at(&BATCH, 1e20) - 1.017e6).abs() <= 500.0);
        // The 67 B model on 2e12 tokens: 3.2e-4, 4608 sequences of 4096; C to about a tenth.
        let c = 6.0 * 67e9 * 2e12;
        assert!((at(&LEARNING_RATE, c) / 3.2e-4 - 1.0).abs() < 0.01);
        assert!((at(&BATCH, c) / (4608.0 * 4096.0) - 1.0).abs() < 0.03);
    }
}

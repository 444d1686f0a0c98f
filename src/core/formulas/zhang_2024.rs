//! Zhang et al. 2024, "How Does Critical Batch Size Scale in Pre-training?", arXiv 2410.21676.
//!
//! The largest batch whose step count is at most 1.2 times what linear scaling from 256 sequences predicts. The paper
//! counts sequences of 512 tokens and N in millions; the result here is in tokens.

use super::{Cite, Filled, Formula, PARAMS, Slot, Topic};
use crate::core::expr::{Expr, given, power, product, quotient};
use crate::core::laws::{Confidence, Constant};

const CITE: Cite = Cite {
    authors: "Zhang, Morwani, Vyas, Wu et al.",
    year: 2024,
    arxiv: Some("2410.21676"),
    locator: "fit in the Chinchilla setting, from notes that cite the paper, reproduced from the released step counts; read 2026-11-23",
};

const N: Slot = PARAMS.fitted(8.5e7, 1.2e9);
const C: Constant =
    Constant::new("c", 93.20, "critical batch at one million parameters", "sequences of 512").transcribed();
const A: Constant = Constant::new("a", 0.47, "critical batch grows as N^a", "").transcribed();

pub static CRITICAL_BATCH: Formula = Formula {
    id: "zhang-2024-critical-batch",
    title: "Critical batch size, Zhang 2024",
    short: "Zhang 2024, critical",
    topic: Topic::Batch,
    cite: CITE,
    form: "B = 512 c (N / 10⁶)^a tokens",
    confidence: Confidence::Transcribed,
    symbol: "B*",
    meaning: "critical batch size when size and data grow together",
    unit: "tokens",
    inputs: &[N],
    constants: &[C, A],
    over: "params",
    what: "85 M to 1.2 B parameters on C4 in sequences of 512, Adam, constant learning rate with weight averaging",
    notes: &[
        "The paper counts sequences of 512 tokens; the value here is in tokens.",
        "Five sizes only, and no interval published.",
    ],
    expr: |f: &Filled| -> Expr {
        let sequence = given("s", "tokens in a sequence", 512.0, "tokens");
        let millions = quotient(f.x("params"), Expr::Number(1e6));
        product([sequence, f.c("c"), power(millions, f.c("a"))])
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// In sequences of 512, recomputed outside this program from the printed constants.
    #[test]
    fn critical_batch() {
        for (n, sequences) in [(85e6, 752.0), (151e6, 985.0), (302e6, 1365.0), (604e6, 1890.0), (1.2e9, 2610.0)] {
            let b = CRITICAL_BATCH.start().with("params", n).evaluate().unwrap().value / 512.0;
            assert!((b - sequences).abs() <= 0.5, "{n:e}: {b}");
        }
    }
}

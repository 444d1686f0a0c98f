//! Du et al. 2024, "Stacking Your Transformers" (G_stack), arXiv 2405.15319: how long the small model is trained before
//! its layers are stacked into the target.

use super::{Cite, FLOPS, Filled, Formula, PARAMS, Slot, Topic};
use crate::core::expr::{Expr, Function, named, power, product, quotient, sum};
use crate::core::laws::{Confidence, Constant};

pub static GROWTH_TOKENS: Formula = Formula {
    id: "du-2024-growth-tokens",
    title: "Tokens before growing by stacking, Du 2024 (G_stack)",
    short: "Du 2024, growth timing",
    topic: Topic::Growth,
    cite: Cite {
        authors: "Du, Luo, Qiu et al.",
        year: 2024,
        arxiv: Some("2405.15319"),
        locator: "growth timing, from transcriptions of the paper; units settled by its guideline table; read 2026-11-23",
    },
    form: "log₁₀ d = 0.88 log₁₀ N + 163.27 / log₁₀ C − 5.74",
    confidence: Confidence::Transcribed,
    symbol: "d",
    meaning: "tokens for the small model before it is stacked",
    unit: "tokens",
    inputs: &[
        Slot { meaning: "parameters of the target", ..PARAMS },
        Slot { meaning: "compute planned for the target, 6·N·D", ..FLOPS },
    ],
    constants: &[
        Constant::new("a", 0.88, "weight of the size", "").transcribed(),
        Constant::new("b", 163.27, "weight of the compute", "").transcribed(),
        Constant::new("c", -5.74, "offset", "").transcribed(),
    ],
    over: "params",
    what: "stacking a small model into one of a few billion parameters; the guideline goes to 70 B",
    notes: &[
        "For a growth factor of 4, the target has four times the layers; 2 to 4 work about as well.",
        "One transcription prints the middle term as a product; only the quotient gives the paper's guideline table.",
        "At equal loss the paper saves about a third of the tokens: 194 B in place of 300 B at 7 B parameters.",
    ],
    expr: |f: &Filled| -> Expr {
        let log = |x: Expr| Expr::Of(Function::Log10, vec![x]);
        let size = product([f.c("a"), log(f.x("params"))]);
        let compute = quotient(f.c("b"), log(f.x("flops")));
        let exponent = named("e", "log₁₀ of the tokens", sum([size, compute, f.c("c")]));
        power(Expr::Number(10.0), exponent)
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's guideline table.
    #[test]
    fn guideline() {
        for (n, d, tokens, half) in [
            (8e9, 15e12, 6.58e9, 0.005e9),
            (7e9, 2e12, 1.111e10, 5e6),
            (13e9, 2e12, 1.584e10, 5e6),
            (70e9, 2e12, 4.248e10, 5e6),
        ] {
            let at = GROWTH_TOKENS.start().with("params", n).with("flops", 6.0 * n * d).evaluate().unwrap();
            assert!((at.value - tokens).abs() <= half, "{n:e}: {}", at.value);
        }
    }
}

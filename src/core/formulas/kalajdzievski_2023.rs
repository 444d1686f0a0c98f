//! Kalajdzievski 2023, "A Rank Stabilization Scaling Factor for Fine-Tuning with LoRA" (rsLoRA), arXiv 2312.03732.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, Function, quotient};
use crate::core::laws::Confidence;

pub static RANK_STABLE: Formula = Formula {
    id: "kalajdzievski-2023-scale",
    title: "Scale of a low-rank adapter that holds with rank, Kalajdzievski 2023 (rsLoRA)",
    short: "rsLoRA, factor",
    topic: Topic::FineTuning,
    cite: Cite {
        authors: "Kalajdzievski",
        year: 2023,
        arxiv: Some("2312.03732"),
        locator: "abstract, read 2026-11-23",
    },
    form: "γ = α / √r",
    confidence: Confidence::Verified,
    symbol: "γ",
    meaning: "factor on the adapter's output",
    unit: "",
    inputs: &[
        Slot::new("alpha", "α", "scale set for the adapter", "", 16.0, (1e-6, 1e6)),
        Slot::new("rank", "r", "rank of the adapter", "", 16.0, (1.0, 65_536.0)).whole(),
    ],
    constants: &[],
    over: "rank",
    what: "a proof for large ranks, and fine-tuning runs",
    notes: &["With this factor a larger rank keeps learning; with α/r its updates shrink."],
    expr: |f: &Filled| -> Expr { quotient(f.x("alpha"), Expr::Of(Function::Sqrt, vec![f.x("rank")])) },
};

pub static USUAL: Formula = Formula {
    id: "kalajdzievski-2023-usual-scale",
    title: "Usual scale of a low-rank adapter (LoRA), after Kalajdzievski 2023",
    short: "LoRA, factor",
    form: "γ = α / r",
    what: "the convention of LoRA, for comparison",
    notes: &["The update shrinks as 1/r, so that large ranks learn no more than small ones."],
    expr: |f: &Filled| -> Expr { quotient(f.x("alpha"), f.x("rank")) },
    ..RANK_STABLE
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_factors() {
        for (rank, stable, usual) in [(16.0, 4.0, 1.0), (256.0, 1.0, 0.0625)] {
            let at = |f: &'static Formula| f.start().with("rank", rank).evaluate().unwrap().value;
            assert_eq!((at(&RANK_STABLE), at(&USUAL)), (stable, usual));
        }
    }
}

//! Chatelain et al. 2021, "Is the Number of Trainable Parameters All That Actually Matters?", arXiv 2109.11928.
//!
//! Loss against compute depends on the parameters that are trained; frozen random ones add nothing, and a fast structured
//! transform counts for its own parameters, not for those of the dense layer in whose place it stands.

use super::{Cite, Filled, Formula, PARAMS, Slot, Topic};
use crate::core::expr::{Expr, difference, product};
use crate::core::laws::Confidence;

pub static COUNTED: Formula = Formula {
    id: "chatelain-2021-counted-params",
    title: "Parameters that count, Chatelain 2021",
    short: "Chatelain 2021, parameters",
    topic: Topic::Theory,
    cite: Cite {
        authors: "Chatelain, Djeghri, Hesslow, Launay, Poli",
        year: 2021,
        arxiv: Some("2109.11928"),
        locator: "abstract; read 2026-11-23",
    },
    form: "N = N₀ (1 − f)",
    confidence: Confidence::Verified,
    symbol: "N",
    meaning: "parameters to put into a scaling law",
    unit: "parameters",
    inputs: &[
        Slot { symbol: "N₀", ..PARAMS },
        Slot::new("frozen", "f", "share of them frozen, illustrative", "", 0.5, (0.0, 1.0)),
    ],
    constants: &[],
    over: "frozen",
    what: "language models with frozen random parameters or structured layers",
    notes: &[
        "A finding, not a fit: a structured layer counts for the parameters it has, not for those of a dense one.",
    ],
    expr: |f: &Filled| -> Expr { product([f.x("params"), difference(Expr::Number(1.0), f.x("frozen"))]) },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frozen_parameters_add_nothing() {
        let at =
            |n: f64, frozen: f64| COUNTED.start().with("params", n).with("frozen", frozen).evaluate().unwrap().value;
        assert_eq!(at(1e9, 0.0), 1e9);
        assert_eq!(at(2e9, 0.5), at(1e9, 0.0));
        assert_eq!(at(1e9, 1.0), 0.0);
    }
}

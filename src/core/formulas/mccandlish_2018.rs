//! McCandlish et al. 2018, "An Empirical Model of Large-Batch Training", arXiv 1812.06162.
//!
//! With a batch B beside the critical batch B_crit a run takes (1 + B_crit/B) times the least steps and
//! (1 + B/B_crit) times the least data, so that (S/S_min − 1)(E/E_min − 1) = 1. The least steps are those of an endless
//! batch, the least data those of a batch far below the critical one, and B_crit = E_min / S_min.

use super::{Cite, Filled, Formula, Slot, TOKENS, Topic};
use crate::core::expr::{Expr, difference, named, product, quotient, sum};
use crate::core::laws::Confidence;

const CITE: Cite = Cite {
    authors: "McCandlish, Kaplan, Amodei et al.",
    year: 2018,
    arxiv: Some("1812.06162"),
    locator: "time against compute (S/S_min − 1 = 1/(E/E_min − 1)) and best step size against noise scale, from transcriptions of the paper; read 2026-11-23",
};
const WHAT: &str = "image, language and game models of 2018, from MNIST to Dota";
const ROUGH: &str = "Predicted and measured critical batches agree in their order of magnitude only.";

const LEAST: Slot =
    Slot { symbol: "E_min", meaning: "tokens it takes at a batch far below the critical one", ..TOKENS };
const BATCH: Slot = Slot::new("batch", "B", "batch size", "tokens", 4e6, (1.0, 1e12));
const CRITICAL: Slot = Slot::new("criticalBatch", "B_crit", "critical batch size", "tokens", 4e6, (1.0, 1e12));
const RATE: Slot = Slot::new("largestRate", "ε_max", "best learning rate at an endless batch", "", 1.0, (1e-12, 1e6));
const NOISE: Slot = Slot::new("noiseScale", "B_noise", "gradient noise scale", "tokens", 4e6, (1.0, 1e12));
const STEPS_FACTOR: Slot =
    Slot::new("stepsFactor", "x", "steps over the least steps, S/S_min", "", 2.0, (1.000_001, 1e6));

fn one() -> Expr {
    Expr::Number(1.0)
}

pub static STEPS: Formula = Formula {
    id: "mccandlish-2018-steps",
    title: "Steps at a batch size, McCandlish 2018",
    short: "McCandlish 2018, steps",
    topic: Topic::Steps,
    cite: CITE,
    form: "S = S_min (1 + B_crit / B), S_min = E_min / B_crit",
    confidence: Confidence::Transcribed,
    symbol: "S",
    meaning: "optimiser steps to the same loss",
    unit: "steps",
    inputs: &[BATCH, CRITICAL, LEAST],
    constants: &[],
    over: "batch",
    what: WHAT,
    notes: &["At the critical batch a run takes twice the least steps and twice the least data.", ROUGH],
    expr: |f: &Filled| -> Expr {
        let least = quotient(f.x("tokens"), f.x("criticalBatch"));
        let more = sum([one(), quotient(f.x("criticalBatch"), f.x("batch"))]);
        product([named("S_min", "steps it takes at an endless batch", least), more])
    },
};

pub static DATA: Formula = Formula {
    id: "mccandlish-2018-tokens",
    title: "Tokens at a batch size, McCandlish 2018",
    short: "McCandlish 2018, tokens",
    form: "E = E_min (1 + B / B_crit)",
    symbol: "E",
    meaning: "training tokens to the same loss",
    unit: "tokens",
    notes: &["The paper counts examples of the batch's own unit; here that is tokens.", ROUGH],
    expr: |f: &Filled| -> Expr { product([f.x("tokens"), sum([one(), quotient(f.x("batch"), f.x("criticalBatch"))])]) },
    ..STEPS
};

pub static FRONTIER: Formula = Formula {
    id: "mccandlish-2018-frontier",
    title: "Data against steps, McCandlish 2018",
    short: "McCandlish 2018, data for steps",
    form: "E / E_min = 1 + 1 / (S / S_min − 1)",
    symbol: "y",
    meaning: "data and compute over the least, E/E_min",
    unit: "",
    inputs: &[STEPS_FACTOR],
    over: "stepsFactor",
    notes: &["Each point is one batch size: B / B_crit = 1 / (S/S_min − 1).", ROUGH],
    expr: |f: &Filled| -> Expr { sum([one(), quotient(one(), difference(f.x("stepsFactor"), one()))]) },
    ..STEPS
};

pub static LEARNING_RATE: Formula = Formula {
    id: "mccandlish-2018-learning-rate",
    title: "Best learning rate at a batch size, McCandlish 2018",
    short: "McCandlish 2018, learning rate",
    topic: Topic::LearningRate,
    form: "ε = ε_max / (1 + B_noise / B)",
    symbol: "ε",
    meaning: "best learning rate at this batch",
    unit: "",
    inputs: &[BATCH, NOISE, RATE],
    notes: &[
        "Left at 1, the largest rate makes the answer a share of it.",
        "Derived for plain gradient descent; for Adam the paper sees growth as B^a with a between 0.5 and 1.",
        ROUGH,
    ],
    expr: |f: &Filled| -> Expr {
        quotient(f.x("largestRate"), sum([one(), quotient(f.x("noiseScale"), f.x("batch"))]))
    },
    ..STEPS
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise scale 1000: steps, data and step size over their ends, as worked out by hand.
    #[test]
    fn the_frontier_and_the_step_size() {
        for (b, steps, data, rate) in [(250.0, 5.0, 1.25, 0.2), (1000.0, 2.0, 2.0, 0.5), (4000.0, 1.25, 5.0, 0.8)] {
            let f = |formula: &'static Formula| {
                formula.start().with("batch", b).with("criticalBatch", 1000.0).with("noiseScale", 1000.0)
            };
            let value = |formula: &'static Formula| f(formula).with("tokens", 1e6).evaluate().unwrap().value;
            assert_eq!(value(&STEPS), 1000.0 * steps);
            assert_eq!(value(&DATA), 1e6 * data);
            assert!((value(&LEARNING_RATE) - rate).abs() < 1e-15);
            let y = FRONTIER.start().with("stepsFactor", steps).evaluate().unwrap().value;
            assert!((y - data).abs() < 1e-15);
            // Steps times batch are the data.
            assert!((value(&STEPS) * b / value(&DATA) - 1.0).abs() < 1e-15);
        }
    }

    /// Table 1, average critical batch beside the average simple noise scale: equal within an order of magnitude.
    #[test]
    fn the_noise_scale_gives_the_order_of_magnitude() {
        let average: [(f64, f64); 8] = [
            (200.0, 900.0),
            (500.0, 4000.0),
            (900.0, 2000.0),
            (15_000.0, 30_000.0),
            (200.0, 10.0),
            (40.0, 2.0),
            (1e5, 1.5e5),
            (3e6, 3e5),
        ];
        let close = average.iter().filter(|(critical, simple)| (critical / simple).log10().abs() <= 1.0).count();
        assert_eq!(close, 6, "all but the two autoencoders");
    }
}

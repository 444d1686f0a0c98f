//! Kaplan et al. 2020, "Scaling Laws for Neural Language Models", arXiv 2001.08361: batch, steps, data, learning rate.
//!
//! Losses are those of WebText2 under its tokenizer, N leaves out embeddings, C is in PF-days (8.64e19 FLOP) of C_min,
//! the compute at a batch far below the critical one.

use super::{Cite, FLOPS, Filled, Formula, LOSS, NON_EMBEDDING, Slot, Topic};
use crate::core::expr::{Expr, difference, given, ln, power, product, quotient, sum};
use crate::core::laws::{Confidence, Constant};
use crate::core::quantity::Flop;

const CITE: Cite = Cite {
    authors: "Kaplan, McCandlish, Henighan et al.",
    year: 2020,
    arxiv: Some("2001.08361"),
    locator: "Table 5, from transcriptions of the paper; read 2026-11-23",
};
const WHAT: &str = "768 to 1.5 B non-embedding parameters on WebText2, batches of 2^19 tokens";
const LEAST_COMPUTE: &str =
    "C is C_min, the compute at a batch far below the critical one; at the critical batch it is half of 6·N·D.";

const N: Slot = NON_EMBEDDING.fitted(768.0, 1.5e9);
/// The range of the frontier fits, as for the law.
const C: Slot =
    Slot { symbol: "C_min", meaning: "compute at a batch far below the critical one", ..FLOPS.fitted(6.0e14, 1.2e21) };
const BATCH: Slot = Slot::new("batch", "B", "batch size", "tokens", 524_288.0, (1.0, 1e12));
const CRITICAL: Slot =
    Slot::new("criticalBatch", "B_crit", "critical batch at the loss reached", "tokens", 2e6, (1.0, 1e12));
const STEPS: Slot = Slot::new("steps", "S", "steps of the run", "steps", 2.5e5, (1.0, 1e12));

const B_STAR: Constant = Constant::new("B*", 2.1e8, "critical batch at a loss of 1 nat", "tokens").transcribed();
const ALPHA_B: Constant = Constant::new("αB", 0.21, "critical batch falls as L^(1/αB)", "").transcribed();

fn pf_days(f: &Filled) -> Expr {
    quotient(f.x("flops"), given("PFd", "FLOP in a PF-day", Flop::PF_DAY, "FLOP"))
}

pub static CRITICAL_BATCH: Formula = Formula {
    id: "kaplan-2020-critical-batch-size",
    title: "Critical batch size by loss, Kaplan 2020",
    short: "Kaplan 2020, by loss",
    topic: Topic::Batch,
    cite: CITE,
    form: "B = B* / L^(1/αB) tokens",
    confidence: Confidence::Transcribed,
    symbol: "B_crit",
    meaning: "critical batch size at this loss",
    unit: "tokens",
    inputs: &[LOSS],
    constants: &[B_STAR, ALPHA_B],
    over: "loss",
    what: WHAT,
    notes: &[
        "L is the loss on WebText2 under its own tokenizer; the loss of another law is on other text and gives another batch.",
        "The batch doubles for every 13 % less loss; the text of the paper rounds B* to 2e8.",
    ],
    expr: |f: &Filled| -> Expr { quotient(f.c("B*"), power(f.x("loss"), quotient(Expr::Number(1.0), f.c("αB")))) },
};

pub static FRONTIER_BATCH: Formula = Formula {
    id: "kaplan-2020-frontier-batch",
    title: "Critical batch size along the frontier, Kaplan 2020",
    short: "Kaplan 2020, by compute",
    cite: Cite { locator: "Table 6, from transcriptions of the paper; read 2026-11-23", ..CITE },
    form: "B = 2.0e6 C_min^0.24 tokens, C_min in PF-days",
    meaning: "critical batch size at the best loss of this compute",
    inputs: &[C],
    constants: &[
        Constant::new("B₁", 2.0e6, "critical batch at 1 PF-day", "tokens").transcribed(),
        Constant::new("p", 0.24, "critical batch grows as C^p", "").transcribed(),
    ],
    over: "flops",
    notes: &["Compute-optimal training as the paper means it uses a batch far below this.", LEAST_COMPUTE],
    expr: |f: &Filled| -> Expr { product([f.c("B₁"), power(pf_days(f), f.c("p"))]) },
    ..CRITICAL_BATCH
};

pub static LEAST_STEPS: Formula = Formula {
    id: "kaplan-2020-least-steps",
    title: "Least steps along the frontier, Kaplan 2020",
    short: "Kaplan 2020, least steps",
    topic: Topic::Steps,
    form: "S_min = 5.4e3 C_min^0.03, C_min in PF-days",
    symbol: "S_min",
    meaning: "least steps to the best loss of this compute",
    unit: "steps",
    constants: &[
        Constant::new("S₁", 5.4e3, "least steps at 1 PF-day", "steps").transcribed(),
        Constant::new("p", 0.03, "least steps grow as C^p", "").transcribed(),
    ],
    notes: &["A lower bound: a batch of finite size takes more steps.", LEAST_COMPUTE],
    expr: |f: &Filled| -> Expr { product([f.c("S₁"), power(pf_days(f), f.c("p"))]) },
    ..FRONTIER_BATCH
};

pub static STEPS_OF_RUN: Formula = Formula {
    id: "kaplan-2020-least-steps-of-run",
    title: "Least steps for the loss of a run, Kaplan 2020",
    short: "Kaplan 2020, steps corrected",
    topic: Topic::Steps,
    cite: Cite {
        locator: "correction of steps and compute to a batch, section 5, from transcriptions of the paper; read 2026-11-23",
        ..CITE
    },
    form: "S_min = S / (1 + B_crit / B)",
    symbol: "S_min",
    meaning: "least steps to the loss that this run reaches",
    unit: "steps",
    inputs: &[STEPS, BATCH, CRITICAL],
    constants: &[],
    over: "batch",
    notes: &["At the critical batch this is half of the steps taken."],
    expr: |f: &Filled| -> Expr {
        quotient(f.x("steps"), sum([Expr::Number(1.0), quotient(f.x("criticalBatch"), f.x("batch"))]))
    },
    ..CRITICAL_BATCH
};

pub static COMPUTE_OF_RUN: Formula = Formula {
    id: "kaplan-2020-least-compute-of-run",
    title: "Least compute for the loss of a run, Kaplan 2020",
    short: "Kaplan 2020, compute corrected",
    form: "C_min = C / (1 + B / B_crit)",
    symbol: "C_min",
    meaning: "least compute to the loss that this run reaches",
    unit: "FLOP",
    inputs: &[FLOPS, BATCH, CRITICAL],
    notes: &["At the critical batch this is half of the compute spent."],
    expr: |f: &Filled| -> Expr {
        quotient(f.x("flops"), sum([Expr::Number(1.0), quotient(f.x("batch"), f.x("criticalBatch"))]))
    },
    ..STEPS_OF_RUN
};

pub static LEAST_DATA: Formula = Formula {
    id: "kaplan-2020-least-data",
    title: "Data to avoid overfitting, Kaplan 2020",
    short: "Kaplan 2020, least data",
    topic: Topic::Data,
    cite: Cite { locator: "rule of section 4, from transcriptions of the paper; read 2026-11-23", ..CITE },
    form: "D = 5e3 N^0.74 tokens",
    symbol: "D",
    meaning: "distinct tokens below which a model overfits",
    inputs: &[N],
    constants: &[
        Constant::new("d", 5e3, "least data at one parameter", "tokens").transcribed(),
        Constant::new("p", 0.74, "least data grow as N^p", "").transcribed(),
    ],
    over: "params",
    notes: &[
        "The exponent is αN/αD of the joint fit, which puts the loss at this D some 2 % above that on endless data.",
    ],
    expr: |f: &Filled| -> Expr { product([f.c("d"), power(f.x("params"), f.c("p"))]) },
    ..CRITICAL_BATCH
};

pub static LEARNING_RATE: Formula = Formula {
    id: "kaplan-2020-learning-rate",
    title: "Learning rate by size, Kaplan 2020",
    short: "Kaplan 2020, learning rate",
    topic: Topic::LearningRate,
    cite: Cite { locator: "appendix D.6, from transcriptions that cite it; read 2026-11-23", ..CITE },
    form: "η = 0.003239 − 0.0001395 ln N",
    symbol: "η",
    meaning: "peak learning rate",
    unit: "",
    inputs: &[Slot { start: 1e9, limits: (768.0, 1e10), ..N }],
    constants: &[
        Constant::new("η₁", 0.003239, "learning rate at one parameter", "").transcribed(),
        Constant::new("m", 0.0001395, "fall with each factor e in N", "").transcribed(),
    ],
    over: "params",
    notes: &[
        "A rule of thumb for batches of 2^19 tokens; it falls below zero at 1.2e10 parameters and is not given above 1e10.",
    ],
    expr: |f: &Filled| -> Expr { difference(f.c("η₁"), product([f.c("m"), ln(f.x("params"))])) },
    ..CRITICAL_BATCH
};

#[cfg(test)]
mod tests {
    use super::*;

    fn value(f: &'static Formula, inputs: &[(&str, f64)]) -> f64 {
        let at = inputs.iter().fold(f.start(), |filled, (key, v)| filled.with(key, *v));
        at.evaluate().unwrap().value
    }

    /// Recomputed outside this program from Table 5; a loss less by 13 % doubles it.
    #[test]
    fn critical_batch() {
        for (loss, b, half) in [(4.0, 2.85e5, 500.0), (3.0, 1.123e6, 500.0), (2.5, 2.675e6, 500.0), (2.0, 7.74e6, 5e3)]
        {
            assert!((value(&CRITICAL_BATCH, &[("loss", loss)]) - b).abs() <= half, "{loss}");
        }
        let ratio = value(&CRITICAL_BATCH, &[("loss", 2.61)]) / value(&CRITICAL_BATCH, &[("loss", 3.0)]);
        assert!((ratio - 2.0).abs() < 0.07, "{ratio}");
    }

    /// Table 6 at GPT-3's 3640 PF-days and at 1e21 FLOP, recomputed outside this program.
    #[test]
    fn frontier() {
        assert!((value(&FRONTIER_BATCH, &[("flops", 3640.0 * 8.64e19)]) - 1.43e7).abs() <= 5e4);
        assert!((value(&LEAST_STEPS, &[("flops", 11.57 * 8.64e19)]) - 5811.57).abs() <= 0.01);
        assert_eq!(value(&LEAST_STEPS, &[("flops", 8.64e19)]), 5.4e3);
    }

    /// S = 2 S_min and C = 2 C_min at the critical batch; far below it C = C_min, far above it S = S_min.
    #[test]
    fn corrections() {
        let at = |b: f64| [("steps", 1e5), ("flops", 1e20), ("batch", b), ("criticalBatch", 2e6)];
        assert_eq!(value(&STEPS_OF_RUN, &at(2e6)), 5e4);
        assert_eq!(value(&COMPUTE_OF_RUN, &at(2e6)), 5e19);
        assert!((value(&STEPS_OF_RUN, &at(2e12)) / 1e5 - 1.0).abs() < 2e-6);
        assert!((value(&COMPUTE_OF_RUN, &at(1.0)) / 1e20 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn data_and_learning_rate() {
        assert!((value(&LEAST_DATA, &[("params", 1e9)]) - 2.29e10).abs() <= 5e7);
        // Recomputed outside this program.
        for (n, rate) in [(1e6, 1.311736e-3), (1.5e9, 2.91542e-4), (1e10, 2.68938e-5)] {
            assert!((value(&LEARNING_RATE, &[("params", n)]) - rate).abs() < 5e-10, "{n:e}");
        }
        let beyond = LEARNING_RATE.fill(&[("params".into(), 1.2e10)], &[]);
        assert_eq!(beyond.err().map(|e| e.field), Some("inputs.params".to_owned()));
    }
}

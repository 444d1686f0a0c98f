//! Young 1974, "A first order approximation to the optimum checkpoint interval": how often to write a checkpoint, and
//! what a machine that fails loses, to first order.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::Expr;
use crate::core::laws::Confidence;
use crate::core::operate::failures;

pub(super) const WRITE: Slot = Slot::new("write", "C", "time to write a checkpoint", "s", 60.0, (1e-3, 1e6));
/// Llama 3.1 405B on 16,384 H100: 419 interruptions in 54 days.
pub(super) const BETWEEN: Slot =
    Slot::new("between", "M", "mean time between interruptions", "s", 11_135.0, (1.0, 1e9));
pub(super) const INTERVAL_OF: Slot =
    Slot::new("interval", "τ", "training between two checkpoints", "s", 1159.0, (1e-3, 1e9));
pub(super) const RESTART: Slot =
    Slot::new("restart", "R", "time to restart after an interruption", "s", 300.0, (0.0, 1e6));

pub(super) const WHAT: &str =
    "a model of a machine that fails at any time alike (a Poisson process), not a measurement";
pub(super) const MACHINES: &str = "Llama 3.1 405B met 419 unexpected interruptions in 54 days on 16,384 H100: one every 3.09 hours, or every 50,700 accelerator-hours; n accelerators are interrupted n times as often as one.";

pub static INTERVAL: Formula = Formula {
    id: "young-1974-interval",
    title: "Checkpoint interval, Young 1974",
    short: "Young 1974, interval",
    topic: Topic::Operation,
    cite: Cite {
        authors: "Young",
        year: 1974,
        arxiv: None,
        locator: "Communications of the ACM 17(9), pages 530 to 531; form as used in public tools, read 2026-11-23",
    },
    form: "τ = √(2 C M)",
    confidence: Confidence::Transcribed,
    symbol: "τ",
    meaning: "best time of training between two checkpoints",
    unit: "s",
    inputs: &[WRITE, BETWEEN],
    constants: &[],
    over: "between",
    what: WHAT,
    notes: &[
        "Good while writing takes far less time than passes between interruptions; Daly 2006 goes further.",
        MACHINES,
    ],
    expr: |f: &Filled| -> Expr { failures::young(f.x("write"), f.x("between")) },
};

pub static LOST: Formula = Formula {
    id: "young-1974-lost",
    title: "Time lost to checkpoints and failures, after Young 1974",
    short: "Young 1974, time lost",
    form: "C/τ + (τ/2 + R)/M",
    symbol: "w",
    meaning: "time lost for each second of the run, to first order",
    unit: "",
    inputs: &[WRITE, INTERVAL_OF, RESTART, BETWEEN],
    over: "interval",
    notes: &[
        "Half an interval is done again at every interruption. Above about 0.3 take the complete model of Daly 2006.",
        MACHINES,
    ],
    expr: |f: &Filled| -> Expr { failures::waste(f.x("write"), f.x("interval"), f.x("restart"), f.x("between")) },
    ..INTERVAL
};

#[cfg(test)]
mod tests {
    use super::*;

    /// 60 s and 3.09 hours: 19.3 minutes; 60/1159 + (579.5 + 300)/11135.
    #[test]
    fn a_machine_like_that_of_llama_3() {
        assert!((INTERVAL.start().evaluate().unwrap().value / 60.0 - 19.3).abs() < 0.05);
        let lost = LOST.start().evaluate().unwrap().value;
        assert!((lost - (60.0 / 1159.0 + 879.5 / 11_135.0)).abs() < 1e-12);
    }
}

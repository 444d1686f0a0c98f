//! Daly 2006, "A higher order estimate of the optimum checkpoint interval for restart dumps": the interval to higher
//! order, and the share of the time that is left for training.

use super::young_1974::{BETWEEN, INTERVAL_OF, MACHINES, RESTART, WHAT, WRITE};
use super::{Cite, Filled, Formula, Topic};
use crate::core::expr::Expr;
use crate::core::laws::Confidence;
use crate::core::operate::failures;

pub static INTERVAL: Formula = Formula {
    id: "daly-2006-interval",
    title: "Checkpoint interval, Daly 2006",
    short: "Daly 2006, interval",
    topic: Topic::Operation,
    cite: Cite {
        authors: "Daly",
        year: 2006,
        arxiv: None,
        locator: "Future Generation Computer Systems 22(3), pages 303 to 312; captions of Figures 3 to 5, read 2026-11-23",
    },
    form: "τ = √(2CM) (1 + √(C/2M)/3 + (C/2M)/9) − C below C = 2M, M from there on",
    confidence: Confidence::Derived,
    symbol: "τ",
    meaning: "best time of training between two checkpoints",
    unit: "s",
    inputs: &[WRITE, BETWEEN],
    constants: &[],
    over: "between",
    what: WHAT,
    notes: &[
        "It meets the intervals in the captions of the paper: 117, 57 and 9.1 minutes for 5 minutes of writing and 24 hours, 6 hours and 15 minutes between interruptions.",
        MACHINES,
    ],
    expr: |f: &Filled| -> Expr { failures::daly(f.x("write"), f.x("between")) },
};

pub static GOODPUT: Formula = Formula {
    id: "daly-2006-goodput",
    title: "Share of the time that trains, Daly 2006",
    short: "Daly 2006, goodput",
    form: "τ / (M e^(R/M) (e^((τ+C)/M) − 1))",
    symbol: "g",
    meaning: "share of the time that brings training forward",
    unit: "",
    inputs: &[WRITE, INTERVAL_OF, RESTART, BETWEEN],
    over: "interval",
    notes: &[
        "Checkpoints and restarts may be interrupted too. Its best interval is Daly's to a thousandth of the goodput, which is tested here.",
        "Llama 3.1 405B reports more than 90 % of effective training time.",
        MACHINES,
    ],
    expr: |f: &Filled| -> Expr { failures::goodput(f.x("write"), f.x("interval"), f.x("restart"), f.x("between")) },
    ..INTERVAL
};

#[cfg(test)]
mod tests {
    use super::*;

    fn at(f: &'static Formula, with: &[(&str, f64)]) -> f64 {
        with.iter().fold(f.start(), |filled, (key, v)| filled.with(key, *v)).evaluate().unwrap().value
    }

    #[test]
    fn captions_of_the_paper() {
        for (hours, minutes, digits) in [(24.0, 117.0, 0.5), (6.0, 57.0, 0.5), (0.25, 9.1, 0.05)] {
            let got = at(&INTERVAL, &[("write", 300.0), ("between", hours * 3600.0)]) / 60.0;
            assert!((got - minutes).abs() <= digits, "{hours}: {got}");
        }
    }

    /// A machine that fails once in a thousand times what it does loses half a thousandth, and its checkpoints.
    #[test]
    fn goodput_of_a_good_machine() {
        let run = [("write", 1.0), ("interval", 1000.0), ("restart", 0.0), ("between", 1e6)];
        assert!((at(&GOODPUT, &run) - (1.0 - 0.0005 - 0.001)).abs() < 2e-6);
    }
}

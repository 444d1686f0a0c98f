//! Cai et al. 2024, "Shortcut-connected Expert Parallelism for Accelerating Mixture-of-Experts", arXiv 2404.05019 (ScMoE):
//! experts read what the layer before made, so that tokens travel beside other work.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, Function, difference, sum};
use crate::core::laws::Confidence;

const fn time(key: &'static str, symbol: &'static str, meaning: &'static str, start: f64) -> Slot {
    Slot::new(key, symbol, meaning, "s", start, (0.0, 1e3))
}

pub static EXPOSED: Formula = Formula {
    id: "cai-2024-exposed",
    title: "Sending that a shortcut does not hide, after Cai 2024 (ScMoE)",
    short: "after Cai 2024, shortcut",
    topic: Topic::Experts,
    cite: Cite {
        authors: "Cai, Jiang, Qin, Cui, Kim, Huang",
        year: 2024,
        arxiv: Some("2404.05019"),
        locator: "overlap of the shortcut; worked out from its description, read 2026-11-23",
    },
    form: "t = max(0, d − x) + max(0, c − y)",
    confidence: Confidence::Derived,
    symbol: "t",
    meaning: "time in which tokens travel and nothing else is done",
    unit: "s",
    inputs: &[
        time("dispatch", "d", "time of the way to the experts", 3e-3),
        time("before", "x", "work beside it, before the experts", 2e-3),
        time("combine", "c", "time of the way back", 3e-3),
        time("after", "y", "work beside it, after the experts", 4e-3),
    ],
    constants: &[],
    over: "dispatch",
    what: "eight A30 over PCIe, eight and sixteen A800 over NVLink",
    notes: &[
        "Work to hide behind: attention, the shared expert, and the dense layer before where every second layer has experts. The experts are computed between where least is left.",
        "Reported: 70 % hidden on eight A30 where 60 % of a layer's time was sending, all on eight A800 where it was 15 %; 1.49 times as fast in training and 1.82 in inference at best.",
        "Work and sending slow each other; the time of a step on this page counts that too.",
    ],
    expr: |f: &Filled| -> Expr { sum([over(f.x("dispatch"), f.x("before")), over(f.x("combine"), f.x("after"))]) },
};

fn over(a: Expr, b: Expr) -> Expr {
    Expr::Of(Function::Max, vec![Expr::Number(0.0), difference(a, b)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sending of half a layer's time, or less, can be hidden whole, as the paper finds; beyond, what is over is heard.
    #[test]
    fn half_is_hidden() {
        let at = |share: f64| {
            let (sent, work) = (share / 2.0, (1.0 - share) / 2.0);
            let all = [("dispatch", sent), ("combine", sent), ("before", work), ("after", work)];
            all.iter().fold(EXPOSED.start(), |f, (key, v)| f.with(key, *v)).evaluate().unwrap().value
        };
        assert_eq!((at(0.15), at(0.5)), (0.0, 0.0));
        assert!((at(0.6) - 0.2).abs() < 1e-15);
    }
}

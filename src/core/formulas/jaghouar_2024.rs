//! Jaghouar et al. 2024, "INTELLECT-1 Technical Report", arXiv 2412.01152: ten billion parameters trained on three
//! continents with DiLoCo and 8-bit meetings.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, named, product};
use crate::core::laws::Confidence;
use crate::core::operate::apart;

const EVERY: Slot = Slot::new("syncSteps", "H", "steps between two meetings", "steps", 100.0, (1.0, 1e6)).whole();
const STEP: Slot = Slot::new("stepTime", "t", "time of a step of computing", "s", 22.8, (1e-6, 1e6));
const WAIT: Slot = Slot::new("meeting", "w", "time of a meeting", "s", 469.0, (0.0, 1e7));
const BITS: Slot = Slot::new("bits", "b", "bits of a number at a meeting", "bits", 8.0, (1.0, 32.0));

pub static UTILISATION: Formula = Formula {
    id: "jaghouar-2024-utilisation",
    title: "Share of computing time, Jaghouar 2024 (INTELLECT-1)",
    short: "Jaghouar 2024, utilisation",
    topic: Topic::Communication,
    cite: Cite {
        authors: "Jaghouar, Ong, Basra et al.",
        year: 2024,
        arxiv: Some("2412.01152"),
        locator: "Table 2 as transcribed, read 2026-11-23",
    },
    form: "c / (c + w), c = H t",
    confidence: Confidence::Transcribed,
    symbol: "u",
    meaning: "share of the time in which everyone computes",
    unit: "",
    inputs: &[EVERY, STEP, WAIT],
    constants: &[],
    over: "meeting",
    what: "10 B parameters on up to 14 nodes of 8 H100; 100 steps in 38 minutes",
    notes: &[
        "Everyone waits for a meeting: 103 s within the United States, 382 s with Europe, 469 s around the globe leave 95.7, 85.6 and 83.0 % (82.9 % by this form), and 41.4, 37.1 and 36.0 % of the peak where 43.3 % are reached without meetings.",
    ],
    expr: |f: &Filled| -> Expr {
        let computing = named("c", "computing between two meetings", product([f.x("syncSteps"), f.x("stepTime")]));
        apart::busy(computing, f.x("meeting"))
    },
};

pub static VOLUME: Formula = Formula {
    id: "jaghouar-2024-volume",
    title: "How much less is sent, Jaghouar 2024 (INTELLECT-1)",
    short: "Jaghouar 2024, volume",
    form: "H · 32/b",
    symbol: "v",
    meaning: "how many times less is sent than FP32 gradients at every step",
    inputs: &[EVERY, BITS],
    over: "syncSteps",
    notes: &["The paper's 400 times: a meeting every 100 steps, in 8 bits instead of 32."],
    expr: |f: &Filled| -> Expr { apart::less_often(f.x("syncSteps"), f.x("bits")) },
    ..UTILISATION
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_2() {
        for (wait, share) in [(103.0, 95.7), (382.0, 85.6), (469.0, 82.9)] {
            let u = UTILISATION.start().with("meeting", wait).evaluate().unwrap().value;
            assert!((100.0 * u - share).abs() < 0.06, "{u}");
        }
        assert_eq!(VOLUME.start().evaluate().unwrap().value, 400.0);
    }
}

//! Douillard et al. 2025, "Streaming DiLoCo with overlapping communication", arXiv 2501.18512: peak bandwidth of a
//! model that is exchanged in fragments.

use super::{Cite, Filled, Formula, PARAMS, Slot, Topic};
use crate::core::expr::{Expr, product, quotient};
use crate::core::laws::Confidence;
use crate::core::operate::streaming;

pub static PEAK: Formula = Formula {
    id: "douillard-2025-peak-bandwidth",
    title: "Peak bandwidth, Douillard 2025 (Streaming DiLoCo)",
    short: "Douillard 2025, peak bandwidth",
    topic: Topic::Communication,
    cite: Cite {
        authors: "Douillard, Donchev, Rush et al.",
        year: 2025,
        arxiv: Some("2501.18512"),
        locator: "captions of the bandwidth figures, read 2026-11-23",
    },
    form: "W = b N / (F τ t)",
    confidence: Confidence::Verified,
    symbol: "W",
    meaning: "bandwidth that brings a fragment over while its steps run",
    unit: "Gbit/s",
    inputs: &[
        Slot { start: 1e11, ..PARAMS },
        Slot::new("bits", "b", "bits of a parameter on the way", "bits", 4.0, (1.0, 32.0)),
        Slot::new("fragments", "F", "fragments of the model", "", 36.0, (1.0, 1e4)).whole(),
        Slot::new("overlap", "τ", "steps that run on beside an exchange", "steps", 1.0, (1.0, 1e4)).whole(),
        Slot::new("stepTime", "t", "time of a step of computing", "s", 4.9, (1e-6, 1e6)),
    ],
    constants: &[],
    over: "overlap",
    what: "models of 1 B, 10 B and 100 B parameters in fragments of 3 layers (8, 16 and 36 of them)",
    notes: &[
        "Fragments that overlap each other and what the backward pass hides are left out; the bandwidth for a share of computing time is walked through step by step in the program and meets the paper's Table 4.",
    ],
    expr: |f: &Filled| -> Expr {
        let bits = quotient(product([f.x("bits"), f.x("params")]), Expr::Number(1e9));
        streaming::peak(bits, f.x("fragments"), f.x("overlap"), f.x("stepTime"))
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// 4 bits of 100 B parameters in 36 fragments over 5 steps of 4.9 s: 0.4535 Gbit/s, 4 · 36 · 5 times less than the
    /// whole model in 16 bits within a step.
    #[test]
    fn by_hand() {
        let five = PEAK.start().with("overlap", 5.0).evaluate().unwrap().value;
        assert!((five - 400.0 / (36.0 * 5.0 * 4.9)).abs() < 1e-12);
        let whole = PEAK.start().with("bits", 16.0).with("fragments", 1.0).evaluate().unwrap().value;
        assert!((whole / five - 4.0 * 36.0 * 5.0).abs() < 1e-9);
    }
}

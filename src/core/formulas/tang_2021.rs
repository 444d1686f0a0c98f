//! Tang et al. 2021, "1-bit Adam", arXiv 2102.02888: gradients sent in one bit after a warm-up.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::Expr;
use crate::core::laws::Confidence;
use crate::core::operate::apart;

pub static VOLUME: Formula = Formula {
    id: "tang-2021-volume",
    title: "How much less is sent, Tang 2021 (1-bit Adam)",
    short: "Tang 2021, 1-bit Adam",
    topic: Topic::Communication,
    cite: Cite {
        authors: "Tang, Gan, Awan et al.",
        year: 2021,
        arxiv: Some("2102.02888"),
        locator: "end-to-end volume reduction, read 2026-11-23",
    },
    form: "1 / (w + (1 − w)/16)",
    confidence: Confidence::Verified,
    symbol: "v",
    meaning: "how many times less is sent than 16-bit gradients",
    unit: "",
    inputs: &[Slot::new("warmUp", "w", "share of the steps that warm up uncompressed", "", 0.15, (0.0, 1.0))],
    constants: &[],
    over: "warmUp",
    what: "BERT pre-training, up to 256 GPUs",
    notes: &["A warm-up of 15 % gives 4.92: the abstract's \"up to 5 times\"; throughput rises up to 3.3 times."],
    expr: |f: &Filled| -> Expr { apart::one_bit(f.x("warmUp")) },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_five_times() {
        assert!((VOLUME.start().evaluate().unwrap().value - 4.92).abs() < 0.005);
    }
}

//! Rajbhandari et al. 2021, "ZeRO-Infinity", arXiv 2104.07857: the share of the peak rate that is left when parts of a run
//! lie in slower memory, by the FLOP done for every byte that travels.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, named, product, quotient, sum};
use crate::core::laws::Confidence;

const CITE: Cite = Cite {
    authors: "Rajbhandari, Ruwase, Rasley, Smith, He",
    year: 2021,
    arxiv: Some("2104.07857"),
    locator: "section 4; read 2026-11-23",
};
const SEQUENCE: Slot = Slot::new("sequence", "s", "tokens of a sequence", "tokens", 1024.0, (1.0, 1e9));
const BATCH: Slot = Slot::new("batch", "b", "sequences of a micro-batch on a device", "", 1.0, (1.0, 1e6));
const BANDWIDTH: Slot =
    Slot::new("bandwidth", "bw", "bandwidth of a device to the slower memory", "bytes/s", 70e9, (1e6, 1e15));
const PEAK: Slot = Slot::new("peak", "peak", "rate of a device without traffic", "FLOP/s", 70e12, (1e9, 1e18));
const NOTES: &[&str] = &[
    "Traffic and computation are taken to follow one another, with recomputation; overlap does better.",
    "The paper takes 70 TFLOP/s for what a V100 reaches; its own runs reach 48.8 on 512 V100 (25 PFLOP/s together).",
    "Fuyou (arXiv 2403.06504) reports 45 TFLOP/s for ZeRO-Infinity on one RTX 4090 with a GPT-3 of 13 B, and 156 with its own overlap.",
];

const BASE: Formula = Formula {
    id: "",
    title: "",
    short: "",
    topic: Topic::Communication,
    cite: CITE,
    form: "ait·bw / (ait·bw + peak), ait = s·b",
    confidence: Confidence::Verified,
    symbol: "η",
    meaning: "share of the peak rate that is left",
    unit: "",
    inputs: &[SEQUENCE, BATCH, BANDWIDTH, PEAK],
    constants: &[],
    over: "bandwidth",
    what: "transformers whose states lie in the memory or on the disks of the host",
    notes: NOTES,
    expr: |f: &Filled| share(f, product([f.x("sequence"), f.x("batch")])),
};

pub static WEIGHTS: Formula = Formula {
    id: "rajbhandari-2021-weights",
    title: "Efficiency with weights and gradients offloaded, Rajbhandari 2021",
    short: "Rajbhandari 2021, weights",
    ..BASE
};

pub static OPTIMIZER: Formula = Formula {
    id: "rajbhandari-2021-optimizer",
    title: "Efficiency with optimizer states offloaded, Rajbhandari 2021",
    short: "Rajbhandari 2021, optimizer",
    form: "ait·bw / (ait·bw + peak), ait = s·b / 4",
    expr: |f: &Filled| share(f, quotient(product([f.x("sequence"), f.x("batch")]), Expr::Number(4.0))),
    ..BASE
};

pub static CHECKPOINTS: Formula = Formula {
    id: "rajbhandari-2021-checkpoints",
    title: "Efficiency with activation checkpoints offloaded, Rajbhandari 2021",
    short: "Rajbhandari 2021, checkpoints",
    form: "ait·bw / (ait·bw + peak), ait = 24·d·c",
    inputs: &[
        Slot::new("width", "d", "width of the model", "", 8192.0, (1.0, 1e7)),
        Slot::new("every", "c", "layers for one checkpoint", "layers", 1.0, (1.0, 1e4)),
        BANDWIDTH,
        PEAK,
    ],
    expr: |f: &Filled| share(f, product([Expr::Number(24.0), f.x("width"), f.x("every")])),
    ..BASE
};

fn share(f: &Filled, per_byte: Expr) -> Expr {
    let fed = || product([named("ait", "FLOP for every byte that travels", per_byte.clone()), f.x("bandwidth")]);
    quotient(fed(), sum([fed(), f.x("peak")]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's own points: 70 GB/s for more than half with weights at b = 1; 1.5 TB/s for 90 % with the optimizer at
    /// b = 2; checkpoints of width 2048 at 2 GB/s and of 8192 at 1 GB/s.
    #[test]
    fn points_of_the_paper() {
        let percent = |v: f64| (1000.0 * v).round() / 10.0;
        let at = |f: &'static Formula, with: &[(&str, f64)]| {
            let filled = with.iter().fold(f.start(), |filled, (key, v)| filled.with(key, *v));
            percent(filled.evaluate().unwrap().value)
        };
        assert_eq!(at(&WEIGHTS, &[]), 50.6);
        assert_eq!(at(&OPTIMIZER, &[("batch", 2.0), ("bandwidth", 1.5e12)]), 91.6);
        assert_eq!(at(&CHECKPOINTS, &[("width", 2048.0), ("bandwidth", 2e9)]), 58.4);
        assert_eq!(at(&CHECKPOINTS, &[("bandwidth", 1e9)]), 73.7);
    }
}

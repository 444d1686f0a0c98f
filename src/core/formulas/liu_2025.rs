//! Liu et al. 2025, "Muon is Scalable for LLM Training" (Moonlight), arXiv 2502.16982: learning rate and batch of the
//! AdamW baseline, the scale of Muon's update, and Muon's compute for equal loss.

use super::{Cite, FLOPS, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, Function, given, named, power, product, quotient};
use crate::core::laws::{Confidence, Constant, liu_2025 as law};
use crate::core::quantity::Flop;

const CITE: Cite = Cite {
    authors: "Liu, Su, Yao et al. (Moonshot AI)",
    year: 2025,
    arxiv: Some("2502.16982"),
    locator: "AdamW frontier by compute and Table 2, read 2026-11-23",
};

/// 6·N·D of the smallest and the largest row of Table 2.
const C: Slot = FLOPS.fitted(2.14e19, 3.50e20);
const GRID: &str = "Table 2 of the paper rounds to a grid: its own runs use up to 21 % larger batches.";

pub static LEARNING_RATE: Formula = Formula {
    id: "liu-2025-learning-rate",
    title: "Best learning rate, Liu 2025 (Moonlight)",
    short: "Liu 2025 (Moonlight)",
    topic: Topic::LearningRate,
    cite: CITE,
    form: "η = 0.0127339 C^−0.0574752",
    confidence: Confidence::Verified,
    symbol: "η",
    meaning: "best peak learning rate",
    unit: "",
    inputs: &[C],
    constants: &[
        Constant::new("h", 0.0127339, "learning rate at one FLOP", ""),
        Constant::new("q", -0.0574752, "learning rate goes as C^q", ""),
    ],
    over: "flops",
    what: "five models of 399 M to 1.5 B non-embedding parameters on 8.9 to 38.9 B tokens in sequences of 8192; the range of C follows",
    notes: &["Fitted for AdamW; with its update scaled, Muon takes the same rate."],
    expr: |f: &Filled| -> Expr { product([f.c("h"), power(f.x("flops"), f.c("q"))]) },
};

pub static BATCH: Formula = Formula {
    id: "liu-2025-batch",
    title: "Best batch size, Liu 2025 (Moonlight)",
    topic: Topic::Batch,
    form: "B = 0.0065202 C^0.4137915 tokens",
    symbol: "B",
    meaning: "best batch size",
    unit: "tokens",
    constants: &[
        Constant::new("b", 0.0065202, "batch at one FLOP", "tokens"),
        Constant::new("p", 0.4137915, "batch grows as C^p", ""),
    ],
    notes: &[GRID],
    expr: |f: &Filled| -> Expr { product([f.c("b"), power(f.x("flops"), f.c("p"))]) },
    ..LEARNING_RATE
};

pub static UPDATE_SCALE: Formula = Formula {
    id: "liu-2025-update-scale",
    title: "Scale of Muon's update, Liu 2025 (Moonlight)",
    short: "Liu 2025, Muon's update",
    topic: Topic::Optimiser,
    cite: Cite { locator: "update RMS rule, read 2026-11-23", ..CITE },
    form: "k = 0.2 √(max(rows, columns))",
    symbol: "k",
    meaning: "factor on the orthogonal update of a matrix",
    unit: "",
    inputs: &[
        Slot::new("rows", "r", "rows of the matrix", "rows", 4096.0, (1.0, 1e9)).whole(),
        Slot::new("columns", "c", "columns of the matrix", "columns", 4096.0, (1.0, 1e9)).whole(),
    ],
    constants: &[Constant::new("u", 0.2, "root mean square of an AdamW update", "")],
    over: "rows",
    what: "a rule that gives every matrix the update size of AdamW, so that learning rates carry over",
    notes: &["An orthogonal update has root mean square 1/√(max(rows, columns))."],
    expr: |f: &Filled| -> Expr {
        let larger = Expr::Of(Function::Max, vec![f.x("rows"), f.x("columns")]);
        product([f.c("u"), Expr::Of(Function::Sqrt, vec![larger])])
    },
    ..LEARNING_RATE
};

pub static COMPUTE_SHARE: Formula = Formula {
    id: "liu-2025-compute-share",
    title: "Compute of Muon for AdamW's loss, Liu 2025 (Moonlight)",
    short: "Liu 2025, Muon's compute",
    topic: Topic::Optimiser,
    cite: Cite { locator: "L(C) of both optimisers, read 2026-11-23", ..CITE },
    form: "x = (2.506 C^0.054 / 2.608)^(1/0.052) / C, C in PF-days",
    symbol: "x",
    meaning: "compute of Muon over that of AdamW for the same loss",
    unit: "",
    constants: &[
        Constant { symbol: "M", ..law::MUON_F },
        Constant { symbol: "m", ..law::MUON_G },
        Constant { symbol: "A", ..law::ADAMW_F },
        Constant { symbol: "a", ..law::ADAMW_G },
    ],
    notes: &[
        "The two curves differ by 0.002 in the exponent and neither has a floor, so the share drifts upwards; it says nothing far above the fitted range.",
        "The paper says about 52 %.",
    ],
    expr: |f: &Filled| -> Expr {
        let c = || quotient(f.x("flops"), given("PFd", "FLOP in a PF-day", Flop::PF_DAY, "FLOP"));
        let loss = quotient(f.c("A"), power(c(), f.c("a")));
        let loss = named("L", "loss of AdamW with this compute", loss);
        let muon = power(quotient(f.c("M"), loss), quotient(Expr::Number(1.0), f.c("m")));
        quotient(named("C′", "PF-days that Muon takes to this loss", muon), c())
    },
    ..LEARNING_RATE
};

#[cfg(test)]
mod tests {
    use super::*;

    fn at(f: &'static Formula, c: f64) -> f64 {
        f.start().with("flops", c).evaluate().unwrap().value
    }

    /// Table 2: parameters, tokens, learning rate, batch of 8192. The laws give 9.86e-4 to 8.40e-4 and 79 to 252
    /// sequences; the paper rounds its batches to a grid.
    #[test]
    fn table_2() {
        for (n, d, rate, sequences) in [
            (399e6, 8.92e9, 9.503e-4, 96.0),
            (545e6, 14.04e9, 9.143e-4, 128.0),
            (822e6, 20.76e9, 8.825e-4, 160.0),
            (1.1e9, 28.54e9, 8.561e-4, 192.0),
            (1.5e9, 38.91e9, 8.305e-4, 256.0),
        ] {
            let c = 6.0 * n * d;
            assert!((at(&LEARNING_RATE, c) / rate - 1.0).abs() < 0.04, "{n:e}");
            assert!((sequences / (at(&BATCH, c) / 8192.0) - 1.0f64).abs() < 0.22, "{n:e}");
        }
        let (least, most) = (6.0 * 399e6 * 8.92e9, 6.0 * 1.5e9 * 38.91e9);
        assert!((at(&LEARNING_RATE, least) - 9.86e-4).abs() <= 5e-7);
        assert!((at(&LEARNING_RATE, most) - 8.40e-4).abs() <= 5e-7);
        assert!((at(&BATCH, least) / 8192.0 - 79.0).abs() <= 0.5);
        assert!((at(&BATCH, most) / 8192.0 - 252.0).abs() <= 0.5);
    }

    #[test]
    fn muon() {
        for (pf_days, share) in [(0.1, 0.425), (1.0, 0.464), (10.0, 0.507)] {
            assert!((at(&COMPUTE_SHARE, pf_days * 8.64e19) - share).abs() <= 5e-4, "{pf_days}");
        }
        let scale = |r, c| UPDATE_SCALE.start().with("rows", r).with("columns", c).evaluate().unwrap().value;
        // 0.2 · 64 and 0.2 · 32, whichever side is the longer one.
        assert!((scale(4096.0, 64.0) - 12.8).abs() < 1e-12);
        assert!((scale(64.0, 4096.0) - 12.8).abs() < 1e-12);
        assert!((scale(1024.0, 1024.0) - 6.4).abs() < 1e-12);
    }
}

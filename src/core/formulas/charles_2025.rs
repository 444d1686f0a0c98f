//! Charles et al. 2025, "Communication-Efficient Language Model Training Scales Reliably and Robustly: Scaling Laws for
//! DiLoCo", arXiv 2503.09799: learning rate and batch, wall-clock time, bandwidth.
//!
//! DiLoCo trains M replicas apart and joins them every H steps. The text of the paper calls its batch law one in
//! tokens; it meets the paper's figures only in sequences of 2048 tokens, and is read so here.

use super::{Cite, Filled, Formula, PARAMS, Slot, TOKENS, Topic};
use crate::core::expr::{Expr, difference, given, named, power, product, quotient, sum};
use crate::core::laws::{Confidence, Constant};

const CITE: Cite = Cite {
    authors: "Charles, Teston, Dery et al.",
    year: 2025,
    arxiv: Some("2503.09799"),
    locator: "power laws for data-parallel training and joint power laws in N and M, read 2026-11-23",
};
const TIMES: Cite = Cite { locator: "wall-clock model of appendix A, read 2026-11-23", ..CITE };

const WHAT: &str =
    "35 M to 2.4 B parameters on C4, 20 tokens for each, vocabulary of 32,768, sequences of 2048, AdamW, H = 30";
const SEQUENCES: &str =
    "The paper's text says tokens, but its figures are met only in sequences of 2048; the value here is in tokens.";
const COUNT: &str = "The paper does not say whether N counts embeddings.";
const OUTER: &str = "Best outer learning rate from 335 M parameters on: 0.4 at M = 1, 0.6 at 2 and 4, 0.8 at 8; it does not depend on N.";

const N: Slot = PARAMS.fitted(3.5e7, 2.4e9);
const M: Slot =
    Slot::new("replicas", "M", "replicas trained apart", "replicas", 2.0, (1.0, 1024.0)).fitted(1.0, 8.0).whole();

pub static LEARNING_RATE: Formula = Formula {
    id: "charles-2025-learning-rate",
    title: "Best learning rate, data-parallel, Charles 2025",
    short: "Charles 2025, data-parallel",
    topic: Topic::LearningRate,
    cite: CITE,
    form: "η = 16319.2 N^−0.819",
    confidence: Confidence::Verified,
    symbol: "η",
    meaning: "best peak learning rate",
    unit: "",
    inputs: &[N],
    constants: &[
        Constant::new("h", 16319.2, "learning rate at one parameter", ""),
        Constant::new("q", -0.819, "learning rate goes as N^q", ""),
    ],
    over: "params",
    what: WHAT,
    notes: &[COUNT],
    expr: |f: &Filled| -> Expr { product([f.c("h"), power(f.x("params"), f.c("q"))]) },
};

pub static BATCH: Formula = Formula {
    id: "charles-2025-batch",
    title: "Best batch size, data-parallel, Charles 2025",
    topic: Topic::Batch,
    form: "B = 2048 · 0.22592 N^0.281 tokens",
    symbol: "B",
    meaning: "best global batch size",
    unit: "tokens",
    constants: &[
        Constant::new("b", 0.22592, "batch at one parameter", "sequences of 2048"),
        Constant::new("p", 0.281, "batch grows as N^p", ""),
    ],
    notes: &[SEQUENCES, COUNT],
    expr: |f: &Filled| -> Expr { product([sequence(), f.c("b"), power(f.x("params"), f.c("p"))]) },
    ..LEARNING_RATE
};

pub static DILOCO_LEARNING_RATE: Formula = Formula {
    id: "charles-2025-diloco-learning-rate",
    title: "Best inner learning rate, DiLoCo, Charles 2025",
    short: "Charles 2025, DiLoCo",
    form: "η = 22256 N^−0.8827 M^0.2929",
    meaning: "best peak inner learning rate",
    inputs: &[N, M],
    constants: &[
        Constant::new("h", 22256.0, "inner learning rate at one parameter and replica", ""),
        Constant::new("q", -0.8827, "inner learning rate goes as N^q", ""),
        Constant::new("r", 0.2929, "inner learning rate goes as M^r", ""),
    ],
    notes: &[OUTER, COUNT, "On sizes left out of the fit it is off by 0.19 in ln η, on average."],
    expr: |f: &Filled| -> Expr {
        product([f.c("h"), power(f.x("params"), f.c("q")), power(f.x("replicas"), f.c("r"))])
    },
    ..LEARNING_RATE
};

pub static DILOCO_BATCH: Formula = Formula {
    id: "charles-2025-diloco-batch",
    title: "Best batch size, DiLoCo, Charles 2025",
    short: "Charles 2025, DiLoCo",
    form: "B = 2048 · 0.00709 N^0.4695 M^0.3399 tokens",
    meaning: "best batch size of all replicas together",
    inputs: &[N, M],
    constants: &[
        Constant::new("b", 0.00709, "batch at one parameter and replica", "sequences of 2048"),
        Constant::new("p", 0.4695, "batch grows as N^p", ""),
        Constant::new("r", 0.3399, "batch grows as M^r", ""),
    ],
    expr: |f: &Filled| -> Expr {
        product([sequence(), f.c("b"), power(f.x("params"), f.c("p")), power(f.x("replicas"), f.c("r"))])
    },
    ..BATCH
};

fn sequence() -> Expr {
    given("s", "tokens in a sequence", 2048.0, "tokens")
}

fn one() -> Expr {
    Expr::Number(1.0)
}

const CHIPS: Slot = Slot::new("chips", "R", "chips in all", "chips", 1024.0, (1.0, 1e9)).whole();
const BATCH_TOKENS: Slot = Slot::new("batch", "B", "global batch size", "tokens", 4e6, (1.0, 1e12));
const ACROSS: Slot = Slot::new("bandwidth", "W₁", "bandwidth between datacentres", "Gbit/s", 100.0, (1e-3, 1e6));
const LATENCY: Slot = Slot::new("latency", "ε₁", "latency between datacentres", "s", 1e-3, (0.0, 10.0));
const WITHIN: Slot = Slot::new("innerBandwidth", "W₀", "bandwidth within a datacentre", "Gbit/s", 400.0, (1e-3, 1e6));
const INNER_LATENCY: Slot = Slot::new("innerLatency", "ε₀", "latency within a datacentre", "s", 1e-4, (0.0, 10.0));
const APART: Slot = Slot::new("syncSteps", "H", "steps between outer updates", "steps", 30.0, (1.0, 1e6)).whole();
const REPLICAS: Slot = Slot::new("replicas", "M", "replicas trained apart", "replicas", 2.0, (2.0, 1024.0)).whole();
const EACH: Slot = Slot::new("chipsPerReplica", "c", "chips in each replica", "chips", 512.0, (1.0, 1e9)).whole();
const BITS: Constant = Constant::new("b", 16.0, "bits sent for each parameter", "bits").convention();

const NETWORKS: &str = "The paper's networks: 400 Gbit/s and 0.1 ms, 100 Gbit/s and 1 ms, 10 Gbit/s and 10 ms.";
const NOT_HIDDEN: &str = "Nothing is sent while the chips compute; the sum with the compute time is an upper bound.";

fn steps(f: &Filled) -> Expr {
    named("T", "steps of training", quotient(f.x("tokens"), f.x("batch")))
}

/// Seconds to add up all gradients over `chips`: 2 b N / W (1 − 1/chips) + ε.
fn all_reduce(f: &Filled, bandwidth: &str, latency: &str, chips: Expr) -> Expr {
    let bits = product([Expr::Number(2.0), f.c("b"), f.x("params")]);
    let rate = product([f.x(bandwidth), Expr::Number(1e9)]);
    sum([product([quotient(bits, rate), difference(one(), quotient(one(), chips))]), f.x(latency)])
}

pub static COMPUTE_TIME: Formula = Formula {
    id: "charles-2025-compute-time",
    title: "Compute time, Charles 2025",
    short: "Charles 2025, compute time",
    topic: Topic::Communication,
    cite: TIMES,
    form: "t = 6 N D / (R Q)",
    symbol: "t",
    meaning: "time in which the chips compute",
    unit: "s",
    inputs: &[PARAMS, TOKENS, CHIPS],
    constants: &[Constant::new("Q", 3e14, "what one chip computes", "FLOP/s")],
    over: "chips",
    what: "a model of a run, not a measurement",
    notes: &["300 TFLOP/s is what the paper assumes a chip to reach; put your own in its place."],
    expr: |f: &Filled| -> Expr {
        let k = given("k", "FLOP per parameter and token, by convention", 6.0, "FLOP");
        quotient(product([k, f.x("params"), f.x("tokens")]), product([f.x("chips"), f.c("Q")]))
    },
    ..LEARNING_RATE
};

pub static DATA_PARALLEL_TIME: Formula = Formula {
    id: "charles-2025-communication-time",
    title: "Communication time, data-parallel across datacentres, Charles 2025",
    short: "Charles 2025, data-parallel",
    form: "t = T (2 b N / W₁ (1 − 1/R) + ε₁), T = D / B",
    meaning: "time in which gradients are sent",
    inputs: &[PARAMS, TOKENS, BATCH_TOKENS, CHIPS, ACROSS, LATENCY],
    constants: &[BITS],
    over: "bandwidth",
    notes: &[NOT_HIDDEN, NETWORKS, "DiLoCo with a single replica takes 1 + 1/H times as long."],
    expr: |f: &Filled| -> Expr { product([steps(f), all_reduce(f, "bandwidth", "latency", f.x("chips"))]) },
    ..COMPUTE_TIME
};

pub static DILOCO_TIME: Formula = Formula {
    id: "charles-2025-diloco-communication-time",
    title: "Communication time, DiLoCo, Charles 2025",
    short: "Charles 2025, DiLoCo",
    form: "t = T (2 b N / W₀ (1 − M/R) + ε₀) + (T/H) (2 b N / W₁ (1 − 1/R) + ε₁), R = M c",
    inputs: &[PARAMS, TOKENS, BATCH_TOKENS, REPLICAS, EACH, APART, WITHIN, INNER_LATENCY, ACROSS, LATENCY],
    notes: &[NOT_HIDDEN, NETWORKS, "From H = W₀/W₁ on, sending between datacentres takes no longer than within them."],
    expr: |f: &Filled| -> Expr {
        let all = named("R", "chips in all", product([f.x("replicas"), f.x("chipsPerReplica")]));
        let inner = all_reduce(f, "innerBandwidth", "innerLatency", f.x("chipsPerReplica"));
        let outer = all_reduce(f, "bandwidth", "latency", all);
        sum([product([steps(f), inner]), product([quotient(steps(f), f.x("syncSteps")), outer])])
    },
    ..DATA_PARALLEL_TIME
};

pub static BANDWIDTH: Formula = Formula {
    id: "charles-2025-bandwidth",
    title: "Bandwidth for a share of computing time, after Charles 2025",
    short: "Charles 2025, bandwidth",
    cite: Cite { locator: "model fitted here to Table 6, read 2026-11-23", ..CITE },
    form: "W = b N / (t (H (1 − u) / u + o))",
    confidence: Confidence::Derived,
    symbol: "W",
    meaning: "bandwidth between datacentres that keeps the chips computing",
    unit: "Gbit/s",
    inputs: &[
        PARAMS,
        Slot::new("stepTime", "t", "time of one step of computing", "s", 20.0, (1e-6, 1e6)),
        Slot::new("share", "u", "share of the time in which chips compute", "", 0.9, (0.01, 0.999)),
        Slot { start: 100.0, ..APART },
    ],
    constants: &[
        Constant::new("b", 11.25, "bits sent for each parameter, in effect", "bits").derived(),
        Constant::new("o", 0.5, "share of a step behind which sending hides", "").derived(),
    ],
    over: "share",
    what: "Table 6: 10 B, 405 B and 671 B parameters, H from 1 to 300, shares of 50 to 99 %",
    notes: &[
        "H = 1 is data-parallel training.",
        "Table 6 comes from a simulation that is not published; b and o were fitted here and meet 54 of its 55 entries within one step of its grid (21 %); the last is only \"1000+\", where they give 740.",
        "Sending twice 16 bits between two datacentres with nothing hidden, as appendix A has it, asks for 1.05 to 2.1 times as much at 50 to 90 % from H = 10 on, and for far more at H = 1.",
    ],
    expr: |f: &Filled| -> Expr {
        let bits = quotient(product([f.c("b"), f.x("params")]), Expr::Number(1e9));
        let idle = quotient(difference(one(), f.x("share")), f.x("share"));
        quotient(bits, product([f.x("stepTime"), sum([product([f.x("syncSteps"), idle]), f.c("o")])]))
    },
    ..DATA_PARALLEL_TIME
};

#[cfg(test)]
mod tests {
    use super::*;

    fn at(f: &'static Formula, inputs: &[(&str, f64)]) -> f64 {
        inputs.iter().fold(f.start(), |filled, (key, v)| filled.with(key, *v)).evaluate().unwrap().value
    }

    /// 2.4 B data-parallel: 97.7 sequences, 2.0e5 tokens. The rest recomputed outside this program.
    #[test]
    fn batch_and_learning_rate() {
        let largest = ("params", 2.4e9);
        assert!((at(&BATCH, &[largest]) / 2048.0 - 97.7).abs() <= 0.05);
        assert!((at(&BATCH, &[largest]) - 2.0e5).abs() <= 500.0);
        assert!((at(&LEARNING_RATE, &[largest]) - 3.390829e-4).abs() < 5e-10);
        assert!((at(&DILOCO_BATCH, &[largest, ("replicas", 2.0)]) / 2048.0 - 227.4969).abs() < 5e-4);
        assert!((at(&DILOCO_BATCH, &[("params", 1e10), ("replicas", 4.0)]) / 2048.0 - 562.7123).abs() < 5e-4);
        assert!((at(&DILOCO_LEARNING_RATE, &[largest, ("replicas", 4.0)]) - 1.753388e-4).abs() < 5e-10);
    }

    /// The fits at one M (2.4 B: 163.8, 239.4, 325.3, 344.6 sequences) lie within the error of 0.19 in ln B that the
    /// paper gives for sizes left out.
    #[test]
    fn joint_batch_beside_those_at_one_m() {
        for (m, single) in [(1.0, 0.01361 * 2.4e9f64.powf(0.435)), (2.0, 239.4), (4.0, 325.3), (8.0, 344.6)] {
            let joint = at(&DILOCO_BATCH, &[("params", 2.4e9), ("replicas", m)]) / 2048.0;
            assert!((joint / single).ln().abs() < 0.19, "{m}: {joint}");
        }
    }

    #[test]
    fn times() {
        // 6 · 1e10 · 2e11 / (1000 · 3e14) = 40,000 s.
        let run = [("params", 1e10), ("tokens", 2e11), ("chips", 1000.0), ("batch", 2e6), ("bandwidth", 100.0)];
        assert!((at(&COMPUTE_TIME, &run) - 40_000.0).abs() < 1e-6);
        // 1e5 steps of 2 · 16 · 1e10 / 1e11 · 0.999 + 0.001 = 3.1978 s.
        assert!((at(&DATA_PARALLEL_TIME, &run) - 319_780.0).abs() < 1e-6);
        // Within: 1e5 (3.2/4 · (1 − 1/500) + 1e-4); between: 1e4 (3.2 · 0.999 + 0.001).
        let apart = [("replicas", 2.0), ("chipsPerReplica", 500.0), ("syncSteps", 10.0)];
        let diloco = at(&DILOCO_TIME, &[&run[..], &apart[..]].concat());
        assert!((diloco - (79_850.0 + 31_978.0)).abs() < 1e-6, "{diloco}");
        // At H = W₀/W₁ both halves are alike, up to latency and the last chip.
        let halves = at(
            &DILOCO_TIME,
            &[&run[..], &apart[..], &[("syncSteps", 4.0), ("latency", 0.0), ("innerLatency", 0.0)]].concat(),
        );
        assert!((halves / (2.0 * 79_840.0) - 1.0).abs() < 1e-3, "{halves}");
    }

    /// The last entry of 671 B at H = 1, "1000+", stands for no point of the grid and is left out.
    /// Table 6 lists the first point of the grid 0.1 · 10^(4k/49) Gbit/s, k = 0 … 49, at which the share is reached.
    #[test]
    fn table_6_within_a_step_of_its_grid() {
        let shares = [0.5, 0.8, 0.9, 0.95, 0.99];
        let table: [(f64, f64, f64, [f64; 5]); 11] = [
            (10e9, 0.8, 1.0, [104.8, 184.2, 222.3, 222.3, 390.7]),
            (10e9, 0.8, 10.0, [16.0, 49.4, 86.8, 152.6, 222.3]),
            (10e9, 0.8, 50.0, [3.0, 11.0, 23.3, 41.0, 126.5]),
            (10e9, 0.8, 100.0, [1.4, 6.2, 13.3, 23.3, 86.8]),
            (10e9, 0.8, 300.0, [0.5, 2.0, 4.3, 9.1, 41.0]),
            (405e9, 26.0, 1.0, [126.5, 222.3, 268.3, 323.8, 323.8]),
            (405e9, 26.0, 100.0, [2.0, 7.5, 16.0, 33.9, 126.5]),
            (405e9, 26.0, 300.0, [0.7, 3.0, 6.2, 13.3, 59.6]),
            (671e9, 20.0, 1.0, [323.8, 569.0, 686.6, 686.6, f64::INFINITY]),
            (671e9, 20.0, 100.0, [4.3, 16.0, 41.0, 72.0, 268.3]),
            (671e9, 20.0, 300.0, [1.7, 6.2, 13.3, 28.1, 126.5]),
        ];
        let grid = |k: i32| 0.1 * 10f64.powf(4.0 * f64::from(k) / 49.0);
        let off = |k: i32, w: f64| (grid(k) / w).ln().abs();
        let place = |w: f64| (0..50).min_by(|a, b| off(*a, w).total_cmp(&off(*b, w)));
        let (mut exact, mut all) = (0, 0);
        for (n, t, h, row) in table {
            for (u, w) in shares.into_iter().zip(row).filter(|(_, w)| w.is_finite()) {
                let value = at(&BANDWIDTH, &[("params", n), ("stepTime", t), ("syncSteps", h), ("share", u)]);
                let listed = place(w).unwrap();
                let k = (0..50).find(|k| grid(*k) >= value).unwrap_or(50);
                assert!((k - listed).abs() <= 1, "{n:e}, H {h}, {u}: {value} against {w}");
                exact += i32::from(k == listed);
                all += 1;
            }
        }
        assert_eq!((exact, all), (33, 54));
    }
}

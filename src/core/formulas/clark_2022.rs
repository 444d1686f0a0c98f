//! Clark, de las Casas, Guy et al. 2022, "Unified Scaling Laws for Routed Language Models", arXiv 2202.01169: the loss
//! of its dense models, and the dense size that a model with experts is worth.

use super::{Cite, Filled, Formula, NON_EMBEDDING, Slot, Topic};
use crate::core::expr::{Expr, power, quotient};
use crate::core::laws::clark_2022::{EXPERTS, HASH, RL_R, S_BASE, effective_by};
use crate::core::laws::{Confidence, Constant};

const CITE: Cite = Cite {
    authors: "Clark, de las Casas, Guy et al.",
    year: 2022,
    arxiv: Some("2202.01169"),
    locator: "Table 3 and the dense fit as transcribed, read 2026-11-23",
};

const SIZE: Slot = Slot { start: 1.309e9, ..NON_EMBEDDING }.fitted(1.65e7, 1.309e9);
const EACH: Slot = Slot { meaning: "parameters for each token, without embeddings", ..SIZE };
const OF_LAYER: Slot = Slot::new("experts", "E", "experts of a layer", "experts", 128.0, (1.0, 65_536.0))
    .whole()
    .fitted(EXPERTS.0, EXPERTS.1);
const WHAT: &str =
    "models of 16.5 M to 1.3 B parameters for each token, dense and with 2 to 512 experts, all on 130 B tokens";

pub static DENSE: Formula = Formula {
    id: "clark-2022-dense",
    title: "Loss of a dense model on 130 B tokens, Clark 2022",
    short: "Clark 2022, dense",
    topic: Topic::Experts,
    cite: CITE,
    form: "L = (Nc / N)^αN",
    confidence: Confidence::Transcribed,
    symbol: "L",
    meaning: "loss",
    unit: "nats per token",
    inputs: &[SIZE],
    constants: &[
        Constant::new("Nc", 3.568e13, "scale of the size", "parameters").transcribed(),
        Constant::new("αN", 0.078, "exponent of the size", "").transcribed(),
    ],
    over: "params",
    what: "dense models of 16.5 M to 1.3 B parameters on 130 B tokens",
    notes: &[
        "It lies up to 1.4 % below the losses of the released dense runs; to them α = 0.0788 and Nc = 3.42e13 fit best.",
    ],
    expr: |f: &Filled| -> Expr { power(quotient(f.c("Nc"), f.x("params")), f.c("αN")) },
};

pub static EFFECTIVE_S_BASE: Formula = Formula {
    id: "clark-2022-effective-s-base",
    title: "Dense size that experts are worth, S-BASE, Clark 2022",
    short: "Clark 2022, worth, S-BASE",
    form: "N^(α/α₁) (Ê/E_start)^(b/α₁), α = a + c log₁₀ Ê",
    symbol: "N̄",
    meaning: "size of the dense model with the same loss",
    unit: "parameters",
    inputs: &[EACH, OF_LAYER],
    constants: &S_BASE.constants,
    over: "experts",
    what: WHAT,
    notes: &[
        "Every second block has the experts, one of which works on a token; the router evens out their load.",
        "The paper's 5 M with 128 experts are worth 55 M; the printed digits give 51.8 M.",
        "All runs had 130 B tokens; others put down to that that large models gain little.",
    ],
    expr: |f: &Filled| -> Expr { effective_by(&|symbol| f.c(symbol), f.x("params"), f.x("experts")) },
    ..DENSE
};

pub static EFFECTIVE_RL_R: Formula = Formula {
    id: "clark-2022-effective-rl-r",
    title: "Dense size that experts are worth, RL-R, Clark 2022",
    short: "Clark 2022, worth, RL-R",
    constants: &RL_R.constants,
    notes: &[
        "Every second block has the experts, one of which works on a token; the router is trained by reinforcement.",
        "By the printed digits experts are worth nothing from 32 B parameters on, by the paper from 85 B on.",
        EFFECTIVE_S_BASE.notes[2],
    ],
    ..EFFECTIVE_S_BASE
};

pub static EFFECTIVE_HASH: Formula = Formula {
    id: "clark-2022-effective-hash",
    title: "Dense size that experts are worth, HASH, Clark 2022",
    short: "Clark 2022, worth, HASH",
    constants: &HASH.constants,
    notes: &[
        "Every second block has the experts, one of which works on a token; which one is fixed for each vocabulary entry.",
        "By the printed digits experts are worth nothing from 220 B parameters on, by the paper from 83 B on.",
        EFFECTIVE_S_BASE.notes[2],
    ],
    ..EFFECTIVE_S_BASE
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Losses of the released dense runs, after the last step.
    #[test]
    fn dense_runs() {
        for (n, measured) in
            [(16.53e6, 3.162), (27.28e6, 3.028), (57.37e6, 2.849), (132.2e6, 2.656), (368.1e6, 2.463), (1.309e9, 2.242)]
        {
            let below = 1.0 - DENSE.start().with("params", n).evaluate().unwrap().value / measured;
            assert!((0.0..0.015).contains(&below), "{n:e}: {below}");
        }
    }

    /// By bisection on equal losses, outside this program.
    #[test]
    fn dense_sizes_of_equal_loss() {
        for (f, expected) in [(&EFFECTIVE_S_BASE, 4.6697e9), (&EFFECTIVE_RL_R, 3.0013e9), (&EFFECTIVE_HASH, 3.8221e9)] {
            let worth = |e: f64| f.start().with("experts", e).evaluate().unwrap().value;
            assert!((worth(128.0) / expected - 1.0).abs() < 2e-5, "{}: {:e}", f.id, worth(128.0));
            assert!((worth(1.0) / 1.309e9 - 1.0).abs() < 1e-12, "{}", f.id);
        }
        let small = EFFECTIVE_S_BASE.start().with("params", 5e6).evaluate().unwrap().value;
        assert!((small / 5.1828e7 - 1.0).abs() < 2e-5, "{small:e}");
    }
}

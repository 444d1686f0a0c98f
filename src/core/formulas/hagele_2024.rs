//! Hägele et al. 2024, "Scaling Laws and Compute-Optimal Training Beyond Fixed Training Durations", arXiv 2405.18392:
//! one long run at a constant learning rate, with a short cooldown from every length that is wanted.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, Function, named, product, quotient, sum};
use crate::core::laws::{Confidence, Constant};

const fn length(key: &'static str, symbol: &'static str, meaning: &'static str, start: f64) -> Slot {
    Slot::new(key, symbol, meaning, "steps", start, (1.0, 1e12))
}

pub static COOLDOWN_COST: Formula = Formula {
    id: "hagele-2024-cooldown-cost",
    title: "Cost of three lengths with cooldowns, Hägele 2024",
    short: "Hägele 2024, cooldown cost",
    topic: Topic::Schedule,
    cite: Cite {
        authors: "Hägele, Bakouch, Kosson et al.",
        year: 2024,
        arxiv: Some("2405.18392"),
        locator: "cost of a scaling study, from the authors' released code; read 2026-11-23",
    },
    form: "x = (T_K + f Σ_{k<K} T_k) / Σ T_k, here for K = 3",
    confidence: Confidence::Verified,
    symbol: "x",
    meaning: "compute over that of one cosine run for each length",
    unit: "",
    inputs: &[
        length("steps1", "T₁", "first length", 3000.0),
        length("steps2", "T₂", "second length", 7000.0),
        length("steps3", "T₃", "third length", 10_000.0),
    ],
    constants: &[Constant::new("f", 0.2, "cooldown as a share of each length", "")],
    over: "steps3",
    what: "cooldowns of 20 % in the shape 1 − √t, which match a cosine run of the same length",
    notes: &["The longest length is trained once, its cooldown included; every other adds a cooldown of its own."],
    expr: |f: &Filled| -> Expr {
        let lengths = || vec![f.x("steps1"), f.x("steps2"), f.x("steps3")];
        let all = || named("ΣT", "all lengths together", sum(lengths()));
        let longest = || named("T_K", "longest length", Expr::Of(Function::Max, lengths()));
        let others = Expr::Difference(Box::new(all()), Box::new(longest()));
        quotient(sum([longest(), product([f.c("f"), others])]), all())
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Lengths of the authors' code: 0.600, 0.5733, 0.5556, in whatever order they are given.
    #[test]
    fn cost() {
        for (t, ratio) in [
            ([3.0, 7.0, 10.0], 0.6),
            ([7.5, 12.5, 17.5], 0.5733),
            ([25.0, 37.5, 50.0], 0.5556),
            ([50.0, 25.0, 37.5], 0.5556),
        ] {
            let at =
                COOLDOWN_COST.start().with("steps1", t[0] * 1e3).with("steps2", t[1] * 1e3).with("steps3", t[2] * 1e3);
            assert!((at.evaluate().unwrap().value - ratio).abs() <= 5e-5, "{t:?}");
        }
    }
}

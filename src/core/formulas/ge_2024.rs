//! Ge et al. 2024, "BiMix: Bivariate Data Mixing Law for Language Model Pretraining", arXiv 2405.14908.
//!
//! The constants of the paper's domains were not seen: they are inputs with illustrative starts.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, power, product, quotient, sum};
use crate::core::laws::Confidence;

pub static DOMAIN_LOSS: Formula = Formula {
    id: "ge-2024-domain-loss",
    title: "Loss of a domain in a mixture, Ge 2024 (BiMix)",
    short: "Ge 2024, domain loss (BiMix)",
    topic: Topic::Data,
    cite: Cite {
        authors: "Ge, Ma, Chen, Li, Ding",
        year: 2024,
        arxiv: Some("2405.14908"),
        locator: "the bivariate law; read 2026-11-23",
    },
    form: "L = (A / r^α) (B / s^β + C)",
    confidence: Confidence::Verified,
    symbol: "L",
    meaning: "validation loss of the domain",
    unit: "nats per token",
    inputs: &[
        Slot::new("share", "r", "share of the domain in training", "", 0.1, (1e-4, 1.0)).fitted(0.0007, 0.7256),
        Slot::new("steps", "s", "training steps of 512 sequences of 1024 tokens", "steps", 1e5, (1.0, 1e9))
            .fitted(1.0, 2e5),
        Slot::new("shareExponent", "α", "exponent of the share, illustrative", "", 0.05, (0.0, 2.0)),
        Slot::new("stepFactor", "B", "factor of the steps, illustrative", "nats per token", 60.0, (0.0, 1e6)),
        Slot::new("stepExponent", "β", "exponent of the steps, illustrative", "", 0.5, (0.0, 2.0)),
        Slot::new(
            "floor",
            "C",
            "loss of the domain alone with endless steps, illustrative",
            "nats per token",
            2.0,
            (0.0, 100.0),
        ),
        Slot::new(
            "factor",
            "A",
            "common factor; leave it at 1, as only A B and A C can be known",
            "",
            1.0,
            (1e-3, 1e3),
        ),
    ],
    constants: &[],
    over: "share",
    what: "280 M parameters, 200,000 steps (about 100 B tokens) on the Pile and on SlimPajama",
    notes: &[
        "Every domain has constants of its own, which were not seen: the start values are illustrative.",
        "The best mixture makes the sum of the losses least while the shares sum to 1.",
        "Where nothing is fitted, the paper's entropy mixture takes each share in proportion to exp(H), H the conditional entropy of the domain.",
    ],
    expr: |f: &Filled| -> Expr {
        let share = quotient(f.x("factor"), power(f.x("share"), f.x("shareExponent")));
        let steps = quotient(f.x("stepFactor"), power(f.x("steps"), f.x("stepExponent")));
        product([share, sum([steps, f.x("floor")])])
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: share 1/16 with α = 1/2 is a factor of 4; 10⁴ steps with β = 1/2 leave 50/100 over the floor of 1.
    #[test]
    fn by_hand() {
        let inputs = [
            ("share", 0.0625),
            ("steps", 1e4),
            ("shareExponent", 0.5),
            ("stepFactor", 50.0),
            ("stepExponent", 0.5),
            ("floor", 1.0),
            ("factor", 2.0),
        ];
        let inputs: Vec<(String, f64)> = inputs.iter().map(|(k, v)| ((*k).to_owned(), *v)).collect();
        let got = DOMAIN_LOSS.fill(&inputs, &[]).unwrap().evaluate().unwrap().value;
        assert!((got - 12.0).abs() < 1e-12, "{got}");
    }

    #[test]
    fn falls_with_share_and_steps() {
        let f = DOMAIN_LOSS.start();
        let at = |key: &str, v: f64| f.with(key, v).evaluate().unwrap().value;
        for key in ["share", "steps"] {
            let v = f.v(key);
            assert!(at(key, v * 0.5) > at(key, v) && at(key, v) > at(key, v * 2.0), "{key}");
        }
    }

    #[test]
    fn a_share_is_at_most_everything() {
        for r in [0.0, 1.5, -0.1] {
            assert!(DOMAIN_LOSS.fill(&[("share".to_owned(), r)], &[]).is_err());
        }
    }
}

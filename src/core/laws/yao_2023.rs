//! Yao, Wang 2023, "Research without Re-search: Maximal Update Parametrization Yields Accurate Loss Prediction across
//! Scales", arXiv 2304.06875.
//!
//! Under µP the loss of small models, at the hyper-parameters tuned on the smallest, predicts that of large ones:
//! L = a · N^b + c, N in millions. The constants are those of the released example of six layers, fitted to the
//! losses at step 20,000 of the seven smallest models.

use super::form::size::Size;
use super::{Constant, Fitted, Kind, Meta};
use crate::core::expr::{Expr, power, product, quotient, sum};

static META: Meta = Meta {
    id: "yao-2023",
    title: "Yao & Wang 2023 (µScaling)",
    short: "Yao 2023",
    label: "Yao 2023",
    variant_of: None,
    authors: "Yao, Wang",
    year: 2023,
    arxiv: Some("2304.06875"),
    locator: "released example of six layers (cofe-ai/Mu-scaling); read 2026-11-23",
    kind: Kind::Size,
    form: "L = a · N^b + c with N in millions",
    constants: &[A, B, C],
    fitted: Fitted {
        params: (8.53e6, 1.5421e8),
        tokens: (1e-300, 1e300),
        flops: (1e-300, 1e300),
        what: "seven models of six layers, 8.5 to 154 M parameters, after 20,000 steps; the law has no tokens and no compute",
    },
    data: "the µScaling example's text",
    params_count: "total",
    flops_convention: "none; the law has no tokens",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &[
        "It predicts the losses of 194 M, 676 M and 1.4 B within 0.3 %.",
        "Only width grows, at six layers and 20,000 steps: the same steps for every size.",
    ],
    remarks: &[
        ("small-fit", "Three constants from seven models of one depth."),
        ("not-transferable", "Another depth, text or number of steps has constants of its own."),
    ],
};

const A: Constant = Constant::new("a", 2.4694, "what one million parameters add", "nats per token").error(0.071);
const B: Constant = Constant::new("b", -0.4231, "exponent of the size", "").error(0.028);
const C: Constant = Constant::new("c", 2.9233, "loss that no width removes", "nats per token").error(0.038);

pub static YAO_2023: Size = Size {
    meta: &META,
    terms: |n| (C.value, A.value * (n / 1e6).powf(B.value)),
    formula: |n| sum([product([A.letter(), power(quotient(n, Expr::Number(1e6)), B.letter())]), C.letter()]),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::Law;
    use crate::core::quantity::{Flop, Params};

    /// The example's ten models: N in millions, loss at step 20,000. The fit saw the first seven.
    const RUNS: [(f64, f64); 10] = [
        (8.53, 3.9181),
        (21.56, 3.6054),
        (39.09, 3.4431),
        (61.12, 3.3542),
        (87.65, 3.2902),
        (118.68, 3.2478),
        (154.21, 3.2240),
        (194.24, 3.1797),
        (676.48, 3.0854),
        (1446.72, 3.0425),
    ];

    fn loss(millions: f64) -> f64 {
        YAO_2023.loss(Params::new(millions * 1e6).unwrap(), None).unwrap().loss.get()
    }

    #[test]
    fn follows_the_runs_within_three_thousandths() {
        for (n, measured) in RUNS {
            assert!((loss(n) / measured - 1.0).abs() < 3e-3, "{n}: {}", loss(n));
        }
    }

    #[test]
    fn predictions_are_the_examples() {
        for (n, predicted) in [(194.24, 3.1890), (676.48, 3.0800), (1446.72, 3.0369)] {
            assert!((loss(n) - predicted).abs() <= 6e-5, "{n}: {}", loss(n));
            let n = Params::new(n * 1e6).unwrap();
            let formula = YAO_2023.explain_on_budget(n, Flop::new(1e20).unwrap()).unwrap();
            assert!((formula.eval() / YAO_2023.loss(n, None).unwrap().loss.get() - 1.0).abs() < 1e-15);
        }
        assert!(loss(1e3) > loss(1e4) && loss(1e12) > 2.9233);
    }
}

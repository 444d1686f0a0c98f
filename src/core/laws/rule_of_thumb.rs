//! Twenty tokens for every parameter: the rule of thumb that came out of Hoffmann et al. 2022.
//!
//! It is a ratio, not a fit: D = 20 N, so C = 6 · 20 · N². No loss, no interval, no fitted range of its own.

use super::form::power::{Of, Power};
use super::{Constant, Fitted, Kind, Meta, hoffmann_2022};

static META: Meta = Meta {
    id: "rule-of-thumb-20",
    title: "Twenty tokens per parameter (rule of thumb)",
    short: "20 tokens per parameter",
    label: "20 to 1",
    variant_of: None,
    authors: "a common reading of Hoffmann et al.",
    year: 2022,
    arxiv: Some("2203.15556"),
    locator: "a rounding of Table 3 (20.0 to 22.4 tokens per parameter from 400 M to 10 T); not stated as a law there",
    kind: Kind::Rule,
    form: "D = 20 N, so N = √(C / 120)",
    constants: &[COEFFICIENT, EXPONENT],
    fitted: Fitted { what: "nothing of its own; the range is that of Hoffmann et al. 2022", ..hoffmann_2022::FITTED },
    data: "none",
    params_count: "total",
    flops_convention: "6·N·D",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &["A ratio to remember, not a fit: it has no uncertainty and gives no loss."],
    remarks: &[],
};

const COEFFICIENT: Constant =
    Constant::new("c", 0.091_287_092_917_527_68, "√(1 / (6 · 20)): size at 1 FLOP", "parameters").convention();
const EXPONENT: Constant = Constant::new("a", 0.5, "size grows as C^a", "").convention();

pub static TWENTY_TO_ONE: Power =
    Power { meta: &META, of: Of::Params, coefficient: COEFFICIENT, exponent: EXPONENT, loss: None };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Pin};
    use crate::core::quantity::{Flop, Params};

    #[test]
    fn is_twenty_to_one() {
        assert!((COEFFICIENT.value - (1.0f64 / (6.0 * 20.0)).sqrt()).abs() < 1e-17);
        // 70 B on 1.4 T is 5.88e23 FLOP.
        let o = TWENTY_TO_ONE.optimum(Pin::Flops(Flop::new(5.88e23).unwrap())).unwrap();
        assert!((o.params.get() / 70e9 - 1.0).abs() < 1e-12);
        assert!((o.tokens.get() / 1.4e12 - 1.0).abs() < 1e-12);
        let o = TWENTY_TO_ONE.optimum(Pin::Params(Params::new(70e9).unwrap())).unwrap();
        assert!((o.flops.get() / 5.88e23 - 1.0).abs() < 1e-12);
    }
}

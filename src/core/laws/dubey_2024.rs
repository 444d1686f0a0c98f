//! Dubey et al. 2024, "The Llama 3 Herd of Models", arXiv 2407.21783.
//!
//! D* = A · C^α from IsoFLOP minima. The text prints (α, A) = (0.53, 0.29), the legend of Figure 3 (0.537, 0.299); at
//! 3.8e25 FLOP these give 10.5 T and 16.3 T tokens, and the report says 16.55 T, so the legend's are the law here.

use super::form::power::{Of, Power};
use super::{Constant, Fitted, Kind, Meta};

static META: Meta = Meta {
    id: "dubey-2024",
    title: "Dubey et al. 2024 (Llama 3)",
    short: "Llama 3 2024",
    label: "Llama 3",
    variant_of: None,
    authors: "Dubey, Jauhri, Pandey et al.",
    year: 2024,
    arxiv: Some("2407.21783"),
    locator: "section 3.2.1, legend of Figure 3, from transcriptions of the report; read 2026-11-23",
    kind: Kind::Frontier,
    form: "D = c · C^a",
    constants: &[C, A],
    fitted: Fitted {
        params: (4e7, 1.6e10),
        tokens: (3.62e9, 1.95e11),
        flops: (6e18, 1e22),
        what: "IsoFLOP runs of 40 M to 16 B parameters at 6e18 to 1e22 FLOP; tokens are the optimum at both ends",
    },
    data: "Llama 3's own text",
    params_count: "total",
    flops_convention: "6·N·D",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &[
        "At 3.8e25 FLOP this gives 389 B on 16.3 T tokens; the report says 402 B on 16.55 T (6·N·D of which is 4.0e25) and trained 405 B on 15.6 T.",
        "The report calls the token count N*(C), and does not say what its sizes count.",
    ],
    remarks: &[],
};

const fn tokens(value: f64) -> Constant {
    Constant::new("c", value, "tokens at 1 FLOP", "tokens").transcribed()
}
const fn growth(value: f64) -> Constant {
    Constant::new("a", value, "tokens grow as C^a", "").transcribed()
}
const C: Constant = tokens(0.299);
const A: Constant = growth(0.537);
const PRINTED_C: Constant = tokens(0.29);
const PRINTED_A: Constant = growth(0.53);

pub static DUBEY_2024: Power = Power { meta: &META, of: Of::Tokens, coefficient: C, exponent: A, loss: None };

static PRINTED_META: Meta = Meta {
    id: "dubey-2024-printed",
    title: "Dubey et al. 2024 (Llama 3), as printed",
    short: "Llama 3 2024 as printed",
    label: "Llama 3, printed",
    variant_of: Some("dubey-2024"),
    locator: "section 3.2.1, text, from transcriptions of the report; read 2026-11-23",
    constants: &[PRINTED_C, PRINTED_A],
    fitted: Fitted { tokens: (2.6e9, 1.33e11), ..META.fitted },
    notes: &["Two digits are too few: at 3.8e25 FLOP they give 10.5 T tokens where the report says 16.55 T."],
    ..META
};
pub static DUBEY_2024_PRINTED: Power =
    Power { meta: &PRINTED_META, of: Of::Tokens, coefficient: PRINTED_C, exponent: PRINTED_A, loss: None };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Pin};
    use crate::core::quantity::Flop;

    /// At the flagship's compute, beside the stated 402 B on 16.55 T.
    #[test]
    fn flagship() {
        let at = |law: &Power| law.optimum(Pin::Flops(Flop::new(3.8e25).unwrap())).unwrap();
        let o = at(&DUBEY_2024);
        assert!((o.tokens.get() - 1.629e13).abs() <= 0.0005e13);
        assert!((o.tokens.get() / 16.55e12 - 1.0).abs() < 0.02 && (o.params.get() / 402e9 - 1.0).abs() < 0.04);
        let printed = at(&DUBEY_2024_PRINTED);
        assert!((printed.tokens.get() - 1.046e13).abs() <= 0.0005e13);
        assert!((o.params.get() - 3.887e11).abs() <= 0.0005e11);
    }
}

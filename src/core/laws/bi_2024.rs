//! Bi, Chen, Chen et al. 2024, "DeepSeek LLM: Scaling Open-Source Language Models with Longtermism", arXiv 2401.02954.
//!
//! Model scale M is FLOP a token without embeddings, M = 72 · layers · width² + 12 · layers · width · sequence, and
//! C = M · D. D* = 5.8316 C^0.4757 and M* = 0.1715 C^0.5243: the product of the factors is 1.0001, the exponents add to
//! one, so either gives the other. Here D is the fit, and a size is M / 6, which counts attention as if it were parameters.

use super::form::power::{Of, Power};
use super::{Constant, Fitted, Kind, Meta};

static META: Meta = Meta {
    id: "bi-2024",
    title: "Bi et al. 2024 (DeepSeek LLM)",
    short: "DeepSeek LLM 2024",
    label: "DeepSeek LLM",
    variant_of: None,
    authors: "Bi, Chen, Chen et al. (DeepSeek-AI)",
    year: 2024,
    arxiv: Some("2401.02954"),
    locator: "eqs. 1, 2 and 4, from transcriptions of the paper; read 2026-11-23",
    kind: Kind::Frontier,
    form: "D = c · C^a, N = M / 6 with M = C / D",
    constants: &[C, A],
    fitted: Fitted {
        params: (2.34e7, 1.557e9),
        tokens: (7.12e8, 3.212e10),
        flops: (1e17, 3e20),
        what: "IsoFLOP minima at budgets of 1e17 to 3e20 FLOP; sizes and tokens are the optimum at both ends",
    },
    data: "DeepSeek's bilingual text",
    params_count: "non-embedding",
    flops_convention: "M·D with M the FLOP a token without embeddings, attention included; N = M/6",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &[
        "Its size is M, FLOP a token; N = M / 6 counts attention as parameters. At 8 layers of width 512 and sequences of 4096 the weights without embeddings are 43 % of it, in large models nearly all.",
        "Better data moves compute to the model: M grows as C^0.450 on its early text, 0.524 on this one, 0.578 on OpenWebText2; the other two factors are not printed.",
    ],
    remarks: &[],
};

const C: Constant = Constant::new("c", 5.8316, "tokens at 1 FLOP", "tokens").transcribed();
const A: Constant = Constant::new("a", 0.4757, "tokens grow as C^a", "").transcribed();

pub static BI_2024: Power = Power { meta: &META, of: Of::Tokens, coefficient: C, exponent: A, loss: None };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Pin};
    use crate::core::quantity::Flop;

    #[test]
    fn both_fits_agree() {
        assert!((0.1715 * C.value - 1.0).abs() < 5e-4);
        for c in [1e17f64, 1e20, 1e24] {
            let o = BI_2024.optimum(Pin::Flops(Flop::new(c).unwrap())).unwrap();
            assert!((6.0 * o.params.get() / (0.1715 * c.powf(0.5243)) - 1.0).abs() < 3e-4, "{c:e}");
        }
    }

    /// M and D at 1e20 FLOP; D for the compute of the 7 B model, M = 4.23e10 on 2 T tokens.
    #[test]
    fn published_points() {
        let at = |c: f64| BI_2024.optimum(Pin::Flops(Flop::new(c).unwrap())).unwrap();
        let o = at(1e20);
        assert!((6.0 * o.params.get() - 5.25e9).abs() <= 0.005e9 && (o.tokens.get() - 1.905e10).abs() <= 0.0005e10);
        assert!((4.23e10 * 2e12f64 - 8.46e22).abs() < 1e8 && (at(8.46e22).tokens.get() - 4.70e11).abs() <= 0.005e11);
    }

    /// The paper's row of 8 layers, width 512, vocabulary 102,400, sequence 4096.
    #[test]
    fn attention_counts() {
        let (layers, width, vocabulary, sequence) = (8.0, 512.0, 102_400.0, 4096.0);
        let weights: f64 = 72.0 * layers * width * width;
        let m = weights + 12.0 * layers * width * sequence;
        assert!((weights / m - 0.43).abs() <= 5e-3);
        assert!(((weights + 6.0 * vocabulary * width) / m - 1.32).abs() <= 5e-3);
    }
}

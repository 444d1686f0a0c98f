//! Su, Tian, Shen, Cai 2024, "Unraveling the Mystery of Scaling Laws: Part I", arXiv 2403.06563.
//!
//! Kaplan's forms with constants of their own, estimated from models of 1 to 60 M parameters. Here L(N) alone, the loss
//! of a size trained to convergence: L = (Nc / N)^αN.

use super::form::size::Size;
use super::{Constant, Fitted, Kind, Meta};
use crate::core::expr::{power, quotient};

static META: Meta = Meta {
    id: "su-2024",
    title: "Su et al. 2024",
    short: "Su 2024",
    label: "Su 2024",
    variant_of: None,
    authors: "Su, Tian, Shen, Cai",
    year: 2024,
    arxiv: Some("2403.06563"),
    locator: "L(N) on C4 at a context of 1024, from memory of the paper; read 2026-11-23",
    kind: Kind::Size,
    form: "L = (Nc / N)^αN",
    constants: &[N_C, ALPHA_N],
    fitted: Fitted {
        params: (1e6, 6e7),
        tokens: (1e-300, 1e300),
        flops: (1e-300, 1e300),
        what: "models of 1 to 60 M parameters, tested up to 33 B; the law is for training to convergence, so no tokens and no compute",
    },
    data: "C4 at a context of 1024, Su et al.",
    params_count: "non-embedding",
    flops_convention: "none; the law has no tokens",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &[
        "The authors say that the constants change with learning rate, context, batch and tokenizer, and the forms stay.",
        "The loss is that of training to convergence; its laws of steps and batch are not given here.",
    ],
    remarks: &[("no-floor", "A pure power law without a floor: it grows too low far beyond its fit.")],
};

const N_C: Constant = Constant::new("Nc", 1.5e14, "scale of the size", "parameters").recalled_medium();
const ALPHA_N: Constant = Constant::new("αN", 0.076, "exponent of the size", "").recalled_medium();

pub static SU_2024: Size = Size {
    meta: &META,
    terms: |n| (0.0, (N_C.value / n).powf(ALPHA_N.value)),
    formula: |n| power(quotient(N_C.letter(), n), ALPHA_N.letter()),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::error::Code;
    use crate::core::laws::{Law, Pin, warnings_of};
    use crate::core::quantity::{Flop, Params, Tokens};

    /// (1.5e14 / N)^0.076, worked out outside this program.
    #[test]
    fn losses() {
        for (n, loss) in [(1e6, 4.1820), (6e7, 3.0637), (1e9, 2.4739), (3.3e10, 1.8966)] {
            let n = Params::new(n).unwrap();
            let p = SU_2024.loss(n, None).unwrap();
            assert!((p.loss.get() - loss).abs() <= 5e-5, "{n:?}");
            let formula = SU_2024.explain_on_budget(n, Flop::new(1e20).unwrap()).unwrap();
            assert!((formula.eval() / p.loss.get() - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn tokens_do_not_enter_and_there_is_no_optimum() {
        let (n, d) = (Params::new(1e7).unwrap(), Tokens::new(1e9).ok());
        assert_eq!(SU_2024.loss(n, d).unwrap(), SU_2024.loss(n, None).unwrap());
        let codes = |d| -> Vec<&str> { warnings_of(&SU_2024, None, n, d).iter().map(|w| w.code).collect() };
        assert_eq!(codes(d), ["unverified-constant", "no-floor", "tokens-unused"]);
        assert_eq!(codes(None), ["unverified-constant", "no-floor"]);
        let e = SU_2024.optimum(Pin::Params(n)).unwrap_err();
        assert_eq!((e.code, e.field.as_str()), (Code::Inconsistent, "law"));
    }
}

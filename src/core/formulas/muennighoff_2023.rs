//! Muennighoff et al. 2023, "Scaling Data-Constrained Language Models", arXiv 2305.16264: what repeated data is worth.

use super::{Cite, Filled, Formula, Slot, TOKENS, Topic};
use crate::core::expr::{Expr, Function, difference, exp, named, product, quotient, sum};
use crate::core::laws::{Confidence, Constant, muennighoff_2023 as law};

const CITE: Cite = Cite {
    authors: "Muennighoff, Rush, Barak, Le Scao et al.",
    year: 2023,
    arxiv: Some("2305.16264"),
    locator: "§3 and appendix A, and the released code (huggingface/datablations); read 2026-11-23",
};

const R_STAR: Constant = Constant { symbol: "R*", ..law::R_D };
const WHAT: &str = "182 runs on C4, 7 M to 9 B parameters, 1 to 500 epochs, the whole set repeated";
const WHOLE_SET: &str = "Only repeating the whole set was measured, with dropout 0.1.";

pub static EFFECTIVE_DATA: Formula = Formula {
    id: "muennighoff-2023-effective-data",
    title: "Worth of repeated data, Muennighoff 2023",
    short: "Muennighoff 2023, repeated data",
    topic: Topic::Data,
    cite: CITE,
    form: "D' = U + U R* (1 − 1 / exp(R / R*)), R = D / U − 1",
    confidence: Confidence::Verified,
    symbol: "D'",
    meaning: "new tokens that would teach as much",
    unit: "tokens",
    inputs: &[TOKENS, Slot::new("uniqueTokens", "Uᵤ", "distinct tokens to be had", "tokens", 1e11, (1.0, 1e20))],
    constants: &[R_STAR],
    over: "tokens",
    what: WHAT,
    notes: &[
        WHOLE_SET,
        "However often it is repeated, a set is never worth more than 1 + R* times its size.",
        "Runs that failed after very many epochs lie outside the fit, which is too kind to them.",
    ],
    expr: |f: &Filled| -> Expr {
        let used =
            named("U", "distinct tokens used", Expr::Of(Function::Min, vec![f.x("uniqueTokens"), f.x("tokens")]));
        let r = named("R", "repetitions", difference(quotient(f.x("tokens"), used.clone()), Expr::Number(1.0)));
        let fading = difference(Expr::Number(1.0), quotient(Expr::Number(1.0), exp(quotient(r, f.c("R*")))));
        sum([used.clone(), product([used, f.c("R*"), fading])])
    },
};

pub static EPOCH_VALUE: Formula = Formula {
    id: "muennighoff-2023-epoch-value",
    title: "Worth of a further epoch, Muennighoff 2023",
    short: "Muennighoff 2023, next epoch",
    topic: Topic::Data,
    cite: CITE,
    form: "v = exp((1 − E) / R*)",
    confidence: Confidence::Verified,
    symbol: "v",
    meaning: "worth of a token after so many epochs, against a new one",
    unit: "",
    inputs: &[Slot::new("epochs", "E", "epochs trained", "epochs", 4.0, (1.0, 1000.0)).fitted(1.0, 500.0)],
    constants: &[R_STAR],
    over: "epochs",
    what: WHAT,
    notes: &[WHOLE_SET],
    expr: |f: &Filled| -> Expr { exp(quotient(difference(Expr::Number(1.0), f.x("epochs")), f.c("R*"))) },
};

#[cfg(test)]
mod tests {
    use super::*;

    fn worth(d: f64, u: f64) -> f64 {
        EFFECTIVE_DATA.start().with("tokens", d).with("uniqueTokens", u).evaluate().unwrap().value
    }

    #[test]
    fn repeated_data() {
        let rows = [(1.0, 1.0), (2.0, 1.968), (4.0, 3.726), (8.0, 6.624), (16.0, 10.582), (40.0, 15.167)];
        for (epochs, times) in rows {
            let got = worth(epochs * 1e9, 1e9) / 1e9;
            assert!((got - times).abs() < 5e-4, "{epochs}: {got}");
        }
        assert!((worth(1e15, 1e9) / 1e9 - 16.388).abs() < 5e-4, "the limit");
    }

    #[test]
    fn data_that_is_not_repeated_counts_in_full() {
        for d in [1.0, 1e9, 1e11] {
            assert_eq!(worth(d, 1e11), d);
        }
        let mut last = 0.0;
        for i in 0..200 {
            let now = worth(1e9 * 1.1f64.powi(i), 1e11);
            assert!(now >= last);
            last = now;
        }
    }

    /// The paper's own example: four repetitions of one unit with R* = 3.
    #[test]
    fn example_of_the_appendix() {
        let inputs = [("tokens".to_owned(), 5.0), ("uniqueTokens".to_owned(), 1.0)];
        let got = EFFECTIVE_DATA.fill(&inputs, &[("R*".to_owned(), 3.0)]).unwrap().evaluate().unwrap().value;
        assert!((got - 3.21).abs() < 5e-3, "{got}");
    }

    #[test]
    fn a_further_epoch() {
        for (epochs, value) in [(1.0, 1.0), (2.0, 0.937), (4.0, 0.823), (8.0, 0.635), (16.0, 0.377), (40.0, 0.079)] {
            let got = EPOCH_VALUE.start().with("epochs", epochs).evaluate().unwrap().value;
            assert!((got - value).abs() <= 5.1e-4, "{epochs}: {got}");
        }
    }

    /// What a token is worth is how fast the worth of all of them grows.
    #[test]
    fn the_two_agree() {
        for epochs in [1.5, 4.0, 20.0] {
            let (d, h) = (epochs * 1e9, 1e3);
            let slope = (worth(d + h, 1e9) - worth(d - h, 1e9)) / (2.0 * h);
            let value = EPOCH_VALUE.start().with("epochs", epochs).evaluate().unwrap().value;
            assert!((slope / value - 1.0).abs() < 1e-6, "{epochs}");
        }
    }

    #[test]
    fn no_repetition_without_data() {
        assert!(EFFECTIVE_DATA.fill(&[("uniqueTokens".to_owned(), 0.0)], &[]).is_err());
        assert!(EFFECTIVE_DATA.fill(&[], &[("R*".to_owned(), 0.0)]).unwrap().with("tokens", 1e10).evaluate().is_err());
    }
}

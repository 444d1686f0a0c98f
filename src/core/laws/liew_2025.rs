//! Liew, Kato, Takase 2025, "Scaling Laws for Upcycling Mixture-of-Experts Language Models", arXiv 2502.03009.
//!
//! A mixture of eight experts is trained from scratch, L = E + A / D^α + B / N^β, or made of a dense model that was
//! trained on D1 tokens, L = E + Au D1^(−α1) D^(−α2 + α3 ln D1) + Bu / N^βu; N is the size of the dense model in both.
//! α3 above zero: the longer the dense training, the less each further token brings.
//!
//! The constants are those of Table 2 as transcribed. The form in which they stand is recalled from the paper, so each
//! is marked as recalled. The logarithm is the natural one: by the decimal one a model of 1 B would reach 1.87.

use super::form::additive::Additive;
use super::form::besides::{Besides, Made};
use super::{Choice, Constant, Error, Fitted, Input, Kind, Meta, Setting};
use crate::core::error::{Code, Warning};
use crate::core::expr::{Expr, difference, given, ln, named, power, product, quotient};
use crate::core::num;
use crate::core::quantity::{Params, Tokens, show};

static META: Meta = Meta {
    id: "liew-2025",
    title: "Liew et al. 2025 (mixtures of experts from dense models)",
    short: "Liew 2025",
    label: "Liew 2025",
    variant_of: None,
    authors: "Liew, Kato, Takase",
    year: 2025,
    arxiv: Some("2502.03009"),
    locator: "Table 2 as transcribed, form from memory of the paper; read 2026-11-23",
    kind: Kind::Surface,
    form: "from scratch: L = E + A / D^α + B / N^β; from a dense model trained on D1: L = E + Au · D1^(−α1) · D^(−α2 + α3 ln D1) + Bu / N^βu",
    constants: &[FLOOR, A, ALPHA, B, BETA, AU, ALPHA_1, ALPHA_2, ALPHA_3, BU, BETA_U],
    fitted: Fitted {
        params: (1e-300, 1e300),
        tokens: (1e-300, 1e300),
        flops: (1e-300, 1e300),
        what: "mixtures of 8 experts, from scratch and from dense models, checked up to 7 B; the sizes and tokens of the runs were not seen",
    },
    data: "SlimPajama, the runs of Liew et al.",
    params_count: "dense",
    flops_convention: "6·N·D with N the dense model; a mixture that uses two of its eight experts costs more for each token",
    inputs: &[Input::DenseTokens],
    slope_interval: None,
    interval: None,
    notes: &[
        "Without dense tokens it is a mixture of 8 experts from scratch. With them it is one that starts from a dense model; its own tokens and compute come on top of what the dense model had.",
        "The values are transcribed, the form is recalled. Which size enters for a mixture from a dense model is not said there; the dense model's is taken, as for one from scratch.",
        "Against training from scratch, D counts the mixture's own tokens alone.",
    ],
    remarks: &[],
};

static DENSE_META: Meta = Meta {
    id: "liew-2025-dense",
    title: "Liew et al. 2025 (dense models)",
    short: "Liew 2025, dense",
    label: "Liew, dense",
    variant_of: Some("liew-2025"),
    form: "L = E + A / D^α + B / N^β",
    constants: &[FLOOR, A_DENSE, ALPHA_DENSE, B_DENSE, BETA_DENSE],
    fitted: Fitted {
        what: "dense models, checked up to 7 B; the sizes and tokens of the runs were not seen",
        ..META.fitted
    },
    params_count: "total",
    flops_convention: "6·N·D",
    inputs: &[],
    notes: &[
        "The dense models that mixtures are made of.",
        "The values are transcribed, the form is recalled. What the sizes count was not seen; they are taken as all parameters.",
    ],
    ..META
};

const fn recalled(symbol: &'static str, value: f64, meaning: &'static str, unit: &'static str) -> Constant {
    Constant::new(symbol, value, meaning, unit).recalled_medium()
}

const NATS: &str = "nats per token";
const FLOOR: Constant = recalled("E", 0.165, "loss that no model and no data removes", NATS);
const A: Constant = recalled("A", 32.0, "factor of the data term", NATS);
const ALPHA: Constant = recalled("α", 0.161, "exponent of the data", "");
const B: Constant = recalled("B", 7.05, "factor of the size term", NATS);
const BETA: Constant = recalled("β", 0.080, "exponent of the size", "");
const A_DENSE: Constant = Constant { value: 8.83, ..A };
const ALPHA_DENSE: Constant = Constant { value: 0.088, ..ALPHA };
const B_DENSE: Constant = Constant { value: 12.3, ..B };
const BETA_DENSE: Constant = Constant { value: 0.116, ..BETA };
const AU: Constant = recalled("Au", 16.3, "factor of the data term from a dense model", NATS);
const ALPHA_1: Constant = recalled("α1", 0.043, "exponent of the dense model's tokens", "");
const ALPHA_2: Constant = recalled("α2", 0.085, "exponent of the mixture's tokens", "");
const ALPHA_3: Constant = recalled("α3", 7.98e-4, "how that exponent shrinks with ln D1", "");
const BU: Constant = recalled("Bu", 8.53, "factor of the size term from a dense model", NATS);
const BETA_U: Constant = recalled("βu", 0.112, "exponent of the size from a dense model", "");

const fn law(meta: &'static Meta, [a, alpha, b, beta]: [Constant; 4], besides: Besides) -> Additive {
    Additive { meta, e: FLOOR, a: b, b: a, alpha: beta, beta: alpha, covariance: None, besides }
}

pub static LIEW_2025: Additive = law(&META, [A, ALPHA, B, BETA], Besides { under, ..Besides::NONE });
pub static DENSE: Additive = law(&DENSE_META, [A_DENSE, ALPHA_DENSE, B_DENSE, BETA_DENSE], Besides::NONE);

const FACTOR: (&str, &str) = ("F", "factor of the data term after the dense training");
const EXPONENT: (&str, &str) = ("η", "exponent of the data after the dense training");

/// Factor and exponent of the mixture's tokens when the dense model had so many.
fn after(dense_tokens: f64) -> (Expr, Expr) {
    let d1 = || given("D1", "tokens the dense model was trained on", dense_tokens, Tokens::UNIT);
    let factor = quotient(AU.letter(), power(d1(), ALPHA_1.letter()));
    let exponent = difference(ALPHA_2.letter(), product([ALPHA_3.letter(), ln(d1())]));
    (named(FACTOR.0, FACTOR.1, factor), named(EXPONENT.0, EXPONENT.1, exponent))
}

fn under(setting: &Setting) -> Result<Option<Choice>, Error> {
    let Some(tokens) = setting.dense_tokens else { return Ok(None) };
    let (factor, exponent) = after(tokens.get());
    let (factor, exponent) = (factor.eval(), exponent.eval());
    if exponent <= 0.0 {
        let message = format!(
            "After so many dense tokens further ones bring nothing in {}; give fewer than 1e46, for example 1e12.",
            META.short
        );
        return Err(Error::new(Code::OutOfDomain, Input::DenseTokens.name(), message));
    }
    let derived = |(symbol, meaning), value, unit| Constant::new(symbol, value, meaning, unit).derived();
    let constants = [derived(FACTOR, factor, NATS), derived(EXPONENT, exponent, ""), BU, BETA_U];
    let setting = Setting { dense_tokens: Some(tokens), ..Setting::NONE };
    let from = Some(Made { letters, constants: &[FLOOR, AU, ALPHA_1, ALPHA_2, ALPHA_3, BU, BETA_U] });
    let besides = Besides { setting, remarks, from, ..Besides::NONE };
    Ok(Some(Choice::made(law(&META, constants, besides))))
}

/// Floor, factors and exponents of size and data, in the order of the form.
fn letters(setting: &Setting) -> [Expr; 5] {
    let (factor, exponent) = after(setting.dense_tokens.map_or(1.0, Tokens::get));
    [FLOOR.letter(), BU.letter(), factor, BETA_U.letter(), exponent]
}

/// The mixture's tokens from which one from scratch is no worse; `None` where it never is.
///
/// By the fit one from scratch falls behind again at tokens far beyond any run, as the size terms differ; that second
/// crossing is left out.
pub fn threshold(params: f64, dense_tokens: f64) -> Option<f64> {
    let (factor, exponent) = after(dense_tokens);
    let (factor, exponent) = (factor.eval(), exponent.eval());
    let sizes = B.value * params.powf(-BETA.value) - BU.value * params.powf(-BETA_U.value);
    let behind = |ln_d: f64| A.value * (-ALPHA.value * ln_d).exp() - factor * (-exponent * ln_d).exp() + sizes;
    // From far behind it comes nearer up to here, where both gain equally from a token.
    let steeper = ALPHA.value - exponent;
    let nearest = (ALPHA.value * A.value / (exponent * factor)).ln() / steeper;
    (steeper > 0.0).then(|| num::root(-700.0, nearest, behind))?.map(f64::exp)
}

fn remarks(setting: &Setting, params: Params, tokens: Option<Tokens>) -> Vec<Warning> {
    let overtaken = || {
        let catches_up = threshold(params.get(), setting.dense_tokens?.get())?;
        (tokens?.get() >= catches_up).then(|| Warning {
            code: "overtaken",
            field: Input::DenseTokens.name().into(),
            message: format!(
                "From {} tokens on a mixture trained from scratch does as well or better; there is nothing left to gain from the dense model.",
                show::sig(catches_up, 3)
            ),
        })
    };
    overtaken().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Pin, warnings_of};
    use crate::core::quantity::Flop;

    fn upcycled(dense_tokens: f64) -> Choice {
        let setting = Setting { dense_tokens: Tokens::new(dense_tokens).ok(), ..Setting::NONE };
        Choice::Published(&LIEW_2025).strictly_under(&setting).unwrap()
    }

    fn loss(law: &dyn Law, n: f64, d: f64) -> f64 {
        law.loss(Params::new(n).unwrap(), Some(Tokens::new(d).unwrap())).unwrap().loss.get()
    }

    /// Worked out outside this program.
    #[test]
    fn losses() {
        for (law, n, d, expected) in [
            (Choice::Published(&DENSE), 1e9, 74e9, 2.252_53),
            (Choice::Published(&DENSE), 1e9, 100e9, 2.227_01),
            (Choice::Published(&LIEW_2025), 1e9, 100e9, 2.050_54),
            (Choice::Published(&LIEW_2025), 1e9, 37e9, 2.144_66),
            (upcycled(74e9), 1e9, 37e9, 2.144_20),
            (upcycled(100e9), 1e9, 10e9, 2.236_41),
            (upcycled(1e12), 7e9, 100e9, 1.847_07),
            (Choice::Published(&LIEW_2025), 7e9, 100e9, 1.856_88),
        ] {
            assert!((loss(&*law, n, d) - expected).abs() <= 6e-6, "{law:?}, {n:e} on {d:e}: {}", loss(&*law, n, d));
        }
        for (dense_tokens, exponent) in [(74e9, 0.0650), (1e12, 0.0630)] {
            assert!((after(dense_tokens).1.eval() - exponent).abs() <= 5e-5, "{dense_tokens:e}");
        }
    }

    /// Where a mixture from scratch catches up, by a search over a grid outside this program.
    #[test]
    fn thresholds() {
        for (n, dense_tokens, expected) in [
            (1e9, 10e9, Some(7.0747e9)),
            (1e9, 74e9, Some(3.7607e10)),
            (1e9, 300e9, Some(1.8818e11)),
            (1e9, 1e12, None),
            (7e9, 10e9, Some(3.8868e9)),
            (7e9, 74e9, Some(1.5504e10)),
            (7e9, 300e9, Some(4.7956e10)),
            (7e9, 1e12, Some(1.5754e11)),
            (1e8, 10e9, Some(1.3347e10)),
            (1e8, 74e9, Some(1.2070e11)),
            (1e8, 300e9, None),
        ] {
            let found = threshold(n, dense_tokens);
            assert_eq!(found.is_some(), expected.is_some(), "{n:e} after {dense_tokens:e}: {found:?}");
            let (Some(found), Some(expected)) = (found, expected) else { continue };
            assert!((found / expected - 1.0).abs() < 5e-5, "{n:e} after {dense_tokens:e}: {found:e}");
            // Below it the dense model helps, just beyond it does not, and at it both are alike.
            let law = upcycled(dense_tokens);
            let gain = |d: f64| loss(&LIEW_2025, n, d) - loss(&*law, n, d);
            assert!(gain(0.9 * found) > 0.0 && gain(1.1 * found) < 0.0 && gain(found).abs() < 1e-12);
        }
        for (n, d) in [(0.0, 1e11), (-1.0, 1e11), (f64::NAN, 1e11), (1e9, 0.0), (1e9, f64::NAN), (1e9, 1e300)] {
            assert!(threshold(n, d).is_none_or(|t| t.is_finite() && t > 0.0), "{n} {d}");
        }
    }

    /// The longer the dense training, the better the start and the less each further token brings.
    #[test]
    fn dense_training_helps_and_wears_off() {
        let (short, long) = (upcycled(10e9), upcycled(1e12));
        assert!(loss(&*long, 1e9, 1e10) < loss(&*short, 1e9, 1e10));
        let gain = |law: &dyn Law| loss(law, 1e9, 1e10) - loss(law, 1e9, 1e11);
        assert!(gain(&*long) < gain(&*short));
        // It starts below the mixture from scratch and below the dense model on as many tokens.
        assert!(loss(&*short, 1e9, 1e9) < loss(&LIEW_2025, 1e9, 1e9));
        assert!(loss(&LIEW_2025, 1e9, 1e11) < loss(&DENSE, 1e9, 1e11));
    }

    /// No size of a fine grid does better on the same compute.
    #[test]
    fn optimum_is_the_least() {
        for law in [Choice::Published(&LIEW_2025), upcycled(74e9), upcycled(1e12), Choice::Published(&DENSE)] {
            for c in [1e20, 1e22] {
                let o = law.optimum(Pin::Flops(Flop::new(c).unwrap())).unwrap();
                let least = (-3000..=3000)
                    .map(|i| o.params.get() * (f64::from(i) / 1000.0).exp())
                    .map(|n| (loss(&*law, n, c / (6.0 * n)), n))
                    .min_by(|x, y| x.0.total_cmp(&y.0))
                    .unwrap();
                assert!(o.loss.unwrap().get() <= least.0 * (1.0 + 1e-15), "{law:?} at {c:e}");
                assert!((least.1 / o.params.get()).ln().abs() < 2e-3, "{law:?} at {c:e}");
            }
        }
    }

    #[test]
    fn says_what_is_not_known() {
        let codes = |law: &Choice, d: f64| -> Vec<&str> {
            let n = Params::new(1e9).unwrap();
            warnings_of(&**law, None, n, Tokens::new(d).ok()).iter().map(|w| w.code).collect()
        };
        for law in [Choice::Published(&LIEW_2025), Choice::Published(&DENSE), upcycled(1e12)] {
            assert_eq!(codes(&law, 1e12), ["unverified-constant"], "{law:?}");
        }
        assert_eq!(codes(&upcycled(74e9), 37e9), ["unverified-constant"]);
        assert_eq!(codes(&upcycled(74e9), 38e9), ["unverified-constant", "overtaken"]);
        let setting = Setting { dense_tokens: Tokens::new(1e50).ok(), ..Setting::NONE };
        let e = Choice::Published(&LIEW_2025).under(&setting).unwrap_err();
        assert_eq!((e.code, e.field.as_str()), (Code::OutOfDomain, "denseTokens"));
    }
}

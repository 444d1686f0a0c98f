//! Sardana, Portes, Doubov, Frankle 2024, "Beyond Chinchilla-Optimal: Accounting for Inference in Language Model
//! Scaling Laws", arXiv 2401.00448.
//!
//! The paper minimises 6 N D + 2 N D_inf at a fixed loss, with approach 3 of Hoffmann et al. 2022 at α = 0.336 and
//! β = 0.283, as its released code has them. Its refits on 47 runs of its own, on up to 10,000 tokens for each
//! parameter, are Table 1: the constants move as longer runs are put in.

use super::form::additive::Additive;
use super::form::besides::Besides;
use super::{Constant, Fitted, Kind, Meta, hoffmann_2022};

static META: Meta = Meta {
    id: "sardana-2024",
    title: "Sardana et al. 2024",
    short: "Sardana 2024",
    label: "Sardana 2024",
    variant_of: Some("hoffmann-2022-approach-3"),
    authors: "Sardana, Portes, Doubov, Frankle",
    year: 2024,
    arxiv: Some("2401.00448"),
    locator: "constants of the released code (beyond-chinchilla, utils.py); read 2026-11-24",
    kind: Kind::Surface,
    form: "L = E + A / N^α + B / D^β",
    constants: &[E, A, B, ALPHA, BETA],
    fitted: hoffmann_2022::FITTED,
    data: "MassiveText",
    params_count: "total",
    flops_convention: "6·N·D",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &[
        "The runs are those of Hoffmann et al. 2022, approach 3; α and β have a digit more than printed there.",
        "Refits on the paper's own 47 runs are listed as variants: their exponents are smaller, and grow as longer runs are put in.",
    ],
    remarks: &[(
        "disputed",
        "Besiroglu et al. 2024 find that the underlying fit of Hoffmann et al. stopped early; their refit gives larger models and fewer tokens.",
    )],
};

const E: Constant = Constant::new("E", 1.69, "loss that no model and no data removes", "nats per token");
const A: Constant = Constant::new("A", 406.4, "factor of the size term", "nats per token");
const B: Constant = Constant::new("B", 410.7, "factor of the data term", "nats per token");
const ALPHA: Constant = Constant::new("α", 0.336, "exponent of the size", "");
const BETA: Constant = Constant::new("β", 0.283, "exponent of the data", "");

pub static SARDANA_2024: Additive =
    Additive { meta: &META, e: E, a: A, b: B, alpha: ALPHA, beta: BETA, covariance: None, besides: Besides::NONE };

static OWN_RUNS_META: Meta = Meta {
    id: "sardana-2024-own-runs",
    title: "Sardana et al. 2024, refit on its own 47 runs",
    short: "Sardana 2024, own runs",
    label: "Sardana, own runs",
    variant_of: Some("hoffmann-2022-approach-3"),
    locator: "Table 1, all runs, from notes that cite it; read 2026-11-24",
    constants: &[OWN_E, OWN_A, OWN_B, OWN_ALPHA, OWN_BETA],
    fitted: OWN_FITTED,
    data: "the text of Sardana et al.",
    notes: &[
        "Runs of up to 10,000 tokens for each parameter: made to say what very long training of small models gives.",
    ],
    remarks: &[],
    ..META
};
static SHORT_RUNS_META: Meta = Meta {
    id: "sardana-2024-own-runs-100",
    title: "Sardana et al. 2024, refit on its own runs of at most 100 tokens per parameter",
    short: "Sardana 2024, own, up to 100",
    label: "Sardana, up to 100",
    locator: "Table 1, runs of at most 100 tokens per parameter, from notes that cite it; read 2026-11-24",
    constants: &[SHORT_E, SHORT_A, SHORT_B, SHORT_ALPHA, SHORT_BETA],
    fitted: Fitted { tokens: (1.5e9, 6e11), flops: (1.35e18, 2.16e22), ..OWN_FITTED },
    notes: &[
        "With a floor of 0.17 nats these constants are not to be trusted outside the runs; the paper shows them for how far they move.",
    ],
    remarks: &[(
        "small-fit",
        "The floor and both exponents of this refit change several times over as longer runs are put in.",
    )],
    ..OWN_RUNS_META
};

const OWN_FITTED: Fitted = Fitted {
    params: (1.5e8, 6e9),
    tokens: (1.5e9, 1.5e12),
    flops: (1.35e18, 2.16e22),
    what: "47 runs of 150 M to 6 B parameters on 10 to 10,000 tokens for each; tokens and compute follow from these",
};
const OWN_E: Constant =
    Constant::new("E", 1.45, "loss that no model and no data removes", "nats per token").transcribed();
const OWN_A: Constant = Constant::new("A", 33.66, "factor of the size term", "nats per token").transcribed();
const OWN_B: Constant = Constant::new("B", 138.9, "factor of the data term", "nats per token").transcribed();
const OWN_ALPHA: Constant = Constant::new("α", 0.18, "exponent of the size", "").transcribed();
const OWN_BETA: Constant = Constant::new("β", 0.24, "exponent of the data", "").transcribed();
const SHORT_E: Constant =
    Constant::new("E", 0.17, "loss that no model and no data removes", "nats per token").transcribed();
const SHORT_A: Constant = Constant::new("A", 7.199, "factor of the size term", "nats per token").transcribed();
const SHORT_B: Constant = Constant::new("B", 25.97, "factor of the data term", "nats per token").transcribed();
const SHORT_ALPHA: Constant = Constant::new("α", 0.08, "exponent of the size", "").transcribed();
const SHORT_BETA: Constant = Constant::new("β", 0.13, "exponent of the data", "").transcribed();

pub static OWN_RUNS: Additive = Additive {
    meta: &OWN_RUNS_META,
    e: OWN_E,
    a: OWN_A,
    b: OWN_B,
    alpha: OWN_ALPHA,
    beta: OWN_BETA,
    covariance: None,
    besides: Besides::NONE,
};
pub static SHORT_RUNS: Additive = Additive {
    meta: &SHORT_RUNS_META,
    e: SHORT_E,
    a: SHORT_A,
    b: SHORT_B,
    alpha: SHORT_ALPHA,
    beta: SHORT_BETA,
    covariance: None,
    besides: Besides::NONE,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::besiroglu_2024::BESIROGLU_2024;
    use crate::core::laws::{Law, Optimum, Pin};
    use crate::core::quantity::Params;

    fn plain(law: &Additive, n: f64) -> Optimum {
        law.optimum(Pin::Params(Params::new(n).unwrap())).unwrap()
    }

    /// Size and tokens of the least 6 N D + 2 N D_inf at the loss of `of`, by golden section on ln N, and that least.
    fn served(law: &Additive, of: &Optimum, inference: f64) -> (f64, f64, f64) {
        let loss = of.loss.unwrap().get();
        let tokens = |n: f64| {
            let left = loss - law.e.value - law.a.value / n.powf(law.alpha.value);
            if left > 0.0 { (law.b.value / left).powf(1.0 / law.beta.value) } else { f64::INFINITY }
        };
        let cost = |ln_n: f64| ln_n.exp() * (6.0 * tokens(ln_n.exp()) + 2.0 * inference);
        let (mut low, mut high) = (of.params.get().ln() - 3.0, of.params.get().ln() + 0.5);
        let golden = 0.5 * (5f64.sqrt() - 1.0);
        for _ in 0..100 {
            let (x, y) = (high - golden * (high - low), low + golden * (high - low));
            if cost(x) < cost(y) { high = y } else { low = x }
        }
        let n = (0.5 * (low + high)).exp();
        (n, tokens(n), cost(n.ln()))
    }

    /// The paper's answers: the model that serves D_inf tokens at the quality of a compute-optimal one. Size of the
    /// optimal one, its tokens and loss, D_inf; then size, data over that of the optimal one, compute saved in per cent.
    #[test]
    fn models_for_inference() {
        for (n, d, inference, size, more, saved) in
            [(13e9, 5.765e11, 2e12, 6.97e9, 2.165, 17.45), (30e9, 1.556e12, 1e13, 13.6e9, 2.845, 28.0)]
        {
            let o = plain(&SARDANA_2024, n);
            assert!((o.tokens.get() / d - 1.0).abs() <= 5e-4, "{n:e}: {:e}", o.tokens.get());
            let (best, tokens, cost) = served(&SARDANA_2024, &o, inference);
            let cut = 100.0 * (1.0 - cost / (o.flops.get() + 2.0 * n * inference));
            assert!((best / size - 1.0).abs() <= 4e-3, "{n:e}: {best:e}");
            assert!((tokens / o.tokens.get() - more).abs() <= 1e-3, "{n:e}: {}", tokens / o.tokens.get());
            assert!((cut - saved).abs() <= 0.05, "{n:e}: {cut}");
        }
        let o = plain(&SARDANA_2024, 13e9);
        assert!((o.loss.unwrap().get() - 2.0453).abs() <= 5e-5);
        assert!((served(&SARDANA_2024, &o, 2e12).1 / 1.248e12 - 1.0).abs() <= 5e-4);
        // 70 B for 2 T tokens.
        let o = plain(&SARDANA_2024, 70e9);
        let cut = 100.0 * (1.0 - served(&SARDANA_2024, &o, 2e12).2 / (o.flops.get() + 2.0 * 70e9 * 2e12));
        assert!((cut - 1.31).abs() <= 5e-3, "{cut}");
    }

    /// The README of the released code: a compute-optimal 30 B, and the run that serves 2 T tokens at a loss of 1.947.
    #[test]
    fn answers_of_the_released_code() {
        let o = plain(&SARDANA_2024, 30e9);
        assert!((o.tokens.get() / 1.556e12 - 1.0).abs() <= 5e-4);
        assert!((o.loss.unwrap().get() - 1.958_253_360_475_841).abs() < 1e-12);
        let o = SARDANA_2024.optimum(Pin::Loss(crate::core::quantity::Nats::new(1.947).unwrap())).unwrap();
        let (best, tokens, cost) = served(&SARDANA_2024, &o, 2e12);
        assert!((best - 2.418e10).abs() <= 0.0005e10 * 1.01, "{best:e}");
        assert!((tokens - 2.657e12).abs() <= 0.0005e12 * 1.01, "{tokens:e}");
        assert!((100.0 * best / o.params.get() - 70.96).abs() <= 0.01);
        assert!((100.0 * tokens / o.tokens.get() - 146.77).abs() <= 0.01);
        assert!((100.0 * cost / (o.flops.get() + 2.0 * o.params.get() * 2e12) - 95.22).abs() <= 0.01);
    }

    /// The refit of the same runs saves more.
    #[test]
    fn another_law_says_otherwise() {
        let o = plain(&BESIROGLU_2024, 13e9);
        let (best, _, cost) = served(&BESIROGLU_2024, &o, 2e12);
        assert!((best - 6.10e9).abs() <= 0.005e9, "{best:e}");
        let cut = 100.0 * (1.0 - cost / (o.flops.get() + 2.0 * 13e9 * 2e12));
        assert!((cut - 29.0).abs() <= 0.05, "{cut}");
    }
}

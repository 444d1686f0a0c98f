//! Kumar, Ankner, Spector et al. 2024, "Scaling Laws for Precision", arXiv 2411.04330.
//!
//! Training in few bits acts as a smaller model, N_eff = N · Π (1 − exp(n_x − P_x/γ_x)) over weights, activations and
//! the KV cache; quantising the weights afterwards adds a loss that grows with the training tokens. The offsets n_x and
//! b stand in Table 2 and not in the equations of the main text. Their sign follows from the paper's statements: with
//! + n the best common precision is 7.00 bits (the paper: 7 to 8), without the offsets 3.5.
//!
//! At a fixed precision C = (P/16) · 6 N D gives N* = G K^a f^(a−1) with K = 16 C / (6 P), a = β / (α + β), so
//! N* ∝ P^(−β/(α+β)). Equation 6 prints other exponents of P, under which N · D · P would not stay at C.

use super::form::searched::{Point, Searched, Surface};
use super::{Choice, Constant, Error, Expr, FLOP_PER_PARAM_TOKEN, Fitted, Input, Kind, Meta, Setting};
use crate::core::error::{Code, Warning};
use crate::core::expr::{difference, exp, given, named, power, product, quotient, sum};
use crate::core::laws::setting::Precision;
use crate::core::num;
use crate::core::quantity::{Bits, Params, Tokens, show};

static META: Meta = Meta {
    id: "kumar-2024",
    title: "Kumar et al. 2024 (precision)",
    short: "Kumar 2024",
    label: "Kumar 2024",
    variant_of: None,
    authors: "Kumar, Ankner, Spector et al.",
    year: 2024,
    arxiv: Some("2411.04330"),
    locator: "appendix K, Table 2; read 2026-11-23",
    kind: Kind::Surface,
    form: "L = E + A / Neff^α + B / D^β + δ, Neff = N · Π (1 − exp(n − P/γ)), δ = CT · D^γD / N^γN · exp(b − Ppost/γpost)",
    constants: &[
        E, A, B, ALPHA, BETA, GAMMA_W, N_W, GAMMA_A, N_A, GAMMA_KV, N_KV, C_T, GAMMA_D, GAMMA_N, GAMMA_POST, OFFSET,
    ],
    fitted: Fitted {
        params: (3e7, 2.2e8),
        tokens: (1.5e9, 2.6e10),
        flops: (2.7e17, 3.432e19),
        what: "465 runs of 30 to 220 M parameters on 1.5 to 26 B tokens in integer formats of 3 to 16 bits, tested up to 1.7 B; compute as 6·N·D of the smallest and the largest",
    },
    data: "Dolma, the runs of Kumar et al.",
    params_count: "non-embedding",
    flops_convention: "(6/16)·N·D·P with P the larger of the bits of weights and activations: 6·N·D at 16 bits",
    inputs: &[Input::PrecisionBits, Input::PostTrainingBits],
    slope_interval: None,
    interval: None,
    notes: &[
        "Where no precision is given none is counted: Neff = N. Even 16 bits leave 99.4 % of a model by this fit.",
        "Constants are those of integer formats; of the floating-point fit only the weights' are printed.",
        "The paper's general δ puts Neff for N and multiplies by Π (1 − exp(−Cx (Px − Ppost))); the Cx are not printed, so δ is that of training in high precision, and too large after training in few bits.",
        "That b stands with a plus, as n does, is read from their likeness.",
        "Eq. 6 prints exponents of P that do not keep N·D·P at the budget; the optimum here does.",
    ],
    remarks: &[(
        "not-transferable",
        "The authors say that the constants belong to their setting: small models, one data set, integer formats.",
    )],
};

const E: Constant = Constant::new("E", 2.7648, "loss that no model and no data removes", "nats per token");
const A: Constant = Constant::new("A", 4.299e3, "factor of the size term", "nats per token");
const B: Constant = Constant::new("B", 1.806e4, "factor of the data term", "nats per token");
const ALPHA: Constant = Constant::new("α", 0.4965, "exponent of the size", "");
const BETA: Constant = Constant::new("β", 0.4965, "exponent of the data, tied to α", "");
const GAMMA_W: Constant = Constant::new("γw", 2.6745, "scale of the weights' bits", "bits");
const N_W: Constant = Constant::new("nw", 0.3037, "offset of the weights", "");
const GAMMA_A: Constant = Constant::new("γa", 2.2102, "scale of the activations' bits", "bits");
const N_A: Constant = Constant::new("na", 1.4072, "offset of the activations", "");
const GAMMA_KV: Constant = Constant::new("γkv", 0.9578, "scale of the KV cache's bits", "bits");
const N_KV: Constant = Constant::new("nkv", 2.4185, "offset of the KV cache", "");
const C_T: Constant = Constant::new("CT", 0.0598, "factor of the loss by quantising", "nats per token");
const GAMMA_D: Constant = Constant::new("γD", 0.5068, "exponent of the data in δ", "");
const GAMMA_N: Constant = Constant::new("γN", 0.3439, "exponent of the size in δ", "");
const GAMMA_POST: Constant = Constant::new("γpost", 0.5907, "scale of the bits after training", "bits");
const OFFSET: Constant = Constant::new("b", 1.1277, "offset of the bits after training", "");

/// One of the three things that are multiplied: how it enters.
struct Part {
    words: &'static str,
    bits: &'static str,
    share: &'static str,
    gamma: Constant,
    offset: Constant,
    of: fn(&Precision) -> f64,
}

static PARTS: [Part; 3] = [
    Part { words: "weights", bits: "Pw", share: "fw", gamma: GAMMA_W, offset: N_W, of: |p| p.weights.get() },
    Part { words: "activations", bits: "Pa", share: "fa", gamma: GAMMA_A, offset: N_A, of: |p| p.activations.get() },
    Part { words: "KV cache", bits: "Pkv", share: "fkv", gamma: GAMMA_KV, offset: N_KV, of: |p| p.kv.get() },
];

impl Part {
    /// What these bits leave of the model: 1 − exp(n − P/γ).
    fn left(&self, bits: f64) -> f64 {
        1.0 - (self.offset.value - bits / self.gamma.value).exp()
    }

    /// Bits at which nothing is left.
    fn lowest(&self) -> f64 {
        self.gamma.value * self.offset.value
    }

    fn explain(&self, bits: f64) -> Expr {
        let bits = given(self.bits, "bits in training", bits, Bits::UNIT);
        let lost = exp(difference(self.offset.letter(), quotient(bits, self.gamma.letter())));
        named(self.share, "what these bits leave of the model", difference(Expr::Number(1.0), lost))
    }
}

/// Bits of the runs.
pub(crate) const BITS: (f64, f64) = (3.0, 16.0);

/// Each part with its bits; none where no precision is counted.
fn parts(precision: Option<&Precision>) -> impl Iterator<Item = (&'static Part, f64)> {
    precision.into_iter().flat_map(|p| PARTS.iter().map(|part| (part, (part.of)(p))))
}

/// Neff / N.
fn left(precision: &Precision) -> f64 {
    PARTS.iter().map(|part| part.left((part.of)(precision))).product()
}

/// CT · exp(b − P/γpost).
fn harm(bits: f64) -> f64 {
    C_T.value * (OFFSET.value - bits / GAMMA_POST.value).exp()
}

/// Tokens beyond which more training raises the loss of a model quantised to `bits` afterwards:
/// β B D^−β = γD δ(N, D).
///
/// # Errors
/// When the answer leaves the range of numbers.
fn worst_tokens(params: Params, bits: Bits) -> Result<Tokens, Error> {
    let against = GAMMA_D.value * harm(bits.get()) * params.get().powf(-GAMMA_N.value);
    Tokens::new((BETA.value * B.value / against).powf(1.0 / (BETA.value + GAMMA_D.value)))
}

/// The common precision of training that reaches the lowest loss with any given compute, in bits: where f(P) / P is
/// largest, whatever the compute.
///
/// # Errors
/// Never; a test says so.
pub(crate) fn best_precision() -> Result<Bits, Error> {
    let slope = |p: f64| -> f64 {
        let rise = |part: &Part| (1.0 / part.left(p) - 1.0) / part.gamma.value;
        PARTS.iter().map(rise).sum::<f64>() - 1.0 / p
    };
    let lowest = PARTS.iter().map(Part::lowest).fold(0.0, f64::max);
    Bits::new(num::root(lowest + 1e-6, 64.0, slope).unwrap_or(f64::NAN))
}

/// The law at a precision of training and, where given, of quantisation afterwards.
pub struct Kumar {
    /// `None` where no precision is counted: Neff = N.
    precision: Option<Precision>,
    after: Option<Bits>,
}

/// No precision counted, nothing quantised afterwards.
pub static KUMAR_2024: Searched<Kumar> = Searched(Kumar { precision: None, after: None });

impl Kumar {
    fn new(setting: &Setting) -> Result<Kumar, Error> {
        let precision = setting.precision;
        for (part, bits) in parts(precision.as_ref()) {
            if part.left(bits) <= 0.0 {
                let lowest = part.lowest();
                return Err(Error::new(
                    Code::OutOfDomain,
                    Input::PrecisionBits.name(),
                    format!(
                        "Nothing is left of a model with its {} in {} bits in {}; give more than {lowest:.2} bits, so {} or more.",
                        part.words,
                        show::sig(bits, 4),
                        META.short,
                        lowest.floor() + 1.0
                    ),
                ));
            }
        }
        Ok(Kumar { precision, after: setting.post_training_bits })
    }

    /// Bits of the weights after training, where they are fewer than in training.
    fn quantised(&self) -> Option<f64> {
        self.after.map(Bits::get).filter(|bits| self.precision.is_none_or(|p| *bits < p.weights.get()))
    }
}

impl Surface for Kumar {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn under(&self, setting: &Setting) -> Result<Option<Choice>, Error> {
        if setting.precision.is_none() && setting.post_training_bits.is_none() {
            return Ok(None);
        }
        Kumar::new(setting).map(|law| Some(Choice::made(Searched(law))))
    }

    fn flop_per_param_token(&self, _: Params) -> f64 {
        let share = |p: Precision| p.weights.get().max(p.activations.get()) / 16.0;
        FLOP_PER_PARAM_TOKEN * self.precision.map_or(1.0, share)
    }

    fn remarks(&self, params: Params, tokens: Option<Tokens>) -> Vec<Warning> {
        let mut out = Vec::new();
        let mut say = |code, input: Input, message: String| {
            out.push(Warning { code, field: input.name().into(), message });
        };
        for (part, bits) in parts(self.precision.as_ref()) {
            if !(BITS.0..=BITS.1).contains(&bits) {
                let (lo, hi) = BITS;
                let message = format!("The fit has {} in {lo} to {hi} bits, not {}.", part.words, show::sig(bits, 4));
                say("outside-fitted-range", Input::PrecisionBits, message);
            }
        }
        let Some(after) = self.after else { return out };
        if self.quantised().is_none() {
            let message = "Weights trained in so few bits lose nothing when put into as many or more.".into();
            say("no-effect", Input::PostTrainingBits, message);
            return out;
        }
        if parts(self.precision.as_ref()).any(|(_, bits)| bits < 16.0) {
            let message = "The loss by quantising is that of a model trained in high precision; after training in few bits it is smaller, by a factor whose constants are not printed.".into();
            say("partial-form", Input::PostTrainingBits, message);
        }
        if let (Some(tokens), Ok(worst)) = (tokens, worst_tokens(params, after))
            && tokens > worst
        {
            let message = format!(
                "Beyond {} tokens more training raises the loss of this model after quantising to {} bits.",
                show::sig(worst.get(), 3),
                show::sig(after.get(), 4)
            );
            say("overtrained", Input::PostTrainingBits, message);
        }
        out
    }

    fn at(&self, ln_n: f64, ln_d: f64) -> Point {
        let params = A.value * (-ALPHA.value * (ln_n + self.precision.as_ref().map_or(0.0, |p| left(p).ln()))).exp();
        let data = B.value * (-BETA.value * ln_d).exp();
        let delta = self.quantised().map(|p| harm(p) * (GAMMA_D.value * ln_d - GAMMA_N.value * ln_n).exp());
        let or_zero = delta.unwrap_or(0.0);
        Point {
            irreducible: E.value,
            params,
            data,
            other: delta.map(|delta| ("postTraining", delta)),
            by_size: -ALPHA.value * params - GAMMA_N.value * or_zero,
            by_data: -BETA.value * data + GAMMA_D.value * or_zero,
        }
    }

    fn explain_run(&self, params: Params, tokens: Tokens) -> Expr {
        let n = || given("N", "parameters without embeddings", params.get(), Params::UNIT);
        let d = || given("D", "training tokens", tokens.get(), Tokens::UNIT);
        let effective = match &self.precision {
            None => n(),
            Some(precision) => {
                let shares = parts(Some(precision)).map(|(part, bits)| part.explain(bits));
                named("Neff", "parameters that count at these bits", product(std::iter::once(n()).chain(shares)))
            }
        };
        let mut terms = vec![
            E.letter(),
            quotient(A.letter(), power(effective, ALPHA.letter())),
            quotient(B.letter(), power(d(), BETA.letter())),
        ];
        if let Some(bits) = self.quantised() {
            let bits = given("Ppost", "bits of the weights after training", bits, Bits::UNIT);
            let growth = quotient(power(d(), GAMMA_D.letter()), power(n(), GAMMA_N.letter()));
            let harm = exp(difference(OFFSET.letter(), quotient(bits, GAMMA_POST.letter())));
            terms.push(named("δ", "loss by quantising after training", product([C_T.letter(), growth, harm])));
        }
        sum(terms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Pin};
    use crate::core::quantity::{Flop, Nats};

    fn bits(p: f64) -> Bits {
        Bits::new(p).unwrap()
    }

    fn law(train: Option<f64>, after: Option<f64>) -> Choice {
        let setting = Setting {
            precision: train.map(|p| Precision::uniform(bits(p))),
            post_training_bits: after.map(bits),
            ..Setting::default()
        };
        Choice::Published(&KUMAR_2024).strictly_under(&setting).unwrap()
    }

    fn loss(law: &Choice, n: f64, d: f64) -> f64 {
        law.loss(Params::new(n).unwrap(), Some(Tokens::new(d).unwrap())).unwrap().loss.get()
    }

    /// f(P) and losses from the printed constants, worked out outside this program; tolerance half a last digit.
    #[test]
    fn losses_at_every_precision() {
        for (p, f) in
            [(4.0, 0.1910), (5.0, 0.4271), (6.0, 0.6113), (7.0, 0.7404), (8.0, 0.8278), (12.0, 0.9671), (16.0, 0.9937)]
        {
            assert!((left(&Precision::uniform(bits(p))) - f).abs() <= 5e-5, "{p} bits");
        }
        let parts = PARTS.each_ref().map(|part| part.left(8.0));
        assert!(parts.iter().zip([0.932, 0.891, 0.997]).all(|(x, y)| (x - y).abs() <= 5e-4), "{parts:?}");
        for (n, d, p, expected) in [
            (220e6, 26e9, 16.0, 3.1976),
            (220e6, 26e9, 8.0, 3.2271),
            (220e6, 26e9, 6.0, 3.2824),
            (220e6, 26e9, 4.0, 3.5918),
            (3e7, 1.5e9, 8.0, 4.1826),
            (3e7, 1.5e9, 6.0, 4.3313),
            (2.2e8, 1e10, 8.0, 3.3011),
            (2.2e8, 1e10, 6.0, 3.3564),
            (2.2e8, 1e10, 4.0, 3.6658),
            (1.7e9, 2.6e10, 8.0, 3.0100),
            (1.7e9, 2.6e10, 4.0, 3.1421),
        ] {
            assert!((loss(&law(Some(p), None), n, d) - expected).abs() <= 5e-5, "{n:e} on {d:e} in {p} bits");
        }
        // No precision counted, Neff = N; 16 bits cost f^−α − 1 = 0.3 % of the size term more.
        for (n, d, full) in [(3e7, 1.5e9, 4.1005), (2.2e8, 1e10, 3.2706), (1.7e9, 2.6e10, 2.9989)] {
            let p = KUMAR_2024.loss(Params::new(n).unwrap(), Some(Tokens::new(d).unwrap())).unwrap();
            assert!((p.loss.get() - full).abs() <= 5e-5, "{n:e} on {d:e}: {}", p.loss.get());
            let more = p.params * (0.993_659_181f64.powf(-0.4965) - 1.0);
            assert!((loss(&law(Some(16.0), None), n, d) - p.loss.get() - more).abs() < 1e-8);
        }
    }

    /// δ from the printed constants.
    #[test]
    fn loss_by_quantising() {
        for (n, d, p, expected, half) in [
            (220e6, 26e9, 4.0, 0.0543, 5e-5),
            (220e6, 26e9, 5.0, 0.0100, 5e-5),
            (220e6, 26e9, 6.0, 0.0018, 5e-5),
            (30e6, 26e9, 4.0, 0.1078, 5e-5),
            (8e9, 15e12, 4.0, 0.396, 5e-4),
        ] {
            let (n, d) = (Params::new(n).unwrap(), Tokens::new(d).unwrap());
            let p = law(None, Some(p)).loss(n, Some(d)).unwrap();
            let (name, delta) = p.other.unwrap();
            assert!(name == "postTraining" && (delta - expected).abs() <= half, "{delta}");
            let plain = KUMAR_2024.loss(n, Some(d)).unwrap().loss.get();
            assert!((p.loss.get() - plain - delta).abs() < 1e-14);
        }
    }

    /// The paper: 7 to 8 bits are best, and 4 bits take more than four times the parameters.
    #[test]
    fn best_precision_is_seven_bits() {
        let best = best_precision().unwrap().get();
        assert!((best - 7.00).abs() <= 5e-3, "{best}");
        let worth = |p: f64| left(&Precision::uniform(bits(p))) / p;
        assert!((32..640).all(|i| worth(best) >= worth(f64::from(i) / 10.0)));
        let four = 1.0 / left(&Precision::uniform(bits(4.0)));
        assert!((four - 5.24).abs() <= 5e-3);
        // At any compute no common precision beats it.
        for c in [1e18, 1e22] {
            let least = |p: f64| law(Some(p), None).optimum(Pin::Flops(Flop::new(c).unwrap())).unwrap().loss.unwrap();
            assert!([4.0, 6.0, 6.9, 7.1, 8.0, 16.0].iter().all(|p| least(*p) > least(best)));
        }
    }

    /// Without quantisation: N* = G K^a f^(a−1), K = 16 C / (6 P).
    #[test]
    fn optimum_is_the_closed_form() {
        let a = BETA.value / (ALPHA.value + BETA.value);
        let g = (ALPHA.value * A.value / (BETA.value * B.value)).powf(1.0 / (ALPHA.value + BETA.value));
        for (p, f) in [(16.0, left(&Precision::uniform(bits(16.0)))), (5.0, left(&Precision::uniform(bits(5.0))))] {
            for c in [1e15, 1e18, 1e21, 1e28] {
                let k: f64 = 16.0 * c / (6.0 * p);
                let n = g * k.powf(a) * f.powf(a - 1.0);
                let o = law(Some(p), None).optimum(Pin::Flops(Flop::new(c).unwrap())).unwrap();
                assert!((o.params.get() / n - 1.0).abs() < 1e-12, "{p} bits, {c:e}");
                assert!((o.tokens.get() * n / k - 1.0).abs() < 1e-12, "{p} bits, {c:e}");
            }
        }
    }

    /// With quantisation: no size of a fine grid does better, and the four questions have one answer.
    #[test]
    fn optimum_after_quantising_is_the_least() {
        for (train, after) in [(16.0, 3.0), (16.0, 4.0), (8.0, 4.0), (12.0, 6.0)] {
            let law = law(Some(train), Some(after));
            for c in [1e16, 1e18, 1e20, 1e22, 1e24] {
                let c = Flop::new(c).unwrap();
                let o = law.optimum(Pin::Flops(c)).unwrap();
                let least = o.loss.unwrap().get();
                let (mut best, mut at) = (f64::INFINITY, 0.0);
                for i in -4000..=4000 {
                    let n = o.params.get() * (f64::from(i) / 1000.0).exp();
                    let here = law.on_budget(Params::new(n).unwrap(), c).unwrap().loss.get();
                    if here < best {
                        (best, at) = (here, n);
                    }
                }
                assert!(least <= best * (1.0 + 1e-15) && (at / o.params.get()).ln().abs() < 2e-3, "{c:?}");
                for pin in [Pin::Params(o.params), Pin::Tokens(o.tokens)] {
                    let again = law.optimum(pin).unwrap();
                    assert!((again.flops.get() / c.get() - 1.0).abs() < 1e-9, "{pin:?}");
                }
            }
        }
    }

    /// A larger model always helps, so along the best runs the loss falls without end even after quantising.
    #[test]
    fn a_loss_after_quantising_has_a_budget() {
        let law = law(None, Some(3.0));
        let mut last = f64::INFINITY;
        for i in 12..32 {
            let best = law.optimum(Pin::Flops(Flop::new(10f64.powi(i)).unwrap())).unwrap();
            let least = best.loss.unwrap();
            assert!(least.get() < last, "1e{i}");
            last = least.get();
            let again = law.optimum(Pin::Loss(least)).unwrap().flops.get();
            assert!((again / best.flops.get() - 1.0).abs() < 1e-6, "1e{i}: {again:e}");
        }
        let e = law.optimum(Pin::Loss(Nats::new(2.7648).unwrap())).unwrap_err();
        assert_eq!(e.code, Code::NoSolution);
    }

    /// More training makes quantising worse beyond the tokens said, and not before: from losses alone.
    #[test]
    fn more_training_raises_the_loss_beyond_worst_tokens() {
        for (n, p) in [(3e7, 4.0), (2.2e8, 3.0), (2.2e8, 4.0), (1.7e9, 5.0)] {
            let worst = worst_tokens(Params::new(n).unwrap(), bits(p)).unwrap().get();
            let law = law(None, Some(p));
            let (mut least, mut at) = (f64::INFINITY, 0.0);
            for i in -3000..=3000 {
                let d = worst * (f64::from(i) / 1000.0).exp();
                if loss(&law, n, d) < least {
                    (least, at) = (loss(&law, n, d), d);
                }
            }
            assert!((at / worst).ln().abs() < 2e-3, "{n:e} at {p}: {at:e} for {worst:e}");
            let codes = |d: f64| -> Vec<&str> {
                law.remarks(Params::new(n).unwrap(), Tokens::new(d).ok()).iter().map(|w| w.code).collect()
            };
            assert!(codes(1.01 * worst) == ["overtrained"] && codes(0.99 * worst).is_empty());
        }
    }

    /// Fewer bits never help at the same run; weights, activations and cache each count.
    #[test]
    fn fewer_bits_mean_more_loss() {
        let mut last = f64::INFINITY;
        for p in [3.2, 4.0, 5.0, 6.0, 8.0, 12.0, 16.0, 32.0] {
            let now = loss(&law(Some(p), None), 2e8, 1e10);
            assert!(now < last, "{p}");
            last = now;
        }
        let base = Precision::uniform(bits(8.0));
        for one in [
            Precision { weights: bits(4.0), ..base },
            Precision { activations: bits(4.0), ..base },
            Precision { kv: bits(4.0), ..base },
        ] {
            assert!(left(&one) < left(&base));
        }
        let mixed = Precision { weights: bits(4.0), activations: bits(8.0), kv: bits(16.0) };
        let made = Kumar::new(&Setting { precision: Some(mixed), ..Setting::default() }).unwrap();
        assert_eq!(made.flop_per_param_token(Params::new(1e9).unwrap()), 3.0);
    }

    #[test]
    fn too_few_bits_are_an_error_that_says_how_many() {
        for (precision, lowest) in [
            (Precision::uniform(bits(3.0)), "activations"),
            (Precision { kv: bits(2.0), ..Precision::uniform(bits(8.0)) }, "KV cache"),
        ] {
            let setting = Setting { precision: Some(precision), ..Setting::default() };
            let e = Choice::Published(&KUMAR_2024).under(&setting).unwrap_err();
            assert_eq!((e.code, e.field.as_str()), (Code::OutOfDomain, "precisionBits"));
            assert!(e.message.contains(lowest), "{}", e.message);
            assert!(
                e.message.contains("3.11 bits, so 4 or") || e.message.contains("2.32 bits, so 3 or"),
                "{}",
                e.message
            );
        }
        assert!((PARTS[0].lowest() - 0.812).abs() <= 5e-4);
    }

    #[test]
    fn remarks_say_what_is_left_out() {
        let n = Params::new(1e8).unwrap();
        let codes = |train, after| -> Vec<&str> { law(train, after).remarks(n, None).iter().map(|w| w.code).collect() };
        assert_eq!(codes(Some(8.0), Some(4.0)), ["partial-form"]);
        assert_eq!(codes(Some(8.0), Some(8.0)), ["no-effect"]);
        assert_eq!(codes(Some(32.0), None), ["outside-fitted-range"; 3]);
        assert!(codes(None, Some(4.0)).is_empty() && codes(Some(16.0), None).is_empty());
    }
}

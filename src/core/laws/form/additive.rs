//! L(N, D) = E + A / N^α + B / D^β, with C = 6 N D: the form of Hoffmann et al. 2022, approach 3.
//!
//! Everything has a closed form here. With a covariance of (ln A, ln B, ln E, α, β) it also has an interval,
//! by the delta method: how the answer moves with each constant, at what is held fixed.

use std::borrow::Cow;

use super::besides::Besides;
use crate::core::error::{Code, Error, Warning};
use crate::core::expr::{Expr, difference, given, named, power, quotient};
use crate::core::laws::{
    Asked, Choice, Constant, Interval, Intervals, Law, Meta, Optimum, Pin, Prediction, Setting, bought, k_of,
    needs_tokens,
};
use crate::core::num;
use crate::core::quantity::{Flop, Nats, Params, Tokens};

/// Half-width of an 80 % interval in standard deviations.
const Z80: f64 = 1.281_551_565_544_600_4;

pub struct Additive {
    pub meta: &'static Meta,
    pub e: Constant,
    pub a: Constant,
    pub b: Constant,
    pub alpha: Constant,
    pub beta: Constant,
    /// Covariance of (ln A, ln B, ln E, α, β), where known.
    pub covariance: Option<[[f64; 5]; 5]>,
    /// What is not the same for every law of this form.
    pub besides: Besides,
}

type Gradient = [f64; 5];

fn plus(x: Gradient, k: f64, y: Gradient) -> Gradient {
    std::array::from_fn(|i| x[i] + k * y[i])
}

impl Additive {
    /// Share of compute growth that goes into parameters, a = β / (α + β).
    fn share(&self) -> f64 {
        self.beta.value / (self.alpha.value + self.beta.value)
    }

    /// ln G, with G = (αA / βB)^(1 / (α + β)).
    fn ln_g(&self) -> f64 {
        ((self.alpha.value * self.a.value) / (self.beta.value * self.b.value)).ln()
            / (self.alpha.value + self.beta.value)
    }

    /// Exponent of the loss along the frontier, g = αβ / (α + β).
    fn fall(&self) -> f64 {
        self.alpha.value * self.share()
    }

    fn params_term(&self, ln_n: f64) -> f64 {
        self.a.value * (-self.alpha.value * ln_n).exp()
    }

    fn data_term(&self, ln_d: f64) -> f64 {
        self.b.value * (-self.beta.value * ln_d).exp()
    }

    /// Slope of the loss in ln N when the budget is held, for the bracketed minimiser.
    fn slope(&self, ln_n: f64, ln_x: f64) -> f64 {
        self.beta.value * self.data_term(ln_x - ln_n) - self.alpha.value * self.params_term(ln_n)
    }

    /// N* by minimising on the constraint instead of the closed form: the second path to the same number.
    pub fn minimise(&self, flops: Flop) -> Option<f64> {
        let ln_x = (flops.get() / self.besides.flop).ln();
        num::root(ln_x - 700.0 / self.beta.value.max(1.0), 700.0, |ln_n| self.slope(ln_n, ln_x)).map(f64::exp)
    }

    /// Change of the loss with each constant at a fixed run.
    fn loss_gradient(&self, ln_n: f64, ln_d: f64) -> Gradient {
        let (p, d) = (self.params_term(ln_n), self.data_term(ln_d));
        [p, d, self.e.value, -ln_n * p, -ln_d * d]
    }

    /// Change of ln N* with each constant at a fixed budget, `x` = ln(C / k).
    fn size_gradient(&self, x: f64) -> Gradient {
        let (alpha, beta) = (self.alpha.value, self.beta.value);
        let sum = alpha + beta;
        let ln_g = self.ln_g();
        [
            1.0 / sum,
            -1.0 / sum,
            0.0,
            (1.0 / alpha - ln_g - beta * x / sum) / sum,
            (-1.0 / beta - ln_g + alpha * x / sum) / sum,
        ]
    }

    fn deviation(&self, g: Gradient) -> Option<f64> {
        let covariance = self.covariance.as_ref()?;
        let mut variance = 0.0;
        for (i, row) in covariance.iter().enumerate() {
            for (j, c) in row.iter().enumerate() {
                variance += g[i] * c * g[j];
            }
        }
        Some(variance.max(0.0).sqrt())
    }

    /// Interval of a positive quantity from the change of its logarithm.
    fn factor_interval(&self, value: f64, g: Gradient) -> Interval {
        let s = (Z80 * self.deviation(g)?).exp();
        let (low, high) = ((value / s).min(value), (value * s).max(value));
        (low > 0.0 && high.is_finite()).then_some((low, high))
    }

    fn loss_interval(&self, loss: f64, g: Gradient) -> Interval {
        let s = Z80 * self.deviation(g)?;
        // Far below the fitted budgets the spread exceeds the loss itself; a loss is never below zero.
        (loss + s).is_finite().then_some(((loss - s).max(0.0), loss + s))
    }

    fn intervals(&self, pin: Pin, x: f64, (c, n, d): (f64, f64, f64), loss: f64) -> Intervals {
        if self.covariance.is_none() {
            return Intervals::default();
        }
        let zero = [0.0; 5];
        let share = self.share();
        let size = self.size_gradient(x);
        let at_budget = self.loss_gradient(n.ln(), d.ln());
        // Along the frontier the loss falls by g (L − E) per unit of ln C.
        let fall = self.fall() * (loss - self.e.value);
        // How ln C itself moves when something else is held.
        let compute = match pin {
            Pin::Flops(_) => zero,
            Pin::Params(_) => plus(zero, -1.0 / share, size),
            Pin::Tokens(_) => plus(zero, 1.0 / (1.0 - share), size),
            Pin::Loss(_) => plus(zero, 1.0 / fall, at_budget),
        };
        let params = plus(size, share, compute);
        let tokens = plus(plus(zero, -1.0, size), 1.0 - share, compute);
        let held = |held: bool, i: Interval| if held { None } else { i };
        Intervals {
            flops: held(matches!(pin, Pin::Flops(_)), self.factor_interval(c, compute)),
            params: held(matches!(pin, Pin::Params(_)), self.factor_interval(n, params)),
            tokens: held(matches!(pin, Pin::Tokens(_)), self.factor_interval(d, tokens)),
            tokens_per_param: self.factor_interval(d / n, plus(tokens, -1.0, params)),
            loss: held(matches!(pin, Pin::Loss(_)), self.loss_interval(loss, plus(at_budget, -fall, compute))),
        }
    }

    fn letters(&self) -> [Expr; 5] {
        match self.besides.from {
            Some(made) => (made.letters)(&self.besides.setting),
            None => [self.e.letter(), self.a.letter(), self.b.letter(), self.alpha.letter(), self.beta.letter()],
        }
    }

    fn k_letter(&self, params: Params) -> Expr {
        match self.besides.explain_flop {
            Some(explain) => named("k", "FLOP per parameter and token", explain(&self.besides.setting)),
            None => k_of(self, params),
        }
    }

    fn explain_run(&self, params: Params, tokens: Tokens) -> Expr {
        let [e, a, b, alpha, beta] = self.letters();
        Expr::Sum(vec![
            e,
            quotient(a, power(given("N", "parameters", params.get(), Params::UNIT), alpha)),
            quotient(b, power(given("D", "training tokens", tokens.get(), Tokens::UNIT), beta)),
        ])
    }

    fn g_letter(&self) -> Expr {
        let [_, a, b, alpha, beta] = self.letters();
        named(
            "G",
            "balance of size and data",
            power(
                quotient(Expr::Product(vec![alpha.clone(), a]), Expr::Product(vec![beta.clone(), b])),
                quotient(Expr::Number(1.0), Expr::Sum(vec![alpha, beta])),
            ),
        )
    }

    fn share_letter(&self) -> Expr {
        let [_, _, _, alpha, beta] = self.letters();
        named("a", "share of growth that goes into size", quotient(beta.clone(), Expr::Sum(vec![alpha, beta])))
    }

    fn data_share_letter(&self) -> Expr {
        let [_, _, _, alpha, beta] = self.letters();
        named("b", "share of growth that goes into data", quotient(alpha.clone(), Expr::Sum(vec![alpha, beta])))
    }
}

impl Law for Additive {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn under(&self, setting: &Setting) -> Result<Option<Choice>, Error> {
        (self.besides.under)(setting)
    }

    fn flop_per_param_token(&self, _: Params) -> f64 {
        self.besides.flop
    }

    fn active_share(&self) -> f64 {
        self.besides.active_share
    }

    fn total_params(&self, own: Params) -> Params {
        (self.besides.total)(&self.besides.setting, own)
    }

    fn own_params(&self, total: Params) -> Params {
        (self.besides.own)(&self.besides.setting, total)
    }

    fn remarks(&self, params: Params, tokens: Option<Tokens>) -> Vec<Warning> {
        (self.besides.remarks)(&self.besides.setting, params, tokens)
    }

    fn constants(&self) -> Cow<'static, [Constant]> {
        match self.besides.from {
            Some(made) => made.constants.into(),
            None => vec![self.e, self.a, self.b, self.alpha, self.beta].into(),
        }
    }

    fn slopes(&self, params: Params, tokens: Tokens) -> Option<(f64, f64)> {
        let (p, d) = (self.params_term(params.get().ln()), self.data_term(tokens.get().ln()));
        Some((-self.alpha.value * p, -self.beta.value * d))
    }

    fn tokens_closed(&self, params: Params, loss: Nats) -> Option<f64> {
        let left = loss.get() - self.e.value - self.params_term(params.get().ln());
        Some((self.b.value / left).powf(1.0 / self.beta.value))
    }

    fn explain_tokens(&self, params: Params, loss: Nats) -> Option<Expr> {
        let [e, a, b, alpha, beta] = self.letters();
        let n = given("N", "parameters", params.get(), Params::UNIT);
        let above = difference(given("L", "the same loss", loss.get(), Nats::UNIT), e);
        let left = difference(above, quotient(a, power(n, alpha)));
        Some(power(quotient(b, left), quotient(Expr::Number(1.0), beta)))
    }

    fn params_closed(&self, tokens: Tokens, loss: Nats) -> Option<f64> {
        let left = loss.get() - self.e.value - self.data_term(tokens.get().ln());
        Some((self.a.value / left).powf(1.0 / self.alpha.value))
    }

    fn loss(&self, params: Params, tokens: Option<Tokens>) -> Result<Prediction, Error> {
        let tokens = tokens.ok_or_else(|| needs_tokens(self.meta))?;
        let (ln_n, ln_d) = (params.get().ln(), tokens.get().ln());
        let (p, d) = (self.params_term(ln_n), self.data_term(ln_d));
        let loss = Nats::new(self.e.value + p + d)?;
        Ok(Prediction {
            loss,
            interval: self.loss_interval(loss.get(), self.loss_gradient(ln_n, ln_d)),
            irreducible: self.e.value,
            params: p,
            data: d,
            other: None,
        })
    }

    fn optimum(&self, pin: Pin) -> Result<Optimum, Error> {
        let (share, ln_g) = (self.share(), self.ln_g());
        // x = ln(C / k) is the coordinate along the frontier.
        let x = match pin {
            Pin::Flops(c) => (c.get() / self.besides.flop).ln(),
            Pin::Params(n) => (n.get().ln() - ln_g) / share,
            Pin::Tokens(d) => (d.get().ln() + ln_g) / (1.0 - share),
            Pin::Loss(l) => {
                let above = l.get() - self.e.value;
                if above <= 0.0 {
                    return Err(Error::new(
                        Code::NoSolution,
                        "loss",
                        format!(
                            "A loss of {} is not above the floor of {}, {:.4} nats per token; no budget reaches it.",
                            l.get(),
                            self.meta.short,
                            self.e.value
                        ),
                    ));
                }
                let at_one = self.params_term(ln_g) + self.data_term(-ln_g);
                (at_one / above).ln() / self.fall()
            }
        };
        let ln_n = ln_g + share * x;
        let n = match pin {
            Pin::Params(n) => n,
            Pin::Tokens(d) => Params::new(x.exp() / d.get())?,
            _ => Params::new(ln_n.exp())?,
        };
        let flops = match pin {
            Pin::Flops(c) => c,
            _ => Flop::new(self.besides.flop * x.exp())?,
        };
        let tokens = match pin {
            Pin::Tokens(d) => d,
            _ => bought(self, flops, n)?,
        };
        let loss = match pin {
            Pin::Loss(l) => l,
            _ => Nats::new(self.e.value + self.params_term(n.get().ln()) + self.data_term(tokens.get().ln()))?,
        };
        Ok(Optimum {
            flops,
            params: n,
            tokens,
            loss: Some(loss),
            intervals: self.intervals(pin, x, (flops.get(), n.get(), tokens.get()), loss.get()),
        })
    }

    fn on_budget(&self, params: Params, flops: Flop) -> Result<Prediction, Error> {
        self.loss(params, Some(bought(self, flops, params)?))
    }

    fn explain(&self, asked: Asked, pin: Pin, at: &Optimum) -> Option<Expr> {
        let c = || given("C", "training compute", at.flops.get(), Flop::UNIT);
        let n = || given("N", "parameters", at.params.get(), Params::UNIT);
        let d = || given("D", "training tokens", at.tokens.get(), Tokens::UNIT);
        let [e, a, b, alpha, beta] = self.letters();
        match (asked, pin) {
            (Asked::Flops, Pin::Flops(_))
            | (Asked::Params, Pin::Params(_))
            | (Asked::Tokens, Pin::Tokens(_))
            | (Asked::Loss, Pin::Loss(_)) => None,
            (Asked::Loss, _) => Some(self.explain_run(at.params, at.tokens)),
            (Asked::Flops, Pin::Loss(l)) => {
                let start = named(
                    "K",
                    "what is above the floor at C = k",
                    Expr::Sum(vec![
                        quotient(a, power(self.g_letter(), alpha.clone())),
                        Expr::Product(vec![b, power(self.g_letter(), beta.clone())]),
                    ]),
                );
                let fall = named(
                    "g",
                    "exponent of the loss along the frontier",
                    quotient(Expr::Product(vec![alpha.clone(), beta.clone()]), Expr::Sum(vec![alpha, beta])),
                );
                let loss = given("L", "target loss", l.get(), Nats::UNIT);
                Some(Expr::Product(vec![
                    self.k_letter(at.params),
                    power(quotient(start, difference(loss, e)), quotient(Expr::Number(1.0), fall)),
                ]))
            }
            (Asked::Flops, _) => Some(Expr::Product(vec![self.k_letter(at.params), n(), d()])),
            (Asked::Params, Pin::Tokens(_)) => Some(quotient(
                power(Expr::Product(vec![d(), self.g_letter()]), quotient(Expr::Number(1.0), self.data_share_letter())),
                d(),
            )),
            (Asked::Params, _) => Some(Expr::Product(vec![
                self.g_letter(),
                power(quotient(c(), self.k_letter(at.params)), self.share_letter()),
            ])),
            (Asked::Tokens, Pin::Params(_)) => {
                Some(quotient(power(quotient(n(), self.g_letter()), quotient(alpha, beta)), self.g_letter()))
            }
            (Asked::Tokens, _) => Some(quotient(c(), Expr::Product(vec![self.k_letter(at.params), n()]))),
        }
    }

    fn explain_on_budget(&self, params: Params, flops: Flop) -> Option<Expr> {
        Some(self.explain_run(params, bought(self, flops, params).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::besiroglu_2024::BESIROGLU_2024;
    use crate::core::laws::hoffmann_2022::{APPROACH_3, APPROACH_3_PRINTED};

    const SURFACES: [&Additive; 3] = [&BESIROGLU_2024, &APPROACH_3, &APPROACH_3_PRINTED];

    /// Two paths to one number: the closed form, and the minimum on the constraint.
    #[test]
    fn closed_form_is_the_minimum_on_the_constraint() {
        for law in SURFACES {
            for exponent in 0..=80 {
                let flops = Flop::new(10f64.powf(0.5 * f64::from(exponent))).unwrap();
                let closed = law.optimum(Pin::Flops(flops)).unwrap().params.get();
                let searched = law.minimise(flops).unwrap();
                assert!((searched / closed - 1.0).abs() < 1e-9, "{} at {:e}", law.meta.id, flops.get());
            }
        }
    }

    /// The constants are those the meta lists, so that what is shown is what computes.
    #[test]
    fn meta_lists_the_constants() {
        for law in SURFACES {
            let used = [law.e, law.a, law.b, law.alpha, law.beta].map(|c| (c.symbol, c.value));
            let listed: Vec<_> = law.meta.constants.iter().map(|c| (c.symbol, c.value)).collect();
            assert_eq!(used.as_slice(), listed.as_slice(), "{}", law.meta.id);
        }
    }
}

//! Any smooth L(N, D): the optimum is where one more parameter and one more token for the same compute change the
//! loss equally, ∂L/∂ln N = ∂L/∂ln D, found by a bracketed search on that difference.

use crate::core::error::{Code, Error, Warning};
use crate::core::expr::{Expr, given, product, quotient};
use crate::core::laws::{
    Asked, Choice, Constant, FLOP_PER_PARAM_TOKEN, Intervals, Law, Meta, Optimum, Pin, Prediction, Setting,
    needs_tokens,
};
use crate::core::num;
use crate::core::quantity::{Flop, Nats, Params, Tokens};
use std::borrow::Cow;

/// The loss at one run: its terms, and how it changes with size and data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub irreducible: f64,
    pub params: f64,
    pub data: f64,
    pub other: Option<(&'static str, f64)>,
    /// ∂L/∂ln N.
    pub by_size: f64,
    /// ∂L/∂ln D.
    pub by_data: f64,
}

impl Point {
    pub fn loss(&self) -> f64 {
        self.irreducible + self.params + self.data + self.other.map_or(0.0, |o| o.1)
    }
}

/// What a law of this kind says of itself.
pub trait Surface: Send + Sync {
    fn meta(&self) -> &'static Meta;

    /// As [`Law::under`].
    ///
    /// # Errors
    /// What is wrong with what is given, at its field.
    fn under(&self, _: &Setting) -> Result<Option<Choice>, Error> {
        Ok(None)
    }

    /// As [`Law::flop_per_param_token`].
    fn flop_per_param_token(&self, _: Params) -> f64 {
        FLOP_PER_PARAM_TOKEN
    }

    /// As [`Law::flop_slope`].
    fn flop_slope(&self, _: Params) -> f64 {
        0.0
    }

    /// How those FLOP follow, as the letter k.
    fn explain_flop(&self, params: Params) -> Expr {
        given("k", "FLOP per parameter and token", self.flop_per_param_token(params), "FLOP")
    }

    /// As [`Law::active_share`].
    fn active_share(&self) -> f64 {
        1.0
    }

    /// As [`Law::total_params`].
    fn total_params(&self, own: Params) -> Params {
        own
    }

    /// As [`Law::own_params`].
    fn own_params(&self, total: Params) -> Params {
        total
    }

    fn constants(&self) -> Cow<'static, [Constant]> {
        Cow::Borrowed(self.meta().constants)
    }

    fn remarks(&self, _params: Params, _tokens: Option<Tokens>) -> Vec<Warning> {
        Vec::new()
    }

    fn at(&self, ln_n: f64, ln_d: f64) -> Point;

    /// Negative where one more parameter is worth more than one more token for the same compute, zero where both are
    /// worth the same: ∂L/∂ln N − (1 + d ln k/d ln N) ∂L/∂ln D, or any number of its sign where that difference may be
    /// too small for f64.
    fn balance(&self, ln_n: f64, ln_d: f64) -> f64 {
        let p = self.at(ln_n, ln_d);
        let more = Params::new(ln_n.exp()).map_or(0.0, |n| self.flop_slope(n));
        p.by_size - (1.0 + more) * p.by_data
    }

    /// The formula of the loss at one run.
    fn explain_run(&self, params: Params, tokens: Tokens) -> Expr;
}

pub struct Searched<S>(pub S);

/// How far out in ln the search looks on each side: e^±161 is 1e±70.
const REACH: f64 = 161.0;

impl<S: Surface> Searched<S> {
    /// ln D that a budget buys for a size.
    fn ln_tokens(&self, ln_c: f64, ln_n: f64) -> f64 {
        let k = Params::new(ln_n.exp()).map_or(FLOP_PER_PARAM_TOKEN, |n| self.0.flop_per_param_token(n));
        ln_c - k.ln() - ln_n
    }

    /// ln N* at a budget.
    fn best_at(&self, ln_c: f64) -> Option<f64> {
        // From a tiny model on much data to a huge one on little: the balance goes from below zero to above.
        let middle = 0.5 * (ln_c - FLOP_PER_PARAM_TOKEN.ln());
        num::root(middle - REACH, middle + REACH, |ln_n| self.0.balance(ln_n, self.ln_tokens(ln_c, ln_n)))
    }

    fn least_at(&self, ln_c: f64) -> f64 {
        self.best_at(ln_c).map_or(f64::NAN, |ln_n| self.0.at(ln_n, self.ln_tokens(ln_c, ln_n)).loss())
    }

    fn none(&self, what: &str) -> Error {
        let message = format!("{} has no best run at this {what}.", self.0.meta().short);
        Error::new(Code::NoSolution, what, message)
    }

    /// ln C whose optimum has the loss `target`.
    fn at_loss(&self, target: f64) -> Result<f64, Error> {
        let (lo, hi) = (FLOP_PER_PARAM_TOKEN.ln(), FLOP_PER_PARAM_TOKEN.ln() + 140.0);
        let (worst, best) = (self.least_at(lo), self.least_at(hi));
        if target <= best {
            return Err(Error::new(
                Code::NoSolution,
                "loss",
                format!(
                    "A loss of {target} is not above the floor of {}, {best:.4} nats per token; no budget reaches it.",
                    self.0.meta().short
                ),
            ));
        }
        if target >= worst {
            return Err(Error::new(
                Code::OutOfDomain,
                "loss",
                format!("A loss of {target} is above every loss that {} gives.", self.0.meta().short),
            ));
        }
        num::root(lo, hi, |ln_c| self.least_at(ln_c) - target).ok_or_else(|| self.none("loss"))
    }
}

impl<S: Surface> Law for Searched<S> {
    fn meta(&self) -> &'static Meta {
        self.0.meta()
    }

    fn under(&self, setting: &Setting) -> Result<Option<Choice>, Error> {
        self.0.under(setting)
    }

    fn flop_per_param_token(&self, params: Params) -> f64 {
        self.0.flop_per_param_token(params)
    }

    fn flop_slope(&self, params: Params) -> f64 {
        self.0.flop_slope(params)
    }

    fn active_share(&self) -> f64 {
        self.0.active_share()
    }

    fn total_params(&self, own: Params) -> Params {
        self.0.total_params(own)
    }

    fn own_params(&self, total: Params) -> Params {
        self.0.own_params(total)
    }

    fn constants(&self) -> Cow<'static, [Constant]> {
        self.0.constants()
    }

    fn remarks(&self, params: Params, tokens: Option<Tokens>) -> Vec<Warning> {
        self.0.remarks(params, tokens)
    }

    fn slopes(&self, params: Params, tokens: Tokens) -> Option<(f64, f64)> {
        let p = self.0.at(params.get().ln(), tokens.get().ln());
        Some((p.by_size, p.by_data))
    }

    fn loss(&self, params: Params, tokens: Option<Tokens>) -> Result<Prediction, Error> {
        let tokens = tokens.ok_or_else(|| needs_tokens(self.0.meta()))?;
        let p = self.0.at(params.get().ln(), tokens.get().ln());
        Ok(Prediction {
            loss: Nats::new(p.loss())?,
            interval: None,
            irreducible: p.irreducible,
            params: p.params,
            data: p.data,
            other: p.other,
        })
    }

    fn optimum(&self, pin: Pin) -> Result<Optimum, Error> {
        let (ln_n, ln_d) = match pin {
            Pin::Flops(c) => {
                let ln_c = c.get().ln();
                let ln_n = self.best_at(ln_c).ok_or_else(|| self.none("flops"))?;
                (ln_n, self.ln_tokens(ln_c, ln_n))
            }
            Pin::Params(n) => {
                let ln_n = n.get().ln();
                let ln_d = num::root(ln_n - REACH, ln_n + REACH, |ln_d| self.0.balance(ln_n, ln_d))
                    .ok_or_else(|| self.none("params"))?;
                (ln_n, ln_d)
            }
            Pin::Tokens(d) => {
                let ln_d = d.get().ln();
                let ln_n = num::root(ln_d - REACH, ln_d + REACH, |ln_n| self.0.balance(ln_n, ln_d))
                    .ok_or_else(|| self.none("tokens"))?;
                (ln_n, ln_d)
            }
            Pin::Loss(l) => {
                let ln_c = self.at_loss(l.get())?;
                let ln_n = self.best_at(ln_c).ok_or_else(|| self.none("loss"))?;
                (ln_n, self.ln_tokens(ln_c, ln_n))
            }
        };
        let params = if let Pin::Params(n) = pin { n } else { Params::new(ln_n.exp())? };
        let k = self.0.flop_per_param_token(params);
        let (flops, tokens) = match pin {
            Pin::Flops(c) => (c, Tokens::new(c.get() / (k * params.get()))?),
            Pin::Tokens(d) => (Flop::new(k * params.get() * d.get())?, d),
            _ => {
                let tokens = Tokens::new(ln_d.exp())?;
                (Flop::new(k * params.get() * tokens.get())?, tokens)
            }
        };
        let loss = match pin {
            Pin::Loss(l) => l,
            _ => self.loss(params, Some(tokens))?.loss,
        };
        Ok(Optimum { flops, params, tokens, loss: Some(loss), intervals: Intervals::default() })
    }

    fn on_budget(&self, params: Params, flops: Flop) -> Result<Prediction, Error> {
        self.loss(params, Some(Tokens::new(flops.get() / (self.0.flop_per_param_token(params) * params.get()))?))
    }

    fn explain(&self, asked: Asked, pin: Pin, at: &Optimum) -> Option<Expr> {
        const FOUND: &str =
            "found by search: where one more parameter and one more token for the same compute change the loss equally";
        let n = || given("N", "parameters", at.params.get(), Params::UNIT);
        let d = || given("D", "training tokens", at.tokens.get(), Tokens::UNIT);
        let c = || given("C", "training compute", at.flops.get(), Flop::UNIT);
        let k = || self.0.explain_flop(at.params);
        match (asked, pin) {
            (Asked::Flops, Pin::Flops(_))
            | (Asked::Params, Pin::Params(_))
            | (Asked::Tokens, Pin::Tokens(_))
            | (Asked::Loss, Pin::Loss(_)) => None,
            (Asked::Flops, _) => Some(product([k(), n(), d()])),
            (Asked::Tokens, Pin::Flops(_)) => Some(quotient(c(), product([k(), n()]))),
            (Asked::Params, _) => Some(given("N*", FOUND, at.params.get(), Params::UNIT)),
            (Asked::Tokens, _) => Some(given("D*", FOUND, at.tokens.get(), Tokens::UNIT)),
            (Asked::Loss, _) => Some(self.0.explain_run(at.params, at.tokens)),
        }
    }

    fn explain_on_budget(&self, params: Params, flops: Flop) -> Option<Expr> {
        let tokens = Tokens::new(flops.get() / (self.0.flop_per_param_token(params) * params.get())).ok()?;
        Some(self.0.explain_run(params, tokens))
    }
}

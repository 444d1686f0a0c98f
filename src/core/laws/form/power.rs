//! N*(C) = c · C^a, with the tokens from C = 6 N D: fits of the optimum itself, without a loss.

use crate::core::error::Error;
use crate::core::expr::{Expr, difference, given, power, quotient};
use crate::core::laws::{
    Asked, Constant, FLOP_PER_PARAM_TOKEN, Intervals, Law, Meta, Optimum, Pin, Prediction, k_letter, no_loss,
    tokens_bought,
};
use crate::core::quantity::{Flop, Params, Tokens};

pub struct Power {
    pub meta: &'static Meta,
    /// N* at 1 FLOP.
    pub coefficient: Constant,
    /// a in N* ∝ C^a.
    pub exponent: Constant,
}

impl Law for Power {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn loss(&self, _: Params, _: Option<Tokens>) -> Result<Prediction, Error> {
        Err(no_loss(self.meta))
    }

    fn optimum(&self, pin: Pin) -> Result<Optimum, Error> {
        let (c, a) = (self.coefficient.value, self.exponent.value);
        let flops = match pin {
            Pin::Flops(flops) => flops,
            Pin::Params(n) => Flop::new((n.get() / c).powf(1.0 / a))?,
            Pin::Tokens(d) => Flop::new((FLOP_PER_PARAM_TOKEN * c * d.get()).powf(1.0 / (1.0 - a)))?,
            Pin::Loss(_) => return Err(no_loss(self.meta)),
        };
        let params = match pin {
            Pin::Params(n) => n,
            Pin::Tokens(d) => Params::new(flops.get() / (FLOP_PER_PARAM_TOKEN * d.get()))?,
            _ => Params::new(c * flops.get().powf(a))?,
        };
        let tokens = match pin {
            Pin::Tokens(d) => d,
            _ => tokens_bought(flops, params)?,
        };
        Ok(Optimum { flops, params, tokens, loss: None, intervals: Intervals::default() })
    }

    fn on_budget(&self, _: Params, _: Flop) -> Result<Prediction, Error> {
        Err(no_loss(self.meta))
    }

    fn explain(&self, asked: Asked, pin: Pin, at: &Optimum) -> Option<Expr> {
        let flops = || given("C", "training compute", at.flops.get(), Flop::UNIT);
        let n = || given("N", "parameters", at.params.get(), Params::UNIT);
        let d = || given("D", "training tokens", at.tokens.get(), Tokens::UNIT);
        let k = k_letter;
        let (c, a) = (self.coefficient.letter(), self.exponent.letter());
        match (asked, pin) {
            (Asked::Flops, Pin::Flops(_)) | (Asked::Params, Pin::Params(_)) | (Asked::Tokens, Pin::Tokens(_)) => None,
            (Asked::Loss, _) | (_, Pin::Loss(_)) => None,
            (Asked::Flops, Pin::Params(_)) => Some(power(quotient(n(), c), quotient(Expr::Number(1.0), a))),
            (Asked::Flops, Pin::Tokens(_)) => Some(power(
                Expr::Product(vec![k(), c, d()]),
                quotient(Expr::Number(1.0), difference(Expr::Number(1.0), a)),
            )),
            (Asked::Params, Pin::Tokens(_)) => Some(quotient(flops(), Expr::Product(vec![k(), d()]))),
            (Asked::Params, Pin::Flops(_)) => Some(Expr::Product(vec![c, power(flops(), a)])),
            (Asked::Tokens, _) => Some(quotient(flops(), Expr::Product(vec![k(), n()]))),
        }
    }

    fn explain_on_budget(&self, _: Params, _: Flop) -> Option<Expr> {
        None
    }
}

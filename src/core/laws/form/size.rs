//! The loss of a size alone: no tokens, no compute, no optimum.

use crate::core::error::{Error, Warning};
use crate::core::expr::{Expr, given};
use crate::core::laws::{Asked, Law, Meta, Optimum, Pin, Prediction, no_optimum};
use crate::core::quantity::{Flop, Nats, Params, Tokens};

pub struct Size {
    pub meta: &'static Meta,
    /// What is left of the loss at any size, and what the size adds.
    pub terms: fn(f64) -> (f64, f64),
    /// The formula of their sum, for the letter N.
    pub formula: fn(Expr) -> Expr,
}

impl Law for Size {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn remarks(&self, _: Params, tokens: Option<Tokens>) -> Vec<Warning> {
        let unused = || Warning {
            code: "tokens-unused",
            field: "tokens".into(),
            message: format!("{} is a law of the size alone; the tokens do not enter.", self.meta.short),
        };
        tokens.map(|_| unused()).into_iter().collect()
    }

    fn loss(&self, params: Params, _: Option<Tokens>) -> Result<Prediction, Error> {
        let (irreducible, size) = (self.terms)(params.get());
        let loss = Nats::new(irreducible + size)?;
        Ok(Prediction { loss, interval: None, irreducible, params: size, data: 0.0, other: None })
    }

    fn optimum(&self, _: Pin) -> Result<Optimum, Error> {
        Err(no_optimum(self.meta))
    }

    fn on_budget(&self, params: Params, _: Flop) -> Result<Prediction, Error> {
        self.loss(params, None)
    }

    fn explain(&self, _: Asked, _: Pin, _: &Optimum) -> Option<Expr> {
        None
    }

    fn explain_on_budget(&self, params: Params, _: Flop) -> Option<Expr> {
        Some((self.formula)(given("N", "parameters", params.get(), Params::UNIT)))
    }
}

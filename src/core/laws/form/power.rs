//! N*(C) = c · C^a or D*(C) = c · C^a, the other from C = 6 N D: fits of the optimum itself; with or without the loss
//! there, L*(C) = E + f · C^(−g).

use crate::core::error::{Code, Error};
use crate::core::expr::{Expr, difference, given, power, product, quotient, sum};
use crate::core::laws::{
    Asked, Constant, FLOP_PER_PARAM_TOKEN, Intervals, Law, Meta, Optimum, Pin, Prediction, k_letter, no_loss,
    no_valley, tokens_bought,
};
use crate::core::quantity::{Flop, Nats, Params, Tokens};

/// What the fit gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Params,
    Tokens,
}

/// The loss along the optimum, E + f · (C / unit)^(−g).
#[derive(Clone, Copy, Debug)]
pub struct Descent {
    /// E, where there is one.
    pub floor: Option<Constant>,
    pub factor: Constant,
    /// g, positive.
    pub fall: Constant,
    /// FLOP in the unit of C in this fit: its name and its size.
    pub unit: (&'static str, f64),
}

pub struct Power {
    pub meta: &'static Meta,
    pub of: Of,
    /// N* or D* at 1 FLOP.
    pub coefficient: Constant,
    /// a in ∝ C^a.
    pub exponent: Constant,
    pub loss: Option<Descent>,
}

impl Descent {
    fn at(&self, flops: f64) -> f64 {
        self.floor.map_or(0.0, |e| e.value) + self.factor.value * (flops / self.unit.1).powf(-self.fall.value)
    }

    fn inverse(&self, meta: &Meta, loss: f64) -> Result<Flop, Error> {
        let floor = self.floor.map_or(0.0, |e| e.value);
        if loss <= floor {
            return Err(Error::new(
                Code::NoSolution,
                "loss",
                format!(
                    "A loss of {loss} is not above the floor of {}, {floor:.4} nats per token; no budget reaches it.",
                    meta.short
                ),
            ));
        }
        Flop::new(self.unit.1 * (self.factor.value / (loss - floor)).powf(1.0 / self.fall.value))
    }

    fn in_unit(&self, flops: Flop) -> Expr {
        let c = given("C", "training compute", flops.get(), Flop::UNIT);
        if self.unit.1 == 1.0 { c } else { quotient(c, given(self.unit.0, "FLOP in a PF-day", self.unit.1, "FLOP")) }
    }

    fn explain(&self, flops: Flop) -> Expr {
        let fallen = quotient(self.factor.letter(), power(self.in_unit(flops), self.fall.letter()));
        match self.floor {
            Some(e) => sum([e.letter(), fallen]),
            None => fallen,
        }
    }

    fn explain_inverse(&self, loss: Nats) -> Expr {
        let target = given("L", "target loss", loss.get(), Nats::UNIT);
        let above = match self.floor {
            Some(e) => difference(target, e.letter()),
            None => target,
        };
        let fallen = power(quotient(self.factor.letter(), above), quotient(Expr::Number(1.0), self.fall.letter()));
        if self.unit.1 == 1.0 {
            fallen
        } else {
            product([given(self.unit.0, "FLOP in a PF-day", self.unit.1, "FLOP"), fallen])
        }
    }
}

impl Power {
    /// Compute at which the side that the fit gives has this value.
    fn budget_of_fitted(&self, value: f64) -> Result<Flop, Error> {
        Flop::new((value / self.coefficient.value).powf(1.0 / self.exponent.value))
    }

    /// Compute at which the other side has this value: C^(1−a) = 6 c · value.
    fn budget_of_other(&self, value: f64) -> Result<Flop, Error> {
        Flop::new((FLOP_PER_PARAM_TOKEN * self.coefficient.value * value).powf(1.0 / (1.0 - self.exponent.value)))
    }
}

impl Law for Power {
    fn meta(&self) -> &'static Meta {
        self.meta
    }

    fn loss(&self, _: Params, _: Option<Tokens>) -> Result<Prediction, Error> {
        Err(if self.loss.is_some() { no_valley(self.meta) } else { no_loss(self.meta) })
    }

    fn optimum(&self, pin: Pin) -> Result<Optimum, Error> {
        let flops = match (pin, self.of) {
            (Pin::Flops(flops), _) => flops,
            (Pin::Params(n), Of::Params) => self.budget_of_fitted(n.get())?,
            (Pin::Params(n), Of::Tokens) => self.budget_of_other(n.get())?,
            (Pin::Tokens(d), Of::Tokens) => self.budget_of_fitted(d.get())?,
            (Pin::Tokens(d), Of::Params) => self.budget_of_other(d.get())?,
            (Pin::Loss(l), _) => match &self.loss {
                Some(descent) => descent.inverse(self.meta, l.get())?,
                None => return Err(no_loss(self.meta)),
            },
        };
        let fitted = self.coefficient.value * flops.get().powf(self.exponent.value);
        let params = match (pin, self.of) {
            (Pin::Params(n), _) => n,
            (Pin::Tokens(d), _) => Params::new(flops.get() / (FLOP_PER_PARAM_TOKEN * d.get()))?,
            (_, Of::Params) => Params::new(fitted)?,
            (_, Of::Tokens) => Params::new(flops.get() / (FLOP_PER_PARAM_TOKEN * fitted))?,
        };
        let tokens = match (pin, self.of) {
            (Pin::Tokens(d), _) => d,
            (Pin::Params(_), _) | (_, Of::Params) => tokens_bought(flops, params)?,
            (_, Of::Tokens) => Tokens::new(fitted)?,
        };
        let loss = match (pin, &self.loss) {
            (_, None) => None,
            (Pin::Loss(l), _) => Some(l),
            (_, Some(descent)) => Some(Nats::new(descent.at(flops.get()))?),
        };
        Ok(Optimum { flops, params, tokens, loss, intervals: Intervals::default() })
    }

    fn on_budget(&self, params: Params, _: Flop) -> Result<Prediction, Error> {
        self.loss(params, None)
    }

    fn explain(&self, asked: Asked, pin: Pin, at: &Optimum) -> Option<Expr> {
        let flops = || given("C", "training compute", at.flops.get(), Flop::UNIT);
        let n = || given("N", "parameters", at.params.get(), Params::UNIT);
        let d = || given("D", "training tokens", at.tokens.get(), Tokens::UNIT);
        let k = k_letter;
        let (c, a) = (self.coefficient.letter(), self.exponent.letter());
        let one_over = |e: Expr| quotient(Expr::Number(1.0), e);
        let fitted = || product([self.coefficient.letter(), power(flops(), self.exponent.letter())]);
        match (asked, pin, self.of) {
            (Asked::Flops, Pin::Flops(_), _)
            | (Asked::Params, Pin::Params(_), _)
            | (Asked::Tokens, Pin::Tokens(_), _)
            | (Asked::Loss, Pin::Loss(_), _) => None,
            (Asked::Loss, ..) => self.loss.as_ref().map(|descent| descent.explain(at.flops)),
            (Asked::Flops, Pin::Loss(l), _) => self.loss.as_ref().map(|descent| descent.explain_inverse(l)),
            (Asked::Flops, Pin::Params(_), Of::Params) => Some(power(quotient(n(), c), one_over(a))),
            (Asked::Flops, Pin::Tokens(_), Of::Tokens) => Some(power(quotient(d(), c), one_over(a))),
            (Asked::Flops, Pin::Params(_), Of::Tokens) => {
                Some(power(product([k(), c, n()]), one_over(difference(Expr::Number(1.0), a))))
            }
            (Asked::Flops, Pin::Tokens(_), Of::Params) => {
                Some(power(product([k(), c, d()]), one_over(difference(Expr::Number(1.0), a))))
            }
            (Asked::Params, Pin::Tokens(_), _) => Some(quotient(flops(), product([k(), d()]))),
            (Asked::Params, _, Of::Params) => Some(fitted()),
            (Asked::Params, _, Of::Tokens) => Some(quotient(flops(), product([k(), d()]))),
            (Asked::Tokens, Pin::Params(_), _) | (Asked::Tokens, _, Of::Params) => {
                Some(quotient(flops(), product([k(), n()])))
            }
            (Asked::Tokens, _, Of::Tokens) => Some(fitted()),
        }
    }

    fn explain_on_budget(&self, _: Params, _: Flop) -> Option<Expr> {
        None
    }
}

//! A formula with its inputs and constants put in.

use super::{Formula, From, Slot};
use crate::core::error::{Code, Error, Warning};
use crate::core::expr::{Expr, Symbol};
use crate::core::laws::Confidence;
use crate::core::quantity::show;

/// Every input and every constant has a value.
#[derive(Clone)]
pub struct Filled {
    pub formula: &'static Formula,
    pub inputs: Vec<f64>,
    pub constants: Vec<f64>,
}

/// The value with the formula that gives it.
#[derive(Clone, Debug)]
pub struct Evaluated {
    pub value: f64,
    pub expr: Expr,
    pub warnings: Vec<Warning>,
}

impl Filled {
    /// The input as a letter of the formula.
    pub fn x(&self, key: &str) -> Expr {
        self.formula.inputs.iter().zip(&self.inputs).find(|(s, _)| s.key == key).map_or(
            Expr::Number(f64::NAN),
            |(s, v)| {
                Expr::Given(Symbol {
                    symbol: s.symbol,
                    meaning: s.meaning,
                    value: *v,
                    unit: s.unit,
                    standard_error: None,
                })
            },
        )
    }

    /// The input as a number.
    pub fn v(&self, key: &str) -> f64 {
        self.formula.inputs.iter().zip(&self.inputs).find(|(s, _)| s.key == key).map_or(f64::NAN, |(_, v)| *v)
    }

    /// The constant as a letter of the formula.
    pub fn c(&self, symbol: &str) -> Expr {
        let found = self.formula.constants.iter().zip(&self.constants).find(|(c, _)| c.symbol == symbol);
        found.map_or(Expr::Number(f64::NAN), |(c, v)| {
            let published = *v == c.value;
            let standard_error = c.standard_error.filter(|_| published);
            Expr::Given(Symbol { symbol: c.symbol, meaning: c.meaning, value: *v, unit: c.unit, standard_error })
        })
    }

    /// The constant as a number.
    pub fn k(&self, symbol: &str) -> f64 {
        let found = self.formula.constants.iter().zip(&self.constants).find(|(c, _)| c.symbol == symbol);
        found.map_or(f64::NAN, |(_, v)| *v)
    }

    /// # Errors
    /// `out-of-domain` when there is no finite number here.
    pub fn evaluate(&self) -> Result<Evaluated, Error> {
        let expr = (self.formula.expr)(self);
        let value = expr.eval();
        let f = self.formula;
        // Constants put in place of the published ones are the likelier cause.
        let published = f.constants.iter().zip(&self.constants).all(|(c, v)| c.value == *v);
        let field = if published { "inputs" } else { "constants" };
        if !value.is_finite() {
            let message = format!(
                "{} has no finite value with these {field}; go back to the start values and change one at a time.",
                f.title
            );
            return Err(Error::new(Code::OutOfDomain, field, message));
        }
        // What the paper's own constants bring to zero is a limit of the formula: with every parameter frozen none counts.
        if f.counts() && (value < 0.0 || value == 0.0 && !published) {
            let least = if published { "zero or more" } else { "above zero" };
            let message = format!(
                "{} comes to {} with these {field}, which cannot be: it must be {least}.",
                f.title,
                show::sig(value, 3)
            );
            return Err(Error::new(Code::OutOfDomain, field, message));
        }
        Ok(Evaluated { value, expr, warnings: self.warnings() })
    }

    fn warnings(&self) -> Vec<Warning> {
        let f = self.formula;
        let mut out: Vec<Warning> =
            f.inputs.iter().zip(&self.inputs).filter_map(|(slot, value)| outside(f, slot, *value)).collect();
        let recalled = |c: Confidence| matches!(c, Confidence::RecalledHigh | Confidence::RecalledMedium);
        let shaky = f.constants.iter().zip(&self.constants).any(|(c, v)| recalled(c.confidence) && *v == c.value);
        if recalled(f.confidence) || shaky {
            out.push(Warning {
                code: "unverified-constant",
                field: "formula".into(),
                message: format!("Parts of {} are recalled from the paper and were not seen again.", f.title),
            });
        }
        out
    }

    /// The same with one input changed.
    pub fn with(&self, key: &str, value: f64) -> Filled {
        let mut next = self.clone();
        if let Some(i) = self.formula.inputs.iter().position(|s| s.key == key)
            && let Some(slot) = next.inputs.get_mut(i)
        {
            *slot = value;
        }
        next
    }

    /// Points of its picture, over the range of the input it runs over.
    pub fn curve(&self, points: usize) -> Vec<(f64, f64)> {
        let Some(slot) = self.formula.inputs.iter().find(|s| s.key == self.formula.over) else { return Vec::new() };
        let xs = slot.steps(slot.span(self.v(slot.key)), points);
        let value = |x: f64| self.with(slot.key, x).evaluate().ok().map(|e| (x, e.value));
        xs.into_iter().filter_map(value).collect()
    }
}

fn outside(f: &Formula, slot: &Slot, value: f64) -> Option<Warning> {
    let (fitted, far) = (slot.fitted?, slot.outside(value)?);
    let unit = if slot.unit.is_empty() { String::new() } else { format!(" {}", slot.unit) };
    Some(Warning {
        code: "outside-fitted-range",
        field: slot.key.into(),
        message: format!(
            "{} = {} lies {} what {} was fitted on, {} to {}{}.",
            slot.symbol,
            show::sig(value, 3),
            if far.above { "above" } else { "below" },
            f.title,
            show::sig(fitted.0, 3),
            show::sig(fitted.1, 3),
            unit
        ),
    })
}

impl Slot {
    /// Whether it is drawn in decades.
    pub fn log(&self) -> bool {
        self.limits.0 > 0.0 && self.limits.1 / self.limits.0 > 20.0
    }

    /// What its picture covers: the fitted range and the value, with room on both sides.
    pub fn span(&self, at: f64) -> (f64, f64) {
        let (lo, hi) = self.fitted.unwrap_or((at, at));
        if self.log() {
            ((lo.min(at) / 10.0).max(self.limits.0), (hi.max(at) * 10.0).min(self.limits.1))
        } else {
            self.limits
        }
    }

    /// Values over a span, evenly on its own axis, ends included; whole ones where only those make sense.
    pub fn steps(&self, (lo, hi): (f64, f64), points: usize) -> Vec<f64> {
        let last = points.saturating_sub(1).max(1) as f64;
        let at = |i: usize| {
            let t = i as f64 / last;
            if self.log() { (lo.ln() + (hi / lo).ln() * t).exp() } else { lo + (hi - lo) * t }
        };
        let mut xs: Vec<f64> = (0..points)
            .map(at)
            .map(|x| self.settle(x.clamp(lo.min(hi), hi.max(lo))))
            .filter(|x| self.check(*x).is_ok())
            .collect();
        xs.dedup();
        xs
    }

    /// The nearest value that makes sense.
    pub fn settle(&self, x: f64) -> f64 {
        let x = if self.whole { x.round() } else { x };
        x.clamp(self.limits.0, self.limits.1)
    }

    /// What a source of values knows of it, or the nearest value that it takes.
    pub fn nearest(&self, known: impl Fn(From) -> Option<f64>) -> Option<f64> {
        known(self.from).map(|v| self.settle(v)).filter(|v| self.check(*v).is_ok())
    }

    /// Whether what a source of values knows lies beyond what it takes.
    pub fn misses(&self, known: impl Fn(From) -> Option<f64>) -> bool {
        known(self.from).is_some_and(|v| !(self.limits.0..=self.limits.1).contains(&v))
    }

    pub(super) fn check(&self, value: f64) -> Result<f64, Error> {
        let field = format!("inputs.{}", self.key);
        if !value.is_finite() {
            return Err(Error::new(Code::NotFinite, field, format!("{} must be a finite number.", self.symbol)));
        }
        let (lo, hi) = self.limits;
        if !(lo..=hi).contains(&value) {
            return Err(Error::new(
                Code::OutOfDomain,
                field,
                format!("{} ({}) must be between {} and {}.", self.symbol, self.meaning, end(lo), end(hi)),
            ));
        }
        if self.whole && value.fract() != 0.0 {
            return Err(Error::new(
                Code::OutOfDomain,
                field,
                format!("{} ({}) must be a whole number.", self.symbol, self.meaning),
            ));
        }
        Ok(value)
    }
}

/// An end of a range as it can be typed: a large one as a power.
fn end(v: f64) -> String {
    if v == 0.0 || (1e-4..1e6).contains(&v.abs()) { format!("{v}") } else { format!("{v:e}") }
}

impl Formula {
    /// With its start values and published constants.
    pub fn start(&'static self) -> Filled {
        Filled {
            formula: self,
            inputs: self.inputs.iter().map(|s| s.start).collect(),
            constants: self.constants.iter().map(|c| c.value).collect(),
        }
    }

    /// With what a source of values knows put in place of the start values: the nearest value that the formula takes.
    pub fn filled_from(&'static self, known: impl Fn(From) -> Option<f64>) -> Filled {
        let value = |s: &Slot| s.nearest(&known).unwrap_or(s.start);
        Filled { inputs: self.inputs.iter().map(value).collect(), ..self.start() }
    }

    /// With these inputs and constants by name, the start values for the rest.
    ///
    /// # Errors
    /// `unknown-field` for a name that is not there, `not-finite` and `out-of-domain` for a wrong value.
    pub fn fill(&'static self, inputs: &[(String, f64)], constants: &[(String, f64)]) -> Result<Filled, Error> {
        let mut filled = self.start();
        for (key, value) in inputs {
            let known = self.inputs.iter().zip(&mut filled.inputs).find(|(s, _)| s.key == key.as_str());
            let Some((slot, place)) = known else {
                let names: Vec<&str> = self.inputs.iter().map(|s| s.key).collect();
                return Err(unknown("inputs", key, &names));
            };
            *place = slot.check(*value)?;
        }
        for (symbol, value) in constants {
            let known = self.constants.iter().zip(&mut filled.constants).find(|(c, _)| c.symbol == symbol.as_str());
            let Some((_, place)) = known else {
                let names: Vec<&str> = self.constants.iter().map(|c| c.symbol).collect();
                return Err(unknown("constants", symbol, &names));
            };
            if !value.is_finite() {
                let field = format!("constants.{symbol}");
                return Err(Error::new(Code::NotFinite, field, format!("{symbol} must be a finite number.")));
            }
            *place = *value;
        }
        Ok(filled)
    }
}

fn unknown(group: &str, name: &str, known: &[&str]) -> Error {
    let shown: String = name.chars().take(40).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Error::new(
        Code::UnknownField,
        format!("{group}.{shown}"),
        format!("\"{shown}\" is not one of its {group}; they are {known}."),
    )
}

//! What is written in a formula's fields: each text read or said why not; the last good value stands.

use super::{Filled, Formula, From, Slot};
use crate::core::error::Error;
use crate::core::laws::Constant;
use crate::core::quantity::{parse, show};

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The start value of an input, or the published value of a constant.
    Start,
    /// The answer of the plan.
    Plan,
    /// The nearest to it that the formula takes.
    NearPlan,
    /// Typed.
    Own,
}

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub value: f64,
    /// What stands where nothing is typed.
    pub given: f64,
    pub origin: Origin,
    /// Why what is typed could not be read.
    pub error: Option<Error>,
}

/// A formula with its fields.
#[derive(Clone)]
pub struct Typed {
    pub filled: Filled,
    /// In the order of the formula's inputs.
    pub inputs: Vec<Entry>,
    /// In the order of its constants.
    pub constants: Vec<Entry>,
}

/// How far outside its fitted range a value lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outside {
    pub above: bool,
    /// In decades, where the range is one of sizes.
    pub decades: Option<f64>,
}

impl Slot {
    /// The value of a text: `70B`, `1.4T`, `6e23`, `0.3`.
    ///
    /// # Errors
    /// What was wrong and what would be right, at this input.
    pub fn read(&self, text: &str) -> Result<f64, Error> {
        let example = self.text(self.start);
        let counted = self.limits.0 >= 1.0;
        let read = match self.unit {
            "parameters" if counted => parse::params(text).map(|v| v.get()),
            "tokens" if counted => parse::tokens(text).map(|v| v.get()),
            "FLOP" if counted => parse::flop(text).map(|v| v.get()),
            "nats per token" if self.limits.0 > 0.0 => parse::nats(text).map(|v| v.get()),
            _ => parse::number(text, self.meaning, self.unit, &example),
        };
        read.map_err(|e| e.at(format!("inputs.{}", self.key))).and_then(|v| self.check(v))
    }

    /// A value as a field of this input shows it; it can be typed back.
    pub fn text(&self, value: f64) -> String {
        written(value, self.unit)
    }

    /// Whether a value lies outside what was fitted, where that is known.
    pub fn outside(&self, value: f64) -> Option<Outside> {
        let (lo, hi) = self.fitted?;
        let above = value > hi;
        if !above && value >= lo {
            return None;
        }
        let end = if above { hi } else { lo };
        let decades = (self.log() && end > 0.0 && value > 0.0).then(|| (value / end).log10().abs());
        Some(Outside { above, decades })
    }
}

impl Constant {
    /// A constant of one's own in place of the published one.
    ///
    /// # Errors
    /// What was wrong and what would be right.
    pub fn read(&self, text: &str) -> Result<f64, Error> {
        let example = written(self.value, self.unit);
        parse::number(text, self.meaning, self.unit, &example).map_err(|e| e.at(format!("constants.{}", self.symbol)))
    }
}

/// Large counts in words, everything else in at most six digits.
pub fn written(value: f64, unit: &str) -> String {
    let counted = matches!(unit, "parameters" | "tokens" | "samples" | "steps" | "sequences" | "FLOP");
    match value.abs() {
        size if unit == "FLOP" && size >= 1e6 => show::power(value, 3),
        size if counted && (1e4..1e15).contains(&size) => show::given(value),
        _ => crate::core::expr::number(value),
    }
}

impl Formula {
    /// With what is known of the plan and the texts of its fields, by the key of an input or the symbol of a constant.
    pub fn typed(&'static self, known: impl Fn(From) -> Option<f64>, texts: &[(String, String)]) -> Typed {
        let text = |name: &str| {
            let found = texts.iter().find(|(n, _)| n == name).map(|(_, t)| t.as_str());
            found.filter(|t| !t.trim().is_empty())
        };
        let inputs: Vec<Entry> = self
            .inputs
            .iter()
            .map(|slot| {
                let near = if slot.misses(&known) { Origin::NearPlan } else { Origin::Plan };
                let (given, origin) = slot.nearest(&known).map_or((slot.start, Origin::Start), |v| (v, near));
                entry(given, origin, text(slot.key).map(|t| slot.read(t)))
            })
            .collect();
        let constants: Vec<Entry> =
            self.constants.iter().map(|c| entry(c.value, Origin::Start, text(c.symbol).map(|t| c.read(t)))).collect();
        let values = |list: &[Entry]| list.iter().map(|e| e.value).collect();
        let filled = Filled { formula: self, inputs: values(&inputs), constants: values(&constants) };
        Typed { filled, inputs, constants }
    }
}

fn entry(given: f64, origin: Origin, read: Option<Result<f64, Error>>) -> Entry {
    match read {
        None => Entry { value: given, given, origin, error: None },
        Some(Ok(value)) => Entry { value, given, origin: Origin::Own, error: None },
        Some(Err(e)) => Entry { value: given, given, origin, error: Some(e) },
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ALL, find};
    use super::*;

    fn texts(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn a_field_holds_the_plan_until_something_is_typed() {
        let f = find("zhang-2024-critical-batch").unwrap();
        let plan = |from| (from == From::Params).then_some(3e9);
        let t = f.typed(plan, &[]);
        assert_eq!((t.inputs[0].value, t.inputs[0].origin), (3e9, Origin::Plan));
        let t = f.typed(plan, &texts(&[("params", "1 B"), ("a", "0.5")]));
        assert_eq!((t.inputs[0].value, t.inputs[0].given, t.inputs[0].origin), (1e9, 3e9, Origin::Own));
        assert_eq!((t.filled.k("a"), t.constants[1].origin, t.filled.k("c")), (0.5, Origin::Own, 93.2));
        let t = f.typed(plan, &texts(&[("params", "1 apple"), ("a", "x")]));
        assert_eq!((t.inputs[0].value, t.inputs[0].origin), (3e9, Origin::Plan));
        assert!(t.inputs[0].error.as_ref().unwrap().message.contains("70B"));
        assert!(t.constants[1].error.as_ref().unwrap().message.contains("0.47"));
        let t = f.typed(|_| None, &[]);
        assert_eq!((t.inputs[0].value, t.inputs[0].origin), (f.inputs[0].start, Origin::Start));
        // Out of what makes sense at all.
        assert!(f.inputs[0].read("1e20").unwrap_err().message.contains("between 1 and 1e18"));
    }

    /// To the digits that a field has room for.
    #[test]
    fn what_a_field_shows_can_be_typed_back() {
        for f in ALL {
            for slot in f.inputs {
                for v in [slot.start, 72.248_702_5e9, 0.123_456_789, 5.76e23] {
                    if slot.settle(v) != v {
                        continue;
                    }
                    let shown = slot.text(v);
                    let back = slot.read(&shown).unwrap_or_else(|e| panic!("{}: {shown}: {e}", f.id));
                    assert!((back - v).abs() <= 5.1e-3 * v.abs(), "{} {}: {v} shown as {shown}", f.id, slot.key);
                }
            }
            for c in f.constants {
                let back = c.read(&written(c.value, c.unit)).unwrap();
                assert!((back - c.value).abs() <= 5.1e-3 * c.value.abs(), "{} {}", f.id, c.symbol);
            }
        }
    }

    #[test]
    fn outside_is_said_in_decades_where_that_means_something() {
        let f = find("zhang-2024-critical-batch").unwrap();
        let far = f.inputs[0].outside(1.2e10).unwrap();
        assert!(far.above && (far.decades.unwrap() - 1.0).abs() < 1e-9);
        assert!(f.inputs[0].outside(1e9).is_none());
        assert!(!f.inputs[0].outside(1.0).unwrap().above);
        let pass = find("goyal-2024-utility").unwrap().inputs.iter().find(|s| s.key == "pass").unwrap();
        assert_eq!(pass.outside(11.0), Some(Outside { above: true, decades: None }));
    }
}

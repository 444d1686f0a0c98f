//! How values of formulas are written.

use crate::chart::Labels;
use crate::core::formulas::{Filled, Origin, Slot, Typed, written};
use crate::core::quantity::show;
use crate::core::report::{Number, hyper};
use crate::page::words;

/// A value and what stands after it.
pub(super) struct Shown {
    pub text: String,
    pub unit: &'static str,
}

impl Shown {
    pub fn line(&self) -> String {
        if self.unit.is_empty() { self.text.clone() } else { format!("{} {}", self.text, self.unit) }
    }
}

pub(super) fn number(n: &Number) -> Shown {
    let text = words::by_unit(n);
    Shown { unit: if words::says(n.unit) { "" } else { words::unit(&text, n.unit) }, text }
}

pub(super) fn value(filled: &Filled) -> Option<Shown> {
    hyper::number(filled).as_ref().map(number)
}

/// Any value of a unit, as a table or a chart has it.
pub(super) fn of_unit(value: f64, unit: &str) -> String {
    match unit {
        "nats per token" => words::loss(value, 4),
        "parameters" | "tokens" | "samples" | "steps" | "sequences" | "FLOP" => written(value, unit),
        _ => short(value),
    }
}

/// Three digits, or fewer where they say it all.
fn short(value: f64) -> String {
    let (short, exact) = (show::sig(value, 3), written(value, ""));
    if exact.chars().count() <= short.chars().count() { exact } else { short }
}

pub(super) fn with_unit(value: f64, unit: &str) -> String {
    let text = of_unit(value, unit);
    if unit.is_empty() { text } else { format!("{text} {unit}") }
}

/// `85 M–1.2 B parameters`.
pub(super) fn fitted(slot: &Slot) -> Option<String> {
    let (lo, hi) = slot.fitted?;
    let ends = words::between(of_unit(lo, slot.unit), of_unit(hi, slot.unit));
    Some(if slot.unit.is_empty() { ends } else { format!("{ends} {}", slot.unit) })
}

/// `1.8 decades beyond`, `below`; nothing inside.
pub(super) fn outside(slot: &Slot, value: f64) -> Option<String> {
    let far = slot.outside(value)?;
    let signed = |d: f64| if far.above { d } else { -d };
    far.decades
        .and_then(|d| words::outside(signed(d)))
        .or_else(|| Some(if far.above { "beyond" } else { "below" }.to_owned()))
}

/// Whether an input lies outside what the formula was fitted on, or the plan's value of it beyond what the formula takes.
pub(super) fn far(typed: &Typed) -> bool {
    let inputs = || typed.filled.formula.inputs.iter().zip(&typed.inputs);
    inputs().any(|(slot, e)| slot.outside(e.value).is_some() || e.origin == Origin::NearPlan)
}

/// How an axis writes its numbers.
pub(super) fn labels(unit: &str, log: bool, (lo, hi): (f64, f64)) -> Labels {
    match unit {
        "FLOP" => Labels::Power,
        _ if hi.abs() >= 1e16 || (log && lo < 1e-3) => Labels::Power,
        _ if hi.abs() >= 1e4 => Labels::Words,
        _ => Labels::Decimal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::formulas::{ALL, find};

    #[test]
    fn a_unit_is_written_once() {
        for f in ALL.iter().filter(|f| !f.unit.is_empty()) {
            let line = value(&f.start()).map(|v| v.line()).unwrap_or_default();
            assert_eq!(line.matches(f.unit).count(), 1, "{}: {line}", f.id);
        }
    }

    #[test]
    fn a_plan_beyond_what_a_formula_takes_is_far_until_something_is_typed() {
        // Without a fitted range, so that only its limits speak.
        let slots = ALL.iter().flat_map(|f| f.inputs.iter().map(move |s| (*f, s)));
        let own = crate::core::formulas::From::Own;
        for (f, slot) in slots.filter(|(_, s)| s.from != own) {
            let plan = |from| (from == slot.from).then_some(slot.limits.1 * 2.0);
            assert!(far(&f.typed(plan, &[])), "{}: {}", f.id, slot.key);
        }
        let f = find("zhang-2024-critical-batch").unwrap();
        assert!(!far(&f.typed(|_| Some(1e30), &[("params".to_owned(), "1 B".to_owned())])));
    }
}

//! The lines behind the pictures of formulas.

use super::{ALL, Filled, Formula, From, Slot, Topic};

/// A formula's value over one of its inputs.
#[derive(Clone, Debug)]
pub struct Curve {
    pub slot: &'static Slot,
    pub points: Vec<(f64, f64)>,
    /// Where the value is drawn in decades too.
    pub log: bool,
}

/// One formula among others.
#[derive(Clone)]
pub struct Line {
    pub formula: &'static Formula,
    /// With the plan's values.
    pub filled: Filled,
    /// Its own view of the shared input, with its own fitted range.
    pub slot: &'static Slot,
    pub points: Vec<(f64, f64)>,
    pub value: Option<f64>,
}

/// Formulas of one topic over an input that they share.
#[derive(Clone)]
pub struct Group {
    pub slot: &'static Slot,
    /// The plan's value of it.
    pub at: f64,
    pub range: (f64, f64),
    pub lines: Vec<Line>,
}

const POINTS: usize = 97;

impl Formula {
    /// The input that its picture runs over.
    pub fn axis(&self) -> Option<&'static Slot> {
        self.inputs.iter().find(|s| s.key == self.over)
    }
}

impl Filled {
    /// Its picture; none where fewer than two points have a value.
    pub fn picture(&self) -> Option<Curve> {
        let slot = self.formula.axis()?;
        let points = self.curve(POINTS);
        (points.len() > 1).then(|| Curve { slot, log: slot.log() && decades(points.iter().map(|p| p.1)), points })
    }

    /// The value with its picture's input moved, where there is one.
    pub fn read_at(&self, x: f64) -> Option<(f64, f64)> {
        let slot = self.formula.axis()?;
        let x = slot.settle(x);
        Some((x, self.with(slot.key, x).evaluate().ok()?.value))
    }
}

/// Whether values span more than a factor of twenty and are all above zero.
pub fn decades(values: impl Iterator<Item = f64>) -> bool {
    let (lo, hi) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)));
    lo > 0.0 && hi / lo > 20.0
}

/// The formulas of a topic that answer in its own unit, by the input that at least two of them share.
pub fn groups(topic: Topic, known: impl Fn(From) -> Option<f64>) -> Vec<Group> {
    let unit = unit_of(topic);
    let of_topic: Vec<&'static Formula> = ALL.iter().copied().filter(|f| f.topic == topic && f.unit == unit).collect();
    let mut keys: Vec<&str> = Vec::new();
    for f in &of_topic {
        if !keys.contains(&f.over) && of_topic.iter().filter(|g| g.over == f.over).count() > 1 {
            keys.push(f.over);
        }
    }
    keys.into_iter().filter_map(|key| group(key, &of_topic, &known)).collect()
}

/// The formulas of a topic that share their picture's input with no other.
pub fn alone(topic: Topic, known: impl Fn(From) -> Option<f64>) -> Vec<(Filled, &'static Slot)> {
    let unit = unit_of(topic);
    let of_topic = || ALL.iter().copied().filter(|f| f.topic == topic && f.unit == unit);
    let lone = of_topic().filter(|f| of_topic().filter(|g| g.over == f.over).count() == 1);
    lone.filter_map(|f| Some((f.filled_from(&known), f.axis()?))).collect()
}

/// What values of a topic are compared in.
const fn unit_of(topic: Topic) -> &'static str {
    match topic {
        Topic::Batch => "tokens",
        _ => "",
    }
}

impl Group {
    /// The shared input in words that fit all of them, however each counts it.
    pub fn words(&self) -> &'static str {
        match self.slot.key {
            "params" => "model size",
            "flops" => "training compute",
            "tokens" => "training tokens",
            _ => self.slot.meaning,
        }
    }
}

fn group(key: &str, of_topic: &[&'static Formula], known: impl Fn(From) -> Option<f64>) -> Option<Group> {
    let members = || of_topic.iter().copied().filter(|f| f.over == key);
    let slot = members().find_map(Formula::axis)?;
    let at = members().next()?.filled_from(&known).v(key);
    let ends = members().filter_map(Formula::axis).filter_map(|s| s.fitted).flat_map(|(lo, hi)| [lo, hi]);
    let (lo, hi) = ends.chain([at]).fold((f64::INFINITY, 0.0f64), |(lo, hi), v| (lo.min(v), hi.max(v)));
    let range = if slot.log() { ((lo / 3.0).max(slot.limits.0), (hi * 3.0).min(slot.limits.1)) } else { slot.limits };
    let line = |f: &'static Formula| {
        let (filled, own) = (f.filled_from(&known), f.axis()?);
        let point = |x: f64| filled.with(key, x).evaluate().ok().map(|e| (x, e.value));
        let points = own.steps(range, POINTS).into_iter().filter_map(point).collect();
        let value = filled.evaluate().ok().map(|e| e.value);
        Some(Line { formula: f, slot: own, points, value, filled })
    };
    Some(Group { slot, at, range, lines: members().filter_map(line).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_formula_has_a_picture_with_its_value_in_it() {
        for f in ALL {
            let filled = f.start();
            let curve = filled.picture().unwrap_or_else(|| panic!("{}", f.id));
            let (lo, hi) = (curve.points[0].0, curve.points[curve.points.len() - 1].0);
            let at = filled.v(f.over);
            assert!(lo <= at && at <= hi, "{}: {at} is not in {lo} to {hi}", f.id);
            assert!(curve.points.windows(2).all(|w| w[0].0 < w[1].0), "{}", f.id);
            assert!(curve.points.iter().all(|p| p.0.is_finite() && p.1.is_finite()), "{}", f.id);
            assert_eq!(filled.read_at(at), Some((at, filled.evaluate().unwrap().value)), "{}", f.id);
        }
    }

    #[test]
    fn a_group_is_of_one_input_and_one_unit() {
        for topic in [Topic::Batch, Topic::LearningRate] {
            let listed = groups(topic, |_| None).iter().map(|g| g.lines.len()).sum::<usize>();
            let of_topic = ALL.iter().filter(|f| f.topic == topic && f.unit == unit_of(topic)).count();
            assert_eq!(listed + alone(topic, |_| None).len(), of_topic);
            for g in groups(topic, |_| None) {
                assert!(g.lines.len() > 1 && g.range.0 <= g.at && g.at <= g.range.1);
                let first = g.lines[0].formula;
                for line in &g.lines {
                    assert_eq!((line.formula.over, line.formula.unit), (first.over, first.unit));
                    assert_eq!(line.slot.unit, g.slot.unit, "{}", line.formula.id);
                    assert!(line.points.iter().all(|p| g.range.0 <= p.0 && p.0 <= g.range.1 && p.1.is_finite()));
                }
            }
        }
    }
}

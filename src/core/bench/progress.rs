//! How far a run has come, and how long it will still take.

use super::record::Record;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Probes with an outcome, and all.
    pub done: usize,
    pub of: usize,
    /// Seconds.
    pub left: f64,
}

impl Progress {
    /// Of a run that was planned to take so many seconds, so many seconds after its start. The plan counts for what is
    /// still to come, the clock for what is done: the further it is, the less the plan is believed.
    pub fn of(record: &Record, planned: f64, elapsed: f64) -> Progress {
        let of = record.plan.len();
        let done = record.plan.iter().filter(|p| record.reading(p).is_some()).count();
        let share = if of > 0 { done as f64 / of as f64 } else { 0.0 };
        let whole = (1.0 - share) * planned.max(0.0) + elapsed.max(0.0);
        Progress { done, of, left: (1.0 - share) * whole }
    }

    /// From 0 to 1.
    pub fn share(&self) -> f64 {
        if self.of > 0 { self.done as f64 / self.of as f64 } else { 0.0 }
    }

    /// `4 of 52 · about 6 s left`.
    pub fn words(&self) -> String {
        let Progress { done, of, left } = self;
        if *of == 0 { "starting".to_owned() } else { format!("{done} of {of} · about {} s left", left.ceil()) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::roofline::tests::made_up;
    use super::*;

    /// Half of what was planned for 10 s is done after 10 s: twice as slow. The plan alone would say 5 s more, the clock
    /// alone 10; half of each is 7.5.
    #[test]
    fn the_plan_gives_way_to_the_clock() {
        let mut record = made_up();
        record.readings.truncate(7);
        let p = Progress::of(&record, 10.0, 10.0);
        assert_eq!((p.done, p.of, p.share(), p.left), (7, 14, 0.5, 7.5));
        assert_eq!(p.words(), "7 of 14 · about 8 s left");
        record.readings.clear();
        assert_eq!(Progress::of(&record, 10.0, 0.0).left, 10.0);
        assert_eq!(Progress::of(&made_up(), 10.0, 12.0).left, 0.0);
        assert_eq!(Progress::of(&Record::default(), 0.0, 0.0).words(), "starting");
    }
}

//! What those who measure say while they do, in the order in which it happens; applied to a record one by one.

use super::probe::Probe;
use super::record::{Ended, Machine, Reading, Record};

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// What there is to measure; comes before anything is run.
    Machine(Machine),
    /// What will be run, and in about how many seconds.
    Plan {
        probes: Vec<Probe>,
        seconds: f64,
    },
    /// This is being measured now.
    Start(Probe),
    Reading(Reading),
    /// The first probe again, at the end.
    Slowed(f64),
    Ended {
        how: Ended,
        reason: String,
    },
}

impl Record {
    pub fn apply(&mut self, event: Event) {
        match event {
            Event::Machine(machine) => self.machine = machine,
            Event::Plan { probes, .. } => self.plan = probes,
            Event::Start(_) => {}
            Event::Reading(reading) => {
                self.readings.retain(|r| r.probe != reading.probe);
                self.readings.push(reading);
            }
            Event::Slowed(part) => self.slowed = Some(part),
            // What ended first is why it ended.
            Event::Ended { how, reason } if self.ended == Ended::Running => (self.ended, self.reason) = (how, reason),
            Event::Ended { .. } => {}
        }
    }
}

//! Compute by operator: time of a step, and the operators of one layer against the roofline.

use super::*;
use crate::core::engine::operator::Kind;
use crate::core::quantity::FlopRate;

const S: Section = Section::Operators;

/// One row a kind of operator that the model has.
pub(super) fn operators(out: &mut Figures, job: &Job, timing: &Timing) {
    let Some(step) = &timing.step else { return };
    let machine = job.machine.under_load();
    let mut row = 0;
    for kind in Kind::ALL {
        let time = step.kind(kind).get();
        if time <= 0.0 {
            continue;
        }
        out.name(S, row, kind.words());
        let of = given("t", "both ways, all micro-batches", time, Seconds::UNIT);
        out.put(S, "time", row, by("Time of a step", "t", Seconds::UNIT, of));
        let share = quotient(
            given("t", "this operator", time, Seconds::UNIT),
            given("T", "time of a step", timing.step_time.get(), Seconds::UNIT),
        );
        out.put(S, "share", row, by("Share of the step", "x", "", share));
        // The forward pass of the first layer that has it.
        if let Some(op) = job.operators().into_iter().find(|op| op.kind == kind && op.bytes() > 0.0) {
            let (flop, bytes) = (op.flop(), op.bytes());
            let intensity = quotient(
                given("F", "FLOP of the forward pass", flop, "FLOP"),
                given("b", "bytes read and written", bytes, "B"),
            );
            let ceiling = op.forward(&machine);
            if flop > 0.0 {
                out.put(S, "intensity", row, by("FLOP for a byte", "I", "FLOP/B", intensity));
            }
            if ceiling.get() > 0.0 && flop > 0.0 {
                let rate = quotient(
                    given("F", "FLOP of the forward pass", flop, "FLOP"),
                    given("t", "time of the forward pass", ceiling.get(), Seconds::UNIT),
                );
                out.put(S, "rate", row, by("Expected rate", "R", FlopRate::UNIT, rate));
            }
        }
        row += 1;
    }
}

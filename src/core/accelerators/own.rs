//! The visitor's own machine: a row beside the tables whose numbers the benchmark replaces.

use super::{Accelerator, NOTHING, Rates, UNKNOWN, units};
use crate::core::laws::Confidence::Own;

pub const ID: &str = "my-machine";

/// What is to be known of measured figures.
pub const CAVEAT: &str = "Measured by kernels in a browser or by the same kernels outside it: a training stack may reach more or less. The memory is what was said or allowed, not what was found.";

/// Until it is measured: one thread of a processor in a browser, a recorded machine of the benchmark, rounded down, so
/// that a link without figures stands for something slow and not for nothing; such a link is told so.
pub static ROW: Accelerator = Accelerator {
    id: ID,
    name: "my machine",
    maker: "yours",
    year: 2026,
    form: "measured",
    rates: Rates { fp32: 40e9, fp16: 40e9, ..NOTHING },
    matrix: false,
    memory: &[8],
    memory_kind: "memory",
    bandwidth: 41e9,
    units: units(0, (64, 64)),
    source: "one thread of a processor, a recorded sample of the benchmark, until your machine is measured",
    confidence: Own,
    notes: CAVEAT,
    ..UNKNOWN
};

//! Accelerators of makers with one row.

use super::{Accelerator, NOTHING, Rates, UNKNOWN, units};
use crate::core::laws::Confidence::RecalledMedium;

#[rustfmt::skip]
pub(super) static ROWS: &[Accelerator] = &[
    Accelerator {
        id: "groq-lpu-v1", name: "LPU v1", maker: "Groq", year: 2020, form: "PCIe",
        rates: Rates { fp16: 188e12, int8: 750e12, ..NOTHING },
        visible: 230e6, memory_kind: "SRAM", bandwidth: 80_000e9, power: 300.0,
        units: units(0, (320, 320)),
        source: "from memory; noted 2026-11-23", confidence: RecalledMedium,
        notes: "All of its memory is on the chip: a model lies spread over many. 215 to 300 W.",
        ..UNKNOWN
    },
];

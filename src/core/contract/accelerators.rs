//! The table of accelerators as plain values; what is not there or not known is null.

use crate::core::accelerators::{self, Accelerator};
use crate::core::value::Value;

/// One entry an accelerator, in base units: rates by format, memory, links, what was measured, source and confidence.
pub fn accelerators() -> Value {
    Value::list(accelerators::all().map(row))
}

fn row(a: &Accelerator) -> Value {
    let (r, l) = (&a.rates, &a.link);
    let link = if l.rate > 0.0 {
        Value::object([
            ("name", Value::text(l.name)),
            ("topology", Value::text(l.topology.words())),
            ("rate", Value::Number(l.rate)),
            ("devices", Value::Number(l.devices.into())),
        ])
    } else {
        Value::Null
    };
    Value::object([
        ("id", Value::text(a.id)),
        ("name", Value::text(a.name)),
        ("maker", Value::text(a.maker)),
        ("year", Value::Number(a.year.into())),
        ("form", Value::text(a.form)),
        ("announced", Value::Bool(a.announced)),
        ("matrixUnits", Value::Bool(a.matrix)),
        (
            "rates",
            Value::object([
                ("fp64", known(r.fp64)),
                ("fp64Matrix", known(r.fp64_matrix)),
                ("fp32", known(r.fp32)),
                ("fp32Matrix", known(r.fp32_matrix)),
                ("tf32", known(r.tf32)),
                ("bf16", known(r.bf16)),
                ("fp16", known(r.fp16)),
                ("fp16Acc16", known(r.fp16_acc16)),
                ("fp8", known(r.fp8)),
                ("fp8Acc16", known(r.fp8_acc16)),
                ("int8", known(r.int8)),
                ("fp6", known(r.fp6)),
                ("fp4", known(r.fp4)),
            ]),
        ),
        ("memory", Value::Number(a.capacity().get())),
        ("memoryPrinted", Value::Text(a.memory_words())),
        ("bandwidth", Value::Number(a.bandwidth)),
        ("cache", known(a.cache)),
        ("link", link),
        ("nic", known(a.nic)),
        ("power", known(a.power)),
        ("units", known(a.units.count.into())),
        ("measured", Value::object([("bf16", known(a.measured.bf16)), ("fp8", known(a.measured.fp8))])),
        ("ridge", Value::Number(a.ridge())),
        ("source", Value::text(a.source)),
        ("confidence", Value::text(a.confidence.as_str())),
        ("notes", Value::text(a.notes)),
    ])
}

fn known(value: f64) -> Value {
    Value::option((value > 0.0).then_some(value))
}

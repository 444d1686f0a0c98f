//! The table of accelerators, and a scenario with numbers of one changed by hand.

use super::{Code, NUMBER, at, list, num, object, refused, text, words};
use isoflop::core::accelerators::{all, get};
use isoflop::core::contract;
use isoflop::core::value::Value;

fn row(id: &str) -> Value {
    let table = object([("rows", contract::accelerators())]);
    list(&table, "rows").iter().find(|r| words(r, "id") == id).unwrap_or_else(|| panic!("{id}")).clone()
}

/// NVIDIA prints sparse rates for the H100: 1,979 TFLOP/s in BF16 is 989.4 dense.
#[test]
fn rows_are_what_makers_print() {
    let h100 = row("h100-sxm");
    assert_eq!((num(&h100, "rates.bf16"), num(&h100, "rates.fp8")), (989.4e12, 1979e12));
    assert_eq!((num(&h100, "memory"), words(&h100, "memoryPrinted")), (80.0 * 1_073_741_824.0, "80 GB HBM3"));
    assert_eq!((num(&h100, "bandwidth"), num(&h100, "link.rate"), num(&h100, "power")), (3.35e12, 450e9, 700.0));
    assert_eq!((num(&h100, "ridge") * 10.0).round(), 2953.0);
    for (id, path) in [
        ("h100-sxm", "rates.fp4"),
        ("a100-80-sxm", "rates.fp8"),
        ("v100-sxm2", "rates.bf16"),
        ("rtx-4090", "nic"),
        ("m1", "link"),
        ("tpu-v5e", "power"),
    ] {
        assert_eq!(at(&row(id), path), &Value::Null, "{id} {path}");
    }
    let bools = |id: &str| (at(&row(id), "announced").clone(), at(&row(id), "matrixUnits").clone());
    assert_eq!(bools("rubin"), (Value::Bool(true), Value::Bool(true)));
    assert_eq!(bools("p100-sxm2"), (Value::Bool(false), Value::Bool(false)));
    assert_eq!(words(&row("tpu-v4"), "link.topology"), "3D torus");
    assert_eq!((num(&row("rtx-4090"), "rates.fp16"), num(&row("rtx-4090"), "rates.fp16Acc16")), (165.2e12, 330.3e12));
}

#[test]
fn every_row_says_where_it_is_from() {
    let table = object([("rows", contract::accelerators())]);
    assert_eq!(list(&table, "rows").len(), all().count());
    for r in list(&table, "rows") {
        let id = words(r, "id");
        assert!(!words(r, "source").is_empty() && !words(r, "confidence").is_empty(), "{id}");
        assert_eq!(num(r, "memory"), get(id).unwrap().capacity().get());
        for name in ["year", "bandwidth", "memory", "ridge"] {
            assert!(num(r, name) > 0.0, "{id} {name}");
        }
    }
}

/// Twice the rate, half the time: 6 · N · D over devices, rate and a given utilisation.
#[test]
fn a_device_of_ones_own() {
    let asked = |device: &str| {
        let hardware = object([("accelerator", text("h100-sxm")), ("device", text(device))]);
        let rest = [("flops", NUMBER(1e24))];
        object([("hardware", hardware), ("budget", object(rest)), ("assumptions", object([("mfu", NUMBER(0.4))]))])
    };
    let seconds = |device: &str| num(&contract::estimate(&asked(device)).unwrap(), "training.seconds.value");
    assert!((seconds("") / seconds("bf16:1.9788e15") - 2.0).abs() < 1e-12);
    let link = contract::encode_scenario(&asked("bf16:1.2e15;memory:120")).unwrap();
    let Value::Text(link) = link else { panic!("{link:?}") };
    let back = contract::decode_scenario(&text(&link)).unwrap();
    assert_eq!(words(&back, "hardware.device"), "bf16:1.2e15;memory:120");
    for (device, code, field) in [
        ("bf16:-3", Code::OutOfDomain, "hardware.device.bf16"),
        ("memory:1e9", Code::OutOfDomain, "hardware.device.memory"),
        ("power:NaN", Code::NotFinite, "hardware.device.power"),
        ("wings:2", Code::UnknownField, "hardware.device"),
    ] {
        refused(contract::estimate(&asked(device)), code, field);
    }
}

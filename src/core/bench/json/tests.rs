use super::*;
use crate::core::bench::event::Event;
use crate::core::bench::probe::{Arithmetic, Probe};
use crate::core::bench::record::{Ended, Limits, Machine, Outcome, Reading, Record};
use crate::core::error::Code;

const PRODUCT: Probe = Probe::Product { arithmetic: Arithmetic::F32, m: 64, k: 64, n: 64 };

fn record() -> Record {
    let reading =
        |probe, outcome, note: &str| Reading { probe, outcome, kernel: "k".to_owned(), note: note.to_owned() };
    Record {
        day: "2026-11-29".to_owned(),
        machine: Machine {
            vendor: "maker".to_owned(),
            description: "A card \"of\" ours".to_owned(),
            backend: "WebGPU".to_owned(),
            threads: 8,
            features: vec!["shader-f16".to_owned()],
            limits: Limits {
                buffer: 4294967296.0,
                binding: 2147483647.0,
                shared: 32768.0,
                invocations: 1024,
                workgroups: 65535,
            },
            tick: 1e-4,
            timestamps: true,
            ..Machine::default()
        },
        plan: vec![PRODUCT, Probe::Dispatch],
        readings: vec![
            reading(PRODUCT, Outcome::Measured(vec![1.25e-5, 1.3e-5]), ""),
            reading(Probe::Dispatch, Outcome::Unsupported, "not offered"),
        ],
        ended: Ended::Complete,
        reason: String::new(),
        slowed: Some(0.01),
    }
}

#[test]
fn a_record_reads_back_as_it_was() {
    let text = write_record(&record());
    assert_eq!(read_record(&text).unwrap(), Imported { record: record(), notices: Vec::new() });
    let lost = Record { ended: Ended::Lost, reason: "destroyed".to_owned(), slowed: None, ..record() };
    assert_eq!(read_record(&write_record(&lost)).unwrap().record, lost);
    // What was not at its end when it was exported has been stopped.
    let running = Record { ended: Ended::Running, ..record() };
    assert_eq!(read_record(&write_record(&running)).unwrap().record.ended, Ended::Cancelled);
}

#[test]
fn events_read_back_as_they_were() {
    let r = record();
    let events = [
        Event::Machine(r.machine.clone()),
        Event::Plan { probes: r.plan.clone(), seconds: 12.5 },
        Event::Start(PRODUCT),
        Event::Reading(r.readings[0].clone()),
        Event::Reading(r.readings[1].clone()),
        Event::Slowed(-0.02),
        Event::Ended { how: Ended::Lost, reason: "the device is \"gone\"".to_owned() },
    ];
    let mut built = Record::default();
    for event in events {
        assert_eq!(read_event(&write_event(&event)).unwrap(), event);
        built.apply(event);
    }
    assert_eq!((built.readings, built.ended, built.slowed), (r.readings, Ended::Lost, Some(-0.02)));
    for bad in [
        "",
        "{}",
        "[]",
        r#"{"event":"start","probe":"x"}"#,
        r#"{"event":"ended","how":"well"}"#,
        r#"{"event":"slowed"}"#,
    ] {
        assert!(read_event(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_is_no_record_is_refused() {
    let text = write_record(&record());
    for (bad, field) in [
        (String::new(), "record"),
        ("[1, 2]".to_owned(), "record"),
        (text[..text.len() / 2].to_owned(), "record"),
        ("{}".to_owned(), "kind"),
        (text.replace("isoflop benchmark", "a cake"), "kind"),
        (text.replace("\"version\": 1", "\"version\": 2"), "version"),
        (text.replace("\"version\": 1", "\"version\": \"one\""), "version"),
    ] {
        let e = read_record(&bad).unwrap_err();
        assert_eq!(e.field, field, "{bad:.60}");
        assert!(e.message.len() < 200, "{e}");
    }
}

/// Whatever is changed by hand: the rest is kept, what is wrong is said at its field, and nothing breaks.
#[test]
fn what_was_edited_by_hand_is_left_out_and_said() {
    let text = write_record(&record());
    for (old, new, code, field) in [
        ("0.0000125", "-1.0", Code::OutOfDomain, "readings.0"),
        ("0.0000125", "0", Code::OutOfDomain, "readings.0"),
        ("0.0000125", "1e-300", Code::OutOfDomain, "readings.0"),
        ("0.0000125", "1e300", Code::OutOfDomain, "readings.0"),
        ("0.0000125", "\"fast\"", Code::WrongType, "readings.0"),
        ("\"measured\"", "\"superb\"", Code::UnknownId, "readings.0"),
        ("\"unsupported\"", "\"measured\"", Code::WrongType, "readings.1"),
        ("\"probe\": \"dispatch\"", "\"probe\": \"patch\"", Code::UnknownId, "readings.1"),
        ("\"probe\": \"dispatch\"", "\"probe\": \"product/f32/64x64x64\"", Code::Inconsistent, "readings.1"),
        ("\"note\": \"not offered\"", "\"n\": 1, \"note\": \"\"", Code::UnknownField, "readings.1"),
        ("\"complete\"", "\"well\"", Code::UnknownId, "ended"),
        ("\"vendor\"", "\"seller\"", Code::UnknownField, "machine.seller"),
        ("\"reason\"", "\"cause\"", Code::UnknownField, "cause"),
        ("\"slowed\": 0.01", "\"slowed\": 0.01, \"plan\": 3", Code::MissingField, "plan"),
    ] {
        assert!(text.contains(old), "{old}");
        let read = read_record(&text.replacen(old, new, 1)).unwrap();
        assert!(read.notices.iter().any(|e| e.code == code && e.field == field), "{old} → {new}: {:?}", read.notices);
        for e in &read.notices {
            assert!(e.message.ends_with('.') && e.message.len() < 250, "{e}");
        }
        // What is not whole does not pass for whole.
        let whole = read.record.plan.iter().all(|p| read.record.reading(p).is_some());
        assert!(whole || !read.record.is_complete(), "{old} → {new}");
    }
}

/// A software adapter stays one, whatever the file says.
#[test]
fn a_software_adapter_is_known_by_its_name() {
    let mut r = record();
    r.machine.description = "SwiftShader Device (Subzero)".to_owned();
    assert!(read_record(&write_record(&r)).unwrap().record.machine.software);
    r.machine.description = "llvmpipe (LLVM 15.0.6, 256 bits)".to_owned();
    assert!(read_record(&write_record(&r)).unwrap().record.machine.software);
}

#[test]
fn hidden_marks_and_long_texts_do_not_come_in() {
    let mut r = record();
    r.reason = format!("a\u{202e}b\u{7}c{}", "x".repeat(1000));
    let read = read_record(&write_record(&r)).unwrap().record.reason;
    assert!(read.starts_with("abcx") && read.len() == 300);
}

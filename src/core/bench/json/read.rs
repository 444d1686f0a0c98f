//! From JSON, which anyone may have written: what cannot be is left out and said.

use serde_json::{Map, Value};

use super::{KIND, VERSION};
use crate::core::bench::event::Event;
use crate::core::bench::probe::Probe;
use crate::core::bench::record::{Ended, Limits, Machine, Outcome, Reading, Record, plays_a_gpu};
use crate::core::error::{Code, Error};

/// Longer texts are cut, longer lists are left out.
const LONGEST: usize = 300;
const MOST_PROBES: usize = 200;
const MOST_SAMPLES: usize = 100;
/// Seconds of a run beyond which, and FLOP/s or bytes/s beyond which, a number is a mistake.
const MOST_SECONDS: f64 = 1e5;
const MOST_RATE: f64 = 1e18;

/// A record that was read, and what of it could not be.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub record: Record,
    pub notices: Vec<Error>,
}

/// A record as it was exported.
///
/// # Errors
/// When it is no record at all, or one of another version. What is wrong with a part of it is a notice.
pub fn read_record(text: &str) -> Result<Imported, Error> {
    let fields = object(text)?;
    let kind = fields.get("kind").and_then(Value::as_str);
    if kind != Some(KIND) {
        let message = "This is JSON, but not a record of the benchmark: its \"kind\" must be \"isoflop benchmark\".";
        return Err(Error::new(Code::Inconsistent, "kind", message));
    }
    let version = fields.get("version").and_then(Value::as_f64);
    if version != Some(f64::from(VERSION)) {
        let found = version.map_or_else(|| "says no version".to_owned(), |v| format!("is of version {v}"));
        let message = format!(
            "The record {found}; this page reads version {VERSION}. Measure again, or open it with the page it came from."
        );
        return Err(Error::new(Code::Inconsistent, "version", message));
    }
    let mut notices = Vec::new();
    let known = ["kind", "version", "day", "machine", "plan", "readings", "ended", "reason", "slowed"];
    notices.extend(unknown(&fields, &known, ""));
    let day = text_of(&fields, "day");
    let day = if is_day(&day) { day } else { String::new() };
    let mut record = Record { day, reason: text_of(&fields, "reason"), ..Record::default() };
    match fields.get("machine").and_then(Value::as_object) {
        Some(m) => record.machine = machine(m, &mut notices),
        None => notices.push(Error::new(Code::MissingField, "machine", "The record does not say what was measured.")),
    }
    for (i, item) in list(&fields, "plan", &mut notices).iter().enumerate() {
        keep(probe(item), format!("plan.{i}"), &mut record.plan, &mut notices);
    }
    let mut once: Vec<Probe> = Vec::new();
    record.plan.retain(|p| {
        let new = !once.contains(p);
        once.push(*p);
        new
    });
    let mut readings: Vec<Reading> = Vec::new();
    for (i, item) in list(&fields, "readings", &mut notices).iter().enumerate() {
        keep(reading(item), format!("readings.{i}"), &mut readings, &mut notices);
    }
    for (i, r) in readings.into_iter().enumerate() {
        if record.reading(&r.probe).is_some() {
            let message = format!("{} stands twice; the first is kept.", r.probe.id());
            notices.push(Error::new(Code::Inconsistent, format!("readings.{i}"), message));
        } else {
            record.readings.push(r);
        }
    }
    let said = text_of(&fields, "ended");
    record.ended = Ended::ALL.into_iter().find(|e| e.id() == said).unwrap_or_else(|| {
        notices.push(Error::new(
            Code::UnknownId,
            "ended",
            "How the run ended is not known, so it is taken as stopped.",
        ));
        Ended::Failed
    });
    if record.ended == Ended::Running {
        record.ended = Ended::Cancelled;
    }
    let whole = record.plan.iter().all(|p| record.reading(p).is_some());
    if record.ended == Ended::Complete && (!whole || record.plan.is_empty()) {
        let message = "The record says that it is complete, but readings of its plan are missing.";
        notices.push(Error::new(Code::Inconsistent, "ended", message));
        record.ended = Ended::Failed;
    }
    record.slowed = fields.get("slowed").and_then(Value::as_f64).filter(|v| v.abs() < 1e3);
    Ok(Imported { record, notices })
}

/// An event as a worker says it.
///
/// # Errors
/// When it is none.
pub fn read_event(text: &str) -> Result<Event, Error> {
    let fields = object(text)?;
    let wrong = |field: &'static str| Error::new(Code::WrongType, field, format!("The event has no {field}."));
    let mut notices = Vec::new();
    match fields.get("event").and_then(Value::as_str).unwrap_or_default() {
        "machine" => {
            let m = fields.get("machine").and_then(Value::as_object).ok_or_else(|| wrong("machine"))?;
            Ok(Event::Machine(machine(m, &mut notices)))
        }
        "plan" => {
            let probes: Result<Vec<Probe>, Error> = list(&fields, "plan", &mut notices).iter().map(probe).collect();
            Ok(Event::Plan { probes: probes?, seconds: number(&fields, "seconds").unwrap_or_default() })
        }
        "start" => Ok(Event::Start(probe(fields.get("probe").unwrap_or(&Value::Null))?)),
        "reading" => Ok(Event::Reading(reading(fields.get("reading").unwrap_or(&Value::Null))?)),
        "slowed" => Ok(Event::Slowed(number(&fields, "part").ok_or_else(|| wrong("part"))?)),
        "ended" => {
            let how = text_of(&fields, "how");
            let how = Ended::ALL.into_iter().find(|e| e.id() == how).ok_or_else(|| wrong("how"))?;
            Ok(Event::Ended { how, reason: text_of(&fields, "reason") })
        }
        _ => Err(wrong("event")),
    }
}

fn object(text: &str) -> Result<Map<String, Value>, Error> {
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::new(Code::WrongType, "record", "A record of the benchmark begins with { and ends with }.")),
        Err(e) => {
            let place = format!("line {}, column {}", e.line(), e.column());
            Err(Error::new(Code::WrongType, "record", format!("This is no JSON: it stops making sense at {place}.")))
        }
    }
}

fn unknown(fields: &Map<String, Value>, known: &[&str], of: &str) -> Option<Error> {
    let name = fields.keys().find(|k| !known.contains(&k.as_str()))?;
    let shown = seen(name, 40);
    let message = format!("\"{shown}\" is not a field of a record; it is left out.");
    Some(Error::new(Code::UnknownField, format!("{of}{shown}"), message))
}

fn keep<T>(read: Result<T, Error>, field: String, kept: &mut Vec<T>, notices: &mut Vec<Error>) {
    match read {
        Ok(one) => kept.push(one),
        Err(e) => notices.push(Error { message: format!("{} It is left out.", e.message), ..e.at(field) }),
    }
}

fn list<'a>(fields: &'a Map<String, Value>, name: &'static str, notices: &mut Vec<Error>) -> &'a [Value] {
    match fields.get(name) {
        Some(Value::Array(list)) if list.len() <= MOST_PROBES => list,
        Some(Value::Array(list)) => {
            let message = format!("{} are too many; at most {MOST_PROBES} are read.", list.len());
            notices.push(Error::new(Code::OutOfDomain, name, message));
            list.get(..MOST_PROBES).unwrap_or_default()
        }
        _ => {
            notices.push(Error::new(Code::MissingField, name, format!("The record has no list \"{name}\".")));
            &[]
        }
    }
}

/// A text, without what is not to be seen, and cut where it is too long.
fn text_of(fields: &Map<String, Value>, name: &str) -> String {
    let said = fields.get(name).and_then(Value::as_str).unwrap_or_default();
    seen(said, LONGEST)
}

fn seen(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control() && !is_hidden(*c)).take(most).collect()
}

/// Marks that turn the direction of writing around, or take no room.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// A number that is one.
fn number(fields: &Map<String, Value>, name: &str) -> Option<f64> {
    fields.get(name).and_then(Value::as_f64).filter(|v| v.is_finite())
}

fn whole(fields: &Map<String, Value>, name: &str) -> u32 {
    fields.get(name).and_then(Value::as_u64).and_then(|v| u32::try_from(v).ok()).unwrap_or_default()
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}

fn probe(value: &Value) -> Result<Probe, Error> {
    Probe::find(value.as_str().unwrap_or_default())
}

fn machine(fields: &Map<String, Value>, notices: &mut Vec<Error>) -> Machine {
    let known = [
        "vendor",
        "architecture",
        "device",
        "description",
        "software",
        "backend",
        "host",
        "threads",
        "features",
        "limits",
        "tick",
        "timestamps",
        "missing",
    ];
    notices.extend(unknown(fields, &known, "machine."));
    let said = |name: &str| text_of(fields, name);
    let yes = |name: &str| fields.get(name).and_then(Value::as_bool).unwrap_or_default();
    let features = fields.get("features").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let limits = fields.get("limits").and_then(Value::as_object).cloned().unwrap_or_default();
    let bytes = |name: &str| number(&limits, name).filter(|v| (0.0..1e18).contains(v)).unwrap_or_default();
    let mut m = Machine {
        vendor: said("vendor"),
        architecture: said("architecture"),
        device: said("device"),
        description: said("description"),
        software: yes("software"),
        backend: said("backend"),
        host: said("host"),
        threads: whole(fields, "threads"),
        features: features.iter().filter_map(Value::as_str).take(100).map(|f| seen(f, 60)).collect(),
        limits: Limits {
            buffer: bytes("buffer"),
            binding: bytes("binding"),
            shared: bytes("shared"),
            invocations: whole(&limits, "invocations"),
            workgroups: whole(&limits, "workgroups"),
        },
        tick: number(fields, "tick").filter(|v| (0.0..=1.0).contains(v)).unwrap_or_default(),
        timestamps: yes("timestamps"),
        missing: said("missing"),
    };
    m.software |= [&m.vendor, &m.architecture, &m.device, &m.description].into_iter().any(|w| plays_a_gpu(w));
    m
}

fn reading(value: &Value) -> Result<Reading, Error> {
    let Value::Object(fields) = value else {
        return Err(Error::new(Code::WrongType, "reading", "A reading is an object."));
    };
    let wrong = |code, name: &'static str, what: &str| Err(Error::new(code, name, what.to_owned()));
    if let Some(e) = unknown(fields, &["probe", "outcome", "seconds", "kernel", "note"], "") {
        return Err(e);
    }
    let probe = probe(fields.get("probe").unwrap_or(&Value::Null))?;
    let outcome = match text_of(fields, "outcome").as_str() {
        "measured" => {
            let given = fields.get("seconds").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let samples: Vec<f64> = given.iter().filter_map(Value::as_f64).collect();
            if samples.is_empty() || samples.len() != given.len() || samples.len() > MOST_SAMPLES {
                return wrong(Code::WrongType, "seconds", "A measured reading has a list of seconds.");
            }
            if !samples.iter().all(|s| *s > 0.0 && *s <= MOST_SECONDS) {
                return wrong(Code::OutOfDomain, "seconds", "A time is above zero, and at most 100,000 seconds.");
            }
            if samples.iter().any(|s| probe.flop().max(probe.bytes()) / s > MOST_RATE) {
                return wrong(Code::OutOfDomain, "seconds", "A time is so short that no machine is so fast.");
            }
            Outcome::Measured(samples)
        }
        other => match Outcome::without_times().into_iter().find(|o| o.id() == other) {
            Some(outcome) => outcome,
            None => return wrong(Code::UnknownId, "outcome", "The outcome of a reading is not known."),
        },
    };
    Ok(Reading { probe, outcome, kernel: text_of(fields, "kernel"), note: text_of(fields, "note") })
}

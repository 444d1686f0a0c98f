//! To JSON.

use serde_json::{Map, Value, json};

use super::{KIND, VERSION};
use crate::core::bench::event::Event;
use crate::core::bench::probe::Probe;
use crate::core::bench::record::{Machine, Outcome, Reading, Record};

/// One event in one line.
pub fn write_event(event: &Event) -> String {
    let value = match event {
        Event::Machine(m) => json!({ "event": "machine", "machine": machine(m) }),
        Event::Plan { probes, seconds } => json!({ "event": "plan", "plan": plan(probes), "seconds": seconds }),
        Event::Start(probe) => json!({ "event": "start", "probe": probe.id() }),
        Event::Reading(r) => json!({ "event": "reading", "reading": reading(r) }),
        Event::Slowed(part) => json!({ "event": "slowed", "part": part }),
        Event::Ended { how, reason } => json!({ "event": "ended", "how": how.id(), "reason": reason }),
    };
    value.to_string()
}

/// A record as people keep it.
pub fn write_record(record: &Record) -> String {
    let value = json!({
        "kind": KIND,
        "version": VERSION,
        "day": record.day,
        "machine": machine(&record.machine),
        "plan": plan(&record.plan),
        "readings": record.readings.iter().map(reading).collect::<Vec<_>>(),
        "ended": record.ended.id(),
        "reason": record.reason,
        "slowed": record.slowed,
    });
    serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
}

fn plan(probes: &[Probe]) -> Vec<String> {
    probes.iter().map(Probe::id).collect()
}

fn machine(m: &Machine) -> Value {
    json!({
        "vendor": m.vendor,
        "architecture": m.architecture,
        "device": m.device,
        "description": m.description,
        "software": m.software,
        "backend": m.backend,
        "host": m.host,
        "threads": m.threads,
        "features": m.features,
        "limits": {
            "buffer": m.limits.buffer,
            "binding": m.limits.binding,
            "shared": m.limits.shared,
            "invocations": m.limits.invocations,
            "workgroups": m.limits.workgroups,
        },
        "tick": m.tick,
        "timestamps": m.timestamps,
        "missing": m.missing,
    })
}

fn reading(r: &Reading) -> Value {
    let mut fields = Map::new();
    fields.insert("probe".to_owned(), r.probe.id().into());
    fields.insert("outcome".to_owned(), r.outcome.id().into());
    if let Outcome::Measured(samples) = &r.outcome {
        fields.insert("seconds".to_owned(), samples.clone().into());
    }
    fields.insert("kernel".to_owned(), r.kernel.clone().into());
    fields.insert("note".to_owned(), r.note.clone().into());
    fields.into()
}

//! A scenario as an object in the groups of [`KEYS`], and back.

use std::borrow::Cow;

use crate::core::error::{Code, Error};
use crate::core::scenario::{KEYS, Key, Names, Scenario};
use crate::core::value::{self, Value};

/// Every given value with its place in the table of inputs; values that are `null` are not given.
fn flatten(object: &Value) -> Result<Vec<(&'static Names, &Value)>, Error> {
    let Value::Object(fields) = object else {
        return Err(wrong_type("scenario", "A scenario is an object, for example {budget: {flops: 1e24}}."));
    };
    let mut flat = Vec::new();
    for (name, value) in fields {
        let whole = KEYS.iter().find(|n| n.path == name && !name.contains('.'));
        let group: Vec<&Names> =
            KEYS.iter().filter(|n| n.path.split_once('.').is_some_and(|(g, _)| g == name)).collect();
        match (whole, value) {
            (Some(names), value) => flat.push((names, value)),
            (None, _) if group.is_empty() => return Err(unknown(name)),
            (None, Value::Null) => {}
            (None, Value::Object(inner)) => {
                for (field, value) in inner {
                    let path = format!("{name}.{field}");
                    let names = group.iter().find(|n| n.path == path).ok_or_else(|| unknown(&path))?;
                    flat.push((*names, value));
                }
            }
            (None, _) => {
                let parts: Vec<&str> = group.iter().map(|n| n.path).collect();
                return Err(wrong_type(name, &format!("\"{name}\" is an object; its parts are {}.", parts.join(", "))));
            }
        }
    }
    flat.retain(|(_, v)| **v != Value::Null);
    Ok(flat)
}

fn wrong_type(field: &str, message: &str) -> Error {
    Error::new(Code::WrongType, field, message)
}

fn unknown(path: &str) -> Error {
    let group = path.split_once('.').map(|(g, _)| format!("{g}."));
    // The parts of a known group; else the groups.
    let mut known: Vec<&str> =
        KEYS.iter().map(|n| n.path).filter(|p| group.as_deref().is_some_and(|g| p.starts_with(g))).collect();
    if known.is_empty() {
        known = KEYS.iter().map(|n| n.path.split('.').next().unwrap_or_default()).collect();
        known.sort_unstable();
        known.dedup();
    }
    let shown: String = path.chars().take(60).collect();
    let message = format!("\"{shown}\" is not part of a scenario; its parts are {}.", known.join(", "));
    Error::new(Code::UnknownField, shown, message)
}

/// Yes or no.
const fn is_switch(key: Key) -> bool {
    matches!(key, Key::SequenceParallel | Key::ParallelBlock | Key::FusedKernels | Key::Shortcut | Key::BiLevel)
}

/// An object in the groups of [`KEYS`] to a scenario.
pub(super) fn scenario_of(object: &Value) -> Result<Scenario, Error> {
    let mut flat = flatten(object)?;
    // In the order of the table: what rests on another input comes after it, whatever the order it was written in.
    flat.sort_by_key(|(names, _)| names.key);
    let mut scenario = Scenario::start()?;
    let mut budget: Option<&str> = None;
    let given = |path: &str| flat.iter().any(|(n, _)| n.path == path);
    if given("model.preset") && (given("model.params") || given("model.tokens")) {
        return Err(Error::new(
            Code::Inconsistent,
            "model.preset",
            "\"model\" is either a \"preset\" or \"params\" and \"tokens\", not both.",
        ));
    }
    if given("model.architecture") && given("model.config") {
        let message = "\"model\" is either an \"architecture\" or a \"config\", not both.";
        return Err(Error::new(Code::Inconsistent, "model.config", message));
    }
    for (here, there) in [("model.params", "model.tokens"), ("model.tokens", "model.params")] {
        if given(here) && !given(there) {
            return Err(Error::new(Code::MissingField, there, format!("\"{here}\" needs \"{there}\" beside it.")));
        }
    }
    for (names, value) in &flat {
        let path = names.path;
        if names.key.is_budget() {
            if let Some(first) = budget {
                return Err(Error::new(
                    Code::Inconsistent,
                    path,
                    format!(
                        "\"{first}\" and \"{path}\" say the budget twice; give one of them, and the other follows."
                    ),
                ));
            }
            budget = Some(names.path);
        }
        scenario = match names.key {
            key if is_switch(key) && matches!(value, Value::Bool(_)) => {
                scenario.set(names.key, if **value == Value::Bool(true) { "yes" } else { "no" })?
            }
            key if key.is_text() => scenario.set(key, value::text(path, value)?)?,
            _ => scenario.set_number(names.key, value::number(path, value)?)?,
        };
    }
    Ok(scenario)
}

pub(super) fn scenario_value(scenario: &Scenario) -> Value {
    let mut out: Vec<(Cow<'static, str>, Value)> = Vec::new();
    for names in KEYS {
        let implied = matches!(names.key, Key::ModelParams | Key::ModelTokens)
            && scenario.run.is_some_and(|r| r.published.is_some());
        let value = match scenario.number(names.key) {
            Some(v) if !implied => Value::Number(v),
            _ if implied => continue,
            _ => match scenario.text(names.key) {
                Some(t) if is_switch(names.key) => Value::Bool(t == "yes"),
                Some(t) => Value::Text(t),
                None => continue,
            },
        };
        match names.path.split_once('.') {
            None => out.push((names.path.into(), value)),
            Some((group, field)) => {
                let inner = (field.into(), value);
                match out.iter_mut().find(|(g, _)| g == group) {
                    Some((_, Value::Object(fields))) => fields.push(inner),
                    _ => out.push((group.into(), Value::Object(vec![inner]))),
                }
            }
        }
    }
    Value::Object(out)
}

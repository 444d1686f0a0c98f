//! A scenario as an object in the groups of [`KEYS`], and back.

use crate::core::error::{Code, Error};
use crate::core::scenario::{KEYS, Key, Scenario};
use crate::core::value::{self, Value};

/// An object in the groups of [`KEYS`] to a scenario.
pub(super) fn scenario_of(object: &Value) -> Result<Scenario, Error> {
    let mut flat: Vec<(String, &Value)> = Vec::new();
    match object {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::Object(inner) => flat.extend(inner.iter().map(|(k, v)| (format!("{name}.{k}"), v))),
                    other => flat.push((name.clone(), other)),
                }
            }
        }
        _ => {
            return Err(Error::new(
                Code::WrongType,
                "scenario",
                "A scenario is an object, for example {budget: {flops: 1e24}}.",
            ));
        }
    }
    flat.retain(|(_, v)| **v != Value::Null);
    let mut scenario = Scenario::start()?;
    let mut budget: Option<&str> = None;
    let given = |path: &str| flat.iter().any(|(p, _)| p == path);
    if given("model.preset") && (given("model.params") || given("model.tokens")) {
        return Err(Error::new(
            Code::Inconsistent,
            "model.preset",
            "\"model\" is either a \"preset\" or \"params\" and \"tokens\", not both.",
        ));
    }
    for (here, there) in [("model.params", "model.tokens"), ("model.tokens", "model.params")] {
        if given(here) && !given(there) {
            return Err(Error::new(Code::MissingField, there, format!("\"{here}\" needs \"{there}\" beside it.")));
        }
    }
    for (path, value) in &flat {
        let Some(names) = KEYS.iter().find(|n| n.path == path) else {
            let known: Vec<&str> = KEYS.iter().map(|n| n.path).collect();
            let shown: String = path.chars().take(60).collect();
            return Err(Error::new(
                Code::UnknownField,
                shown.clone(),
                format!("\"{shown}\" is not part of a scenario; its parts are {}.", known.join(", ")),
            ));
        };
        if names.key.is_budget() {
            if let Some(first) = budget {
                return Err(Error::new(
                    Code::Inconsistent,
                    path.clone(),
                    format!(
                        "\"{first}\" and \"{path}\" say the budget twice; give one of them, and the other follows."
                    ),
                ));
            }
            budget = Some(names.path);
        }
        scenario = match names.key {
            Key::Title | Key::Law | Key::Accelerator | Key::Model => {
                scenario.set(names.key, value::text(path, value)?)?
            }
            _ => scenario.set_number(names.key, value::number(path, value)?)?,
        };
    }
    Ok(scenario)
}

pub(super) fn scenario_value(scenario: &Scenario) -> Value {
    let mut out: Vec<(String, Value)> = Vec::new();
    for names in KEYS {
        let implied = matches!(names.key, Key::ModelParams | Key::ModelTokens)
            && scenario.run.is_some_and(|r| r.published.is_some());
        let value = match scenario.number(names.key) {
            Some(v) if !implied => Value::Number(v),
            _ if implied => continue,
            _ => match scenario.text(names.key) {
                Some(t) => Value::Text(t),
                None => continue,
            },
        };
        match names.path.split_once('.') {
            None => out.push((names.path.to_owned(), value)),
            Some((group, field)) => {
                let inner = (field.to_owned(), value);
                match out.iter_mut().find(|(g, _)| g == group) {
                    Some((_, Value::Object(fields))) => fields.push(inner),
                    _ => out.push((group.to_owned(), Value::Object(vec![inner]))),
                }
            }
        }
    }
    Value::Object(out)
}

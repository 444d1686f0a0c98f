//! The functions other programs call, from plain values to plain values. Strict: unknown fields are errors.
//! The JavaScript module adds nothing to these but the crossing of the border.

use super::error::{Code, Error, Warning};
use super::expr::{Letter, plain};
use super::laws::{self, Constant, Interval, Meta, Pin};
use super::link;
use super::quantity::{Flop, Nats, Params, Tokens};
use super::report::{self, Number, Report, Why};
use super::scenario::{KEYS, Key, Scenario};
use super::value::{self, Fields, Value};

/// `{crate, contract}`.
pub fn version() -> Value {
    Value::object([("crate", Value::text(env!("CARGO_PKG_VERSION"))), ("contract", Value::Number(1.0))])
}

/// One entry a law, with its constants, range and source.
pub fn laws() -> Value {
    Value::list(laws::ALL.iter().map(|l| law(l.meta())))
}

fn law(m: &Meta) -> Value {
    let range = |(lo, hi): (f64, f64)| Value::list([Value::Number(lo), Value::Number(hi)]);
    let texts = |list: &[&str]| Value::list(list.iter().map(|n| Value::text(*n)));
    Value::object([
        ("id", Value::text(m.id)),
        ("title", Value::text(m.title)),
        ("authors", Value::text(m.authors)),
        ("year", Value::Number(m.year.into())),
        ("arxiv", m.arxiv.map_or(Value::Null, Value::text)),
        ("locator", Value::text(m.locator)),
        ("kind", Value::text(m.kind.as_str())),
        ("form", Value::text(m.form)),
        (
            "inputs",
            texts(if m.has_loss { &["flops", "params", "tokens", "loss"] } else { &["flops", "params", "tokens"] }),
        ),
        ("constants", Value::list(m.constants.iter().map(constant))),
        (
            "fittedRange",
            Value::object([
                ("params", range(m.fitted.params)),
                ("tokens", range(m.fitted.tokens)),
                ("flops", range(m.fitted.flops)),
                ("what", Value::text(m.fitted.what)),
            ]),
        ),
        ("data", Value::text(m.data)),
        ("paramsCount", Value::text(m.params_count)),
        ("flopsConvention", Value::text(m.flops_convention)),
        ("lossUnit", if m.has_loss { Value::text(Nats::UNIT) } else { Value::Null }),
        ("interval", m.interval.map_or(Value::Null, Value::text)),
        ("notes", texts(m.notes)),
    ])
}

fn constant(c: &Constant) -> Value {
    Value::object([
        ("symbol", Value::text(c.symbol)),
        ("meaning", Value::text(c.meaning)),
        ("value", Value::Number(c.value)),
        ("standardError", Value::option(c.standard_error)),
        ("unit", Value::text(c.unit)),
        ("confidence", Value::text(c.confidence.as_str())),
    ])
}

/// Loss of a run: `law`, `params`, `tokens`.
///
/// # Errors
/// Any wrong, missing or unknown field; `inconsistent` for a law without a loss.
pub fn predict_loss(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let law = laws::find(fields.required_text("law")?)?;
    let params = fields.number("params")?;
    let tokens = fields.number("tokens")?;
    fields.finish()?;
    let meta = law.meta();
    let params = params
        .ok_or_else(|| {
            Error::new(
                Code::MissingField,
                "params",
                "\"params\" is needed: the number of parameters, for example 70e9.",
            )
        })
        .and_then(|v| read_params("params", v))?;
    let tokens = tokens.map(|v| read_tokens("tokens", v)).transpose()?;
    let p = law.loss(params, tokens)?;
    let flops = tokens.and_then(|t| params.compute(t, laws::FLOP_PER_PARAM_TOKEN).ok()).map(Flop::get);
    let (low, high) = ends(p.interval);
    Ok(Value::object([
        ("loss", Value::Number(p.loss.get())),
        ("low", low),
        ("high", high),
        (
            "terms",
            Value::object([
                ("irreducible", Value::Number(p.irreducible)),
                ("params", Value::Number(p.params)),
                ("data", Value::Number(p.data)),
            ]),
        ),
        ("warnings", warnings(&laws::warnings(meta, flops, params.get(), tokens.map(Tokens::get)))),
    ]))
}

/// The optimum: `law` and exactly one of `flops`, `loss`, `tokens`, `params`.
///
/// # Errors
/// Any wrong, missing or unknown field; `inconsistent` for two questions at once; `no-solution` for a loss that no
/// budget reaches.
pub fn compute_optimal(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let law = laws::find(fields.required_text("law")?)?;
    let said = [
        ("flops", fields.number("flops")?),
        ("loss", fields.number("loss")?),
        ("tokens", fields.number("tokens")?),
        ("params", fields.number("params")?),
    ];
    fields.finish()?;
    let said: Vec<(&'static str, f64)> = said.into_iter().filter_map(|(n, v)| v.map(|v| (n, v))).collect();
    let (name, value) = match said.as_slice() {
        [one] => *one,
        [] => {
            return Err(Error::new(
                Code::MissingField,
                "flops",
                "One of \"flops\", \"loss\", \"tokens\" or \"params\" is needed.",
            ));
        }
        [(a, _), (b, _), ..] => {
            return Err(Error::new(
                Code::Inconsistent,
                *b,
                format!("\"{a}\" and \"{b}\" ask the same question twice; give one of them, and the other follows."),
            ));
        }
    };
    let pin = match name {
        "flops" => Pin::Flops(match set(Key::Flops, name, value)?.budget {
            super::scenario::Budget::Flops(v) => v,
            _ => return Err(Error::new(Code::Inconsistent, name, "The budget could not be read.")),
        }),
        "loss" => Pin::Loss(match set(Key::Loss, name, value)?.budget {
            super::scenario::Budget::Loss(v) => v,
            _ => return Err(Error::new(Code::Inconsistent, name, "The loss could not be read.")),
        }),
        "tokens" => Pin::Tokens(read_tokens(name, value)?),
        _ => Pin::Params(read_params(name, value)?),
    };
    let o = law.optimum(pin).map_err(|e| if e.field == "law" { e } else { e.at(name) })?;
    let (low, high) = ends(o.intervals.loss);
    let interval = |i: Interval| i.map_or(Value::Null, |(a, b)| Value::list([Value::Number(a), Value::Number(b)]));
    Ok(Value::object([
        ("flops", Value::Number(o.flops.get())),
        ("params", Value::Number(o.params.get())),
        ("tokens", Value::Number(o.tokens.get())),
        ("tokensPerParam", Value::Number(o.tokens_per_param())),
        ("loss", Value::option(o.loss.map(Nats::get))),
        ("low", low),
        ("high", high),
        (
            "intervals",
            Value::object([
                ("flops", interval(o.intervals.flops)),
                ("params", interval(o.intervals.params)),
                ("tokens", interval(o.intervals.tokens)),
                ("tokensPerParam", interval(o.intervals.tokens_per_param)),
            ]),
        ),
        ("warnings", warnings(&laws::warnings(law.meta(), Some(o.flops.get()), o.params.get(), Some(o.tokens.get())))),
    ]))
}

/// Limits and words of a number are those of the scenario's fields.
fn set(key: Key, field: &str, value: f64) -> Result<Scenario, Error> {
    Scenario::start()?.set_number(key, value).map_err(|e| e.at(field))
}

fn read_params(field: &str, value: f64) -> Result<Params, Error> {
    set(Key::ModelParams, field, value)?
        .run
        .map(|r| r.params)
        .ok_or_else(|| Error::new(Code::Inconsistent, field, "The size could not be read."))
}

fn read_tokens(field: &str, value: f64) -> Result<Tokens, Error> {
    set(Key::ModelTokens, field, value)?
        .run
        .map(|r| r.tokens)
        .ok_or_else(|| Error::new(Code::Inconsistent, field, "The token count could not be read."))
}

/// The whole report of a scenario.
///
/// # Errors
/// Anything wrong in the scenario, and what [`report::estimate`] answers.
pub fn estimate(scenario: &Value) -> Result<Value, Error> {
    let scenario = scenario_of(scenario)?;
    Ok(report_value(&report::estimate(&scenario)?))
}

/// The link text of a scenario.
///
/// # Errors
/// Anything wrong in the scenario.
pub fn encode_scenario(scenario: &Value) -> Result<Value, Error> {
    Ok(Value::Text(link::write(&scenario_of(scenario)?)))
}

/// The scenario of a link, defaults filled in.
///
/// # Errors
/// The first thing in the link that could not be read.
pub fn decode_scenario(text: &Value) -> Result<Value, Error> {
    Ok(scenario_value(&link::decode(value::text("link", text)?)?))
}

/// An object in the groups of [`KEYS`] to a scenario.
fn scenario_of(object: &Value) -> Result<Scenario, Error> {
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

fn scenario_value(scenario: &Scenario) -> Value {
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

fn ends(interval: Interval) -> (Value, Value) {
    (Value::option(interval.map(|i| i.0)), Value::option(interval.map(|i| i.1)))
}

fn warnings(list: &[Warning]) -> Value {
    Value::list(list.iter().map(|w| {
        Value::object([
            ("code", Value::text(w.code)),
            ("field", Value::text(w.field.clone())),
            ("message", Value::text(w.message.clone())),
        ])
    }))
}

fn number(n: &Number) -> Value {
    let (low, high) = ends(n.interval);
    Value::object([
        ("value", Value::Number(n.value)),
        ("unit", Value::text(n.unit)),
        ("low", low),
        ("high", high),
        ("explain", explain(&n.why)),
    ])
}

fn explain(w: &Why) -> Value {
    let text = |pieces: &[super::expr::Piece]| Value::Text(format!("{} = {}", w.symbol, plain(pieces)));
    let letter = |l: Letter| {
        let (error, unit) = match l {
            Letter::Given(s) => (s.standard_error, s.unit),
            Letter::Named(..) => (None, ""),
        };
        Value::object([
            ("symbol", Value::text(l.symbol())),
            ("meaning", Value::text(l.meaning())),
            ("value", Value::Number(l.value())),
            ("standardError", Value::option(error)),
            ("unit", Value::text(unit)),
        ])
    };
    Value::object([
        ("title", Value::text(w.title)),
        ("formula", w.expr.as_ref().map_or(Value::Null, |e| text(&e.symbols()))),
        ("substituted", w.expr.as_ref().map_or(Value::Null, |e| text(&e.values()))),
        ("inputs", Value::list(w.expr.iter().flat_map(|e| e.letters()).map(letter))),
        ("sources", Value::list(w.sources().into_iter().map(Value::Text))),
        (
            "fittedRange",
            w.range.map_or(Value::Null, |r| {
                Value::object([
                    ("low", Value::Number(r.fitted.0)),
                    ("high", Value::Number(r.fitted.1)),
                    ("value", Value::Number(r.value)),
                    ("unit", Value::text(r.unit)),
                    ("decadesOutside", Value::Number(r.decades_outside())),
                ])
            }),
        ),
    ])
}

fn report_value(r: &Report) -> Value {
    let option = |n: &Option<Number>| n.as_ref().map_or(Value::Null, number);
    let a = &r.answer;
    let laws = r.laws.iter().map(|l| {
        Value::object([
            ("id", Value::text(l.meta.id)),
            ("chosen", Value::Bool(l.chosen)),
            ("lossComparable", Value::Bool(l.comparable)),
            ("params", number(&l.params)),
            ("tokens", number(&l.tokens)),
            ("tokensPerParam", Value::Number(l.tokens_per_param)),
            ("loss", option(&l.loss)),
            ("decadesOutside", Value::Number(l.decades_outside)),
        ])
    });
    let sizes = r.sizes.iter().map(|s| {
        Value::object([
            ("factor", Value::Number(s.factor)),
            ("params", Value::Number(s.params)),
            ("tokens", Value::Number(s.tokens)),
            ("loss", number(&s.loss)),
            ("moreLoss", Value::Number(s.more)),
            ("worth", Value::Number(s.worth)),
        ])
    });
    let model = r.compared.as_ref().map_or(Value::Null, |c| {
        Value::object([
            ("flops", number(&c.flops)),
            ("bestParams", Value::Number(c.best.params.get())),
            ("bestTokens", Value::Number(c.best.tokens.get())),
            ("oversize", number(&c.oversize)),
            ("loss", option(&c.loss)),
            ("moreLoss", Value::option(c.more)),
            ("needed", option(&c.needed)),
        ])
    });
    Value::object([
        ("scenario", scenario_value(&r.scenario)),
        ("link", Value::Text(link::write(&r.scenario))),
        (
            "answer",
            Value::object([
                ("law", Value::text(a.law.id)),
                ("flops", number(&a.flops)),
                ("params", number(&a.params)),
                ("tokens", number(&a.tokens)),
                ("tokensPerParam", number(&a.tokens_per_param)),
                ("loss", option(&a.loss)),
            ]),
        ),
        ("laws", Value::list(laws)),
        ("sizes", Value::list(sizes)),
        (
            "training",
            Value::object([
                ("rate", number(&r.training.rate)),
                ("seconds", number(&r.training.seconds)),
                ("acceleratorHours", number(&r.training.hours)),
                ("dollars", number(&r.training.dollars)),
            ]),
        ),
        ("model", model),
        ("warnings", warnings(&r.warnings)),
    ])
}

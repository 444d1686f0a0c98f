//! The functions other programs call, from plain values to plain values. Strict: unknown fields are errors.
//! The JavaScript module adds nothing to these but the crossing of the border.

mod render;
mod scenario;

use super::error::{Code, Error};
use super::laws::{self, Pin};
use super::link;
use super::quantity::{Flop, Nats, Params, Tokens, parse};
use super::report;
use super::value::{self, Fields, Value};
use render::{ends, law, report_value, warnings};
use scenario::{scenario_of, scenario_value};

/// `{crate, contract}`.
pub fn version() -> Value {
    Value::object([("crate", Value::text(env!("CARGO_PKG_VERSION"))), ("contract", Value::Number(1.0))])
}

/// One entry a law, with its constants, range and source.
pub fn laws() -> Value {
    Value::list(laws::ALL.iter().map(|l| law(l.meta())))
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
        .and_then(|v| read("params", v, parse::PARAMS, Params::new, parse::params))?;
    let tokens = tokens.map(|v| read("tokens", v, parse::TOKENS, Tokens::new, parse::tokens)).transpose()?;
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
        "flops" => Pin::Flops(read(name, value, parse::FLOP, Flop::new, parse::flop)?),
        "loss" => Pin::Loss(read(name, value, parse::NATS, Nats::new, parse::nats)?),
        "tokens" => Pin::Tokens(read(name, value, parse::TOKENS, Tokens::new, parse::tokens)?),
        _ => Pin::Params(read(name, value, parse::PARAMS, Params::new, parse::params)?),
    };
    let at = |e: Error| if e.field == "law" { e } else { e.at(name) };
    let o = law.optimum(pin).map_err(at)?;
    laws::answerable(&o).map_err(at)?;
    let (low, high) = ends(o.intervals.loss);
    let interval =
        |i: laws::Interval| i.map_or(Value::Null, |(a, b)| Value::list([Value::Number(a), Value::Number(b)]));
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

/// A plain number under the limits, and with the messages, of a typed one.
fn read<T>(
    field: &str,
    value: f64,
    limit: parse::Limit,
    new: impl Fn(f64) -> Result<T, Error>,
    typed: impl Fn(&str) -> Result<T, Error>,
) -> Result<T, Error> {
    let read = if limit.holds(value) { new(value) } else { typed(&format!("{value:e}")) };
    read.map_err(|e| e.at(field))
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

//! The functions other programs call, from plain values to plain values. Strict: unknown fields are errors.
//! The JavaScript module adds nothing to these but the crossing of the border.

mod accelerators;
mod asked;
mod layouts;
mod memory;
mod model;
mod render;
mod scenario;
mod timing;

use super::error::{Code, Error};
use super::laws::{self, Pin};
use super::link;
use super::quantity::{Flop, Nats, Params, Tokens, parse};
use super::report;
use super::value::{self, Fields, Value};
use super::{formulas, questions};
pub use accelerators::accelerators;
pub use layouts::LayoutSearch;
pub use memory::training_memory;
pub use model::{count_params, kv_cache, models, training_flops};
use render::{ends, law, report_value, warnings};
use scenario::{scenario_of, scenario_value};
pub use timing::{plan_parallelism, training_time};

/// `{crate, contract}`.
pub fn version() -> Value {
    Value::object([("crate", Value::text(env!("CARGO_PKG_VERSION"))), ("contract", Value::Number(1.0))])
}

/// One entry a law, with its constants, range and source.
pub fn laws() -> Value {
    Value::list(laws::ALL.iter().map(|l| law(l.meta())))
}

/// Loss of a run: `law`, `params`, `tokens`, and what the law may be asked besides.
///
/// # Errors
/// Any wrong, missing or unknown field; `inconsistent` for a law without a loss, or an input that it does not take.
pub fn predict_loss(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let law = asked::law(&mut fields)?;
    let size = asked::size(&mut fields)?;
    let tokens = fields.number("tokens")?;
    let setting = asked::setting(&mut fields)?;
    fields.finish()?;
    let law = law.strictly_under(&setting)?;
    let (name, size) = size.ok_or_else(|| {
        let message = "\"params\" is needed: the number of parameters, for example 70e9.";
        Error::new(Code::MissingField, "params", message)
    })?;
    let params = asked::own_size(&law, name, size)?;
    let tokens = tokens.map(|v| read("tokens", v, parse::TOKENS, Tokens::new, parse::tokens)).transpose()?;
    let p = law.loss(params, tokens)?;
    let flops = tokens.and_then(|t| params.compute(t, law.flop_per_param_token(params)).ok());
    let (low, high) = ends(p.interval);
    let mut terms = vec![
        ("irreducible", Value::Number(p.irreducible)),
        ("params", Value::Number(p.params)),
        ("data", Value::Number(p.data)),
    ];
    terms.extend(p.other.map(|(name, value)| (name, Value::Number(value))));
    let mut out = vec![
        ("loss", Value::Number(p.loss.get())),
        ("low", low),
        ("high", high),
        ("terms", Value::object(terms)),
        ("warnings", warnings(&laws::warnings_of(&*law, flops, params, tokens))),
    ];
    out.extend(asked::sizes(&law, params));
    Ok(Value::object(out))
}

/// The optimum: `law` and exactly one of `flops`, `loss`, `tokens`, `params`; with `maxParams`, `inferenceTokens` and
/// what the law may be asked besides. The joint law of mixtures takes `maxMemory`, `cachedTokens` and
/// `maxInferenceFlops` too, with `flops` and without `inferenceTokens`.
///
/// # Errors
/// Any wrong, missing or unknown field; `inconsistent` for two questions at once; `no-solution` for a loss that no
/// budget reaches.
pub fn compute_optimal(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let law = asked::law(&mut fields)?;
    let (name, value) = asked::one_of(&mut fields)?;
    let setting = asked::setting(&mut fields)?;
    let most = fields.number("maxParams")?;
    let served = fields.number("inferenceTokens")?;
    let limits = asked::limits(&mut fields)?;
    fields.finish()?;
    let law = law.strictly_under(&setting)?;
    let most = most.map(|v| read("maxParams", v, parse::PARAMS, Params::new, parse::params)).transpose()?;
    let served = served.map(|v| read("inferenceTokens", v, parse::TOKENS, Tokens::new, parse::tokens)).transpose()?;
    let pin = match name {
        "flops" => Pin::Flops(read(name, value, parse::FLOP, Flop::new, parse::flop)?),
        "loss" => Pin::Loss(read(name, value, parse::NATS, Nats::new, parse::nats)?),
        "tokens" => Pin::Tokens(read(name, value, parse::TOKENS, Tokens::new, parse::tokens)?),
        _ => Pin::Params(asked::own_size(&law, name, value)?),
    };
    if let Some(limits) = limits {
        return asked::limited(&law, pin, most, served, &setting, &limits);
    }
    // Errors of the law about its own quantities are about what was asked; those about other inputs keep their field.
    let at = |e: Error| if asked::is_input(&e.field) { e } else { e.at(name) };
    let (o, inference) = match served {
        None => match most {
            Some(most) => (questions::capped::best(&*law, pin, most).map_err(at)?.0, None),
            None => (law.optimum(pin).map_err(at)?, None),
        },
        Some(served) => {
            let (o, s) = asked::serving(&law, pin, served, most).map_err(at)?;
            (o, Some(s))
        }
    };
    laws::answerable(&o).map_err(at)?;
    let (low, high) = ends(o.intervals.loss);
    let interval =
        |i: laws::Interval| i.map_or(Value::Null, |(a, b)| Value::list([Value::Number(a), Value::Number(b)]));
    let mut out = vec![
        ("flops", Value::Number(o.flops.get())),
        ("params", Value::Number(o.params.get())),
        ("tokens", Value::Number(o.tokens.get())),
        ("tokensPerParam", Value::Number(o.tokens_per_param())),
        ("loss", Value::option(o.loss.map(Nats::get))),
        ("low", low),
        ("high", high),
    ];
    if let Some(unique) = setting.unique_tokens {
        out.push(("epochs", Value::Number(o.tokens.get() / unique.get().min(o.tokens.get()))));
    }
    if let Some(s) = inference {
        out.push(("inferenceFlops", Value::Number(s.inference.get())));
        out.push(("totalFlops", Value::Number(s.total.get())));
    }
    out.extend(asked::sizes(&law, o.params));
    out.push((
        "intervals",
        Value::object([
            ("flops", interval(o.intervals.flops)),
            ("params", interval(o.intervals.params)),
            ("tokens", interval(o.intervals.tokens)),
            ("tokensPerParam", interval(o.intervals.tokens_per_param)),
        ]),
    ));
    out.push(("warnings", warnings(&laws::warnings_of(&*law, Some(o.flops), o.params, Some(o.tokens)))));
    Ok(Value::object(out))
}

/// One entry a formula, with its inputs, constants and source.
pub fn formulas() -> Value {
    Value::list(formulas::ALL.iter().map(|f| render::formula(f)))
}

/// The value of a formula: `formula`, and its `inputs` and `constants` by name; what is left out stands at its start.
///
/// # Errors
/// Any wrong, missing or unknown field; `out-of-domain` where there is no finite value.
pub fn evaluate(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let formula = formulas::find(fields.required_text("formula")?)?;
    let inputs = fields.numbers("inputs")?;
    let constants = fields.numbers("constants")?;
    fields.finish()?;
    render::evaluated(&formula.fill(&inputs, &constants)?)
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

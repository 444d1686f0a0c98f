//! The inputs that questions share.

use super::read;
use crate::core::error::{Code, Error};
use crate::core::laws::own::{self, Own, Which};
use crate::core::laws::setting::{self, Precision};
use crate::core::laws::sparse;
use crate::core::laws::{self, Choice, Input, Intervals, Optimum, Pin, Setting};
use crate::core::mixture::{self, Limits};
use crate::core::quantity::{Bits, Bytes, Experts, Flop, Params, Tokens, parse};
use crate::core::questions::serving::{self, Served};
use crate::core::value::{Fields, Value};

/// Whether an error names an input of its own, not the quantity that was asked about.
pub(super) fn is_input(field: &str) -> bool {
    matches!(field, "law" | "maxParams" | "inferenceTokens" | "maxMemory" | "cachedTokens" | "maxInferenceFlops")
        || field.starts_with("ownLaw")
        || Input::ALL.iter().any(|i| field.split('.').next() == Some(i.name()))
}

/// The law: a published one by its id, or `own` with its constants as `ownLaw`.
pub(super) fn law(fields: &mut Fields) -> Result<Choice, Error> {
    let id = fields.required_text("law")?;
    let own = fields.value("ownLaw");
    match (id, own) {
        (own::ID, Some(constants)) => own_law(constants),
        (own::ID, None) => Err(Error::new(
            Code::MissingField,
            "ownLaw",
            "\"ownLaw\" is needed for your own law: its constants, for example {E: 1.7, A: 400, B: 2000, alpha: 0.34, beta: 0.36}.",
        )),
        (id, None) => laws::find(id),
        (_, Some(_)) => Err(Error::new(
            Code::Inconsistent,
            "ownLaw",
            "\"ownLaw\" goes with the law \"own\"; give one law or the other.",
        )),
    }
}

fn own_law(constants: &Value) -> Result<Choice, Error> {
    let mut fields = Fields::of(constants).map_err(|e| e.at("ownLaw"))?;
    let mut own = Own::start();
    let names = [("E", "EError"), ("A", "AError"), ("B", "BError"), ("alpha", "alphaError"), ("beta", "betaError")];
    for (which, (name, error)) in Which::ALL.into_iter().zip(names) {
        let path = format!("ownLaw.{name}");
        let value = fields.number(name).map_err(|e| e.at(&path))?.ok_or_else(|| {
            Error::new(Code::MissingField, path.clone(), format!("\"{path}\" is needed: {}.", which.meaning()))
        })?;
        own = own.with(which, value).map_err(|e| e.at(&path))?;
        let path = format!("ownLaw.{error}");
        let spread = fields.number(error).map_err(|e| e.at(&path))?;
        own = own.with_error(which, spread).map_err(|e| e.at(&path))?;
    }
    fields.finish().map_err(|e| {
        let path = format!("ownLaw.{}", e.field);
        e.at(&path)
    })?;
    Ok(own.law())
}

/// What the law may be asked besides.
pub(super) fn setting(fields: &mut Fields) -> Result<Setting, Error> {
    let unique = fields.number("uniqueTokens")?;
    let precision = fields.value("precisionBits").map(precision).transpose()?;
    let post = fields.number("postTrainingBits")?;
    let replicas = fields.number("replicas")?;
    let experts = fields.number("experts")?;
    let top_k = fields.number("topK")?;
    let sparsity = fields.number("sparsity")?;
    let granularity = fields.number("granularity")?;
    let zeros = fields.number("weightSparsity")?;
    let dense = fields.number("denseTokens")?;
    Ok(Setting {
        unique_tokens: unique
            .map(|v| read("uniqueTokens", v, parse::TOKENS, Tokens::new, parse::tokens))
            .transpose()?,
        precision,
        post_training_bits: post.map(|v| bits("postTrainingBits", v)).transpose()?,
        replicas: replicas.map(setting::replicas).transpose()?,
        experts: experts.map(sparse::experts).transpose()?,
        top_k: top_k.map(sparse::top_k).transpose()?,
        sparsity: sparsity.map(sparse::sparsity).transpose()?,
        granularity: granularity.map(sparse::granularity).transpose()?,
        weight_sparsity: zeros.map(sparse::weight_sparsity).transpose()?,
        dense_tokens: dense.map(|v| read("denseTokens", v, parse::TOKENS, Tokens::new, parse::tokens)).transpose()?,
    })
}

fn bits(field: &str, value: f64) -> Result<Bits, Error> {
    setting::bits(value).map_err(|e| e.at(field))
}

/// One number for all, or an object of `weights`, `activations` and `kv`.
fn precision(value: &Value) -> Result<Precision, Error> {
    if let Some(one) = value.as_number() {
        return Ok(Precision::uniform(bits("precisionBits", one)?));
    }
    if !matches!(value, Value::Object(_)) {
        return Err(Error::new(
            Code::WrongType,
            "precisionBits",
            "\"precisionBits\" must be a number, or an object of weights, activations and kv, for example {weights: 8, activations: 8, kv: 16}.",
        ));
    }
    let mut fields = Fields::of(value)?;
    let mut part = |name: &'static str| -> Result<Bits, Error> {
        let path = format!("precisionBits.{name}");
        let value = fields.number(name).map_err(|e| e.at(&path))?;
        let value = value.ok_or_else(|| {
            Error::new(Code::MissingField, path.clone(), format!("\"{path}\" is needed: its bits, for example 8."))
        })?;
        bits(&path, value)
    };
    let precision = Precision { weights: part("weights")?, activations: part("activations")?, kv: part("kv")? };
    fields.finish().map_err(|e| {
        let path = format!("precisionBits.{}", e.field);
        e.at(&path)
    })?;
    Ok(precision)
}

/// The names a size goes by: as the law counts it, and for mixtures what works on a token or all of it.
const SIZES: [&str; 3] = ["params", "activeParams", "totalParams"];

/// The one size that is given.
pub(super) fn size(fields: &mut Fields) -> Result<Option<(&'static str, f64)>, Error> {
    let mut said = Vec::new();
    for name in SIZES {
        said.extend(fields.number(name)?.map(|v| (name, v)));
    }
    match said.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        [(a, _), (b, _), ..] => Err(twice(a, b)),
    }
}

/// The size as the law counts it.
pub(super) fn own_size(law: &Choice, name: &'static str, value: f64) -> Result<Params, Error> {
    let size = read(name, value, parse::PARAMS, Params::new, parse::params)?;
    if name == "params" {
        return Ok(size);
    }
    if !law.meta().is_mixture() {
        let message =
            format!("{} does not tell active parameters from all of them; give \"params\".", law.meta().short);
        return Err(Error::new(Code::Inconsistent, name, message));
    }
    let own = if name == "totalParams" { law.own_params(size) } else { Params::new(size.get() / law.active_share())? };
    Ok(own)
}

/// Active and all parameters, for a law of mixtures.
pub(super) fn sizes(law: &Choice, own: Params) -> Vec<(&'static str, Value)> {
    if !law.meta().is_mixture() {
        return Vec::new();
    }
    let active = own.get() * law.active_share();
    vec![("activeParams", Value::Number(active)), ("totalParams", Value::Number(law.total_params(own).get()))]
}

fn twice(a: &str, b: &str) -> Error {
    let message = format!("\"{a}\" and \"{b}\" ask the same question twice; give one of them, and the other follows.");
    Error::new(Code::Inconsistent, b, message)
}

/// Exactly one of the four quantities.
pub(super) fn one_of(fields: &mut Fields) -> Result<(&'static str, f64), Error> {
    let said =
        [("flops", fields.number("flops")?), ("loss", fields.number("loss")?), ("tokens", fields.number("tokens")?)];
    let said = said.into_iter().filter_map(|(n, v)| v.map(|v| (n, v)));
    let said: Vec<(&'static str, f64)> = said.chain(size(fields)?).collect();
    match said.as_slice() {
        [one] => Ok(*one),
        [] => Err(Error::new(
            Code::MissingField,
            "flops",
            "One of \"flops\", \"loss\", \"tokens\" or \"params\" is needed.",
        )),
        [(a, _), (b, _), ..] => Err(twice(a, b)),
    }
}

/// Limits of the served model.
pub(super) struct ServedLimits {
    memory: Option<Bytes>,
    cached: Option<Tokens>,
    inference: Option<Flop>,
}

/// The limits, if one is given.
pub(super) fn limits(fields: &mut Fields) -> Result<Option<ServedLimits>, Error> {
    let memory = fields.number("maxMemory")?;
    let cached = fields.number("cachedTokens")?;
    let inference = fields.number("maxInferenceFlops")?;
    if memory.is_none() && cached.is_none() && inference.is_none() {
        return Ok(None);
    }
    Ok(Some(ServedLimits {
        memory: memory.map(Bytes::new).transpose().map_err(|e| e.at("maxMemory"))?,
        cached: cached.map(|v| read("cachedTokens", v, parse::TOKENS, Tokens::new, parse::tokens)).transpose()?,
        inference: inference.map(|v| read("maxInferenceFlops", v, parse::FLOP, Flop::new, parse::flop)).transpose()?,
    }))
}

/// The best run under limits of the served model, weights and cache in BF16.
pub(super) fn limited(
    law: &Choice,
    pin: Pin,
    most: Option<Params>,
    served: Option<Tokens>,
    setting: &Setting,
    limits: &ServedLimits,
) -> Result<Value, Error> {
    let named = [("maxMemory", limits.memory.is_some()), ("cachedTokens", limits.cached.is_some())];
    let field = named.into_iter().find(|n| n.1).map_or("maxInferenceFlops", |n| n.0);
    if law.meta().id != mixture::LAW {
        let message = format!("{} says nothing of the served model's limits; {} does.", law.meta().short, mixture::LAW);
        return Err(Error::new(Code::Inconsistent, field, message));
    }
    let (Pin::Flops(flops), None) = (pin, most) else {
        let message =
            format!("\"{field}\" goes with \"flops\" alone, the budget; size, tokens and loss are the answer.");
        return Err(Error::new(Code::Inconsistent, field, message));
    };
    if served.is_some() {
        let message = format!(
            "\"inferenceTokens\" asks for the least of training and serving at a loss, \"{field}\" for the least loss of a budget; give one of them. `estimate` answers what a budget of both is best for."
        );
        return Err(Error::new(Code::Inconsistent, "inferenceTokens", message));
    }
    if limits.cached.is_some() && limits.memory.is_none() {
        let message = "\"cachedTokens\" fill a part of \"maxMemory\"; give both.";
        return Err(Error::new(Code::MissingField, "maxMemory", message));
    }
    let all = Limits {
        memory: limits.memory,
        inference: limits.inference,
        cached: limits.cached.map_or(0.0, Tokens::get),
        ..Limits::compute(flops)
    };
    let experts = setting.experts.map_or_else(|| Experts::new(1.0), Ok)?;
    let d = mixture::best(&all, experts)?;
    let number = Value::Number;
    let training = d.training()?;
    let none = ["flops", "params", "tokens", "tokensPerParam"].map(|n| (n, Value::Null));
    let warned = laws::warnings_of(&**law, Some(training), d.active, Some(d.tokens));
    Ok(Value::object([
        ("flops", number(training.get())),
        ("params", number(d.active.get())),
        ("tokens", number(d.tokens.get())),
        ("tokensPerParam", number(d.tokens.get() / d.active.get())),
        ("loss", number(d.loss.get())),
        ("low", Value::Null),
        ("high", Value::Null),
        ("activeParams", number(d.active.get())),
        ("totalParams", number(d.total.get())),
        ("memory", number(d.memory.get())),
        ("inferenceFlopsPerToken", number(d.inference.get())),
        ("intervals", Value::object(none)),
        ("warnings", super::warnings(&warned)),
    ]))
}

/// The best run with serving counted, no larger than `most`.
pub(super) fn serving(
    law: &Choice,
    pin: Pin,
    served: Tokens,
    most: Option<Params>,
) -> Result<(Optimum, Served), Error> {
    let plain = serving::plain(&**law, pin)?;
    laws::answerable(&plain)?;
    let s = serving::best(&**law, &plain, served, most)?;
    let interval = match pin {
        Pin::Loss(_) => None,
        _ => law.loss(s.params, Some(s.tokens))?.interval,
    };
    let intervals = Intervals { loss: interval, ..Intervals::default() };
    Ok((Optimum { flops: s.training, params: s.params, tokens: s.tokens, loss: Some(s.loss), intervals }, s))
}

//! Models: what they weigh, what they keep in the cache, what a token costs.

use serde_json::{Map, Number, Value as Json};

use crate::core::chosen::Model;
use crate::core::config;
use crate::core::error::{Code, Error};
use crate::core::memory::choose;
use crate::core::memory::formats;
use crate::core::memory::serving;
use crate::core::model::flops::{Causal, Forward, Recompute};
use crate::core::model::{Counts, Part, cache, presets};
use crate::core::quantity::{Tokens, parse};
use crate::core::scenario::SEQUENCE;
use crate::core::value::{self, Fields, Value};

/// One entry a released model.
pub fn models() -> Value {
    Value::list(presets::all().map(|p| {
        let counts = Model::preset(p.id).map(|m| m.counts);
        let count = |of: fn(&Counts) -> u128| counts.as_ref().map_or(Value::Null, |c| Value::Number(of(c) as f64));
        Value::object([
            ("id", Value::text(p.id)),
            ("name", Value::text(p.name)),
            ("organisation", Value::text(p.organisation)),
            ("year", Value::Number(p.year.into())),
            ("total", count(|c| c.total)),
            ("active", count(|c| c.active)),
            ("published", Value::text(p.published)),
            ("config", Value::text(p.config)),
            ("source", Value::text(p.source)),
            ("confidence", Value::text(p.confidence.words())),
        ])
    }))
}

/// Parameters by part: `model` (the id of a released one, a `config.json` as text or object), or those fields themselves.
///
/// # Errors
/// What is wrong with the model, at its field.
pub fn count_params(query: &Value) -> Result<Value, Error> {
    let model = match query {
        Value::Object(fields) if fields.iter().any(|(k, _)| k == "model") => {
            let mut fields = Fields::of(query)?;
            let model = read(&mut fields)?;
            fields.finish()?;
            model
        }
        other => chosen(other)?,
    };
    let (c, reading) = (&model.counts, model.reading());
    let part = |p: Part| Value::Number(c.part(p) as f64);
    let texts = |list: &[String]| Value::list(list.iter().map(|t| Value::text(t.clone())));
    let number = |v: u128| Value::Number(v as f64);
    Ok(Value::object([
        ("total", number(c.total)),
        ("active", number(c.active)),
        ("activeWithoutInputEmbedding", number(c.active_without_input_embedding)),
        ("embedding", number(c.embedding())),
        ("nonEmbedding", number(c.non_embedding())),
        ("inputEmbedding", part(Part::Embedding)),
        ("positions", part(Part::Positions)),
        ("head", part(Part::Head)),
        ("attention", part(Part::Attention)),
        ("mixers", part(Part::State)),
        ("mlp", part(Part::Mlp)),
        ("experts", part(Part::Experts)),
        ("sharedExperts", part(Part::Shared)),
        ("router", part(Part::Router)),
        ("norms", part(Part::Norm)),
        ("other", part(Part::Other)),
        ("buffers", number(c.buffers)),
        ("layers", Value::Number(reading.model.layers() as f64)),
        ("tiedEmbeddings", Value::Bool(reading.model.is_tied())),
        ("unknownFields", texts(&reading.unknown)),
        ("inferred", texts(&reading.inferred)),
        ("remarks", texts(&reading.remarks)),
    ]))
}

/// FLOP of training on `tokens` tokens: of the model, of the hardware with what is computed again, and 6·N·D.
///
/// # Errors
/// Any wrong, missing or unknown field.
pub fn training_flops(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let model = read(&mut fields)?;
    let tokens = fields.number("tokens")?.ok_or_else(|| {
        Error::new(
            Code::MissingField,
            "tokens",
            "\"tokens\" is needed: the number of training tokens, for example 15e12.",
        )
    })?;
    let tokens = super::read("tokens", tokens, parse::TOKENS, Tokens::new, parse::tokens)?;
    let sequence = whole(&mut fields, "sequenceLength")?.unwrap_or(SEQUENCE as u64);
    let recompute = fields.value("recompute").map(|v| value::text("recompute", v)).transpose()?;
    let recompute = choose("recompute", recompute.unwrap_or("none"), &Recompute::ALL)?;
    let counting = fields.value("attentionCounting").map(|v| value::text("attentionCounting", v)).transpose()?;
    let causal = match counting.unwrap_or("full") {
        "full" => Causal::Full,
        "causal" => Causal::Half,
        other => {
            let shown: String = other.chars().take(40).collect();
            let message = format!(
                "\"{shown}\" is no way to count attention; \"full\" counts the whole square, \"causal\" what a token sees."
            );
            return Err(Error::new(Code::UnknownId, "attentionCounting", message));
        }
    };
    fields.finish()?;
    let forward = Forward::of(model.architecture(), sequence, causal);
    let (per_token, hardware) = (forward.training(), forward.hardware(recompute));
    let n = model.counts.active as f64;
    let d = tokens.get();
    let finite = |v: f64| {
        if v.is_finite() {
            Ok(Value::Number(v))
        } else {
            Err(Error::new(
                Code::OutOfDomain,
                "tokens",
                "This comes to more FLOP than can be written; take fewer tokens.",
            ))
        }
    };
    Ok(Value::object([
        ("perToken", finite(per_token)?),
        ("model", finite(per_token * d)?),
        ("hardware", finite(hardware * d)?),
        ("sixNd", finite(6.0 * n * d)?),
        ("params", Value::Number(n)),
        ("forwardPerToken", finite(forward.total())?),
        ("attentionCore", finite(forward.core)?),
        ("sequenceLength", Value::Number(sequence as f64)),
    ]))
}

/// Bytes of keys, values and states: per token, per sequence, and of all sequences.
///
/// # Errors
/// Any wrong, missing or unknown field.
pub fn kv_cache(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let model = read(&mut fields)?;
    let context = needed(&mut fields, "contextLength", "tokens of one sequence, for example 8192")?;
    let sequences = whole(&mut fields, "sequences")?.unwrap_or(1);
    let kv = fields.value("kvFormat").map(|v| value::text("kvFormat", v)).transpose()?;
    let kv = formats::cached(kv.unwrap_or("bf16")).map_err(|e| e.at("kvFormat"))?;
    let block = whole(&mut fields, "blockSize")?.unwrap_or(1);
    let tensor = whole(&mut fields, "tensorParallel")?.unwrap_or(1);
    fields.finish()?;
    let m = model.architecture();
    let one = serving::per_sequence(m, kv, context, block, tensor).get();
    let exact = serving::per_sequence(m, kv, context, 1, tensor).get();
    let next = serving::per_pair(m, kv, (context, context.saturating_add(1)), 1, tensor).get();
    let n = sequences as f64;
    Ok(Value::object([
        ("perToken", Value::Number(serving::per_token(m, kv, tensor).get())),
        ("nextToken", Value::Number(next - exact)),
        ("perSequence", Value::Number(one)),
        ("total", Value::Number(one * n)),
        ("waste", Value::Number((one - exact) * n)),
        ("windows", Value::list(cache::bends(m).into_iter().map(|w| Value::Number(w as f64)))),
    ]))
}

/// The model of a query.
pub(super) fn read(fields: &mut Fields) -> Result<Model, Error> {
    let missing = || {
        Error::new(
            Code::MissingField,
            "model",
            "\"model\" is needed: an id of models(), or a config.json as text or object.",
        )
    };
    let at = |e: Error| {
        if e.field == "model" {
            e
        } else {
            let field = format!("model.{}", e.field);
            e.at(field)
        }
    };
    chosen(fields.value("model").ok_or_else(missing)?).map_err(at)
}

fn chosen(value: &Value) -> Result<Model, Error> {
    // What is wrong with a file as a whole is wrong with the model.
    of_value(value).map_err(|e| if e.field == "config" { e.at("model") } else { e })
}

fn of_value(value: &Value) -> Result<Model, Error> {
    match value {
        Value::Text(text) if is_id(text) => Model::preset(text.trim()),
        Value::Text(text) => Model::pasted(text),
        Value::Object(_) => {
            let json = json(value, 0)?;
            if json.get("model_type").is_none() {
                config::shape(&json).and_then(|c| Model::of_object(c).map_err(config::in_words))
            } else {
                Model::of_object(json)
            }
        }
        other => Err(Error::new(
            Code::WrongType,
            "model",
            format!("A model is an id of models(), or a config.json as text or object, not {}.", other.kind()),
        )),
    }
}

/// An id has no brackets, spaces or line breaks.
fn is_id(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() <= 80 && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
}

/// A plain value as JSON. What is not finite is an error, but in lists null as Python's `Infinity` is in a file: there
/// it means no limit.
fn json(value: &Value, depth: usize) -> Result<Json, Error> {
    if depth > 8 {
        return Err(Error::new(Code::WrongType, "model", "The model lies deeper than any config.json."));
    }
    Ok(match value {
        Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Number(v) if v.fract() == 0.0 && (0.0..=9e15).contains(v) => Json::Number(Number::from(*v as u64)),
        Value::Number(v) => Number::from_f64(*v).map_or(Json::Null, Json::Number),
        Value::Text(t) => Json::String(t.clone()),
        Value::List(list) => Json::Array(list.iter().map(|v| json(v, depth + 1)).collect::<Result<_, _>>()?),
        Value::Object(fields) => {
            let mut out = Map::new();
            for (name, v) in fields {
                if let Value::Number(v) = v
                    && !v.is_finite()
                {
                    let field: String = name.chars().take(40).collect();
                    let message = format!("\"{field}\" is {v}; it must be a finite number.");
                    return Err(Error::new(Code::NotFinite, field, message));
                }
                out.insert(name.to_string(), json(v, depth + 1)?);
            }
            Json::Object(out)
        }
    })
}

/// A whole number above zero that must be there.
pub(super) fn needed(fields: &mut Fields, name: &'static str, what: &str) -> Result<u64, Error> {
    let missing = || Error::new(Code::MissingField, name, format!("\"{name}\" is needed: {what}."));
    whole(fields, name)?.ok_or_else(missing)
}

/// A whole number above zero.
pub(super) fn whole(fields: &mut Fields, name: &'static str) -> Result<Option<u64>, Error> {
    let Some(v) = fields.number(name)? else { return Ok(None) };
    if v.fract() == 0.0 && (1.0..=1e15).contains(&v) {
        return Ok(Some(v as u64));
    }
    let code = if v.is_finite() { Code::OutOfDomain } else { Code::NotFinite };
    Err(Error::new(code, name, format!("\"{name}\" must be a whole number from 1 to 1e15, for example 8.")))
}

//! What a device must hold to train a model.

use super::model::{needed, read, whole};
use crate::core::error::{Code, Error};
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::adapters::{self, Adapter, Method, Target};
use crate::core::memory::choose;
use crate::core::memory::formats;
use crate::core::memory::layout::Layout;
use crate::core::memory::offload::{Moved, Offload, Place, offload};
use crate::core::memory::recipe::{self, Optimizer};
use crate::core::memory::schedule::Schedule;
use crate::core::memory::training::{Logits, Part, Select, Setup, Stage, select};
use crate::core::quantity::Bytes;
use crate::core::value::{self, Fields, Value};

/// Bytes on each device, part by part: of the chosen stage of the pipeline, and of every stage in `stages`.
///
/// # Errors
/// Any wrong, missing or unknown field; a layout that the model does not allow.
pub fn training_memory(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let model = read(&mut fields)?;
    let mut setup = Setup::new(needed(&mut fields, "sequenceLength", "tokens of a sequence, for example 8192")?);
    setup.micro_batch = needed(&mut fields, "microBatch", "sequences that a device takes at a time, for example 1")?;
    setup.recipe = recipe::find(word(&mut fields, "recipe")?.unwrap_or(recipe::DEFAULT))?;
    one_of(&mut fields, "optimizer", &Optimizer::ALL, &mut setup.optimizer)?;
    one_of(&mut fields, "attention", &Kernel::ALL, &mut setup.kernel)?;
    let stage = stage(&mut fields)?;
    setup.layout = layout(&mut fields)?;
    one_of(&mut fields, "recompute", &Recompute::ALL, &mut setup.recompute)?;
    setup.micro_batches = whole(&mut fields, "microBatches")?;
    one_of(&mut fields, "schedule", &Schedule::ALL, &mut setup.schedule)?;
    one_of(&mut fields, "logits", &Logits::ALL, &mut setup.logits)?;
    setup.prefetch = switch(&mut fields, "prefetch")?.unwrap_or(setup.prefetch);
    setup.secondary = whole(&mut fields, "secondary")?;
    let to = places(&mut fields)?;
    let adapter = adapter(&mut fields)?;
    let says_base = fields.value("baseFormat");
    let base = match says_base {
        Some(v) => formats::find(value::text("baseFormat", v)?).map_err(|e| e.at("baseFormat"))?,
        None => formats::find("bf16")?,
    };
    if let Some(bytes) = fields.number("reserve")? {
        setup.reserve = reserve(bytes)?;
    }
    fields.finish()?;
    let m = model.architecture();
    if adapter.is_none() && says_base.is_some() {
        let message = "Only the frozen weights under an \"adapter\" have a format of their own; the \"recipe\" says the precision of trained ones.";
        return Err(Error::new(Code::Inconsistent, "baseFormat", message));
    }
    let stages = adapters::stages(m, &setup, adapter.as_ref(), base).map_err(|e| match e.field.as_str() {
        "rank" | "target" => inside("adapter", e),
        _ => e,
    })?;
    let moved = stages.iter().map(|s| offload(m, &setup, s, to)).collect::<Result<Vec<_>, _>>()?;
    let shown: Vec<Stage> = moved.iter().map(|s| s.device).collect();
    let index = select(&shown, stage)?.index;
    let chosen = moved.iter().find(|s| s.device.index == index);
    let mut out = chosen.map(parts).unwrap_or_default();
    out.push(("stages", Value::list(moved.iter().map(|s| Value::object(parts(s))))));
    Ok(Value::object(out))
}

/// The parts of one stage and their sum, in the order of the sum; where the stage is; what left the device.
fn parts(stage: &Moved) -> Vec<(&'static str, Value)> {
    let device = &stage.device;
    let mut out: Vec<_> = Part::ALL.iter().map(|p| (p.id(), Value::Number(device.part(*p).get()))).collect();
    out.extend([
        ("total", Value::Number(device.total().get())),
        ("stage", Value::Number(device.index as f64)),
        ("layers", Value::Number(device.layers as f64)),
        ("host", Value::Number(stage.host.get())),
        ("disk", Value::Number(stage.disk.get())),
    ]);
    out
}

/// How devices share the work.
pub(super) fn layout(fields: &mut Fields) -> Result<Layout, Error> {
    let mut layout = Layout::default();
    for (name, to) in [
        ("dataParallel", &mut layout.data),
        ("tensorParallel", &mut layout.tensor),
        ("pipelineParallel", &mut layout.pipeline),
        ("contextParallel", &mut layout.context),
        ("expertParallel", &mut layout.expert),
        ("interleave", &mut layout.interleave),
    ] {
        *to = whole(fields, name)?.unwrap_or(*to);
    }
    layout.sequence_parallel = switch(fields, "sequenceParallel")?.unwrap_or(layout.sequence_parallel);
    if let Some(zero) = fields.number("zeroStage")? {
        layout.zero = [0, 1, 2, 3].into_iter().find(|z| f64::from(*z) == zero).ok_or_else(|| {
            let code = if zero.is_finite() { Code::OutOfDomain } else { Code::NotFinite };
            Error::new(code, "zeroStage", "\"zeroStage\" must be 0, 1, 2 or 3.")
        })?;
    }
    Ok(layout)
}

fn stage(fields: &mut Fields) -> Result<Select, Error> {
    const WORDS: [(&str, Select); 3] = [("max", Select::Max), ("first", Select::First), ("last", Select::Last)];
    let right = "\"stage\" must be max, first, last, or the number of a stage, of which the first has 0.";
    match fields.value("stage") {
        None => Ok(Select::Max),
        Some(Value::Number(v)) if v.fract() == 0.0 && (0.0..=1e15).contains(v) => Ok(Select::Index(*v as u64)),
        Some(Value::Number(v)) => {
            Err(Error::new(if v.is_finite() { Code::OutOfDomain } else { Code::NotFinite }, "stage", right))
        }
        Some(Value::Text(id)) => choose("stage", id, &WORDS).map_err(|e| Error { message: right.to_owned(), ..e }),
        Some(_) => Err(Error::new(Code::WrongType, "stage", right)),
    }
}

/// What leaves the device.
fn places(fields: &mut Fields) -> Result<Offload, Error> {
    let mut to = Offload::default();
    let Some(v) = fields.value("offload") else { return Ok(to) };
    let mut read = || {
        let mut fields = Fields::of(v)?;
        one_of(&mut fields, "optimizer", &Place::ALL, &mut to.optimizer)?;
        one_of(&mut fields, "weights", &Place::ALL, &mut to.weights)?;
        one_of(&mut fields, "checkpoints", &Place::ALL, &mut to.checkpoints)?;
        fields.finish()
    };
    read().map_err(|e| inside("offload", e))?;
    Ok(to)
}

fn adapter(fields: &mut Fields) -> Result<Option<Adapter>, Error> {
    let Some(v) = fields.value("adapter") else { return Ok(None) };
    let read = || {
        let mut fields = Fields::of(v)?;
        let mut adapter = Adapter { method: Method::Lora, rank: 0, target: Target::AllLinear };
        one_of(&mut fields, "method", &Method::ALL, &mut adapter.method)?;
        one_of(&mut fields, "target", &Target::ALL, &mut adapter.target)?;
        adapter.rank = needed(&mut fields, "rank", "the inner width of what is trained, for example 16")?;
        fields.finish()?;
        Ok(adapter)
    };
    read().map(Some).map_err(|e| inside("adapter", e))
}

fn reserve(bytes: f64) -> Result<Bytes, Error> {
    let most = 1e15;
    if (0.0..=most).contains(&bytes) {
        return Bytes::new(bytes).map_err(|e| e.at("reserve"));
    }
    let code = if bytes.is_finite() { Code::OutOfDomain } else { Code::NotFinite };
    Err(Error::new(code, "reserve", "\"reserve\" must be from 0 to 1e15 bytes, for example 3.5e9."))
}

pub(super) fn word<'a>(fields: &mut Fields<'a>, name: &'static str) -> Result<Option<&'a str>, Error> {
    fields.value(name).map(|v| value::text(name, v)).transpose()
}

pub(super) fn switch(fields: &mut Fields, name: &'static str) -> Result<Option<bool>, Error> {
    fields.value(name).map(|v| value::boolean(name, v)).transpose()
}

/// Reads one of some words into `to`, which stays as it is where nothing is said.
pub(super) fn one_of<T: Copy>(
    fields: &mut Fields,
    name: &'static str,
    all: &[(&'static str, T)],
    to: &mut T,
) -> Result<(), Error> {
    if let Some(id) = word(fields, name)? {
        *to = choose(name, id, all)?;
    }
    Ok(())
}

/// An error about a field of the object `name`.
fn inside(name: &str, e: Error) -> Error {
    let path = if e.field == "query" { name.to_owned() } else { format!("{name}.{}", e.field) };
    e.at(path)
}

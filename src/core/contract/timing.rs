//! How long a run takes, and which layout is fastest.

use super::layouts::LayoutSearch;
use super::memory::{layout, one_of, switch, word};
use super::model::{read, whole};
use super::render::warnings;
use crate::core::accelerators::{self, Accelerator, Device};
use crate::core::engine::habits::Habits;
use crate::core::engine::machine::Machine;
use crate::core::engine::routing::Routing;
use crate::core::engine::step::{Job, Part};
use crate::core::error::{Code, Error, Warning};
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::layout::{Layout, MOST};
use crate::core::memory::recipe::{self, Optimizer};
use crate::core::memory::training::{self, Logits, RESERVE, Select, Setup};
use crate::core::model::Architecture;
use crate::core::operate::energy::{self, GRIDS, HOST, LOAD, PUE};
use crate::core::operate::failures::{self, Failures};
use crate::core::operate::prices;
use crate::core::quantity::{Bytes, Count, DeviceHours, DollarsPerHour, Fraction, Seconds, Tokens, Watts, parse};
use crate::core::report;
use crate::core::scenario::cluster::KERNELS;
use crate::core::scenario::{SEQUENCE, Scenario};
use crate::core::timing::quick::{even_batch, usual_batch};
use crate::core::timing::search::{Found, LIMIT, Search};
use crate::core::timing::{Timing, lacking};
use crate::core::value::{Fields, Value};

/// What both questions are asked with.
pub(super) struct Question {
    model: crate::core::chosen::Model,
    tokens: Tokens,
    pub accelerator: Device,
    pub count: u64,
    setup: Setup,
    node: Option<u64>,
    port: Option<f64>,
    batch: Option<u64>,
    habits: Habits,
    pub mfu: Option<Fraction>,
    capacity: Bytes,
    costs: Costs,
}

/// Assumptions behind energy, money and carbon.
struct Costs {
    price: Option<DollarsPerHour>,
    load: f64,
    host: f64,
    pue: f64,
    carbon: f64,
    mtbf: DeviceHours,
    checkpoint: Seconds,
    restart: Seconds,
}

/// Time, utilisation, energy and cost of a run: `model`, `tokens`, `accelerator`, `count`, the fields of parallelism of
/// `trainingMemory`, `globalBatch`, or `mfu` in place of the engine's expectation.
///
/// # Errors
/// Any wrong, missing or unknown field; `inconsistent` for a layout whose product is not the number of accelerators.
pub fn training_time(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let given =
        matches!(query, Value::Object(all) if all.iter().any(|(k, v)| k == "dataParallel" && *v != Value::Null));
    let micro: Option<u64> = whole(&mut fields, "microBatch")?;
    let mut recompute = Recompute::None;
    one_of(&mut fields, "recompute", &Recompute::ALL, &mut recompute)?;
    let mut layout = layout(&mut fields)?;
    let mut q = Question::read(&mut fields)?;
    fields.finish()?;
    let copy = layout.tensor.saturating_mul(layout.pipeline).saturating_mul(layout.context);
    if !given {
        layout.data = q.count / copy.max(1);
    }
    if layout.devices() != u128::from(q.count) || layout.data == 0 {
        let message = format!(
            "{} × {} × {} × {} devices of data, tensor, pipeline and context parallelism are {}, not {}.",
            layout.data.max(1),
            layout.tensor,
            layout.pipeline,
            layout.context,
            layout.devices().max(u128::from(copy)),
            q.count
        );
        return Err(Error::new(Code::Inconsistent, "count", message)
            .suggest((q.count / copy.max(1)).max(1).saturating_mul(copy.max(1)).to_string()));
    }
    q.setup.layout = layout;
    q.setup.recompute = recompute;
    q.setup.micro_batch = micro.unwrap_or(1);
    q.one()
}

/// The fastest layouts that fit, best first: as `trainingTime` without the fields of parallelism; `keep` says how many.
///
/// # Errors
/// As `trainingTime`; `does-not-fit` where none fits, with the smallest cluster that would hold the model.
pub fn plan_parallelism(query: &Value) -> Result<Value, Error> {
    let mut fields = Fields::of(query)?;
    let mut search = LayoutSearch::read(&mut fields)?;
    fields.finish()?;
    search.advance(LIMIT)?;
    search.best().map(Value::list)
}

impl Question {
    pub fn read(fields: &mut Fields) -> Result<Question, Error> {
        let model = read(fields)?;
        let tokens = needed(fields, "tokens", "training tokens, for example 15e12")?;
        let tokens = limited("tokens", tokens, parse::TOKENS, Tokens::new, parse::tokens)?;
        let id = fields.required_text("accelerator")?;
        let accelerator = Device::from(accelerators::get(id).map_err(|e| e.at("accelerator"))?);
        let count = count(needed(fields, "count", "number of accelerators, for example 1024")?)?;
        let sequence = whole(fields, "sequenceLength")?;
        let longest = model.architecture().context.unwrap_or(u64::MAX);
        let mut setup = Setup::new(sequence.unwrap_or((SEQUENCE as u64).min(longest)));
        setup.recipe = recipe::find(word(fields, "recipe")?.unwrap_or(recipe::DEFAULT))?;
        one_of(fields, "optimizer", &Optimizer::ALL, &mut setup.optimizer)?;
        one_of(fields, "attention", &Kernel::ALL, &mut setup.kernel)?;
        one_of(fields, "logits", &Logits::ALL, &mut setup.logits)?;
        setup.reserve = Bytes::new(RESERVE)?;
        let node = whole(fields, "node")?;
        let port = fields.number("nic")?;
        let batch = whole(fields, "globalBatch")?;
        let habits = habits(fields)?;
        let mfu = fields.number("mfu")?.map(mfu).transpose()?;
        let capacity = match fields.number("memory")? {
            None => accelerator.capacity(),
            Some(v) if (1e6..=1e15).contains(&v) => Bytes::new(v)?,
            Some(v) => return Err(outside("memory", v, "from 1e6 to 1e15 bytes", "80e9")),
        };
        let costs = Costs::read(fields, &accelerator)?;
        Ok(Question { model, tokens, accelerator, count, setup, node, port, batch, habits, mfu, capacity, costs })
    }

    fn machine(&self) -> Result<Machine<'_>, Error> {
        Machine::of(&self.accelerator, self.node, self.port)
    }

    /// The same of a scenario: its model, on its accelerators.
    pub fn of_scenario(s: &Scenario) -> Result<Question, Error> {
        let c = &s.cluster;
        let tokens = match c.tokens {
            Some(own) => own,
            None => Tokens::new(report::estimate(s)?.answer.tokens.value)?,
        };
        let costs = Costs {
            price: Some(s.price()?),
            load: c.load.get(),
            host: c.host.get(),
            pue: c.pue.get(),
            carbon: c.carbon,
            mtbf: c.mtbf,
            checkpoint: c.checkpoint,
            restart: c.restart,
        };
        let one = Layout { sequence_parallel: s.setup.training.layout.sequence_parallel, ..Layout::default() };
        Ok(Question {
            model: s.setup.model.clone(),
            tokens,
            accelerator: s.accelerator,
            count: count(s.count.get())?,
            setup: Setup { sequence: s.sequence.get() as u64, layout: one, ..s.setup.training },
            node: c.node,
            port: c.port,
            batch: s.setup.batch,
            habits: c.habits,
            mfu: s.utilisation,
            capacity: s.accelerator.capacity(),
            costs,
        })
    }

    /// Every layout of it.
    pub fn search(&self, most_micro: u64) -> Result<Search<'_>, Error> {
        Ok(Search {
            model: self.model.architecture(),
            base: self.setup,
            machine: self.machine()?,
            devices: self.count,
            batch: self.batch.unwrap_or(usual_batch(self.setup.sequence)),
            habits: self.habits,
            tokens: self.tokens,
            capacity: self.capacity,
            most_micro,
        })
    }

    /// Of one layout.
    fn one(&self) -> Result<Value, Error> {
        let model = self.model.architecture();
        let batch = self.batch.unwrap_or_else(|| even_batch(&self.setup));
        let setup = Setup { micro_batches: Some(self.setup.turns(batch)?), ..self.setup };
        let job = self.job(model, &setup, batch)?;
        let timing = match self.mfu {
            Some(mfu) => Timing::flat(&job, mfu, self.tokens)?,
            None => Timing::expected(&job, self.tokens)?,
        };
        let memory = training::select(&training::training(model, &setup)?, Select::Max)?.total();
        Ok(Value::object(self.result(&setup, batch, &timing, memory, false)?))
    }

    /// A layout beside the best one.
    pub fn found(&self, f: &Found, best: &Found, batch: u64, stopped: bool) -> Result<Value, Error> {
        let l = &f.setup.layout;
        let number = |v: u64| Value::Number(v as f64);
        let word = |all: &[(&'static str, Recompute)]| {
            all.iter().find(|(_, r)| *r == f.setup.recompute).map_or(Value::Null, |(id, _)| Value::text(*id))
        };
        let mut out = vec![
            ("dataParallel", number(l.data)),
            ("tensorParallel", number(l.tensor)),
            ("pipelineParallel", number(l.pipeline)),
            ("contextParallel", number(l.context)),
            ("expertParallel", number(l.expert)),
            ("interleave", number(l.interleave)),
            ("sequenceParallel", Value::Bool(l.sequence_parallel)),
            ("zeroStage", number(l.zero.into())),
            ("microBatch", number(f.setup.micro_batch)),
            ("recompute", word(&Recompute::ALL)),
        ];
        let behind = f.behind(best).map(|(part, more)| {
            Value::object([("part", Value::text(part.key())), ("seconds", Value::Number(more.get()))])
        });
        out.push(("behind", behind.unwrap_or(Value::Null)));
        out.extend(self.result(&f.setup, batch, &f.timing, f.memory, stopped)?);
        Ok(Value::object(out))
    }

    fn job<'s>(&'s self, model: &'s Architecture, setup: &'s Setup, batch: u64) -> Result<Job<'s>, Error> {
        Ok(Job { model, setup, machine: self.machine()?, batch, habits: self.habits, shard: None })
    }

    fn result(
        &self,
        setup: &Setup,
        batch: u64,
        timing: &Timing,
        memory: Bytes,
        stopped: bool,
    ) -> Result<Vec<(&'static str, Value)>, Error> {
        let number = Value::Number;
        let fits = memory <= self.capacity;
        let parts = match &timing.step {
            Some(step) => Value::object(Part::ALL.iter().map(|p| (p.key(), number(step.part(*p).get())))),
            None => Value::object([("compute", number(timing.step_time.get()))]),
        };
        let mut said = Vec::new();
        let mut warn = |code, field: &str, message: String| {
            said.push(Warning { code, field: field.to_owned(), message });
        };
        if !fits {
            let message =
                format!("The fullest device needs {:.1} GiB and has {:.1}.", memory.gib(), self.capacity.gib());
            warn("does-not-fit", "count", message);
        }
        if stopped {
            warn("search-stopped", "count", format!("The search stopped after {LIMIT} layouts; there are more."));
        }
        if let Some(text) = lacking(&self.accelerator, setup) {
            warn("fallback", "recipe", text);
        }
        let routing = &self.habits.routing;
        if let Some(factor) = routing.capacity.filter(|c| *c < 1.0) {
            let message = format!(
                "With a capacity factor of {factor} at least {:.0} % of the copies of tokens are dropped; the utilisation counts them as done.",
                100.0 * (1.0 - factor)
            );
            warn("dropped-tokens", "capacityFactor", message);
        }
        let sequence = self.model.architecture().context.filter(|c| *c < setup.sequence);
        if let Some(made) = sequence {
            let message = format!("This model was made for {made} tokens; sequences of {} are longer.", setup.sequence);
            warn("outside-fitted-range", "sequenceLength", message);
        }
        let mut out = vec![
            ("stepTime", number(timing.step_time.get())),
            ("tokensPerSecond", number(timing.tokens.get())),
            ("mfu", number(timing.mfu)),
            ("hfu", number(timing.hfu)),
            ("mfuCausal", number(timing.mfu_causal)),
            ("peak", number(timing.peak.get())),
            ("modelFlopsPerDevice", number(timing.rate)),
            ("modelFlopsPerDeviceCausal", number(timing.rate_causal)),
            ("parts", parts),
            ("globalBatch", number(batch as f64)),
            ("microBatches", setup.micro_batches.map_or(Value::Null, |m| number(m as f64))),
            ("seconds", number(timing.seconds.get())),
        ];
        out.extend(self.costs.of(&self.accelerator, self.count, timing.seconds)?);
        out.extend([
            ("memory", number(memory.get())),
            ("capacity", number(self.capacity.get())),
            ("fits", Value::Bool(fits)),
            ("warnings", warnings(&said)),
        ]);
        Ok(out)
    }
}

impl Costs {
    fn read(fields: &mut Fields, accelerator: &Accelerator) -> Result<Costs, Error> {
        let price = match fields.number("pricePerHour")? {
            Some(v) => Some(limited("pricePerHour", v, parse::PRICE, DollarsPerHour::new, parse::dollars_per_hour)?),
            None => prices::price(accelerator.id).map(prices::Price::get).transpose()?,
        };
        let mut part = |name: &'static str, start: f64, low: f64, high: f64| match fields.number(name)? {
            None => Ok(start),
            Some(v) if v >= low && v <= high && v > 0.0 => Ok(v),
            Some(v) => {
                let from = if low > 0.0 { format!("from {low} to") } else { "above 0 and at most".to_owned() };
                Err(outside(name, v, &format!("{from} {high}"), &start.to_string()))
            }
        };
        let load = part("load", LOAD.middle(), 0.0, 1.0)?;
        let host = part("host", HOST.middle(), 1.0, 10.0)?;
        let pue = part("pue", PUE.first().map_or(1.0, |p| p.middle()), 1.0, 10.0)?;
        let carbon = part("gramsPerKwh", GRIDS.first().map_or(0.0, |g| g.middle()), 0.0, 1e4)?;
        let each = failures::MEASURED.first().map(failures::Measured::each).transpose()?;
        let mtbf = part("hoursBetweenFailures", each.map_or(5e4, DeviceHours::get), 1.0, 1e9)?;
        let checkpoint = part("checkpointTime", 60.0, 0.0, 1e6)?;
        let restart = part("restartTime", 600.0, 0.0, 1e6)?;
        Ok(Costs {
            price,
            load,
            host,
            pue,
            carbon,
            mtbf: DeviceHours::new(mtbf)?,
            checkpoint: Seconds::new(checkpoint)?,
            restart: Seconds::new(restart)?,
        })
    }

    /// Joules, dollars and kilograms of CO₂ of the run, and what interruptions make of it.
    fn of(&self, a: &Accelerator, count: u64, time: Seconds) -> Result<Vec<(&'static str, Value)>, Error> {
        let devices = Count::new(count as f64)?;
        let finite = |v: f64| if v.is_finite() { Value::Number(v) } else { Value::Null };
        let hours = devices.get() * time.get() / 3600.0;
        let (mut joules, mut carbon) = (Value::Null, Value::Null);
        if a.power > 0.0 {
            let job = energy::Job {
                devices,
                time,
                power: Watts::new(a.power)?,
                load: Fraction::new(self.load)?,
                idle: None,
                host: Fraction::new(self.host)?,
                pue: Fraction::new(self.pue)?,
            };
            let (kwh, _) = job.energy()?;
            joules = finite(kwh.get() * 3.6e6);
            carbon = finite(energy::carbon(kwh, self.carbon)?.eval() * 1000.0);
        }
        let failures =
            Failures { each: self.mtbf, devices, write: self.checkpoint, restart: self.restart, interval: None };
        let goodput = failures.goodput().ok().map(|g| g.eval());
        let clock = goodput.map(|g| time.get() / g);
        let interrupted = Value::object([
            ("mtbf", finite(failures.mtbf()?.eval())),
            ("checkpointInterval", finite(failures.interval()?.eval())),
            ("goodput", Value::option(goodput)),
            ("seconds", Value::option(clock.filter(|v| v.is_finite()))),
        ]);
        Ok(vec![
            ("acceleratorHours", finite(hours)),
            ("energy", joules),
            ("cost", self.price.map_or(Value::Null, |p| finite(p.get() * hours))),
            ("pricePerHour", Value::option(self.price.map(DollarsPerHour::get))),
            ("carbon", carbon),
            ("withInterruptions", interrupted),
        ])
    }
}

/// What is hidden and what is fused.
fn habits(fields: &mut Fields) -> Result<Habits, Error> {
    let mut habits = Habits::default();
    if let Some(v) = fields.value("overlap") {
        let mut inner = Fields::of(v).map_err(|e| e.at("overlap"))?;
        let read = || {
            for (name, to) in [
                ("tensor", &mut habits.overlap_tensor),
                ("data", &mut habits.overlap_data),
                ("pipeline", &mut habits.overlap_pipeline),
                ("expert", &mut habits.overlap_expert),
                ("context", &mut habits.overlap_context),
            ] {
                *to = switch(&mut inner, name)?.unwrap_or(*to);
            }
            inner.finish()
        };
        read().map_err(|e| {
            let path = format!("overlap.{}", e.field);
            e.at(path)
        })?;
    }
    habits.parallel_block = switch(fields, "parallelBlock")?.unwrap_or(habits.parallel_block);
    habits.fused = switch(fields, "fusedKernels")?.unwrap_or(habits.fused);
    if let Some(v) = fields.number("attentionGeneration")? {
        let known = KERNELS.iter().find(|(id, _)| id.parse() == Ok(v));
        habits.attention = known.map(|(_, k)| *k).ok_or_else(|| {
            Error::new(Code::OutOfDomain, "attentionGeneration", "\"attentionGeneration\" must be 1, 2 or 3.")
        })?;
    }
    habits.routing = routing(fields)?;
    Ok(habits)
}

type With = fn(Routing, f64) -> Result<Routing, Error>;

/// How tokens are sent to experts.
fn routing(fields: &mut Fields) -> Result<Routing, Error> {
    let mut routing = Routing::PLAIN;
    let all: [(&'static str, With); 6] = [
        ("capacityFactor", Routing::with_capacity),
        ("imbalance", Routing::with_imbalance),
        ("nodeLimit", Routing::with_nodes),
        ("dispatchBits", Routing::with_dispatch),
        ("descend", Routing::with_descend),
        ("messageDelay", Routing::with_message),
    ];
    for (name, with) in all {
        if let Some(v) = fields.number(name)? {
            routing = with(routing, v)?;
        }
    }
    routing.shortcut = switch(fields, "shortcut")?.unwrap_or(routing.shortcut);
    routing.bi_level = switch(fields, "biLevel")?.unwrap_or(routing.bi_level);
    Ok(routing)
}

fn mfu(v: f64) -> Result<Fraction, Error> {
    if v > 0.0 && v <= 1.0 {
        return Fraction::new(v);
    }
    let code = if v.is_finite() { Code::OutOfDomain } else { Code::NotFinite };
    let message = "\"mfu\" is a part of the peak: above 0 and at most 1, for example 0.4.";
    Err(Error::new(code, "mfu", message).suggest("0.4"))
}

fn count(v: f64) -> Result<u64, Error> {
    if v.fract() == 0.0 && (1.0..=MOST as f64).contains(&v) {
        return Ok(v as u64);
    }
    Err(outside("count", v, &format!("a whole number from 1 to {MOST}"), "1024"))
}

fn outside(field: &'static str, v: f64, what: &str, example: &str) -> Error {
    let code = if v.is_finite() { Code::OutOfDomain } else { Code::NotFinite };
    Error::new(code, field, format!("\"{field}\" must be {what}, for example {example}.")).suggest(example)
}

fn needed(fields: &mut Fields, name: &'static str, what: &str) -> Result<f64, Error> {
    fields.number(name)?.ok_or_else(|| Error::new(Code::MissingField, name, format!("\"{name}\" is needed: {what}.")))
}

fn limited<T>(
    field: &'static str,
    v: f64,
    limit: parse::Limit,
    new: impl Fn(f64) -> Result<T, Error>,
    typed: impl Fn(&str) -> Result<T, Error>,
) -> Result<T, Error> {
    super::read(field, v, limit, new, typed)
}

//! How the accelerators are joined and run: network, what communication hides, power, failures.

use super::Key;
use crate::core::accelerators::Accelerator;
use crate::core::engine::habits::{Fused, Habits};
use crate::core::engine::machine::Machine;
use crate::core::engine::routing::Routing;
use crate::core::error::{Code, Error};
use crate::core::memory::choose;
use crate::core::operate::energy::{GRIDS, HOST, LOAD, PUE};
use crate::core::operate::failures::{self, Failures};
use crate::core::quantity::{Count, DeviceHours, Fraction, Seconds, Tokens, parse, show};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cluster {
    /// Devices joined fast; without it, as many as the table of accelerators has.
    pub node: Option<u64>,
    /// Bytes a second of one device to other nodes, one way; without it, the table's.
    pub port: Option<f64>,
    pub habits: Habits,
    /// Tokens that the model at hand is trained on; without it, those of the plan.
    pub tokens: Option<Tokens>,
    /// Power while training against the rated power, and of the node against its devices.
    pub load: Fraction,
    pub host: Fraction,
    pub pue: Fraction,
    /// Grams of CO₂ for a kilowatt-hour.
    pub carbon: f64,
    pub mtbf: DeviceHours,
    /// Training stands still for so long while a checkpoint is written, and after an interruption.
    pub checkpoint: Seconds,
    pub restart: Seconds,
}

/// Assumptions, shown as such: a checkpoint of a minute, and ten minutes until training goes on.
const CHECKPOINT: f64 = 60.0;
const RESTART: f64 = 600.0;

/// What communication may be hidden behind.
pub const OVERLAPS: [&str; 5] = ["tensor", "data", "pipeline", "expert", "context"];
pub const FUSED: [(&str, bool); 2] = [("yes", true), ("no", false)];
pub const KERNELS: [(&str, Fused); 3] = [("1", Fused::First), ("2", Fused::Second), ("3", Fused::Third)];

impl Cluster {
    /// # Errors
    /// Never; a test says so.
    pub fn start() -> Result<Cluster, Error> {
        let middle = |known: Option<&crate::core::operate::energy::Known>| known.map_or(1.0, |k| k.middle());
        let each = failures::MEASURED.first().map(failures::Measured::each).transpose()?;
        Ok(Cluster {
            node: None,
            port: None,
            habits: Habits::default(),
            tokens: None,
            load: Fraction::new(LOAD.middle())?,
            host: Fraction::new(HOST.middle())?,
            pue: Fraction::new(middle(PUE.first()))?,
            carbon: middle(GRIDS.first()),
            mtbf: DeviceHours::new(each.map_or(50_000.0, |h| h.get().round()))?,
            checkpoint: Seconds::new(CHECKPOINT)?,
            restart: Seconds::new(RESTART)?,
        })
    }

    pub const fn has(key: Key) -> bool {
        matches!(
            key,
            Key::Node
                | Key::Port
                | Key::Overlap
                | Key::ParallelBlock
                | Key::FusedKernels
                | Key::AttentionGeneration
                | Key::TrainingTokens
                | Key::Load
                | Key::HostFactor
                | Key::Pue
                | Key::Carbon
                | Key::Mtbf
                | Key::CheckpointTime
                | Key::RestartTime
                | Key::CapacityFactor
                | Key::Imbalance
                | Key::NodeLimit
                | Key::DispatchBits
                | Key::Descend
                | Key::Shortcut
                | Key::BiLevel
                | Key::MessageDelay
        )
    }

    /// The same with one input read from `text`; an empty text takes an input back to its start.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn set(&self, key: Key, text: &str) -> Result<Cluster, Error> {
        let text = text.trim();
        if text.is_empty() {
            return self.forget(key);
        }
        let words = key.names().words;
        let mut next = *self;
        match key {
            Key::Node => next.node = Some(devices(text, words)?),
            Key::Port => next.port = Some(rate(text)?),
            Key::Overlap => next.habits = overlaps(self.habits, text)?,
            Key::ParallelBlock => next.habits.parallel_block = choose(words, text, &FUSED)?,
            Key::FusedKernels => next.habits.fused = choose(words, text, &FUSED)?,
            Key::AttentionGeneration => next.habits.attention = choose(words, &digit(text), &KERNELS)?,
            Key::TrainingTokens => next.tokens = Some(parse::tokens(text)?),
            Key::Load => next.load = part(text, words, 1.0)?,
            Key::HostFactor => next.host = part(text, words, 10.0)?,
            Key::Pue => next.pue = least_one(text, words)?,
            Key::Carbon => {
                next.carbon = parse::number(strip(text, &["g/kWh", "g"]), words, "g/kWh", "400").and_then(grams)?
            }
            Key::Mtbf => next.mtbf = DeviceHours::new(hours(text, words)?)?,
            Key::CheckpointTime => next.checkpoint = time(text)?,
            Key::RestartTime => next.restart = time(text)?,
            _ => next.habits.routing = routed(&self.habits.routing, key, text)?,
        }
        Ok(next)
    }

    fn forget(&self, key: Key) -> Result<Cluster, Error> {
        let (start, mut next) = (Cluster::start()?, *self);
        match key {
            Key::Node => next.node = None,
            Key::Port => next.port = None,
            Key::TrainingTokens => next.tokens = None,
            Key::Overlap => {
                next.habits = Habits {
                    parallel_block: self.habits.parallel_block,
                    fused: self.habits.fused,
                    attention: self.habits.attention,
                    routing: self.habits.routing,
                    ..start.habits
                };
            }
            Key::CapacityFactor => next.habits.routing.capacity = None,
            Key::NodeLimit => next.habits.routing.nodes = None,
            Key::DispatchBits => next.habits.routing.dispatch = None,
            _ => return self.set(key, &start.text(key).unwrap_or_default()),
        }
        Ok(next)
    }

    pub fn number(&self, key: Key) -> Option<f64> {
        Some(match key {
            Key::Node => self.node? as f64,
            Key::Port => self.port?,
            Key::TrainingTokens => self.tokens?.get(),
            Key::Load => self.load.get(),
            Key::HostFactor => self.host.get(),
            Key::Pue => self.pue.get(),
            Key::Carbon => self.carbon,
            Key::Mtbf => self.mtbf.get(),
            Key::CheckpointTime => self.checkpoint.get(),
            Key::RestartTime => self.restart.get(),
            Key::CapacityFactor => self.habits.routing.capacity?,
            Key::Imbalance => self.habits.routing.imbalance,
            Key::NodeLimit => self.habits.routing.nodes? as f64,
            Key::DispatchBits => f64::from(self.habits.routing.dispatch?),
            Key::Descend => self.habits.routing.descend,
            Key::MessageDelay => self.habits.routing.message.get(),
            _ => return None,
        })
    }

    /// The input as text that [`Cluster::set`] reads back.
    pub fn text(&self, key: Key) -> Option<String> {
        let yes = |v: bool| Some(if v { "yes" } else { "no" }.to_owned());
        match key {
            Key::Overlap => Some(self.overlap()),
            Key::ParallelBlock => yes(self.habits.parallel_block),
            Key::FusedKernels => yes(self.habits.fused),
            Key::Shortcut => yes(self.habits.routing.shortcut),
            Key::BiLevel => yes(self.habits.routing.bi_level),
            Key::MessageDelay => Some(micro(self.habits.routing.message.get())),
            Key::AttentionGeneration => {
                KERNELS.iter().find(|(_, k)| *k == self.habits.attention).map(|(id, _)| (*id).to_owned())
            }
            Key::Port => self.port.map(port),
            Key::Mtbf => Some(grouped(self.mtbf.get())),
            Key::TrainingTokens => self.tokens.map(show::field_tokens),
            Key::Load => Some(show::field_fraction(self.load)),
            Key::CheckpointTime => Some(show::field_seconds(self.checkpoint)),
            Key::RestartTime => Some(show::field_seconds(self.restart)),
            _ => self.number(key).map(show::shortest),
        }
    }

    /// What communication is hidden, in words that are read back.
    fn overlap(&self) -> String {
        let h = &self.habits;
        let on = [h.overlap_tensor, h.overlap_data, h.overlap_pipeline, h.overlap_expert, h.overlap_context];
        let words: Vec<&str> = OVERLAPS.iter().zip(on).filter(|(_, on)| *on).map(|(w, _)| *w).collect();
        if words.is_empty() { "none".to_owned() } else { words.join("+") }
    }

    /// The accelerator in this cluster.
    ///
    /// # Errors
    /// As [`Machine::of`].
    pub fn machine<'a>(&self, accelerator: &'a Accelerator) -> Result<Machine<'a>, Error> {
        Machine::of(accelerator, self.node, self.port)
    }

    /// Failures of so many devices.
    pub const fn failures(&self, devices: Count) -> Failures {
        Failures { each: self.mtbf, devices, write: self.checkpoint, restart: self.restart, interval: None }
    }
}

fn strip<'t>(text: &'t str, units: &[&str]) -> &'t str {
    units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim()
}

fn digit(text: &str) -> String {
    text.parse::<f64>().ok().filter(|v| v.fract() == 0.0).map_or_else(|| text.to_owned(), |v| v.to_string())
}

fn devices(text: &str, words: &str) -> Result<u64, Error> {
    let read = parse::number(text, words, "", "8").ok().filter(|v| v.fract() == 0.0 && (1.0..=1e6).contains(v));
    read.map(|v| v as u64).ok_or_else(|| {
        Error::new(Code::OutOfDomain, words, format!("The {words} must be a whole number from 1 on, for example 8."))
    })
}

/// `400 Gbit/s`, `50 GB/s`, or bytes a second.
fn rate(text: &str) -> Result<f64, Error> {
    let units = [
        ("Gbit/s", 1.25e8),
        ("Gb/s", 1.25e8),
        ("Gbps", 1.25e8),
        ("Tbit/s", 1.25e11),
        ("Mbit/s", 1.25e5),
        ("GB/s", 1e9),
        ("TB/s", 1e12),
        ("MB/s", 1e6),
    ];
    let (number, times) =
        units.iter().find_map(|(unit, times)| Some((text.strip_suffix(unit)?.trim(), *times))).unwrap_or((text, 1.0));
    let read = parse::number(number, "network", "", "400").ok().map(|v| v * times);
    read.filter(|v| (1e3..=1e15).contains(v)).ok_or_else(|| {
        let message =
            "The network of one device must carry from 1 kB to 1 PB a second, for example 400 Gbit/s or 50 GB/s.";
        Error::new(Code::OutOfDomain, "network", message).suggest("400 Gbit/s")
    })
}

/// With its digits in groups where that reads back the same.
fn grouped(value: f64) -> String {
    let text = show::full(value).replace('\u{202f}', ",");
    if parse::number(&text, "", "", "") == Ok(value) { text } else { show::shortest(value) }
}

/// In gigabits where that reads back the same.
fn port(bytes: f64) -> String {
    let text = format!("{} Gbit/s", show::shortest(bytes / 1.25e8));
    if rate(&text) == Ok(bytes) { text } else { show::shortest(bytes) }
}

fn overlaps(mut habits: Habits, text: &str) -> Result<Habits, Error> {
    let mut on = [false; OVERLAPS.len()];
    for word in text.split(['+', ',', ' ']).filter(|w| !w.is_empty() && *w != "none") {
        let at = OVERLAPS.iter().position(|o| *o == word).ok_or_else(|| {
            let shown: String = word.chars().take(40).collect();
            let message =
                format!("\"{shown}\" is no communication that can be hidden; there are {}.", OVERLAPS.join(", "));
            Error::new(Code::UnknownId, "overlap", message)
        })?;
        if let Some(slot) = on.get_mut(at) {
            *slot = true;
        }
    }
    let [tensor, data, pipeline, expert, context] = on;
    habits.overlap_tensor = tensor;
    habits.overlap_data = data;
    habits.overlap_pipeline = pipeline;
    habits.overlap_expert = expert;
    habits.overlap_context = context;
    Ok(habits)
}

/// How tokens are sent to experts, with one input read from `text`.
fn routed(routing: &Routing, key: Key, text: &str) -> Result<Routing, Error> {
    let words = key.names().words;
    let number = |example| parse::number(text, words, "", example);
    let share = |text: &str| match text.strip_suffix('%') {
        Some(percent) => parse::number(percent, words, "%", "25 %").map(|v| v / 100.0),
        None => parse::number(text, words, "", "0.25"),
    };
    match key {
        Key::CapacityFactor => routing.with_capacity(number("1.25")?),
        Key::Imbalance => routing.with_imbalance(number("1.2")?),
        Key::NodeLimit => routing.with_nodes(number("4")?),
        Key::DispatchBits => routing.with_dispatch(parse::number(strip(text, &["bits", "bit"]), words, "bits", "8")?),
        Key::Descend => routing.with_descend(share(text)?),
        Key::Shortcut => Ok(Routing { shortcut: choose(words, text, &FUSED)?, ..*routing }),
        Key::BiLevel => Ok(Routing { bi_level: choose(words, text, &FUSED)?, ..*routing }),
        _ => routing.with_message(delay(text, words)?),
    }
}

/// `5 µs`, or seconds.
fn delay(text: &str, words: &str) -> Result<f64, Error> {
    let units = [("µs", 1e6), ("μs", 1e6), ("us", 1e6), ("ms", 1e3), ("s", 1.0)];
    let (number, over) =
        units.iter().find_map(|(unit, over)| Some((text.strip_suffix(unit)?.trim(), *over))).unwrap_or((text, 1.0));
    parse::number(number, words, "s", "5 µs").map(|v| v / over)
}

/// In microseconds where that reads back the same.
fn micro(seconds: f64) -> String {
    let text = format!("{} µs", show::shortest(seconds * 1e6));
    if delay(&text, "") == Ok(seconds) { text } else { show::shortest(seconds) }
}

fn part(text: &str, words: &str, most: f64) -> Result<Fraction, Error> {
    let read = parse::fraction(text).or_else(|_| parse::number(text, words, "", "0.8").and_then(Fraction::new));
    read.ok().filter(|v| v.get() <= most).ok_or_else(|| {
        let message = format!("The {words} must be above 0 and at most {most}.");
        Error::new(Code::OutOfDomain, words, message)
    })
}

fn least_one(text: &str, words: &str) -> Result<Fraction, Error> {
    let read = parse::number(text, words, "", "1.15").and_then(Fraction::new);
    read.ok().filter(|v| (1.0..=10.0).contains(&v.get())).ok_or_else(|| {
        Error::new(Code::OutOfDomain, words, format!("The {words} must be from 1 to 10, for example 1.15."))
    })
}

fn grams(value: f64) -> Result<f64, Error> {
    if (0.0..=10_000.0).contains(&value) && value > 0.0 {
        return Ok(value);
    }
    let message = "The carbon of a kilowatt-hour must be above 0 and at most 10,000 grams, for example 400.";
    Err(Error::new(Code::OutOfDomain, "carbon", message))
}

fn hours(text: &str, words: &str) -> Result<f64, Error> {
    let read = parse::number(strip(text, &["accelerator-hours", "hours", "h"]), words, "h", "50000").ok();
    read.filter(|v| (1.0..=1e9).contains(v)).ok_or_else(|| {
        let message = format!("The {words} must be from 1 to 1e9 hours, for example 50,000.");
        Error::new(Code::OutOfDomain, words, message)
    })
}

fn time(text: &str) -> Result<Seconds, Error> {
    let plain = parse::number(text, "time", "s", "60").and_then(Seconds::new);
    plain.or_else(|_| parse::seconds(text))
}

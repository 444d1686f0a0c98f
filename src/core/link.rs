//! The scenario as text: `#v=1&flops=1e24&law=kaplan-2020`, short enough to read and to edit.
//!
//! Writing puts down what differs from the start, in a fixed order, so equal scenarios give equal links.
//! Reading never fails: what is understood is taken, what is not becomes a notice. [`decode`] is the strict
//! face, where the first notice is the error.

use super::accelerators::own;
use super::error::{Code, Error};
use super::quantity::{parse, show};
use super::scenario::{KEYS, Key, Scenario, Setup};

pub const VERSION: u32 = 1;

/// Longer text is not looked at; nothing that [`write`] makes comes near.
const LONGEST: usize = 8_000;
const MOST_PAIRS: usize = 96;

/// The link text of a scenario, with its `#`.
pub fn write(scenario: &Scenario) -> String {
    let mut out = format!("#v={VERSION}");
    let Ok(start) = Scenario::start() else { return out };
    for names in KEYS {
        // The words of a published run stand for its numbers.
        let implied = matches!(names.key, Key::ModelParams | Key::ModelTokens)
            && scenario.run.is_some_and(|r| r.published.is_some());
        if implied || scenario.text(names.key) == start.text(names.key) {
            continue;
        }
        if let Some(text) = spell(scenario, names.key) {
            out.push('&');
            out.push_str(names.link);
            out.push('=');
            escape(&text, &mut out);
        }
    }
    out
}

/// The value in base units as the shortest text that reads back the same; time keeps its unit (`60d`).
fn spell(scenario: &Scenario, key: Key) -> Option<String> {
    match (key, scenario.number(key)) {
        (Key::Time, Some(seconds)) => {
            let days = format!("{}d", show::shortest(seconds / SECONDS_PER_DAY));
            let in_seconds = format!("{}s", show::shortest(seconds));
            // Days where they are shorter and read back to the same bits.
            let same = parse::seconds(&days).is_ok_and(|t| t.get() == seconds);
            Some(if same && days.len() < in_seconds.len() { days } else { in_seconds })
        }
        (_, Some(value)) => Some(show::shortest(value)),
        (_, None) => scenario.text(key),
    }
}

const SECONDS_PER_DAY: f64 = 86_400.0;

/// Text as it may stand in a link.
pub fn escape(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn unescape(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        if b == b'%' {
            let hex = bytes.get(i + 1..i + 3)?;
            let digit = |b: &u8| char::from(*b).to_digit(16);
            let byte = hex.iter().try_fold(0, |sum, b| Some(sum * 16 + digit(b)?))?;
            out.push(u8::try_from(byte).ok()?);
            i += 3;
        } else {
            out.push(b);
            i += 1;
        }
    }
    String::from_utf8(out).ok()
}

/// What of a link was read, and what was not.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub scenario: Scenario,
    /// Words of the inputs that were taken from the link.
    pub understood: Vec<&'static str>,
    pub notices: Vec<Error>,
    /// What is said to the face that shows it: which screen, what is picked there. Not part of the scenario.
    pub view: Vec<(String, String)>,
}

/// Names of what is said to the face alone.
pub const VIEW: [&str; 7] = ["view", "with", "show", "alike", "without", "formula", "beside"];

/// Names that begin like this one, else some of the most used.
fn near(name: &str) -> String {
    let first = |text: &str| text.chars().next().map(|c| c.to_ascii_lowercase());
    let mut known: Vec<&str> = KEYS.iter().map(|n| n.link).filter(|n| first(n) == first(name)).take(8).collect();
    if known.is_empty() {
        known = vec!["flops", "law", "accelerator", "arch"];
    }
    known.join(", ")
}

/// Reads any text.
///
/// # Errors
/// Only if the start scenario itself were broken; a test says that it is not.
pub fn read(text: &str) -> Result<Reading, Error> {
    let mut reading =
        Reading { scenario: Scenario::start()?, understood: Vec::new(), notices: Vec::new(), view: Vec::new() };
    let text = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    // Some programs escape a whole link.
    let whole = (!text.contains('=')).then(|| unescape(text)).flatten();
    let text = whole.as_deref().unwrap_or(text);
    let bad = |message: String| Error::new(Code::BadLink, "link", message);
    if text.len() > LONGEST {
        reading.notices.push(bad(format!(
            "This link is {} bytes long; at most {LONGEST} are read, so none of it was.",
            text.len()
        )));
        return Ok(reading);
    }
    let mut budget: Option<Key> = None;
    let mut seen: Vec<Key> = Vec::new();
    let mut later: Vec<(Key, String)> = Vec::new();
    for (i, pair) in text.split('&').filter(|p| !p.is_empty()).enumerate() {
        if i >= MOST_PAIRS {
            reading.notices.push(bad(format!("Only the first {MOST_PAIRS} parts of this link were read.")));
            break;
        }
        let shown = |s: &str| s.chars().take(40).collect::<String>();
        let Some((name, value)) = pair.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            reading.notices.push(bad(format!(
                "\"{}\" is only half of name=value; the link may have been cut off there.",
                shown(pair)
            )));
            continue;
        };
        let Some(value) = unescape(value) else {
            reading.notices.push(bad(format!(
                "The value of \"{}\" has a broken escape: after \"%\" must come two hexadecimal digits of whole characters, as in %25 for a percent sign.",
                shown(name)
            )));
            continue;
        };
        if name == "v" {
            match value.parse::<u32>() {
                Ok(VERSION) => {}
                Ok(v) if v > VERSION => reading.notices.push(bad(format!(
                    "This link was made with a newer version of the page (its links are version {v}, here {VERSION}); what is known of it was read."
                ))),
                _ => reading.notices.push(bad(format!("\"v={}\" is not a version; it was read as {VERSION}.", shown(&value)))),
            }
            continue;
        }
        if VIEW.contains(&name) {
            reading.view.push((name.to_owned(), value));
            continue;
        }
        let Some(key) = Key::from_link(name) else {
            reading.notices.push(Error::new(
                Code::UnknownField,
                shown(name),
                format!("\"{}\" is not something this page knows; it knows, for example, {}.", shown(name), near(name)),
            ));
            continue;
        };
        if seen.contains(&key) {
            reading.notices.push(Error::new(
                Code::Inconsistent,
                key.names().path,
                format!("\"{name}\" stands twice; only the first is looked at."),
            ));
            continue;
        }
        seen.push(key);
        if Setup::has(key) || key == Key::Device {
            later.push((key, value));
            continue;
        }
        if let Some(first) = budget.filter(|_| key.is_budget()) {
            reading.notices.push(Error::new(
                Code::Inconsistent,
                key.names().path,
                format!(
                    "The link gives both {} and {}; they answer the same question, so the first was taken.",
                    first.names().words,
                    key.names().words
                ),
            ));
            continue;
        }
        match reading.scenario.set(key, &value) {
            Ok(next) => {
                reading.scenario = next;
                reading.understood.push(key.names().words);
                if key.is_budget() {
                    budget = Some(key);
                }
            }
            Err(error) => reading.notices.push(error),
        }
    }
    read_later(&mut reading, later);
    check_own(&mut reading);
    check_run(&mut reading, &seen);
    Ok(reading)
}

/// What rests on other inputs, in the order of the table: changes of the accelerator, then the model at hand and what is
/// said of it.
fn read_later(reading: &mut Reading, mut said: Vec<(Key, String)>) {
    said.sort_by_key(|(key, _)| *key);
    if said.iter().any(|(k, _)| *k == Key::Architecture) && said.iter().any(|(k, _)| *k == Key::Config) {
        let message = "The link gives both a released model and a configuration; the released model was taken.";
        reading.notices.push(Error::new(Code::Inconsistent, Key::Config.names().path, message));
        said.retain(|(k, _)| *k != Key::Config);
    }
    for (key, value) in said {
        match reading.scenario.set(key, &value) {
            Ok(next) => {
                reading.scenario = next;
                reading.understood.push(key.names().words);
            }
            Err(error) => reading.notices.push(error),
        }
    }
}

/// A machine of one's own without its figures is told of.
fn check_own(reading: &mut Reading) {
    let device = &reading.scenario.accelerator;
    if device.id == own::ID && device.edits().is_none() {
        let message = "The link says \"my-machine\" without its figures, so those of one thread of a processor stand in; the screen Bench measures yours.";
        reading.notices.push(Error::new(Code::MissingField, Key::Device.names().path, message));
    }
}

/// A run is either a published one or a size and a token count, both.
fn check_run(reading: &mut Reading, seen: &[Key]) {
    let took = |key: Key| reading.understood.contains(&key.names().words);
    let (preset, size, tokens) = (seen.contains(&Key::Model), took(Key::ModelParams), took(Key::ModelTokens));
    let error = if preset && (seen.contains(&Key::ModelParams) || seen.contains(&Key::ModelTokens)) {
        Error::new(
            Code::Inconsistent,
            Key::Model.names().path,
            "The link gives both a published run and the numbers of another; give one of them.",
        )
    } else if size != tokens {
        let missing = if size { Key::ModelTokens } else { Key::ModelParams }.names();
        Error::new(
            Code::MissingField,
            missing.path,
            format!("The link gives a run without a readable {}; write it as {}=….", missing.words, missing.link),
        )
    } else {
        return;
    };
    reading.scenario.run = None;
    reading
        .understood
        .retain(|w| [Key::Model, Key::ModelParams, Key::ModelTokens].iter().all(|k| k.names().words != *w));
    reading.notices.push(error);
}

/// The strict reader: anything not understood is an error.
///
/// # Errors
/// The first notice.
pub fn decode(text: &str) -> Result<Scenario, Error> {
    let reading = read(text)?;
    match reading.notices.into_iter().next() {
        Some(notice) => Err(notice),
        None => Ok(reading.scenario),
    }
}

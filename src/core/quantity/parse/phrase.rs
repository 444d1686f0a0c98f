//! A budget as free text: `1024 × H100 for 60 days at 40 % MFU`, `$2M at $2.50/h on H100`, `2.5 ZFLOP`.
//!
//! The text is cut into numbers, words and signs. Each number takes the longest run of what follows it
//! that is a unit; words that are left over must be joining words or the name of an accelerator.

use super::kind;
use super::line::{Flaw, endless, quote, text};
use super::measure::put;
use super::number::Decimal;
use super::token::{Token, What, cut};
use super::unit::{self, Scale};
use super::{chip, read};
use crate::core::error::{Code, Error};
use crate::core::quantity::{
    Count, DeviceHours, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens,
};

/// The parts of a budget that the text named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Phrase {
    pub flop: Option<Flop>,
    pub dollars: Option<Dollars>,
    pub price: Option<DollarsPerHour>,
    pub time: Option<Seconds>,
    /// Accelerator-hours, whatever their number and time are.
    pub device_hours: Option<DeviceHours>,
    pub count: Option<Count>,
    /// The words as typed, such as `H100 SXM`.
    pub accelerator: Option<String>,
    pub utilisation: Option<Fraction>,
    pub loss: Option<Nats>,
    pub params: Option<Params>,
    pub tokens: Option<Tokens>,
}

/// Reads a budget written as free text.
///
/// # Errors
/// Names the word that cannot be read; `inconsistent` when one thing is said twice.
pub fn phrase(text: &str) -> Result<Phrase, Error> {
    read(text, "budget", "64 H100 for 30 d at 40 %", |line| Reader::new(line)?.run())
}

pub(super) const JOINING: &[&str] = &[
    "on", "at", "for", "with", "of", "over", "using", "and", "in", "a", "an", "the", "to", "about", "around",
    "roughly", "budget", "train", "training", "model", "run", "spend", "per", "each",
];

pub(super) struct Reader<'a> {
    pub line: &'a [char],
    pub tokens: Vec<Token>,
    pub found: Phrase,
    /// Numbers without a unit, settled when everything else is known.
    pub bare: Vec<(Decimal, usize, usize)>,
    /// The unit of the last time and the token after it: a smaller unit right after it adds to it.
    pub clock: Option<(u32, usize)>,
}

impl<'a> Reader<'a> {
    fn new(line: &'a [char]) -> Result<Self, Flaw> {
        Ok(Reader { line, tokens: cut(line)?, found: Phrase::default(), bare: Vec::new(), clock: None })
    }

    fn run(mut self) -> Result<Phrase, Flaw> {
        let mut at = 0;
        let mut wanted = None;
        while let Some(token) = self.tokens.get(at) {
            let (from, to) = (token.from, token.to);
            at = match &token.what {
                What::Number(_) => self.number(at, wanted.take(), false)?,
                What::Sign('$') if self.is_number(at + 1) => self.number(at + 1, None, true)?,
                What::Sign('-' | '–') if self.is_number(at + 1) && self.tokens[at + 1].from == to => {
                    let message = "Every amount in a budget must be above zero, as in 64 H100 for 30 d.";
                    return Err(Flaw::new(Code::OutOfDomain, message).fix(from, to, ""));
                }
                What::Sign(',' | ';' | ':' | '=' | '.' | '(' | ')' | '@' | '~' | '+' | '&' | '×') => at + 1,
                What::Sign(c) if endless(&c.to_string()) => return Err(self.endless()),
                What::Sign(_) => return Err(self.unknown(from, to)),
                What::Word(word) => {
                    let lower = word.to_lowercase();
                    match lower.as_str() {
                        "a" | "an" | "one" if self.one(at).is_some() => {
                            at = self.one_time(at)?;
                            continue;
                        }
                        "loss" | "reach" => wanted = Some(&kind::NATS),
                        "mfu" | "utilisation" | "utilization" => wanted = Some(&kind::FRACTION),
                        "usd" | "us" if self.is_money(at + 1) => {}
                        word if JOINING.contains(&word) || unit::DEVICES.contains(&word) => {}
                        word if endless(word) => return Err(self.endless()),
                        _ if chip::begins(word) => {
                            at = self.accelerator(at)?;
                            continue;
                        }
                        _ => return Err(self.unknown(from, to)),
                    }
                    let money = lower == "usd" && self.is_number(at + 1);
                    if money { self.number(at + 1, None, true)? } else { at + 1 }
                }
            };
        }
        self.settle_bare()?;
        if self.found == Phrase::default() {
            let message = format!(
                "{} names no budget; write one like 64 H100 for 30 d at 40 %, $2M or 6e23 FLOP.",
                quote(&text(self.line))
            );
            return Err(Flaw::unreadable(message));
        }
        Ok(self.found)
    }

    pub fn is_number(&self, at: usize) -> bool {
        matches!(self.tokens.get(at), Some(Token { what: What::Number(_), .. }))
    }

    fn is_money(&self, at: usize) -> bool {
        let sign = matches!(self.tokens.get(at), Some(Token { what: What::Sign('$'), .. }));
        self.is_number(at + usize::from(sign))
    }

    /// The unit of time after an article: `a week`.
    fn one(&self, at: usize) -> Option<Scale> {
        let unit = self.word(at + 1);
        if unit.chars().count() > 1 { unit::spoken_time(unit) } else { None }
    }

    fn one_time(&mut self, at: usize) -> Result<usize, Flaw> {
        match self.one(at) {
            Some(scale) => self.take(&kind::SECONDS, &Decimal::one(), scale, at, at + 1),
            None => Ok(at + 1),
        }
    }

    pub fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(Token { what: What::Word(word), .. }) => word,
            _ => "",
        }
    }

    /// Gathers the words of one accelerator.
    pub fn accelerator(&mut self, first: usize) -> Result<usize, Flaw> {
        let mut at = first;
        loop {
            let memory = self.is_number(at) && chip::is_memory(self.word(at + 1));
            let model = at > first
                && self.is_number(at)
                && chip::is_family(self.word(at - 1))
                && self.longest(at, |rest| unit::time(rest).or_else(|| unit::fraction(rest))).is_none();
            at += match self.word(at) {
                _ if memory => 2,
                _ if model => {
                    let suffix = !self.word(at + 1).is_empty() && self.tokens[at + 1].from == self.tokens[at].to;
                    1 + usize::from(suffix)
                }
                "" => break,
                word if chip::continues(word) => 1,
                _ => break,
            };
        }
        let name = text(&self.line[self.tokens[first].from..self.tokens[at - 1].to]);
        // `1000 TPU-hours on TPU v5p` says it once.
        self.found.accelerator.take_if(|said| chip::is_any_tpu(said));
        put(&mut self.found.accelerator, Ok(name), "accelerator")?;
        Ok(at)
    }

    fn settle_bare(&mut self) -> Result<(), Flaw> {
        let alone = self.bare.len() == 1 && self.found == Phrase::default();
        for (number, from, to) in std::mem::take(&mut self.bare) {
            let value = number.value();
            if alone || value >= 1e15 {
                let value = kind::FLOP.settle(value, to, to)?;
                put(&mut self.found.flop, Flop::new(value), kind::FLOP.field)?;
                continue;
            }
            let message =
                format!("{} needs a unit; write 64 GPUs, 30 d, 40 % or 6e23 FLOP.", quote(&text(&self.line[from..to])));
            return Err(Flaw::unreadable(message).fix(to, to, if value < 1.0 { " MFU" } else { " GPUs" }));
        }
        Ok(())
    }

    fn endless(&self) -> Flaw {
        Flaw::new(Code::NotFinite, "Every amount in a budget must be a finite number, as in 6e23 FLOP.")
    }

    fn unknown(&self, from: usize, to: usize) -> Flaw {
        let word = text(&self.line[from..to]);
        if unit::is_foreign(&word) {
            return Flaw::unreadable("Only US dollars can be read here; write the amount like $2M.");
        }
        let message = format!(
            "{} is not a word a budget can hold; write one like 64 H100 for 30 d at 40 %, $2M or 6e23 FLOP.",
            quote(&word)
        );
        Flaw::unreadable(message)
    }
}

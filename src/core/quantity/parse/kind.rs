//! The kinds of field: what each takes after its number, and what it says when it is given something else.

use super::limits::{self, Limit};
use super::line::{Flaw, endless, lead, quote, skip_spaces, text};
use super::number::{Decimal, scan};
use super::unit::{self, Scale};
use super::why;
use crate::core::error::Code;

pub(super) struct Kind {
    pub field: &'static str,
    pub example: &'static str,
    pub limit: Limit,
    pub unit: fn(&str) -> Option<Scale>,
    why: fn(&Kind, &Seen) -> Flaw,
    money: bool,
    pub whole: bool,
}

/// A number followed by something that is no unit of its kind.
pub(super) struct Seen<'a> {
    pub number: &'a Decimal,
    /// Where the number begins and ends, and where the words after it end.
    pub span: (usize, usize, usize),
    pub rest: String,
}

const fn kind(
    field: &'static str,
    example: &'static str,
    limit: Limit,
    unit: fn(&str) -> Option<Scale>,
    why: fn(&Kind, &Seen) -> Flaw,
) -> Kind {
    Kind { field, example, limit, unit, why, money: false, whole: false }
}

pub(super) const PARAMS: Kind = kind("number of parameters", "70B", limits::PARAMS, unit::params, why::not_a_size);
pub(super) const TOKENS: Kind = kind("number of tokens", "1.4T", limits::TOKENS, unit::tokens, why::not_a_size);
pub(super) const FLOP: Kind = kind("compute budget", "6e23 FLOP", limits::FLOP, unit::flop, why::not_compute);
pub(super) const NATS: Kind = kind("loss", "1.95 nats", limits::NATS, unit::nats, why::not_nats);
pub(super) const SECONDS: Kind = kind("time", "60 d", limits::SECONDS, unit::time, why::not_a_time);
pub(super) const DEVICE_HOURS: Kind =
    kind("number of accelerator-hours", "10,000 H100-hours", limits::DEVICE_HOURS, unit::hours, why::not_this);
pub(super) const DOLLARS: Kind =
    Kind { money: true, ..kind("amount", "$2M", limits::DOLLARS, unit::dollars, why::not_this) };
pub(super) const PRICE: Kind =
    Kind { money: true, ..kind("price", "$2.00 per hour", limits::PRICE, unit::price, why::not_this) };
pub(super) const COUNT: Kind =
    Kind { whole: true, ..kind("number of accelerators", "1024", limits::COUNT, unit::count, why::not_a_size) };
pub(super) const FRACTION: Kind = kind("fraction", "40 %", limits::FRACTION, unit::fraction, why::not_this);

impl Kind {
    /// One number with its unit, and nothing else.
    pub fn read(&self, line: &[char]) -> Result<f64, Flaw> {
        if self.money && unit::is_foreign(&text(line)) {
            let message = format!("Only US dollars can be read here; write the {} like {}.", self.field, self.example);
            return Err(Flaw::unreadable(message));
        }
        let (mut at, mut minus) = lead(line, 0);
        if self.money {
            let after = currency(line, at);
            if after > at {
                let (next, second) = lead(line, after);
                (at, minus) = (next, minus.or(second));
            }
        }
        let Some((number, end)) = scan(line, at)? else {
            return Err(self.no_number(line, at));
        };
        let rest = text(&line[end..]);
        let Some(scale) = (self.unit)(&rest) else {
            return Err(self.explain(&Seen { number: &number, span: (at, end, line.len()), rest }));
        };
        if let Some(minus) = minus {
            return Err(self.outside().fix(minus, minus + 1, ""));
        }
        self.settle(number.times(scale), end, line.len())
    }

    /// Holds the value to what the field takes.
    pub fn settle(&self, value: f64, number_end: usize, end: usize) -> Result<f64, Flaw> {
        if !value.is_finite() {
            let message =
                format!("This number is too large for a computer; the {} is {}.", self.field, self.limit.words);
            return Err(Flaw::new(Code::NotFinite, message));
        }
        if self.whole && value >= 1.0 && value.fract() != 0.0 {
            let message = format!("The {} is a whole number; write it like {}.", self.field, self.example);
            return Err(Flaw::new(Code::OutOfDomain, message));
        }
        if self.limit.holds(value) {
            return Ok(value);
        }
        let per_cent = self.field == FRACTION.field && value > 1.0;
        Err(if per_cent { self.outside().fix(number_end, end, " %") } else { self.outside() })
    }

    pub fn outside(&self) -> Flaw {
        let message = format!("The {} must be {}; write it like {}.", self.field, self.limit.words, self.example);
        Flaw::new(Code::OutOfDomain, message)
    }

    pub fn no_number(&self, line: &[char], at: usize) -> Flaw {
        let words = text(&line[at.min(line.len())..]);
        if endless(&words) {
            let message = format!("The {} must be a finite number, such as {}.", self.field, self.example);
            return Flaw::new(Code::NotFinite, message);
        }
        let message =
            format!("{} does not begin with a number; write the {} like {}.", quote(&words), self.field, self.example);
        Flaw::unreadable(message)
    }

    pub fn explain(&self, seen: &Seen) -> Flaw {
        (self.why)(self, seen)
    }

    pub fn not_here(&self, words: &str) -> Flaw {
        Flaw::unreadable(format!(
            "{} cannot be read here; write the {} like {}.",
            quote(words),
            self.field,
            self.example
        ))
    }
}

/// Where a currency sign that begins at `at` ends; `at` itself when there is none.
pub(super) fn currency(line: &[char], at: usize) -> usize {
    for sign in ["US$", "USD $", "USD$", "USD", "$"] {
        let length = sign.len();
        let here = line.get(at..at + length).is_some_and(|l| l.iter().collect::<String>().eq_ignore_ascii_case(sign));
        if here {
            return skip_spaces(line, at + length);
        }
    }
    at
}

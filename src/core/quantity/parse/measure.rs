//! One number of a phrase: which unit it has, which quantity that makes it, and where it is filed.

use super::chip;
use super::kind::{self, Kind, Seen};
use super::line::{Flaw, quote, text};
use super::number::Decimal;
use super::phrase::{JOINING, Reader};
use super::token::{Token, What};
use super::unit::{self, Scale};
use crate::core::error::{Code, Error};
use crate::core::quantity::{
    Count, DeviceHours, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens,
};

pub(super) fn put<T>(place: &mut Option<T>, value: Result<T, Error>, name: &str) -> Result<(), Flaw> {
    if place.is_some() {
        return Err(Flaw::new(Code::Inconsistent, format!("The {name} is given twice; write it once.")));
    }
    *place = Some(value.map_err(|e| Flaw::new(e.code, e.message))?);
    Ok(())
}

impl Reader<'_> {
    /// The longest run of tokens after the number at `at` for which `fits` holds, and its last token.
    pub fn longest<T>(&self, at: usize, fits: impl Fn(&str) -> Option<T>) -> Option<(T, usize)> {
        let reach = (at + 1..self.tokens.len()).take_while(|&i| !self.is_number(i)).take(7).count();
        let start = self.tokens[at].to;
        (1..=reach).rev().find_map(|n| {
            let rest = text(&self.line[start..self.tokens[at + n].to]);
            fits(&rest).map(|t| (t, at + n))
        })
    }

    /// One number with what follows it; returns the token to go on from.
    pub fn number(&mut self, at: usize, wanted: Option<&'static Kind>, money: bool) -> Result<usize, Flaw> {
        let Some(Token { what: What::Number(number), from, to }) = self.tokens.get(at) else {
            return Ok(at + 1);
        };
        let (number, from, to) = (number.clone(), *from, *to);
        if money {
            let (priced, scale, last) = match self.longest(at, unit::per_hour) {
                Some((scale, last)) => (true, scale, last),
                None => {
                    let (scale, last) = self.longest(at, unit::dollars).unwrap_or((Scale::ONE, at));
                    (false, scale, last)
                }
            };
            let kind = if priced { &kind::PRICE } else { &kind::DOLLARS };
            return self.take(kind, &number, scale, at, last);
        }
        if let Some(kind) = wanted {
            let (scale, last) = self.longest(at, kind.unit).unwrap_or((Scale::ONE, at));
            return self.take(kind, &number, scale, at, last);
        }
        if let Some(next) = self.device_hours(at, &number)? {
            return Ok(next);
        }
        if chip::is_memory(self.word(at + 1)) && chip::begins(self.word(at + 2)) {
            return self.accelerator(at);
        }
        let kinds = [
            &kind::PRICE,
            &kind::DOLLARS,
            &kind::FRACTION,
            &kind::SECONDS,
            &kind::FLOP,
            &kind::NATS,
            &kind::PARAMS,
            &kind::TOKENS,
            &kind::COUNT,
        ];
        let fits = |rest: &str| {
            let size_only = unit::bare_size(rest).is_some();
            kinds.iter().find_map(|&kind| {
                let unit = match kind.field {
                    f if f == kind::PRICE.field => unit::per_hour,
                    f if f == kind::SECONDS.field => unit::spoken_time,
                    _ => kind.unit,
                };
                if size_only { None } else { unit(rest).map(|scale| (kind, scale)) }
            })
        };
        if let Some(((kind, scale), last)) = self.longest(at, fits) {
            let rate = matches!(self.tokens.get(last + 1), Some(Token { what: What::Sign('/'), .. }))
                || self.word(last + 1).eq_ignore_ascii_case("per");
            if rate && kind.field == kind::FLOP.field {
                self.refuse_unit(at, &number)?;
            }
            return self.take(kind, &number, scale, at, last);
        }
        let (scale, last) = self.longest(at, unit::bare_size).unwrap_or((Scale::ONE, at));
        let next = self.tokens.get(last + 1);
        let times = matches!(next, Some(Token { what: What::Sign('×'), .. }));
        let after_times = at > 0 && matches!(self.tokens[at - 1].what, What::Sign('×'));
        let memory_next = self.is_number(last + 1) && chip::is_memory(self.word(last + 2));
        if times
            || memory_next
            || chip::begins(self.word(last + 1))
            || (after_times && self.found.accelerator.is_some())
        {
            let next = self.take(&kind::COUNT, &number, scale, at, last)?;
            return Ok(next + usize::from(times));
        }
        if last > at {
            return match scale.exponent {
                9 => self.take(&kind::PARAMS, &number, scale, at, last),
                12 => {
                    let message = format!(
                        "{} could be parameters or tokens; write which, as in 1.4T tokens.",
                        quote(&text(&self.line[from..self.tokens[last].to]))
                    );
                    Err(Flaw::unreadable(message).fix(self.tokens[last].to, self.tokens[last].to, " tokens"))
                }
                _ => {
                    let message = format!(
                        "{} needs a unit; write $2M, 70M parameters or 300M tokens.",
                        quote(&text(&self.line[from..self.tokens[last].to]))
                    );
                    Err(Flaw::unreadable(message))
                }
            };
        }
        self.refuse_unit(at, &number)?;
        self.bare.push((number, from, to));
        Ok(at + 1)
    }

    /// The number is followed by something that looks like a unit but is none.
    fn refuse_unit(&self, at: usize, number: &Decimal) -> Result<(), Flaw> {
        let (from, to) = (self.tokens[at].from, self.tokens[at].to);
        let reach = (at + 1..self.tokens.len()).take_while(|&i| !self.is_number(i)).take(7);
        let end = |i: usize| self.tokens[i].to;
        if let Some(last) = reach.filter(|&i| unit::is_rate(&text(&self.line[to..end(i)]))).last() {
            let rest = text(&self.line[to..end(last)]);
            return Err(kind::FLOP.explain(&Seen { number, span: (from, to, end(last)), rest }));
        }
        let word = self.word(at + 1);
        let seen = |rest: &str| Seen { number, span: (from, to, end(at + 1)), rest: rest.to_owned() };
        if word.to_lowercase().starts_with("bit") {
            return Err(kind::NATS.explain(&seen(word)));
        }
        if word.chars().count() == 1 && !JOINING.contains(&word) && self.tokens[at + 1].from == to {
            return Err(kind::PARAMS.explain(&seen(word)));
        }
        Ok(())
    }

    /// Holds the value to its limits and files it.
    pub fn take(&mut self, kind: &Kind, number: &Decimal, scale: Scale, at: usize, last: usize) -> Result<usize, Flaw> {
        let value = kind.settle(number.times(scale), self.tokens[at].to, self.tokens[last].to)?;
        let joined = self.clock.is_some_and(|(unit, next)| scale.factor < unit && self.only_joints(next, at));
        let found = &mut self.found;
        match kind.field {
            f if f == kind::FLOP.field => put(&mut found.flop, Flop::new(value), f)?,
            f if f == kind::DOLLARS.field => put(&mut found.dollars, Dollars::new(value), "amount of money")?,
            f if f == kind::PRICE.field => put(&mut found.price, DollarsPerHour::new(value), f)?,
            f if f == kind::DEVICE_HOURS.field => put(&mut found.device_hours, DeviceHours::new(value), f)?,
            f if f == kind::COUNT.field => put(&mut found.count, Count::new(value), f)?,
            f if f == kind::FRACTION.field => put(&mut found.utilisation, Fraction::new(value), "utilisation")?,
            f if f == kind::NATS.field => put(&mut found.loss, Nats::new(value), f)?,
            f if f == kind::PARAMS.field => put(&mut found.params, Params::new(value), f)?,
            f if f == kind::TOKENS.field => put(&mut found.tokens, Tokens::new(value), f)?,
            f => {
                if let Some(so_far) = found.time.filter(|_| joined) {
                    let total = kind.settle(so_far.get() + value, self.tokens[at].to, self.tokens[last].to)?;
                    found.time = Seconds::new(total).ok();
                } else {
                    put(&mut found.time, Seconds::new(value), f)?;
                }
                self.clock = Some((scale.factor, last + 1));
            }
        }
        Ok(last + 1)
    }

    fn only_joints(&self, from: usize, to: usize) -> bool {
        self.tokens[from..to].iter().all(|t| match &t.what {
            What::Sign(c) => *c == ',',
            What::Word(w) => w.eq_ignore_ascii_case("and"),
            What::Number(_) => false,
        })
    }
}

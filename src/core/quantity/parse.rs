//! Words to quantities.
//!
//! One function for each kind of field, and [`phrase`] for a budget written as free text. A number is
//! carried as decimal digits until the end and rounded once, so `1.4T` is exactly `1.4e12`. Whatever
//! is refused comes back as one sentence with an example, and a suggestion that is known to be readable.

mod chip;
mod device_hours;
mod kind;
mod limits;
mod line;
mod measure;
mod number;
mod phrase;
mod plain;
mod time;
mod token;
mod unit;
mod why;

use super::{Count, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens};
use crate::core::error::{Code, Error};
use kind::Kind;
use line::{Flaw, quote};

pub use limits::Limit;
pub use limits::{COUNT, DEVICE_HOURS, DOLLARS, FLOP, FRACTION, NATS, PARAMS, PRICE, SECONDS, TOKENS};
pub use phrase::{Phrase, phrase};
pub use plain::number;

/// A number of parameters: `70B`, `7e10`, `70 000 000 000`, `70 billion parameters`.
pub fn params(text: &str) -> Result<Params, Error> {
    Params::new(field(text, &kind::PARAMS)?)
}

/// A number of tokens: `1.4T`, `1.4e12`, `1.4 trillion tokens`.
pub fn tokens(text: &str) -> Result<Tokens, Error> {
    Tokens::new(field(text, &kind::TOKENS)?)
}

/// A compute budget: `6e23`, `5.76 × 10²³ FLOP`, `576 ZFLOP`, `6667 PF-days`.
pub fn flop(text: &str) -> Result<Flop, Error> {
    Flop::new(field(text, &kind::FLOP)?)
}

/// A loss: `1.95`, `1.95 nats per token`.
pub fn nats(text: &str) -> Result<Nats, Error> {
    Nats::new(field(text, &kind::NATS)?)
}

/// A time with its unit: `60 d`, `36 hours`, `1 d 12 h`.
pub fn seconds(text: &str) -> Result<Seconds, Error> {
    Seconds::new(read(text, kind::SECONDS.field, kind::SECONDS.example, time::read)?)
}

/// An amount of money: `$2M`, `1.2 million dollars`, `USD 3e6`.
pub fn dollars(text: &str) -> Result<Dollars, Error> {
    Dollars::new(field(text, &kind::DOLLARS)?)
}

/// The price of one accelerator for one hour: `$2.00`, `2 $/GPU-hour`, `$1.99 per hour`.
pub fn dollars_per_hour(text: &str) -> Result<DollarsPerHour, Error> {
    DollarsPerHour::new(field(text, &kind::PRICE)?)
}

/// A whole number of accelerators: `1024`, `1,024`, `16k`.
pub fn count(text: &str) -> Result<Count, Error> {
    Count::new(field(text, &kind::COUNT)?)
}

/// A fraction above 0 and at most 1: `0.4`, `40 %`, `38.5 percent`.
pub fn fraction(text: &str) -> Result<Fraction, Error> {
    Fraction::new(field(text, &kind::FRACTION)?)
}

fn field(text: &str, kind: &Kind) -> Result<f64, Error> {
    read(text, kind.field, kind.example, |line| kind.read(line))
}

/// Guards the length, reads, and turns a flaw into an error whose suggestion has itself been read.
fn read<T>(text: &str, field: &str, example: &str, reader: impl Fn(&[char]) -> Result<T, Flaw>) -> Result<T, Error> {
    let text = text.trim();
    if text.chars().nth(line::LONGEST).is_some() {
        let message = format!(
            "{} is too long to be a {field}; write at most {} characters, such as {example}.",
            quote(text),
            line::LONGEST
        );
        return Err(Error::new(Code::NotANumber, field, message));
    }
    let chars = line::plain(text);
    if chars.is_empty() {
        let message = format!("The {field} is missing; write it like {example}.");
        return Err(Error::new(Code::MissingField, field, message));
    }
    reader(&chars).map_err(|flaw| {
        let error = Error::new(flaw.code, field, flaw.message);
        let Some((from, to, words)) = flaw.fix else {
            return error;
        };
        let mended: String =
            chars[..from].iter().copied().chain(words.chars()).chain(chars[to..].iter().copied()).collect();
        let mended = mended.trim();
        let readable = mended.chars().nth(line::LONGEST).is_none() && reader(&line::plain(mended)).is_ok();
        if readable { error.suggest(mended) } else { error }
    })
}

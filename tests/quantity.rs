//! Words to quantities and back, against values written by hand, random values and hostile text.

use isoflop::core::error::Error;
use isoflop::core::quantity::parse::{self, Limit};
use isoflop::core::quantity::{Count, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens};

#[path = "quantity/hostile.rs"]
mod hostile;
#[path = "quantity/phrases.rs"]
mod phrases;
#[path = "quantity/round_trip.rs"]
mod round_trip;
#[path = "quantity/shown.rs"]
mod shown;
#[path = "quantity/words.rs"]
mod words;

/// The name of a kind of field and its reader, answering with the plain number.
type Reader = (&'static str, fn(&str) -> Result<f64, Error>, Limit);

fn readers() -> [Reader; 9] {
    [
        ("params", |t| parse::params(t).map(Params::get), parse::PARAMS),
        ("tokens", |t| parse::tokens(t).map(Tokens::get), parse::TOKENS),
        ("flop", |t| parse::flop(t).map(Flop::get), parse::FLOP),
        ("nats", |t| parse::nats(t).map(Nats::get), parse::NATS),
        ("seconds", |t| parse::seconds(t).map(Seconds::get), parse::SECONDS),
        ("dollars", |t| parse::dollars(t).map(Dollars::get), parse::DOLLARS),
        ("price", |t| parse::dollars_per_hour(t).map(DollarsPerHour::get), parse::PRICE),
        ("count", |t| parse::count(t).map(Count::get), parse::COUNT),
        ("fraction", |t| parse::fraction(t).map(Fraction::get), parse::FRACTION),
    ]
}

fn read(kind: &str, text: &str) -> Result<f64, Error> {
    let (_, reader, _) = readers().into_iter().find(|r| r.0 == kind).expect("a known kind");
    reader(text)
}

/// A small generator of random numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Even on the logarithmic scale, half of the time with few digits.
    fn within(&mut self, limit: Limit) -> f64 {
        let (low, high) = (limit.lowest.ln(), limit.highest.ln());
        let value = (low + (high - low) * self.unit()).exp();
        let value =
            if self.below(2) == 0 { value } else { format!("{value:.*e}", self.below(4)).parse().unwrap_or(value) };
        value.clamp(limit.lowest, limit.highest)
    }
}

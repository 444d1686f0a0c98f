//! Quantities with types: a FLOP count can never be passed where tokens are meant.
//!
//! Every quantity is a finite number above zero (the only kind this field has); a value that is not
//! cannot be constructed. Only the operations that make sense exist.

mod bytes;
pub mod parse;
pub mod show;
mod span;

pub use bytes::{Bytes, GB, GIB};
pub use span::Span;

use super::error::{Code, Error};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal, $one:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// The unit, as written after a number.
            pub const UNIT: &'static str = $unit;

            /// # Errors
            /// `not-finite` for NaN and infinities, `out-of-domain` for zero and negative numbers.
            pub fn new(value: f64) -> Result<Self, Error> {
                if !value.is_finite() {
                    Err(Error::new(Code::NotFinite, $one, concat!("The ", $one, " must be a finite number.")))
                } else if value <= 0.0 {
                    Err(Error::new(Code::OutOfDomain, $one, concat!("The ", $one, " must be above zero.")))
                } else {
                    Ok(Self(value))
                }
            }

            /// The plain number in base units.
            pub const fn get(self) -> f64 {
                self.0
            }
        }
    };
}

quantity!(/// Floating-point operations; one multiply-add counts as two.
    Flop, "FLOP", "compute budget");
quantity!(/// Floating-point operations per second.
    FlopRate, "FLOP/s", "computing rate");
quantity!(/// Model parameters, counted the way the law at hand counts them.
    Params, "parameters", "number of parameters");
quantity!(/// Training tokens processed (repeats counted every time).
    Tokens, "tokens", "number of tokens");
quantity!(/// Cross-entropy loss in nats per token.
    Nats, "nats per token", "loss");
quantity!(/// Training tokens processed in a second.
    TokenRate, "tokens/s", "rate of tokens");
quantity!(/// Time in seconds.
    Seconds, "s", "time");
quantity!(/// Accelerators times hours.
    DeviceHours, "accelerator-hours", "number of accelerator-hours");
quantity!(/// US dollars.
    Dollars, "$", "amount");
quantity!(/// US dollars for one accelerator for one hour.
    DollarsPerHour, "$ per accelerator-hour", "price");
quantity!(/// A number of accelerators.
    Count, "accelerators", "number of accelerators");
quantity!(/// A fraction above zero, such as model FLOP utilisation.
    Fraction, "", "fraction");

quantity!(/// Bits sent in a second.
    BitRate, "bit/s", "bandwidth");
quantity!(/// Electric power in watts.
    Watts, "W", "power");
quantity!(/// Electric energy in kilowatt-hours.
    KilowattHours, "kWh", "energy");

quantity!(/// Bits of a number format.
    Bits, "bits", "precision");
quantity!(/// Experts of a layer.
    Experts, "experts", "number of experts");
quantity!(/// How many experts one feed-forward block is cut into: its width over an expert's.
    Granularity, "", "granularity");
quantity!(/// Replicas of a model that train apart (DiLoCo's M).
    Replicas, "replicas", "number of replicas");

impl Params {
    /// Training compute at `per` FLOP for each parameter and token.
    ///
    /// # Errors
    /// When the product leaves the range of finite numbers.
    pub fn compute(self, tokens: Tokens, per: f64) -> Result<Flop, Error> {
        Flop::new(per * self.0 * tokens.0)
    }
}

impl FlopRate {
    /// # Errors
    /// When the product leaves the range of finite numbers.
    pub fn over(self, time: Seconds) -> Result<Flop, Error> {
        Flop::new(self.0 * time.0)
    }
}

impl Flop {
    /// FLOP in a PF-day: 1e15 a second for a day.
    pub const PF_DAY: f64 = 8.64e19;

    /// # Errors
    /// When the quotient leaves the range of finite numbers.
    pub fn at(self, rate: FlopRate) -> Result<Seconds, Error> {
        Seconds::new(self.0 / rate.0)
    }
}

//! Memory, in bytes. Unlike other quantities it may be zero: a device may hold no gradients.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul};

use crate::core::error::{Code, Error};

/// Bytes; 1 GB is 1e9 of them, 1 GiB is 2^30.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct Bytes(f64);

pub const GB: f64 = 1e9;
pub const GIB: f64 = (1u64 << 30) as f64;

impl Bytes {
    pub const UNIT: &'static str = "B";
    pub const ZERO: Bytes = Bytes(0.0);

    /// # Errors
    /// `not-finite` for NaN and infinities, `out-of-domain` below zero.
    pub fn new(value: f64) -> Result<Bytes, Error> {
        if !value.is_finite() {
            Err(Error::new(Code::NotFinite, "bytes", "The number of bytes must be a finite number."))
        } else if value < 0.0 {
            Err(Error::new(Code::OutOfDomain, "bytes", "The number of bytes cannot be below zero."))
        } else {
            Ok(Bytes(value))
        }
    }

    /// The plain number of bytes.
    pub const fn get(self) -> f64 {
        self.0
    }

    pub fn gb(self) -> f64 {
        self.0 / GB
    }

    pub fn gib(self) -> f64 {
        self.0 / GIB
    }
}

impl Add for Bytes {
    type Output = Bytes;
    fn add(self, other: Bytes) -> Bytes {
        Bytes(self.0 + other.0)
    }
}

impl AddAssign for Bytes {
    fn add_assign(&mut self, other: Bytes) {
        self.0 += other.0;
    }
}

impl Sum for Bytes {
    fn sum<I: Iterator<Item = Bytes>>(parts: I) -> Bytes {
        parts.fold(Bytes::ZERO, Add::add)
    }
}

/// So many times the bytes; a factor below zero counts as none.
impl Mul<f64> for Bytes {
    type Output = Bytes;
    fn mul(self, factor: f64) -> Bytes {
        let product = self.0 * factor.max(0.0);
        Bytes(if product.is_finite() { product } else { f64::MAX })
    }
}

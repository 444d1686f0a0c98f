//! Parts of a time, which unlike [`super::Seconds`] may be zero: a step may send nothing.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Sub};

/// Seconds, zero or more; what leaves the range of finite numbers stays at its end.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct Span(f64);

impl Span {
    pub const ZERO: Span = Span(0.0);

    /// So many seconds; NaN and anything below zero count as none.
    pub const fn seconds(value: f64) -> Span {
        Span(if value >= 0.0 { if value > f64::MAX { f64::MAX } else { value } } else { 0.0 })
    }

    /// The plain number of seconds.
    pub const fn get(self) -> f64 {
        self.0
    }

    pub fn max(self, other: Span) -> Span {
        if other.0 > self.0 { other } else { self }
    }

    pub fn min(self, other: Span) -> Span {
        if other.0 < self.0 { other } else { self }
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span::seconds(self.0 + other.0)
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        *self = *self + other;
    }
}

/// What is left; nothing where more is taken away than there is.
impl Sub for Span {
    type Output = Span;
    fn sub(self, other: Span) -> Span {
        Span::seconds(self.0 - other.0)
    }
}

impl Mul<f64> for Span {
    type Output = Span;
    fn mul(self, factor: f64) -> Span {
        Span::seconds(self.0 * factor)
    }
}

impl Sum for Span {
    fn sum<I: Iterator<Item = Span>>(parts: I) -> Span {
        parts.fold(Span::ZERO, Add::add)
    }
}

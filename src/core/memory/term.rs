//! A calculation written once and used twice: as a plain number, and as a formula to be shown.
//!
//! Both do the same operations in the same order, so that a shown formula has the very value that was reported.

use crate::core::expr::{self, Expr};

pub trait Term: Sized {
    fn given(symbol: &'static str, meaning: &'static str, value: f64, unit: &'static str) -> Self;
    fn named(symbol: &'static str, meaning: &'static str, of: Self) -> Self;
    fn sum(parts: impl IntoIterator<Item = Self>) -> Self;
    fn product(parts: impl IntoIterator<Item = Self>) -> Self;
    fn over(self, by: Self) -> Self;
}

impl Term for f64 {
    fn given(_: &'static str, _: &'static str, value: f64, _: &'static str) -> f64 {
        value
    }

    fn named(_: &'static str, _: &'static str, of: f64) -> f64 {
        of
    }

    fn sum(parts: impl IntoIterator<Item = f64>) -> f64 {
        parts.into_iter().sum()
    }

    fn product(parts: impl IntoIterator<Item = f64>) -> f64 {
        parts.into_iter().product()
    }

    fn over(self, by: f64) -> f64 {
        self / by
    }
}

/// What changes nothing is not shown: parts of a sum that are zero, factors and divisors that are one.
impl Term for Expr {
    fn given(symbol: &'static str, meaning: &'static str, value: f64, unit: &'static str) -> Expr {
        expr::given(symbol, meaning, value, unit)
    }

    fn named(symbol: &'static str, meaning: &'static str, of: Expr) -> Expr {
        expr::named(symbol, meaning, of)
    }

    fn sum(parts: impl IntoIterator<Item = Expr>) -> Expr {
        one_of(parts.into_iter().filter(|p| p.eval() != 0.0), 0.0, Expr::Sum)
    }

    fn product(parts: impl IntoIterator<Item = Expr>) -> Expr {
        one_of(parts.into_iter().filter(|p| p.eval() != 1.0), 1.0, Expr::Product)
    }

    fn over(self, by: Expr) -> Expr {
        if by.eval() == 1.0 { self } else { expr::quotient(self, by) }
    }
}

fn one_of(parts: impl Iterator<Item = Expr>, none: f64, many: fn(Vec<Expr>) -> Expr) -> Expr {
    let mut parts: Vec<Expr> = parts.collect();
    match parts.len() {
        0 => Expr::Number(none),
        1 => parts.remove(0),
        _ => many(parts),
    }
}

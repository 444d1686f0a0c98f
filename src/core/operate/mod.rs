//! What a long run meets beyond its FLOP: failures, energy, prices, and places that train apart.

pub mod apart;
pub mod energy;
pub mod failures;
pub mod prices;
pub mod sites;
pub mod streaming;

use crate::core::error::{Code, Error};
use crate::core::expr::Expr;

/// A formula whose value is a finite number.
fn finite(expr: Expr, field: &str) -> Result<Expr, Error> {
    match expr.eval().is_finite() {
        true => Ok(expr),
        false => Err(Error::new(Code::NotFinite, field, "This comes to no finite number; take values nearer to one.")),
    }
}

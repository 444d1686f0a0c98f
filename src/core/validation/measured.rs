//! Measured matrix products against the engine's, by device and format.

use std::sync::OnceLock;

use super::products::{ROWS, Row};
use super::summary::Errors;
use crate::core::accelerators::{self, Accelerator};
use crate::core::engine::machine::Operands;

/// A measured product with its prediction, both TFLOP/s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    pub row: &'static Row,
    pub device: Option<&'static Accelerator>,
    /// `None` for a row that the engine cannot time.
    pub predicted: Option<f64>,
}

impl Check {
    /// Predicted over measured, less one.
    pub fn error(&self) -> Option<f64> {
        self.predicted.map(|p| p / self.row.measured - 1.0).filter(|e| e.is_finite())
    }

    pub fn device_name(&self) -> &'static str {
        self.device.map_or(self.row.device, |d| d.name)
    }
}

/// One device and format.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub device: &'static str,
    pub operands: Operands,
    pub errors: Errors,
}

#[derive(Clone, Debug)]
pub struct Products {
    /// As the table has them; none is left out.
    pub checks: Vec<Check>,
    pub all: Option<Errors>,
    pub groups: Vec<Group>,
}

impl Products {
    fn new() -> Products {
        let check = |row| Check { row, device: accelerators::get(row.device).ok(), predicted: row.predicted().ok() };
        let checks: Vec<Check> = ROWS.iter().map(check).collect();
        let mut groups: Vec<Group> = Vec::new();
        for c in &checks {
            let (device, operands) = (c.device_name(), c.row.operands);
            let same = |o: &&Check| o.device_name() == device && o.row.operands == operands;
            if groups.iter().all(|g| g.device != device || g.operands != operands)
                && let Some(errors) = Errors::of(checks.iter().filter(same).filter_map(Check::error))
            {
                groups.push(Group { device, operands, errors });
            }
        }
        Products { all: Errors::of(checks.iter().filter_map(Check::error)), groups, checks }
    }
}

/// All of it, worked out when it is first asked for.
pub fn products() -> &'static Products {
    static ONCE: OnceLock<Products> = OnceLock::new();
    ONCE.get_or_init(Products::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_product_is_left_out() {
        let p = products();
        assert_eq!(p.checks.len(), ROWS.len());
        assert!(p.checks.iter().all(|c| c.error().is_some() && c.device.is_some()));
        assert_eq!(p.groups.iter().map(|g| g.errors.rows).sum::<usize>(), ROWS.len());
        assert_eq!(p.all.map(|e| e.rows), Some(ROWS.len()));
    }
}

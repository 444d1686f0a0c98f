//! Everything that computes. No web crate, no clock, no global state; the same bits on every target.

pub mod accelerators;
pub mod chosen;
pub mod compare;
pub mod config;
pub mod contract;
pub mod curves;
pub mod engine;
pub mod error;
pub mod expr;
pub mod formulas;
pub mod laws;
pub mod link;
pub mod memory;
pub mod model;
pub mod model_curves;
pub mod num;
pub mod quantity;
pub mod question_curves;
pub mod questions;
pub mod report;
pub mod runs;
pub mod scenario;
pub mod tables;
pub mod timing;
pub mod validation;
pub mod value;

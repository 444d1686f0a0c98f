//! isoflop: which model to train, on how much data, and what loss to expect, from published scaling laws.
//!
//! The rooms, and which way they depend on each other:
//!
//! ```text
//! core     laws, planning, scenario, report: plain Rust, no web crate, no screen
//! chart    -> nothing            draws a described chart on any plotters backend   (feature `charts`)
//! page     -> core, chart        the Yew page                                      (feature `page`)
//! module   -> core               the JavaScript module                             (feature `module`)
//! bench    -> core               measures this machine's GPU and processor         (feature `bench`)
//! xtask    -> all                builds, serves and tests                          (feature `tools`)
//! ```

pub mod core;

#[cfg(feature = "bench")]
pub mod bench;
#[cfg(feature = "charts")]
pub mod chart;
#[cfg(feature = "module")]
pub mod module;
#[cfg(feature = "page")]
pub mod page;

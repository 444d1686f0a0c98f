//! Measures the machine that it runs on: a GPU through wgpu, and one thread of the processor. What is measured, how
//! often, and what it means is the core's.
//!
//! `adapter` finds a device; `kernels` are the texts that run on it, `job` binds them to a probe, `load` brings them to
//! the device and times them, `check` compares results with the core's; `run` does it all in order.

pub mod adapter;
#[cfg(target_arch = "wasm32")]
mod browser;
pub mod check;
pub mod clock;
pub mod gpu;
pub mod job;
pub mod kernels;
pub mod load;
mod processor;
pub mod run;
mod small;
pub mod trouble;
#[cfg(target_arch = "wasm32")]
pub mod worker;

/// Lets others have their turn.
#[cfg(target_arch = "wasm32")]
use browser::pause;

#[cfg(not(target_arch = "wasm32"))]
async fn pause() {}

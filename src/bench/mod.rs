//! Measures the machine that it runs on: a GPU through wgpu, and one thread of the processor. What is measured, how
//! often, and what it means is the core's.

pub mod kernels;

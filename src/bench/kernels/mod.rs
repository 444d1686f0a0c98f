//! The kernels and what a host has to know of them.

pub mod products;

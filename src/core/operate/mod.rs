//! What a long run meets beyond its FLOP: failures, energy, prices, and places that train apart.

pub mod failures;

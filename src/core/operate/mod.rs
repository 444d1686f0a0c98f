//! What a long run meets beyond its FLOP: failures, energy, prices, and places that train apart.

pub mod apart;
pub mod energy;
pub mod failures;
pub mod prices;
pub mod streaming;

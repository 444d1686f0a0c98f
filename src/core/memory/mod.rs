//! What a device must hold: to train a model, and to serve it.

pub mod formats;
pub mod serving;

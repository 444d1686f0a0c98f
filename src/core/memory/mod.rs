//! What a device must hold: to train a model, and to serve it.

pub mod activations;
pub mod adapters;
pub mod advice;
pub mod formats;
pub mod layout;
pub mod offload;
mod plan;
pub mod recipe;
pub mod schedule;
pub mod serving;
pub mod states;
pub mod term;
pub mod training;

#[cfg(test)]
mod tests;

use crate::core::error::{Code, Error};

/// The one of `all` that is called `id`.
///
/// # Errors
/// `unknown-id` at `field`, naming those that there are.
pub fn choose<T: Copy>(field: &'static str, id: &str, all: &[(&'static str, T)]) -> Result<T, Error> {
    let asked = id.trim();
    all.iter().find(|(name, _)| name.eq_ignore_ascii_case(asked)).map(|(_, value)| *value).ok_or_else(|| {
        let ids: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        let shown: String = asked.chars().take(40).collect();
        Error::new(Code::UnknownId, field, format!("\"{shown}\" is not known; there are {}.", ids.join(", ")))
    })
}

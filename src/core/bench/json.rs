//! Records and events as JSON text: what a worker says to the page, and what is exported and imported.

mod read;
mod write;

pub use read::{Imported, read_event, read_record};
pub use write::{write_event, write_record};

/// What a file says of itself.
const KIND: &str = "isoflop benchmark";
/// Raised when a field changes its meaning.
const VERSION: u32 = 1;

#[cfg(test)]
mod tests;

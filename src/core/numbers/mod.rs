//! Number formats as sets of values: what each can say, how it rounds, and what scaling makes of it.
//!
//! What a value takes in memory is in [`crate::core::memory::formats`]; blocks and recipes link to it by id.

pub mod block;
pub mod float;
pub mod recipes;
pub mod scaled;

pub use block::{BLOCKS, Block};
pub use float::{FLOATS, Float, Is};

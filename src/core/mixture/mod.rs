//! Dense or a mixture of experts? The best run with so many experts under what there is: training compute, memory of the
//! device that serves, compute of a served token; and what it is worth against a dense model on equal terms.
//!
//! By the joint law of Ludziejewski et al. 2025, whose optimum under these limits has a closed form or is one root: the
//! loss on a budget has one valley in the active parameters, so under a limit the limit itself is best.

pub mod choice;
pub mod clock;
pub mod curves;
pub mod design;
pub mod equal;
pub mod limits;
pub mod lines;
pub mod map;
pub mod real;

pub use choice::{Candidates, candidates};
pub use design::{Bound, Design, best};
pub use limits::Limits;

/// The law behind the designs.
pub const LAW: &str = "ludziejewski-2025";

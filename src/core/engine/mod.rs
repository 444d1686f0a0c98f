//! How long work takes: operators on one device, and what devices send one another.
//!
//! Nothing here knows of training only: a pass is so many tokens that see so many others. Training adds the passes
//! back, the pipeline and the optimizer.

pub mod habits;

//! How long work takes: operators on one device, and what devices send one another.
//!
//! Nothing here but [`step`] knows of training: a pass is so many tokens that see so many others. Training adds the
//! way back, the pipeline and the optimizer.

pub mod constants;
pub mod habits;
pub mod machine;
pub mod operator;
pub mod pass;
pub mod price;
pub mod product;
pub mod routing;
pub mod step;

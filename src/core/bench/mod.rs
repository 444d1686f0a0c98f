//! Measuring a machine: what is run, how long, what the samples say, and the device that it makes of the machine.
//! Nothing here touches a GPU or a clock: those who do hand in seconds.

pub mod calibration;
pub mod case;
pub mod compare;
pub mod event;
pub mod input;
pub mod json;
pub mod nearest;
pub mod plan;
pub mod predict;
pub mod probe;
pub mod progress;
pub mod record;
pub mod roofline;
pub mod samples;
pub mod sampling;
pub mod statistics;
pub mod sweep;
pub mod text;
pub mod tiles;
pub mod words;

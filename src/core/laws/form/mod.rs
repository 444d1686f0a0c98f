//! Functional forms that several papers share.

pub mod additive;
pub mod besides;
pub mod power;
pub mod searched;
pub mod size;

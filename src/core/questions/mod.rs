//! Questions beyond the plain optimum, asked of any law that gives a loss for every run.

pub mod capped;
pub mod equal_loss;
pub mod serving;

use super::error::{Code, Error};
use super::laws::{Kind, Law};

/// A law that can be asked these questions.
///
/// # Errors
/// `inconsistent` for a law without a loss for every run.
pub fn needs_surface(law: &dyn Law, field: &str) -> Result<(), Error> {
    let meta = law.meta();
    if meta.kind == Kind::Surface {
        return Ok(());
    }
    Err(Error::new(
        Code::Inconsistent,
        field,
        format!(
            "{} does not give a loss for every size and token count, so it cannot answer this; choose a law that does, such as {}.",
            meta.short,
            super::laws::DEFAULT
        ),
    ))
}

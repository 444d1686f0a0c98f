//! A law to ask: a published one as it stands, or one made for the occasion (a setting, constants of one's own).

use std::ops::Deref;
use std::sync::Arc;

use super::{Input, Law, Setting};
use crate::core::error::{Code, Error};

#[derive(Clone)]
pub enum Choice {
    Published(&'static dyn Law),
    Made(Arc<dyn Law>),
}

impl Choice {
    pub fn made(law: impl Law + 'static) -> Choice {
        Choice::Made(Arc::new(law))
    }

    /// The law with every input of `setting` taken into account.
    ///
    /// # Errors
    /// `inconsistent` for an input that this law does not take, naming the laws that do; what is wrong with a value.
    pub fn strictly_under(&self, setting: &Setting) -> Result<Choice, Error> {
        let meta = self.meta();
        match setting.given().into_iter().find(|i| !meta.inputs.contains(i)) {
            Some(input) => Err(not_taken(meta.short, input)),
            None => self.under(setting),
        }
    }

    /// The law with the inputs of `setting` that it takes; the others change nothing.
    ///
    /// # Errors
    /// What is wrong with a value, at its field; what of the experts does not agree, for a law that asks for them.
    pub fn under(&self, setting: &Setting) -> Result<Choice, Error> {
        if self.meta().inputs.iter().any(|i| matches!(i, Input::Experts | Input::TopK | Input::Sparsity)) {
            setting.check()?;
        }
        Ok((**self).under(setting)?.unwrap_or_else(|| self.clone()))
    }
}

fn not_taken(short: &str, input: Input) -> Error {
    let takers: Vec<&str> =
        super::ALL.iter().map(|l| l.meta()).filter(|m| m.inputs.contains(&input)).map(|m| m.id).collect();
    let others = match takers.as_slice() {
        [] => String::new(),
        [one] => format!("; {one} does"),
        [all @ .., last] => format!("; {} and {last} do", all.join(", ")),
    };
    Error::new(Code::Inconsistent, input.name(), format!("{short} says nothing about {}{others}.", input.words()))
}

impl std::fmt::Debug for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.meta().id)
    }
}

impl Deref for Choice {
    type Target = dyn Law;

    fn deref(&self) -> &(dyn Law + 'static) {
        match self {
            Choice::Published(law) => *law,
            Choice::Made(law) => &**law,
        }
    }
}

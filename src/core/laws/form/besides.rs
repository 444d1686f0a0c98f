//! What a law of a common form says besides its constants: what it may be asked, what its size counts, what must be said.

use crate::core::error::{Error, Warning};
use crate::core::expr::Expr;
use crate::core::laws::{Choice, Constant, FLOP_PER_PARAM_TOKEN, Setting};
use crate::core::quantity::{Params, Tokens};

#[derive(Clone, Copy)]
pub struct Besides {
    /// What was asked of the law.
    pub setting: Setting,
    /// FLOP for each parameter and token.
    pub flop: f64,
    /// How those follow, where they are not a convention.
    pub explain_flop: Option<fn(&Setting) -> Expr>,
    /// As [`crate::core::laws::Law::active_share`].
    pub active_share: f64,
    pub under: fn(&Setting) -> Result<Option<Choice>, Error>,
    pub remarks: fn(&Setting, Params, Option<Tokens>) -> Vec<Warning>,
    /// All parameters of a model with so many as the law counts, and back.
    pub total: fn(&Setting, Params) -> Params,
    pub own: fn(&Setting, Params) -> Params,
    /// Where the constants of the form follow from others.
    pub from: Option<Made>,
}

/// How floor, factors and exponents of a form follow from the constants of a paper.
#[derive(Clone, Copy)]
pub struct Made {
    pub letters: fn(&Setting) -> [Expr; 5],
    pub constants: &'static [Constant],
}

impl Besides {
    /// All parameters are counted and work; nothing else is asked or said.
    pub const NONE: Besides = Besides {
        setting: Setting::NONE,
        flop: FLOP_PER_PARAM_TOKEN,
        explain_flop: None,
        active_share: 1.0,
        under: |_| Ok(None),
        remarks: |_, _, _| Vec::new(),
        total: |_, own| own,
        own: |_, total| total,
        from: None,
    };
}

//! The one error every face of isoflop answers with: which input, what was wrong, what would be right.

use std::fmt;

/// Stable words for what went wrong. Callers may match on them; they never change meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Code {
    NotFinite,
    OutOfDomain,
    UnknownId,
    UnknownField,
    MissingField,
    Inconsistent,
    NoSolution,
    NotANumber,
    WrongType,
    BadLink,
    DoesNotFit,
}

impl Code {
    pub const fn as_str(self) -> &'static str {
        match self {
            Code::NotFinite => "not-finite",
            Code::OutOfDomain => "out-of-domain",
            Code::UnknownId => "unknown-id",
            Code::UnknownField => "unknown-field",
            Code::MissingField => "missing-field",
            Code::Inconsistent => "inconsistent",
            Code::NoSolution => "no-solution",
            Code::NotANumber => "not-a-number",
            Code::WrongType => "wrong-type",
            Code::BadLink => "bad-link",
            Code::DoesNotFit => "does-not-fit",
        }
    }
}

/// A failure as a value: `field` is the dotted path of the offending input, `message` one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    pub code: Code,
    pub field: String,
    pub message: String,
    /// The nearest reading that would work, as text that can be typed in, where there is one.
    pub suggestion: Option<String>,
}

impl Error {
    pub fn new(code: Code, field: impl Into<String>, message: impl Into<String>) -> Self {
        Error { code, field: field.into(), message: message.into(), suggestion: None }
    }

    pub fn suggest(mut self, text: impl Into<String>) -> Self {
        self.suggestion = Some(text.into());
        self
    }

    /// The same failure, said of another input.
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = field.into();
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.field, self.code.as_str(), self.message)
    }
}

impl std::error::Error for Error {}

/// A remark that does not stop an answer: extrapolation, disputed constants, ignored parts of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    pub code: &'static str,
    pub field: String,
    pub message: String,
}

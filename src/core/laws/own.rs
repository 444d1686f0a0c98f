//! Constants of one's own in the form L = E + A / N^α + B / D^β.

use super::form::additive::Additive;
use super::form::besides::Besides;
use super::{Choice, Confidence, Constant, Fitted, Kind, Meta};
use crate::core::error::{Code, Error};

/// The id of the law made of them.
pub const ID: &str = "own";

/// One of the five constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    E,
    A,
    B,
    Alpha,
    Beta,
}

impl Which {
    pub const ALL: [Which; 5] = [Which::E, Which::A, Which::B, Which::Alpha, Which::Beta];

    pub const fn symbol(self) -> &'static str {
        match self {
            Which::E => "E",
            Which::A => "A",
            Which::B => "B",
            Which::Alpha => "α",
            Which::Beta => "β",
        }
    }

    pub const fn meaning(self) -> &'static str {
        match self {
            Which::E => "loss that no model and no data removes",
            Which::A => "factor of the size term",
            Which::B => "factor of the data term",
            Which::Alpha => "exponent of the size",
            Which::Beta => "exponent of the data",
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Which::E | Which::A | Which::B => "nats per token",
            Which::Alpha | Which::Beta => "",
        }
    }

    /// The values that make sense.
    pub const fn limits(self) -> (f64, f64) {
        match self {
            Which::E => (0.0, 100.0),
            Which::A | Which::B => (1e-3, 1e12),
            Which::Alpha | Which::Beta => (0.01, 3.0),
        }
    }
}

/// A constant with its standard error, if known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    pub value: f64,
    pub error: Option<f64>,
}

/// The five constants under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    pub name: String,
    pub entries: [Entry; 5],
}

impl Own {
    /// The constants that a reader starts from.
    pub fn start() -> Own {
        let c = &super::besiroglu_2024::BESIROGLU_2024;
        let entries = [c.e, c.a, c.b, c.alpha, c.beta].map(|c| Entry { value: c.value, error: None });
        Own { name: String::new(), entries }
    }

    pub const fn entry(&self, which: Which) -> Entry {
        self.entries[which as usize]
    }

    /// The same with one constant changed.
    ///
    /// # Errors
    /// `not-finite`, `out-of-domain`: a constant that makes the law meaningless.
    pub fn with(&self, which: Which, value: f64) -> Result<Own, Error> {
        let (lo, hi) = which.limits();
        let symbol = which.symbol();
        if !value.is_finite() {
            return Err(Error::new(Code::NotFinite, "own", format!("{symbol} must be a finite number.")));
        }
        if !(lo..=hi).contains(&value) {
            let why = match which {
                Which::E => "a loss has a floor of zero or more",
                Which::A | Which::B => "the terms of size and data add to the loss",
                Which::Alpha | Which::Beta => "a larger model on more data must have a lower loss",
            };
            return Err(Error::new(
                Code::OutOfDomain,
                "own",
                format!("{symbol} must be between {lo} and {hi}: {why}."),
            ));
        }
        let mut next = self.clone();
        next.entries[which as usize].value = value;
        Ok(next)
    }

    /// The same with one standard error changed; `None` for unknown.
    ///
    /// # Errors
    /// `not-finite`, `out-of-domain` for one that is not above zero.
    pub fn with_error(&self, which: Which, error: Option<f64>) -> Result<Own, Error> {
        if let Some(e) = error
            && !(e.is_finite() && e > 0.0 && e <= 1e12)
        {
            let symbol = which.symbol();
            return Err(Error::new(
                Code::OutOfDomain,
                "own",
                format!(
                    "The standard error of {symbol} must be above zero and at most 1e12; leave it out if it is not known."
                ),
            ));
        }
        let mut next = self.clone();
        next.entries[which as usize].error = error;
        Ok(next)
    }

    /// The law with these constants. Errors are taken as independent: a covariance is not asked for.
    pub fn law(&self) -> Choice {
        let constant = |which: Which| {
            let entry = self.entry(which);
            Constant {
                symbol: which.symbol(),
                meaning: which.meaning(),
                value: entry.value,
                standard_error: entry.error,
                unit: which.unit(),
                confidence: Confidence::Own,
            }
        };
        // Of ln A, ln B, ln E, α, β; a floor of zero has no logarithm and no error.
        let deviation = |which: Which, log: bool| {
            let entry = self.entry(which);
            let error = entry.error.unwrap_or(0.0);
            if log && entry.value > 0.0 {
                error / entry.value
            } else if log {
                0.0
            } else {
                error
            }
        };
        let deviations = [
            deviation(Which::A, true),
            deviation(Which::B, true),
            deviation(Which::E, true),
            deviation(Which::Alpha, false),
            deviation(Which::Beta, false),
        ];
        let known = deviations.iter().any(|d| *d > 0.0);
        let covariance: [[f64; 5]; 5] =
            std::array::from_fn(|i| std::array::from_fn(|j| if i == j { deviations[i] * deviations[i] } else { 0.0 }));
        Choice::made(Additive {
            meta: if known { &META_WITH_ERRORS } else { &META },
            e: constant(Which::E),
            a: constant(Which::A),
            b: constant(Which::B),
            alpha: constant(Which::Alpha),
            beta: constant(Which::Beta),
            covariance: known.then_some(covariance),
            besides: Besides::NONE,
        })
    }
}

static META: Meta = Meta {
    id: ID,
    title: "Your own constants",
    short: "your own law",
    label: "your own",
    variant_of: None,
    authors: "you",
    year: 2026,
    arxiv: None,
    locator: "constants given by you",
    kind: Kind::Surface,
    form: "L = E + A / N^α + B / D^β",
    constants: &[],
    fitted: Fitted {
        params: (1e-300, 1e300),
        tokens: (1e-300, 1e300),
        flops: (1e-300, 1e300),
        what: "no range is known for constants of your own",
    },
    data: "your own data",
    params_count: "total",
    flops_convention: "6·N·D",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &[
        "Nothing is known here of the runs behind these constants: neither their range nor how their errors go together.",
    ],
    remarks: &[],
};

static META_WITH_ERRORS: Meta =
    Meta { interval: Some("80 % interval from your standard errors, taken as independent of each other"), ..META };

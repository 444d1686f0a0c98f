//! What must be said with an answer, and why there is none.

use super::{Confidence, DEFAULT, Kind, Meta, Optimum};
use crate::core::error::{Code, Error, Warning};
use crate::core::quantity::parse::{FLOP, PARAMS, TOKENS};
use crate::core::quantity::show;

pub(crate) fn no_optimum(meta: &Meta) -> Error {
    Error::new(
        Code::Inconsistent,
        "law",
        format!("{} gives the loss of a run but no best size; for that choose a law such as {DEFAULT}.", meta.short),
    )
}

pub(crate) fn no_valley(meta: &Meta) -> Error {
    Error::new(
        Code::Inconsistent,
        "law",
        format!(
            "{} gives a loss at its own optimum only, not for any size and token count; for that choose a law such as {DEFAULT}.",
            meta.short
        ),
    )
}

pub(crate) fn no_loss(meta: &Meta) -> Error {
    Error::new(
        Code::Inconsistent,
        "law",
        format!(
            "{} gives the best size and token count but no loss; for a loss choose a law that has one, such as {DEFAULT}.",
            meta.short
        ),
    )
}

pub(crate) fn needs_tokens(meta: &Meta) -> Error {
    Error::new(
        Code::MissingField,
        "tokens",
        format!("{} needs the number of training tokens as well, for example 1.4e12.", meta.short),
    )
}

/// A fitted range, unless nothing is known of it: from next to nothing to next to everything says nothing.
pub fn known_range((lo, hi): (f64, f64)) -> Option<(f64, f64)> {
    (lo > 1e-200 && hi < 1e200).then_some((lo, hi))
}

/// Decades by which `value` lies outside `range`; negative below it, zero inside.
pub fn decades_outside(value: f64, range: (f64, f64)) -> f64 {
    if value < range.0 {
        (value / range.0).log10()
    } else if value > range.1 {
        (value / range.1).log10()
    } else {
        0.0
    }
}

/// An answer that can be asked again: compute, size and tokens lie inside what any face takes as an input.
///
/// # Errors
/// `out-of-domain`, saying what the answer would take.
pub fn answerable(best: &Optimum) -> Result<(), Error> {
    let asked = [
        ("flops", best.flops.get(), FLOP, "FLOP"),
        ("params", best.params.get(), PARAMS, "parameters"),
        ("tokens", best.tokens.get(), TOKENS, "tokens"),
    ];
    // The same answer, found from another of its quantities, may lie a last digit beyond a limit.
    let near = |v: f64| [v, v * (1.0 + 1e-9), v * (1.0 - 1e-9)];
    match asked.into_iter().find(|(_, value, limit, _)| !near(*value).into_iter().any(|v| limit.holds(v))) {
        None => Ok(()),
        Some((field, value, limit, unit)) => Err(Error::new(
            Code::OutOfDomain,
            field,
            format!("The answer would take {value:.1e} {unit}; answers are given {}.", limit.words),
        )),
    }
}

/// What must be said with an answer of `law` at this point.
pub fn warnings(meta: &Meta, flops: Option<f64>, params: f64, tokens: Option<f64>) -> Vec<Warning> {
    let mut out = Vec::new();
    let fitted = &meta.fitted;
    let points = [
        ("flops", flops, fitted.flops, "budget"),
        ("params", Some(params), fitted.params, "model size"),
        ("tokens", tokens, fitted.tokens, "token count"),
    ];
    for (field, value, range, word) in points {
        let Some(value) = value else { continue };
        let decades = decades_outside(value, range);
        if decades != 0.0 {
            let (side, end) =
                if decades > 0.0 { ("beyond the largest", "above") } else { ("below the smallest", "under") };
            let far = decades.abs();
            let made = if meta.kind == Kind::Rule { "rounded from" } else { "fitted on" };
            let how = if far < 0.05 {
                format!("just {end}")
            } else {
                format!("{far:.1} decades ({} ×) {side}", show::sig(10f64.powf(far), 2))
            };
            let of = if far < 0.05 { " the range" } else { " run" };
            out.push(Warning {
                code: "outside-fitted-range",
                field: field.into(),
                message: format!("The {word} lies {how}{of} that {} was {made}.", meta.short),
            });
        }
    }
    if meta.constants.iter().any(|c| matches!(c.confidence, Confidence::RecalledHigh | Confidence::RecalledMedium)) {
        out.push(Warning {
            code: "unverified-constant",
            field: "law".into(),
            message: format!("Constants of {} are recalled from the paper and were not seen again.", meta.short),
        });
    }
    out.extend(meta.remarks.iter().map(|(code, message)| Warning {
        code,
        field: "law".into(),
        message: (*message).into(),
    }));
    out
}

//! What makes a model sparse: experts, how many of them a token uses, how fine they are, weights that are zero.

use super::{Input, Setting};
use crate::core::error::{Code, Error};
use crate::core::quantity::{Experts, Granularity, show};

/// A share from nothing to less than all.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    pub const NONE: Share = Share(0.0);

    pub const fn get(self) -> f64 {
        self.0
    }

    /// What is left of the whole; above zero.
    pub const fn rest(self) -> f64 {
        1.0 - self.0
    }
}

/// A mixture has no more experts in a layer than this.
const MOST: f64 = 65_536.0;
/// The largest share: one part in ten million is left.
const LARGEST: f64 = 1.0 - 1e-7;

/// A number of experts from a plain number.
///
/// # Errors
/// `out-of-domain` unless it is a whole number, 1 or more.
pub fn experts(value: f64) -> Result<Experts, Error> {
    whole(
        value,
        "experts",
        "The number of experts must be a whole number from 1 to 65,536, for example 8; 1 is a dense model.",
    )
}

/// A number of active experts from a plain number.
///
/// # Errors
/// As [`experts`].
pub fn top_k(value: f64) -> Result<Experts, Error> {
    whole(value, "topK", "The number of active experts must be a whole number from 1 to 65,536, for example 2.")
}

fn whole(value: f64, field: &str, message: &str) -> Result<Experts, Error> {
    if value.is_finite() && (1.0..=MOST).contains(&value) && value.fract() == 0.0 {
        Experts::new(value)
    } else {
        Err(Error::new(Code::OutOfDomain, field, message))
    }
}

/// The share of inactive experts from a plain number.
///
/// # Errors
/// `out-of-domain` below 0, and at 1 and above.
pub fn sparsity(value: f64) -> Result<Share, Error> {
    share(
        value,
        "sparsity",
        "The share of inactive experts must be 0 or more and below 1, for example 0.95; at 1 nothing would work on a token.",
    )
}

/// The share of zero weights from a plain number.
///
/// # Errors
/// As [`sparsity`].
pub fn weight_sparsity(value: f64) -> Result<Share, Error> {
    share(
        value,
        "weightSparsity",
        "The share of weights that are zero must be 0 or more and below 1, for example 0.75; at 1 no weight would be left.",
    )
}

fn share(value: f64, field: &str, message: &str) -> Result<Share, Error> {
    if value.is_finite() && (0.0..=LARGEST).contains(&value) {
        Ok(Share(value))
    } else {
        Err(Error::new(Code::OutOfDomain, field, message))
    }
}

/// A granularity from a plain number.
///
/// # Errors
/// `out-of-domain` outside 1 to 4,096.
pub fn granularity(value: f64) -> Result<Granularity, Error> {
    if value.is_finite() && (1.0..=4096.0).contains(&value) {
        Granularity::new(value)
    } else {
        let message = "The granularity must be between 1 (experts as wide as the dense feed-forward block) and 4,096, for example 8.";
        Err(Error::new(Code::OutOfDomain, "granularity", message))
    }
}

impl Setting {
    /// Whether what is said of experts agrees.
    ///
    /// # Errors
    /// `out-of-domain` for more active experts than there are, `inconsistent` for a share that they do not give.
    pub fn check(&self) -> Result<(), Error> {
        let Some(experts) = self.experts.map(Experts::get) else { return Ok(()) };
        let active = self.top_k.map_or(1.0, Experts::get);
        if active > experts {
            let message = format!(
                "There are {experts} experts, so no more than {experts} can be active; give fewer active ones or more experts."
            );
            return Err(Error::new(Code::OutOfDomain, Input::TopK.name(), message));
        }
        let given = self.sparsity.map(Share::get);
        let follows = 1.0 - active / experts;
        match given {
            Some(s) if (s - follows).abs() > 5e-3 => Err(Error::new(
                Code::Inconsistent,
                Input::Sparsity.name(),
                format!(
                    "{active} of {experts} experts leave a share of {} inactive, not {}; give the experts or the share.",
                    show::sig(follows, 4),
                    show::sig(s, 4)
                ),
            )),
            _ => Ok(()),
        }
    }

    /// The share of inactive experts, said itself or by experts and how many are active.
    ///
    /// # Errors
    /// As [`Setting::check`]; `missing-field` for active experts without how many there are.
    pub fn inactive(&self) -> Result<Option<Share>, Error> {
        self.check()?;
        if self.top_k.is_some() && self.experts.is_none() && self.sparsity.is_none() {
            let message = "How many experts are active says nothing without how many there are; give those as well, for example 8.";
            return Err(Error::new(Code::MissingField, Input::Experts.name(), message));
        }
        let by_count = || Some(Share(1.0 - self.top_k.map_or(1.0, Experts::get) / self.experts?.get()));
        Ok(self.sparsity.or_else(by_count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(experts_: Option<f64>, top: Option<f64>, share: Option<f64>) -> Result<Option<f64>, Error> {
        let setting = Setting {
            experts: experts_.map(|e| experts(e).unwrap()),
            top_k: top.map(|k| top_k(k).unwrap()),
            sparsity: share.map(|s| sparsity(s).unwrap()),
            ..Setting::default()
        };
        setting.inactive().map(|s| s.map(Share::get))
    }

    #[test]
    fn shares_follow_from_experts_and_must_agree() {
        assert_eq!(of(None, None, None), Ok(None));
        assert_eq!(of(Some(8.0), None, None), Ok(Some(0.875)));
        assert_eq!(of(Some(8.0), Some(2.0), None), Ok(Some(0.75)));
        assert_eq!(of(Some(8.0), Some(8.0), None), Ok(Some(0.0)));
        assert_eq!(of(None, None, Some(0.95)), Ok(Some(0.95)));
        // 8 of 256 printed as 97 %.
        assert_eq!(of(Some(256.0), Some(8.0), Some(0.97)), Ok(Some(0.97)));
        assert_eq!(of(Some(8.0), Some(9.0), None).unwrap_err().field, "topK");
        assert_eq!(of(None, Some(2.0), None).unwrap_err().field, "experts");
        assert_eq!(of(Some(8.0), Some(2.0), Some(0.5)).unwrap_err().field, "sparsity");
    }

    #[test]
    fn refuses_what_cannot_be() {
        for bad in [0.0, -1.0, 2.5, 1e6, f64::NAN, f64::INFINITY] {
            assert_eq!(experts(bad).unwrap_err().field, "experts", "{bad}");
            assert_eq!(top_k(bad).unwrap_err().field, "topK", "{bad}");
        }
        for bad in [1.0, -0.1, 1.5, f64::NAN, f64::INFINITY] {
            assert_eq!(sparsity(bad).unwrap_err().field, "sparsity", "{bad}");
            assert_eq!(weight_sparsity(bad).unwrap_err().field, "weightSparsity", "{bad}");
        }
        for bad in [0.0, 0.5, 1e9, f64::NAN] {
            assert_eq!(granularity(bad).unwrap_err().field, "granularity", "{bad}");
        }
    }
}

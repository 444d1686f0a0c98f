//! Formats of numbers that matrix units multiply, at what rate a device does so, and what it does instead.

use super::Accelerator;
use crate::core::error::{Code, Error};
use crate::core::quantity::FlopRate;

/// A format of the operands of a matrix product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numeric {
    Fp64,
    Fp32,
    Tf32,
    Bf16,
    Fp16,
    Fp8,
    Int8,
    Fp6,
    Fp4,
}

impl Numeric {
    pub const ALL: [Numeric; 9] = [
        Numeric::Fp64,
        Numeric::Fp32,
        Numeric::Tf32,
        Numeric::Bf16,
        Numeric::Fp16,
        Numeric::Fp8,
        Numeric::Int8,
        Numeric::Fp6,
        Numeric::Fp4,
    ];

    pub const fn id(self) -> &'static str {
        match self {
            Numeric::Fp64 => "fp64",
            Numeric::Fp32 => "fp32",
            Numeric::Tf32 => "tf32",
            Numeric::Bf16 => "bf16",
            Numeric::Fp16 => "fp16",
            Numeric::Fp8 => "fp8",
            Numeric::Int8 => "int8",
            Numeric::Fp6 => "fp6",
            Numeric::Fp4 => "fp4",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Numeric::Fp64 => "FP64",
            Numeric::Fp32 => "FP32",
            Numeric::Tf32 => "TF32",
            Numeric::Bf16 => "BF16",
            Numeric::Fp16 => "FP16",
            Numeric::Fp8 => "FP8",
            Numeric::Int8 => "INT8",
            Numeric::Fp6 => "FP6",
            Numeric::Fp4 => "FP4",
        }
    }

    /// In which format the products are added up.
    pub const fn accumulate(self) -> &'static str {
        match self {
            Numeric::Fp64 => "sums in FP64",
            Numeric::Int8 => "sums in INT32",
            _ => "sums in FP32",
        }
    }

    /// # Errors
    /// `unknown-id`, naming the formats.
    pub fn find(id: &str) -> Result<Numeric, Error> {
        Numeric::ALL.into_iter().find(|n| n.id() == id).ok_or_else(|| {
            let shown: String = id.chars().take(40).collect();
            let known = Numeric::ALL.map(Numeric::id).join(", ");
            let message = format!("There is no format \"{shown}\" of matrix products; there are {known}.");
            Error::new(Code::UnknownId, "format", message)
        })
    }

    /// What may stand for this format, the nearest first.
    const fn instead(self) -> &'static [Numeric] {
        use Numeric::{Bf16, Fp8, Fp16, Fp32, Fp64, Tf32};
        match self {
            Numeric::Fp64 => &[Fp32, Tf32, Bf16, Fp16],
            Numeric::Fp32 => &[Fp64, Tf32, Bf16, Fp16],
            Numeric::Tf32 => &[Fp32, Bf16, Fp16],
            Numeric::Bf16 => &[Fp16, Fp32],
            Numeric::Fp16 => &[Bf16, Fp32],
            Numeric::Fp8 | Numeric::Int8 => &[Bf16, Fp16, Fp32],
            Numeric::Fp6 | Numeric::Fp4 => &[Fp8, Bf16, Fp16, Fp32],
        }
    }
}

const HAS: &str = "the device multiplies in this format";
const WIDER: &str = "not known to multiply in this format; numbers are stored in it and widened for the product, which saves memory and no computing";
const RANGE: &str = "not known to multiply in BF16; FP16 has a smaller range, so the loss must be scaled";
const SWAPPED: &str = "not known to multiply in FP16; BF16 has a larger range and fewer digits";
const SAFE: &str = "not known to multiply in TF32; FP32 loses nothing";
const LESS: &str =
    "not known to multiply in this format; the product has fewer digits, or is put together from several";
const NONE: &str = "no rate of this device is known";

impl Accelerator {
    /// Dense peak of matrix products in this format, by whichever units are faster; none where it has no such units or
    /// their rate is not known. GeForce: with sums in FP32.
    pub fn rate(&self, format: Numeric) -> Option<FlopRate> {
        let r = &self.rates;
        let rate = match format {
            Numeric::Fp64 => r.fp64.max(r.fp64_matrix),
            Numeric::Fp32 => r.fp32.max(r.fp32_matrix),
            Numeric::Tf32 => r.tf32,
            Numeric::Bf16 => r.bf16,
            Numeric::Fp16 => r.fp16,
            Numeric::Fp8 => r.fp8,
            Numeric::Int8 => r.int8,
            Numeric::Fp6 => r.fp6,
            Numeric::Fp4 => r.fp4,
        };
        FlopRate::new(rate).ok()
    }

    /// In which format this device adds up products of `format`.
    pub const fn accumulate(&self, format: Numeric) -> &'static str {
        match format {
            Numeric::Fp16 if !self.matrix => "vector units, sums in FP16",
            _ => format.accumulate(),
        }
    }

    /// The format in which this device does products of `format`: that itself, or what takes its place, and why.
    pub fn fallback(&self, format: Numeric) -> (Numeric, &'static str) {
        if self.rate(format).is_some() {
            return (format, HAS);
        }
        let Some(instead) = format.instead().iter().copied().find(|n| self.rate(*n).is_some()) else {
            return (format, NONE);
        };
        let reason = match (format, instead) {
            (Numeric::Bf16, Numeric::Fp16) => RANGE,
            (Numeric::Fp16, Numeric::Bf16) => SWAPPED,
            (Numeric::Tf32, Numeric::Fp32) => SAFE,
            (Numeric::Fp64, _) | (Numeric::Fp32, Numeric::Tf32 | Numeric::Bf16 | Numeric::Fp16) => LESS,
            (Numeric::Tf32, _) => LESS,
            _ => WIDER,
        };
        (instead, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{all, get};
    use super::*;

    #[test]
    fn ids_and_names() {
        for n in Numeric::ALL {
            assert_eq!(Numeric::find(n.id()), Ok(n));
            assert_eq!(n.name().to_lowercase(), n.id());
        }
        assert_eq!(Numeric::find("fp7").unwrap_err().code, Code::UnknownId);
    }

    #[test]
    fn what_a_device_lacks_is_done_in_what_it_has() {
        use Numeric::*;
        for (id, format, instead) in [
            ("a100-80-sxm", Fp8, Bf16),
            ("a100-80-sxm", Fp4, Bf16),
            ("v100-sxm2", Bf16, Fp16),
            ("v100-sxm2", Tf32, Fp32),
            ("h100-sxm", Fp8, Fp8),
            ("h100-sxm", Fp4, Fp8),
            ("h100-sxm", Fp6, Fp8),
            ("tpu-v5p", Fp16, Bf16),
            ("tpu-v5p", Fp32, Bf16),
            ("tpu-v5p", Fp8, Bf16),
            ("mi355x", Tf32, Fp32),
            ("mi250x", Fp8, Bf16),
            ("p100-sxm2", Int8, Fp16),
            ("trainium2", Int8, Bf16),
            ("m1", Bf16, Fp16),
        ] {
            let (got, why) = get(id).unwrap().fallback(format);
            assert_eq!(got, instead, "{id} {format:?}");
            assert_eq!(why == HAS, got == format, "{id}");
        }
        for a in all() {
            for n in Numeric::ALL {
                assert!(a.rate(a.fallback(n).0).is_some(), "{} {n:?}", a.id);
            }
        }
    }
}

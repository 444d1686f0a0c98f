//! One floating-point number alone: sign, exponent, mantissa, and which codes are no numbers.

use crate::core::error::{Code, Error};
use crate::core::laws::Confidence;

/// Which codes stand for no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// The highest exponent is infinity or NaN, as in IEEE 754.
    TopExponent,
    /// All bits set is NaN; there is no infinity ("fn").
    AllOnes,
    /// The code of minus zero is NaN; there is no infinity and no minus zero ("fnuz").
    MinusZero,
    /// Every code is a number.
    Nothing,
}

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Is {
    Number(f64),
    Infinity { negative: bool },
    Nan,
}

impl Is {
    pub fn number(self) -> Option<f64> {
        match self {
            Is::Number(v) => Some(v),
            _ => None,
        }
    }
}

/// A format of at most 32 bits, the sign highest, then exponent, then mantissa.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Float {
    pub id: &'static str,
    pub name: &'static str,
    /// Has a sign, a zero and subnormal numbers; a format without is a scale, powers of two alone.
    pub signed: bool,
    pub exponent: u32,
    pub mantissa: u32,
    pub bias: i32,
    pub special: Special,
    pub source: &'static str,
    pub confidence: Confidence,
}

const OCP8: &str = "OCP 8-bit floating point specification 1.0; constants of NVIDIA's math API; read 2026-11-23";
const OCP: &str = "OCP Microscaling Formats (MX) specification 1.0";
const FNUZ: &str = "8-bit formats of Graphcore and AMD (MI300), as recalled on 2026-11-23";

const fn float(id: &'static str, name: &'static str, exponent: u32, mantissa: u32, special: Special) -> Float {
    Float {
        id,
        name,
        signed: true,
        exponent,
        mantissa,
        bias: (1 << (exponent - 1)) - 1,
        special,
        source: "IEEE 754",
        confidence: Confidence::Verified,
    }
}

pub static E4M3: Float = Float { source: OCP8, ..float("e4m3", "FP8 E4M3", 4, 3, Special::AllOnes) };
pub static E5M2: Float = Float { source: OCP8, ..float("e5m2", "FP8 E5M2", 5, 2, Special::TopExponent) };
pub static E4M3_FNUZ: Float = Float {
    bias: 8,
    source: FNUZ,
    confidence: Confidence::RecalledHigh,
    ..float("e4m3-fnuz", "FP8 E4M3 fnuz", 4, 3, Special::MinusZero)
};
pub static E5M2_FNUZ: Float = Float {
    bias: 16,
    source: FNUZ,
    confidence: Confidence::RecalledHigh,
    ..float("e5m2-fnuz", "FP8 E5M2 fnuz", 5, 2, Special::MinusZero)
};
/// As in IEEE 754: the highest exponent holds no numbers, so that it ends at 240.
pub static E4M3_GAUDI: Float = Float {
    source: "Gaudi 2, as recalled on 2026-11-23",
    confidence: Confidence::RecalledHigh,
    ..float("e4m3-gaudi-2", "FP8 E4M3 of Gaudi 2", 4, 3, Special::TopExponent)
};
pub static E3M2: Float =
    Float { source: OCP, confidence: Confidence::RecalledHigh, ..float("e3m2", "FP6 E3M2", 3, 2, Special::Nothing) };
pub static E2M3: Float =
    Float { source: OCP, confidence: Confidence::RecalledHigh, ..float("e2m3", "FP6 E2M3", 2, 3, Special::Nothing) };
pub static E2M1: Float = Float { source: OCP, ..float("e2m1", "FP4 E2M1", 2, 1, Special::Nothing) };
pub static E8M0: Float = Float { signed: false, source: OCP, ..float("e8m0", "scale E8M0", 8, 0, Special::AllOnes) };
pub static BF16: Float = Float { source: "bfloat16", ..float("bf16", "BF16", 8, 7, Special::TopExponent) };
pub static FP16: Float = float("fp16", "FP16", 5, 10, Special::TopExponent);
/// Nineteen bits in the multiplier; stored as FP32.
pub static TF32: Float =
    Float { source: "NVIDIA Ampere whitepaper", ..float("tf32", "TF32", 8, 10, Special::TopExponent) };
pub static FP32: Float = float("fp32", "FP32", 8, 23, Special::TopExponent);

/// All of them.
pub static FLOATS: &[&Float] =
    &[&E4M3, &E5M2, &E4M3_FNUZ, &E5M2_FNUZ, &E4M3_GAUDI, &E3M2, &E2M3, &E2M1, &E8M0, &BF16, &FP16, &TF32, &FP32];

/// # Errors
/// `unknown-id`, naming what there is.
pub fn find(id: &str) -> Result<&'static Float, Error> {
    FLOATS.iter().copied().find(|f| f.id == id).ok_or_else(|| {
        let shown: String = id.chars().take(40).collect();
        let known: Vec<&str> = FLOATS.iter().map(|f| f.id).collect();
        let message = format!("There is no number format \"{shown}\"; the ones here are {}.", known.join(", "));
        Error::new(Code::UnknownId, "format", message)
    })
}

/// 2^k; exact wherever f64 has it.
fn two(k: i32) -> f64 {
    2f64.powi(k)
}

/// k of the power of two at or below the size of a number.
pub(super) fn power(value: f64) -> i32 {
    let field = (value.to_bits() >> 52) & 0x7ff;
    i32::try_from(field).unwrap_or_default() - 1023
}

impl Float {
    pub const fn bits(&self) -> u32 {
        self.exponent + self.mantissa + if self.signed { 1 } else { 0 }
    }

    const fn top(&self) -> u32 {
        (1 << self.exponent) - 1
    }

    /// Exponent of the smallest normal number.
    const fn lowest(&self) -> i32 {
        if self.signed { 1 - self.bias } else { -self.bias }
    }

    /// The largest number.
    pub fn largest(&self) -> f64 {
        let top = i32::try_from(self.top()).unwrap_or_default() - self.bias;
        let ulp = two(-i32::try_from(self.mantissa).unwrap_or_default());
        match self.special {
            Special::AllOnes if self.mantissa > 0 => (2.0 - 2.0 * ulp) * two(top),
            Special::AllOnes | Special::TopExponent => (2.0 - ulp) * two(top - 1),
            Special::MinusZero | Special::Nothing => (2.0 - ulp) * two(top),
        }
    }

    /// The smallest normal number.
    pub fn smallest_normal(&self) -> f64 {
        two(self.lowest())
    }

    /// The smallest number above zero; subnormal where the format has such numbers.
    pub fn smallest(&self) -> f64 {
        two(self.lowest()) * self.spacing()
    }

    /// Distance of two neighbours against a number, at most: 2^−mantissa.
    pub fn spacing(&self) -> f64 {
        two(-i32::try_from(self.mantissa).unwrap_or_default())
    }

    /// Different finite numbers; both zeros are one.
    pub fn count(&self) -> u64 {
        let codes = 1u64 << self.bits();
        let (fraction, signs) = (1u64 << self.mantissa, if self.signed { 2 } else { 1 });
        let special = match self.special {
            Special::TopExponent => signs * fraction,
            Special::AllOnes => signs,
            Special::MinusZero => 1,
            Special::Nothing => 0,
        };
        let zeros = u64::from(self.signed && self.special != Special::MinusZero);
        codes - special - zeros
    }

    /// Decades from the smallest number above zero to the largest.
    pub fn decades(&self) -> f64 {
        (self.largest() / self.smallest()).log10()
    }

    /// What a code stands for; bits above the format's are not looked at.
    pub fn decode(&self, code: u32) -> Is {
        let mantissa = code & ((1 << self.mantissa) - 1);
        let exponent = (code >> self.mantissa) & self.top();
        let negative = self.signed && (code >> (self.exponent + self.mantissa)) & 1 == 1;
        let all = mantissa == (1 << self.mantissa) - 1;
        match self.special {
            Special::TopExponent if exponent == self.top() && mantissa == 0 => return Is::Infinity { negative },
            Special::TopExponent if exponent == self.top() => return Is::Nan,
            Special::AllOnes if exponent == self.top() && all => return Is::Nan,
            Special::MinusZero if negative && exponent == 0 && mantissa == 0 => return Is::Nan,
            _ => {}
        }
        let subnormal = self.signed && exponent == 0;
        let whole = f64::from(mantissa) * self.spacing() + if subnormal { 0.0 } else { 1.0 };
        let power = i32::try_from(exponent).unwrap_or_default() - self.bias + i32::from(subnormal);
        let size = whole * two(power);
        Is::Number(if negative { -size } else { size })
    }

    /// The nearest number, of two as near the one with an even mantissa. What lies beyond the largest becomes infinity
    /// where the format has it, half a step later, and the largest number where it has not.
    pub fn round(&self, value: f64) -> Is {
        if value.is_nan() || !self.signed && value < 0.0 {
            return Is::Nan;
        }
        let (size, largest) = (value.abs(), self.largest());
        let step = two(power(size).max(self.lowest())) * self.spacing();
        // Beyond what f64 can divide, a number is beyond every format here too.
        let near = if size > 2.0 * largest { f64::INFINITY } else { (size / step).round_ties_even() * step };
        let near = if self.signed { near } else { near.max(self.smallest_normal()) };
        if near > largest && self.special == Special::TopExponent {
            return Is::Infinity { negative: value < 0.0 };
        }
        Is::Number(near.min(largest).copysign(value))
    }

    /// The nearest number there is, the largest for all beyond it; zero for NaN.
    pub fn saturate(&self, value: f64) -> f64 {
        let largest = self.largest();
        self.round(value.clamp(-largest, largest)).number().unwrap_or_default()
    }

    /// The code of the nearest number; of NaN and infinity where the format has them.
    pub fn encode(&self, value: f64) -> u32 {
        let sign = u32::from(self.signed) << (self.exponent + self.mantissa);
        let ones = (1 << self.mantissa) - 1;
        let top = self.top() << self.mantissa;
        let value = match self.round(value) {
            Is::Number(v) => v,
            Is::Infinity { negative } => return top | if negative { sign } else { 0 },
            Is::Nan => {
                return match self.special {
                    Special::TopExponent | Special::AllOnes => top | ones,
                    Special::MinusZero => sign,
                    Special::Nothing => 0,
                };
            }
        };
        let size = value.abs();
        let lowest = self.lowest();
        let at = power(size).max(lowest);
        // In steps of the last bit, the leading one of a normal number included.
        let steps = (size / (two(at) * self.spacing())) as u32;
        let normal = !self.signed || steps > ones;
        let field = if normal { u32::try_from(at + self.bias).unwrap_or_default() } else { 0 };
        let minus = value.is_sign_negative() && (size > 0.0 || self.special != Special::MinusZero);
        (if minus { sign } else { 0 }) | (field << self.mantissa) | (steps & ones)
    }

    /// Every finite number of a format of at most eight bits, from the lowest; nothing for wider ones.
    pub fn values(&self) -> Vec<f64> {
        if self.bits() > 8 {
            return Vec::new();
        }
        let mut all: Vec<f64> = (0..1u32 << self.bits()).filter_map(|c| self.decode(c).number()).collect();
        all.sort_by(f64::total_cmp);
        // Minus zero lies right below zero.
        all.dedup_by(|a, b| a == b);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 5 of the OCP specifications: largest, smallest normal, smallest of all.
    #[test]
    fn published_ends() {
        let rows: [(&Float, f64, f64, f64); 9] = [
            (&E4M3, 448.0, 0.015625, 1.953125e-3),
            (&E5M2, 57_344.0, 6.103515625e-5, 1.52587890625e-5),
            (&E4M3_FNUZ, 240.0, 0.0078125, 0.0009765625),
            (&E5M2_FNUZ, 57_344.0, 3.0517578125e-5, 7.62939453125e-6),
            (&E4M3_GAUDI, 240.0, 0.015625, 1.953125e-3),
            (&E3M2, 28.0, 0.25, 0.0625),
            (&E2M3, 7.5, 1.0, 0.125),
            (&E2M1, 6.0, 1.0, 0.5),
            (&FP16, 65_504.0, 6.103515625e-5, 5.960464477539063e-8),
        ];
        for (f, largest, normal, least) in rows {
            assert_eq!((f.largest(), f.smallest_normal(), f.smallest()), (largest, normal, least), "{}", f.id);
        }
        assert_eq!((E8M0.largest(), E8M0.smallest()), (2f64.powi(127), 2f64.powi(-127)));
        assert_eq!(f64::from(f32::MAX), FP32.largest());
        assert_eq!(f64::from(f32::MIN_POSITIVE), FP32.smallest_normal());
        assert_eq!(f64::from(f32::from_bits(1)), FP32.smallest());
        assert_eq!(f64::from(f32::from_bits(0x7f7f_0000)), BF16.largest());
        assert_eq!(f64::from(f32::from_bits(0x0001_0000)), BF16.smallest());
        assert_eq!(f64::from(f32::from_bits(0x7f7f_e000)), TF32.largest());
    }

    #[test]
    fn shapes() {
        let rows = [
            (&E4M3, 8, 7, 253),
            (&E5M2, 8, 15, 247),
            (&E4M3_FNUZ, 8, 8, 255),
            (&E5M2_FNUZ, 8, 16, 255),
            (&E4M3_GAUDI, 8, 7, 239),
            (&E3M2, 6, 3, 63),
            (&E2M3, 6, 1, 63),
            (&E2M1, 4, 1, 15),
            (&E8M0, 8, 127, 255),
        ];
        for (f, bits, bias, count) in rows {
            assert_eq!((f.bits(), f.bias, f.count()), (bits, bias, count), "{}", f.id);
            assert_eq!(f.values().len() as u64, f.count(), "{}", f.id);
            assert_eq!(f.values().last(), Some(&f.largest()), "{}", f.id);
            assert!(f.values().iter().copied().filter(|v| *v > 0.0).fold(f64::MAX, f64::min) == f.smallest());
        }
        assert_eq!((BF16.bits(), FP16.bits(), TF32.bits(), FP32.bits()), (16, 16, 19, 32));
        assert_eq!(BF16.count(), 65_536 - 256 - 1);
        assert!(BF16.values().is_empty());
        assert_eq!(E2M1.values(), [-6.0, -4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0]);
        assert_eq!((E4M3.spacing(), E5M2.spacing(), BF16.spacing()), (0.125, 0.25, 0.0078125));
        // 448 / 2^−9 and 57344 / 2^−16.
        assert!((E4M3.decades() - 229_376f64.log10()).abs() < 1e-12);
        assert!((E5M2.decades() - (57_344.0 * 65_536f64).log10()).abs() < 1e-12);
    }

    /// By integers alone: a mantissa with its leading one, moved by whole bits, against the smallest number.
    fn steps(f: &Float, code: u32) -> (bool, u128) {
        let (m, rest) = (code & ((1 << f.mantissa) - 1), code >> f.mantissa);
        let e = rest & ((1 << f.exponent) - 1);
        let one = u128::from(m) + (1u128 << f.mantissa);
        (rest >> f.exponent == 1, if e == 0 { u128::from(m) } else { one << (e - 1) })
    }

    #[test]
    fn every_code_of_eight_bits_there_and_back() {
        for f in FLOATS.iter().filter(|f| f.bits() <= 8) {
            for code in 0..1u32 << f.bits() {
                match f.decode(code) {
                    Is::Number(v) => {
                        assert_eq!(f.encode(v), code, "{} {code:#x} is {v}", f.id);
                        assert_eq!(f.round(v), Is::Number(v));
                        if f.signed && code >> (f.bits() - 1) <= 1 {
                            let (minus, n) = steps(f, code);
                            assert_eq!(v.abs(), n as f64 * f.smallest(), "{} {code:#x}", f.id);
                            assert_eq!(v.is_sign_negative(), minus);
                        }
                    }
                    Is::Infinity { negative } => {
                        let infinite = if negative { f64::NEG_INFINITY } else { f64::INFINITY };
                        assert_eq!(f.encode(infinite), code);
                    }
                    Is::Nan => assert_eq!(f.decode(f.encode(f64::NAN)), Is::Nan, "{}", f.id),
                }
            }
        }
        assert_eq!((E4M3.decode(0x7f), E4M3.decode(0xff)), (Is::Nan, Is::Nan));
        assert_eq!((E4M3.decode(0x7e), E5M2.decode(0x7b)), (Is::Number(448.0), Is::Number(57_344.0)));
        assert_eq!((E4M3_FNUZ.decode(0x80), E8M0.decode(0xff)), (Is::Nan, Is::Nan));
        assert_eq!(E8M0.decode(0x7f), Is::Number(1.0));
    }

    /// The processor's own rounding from f64 to f32 is the same as this one.
    #[test]
    fn rounds_as_processors_do() {
        let mut x = 0x9e37_79b9_7f4a_7c15u64;
        for _ in 0..20_000 {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            let v = f64::from_bits(x);
            let own = v as f32;
            match FP32.round(v) {
                Is::Number(r) => assert_eq!(r, f64::from(own), "{v:e}"),
                Is::Infinity { negative } => assert_eq!(own, if negative { f32::NEG_INFINITY } else { f32::INFINITY }),
                Is::Nan => assert!(own.is_nan()),
            }
        }
        // Subnormals of f32.
        for v in [1.1e-45, 1.4e-45, 2.1e-45, 7e-46, 7.1e-46, 1.17e-38, 1.1754943e-38, 3.4028235677973366e38] {
            assert_eq!(
                FP32.round(v),
                if (v as f32).is_finite() { Is::Number(f64::from(v as f32)) } else { Is::Infinity { negative: false } }
            );
        }
    }

    /// The nearest of all values, ties to the even code, for every format of eight bits and less.
    #[test]
    fn rounds_to_the_nearest() {
        for f in FLOATS.iter().filter(|f| f.bits() <= 8 && f.signed) {
            let values = f.values();
            for pair in values.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let middle = 0.5 * (a + b);
                let even = if f.encode(a) & 1 == 0 { a } else { b };
                assert_eq!(f.round(middle).number().map(f64::abs), Some(even.abs()), "{} {middle}", f.id);
                assert_eq!(f.round(a + 0.49 * (b - a)).number(), Some(a), "{}", f.id);
                assert_eq!(f.round(a + 0.51 * (b - a)).number(), Some(b), "{}", f.id);
            }
        }
    }

    #[test]
    fn beyond_the_largest() {
        let plus = Is::Infinity { negative: false };
        assert_eq!((E4M3.round(1e9), E4M3.round(-465.0)), (Is::Number(448.0), Is::Number(-448.0)));
        assert_eq!((E5M2.round(61_439.0), E5M2.round(61_440.0)), (Is::Number(57_344.0), plus));
        assert_eq!((E5M2.saturate(1e30), E5M2.saturate(f64::NEG_INFINITY)), (57_344.0, -57_344.0));
        assert_eq!((FP16.round(65_519.0), FP16.round(65_520.0)), (Is::Number(65_504.0), plus));
        assert_eq!((E2M1.round(1e300), E2M1.round(f64::INFINITY)), (Is::Number(6.0), Is::Number(6.0)));
        assert_eq!((E2M1.round(f64::NAN), E2M1.saturate(f64::NAN)), (Is::Nan, 0.0));
        assert_eq!(
            (E8M0.round(0.0), E8M0.round(3.1), E8M0.round(-1.0)),
            (Is::Number(2f64.powi(-127)), Is::Number(4.0), Is::Nan)
        );
        assert_eq!(E4M3.round(5e-324), Is::Number(0.0));
        assert!(find("e4m3").is_ok() && find("e9m9").is_err());
    }
}

//! What scaling leaves of a number: its relative error, and the noise of many, by how many share a scale.
//!
//! The picture that this draws has numbers spread like a log-normal law around one. The largest of a group of n is
//! taken as its quantile 1 − 1/(2n): the more numbers share a scale, the further the typical one lies below the largest.

use super::float::Float;
use crate::core::num::root;

/// How many numbers share a scale, the largest of which is moved to the largest number of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// A whole tensor of so many numbers.
    Tensor(u64),
    /// 1 × 128 numbers.
    Tile,
    /// 128 × 128 numbers.
    Square,
}

impl Group {
    pub const fn count(self) -> u64 {
        match self {
            Group::Tensor(n) => n,
            Group::Tile => 128,
            Group::Square => 128 * 128,
        }
    }
}

/// Upper tail of the standard normal distribution, as a continued fraction; to ten digits from 1.5 on.
fn tail(z: f64) -> f64 {
    let fraction = (1..=200).rev().fold(z, |below, k| z + f64::from(k) / below);
    (-0.5 * z * z).exp() / ((2.0 * std::f64::consts::PI).sqrt() * fraction)
}

/// The largest of a group, in units of the typical (median) number, where logarithms spread by `spread` (natural, one
/// standard deviation). Groups of fewer than 16 count as 16.
pub fn largest(count: u64, spread: f64) -> f64 {
    let rare = 0.5 / (count.max(16) as f64);
    let z = root(1.5, 38.0, |z| tail(z).ln() - rare.ln()).unwrap_or_default();
    // Wide enough for any spread that a picture shows.
    let spread = if spread.is_nan() { 0.0 } else { spread.clamp(0.0, 15.0) };
    (spread * z).exp()
}

/// |kept − value| / value of one number that is scaled so that `largest` becomes the largest number of the format;
/// 1 where it is lost, 0 for zero itself.
pub fn relative_error(format: &Float, value: f64, largest: f64) -> f64 {
    let scale = format.largest() / largest;
    let scaled = value * scale;
    if !(scaled.abs() > 0.0 && scaled.is_finite()) {
        return 0.0;
    }
    ((format.saturate(scaled) - scaled) / scaled).abs()
}

/// The same of a number in units of the typical one, in a group of such numbers.
pub fn relative_error_in(format: &Float, value: f64, group: Group, spread: f64) -> f64 {
    relative_error(format, value, largest(group.count(), spread))
}

/// Points within a factor of two that stand for a magnitude.
const POINTS: i32 = 512;

/// Signal against noise, in dB, of numbers around a magnitude (evenly in logarithms, within a factor of two) under the
/// scale of a group whose largest is `largest`; 0 where everything is lost.
pub fn noise_ratio(format: &Float, magnitude: f64, largest: f64) -> f64 {
    let (mut signal, mut noise) = (0.0, 0.0);
    for i in 0..POINTS {
        let v = ((f64::from(i) + 0.5) / f64::from(POINTS) - 0.5).exp2();
        let error = relative_error(format, magnitude * v, largest);
        signal += v * v;
        noise += v * v * error * error;
    }
    if noise > 0.0 { 10.0 * (signal / noise).log10() } else { EXACT }
}

/// What is said of numbers that are kept exactly, dB.
pub const EXACT: f64 = 300.0;

#[cfg(test)]
mod tests {
    use super::super::float::{BF16, E2M1, E4M3, E5M2, FP16};
    use super::*;

    /// Quantiles of the normal distribution as tables print them.
    #[test]
    fn tails() {
        for (z, q) in [(1.644_853_627, 0.05), (2.326_347_874, 0.01), (3.090_232_306, 1e-3), (4.753_424_309, 1e-6)] {
            assert!((tail(z) / q - 1.0).abs() < 1e-8, "{z}: {}", tail(z));
        }
        // Half a number of 50 lies above 2.3263.
        assert!((largest(50, 1.0).ln() - 2.326_347_874).abs() < 1e-8);
        assert!((largest(500, 2.0).ln() - 2.0 * 3.090_232_306).abs() < 1e-8);
    }

    /// No more than half the spacing while numbers are normal; everything is lost below half the smallest.
    #[test]
    fn errors_by_hand() {
        for f in [&E4M3, &E5M2, &E2M1, &FP16, &BF16] {
            let normal = f.smallest_normal();
            for i in 0..1000 {
                let v = normal * 1.0137f64.powi(i);
                if v <= f.largest() {
                    assert!(relative_error(f, v, f.largest()) <= 0.5 * f.spacing(), "{} {v}", f.id);
                }
            }
            assert_eq!(relative_error(f, 0.49 * f.smallest(), f.largest()), 1.0);
        }
        // 17 lies between 16 and 18 of E4M3; a scale of two makes it 34 between 32 and 36.
        assert_eq!(relative_error(&E4M3, 17.0, 448.0), 1.0 / 17.0);
        assert_eq!(relative_error(&E4M3, 17.0, 224.0), 2.0 / 34.0);
        assert_eq!((relative_error(&E4M3, 0.0, 1.0), relative_error(&E4M3, 1.0, 0.0)), (0.0, 0.0));
    }

    /// Uniform rounding noise: step²/12 against the numbers of an octave, whose steps are one size.
    #[test]
    fn noise_of_an_octave() {
        // Numbers from 2^(k) to 2^(k+1), evenly in logarithms: mean square 1.5/ln 2 of 4^k; step 2^(k−mantissa).
        for (f, m) in [(&E4M3, 3), (&E5M2, 2), (&FP16, 10), (&BF16, 7)] {
            let expected = 10.0 * (1.5 / std::f64::consts::LN_2 * 12.0 * 4f64.powi(m)).log10();
            let got = noise_ratio(f, 8.0 * 2f64.sqrt(), f.largest());
            assert!((got - expected).abs() < 0.35, "{}: {got} {expected}", f.id);
        }
    }

    /// Fewer numbers for a scale leave more of a small one; a wide spread needs them.
    #[test]
    fn tiles_keep_more_than_tensors() {
        let tensor = Group::Tensor(1 << 24);
        for spread in [1.0, 2.0, 3.0] {
            let at = |g: Group| largest(g.count(), spread);
            assert!(at(Group::Tile) < at(Group::Square) && at(Group::Square) < at(tensor));
            let noise = |g: Group| noise_ratio(&E4M3, 1.0, at(g));
            assert!(noise(Group::Tile) >= noise(tensor) - 0.5, "{spread}");
        }
        // At a spread of 3 the typical number is below what E4M3 keeps of a tensor, and not of a tile.
        assert!(noise_ratio(&E4M3, 1.0, largest(1 << 24, 3.0)) < 3.0);
        assert!(noise_ratio(&E4M3, 1.0, largest(128, 3.0)) > 20.0);
        assert_eq!(relative_error_in(&E4M3, 1e-9, Group::Tile, 1.0), 1.0);
        for v in [f64::NAN, f64::INFINITY, 0.0, 1e300] {
            assert!(noise_ratio(&E4M3, v, v).is_finite() && largest(0, v).is_finite());
            assert!(relative_error(&E4M3, v, 1.0).is_finite());
        }
    }
}

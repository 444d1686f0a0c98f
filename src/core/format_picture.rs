//! What number formats make of numbers: one number in every format, the numbers of an octave, and the noise that
//! scaling leaves.

use super::curves::log_steps;
use super::error::{Code, Error};
use super::numbers::float::{FLOATS, Float, Is};
use super::numbers::scaled::{Group, largest, noise_ratio};
use super::quantity::parse;

/// One number as a format keeps it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    pub format: &'static Float,
    pub is: Is,
    /// |kept − number| / number; none for zero, and where what is kept is no number.
    pub error: Option<f64>,
}

/// A number in every format, rounded to the nearest.
pub fn kept(value: f64) -> Vec<Kept> {
    let keep = |format: &'static Float| {
        let is = format.round(value);
        let error = is.number().filter(|_| value != 0.0).map(|v| ((v - value) / value).abs());
        Kept { format, is, error: error.filter(|e| e.is_finite()) }
    };
    FLOATS.iter().copied().map(keep).collect()
}

/// A number as a person writes it.
///
/// # Errors
/// `not-a-number` and `out-of-domain` at `number`.
pub fn number(text: &str) -> Result<f64, Error> {
    let value = parse::number(text, "number", "", "17.3").map_err(|e| e.at("number"))?;
    if value == 0.0 || (1e-60..=1e60).contains(&value.abs()) {
        return Ok(value);
    }
    Err(Error::new(Code::OutOfDomain, "number", "The number must be zero or from 1e-60 to 1e60, for example 17.3."))
}

/// Powers of two at which octaves of 8-bit formats begin: from the smallest number of E5M2 to its largest.
pub const OCTAVES: (i32, i32) = (-16, 15);

/// The numbers of a format from 2^power up to and with 2^(power + 1).
pub fn octave(format: &Float, power: i32) -> Vec<f64> {
    let (lo, hi) = (2f64.powi(power), 2f64.powi(power.saturating_add(1)));
    format.values().into_iter().filter(|v| (lo..=hi).contains(v)).collect()
}

/// Signal against noise by magnitude, under one way of scaling.
#[derive(Clone, Debug, PartialEq)]
pub struct Noise {
    pub words: &'static str,
    /// The largest number of a group, in units of the typical one.
    pub largest: f64,
    /// Magnitude in units of the typical number, and dB.
    pub points: Vec<(f64, f64)>,
}

/// Numbers of a tensor, for the picture.
pub const TENSOR: u64 = 1 << 24;
pub const GROUPS: [(&str, Group); 3] =
    [("a scale for a tensor", Group::Tensor(TENSOR)), ("for 128 × 128", Group::Square), ("for 1 × 128", Group::Tile)];
/// Magnitudes of the picture.
pub const MAGNITUDES: (f64, f64) = (1e-6, 1e3);

/// The lines of the picture, where logarithms of numbers spread by `spread` (natural, one standard deviation). Each
/// ends at the largest number of its group.
pub fn noise(format: &Float, spread: f64) -> Vec<Noise> {
    let line = |(words, group): (&'static str, Group)| {
        let largest = largest(group.count(), spread);
        let points = log_steps(MAGNITUDES.0, MAGNITUDES.1, 91)
            .filter(|m| *m <= largest)
            .map(|m| (m, noise_ratio(format, m, largest)))
            .collect();
        Noise { words, largest, points }
    };
    GROUPS.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::numbers::float::{E2M1, E4M3, E4M3_GAUDI, E5M2};
    use super::*;

    /// 17.3 lies between 16 and 18 of E4M3, between 16 and 20 of E5M2, and beyond the 6 of E2M1.
    #[test]
    fn one_number_in_every_format() {
        let all = kept(17.3);
        assert_eq!(all.len(), FLOATS.len());
        let of = |f: &Float| all.iter().find(|k| k.format.id == f.id).unwrap();
        assert_eq!((of(&E4M3).is, of(&E5M2).is, of(&E2M1).is), (Is::Number(18.0), Is::Number(16.0), Is::Number(6.0)));
        assert!((of(&E4M3).error.unwrap() - 0.7 / 17.3).abs() < 1e-12);
        let far = kept(300.0);
        let gaudi = far.iter().find(|k| k.format.id == E4M3_GAUDI.id).unwrap();
        assert_eq!((gaudi.is, gaudi.error), (Is::Infinity { negative: false }, None));
        assert!(kept(0.0).iter().all(|k| k.error.is_none()));
    }

    /// Eight numbers an octave in E4M3 and four in E5M2, and the first of the next; fewer among subnormal numbers.
    #[test]
    fn numbers_of_an_octave() {
        assert_eq!(octave(&E4M3, 0), [1.0, 1.125, 1.25, 1.375, 1.5, 1.625, 1.75, 1.875, 2.0]);
        assert_eq!(octave(&E5M2, 4), [16.0, 20.0, 24.0, 28.0, 32.0]);
        assert_eq!(octave(&E4M3, 8), [256.0, 288.0, 320.0, 352.0, 384.0, 416.0, 448.0]);
        assert_eq!(octave(&E4M3_GAUDI, 7).last(), Some(&240.0));
        assert!(octave(&E4M3, 9).is_empty() && octave(&E4M3, i32::MAX).is_empty());
        assert_eq!(octave(&E4M3, -8).len(), 3);
    }

    /// Finer scales keep what is small; all lines are finite.
    #[test]
    fn lines_of_noise() {
        let lines = noise(&E4M3, 3.0);
        assert_eq!(lines.len(), 3);
        let at =
            |l: &Noise, m: f64| l.points.iter().min_by(|a, b| (a.0 - m).abs().total_cmp(&(b.0 - m).abs())).unwrap().1;
        assert!(at(&lines[2], 1.0) > at(&lines[0], 1.0) + 10.0);
        for spread in [0.0, 1.0, 15.0, f64::NAN] {
            assert!(noise(&E5M2, spread).iter().flat_map(|l| &l.points).all(|p| p.1.is_finite()));
        }
        assert!(number("x").is_err() && number("1e99").is_err() && number("0") == Ok(0.0));
    }
}

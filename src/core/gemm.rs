//! One matrix product asked for by hand: how fast a device does it, how it is cut, and what bounds it.
//!
//! Rates are those of a product alone, as benchmarks measure it; in a run that never rests clocks are lower.

use super::accelerators::Accelerator;
use super::engine::machine::{Machine, Operands};
use super::engine::product::{Product, Timed};
use super::error::{Code, Error};
use super::quantity::parse;

/// Formats to choose from, the usual one first.
pub const FORMATS: [(&str, Operands); 4] =
    [("bf16", Operands::Half), ("fp8", Operands::Eight), ("fp8-fine", Operands::EightFine), ("fp32", Operands::Full)];

/// A side of a product: m, k or n.
pub const MOST: f64 = 1_048_576.0;

/// Bytes of a number of the result.
const RESULT: f64 = 2.0;

/// A side as a person writes it.
///
/// # Errors
/// `not-a-number` and `out-of-domain` at `name`.
pub fn side(text: &str, name: &'static str) -> Result<u64, Error> {
    let value = parse::number(text, name, "", "4096").map_err(|e| e.at(name))?;
    if value.fract() == 0.0 && (1.0..=MOST).contains(&value) {
        return Ok(value as u64);
    }
    let message = format!("{name} must be a whole number from 1 to 1,048,576, for example 4096.");
    Err(Error::new(Code::OutOfDomain, name, message))
}

/// m × k times k × n numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    pub m: u64,
    pub k: u64,
    pub n: u64,
    pub operands: Operands,
}

impl Asked {
    pub const fn product(&self) -> Product {
        let (m, k, n) = (self.m as f64, self.k as f64, self.n as f64);
        Product { m, n, k, groups: 1.0, operands: self.operands, result: RESULT }
    }
}

/// Tiles of one size over the units of a device.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waves {
    pub tiles: f64,
    /// Rounds of all units, as a fraction: the last one is rarely full.
    pub waves: f64,
    /// Of the units' time, what they are busy.
    pub busy: f64,
    /// Of the tiles' area, what is result.
    pub full: f64,
}

/// A result of m × n numbers in tiles of one size.
pub fn waves(m: f64, n: f64, tile: (f64, f64), units: f64) -> Waves {
    let tiles = (m / tile.0).ceil().max(1.0) * (n / tile.1).ceil().max(1.0);
    let waves = tiles / units.max(1.0);
    Waves { tiles, waves, busy: waves / waves.ceil(), full: m * n / (tiles * tile.0 * tile.1) }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    pub timed: Timed,
    /// FLOP/s that are expected.
    pub rate: f64,
    /// FLOP/s of the data sheet in this format.
    pub peak: f64,
    /// FLOP for a byte, each number read or written once; and where memory is fast enough.
    pub intensity: f64,
    pub ridge: f64,
    /// As the largest tiles would cut it.
    pub largest: Waves,
}

impl Answer {
    pub fn share(&self) -> f64 {
        self.rate / self.peak
    }
}

/// What a device makes of a product.
///
/// # Errors
/// `out-of-domain` for a device without rates.
pub fn answer(device: &Accelerator, asked: &Asked) -> Result<Answer, Error> {
    let machine = Machine::of(device, None, None)?;
    let peak = machine.peak(asked.operands);
    if !(peak > 0.0 && device.bandwidth > 0.0) {
        return Err(Error::new(
            Code::OutOfDomain,
            "accelerator",
            "No rate of matrix products is known of this device.",
        ));
    }
    let product = asked.product();
    let timed = product.timed(&machine);
    let (a, b) = device.units.tile;
    Ok(Answer {
        timed,
        rate: product.flop() / timed.time.get(),
        peak,
        intensity: product.flop() / product.bytes(),
        ridge: peak / device.bandwidth,
        largest: waves(
            product.m,
            product.n,
            (f64::from(a.max(1)), f64::from(b.max(1))),
            device.units.count.max(1).into(),
        ),
    })
}

/// How many times faster than in 16 bits.
pub fn over_half(device: &Accelerator, asked: &Asked) -> Result<f64, Error> {
    let half = answer(device, &Asked { operands: Operands::Half, ..*asked })?;
    Ok(half.timed.time.get() / answer(device, asked)?.timed.time.get())
}

/// A size and what of the peak it reaches.
pub type Point = (f64, f64);

/// Square products, every 128 up to 16,384: tiles and waves show as steps.
pub fn by_size(device: &Accelerator, operands: Operands) -> Vec<Point> {
    let share = |s: u64| answer(device, &Asked { m: s, k: s, n: s, operands }).ok().map(|a| (s as f64, a.share()));
    (1..=128).filter_map(|i| share(128 * i)).collect()
}

/// Thin products: k and n stay, m goes from 1 to 16,384.
pub fn by_rows(device: &Accelerator, asked: &Asked) -> Vec<Point> {
    let share = |m: u64| answer(device, &Asked { m, ..*asked }).ok().map(|a| (m as f64, a.share()));
    let mut sizes: Vec<u64> = (0..=112).map(|i| 2f64.powf(f64::from(i) / 8.0).round() as u64).collect();
    // Both sides of every step of a tile.
    sizes.extend((1..=128).flat_map(|i| [128 * i, 128 * i + 1]).filter(|m| *m <= 16_384));
    sizes.sort_unstable();
    sizes.dedup();
    sizes.into_iter().filter_map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators::{all, get};

    fn half(m: u64, k: u64, n: u64) -> Asked {
        Asked { m, k, n, operands: Operands::Half }
    }

    /// laws-moe-precision, section 13: m·n·k/(m·n + m·k + n·k) with two bytes a number.
    #[test]
    fn intensities_of_the_sheet() {
        let h100 = get("h100-sxm").unwrap();
        for ((m, n, k), intensity, near) in [
            ((8192, 128, 8192), 124.1, 0.05),
            ((8192, 8192, 8192), 2730.7, 0.05),
            ((8192, 1, 8192), 1.0, 0.005),
            ((4096, 4096, 4096), 1365.0, 0.5),
        ] {
            let got = answer(h100, &half(m, k, n)).unwrap();
            assert!((got.intensity - intensity).abs() < near, "{}", got.intensity);
            assert_eq!(got.timed.bound_by_memory, intensity < 295.0, "{m} {n} {k}");
        }
        assert!((answer(h100, &half(64, 64, 64)).unwrap().ridge - 295.3).abs() < 0.1);
    }

    /// The same section: 4096² in tiles of 128 × 256 over 132 units, 2048², 1024²; and one block too many.
    #[test]
    fn waves_of_the_sheet() {
        let of = |s: f64| waves(s, s, (128.0, 256.0), 132.0);
        assert_eq!((of(4096.0).tiles, of(2048.0).tiles, of(1024.0).tiles), (512.0, 128.0, 32.0));
        assert!((of(4096.0).waves - 3.879).abs() < 5e-4 && (of(4096.0).busy - 0.970).abs() < 5e-4);
        assert!((of(2048.0).busy - 0.970).abs() < 5e-4 && (of(1024.0).busy - 0.242).abs() < 5e-4);
        let (one, more) = (waves(108.0, 1.0, (1.0, 1.0), 108.0), waves(109.0, 1.0, (1.0, 1.0), 108.0));
        assert!(one.busy == 1.0 && (more.busy - 109.0 / 216.0).abs() < 1e-12);
        // 192 blocks on 168 slots: 1.14 waves, 144 slots idle in the last.
        let tail = waves(192.0, 1.0, (1.0, 1.0), 168.0);
        assert!((tail.waves - 1.143).abs() < 5e-4 && ((1.0 - tail.busy) * 336.0 - 144.0).abs() < 1e-9);
        assert_eq!(waves(64.0, 256.0, (128.0, 256.0), 132.0).full, 0.5);
    }

    #[test]
    fn eight_bits_pay_for_large_products_only() {
        let h100 = get("h100-sxm").unwrap();
        let times = |m, k, n| over_half(h100, &Asked { operands: Operands::Eight, ..half(m, k, n) }).unwrap();
        let large = times(8192, 8192, 8192);
        assert!((1.5..2.0).contains(&large), "{large}");
        assert!(times(128, 128, 128) < 1.1);
        // Half of the weights' bytes where memory binds.
        assert!((1.5..=2.0).contains(&times(1, 16_384, 65_536)));
        assert_eq!(over_half(h100, &half(4096, 4096, 4096)).unwrap(), 1.0);
    }

    #[test]
    fn nothing_breaks_it() {
        for a in all() {
            for (_, operands) in FORMATS {
                for (m, k, n) in [(1, 1, 1), (1, 1_048_576, 1), (1_048_576, 1_048_576, 1_048_576)] {
                    if let Ok(got) = answer(a, &Asked { m, k, n, operands }) {
                        assert!(got.rate.is_finite() && got.share() <= 1.0 && got.rate > 0.0, "{} {m} {k} {n}", a.id);
                    }
                }
                assert!(by_size(a, operands).iter().all(|p| p.1.is_finite()));
            }
        }
        for text in ["", "x", "0", "-3", "2.5", "1e9", "NaN"] {
            assert_eq!(side(text, "m").unwrap_err().field, "m", "{text}");
        }
        assert_eq!(side("4,096", "k"), Ok(4096));
        assert_eq!(side("8k", "k"), Ok(8000));
    }
}

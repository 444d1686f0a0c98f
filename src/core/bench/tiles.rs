//! The plain product by the side of its tiles, beside the fastest product: what sharing numbers in a workgroup gives.

use super::probe::{Arithmetic, Probe};
use super::record::Record;
use super::roofline::product;

#[derive(Clone, Debug, PartialEq)]
pub struct Tiles {
    /// m, k and n of the plain products.
    pub size: (u32, u32, u32),
    /// The side of a tile and FLOP/s of the median sample, the smallest first.
    pub rates: Vec<(f64, f64)>,
    /// FLOP/s of the fastest product in FP32.
    pub fastest: Option<(f64, Probe)>,
}

impl Tiles {
    /// The side of the fastest.
    pub fn best(&self) -> Option<(f64, f64)> {
        self.rates.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// Of the size that has the most tiles, the largest of those; none where no plain product was measured.
pub fn tiles(record: &Record) -> Option<Tiles> {
    let all: Vec<(u32, (u32, u32, u32), f64)> = record
        .measured()
        .filter_map(|r| match r.probe {
            Probe::Tiled { tile, m, k, n } => Some((tile, (m, k, n), r.flop_rate()?)),
            _ => None,
        })
        .collect();
    let many = |size: (u32, u32, u32)| all.iter().filter(|a| a.1 == size).count();
    let size = all.iter().map(|a| a.1).max_by_key(|s| (many(*s), u64::from(s.0) * u64::from(s.2), s.1))?;
    let mut rates: Vec<(f64, f64)> = all.iter().filter(|a| a.1 == size).map(|a| (f64::from(a.0), a.2)).collect();
    rates.sort_by(|a, b| a.0.total_cmp(&b.0));
    Some(Tiles { size, rates, fastest: product(record, Arithmetic::F32) })
}

#[cfg(test)]
mod tests {
    use super::super::record::{Outcome, Reading};
    use super::super::roofline::tests::made_up;
    use super::*;

    #[test]
    fn tiles_of_one_size() {
        let mut record = made_up();
        assert_eq!(tiles(&record), None);
        for (tile, side, rate) in [(16, 1024, 4e12), (1, 1024, 1e11), (8, 1024, 2e12), (16, 2048, 5e12)] {
            let probe = Probe::Tiled { tile, m: side, k: side, n: side };
            let outcome = Outcome::Measured(vec![probe.flop() / rate]);
            record.readings.push(Reading { probe, outcome, kernel: String::new(), note: String::new() });
        }
        let found = tiles(&record).unwrap();
        assert_eq!(found.size, (1024, 1024, 1024));
        assert_eq!(found.rates.iter().map(|r| r.0).collect::<Vec<_>>(), [1.0, 8.0, 16.0]);
        assert!((found.best().unwrap().1 / 4e12 - 1.0).abs() < 1e-12);
        // 7 TFLOP/s of the fast product; the one in FP16 is another thing.
        assert!((found.fastest.unwrap().0 / 7e12 - 1.0).abs() < 1e-12);
    }
}

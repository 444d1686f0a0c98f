//! The lines behind the charts, at scenarios over the whole of every limit.

use super::{Dice, assert_finite, assert_interval};
use crate::support::scenario;
use isoflop::core::report;
use isoflop::core::{curves, link};

#[test]
fn lines_are_finite_everywhere() {
    let mut dice = Dice(61);
    let mut drawn = 0;
    while drawn < 2_000 {
        let s = scenario(&mut dice);
        let Ok(r) = report::estimate(&s) else { continue };
        drawn += 1;
        let isoflop = curves::isoflop(&r);
        assert!(!isoflop.is_empty() || !r.answer.law.kind.has_valley(), "{}", link::write(&s));
        for line in &isoflop {
            for p in &line.points {
                for value in [p.params, p.tokens, p.loss] {
                    assert_finite(value, "an IsoFLOP point", &s);
                    assert!(value > 0.0, "{p:?} at {}", link::write(&s));
                }
                assert_interval(p.interval, p.loss, "an IsoFLOP point", &s);
            }
            assert!(line.points.windows(2).all(|w| w[0].params < w[1].params), "{}", link::write(&s));
            assert!(line.fitted.is_none_or(|(low, high)| 0.0 < low && low < high && high.is_finite()));
        }
        for line in curves::frontier(&r) {
            for p in &line.points {
                for value in [p.flops, p.params, p.tokens, p.relative].into_iter().chain(p.loss) {
                    assert_finite(value, "a frontier point", &s);
                    assert!(value > 0.0, "{p:?} at {}", link::write(&s));
                }
                assert_interval(p.loss_interval, p.loss.unwrap_or(f64::NAN), "a frontier point", &s);
            }
            assert!(line.points.windows(2).all(|w| w[0].flops < w[1].flops), "{}", link::write(&s));
        }
    }
}

#[test]
fn a_pointer_anywhere_reads_a_number_or_nothing() {
    let mut dice = Dice(62);
    let mut read = 0;
    while read < 2_000 {
        let s = scenario(&mut dice);
        let Ok(r) = report::estimate(&s) else { continue };
        read += 1;
        let best = r.answer.params.value;
        let near = best * dice.between(1e-3, 1e3);
        let wild = [0.0, -1.0, 5e-324, 1.0, f64::MAX, f64::INFINITY, f64::NAN, f64::from_bits(dice.next())];
        for params in wild.into_iter().chain([best, near]) {
            let Some(reading) = curves::read_size(&r, params) else { continue };
            for value in [reading.point.params, reading.point.tokens, reading.point.loss, reading.factor, reading.more]
            {
                assert_finite(value, "a reading", &s);
            }
            assert!(reading.more >= 0.0, "{reading:?} at {}", link::write(&s));
            assert!(reading.worth.is_none_or(|w| (0.0..=1.0).contains(&w)), "{reading:?} at {}", link::write(&s));
            assert_interval(reading.point.interval, reading.point.loss, "a reading", &s);
        }
        // On the curve itself there is always a reading, where the law has a loss.
        assert_eq!(curves::read_size(&r, near).is_some(), r.answer.law.kind.has_valley(), "{}", link::write(&s));
    }
}

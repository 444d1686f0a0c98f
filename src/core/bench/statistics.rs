//! What samples of one probe say.

/// Seconds of one run: each sample is the time of many runs over their number.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    pub best: f64,
    pub median: f64,
    /// From the first to the third quartile of the samples, over the median.
    pub spread: f64,
    pub samples: usize,
}

impl Statistics {
    /// Of samples in seconds; none where there is no sample, or one that is no time.
    pub fn of(samples: &[f64]) -> Option<Statistics> {
        let mut sorted = samples.to_vec();
        if sorted.is_empty() || sorted.iter().any(|s| !(s.is_finite() && *s > 0.0)) {
            return None;
        }
        sorted.sort_unstable_by(f64::total_cmp);
        let median = quantile(&sorted, 0.5);
        Some(Statistics {
            best: quantile(&sorted, 0.0),
            median,
            spread: (quantile(&sorted, 0.75) - quantile(&sorted, 0.25)) / median,
            samples: sorted.len(),
        })
    }
}

/// Between the two samples around this part of the way, linearly.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let at = part * (sorted.len().saturating_sub(1)) as f64;
    let low = sorted.get(at.floor() as usize).copied().unwrap_or_default();
    let high = sorted.get(at.ceil() as usize).copied().unwrap_or(low);
    low + (high - low) * at.fract()
}

/// By what part the same probe took longer at the end than at the beginning; a machine that grows hot slows down.
pub fn slowed(first: &Statistics, last: &Statistics) -> f64 {
    last.median / first.median - 1.0
}

/// Slower by more than this is said, where the samples themselves do not lie as far apart.
pub const SLOWED: f64 = 0.05;

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of 1, 2, 3, 4, 10 the quartiles are 2 and 4, the median 3.
    #[test]
    fn of_five_samples() {
        let s = Statistics::of(&[10.0, 2.0, 4.0, 1.0, 3.0]).unwrap();
        assert_eq!((s.best, s.median, s.samples), (1.0, 3.0, 5));
        assert!((s.spread - 2.0 / 3.0).abs() < 1e-15);
        // Of four, the quartiles lie between two samples: 1.75 and 3.25 of 1, 2, 3, 4.
        let s = Statistics::of(&[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert!((s.median - 2.5).abs() < 1e-15 && (s.spread - 1.5 / 2.5).abs() < 1e-15);
    }

    #[test]
    fn what_is_no_time_has_no_statistics() {
        for bad in [&[][..], &[0.0], &[1.0, f64::NAN], &[-1.0], &[f64::INFINITY]] {
            assert_eq!(Statistics::of(bad), None, "{bad:?}");
        }
        let one = Statistics::of(&[2.0]).unwrap();
        assert_eq!((one.best, one.median, one.spread), (2.0, 2.0, 0.0));
    }

    #[test]
    fn slower_at_the_end() {
        let of = |s| Statistics::of(&[s]).unwrap();
        assert!((slowed(&of(1.0), &of(1.25)) - 0.25).abs() < 1e-15 && slowed(&of(1.0), &of(0.9)) < 0.0);
    }
}

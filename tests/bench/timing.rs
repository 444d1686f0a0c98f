//! How long a call takes.

use std::time::Instant;

/// Best of ten rounds, in microseconds for one call.
pub fn best(calls: u32, mut f: impl FnMut(u32)) -> f64 {
    let rounds = (0..10).map(|_| {
        let start = Instant::now();
        (0..calls).for_each(&mut f);
        start.elapsed().as_secs_f64() / f64::from(calls)
    });
    1e6 * rounds.fold(f64::INFINITY, f64::min)
}

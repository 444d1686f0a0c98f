//! What time it is, and how finely the clock tells it.

/// Longest search for the clock's tick, in seconds.
const SEARCH: f64 = 0.02;
/// Ticks that are enough to know the smallest.
const TICKS: u32 = 64;

#[derive(Clone, Debug)]
pub struct Clock {
    #[cfg(not(target_arch = "wasm32"))]
    origin: std::time::Instant,
    #[cfg(target_arch = "wasm32")]
    performance: super::browser::Performance,
}

impl Clock {
    #[cfg(not(target_arch = "wasm32"))]
    pub fn new() -> Clock {
        Clock { origin: std::time::Instant::now() }
    }

    #[cfg(target_arch = "wasm32")]
    pub fn new() -> Clock {
        Clock { performance: super::browser::Performance::find() }
    }

    /// Seconds since some moment.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn now(&self) -> f64 {
        self.origin.elapsed().as_secs_f64()
    }

    #[cfg(target_arch = "wasm32")]
    pub fn now(&self) -> f64 {
        self.performance.now() / 1e3
    }

    /// The smallest step seen in a short while, in seconds.
    pub fn tick(&self) -> f64 {
        let start = self.now();
        let (mut last, mut smallest, mut seen) = (start, SEARCH, 0);
        // A clock that stands still ends the search by the number of looks.
        for _ in 0..10_000_000 {
            let now = self.now();
            if now > last {
                smallest = smallest.min(now - last);
                (last, seen) = (now, seen + 1);
            }
            if seen >= TICKS || now - start > SEARCH {
                break;
            }
        }
        smallest
    }
}

impl Default for Clock {
    fn default() -> Clock {
        Clock::new()
    }
}

//! How often a probe is run: samples long enough for the clock, after a warm-up, and not for ever.

/// A sample lasts at least so long...
pub const SAMPLE: f64 = 0.020;
/// ...and so many ticks of the clock, so that reading it costs two per cent at most.
const TICKS: f64 = 50.0;
/// Two samples in a row that better the best by less than this have warmed up.
const PLATEAU: f64 = 0.03;
/// Samples that are kept.
const MOST: usize = 9;
/// Kept samples that are wanted even when they take longer than planned.
const LEAST: usize = 3;
/// Runs of one sample; more would be queued for long where the clock stands still.
const MOST_RUNS: u32 = 1 << 16;
/// A sample may grow by so much at once.
const GROWTH: f64 = 16.0;

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Time so many runs together.
    Run(u32),
    Done,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    /// The number of runs grows until a sample is long enough.
    Growing,
    /// Samples in a row that were hardly better than the best.
    Warming(u32),
    Keeping,
}

/// Asks for samples of one probe until there are enough.
#[derive(Clone, Debug)]
pub struct Sampler {
    target: f64,
    budget: f64,
    spent: f64,
    runs: u32,
    best: f64,
    phase: Phase,
    kept: Vec<f64>,
}

/// Seconds that a sample lasts at least by a clock that ticks so.
pub fn shortest(tick: f64) -> f64 {
    if tick.is_finite() { SAMPLE.max(TICKS * tick) } else { SAMPLE }
}

impl Sampler {
    /// With a clock that ticks every `tick` seconds, in about `budget` seconds.
    pub fn new(tick: f64, budget: f64) -> Sampler {
        Sampler {
            target: shortest(tick),
            budget,
            spent: 0.0,
            runs: 1,
            best: f64::INFINITY,
            phase: Phase::Growing,
            kept: Vec::new(),
        }
    }

    /// Samples are of so many seconds at least: longer than a submission costs, where that is part of every sample.
    pub fn at_least(mut self, seconds: f64) -> Sampler {
        self.target = self.target.max(if seconds.is_finite() { seconds } else { 0.0 });
        self
    }

    pub fn next(&self) -> Next {
        let enough = self.kept.len() >= MOST || (self.kept.len() >= LEAST && self.spent >= self.budget);
        if enough { Next::Done } else { Next::Run(self.runs) }
    }

    /// The runs asked for took so many seconds together. A time that is none is taken as too short to tell.
    pub fn took(&mut self, seconds: f64) {
        let seconds = if seconds.is_finite() { seconds.max(0.0) } else { 0.0 };
        self.spent += seconds;
        let each = seconds / f64::from(self.runs);
        match self.phase {
            Phase::Growing if seconds < self.target && self.runs < MOST_RUNS => {
                let wanted = if seconds > 0.0 { 1.1 * self.target / seconds } else { GROWTH };
                let next = (f64::from(self.runs) * wanted.min(GROWTH)).ceil();
                self.runs = (next as u32).clamp(self.runs.saturating_add(1), MOST_RUNS);
            }
            Phase::Growing => self.warmed(each, 0),
            Phase::Warming(calm) => {
                let calm = if each >= self.best * (1.0 - PLATEAU) { calm + 1 } else { 0 };
                self.warmed(each, calm);
            }
            Phase::Keeping => self.kept.push(each),
        }
    }

    /// A sample of the warm-up; it has ended when it is calm, or has taken half the time there is.
    fn warmed(&mut self, each: f64, calm: u32) {
        self.best = self.best.min(each);
        let done = calm >= 2 || self.spent >= self.budget / 2.0;
        self.phase = if done { Phase::Keeping } else { Phase::Warming(calm) };
    }

    /// So many seconds were waited besides: a browser may answer late. They count as time that was spent.
    pub fn waited(&mut self, seconds: f64) {
        self.spent += if seconds.is_finite() { seconds.max(0.0) } else { 0.0 };
    }

    /// Seconds of one run in every kept sample that is a time.
    pub fn samples(&self) -> Vec<f64> {
        self.kept.iter().copied().filter(|s| *s > 0.0).collect()
    }

    /// Seconds that all samples took so far.
    pub fn spent(&self) -> f64 {
        self.spent
    }
}

/// Two clocks, one of the device and one around the submission, agree when a sample differs by less than this part,
/// or the device's is the shorter by what a submission costs.
pub const AGREE: f64 = 0.2;

/// The time to believe: the device's where it is not longer than the time around it and not much shorter once the
/// cost of a submission is taken off; otherwise the time around, with what is wrong.
pub fn believed(device: Option<f64>, around: f64, submission: f64) -> (f64, bool) {
    match device {
        Some(d) if d.is_finite() && d > 0.0 => {
            let net = (around - submission).max(0.0);
            let agree = d <= around * (1.0 + AGREE) && d >= net * (1.0 - AGREE);
            if agree { (d, true) } else { (around, false) }
        }
        _ => (around, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs that always take `each` seconds, read off a clock with a tick: the number of runs of each sample.
    fn drive(each: impl Fn(usize) -> f64, tick: f64, budget: f64) -> (Sampler, Vec<u32>) {
        let (mut sampler, mut asked) = (Sampler::new(tick, budget), Vec::new());
        while let Next::Run(runs) = sampler.next() {
            let seconds = each(asked.len()) * f64::from(runs);
            asked.push(runs);
            sampler.took(if tick > 0.0 { (seconds / tick).floor() * tick } else { seconds });
            assert!(asked.len() < 1000, "never ends");
        }
        (sampler, asked)
    }

    #[test]
    fn samples_grow_to_twenty_milliseconds() {
        let (sampler, asked) = drive(|_| 1e-4, 0.0, 1.0);
        let runs = f64::from(*asked.last().unwrap());
        assert!(runs * 1e-4 >= SAMPLE && runs * 1e-4 < 2.0 * SAMPLE, "{asked:?}");
        assert_eq!(sampler.samples().len(), MOST);
        assert!(sampler.samples().iter().all(|s| (s - 1e-4).abs() < 1e-18));
    }

    /// A clock of one millisecond needs fifty of them, and then tells the time to two per cent.
    #[test]
    fn a_coarse_clock_needs_longer_samples() {
        let (sampler, asked) = drive(|_| 1.3e-5, 1e-3, 3.0);
        assert!(f64::from(*asked.last().unwrap()) * 1.3e-5 >= 0.05, "{asked:?}");
        for s in sampler.samples() {
            assert!((s / 1.3e-5 - 1.0).abs() < 0.02, "{s}");
        }
    }

    #[test]
    fn the_first_slow_runs_do_not_count() {
        let (sampler, _) = drive(|i| [0.2, 0.1, 0.05, 0.035].get(i).copied().unwrap_or(0.03), 0.0, 2.0);
        assert!(sampler.samples().iter().all(|s| *s == 0.03));
    }

    /// One run of a second each: a few samples and no more.
    #[test]
    fn what_is_slow_is_not_run_for_ever() {
        let (sampler, asked) = drive(|_| 1.0, 0.0, 0.25);
        assert_eq!((sampler.samples().len(), asked.len()), (LEAST, LEAST + 1));
    }

    /// A clock that stands still gives no sample, and still an end.
    #[test]
    fn a_clock_that_stands_still() {
        let (sampler, _) = drive(|_| 0.0, 0.0, 1.0);
        assert!(sampler.samples().is_empty());
        let mut sampler = Sampler::new(f64::NAN, 0.1);
        for bad in [f64::NAN, -1.0, f64::INFINITY] {
            sampler.took(bad);
        }
        assert!(sampler.spent() == 0.0);
    }

    #[test]
    fn two_clocks_check_each_other() {
        assert_eq!(believed(Some(0.0200), 0.0205, 1e-4), (0.0200, true));
        assert_eq!(believed(None, 0.02, 1e-4), (0.02, true));
        // The device's clock says half, or more than the time around it.
        assert_eq!(believed(Some(0.010), 0.020, 1e-4), (0.020, false));
        assert_eq!(believed(Some(0.030), 0.020, 1e-4), (0.020, false));
        assert_eq!(believed(Some(f64::NAN), 0.020, 1e-4), (0.020, true));
        // A submission that costs a good part of a short sample.
        assert_eq!(believed(Some(0.004), 0.010, 0.006), (0.004, true));
    }
}

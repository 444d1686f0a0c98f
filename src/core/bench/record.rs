//! What was measured of one machine, as far as it came.

use super::plan::first;
use super::probe::Probe;
use super::statistics::{SLOWED, Statistics};

/// What ran the kernels, in its own words; empty where it does not say.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Machine {
    pub vendor: String,
    pub architecture: String,
    pub device: String,
    pub description: String,
    /// A processor that plays a GPU: it may run the kernels, and says nothing of a GPU.
    pub software: bool,
    /// `WebGPU`, or the interface of a native run; empty where there is no GPU.
    pub backend: String,
    /// The browser or system it ran in, in its own words.
    pub host: String,
    /// Threads of the processor, as far as the browser tells; zero where it does not.
    pub threads: u32,
    pub features: Vec<String>,
    pub limits: Limits,
    /// Seconds between two ticks of the clock, and whether the device has a clock of its own.
    pub tick: f64,
    pub timestamps: bool,
    /// Why there is no GPU to measure; empty where there is one.
    pub missing: String,
}

/// What an adapter allows; zero where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Limits {
    /// Bytes of one buffer, of one binding, and of the memory that a workgroup shares.
    pub buffer: f64,
    pub binding: f64,
    pub shared: f64,
    /// Invocations of a workgroup, and workgroups along one axis.
    pub invocations: u32,
    pub workgroups: u32,
}

impl Machine {
    /// There is a GPU, or something that plays one.
    pub fn has_gpu(&self) -> bool {
        !self.backend.is_empty()
    }

    /// The words that tell it from others.
    pub fn name(&self) -> String {
        let first = [&self.description, &self.device].into_iter().find(|w| !w.trim().is_empty());
        let words: Vec<&str> = match first {
            Some(one) => vec![one.trim()],
            None => {
                [&self.vendor, &self.architecture].into_iter().map(|w| w.trim()).filter(|w| !w.is_empty()).collect()
            }
        };
        if words.is_empty() { "a GPU that does not say its name".to_owned() } else { words.join(" ") }
    }
}

/// Do these words name a processor that plays a GPU?
pub fn plays_a_gpu(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["swiftshader", "llvmpipe", "lavapipe", "softpipe", "basic render"].iter().any(|name| words.contains(name))
}

/// How one probe ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Seconds of one run in every sample.
    Measured(Vec<f64>),
    /// A result differs from the core's; nothing was timed.
    Wrong,
    /// The adapter does not offer what it needs.
    Unsupported,
    /// It would take too long, or too much memory.
    Skipped,
    /// It could not be compiled or run.
    Failed,
}

impl Outcome {
    pub const fn id(&self) -> &'static str {
        match self {
            Outcome::Measured(_) => "measured",
            Outcome::Wrong => "wrong",
            Outcome::Unsupported => "unsupported",
            Outcome::Skipped => "skipped",
            Outcome::Failed => "failed",
        }
    }

    /// The outcomes that have no times.
    pub const fn without_times() -> [Outcome; 4] {
        [Outcome::Wrong, Outcome::Unsupported, Outcome::Skipped, Outcome::Failed]
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub probe: Probe,
    pub outcome: Outcome,
    /// The kernel that was the fastest where there are several; empty otherwise.
    pub kernel: String,
    /// Why, or what to know of it; empty where there is nothing to say.
    pub note: String,
}

impl Reading {
    pub fn statistics(&self) -> Option<Statistics> {
        match &self.outcome {
            Outcome::Measured(samples) => Statistics::of(samples),
            _ => None,
        }
    }

    /// FLOP/s, bytes/s, or seconds of the best and of the median sample.
    pub fn rates(&self) -> Option<(f64, f64)> {
        let s = self.statistics()?;
        let of = |seconds: f64| match self.probe.unit() {
            super::probe::Unit::Seconds => seconds,
            _ => self.probe.amount() / seconds,
        };
        Some((of(s.best), of(s.median)))
    }

    /// FLOP/s of the median sample, whatever its headline is in.
    pub fn flop_rate(&self) -> Option<f64> {
        self.statistics().map(|s| self.probe.flop() / s.median).filter(|r| *r > 0.0)
    }

    /// Bytes/s of the median sample, whatever its headline is in.
    pub fn byte_rate(&self) -> Option<f64> {
        self.statistics().map(|s| self.probe.bytes() / s.median).filter(|r| *r > 0.0)
    }
}

/// How the whole run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Ended {
    /// Not yet.
    #[default]
    Running,
    Complete,
    Cancelled,
    /// The page went out of sight.
    Hidden,
    /// The device was lost.
    Lost,
    /// The program that measures stopped.
    Failed,
}

impl Ended {
    pub const ALL: [Ended; 6] =
        [Ended::Running, Ended::Complete, Ended::Cancelled, Ended::Hidden, Ended::Lost, Ended::Failed];

    pub const fn id(self) -> &'static str {
        match self {
            Ended::Running => "running",
            Ended::Complete => "complete",
            Ended::Cancelled => "cancelled",
            Ended::Hidden => "hidden",
            Ended::Lost => "lost",
            Ended::Failed => "failed",
        }
    }
}

/// One run of the benchmark. What is there counts, however it ended.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Record {
    /// The day, as 2026-11-29; empty where it is not known.
    pub day: String,
    pub machine: Machine,
    /// What was to be measured.
    pub plan: Vec<Probe>,
    pub readings: Vec<Reading>,
    pub ended: Ended,
    /// Why it ended so; empty where there is nothing to say.
    pub reason: String,
    /// By what part the first probe took longer when it was measured again at the end.
    pub slowed: Option<f64>,
}

impl Record {
    pub fn reading(&self, probe: &Probe) -> Option<&Reading> {
        self.readings.iter().find(|r| r.probe == *probe)
    }

    /// Everything that was to be measured has an outcome.
    pub fn is_complete(&self) -> bool {
        self.ended == Ended::Complete
    }

    /// By what part the machine slowed during the run, where that is more than the samples of the probe differ anyway.
    pub fn slowed_by(&self) -> Option<f64> {
        let spread = self.reading(&first(&self.machine)).and_then(Reading::statistics).map_or(0.0, |s| s.spread);
        self.slowed.filter(|part| *part > SLOWED.max(spread))
    }

    /// Readings with times.
    pub fn measured(&self) -> impl Iterator<Item = &Reading> {
        self.readings.iter().filter(|r| matches!(r.outcome, Outcome::Measured(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processors_that_play_a_gpu() {
        for name in
            ["llvmpipe (LLVM 19.1.7, 256 bits)", "SwiftShader Device (Subzero)", "Microsoft Basic Render Driver"]
        {
            assert!(plays_a_gpu(name), "{name}");
        }
        for name in ["NVIDIA H200", "Apple M3", "AMD Radeon RX 7900 XTX", "Intel(R) Arc(tm) A770 Graphics"] {
            assert!(!plays_a_gpu(name), "{name}");
        }
    }
}

//! The whole benchmark: what is planned is compiled, checked, timed and told, one probe after the other.

use super::check::differs;
use super::clock::Clock;
use super::gpu::Gpu;
use super::job::{self, Job};
use super::kernels::products::{Variant, variants};
use super::load::{Loaded, Loader, Time};
use super::processor::Work;
use super::trouble::Trouble;
use super::{pause, small};
use crate::core::bench::event::Event;
use crate::core::bench::plan::{LONGEST, Plan, Step, first};
use crate::core::bench::probe::{Arithmetic, Probe};
use crate::core::bench::record::{Ended, Machine, Outcome, Reading};
use crate::core::bench::sampling::{AGREE, Next, SAMPLE, Sampler, believed};
use crate::core::bench::statistics::{Statistics, slowed};

/// Why a run ends early.
enum Halt {
    Lost(String),
    Stopped,
}

/// What came of one probe: times, or why there are none.
struct Found {
    outcome: Outcome,
    kernel: String,
    note: String,
}

impl Found {
    fn without(outcome: Outcome, note: String) -> Found {
        Found { outcome, kernel: String::new(), note }
    }
}

/// Parts of a job that are run before the whole: each takes at most eight times as long as the one before.
const PARTS: [f64; 3] = [1.0 / 64.0, 0.125, 1.0];
/// Seconds that a run lasts at least when the kernels of a product are compared, and how many there are of it.
const COMPARED: f64 = 0.005;
const COMPARISONS: u32 = 3;

/// Samples of a probe that are taken again because two clocks do not agree on them.
const AGAIN: u32 = 3;
const CLOCKS: &str = "The device's clock does not agree with the time around it, which counts.";

/// Products for which one kernel is chosen: it depends on how many workgroups there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    FewRows,
    Middle,
    Large,
}

impl Kind {
    fn of(m: u32, n: u32) -> Kind {
        match u64::from(m) * u64::from(n) {
            _ if m < 64 => Kind::FewRows,
            all if all <= 1 << 20 => Kind::Middle,
            _ => Kind::Large,
        }
    }

    /// The m × k × n at which kernels are compared.
    fn size(self, software: bool) -> [u32; 3] {
        match (self, software) {
            (Kind::FewRows, false) => [16, 1024, 4096],
            (Kind::Middle, false) => [512, 512, 512],
            (Kind::Large, false) => [2048, 1024, 2048],
            (Kind::FewRows, true) => [16, 128, 128],
            (_, true) => [128, 128, 128],
        }
    }

    /// The variants that may be the fastest: with few rows only those with small tiles, with many not the smallest;
    /// where a processor plays the GPU, only those without barriers, which such a one takes seconds to compile.
    fn tried(self, software: bool) -> Vec<Variant> {
        let hopeless = |v: &Variant| match self {
            _ if software && v.shared > 0 => true,
            Kind::FewRows => v.tile.0 >= 64,
            Kind::Middle => false,
            Kind::Large => v.tile.0 * v.tile.1 < 2048,
        };
        variants().into_iter().filter(|v| !hopeless(v)).collect()
    }
}

/// The kernel that was the fastest for products of a kind, and what others got wrong.
struct Chosen {
    arithmetic: Arithmetic,
    kind: Kind,
    variant: Option<Variant>,
    outcome: Outcome,
    note: String,
}

struct Runner<'a> {
    loader: Option<Loader<'a>>,
    machine: &'a Machine,
    clock: Clock,
    /// Seconds that a submission costs.
    submission: f64,
    chosen: Vec<Chosen>,
    /// Texts whose results were right at a small size.
    right: Vec<String>,
    stop: &'a dyn Fn() -> bool,
}

/// Runs everything that is planned for a machine and tells what it finds. Nothing is told after the end.
pub async fn run(gpu: Option<&Gpu>, machine: &Machine, tell: &mut dyn FnMut(Event), stop: &dyn Fn() -> bool) {
    let plan = Plan::of(machine);
    run_plan(&plan, gpu, machine, tell, stop).await;
}

/// The same with a plan of one's own.
pub async fn run_plan(
    plan: &Plan,
    gpu: Option<&Gpu>,
    machine: &Machine,
    tell: &mut dyn FnMut(Event),
    stop: &dyn Fn() -> bool,
) {
    tell(Event::Plan { probes: plan.probes(), seconds: plan.seconds });
    let mut runner = Runner::new(gpu, machine, stop);
    let (how, reason) = match runner.all(plan, tell).await {
        Ok(()) => (Ended::Complete, String::new()),
        Err(Halt::Stopped) => (Ended::Cancelled, String::new()),
        Err(Halt::Lost(reason)) => (Ended::Lost, reason),
    };
    tell(Event::Ended { how, reason });
}

/// Checks and times one job by itself.
///
/// # Errors
/// The device was lost.
pub async fn run_job(gpu: &Gpu, machine: &Machine, job: &Job, budget: f64) -> Result<Reading, Trouble> {
    let mut runner = Runner::new(Some(gpu), machine, &|| false);
    let found = match runner.job(job, Some(budget)).await {
        Err(Trouble::Failed(why)) => Found::without(Outcome::Failed, why),
        other => other?,
    };
    let Found { outcome, kernel, note } = found;
    Ok(Reading { probe: job.case.probe, outcome, kernel, note })
}

impl<'a> Runner<'a> {
    fn new(gpu: Option<&'a Gpu>, machine: &'a Machine, stop: &'a dyn Fn() -> bool) -> Runner<'a> {
        Runner {
            loader: gpu.map(Loader::new),
            machine,
            clock: Clock::new(),
            submission: 0.0,
            chosen: Vec::new(),
            right: Vec::new(),
            stop,
        }
    }

    async fn all(&mut self, plan: &Plan, tell: &mut dyn FnMut(Event)) -> Result<(), Halt> {
        let again = first(self.machine);
        let mut before = None;
        for step in &plan.steps {
            self.look()?;
            tell(Event::Start(step.probe));
            let reading = self.step(step).await?;
            if step.probe == Probe::Submission {
                self.submission = reading.statistics().map_or(0.0, |s| s.median);
            }
            if step.probe == again {
                before = reading.statistics().map(|s| (s, step.clone()));
            }
            tell(Event::Reading(reading));
        }
        if let Some((before, step)) = before
            && let Some(after) = self.step(&step).await?.statistics()
        {
            tell(Event::Slowed(slowed(&before, &after)));
        }
        Ok(())
    }

    /// Whether to go on.
    fn look(&self) -> Result<(), Halt> {
        if let Some(Err(Trouble::Lost(reason))) = self.loader.as_ref().map(|l| l.gpu.alive()) {
            return Err(Halt::Lost(reason));
        }
        if (self.stop)() { Err(Halt::Stopped) } else { Ok(()) }
    }

    async fn step(&mut self, step: &Step) -> Result<Reading, Halt> {
        let found = if step.unsupported.is_empty() {
            match self.measure(step.probe, step.budget).await {
                Ok(found) => found,
                Err(Trouble::Failed(why)) => {
                    self.look()?;
                    Found::without(Outcome::Failed, why)
                }
                Err(Trouble::Lost(reason)) => return Err(Halt::Lost(reason)),
            }
        } else {
            Found::without(Outcome::Unsupported, step.unsupported.clone())
        };
        let Found { outcome, kernel, note } = found;
        // A run that was stopped in the middle of a probe has no reading of it.
        self.look()?;
        Ok(Reading { probe: step.probe, outcome, kernel, note })
    }

    async fn measure(&mut self, probe: Probe, budget: f64) -> Result<Found, Trouble> {
        if let Some(work) = Work::of(&probe) {
            return Ok(self.processor(work, budget).await);
        }
        match probe {
            Probe::Product { .. } => self.product(probe, budget).await,
            _ => match job::of(probe, self.machine.software) {
                Some(job) => self.job(&job, Some(budget)).await,
                None => Err(Trouble::Failed("There is no kernel for it.".to_owned())),
            },
        }
    }

    async fn processor(&self, mut work: Work, budget: f64) -> Found {
        work.run();
        if let Some(wrong) = work.differs() {
            return Found::without(Outcome::Wrong, wrong);
        }
        let mut sampler = Sampler::new(self.machine.tick, budget);
        while let Next::Run(runs) = sampler.next() {
            let start = self.clock.now();
            for _ in 0..runs {
                work.run();
            }
            sampler.took(self.clock.now() - start);
            if (self.stop)() {
                break;
            }
            pause().await;
        }
        timed(&sampler, 1.0, String::new())
    }

    fn loader(&mut self) -> Result<&mut Loader<'a>, Trouble> {
        self.loader.as_mut().ok_or_else(|| Trouble::Failed("There is no device.".to_owned()))
    }

    /// Checks one job and samples it for so many seconds; or times it a few times, to compare it.
    async fn job(&mut self, job: &Job, budget: Option<f64>) -> Result<Found, Trouble> {
        if let Some(wrong) = self.small(job).await? {
            return Ok(Found::without(Outcome::Wrong, wrong));
        }
        let loaded = self.loader()?.load(job).await?;
        if let Some(long) = self.pilot(&loaded).await? {
            return Ok(Found::without(Outcome::Skipped, long));
        }
        if let Some(wrong) = self.differs(job, &loaded).await? {
            return Ok(Found::without(Outcome::Wrong, wrong));
        }
        match budget {
            Some(budget) => self.sample(job, &loaded, budget).await,
            None => self.compare(&loaded).await,
        }
    }

    async fn differs(&mut self, job: &Job, loaded: &Loaded) -> Result<Option<String>, Trouble> {
        differs(self.loader()?.gpu, &job.case, &loaded.result).await
    }

    /// What a kernel gets wrong at a small size that is no multiple of anything; looked at once for each.
    async fn small(&mut self, job: &Job) -> Result<Option<String>, Trouble> {
        let Some(first) = job.stages.first() else { return Ok(None) };
        if self.right.contains(&first.kernel.text) {
            return Ok(None);
        }
        if let Some(small) = small::of(job) {
            let loaded = self.loader()?.load(&small).await?;
            self.loader()?.time(&loaded, 1, 1.0).await?;
            if let Some(wrong) = self.differs(&small, &loaded).await? {
                return Ok(Some(wrong));
            }
        }
        self.right.push(first.kernel.text.clone());
        Ok(None)
    }

    /// Runs a small part of a job, then more where that is not enough to tell, then all; or says that all would take
    /// too long.
    async fn pilot(&mut self, loaded: &Loaded) -> Result<Option<String>, Trouble> {
        // Some drivers compile when a kernel is first run, so the first part may be run twice.
        let mut parts: Vec<f64> = [&PARTS[..1], &PARTS].concat().into_iter().map(|p| loaded.share(p)).collect();
        parts.dedup_by(|next, before| next == before && *next == 1.0);
        for (i, part) in parts.iter().enumerate() {
            let time = self.loader()?.time(loaded, 1, *part).await?;
            let seconds = time.device.filter(|d| *d > 0.0).unwrap_or(time.around);
            if seconds / part <= LONGEST {
                if *part < 1.0 {
                    self.loader()?.time(loaded, 1, 1.0).await?;
                }
                return Ok(None);
            }
            let ahead = parts.get(i + 1).map_or(seconds, |next| seconds * next / part);
            if i > 0 && ahead > LONGEST {
                return Ok(Some(format!("One run would take about {:.1} s.", seconds / part)));
            }
        }
        Ok(None)
    }

    /// A few times, none of them short.
    async fn compare(&mut self, loaded: &Loaded) -> Result<Found, Trouble> {
        let loader = self.loader()?;
        let each = |runs: u32, time: Time| time.device.unwrap_or(time.around) / f64::from(runs);
        let once = each(1, loader.time(loaded, 1, 1.0).await?);
        let runs = (COMPARED / once.max(1e-6)).ceil() as u32;
        let mut samples = Vec::new();
        for _ in 0..COMPARISONS {
            samples.push(each(runs.max(1), loader.time(loaded, runs.max(1), 1.0).await?));
        }
        samples.retain(|s| *s > 0.0);
        Ok(Found { outcome: Outcome::Measured(samples), kernel: String::new(), note: String::new() })
    }

    async fn sample(&mut self, job: &Job, loaded: &Loaded, budget: f64) -> Result<Found, Trouble> {
        let alone = matches!(job.case.probe, Probe::Submission);
        let mut sampler = Sampler::new(self.machine.tick, budget);
        if !alone && !self.machine.timestamps {
            // What handing over costs is taken off every sample, which is long against it.
            sampler = sampler.at_least(4.0 * self.submission);
        }
        let (submission, mut note, mut again) = (self.submission, String::new(), 0);
        while let Next::Run(runs) = sampler.next() {
            let loader = self.loader()?;
            let from = loader.clock.now();
            let seconds = if alone {
                let start = loader.clock.now();
                for _ in 0..runs {
                    loader.time(loaded, 1, 1.0).await?;
                }
                loader.clock.now() - start
            } else {
                let time = loader.time(loaded, runs, 1.0).await?;
                let (seconds, agree) = believed(time.device, time.around, submission);
                // What is short says nothing of the clocks.
                // No clock of the device may tell more than passed around it.
                let possible = |device: f64| device > 0.0 && device <= time.around * (1.0 + AGREE) + self.machine.tick;
                match time.device {
                    None => (seconds - submission).max(0.0),
                    Some(device) if time.around < SAMPLE / 2.0 && possible(device) => device,
                    // Something else may have come between: then they agree the next time.
                    _ if !agree && again < AGAIN => {
                        again += 1;
                        continue;
                    }
                    _ => {
                        if !agree {
                            note = CLOCKS.to_owned();
                        }
                        seconds
                    }
                }
            };
            let waited = self.loader()?.clock.now() - from;
            sampler.took(seconds);
            sampler.waited(waited - seconds);
            if (self.stop)() {
                break;
            }
        }
        Ok(timed(&sampler, job.runs, note))
    }

    /// A product by the kernel that is the fastest for its kind.
    async fn product(&mut self, probe: Probe, budget: f64) -> Result<Found, Trouble> {
        let Probe::Product { arithmetic, m, n, .. } = probe else { return Err(Trouble::Failed(String::new())) };
        let kind = Kind::of(m, n);
        let known = |c: &Chosen| c.arithmetic == arithmetic && c.kind == kind;
        if !self.chosen.iter().any(known) {
            let chosen = self.choose(arithmetic, kind).await?;
            self.chosen.push(chosen);
        }
        let Some(chosen) = self.chosen.iter().find(|c| known(c)) else {
            return Err(Trouble::Failed("There is no kernel for it.".to_owned()));
        };
        let others = chosen.note.clone();
        let Some(variant) = chosen.variant.clone() else {
            return Ok(Found::without(chosen.outcome.clone(), others));
        };
        let Some(job) = job::product(probe, &variant) else {
            return Err(Trouble::Failed("There is no kernel for it.".to_owned()));
        };
        let found = self.job(&job, Some(budget)).await?;
        let note = [found.note, others].into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join(" ");
        Ok(Found { kernel: variant.name.to_owned(), note, ..found })
    }

    /// Times every kernel at one size of the kind.
    async fn choose(&mut self, arithmetic: Arithmetic, kind: Kind) -> Result<Chosen, Trouble> {
        let software = self.machine.software;
        let [m, k, n] = kind.size(software);
        let probe = Probe::Product { arithmetic, m, k, n };
        let mut chosen = Chosen { arithmetic, kind, variant: None, outcome: Outcome::Failed, note: String::new() };
        let (mut best, mut notes) = (f64::INFINITY, Vec::new());
        for variant in kind.tried(software) {
            let Some(job) = job::product(probe, &variant) else { continue };
            if job.stages.iter().any(|s| !s.kernel.lacking(self.machine).is_empty()) {
                continue;
            }
            let name = variant.name;
            let found = match self.job(&job, None).await {
                Ok(found) => found,
                Err(Trouble::Failed(why)) => Found::without(Outcome::Failed, why),
                Err(lost) => return Err(lost),
            };
            match found.outcome {
                Outcome::Measured(samples) => {
                    if let Some(s) = Statistics::of(&samples)
                        && s.best < best
                    {
                        best = s.best;
                        chosen.variant = Some(variant);
                    }
                }
                Outcome::Wrong => {
                    notes.push(format!("Kernel {name} is wrong here: {}", found.note));
                    chosen.outcome = Outcome::Wrong;
                }
                outcome => {
                    notes.push(format!("Kernel {name}: {}", found.note));
                    if chosen.outcome != Outcome::Wrong {
                        chosen.outcome = outcome;
                    }
                }
            }
            if (self.stop)() {
                break;
            }
        }
        chosen.note = notes.join(" ");
        Ok(chosen)
    }
}

/// Samples of one run each; a clock that stands still gives none.
fn timed(sampler: &Sampler, runs: f64, note: String) -> Found {
    let samples: Vec<f64> = sampler.samples().into_iter().map(|s| s / runs).collect();
    if samples.is_empty() {
        return Found::without(Outcome::Failed, "The clock did not move while it ran.".to_owned());
    }
    Found { outcome: Outcome::Measured(samples), kernel: String::new(), note }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind is compared at a size of its own, and every variant is tried for some.
    #[test]
    fn kinds_of_products() {
        for kind in [Kind::FewRows, Kind::Middle, Kind::Large] {
            let [m, _, n] = kind.size(false);
            assert_eq!(Kind::of(m, n), kind);
            assert!(!kind.tried(false).is_empty() && !kind.tried(true).is_empty(), "{kind:?}");
            assert!(kind.tried(true).iter().all(|v| v.shared == 0), "{kind:?}");
        }
        assert_eq!(Kind::of(4096, 4096), Kind::Large);
        assert_eq!(Kind::of(1024, 1024), Kind::Middle);
        assert_eq!(Kind::of(16, 14336), Kind::FewRows);
        assert_eq!(Kind::Middle.tried(false).len(), variants().len());
    }
}

//! The best layout: every way to share a run over the devices, the fastest first among those that fit.
//!
//! Exhaustive within its grid: every divisor for tensor (within a node), pipeline, context and expert parallelism,
//! micro-batches of powers of two, ZeRO 0 and 1 with a pipeline and 0 to 3 without, pieces that come out even. What of it is
//! left out without being timed cannot fit: weights, gradients and optimizer alone are too large for a device.

use super::{PerToken, Timing};
use crate::core::engine::habits::Habits;
use crate::core::engine::machine::Machine;
use crate::core::engine::pass::Pass;
use crate::core::engine::step::{Job, Part};
use crate::core::error::{Code, Error};
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::layout::{Layout, check_heads};
use crate::core::memory::training::{self, Select, Setup};
use crate::core::model::{Architecture, Attention};
use crate::core::quantity::{Bytes, Seconds, Tokens};

/// What is searched.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    pub model: &'a Architecture,
    /// What is the same in every layout: sequence, recipe, optimizer, kernel.
    pub base: Setup,
    pub machine: Machine<'a>,
    pub devices: u64,
    pub batch: u64,
    pub habits: Habits,
    pub tokens: Tokens,
    pub capacity: Bytes,
    /// Micro-batches larger than this are not tried.
    pub most_micro: u64,
}

/// A layout that fits, with how it is timed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub setup: Setup,
    pub timing: Timing,
    /// Memory of the fullest device.
    pub memory: Bytes,
}

/// What became of the layouts.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The fastest that fit, best first.
    pub best: Vec<Found>,
    /// No other layout is both faster and smaller than one of these; smallest first.
    pub front: Vec<Found>,
    pub tried: u64,
    /// Of them, those that do not fit.
    pub too_large: u64,
}

/// Layouts that one search tries at most; what is left out then has the most devices for every matrix.
pub const LIMIT: u64 = 120_000;

/// Tokens of a sequence on one device, below which context parallelism is not tried: nobody shares short sequences.
const SHORTEST: u64 = 4096;

/// The part of a layout that decides the passes of a micro-batch.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Block {
    tensor: u64,
    context: u64,
    expert: u64,
    micro: u64,
}

/// A search under way: a few layouts at a time, so that it can be shown and stopped.
pub struct Running<'a> {
    search: Search<'a>,
    blocks: Vec<Block>,
    next: usize,
    outcome: Outcome,
    keep: usize,
    per: [PerToken; Recompute::ALL.len()],
}

/// A search at rest, apart from what it is about.
#[derive(Clone, Debug, Default)]
pub struct Paused {
    blocks: Vec<Block>,
    next: usize,
    outcome: Outcome,
    keep: usize,
    per: Option<[PerToken; Recompute::ALL.len()]>,
}

impl Paused {
    /// What was found so far.
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }
}

impl Found {
    /// The part of a step in which this loses most to a better layout, and by how much.
    pub fn behind(&self, best: &Found) -> Option<(Part, Seconds)> {
        let (own, other) = (self.timing.step.as_ref()?, best.timing.step.as_ref()?);
        let more = |p: Part| own.part(p).get() - other.part(p).get();
        let part = Part::ALL.into_iter().max_by(|a, b| more(*a).total_cmp(&more(*b)))?;
        Seconds::new(more(part)).ok().map(|t| (part, t))
    }
}

/// Divisors of `n` up to `most`, smallest first.
fn divisors(n: u64, most: u64) -> Vec<u64> {
    let mut out: Vec<u64> = Vec::new();
    let mut large = Vec::new();
    let mut i = 1;
    while i * i <= n {
        if n.is_multiple_of(i) {
            out.push(i);
            if i != n / i {
                large.push(n / i);
            }
        }
        i += 1;
    }
    out.extend(large.into_iter().rev());
    out.retain(|d| *d <= most);
    out
}

impl<'a> Search<'a> {
    /// # Errors
    /// Where there are no devices, or more than can be shared out.
    pub fn start(self, keep: usize) -> Result<Running<'a>, Error> {
        if self.devices == 0 || self.devices > crate::core::memory::layout::MOST {
            let message = format!("From 1 to {} devices can be searched.", crate::core::memory::layout::MOST);
            return Err(Error::new(Code::OutOfDomain, "count", message));
        }
        let blocks = self.blocks();
        let per = self.per();
        Ok(Running { search: self, blocks, next: 0, outcome: Outcome::default(), keep, per })
    }

    /// Goes on with a search of the same.
    pub fn resume(self, paused: Paused) -> Running<'a> {
        let Paused { blocks, next, outcome, keep, per } = paused;
        let per = per.unwrap_or_else(|| self.per());
        Running { search: self, blocks, next, outcome, keep, per }
    }

    fn per(&self) -> [PerToken; Recompute::ALL.len()] {
        Recompute::ALL.map(|(_, recompute)| PerToken::of(self.model, &Setup { recompute, ..self.base }))
    }

    /// Ways to share one micro-batch.
    fn blocks(&self) -> Vec<Block> {
        let heads = self.model.stack.layers().filter_map(|l| l.attention.as_ref()).map(|a: &Attention| a.heads).min();
        let experts = self.model.stack.kinds.iter().flat_map(|l| &l.feeds).filter_map(|f| f.routed).map(|r| r.experts);
        let experts = experts.min().unwrap_or(1);
        let mut out = Vec::new();
        let widest = self.machine.node.min(heads.unwrap_or(64)).min(64);
        for tensor in divisors(self.devices, widest) {
            if check_heads(self.model, tensor).is_err() {
                continue;
            }
            for context in divisors(self.devices / tensor, 64) {
                if !self.base.sequence.is_multiple_of(context)
                    || (context > 1 && self.base.sequence / context < SHORTEST)
                {
                    continue;
                }
                for expert in divisors(self.devices, experts) {
                    if !experts.is_multiple_of(expert) {
                        continue;
                    }
                    let mut micro = 1;
                    while micro <= self.most_micro && micro <= self.batch {
                        out.push(Block { tensor, context, expert, micro });
                        micro *= 2;
                    }
                }
            }
        }
        out
    }
}

impl<'a> Running<'a> {
    /// Part of the search that is done.
    pub fn progress(&self) -> f64 {
        if self.blocks.is_empty() { 1.0 } else { self.next as f64 / self.blocks.len() as f64 }
    }

    /// Puts it aside.
    pub fn pause(self) -> Paused {
        let Running { blocks, next, outcome, keep, per, .. } = self;
        Paused { blocks, next, outcome, keep, per: Some(per) }
    }

    pub fn is_done(&self) -> bool {
        self.next >= self.blocks.len()
    }

    /// Tries about `layouts` more.
    pub fn advance(&mut self, layouts: u64) {
        let until = self.outcome.tried.saturating_add(layouts);
        while self.outcome.tried < until {
            let Some(block) = self.blocks.get(self.next).copied() else { return };
            self.next += 1;
            self.block(block);
        }
    }

    /// To the end.
    pub fn finish(mut self) -> Outcome {
        while !self.is_done() {
            self.advance(u64::MAX - self.outcome.tried);
        }
        self.outcome
    }

    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Every pipeline, ZeRO stage and recomputation with this block.
    fn block(&mut self, block: Block) {
        let s = &self.search;
        let rest = s.devices / block.tensor / block.context;
        let layout = Layout {
            data: rest,
            tensor: block.tensor,
            pipeline: 1,
            context: block.context,
            expert: block.expert,
            interleave: 1,
            ..s.base.layout
        };
        let first = Setup { layout, micro_batch: block.micro, ..s.base };
        // Passes differ where devices hold whole experts, which rests on the replicas that the pipeline leaves.
        let mut passes: [Option<Pass>; 2] = [None, None];
        let layers = s.model.layers();
        let mut found = Vec::new();
        for pipeline in divisors(rest, layers) {
            let data = rest / pipeline;
            let replicas = data.saturating_mul(block.context);
            let per = data.saturating_mul(block.micro);
            if !replicas.saturating_mul(block.tensor).is_multiple_of(block.expert) || per > s.batch {
                continue;
            }
            // Where the batch does not come out even, some wait in the last turn.
            let m = s.batch.div_ceil(per);
            let shared = Setup { layout: Layout { data, ..layout }, ..first };
            let slot = &mut passes[usize::from(shared.layout.whole_experts())];
            let pass = *slot.get_or_insert_with(|| s.job(&shared).pass());
            for interleave in pieces(layers, pipeline, m) {
                for zero in 0..=if pipeline == 1 { 3 } else { 1 } {
                    if zero > 0 && replicas == 1 {
                        continue;
                    }
                    for (at, (_, recompute)) in Recompute::ALL.iter().enumerate() {
                        if *recompute == Recompute::Selective && s.base.kernel == Kernel::Flash {
                            continue;
                        }
                        let layout = Layout { data, pipeline, interleave, zero, ..layout };
                        let setup = Setup { layout, recompute: *recompute, micro_batches: Some(m), ..first };
                        found.push((setup, pass, m, at));
                    }
                }
            }
        }
        for (setup, pass, m, at) in found {
            self.try_one(&setup, &pass, m, at);
        }
    }

    fn try_one(&mut self, setup: &Setup, pass: &Pass, m: u64, recompute: usize) {
        let s = &self.search;
        let job = s.job(setup);
        // What the model does not allow is no layout.
        let (Ok(memory), Some(per)) = (s.memory(setup, pass), self.per.get(recompute)) else { return };
        self.outcome.tried += 1;
        let Some(memory) = memory else {
            self.outcome.too_large += 1;
            return;
        };
        if memory > s.capacity {
            self.outcome.too_large += 1;
            return;
        }
        let step = job.assemble(pass, m);
        let slower = |best: &Found| best.timing.step_time.get() <= step.time.get();
        let full = self.outcome.best.len() >= self.keep;
        let enters = !full || !self.outcome.best.last().is_some_and(slower);
        let dominated = self.outcome.front.iter().any(|f| slower(f) && f.memory <= memory);
        if !enters && dominated {
            return;
        }
        let Ok(timing) = Timing::of_step(&job, step, per, s.tokens) else { return };
        let found = Found { setup: *setup, timing, memory };
        if enters {
            let at = self.outcome.best.partition_point(slower);
            self.outcome.best.insert(at, found);
            self.outcome.best.truncate(self.keep);
        }
        if !dominated {
            self.outcome.front.retain(|f| f.memory < memory || f.timing.step_time < timing.step_time);
            let at = self.outcome.front.partition_point(|f| f.memory <= memory);
            self.outcome.front.insert(at, found);
        }
    }
}

/// Pieces of the pipeline on one stage that are worth trying: as frameworks allow, layers come out even and micro-batches
/// go round in full.
fn pieces(layers: u64, pipeline: u64, micro_batches: u64) -> Vec<u64> {
    let mut out = vec![1];
    if pipeline > 1 && layers.is_multiple_of(pipeline) && micro_batches.is_multiple_of(pipeline) {
        out.extend(divisors(layers / pipeline, 12).into_iter().skip(1));
    }
    out
}

impl<'a> Search<'a> {
    fn job<'s>(&'s self, setup: &'s Setup) -> Job<'s> {
        Job { model: self.model, setup, machine: self.machine, batch: self.batch, habits: self.habits, shard: None }
    }

    /// Memory of the fullest device; none where the states of an even stage alone are too large.
    fn memory(&self, setup: &Setup, pass: &Pass) -> Result<Option<Bytes>, Error> {
        setup.layout.check(self.model, setup.sequence)?;
        if pass.least(setup) > self.capacity.get() {
            return Ok(None);
        }
        let stages = training::training(self.model, setup)?;
        Ok(Some(training::select(&stages, Select::Max)?.total()))
    }
}

/// The smallest number of devices, a power of two or three of them, on which some layout fits; none up to a million.
pub fn smallest(search: &Search) -> Option<u64> {
    let mut devices = 1;
    while devices <= 1 << 20 {
        for count in [devices, devices + devices / 2] {
            if count <= crate::core::memory::layout::MOST && search.clone().holds(count) {
                return Some(count);
            }
        }
        devices *= 2;
    }
    None
}

impl Search<'_> {
    /// Does the model fit so many devices in any way? Only layouts that spread it most are tried.
    fn holds(mut self, devices: u64) -> bool {
        self.devices = devices;
        self.most_micro = 1;
        let layers = self.model.layers();
        self.blocks().into_iter().any(|block| {
            let rest = devices / block.tensor / block.context;
            divisors(rest, layers).into_iter().any(|pipeline| {
                let data = rest / pipeline;
                let zero = if pipeline == 1 { 3 } else { 1 };
                let layout = Layout {
                    data,
                    tensor: block.tensor,
                    pipeline,
                    context: block.context,
                    expert: block.expert,
                    interleave: 1,
                    zero,
                    ..self.base.layout
                };
                if data > self.batch {
                    return false;
                }
                let m = Some(self.batch.div_ceil(data));
                let setup = Setup { layout, micro_batch: 1, micro_batches: m, recompute: Recompute::Full, ..self.base };
                let stages = training::training(self.model, &setup);
                stages.is_ok_and(|s| training::select(&s, Select::Max).is_ok_and(|s| s.total() <= self.capacity))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators;
    use crate::core::chosen::Model;

    fn search<'a>(model: &'a Model, device: &'a accelerators::Accelerator, devices: u64, batch: u64) -> Search<'a> {
        Search {
            model: model.architecture(),
            base: Setup { reserve: Bytes::new(training::RESERVE).unwrap(), ..Setup::new(4096) },
            machine: Machine::of(device, None, None).unwrap(),
            devices,
            batch,
            habits: Habits::default(),
            tokens: Tokens::new(1e12).unwrap(),
            capacity: device.capacity(),
            most_micro: 4,
        }
    }

    /// Every layout of small numbers that the model allows, each timed and weighed by itself.
    fn one_by_one(s: &Search) -> Vec<(f64, Setup)> {
        let mut all = Vec::new();
        let up_to = |n: u64| (1..=n).filter(move |d| n.is_multiple_of(*d));
        for (tensor, pipeline) in up_to(s.devices).flat_map(|t| up_to(s.devices / t).map(move |p| (t, p))) {
            for (expert, micro) in up_to(s.devices).flat_map(|e| [1, 2, 4].map(|m| (e, m))) {
                for (interleave, zero) in (1..=12).flat_map(|v| [0, 1, 2, 3].map(|z| (v, z))) {
                    for recompute in [Recompute::None, Recompute::Full] {
                        let data = s.devices / tensor / pipeline;
                        let layout = Layout { data, tensor, pipeline, expert, interleave, zero, ..Layout::default() };
                        let setup = Setup { layout, micro_batch: micro, recompute, ..s.base };
                        let Ok(m) = setup.turns(s.batch) else { continue };
                        let setup = Setup { micro_batches: Some(m), ..setup };
                        let uneven = interleave > 1
                            && (!m.is_multiple_of(pipeline) || !s.model.layers().is_multiple_of(pipeline * interleave));
                        if uneven || (zero > 1 && pipeline > 1) || (zero > 0 && data == 1) || tensor > s.machine.node {
                            continue;
                        }
                        let Ok(step) = s.job(&setup).step() else { continue };
                        let Ok(stages) = training::training(s.model, &setup) else { continue };
                        if training::select(&stages, Select::Max).unwrap().total() <= s.capacity {
                            all.push((step.time.get(), setup));
                        }
                    }
                }
            }
        }
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        all
    }

    #[test]
    fn finds_what_trying_one_by_one_finds() {
        for (id, device, devices, batch) in [
            ("llama-3-8b", "h100-sxm", 8, 64),
            ("llama-3-8b", "a100-40-sxm", 12, 48),
            ("llama-3-70b", "h100-sxm", 32, 64),
            ("mixtral-8x7b", "h200-sxm", 16, 32),
            ("gemma-2-9b", "b200-sxm", 24, 96),
        ] {
            let (model, device) = (Model::preset(id).unwrap(), accelerators::get(device).unwrap());
            let s = search(&model, device, devices, batch);
            let all = one_by_one(&s);
            let outcome = s.start(usize::MAX).unwrap().finish();
            assert_eq!(outcome.best.len(), all.len(), "{id}");
            assert_eq!(outcome.tried - outcome.too_large, all.len() as u64, "{id}");
            for (found, (time, _)) in outcome.best.iter().zip(&all) {
                assert!((found.timing.step_time.get() / time - 1.0).abs() < 1e-12, "{id}");
            }
            for (at, f) in outcome.front.iter().enumerate() {
                let beaten = |o: &Found| o.memory <= f.memory && o.timing.step_time < f.timing.step_time;
                assert!(!outcome.best.iter().any(beaten), "{id} {at}");
            }
        }
    }

    #[test]
    fn the_named_cluster_holds_the_model() {
        for (id, device, devices) in [("llama-3-1-405b", "h100-sxm", 8), ("deepseek-v3", "a100-80-sxm", 16)] {
            let (model, device) = (Model::preset(id).unwrap(), accelerators::get(device).unwrap());
            let s = search(&model, device, devices, 4096);
            assert!(s.clone().start(1).unwrap().finish().best.is_empty());
            let named = smallest(&s).unwrap();
            assert!(!Search { devices: named, ..s }.start(1).unwrap().finish().best.is_empty(), "{id}: {named}");
        }
    }
}

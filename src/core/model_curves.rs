//! The cache of one sequence against its length: this model, the one beside it, and some that are known for theirs.

use super::chosen::Model;
use super::memory::serving;
use super::model::cache::bends;
use super::report::Report;

/// A model's line.
#[derive(Clone, Debug, PartialEq)]
pub struct CacheLine {
    pub name: String,
    /// Whose cache it is: how its keys and values come about.
    pub attention: String,
    /// Tokens, and bytes of one sequence on all devices together.
    pub points: Vec<(f64, f64)>,
    /// Tokens that the model was made for.
    pub context: Option<f64>,
    /// Bytes that a token adds at first, and once every window is full.
    pub per_token: (f64, f64),
    /// Lengths at which a window is full.
    pub bends: Vec<f64>,
}

/// Models that are known for their caches, most to least.
const KNOWN: [&str; 5] = ["llama-2-7b", "gemma-2-27b", "llama-3-8b", "deepseek-v3", "gpt-oss-120b"];
/// Lines that can be told apart.
const MOST: usize = 6;
pub const SHORTEST: f64 = 1024.0;
pub const LONGEST: f64 = 1_048_576.0;
/// Points of a doubling.
const PER_OCTAVE: u32 = 4;

/// This model first, then the one beside it, then known ones.
pub fn caches(report: &Report) -> Vec<CacheLine> {
    let setup = &report.scenario.setup;
    let mut models: Vec<Model> = std::iter::once(&setup.model).chain(&setup.against).cloned().collect();
    for id in KNOWN {
        let there = models.iter().any(|m| m.preset.is_some_and(|p| p.id == id));
        if !there && models.len() < MOST {
            models.extend(Model::preset(id));
        }
    }
    models.iter().map(|m| line(report, m)).collect()
}

fn line(report: &Report, model: &Model) -> CacheLine {
    let at = |tokens: f64| bytes(report, model, tokens);
    let windows = bends(model.architecture());
    let octaves = (LONGEST / SHORTEST).log2() as u32 * PER_OCTAVE;
    let mut lengths: Vec<f64> =
        (0..=octaves).map(|i| (SHORTEST * 2f64.powf(f64::from(i) / f64::from(PER_OCTAVE))).round()).collect();
    let bends: Vec<f64> = windows.iter().map(|w| *w as f64).collect();
    lengths.extend(bends.iter().filter(|w| (SHORTEST..LONGEST).contains(*w)));
    lengths.sort_by(f64::total_cmp);
    lengths.dedup();
    let m = model.architecture();
    let kv = report.scenario.setup.serving.kv;
    CacheLine {
        name: model.name(),
        attention: model.attention(),
        points: lengths.into_iter().map(|t| (t, at(t))).filter(|p| p.1 > 0.0).collect(),
        context: m.context.map(|c| c as f64),
        per_token: (serving::per_token(m, kv, 1).get(), {
            let (long, next) = (2 * LONGEST as u64, 2 * LONGEST as u64 + 1);
            let at = |tokens| serving::per_pair(m, kv, (long, tokens), 1, 1).get();
            at(next) - at(long)
        }),
        bends,
    }
}

/// Bytes of one sequence of so many tokens, without pages, on all devices together.
pub fn bytes(report: &Report, model: &Model, tokens: f64) -> f64 {
    let kv = report.scenario.setup.serving.kv;
    serving::per_sequence(model.architecture(), kv, tokens.max(0.0) as u64, 1, 1).get()
}

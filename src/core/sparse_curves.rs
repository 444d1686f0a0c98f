//! The lines behind the pictures of weights and activations that are zero, and of mixtures from dense models.

use super::curves::log_steps;
use super::formulas::luo_2025::SIZES;
use super::formulas::{Filled, Formula};
use super::laws::Choice;
use super::laws::frantar_2023::{T5, VIT, gain};
use super::quantity::{Params, Tokens};
use super::report::asked::{activations, upcycled};
use super::report::{Place, Report, Section};

/// What a share of zeros is worth in dense size, in text and in images.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GainPoint {
    pub share: f64,
    pub text: f64,
    pub images: f64,
}

pub fn gain_point(share: f64) -> GainPoint {
    GainPoint { share, text: gain(&T5, share), images: gain(&VIT, share) }
}

/// From no zeros to nothing left, closer where the curve is steeper.
pub fn gains() -> Vec<GainPoint> {
    (0..=100).map(|i| gain_point(1.0 - (1.0 - f64::from(i) / 100.0).powi(2))).collect()
}

/// Shares that the fits have, of text and of images.
pub const GAINS_FITTED: [(f64, f64); 2] = [T5.sparsity, VIT.sparsity];

/// The share of active neurons of one model against its training tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct ActiveLine {
    pub words: &'static str,
    pub silu: bool,
    /// The size nearest to the answer's.
    pub nearest: bool,
    /// Tokens of the released runs.
    pub fitted: Option<(f64, f64)>,
    pub points: Vec<(f64, f64)>,
}

/// Tokens of the pictures, where nothing else is asked.
const TOKENS: (f64, f64) = (2e9, 1e13);

/// Every model of the paper, over tokens that hold the answer's.
pub fn active(report: &Report) -> Vec<ActiveLine> {
    let near = activations::nearest(report);
    let hi = (3.0 * report.answer.tokens.value).clamp(TOKENS.1, 1e14);
    let line = |i: usize, words, f: &'static Formula, silu| {
        let start = f.start();
        let points = log_steps(TOKENS.0, hi, 73).filter_map(|d| Some((d, share(&start, d)?))).collect();
        let fitted = f.inputs.first().and_then(|s| s.fitted);
        ActiveLine { words, silu, nearest: i == near, fitted, points }
    };
    let both = SIZES.iter().enumerate().flat_map(|(i, s)| {
        let relu = line(i, s.words, s.relu, false);
        std::iter::once(relu).chain(s.silu.map(|f| line(i, s.words, f, true)))
    });
    both.collect()
}

fn share(start: &Filled, tokens: f64) -> Option<f64> {
    start.with("tokens", tokens).evaluate().ok().map(|e| e.value)
}

/// The size nearest to the answer's after so many tokens: its name, the shares with ReLU and with SiLU.
pub fn active_point(report: &Report, tokens: f64) -> Option<(&'static str, f64, Option<f64>)> {
    let size = SIZES.get(activations::nearest(report))?;
    let relu = share(&size.relu.start(), tokens)?;
    Some((size.words, relu, size.silu.and_then(|f| share(&f.start(), tokens))))
}

/// Losses after so many tokens of a mixture, and of the dense model that has seen those as well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FurtherPoint {
    pub tokens: f64,
    pub upcycled: f64,
    pub scratch: f64,
    pub dense: f64,
}

/// At the answer's size, over tokens that hold the answer's and those at which one from scratch catches up; empty where
/// nothing is asked.
pub fn further(report: &Report) -> Vec<FurtherPoint> {
    let at = |key| report.figures.get(Place { section: Section::Upcycled, key, row: upcycled::PLAN }).map(|n| n.value);
    let Some(tokens) = at("tokens") else { return Vec::new() };
    let meets = at("threshold").unwrap_or(tokens);
    let (lo, hi) = (tokens.min(meets) / 10.0, tokens.max(meets) * 10.0);
    log_steps(lo, hi, 73).filter_map(|d| further_point(report, d)).collect()
}

pub fn further_point(report: &Report, tokens: f64) -> Option<FurtherPoint> {
    let place = Place { section: Section::Upcycled, key: "params", row: upcycled::PLAN };
    let size = Params::new(report.figures.get(place)?.value).ok()?;
    let before = report.scenario.setting.dense_tokens?;
    let ways = upcycled::ways(before).ok()?;
    let loss = |law: &Choice, d: f64| Some(law.loss(size, Tokens::new(d).ok()).ok()?.loss.get());
    Some(FurtherPoint {
        tokens,
        upcycled: loss(&ways.upcycled, tokens)?,
        scratch: loss(&ways.scratch, tokens)?,
        dense: loss(&ways.dense, before.get() + tokens)?,
    })
}

//! The lines behind the pictures of the questions, from the same laws as the report.

use super::curves::{SizePoint, fitted_sizes, log_steps, size_point};
use super::laws::setting::bits;
use super::laws::{self, Kind, Law, Pin};
use super::quantity::{Flop, Nats, Params, Tokens};
use super::questions::{equal_loss, serving};
use super::report::Report;
use super::report::asked::{precision, repeated};

/// What a size costs to train to the optimum's loss, and to train and serve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostPoint {
    pub params: f64,
    pub tokens: f64,
    pub training: f64,
    pub total: f64,
}

/// Smaller and larger sizes at equal loss; empty where the chosen law gives no loss for every run.
pub fn costs(report: &Report) -> Vec<CostPoint> {
    let best = report.answer.params.value;
    log_steps(best / 8.0, best * 2.0, 61).filter_map(|n| cost_point(report, n)).collect()
}

/// Sizes of those whose run lies inside everything the law was fitted on.
pub fn costs_fitted(report: &Report, points: &[CostPoint]) -> Option<(f64, f64)> {
    let fitted = report.answer.law.fitted;
    let within = |v: f64, (lo, hi): (f64, f64)| lo <= v && v <= hi;
    let inside = |p: &&CostPoint| {
        within(p.params, fitted.params) && within(p.tokens, fitted.tokens) && within(p.training, fitted.flops)
    };
    let mut sizes = points.iter().filter(inside).map(|p| p.params);
    let first = sizes.next()?;
    Some((first, sizes.next_back().unwrap_or(first)))
}

/// One size at the optimum's loss.
pub fn cost_point(report: &Report, params: f64) -> Option<CostPoint> {
    let law = &*report.law;
    if law.meta().kind != Kind::Surface {
        return None;
    }
    let loss = Nats::new(report.answer.loss.as_ref()?.value).ok()?;
    let n = Params::new(params).ok()?;
    let d = equal_loss::tokens_for(law, n, loss).ok()?;
    let training = n.compute(d, law.flop_per_param_token(n)).ok()?.get();
    let served = report.scenario.inference_tokens;
    let inference = served
        .map_or(Some(0.0), |t| n.compute(t, serving::FLOP_PER_SERVED * law.active_share()).ok().map(Flop::get))?;
    Some(CostPoint { params, tokens: d.get(), training, total: training + inference })
}

/// Loss of every size at the budget, on unlimited data and on the unique tokens there are.
#[derive(Clone, Debug)]
pub struct Repeats {
    pub free: Vec<SizePoint>,
    pub held: Vec<SizePoint>,
    pub unique: f64,
    /// Sizes whose run lies inside everything the law was fitted on.
    pub fitted: Option<(f64, f64)>,
}

pub fn repeats(report: &Report) -> Option<Repeats> {
    let unique = report.scenario.setting.unique_tokens?;
    let flops = Flop::new(report.answer.flops.value).ok()?;
    let (free, held) = repeated::pair(unique).ok()?;
    let pin = Pin::Flops(flops);
    let (a, b) = (free.optimum(pin).ok()?.params.get(), held.optimum(pin).ok()?.params.get());
    let (lo, hi) = (a.min(b) / 6.0, a.max(b) * 6.0);
    let line = |law: &dyn Law| log_steps(lo, hi, 73).filter_map(|n| size_point(law, n, flops)).collect();
    Some(Repeats { free: line(&*free), held: line(&*held), unique: unique.get(), fitted: fitted_sizes(&*free, flops) })
}

/// Loss of one size at the budget, on unlimited data and on the unique tokens there are.
pub fn read_repeats(report: &Report, params: f64) -> Option<(SizePoint, SizePoint)> {
    let unique = report.scenario.setting.unique_tokens?;
    let flops = Flop::new(report.answer.flops.value).ok()?;
    let (free, held) = repeated::pair(unique).ok()?;
    Some((size_point(&*free, params, flops)?, size_point(&*held, params, flops)?))
}

/// How often each token is seen: one pass at least.
pub fn passes(tokens: f64, unique: f64) -> f64 {
    (tokens / unique).max(1.0)
}

/// The best run at a number of bits, at the report's budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BitsPoint {
    pub bits: f64,
    pub params: f64,
    pub tokens: f64,
    pub loss: f64,
}

pub fn bits_point(report: &Report, at: f64) -> Option<BitsPoint> {
    let law = precision::at(Some(bits(at).ok()?), None).ok()?;
    let o = law.optimum(Pin::Flops(Flop::new(report.answer.flops.value).ok()?)).ok()?;
    Some(BitsPoint { bits: at, params: o.params.get(), tokens: o.tokens.get(), loss: o.loss?.get() })
}

/// Loss against bits of training, each at its own best run.
pub fn by_bits(report: &Report) -> Vec<BitsPoint> {
    (25..=128).filter_map(|eighth| bits_point(report, f64::from(eighth) / 8.0)).collect()
}

/// Bits that the law was fitted on, where the budget lies inside its runs.
pub fn bits_fitted(report: &Report) -> Option<(f64, f64)> {
    let flops = laws::find(precision::LAW).ok()?.meta().fitted.flops;
    (laws::decades_outside(report.answer.flops.value, flops) == 0.0).then_some(laws::kumar_2024::BITS)
}

/// Tokens that the law was fitted on, where the size lies inside its runs.
pub fn after_fitted(params: Params) -> Option<(f64, f64)> {
    let fitted = laws::find(precision::LAW).ok()?.meta().fitted;
    (laws::decades_outside(params.get(), fitted.params) == 0.0).then_some(fitted.tokens)
}

/// Loss of one size against tokens, before and after quantisation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AfterPoint {
    pub tokens: f64,
    pub before: f64,
    pub after: f64,
}

/// The best size at the budget, trained on fewer and on more tokens, then quantised to the bits asked for.
pub fn after(report: &Report) -> Vec<AfterPoint> {
    let points = || -> Option<Vec<AfterPoint>> {
        let plain = precision::at(report.scenario.setting.precision.and_then(|p| p.one()), None).ok()?;
        let o = plain.optimum(Pin::Flops(Flop::new(report.answer.flops.value).ok()?)).ok()?;
        let (lo, hi) = (o.tokens.get() / 100.0, o.tokens.get() * 100.0);
        Some(log_steps(lo, hi, 61).filter_map(|d| after_point(report, o.params, d)).collect())
    };
    points().unwrap_or_default()
}

/// One token count, before and after.
pub fn after_point(report: &Report, params: Params, tokens: f64) -> Option<AfterPoint> {
    let setting = report.scenario.setting;
    let training = setting.precision.and_then(|p| p.one());
    let (plain, rounded) =
        (precision::at(training, None).ok()?, precision::at(training, Some(setting.post_training_bits?)).ok()?);
    let d = Tokens::new(tokens).ok()?;
    let (before, after) = (plain.loss(params, Some(d)).ok()?, rounded.loss(params, Some(d)).ok()?);
    Some(AfterPoint { tokens, before: before.loss.get(), after: after.loss.get() })
}

/// The size whose quantisation is looked at.
pub fn after_size(report: &Report) -> Option<Params> {
    let plain = precision::at(report.scenario.setting.precision.and_then(|p| p.one()), None).ok()?;
    Some(plain.optimum(Pin::Flops(Flop::new(report.answer.flops.value).ok()?)).ok()?.params)
}

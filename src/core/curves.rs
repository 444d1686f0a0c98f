//! The lines behind the charts, from the same laws as the report.

use super::laws::{self, Choice, Law, Meta, Pin};
use super::quantity::{Flop, Nats, Params};
use super::report::{LawAnswer, Report};

/// One law's line over a shared axis.
#[derive(Clone, Debug)]
pub struct Line<P> {
    pub meta: &'static Meta,
    pub chosen: bool,
    pub points: Vec<P>,
    /// Where on the axis the law was fitted, if anywhere on it.
    pub fitted: Option<(f64, f64)>,
}

/// Loss of every size at one budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizePoint {
    pub params: f64,
    pub tokens: f64,
    pub loss: f64,
    pub interval: Option<(f64, f64)>,
}

/// The optimum at every budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BudgetPoint {
    pub flops: f64,
    /// As the law counts them.
    pub params: f64,
    /// All of them, so that the laws compare.
    pub total_params: f64,
    pub tokens: f64,
    /// All parameters relative to twenty tokens per parameter at the same budget.
    pub relative: f64,
    /// The same of the parameters as the law counts them.
    pub relative_own: f64,
    pub loss: Option<f64>,
    pub loss_interval: Option<(f64, f64)>,
}

/// Points over a log axis, ends included.
pub(crate) fn log_steps(lo: f64, hi: f64, n: usize) -> impl Iterator<Item = f64> {
    let (a, b) = (lo.ln(), hi.ln());
    let last = n.saturating_sub(1).max(1) as f64;
    (0..n).map(move |i| (a + (b - a) * i as f64 / last).exp())
}

/// A law that the charts of a plan show.
fn drawn(row: &LawAnswer) -> bool {
    row.chosen || laws::FEATURED.contains(&row.meta.id)
}

/// IsoFLOP curves at the report's budget: the chosen law's and those that share its text; none where the chosen law
/// has no loss.
pub fn isoflop(report: &Report) -> Vec<Line<SizePoint>> {
    let Some(flops) = Flop::new(report.answer.flops.value).ok().filter(|_| report.answer.law.has_loss()) else {
        return Vec::new();
    };
    let laws: Vec<_> = report.laws.iter().filter(|r| drawn(r) && r.comparable).map(|r| r.law.clone()).collect();
    isoflops(&laws, report.answer.law.id, flops)
}

/// IsoFLOP curves of these laws at one budget, over sizes that hold every optimum; laws without one are left out.
pub fn isoflops(laws: &[Choice], chosen: &str, flops: Flop) -> Vec<Line<SizePoint>> {
    let best: Vec<(&Choice, f64)> =
        laws.iter().filter_map(|law| Some((law, law.optimum(Pin::Flops(flops)).ok()?.params.get()))).collect();
    let (lo, hi) = best.iter().fold((f64::INFINITY, 0.0f64), |(lo, hi), (_, n)| (lo.min(*n), hi.max(*n)));
    best.into_iter()
        .map(|(law, _)| Line {
            meta: law.meta(),
            chosen: law.meta().id == chosen,
            points: log_steps(lo / 6.0, hi * 6.0, 73).filter_map(|n| size_point(&**law, n, flops)).collect(),
            fitted: fitted_sizes(&**law, flops),
        })
        .collect()
}

/// Sizes whose run at this budget lies inside everything the law was fitted on.
pub(crate) fn fitted_sizes(law: &dyn Law, flops: Flop) -> Option<(f64, f64)> {
    let meta = law.meta();
    if laws::decades_outside(flops.get(), meta.fitted.flops) != 0.0 {
        return None;
    }
    let size = |tokens: f64| laws::size_of(law, flops, tokens);
    let (d_lo, d_hi) = meta.fitted.tokens;
    let (lo, hi) = (meta.fitted.params.0.max(size(d_hi)), meta.fitted.params.1.min(size(d_lo)));
    (lo < hi).then_some((lo, hi))
}

/// The chosen law's loss at one size and this budget.
pub fn size_point(law: &dyn Law, params: f64, flops: Flop) -> Option<SizePoint> {
    let n = Params::new(params).ok()?;
    let p = law.on_budget(n, flops).ok()?;
    let tokens = laws::bought(law, flops, n).ok()?;
    Some(SizePoint { params, tokens: tokens.get(), loss: p.loss.get(), interval: p.interval })
}

/// Compute-optimal frontiers of every law that is drawn.
pub fn frontier(report: &Report) -> Vec<Line<BudgetPoint>> {
    let laws: Vec<_> = report.laws.iter().filter(|r| drawn(r)).map(|r| r.law.clone()).collect();
    frontiers(&laws, report.answer.law.id, report.answer.flops.value)
}

/// Compute-optimal frontiers of these laws over budgets that hold this one.
pub fn frontiers(laws: &[Choice], chosen: &str, budget: f64) -> Vec<Line<BudgetPoint>> {
    let (lo, hi) = (1e17f64.min(budget / 10.0), 1e27f64.max(budget * 10.0));
    laws.iter()
        .map(|law| Line {
            meta: law.meta(),
            chosen: law.meta().id == chosen,
            points: log_steps(lo, hi, 61).filter_map(|c| budget_point(&**law, c)).collect(),
            fitted: Some(law.meta().fitted.flops),
        })
        .collect()
}

/// What a size other than the best one means at the report's budget.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeReading {
    pub point: SizePoint,
    /// Size over the best size.
    pub factor: f64,
    pub more: f64,
    /// The share of the budget that reaches this loss at its own best size.
    pub worth: Option<f64>,
}

/// The chosen law's reading at `params` and the report's budget.
pub fn read_size(report: &Report, params: f64) -> Option<SizeReading> {
    let law = &*report.law;
    let flops = Flop::new(report.answer.flops.value).ok()?;
    let point = size_point(law, params, flops)?;
    let least = report.answer.loss.as_ref()?.value;
    let needed = law.optimum(Pin::Loss(Nats::new(point.loss).ok()?)).ok();
    Some(SizeReading {
        point,
        factor: params / report.answer.params.value,
        more: (point.loss - least).max(0.0),
        worth: needed.map(|o| (o.flops.get() / flops.get()).min(1.0)),
    })
}

/// `params` relative to twenty tokens per parameter at this compute.
pub fn relative_size(params: f64, flops: f64) -> Option<f64> {
    let rule = laws::find(laws::RULE_OF_THUMB).ok()?;
    let best = rule.optimum(Pin::Flops(Flop::new(flops).ok()?)).ok()?;
    Some(params / best.params.get())
}

/// A law's optimum at one budget.
pub fn budget_point(law: &dyn Law, flops: f64) -> Option<BudgetPoint> {
    let o = law.optimum(Pin::Flops(Flop::new(flops).ok()?)).ok()?;
    laws::answerable(&o).ok()?;
    let total_params = law.total_params(o.params).get();
    Some(BudgetPoint {
        flops,
        params: o.params.get(),
        total_params,
        tokens: o.tokens.get(),
        relative: relative_size(total_params, flops)?,
        relative_own: relative_size(o.params.get(), flops)?,
        loss: o.loss.map(|l| l.get()),
        loss_interval: o.intervals.loss,
    })
}

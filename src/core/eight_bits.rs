//! What FP8 is worth for the model at hand: recipe by recipe, and product by product.

use super::engine::operator::{Kind, Operator, Work};
use super::engine::pass::operands;
use super::engine::product::Product;
use super::engine::step::Job;
use super::error::Error;
use super::memory::recipe::{self, Recipe};
use super::memory::training::Setup;
use super::numbers::recipes::{RECIPES, Recipe as How};
use super::quantity::Span;
use super::report::Report;

/// A way to train in FP8, and the step that the engine expects where the memory model knows what it keeps.
#[derive(Clone, Copy, Debug)]
pub struct Gain {
    pub how: &'static How,
    pub kept: Option<&'static Recipe>,
    /// Times faster than BF16 with gradients in FP32, the whole step.
    pub times: Option<f64>,
}

/// Every recipe, with what it is worth here.
///
/// # Errors
/// What of the layout cannot be.
pub fn gains(report: &Report) -> Result<Vec<Gain>, Error> {
    let base = step(report, recipe::find(recipe::DEFAULT)?)?;
    RECIPES
        .iter()
        .map(|how| {
            let kept = how.memory.map(recipe::find).transpose()?;
            let times = kept.map(|kept| step(report, kept)).transpose()?.map(|t| base.get() / t.get());
            Ok(Gain { how, kept, times: times.filter(|t| t.is_finite()) })
        })
        .collect()
}

/// Every way to train in FP8.
pub const fn recipes() -> &'static [How] {
    RECIPES
}

/// The recipes that the memory model keeps and the engine tells apart.
pub fn known() -> Vec<&'static Recipe> {
    RECIPES.iter().filter_map(|how| recipe::find(how.memory?).ok()).collect()
}

fn step(report: &Report, recipe: &'static Recipe) -> Result<Span, Error> {
    let setup = Setup { recipe, ..report.timing().map_err(Clone::clone)?.setup };
    Ok(with(report, &setup)?.step()?.time)
}

/// The run of the scenario with another setup.
fn with<'a>(report: &'a Report, setup: &'a Setup) -> Result<Job<'a>, Error> {
    let s = &report.scenario;
    let machine = s.cluster.machine(&s.accelerator)?;
    let batch = report.timing().map_err(Clone::clone)?.batch;
    Ok(Job { model: s.setup.model.architecture(), setup, machine, batch, habits: s.cluster.habits, shard: None })
}

/// A product of the forward pass in both formats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    pub kind: Kind,
    pub product: Product,
    pub half: Span,
    pub eight: Span,
}

impl Pair {
    pub fn times(&self) -> f64 {
        self.half.get() / self.eight.get()
    }
}

/// The products of the layers, in 16 bits and as `recipe` has them, without what conversion takes.
///
/// # Errors
/// What of the layout cannot be.
pub fn pairs(report: &Report, recipe: &'static Recipe) -> Result<Vec<Pair>, Error> {
    let setup = Setup { recipe: recipe::find(recipe::DEFAULT)?, ..report.timing().map_err(Clone::clone)?.setup };
    let job = with(report, &setup)?;
    let machine = job.machine.under_load();
    let product = |op: &Operator| match op.work {
        // Router and head stay in 16 bits.
        Work::Product(p) if !matches!(op.kind, Kind::Router | Kind::Head) => Some((op.kind, p)),
        _ => None,
    };
    let mut pairs: Vec<Pair> = Vec::new();
    for (kind, product) in job.operators().iter().filter_map(product) {
        let eight = Product { operands: operands(recipe).0, ..product };
        let pair = Pair { kind, product, half: product.timed(&machine).time, eight: eight.timed(&machine).time };
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::link;
    use crate::core::report::estimate;

    fn report(link: &str) -> Report {
        estimate(&link::read(link).unwrap().scenario).unwrap()
    }

    /// No recipe is faster than twice, and published gains of whole steps lie between 1.17 and 1.75.
    #[test]
    fn gains_are_between_nothing_and_the_peaks() {
        let gains = gains(&report("")).unwrap();
        assert_eq!(gains.len(), RECIPES.len());
        for g in &gains {
            assert_eq!(g.times.is_some(), g.how.memory.is_some(), "{}", g.how.id);
            assert!(g.times.is_none_or(|t| (1.0..2.0).contains(&t)), "{} {:?}", g.how.id, g.times);
        }
        assert_eq!(known().len(), gains.iter().filter(|g| g.kept.is_some()).count());
    }

    /// An A100 has no FP8: the same products take as long or, where memory binds, less; the step gains nothing.
    #[test]
    fn without_units_for_it_nothing_is_gained() {
        let r = report("#v=1&accelerator=a100-80-sxm");
        assert_eq!(r.scenario.accelerator.rates.fp8, 0.0);
        let delayed = recipe::find("fp8-delayed").unwrap();
        for p in pairs(&r, delayed).unwrap() {
            assert!((0.99..1.2).contains(&p.times()), "{p:?}");
        }
        assert!(gains(&r).unwrap().iter().filter_map(|g| g.times).all(|t| t < 1.02));
    }

    #[test]
    fn products_of_the_layers_gain() {
        let r = report("");
        let pairs = pairs(&r, recipe::find("fp8-delayed").unwrap()).unwrap();
        assert!(pairs.len() >= 4 && pairs.iter().all(|p| p.half > Span::ZERO && p.eight > Span::ZERO));
        assert!(pairs.iter().any(|p| p.times() > 1.4), "{pairs:?}");
        assert!(pairs.iter().all(|p| p.kind != Kind::Head && p.kind != Kind::Router));
    }
}

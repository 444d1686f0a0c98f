//! The utilisation behind time and cost: given, or expected of a model of the planned size on the given cluster.

use std::cell::RefCell;
use std::rc::Rc;

use super::training::pin;
use super::{Number, Why, why};
use crate::core::accelerators::Accelerator;
use crate::core::error::Error;
use crate::core::expr::{Expr, given, product, quotient};
use crate::core::laws::{Choice, Optimum, Pin};
use crate::core::memory::layout::Layout;
use crate::core::memory::training::Setup;
use crate::core::quantity::{Params, Tokens};
use crate::core::scenario::{Budget, Cluster, Scenario, UTILISATION};
use crate::core::timing::Timing;
use crate::core::timing::quick::good;
use crate::core::timing::shape::Proposal;

/// Where a utilisation comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// Given by hand.
    Given,
    /// Of a model of this shape in this layout.
    Expected(Rc<Expected>),
    /// No layout of a model of the planned size fits these devices.
    Fallback,
}

/// A model of the planned size and the layout that was timed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    pub shape: Proposal,
    pub setup: Setup,
    pub timing: Timing,
    pub devices: f64,
    /// Dense 16-bit peak of one accelerator.
    pub peak: f64,
}

/// Part of the dense 16-bit peak that 6 FLOP a parameter and token come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    pub value: f64,
    pub how: How,
}

impl Used {
    pub(super) fn letter(&self) -> Expr {
        let meaning = match self.how {
            How::Given => "model FLOP utilisation",
            How::Expected(_) => "model FLOP utilisation, expected of a model of this size on these devices",
            How::Fallback => "model FLOP utilisation, assumed: no layout of this model fits these devices",
        };
        given("u", meaning, self.value, "")
    }

    /// With how it comes about.
    pub(super) fn number(&self) -> Number {
        const N: &str = "6 FLOP a parameter and token, against the dense 16-bit peak.";
        const FALLBACK: &str =
            "No layout of a model of this size fits these accelerators, so a utilisation is assumed.";
        let title = "Utilisation";
        let (expr, note) = match &self.how {
            How::Given => (None, N),
            How::Fallback => (Some(self.letter()), FALLBACK),
            How::Expected(e) => {
                let expr = quotient(
                    product([
                        Expr::Number(6.0),
                        given("N", "parameters of the model that was timed", e.shape.params(), Params::UNIT),
                        given("r", "tokens a second, expected", e.timing.tokens.get(), "tokens/s"),
                    ]),
                    product([
                        given("n", "accelerators", e.devices, ""),
                        given("P", "peak rate of one accelerator, dense 16-bit", e.peak, "FLOP/s"),
                    ]),
                );
                (Some(expr), EXPECTED)
            }
        };
        Number::new(self.value, "", Why { note: Some(note), ..why(title, "u", expr) })
    }

    const fn given(value: f64) -> Used {
        Used { value, how: How::Given }
    }
}

const EXPECTED: &str = "The fastest of the layouts of powers of two that fit, for a decoder of this size; the Machine screen                         times any model in any layout. A number typed here takes its place.";

/// Parameters that work on a token: what stands for a mixture is the dense model of its active size.
fn working(law: &Choice, best: &Optimum) -> Params {
    Params::new(best.params.get() * law.active_share()).unwrap_or(best.params)
}

/// Looks until the size that the compute buys has the utilisation that bought it.
const ROUNDS: usize = 4;
/// Lower than what any sound layout has.
const LOW: f64 = 0.01;
const HALVINGS: usize = 12;

/// The utilisation, what is pinned, the formula by which money or time bought the compute, and the optimum.
pub(super) fn settle(scenario: &Scenario, law: &Choice) -> Result<(Used, Pin, Option<Expr>, Optimum), Error> {
    let bought = matches!(scenario.budget, Budget::Time(_) | Budget::Dollars(_));
    let answer = |used: Used| {
        let (pin, expr) = pin(scenario, &used)?;
        Ok::<_, Error>((used, pin, expr, law.optimum(pin)?))
    };
    if let Some(flat) = scenario.utilisation {
        return answer(Used::given(flat.get()));
    }
    let assumed = answer(Used { value: UTILISATION, how: How::Fallback })?;
    if !bought {
        let used = expected(scenario, working(law, &assumed.3), assumed.3.tokens);
        return Ok((used, assumed.1, assumed.2, assumed.3));
    }
    let mut last = assumed.clone();
    for _ in 0..ROUNDS {
        let used = expected(scenario, working(law, &last.3), last.3.tokens);
        if used == last.0 && matches!(used.how, How::Expected(_)) {
            return Ok(last);
        }
        last = answer(used)?;
    }
    // More compute buys a larger model, which runs worse or does not fit: between the two lies where both agree.
    let (mut low, mut high, mut found) = (LOW, 1.0, None);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        let (_, _, _, best) = answer(Used { value: middle, how: How::Fallback })?;
        let used = expected(scenario, working(law, &best), best.tokens);
        if matches!(used.how, How::Expected(_)) && used.value >= middle {
            (low, found) = (middle, Some(used));
        } else {
            high = middle;
        }
    }
    match found {
        Some(used) => answer(used),
        None => Ok(assumed),
    }
}

/// What an expectation rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Asked {
    shape: Proposal,
    accelerator: Accelerator,
    cluster: Cluster,
    devices: u64,
    base: Setup,
}

/// Expectations that are kept: a key on the page asks for a few again and again.
const KEPT: usize = 16;

/// How a planned model is trained before a layout is found.
pub(super) fn base(scenario: &Scenario) -> Setup {
    let training = &scenario.setup.training;
    Setup {
        sequence: scenario.sequence.get() as u64,
        recipe: training.recipe,
        optimizer: training.optimizer,
        kernel: training.kernel,
        reserve: training.reserve,
        layout: Layout::default(),
        ..Setup::new(1)
    }
}

/// Of a model of so many parameters.
fn expected(scenario: &Scenario, params: Params, tokens: Tokens) -> Used {
    thread_local! {
        static LAST: RefCell<Vec<(Asked, Option<Expected>)>> = const { RefCell::new(Vec::new()) };
    }
    let fallback = Used { value: UTILISATION, how: How::Fallback };
    let base = base(scenario);
    let asked = Asked {
        shape: Proposal::of(params),
        accelerator: *scenario.accelerator,
        cluster: Cluster { tokens: None, ..scenario.cluster },
        devices: scenario.count.get().min(1e6) as u64,
        base,
    };
    let known = LAST.with(|l| l.try_borrow().ok().and_then(|l| l.iter().find(|(a, _)| *a == asked).map(|(_, e)| *e)));
    let found = known.unwrap_or_else(|| {
        let found = find(&asked, tokens);
        LAST.with(|l| {
            if let Ok(mut l) = l.try_borrow_mut() {
                l.truncate(KEPT - 1);
                l.insert(0, (asked, found));
            }
        });
        found
    });
    let Some(e) = found else { return fallback };
    let value = 6.0 * e.shape.params() * e.timing.tokens.get() / (e.devices * e.peak);
    if value.is_finite() && value > 0.0 { Used { value, how: How::Expected(Rc::new(e)) } } else { fallback }
}

fn find(asked: &Asked, tokens: Tokens) -> Option<Expected> {
    let machine = asked.cluster.machine(&asked.accelerator).ok()?;
    let model = asked.shape.architecture();
    let capacity = asked.accelerator.capacity();
    let devices = asked.devices.max(1);
    let (setup, timing) = good(&model, &asked.base, machine, devices, asked.cluster.habits, capacity, tokens)?;
    let peak = asked.accelerator.half();
    Some(Expected { shape: asked.shape, setup, timing, devices: devices as f64, peak })
}

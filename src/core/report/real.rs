//! The mixture at hand from one end to the other: its experts, where the laws put its loss and its worth, what it weighs,
//! how long the plan's devices would train it, how fast they would serve it.

use super::clock::{in_service, zero};
use super::figures::{Figures, Section};
use super::utilisation::base;
use super::{Number, Range, Why, arithmetic, of_law, why};
use crate::core::error::{Code, Error};
use crate::core::expr::{difference, given, product, quotient};
use crate::core::laws::abnar_2025::ABNAR_2025;
use crate::core::laws::{
    self, Asked, Constant, FLOP_PER_PARAM_TOKEN, Law, Meta, Pin, Setting, ludziejewski_2025 as joint, sparse, tian_2025,
};
use crate::core::memory::serving;
use crate::core::mixture::clock::{Place, served};
use crate::core::mixture::real::{Mixture, trained};
use crate::core::model::Architecture;
use crate::core::quantity::{Bytes, Experts, Flop, Nats, Params, Seconds, Tokens};
use crate::core::scenario::Scenario;
use crate::core::timing::quick::good;

const S: Section = Section::Real;

#[derive(Clone, Debug)]
pub struct RealReport {
    pub figures: Figures,
    /// Where the tokens come from.
    pub tokens_from: &'static str,
}

const BY_HAND: &str = "tokens of the model at hand, as given";
const OF_PLAN: &str = "its makers do not say on how many tokens it was trained: those of the plan";

impl RealReport {
    /// # Errors
    /// `inconsistent` for a dense model.
    pub(super) fn of(scenario: &Scenario, planned: Tokens) -> Result<RealReport, Error> {
        let model = &scenario.setup.model;
        let m = model.architecture();
        let mixture = Mixture::of(m).ok_or_else(|| {
            let message = format!("{} is dense; choose a mixture to see where the laws put it.", model.name());
            Error::new(Code::Inconsistent, "model.architecture", message)
        })?;
        let known = model.preset.and_then(|p| trained(p.id));
        let (tokens, tokens_from) = match (scenario.cluster.tokens, known) {
            (Some(t), _) => (t, BY_HAND),
            (None, Some(t)) => (Tokens::new(t.tokens)?, t.source),
            (None, None) => (planned, OF_PLAN),
        };
        let mut out = Figures::default();
        out.name(S, 0, model.name());
        let active = Params::new(model.counts.active as f64)?;
        let total = Params::new(model.counts.total as f64)?;
        shape(&mut out, mixture);
        let d = Number::new(
            tokens.get(),
            Tokens::UNIT,
            Why { source: Some(tokens_from), ..why("Training tokens", "D", None) },
        );
        out.put(S, "tokens", 0, d);
        by_laws(&mut out, mixture, active, total, tokens)?;
        on_devices(&mut out, scenario, m, tokens)?;
        Ok(RealReport { figures: out, tokens_from })
    }
}

fn shape(out: &mut Figures, m: Mixture) {
    out.put(S, "experts", 0, arithmetic("Routed experts", "E", Experts::UNIT, m.routed()));
    out.put(S, "top", 0, arithmetic("Active ones", "K", Experts::UNIT, m.active()));
    out.put(S, "inactiveShare", 0, arithmetic("Inactive share", "S", "", m.inactive()));
    let title = "Active share, shared experts counted";
    out.put(S, "activeShare", 0, arithmetic(title, "A", "", m.active_ratio()));
}

const LIKE: &str =
    "The joint law was fitted on one active expert: E/K experts with one of them active stand in for E with K.";

fn by_laws(out: &mut Figures, m: Mixture, active: Params, total: Params, tokens: Tokens) -> Result<(), Error> {
    let of = |law: &dyn Law, n: Params, title, note| -> Result<Number, Error> {
        let loss = law.loss(n, Some(tokens))?.loss;
        let flops = n.compute(tokens, law.flop_per_param_token(n))?;
        let meta = law.meta();
        let range = Some(Range { fitted: meta.fitted.flops, value: flops.get(), unit: Flop::UNIT });
        let expr = law.explain_on_budget(n, flops);
        Ok(Number::new(loss.get(), Nats::UNIT, Why { range, note, ..of_law(meta, title, "L", expr) }))
    };
    let law = joint::with_experts(Experts::new(m.expansion())?);
    out.put(S, "jointLoss", 0, of(&law, active, "Loss by the joint law", Some(LIKE))?);
    // The same number of experts at the best size for this compute.
    let pin = Pin::Flops(active.compute(tokens, FLOP_PER_PARAM_TOKEN)?);
    let best = law.optimum(pin)?;
    let meta = law.meta();
    let range = Some(Range { fitted: meta.fitted.params, value: best.params.get(), unit: Params::UNIT });
    let why_best = Why {
        range,
        note: Some(LIKE),
        ..of_law(meta, "Best active size at this compute", "N*", law.explain(Asked::Params, pin, &best))
    };
    out.put(S, "bestActive", 0, Number::new(best.params.get(), Params::UNIT, why_best));
    if let (Some(least), Some(here)) = (best.loss, law.loss(active, Some(tokens)).ok().map(|p| p.loss)) {
        let gap = difference(
            given("L", "loss at its own size", here.get(), Nats::UNIT),
            given("L₀", "loss at the best size", least.get(), Nats::UNIT),
        );
        out.put(S, "gap", 0, arithmetic("Loss above the best size's", "ΔL", Nats::UNIT, gap));
    }
    let share = sparse::sparsity(m.inactive().eval())?;
    if let Some(law) = ABNAR_2025.under(&Setting { sparsity: Some(share), ..Setting::NONE })? {
        out.put(S, "sparseLoss", 0, of(&*law, total, "Loss by Abnar 2025", None)?);
    }
    let flops = active.compute(tokens, FLOP_PER_PARAM_TOKEN)?;
    let n = given("N", "active parameters", active.get(), Params::UNIT);
    let d = given("D", "training tokens", tokens.get(), Tokens::UNIT);
    let k = given("k", "FLOP per active parameter and token", FLOP_PER_PARAM_TOKEN, "FLOP");
    out.put(S, "flops", 0, arithmetic("Training compute", "C", Flop::UNIT, product([k, n, d])));
    let meta: &'static Meta = tian_2025::TIAN_2025.meta();
    let expr = tian_2025::worth(
        given("A", "share of the experts that works on a token", m.active_ratio().eval(), ""),
        given("G", "active experts that make up one feed-forward block", m.granularity(), ""),
        given("C", "training compute of the mixture", flops.get(), Flop::UNIT),
        Constant::letter,
    );
    let range = Some(Range { fitted: tian_2025::FLOPS, value: flops.get(), unit: Flop::UNIT });
    let value = expr.eval();
    if value.is_finite() {
        let why = Why { range, ..of_law(meta, "Worth in dense compute, by Tian 2025", "EL", Some(expr)) };
        out.put(S, "worth", 0, Number::new(value, "×", why));
    }
    // What the laws say of it.
    for w in laws::warnings_of(&law, Some(flops), active, Some(tokens)) {
        out.remark(S, w.message);
    }
    Ok(())
}

fn on_devices(out: &mut Figures, scenario: &Scenario, m: &Architecture, tokens: Tokens) -> Result<(), Error> {
    let s = scenario.setup.serving();
    if let Ok(held) = serving::served(m, &s) {
        let one =
            given("M", "weights, cache and what is worked on, on the fullest device", held.total().get(), Bytes::UNIT);
        out.put(S, "memory", 0, arithmetic("Memory of a serving device", "M", Bytes::UNIT, one));
    }
    let base = base(scenario);
    let machine = scenario.cluster.machine(&scenario.accelerator)?;
    let devices = (scenario.count.get().min(1e6) as u64).max(1);
    let capacity = scenario.accelerator.capacity();
    let habits = scenario.cluster.habits;
    match good(m, &base, machine, devices, habits, capacity, tokens) {
        Some((setup, timing)) => {
            let rate = given(
                "r",
                "tokens a second in the fastest layout of powers of two that fits",
                timing.tokens.get(),
                "tokens/s",
            );
            let d = given("D", "training tokens", tokens.get(), Tokens::UNIT);
            out.put(
                S,
                "seconds",
                0,
                arithmetic("Training on the plan's devices", "t", Seconds::UNIT, quotient(d, rate)),
            );
            let l = setup.layout;
            out.remark(
                S,
                format!(
                    "Trained as {} data × {} tensor × {} pipeline, experts over {}{}.",
                    l.data,
                    l.tensor,
                    l.pipeline,
                    l.expert,
                    zero(&setup)
                ),
            );
        }
        None => out.remark(S, format!("No layout of powers of two fits {devices} of these accelerators.")),
    }
    let place = Place { machine, devices, capacity, base: &base, habits, serving: &s };
    let name = scenario.setup.model.name();
    in_service(out, S, 0, served(m, &place).as_ref(), &name, scenario);
    Ok(())
}

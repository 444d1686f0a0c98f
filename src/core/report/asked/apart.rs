//! Replicas that train apart and meet now and then: DiLoCo (Charles et al. 2025).

use super::against;
use crate::core::error::Error;
use crate::core::laws::setting::replicas;
use crate::core::laws::{self, Asked, Choice, Law, Optimum, Pin, Setting};
use crate::core::quantity::{Nats, Params, Replicas};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, of_law};
use crate::core::scenario::Scenario;

const S: Section = Section::Apart;
/// The law that says what training apart costs.
pub(crate) const LAW: &str = "charles-2025";
const REPLICAS: [f64; 4] = [1.0, 2.0, 4.0, 8.0];

/// The law with so many replicas; `None` for data-parallel training.
pub(crate) fn at(replicas: Option<Replicas>) -> Result<Choice, Error> {
    laws::find(LAW)?.under(&Setting { replicas, ..Setting::default() })
}

pub(super) fn apart(out: &mut Figures, scenario: &Scenario, law: &dyn Law, best: &Optimum) {
    let Some(own) = scenario.setting.replicas else { return };
    let size = law.total_params(best.params);
    let listed = REPLICAS.iter().filter_map(|m| replicas(*m).ok()).map(Some);
    let others = std::iter::once(None).chain(listed);
    let rows = others.chain((!REPLICAS.contains(&own.get())).then_some(Some(own)));
    for (row, m) in rows.enumerate() {
        if let Err(e) = trained(out, row, m, size) {
            return out.remark(S, e.message);
        }
    }
}

fn trained(out: &mut Figures, row: usize, m: Option<Replicas>, size: Params) -> Result<(), Error> {
    let pin = Pin::Params(size);
    let law = at(m)?;
    let o = law.optimum(pin)?;
    let name = match m {
        None => "data-parallel".to_owned(),
        Some(m) => format!("DiLoCo, {}", m.get()),
    };
    out.name(S, row, name);
    let Some(loss) = o.loss else { return Ok(()) };
    let why = of_law(
        law.meta(),
        "Expected loss at this size on 20 tokens for each parameter",
        "L",
        law.explain(Asked::Loss, pin, &o),
    );
    out.put(S, "loss", row, Number::new(loss.get(), Nats::UNIT, why));
    if let Some(least) = at(None)?.optimum(pin)?.loss {
        let name = ("loss of data-parallel training", least);
        out.put(S, "more", row, against(law.meta(), "Loss against data-parallel training", loss, name));
    }
    Ok(())
}

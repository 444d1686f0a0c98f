//! Training memory of every pipeline stage, and whether the fullest fits.

use super::{ModelReport, by, noted};
use crate::core::error::Error;
use crate::core::expr::{difference, given, sum};
use crate::core::memory::activations::Recompute;
use crate::core::memory::training::{self, Part, Select, Setup, Stage};
use crate::core::memory::{adapters, advice, offload};
use crate::core::quantity::{Bytes, Params, show};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, why};
use crate::core::scenario::Scenario;

const S: Section = Section::Stages;
const F: Section = Section::Fit;
/// Stages that are explained number by number, besides the fullest and the last.
const SHOWN: usize = 8;

pub(super) fn stages(mut figures: Figures, scenario: &Scenario) -> Result<ModelReport, Error> {
    let model = scenario.setup.model.architecture();
    let setup = scenario.training()?;
    let on_device = trained(scenario, &setup)?;
    let moved: Vec<offload::Moved> = on_device
        .iter()
        .map(|s| offload::offload(model, &setup, s, scenario.setup.offload))
        .collect::<Result<_, _>>()?;
    let stages: Vec<Stage> = moved.iter().map(|m| m.device).collect();
    let fullest = usize::try_from(training::select(&stages, Select::Max)?.index).unwrap_or(0);
    let capacity = scenario.accelerator.capacity();
    if let Some(made) = model.context.filter(|c| *c < setup.sequence) {
        figures
            .remark(F, format!("This model was made for {made} tokens; sequences of {} are longer.", setup.sequence));
    }
    let idle = scenario.count.get() - setup.layout.devices() as f64;
    if idle > 0.0 {
        let text = format!(
            "{} of {} accelerators have no place in this split and stand idle.",
            show::full(idle),
            show::full(scenario.count.get())
        );
        figures.remark(F, text);
    }
    for (row, stage) in stages.iter().enumerate() {
        if row < SHOWN || row == fullest || row + 1 == stages.len() {
            figures.name(S, row, format!("stage {}", row + 1));
            put_stage(&mut figures, scenario, &setup, row, (&on_device[row], stage))?;
        }
    }
    let full = stages.get(fullest).map_or(Bytes::ZERO, Stage::total);
    let of = |symbol, what, v: Bytes| given(symbol, what, v.get(), Bytes::UNIT);
    let all = by("Memory of the fullest device", "M", Bytes::UNIT, of("M", "sum of its parts", full));
    figures.put(F, "fullest", 0, all);
    let note = "Makers write GB for GiB; drivers and error correction keep a few hundred MiB of it.";
    let c = by("Memory of one device", "C", Bytes::UNIT, of("C", "memory of one device", capacity));
    figures.put(F, "capacity", 0, noted(c, note, Some(scenario.accelerator.source)));
    let (m, c) = (of("M", "the fullest device", full), of("C", "memory of one device", capacity));
    let (title, expr) = if full <= capacity { ("To spare", difference(c, m)) } else { ("Too much", difference(m, c)) };
    figures.put(F, "spare", 0, by(title, "Δ", Bytes::UNIT, expr));
    let most =
        |of: fn(&offload::Moved) -> Bytes| moved.iter().map(of).fold(Bytes::ZERO, |a, b| if b > a { b } else { a });
    let (host, disk) = (most(|m| m.host), most(|m| m.disk));
    if host > Bytes::ZERO {
        figures.put(
            F,
            "host",
            0,
            by("In the host's memory, for one device", "H", Bytes::UNIT, of("H", "what left the device", host)),
        );
    }
    if disk > Bytes::ZERO {
        figures.put(
            F,
            "disk",
            0,
            by("On the host's disks, for one device", "S", Bytes::UNIT, of("S", "what left the device", disk)),
        );
    }
    if let Some(adapter) = &scenario.setup.adapter {
        let n = adapter.trainable(model)? as f64;
        let n = given("n", "numbers of the adapters of all layers", n, Params::UNIT);
        figures.put(F, "trainable", 0, by("Parameters that are trained", "n", Params::UNIT, n));
    }
    // Changes are tried with what is offloaded and with the adapter.
    let fullest_of = |setup: &Setup| {
        let stages = trained(scenario, setup)?;
        let moved = stages.iter().map(|s| offload::offload(model, setup, s, scenario.setup.offload).map(|m| m.device));
        let moved: Vec<Stage> = moved.collect::<Result<_, _>>()?;
        training::select(&moved, Select::Max).copied()
    };
    let advice = if full <= capacity { Vec::new() } else { advice::advise(model, &setup, capacity, fullest_of)? };
    Ok(ModelReport { figures, stages, fullest, capacity, advice })
}

/// Every stage before anything is offloaded.
fn trained(scenario: &Scenario, setup: &Setup) -> Result<Vec<Stage>, Error> {
    let s = &scenario.setup;
    adapters::stages(s.model.architecture(), setup, s.adapter.as_ref(), s.base)
}

fn put_stage(
    out: &mut Figures,
    scenario: &Scenario,
    setup: &Setup,
    row: usize,
    (before, stage): (&Stage, &Stage),
) -> Result<(), Error> {
    let model = scenario.setup.model.architecture();
    let mut parts = Vec::with_capacity(Part::ALL.len());
    for part in Part::ALL {
        let bytes = stage.part(part);
        parts.push(given(letter(part), part.words(), bytes.get(), Bytes::UNIT));
        let title = part.title();
        if bytes != before.part(part) {
            let kept = given(letter(part), "what stays on the device; the rest is offloaded", bytes.get(), Bytes::UNIT);
            out.put(S, part.id(), row, by(title, letter(part), Bytes::UNIT, kept));
            continue;
        }
        let expr = match &scenario.setup.adapter {
            None => training::explain(model, setup, stage.index, part)?,
            Some(a) => adapters::explain(model, setup, a, scenario.setup.base, stage.index, part)?,
        };
        let mut number = Number::new(bytes.get(), Bytes::UNIT, why(title, letter(part), Some(expr)));
        number.why.source = source(part, scenario);
        number.why.note = note(part, setup);
        out.put(S, part.id(), row, number);
    }
    out.put(S, "total", row, by("Memory of one device of this stage", "M", Bytes::UNIT, sum(parts)));
    let layers = given("L", "layers of this stage", stage.layers as f64, "layers");
    out.put(S, "layers", row, by("Layers of this stage", "L", "layers", layers));
    Ok(())
}

const fn letter(part: Part) -> &'static str {
    match part {
        Part::Weights => "W",
        Part::Gradients => "G",
        Part::Optimizer => "O",
        Part::Activations => "A",
        Part::Logits => "Z",
        Part::Buffers => "R",
    }
}

fn source(part: Part, scenario: &Scenario) -> Option<&'static str> {
    let s = &scenario.setup.training;
    match part {
        Part::Weights | Part::Gradients => Some(s.recipe.source),
        Part::Optimizer => Some(s.optimizer.source()),
        Part::Activations | Part::Logits => {
            Some("Korthikanti 2022, arXiv 2205.05198; other layers counted operation by operation the same way")
        }
        Part::Buffers => None,
    }
}

fn note(part: Part, setup: &Setup) -> Option<&'static str> {
    match part {
        Part::Weights | Part::Gradients => Some(setup.recipe.words),
        Part::Activations if setup.recompute == Recompute::Full => {
            Some("Only the input of each layer is kept; one layer at a time is computed again.")
        }
        Part::Buffers => Some(
            "The reserve of 3.5 GiB for driver, communication and fragments is an assumption, the default of the planner aiconfigurator.",
        ),
        _ => None,
    }
}

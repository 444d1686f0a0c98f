//! Dense or a mixture of experts: the designs for the budget, what each is worth, and the dense models on equal terms.

mod designs;
mod equals;
pub mod verdicts;

use super::Answer;
use super::figures::{Figures, Section};
use crate::core::error::Error;
use crate::core::laws;
use crate::core::mixture::choice::{Candidates, candidates};
use crate::core::mixture::equal::{Equal, Terms, equal};
use crate::core::mixture::{Design, Limits};
use crate::core::quantity::{Experts, Flop, show};
use crate::core::scenario::Scenario;

/// Most experts of a design where nothing is said: as many as the law's runs had.
pub const USUAL: f64 = laws::ludziejewski_2025::EXPERTS.1;

#[derive(Clone, Debug)]
pub struct MixtureReport {
    /// Numbers with their reasons; a row of the designs is a number of experts.
    pub figures: Figures,
    pub limits: Limits,
    pub candidates: Candidates,
}

impl MixtureReport {
    /// # Errors
    /// `does-not-fit` where no design does; when an answer leaves the range of numbers.
    pub(super) fn of(scenario: &Scenario, answer: &Answer) -> Result<MixtureReport, Error> {
        let limits = limits(scenario, Flop::new(answer.flops.value)?);
        let most = scenario.sparse.most.map_or_else(|| Experts::new(USUAL), Ok)?;
        let candidates = candidates(&limits, most);
        let mut figures = Figures::default();
        designs::designs(&mut figures, &limits, &candidates)?;
        let chosen = *candidates.chosen().ok_or_else(|| nothing(&candidates, scenario))?;
        let mut equals: Vec<Equal> = Vec::new();
        for terms in Terms::ALL {
            match equal(&limits, &chosen, terms) {
                Ok(e) => equals.push(e),
                Err(e) => figures.remark(Section::Equals, format!("Equal in {}: {}", terms.words(), e.message)),
            }
        }
        equals::equals(&mut figures, &limits, &chosen, &equals);
        let design = verdicts::Design { flops: limits.flops, setting: &scenario.setting, experts: chosen.experts };
        verdicts::verdicts(&mut figures, &design);
        warn(&mut figures, &chosen);
        Ok(MixtureReport { figures, limits, candidates })
    }

    /// The best design.
    pub fn chosen(&self) -> Option<&Design> {
        self.candidates.chosen()
    }

    /// The row of a design in the figures.
    pub fn row(&self, experts: f64) -> usize {
        self.candidates.all.iter().position(|(e, _)| e.get() == experts).unwrap_or(0)
    }
}

fn nothing(candidates: &Candidates, scenario: &Scenario) -> Error {
    let first = candidates.all.iter().find_map(|(_, d)| d.as_ref().err().cloned());
    let error = first.unwrap_or_else(|| Error::new(crate::core::error::Code::NoSolution, "moe", "No design is left."));
    let path = match error.field.as_str() {
        "maxMemory" => "moe.maxMemory",
        "maxInferenceFlops" => "moe.maxInferenceFlops",
        "inferenceTokens" => "serving.inferenceTokens",
        "flops" => scenario.budget.key().names().path,
        _ => return error,
    };
    error.at(path)
}

/// What there is, in the formats of serving.
fn limits(scenario: &Scenario, flops: Flop) -> Limits {
    let serving = &scenario.setup.serving;
    Limits {
        flops,
        served: scenario.inference_tokens,
        memory: scenario.sparse.memory,
        inference: scenario.sparse.inference,
        cached: serving.context as f64 * serving.sequences as f64,
        weight_bits: serving.weights.bits,
        cache_bits: serving.kv.bits,
    }
}

/// What must be said of the chosen design: the law's fitted range.
fn warn(out: &mut Figures, chosen: &Design) {
    const S: Section = Section::Mixtures;
    let law = laws::ludziejewski_2025::with_experts(chosen.experts);
    for w in laws::warnings_of(&law, chosen.training().ok(), chosen.active, Some(chosen.tokens)) {
        out.remark(S, w.message);
    }
}

/// A number of experts in words.
pub fn experts_words(experts: f64) -> String {
    if experts == 1.0 { "dense".to_owned() } else { format!("{} experts", show::full(experts)) }
}

/// The law behind the designs.
pub fn meta() -> &'static laws::Meta {
    laws::ludziejewski_2025::LUDZIEJEWSKI_2025.meta
}

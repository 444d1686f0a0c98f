//! Activations that are zero: the share of neurons that works on a token (Luo et al. 2025).

use super::hyper::{known, known_of, number};
use crate::core::formulas::luo_2025::SIZES;
use crate::core::formulas::{Formula, From};
use crate::core::laws::{Law, Optimum};
use crate::core::quantity::{Tokens, show};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, Report, Why, why};
use crate::core::scenario::Scenario;

const S: Section = Section::Activations;
const OF: &str = "of the neurons";

pub(super) fn activations(out: &mut Figures, scenario: &Scenario, law: &dyn Law, best: &Optimum) {
    let known = known(scenario, law, best);
    for (row, size) in SIZES.iter().enumerate() {
        out.name(S, row, size.words);
        for (formula, share, end) in [(Some(size.relu), "relu", "reluLimit"), (size.silu, "silu", "siluLimit")] {
            let Some(f) = formula else { continue };
            if let Some(slot) = f.inputs.iter().find(|s| s.misses(&known)) {
                let (lo, hi) = slot.limits;
                let unit = Tokens::UNIT;
                let text = format!(
                    "Nothing is said of this run: the curves are given from {} to {} {unit} only.",
                    show::given(lo),
                    show::given(hi)
                );
                if !out.remarks_of(S).any(|r| r == text) {
                    out.remark(S, text);
                }
            } else if let Some(n) = number(&f.filled_from(&known)) {
                out.put(S, share, row, Number { unit: OF, ..n });
            }
            out.put(S, end, row, limit(f));
        }
    }
}

/// The share that is left after endless training.
fn limit(f: &'static Formula) -> Number {
    let left = f.start().c("A0");
    let why = Why { formula: Some(f), ..why("Share after endless training", "A₀", Some(left.clone())) };
    Number::new(left.eval(), OF, why)
}

/// The published size that is nearest to the answer's.
pub fn nearest(report: &Report) -> usize {
    let size = known_of(report)(From::NonEmbedding).unwrap_or(f64::INFINITY);
    let off = |i: &usize| SIZES.get(*i).map_or(f64::INFINITY, |s| (s.params.ln() - size.ln()).abs());
    (0..SIZES.len()).min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or_default()
}

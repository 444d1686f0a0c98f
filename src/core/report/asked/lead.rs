//! What a question rests on, in a sentence with the numbers of its law.

use super::{apart, precision, repeated, upcycled, zeros};
use crate::core::formulas::luo_2025::SIZES;
use crate::core::laws::muennighoff_2023::R_D;
use crate::core::laws::{self, kumar_2024};
use crate::core::quantity::show;
use crate::core::report::figures::Section;

/// What training does to the share of active neurons.
const FELL: &str = "that share falls with training where the activation is ReLU and rises where it is SiLU";

/// Empty for a question that rests on the chosen law alone.
pub fn lead(section: Section) -> String {
    let meta = |id| laws::find(id).map(|l| l.meta());
    let text = match section {
        Section::Repeated => meta(repeated::LAW).map(|m| {
            format!(
                "By {}, fitted on {}: after about {} repeats another pass is worth 1/e of new text.",
                m.short,
                m.fitted.what,
                show::sig(R_D.value, 2)
            )
        }),
        Section::Precision => meta(precision::LAW).map(|m| format!("By {}, fitted on {}.", m.short, m.fitted.what)),
        Section::Apart => meta(apart::LAW).map(|m| {
            format!(
                "By {}, fitted on {}. Replicas meet every {} steps; the network is what keeps the devices of the plan busy {} % of the time, each way at its own batch.",
                m.short, m.fitted.what, apart::STEPS_APART, 100.0 * apart::BUSY
            )
        }),
        Section::Zeros | Section::Upcycled => {
            let id = if section == Section::Zeros { zeros::LAW } else { upcycled::LAW };
            meta(id).map(|m| format!("By {}, fitted on {}.", m.short, m.fitted.what))
        }
        Section::Activations => Ok(SIZES.first().map_or_else(String::new, |size| {
            let notes = size.relu.notes.get(..2).unwrap_or_default().join(" ");
            format!("By {} {}, {}. {notes}", size.relu.cite.authors, size.relu.cite.year, FELL)
        })),
        _ => return String::new(),
    };
    text.unwrap_or_default()
}

/// What bits have in common with zeros, in a sentence.
pub fn few_bits() -> String {
    kumar_2024::best_precision().map_or_else(
        |_| String::new(),
        |bits| {
            format!(
                "Bits are the third thing to leave out: by Kumar 2024, {} bits of training are best, whatever the compute.",
                show::sig(bits.get(), 2)
            )
        },
    )
}

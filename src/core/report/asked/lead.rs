//! What a question rests on, in a sentence with the numbers of its law.

use super::{apart, precision, repeated};
use crate::core::laws;
use crate::core::laws::muennighoff_2023::R_D;
use crate::core::quantity::show;
use crate::core::report::figures::Section;

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
        _ => return String::new(),
    };
    text.unwrap_or_default()
}

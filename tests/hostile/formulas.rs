//! Every number of a report against the formula that the report shows for it.

use super::Dice;
use super::scenarios::{asks, is_difference};
use crate::support::scenario;
use isoflop::core::link;
use isoflop::core::report::{self, Ask};

#[test]
fn a_number_is_what_its_formula_says() {
    let mut dice = Dice(51);
    let mut checked = 0;
    while checked < 20_000 {
        let s = scenario(&mut dice);
        let Ok(r) = report::estimate(&s) else { continue };
        // Where budgets are astronomic or absurdly small, rounding in ln C and in C^a differ.
        if !(1e6..1e36).contains(&r.answer.flops.value) {
            continue;
        }
        checked += 1;
        for ask in asks(&r) {
            let Some(n) = r.number(ask) else { continue };
            let Some(formula) = &n.why.expr else { continue };
            // A model far too small for its compute stands at the edge where Kaplan's cost of a wrong size has no bound:
            // there the formula magnifies the last digit of x.
            if matches!(ask, Ask::RunLoss(i) if r.run(i).is_some_and(|c| c.oversize.value < 1e-2)) {
                continue;
            }
            let gives = formula.eval();
            // The compute needed is at most the compute there was, which its formula does not know.
            let capped = matches!(ask, Ask::RunNeeded(_)) && gives > n.value;
            let allowed = match ask {
                Ask::RunNeeded(_) => 1e-6,
                // Found by a search, and steep where a model is nearly too small for its loss.
                Ask::RunLoss(_) | Ask::SizeLoss(_) => 1e-6,
                _ => 1e-11,
            };
            let close = if is_difference(ask) {
                (gives - n.value).abs() < 1e-9
            } else {
                (gives / n.value - 1.0).abs() < allowed
            };
            assert!(close || capped, "{ask:?} is {}, its formula {gives}, at {}", n.value, link::write(&s));
        }
    }
}

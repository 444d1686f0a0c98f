//! Two hundred thousand random scenarios through the whole report.

use super::{Dice, assert_finite, assert_number, assert_well_said};
use crate::support::scenario;
use isoflop::core::link;
use isoflop::core::report::{self, Ask, Report};
use isoflop::core::scenario::Scenario;
use std::thread;

const THREADS: u64 = 2;
const EACH: usize = 100_000;

/// Every number of the report that can be asked for.
pub fn asks(r: &Report) -> impl Iterator<Item = Ask> {
    use Ask::*;
    let of_all = [Flops, Params, Tokens, TokensPerParam, Loss, Seconds, Hours, Dollars, Rate];
    let of_laws = r.laws.iter().map(|l| l.meta.id);
    let of_laws = of_laws.flat_map(|id| [LawParams(id), LawTokens(id), LawRatio(id), LawLoss(id)]);
    let of_sizes = (0..r.sizes.len()).flat_map(|i| {
        [SizeParams(i), SizeTokens(i), SizeRatio(i), SizeLoss(i), SizeMore(i), SizeWorth(i), SizeLost(i)]
    });
    let of_runs = (0..=r.published.len())
        .flat_map(|i| [RunFlops(i), RunOversize(i), RunLoss(i), RunMore(i), RunNeeded(i), RunOverspent(i)]);
    let of_questions = r.figures.list.iter().map(|f| Figure(f.place));
    of_all.into_iter().chain(of_laws).chain(of_sizes).chain(of_runs).chain(of_questions)
}

/// Numbers that are differences, and so may be zero.
pub fn is_difference(ask: Ask) -> bool {
    if let Ask::Figure(place) = ask {
        return matches!(place.key, "more" | "saved" | "extra" | "lost");
    }
    matches!(ask, Ask::SizeMore(_) | Ask::SizeLost(_) | Ask::RunMore(_) | Ask::RunOverspent(_))
}

fn assert_sound(r: &Report, s: &Scenario) {
    for ask in asks(r) {
        if let Some(n) = r.number(ask) {
            // The name is only written out when something is wrong.
            if !n.value.is_finite() || n.interval.is_some() || n.why.range.is_some() {
                assert_number(n, n.why.title, s);
            }
            let least = match ask {
                // A loss against another may be less.
                Ask::Figure(place) if place.key == "more" => f64::MIN,
                _ if is_difference(ask) => 0.0,
                _ => f64::MIN_POSITIVE,
            };
            assert!(n.value >= least, "{ask:?} is {} at {}", n.value, link::write(s));
        }
    }
    for row in &r.laws {
        assert!(row.total_params >= row.params.value, "{} at {}", row.meta.id, link::write(s));
        assert_finite(row.decades_outside, "decades outside of a law", s);
    }
    for share in r.sizes.iter().flat_map(|row| [&row.worth, &row.lost]) {
        assert!((0.0..=1.0).contains(&share.value), "{share:?} at {}", link::write(s));
    }
    for run in r.published.iter().chain(&r.compared) {
        for n in [&run.best_params, &run.best_tokens] {
            assert_number(n, n.why.title, s);
        }
    }
    if let Some(spread) = &r.spread {
        assert!(0.0 < spread.low.1 && spread.low.1 <= spread.high.1 && spread.high.1.is_finite());
    }
    for w in &r.warnings {
        assert!(!w.code.is_empty() && !w.field.is_empty() && !w.message.is_empty());
        assert!(!w.message.contains("inf") && !w.message.contains("NaN"), "{} at {}", w.message, link::write(s));
    }
}

#[test]
fn scenarios_at_random() {
    let answered: Vec<usize> = thread::scope(|scope| {
        let work: Vec<_> = (0..THREADS)
            .map(|seed| {
                scope.spawn(move || {
                    let mut dice = Dice(50 + seed);
                    let mut answered = 0;
                    for _ in 0..EACH {
                        let s = scenario(&mut dice);
                        match report::estimate(&s) {
                            Ok(r) => {
                                assert_sound(&r, &s);
                                answered += 1;
                            }
                            Err(e) => assert_well_said(&e, &link::write(&s)),
                        }
                    }
                    answered
                })
            })
            .collect();
        work.into_iter().map(|w| w.join().unwrap_or_else(|e| std::panic::resume_unwind(e))).collect()
    });
    // Most of what can be said has an answer.
    assert!(answered.iter().all(|n| *n > EACH / 2), "{answered:?}");
}

//! A million random scenarios through the whole report.

use super::{Dice, assert_finite, assert_interval, assert_number, assert_well_said};
use crate::support::scenario;
use isoflop::core::link;
use isoflop::core::report::{self, Ask, Report};
use isoflop::core::scenario::Scenario;
use std::thread;

const THREADS: u64 = 2;
const EACH: usize = 500_000;

/// Every number of the report that can be asked for.
pub fn asks(r: &Report) -> impl Iterator<Item = Ask> {
    use Ask::{
        Dollars, Flops, Hours, LawLoss, LawParams, LawTokens, Loss, Params, Rate, RunFlops, RunLoss, RunNeeded,
        RunOversize, Seconds, SizeLoss, Tokens, TokensPerParam,
    };
    let of_all = [Flops, Params, Tokens, TokensPerParam, Loss, Seconds, Hours, Dollars, Rate];
    let of_laws = (0..r.laws.len()).flat_map(|i| [LawParams(i), LawTokens(i), LawLoss(i)]);
    let of_sizes = (0..r.sizes.len()).map(SizeLoss);
    let of_runs = (0..=r.published.len()).flat_map(|i| [RunFlops(i), RunOversize(i), RunLoss(i), RunNeeded(i)]);
    of_all.into_iter().chain(of_laws).chain(of_sizes).chain(of_runs)
}

fn assert_sound(r: &Report, s: &Scenario) {
    for ask in asks(r) {
        if let Some(n) = r.number(ask) {
            // The name is only written out when something is wrong.
            if !n.value.is_finite() || n.interval.is_some() || n.why.range.is_some() {
                assert_number(n, n.why.title, s);
            }
            assert!(n.value > 0.0, "{ask:?} is {} at {}", n.value, link::write(s));
        }
    }
    for row in &r.laws {
        assert_finite(row.tokens_per_param, "tokens per parameter of a law", s);
        assert_finite(row.decades_outside, "decades outside of a law", s);
    }
    for row in &r.sizes {
        for value in [row.factor, row.params, row.tokens, row.more, row.worth] {
            assert_finite(value, "a row of the sizes", s);
        }
        assert!(row.more >= 0.0 && row.worth > 0.0 && row.worth <= 1.0, "{row:?} at {}", link::write(s));
    }
    for run in r.published.iter().chain(&r.compared) {
        for value in [run.best.flops.get(), run.best.params.get(), run.best.tokens.get(), run.best.tokens_per_param()] {
            assert_finite(value, "the optimum of a run", s);
        }
        assert_interval(run.best.intervals.params, run.best.params.get(), "the size of a run", s);
        assert!(run.more.is_none_or(|m| m.is_finite() && m >= 0.0), "{:?} at {}", run.more, link::write(s));
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
fn a_million_scenarios() {
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

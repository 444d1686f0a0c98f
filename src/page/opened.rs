//! A link as the page opens it: what has no answer is left out part by part, and everything else is kept.

use crate::core::error::Error;
use crate::core::link::Reading;
use crate::core::report::{self, Report};
use crate::core::scenario::{Key, Scenario};

/// The scenario that a link opens with, and what is said of the link.
pub struct Opened {
    pub scenario: Scenario,
    pub report: Report,
    pub understood: Vec<&'static str>,
    pub notices: Vec<Error>,
}

/// A part of the scenario put back to the start's, and the inputs that go with it.
struct Part {
    name: &'static str,
    keys: &'static [Key],
    back: fn(&Scenario, &Scenario) -> Scenario,
}

const PARTS: [Part; 4] = [
    Part {
        name: "budget",
        keys: &[Key::Flops, Key::Time, Key::Dollars, Key::Loss, Key::Params, Key::Tokens],
        back: |s, start| Scenario { budget: start.budget, ..s.clone() },
    },
    Part {
        name: "run",
        keys: &[Key::Model, Key::ModelParams, Key::ModelTokens],
        back: |s, start| Scenario { run: start.run, ..s.clone() },
    },
    Part {
        name: "setting of the law",
        keys: &[Key::UniqueTokens, Key::PrecisionBits, Key::PostTrainingBits, Key::Replicas],
        back: |s, start| Scenario { setting: start.setting, ..s.clone() },
    },
    Part { name: "law", keys: &[Key::Law], back: |s, start| Scenario { law: start.law.clone(), ..s.clone() } },
];

/// The budget goes first, then the run, then the law, until there is an answer; at worst all of it.
///
/// # Errors
/// Only if the start itself had no answer.
pub fn opened(reading: Reading) -> Result<Opened, Error> {
    let Reading { mut scenario, mut understood, mut notices, view: _ } = reading;
    let error = match report::estimate(&scenario) {
        Ok(report) => return Ok(Opened { scenario, report, understood, notices }),
        Err(error) => error,
    };
    let start = Scenario::start()?;
    let mut left_out: Vec<&str> = Vec::new();
    for part in PARTS {
        let next = (part.back)(&scenario, &start);
        if next == scenario {
            continue;
        }
        scenario = next;
        left_out.push(part.name);
        understood.retain(|words| part.keys.iter().all(|key| key.names().words != *words));
        if let Ok(report) = report::estimate(&scenario) {
            notices.push(said(error, &left_out.join(" and the ")));
            return Ok(Opened { scenario, report, understood, notices });
        }
    }
    let report = report::estimate(&start)?;
    notices.push(said(error, "whole scenario"));
    Ok(Opened { scenario: start, report, understood: Vec::new(), notices })
}

fn said(error: Error, left_out: &str) -> Error {
    let message = format!("{} So the {left_out} of this link was left out.", error.message);
    Error { message, ..error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{laws, link};

    fn open(text: &str) -> Opened {
        opened(link::read(text).unwrap()).unwrap()
    }

    #[test]
    fn a_link_with_an_answer_is_opened_as_it_is() {
        let o = open("#v=1&flops=1e24&law=kaplan-2020");
        assert!(o.notices.is_empty());
        assert_eq!(link::write(&o.scenario), "#v=1&flops=1e24&law=kaplan-2020");
        assert_eq!(o.understood, ["compute budget", "law"]);
    }

    #[test]
    fn only_what_has_no_answer_is_left_out() {
        let o = open("#v=1&title=mine&loss=1.7&law=besiroglu-2024&count=512&model=palm-540b");
        assert_eq!(link::write(&o.scenario), "#v=1&title=mine&count=512&model=palm-540b");
        assert_eq!(o.understood, ["title", "law", "number of accelerators", "published run"]);
        let [notice] = &o.notices[..] else { panic!("{:?}", o.notices) };
        assert!(
            notice.message.contains("1.8172") && notice.message.ends_with("So the budget of this link was left out.")
        );
        assert_eq!(notice.field, "budget.loss");
        assert_eq!(o.report.answer.flops.value, 5.76e23);
    }

    #[test]
    fn a_law_without_a_loss_stays_where_a_loss_was_asked_of_it() {
        let o = open("#v=1&loss=1.95&law=hoffmann-2022-approach-2&title=mine");
        assert_eq!(o.scenario.law.meta().id, "hoffmann-2022-approach-2");
        assert_eq!(o.scenario.title, "mine");
    }

    #[test]
    fn a_run_is_no_reason_to_leave_anything_out() {
        let o = open("#v=1&flops=1e24&modelParams=1&modelTokens=1");
        assert!(o.notices.is_empty() && o.scenario.run.is_some() && o.report.compared.is_none());
    }

    #[test]
    fn every_law_opens_whatever_its_budget() {
        for law in laws::ALL.iter().filter(|l| l.meta().kind.has_optimum()) {
            for budget in ["flops=1e6", "flops=1e40", "params=1", "params=1e24", "tokens=1", "tokens=1e24", "loss=0.01"]
            {
                let o = open(&format!("#v=1&{budget}&law={}&count=77", law.meta().id));
                assert_eq!(o.scenario.number(Key::Count), Some(77.0), "{budget} {}", law.meta().id);
                assert_eq!(o.scenario.law.meta().id, law.meta().id, "{budget}");
                assert_eq!(o.notices.is_empty(), o.understood.len() == 3, "{budget} {}", law.meta().id);
            }
        }
    }
}

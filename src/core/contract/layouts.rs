//! The search for layouts, a few at a time: for a page that shows how far it is and may stop it.

use super::model::whole;
use super::timing::Question;
use crate::core::error::{Code, Error};
use crate::core::link;
use crate::core::timing::search::{Found, LIMIT, Outcome, Paused, smallest};
use crate::core::value::{Fields, Value};

/// A search under way.
pub struct LayoutSearch {
    question: Question,
    most_micro: u64,
    /// Sequences of a step.
    batch: u64,
    paused: Paused,
    progress: f64,
    /// It stopped before all was tried.
    stopped: bool,
}

const KEEP: u64 = 20;
const MOST_MICRO: u64 = 8;

impl LayoutSearch {
    /// Of a query of `planParallelism`, or of the link of a scenario.
    ///
    /// # Errors
    /// As `planParallelism`; `bad-link` for a text that is no link.
    pub fn new(query: &Value) -> Result<LayoutSearch, Error> {
        if let Value::Text(text) = query {
            return LayoutSearch::of(Question::of_scenario(&link::decode(text)?)?, KEEP, MOST_MICRO);
        }
        let mut fields = Fields::of(query)?;
        let search = LayoutSearch::read(&mut fields)?;
        fields.finish()?;
        Ok(search)
    }

    pub(super) fn read(fields: &mut Fields) -> Result<LayoutSearch, Error> {
        let keep = whole(fields, "keep")?.unwrap_or(KEEP).min(200);
        let most_micro = whole(fields, "mostMicroBatch")?.unwrap_or(MOST_MICRO).min(64);
        LayoutSearch::of(Question::read(fields)?, keep, most_micro)
    }

    fn of(question: Question, keep: u64, most_micro: u64) -> Result<LayoutSearch, Error> {
        if question.mfu.is_some() {
            let message = "With a given \"mfu\" every layout is as fast as any other; leave it out.";
            return Err(Error::new(Code::Inconsistent, "mfu", message));
        }
        let search = question.search(most_micro)?;
        let batch = search.batch;
        let paused = search.start(usize::try_from(keep).unwrap_or(usize::MAX))?.pause();
        Ok(LayoutSearch { question, most_micro, batch, paused, progress: 0.0, stopped: false })
    }

    /// Tries about so many more layouts; the part of the search that is done, from 0 to 1.
    ///
    /// # Errors
    /// Where the machine cannot be.
    pub fn advance(&mut self, layouts: u64) -> Result<f64, Error> {
        let mut running = self.question.search(self.most_micro)?.resume(std::mem::take(&mut self.paused));
        running.advance(layouts.clamp(1, LIMIT));
        self.stopped = !running.is_done() && running.outcome().tried >= LIMIT;
        let over = running.is_done() || self.stopped;
        self.progress = if over { 1.0 } else { running.progress() };
        self.paused = running.pause();
        Ok(self.progress)
    }

    /// `{best, front, tried, tooLarge, stopped}` of what was tried so far: the fastest layouts that fit, and those of which no other
    /// is both faster and smaller, smallest first.
    ///
    /// # Errors
    /// `does-not-fit` where none fits, with the smallest cluster that would hold the model once all were tried.
    pub fn result(&self) -> Result<Value, Error> {
        let best = self.best()?;
        let outcome = self.outcome();
        Ok(Value::object([
            ("best", Value::list(best)),
            ("front", Value::list(self.rows(&outcome.front)?)),
            ("tried", Value::Number(outcome.tried as f64)),
            ("tooLarge", Value::Number(outcome.too_large as f64)),
            ("stopped", Value::Bool(self.stopped)),
        ]))
    }

    /// The fastest layouts that fit, best first.
    pub(super) fn best(&self) -> Result<Vec<Value>, Error> {
        let outcome = self.outcome();
        if outcome.tried == 0 && self.progress >= 1.0 {
            let message = format!(
                "No layout can be tried: the sequences of a step are too few for {} accelerators in any split of this model.",
                self.question.count
            );
            return Err(Error::new(Code::Inconsistent, "globalBatch", message));
        }
        if outcome.best.is_empty() {
            let hint = if self.progress < 1.0 {
                "The search is not over.".to_owned()
            } else {
                let search = self.question.search(self.most_micro)?;
                let words = |n: u64| format!("{n} of them would hold it.");
                smallest(&search).map_or_else(|| "No number of them would hold it.".to_owned(), words)
            };
            let (count, name) = (self.question.count, self.question.accelerator.name);
            let message = format!("No layout of this model fits {count} {name}. {hint}");
            return Err(Error::new(Code::DoesNotFit, "count", message));
        }
        self.rows(&outcome.best)
    }

    const fn outcome(&self) -> &Outcome {
        self.paused.outcome()
    }

    fn rows(&self, all: &[Found]) -> Result<Vec<Value>, Error> {
        let Some(best) = self.outcome().best.first() else { return Ok(Vec::new()) };
        all.iter().map(|f| self.question.found(f, best, self.batch, self.stopped)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::contract::plan_parallelism;

    fn query(count: f64) -> Value {
        Value::object([
            ("model", Value::text("llama-3-8b")),
            ("tokens", Value::Number(1e12)),
            ("accelerator", Value::text("h100-sxm")),
            ("count", Value::Number(count)),
            ("sequenceLength", Value::Number(4096.0)),
        ])
    }

    fn field<'v>(v: &'v Value, name: &str) -> &'v Value {
        let Value::Object(fields) = v else { panic!("{name} of no object") };
        &fields.iter().find(|(n, _)| n == name).unwrap().1
    }

    fn list(v: &Value) -> &[Value] {
        let Value::List(list) = v else { panic!("no list") };
        list
    }

    fn in_pieces(mut search: LayoutSearch, step: u64) -> Result<Value, Error> {
        let mut last = 0.0;
        while last < 1.0 {
            let now = search.advance(step).unwrap();
            assert!(now > last && now <= 1.0);
            last = now;
        }
        search.result()
    }

    #[test]
    fn in_pieces_it_finds_what_it_finds_at_once() {
        let whole = plan_parallelism(&query(64.0)).unwrap();
        for step in [1, 37, 100_000] {
            let found = in_pieces(LayoutSearch::new(&query(64.0)).unwrap(), step).unwrap();
            assert_eq!(field(&found, "best"), &whole);
        }
        let rows = list(&whole);
        assert_eq!((rows.len(), field(&rows[0], "behind")), (20, &Value::Null));
        // What a row loses in its worst part is at least its share of what it loses in all.
        let number = |v: &Value, name: &str| match field(v, name) {
            Value::Number(v) => *v,
            other => panic!("{name}: {other:?}"),
        };
        for row in &rows[1..] {
            let slower = number(row, "stepTime") - number(&rows[0], "stepTime");
            let behind = field(row, "behind");
            assert!(slower >= 0.0 && (slower == 0.0 || number(behind, "seconds") >= slower / 9.0));
        }
    }

    #[test]
    fn the_front_trades_memory_for_time() {
        let found = in_pieces(LayoutSearch::new(&query(64.0)).unwrap(), 5000).unwrap();
        let at = |v: &Value, name: &str| match field(v, name) {
            Value::Number(v) => *v,
            _ => f64::NAN,
        };
        let front: Vec<(f64, f64)> =
            list(field(&found, "front")).iter().map(|r| (at(r, "memory"), at(r, "stepTime"))).collect();
        assert!(front.len() > 1 && front.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 > w[1].1));
        let best = list(field(&found, "best"));
        assert_eq!(front.last().unwrap().1, at(&best[0], "stepTime"));
    }

    #[test]
    fn a_link_asks_the_same() {
        let link = Value::text("#v=1&arch=llama-3-8b&count=64&sequence=4096&trainTokens=1e12&price=3");
        let found = in_pieces(LayoutSearch::new(&link).unwrap(), 5000).unwrap();
        let asked = in_pieces(LayoutSearch::new(&query(64.0)).unwrap(), 5000).unwrap();
        let times = |v: &Value| list(field(v, "best")).iter().map(|r| field(r, "stepTime").clone()).collect::<Vec<_>>();
        assert_eq!(times(&found), times(&asked));
        assert_eq!(field(&list(field(&found, "best"))[0], "pricePerHour"), &Value::Number(3.0));
    }

    #[test]
    fn says_what_does_not_fit_and_what_would() {
        let mut search = LayoutSearch::new(&Value::text("#v=1&arch=llama-3-70b&count=8")).unwrap();
        assert!(search.result().unwrap_err().message.contains("not over"));
        while search.advance(1000).unwrap() < 1.0 {}
        let error = search.result().unwrap_err();
        assert_eq!((error.code, error.field.as_str()), (Code::DoesNotFit, "count"));
        assert!(error.message.contains("of them would hold it"), "{error}");
        let flat = LayoutSearch::new(&Value::text("#v=1&mfu=0.4"));
        assert_eq!(flat.map(|_| ()).unwrap_err().field, "mfu");
        assert!(LayoutSearch::new(&Value::text("#v=1&nobody=3")).is_err());
    }
}

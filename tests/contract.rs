//! The functions other programs call: what they answer, and what they answer to a wrong question.

use isoflop::core::contract;
use isoflop::core::error::{Code, Error};
use isoflop::core::value::Value;

#[path = "contract/accelerators.rs"]
mod accelerators;
#[path = "contract/answers.rs"]
mod answers;
#[path = "contract/mixture.rs"]
mod mixture;
#[path = "contract/models.rs"]
mod models;
#[path = "contract/refusals.rs"]
mod refusals;
#[path = "contract/scenarios.rs"]
mod scenarios;
#[path = "contract/sparse.rs"]
mod sparse;
mod support;
#[path = "contract/timing.rs"]
mod timing;
#[path = "contract/training.rs"]
mod training;
#[path = "contract/wrong.rs"]
mod wrong;

use support::Dice;

type Answer = Result<Value, Error>;
type Function = fn(&Value) -> Answer;

const NUMBER: fn(f64) -> Value = Value::Number;

fn text(s: &str) -> Value {
    Value::text(s)
}

fn object<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::object(fields)
}

fn predict(law: &str, params: f64, tokens: f64) -> Answer {
    contract::predict_loss(&object([("law", text(law)), ("params", NUMBER(params)), ("tokens", NUMBER(tokens))]))
}

fn optimal(law: &str, field: &'static str, value: f64) -> Answer {
    contract::compute_optimal(&object([("law", text(law)), (field, NUMBER(value))]))
}

fn estimate(law: &str, budget: &'static str, value: f64) -> Answer {
    contract::estimate(&object([("law", text(law)), ("budget", object([(budget, NUMBER(value))]))]))
}

/// The value at a path such as `answer.params.value`.
fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(value, |v, name| v.get(name).unwrap_or_else(|| panic!("no {name} of {path} in {v:?}")))
}

fn num(value: &Value, path: &str) -> f64 {
    at(value, path).as_number().unwrap_or_else(|| panic!("{path} is no number"))
}

fn words<'a>(value: &'a Value, path: &str) -> &'a str {
    match at(value, path) {
        Value::Text(s) => s,
        other => panic!("{path} is no text: {other:?}"),
    }
}

fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    match at(value, path) {
        Value::List(items) => items,
        other => panic!("{path} is no list: {other:?}"),
    }
}

/// Fields of the warnings that say an answer lies outside the fitted range.
fn outside(answer: &Value) -> Vec<&str> {
    let of = |w: &&Value| words(w, "code") == "outside-fitted-range";
    list(answer, "warnings").iter().filter(of).map(|w| words(w, "field")).collect()
}

#[track_caller]
fn refused(answer: Answer, code: Code, field: &str) -> String {
    let e = answer.expect_err("an error");
    assert_eq!((e.code, e.field.as_str()), (code, field), "{e}");
    assert!(!e.message.is_empty() && e.message.chars().count() <= 400 && e.message.ends_with('.'), "{e}");
    e.message
}

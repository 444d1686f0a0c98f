//! Scenario objects and links.

use super::{Code, Dice, NUMBER, Value, at, contract, list, num, object, refused, text, words};
use isoflop::core::link;

fn budget(fields: Vec<(&'static str, Value)>) -> Value {
    object([("budget", Value::object(fields))])
}

/// Both functions that take a scenario refuse it with the same words.
#[track_caller]
fn scenario_refused(scenario: &Value, code: Code, field: &str) -> String {
    let message = refused(contract::encode_scenario(scenario), code, field);
    assert_eq!(refused(contract::estimate(scenario), code, field), message);
    message
}

#[test]
fn unknown_names() {
    // A wrong group is answered with the groups, a wrong part with the parts of its group.
    for (scenario, field, names) in [
        (object([("budgets", NUMBER(1.0))]), "budgets", "budget, data"),
        (object([("training", object([("flops", NUMBER(1.0))]))]), "training", "budget, data"),
        (budget(vec![("flop", NUMBER(1e24))]), "budget.flop", "budget.flops"),
        (object([("hardware", object([("mfu", NUMBER(0.4))]))]), "hardware.mfu", "hardware.accelerator"),
    ] {
        let message = scenario_refused(&scenario, Code::UnknownField, field);
        assert!(message.contains(names), "{message}");
    }
    for (scenario, field) in [
        (object([("title", object([("x", text("y"))]))]), "title"),
        (object([("law", object([("id", text("kaplan-2020"))]))]), "law"),
    ] {
        scenario_refused(&scenario, Code::WrongType, field);
    }
}

/// Unknown names are errors even when they hold nothing, and a dotted path is not a name.
#[test]
fn unknown_names_that_hold_nothing() {
    for (scenario, field) in [
        (object([("training", object([]))]), "training"),
        (object([("training", Value::Null)]), "training"),
        (budget(vec![("flop", Value::Null)]), "budget.flop"),
        (object([("budget.flops", NUMBER(1e24))]), "budget.flops"),
    ] {
        scenario_refused(&scenario, Code::UnknownField, field);
    }
}

#[test]
fn a_group_is_an_object() {
    for value in [NUMBER(1e24), text("1e24"), Value::list([NUMBER(1e24)]), Value::Bool(true)] {
        let e = contract::encode_scenario(&object([("budget", value)])).unwrap_err();
        assert_eq!(e.field, "budget", "{e}");
        assert!(e.message.contains("budget.flops"), "what would be right: {e}");
    }
    for scenario in [Value::Null, NUMBER(1.0), text("#v=1"), Value::list([])] {
        assert_eq!(contract::estimate(&scenario).unwrap_err().code, Code::WrongType);
    }
}

#[test]
fn wrong_values() {
    scenario_refused(&budget(vec![("flops", text("1e24"))]), Code::WrongType, "budget.flops");
    scenario_refused(&budget(vec![("flops", object([]))]), Code::WrongType, "budget.flops");
    scenario_refused(&object([("law", NUMBER(1.0))]), Code::WrongType, "law");
    scenario_refused(&object([("title", NUMBER(1.0))]), Code::WrongType, "title");
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for name in ["flops", "time", "dollars", "loss", "params", "tokens"] {
            let field = format!("budget.{name}");
            scenario_refused(&budget(vec![(name, NUMBER(value))]), Code::NotFinite, &field);
        }
        for (group, name) in [("hardware", "count"), ("assumptions", "mfu"), ("assumptions", "pricePerHour")] {
            let scenario = object([(group, object([(name, NUMBER(value))]))]);
            scenario_refused(&scenario, Code::NotFinite, &format!("{group}.{name}"));
        }
    }
    for (group, name, value) in [
        ("budget", "flops", 0.0),
        ("budget", "time", -1.0),
        ("budget", "loss", 101.0),
        ("hardware", "count", 0.0),
        ("assumptions", "mfu", 1.01),
        ("assumptions", "mfu", 0.0),
        ("assumptions", "pricePerHour", -2.0),
    ] {
        let scenario = object([(group, object([(name, NUMBER(value))]))]);
        scenario_refused(&scenario, Code::OutOfDomain, &format!("{group}.{name}"));
    }
    scenario_refused(&object([("law", text("nobody-1999"))]), Code::UnknownId, "law");
    scenario_refused(
        &object([("hardware", object([("accelerator", text("abacus"))]))]),
        Code::UnknownId,
        "hardware.accelerator",
    );
    scenario_refused(&object([("model", object([("preset", text("gpt-9"))]))]), Code::UnknownId, "model.preset");
}

#[test]
fn one_budget_only() {
    let message = scenario_refused(
        &budget(vec![("flops", NUMBER(1e24)), ("loss", NUMBER(2.0))]),
        Code::Inconsistent,
        "budget.loss",
    );
    assert!(message.contains("budget.flops") && message.contains("budget.loss"), "{message}");
    assert!(contract::encode_scenario(&budget(vec![("flops", NUMBER(1e24)), ("loss", Value::Null)])).is_ok());
}

#[test]
fn a_run_is_a_preset_or_two_numbers() {
    let model = |fields: Vec<(&'static str, Value)>| object([("model", Value::object(fields))]);
    for name in ["params", "tokens"] {
        let both = model(vec![("preset", text("gpt-3-175b")), (name, NUMBER(1e11))]);
        assert_eq!(contract::estimate(&both).unwrap_err().code, Code::Inconsistent, "{name}");
    }
    scenario_refused(&model(vec![("params", NUMBER(1e9))]), Code::MissingField, "model.tokens");
    scenario_refused(&model(vec![("tokens", NUMBER(1e9))]), Code::MissingField, "model.params");
    // GPT-3: 6 · 175e9 · 300e9 = 3.15e23 FLOP, said either way.
    for run in
        [model(vec![("preset", text("gpt-3-175b"))]), model(vec![("params", NUMBER(175e9)), ("tokens", NUMBER(300e9))])]
    {
        let r = contract::estimate(&run).unwrap();
        assert!((num(&r, "model.flops.value") / 3.15e23 - 1.0).abs() < 1e-14);
        assert!((num(&r, "model.loss.value") - 2.0085).abs() <= 5e-5);
    }
    assert_eq!(at(&contract::estimate(&object([])).unwrap(), "model"), &Value::Null);
}

#[test]
fn no_budget_reaches_the_floor() {
    let message = refused(contract::estimate(&budget(vec![("loss", NUMBER(1.8))])), Code::NoSolution, "budget.loss");
    assert!(message.contains("1.8172"), "{message}");
    let frontier = object([("law", text("rule-of-thumb-20")), ("budget", object([("loss", NUMBER(2.0))]))]);
    refused(contract::estimate(&frontier), Code::Inconsistent, "law");
}

#[test]
fn defaults_are_filled_in() {
    let s = contract::decode_scenario(&text("#v=1&flops=1e24")).unwrap();
    assert_eq!(num(&s, "budget.flops"), 1e24);
    assert_eq!(words(&s, "law"), "besiroglu-2024");
    assert_eq!(words(&s, "hardware.accelerator"), "h100-sxm");
    for path in ["hardware.count", "assumptions.pue", "parallelism.tensorParallel"] {
        assert!(num(&s, path) > 0.0, "{path}");
    }
    let r = contract::estimate(&s).unwrap();
    assert_eq!(at(&r, "scenario"), &s);
    assert_eq!(words(&r, "link"), "#v=1&flops=1e24");
}

/// A scenario as an object, its link, and the object read from the link.
#[test]
fn decode_undoes_encode() {
    let mut dice = Dice(91);
    for _ in 0..20_000 {
        let written = link::write(&super::support::scenario(&mut dice));
        let scenario = contract::decode_scenario(&text(&written)).unwrap();
        assert_eq!(contract::encode_scenario(&scenario).unwrap(), text(&written));
        assert_eq!(contract::decode_scenario(&text(&written)).unwrap(), scenario);
    }
    let given = object([("title", text("a & b")), ("budget", object([("time", NUMBER(5_184_000.0))]))]);
    let encoded = contract::encode_scenario(&given).unwrap();
    let back = contract::decode_scenario(&encoded).unwrap();
    assert_eq!((num(&back, "budget.time"), words(&back, "title")), (5_184_000.0, "a & b"));
}

#[test]
fn links_that_cannot_be_read() {
    for (link, code, field) in [
        ("#v=99", Code::BadLink, "link"),
        ("#v=1&flops=1e400", Code::NotFinite, "budget.flops"),
        ("#v=1&flops=NaN", Code::NotFinite, "budget.flops"),
        ("#v=1&flops", Code::BadLink, "link"),
        ("#v=1&wings=2", Code::UnknownField, "wings"),
        ("#v=1&flops=1e24&loss=2", Code::Inconsistent, "budget.loss"),
        ("#v=1&law=nobody-1999", Code::UnknownId, "law"),
    ] {
        refused(contract::decode_scenario(&text(link)), code, field);
    }
    for value in [Value::Null, NUMBER(1.0), object([])] {
        assert_eq!(contract::decode_scenario(&value).unwrap_err().code, Code::WrongType);
    }
}

/// The table of other sizes holds the optimum itself and nothing better.
#[test]
fn the_optimum_is_the_best_of_the_sizes() {
    let r = contract::estimate(&object([])).unwrap();
    let best = num(&r, "answer.loss.value");
    let sizes = list(&r, "sizes");
    assert!(sizes.iter().any(|s| num(s, "factor") == 1.0 && num(s, "loss.value") == best));
    for s in sizes {
        assert!(num(s, "loss.value") >= best && num(s, "moreLoss.value") >= 0.0 && num(s, "worth.value") <= 1.0);
        let spent = 6.0 * num(s, "params.value") * num(s, "tokens.value");
        assert!((spent / num(&r, "answer.flops.value") - 1.0).abs() < 1e-12);
    }
}

//! Wrong questions: the field at fault, a stable code, a sentence.

use super::{Answer, Code, Function, NUMBER, Value, contract, object, optimal, predict, refused, text};

const LAW: &str = "besiroglu-2024";
const NO_LOSS: [&str; 3] = ["hoffmann-2022-approach-1", "hoffmann-2022-approach-2", "rule-of-thumb-20"];

/// A good query of each function, with one field put in its place.
fn with(function: &str, field: &'static str, value: Value) -> Answer {
    let (call, mut fields): (Function, Vec<(&'static str, Value)>) = match function {
        "predictLoss" => {
            (contract::predict_loss, vec![("law", text(LAW)), ("params", NUMBER(1e9)), ("tokens", NUMBER(2e10))])
        }
        _ => (contract::compute_optimal, vec![("law", text(LAW)), ("flops", NUMBER(1e22))]),
    };
    fields.retain(|(name, _)| *name != field);
    fields.push((field, value));
    call(&Value::object(fields))
}

const BOTH: [(&str, &str); 2] = [("predictLoss", "params"), ("computeOptimal", "flops")];

#[test]
fn unknown_fields() {
    for (function, known) in BOTH {
        let message = refused(with(function, "flop", NUMBER(1.0)), Code::UnknownField, "flop");
        // Of many inputs those that begin alike, else all.
        assert!(message.contains("law") || message.contains("flops"), "{known}: {message}");
    }
    refused(with("predictLoss", "flops", NUMBER(1e22)), Code::UnknownField, "flops");
    refused(with("predictLoss", "Law", text(LAW)), Code::UnknownField, "Law");
}

/// A misspelt name is an error whatever it holds.
#[test]
fn unknown_fields_without_a_value() {
    for (function, _) in BOTH {
        refused(with(function, "tokns", Value::Null), Code::UnknownField, "tokns");
    }
}

#[test]
fn missing_fields() {
    refused(contract::predict_loss(&object([])), Code::MissingField, "law");
    refused(contract::compute_optimal(&object([])), Code::MissingField, "law");
    refused(contract::compute_optimal(&object([("law", text(LAW))])), Code::MissingField, "flops");
    refused(
        contract::predict_loss(&object([("law", text(LAW)), ("tokens", NUMBER(1e9))])),
        Code::MissingField,
        "params",
    );
    refused(
        contract::predict_loss(&object([("law", text(LAW)), ("params", NUMBER(1e9))])),
        Code::MissingField,
        "tokens",
    );
    // An absent value is an absent field.
    refused(with("predictLoss", "tokens", Value::Null), Code::MissingField, "tokens");
    refused(with("computeOptimal", "law", Value::Null), Code::MissingField, "law");
}

#[test]
fn wrong_types() {
    for value in [text("1e22"), Value::Bool(true), Value::list([NUMBER(1.0)]), object([])] {
        for (function, field) in BOTH {
            refused(with(function, field, value.clone()), Code::WrongType, field);
        }
    }
    for (function, _) in BOTH {
        refused(with(function, "law", NUMBER(2024.0)), Code::WrongType, "law");
    }
    for query in [Value::Null, NUMBER(1.0), text("law"), Value::list([])] {
        for call in [contract::predict_loss, contract::compute_optimal] {
            let e = call(&query).unwrap_err();
            assert_eq!(e.code, Code::WrongType, "{query:?}");
        }
    }
}

#[test]
fn numbers_that_are_none() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for field in ["params", "tokens"] {
            refused(with("predictLoss", field, NUMBER(value)), Code::NotFinite, field);
        }
        for field in ["flops", "params", "tokens", "loss"] {
            refused(optimal(LAW, field, value), Code::NotFinite, field);
        }
    }
}

#[test]
fn numbers_out_of_range() {
    for value in [0.0, -0.0, -1.0, -1e24, 1e300, f64::MAX] {
        for field in ["params", "tokens"] {
            refused(with("predictLoss", field, NUMBER(value)), Code::OutOfDomain, field);
        }
        for field in ["flops", "params", "tokens", "loss"] {
            refused(optimal(LAW, field, value), Code::OutOfDomain, field);
        }
    }
    refused(optimal(LAW, "params", 0.5), Code::OutOfDomain, "params");
}

#[test]
fn two_questions_at_once() {
    let fields = ["flops", "loss", "tokens", "params"];
    for (i, a) in fields.into_iter().enumerate() {
        for b in fields.into_iter().skip(i + 1) {
            let query = object([("law", text(LAW)), (a, NUMBER(2.0)), (b, NUMBER(3.0))]);
            let e = contract::compute_optimal(&query).unwrap_err();
            assert_eq!(e.code, Code::Inconsistent, "{a} and {b}");
            assert!(e.field == a || e.field == b, "{e}");
            assert!(e.message.contains(&format!("\"{a}\"")) && e.message.contains(&format!("\"{b}\"")), "{e}");
        }
    }
}

#[test]
fn unknown_laws() {
    for law in ["", "besiroglu", "Besiroglu-2024", "kaplan-2020 ; x", "💥", &"x".repeat(10_000)] {
        refused(predict(law, 1e9, 2e10), Code::UnknownId, "law");
        refused(optimal(law, "flops", 1e22), Code::UnknownId, "law");
    }
}

#[test]
fn laws_without_a_loss() {
    for law in NO_LOSS {
        for answer in [predict(law, 1e9, 2e10), optimal(law, "loss", 2.0)] {
            let message = refused(answer, Code::Inconsistent, "law");
            assert!(message.contains("size") && message.contains("token"), "what it can answer: {message}");
        }
        assert!(optimal(law, "flops", 1e22).is_ok() && optimal(law, "tokens", 1e12).is_ok());
    }
}

#[test]
fn losses_below_the_floor() {
    for (law, floor) in
        [(LAW, "1.8172"), ("hoffmann-2022-approach-3", "1.6934"), ("hoffmann-2022-approach-3-printed", "1.69")]
    {
        for loss in [1.69, 1.0, 0.01] {
            let message = refused(optimal(law, "loss", loss), Code::NoSolution, "loss");
            assert!(message.contains(floor), "{message}");
        }
    }
    // Kaplan's frontier has no floor, but its budgets leave the range of numbers.
    assert!(optimal("kaplan-2020", "loss", 0.5).is_ok());
    let e = optimal("kaplan-2020", "loss", 1e-300).unwrap_err();
    assert!(matches!(e.code, Code::NotFinite | Code::OutOfDomain | Code::NoSolution), "{e}");
    assert_eq!(e.field, "loss");
}

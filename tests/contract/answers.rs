//! Numbers known from the papers or worked out by hand from their constants; half a unit of the last digit.

use super::{
    Code, Dice, NUMBER, Value, at, contract, estimate, list, num, object, optimal, outside, predict, text, words,
};

#[track_caller]
pub fn near(value: f64, expected: f64, half_a_unit: f64) {
    assert!((value - expected).abs() <= half_a_unit * 1.000_001, "{value}, expected {expected}");
}

/// At the budget of Gopher and Chinchilla.
#[test]
fn optimum_at_the_budget_of_chinchilla() {
    let o = optimal("besiroglu-2024", "flops", 5.76e23).unwrap();
    near(num(&o, "params"), 72.25e9, 0.005e9);
    near(num(&o, "tokens"), 1.329e12, 0.0005e12);
    near(num(&o, "loss"), 1.9744, 5e-5);
    near(num(&o, "tokensPerParam"), 18.4, 0.05);
    let o = optimal("hoffmann-2022-approach-3", "flops", 5.76e23).unwrap();
    near(num(&o, "params"), 40.36e9, 0.005e9);
    near(num(&o, "tokens"), 2.379e12, 0.0005e12);
    near(num(&o, "loss"), 1.9184, 5e-5);
    assert_eq!((at(&o, "low"), at(&o, "high")), (&Value::Null, &Value::Null));
    near(num(&optimal("hoffmann-2022-approach-3-printed", "flops", 5.76e23).unwrap(), "params"), 32.19e9, 0.005e9);
    // Kaplan at 1e21 FLOP under both readings, and twenty to one at 5.88e23.
    near(num(&optimal("kaplan-2020", "flops", 1e21).unwrap(), "params"), 7.77e9, 0.005e9);
    near(num(&optimal("kaplan-2020-critical-batch", "flops", 1e21).unwrap(), "params"), 4.68e9, 0.005e9);
    let o = optimal("rule-of-thumb-20", "flops", 5.88e23).unwrap();
    near(num(&o, "params"), 70e9, 1.0);
    assert_eq!(at(&o, "loss"), &Value::Null);
}

#[test]
fn losses_of_known_runs() {
    near(num(&predict("besiroglu-2024", 70e9, 1.4e12).unwrap(), "loss"), 1.9739, 5e-5);
    near(num(&predict("hoffmann-2022-approach-3", 70e9, 1.4e12).unwrap(), "loss"), 1.9208, 5e-5);
    near(num(&predict("hoffmann-2022-approach-3-printed", 70e9, 1.4e12).unwrap(), "loss"), 1.9366, 5e-5);
    // Kaplan's L(N), on unlimited data.
    let p = contract::predict_loss(&object([("law", text("kaplan-2020")), ("params", NUMBER(1e8))])).unwrap();
    near(num(&p, "loss"), 2.8300, 5e-5);
}

/// 482.01 / 70e9^0.3478 = 0.0817 and 2085.43 / 1.4e12^0.3658 = 0.0750 above the floor of 1.8172.
#[test]
fn a_loss_is_the_sum_of_its_terms() {
    let p = predict("besiroglu-2024", 70e9, 1.4e12).unwrap();
    let terms = ["irreducible", "params", "data"].map(|t| num(&p, &format!("terms.{t}")));
    assert_eq!(terms[0], 1.8172);
    near(terms[1], 482.01 * 70e9f64.powf(-0.3478), 1e-12);
    near(terms[2], 2085.43 * 1.4e12f64.powf(-0.3658), 1e-12);
    near(terms.iter().sum(), num(&p, "loss"), 1e-15);
    assert!(num(&p, "low") < num(&p, "loss") && num(&p, "loss") < num(&p, "high"));
}

/// The four questions of one optimum, by the module's own words.
#[test]
fn four_ways_to_ask() {
    for law in ["besiroglu-2024", "hoffmann-2022-approach-3", "kaplan-2020"] {
        let o = optimal(law, "flops", 1e22).unwrap();
        for field in ["params", "tokens", "loss"] {
            let again = optimal(law, field, num(&o, field)).unwrap();
            assert_eq!(num(&again, field).to_bits(), num(&o, field).to_bits(), "{law} by {field}");
            assert!((num(&again, "flops") / 1e22 - 1.0).abs() < 1e-9, "{law} by {field}");
        }
    }
}

#[test]
fn warnings_where_the_law_is_stretched() {
    assert!(outside(&optimal("besiroglu-2024", "flops", 1e20).unwrap()).is_empty());
    assert_eq!(outside(&optimal("besiroglu-2024", "flops", 5.76e23).unwrap()), ["flops", "params", "tokens"]);
    assert!(outside(&optimal("besiroglu-2024", "flops", 1e15).unwrap()).contains(&"flops"));
    assert!(outside(&predict("besiroglu-2024", 1e9, 2e10).unwrap()).is_empty());
    assert_eq!(outside(&predict("besiroglu-2024", 70e9, 1.4e12).unwrap()), ["flops", "params", "tokens"]);
    assert_eq!(outside(&predict("besiroglu-2024", 1e9, 5e11).unwrap()), ["tokens"]);
    let disputed = |law: &str| {
        list(&optimal(law, "flops", 1e20).unwrap(), "warnings").iter().any(|w| words(w, "code") == "disputed")
    };
    assert!(disputed("hoffmann-2022-approach-3") && disputed("kaplan-2020") && !disputed("besiroglu-2024"));
    assert!(outside(&estimate("besiroglu-2024", "flops", 1e20).unwrap()).is_empty());
    assert_eq!(outside(&estimate("besiroglu-2024", "flops", 5.76e23).unwrap()), ["flops", "params", "tokens"]);
}

/// One number, three functions: the same bits.
#[test]
fn the_report_says_what_the_functions_say() {
    let mut dice = Dice(81);
    for law in ["besiroglu-2024", "hoffmann-2022-approach-3", "hoffmann-2022-approach-3-printed"] {
        for _ in 0..300 {
            for (field, value) in [
                ("flops", dice.between(1e15, 1e28)),
                ("params", dice.between(1e6, 1e14)),
                ("tokens", dice.between(1e7, 1e15)),
                ("loss", dice.between(1.9, 6.0)),
            ] {
                let report = estimate(law, field, value).unwrap();
                let alone = optimal(law, field, value).unwrap();
                for name in ["flops", "params", "tokens", "tokensPerParam", "loss"] {
                    let said = num(&report, &format!("answer.{name}.value"));
                    assert_eq!(said.to_bits(), num(&alone, name).to_bits(), "{law}: {name} by {field} {value:e}");
                }
                assert_eq!(at(&report, "answer.loss.low"), at(&alone, "low"));
                assert_eq!(at(&report, "warnings"), at(&alone, "warnings"));
                if field != "loss" {
                    let loss = predict(law, num(&alone, "params"), num(&alone, "tokens")).unwrap();
                    assert_eq!(
                        num(&loss, "loss").to_bits(),
                        num(&alone, "loss").to_bits(),
                        "{law} by {field} {value:e}"
                    );
                }
            }
        }
    }
}

/// 1,024 H100 at 989.4 TFLOP/s and 40 % do 4.0526e17 FLOP/s: 5.76e23 FLOP take 1.4213e6 s, 404,290 hours of an
/// accelerator and, at $2, $808,580.
#[test]
fn training_by_hand() {
    let said = object([("mfu", NUMBER(0.4)), ("pricePerHour", NUMBER(2.0))]);
    let r = contract::estimate(&object([("assumptions", said)])).unwrap();
    let rate = 1024.0 * 989.4e12 * 0.4;
    for (name, expected) in [
        ("rate", rate),
        ("seconds", 5.76e23 / rate),
        ("acceleratorHours", 1024.0 * 5.76e23 / rate / 3600.0),
        ("dollars", 2.0 * 1024.0 * 5.76e23 / rate / 3600.0),
    ] {
        let value = num(&r, &format!("training.{name}.value"));
        assert!((value / expected - 1.0).abs() < 1e-14, "{name}: {value}");
    }
    near(num(&r, "training.seconds.value"), 1.4213e6, 50.0);
}

/// Every number of an answer says where it comes from.
#[test]
fn numbers_come_with_their_reason() {
    let r = estimate("besiroglu-2024", "flops", 5.76e23).unwrap();
    for name in ["params", "tokens", "loss", "tokensPerParam"] {
        let explain = at(&r, &format!("answer.{name}.explain"));
        assert!(words(explain, "formula").contains(" = ") && words(explain, "substituted").contains(" = "), "{name}");
        assert!(!list(explain, "inputs").is_empty(), "{name}");
        let sources = list(explain, "sources");
        assert!(matches!(sources, [Value::Text(s), ..] if s.contains("2404.10102")), "{name}: {sources:?}");
        assert!(!words(&r, &format!("answer.{name}.unit")).is_empty(), "{name}");
    }
    let ids: Vec<&str> = list(&r, "laws").iter().map(|l| words(l, "id")).collect();
    let optima = isoflop::core::laws::ALL.iter().filter(|l| l.meta().kind.has_optimum()).count();
    assert_eq!(ids.len(), optima);
    assert_eq!(ids[0], "besiroglu-2024");
}

#[test]
fn laws_have_the_fields_of_the_contract() {
    let all = object([("laws", contract::laws())]);
    let all = list(&all, "laws");
    assert_eq!(all.len(), isoflop::core::laws::ALL.len());
    for law in all {
        for name in ["id", "title", "authors", "kind", "paramsCount", "locator"] {
            assert!(!words(law, name).is_empty(), "{law:?}");
        }
        assert!((2017.0..2100.0).contains(&num(law, "year")));
        assert!(matches!(at(law, "arxiv"), Value::Text(_) | Value::Null));
        assert!(matches!(at(law, "lossUnit"), Value::Text(_) | Value::Null));
        // What a mixture is worth is asked of a formula; size and tokens do not enter.
        let leverage = words(law, "kind") == "leverage";
        assert!(list(law, "inputs").is_empty() == leverage && !list(law, "notes").is_empty());
        for name in ["params", "tokens", "flops"] {
            let unknown = match words(law, "id") {
                "abnar-2025" => name != "flops",
                "liew-2025" | "liew-2025-dense" => true,
                "tian-2025" => name != "flops",
                // A law of size alone has none of the other two.
                _ => words(law, "kind") == "size-alone" && name != "params",
            };
            if unknown {
                assert_eq!(at(law, &format!("fittedRange.{name}")), &Value::Null);
                continue;
            }
            let range = list(law, &format!("fittedRange.{name}"));
            let [low, high] = range else { panic!("{range:?}") };
            assert!(low.as_number() < high.as_number());
        }
        for c in list(law, "constants") {
            assert!(num(c, "value").is_finite() && !words(c, "symbol").is_empty());
            assert!(matches!(at(c, "standardError"), Value::Number(_) | Value::Null));
            assert!(matches!(at(c, "unit"), Value::Text(_)));
            let known = ["verified", "transcribed", "derived", "convention", "recalled (high)", "recalled (medium)"];
            assert!(known.contains(&words(c, "confidence")));
        }
    }
    let version = contract::version();
    assert_eq!(words(&version, "crate"), env!("CARGO_PKG_VERSION"));
    assert_eq!(num(&version, "contract"), 1.0);
}

/// Two of 16 experts: S = 7/8, an eighth of the parameters is active. The loss was worked out outside this program.
#[test]
fn a_law_of_sparsity_tells_active_parameters_from_all() {
    let ask = |given: &[(&'static str, f64)]| {
        let fields = given.iter().map(|(name, v)| (*name, NUMBER(*v)));
        contract::predict_loss(&Value::object([("law", text("abnar-2025"))].into_iter().chain(fields)))
    };
    let experts = [("experts", 16.0), ("topK", 2.0), ("tokens", 2e11)];
    for size in [("params", 1e10), ("totalParams", 1e10), ("activeParams", 1.25e9)] {
        let p = ask(&[&experts[..], &[size]].concat()).unwrap();
        near(num(&p, "loss"), 2.080_914, 5e-7);
        assert_eq!((num(&p, "activeParams"), num(&p, "totalParams")), (1.25e9, 1e10));
    }
    let e = ask(&[("topK", 2.0), ("params", 1e10), ("tokens", 2e11)]).unwrap_err();
    assert_eq!((e.code, e.field.as_str()), (Code::MissingField, "experts"));
}

/// E + A / N^α + B / D^β by hand: 1.7 + 400 / 1e9^0.34 + 2000 / 2e10^0.36.
#[test]
fn a_law_of_ones_own_answers() {
    let constants = [("E", 1.7), ("A", 400.0), ("B", 2000.0), ("alpha", 0.34), ("beta", 0.36)];
    let own = || Value::object(constants.iter().map(|(name, v)| (*name, Value::Number(*v))));
    let query = |own: Value| {
        object([
            ("law", Value::text("own")),
            ("ownLaw", own),
            ("params", Value::Number(1e9)),
            ("tokens", Value::Number(2e10)),
        ])
    };
    let p = contract::predict_loss(&query(own())).unwrap();
    let expected = 1.7 + 400.0 / 1e9f64.powf(0.34) + 2000.0 / 2e10f64.powf(0.36);
    assert!((num(&p, "loss") - expected).abs() < 1e-12);
    let missing = contract::predict_loss(&query(object([("E", Value::Number(1.7))]))).unwrap_err();
    assert_eq!((missing.code.as_str(), missing.field.as_str()), ("missing-field", "ownLaw.A"));
    let bad = Value::object(constants.iter().map(|(n, v)| (*n, Value::Number(if *n == "beta" { -1.0 } else { *v }))));
    assert_eq!(contract::predict_loss(&query(bad)).unwrap_err().field, "ownLaw.beta");
}

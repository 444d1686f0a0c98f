//! Zero weights, zero activations and mixtures from a dense model in the report.

use super::answers::near;
use super::{Code, NUMBER, Value, at, contract, list, num, object, refused, text, words};

fn report(law: &str, budget: (&'static str, f64), moe: &[(&'static str, f64)]) -> super::Answer {
    contract::estimate(&object([
        ("law", text(law)),
        ("budget", object([(budget.0, NUMBER(budget.1))])),
        ("moe", Value::object(moe.iter().map(|(name, value)| (*name, NUMBER(*value))))),
    ]))
}

fn remarks(report: &Value, section: &str) -> String {
    let all = list(report, &format!("questions.{section}.remarks")).iter();
    all.filter_map(|r| if let Value::Text(text) = r { Some(text.as_str()) } else { None }).collect::<Vec<_>>().join(" ")
}

/// The paper: 1.6, 2.2 and 2.6 at 50, 75 and 87.5 % zeros; the schedule's area under the curve is 1.375, 2.125, 3.625.
#[test]
fn zeros_are_worth_what_the_paper_says() {
    let r = report("besiroglu-2024", ("flops", 1e20), &[("weightSparsity", 0.9375)]).unwrap();
    let rows = list(&r, "questions.zeros.rows");
    // The best share, four of the table, the one asked for.
    assert_eq!(rows.len(), 6);
    for (row, (name, text, images, cost)) in rows[1..].iter().zip([
        ("none", 1.0, 1.0, 1.0),
        ("50\u{202f}%", 1.59, 1.596, 1.375),
        ("75\u{202f}%", 2.16, 2.172, 2.125),
        ("87.5\u{202f}%", 2.63, 2.634, 3.625),
        ("93.75\u{202f}%", 2.99, 2.957, 6.625),
    ]) {
        assert_eq!(words(row, "name"), name);
        near(num(row, "worth.value"), text, 0.005);
        near(num(row, "images.value"), images, 0.005);
        near(num(row, "cost.value"), cost, 1e-12);
        near(num(row, "dense.value") / num(row, "params.value"), num(row, "worth.value"), 1e-9);
        // The whole budget, at the cost of the schedule.
        near(6.0 * cost * num(row, "params.value") * num(row, "tokens.value") / 1e20, 1.0, 1e-9);
    }
    assert!(remarks(&r, "zeros").contains("shares of zeros up to 0.875, not 0.9375"));
    // A dense model of the size named has the same loss on as many tokens.
    let row = &rows[3];
    let dense = contract::predict_loss(&object([
        ("law", text("frantar-2023-t5")),
        ("params", NUMBER(num(row, "dense.value"))),
        ("tokens", NUMBER(num(row, "tokens.value"))),
    ]));
    near(num(&dense.unwrap(), "loss"), num(row, "loss.value"), 1e-9);
}

/// No other share of a grid does better at the size and the compute of the answer.
#[test]
fn the_best_share_is_the_least() {
    let r = report("frantar-2023-t5", ("params", 1e8), &[]).unwrap();
    let (n, c) = (num(&r, "answer.params.value"), num(&r, "answer.flops.value"));
    let best = &list(&r, "questions.zeros.rows")[0];
    let share = num(best, "share.value");
    near(num(best, "params.value") / n, 1.0, 1e-12);
    let loss = |s: f64| {
        let cost = (1.0 - 0.625 * s) / (1.0 - s);
        let d = c / (6.0 * cost * n);
        (16.8 * (1.0 - s).powf(0.722) + 45.0) * n.powf(-0.245) + (6.9e8 / d).powf(0.203) + 0.651
    };
    near(num(best, "loss.value"), loss(share), 1e-9);
    near(num(best, "more.value"), loss(share) - loss(0.0), 1e-9);
    assert!(share > 0.0 && (0..999).all(|i| loss(f64::from(i) / 1000.0) >= loss(share) - 1e-12), "{share}");
    assert_eq!(at(best, "tokens.explain.formula"), &text("D = C / (k · m · N)"));
}

/// Where tokens are few for the size no zeros help.
#[test]
fn no_zeros_where_they_do_not_help() {
    let r = report("kaplan-2020", ("flops", 1e28), &[]).unwrap();
    assert!(remarks(&r, "zeros").contains("no zeros help"), "{}", remarks(&r, "zeros"));
    assert!(list(&r, "questions.zeros.rows").iter().all(|row| row.get("share").is_none()));
}

/// Percent at a hundred billion tokens, worked out outside this program; the limits are printed.
#[test]
fn active_neurons() {
    let r = report("rule-of-thumb-20", ("tokens", 1e11), &[]).unwrap();
    let rows = list(&r, "questions.activations.rows");
    let relu = [(6.744, 6.14), (7.234, 6.74), (7.402, 6.90), (8.534, 7.21), (9.173, 7.82), (9.108, 6.48)];
    let silu = [(39.776, 40.9), (38.573, 39.0), (38.134, 38.5), (37.725, 38.3), (37.574, 38.2)];
    assert_eq!(rows.len(), relu.len());
    for (row, (share, limit)) in rows.iter().zip(relu) {
        near(100.0 * num(row, "relu.value"), share, 5.1e-4);
        near(100.0 * num(row, "reluLimit.value"), limit, 1e-9);
    }
    for (row, (share, limit)) in rows.iter().zip(silu) {
        near(100.0 * num(row, "silu.value"), share, 5.1e-4);
        near(100.0 * num(row, "siluLimit.value"), limit, 1e-9);
    }
    assert!(rows[5].get("silu").is_none());
    // The released shares of the 0.1 B model end at 41.6 B tokens.
    near(num(&rows[0], "relu.explain.fittedRange.decadesOutside"), (1e11f64 / 4.16e10).log10(), 1e-9);
    assert_eq!(at(&rows[5], "relu.explain.fittedRange.decadesOutside"), &NUMBER(0.0));
    let few = report("rule-of-thumb-20", ("tokens", 1e9), &[]).unwrap();
    let said = remarks(&few, "activations").replace('\u{202f}', " ");
    assert!(said.contains("from 2 B to 100 T tokens"), "{said}");
    assert!(list(&few, "questions.activations.rows").iter().all(|row| row.get("relu").is_none()));
}

/// A dense model of 1 B, 20 B further tokens; losses and thresholds worked out outside this program.
#[test]
fn from_a_dense_model_or_from_scratch() {
    let scratch = 2.210_911;
    for (before, threshold, upcycled, dense, better) in [
        (10e9, Some(7.0747e9), 2.249_463, 2.333_243, false),
        (74e9, Some(3.7607e10), 2.190_805, 2.232_197, false),
        (300e9, Some(1.8818e11), 2.151_431, 2.134_529, true),
        (1e12, None, 2.118_608, 2.051_314, true),
    ] {
        let r = report("rule-of-thumb-20", ("params", 1e9), &[("denseTokens", before)]).unwrap();
        let row = &list(&r, "questions.upcycled.rows")[0];
        near(num(row, "params.value") / 1e9, 1.0, 1e-9);
        near(num(row, "tokens.value") / 20e9, 1.0, 1e-9);
        match threshold {
            Some(tokens) => near(num(row, "threshold.value") / tokens, 1.0, 5e-5),
            None => assert!(row.get("threshold").is_none()),
        }
        near(num(row, "upcycled.value"), upcycled, 1e-6);
        near(num(row, "scratch.value"), scratch, 1e-6);
        near(num(row, "dense.value"), dense, 1e-6);
        near(num(row, "more.value"), scratch - upcycled, 2e-6);
        let said = remarks(&r, "upcycled");
        assert!(said.contains("not seen again") || said.contains("recalled"), "{said}");
        assert_eq!(said.contains("a dense model of 1"), better, "{before:e}: {said}");
    }
    let none = report("rule-of-thumb-20", ("params", 1e9), &[]).unwrap();
    assert_eq!(at(&none, "questions.upcycled"), &Value::Null);
}

#[test]
fn wrong_shares_and_tokens() {
    for (moe, path) in [
        (("weightSparsity", 1.0), "moe.weightSparsity"),
        (("weightSparsity", -0.1), "moe.weightSparsity"),
        (("weightSparsity", 50.0), "moe.weightSparsity"),
        (("denseTokens", 0.0), "moe.denseTokens"),
        (("denseTokens", -1e12), "moe.denseTokens"),
        (("denseTokens", 1e50), "moe.denseTokens"),
    ] {
        let said = refused(report("besiroglu-2024", ("flops", 1e22), &[moe]), Code::OutOfDomain, path);
        assert!(said.contains("for example") || said.contains("write it like"), "{said}");
    }
    let nan = report("besiroglu-2024", ("flops", 1e22), &[("weightSparsity", f64::NAN)]);
    assert_eq!(nan.unwrap_err().field, "moe.weightSparsity");
}

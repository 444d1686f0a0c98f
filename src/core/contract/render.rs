//! Laws and reports as plain values, under the names of the contract.

use super::scenario::scenario_value;
use crate::core::error::Warning;
use crate::core::expr::{Letter, Piece, plain};
use crate::core::laws::{Constant, Interval, Meta};
use crate::core::link;
use crate::core::quantity::Nats;
use crate::core::report::{Number, Report, Why};
use crate::core::value::Value;

pub(super) fn law(m: &Meta) -> Value {
    let range = |(lo, hi): (f64, f64)| Value::list([Value::Number(lo), Value::Number(hi)]);
    let texts = |list: &[&str]| Value::list(list.iter().map(|n| Value::text(*n)));
    Value::object([
        ("id", Value::text(m.id)),
        ("title", Value::text(m.title)),
        ("authors", Value::text(m.authors)),
        ("year", Value::Number(m.year.into())),
        ("arxiv", m.arxiv.map_or(Value::Null, Value::text)),
        ("locator", Value::text(m.locator)),
        ("kind", Value::text(m.kind.as_str())),
        ("form", Value::text(m.form)),
        (
            "inputs",
            texts(if m.has_loss { &["flops", "params", "tokens", "loss"] } else { &["flops", "params", "tokens"] }),
        ),
        ("constants", Value::list(m.constants.iter().map(constant))),
        (
            "fittedRange",
            Value::object([
                ("params", range(m.fitted.params)),
                ("tokens", range(m.fitted.tokens)),
                ("flops", range(m.fitted.flops)),
                ("what", Value::text(m.fitted.what)),
            ]),
        ),
        ("data", Value::text(m.data)),
        ("paramsCount", Value::text(m.params_count)),
        ("flopsConvention", Value::text(m.flops_convention)),
        ("lossUnit", if m.has_loss { Value::text(Nats::UNIT) } else { Value::Null }),
        ("interval", m.interval.map_or(Value::Null, Value::text)),
        ("notes", texts(m.notes)),
    ])
}

fn constant(c: &Constant) -> Value {
    Value::object([
        ("symbol", Value::text(c.symbol)),
        ("meaning", Value::text(c.meaning)),
        ("value", Value::Number(c.value)),
        ("standardError", Value::option(c.standard_error)),
        ("unit", Value::text(c.unit)),
        ("confidence", Value::text(c.confidence.as_str())),
    ])
}

pub(super) fn ends(interval: Interval) -> (Value, Value) {
    (Value::option(interval.map(|i| i.0)), Value::option(interval.map(|i| i.1)))
}

pub(super) fn warnings(list: &[Warning]) -> Value {
    Value::list(list.iter().map(|w| {
        Value::object([
            ("code", Value::text(w.code)),
            ("field", Value::text(w.field.clone())),
            ("message", Value::text(w.message.clone())),
        ])
    }))
}

fn number(n: &Number) -> Value {
    let (low, high) = ends(n.interval);
    Value::object([
        ("value", Value::Number(n.value)),
        ("unit", Value::text(n.unit)),
        ("low", low),
        ("high", high),
        ("explain", explain(&n.why)),
    ])
}

fn explain(w: &Why) -> Value {
    let text = |pieces: &[Piece]| Value::Text(format!("{} = {}", w.symbol, plain(pieces)));
    let letter = |l: Letter| {
        let (error, unit) = match l {
            Letter::Given(s) => (s.standard_error, s.unit),
            Letter::Named(..) => (None, ""),
        };
        Value::object([
            ("symbol", Value::text(l.symbol())),
            ("meaning", Value::text(l.meaning())),
            ("value", Value::Number(l.value())),
            ("standardError", Value::option(error)),
            ("unit", Value::text(unit)),
        ])
    };
    Value::object([
        ("title", Value::text(w.title)),
        ("formula", w.expr.as_ref().map_or(Value::Null, |e| text(&e.symbols()))),
        ("substituted", w.expr.as_ref().map_or(Value::Null, |e| text(&e.values()))),
        ("inputs", Value::list(w.expr.iter().flat_map(|e| e.letters()).map(letter))),
        ("sources", Value::list(w.sources().into_iter().map(Value::Text))),
        (
            "fittedRange",
            w.range.map_or(Value::Null, |r| {
                Value::object([
                    ("low", Value::Number(r.fitted.0)),
                    ("high", Value::Number(r.fitted.1)),
                    ("value", Value::Number(r.value)),
                    ("unit", Value::text(r.unit)),
                    ("decadesOutside", Value::Number(r.decades_outside())),
                ])
            }),
        ),
    ])
}

pub(super) fn report_value(r: &Report) -> Value {
    let option = |n: &Option<Number>| n.as_ref().map_or(Value::Null, number);
    let a = &r.answer;
    let laws = r.laws.iter().map(|l| {
        Value::object([
            ("id", Value::text(l.meta.id)),
            ("chosen", Value::Bool(l.chosen)),
            ("lossComparable", Value::Bool(l.comparable)),
            ("params", number(&l.params)),
            ("tokens", number(&l.tokens)),
            ("tokensPerParam", Value::Number(l.tokens_per_param)),
            ("loss", option(&l.loss)),
            ("decadesOutside", Value::Number(l.decades_outside)),
        ])
    });
    let sizes = r.sizes.iter().map(|s| {
        Value::object([
            ("factor", Value::Number(s.factor)),
            ("params", Value::Number(s.params)),
            ("tokens", Value::Number(s.tokens)),
            ("loss", number(&s.loss)),
            ("moreLoss", Value::Number(s.more)),
            ("worth", Value::Number(s.worth)),
        ])
    });
    let model = r.compared.as_ref().map_or(Value::Null, |c| {
        Value::object([
            ("flops", number(&c.flops)),
            ("bestParams", Value::Number(c.best.params.get())),
            ("bestTokens", Value::Number(c.best.tokens.get())),
            ("oversize", number(&c.oversize)),
            ("loss", option(&c.loss)),
            ("moreLoss", Value::option(c.more)),
            ("needed", option(&c.needed)),
        ])
    });
    Value::object([
        ("scenario", scenario_value(&r.scenario)),
        ("link", Value::Text(link::write(&r.scenario))),
        (
            "answer",
            Value::object([
                ("law", Value::text(a.law.id)),
                ("flops", number(&a.flops)),
                ("params", number(&a.params)),
                ("tokens", number(&a.tokens)),
                ("tokensPerParam", number(&a.tokens_per_param)),
                ("loss", option(&a.loss)),
            ]),
        ),
        ("laws", Value::list(laws)),
        ("sizes", Value::list(sizes)),
        (
            "training",
            Value::object([
                ("rate", number(&r.training.rate)),
                ("seconds", number(&r.training.seconds)),
                ("acceleratorHours", number(&r.training.hours)),
                ("dollars", number(&r.training.dollars)),
            ]),
        ),
        ("model", model),
        ("warnings", warnings(&r.warnings)),
    ])
}

//! Laws and reports as plain values, under the names of the contract.

use super::scenario::scenario_value;
use crate::core::error::{Error, Warning};
use crate::core::expr::{Letter, Piece, plain};
use crate::core::formulas::{Filled, Formula, Slot};
use crate::core::laws::{Constant, Interval, Kind, Meta, known_range};
use crate::core::link;
use crate::core::report::{Compared, Figures, Number, Range, Report, Section, Spent, Why};
use crate::core::value::Value;

pub(super) fn law(m: &Meta) -> Value {
    let range = |(lo, hi): (f64, f64)| {
        known_range((lo, hi)).map_or(Value::Null, |(lo, hi)| Value::list([Value::Number(lo), Value::Number(hi)]))
    };
    let texts = |list: &[&'static str]| Value::list(list.iter().map(|n| Value::text(*n)));
    Value::object([
        ("id", Value::text(m.id)),
        ("title", Value::text(m.title)),
        ("authors", Value::text(m.authors)),
        ("year", Value::Number(m.year.into())),
        ("arxiv", m.arxiv.map_or(Value::Null, Value::text)),
        ("locator", Value::text(m.locator)),
        ("kind", Value::text(m.kind.as_str())),
        ("form", Value::text(m.form)),
        ("inputs", texts(&inputs(m))),
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
        ("variantOf", m.variant_of.map_or(Value::Null, Value::text)),
        (
            "slopeInterval",
            m.slope_interval.map_or(Value::Null, |(lo, hi, what)| {
                Value::object([("low", Value::Number(lo)), ("high", Value::Number(hi)), ("what", Value::text(what))])
            }),
        ),
        ("lossUnit", if m.has_loss() { Value::text(m.loss_unit()) } else { Value::Null }),
        ("interval", m.interval.map_or(Value::Null, Value::text)),
        ("notes", texts(m.notes)),
    ])
}

/// Everything that may be given to a law.
fn inputs(m: &Meta) -> Vec<&'static str> {
    let mut out = match m.kind {
        Kind::Size => vec!["params"],
        Kind::Leverage => Vec::new(),
        kind if kind.has_loss() => vec!["flops", "params", "tokens", "loss"],
        _ => vec!["flops", "params", "tokens"],
    };
    out.extend(m.inputs.iter().map(|i| i.name()));
    if m.kind == Kind::Surface {
        out.extend(["maxParams", "inferenceTokens"]);
    }
    out
}

pub(super) fn formula(f: &Formula) -> Value {
    let slot = |s: &Slot| {
        Value::object([
            ("key", Value::text(s.key)),
            ("symbol", Value::text(s.symbol)),
            ("meaning", Value::text(s.meaning)),
            ("unit", Value::text(s.unit)),
            ("start", Value::Number(s.start)),
            ("low", Value::Number(s.limits.0)),
            ("high", Value::Number(s.limits.1)),
            (
                "fittedRange",
                s.fitted.map_or(Value::Null, |(lo, hi)| Value::list([Value::Number(lo), Value::Number(hi)])),
            ),
        ])
    };
    Value::object([
        ("id", Value::text(f.id)),
        ("title", Value::text(f.title)),
        ("topic", Value::text(f.topic.words())),
        ("authors", Value::text(f.cite.authors)),
        ("year", Value::Number(f.cite.year.into())),
        ("arxiv", f.cite.arxiv.map_or(Value::Null, Value::text)),
        ("locator", Value::text(f.cite.locator)),
        ("form", Value::text(f.form)),
        ("confidence", Value::text(f.confidence.as_str())),
        ("symbol", Value::text(f.symbol)),
        ("meaning", Value::text(f.meaning)),
        ("unit", Value::text(f.unit)),
        ("inputs", Value::list(f.inputs.iter().map(slot))),
        ("constants", Value::list(f.constants.iter().map(constant))),
        ("fittedOn", Value::text(f.what)),
        ("notes", Value::list(f.notes.iter().map(|n| Value::text(*n)))),
    ])
}

pub(super) fn evaluated(filled: &Filled) -> Result<Value, Error> {
    let f = filled.formula;
    let e = filled.evaluate()?;
    let text = |pieces: &[Piece]| Value::Text(format!("{} = {}", f.symbol, plain(pieces)));
    Ok(Value::object([
        ("value", Value::Number(e.value)),
        ("unit", Value::text(f.unit)),
        ("formula", text(&e.expr.symbols())),
        ("substituted", text(&e.expr.values())),
        ("warnings", warnings(&e.warnings)),
    ]))
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
            ("formula", l.formula().map_or(Value::Null, |f| Value::Text(plain(&f)))),
            ("value", Value::Number(l.value())),
            ("standardError", Value::option(error)),
            ("unit", Value::text(unit)),
        ])
    };
    Value::object([
        ("title", Value::text(w.title)),
        ("formula", w.formula_of().map_or(Value::Null, |e| text(&e.symbols()))),
        ("substituted", w.formula_of().map_or(Value::Null, |e| text(&e.values()))),
        ("inputs", Value::list(w.formula_of().into_iter().flat_map(|e| e.letters()).map(letter))),
        ("note", w.note.or(w.found()).map_or(Value::Null, Value::text)),
        ("sources", Value::list(w.sources().into_iter().map(Value::Text))),
        (
            "fittedRange",
            w.range.filter(Range::known).map_or(Value::Null, |r| {
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
            ("totalParams", Value::Number(l.total_params)),
            ("tokens", number(&l.tokens)),
            ("tokensPerParam", number(&l.tokens_per_param)),
            ("loss", option(&l.loss)),
            ("decadesOutside", Value::Number(l.decades_outside)),
        ])
    });
    let sizes = r.sizes.iter().map(|s| {
        Value::object([
            ("factor", Value::Number(s.factor)),
            ("params", number(&s.params)),
            ("tokens", number(&s.tokens)),
            ("tokensPerParam", number(&s.tokens_per_param)),
            ("loss", number(&s.loss)),
            ("moreLoss", number(&s.more)),
            ("worth", number(&s.worth)),
            ("lost", number(&s.lost)),
        ])
    });
    let end = |(meta, size): (&Meta, f64)| {
        Value::object([("law", Value::text(meta.id)), ("totalParams", Value::Number(size))])
    };
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
        (
            "spread",
            r.spread.as_ref().map_or(Value::Null, |s| Value::object([("low", end(s.low)), ("high", end(s.high))])),
        ),
        ("sizes", Value::list(sizes)),
        (
            "training",
            Value::object([
                ("utilisation", number(&r.training.utilisation)),
                ("rate", number(&r.training.rate)),
                ("seconds", number(&r.training.seconds)),
                ("acceleratorHours", number(&r.training.hours)),
                ("dollars", number(&r.training.dollars)),
            ]),
        ),
        ("questions", Value::object(Section::ALL.into_iter().map(|s| (s.name(), section(&r.figures, s))))),
        ("memory", memory(r)),
        ("timing", timing(r)),
        ("mixture", mixture(r)),
        ("model", r.compared.as_ref().map_or(Value::Null, compared)),
        ("published", Value::list(r.published.iter().map(compared))),
        ("warnings", warnings(&r.warnings)),
    ])
}

/// What the model at hand weighs, takes to train and to serve; where its layout cannot be, why not.
fn memory(r: &Report) -> Value {
    let m = match r.model() {
        Ok(m) => m,
        Err(e) => {
            return Value::object([("error", Value::text(e.message.clone())), ("field", Value::text(e.field.clone()))]);
        }
    };
    let advice = m.advice.iter().map(|a| {
        Value::object([
            ("change", Value::text(a.change.clone())),
            ("fullest", Value::Number(a.stage.total().get())),
            ("fits", Value::Bool(a.fits)),
        ])
    });
    let sections = Section::MODEL.into_iter().map(|s| (s.name(), section(&m.figures, s)));
    let end = [("fits", Value::Bool(m.fits())), ("advice", Value::list(advice))];
    Value::object(sections.chain(end))
}

/// How fast, how long and how much the training of the model at hand is; where its layout cannot be, why not.
fn timing(r: &Report) -> Value {
    let t = match r.timing() {
        Ok(t) => t,
        Err(e) => {
            return Value::object([("error", Value::text(e.message.clone())), ("field", Value::text(e.field.clone()))]);
        }
    };
    let sections = Section::RUN.into_iter().map(|s| (s.name(), section(&t.figures, s)));
    let end = [
        ("globalBatch", Value::Number(t.batch as f64)),
        ("trainingTokens", Value::Number(t.tokens.get())),
        ("accelerators", Value::Number(t.devices as f64)),
    ];
    Value::object(sections.chain(end))
}

/// Dense or a mixture of experts; where nothing fits the limits, why not.
fn mixture(r: &Report) -> Value {
    let m = match r.mixture() {
        Ok(m) => m,
        Err(e) => {
            return Value::object([("error", Value::text(e.message.clone())), ("field", Value::text(e.field.clone()))]);
        }
    };
    let sections = Section::MIXTURE.into_iter().map(|s| (s.name(), section(&m.figures, s)));
    let clock = r.clock().map_or(Value::Null, |c| section(&c.figures, Section::Clock));
    let chosen = m.chosen().map_or(Value::Null, |d| Value::Number(d.experts.get()));
    let real = r.real().map_or(Value::Null, |m| section(&m.figures, Section::Real));
    Value::object(sections.chain([("clock", clock), ("real", real), ("experts", chosen)]))
}

/// A question: one entry a row with its numbers by name, and what must be said; `null` where it was not asked.
fn section(figures: &Figures, section: Section) -> Value {
    let mut rows: Vec<usize> =
        figures.list.iter().map(|f| f.place).filter(|p| p.section == section).map(|p| p.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let remarks: Vec<&str> = figures.remarks_of(section).collect();
    if rows.is_empty() && remarks.is_empty() {
        return Value::Null;
    }
    let row = |i: &usize| {
        let name =
            figures.rows_of(section).find(|(row, _)| row == i).map_or(Value::Null, |(_, name)| Value::text(name));
        let here = figures.list.iter().filter(|f| f.place.section == section && f.place.row == *i);
        let numbers = here.map(|f| (f.place.key, number(&f.number)));
        Value::object(std::iter::once(("name", name)).chain(numbers))
    };
    Value::object([
        ("rows", Value::list(rows.iter().map(row))),
        ("remarks", Value::list(remarks.into_iter().map(Value::text))),
    ])
}

fn compared(c: &Compared) -> Value {
    let of_loss = |pick: fn(&Spent) -> &Number| c.loss.as_ref().map_or(Value::Null, |s| number(pick(s)));
    Value::object([
        ("preset", c.run.published.map_or(Value::Null, |p| Value::text(p.id))),
        ("params", Value::Number(c.run.params.get())),
        ("tokens", Value::Number(c.run.tokens.get())),
        ("flops", number(&c.flops)),
        ("bestParams", number(&c.best_params)),
        ("bestTokens", number(&c.best_tokens)),
        ("oversize", number(&c.oversize)),
        ("loss", of_loss(|s| &s.loss)),
        ("moreLoss", of_loss(|s| &s.more)),
        ("needed", of_loss(|s| &s.needed)),
        ("overspent", of_loss(|s| &s.overspent)),
    ])
}

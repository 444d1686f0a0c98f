//! Losses of the drawn laws, one panel a text, because losses on different text do not compare.

use std::rc::Rc;

use yew::prelude::*;

use super::panel::{Panel, Panels};
use super::seats::{color, label, laws, name, seats, shape};
use crate::chart::{Axis, Chart, Mark, Readout, Series, Weight};
use crate::core::compare;
use crate::core::curves::Line;
use crate::core::laws::{Choice, Meta};
use crate::core::report::Report;
use crate::page::chart_view::Reader;
use crate::page::pictures::{ends, loss_axis, solid};
use crate::page::store::Store;
use crate::page::words;

/// A place on the axis and a loss.
pub type Point = (f64, f64);

/// Losses over one axis.
pub struct Kind {
    pub id: &'static str,
    /// What the panels show, and what is said of a law that lacks it.
    pub what: &'static str,
    pub lack: &'static str,
    pub has: fn(&Meta) -> bool,
    /// The axis: its name over a table, its chart's, a value in the table and under the pointer.
    pub x: &'static str,
    pub axis: fn((f64, f64)) -> Axis,
    pub cell: fn(f64) -> String,
    pub said: fn(f64) -> String,
    pub lines: fn(&Report, &[Choice]) -> Vec<Line<Point>>,
    /// Where a law's answer lies and what stands there, alone in its panel or not.
    pub mark: fn(&Report, &Choice, bool) -> Option<(Point, String)>,
    /// The loss of a law at a place on the axis, at this compute.
    pub read: fn(&Choice, f64, f64) -> Option<f64>,
}

/// Lines of such points.
pub fn pairs<P>(lines: Vec<Line<P>>, at: fn(&P) -> Option<Point>) -> Vec<Line<Point>> {
    let line = |Line { meta, chosen, points, fitted }: Line<P>| Line {
        meta,
        chosen,
        points: points.iter().filter_map(at).collect(),
        fitted,
    };
    lines.into_iter().map(line).collect()
}

/// The panels of a kind, why there are several, and which laws are in none.
#[hook]
pub fn use_by_text(store: &Store, kind: &'static Kind) -> Html {
    let seats = seats(store);
    let panels = use_memo((store.report.clone(), seats.clone()), |_| {
        let (with, _) = parted(store, &seats, kind);
        let by_text = compare::by_text(&with).into_iter();
        by_text.filter_map(|(text, group)| panel(store, &seats, kind, text, group)).collect::<Vec<_>>()
    });
    let (_, without) = parted(store, &seats, kind);
    let without: Vec<AttrValue> = without.iter().map(|l| name(store, l.meta())).collect();
    html! {
        <>
            if panels.len() > 1 {
                <p class="note warn">{ "These losses are measured on different text. Only laws fitted on the same text share a panel, and no two panels share a scale." }</p>
            }
            <Panels {panels} height="half" />
            if !without.is_empty() { <p class="xs dim">{ format!("{}: {}.", kind.lack, without.join(", ")) }</p> }
        </>
    }
}

/// The drawn laws that have what is shown, and the others.
fn parted(store: &Store, seats: &[&'static str], kind: &Kind) -> (Vec<Choice>, Vec<Choice>) {
    laws(store, seats).into_iter().partition(|l| (kind.has)(l.meta()))
}

fn panel(
    store: &Store,
    seats: &[&'static str],
    kind: &'static Kind,
    text: &'static str,
    group: Vec<Choice>,
) -> Option<Panel> {
    let report = &*store.report;
    let lines = (kind.lines)(report, &group);
    let x = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.0)));
    let y = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.1)));
    if !(x.0 < x.1 && y.0 <= y.1) {
        return None;
    }
    let alone = lines.len() == 1;
    let series = lines.iter().map(|l| Series {
        label: if alone { String::new() } else { label(store, l.meta) },
        color: color(seats, l.meta.id),
        points: l.points.clone(),
        solid: solid(l.fitted, x.0),
        weight: if l.chosen { Weight::Chosen } else { Weight::Normal },
    });
    let marks = group.iter().filter_map(|law| {
        let (id, ((x, y), label)) = (law.meta().id, (kind.mark)(report, law, alone)?);
        let large = alone || id == report.answer.law.id;
        Some(Mark { x, y, color: color(seats, id), shape: shape(seats, id), filled: true, label, drop: large, large })
    });
    let chart = Chart {
        x: (kind.axis)(x),
        y: loss_axis(y),
        series: series.collect(),
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: Vec::new(),
    };
    let names: Vec<AttrValue> = group.iter().map(|l| name(store, l.meta())).collect();
    let readout = {
        let (names, budget) = (names.clone(), report.answer.flops.value);
        Reader::new(move |x| {
            let of = |law| (kind.read)(law, x, budget);
            let read: Vec<(&AttrValue, f64)> =
                names.iter().zip(&group).filter_map(|(name, law)| Some((name, of(law)?))).collect();
            let mut lines = vec![(kind.said)(x)];
            lines.extend(read.iter().take(3).map(|(name, loss)| format!("{name}: {}", words::loss(*loss, 4))));
            Some(Readout { x, y: read.first().map(|r| r.1), lines })
        })
    };
    Some(Panel {
        id: slug(kind.id, text),
        title: text.into(),
        summary: format!("{} on {text}: {}.", kind.what, names.join(", ")).into(),
        chart: Rc::new(chart),
        readout,
        table: table(store, kind, &lines),
        sub: html! { <p class="sub">{ names.join(", ") }</p> },
    })
}

fn table(store: &Store, kind: &Kind, lines: &[Line<Point>]) -> Html {
    let longest = lines.iter().max_by_key(|l| l.points.len());
    let xs = longest.into_iter().flat_map(|l| l.points.iter().step_by(6)).map(|p| p.0);
    let loss = |l: &Line<Point>, x: f64| {
        let found = l.points.iter().find(|p| p.0 == x);
        found.map_or_else(|| "–".to_owned(), |p| words::loss(p.1, 4))
    };
    html! {
        <table><thead><tr><th scope="col">{ kind.x }</th>{ for lines.iter().map(|l| html! { <th scope="col" class="n">{ name(store, l.meta) }</th> }) }</tr></thead>
            <tbody>{ for xs.map(|x| html! {
                <tr><th scope="row">{ (kind.cell)(x) }</th>{ for lines.iter().map(|l| html! { <td class="n">{ loss(l, x) }</td> }) }</tr>
            }) }</tbody></table>
    }
}

/// An id for a chart from the words over it.
fn slug(prefix: &str, text: &str) -> AttrValue {
    let plain: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("{prefix}-{plain}").into()
}

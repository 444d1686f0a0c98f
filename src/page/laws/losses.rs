//! Loss of the best run against compute: one panel a text, because losses on different text do not compare.

use std::rc::Rc;

use yew::prelude::*;

use super::panel::{Panel, Panels, slug};
use super::seats::{color, label, laws, name, seats, shape};
use crate::chart::{Chart, Mark, Readout, Series, Weight};
use crate::core::compare;
use crate::core::curves::{self, BudgetPoint, Line};
use crate::core::laws::Choice;
use crate::core::quantity::show;
use crate::page::chart_view::Reader;
use crate::page::field::StoreProps;
use crate::page::pictures::{compute_axis, ends, loss_axis, solid};
use crate::page::store::Store;
use crate::page::words;

/// Why there are several panels.
pub const TEXTS: &str = "These losses are measured on different text. Only laws fitted on the same text share a panel, and no two panels share a scale.";

#[component]
pub fn Losses(props: &StoreProps) -> Html {
    let store = &props.store;
    let seats = seats(store);
    let panels = use_memo((store.report.clone(), seats.clone()), |_| panels(store, &seats));
    let none = without(store, &seats, |law| law.meta().has_loss());
    html! {
        <section class="row" aria-labelledby="h-losses-of-laws">
            <h2 id="h-losses-of-laws">{ "Loss against compute, each along its own optimum" }</h2>
            if panels.len() > 1 { <p class="note warn">{ TEXTS }</p> }
            <Panels {panels} height="half" />
            if let Some(none) = none { <p class="xs dim">{ format!("No loss: {none}.") }</p> }
        </section>
    }
}

/// The drawn laws that lack something, in words.
pub fn without(store: &Store, seats: &[&'static str], has: impl Fn(&Choice) -> bool) -> Option<String> {
    let lack: Vec<AttrValue> = laws(store, seats).iter().filter(|l| !has(l)).map(|l| name(store, l.meta())).collect();
    (!lack.is_empty()).then(|| lack.join(", "))
}

fn panels(store: &Store, seats: &[&'static str]) -> Vec<Panel> {
    let with_loss: Vec<Choice> = laws(store, seats).into_iter().filter(|l| l.meta().has_loss()).collect();
    compare::by_text(&with_loss).into_iter().filter_map(|(text, group)| panel(store, seats, text, group)).collect()
}

fn panel(store: &Store, seats: &[&'static str], text: &'static str, group: Vec<Choice>) -> Option<Panel> {
    let report = &*store.report;
    let budget = report.answer.flops.value;
    let lines = curves::frontiers(&group, report.answer.law.id, budget);
    let losses = |l: &Line<BudgetPoint>| -> Vec<(f64, f64)> {
        l.points.iter().filter_map(|p| Some((p.flops, p.loss?))).collect()
    };
    let x = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.flops)));
    let y = ends(lines.iter().flat_map(|l| losses(l).into_iter().map(|p| p.1)));
    if !(x.0 < x.1 && y.0 <= y.1) {
        return None;
    }
    let alone = lines.len() == 1;
    let series = lines.iter().map(|l| Series {
        label: if alone { String::new() } else { label(store, l.meta) },
        color: color(seats, l.meta.id),
        points: losses(l),
        solid: solid(l.fitted, x.0),
        weight: if l.chosen { Weight::Chosen } else { Weight::Normal },
    });
    let marks = group.iter().filter_map(|law| {
        let (id, y) = (law.meta().id, curves::budget_point(&**law, budget)?.loss?);
        Some(Mark {
            x: budget,
            y,
            color: color(seats, id),
            shape: shape(seats, id),
            filled: true,
            label: if alone { words::loss(y, 3) } else { String::new() },
            drop: id == report.answer.law.id || alone,
            large: alone || id == report.answer.law.id,
        })
    });
    let chart = Chart {
        x: compute_axis(x),
        y: loss_axis(y),
        series: series.collect(),
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: Vec::new(),
    };
    let names: Vec<AttrValue> = group.iter().map(|l| name(store, l.meta())).collect();
    let table = html! {
        <table><thead><tr><th scope="col">{ "compute" }</th>{ for names.iter().map(|n| html! { <th scope="col" class="n">{ n }</th> }) }</tr></thead>
            <tbody>{ for lines.iter().max_by_key(|l| l.points.len()).into_iter().flat_map(|l| l.points.iter().step_by(6)).map(|p| html! {
                <tr><th scope="row">{ show::power(p.flops, 2) }</th>{ for lines.iter().map(|l| {
                    let loss = l.points.iter().find(|q| q.flops == p.flops).and_then(|q| q.loss);
                    html! { <td class="n">{ loss.map_or_else(|| "–".to_owned(), |v| words::loss(v, 4)) }</td> }
                }) }</tr>
            }) }</tbody></table>
    };
    let summary = format!("Loss along the optimum on {text}: {}.", names.join(", "));
    let sub = html! { <p class="sub">{ names.join(", ") }</p> };
    let readout = Reader::new(move |flops| {
        let read: Vec<(&AttrValue, f64)> = names
            .iter()
            .zip(&group)
            .filter_map(|(name, law)| Some((name, curves::budget_point(&**law, flops)?.loss?)))
            .collect();
        let mut lines = vec![words::flop(flops)];
        lines.extend(read.iter().take(3).map(|(name, loss)| format!("{name}: {}", words::loss(*loss, 4))));
        Some(Readout { x: flops, y: read.first().map(|r| r.1), lines })
    });
    Some(Panel {
        id: slug("loss", text),
        title: text.into(),
        summary: summary.into(),
        chart: Rc::new(chart),
        readout,
        table,
        sub,
    })
}

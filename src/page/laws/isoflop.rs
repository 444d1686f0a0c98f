//! IsoFLOP curves of the drawn laws at the present budget: one panel a text.

use std::rc::Rc;

use yew::prelude::*;

use super::losses::{TEXTS, without};
use super::panel::{Panel, Panels, slug};
use super::seats::{color, label, laws, name, seats, shape};
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Weight};
use crate::core::compare;
use crate::core::curves::{self, size_point};
use crate::core::laws::Choice;
use crate::core::quantity::{Flop, show};
use crate::page::chart_view::Reader;
use crate::page::field::StoreProps;
use crate::page::pictures::{ends, loss_axis, solid};
use crate::page::store::Store;
use crate::page::words;

#[component]
pub fn IsoFlops(props: &StoreProps) -> Html {
    let store = &props.store;
    let seats = seats(store);
    let panels = use_memo((store.report.clone(), seats.clone()), |_| panels(store, &seats));
    let none = without(store, &seats, |law| law.meta().kind.has_valley());
    html! {
        <section class="row" aria-labelledby="h-isoflops">
            <h2 id="h-isoflops">{ format!("Loss of every size at {}", words::flop(store.report.answer.flops.value)) }</h2>
            <p class="sm mut">{ "The lowest point of each curve is the law's best size, on parameters as the law counts them. Solid where the run lies inside everything the law was fitted on, dashed outside." }</p>
            if panels.len() > 1 { <p class="note warn">{ TEXTS }</p> }
            <Panels {panels} height="half" />
            if let Some(none) = none { <p class="xs dim">{ format!("No loss away from the optimum: {none}.") }</p> }
        </section>
    }
}

fn panels(store: &Store, seats: &[&'static str]) -> Vec<Panel> {
    let valleys: Vec<Choice> = laws(store, seats).into_iter().filter(|l| l.meta().kind.has_valley()).collect();
    compare::by_text(&valleys).into_iter().filter_map(|(text, group)| panel(store, seats, text, group)).collect()
}

fn panel(store: &Store, seats: &[&'static str], text: &'static str, group: Vec<Choice>) -> Option<Panel> {
    let report = &*store.report;
    let flops = Flop::new(report.answer.flops.value).ok()?;
    let lines = curves::isoflops(&group, report.answer.law.id, flops);
    let x = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.params)));
    let y = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.loss)));
    if !(x.0 < x.1 && y.0 <= y.1) {
        return None;
    }
    let alone = lines.len() == 1;
    let series = lines.iter().map(|l| Series {
        label: if alone { String::new() } else { label(store, l.meta) },
        color: color(seats, l.meta.id),
        points: l.points.iter().map(|p| (p.params, p.loss)).collect(),
        solid: solid(l.fitted, x.0),
        weight: if l.chosen { Weight::Chosen } else { Weight::Normal },
    });
    let marks = group.iter().filter_map(|law| {
        let a = report.law(law.meta().id)?;
        let chosen = a.chosen || alone;
        Some(Mark {
            x: a.params.value,
            y: a.loss.as_ref()?.value,
            color: color(seats, a.meta.id),
            shape: shape(seats, a.meta.id),
            filled: true,
            label: show::short(a.params.value),
            drop: chosen,
            large: chosen,
        })
    });
    let chart = Chart {
        x: Axis {
            title: "Parameters".into(),
            unit: "parameters".into(),
            scale: Scale::Log,
            labels: Labels::Words,
            range: x,
        },
        y: loss_axis(y),
        series: series.collect(),
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: Vec::new(),
    };
    let names: Vec<AttrValue> = group.iter().map(|l| name(store, l.meta())).collect();
    let table = html! {
        <table><thead><tr><th scope="col">{ "parameters" }</th>{ for lines.iter().map(|l| html! { <th scope="col" class="n">{ name(store, l.meta) }</th> }) }</tr></thead>
            <tbody>{ for lines.iter().max_by_key(|l| l.points.len()).into_iter().flat_map(|l| l.points.iter().step_by(6)).map(|p| html! {
                <tr><th scope="row">{ show::short(p.params) }</th>{ for lines.iter().map(|l| {
                    let loss = l.points.iter().find(|q| q.params == p.params).map(|q| q.loss);
                    html! { <td class="n">{ loss.map_or_else(|| "–".to_owned(), |v| words::loss(v, 4)) }</td> }
                }) }</tr>
            }) }</tbody></table>
    };
    let summary = format!("Loss against size on {text}: {}.", names.join(", "));
    let sub = html! { <p class="sub">{ names.join(", ") }</p> };
    let readout = Reader::new(move |params| {
        let read: Vec<(&AttrValue, f64)> = names
            .iter()
            .zip(&group)
            .filter_map(|(name, law)| Some((name, size_point(&**law, params, flops)?.loss)))
            .collect();
        let mut lines = vec![format!("{} parameters", show::short(params))];
        lines.extend(read.iter().take(3).map(|(name, loss)| format!("{name}: {}", words::loss(*loss, 4))));
        Some(Readout { x: params, y: read.first().map(|r| r.1), lines })
    });
    Some(Panel {
        id: slug("isoflop", text),
        title: text.into(),
        summary: summary.into(),
        chart: Rc::new(chart),
        readout,
        table,
        sub,
    })
}

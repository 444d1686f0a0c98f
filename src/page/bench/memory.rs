//! Bandwidth against the working set: what caches hold, and what memory does.

use std::rc::Rc;

use yew::prelude::*;

use super::PartProps;
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Series, Weight};
use crate::core::bench::probe::Way;
use crate::core::bench::roofline::curve;
use crate::core::bench::words::{byte_rate, giga, size};
use crate::page::chart_view::{ChartView, Reader};
use crate::page::pictures::ends;
use crate::page::place::{SHAPES, color};

/// A way of moving bytes: bytes of the working set and bytes/s.
type Curve = (Way, Vec<(f64, f64)>);

#[component]
pub fn Picture(props: &PartProps) -> Html {
    let bench = &props.bench;
    let curves: Vec<Curve> = bench.shown().map(|r| Way::ALL.map(|w| (w, curve(r, w))).to_vec()).unwrap_or_default();
    let paper = bench.against().and_then(|(_, near)| near).map(|n| (n.device.name, n.device.bandwidth));
    let made = use_memo((curves.clone(), paper), |(curves, paper)| {
        let read = curves.clone();
        (Rc::new(chart(curves, *paper)), Reader::new(move |x| readout(&read, x)))
    });
    if curves.iter().all(|(_, points)| points.is_empty()) {
        return Html::default();
    }
    let told: Vec<String> = curves
        .iter()
        .filter_map(|(w, points)| {
            let (first, last) = (points.first()?, points.last()?);
            Some(format!(
                "{} {} at {} and {} at {}",
                w.words(),
                byte_rate(first.1),
                bytes(first.0),
                byte_rate(last.1),
                bytes(last.0)
            ))
        })
        .collect();
    let summary =
        format!("Bytes a second against the bytes of the working set, both on log axes: {}.", told.join("; "));
    let (chart, readout) = (*made).clone();
    html! { <ChartView id="b-memory-curve" title="Bandwidth against the working set" {summary} {chart} {readout} table={table(&curves)} height="small" /> }
}

fn bytes(v: f64) -> String {
    size(v as u64)
}

fn chart(curves: &[Curve], paper: Option<(&'static str, f64)>) -> Chart {
    let all = || curves.iter().flat_map(|(_, p)| p.iter().copied());
    let x = ends(all().map(|p| p.0));
    let (least, most) = ends(all().map(|p| p.1).chain(paper.map(|p| p.1)));
    let mut series: Vec<Series> = paper
        .into_iter()
        .map(|(name, rate)| Series {
            label: format!("{name} on paper"),
            color: 5,
            points: vec![(x.0, giga(rate)), (x.1, giga(rate))],
            solid: None,
            weight: Weight::Ghost,
        })
        .collect();
    series.extend(curves.iter().enumerate().map(|(i, (way, points))| Series {
        label: way.words().to_owned(),
        color: color(i),
        points: points.iter().map(|(b, r)| (*b, giga(*r))).collect(),
        solid: None,
        weight: if i == 0 { Weight::Chosen } else { Weight::Normal },
    }));
    let marks = curves.iter().enumerate().flat_map(|(i, (_, points))| {
        let shape = SHAPES.get(i).copied().unwrap_or(SHAPES[0]);
        points.iter().map(move |(b, r)| Mark::plain(*b, giga(*r), color(i), shape))
    });
    Chart {
        x: Axis::log("Working set", "bytes of the working set", Labels::Binary, (x.0 / 1.5, x.1 * 1.5)),
        y: Axis::log("GB/s", "", Labels::Decimal, (giga(least) / 1.6, giga(most) * 1.6)),
        series,
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: vec!["a copy counts bytes read and bytes written".into()],
    }
}

/// The working set that lies nearest, each way.
fn readout(curves: &[Curve], x: f64) -> Option<Readout> {
    let far = |b: f64| (b / x).ln().abs();
    let at = curves.iter().flat_map(|(_, p)| p.iter().map(|p| p.0)).min_by(|a, b| far(*a).total_cmp(&far(*b)))?;
    let rate = |points: &[(f64, f64)]| points.iter().find(|p| p.0 == at).map(|p| p.1);
    let lines = curves.iter().filter_map(|(w, p)| Some(format!("{} {}", w.words(), byte_rate(rate(p)?))));
    let lines: Vec<String> = std::iter::once(bytes(at)).chain(lines).collect();
    let first = curves.iter().find_map(|(_, p)| rate(p));
    Some(Readout { x: at, y: first.map(giga), lines })
}

fn table(curves: &[Curve]) -> Html {
    let mut sets: Vec<f64> = curves.iter().flat_map(|(_, p)| p.iter().map(|p| p.0)).collect();
    sets.sort_by(f64::total_cmp);
    sets.dedup();
    let cell = |points: &[(f64, f64)], at: f64| {
        points.iter().find(|p| p.0 == at).map_or_else(|| "–".to_owned(), |p| byte_rate(p.1))
    };
    html! {
        <table class="dense"><thead><tr><th scope="col">{ "working set" }</th>{ for curves.iter().map(|(w, _)| html! { <th scope="col" class="n">{ w.words() }</th> }) }</tr></thead>
            <tbody>{ for sets.iter().map(|at| html! {
                <tr><th scope="row">{ bytes(*at) }</th>{ for curves.iter().map(|(_, p)| html! { <td class="n">{ cell(p, *at) }</td> }) }</tr>
            }) }</tbody></table>
    }
}

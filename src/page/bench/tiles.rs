//! The plain product by the side of its tiles, here and of recorded machines, beside the fastest product.

use std::rc::Rc;

use yew::prelude::*;

use super::PartProps;
use super::stand::Origin;
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Series, Weight};
use crate::core::bench::samples;
use crate::core::bench::tiles::{Tiles, tiles};
use crate::core::bench::words::{flop_rate, giga};
use crate::core::quantity::show;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::pictures::ends;
use crate::page::place::{SHAPES, color};

/// Who, and the tiles.
type Row = (String, Tiles);

#[component]
pub fn Picture(props: &PartProps) -> Html {
    let bench = &props.bench;
    let here = match bench.origin() {
        Origin::Here => "here".to_owned(),
        Origin::Imported(_) => "imported".to_owned(),
        Origin::Sample(name) => name.to_owned(),
    };
    let own = bench.shown().and_then(|r| tiles(r));
    let rows = use_memo((own, here), |(own, here)| {
        let own = own.clone().map(|t| (here.clone(), t));
        let recorded = samples::all().into_iter().filter(|s| s.name != here.as_str());
        let recorded = recorded.filter_map(|s| Some((s.name.to_owned(), tiles(&s.record)?)));
        own.into_iter().chain(recorded).collect::<Vec<Row>>()
    });
    let made = use_memo(rows.clone(), |rows| {
        let read = Vec::clone(rows);
        (Rc::new(chart(rows)), Reader::new(move |x| readout(&read, x)))
    });
    if bench.shown().and_then(|r| tiles(r)).is_none() {
        return Html::default();
    }
    let told: Vec<String> = rows
        .iter()
        .filter_map(|(who, t)| {
            let (tile, rate) = t.best()?;
            Some(format!("{who}, tile {} is the fastest with {}", show::full(tile), flop_rate(rate)))
        })
        .collect();
    let summary =
        format!("Rate of the plain product against the side of its tiles, both on log axes: {}.", told.join("; "));
    let (chart, readout) = (*made).clone();
    html! { <ChartView id="b-tiles" title="Plain product by tile, beside the fastest" {summary} {chart} {readout} table={table(&rows)} height="small" /> }
}

/// `1,024³` where all sides are one.
fn sides(t: &Tiles) -> String {
    let (m, k, n) = t.size;
    let full = |v: u32| show::full(f64::from(v));
    if m == k && k == n { format!("{}³", full(m)) } else { format!("{} × {} × {}", full(m), full(k), full(n)) }
}

fn chart(rows: &[Row]) -> Chart {
    let all = || rows.iter().flat_map(|(_, t)| t.rates.iter().copied());
    let x = ends(all().map(|p| p.0));
    let x = (x.0 / 1.3, x.1 * 1.3);
    let (least, most) = ends(all().map(|p| p.1).chain(rows.iter().filter_map(|(_, t)| Some(t.fastest?.0))));
    let mut series: Vec<Series> = Vec::new();
    for (i, (who, t)) in rows.iter().enumerate() {
        // Where the plain product is all there is, it is the fastest too.
        let faster = t.fastest.filter(|f| t.best().is_none_or(|b| f.0 > b.1));
        if let Some((rate, _)) = faster {
            series.push(Series {
                label: format!("fastest, {who}"),
                color: color(i),
                points: vec![(x.0, giga(rate)), (x.1, giga(rate))],
                solid: None,
                weight: Weight::Ghost,
            });
        }
        series.push(Series {
            label: format!("{who}, {}", sides(t)),
            color: color(i),
            points: t.rates.iter().map(|(tile, rate)| (*tile, giga(*rate))).collect(),
            solid: None,
            weight: if i == 0 { Weight::Chosen } else { Weight::Normal },
        });
    }
    let marks = rows.iter().enumerate().flat_map(|(i, (_, t))| {
        let shape = SHAPES.get(i).copied().unwrap_or(SHAPES[0]);
        t.rates.iter().map(move |(tile, rate)| Mark::plain(*tile, giga(*rate), color(i), shape))
    });
    Chart {
        x: Axis::log("Side of a tile", "side of a tile", Labels::Binary, x),
        y: Axis::log("GFLOP/s", "", Labels::Decimal, (giga(least) / 1.6, giga(most) * 1.8)),
        series,
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: Vec::new(),
    }
}

/// The tile that lies nearest, of every machine.
fn readout(rows: &[Row], x: f64) -> Option<Readout> {
    let far = |t: f64| (t / x).ln().abs();
    let at = rows.iter().flat_map(|(_, t)| t.rates.iter().map(|p| p.0)).min_by(|a, b| far(*a).total_cmp(&far(*b)))?;
    let rate = |t: &Tiles| t.rates.iter().find(|p| p.0 == at).map(|p| p.1);
    let lines = rows.iter().filter_map(|(who, t)| Some(format!("{who}: {}", flop_rate(rate(t)?))));
    let lines: Vec<String> = std::iter::once(format!("tile {}", show::full(at))).chain(lines).take(4).collect();
    Some(Readout { x: at, y: rows.iter().find_map(|(_, t)| rate(t)).map(giga), lines })
}

fn table(rows: &[Row]) -> Html {
    let mut all: Vec<f64> = rows.iter().flat_map(|(_, t)| t.rates.iter().map(|p| p.0)).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    let cell = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), flop_rate);
    html! {
        <table class="dense"><thead><tr><th scope="col">{ "tile" }</th>{ for rows.iter().map(|(who, t)| html! { <th scope="col" class="n">{ format!("{who}, {}", sides(t)) }</th> }) }</tr></thead>
            <tbody>
                { for all.iter().map(|at| html! {
                    <tr><th scope="row">{ show::full(*at) }</th>{ for rows.iter().map(|(_, t)| html! { <td class="n">{ cell(t.rates.iter().find(|p| p.0 == *at).map(|p| p.1)) }</td> }) }</tr>
                }) }
                <tr><th scope="row">{ "fastest product in FP32" }</th>{ for rows.iter().map(|(_, t)| html! { <td class="n">{ cell(t.fastest.map(|f| f.0)) }</td> }) }</tr>
            </tbody></table>
    }
}

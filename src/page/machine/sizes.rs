//! What of the peak products reach by their size: square ones, and thin ones with the k and n asked for.

use std::rc::Rc;

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Readout, Rule, Scale, Series, Weight};
use crate::core::accelerators::Device;
use crate::core::engine::machine::Operands;
use crate::core::gemm::{self, Asked, Point};
use crate::core::quantity::show;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::store::Store;
use crate::page::words;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub store: Store,
    pub asked: Asked,
}

/// Lines of one picture.
type Lines = Vec<(&'static str, Vec<Point>)>;

#[component]
pub fn Sizes(props: &Props) -> Html {
    let (device, asked) = (props.store.scenario.accelerator, props.asked);
    let square = use_memo(device, |d| picture(&formats(d, |o| gemm::by_size(d, o)), "size of a square product", None));
    let thin = use_memo((device, asked), |(d, a)| {
        let lines = formats(d, |operands| gemm::by_rows(d, &Asked { operands, ..*a }));
        picture(&lines, "rows m", Some(a.m as f64))
    });
    let show = |id: &'static str, title: String, drawn: &Drawn| {
        let Drawn { summary, chart, reader, table } = drawn.clone();
        let summary = format!("{title}, on {}. {summary}", device.one());
        html! { <ChartView {id} {title} {summary} {chart} readout={reader} {table} height="small" /> }
    };
    let n = |v: u64| show::full(v as f64);
    html! {
        <div class="g12">
            <div class="c6">{ show("squares", "Square products: what of the peak they reach".to_owned(), &square) }</div>
            <div class="c6">{ show("thin", format!("Thin products: k {} and n {}, by rows", n(asked.k), n(asked.n)), &thin) }</div>
        </div>
    }
}

/// 16 bits, and 8 where the device multiplies them.
fn formats(device: &Device, points: impl Fn(Operands) -> Vec<Point>) -> Lines {
    let eight = device.rates.fp8 > 0.0;
    let all: &[Operands] = if eight { &[Operands::Half, Operands::Eight] } else { &[Operands::Half] };
    all.iter().map(|o| (o.words(), points(*o))).collect()
}

#[derive(Clone)]
struct Drawn {
    summary: String,
    chart: Rc<Chart>,
    reader: Reader,
    table: Html,
}

fn picture(lines: &Lines, unit: &'static str, at: Option<f64>) -> Drawn {
    let ends = |p: &[Point]| (p.first().map_or(1.0, |p| p.0), p.last().map_or(2.0, |p| p.0));
    let x = lines.first().map_or((1.0, 2.0), |l| ends(&l.1));
    let series = lines.iter().enumerate().map(|(i, (words, points))| Series {
        label: (*words).to_owned(),
        color: [0, 2][i % 2],
        points: points.iter().map(|(s, v)| (*s, 100.0 * v)).collect(),
        solid: None,
        weight: if i == 0 { Weight::Chosen } else { Weight::Normal },
    });
    let chart = Chart {
        x: Axis { title: unit.into(), unit: unit.into(), scale: Scale::Log, labels: Labels::Binary, range: x },
        y: Axis {
            title: "Of the dense peak of the format, %".into(),
            unit: String::new(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: (0.0, 100.0),
        },
        series: series.collect(),
        bands: Vec::new(),
        marks: Vec::new(),
        rules: at.map(|x| Rule { x, label: "asked for".into() }).into_iter().collect(),
        notes: vec!["steps: tiles that stand over, and last rounds that are not full".into()],
    };
    let near =
        |points: &[Point], x: f64| points.iter().min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs())).copied();
    let kept = lines.clone();
    let reader = Reader::new(move |x| {
        let first = near(&kept.first()?.1, x)?;
        let mut out = vec![format!("{} {}", show::full(first.0), unit)];
        out.extend(kept.iter().filter_map(|(w, p)| Some(format!("{w}: {} of peak", words::percent(near(p, x)?.1)))));
        Some(Readout { x: first.0, y: Some(100.0 * first.1), lines: out })
    });
    let sizes = (0..=14).map(f64::from).map(f64::exp2).filter(|s| (x.0..=x.1).contains(s));
    let at = |p: &[Point], s: f64| p.iter().find(|q| q.0 == s).map_or_else(|| "–".to_owned(), |q| words::percent(q.1));
    let table = html! {
        <table><thead><tr><th scope="col">{ unit }</th>{ for lines.iter().map(|(w, _)| html! { <th scope="col" class="n">{ *w }</th> }) }</tr></thead>
            <tbody>{ for sizes.map(|s| html! { <tr><th scope="row">{ show::full(s) }</th>{ for lines.iter().map(|(_, p)| html! { <td class="n">{ at(p, s) }</td> }) }</tr> }) }</tbody></table>
    };
    let said: Vec<String> = lines.iter().map(|(w, p)| format!("{w}: {} at 4,096", at(p, 4096.0))).collect();
    Drawn { summary: format!("{}.", said.join(", ")), chart: Rc::new(chart), reader, table }
}

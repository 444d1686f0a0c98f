//! The cache of one sequence against its length: where windows fill, the lines bend.

use std::rc::Rc;

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Weight};
use crate::core::model_curves::{self as curves, CacheLine};
use crate::core::quantity::{GIB, show};
use crate::page::chart_view::{ChartView, Reader};
use crate::page::field::StoreProps;
use crate::page::pictures::ends;
use crate::page::place::SHAPES;
use crate::page::words;

#[component]
pub fn Caches(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let lines = use_memo(report.clone(), |r| curves::caches(r));
    let drawn = use_memo(report.clone(), |_| (Rc::new(chart(&lines)), table(&lines), summary(&lines)));
    let reader = {
        let lines = lines.clone();
        use_memo(report, move |_| Reader::new(move |tokens| readout(&lines, tokens)))
    };
    let (chart, table, summary) = (*drawn).clone();
    html! {
        <section class="row g12" aria-labelledby="h-cache">
            <div class="c8">
                <ChartView id="cache" title="Cache of one sequence, all devices together, against its length" {summary} {chart} readout={(*reader).clone()} {table} height="tall" />
            </div>
            <div class="c4"><h2 id="h-cache">{ "Cache of a token" }</h2>
                <p class="sm mut">{ format!("Counted layer by layer, by kind of attention, in {}; never inferred from the size of the model. Solid up to the context a model was made for, dashed beyond. The second number holds once every window is full.", props.store.scenario.setup.serving.kv.name) }</p>
                <div class="tw" tabindex="0" role="region" aria-label="Bytes of a token, by model"><table>
                    <thead><tr><th scope="col">{ "model" }</th><th scope="col">{ "attention" }</th><th scope="col" class="n">{ "bytes of a token" }</th></tr></thead>
                    <tbody>{ for lines.iter().enumerate().map(|(i, l)| html! {
                        <tr class={classes!((i == 0).then_some("sel"))}><th scope="row">{ &l.name }</th><td class="mut">{ &l.attention }</td><td class="n">{ token(l) }</td></tr>
                    }) }</tbody>
                </table></div>
            </div>
        </section>
    }
}

fn token(l: &CacheLine) -> String {
    let (first, later) = l.per_token;
    if first == later { show::full(first) } else { format!("{} → {}", show::full(first), show::full(later)) }
}

fn chart(lines: &[CacheLine]) -> Chart {
    let gib = |b: f64| b / GIB;
    let y = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| gib(p.1))));
    let series = lines.iter().enumerate().map(|(i, l)| Series {
        label: l.name.clone(),
        color: i,
        points: l.points.iter().map(|(t, b)| (*t, gib(*b))).collect(),
        solid: Some((curves::SHORTEST, l.context.unwrap_or(curves::LONGEST))),
        weight: if i == 0 { Weight::Chosen } else { Weight::Normal },
    });
    let marks = lines.iter().enumerate().filter_map(|(i, l)| {
        let context = l.context.filter(|c| (curves::SHORTEST..=curves::LONGEST).contains(c))?;
        let at = l.points.iter().min_by(|a, b| (a.0 - context).abs().total_cmp(&(b.0 - context).abs()))?;
        Some(Mark {
            x: at.0,
            y: gib(at.1),
            color: i,
            shape: SHAPES[i % SHAPES.len()],
            filled: true,
            label: String::new(),
            drop: false,
            large: false,
        })
    });
    Chart {
        x: Axis {
            title: "Context".into(),
            unit: "tokens".into(),
            scale: Scale::Log,
            labels: Labels::Binary,
            range: (curves::SHORTEST, curves::LONGEST),
        },
        y: Axis {
            title: "Cache of one sequence, GiB".into(),
            unit: String::new(),
            scale: Scale::Log,
            labels: Labels::Decimal,
            range: (y.0.max(1e-6) / 1.2, y.1.max(1e-5) * 1.2),
        },
        series: series.collect(),
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: vec!["dashed: beyond the context the model was made for".into()],
    }
}

fn readout(lines: &[CacheLine], tokens: f64) -> Option<Readout> {
    let mut out = vec![format!("{} tokens", show::full(tokens.round()))];
    let near =
        |l: &CacheLine| l.points.iter().min_by(|a, b| (a.0 - tokens).abs().total_cmp(&(b.0 - tokens).abs())).copied();
    let first = near(lines.first()?)?;
    out.extend(lines.iter().take(3).filter_map(|l| Some(format!("{}: {}", l.name, words::bytes(near(l)?.1)))));
    Some(Readout { x: first.0, y: Some(first.1 / GIB), lines: out })
}

fn table(lines: &[CacheLine]) -> Html {
    let lengths: Vec<f64> = (10..=20).map(|e| 2f64.powi(e)).collect();
    let at = |l: &CacheLine, t: f64| {
        l.points.iter().find(|p| p.0 == t).map_or_else(|| "–".to_owned(), |p| words::bytes(p.1))
    };
    html! {
        <table><thead><tr><th scope="col">{ "tokens" }</th>{ for lines.iter().map(|l| html! { <th scope="col" class="n">{ &l.name }</th> }) }</tr></thead>
            <tbody>{ for lengths.into_iter().map(|t| html! {
                <tr><th scope="row">{ show::full(t) }</th>{ for lines.iter().map(|l| html! { <td class="n">{ at(l, t) }</td> }) }</tr>
            }) }</tbody></table>
    }
}

fn summary(lines: &[CacheLine]) -> String {
    let said: Vec<String> = lines
        .iter()
        .filter_map(|l| {
            let p = l.points.iter().find(|p| p.0 == 131_072.0)?;
            Some(format!("{} {}", l.name, words::bytes(p.1)))
        })
        .collect();
    format!("Cache of one sequence against its length, both on log axes. At 131,072 tokens: {}.", said.join(", "))
}

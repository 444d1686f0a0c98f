//! A dense model that is there already: make a mixture of it, or start again?

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::quantity::show;
use crate::core::report::upcycled::Advice;
use crate::core::report::{Report, Section, lead, upcycled as section};
use crate::core::scenario::Key;
use crate::core::sparse_curves::{FurtherPoint, further, further_point};
use crate::page::field::StoreProps;
use crate::page::number::Num;
use crate::page::pictures::{Drawn, Picture, loss_axis};
use crate::page::questions::{ask, cell, has, messages, place, remarks, row_name};
use crate::page::store::Store;
use crate::page::words;

const S: Section = Section::Upcycled;
const FIELDS: &[Key] = &[Key::DenseTokens];

#[component]
pub fn Upcycled(props: &StoreProps) -> Html {
    let store = &props.store;
    let rows: Vec<usize> = store.report.figures.rows_of(S).map(|(i, _)| i).collect();
    html! {
        <section class="row g12" aria-labelledby="h-upcycled">
            <div class="c4"><h2 id="h-upcycled">{ "If there is a dense model already" }</h2>
                <p class="sm mut">{ "Copies of its feed-forward blocks become the experts of a mixture, which trains on. " }{ lead(S) }{ " The form of the law and which size enters are recalled, not seen." }</p>
                <p class="q">{ "The dense model was trained on " }{ ask(store, Key::DenseTokens, &["300 B", "2 T"]) }{ " tokens." }</p>
                { messages(store, FIELDS) }
                { answer(store) }
                { remarks(store, S) }
            </div>
            <div class="c8">
                if !rows.is_empty() {
                    <Picture report={store.report.clone()} id="further" height="small" draw={draw as fn(&Report) -> Option<Drawn>} read={read as fn(&Report, f64) -> Option<Readout>} />
                    <div class="tw" tabindex="0" role="region" aria-label="From a dense model or from scratch"><table>
                        <thead><tr>
                            <th scope="col">{ "dense model" }</th><th scope="col" class="n">{ "parameters" }</th><th scope="col" class="n">{ "caught up after" }</th>
                            <th scope="col" class="n">{ "upcycled" }</th><th scope="col" class="n">{ "from scratch" }</th><th scope="col" class="n">{ "against upcycled" }</th>
                            <th scope="col" class="n">{ "dense, continued" }</th><th scope="col">{ "so" }</th>
                        </tr></thead>
                        <tbody>{ for rows.into_iter().map(|i| row(store, i)) }</tbody>
                    </table></div>
                    <p class="xs dim">{ "Losses after as many further tokens as the plan has, by the law’s own text; what the dense model has cost is spent either way. A token of a mixture with two of eight experts at work costs more than one of the dense model. How much more was not seen, so “dense, continued” is on equal tokens, not on equal compute." }</p>
                }
            </div>
        </section>
    }
}

fn row(store: &Store, i: usize) -> Html {
    let c = |key| cell(store, S, key, i);
    let meets = if has(store, S, "threshold", i) {
        c("threshold")
    } else {
        html! { "never" }
    };
    html! {
        <tr><th scope="row">{ row_name(store, S, i) }</th><td class="n">{ c("params") }</td><td class="n">{ meets }</td><td class="n">{ c("upcycled") }</td>
            <td class="n">{ c("scratch") }</td><td class="n">{ c("more") }</td><td class="n">{ c("dense") }</td><td>{ verdict(store, i) }</td></tr>
    }
}

fn verdict(store: &Store, row: usize) -> &'static str {
    match section::advice(&store.report, row) {
        Some(Advice::Upcycle) => "upcycle",
        Some(Advice::StartAgain) => "start again",
        Some(Advice::TrainOn) => "train it on",
        None => "",
    }
}

fn answer(store: &Store) -> Html {
    const ROW: usize = section::PLAN;
    if !has(store, S, "upcycled", ROW) {
        return Html::default();
    }
    let n = |key, after| html! { <Num store={store.clone()} ask={place(S, key, ROW)} {after} /> };
    html! {
        <p class="q">{ "At " }{ n("params", "") }{ " parameters a mixture from scratch " }
            if has(store, S, "threshold", ROW) { { "catches up after " }{ n("threshold", "") }{ " tokens of its own. " } } else { { "never catches up. " } }
            { "The plan has " }{ n("tokens", "") }{ ", so " }<b>{ verdict(store, ROW) }</b>{ ": a loss of " }{ n("upcycled", "") }{ " from the dense model, " }{ n("scratch", "") }{ " from scratch, " }{ n("dense", "") }{ " where the dense model trains on." }</p>
    }
}

/// Name, colour, weight and loss of a line.
type Line = (&'static str, usize, Weight, fn(&FurtherPoint) -> f64);

const SERIES: [Line; 3] = [
    ("upcycled", 0, Weight::Chosen, |p| p.upcycled),
    ("from scratch", 1, Weight::Normal, |p| p.scratch),
    ("dense, continued", 5, Weight::Normal, |p| p.dense),
];

fn draw(report: &Report) -> Option<Drawn> {
    let points = further(report);
    let (first, last) = (points.first()?, points.last()?);
    let losses = SERIES.iter().map(|(_, _, _, at)| at(last));
    let lo = losses.fold(f64::INFINITY, f64::min);
    let kept = first.upcycled.max(first.dense);
    // One from scratch begins far above; its start would flatten the rest.
    let hi = first.scratch.min(kept + 0.6 * (kept - lo));
    let series = SERIES.iter().map(|(label, color, weight, at)| Series {
        label: (*label).into(),
        color: *color,
        points: points.iter().filter(|p| at(p) <= hi).map(|p| (p.tokens, at(p))).collect(),
        solid: None,
        weight: *weight,
    });
    let value = |key| report.number(place(S, key, section::PLAN)).map(|n| n.value);
    let mark = |p: FurtherPoint, shape, large, label: String| Mark {
        x: p.tokens,
        y: p.upcycled,
        color: 0,
        shape,
        filled: large,
        label,
        drop: true,
        large,
    };
    let meets = value("threshold").and_then(|d| further_point(report, d));
    let meets = meets.map(|p| mark(p, Shape::Circle, true, format!("caught up at {}", show::short(p.tokens))));
    let plan = value("tokens").and_then(|d| further_point(report, d));
    let plan = plan.map(|p| mark(p, Shape::Diamond, false, format!("the plan, {}", show::short(p.tokens))));
    let chart = Chart {
        x: Axis {
            title: "Further tokens".into(),
            unit: "tokens".into(),
            scale: Scale::Log,
            labels: Labels::Words,
            range: (first.tokens, last.tokens),
        },
        y: loss_axis((lo, hi)),
        series: series.collect(),
        bands: Vec::new(),
        marks: meets.into_iter().chain(plan).collect(),
        rules: Vec::new(),
        notes: vec!["the fitted range was not seen".into()],
    };
    let rows = points.iter().step_by(8).map(|p| html! {
        <tr><th scope="row">{ show::short(p.tokens) }</th>{ for SERIES.iter().map(|(_, _, _, at)| html! { <td class="n">{ words::loss(at(p), 4) }</td> }) }</tr>
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "further tokens" }</th>{ for SERIES.iter().map(|(name, ..)| html! { <th scope="col" class="n">{ *name }</th> }) }</tr></thead>
            <tbody>{ for rows }</tbody></table>
    };
    let size = value("params").map(show::short)?;
    let title = format!("Loss against further tokens, a dense model of {size}");
    let summary = format!(
        "Loss of a mixture made of a dense model of {size}, of one from scratch and of the dense model trained on, against further tokens."
    );
    Some(Drawn { title, summary, chart, table })
}

fn read(report: &Report, tokens: f64) -> Option<Readout> {
    let p = further_point(report, tokens)?;
    let lines = vec![
        format!("{} further tokens", show::short(p.tokens)),
        format!("upcycled {}", words::loss(p.upcycled, 4)),
        format!("from scratch {}", words::loss(p.scratch, 4)),
        format!("dense {}", words::loss(p.dense, 4)),
    ];
    Some(Readout { x: p.tokens, y: Some(p.upcycled), lines })
}

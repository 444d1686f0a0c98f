//! A smaller model trained longer: at the same loss it costs more to train and less to serve.

use yew::prelude::*;

use super::{ask, cell, has, messages, num, remarks, row_name};
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::quantity::show;
use crate::core::question_curves::{self as curves, CostPoint};
use crate::core::report::{Report, Section};
use crate::core::scenario::Key;
use crate::page::field::StoreProps;
use crate::page::pictures::{DASHED, Drawn, Picture, size_axis, solid};
use crate::page::store::Store;
use crate::page::words;

const S: Section = Section::Serving;
const FIELDS: &[Key] = &[Key::InferenceTokens, Key::MaxParams];

#[component]
pub fn Serving(props: &StoreProps) -> Html {
    let store = &props.store;
    let rows: Vec<usize> = store.report.figures.rows_of(Section::Smaller).map(|(i, _)| i).collect();
    html! {
        <section class="row g12" aria-labelledby="h-serving">
            <div class="c4"><h2 id="h-serving">{ "If it will be served" }</h2>
                <p class="sm mut">{ "A model below the best size, trained longer, reaches the same loss: dearer to train, cheaper with every token that it serves." }</p>
                <p class="q">{ "It will serve " }{ ask(store, Key::InferenceTokens, &["2 T", "100 T"]) }{ " tokens." }</p>
                <p class="q">{ "It may have at most " }{ ask(store, Key::MaxParams, &["8 B"]) }{ " parameters." }</p>
                { messages(store, FIELDS) }
                { remarks(store, S) }
                { best(store) }
                { remarks(store, Section::Capped) }
                { capped(store) }
            </div>
            <div class="c8">
                if rows.is_empty() {
                    <p class="note">{ format!("{} does not give a loss for every size and token count, so it cannot say what a smaller model costs. Choose a law that does, such as Besiroglu 2024.", store.report.answer.law.short) }</p>
                } else {
                    <Picture report={store.report.clone()} id="costs" height="small" draw={costs as fn(&Report) -> Option<Drawn>} read={read as fn(&Report, f64) -> Option<Readout>} />
                    <div class="cap"><h3>{ "Smaller models at the same loss" }</h3></div>
                    <div class="tw" tabindex="0" role="region" aria-label="Smaller models at the same loss"><table>
                        <thead><tr>
                            <th scope="col">{ "size" }</th><th scope="col" class="n">{ "parameters" }</th><th scope="col" class="n">{ "tokens" }</th>
                            <th scope="col" class="n opt">{ "per param." }</th><th scope="col" class="n opt">{ "training" }</th><th scope="col" class="n">{ "dearer to train" }</th>
                            <th scope="col" class="n">{ "cheaper to serve" }</th>
                        </tr></thead>
                        <tbody>{ for rows.into_iter().map(|i| row(store, i)) }</tbody>
                    </table></div>
                }
            </div>
        </section>
    }
}

fn row(store: &Store, i: usize) -> Html {
    let c = |key| cell(store, Section::Smaller, key, i);
    html! {
        <tr class={classes!((i == 0).then_some("sel"))}>
            <th scope="row">{ row_name(store, Section::Smaller, i) }</th>
            <td class="n">{ c("params") }</td>
            <td class="n">{ if has(store, Section::Smaller, "tokens", i) { c("tokens") } else { html! { "never" } } }</td>
            <td class="n opt">{ c("ratio") }</td><td class="n opt">{ c("flops") }</td><td class="n">{ c("dear") }</td><td class="n">{ c("speed") }</td>
        </tr>
    }
}

/// The best run when serving counts.
fn best(store: &Store) -> Html {
    if !has(store, S, "params", 0) {
        return Html::default();
    }
    let n = |key, after| num(store, S, key, after);
    html! {
        <p class="q">{ "Then train " }{ n("params", "") }{ " parameters, " }{ n("factor", "") }{ " the best size, on " }{ n("tokens", "") }{ " tokens, " }
            { n("ratio", "") }{ " for each: training takes " }{ n("dear", "") }{ " the compute, and training and serving together " }
            if has(store, S, "saved", 0) {
                { "save " }{ n("saved", "") }{ " of it." }
            } else {
                { "cost " }{ n("extra", "") }{ " more, for the limit." }
            }
        </p>
    }
}

fn capped(store: &Store) -> Html {
    if !has(store, Section::Capped, "params", 0) {
        return Html::default();
    }
    let n = |key, after| num(store, Section::Capped, key, after);
    if has(store, Section::Capped, "dear", 0) {
        return html! {
            <p class="q">{ "With " }{ n("params", "") }{ " parameters this loss takes " }{ n("tokens", "") }{ " tokens and " }
                { n("dear", "") }{ " the compute of the best size." }</p>
        };
    }
    html! {
        <p class="q">{ "With " }{ n("params", "") }{ " parameters the budget buys " }{ n("tokens", "") }{ " tokens: a loss of " }
            { n("loss", ",") }{ " " }{ n("more", "") }{ " nats per token against the best size." }</p>
    }
}

fn costs(report: &Report) -> Option<Drawn> {
    let points = curves::costs(report);
    let served = report.scenario.inference_tokens;
    let loss = words::loss(report.answer.loss.as_ref()?.value, 3);
    let (first, last) = (points.first()?.params, points.last()?.params);
    // A size that needs endless data would push everything else to the floor of the picture.
    let least = points.iter().map(|p| p.total).fold(f64::INFINITY, f64::min);
    let points: Vec<CostPoint> = points.into_iter().filter(|p| p.training < 12.0 * least).collect();
    let fitted = curves::costs_fitted(report, &points);
    let line = |label: &str, color, weight, at: fn(&CostPoint) -> f64| Series {
        label: label.into(),
        color,
        points: points.iter().map(|p| (p.params, at(p))).collect(),
        solid: solid(fitted, first),
        weight,
    };
    let mut series = vec![line("training", 0, Weight::Chosen, |p| p.training)];
    if served.is_some() {
        series.push(line("training and serving", 1, Weight::Normal, |p| p.total));
    }
    let best = &report.answer;
    let mut marks = vec![mark(best.params.value, best.flops.value, 0, Shape::Circle, "optimum")];
    if let (Some(n), Some(c)) = (figure(report, "params"), figure(report, "total")) {
        marks.push(mark(n, c, 1, Shape::Square, &format!("with serving {}", show::given(n))));
    }
    let (lo, hi) = points.iter().fold((f64::INFINITY, 0.0f64), |(lo, hi), p| (lo.min(p.training), hi.max(p.total)));
    let chart = Chart {
        x: size_axis((first, last)),
        y: Axis {
            title: "Compute, FLOP".into(),
            unit: String::new(),
            scale: Scale::Log,
            labels: Labels::Power,
            range: (lo / 1.3, hi * 1.3),
        },
        series,
        bands: Vec::new(),
        marks,
        rules: Vec::new(),
        notes: vec![format!("every point reaches a loss of {loss}"), DASHED.into()],
    };
    let rows = points.iter().step_by(5).map(|p| html! {
        <tr><th scope="row">{ show::short(p.params) }</th><td class="n">{ show::short(p.tokens) }</td><td class="n">{ words::flop(p.training) }</td>
            if served.is_some() { <td class="n">{ words::flop(p.total) }</td> }</tr>
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "parameters" }</th><th scope="col" class="n">{ "tokens" }</th><th scope="col" class="n">{ "training" }</th>
            if served.is_some() { <th scope="col" class="n">{ "training and serving" }</th> }</tr></thead><tbody>{ for rows }</tbody></table>
    };
    let to_serve =
        served.map_or_else(String::new, |t| format!(", to train and to serve {} tokens", show::given(t.get())));
    let summary = format!("Compute that each size takes to reach a loss of {loss}{to_serve}.");
    Some(Drawn { title: "What each size costs, at the same loss".into(), summary, chart, table })
}

fn mark(x: f64, y: f64, color: usize, shape: Shape, label: &str) -> Mark {
    Mark { x, y, color, shape, filled: true, label: label.into(), drop: true, large: color == 0 }
}

fn figure(report: &Report, key: &'static str) -> Option<f64> {
    report.number(super::place(S, key, 0)).map(|n| n.value)
}

fn read(report: &Report, params: f64) -> Option<Readout> {
    let p = curves::cost_point(report, params)?;
    let mut lines = vec![
        format!("{} on {} tokens", show::short(p.params), show::short(p.tokens)),
        format!("training {}", words::flop(p.training)),
    ];
    if report.scenario.inference_tokens.is_some() {
        lines.push(format!("with serving {}", words::flop(p.total)));
    }
    Some(Readout { x: params, y: Some(p.training), lines })
}

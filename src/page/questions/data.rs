//! Only so many distinct tokens: how often to repeat them.

use std::rc::Rc;

use yew::prelude::*;

use super::{ask, cell, has, messages, num, remarks, row_name};
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::curves::SizePoint;
use crate::core::quantity::show;
use crate::core::question_curves as curves;
use crate::core::report::{Report, Section};
use crate::core::scenario::Key;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::field::StoreProps;
use crate::page::store::Store;
use crate::page::words;

const S: Section = Section::Repeated;
const FIELDS: &[Key] = &[Key::UniqueTokens];

#[component]
pub fn Data(props: &StoreProps) -> Html {
    let store = &props.store;
    let rows: Vec<usize> = store.report.figures.rows_of(S).map(|(i, _)| i).collect();
    html! {
        <section class="row g12" aria-labelledby="h-data">
            <div class="c4"><h2 id="h-data">{ "If data are short" }</h2>
                <p class="sm mut">{ "Tokens seen again teach less each time. By Muennighoff 2023 the first few passes are nearly as good as new data; past 15 or so more passes add next to nothing." }</p>
                <p class="q">{ "There are only " }{ ask(store, Key::UniqueTokens, &["200 B", "20 B"]) }{ " distinct tokens." }</p>
                { messages(store, FIELDS) }
                { remarks(store, S) }
                { answer(store) }
            </div>
            <div class="c8">
                if !rows.is_empty() {
                    <Repeats store={store.clone()} />
                    <div class="tw" tabindex="0" role="region" aria-label="Runs on limited data"><table>
                        <thead><tr>
                            <th scope="col">{ "best run" }</th><th scope="col" class="n">{ "parameters" }</th><th scope="col" class="n">{ "tokens" }</th>
                            <th scope="col" class="n">{ "passes" }</th><th scope="col" class="n">{ "loss" }</th>
                        </tr></thead>
                        <tbody>{ for rows.into_iter().map(|i| html! {
                            <tr class={classes!((i == 0).then_some("sel"))}><th scope="row">{ row_name(store, S, i) }</th>
                                <td class="n">{ cell(store, S, "params", i) }</td><td class="n">{ cell(store, S, "tokens", i) }</td>
                                <td class="n">{ cell(store, S, "epochs", i) }</td><td class="n">{ cell(store, S, "loss", i) }</td></tr>
                        }) }</tbody>
                    </table></div>
                    <p class="xs dim">{ "Losses here are on C4, by the law of Muennighoff 2023: they do not compare with the loss of another law above." }</p>
                }
            </div>
        </section>
    }
}

fn answer(store: &Store) -> Html {
    if !has(store, S, "params", 0) {
        return Html::default();
    }
    let n = |key, after| num(store, S, key, after);
    html! {
        <p class="q">{ "Then train " }{ n("params", "") }{ " parameters on " }{ n("tokens", ",") }{ " " }{ n("epochs", "") }
            { " passes over the data. The limit costs " }{ n("more", "") }{ " nats per token" }
            if has(store, S, "lost", 0) { { ", as much as losing " }{ n("lost", "") } }{ "." }</p>
    }
}

#[component]
fn Repeats(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let drawn = use_memo(report.clone(), |r| repeats(r));
    let reader = use_memo(report.clone(), |r| {
        let r = r.clone();
        Reader::new(move |params| read(&r, params))
    });
    let Some((chart, table)) = (*drawn).clone() else { return Html::default() };
    let summary = format!(
        "Loss against model size at {}, on unlimited new data and on {} distinct tokens.",
        words::flop(report.answer.flops.value),
        report.scenario.setting.unique_tokens.map_or_else(String::new, |u| show::short(u.get()))
    );
    html! {
        <ChartView id="repeats" title="Loss of every size at this budget, with and without new data" {summary} {chart} readout={(*reader).clone()} {table} height="small" />
    }
}

fn repeats(report: &Report) -> Option<(Rc<Chart>, Html)> {
    let r = curves::repeats(report)?;
    let (first, last) = (r.free.first()?.params, r.free.last()?.params);
    let all = || r.free.iter().chain(&r.held).map(|p| p.loss);
    let (lo, hi) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)));
    // The far ends of the curves would flatten the valley.
    let hi = hi.min(lo + 0.6);
    let line = |label: &str, color, weight, points: &[SizePoint]| Series {
        label: label.into(),
        color,
        points: points.iter().filter(|p| p.loss <= hi).map(|p| (p.params, p.loss)).collect(),
        solid: Some((first, last)),
        weight,
    };
    let at = |key, row| report.number(super::place(S, key, row)).map(|n| n.value);
    let mark = |row, color, shape, what: &str| {
        let (x, y) = (at("params", row)?, at("loss", row)?);
        Some(Mark {
            x,
            y,
            color,
            shape,
            filled: true,
            label: format!("{what} {}", show::short(x)),
            drop: row == 0,
            large: row == 0,
        })
    };
    let chart = Chart {
        x: Axis {
            title: "Parameters".into(),
            unit: "parameters".into(),
            scale: Scale::Log,
            labels: Labels::Words,
            range: (first, last),
        },
        y: Axis {
            title: "Loss, nats per token".into(),
            unit: String::new(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: (lo - 0.03 * (hi - lo), hi + 0.03 * (hi - lo)),
        },
        series: vec![
            line("your data, repeated", 0, Weight::Chosen, &r.held),
            line("unlimited new data", 5, Weight::Normal, &r.free),
        ],
        bands: Vec::new(),
        marks: [mark(0, 0, Shape::Circle, "best"), mark(1, 5, Shape::Hexagon, "best")].into_iter().flatten().collect(),
        rules: Vec::new(),
        notes: Vec::new(),
    };
    let rows = r.held.iter().zip(&r.free).step_by(6).map(|(h, f)| {
        let passes = curves::passes(h.tokens, r.unique);
        html! { <tr><th scope="row">{ show::short(h.params) }</th><td class="n">{ show::short(h.tokens) }</td><td class="n">{ words::ratio(passes) }</td>
            <td class="n">{ words::loss(h.loss, 4) }</td><td class="n">{ words::loss(f.loss, 4) }</td></tr> }
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "parameters" }</th><th scope="col" class="n">{ "tokens" }</th><th scope="col" class="n">{ "passes" }</th>
            <th scope="col" class="n">{ "loss on your data" }</th><th scope="col" class="n">{ "loss on new data" }</th></tr></thead><tbody>{ for rows }</tbody></table>
    };
    Some((Rc::new(chart), table))
}

fn read(report: &Report, params: f64) -> Option<Readout> {
    let (free, held) = curves::read_repeats(report, params)?;
    let unique = report.scenario.setting.unique_tokens?.get();
    Some(Readout {
        x: params,
        y: Some(held.loss),
        lines: vec![
            format!("{} on {} tokens", show::short(params), show::short(held.tokens)),
            format!("{} passes", words::ratio(curves::passes(held.tokens, unique))),
            format!("loss {}", words::loss(held.loss, 4)),
            format!("{} on new data", words::loss(free.loss, 4)),
        ],
    })
}

//! Only so many distinct tokens: how often to repeat them.

use yew::prelude::*;

use super::{ask, cell, has, messages, num, remarks, row_name};
use crate::chart::{Chart, Mark, Readout, Series, Shape, Weight};
use crate::core::curves::SizePoint;
use crate::core::quantity::show;
use crate::core::question_curves as curves;
use crate::core::report::{Report, Section, lead};
use crate::core::scenario::Key;
use crate::page::field::StoreProps;
use crate::page::pictures::{DASHED, Drawn, Picture, loss_axis, size_axis, solid};
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
                <p class="sm mut">{ "Tokens seen again teach less each time. " }{ lead(S) }</p>
                <p class="q">{ "There are only " }{ ask(store, Key::UniqueTokens, &["200 B", "20 B"]) }{ " distinct tokens." }</p>
                { messages(store, FIELDS) }
                { remarks(store, S) }
                { answer(store) }
            </div>
            <div class="c8">
                if !rows.is_empty() {
                    <Picture report={store.report.clone()} id="repeats" height="small" draw={repeats as fn(&Report) -> Option<Drawn>} read={read as fn(&Report, f64) -> Option<Readout>} />
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
                    <p class="xs dim">{ "Losses here are on the law's own text: they do not compare with the loss of another law above." }</p>
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
        <p class="q">{ "Then train " }{ n("params", "") }{ " parameters on " }{ n("tokens", "") }{ " tokens, " }{ n("epochs", "") }
            { " passes over the data. The limit costs " }{ n("more", "") }{ " nats per token" }
            if has(store, S, "lost", 0) { { ", as much as losing " }{ n("lost", "") }{ " of the compute" } }{ "." }</p>
    }
}

fn repeats(report: &Report) -> Option<Drawn> {
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
        solid: solid(r.fitted, first),
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
        x: size_axis((first, last)),
        y: loss_axis((lo, hi)),
        series: vec![
            line("your data, repeated", 0, Weight::Chosen, &r.held),
            line("unlimited new data", 5, Weight::Normal, &r.free),
        ],
        bands: Vec::new(),
        marks: [mark(0, 0, Shape::Circle, "best"), mark(1, 5, Shape::Hexagon, "best")].into_iter().flatten().collect(),
        rules: Vec::new(),
        notes: vec![DASHED.into()],
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
    let summary = format!(
        "Loss against model size at {}, on unlimited new data and on {} distinct tokens.",
        words::flop(report.answer.flops.value),
        show::given(r.unique)
    );
    Some(Drawn { title: "Loss of every size at this budget, with and without new data".into(), summary, chart, table })
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

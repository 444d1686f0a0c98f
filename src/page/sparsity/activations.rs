//! Activations that are zero: the share of neurons that works on a token, against training tokens.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::link;
use crate::core::quantity::show;
use crate::core::report::{Ask, Report, Section, activations as section, few_bits, lead};
use crate::core::sparse_curves::{ActiveLine, active, active_point};
use crate::page::field::StoreProps;
use crate::page::number::Num;
use crate::page::pictures::{DASHED, Drawn, Picture, ends, padded, solid};
use crate::page::questions::{cell, has, place, remarks, row_name};
use crate::page::store::{Action, Store};
use crate::page::view::{Screen, View};
use crate::page::words;

const S: Section = Section::Activations;

#[component]
pub fn Activations(props: &StoreProps) -> Html {
    let store = &props.store;
    let near = section::nearest(&store.report);
    html! {
        <section class="row g12" aria-labelledby="h-activations">
            <div class="c4"><h2 id="h-activations">{ "If activations are zero" }</h2>
                <p class="sm mut">{ "For each token most neurons of a feed-forward block do next to nothing and may be skipped. " }{ lead(S) }</p>
                { answer(store, near) }
                { remarks(store, S) }
                <p class="sm dim">{ few_bits() }{ " " }{ to_bits(store) }{ "." }</p>
            </div>
            <div class="c8">
                <Picture report={store.report.clone()} id="active" height="small" draw={draw as fn(&Report) -> Option<Drawn>} read={read as fn(&Report, f64) -> Option<Readout>} />
                <div class="tw" tabindex="0" role="region" aria-label="Active neurons by size"><table>
                    <thead><tr>
                        <th scope="col">{ "size" }</th><th scope="col" class="n">{ "with ReLU" }</th><th scope="col" class="n">{ "at the end" }</th>
                        <th scope="col" class="n">{ "with SiLU" }</th><th scope="col" class="n">{ "at the end" }</th>
                    </tr></thead>
                    <tbody>{ for store.report.figures.rows_of(S).map(|(i, _)| row(store, i, i == near)) }</tbody>
                </table></div>
                <p class="xs dim">{ "Neurons that work on a token, after the tokens of the plan and after endless training. Sizes are those of the paper, without embeddings." }</p>
            </div>
        </section>
    }
}

fn row(store: &Store, i: usize, near: bool) -> Html {
    let c = |key| cell(store, S, key, i);
    html! {
        <tr class={classes!(near.then_some("sel"))}><th scope="row">{ row_name(store, S, i) }</th><td class="n">{ c("relu") }</td><td class="n">{ c("reluLimit") }</td>
            <td class="n">{ c("silu") }</td><td class="n">{ c("siluLimit") }</td></tr>
    }
}

fn answer(store: &Store, near: usize) -> Html {
    let n = |key, row, after| html! { <Num store={store.clone()} ask={place(S, key, row)} {after} /> };
    if !has(store, S, "relu", near) {
        return Html::default();
    }
    // The largest was trained with ReLU alone.
    let silu = (0..=near).rev().find(|row| has(store, S, "silu", *row));
    html! {
        <p class="q">{ "After the " }<Num store={store.clone()} ask={Ask::Tokens} />{ " of the plan the published model that is nearest in size, " }
            { row_name(store, S, near) }{ ", would use " }{ n("relu", near, "") }{ " of its neurons with ReLU" }
            if let Some(row) = silu {
                { " and " }{ n("silu", row, "") }{ " with SiLU" }if row != near { { format!(" (that of {})", row_name(store, S, row)) } }
            }{ "." }</p>
    }
}

/// To the part of the plan about bits: a real link, followed without a reload.
fn to_bits(store: &Store) -> Html {
    const BITS: &str = "h-bits";
    let view = View { screen: Screen::Plan, ..store.view.clone() };
    let href = link::write(&store.scenario) + &view.write();
    let store = store.clone();
    let onclick = Callback::from(move |e: MouseEvent| {
        // Another tab or window is the browser's to open.
        if !(e.ctrl_key() || e.meta_key() || e.shift_key()) {
            e.prevent_default();
            store.dispatch(Action::Show(view.clone()));
            // Once the plan is there.
            Timeout::new(0, || {
                if let Some(part) = gloo::utils::document().get_element_by_id(BITS) {
                    part.scroll_into_view();
                }
            })
            .forget();
        }
    });
    html! { <a {href} {onclick}>{ "If bits are few, on the plan" }</a> }
}

fn draw(report: &Report) -> Option<Drawn> {
    let lines = active(report);
    let from = lines.first()?.points.first()?.0;
    let x = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.0)));
    let top = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| 100.0 * p.1))).1;
    let bold = bold(&lines);
    let series = lines.iter().enumerate().map(|(i, l)| Series {
        label: if bold.contains(&i) { name(l) } else { String::new() },
        color: usize::from(l.silu),
        points: l.points.iter().map(|p| (p.0, 100.0 * p.1)).collect(),
        solid: solid(l.fitted, from),
        weight: match () {
            () if !bold.contains(&i) => Weight::Ghost,
            () if l.silu => Weight::Normal,
            () => Weight::Chosen,
        },
    });
    let tokens = report.answer.tokens.value;
    let mark = active_point(report, tokens).filter(|_| (x.0..=x.1).contains(&tokens)).map(|(_, relu, _)| Mark {
        x: tokens,
        y: 100.0 * relu,
        color: 0,
        shape: Shape::Circle,
        filled: true,
        label: format!("{} tokens, {}", show::short(tokens), words::percent(relu)),
        drop: true,
        large: true,
    });
    let chart = Chart {
        x: Axis {
            title: "Training tokens".into(),
            unit: "tokens".into(),
            scale: Scale::Log,
            labels: Labels::Words,
            range: x,
        },
        y: Axis {
            title: "Active neurons, %".into(),
            unit: String::new(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: padded((0.0, top)),
        },
        series: series.collect(),
        bands: Vec::new(),
        marks: mark.into_iter().collect(),
        rules: Vec::new(),
        notes: vec![DASHED.into(), "grey: the other sizes".into()],
    };
    let steps = lines.first()?.points.iter().enumerate().step_by(8);
    let rows = steps.map(|(i, (d, _))| {
        let at = |l: &ActiveLine| l.points.get(i).map_or_else(|| "–".into(), |p| words::percent(p.1));
        html! { <tr><th scope="row">{ show::short(*d) }</th>{ for lines.iter().map(|l| html! { <td class="n">{ at(l) }</td> }) }</tr> }
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "tokens" }</th>{ for lines.iter().map(|l| html! { <th scope="col" class="n">{ name(l) }</th> }) }</tr></thead>
            <tbody>{ for rows }</tbody></table>
    };
    let summary = "Share of the feed-forward neurons that works on a token against training tokens: it falls with ReLU and rises with SiLU, at every published size.".into();
    Some(Drawn { title: "Active neurons against training tokens".into(), summary, chart, table })
}

/// The lines nearest to the answer's size, one of each kind.
fn bold(lines: &[ActiveLine]) -> Vec<usize> {
    let of = |silu| {
        let kind = || lines.iter().enumerate().filter(move |(_, l)| l.silu == silu);
        kind().find(|(_, l)| l.nearest).or_else(|| kind().next_back()).map(|(i, _)| i)
    };
    [false, true].into_iter().filter_map(of).collect()
}

fn name(l: &ActiveLine) -> String {
    format!("{}, {}", if l.silu { "SiLU" } else { "ReLU" }, l.words)
}

fn read(report: &Report, tokens: f64) -> Option<Readout> {
    let (size, relu, silu) = active_point(report, tokens)?;
    let mut lines = vec![format!("{} tokens", show::short(tokens)), format!("ReLU, {size}: {}", words::percent(relu))];
    lines.extend(silu.map(|s| format!("SiLU, {size}: {}", words::percent(s))));
    Some(Readout { x: tokens, y: Some(100.0 * relu), lines })
}

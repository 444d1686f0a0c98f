//! Training memory of a device, stage by stage: bars, the numbers behind them, what shapes them, and what would help.

use yew::prelude::*;

use super::bars::{Bar, Bars};
use super::choice::row;
use super::paste::Paste;
use super::shape::Shape;
use crate::core::memory::training::{Part, Stage};
use crate::core::report::{ModelReport, Section};
use crate::core::scenario::Key;
use crate::page::field::{Messages, StoreProps};
use crate::page::number::Num;
use crate::page::questions::{cell, has, place};
use crate::page::store::{Action, Store};
use crate::page::words;

const FIELDS: &[Key] = &[
    Key::Recipe,
    Key::Optimizer,
    Key::MicroBatch,
    Key::Batch,
    Key::ExpertParallel,
    Key::ContextParallel,
    Key::Interleave,
    Key::ZeroStage,
    Key::SequenceParallel,
    Key::Recompute,
    Key::AttentionKernel,
    Key::Offload,
    Key::Adapter,
    Key::AdapterRank,
    Key::AdapterTarget,
    Key::BaseFormat,
];
/// Colours of the parts, in the order of [`Part::ALL`].
const COLORS: [&str; Part::ALL.len()] = ["m1", "m2", "m3", "m4", "m6", "m5"];
/// Parts in words and colours.
const PARTS: [(&str, &str); Part::ALL.len()] = {
    let mut parts = [("", ""); Part::ALL.len()];
    let mut i = 0;
    while i < parts.len() {
        parts[i] = (Part::ALL[i].title(), COLORS[i]);
        i += 1;
    }
    parts
};
/// Bars that are looked at one by one.
const MOST: usize = 12;

#[component]
pub fn Training(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <section class="g12 first" aria-labelledby="h-train">
            <div class="c8">
                <div class="cap"><h2 id="h-train">{ "Training memory of a device" }</h2></div>
                if let Ok(model) = store.report.model() {
                    { bars(model) }
                    { table(store) }
                    { extras(store) }
                    { advice(store, model) }
                    <p class="xs dim">{ "The parts are added although not all are largest at the same moment. Activations are counted operation by operation, so that a GPT layer gives Korthikanti 2022 (arXiv 2205.05198); frameworks that keep more copies need more." }</p>
                }
                <Paste store={store.clone()} />
            </div>
            <div class="c4">
                <h3>{ "How it is trained" }</h3>
                <div class="kv">
                    { row(store, Key::Recipe, "recipe") }{ row(store, Key::Optimizer, "optimizer") }
                    { row(store, Key::ZeroStage, "sharding, ZeRO") }{ row(store, Key::Recompute, "recompute") }
                    { row(store, Key::AttentionKernel, "attention kernel") }{ row(store, Key::MicroBatch, "micro-batch, sequences") }
                    { row(store, Key::Batch, "sequences of a step") }{ row(store, Key::SequenceParallel, "sequence parallelism") }
                    { row(store, Key::Interleave, "pipeline pieces of a stage") }{ row(store, Key::ContextParallel, "context parallelism") }
                    if store.scenario.setup.model.architecture().has_experts() { { row(store, Key::ExpertParallel, "expert parallelism") } }
                    { row(store, Key::Offload, "offload") }{ row(store, Key::Adapter, "adapter") }
                    if store.scenario.setup.adapter.is_some() {
                        { row(store, Key::AdapterRank, "rank") }{ row(store, Key::AdapterTarget, "matrices") }{ row(store, Key::BaseFormat, "frozen model in") }
                    }
                </div>
                <Messages store={store.clone()} fields={FIELDS} />
                <Shape store={store.clone()} />
            </div>
        </section>
    }
}

fn bars(model: &ModelReport) -> Html {
    let bar = |i: usize, s: &Stage| Bar {
        name: if model.stages.len() == 1 { "a device".to_owned() } else { format!("stage {}", i + 1) },
        parts: Part::ALL.iter().map(|p| s.part(*p).get()).collect(),
        strong: i == model.fullest,
    };
    let last = model.stages.len().saturating_sub(1);
    let few = model.stages.len() <= MOST;
    let shown =
        model.stages.iter().enumerate().filter(|(i, _)| few || *i < MOST - 2 || *i == model.fullest || *i == last);
    let bars: Vec<Bar> = shown.map(|(i, s)| bar(i, s)).collect();
    let hidden = model.stages.len() - bars.len();
    html! {
        <>
            <Bars label="Memory of a device, by pipeline stage" parts={&PARTS[..]} {bars} capacity={model.capacity.get()} />
            if hidden > 0 { <p class="xs dim">{ format!("{hidden} more stages lie between them.") }</p> }
        </>
    }
}

fn table(store: &Store) -> Html {
    let Ok(model) = store.report.model() else { return Html::default() };
    let rows: Vec<(usize, String)> = model.figures.rows_of(Section::Stages).map(|(i, n)| (i, n.to_owned())).collect();
    html! {
        <div class="tw" tabindex="0" role="region" aria-label="Training memory by stage and part"><table>
            <thead><tr><th scope="col">{ "stage" }</th><th scope="col" class="n opt">{ "layers" }</th>
                <th scope="col" class="n">{ "sum" }</th>{ for PARTS.iter().map(|(name, _)| html! { <th scope="col" class="n">{ *name }</th> }) }</tr></thead>
            <tbody>{ for rows.into_iter().map(|(i, name)| html! {
                <tr class={classes!((i == model.fullest).then_some("sel"))}><th scope="row">{ name }</th>
                    <td class="n opt">{ cell(store, Section::Stages, "layers", i) }</td>
                    <td class="n">{ cell(store, Section::Stages, "total", i) }</td>
                    { for Part::ALL.iter().map(|p| html! { <td class="n">{ cell(store, Section::Stages, p.id(), i) }</td> }) }</tr>
            }) }</tbody>
        </table></div>
    }
}

fn extras(store: &Store) -> Html {
    let n = |key, after| html! { <Num store={store.clone()} ask={place(Section::Fit, key, 0)} {after} /> };
    html! {
        <>
            if has(store, Section::Fit, "trainable", 0) { <p class="q">{ "Only " }{ n("trainable", "") }{ " parameters are trained." }</p> }
            if has(store, Section::Fit, "host", 0) { <p class="q">{ "The host keeps " }{ n("host", "") }{ " for every device." }</p> }
            if has(store, Section::Fit, "disk", 0) { <p class="q">{ "Its disks keep " }{ n("disk", "") }{ " for every device." }</p> }
        </>
    }
}

/// What would make it fit; a press does it.
fn advice(store: &Store, model: &ModelReport) -> Html {
    if model.advice.is_empty() {
        return Html::default();
    }
    let rows = model.advice.iter().map(|a| {
        let take = {
            let (store, setup) = (store.clone(), a.setup);
            Callback::from(move |_: MouseEvent| store.dispatch(Action::Train(setup)))
        };
        html! {
            <tr><th scope="row">{ words::capital(&a.change) }</th><td class="n">{ words::bytes(a.stage.total().get()) }</td>
                <td>{ if a.fits { "fits" } else { "not yet" } }</td>
                <td><button type="button" class="as-link" onclick={take}>{ "Use it" }</button></td></tr>
        }
    });
    html! {
        <>
            <h3>{ "What would make it fit" }</h3>
            <div class="tw" tabindex="0" role="region" aria-label="What would make it fit"><table>
                <thead><tr><th scope="col">{ "change" }</th><th scope="col" class="n">{ "fullest device" }</th><th scope="col">{ "" }</th><th scope="col">{ "" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table></div>
        </>
    }
}

//! Memory of serving: weights in a format, the cache of all sequences, how much fits.

use yew::prelude::*;

use super::bars::{Bar, Bars};
use super::choice::{choice, row};
use crate::core::report::{Report, Section};
use crate::core::scenario::Key;
use crate::page::field::{Messages, StoreProps};
use crate::page::number::Num;
use crate::page::questions::{cell, has, place, remarks};
use crate::page::store::Store;

const S: Section = Section::Served;
const FIELDS: &[Key] = &[
    Key::ContextLength,
    Key::Sequences,
    Key::WeightFormat,
    Key::Quantised,
    Key::KvFormat,
    Key::BlockSize,
    Key::ServingDevices,
    Key::Against,
];
const PARTS: [(&str, &str); 3] = [("weights", "m1"), ("cache", "m4"), ("working memory", "m5")];
/// Numbers of the table: key and words.
const ROWS: [(Section, &str, &str); 9] = [
    (S, "weights", "weights"),
    (S, "kv", "cache of all sequences"),
    (S, "activations", "working memory"),
    (S, "total", "sum"),
    (S, "usable", "may be used"),
    (Section::Cache, "perSequence", "cache of one sequence"),
    (Section::Cache, "waste", "unfilled pages of it"),
    (S, "sequences", "sequences that fit"),
    (S, "context", "longest context that fits"),
];

#[component]
pub fn Serving(props: &StoreProps) -> Html {
    let store = &props.store;
    let n = |key, after| html! { <Num store={store.clone()} ask={place(S, key, 0)} {after} /> };
    html! {
        <section class="row g12" aria-labelledby="h-serve">
            <div class="c4"><h2 id="h-serve">{ "Serving memory of a device" }</h2>
                <div class="kv">
                    { row(store, Key::ContextLength, "context of a sequence, tokens") }{ row(store, Key::Sequences, "sequences at once") }
                    { row(store, Key::WeightFormat, "weights in") }
                    <span>{ "of them in that format" }</span><span>{ choice(store, Key::Quantised, Some("as usual")) }</span>
                    { row(store, Key::KvFormat, "keys and values in") }{ row(store, Key::BlockSize, "page of the cache, tokens") }
                    { row(store, Key::ServingDevices, "devices that share the model") }
                    <span>{ "beside it" }</span><span>{ choice(store, Key::Against, Some("no other model")) }</span>
                </div>
                <Messages store={store.clone()} fields={FIELDS} />
            </div>
            <div class="c8">
                if store.report.model().is_ok() {
                    <p class="q">
                        if too_many(&store.report) { { "They do not fit. " } }
                        if has(store, S, "sequences", 0) {
                            { "Of sequences this long, " }{ n("sequences", "") }{ " fit at once" }
                            if has(store, S, "context", 0) { { format!("; {} alone may be ", asked(store)) }{ n("context", "") }{ " tokens long, as far as memory goes" } }
                            { "." }
                        } else { { "Not one sequence of this length fits beside the weights." } }
                    </p>
                    { remarks(store, S) }
                    { bars(&store.report) }
                    { table(store) }
                }
            </div>
        </section>
    }
}

/// Are there more sequences than fit?
fn too_many(report: &Report) -> bool {
    let value = |key| report.number(place(S, key, 0)).map(|n| n.value);
    matches!((value("total"), value("usable")), (Some(total), Some(usable)) if total > usable)
}

/// The sequences at once, in words.
fn asked(store: &Store) -> String {
    match store.scenario.setup.serving.sequences {
        1 => "one".to_owned(),
        n => format!("{n} of them"),
    }
}

fn bars(report: &Report) -> Html {
    let Ok(model) = report.model() else { return Html::default() };
    let value = |key, row| report.number(place(S, key, row)).map_or(0.0, |n| n.value);
    let bars: Vec<Bar> = model
        .figures
        .rows_of(S)
        .map(|(i, name)| Bar {
            name: name.to_owned(),
            parts: ["weights", "kv", "activations"].map(|k| value(k, i)).to_vec(),
            strong: i == 0,
        })
        .collect();
    html! { <Bars label="Memory of a device when serving" parts={&PARTS[..]} {bars} capacity={model.capacity.get()} /> }
}

fn table(store: &Store) -> Html {
    let Ok(model) = store.report.model() else { return Html::default() };
    let names: Vec<(usize, String)> = model.figures.rows_of(S).map(|(i, n)| (i, n.to_owned())).collect();
    html! {
        <div class="tw" tabindex="0" role="region" aria-label="Memory of a device when serving"><table>
            <thead><tr><th scope="col">{ "on one device" }</th>{ for names.iter().map(|(_, n)| html! { <th scope="col" class="n">{ n }</th> }) }</tr></thead>
            <tbody>{ for ROWS.iter().map(|(section, key, words)| html! {
                <tr><th scope="row">{ *words }</th>{ for names.iter().map(|(i, _)| html! { <td class="n">{ cell(store, *section, key, *i) }</td> }) }</tr>
            }) }</tbody>
        </table></div>
    }
}

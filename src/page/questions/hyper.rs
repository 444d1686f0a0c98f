//! Batch size, learning rate and steps for this run, by every paper that gives a rule.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::{cell, has, messages, row_name};
use crate::core::formulas::{self, Formula};
use crate::core::report::Section;
use crate::core::scenario::Key;
use crate::page::field::{Field, StoreProps};
use crate::page::formulas::HEADING;
use crate::page::store::{Action, Store};
use crate::page::top::to_top;
use crate::page::view::{Picked, Screen, View};
use crate::page::words;

const S: Section = Section::Hyper;
const FIELDS: &[Key] = &[Key::SequenceLength];

#[component]
pub fn Hyper(props: &StoreProps) -> Html {
    let store = &props.store;
    let rows: Vec<usize> = store.report.figures.rows_of(S).map(|(i, _)| i).collect();
    let (batches, rates): (Vec<usize>, Vec<usize>) = rows.into_iter().partition(|i| has(store, S, "batch", *i));
    html! {
        <section class="row g12" aria-labelledby="h-hyper">
            <div class="c4"><h2 id="h-hyper">{ "Batch size and learning rate" }</h2>
                <p class="sm mut">{ "What published rules give for the run of the answer, in one unit. Papers count batches in tokens or in sequences of a length of their own: here every batch is in tokens, and in your sequences. A critical batch is where larger batches stop paying, not the best one." }</p>
                <p class="q">{ "Sequences have " }<Field store={store.clone()} field={Key::SequenceLength} />{ " tokens." }</p>
                { messages(store, FIELDS) }
                <p class="sm">{ spread(store, &batches, "batch", "Batch sizes") }{ " " }{ spread(store, &rates, "rate", "Learning rates") }</p>
                { for store.report.figures.remarks_of(S).map(|r| html! { <p class="xs dim">{ r.to_owned() }</p> }) }
            </div>
            <div class="c8">
                <div class="tw" tabindex="0" role="region" aria-label="Batch sizes"><table>
                    <thead><tr><th scope="col">{ "batch size" }</th><th scope="col" class="n">{ "tokens" }</th><th scope="col" class="n opt">{ "sequences" }</th><th scope="col" class="n">{ "steps" }</th></tr></thead>
                    <tbody>{ for batches.into_iter().map(|i| html! {
                        <tr>{ head(store, i, "batch") }<td class="n">{ cell(store, S, "batch", i) }</td><td class="n opt">{ cell(store, S, "sequences", i) }</td><td class="n">{ cell(store, S, "steps", i) }</td></tr>
                    }) }</tbody>
                </table></div>
                <div class="tw" tabindex="0" role="region" aria-label="Learning rates"><table>
                    <thead><tr><th scope="col">{ "learning rate" }</th><th scope="col" class="n">{ "peak" }</th></tr></thead>
                    <tbody>{ for rates.into_iter().map(|i| html! {
                        <tr>{ head(store, i, "rate") }<td class="n">{ cell(store, S, "rate", i) }</td></tr>
                    }) }</tbody>
                </table></div>
            </div>
        </section>
    }
}

/// The rule's name, which opens it among the formulas, and how far outside its range this run lies.
fn head(store: &Store, i: usize, key: &'static str) -> Html {
    let name = row_name(store, S, i);
    let Some(formula) = formulas::ALL.get(i) else { return Html::default() };
    let far = store
        .report
        .number(super::place(S, key, i))
        .and_then(|n| n.why.range)
        .and_then(|r| words::outside(r.decades_outside()));
    html! {
        <th scope="row" class="law">{ open(store, formula, name) }
            if let Some(far) = far { <span class="far">{ far }</span> }</th>
    }
}

fn open(store: &Store, formula: &'static Formula, name: String) -> Html {
    let view = View {
        screen: Screen::Formulas,
        formula: Some(Picked { id: formula.id, texts: Vec::new() }),
        ..store.view.clone()
    };
    let store = store.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        store.dispatch(Action::Show(view.clone()));
        to_top();
        Timeout::new(0, begin).forget();
    });
    html! { <button type="button" class="as-row" {onclick} title="Open among the formulas">{ name }</button> }
}

/// What was pressed is gone with its screen: the reader begins at the heading of the new one, once it is there.
fn begin() {
    let heading = gloo::utils::document().get_element_by_id(HEADING);
    if let Some(heading) = heading.and_then(|h| h.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = heading.focus();
    }
}

/// How far the rules disagree.
fn spread(store: &Store, rows: &[usize], key: &'static str, what: &str) -> String {
    let value = |i: &usize| {
        store.report.number(super::place(S, key, *i)).map(|n| (n.value, words::in_table(super::place(S, key, *i), n)))
    };
    let mut all: Vec<(f64, String)> = rows.iter().filter_map(value).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    match (all.first(), all.last()) {
        (Some(lo), Some(hi)) if all.len() > 1 => format!("{what} run from {} to {}.", lo.1, hi.1),
        _ => String::new(),
    }
}

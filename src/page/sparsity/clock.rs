//! What the mixture is worth on these devices: its step and its served token against those of the dense model that is as good.

use yew::prelude::*;

use crate::core::report::Section;
use crate::core::scenario::Key;
use crate::page::field::{AcceleratorField, Field, Messages, StoreProps};
use crate::page::number::Num;
use crate::page::questions::{cell, has, place, remarks};
use crate::page::store::Store;
use crate::page::top::screen_link;
use crate::page::view::Screen;

const S: Section = Section::Clock;
const FIELDS: &[Key] = &[Key::Count, Key::Port, Key::Node, Key::CapacityFactor, Key::Imbalance];

#[component]
pub fn Clock(props: &StoreProps) -> Html {
    let store = &props.store;
    let field = |key| html! { <Field store={store.clone()} field={key} /> };
    html! {
        <section class="row g12" aria-labelledby="h-clock">
            <div class="c4"><h2 id="h-clock">{ "By the clock" }</h2>
                <p class="sm mut">{ "Experts save compute and cost memory and network. Here the mixture and the dense model with the same loss run on the plan’s devices, each in its best layout." }</p>
                <p class="q">{ "On " }{ field(Key::Count) }{ " × " }<AcceleratorField store={store.clone()} />{ "." }</p>
                <p class="q">{ answer(store) }</p>
                <Messages store={store.clone()} fields={FIELDS} />
                { remarks(store, S) }
                <p class="sm">{ "Network, capacity of experts, their load and other habits are set on " }{ screen_link(store, Screen::Run, "Run") }{ "; what a served model holds, on " }{ screen_link(store, Screen::Model, "Model") }{ "." }</p>
            </div>
            <div class="c8">
                { match store.report.clock() {
                    Ok(c) => {
                        let rows: Vec<(usize, String)> = c.figures.rows_of(S).filter(|(i, _)| *i < 2).map(|(i, name)| (i, name.to_owned())).collect();
                        html! { <Table store={store.clone()} {rows} /> }
                    }
                    Err(e) => html! { <p class="note">{ &e.message }</p> },
                } }
            </div>
        </section>
    }
}

fn answer(store: &Store) -> Html {
    let n = |key, after| html! { <Num store={store.clone()} ask={place(S, key, 2)} {after} /> };
    html! {
        <>
            if has(store, S, "worth", 2) { { "The dense model takes " }{ n("worth", "") }{ " as long to train" } }
            if has(store, S, "serving", 2) { { ", and " }{ n("serving", "") }{ " as long for a served token" } }
            if has(store, S, "worth", 2) { { "." } }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct TableProps {
    store: Store,
    rows: Vec<(usize, String)>,
}

#[component]
fn Table(props: &TableProps) -> Html {
    let store = &props.store;
    html! {
        <div class="tw" tabindex="0" role="region" aria-label="The mixture and the dense model by the clock"><table>
            <thead><tr>
                <th scope="col">{ "model and layout" }</th><th scope="col" class="n">{ "active" }</th><th scope="col" class="n">{ "tokens" }</th>
                <th scope="col" class="n">{ "utilisation" }</th><th scope="col" class="n">{ "to experts" }</th><th scope="col" class="n">{ "training" }</th><th scope="col" class="n">{ "served token" }</th><th scope="col" class="n">{ "prompt" }</th>
            </tr></thead>
            <tbody>{ for props.rows.iter().map(|(i, name)| {
                let c = |key| if has(store, S, key, *i) { cell(store, S, key, *i) } else { html! { "–" } };
                html! { <tr><th scope="row">{ name }</th><td class="n">{ c("active") }</td><td class="n">{ c("tokens") }</td><td class="n">{ c("mfu") }</td>
                    <td class="n">{ c("travelShare") }</td><td class="n">{ c("seconds") }</td><td class="n">{ c("decode") }</td><td class="n">{ c("prefill") }</td></tr> }
            }) }</tbody>
        </table></div>
    }
}

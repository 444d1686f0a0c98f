//! A released mixture from its configuration to its loss, its memory, its training and its serving.

use yew::prelude::*;

use crate::core::mixture::real::OFFERED;
use crate::core::model::presets;
use crate::core::report::Section;
use crate::core::scenario::Key;
use crate::page::field::{Messages, StoreProps};
use crate::page::model::choice::choice;
use crate::page::number::Num;
use crate::page::questions::{ask, has, place, remarks};
use crate::page::store::{Action, Store};
use crate::page::top::screen_link;
use crate::page::view::Screen;

const S: Section = Section::Real;
const FIELDS: &[Key] = &[Key::Architecture, Key::TrainingTokens];

#[component]
pub fn Real(props: &StoreProps) -> Html {
    let store = &props.store;
    let own = store.scenario.setup.model.preset.is_none().then_some("your configuration");
    let buttons = OFFERED.iter().filter_map(|id| presets::all().find(|p| p.id == *id)).map(|p| {
        let store = store.clone();
        let here = store.scenario.setup.model.preset.is_some_and(|q| q.id == p.id);
        let onclick =
            Callback::from(move |_: MouseEvent| store.dispatch(Action::Put(Key::Architecture, p.id.to_owned())));
        html! { <button type="button" class="way" aria-pressed={here.to_string()} {onclick}>{ p.name }</button> }
    });
    html! {
        <section class="row g12" aria-labelledby="h-real">
            <div class="c4"><h2 id="h-real">{ "A real mixture" }</h2>
                <p class="sm mut">{ "From its configuration to where the laws put it, what it weighs, how long the plan’s devices train it and how fast they serve it." }</p>
                <div class="ways"><div role="group" aria-label="A released mixture">{ for buttons }</div></div>
                <p class="q">{ "The model at hand is " }{ choice(store, Key::Architecture, own) }{ ", trained on " }{ ask(store, Key::TrainingTokens, &["15T"]) }{ " tokens." }</p>
                <Messages store={store.clone()} fields={FIELDS} />
            </div>
            <div class="c8">
                { match store.report.real() {
                    Ok(r) => html! { <>{ table(store) }<p class="xs dim">{ format!("Tokens: {}. The laws’ losses are on their own texts, far beyond their runs.", r.tokens_from) }</p>{ remarks(store, S) }</> },
                    Err(e) => html! { <p class="note">{ &e.message }</p> },
                } }
                <p class="sm">{ "All of it: " }{ screen_link(store, Screen::Model, "Model") }{ " for memory, " }{ screen_link(store, Screen::Run, "Run") }{ " for time and cost." }</p>
            </div>
        </section>
    }
}

const ROWS: [(&str, &str); 15] = [
    ("experts", "routed experts of a layer"),
    ("top", "of them active on a token"),
    ("inactiveShare", "inactive share"),
    ("activeShare", "active share, shared experts counted"),
    ("tokens", "training tokens"),
    ("flops", "training compute"),
    ("jointLoss", "loss by the joint law"),
    ("bestActive", "best active size at this compute, by it"),
    ("gap", "loss above that size’s"),
    ("sparseLoss", "loss by Abnar 2025"),
    ("worth", "worth in dense compute, by Tian 2025"),
    ("memory", "memory of a serving device"),
    ("seconds", "training on the plan’s devices"),
    ("decode", "a served token for every sequence"),
    ("prefill", "reading the prompts"),
];

fn table(store: &Store) -> Html {
    let rows = ROWS.iter().filter(|(key, _)| has(store, S, key, 0)).map(|(key, words)| {
        html! { <tr><th scope="row">{ *words }</th><td class="n"><Num store={store.clone()} ask={place(S, key, 0)} table={true} /></td></tr> }
    });
    html! {
        <div class="tw" tabindex="0" role="region" aria-label="The mixture at hand"><table>
            <thead><tr><th scope="col">{ "of the mixture" }</th><th scope="col" class="n">{ store.scenario.setup.model.name() }</th></tr></thead>
            <tbody>{ for rows }</tbody>
        </table></div>
    }
}

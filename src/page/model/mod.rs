//! The model at hand: what it weighs, what a device must hold to train and to serve it, and its cache.

mod anatomy;
pub(in crate::page) mod bars;
mod cache;
pub(in crate::page) mod choice;
mod lead;
mod paste;
mod serving;
mod shape;
mod training;

use yew::prelude::*;

use super::field::StoreProps;
use super::top::Notices;

#[component]
pub fn Model(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap model">
            <div class="ways"><h1>{ "What a model weighs" }</h1>
                <div class="pre">
                    <a href="#h-train" onclick={jump("h-train")}>{ "Training memory" }</a><a href="#h-serve" onclick={jump("h-serve")}>{ "Serving memory" }</a>
                    <a href="#h-cache" onclick={jump("h-cache")}>{ "Cache" }</a><a href="#h-anatomy" onclick={jump("h-anatomy")}>{ "Parameters" }</a>
                    <a href="#h-paste" onclick={jump("h-paste")}>{ "Paste config.json" }</a>
                </div>
            </div>
            <Notices store={store.clone()} />
            <lead::Lead store={store.clone()} />
            <training::Training store={store.clone()} />
            <serving::Serving store={store.clone()} />
            <cache::Caches store={store.clone()} />
            <anatomy::Anatomy store={store.clone()} />
        </div>
    }
}

/// To a section of this screen; the address stays the scenario's.
pub(in crate::page) fn jump(id: &'static str) -> Callback<MouseEvent> {
    Callback::from(move |e: MouseEvent| {
        e.prevent_default();
        if let Some(section) = gloo::utils::document().get_element_by_id(id) {
            section.scroll_into_view();
        }
    })
}

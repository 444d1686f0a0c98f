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
use super::top::{Notices, heading};

/// Parts of the screen, and their words.
const PARTS: [(&str, &str); 5] = [
    ("h-train", "Training memory"),
    ("h-serve", "Serving memory"),
    ("h-cache", "Cache"),
    ("h-anatomy", "Parameters"),
    ("h-paste", "Paste config.json"),
];

#[component]
pub fn Model(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap model">
            { heading("What a model weighs", PARTS) }
            <Notices store={store.clone()} />
            <lead::Lead store={store.clone()} />
            <training::Training store={store.clone()} />
            <serving::Serving store={store.clone()} />
            <cache::Caches store={store.clone()} />
            <anatomy::Anatomy store={store.clone()} />
        </div>
    }
}

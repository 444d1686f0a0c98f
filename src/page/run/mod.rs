//! The model at hand in training: time, cost, layouts, interruptions.

mod counts;
mod energy;
mod failures;
mod found;
mod inputs;
mod lead;
mod scaling;
mod search;
mod sites;
mod step;
mod worker;

use yew::prelude::*;

use super::field::StoreProps;
use super::top::{Notices, heading};

#[component]
pub fn Run(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap model run">
            { heading("How fast, how long, how much", PARTS.iter().copied()) }
            <Notices store={store.clone()} />
            <lead::Lead store={store.clone()} />
            <section class="g12 first" aria-labelledby="h-step">
                <div class="c8"><step::Time store={store.clone()} /></div>
                <div class="c4"><inputs::Inputs store={store.clone()} /></div>
            </section>
            <search::Search store={store.clone()} />
            if store.report.timing().is_ok() {
                <scaling::Scalings store={store.clone()} />
                <failures::Failures store={store.clone()} />
                <energy::Energy store={store.clone()} />
                <sites::Sites store={store.clone()} />
            }
        </div>
    }
}

/// Parts of the screen, and their words.
const PARTS: [(&str, &str); 6] = [
    ("h-step", "A step"),
    ("h-find", "Find the layout"),
    ("h-scaling", "Scaling"),
    ("h-failures", "Interruptions"),
    ("h-energy", "Energy"),
    ("h-sites", "Across sites"),
];

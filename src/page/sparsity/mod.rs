//! Dense or sparse? Designs of a mixture for the budget, what each is worth, and the laws side by side.

mod activations;
mod clock;
mod designs;
mod effective;
mod equals;
mod granularity;
mod inactive;
mod isoloss;
mod lead;
mod map;
mod real;
mod upcycled;
mod verdicts;
mod zeros;

use yew::prelude::*;

use super::field::StoreProps;
use super::top::{Notices, heading};

#[component]
pub fn Sparsity(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap sparsity">
            { heading("Dense or sparse?", PARTS.iter().copied()) }
            <Notices store={store.clone()} />
            <lead::Lead store={store.clone()} />
            if store.report.mixture().is_ok() {
                <designs::Designs store={store.clone()} />
                <map::ExpertMap store={store.clone()} />
                <equals::Equals store={store.clone()} />
                <clock::Clock store={store.clone()} />
                <verdicts::Verdicts store={store.clone()} />
                <isoloss::IsoLoss store={store.clone()} />
                <effective::EffectiveSize store={store.clone()} />
                <granularity::Granularities store={store.clone()} />
                <inactive::Inactive store={store.clone()} />
            }
            <upcycled::Upcycled store={store.clone()} />
            <zeros::Zeros store={store.clone()} />
            <activations::Activations store={store.clone()} />
            <real::Real store={store.clone()} />
        </div>
    }
}

/// Parts of the screen, and their words.
const PARTS: &[(&str, &str)] = &[
    ("h-designs", "How many experts"),
    ("h-map", "By budget and memory"),
    ("h-equals", "On equal terms"),
    ("h-clock", "By the clock"),
    ("h-verdicts", "Other laws"),
    ("h-isoloss", "Equal loss"),
    ("h-effective", "Dense size of equal loss"),
    ("h-granularity", "How fine"),
    ("h-inactive", "How sparse"),
    ("h-upcycled", "From a dense model"),
    ("h-zeros", "Zero weights"),
    ("h-activations", "Zero activations"),
    ("h-real", "A real mixture"),
];

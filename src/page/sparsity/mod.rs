//! Dense or sparse? Designs of a mixture for the budget, what each is worth, and the laws side by side.

mod activations;
mod designs;
mod equals;
mod lead;
mod upcycled;
mod zeros;

use yew::prelude::*;

use super::field::StoreProps;
use super::model::jump;
use super::top::Notices;

#[component]
pub fn Sparsity(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap sparsity">
            <div class="ways"><h1>{ "Dense or sparse?" }</h1>
                <div class="pre">
                    { for PARTS.iter().map(|(id, words)| html! { <a href={format!("#{id}")} onclick={jump(id)}>{ *words }</a> }) }
                </div>
            </div>
            <Notices store={store.clone()} />
            <lead::Lead store={store.clone()} />
            if store.report.mixture().is_ok() {
                <designs::Designs store={store.clone()} />
                <equals::Equals store={store.clone()} />
            }
            <upcycled::Upcycled store={store.clone()} />
            <zeros::Zeros store={store.clone()} />
            <activations::Activations store={store.clone()} />
        </div>
    }
}

/// Parts of the screen, and their words.
const PARTS: [(&str, &str); 5] = [
    ("h-designs", "How many experts"),
    ("h-equals", "On equal terms"),
    ("h-upcycled", "From a dense model"),
    ("h-zeros", "Zero weights"),
    ("h-activations", "Zero activations"),
];

//! The model at hand in training: time, cost, layouts, interruptions.

use yew::prelude::*;

use super::field::StoreProps;
use super::top::Notices;

#[component]
pub fn Run(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap run">
            <div class="ways"><h1>{ "How fast, how long, how much" }</h1></div>
            <Notices store={store.clone()} />
        </div>
    }
}

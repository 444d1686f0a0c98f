//! Predicted against published, row by row.

use yew::prelude::*;

use super::field::StoreProps;
use super::top::Notices;

#[component]
pub fn Validation(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap validation">
            <div class="ways"><h1>{ "How good is this model of reality?" }</h1></div>
            <Notices store={store.clone()} />
        </div>
    }
}

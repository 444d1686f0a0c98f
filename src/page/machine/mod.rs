//! Accelerators: rooflines, formats, products, and all of them in a table.

use yew::prelude::*;

use super::field::StoreProps;
use super::top::Notices;

#[component]
pub fn Machine(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap machine">
            <div class="ways"><h1>{ "What a machine can do" }</h1></div>
            <Notices store={store.clone()} />
        </div>
    }
}

//! Every published law, side by side.

use yew::prelude::*;

use super::field::StoreProps;

#[component]
pub fn Laws(_props: &StoreProps) -> Html {
    html! { <div class="wrap"><h1>{ "Laws" }</h1></div> }
}

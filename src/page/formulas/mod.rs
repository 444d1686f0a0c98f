//! Published formulas that are not a loss in size and tokens, each to be tried.

use yew::prelude::*;

use super::field::StoreProps;

#[component]
pub fn Formulas(_props: &StoreProps) -> Html {
    html! { <div class="wrap"><h1>{ "Formulas" }</h1></div> }
}

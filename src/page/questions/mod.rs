//! Questions beyond the plain optimum.

use yew::prelude::*;

use super::field::StoreProps;

#[component]
pub fn Questions(_props: &StoreProps) -> Html {
    Html::default()
}

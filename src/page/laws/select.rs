//! A list to choose from, whose choice stays on this screen.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub id: &'static str,
    pub label: &'static str,
    /// Ids and names.
    pub options: Vec<(&'static str, AttrValue)>,
    pub chosen: &'static str,
    pub on: Callback<String>,
}

#[component]
pub fn Select(props: &Props) -> Html {
    let (list, chosen) = (use_node_ref(), props.chosen);
    {
        // Once a reader has chosen, the list no longer follows `selected`.
        let list = list.clone();
        use_effect(move || {
            if let Some(list) = list.cast::<HtmlSelectElement>()
                && list.value() != chosen
            {
                list.set_value(chosen);
            }
        });
    }
    let onchange = {
        let on = props.on.clone();
        Callback::from(move |e: Event| {
            if let Some(list) = e.target_dyn_into::<HtmlSelectElement>() {
                on.emit(list.value());
            }
        })
    };
    html! {
        <select id={props.id} class="edit" ref={list} {onchange} aria-label={props.label} autocomplete="off">
            { for props.options.iter().map(|(id, name)| html! { <option value={*id} selected={*id == chosen}>{ name }</option> }) }
        </select>
    }
}

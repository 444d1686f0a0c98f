//! A list to choose from.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub id: AttrValue,
    pub label: &'static str,
    /// Ids and names.
    pub options: Vec<(&'static str, AttrValue)>,
    pub chosen: &'static str,
    pub on: Callback<String>,
    /// Stands at another value than on an untouched page.
    #[prop_or_default]
    pub changed: bool,
    #[prop_or_default]
    pub title: Option<String>,
}

#[component]
pub fn Select(props: &Props) -> Html {
    let (list, chosen) = (use_node_ref(), props.chosen);
    {
        // Once a reader has chosen, the list no longer follows the `selected` of its entries; after every change it is
        // set to what stands, whoever changed it.
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
        <select id={props.id.clone()} class={classes!("edit", props.changed.then_some("changed"))} ref={list} {onchange}
            aria-label={props.label} title={props.title.clone()} autocomplete="off">
            { for props.options.iter().map(|(id, name)| html! { <option value={*id} selected={*id == chosen}>{ name }</option> }) }
        </select>
    }
}

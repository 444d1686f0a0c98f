//! A computed number: it opens its derivation.

use yew::prelude::*;

use super::store::{Action, Opened, Store};
use super::words;
use crate::core::report::Ask;

/// Marks a number of a sentence that lies outside what its law was fitted on. In the sentence the style sheet writes it,
/// so that the sentence can be copied without it.
pub const OUTSIDE: &str = "†";

#[derive(Properties, PartialEq)]
pub struct NumProps {
    pub store: Store,
    pub ask: Ask,
    /// In a sentence the unit stands with the number; in a table it stands in the head.
    #[prop_or_default]
    pub table: bool,
    /// Without its unit, which the sentence says elsewhere.
    #[prop_or_default]
    pub bare: bool,
    /// A comma or full stop that must not begin a line.
    #[prop_or_default]
    pub after: &'static str,
}

#[component]
pub fn Num(props: &NumProps) -> Html {
    let (store, ask) = (props.store.clone(), props.ask);
    let Some(number) = store.report.number(ask) else {
        return html! { <span class="dim">{ "–" }</span> };
    };
    let text = if props.table || props.bare { words::in_table(ask, number) } else { words::in_sentence(ask, number) };
    let opened = Opened { ask, table: props.table };
    let open = store.open == Some(opened);
    let title = number.why.title;
    let far = number.why.range.and_then(|r| words::outside(r.decades_outside())).filter(|_| !props.table);
    let onclick = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Open((!open).then_some(opened))))
    };
    let button = html! {
        <button type="button" class={classes!("num", open.then_some("on"))} id={id(opened)} {onclick} aria-haspopup="dialog"
            aria-expanded={open.to_string()} title={format!("Why? {title}")}>{ text }</button>
    };
    // A table says it once, under the name of its law.
    let mark = far.map(|far| {
        let far = format!("{far} the fitted range");
        html! { <span class="out" role="img" title={far.clone()} aria-label={far} /> }
    });
    if props.after.is_empty() && mark.is_none() {
        button
    } else {
        html! { <span class="nb">{ button }{ mark }{ props.after }</span> }
    }
}

/// The element of a number: where to give the focus back when its explanation closes.
pub fn id(opened: Opened) -> String {
    let place = if opened.table { "t" } else { "n" };
    if let Ask::Figure(p) = opened.ask {
        return format!("{place}-{}-{}-{}", p.section.name(), p.key, p.row).to_lowercase();
    }
    format!("{place}-{:?}", opened.ask).replace(['(', ')'], "-").replace('"', "").to_lowercase()
}

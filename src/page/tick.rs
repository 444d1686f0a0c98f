//! A box beside a row of a table that puts it into a picture, and a field that searches such a table.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A box that shows what stands, not what was pressed; `why` says why it cannot be changed.
pub fn tick(there: bool, why: Option<&'static str>, label: String, on: impl Fn() + 'static) -> Html {
    let onchange = Callback::from(move |e: Event| {
        if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
            input.set_checked(there);
        }
        on();
    });
    html! {
        <label class="tick" title={why}><input type="checkbox" checked={there} disabled={why.is_some()} {onchange} aria-label={label} /></label>
    }
}

/// Ids with one more, or without it.
pub fn toggled(all: &[&'static str], id: &'static str) -> Vec<&'static str> {
    let mut next = all.to_vec();
    if all.contains(&id) {
        next.retain(|i| *i != id);
    } else {
        next.push(id);
    }
    next
}

/// Characters of a search that are looked at.
const MOST: usize = 80;

/// A field whose text narrows a table.
pub fn search(label: &'static str, placeholder: &'static str, text: &str, on: Callback<String>) -> Html {
    let oninput = Callback::from(move |e: InputEvent| {
        if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
            on.emit(input.value().chars().take(MOST).collect());
        }
    });
    html! {
        <input class="search" type="search" aria-label={label} {placeholder} value={text.to_owned()} {oninput}
            autocomplete="off" spellcheck="false" />
    }
}

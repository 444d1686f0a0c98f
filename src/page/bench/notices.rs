//! What of an imported record could not be read.

use yew::prelude::*;

use super::stand::Bench;
use crate::core::error::Error;

/// So many are shown at once; a file can have thousands.
const FIRST: usize = 5;

pub fn notices(bench: &Bench) -> Html {
    let all = bench.notices();
    if all.is_empty() {
        return Html::default();
    }
    let (first, more) = all.split_at(all.len().min(FIRST));
    let line = |n: &Error| html! { <li>{ format!("{} ({})", n.message, n.field) }</li> };
    html! {
        <div class="note warn">
            <p role="status">{ "Parts of this record could not be read." }</p>
            <ul>{ for first.iter().map(line) }</ul>
            if !more.is_empty() {
                <details><summary>{ format!("and {} more", more.len()) }</summary><ul>{ for more.iter().map(line) }</ul></details>
            }
        </div>
    }
}

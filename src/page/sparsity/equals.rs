//! The chosen design against the dense model that is its equal in one thing.

use yew::prelude::*;

use crate::core::report::Section;
use crate::page::field::StoreProps;
use crate::page::questions::{cell, has};

const S: Section = Section::Equals;

#[component]
pub fn Equals(props: &StoreProps) -> Html {
    let store = &props.store;
    let Ok(m) = store.report.mixture() else { return Html::default() };
    let dense = m.chosen().is_none_or(|d| d.experts.get() == 1.0);
    html! {
        <section class="row g12" aria-labelledby="h-equals">
            <div class="c4"><h2 id="h-equals">{ "On equal terms" }</h2>
                <p class="sm mut">{ "“Better than dense” depends on what is held equal. All spend the same budget; each row is the dense model that is also the mixture’s equal in something, with what it would have to spend to be as good." }</p>
            </div>
            <div class="c8">
                if dense { <p class="note">{ "The best design is dense itself: there is nothing to set beside it." }</p> } else {
                <div class="tw" tabindex="0" role="region" aria-label="Dense models on equal terms"><table>
                    <thead><tr>
                        <th scope="col">{ "equal in" }</th><th scope="col" class="n">{ "dense parameters" }</th><th scope="col" class="n">{ "tokens" }</th>
                        <th scope="col" class="n">{ "memory" }</th><th scope="col" class="n">{ "loss" }</th><th scope="col" class="n">{ "the mixture saves" }</th><th scope="col" class="n">{ "worth" }</th>
                    </tr></thead>
                    <tbody>{ for m.figures.rows_of(S).map(|(i, name)| {
                        let c = |key| cell(store, S, key, i);
                        html! { <tr><th scope="row">{ name.to_owned() }</th><td class="n">{ c("params") }</td><td class="n">{ c("tokens") }</td><td class="n">{ c("memory") }</td>
                            <td class="n">{ c("loss") }</td><td class="n">{ c("gain") }</td>
                            <td class="n">{ if has(store, S, "worth", i) { c("worth") } else { html! { "no data suffice" } } }</td></tr> }
                    }) }</tbody>
                </table></div> }
            </div>
        </section>
    }
}

//! The laws of mixtures side by side, and where they disagree.

use yew::prelude::*;

use crate::core::report::Section;
use crate::core::report::mixture::verdicts;
use crate::core::scenario::Key;
use crate::page::field::StoreProps;
use crate::page::questions::{ask, cell, has, messages, place, remarks};
use crate::page::store::Store;
use crate::page::words;

const S: Section = Section::Verdicts;
const FIELDS: &[Key] = &[Key::Experts, Key::TopK, Key::Sparsity, Key::Granularity];

#[component]
pub fn Verdicts(props: &StoreProps) -> Html {
    let store = &props.store;
    let Ok(m) = store.report.mixture() else { return Html::default() };
    let rows: Vec<(usize, String)> = m.figures.rows_of(S).map(|(i, name)| (i, name.to_owned())).collect();
    html! {
        <section class="row g12" aria-labelledby="h-verdicts">
            <div class="c4"><h2 id="h-verdicts">{ "What other laws say" }</h2>
                <p class="sm mut">{ "Against a dense model by the same law. Losses are on each law’s own text and say nothing of one another." }</p>
                <p class="q">{ "Your design has " }{ ask(store, Key::Experts, &["8", "64"]) }{ " experts, " }{ ask(store, Key::TopK, &["1", "2", "8"]) }{ " of them active, granularity " }{ ask(store, Key::Granularity, &["1", "8"]) }{ "." }</p>
                <p class="q">{ "Or a share of " }{ ask(store, Key::Sparsity, &["95 %"]) }{ " of the experts is inactive." }</p>
                { messages(store, FIELDS) }
                { remarks(store, S) }
            </div>
            <div class="c8">
                <div class="tw" tabindex="0" role="region" aria-label="Laws of mixtures at this budget"><table>
                    <thead><tr>
                        <th scope="col">{ "law and design" }</th><th scope="col" class="n">{ "size, as it counts" }</th><th scope="col" class="n">{ "tokens" }</th>
                        <th scope="col" class="n">{ "loss" }</th><th scope="col" class="n">{ "worth in dense compute" }</th>
                    </tr></thead>
                    <tbody>{ for rows.into_iter().map(|(i, name)| {
                        let c = |key| if has(store, S, key, i) { cell(store, S, key, i) } else { html! { "–" } };
                        let worth = if has(store, S, "larger", i) {
                            html! { <>{ cell(store, S, "larger", i) }{ " the size" }</> }
                        } else {
                            c("worth")
                        };
                        html! { <tr><th scope="row">{ name }{ far(store, i) }</th><td class="n">{ c("params") }</td><td class="n">{ c("tokens") }</td><td class="n">{ c("loss") }</td><td class="n">{ worth }</td></tr> }
                    }) }</tbody>
                </table></div>
                <p class="xs dim">{ "Disputes: Clark 2022 sees experts stop helping beyond a size, at 130 B tokens for every run; Krajewski 2024 and Ludziejewski 2025 do not, with tokens that grow. Abnar 2025 finds ever more sparsity better, leaving memory and network out; under a memory limit Ludziejewski’s best number of experts falls to a few. Krajewski’s granularity counts the cost of routing, Tian’s does not." }</p>
                <details><summary class="sm">{ "What each was fitted on" }</summary>
                    <ul class="sm mut">{ for verdicts::fitted().into_iter().map(|(law, what)| html! { <li>{ format!("{law}: {what}.") }</li> }) }</ul>
                </details>
            </div>
        </section>
    }
}

/// How far the budget or the size lies outside the law's runs.
fn far(store: &Store, row: usize) -> Html {
    let range =
        ["loss", "worth", "params"].into_iter().find_map(|key| store.report.number(place(S, key, row))?.why.range);
    let far = range.and_then(|r| words::outside(r.decades_outside()));
    far.map_or_else(Html::default, |far| html! { <span class="far">{ far }</span> })
}

//! Replicas that train apart and meet now and then.

use yew::prelude::*;

use super::{ask, cell, messages, remarks, row_name};
use crate::core::report::{Section, lead};
use crate::core::scenario::Key;
use crate::page::field::StoreProps;

const S: Section = Section::Apart;
const FIELDS: &[Key] = &[Key::Replicas];

#[component]
pub fn Apart(props: &StoreProps) -> Html {
    let store = &props.store;
    let rows: Vec<usize> = store.report.figures.rows_of(S).map(|(i, _)| i).collect();
    html! {
        <section class="row g12" aria-labelledby="h-apart">
            <div class="c4"><h2 id="h-apart">{ "If machines are far apart" }</h2>
                <p class="sm mut">{ "DiLoCo trains replicas apart and lets them meet now and then, for a fraction of the network. " }{ lead(S) }</p>
                <p class="q">{ ask(store, Key::Replicas, &["2", "8"]) }{ " replicas train apart." }</p>
                { messages(store, FIELDS) }
                { remarks(store, S) }
            </div>
            if !rows.is_empty() {
                <div class="c8">
                    <div class="tw" tabindex="0" role="region" aria-label="Training apart"><table>
                        <thead><tr>
                            <th scope="col">{ "replicas" }</th><th scope="col" class="n">{ "loss" }</th><th scope="col" class="n">{ "against data-parallel" }</th>
                            <th scope="col" class="n">{ "batch, tokens" }</th><th scope="col" class="n">{ "learning rate" }</th>
                            <th scope="col" class="n">{ "network" }</th>
                        </tr></thead>
                        <tbody>{ for rows.into_iter().map(|i| {
                            let c = |key| cell(store, S, key, i);
                            html! { <tr><th scope="row">{ row_name(store, S, i) }</th><td class="n">{ c("loss") }</td><td class="n">{ c("more") }</td>
                                <td class="n">{ c("batch") }</td><td class="n">{ c("rate") }</td><td class="n">{ c("network") }</td></tr> }
                        }) }</tbody>
                    </table></div>
                    <p class="xs dim">{ "For this size, at the tokens that the law has for it. Losses are on the law's own text." }</p>
                </div>
            }
        </section>
    }
}

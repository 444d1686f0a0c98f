//! Real runs set against the optimum of their own compute.

use yew::prelude::*;

use super::field::{Field, Messages, StoreProps};
use super::number::Num;
use super::store::Action;
use crate::core::quantity::show;
use crate::core::report::{Ask, Compared};
use crate::core::scenario::Key;

const OWN: &[Key] = &[Key::ModelParams, Key::ModelTokens];

#[component]
pub fn Runs(props: &StoreProps) -> Html {
    let store = &props.store;
    let report = &store.report;
    let own = store.scenario.run.filter(|run| run.published.is_none());
    let rows: Vec<(usize, &Compared)> = (0..=report.published.len())
        .filter_map(|i| Some((i, report.run(i)?)))
        .filter(|(i, c)| *i < report.published.len() || c.run.published.is_none())
        .collect();
    let add = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::OwnRun))
    };
    let drop_run = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::DropRun))
    };
    html! {
        <section class="row g12" aria-labelledby="h-runs">
            <div class="c4"><h2 id="h-runs">{ "Real runs" }</h2>
                <p class="sm mut">{ "Each run against the best size for the compute it used, by the chosen law. Needed is the compute that would reach the same loss at its best size; the rest was overspent for that loss. Runs meant to be served are often trained small on purpose." }</p>
                if own.is_some() {
                    <p class="sm">
                        { "Your run: " }<Field store={store.clone()} field={Key::ModelParams} />{ " parameters on " }
                        <Field store={store.clone()} field={Key::ModelTokens} />{ " tokens. " }
                        <button type="button" class="as-link" onclick={drop_run}>{ "Remove" }</button>
                    </p>
                    <Messages store={store.clone()} fields={OWN} />
                } else {
                    <p class="sm"><button type="button" class="as-link" onclick={add}>{ "Add a run of your own" }</button></p>
                }
                { for report.warnings.iter().filter(|w| w.field == "model").map(|w| html! {
                    <p class="note warn" role="status">{ &w.message }</p>
                }) }
            </div>
            <div class="c8 tw" tabindex="0" role="region" aria-label="Real runs against the optimum"><table>
                <thead><tr>
                    <th scope="col">{ "run" }</th><th scope="col" class="n opt">{ "parameters" }</th><th scope="col" class="n opt">{ "tokens" }</th>
                    <th scope="col" class="n opt">{ "compute" }</th><th scope="col" class="n">{ "size / best" }</th><th scope="col" class="n">{ "loss" }</th>
                    <th scope="col" class="n opt">{ "needed" }</th><th scope="col" class="n">{ "overspent" }</th>
                </tr></thead>
                <tbody>{ for rows.into_iter().map(|(i, c)| row(props, i, c)) }</tbody>
            </table></div>
        </section>
    }
}

fn row(props: &StoreProps, i: usize, c: &Compared) -> Html {
    let store = props.store.clone();
    let chosen = store.scenario.run.is_some_and(|r| r == c.run);
    let name = match c.run.published {
        Some(p) => {
            let (store, id) = (store.clone(), p.id);
            let onclick = Callback::from(move |_: MouseEvent| store.dispatch(Action::StartFrom(id)));
            html! { <button type="button" class="as-row" {onclick} title={p.source}>{ p.name }</button> }
        }
        None => html! { { "your run" } },
    };
    html! {
        <tr class={classes!(chosen.then_some("sel"))}>
            <th scope="row">{ name }</th>
            <td class="n opt">{ show::given(c.run.params.get()) }</td>
            <td class="n opt">{ show::given(c.run.tokens.get()) }</td>
            <td class="n opt"><Num store={store.clone()} ask={Ask::RunFlops(i)} table={true} /></td>
            <td class="n"><Num store={store.clone()} ask={Ask::RunOversize(i)} table={true} /></td>
            <td class="n"><Num store={store.clone()} ask={Ask::RunLoss(i)} table={true} /></td>
            <td class="n opt"><Num store={store.clone()} ask={Ask::RunNeeded(i)} table={true} /></td>
            <td class="n"><Num store={store.clone()} ask={Ask::RunOverspent(i)} table={true} /></td>
        </tr>
    }
}

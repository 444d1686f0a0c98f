//! Time and money of the run, with the assumptions behind them.

use yew::prelude::*;

use super::field::StoreProps;
use super::number::Num;
use crate::core::report::Ask;
use crate::core::scenario::{self, Budget, Key};

#[component]
pub fn Training(props: &StoreProps) -> Html {
    let store = &props.store;
    let num = |ask| html! { <Num store={store.clone()} {ask} table={true} /> };
    let peak = store.scenario.accelerator;
    // Inputs that the sentence above already shows are not shown twice as inputs.
    let said = |key: Key| store.scenario.text(key).unwrap_or_default();
    html! {
        <section class="row g12" aria-labelledby="h-training">
            <div class="c4"><h2 id="h-training">{ "Time and cost" }</h2>
                <p class="sm mut">{ "Utilisation and price are assumptions: change them in the sentence. " }{ scenario::UTILISATION_REASON }{ " " }{ scenario::PRICE_REASON }</p>
            </div>
            <div class="c8 tw" tabindex="0" role="region" aria-label="Time and cost, table"><table>
                <thead><tr><th scope="col">{ "part" }</th><th scope="col" class="n">{ "value" }</th><th scope="col">{ "how" }</th></tr></thead>
                <tbody>
                    <tr><th scope="row">{ "rate of the cluster" }</th><td class="n">{ num(Ask::Rate) }</td>
                        <td class="mut">{ format!("{} × {}, {} of its dense 16-bit peak", said(Key::Count), peak.name, said(Key::Utilisation)) }</td></tr>
                    <tr><th scope="row">{ "time" }</th><td class="n">{ num(Ask::Seconds) }</td>
                        <td class="mut">{ if matches!(store.scenario.budget, Budget::Time(_)) { "as you say" } else { "compute over rate" } }</td></tr>
                    <tr><th scope="row">{ "accelerator-hours" }</th><td class="n">{ num(Ask::Hours) }</td><td class="mut">{ "accelerators × time" }</td></tr>
                    <tr><th scope="row">{ "money" }</th><td class="n">{ num(Ask::Dollars) }</td>
                        <td class="mut">{ format!("at {} an hour, accelerators only", said(Key::Price)) }</td></tr>
                </tbody>
            </table></div>
        </section>
    }
}

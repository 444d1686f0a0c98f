//! Time and money of the run, with the assumptions behind them.

use yew::prelude::*;

use super::field::StoreProps;
use super::number::Num;
use super::store::Store;
use crate::core::report::{Ask, How};
use crate::core::scenario::{Budget, Key};

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
                <p class="sm mut">{ how(store) }{ " " }{ store.scenario.price_reason() }</p>
            </div>
            <div class="c8 tw" tabindex="0" role="region" aria-label="Time and cost, table"><table>
                <thead><tr><th scope="col">{ "part" }</th><th scope="col" class="n">{ "value" }</th><th scope="col">{ "how" }</th></tr></thead>
                <tbody>
                    <tr><th scope="row">{ "rate of the cluster" }</th><td class="n">{ num(Ask::Rate) }</td>
                        <td class="mut">{ format!("{} × {}", said(Key::Count), peak.name) }</td></tr>
                    <tr><th scope="row">{ "utilisation" }</th><td class="n">{ num(Ask::Utilisation) }</td>
                        <td class="mut">{ layout(store) }</td></tr>
                    <tr><th scope="row">{ "time" }</th><td class="n">{ num(Ask::Seconds) }</td>
                        <td class="mut">{ if matches!(store.scenario.budget, Budget::Time(_)) { "as you say" } else { "compute over rate" } }</td></tr>
                    <tr><th scope="row">{ "accelerator-hours" }</th><td class="n">{ num(Ask::Hours) }</td><td class="mut">{ "accelerators × time" }</td></tr>
                    <tr><th scope="row">{ "money" }</th><td class="n">{ num(Ask::Dollars) }</td>
                        <td class="mut">{ format!("at {} an hour, accelerators only", store.understood(Key::Price)) }</td></tr>
                </tbody>
            </table></div>
        </section>
    }
}

/// Where the utilisation comes from.
fn how(store: &Store) -> &'static str {
    match &store.report.utilisation.how {
        How::Given => "You gave the utilisation; empty its field to have it expected again.",
        How::Expected(_) => {
            "The utilisation is expected of a model of this size on these accelerators; type your own in the sentence to override it."
        }
        How::Fallback => {
            "No layout of a model of this size fits these accelerators, so a utilisation of 40 % is assumed."
        }
    }
}

/// The layout that was timed.
fn layout(store: &Store) -> String {
    let How::Expected(e) = &store.report.utilisation.how else { return "of the dense 16-bit peak".to_owned() };
    let l = &e.setup.layout;
    let ways = [(l.data, "data"), (l.tensor, "tensor"), (l.pipeline, "pipeline")];
    let ways: Vec<String> = ways.iter().filter(|(n, _)| *n > 1).map(|(n, what)| format!("{n} {what}")).collect();
    let split = if ways.is_empty() { "one device".to_owned() } else { ways.join(" × ") };
    format!("{} layers, {} wide; {split}, ZeRO-{}", e.shape.layers, e.shape.width, l.zero)
}

//! The picked formula in full: its value, its fields, its picture, where it comes from.

use yew::prelude::*;

use super::draft::Drafts;
use super::{about, fields, picked, picture, show};
use crate::core::formulas::Typed;
use crate::core::quantity::show as numbers;
use crate::core::report::hyper;
use crate::page::explain;
use crate::page::number::OUTSIDE;
use crate::page::store::Store;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub store: Store,
    pub drafts: Drafts,
}

#[component]
pub(super) fn PickedFormula(props: &Props) -> Html {
    let (store, drafts) = (&props.store, &props.drafts);
    let Some((f, texts)) = picked(&store.view) else { return Html::default() };
    let typed = f.typed(hyper::known_of(&store.report), texts);
    let unit = if f.unit.is_empty() { String::new() } else { format!(", in {}", f.unit) };
    html! {
        <>
            <section aria-labelledby="f-title">
                <h2 id="f-title">{ f.title }</h2>
                <p class="mut">{ format!("Gives {}, the {}{unit}.", f.symbol, f.meaning) }</p>
                <Result store={store.clone()} typed={Shown(typed.clone())} />
                if !f.inputs.is_empty() {
                    <h3>{ if f.inputs.len() == 1 { "Input" } else { "Inputs" } }</h3>
                    { fields::inputs(store, drafts, &typed) }
                }
                if !f.constants.is_empty() {
                    <h3>{ if f.constants.len() == 1 { "Constant" } else { "Constants" } }</h3>
                    { fields::constants(store, drafts, &typed) }
                }
            </section>
            <picture::Picture typed={Shown(typed.clone())} />
            <section aria-label="The formula">
                <h3>{ "The formula" }</h3>
                { typed.filled.evaluate().ok().map(|e| explain::formula(f.symbol, &e.expr)) }
                { about::about(f) }
            </section>
        </>
    }
}

/// Equal when everything in it is.
#[derive(Clone)]
pub(super) struct Shown(pub Typed);

impl PartialEq for Shown {
    fn eq(&self, other: &Shown) -> bool {
        self.0.filled.formula.id == other.0.filled.formula.id
            && self.0.inputs == other.0.inputs
            && self.0.constants == other.0.constants
    }
}

#[derive(Properties, PartialEq)]
struct ResultProps {
    store: Store,
    typed: Shown,
}

/// The value, large; or why there is none.
#[component]
fn Result(props: &ResultProps) -> Html {
    let filled = &props.typed.0.filled;
    let f = filled.formula;
    let e = match filled.evaluate() {
        Ok(e) => e,
        Err(error) => return html! { <p class="note err" role="status">{ error.message }</p> },
    };
    let Some(value) = show::value(filled) else { return Html::default() };
    let scenario = &props.store.scenario;
    let sequences = hyper::in_sequences(f, e.value, scenario)
        .map(|s| format!("{} sequences of {} tokens", numbers::short(s), numbers::full(scenario.sequence.get())));
    let far: Vec<&str> = f
        .inputs
        .iter()
        .zip(&filled.inputs)
        .filter(|(slot, v)| slot.outside(**v).is_some())
        .map(|(slot, _)| slot.symbol)
        .collect();
    html! {
        <>
            <p class="result" id="f-value">
                <span class="dim">{ f.symbol }{ " = " }</span><b>{ &value.text }</b>
                if !far.is_empty() { <span class="out" role="img" aria-label="outside the fitted range" /> }
                { " " }{ value.unit }
            </p>
            if let Some(sequences) = sequences { <p class="mut">{ sequences }</p> }
            <p class="vh" aria-live="polite">{ format!("{} is {}", f.symbol, value.line()) }</p>
            if !far.is_empty() {
                <p class="note warn">{ format!("{OUTSIDE} {} outside what this was fitted on: {}.", lies(&far), f.what) }</p>
            }
            { for e.warnings.iter().filter(|w| w.code != "outside-fitted-range").map(|w| html! { <p class="note">{ &w.message }</p> }) }
        </>
    }
}

fn lies(symbols: &[&str]) -> String {
    match symbols {
        [one] => format!("{one} lies"),
        [first @ .., last] => format!("{} and {last} lie", first.join(", ")),
        [] => String::new(),
    }
}

//! What may be changed: layout, network, what is hidden, kernels, price.

use yew::prelude::*;

use crate::core::scenario::Key;
use crate::core::scenario::cluster::OVERLAPS;
use crate::page::field::{Messages, StoreProps};
use crate::page::model::choice::row;
use crate::page::store::{Action, Store};

const FIELDS: &[Key] = &[
    Key::Interleave,
    Key::ExpertParallel,
    Key::MicroBatch,
    Key::Batch,
    Key::ZeroStage,
    Key::Recompute,
    Key::Recipe,
    Key::AttentionKernel,
    Key::SequenceParallel,
    Key::Utilisation,
    Key::Node,
    Key::Port,
    Key::Overlap,
    Key::ParallelBlock,
    Key::FusedKernels,
    Key::AttentionGeneration,
    Key::CapacityFactor,
    Key::Imbalance,
    Key::NodeLimit,
    Key::DispatchBits,
    Key::Descend,
    Key::Shortcut,
    Key::BiLevel,
    Key::MessageDelay,
    Key::Price,
];

#[component]
pub fn Inputs(props: &StoreProps) -> Html {
    let store = &props.store;
    let r = |key, words| row(store, key, words);
    let experts = store.scenario.setup.model.architecture().has_experts();
    html! {
        <>
            <h3>{ "How it is shared" }</h3>
            <div class="kv">
                { r(Key::Interleave, "pipeline pieces of a stage") }
                if experts { { r(Key::ExpertParallel, "expert parallelism") } }
                { r(Key::MicroBatch, "micro-batch, sequences") }{ r(Key::Batch, "sequences of a step") }
                { r(Key::ZeroStage, "sharding, ZeRO") }{ r(Key::SequenceParallel, "sequence parallelism") }
                { r(Key::Recompute, "recompute") }{ r(Key::Recipe, "recipe") }
            </div>
            <h3>{ "Network and kernels" }</h3>
            <div class="kv">
                { r(Key::Node, "devices of a node") }{ r(Key::Port, "network of a device") }
                <span>{ "hidden communication" }</span>{ overlaps(store) }
                { r(Key::AttentionKernel, "attention kernel") }{ r(Key::AttentionGeneration, "its generation") }
                { r(Key::FusedKernels, "small kernels fused") }{ r(Key::ParallelBlock, "attention beside feed-forward") }
            </div>
            if experts {
                <h3>{ "Tokens to experts" }</h3>
                <div class="kv">
                    { r(Key::CapacityFactor, "capacity factor") }{ r(Key::Imbalance, "busiest device over the mean") }
                    { r(Key::NodeLimit, "nodes of a token, at most") }{ r(Key::DispatchBits, "bits on the way there") }
                    { r(Key::Descend, "width on the way, over the model's") }{ r(Key::Shortcut, "shortcut from the layer before") }
                    { r(Key::BiLevel, "to a node first") }{ r(Key::MessageDelay, "time of a message") }
                </div>
            }
            <h3>{ "Assumptions" }</h3>
            <div class="kv">{ r(Key::Utilisation, "utilisation, MFU") }{ r(Key::Price, "an accelerator-hour") }</div>
            <Messages store={store.clone()} fields={FIELDS} />
            <p class="xs dim">{ utilisation(store) }{ " " }{ store.scenario.price_reason() }</p>
        </>
    }
}

fn utilisation(store: &Store) -> &'static str {
    match store.scenario.utilisation {
        Some(_) => "The utilisation is yours and stands for every layout; empty its field to have it expected again.",
        None => "The utilisation is expected of this layout; a number of yours takes its place.",
    }
}

/// One tick for each kind of communication.
fn overlaps(store: &Store) -> Html {
    let text = store.scenario.text(Key::Overlap).unwrap_or_default();
    let on: Vec<&str> = text.split('+').collect();
    let tick = |word: &'static str| {
        let ticked = on.contains(&word);
        let next: Vec<&str> =
            OVERLAPS.into_iter().filter(|o| if *o == word { !ticked } else { on.contains(o) }).collect();
        let next = if next.is_empty() { "none".to_owned() } else { next.join("+") };
        let onchange = {
            let store = store.clone();
            Callback::from(move |_: Event| store.dispatch(Action::Put(Key::Overlap, next.clone())))
        };
        html! { <label><input type="checkbox" checked={ticked} {onchange} autocomplete="off" />{ word }</label> }
    };
    html! { <span class="ticks" role="group" aria-label="Communication that is hidden">{ for OVERLAPS.into_iter().map(tick) }</span> }
}

//! The answer in two sentences: which design is best for the budget and its limits, and what it is worth.

use yew::prelude::*;

use crate::core::mixture::curves::NEAR;
use crate::core::mixture::design::Bound;
use crate::core::quantity::show;
use crate::core::report::Section;
use crate::core::report::mixture::MixtureReport;
use crate::core::scenario::Key;
use crate::page::field::{Field, Messages, StoreProps};
use crate::page::laws::lead::{budget, said};
use crate::page::model::choice::choice;
use crate::page::number::Num;
use crate::page::questions::{ask, has, place, remarks};
use crate::page::store::Store;

const S: Section = Section::Mixtures;
const FIELDS: &[Key] = &[
    Key::Flops,
    Key::MaxMemory,
    Key::ContextLength,
    Key::Sequences,
    Key::MaxInference,
    Key::InferenceTokens,
    Key::MaxExperts,
];

#[component]
pub fn Lead(props: &StoreProps) -> Html {
    let store = &props.store;
    let mixture = store.report.mixture();
    let field = |key| html! { <Field store={store.clone()} field={key} /> };
    html! {
        <>
            <p class="lead" id="answer">
                { "At " }{ budget(store) }
                { match mixture {
                    Ok(m) => answer(store, m),
                    Err(e) => html! { <>{ " no design is possible. " }<b class="warn">{ &e.message }</b></> },
                } }
            </p>
            <p class="then" hidden={mixture.is_err()}>if let Ok(m) = mixture { { flat(m) } }</p>
            <p class="q">{ "Weights and cache of the served model may take " }{ ask(store, Key::MaxMemory, &["24 GB", "80 GB", "640 GB"]) }
                { " with " }{ field(Key::ContextLength) }{ " tokens × " }{ field(Key::Sequences) }{ " in the cache, weights in " }{ choice(store, Key::WeightFormat, None) }{ "." }</p>
            <p class="q">{ "A served token may cost " }{ ask(store, Key::MaxInference, &["2e10", "1e11"]) }{ " FLOP." }</p>
            <p class="q">{ "The budget also pays for " }{ ask(store, Key::InferenceTokens, &["1T", "10T"]) }{ " served tokens." }</p>
            <p class="q">{ "At most " }{ ask(store, Key::MaxExperts, &["8", "64", "512"]) }{ " experts of a layer." }</p>
            <Messages store={store.clone()} fields={FIELDS} />
            { said(store) }
            { remarks(store, S) }
            if let Some(remark) = &store.remark { <p class="note" role="status">{ remark }</p> }
        </>
    }
}

fn answer(store: &Store, m: &MixtureReport) -> Html {
    let Some(chosen) = m.chosen() else { return Html::default() };
    let experts = chosen.experts.get();
    let row = m.row(experts);
    let n = |key, after| html! { <Num store={store.clone()} ask={place(S, key, row)} {after} /> };
    if experts == 1.0 {
        return html! {
            <>{ " a " }<b>{ "dense model" }</b>{ " is best: " }{ n("active", "") }{ " parameters on " }{ n("tokens", "") }{ " tokens, to a loss of " }{ n("loss", ".") }{ why(chosen.bound) }</>
        };
    }
    html! {
        <>{ " a mixture of " }<b>{ show::full(experts) }{ " experts" }</b>{ " is best: " }{ n("active", "") }{ " parameters work on a token, of " }{ n("total", "") }
            { " in all, on " }{ n("tokens", "") }{ " tokens, to a loss of " }{ n("loss", ".") }
            if has(store, S, "worth", row) {
                { " It is worth " }{ n("worth", "") }{ " the compute: so much would a dense model under the same limits need." }
            } else {
                { " No dense model under the same limits has this loss, whatever it spends." }
            }
            { why(chosen.bound) }</>
    }
}

/// What keeps it from being larger.
fn why(bound: Bound) -> &'static str {
    match bound {
        Bound::Compute => "",
        Bound::Memory => " It fills the memory.",
        Bound::Inference => " It is as large as the cost of a served token allows.",
    }
}

/// How flat the choice is.
fn flat(m: &MixtureReport) -> Html {
    let Some((lo, hi)) = m.candidates.near(NEAR).filter(|(lo, hi)| lo < hi) else { return Html::default() };
    let many = if lo == 1.0 { "All up to".to_owned() } else { format!("{} to", show::full(lo)) };
    html! { <>{ format!("{many} {} experts are within {NEAR} nats of it; training cannot tell them apart.", show::full(hi)) }</> }
}

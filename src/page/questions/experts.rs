//! Dense or a mixture of experts, in short; the screen has the rest.

use yew::prelude::*;

use super::{ask, has, messages, place};
use crate::core::quantity::show;
use crate::core::report::Section;
use crate::core::scenario::Key;
use crate::page::field::StoreProps;
use crate::page::number::Num;
use crate::page::store::Store;
use crate::page::top::screen_link;
use crate::page::view::Screen;

const S: Section = Section::Mixtures;
const FIELDS: &[Key] = &[Key::MaxMemory, Key::MaxInference];

#[component]
pub fn Experts(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <section class="row g12" aria-labelledby="h-experts">
            <div class="c4"><h2 id="h-experts">{ "If it may be sparse" }</h2>
                <p class="sm mut">{ "A mixture of experts lets a token use a part of the parameters. It costs memory and network instead of compute. By the joint law of Ludziejewski et al. 2025." }</p>
            </div>
            <div class="c8">
                <p class="q">{ answer(store) }</p>
                <p class="q">{ "Weights and cache of the served model may take " }{ ask(store, Key::MaxMemory, &["80 GB", "640 GB"]) }{ " and a token " }{ ask(store, Key::MaxInference, &["1e11"]) }{ " FLOP." }</p>
                { messages(store, FIELDS) }
                <p class="sm">{ screen_link(store, Screen::Sparsity, "Dense or sparse, in full") }</p>
            </div>
        </section>
    }
}

fn answer(store: &Store) -> Html {
    let m = match store.report.mixture() {
        Ok(m) => m,
        Err(e) => return html! { <b class="warn">{ &e.message }</b> },
    };
    let Some(chosen) = m.chosen() else { return Html::default() };
    let experts = chosen.experts.get();
    let row = m.row(experts);
    let n = |key, after| html! { <Num store={store.clone()} ask={place(S, key, row)} {after} /> };
    if experts == 1.0 {
        return html! { <>{ "Under these limits a dense model of " }{ n("active", "") }{ " parameters is best: no mixture has a lower loss." }</> };
    }
    html! {
        <>{ format!("With {} experts in every block, ", show::full(experts)) }{ n("active", "") }{ " active parameters of " }{ n("total", "") }{ " in all reach a loss of " }{ n("loss", "") }
            { " on " }{ n("tokens", "") }
            if has(store, S, "worth", row) {
                { " tokens: worth " }{ n("worth", "") }{ " the compute of a dense model under the same limits." }
            } else {
                { " tokens: no dense model under the same limits has this loss." }
            }</>
    }
}

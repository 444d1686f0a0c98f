//! Measures the visitor's own machine: before, during and after a run, and what its record says.

mod about;
mod block;
mod compare;
mod files;
mod lead;
mod memory;
mod mine;
mod models;
mod notices;
mod probes;
mod roofline;
mod stand;
mod tiles;
mod ways;
mod worker;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use self::stand::{Act, Phase, Stand};
use self::worker::Handle;
use super::field::StoreProps;
use super::store::Store;
use super::top::{Notices, heading};
use crate::core::bench::record::Ended;
use stand::Bench as Reducer;

/// In the order in which they stand once something was measured.
const PARTS: [(&str, &str); 4] = [
    ("h-bench", "Bench"),
    ("h-measured", "Pictures"),
    ("h-mine", "Use as my machine"),
    ("h-samples", "Other machines"),
];

/// Until the program that measures is taken for stuck.
const PATIENCE_MS: u32 = 30_000;

#[derive(Properties, PartialEq, Clone)]
pub struct PartProps {
    pub store: Store,
    pub bench: Reducer,
}

#[component]
pub fn Bench(props: &StoreProps) -> Html {
    let store = &props.store;
    let bench = use_reducer_eq(Stand::kept);
    let handle = use_mut_ref(|| None::<Handle>);
    let load = {
        let (handle, dispatch) = (handle.clone(), bench.dispatcher());
        Callback::from(move |()| {
            let said = dispatch.clone();
            let loaded = Handle::load(move |event| said.dispatch(Act::Said(event)));
            if loaded.is_none() {
                dispatch.dispatch(Act::NoWorker);
            }
            *handle.borrow_mut() = loaded;
        })
    };
    {
        // It is loaded for what it says of the machine, and anew for every run after the first.
        let (load, handle, phase) = (load.clone(), handle.clone(), bench.phase.clone());
        use_effect_with(phase, move |phase| match phase {
            Phase::Loading | Phase::Wanted => load.emit(()),
            Phase::Over | Phase::Broken(_) => {
                handle.borrow_mut().take();
            }
            Phase::Ready | Phase::Running => {}
        });
    }
    {
        let (dispatch, phase) = (bench.dispatcher(), bench.phase.clone());
        use_effect_with(phase, move |phase| {
            let waits = matches!(phase, Phase::Loading | Phase::Wanted);
            let later = waits.then(|| Timeout::new(PATIENCE_MS, move || dispatch.dispatch(Act::Silent)));
            move || drop(later)
        });
    }
    {
        let (handle, running) = (handle, bench.phase == Phase::Running);
        use_effect_with((bench.runs, running), move |(_, running)| {
            if let Some(handle) = handle.borrow().as_ref().filter(|_| *running) {
                handle.start();
            }
        });
    }
    {
        let kept = (*bench).clone();
        use_effect_with(kept, |kept| kept.clone().keep());
    }
    {
        let dispatch = bench.dispatcher();
        use_effect_with((), move |()| {
            let document = gloo::utils::document();
            let listener = EventListener::new(&document.clone(), "visibilitychange", move |_| {
                if document.hidden() {
                    dispatch.dispatch(Act::Stop(Ended::Hidden));
                }
            });
            move || {
                drop(listener);
                Stand::kept().left().keep();
            }
        });
    }
    {
        // What was pressed for another record may be gone with it: reading goes on at the headline.
        let last = use_mut_ref(|| bench.looked);
        use_effect_with(bench.looked, move |looked| {
            if last.replace(*looked) != *looked {
                to_headline();
            }
        });
    }
    let part = PartProps { store: store.clone(), bench: bench.clone() };
    let shown = bench.shown().is_some();
    let over = shown && !bench.is_busy();
    let parts = if over { PARTS.as_slice() } else { PARTS.get(..1).unwrap_or_default() };
    html! {
        <div class="wrap benching">
            { heading("Measure this machine", parts.iter().copied()) }
            <Notices store={store.clone()} />
            <lead::Lead ..part.clone() />
            <ways::Ways ..part.clone() />
            <div class="g12 first">
                <div class="c5"><block::Block ..part.clone() /></div>
                <div class="c7 stack">
                    <h2 class="vh" id="h-measured">{ "What was measured" }</h2>
                    if shown {
                        <roofline::Picture ..part.clone() />
                        <memory::Picture ..part.clone() />
                        <tiles::Picture ..part.clone() />
                    }
                    <about::About ..part.clone() />
                </div>
            </div>
            <mine::Mine ..part.clone() />
            if over {
                <compare::Compare ..part.clone() />
            }
        </div>
    }
}

/// The focus goes to the headline.
fn to_headline() {
    let found = gloo::utils::document().get_element_by_id("answer");
    if let Some(headline) = found.and_then(|h| h.dyn_into::<HtmlElement>().ok()) {
        headline.set_tab_index(-1);
        let _ = headline.focus();
        headline.scroll_into_view();
    }
}

/// Ends in a full stop once.
fn sentence(text: String) -> String {
    if text.ends_with('.') { text } else { format!("{text}.") }
}

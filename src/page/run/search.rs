//! "Find the layout": the search in a worker, how far it is, and what it found.

use std::rc::Rc;

use yew::prelude::*;

use super::found::{Found, Shown};
use super::worker::{Handle, Said};
use crate::core::link;
use crate::page::field::StoreProps;

/// How a search stands; each is of one scenario, whatever its layout.
#[derive(Clone, PartialEq)]
enum Stand {
    Idle,
    /// The part that is done.
    Under(f64),
    Over(Rc<Found>),
    Failed(String),
}

#[component]
pub fn Search(props: &StoreProps) -> Html {
    let store = &props.store;
    let stand = use_state_eq(|| (String::new(), Stand::Idle));
    let handle = use_mut_ref(|| None::<Handle>);
    let link = link::write(&store.scenario.unlaid());
    {
        // Another question ends the search for the last one.
        let handle = handle.clone();
        use_effect_with(link.clone(), move |_| {
            handle.borrow_mut().take();
        });
    }
    let start = {
        let (stand, handle, link, setup) =
            (stand.setter(), handle.clone(), link.clone(), store.scenario.setup.training);
        Callback::from(move |_: MouseEvent| {
            let (said, of) = (stand.clone(), link.clone());
            stand.set((link.clone(), Stand::Under(0.0)));
            let started = Handle::start(&link, move |s| {
                let next = match s {
                    Said::Done(share) => Stand::Under(share),
                    Said::Failed(why) => Stand::Failed(why),
                    Said::Found(text) => Found::read(&text, &setup).map_or_else(
                        || Stand::Failed("What the search found could not be read.".to_owned()),
                        |found| Stand::Over(Rc::new(found)),
                    ),
                };
                said.set((of.clone(), next));
            });
            if started.is_none() {
                let why = "This browser cannot run the search in the background.".to_owned();
                stand.set((link.clone(), Stand::Failed(why)));
            }
            *handle.borrow_mut() = started;
        })
    };
    let stop = {
        let (stand, handle) = (stand.setter(), handle.clone());
        Callback::from(move |_: MouseEvent| {
            handle.borrow_mut().take();
            stand.set((String::new(), Stand::Idle));
        })
    };
    let (of, now) = &*stand;
    let other = *of != link;
    let now = if other { &Stand::Idle } else { now };
    let flat = store.scenario.utilisation.is_some();
    let button =
        |words: &'static str, on| html! { <button type="button" class="btn line" onclick={on}>{ words }</button> };
    html! {
        <section class="row" aria-labelledby="h-find">
            <div class="cap"><h2 id="h-find">{ "Find the layout" }</h2></div>
            <p class="sm mut">{ "Every split of these accelerators that comes out even is timed: tensor, pipeline, context and expert parallelism, pieces of stages, ZeRO stage, micro-batches of powers of two and recomputation, in the recipe at hand. The fastest that fit are listed. It runs beside the page." }</p>
            if flat {
                <p class="note">{ "With a utilisation of your own every layout is as fast as any other. Empty its field to search." }</p>
            } else {
                { match now {
                    Stand::Idle => html! {
                        <p class="acts2">{ button("Search all layouts", start) }
                            if other && !of.is_empty() { <span class="sm mut" role="status">{ "The scenario has changed since the last search." }</span> }</p>
                    },
                    Stand::Under(share) => html! {
                        <p class="acts2"><progress max="1" value={format!("{share:.3}")} aria-label="Part of the layouts that was tried" />{ button("Stop", stop) }</p>
                    },
                    Stand::Failed(why) => html! { <><p class="note err" role="alert">{ why }</p><p class="acts2">{ button("Search again", start) }</p></> },
                    Stand::Over(found) => html! { <Shown store={store.clone()} found={found.clone()} /> },
                } }
            }
        </section>
    }
}

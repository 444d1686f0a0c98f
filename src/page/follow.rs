//! Keeps the address and the scenario in step: edits replace it, deliberate steps can be undone with Back.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::store::{Action, Store};
use crate::core::link;

/// How long typing rests before the address follows.
pub const PAUSE_MS: u32 = 300;

#[cfg(target_arch = "wasm32")]
pub fn fragment() -> String {
    web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

/// Outside a browser there is no address.
#[cfg(not(target_arch = "wasm32"))]
pub fn fragment() -> String {
    String::new()
}

#[hook]
pub fn use_address(store: &Store) {
    let pending = use_mut_ref(|| None::<Timeout>);
    let pushed = use_mut_ref(|| store.edit);
    let text = link::write(&store.scenario);
    let known = use_mut_ref(|| text.clone());
    {
        let pending = pending.clone();
        use_effect_with((text, store.edit, store.from_address), move |(text, edit, from_address)| {
            // Only a change made here is written: not what came from the address, nor a text that was refused.
            if known.replace(text.clone()) == *text || *from_address {
                return;
            }
            let history = web_sys::window().and_then(|w| w.history().ok());
            let (Some(history), true) = (history, fragment() != *text) else { return };
            let state = wasm_bindgen::JsValue::NULL;
            if pushed.replace(*edit) == *edit {
                // More of the same typing: held back, because browsers limit how often the address may change.
                let text = text.clone();
                *pending.borrow_mut() = Some(Timeout::new(PAUSE_MS, move || {
                    let _ = history.replace_state_with_url(&state, "", Some(&text));
                }));
            } else {
                pending.borrow_mut().take();
                let _ = history.push_state_with_url(&state, "", Some(text));
            }
        });
    }
    let store = store.clone();
    use_effect_with((), move |()| {
        let listen = web_sys::window().map(|window| {
            ["popstate", "hashchange"].map(|event| {
                let (store, pending) = (store.clone(), pending.clone());
                EventListener::new(&window, event, move |_| {
                    pending.borrow_mut().take();
                    store.dispatch(Action::Link(fragment()));
                })
            })
        });
        move || drop(listen)
    });
}

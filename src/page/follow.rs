//! Keeps the address and the scenario in step: edits replace it, deliberate steps can be undone with Back.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::store::{Action, Store};

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

/// A text that the address is to show once typing rests.
struct Pending {
    text: String,
    /// Dropped, it no longer comes.
    _later: Timeout,
}

fn replace(text: &str) {
    if fragment() != text
        && let Some(history) = web_sys::window().and_then(|w| w.history().ok())
    {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(text));
    }
}

#[hook]
pub fn use_address(store: &Store) {
    let pending = use_mut_ref(|| None::<Pending>);
    let pushed = use_mut_ref(|| store.edit);
    let text = store.address();
    let known = use_mut_ref(|| text.clone());
    {
        let pending = pending.clone();
        let now = (text, store.edit, store.from_address, store.rests());
        use_effect_with(now, move |(text, edit, from_address, rests)| {
            let changed = known.replace(text.clone()) != *text;
            let held = pending.borrow_mut().take();
            // What came from the address is not written to it, nor what was typed before it came.
            if *from_address {
                return;
            }
            let more = *pushed.borrow() == *edit;
            match held {
                // Typing rests, or another step begins: what was held back belongs to the step before.
                Some(held) if *rests || !more => replace(&held.text),
                // A text that was refused, or nothing new.
                Some(held) if !changed => *pending.borrow_mut() = Some(held),
                _ => {}
            }
            if !changed || fragment() == *text {
                return;
            }
            pushed.replace(*edit);
            if more && *rests {
                replace(text);
            } else if more {
                // More of the same typing: held back, because browsers limit how often the address may change.
                let shown = text.clone();
                let later = Timeout::new(PAUSE_MS, move || replace(&shown));
                *pending.borrow_mut() = Some(Pending { text: text.clone(), _later: later });
            } else if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
                let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(text));
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

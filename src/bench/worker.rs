//! What a page's worker can ask for. Everything goes out as the text of JSON.

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{adapter, kernels, run as whole};
use crate::core::bench::event::Event;
use crate::core::bench::json::write_event;

/// The machine, before anything is run.
#[wasm_bindgen]
pub async fn look() -> String {
    write_event(&Event::Machine(adapter::look("").await.machine))
}

/// Measures this machine and calls `tell` with each event. It is stopped by ending the worker.
#[wasm_bindgen]
pub async fn run(tell: Function) {
    let here = adapter::look("").await;
    let mut say = |event: Event| {
        let _ = tell.call1(&JsValue::UNDEFINED, &JsValue::from_str(&write_event(&event)));
    };
    say(Event::Machine(here.machine.clone()));
    whole::run(here.gpu.as_ref(), &here.machine, &mut say, &|| false).await;
}

/// Every text that may be run, with its name and the features that it needs.
#[wasm_bindgen]
pub fn kernels() -> String {
    let all = kernels::all()
        .into_iter()
        .map(|kernel| serde_json::json!({ "name": kernel.name, "text": kernel.text, "features": kernel.features }));
    serde_json::Value::Array(all.collect()).to_string()
}

//! The search for layouts in a thread of its own: a worker that runs the module. Letting go of it ends it.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Reflect;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// What the worker says.
pub enum Said {
    /// The part that is done.
    Done(f64),
    /// What was found, as JSON text.
    Found(String),
    /// Why there is nothing.
    Failed(String),
}

pub struct Handle {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Handle {
    /// Starts a search of the scenario of a link; none where the browser has no such workers.
    pub fn start(link: &str, said: impl Fn(Said) + Clone + 'static) -> Option<Handle> {
        let version = gloo::utils::document_element().get_attribute("data-version").unwrap_or_default();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&format!("worker.js{version}"), &options).ok()?;
        let heard = said.clone();
        let message = EventListener::new(&worker, "message", move |e| {
            if let Some(said) = e.dyn_ref::<MessageEvent>().and_then(|e| read(&e.data())) {
                heard(said);
            }
        });
        let error = EventListener::new(&worker, "error", move |_| {
            said(Said::Failed("This browser could not run the search in the background.".to_owned()));
        });
        worker.post_message(&JsValue::from_str(link)).ok()?;
        Some(Handle { worker, _listeners: [message, error] })
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn read(data: &JsValue) -> Option<Said> {
    let field = |name: &str| Reflect::get(data, &JsValue::from_str(name)).ok();
    if let Some(done) = field("done").and_then(|v| v.as_f64()) {
        return Some(Said::Done(done));
    }
    if let Some(found) = field("found").and_then(|v| v.as_string()) {
        return Some(Said::Found(found));
    }
    field("error").and_then(|v| v.as_string()).map(Said::Failed)
}

//! The program that measures, in a thread of its own. Letting go of it ends it, whatever it does.

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::core::bench::event::Event;
use crate::core::bench::json::read_event;
use crate::core::bench::record::Ended;
use crate::core::error::Error;

/// What the page says to it.
const START: &str = "start";

pub struct Handle {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Handle {
    /// Loads it; none where the browser has no such workers. Once it is there it says what there is to measure.
    pub fn load(said: impl Fn(Result<Event, Error>) + Clone + 'static) -> Option<Handle> {
        let version = gloo::utils::document_element().get_attribute("data-version").unwrap_or_default();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&format!("bench.js{version}"), &options).ok()?;
        let heard = said.clone();
        let message = EventListener::new(&worker, "message", move |e| {
            if let Some(text) = e.dyn_ref::<MessageEvent>().and_then(|e| e.data().as_string()) {
                heard(read_event(&text));
            }
        });
        let error = EventListener::new(&worker, "error", move |_| {
            said(Ok(Event::Ended { how: Ended::Failed, reason: "The program that measures stopped.".to_owned() }));
        });
        Some(Handle { worker, _listeners: [message, error] })
    }

    /// Begins the run that it was loaded for.
    pub fn start(&self) {
        let _ = self.worker.post_message(&JsValue::from_str(START));
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

//! A file that a reader chose or dropped, as text. It is read here and goes nowhere.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{DragEvent, File, FileReader, HtmlInputElement};
use yew::prelude::*;

/// Reads a file as text.
pub fn read(file: &File, take: Callback<String>) {
    let Ok(reader) = FileReader::new() else { return };
    let done = {
        let reader = reader.clone();
        Closure::once_into_js(move || {
            if let Some(text) = reader.result().ok().and_then(|t| t.as_string()) {
                take.emit(text);
            }
        })
    };
    reader.set_onload(Some(done.unchecked_ref()));
    let _ = reader.read_as_text(file);
}

/// The first file of what was dropped.
pub fn dropped(open: Callback<File>) -> Callback<DragEvent> {
    Callback::from(move |e: DragEvent| {
        e.prevent_default();
        if let Some(file) = e.data_transfer().and_then(|d| d.files()).and_then(|f| f.get(0)) {
            open.emit(file);
        }
    })
}

/// What lets a file be dropped.
pub fn over() -> Callback<DragEvent> {
    Callback::from(|e: DragEvent| e.prevent_default())
}

/// The file that was chosen in an input.
pub fn chosen(open: Callback<File>) -> Callback<Event> {
    Callback::from(move |e: Event| {
        if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
            if let Some(file) = input.files().and_then(|f| f.get(0)) {
                open.emit(file);
            }
            // The same file can be chosen again.
            input.set_value("");
        }
    })
}

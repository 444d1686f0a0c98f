//! How does a text made on the page become a file?

use gloo::timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url, window};

/// Saves an SVG document under a name; does nothing where the browser refuses.
pub(super) fn svg(text: &str, name: &str) {
    let _refused: Result<(), JsValue> = save(text, name, "image/svg+xml");
}

/// Saves comma-separated values under a name; does nothing where the browser refuses.
pub(in crate::page) fn csv(text: &str, name: &str) {
    let _refused: Result<(), JsValue> = save(text, name, "text/csv;charset=utf-8");
}

/// Saves JSON under a name; does nothing where the browser refuses.
pub(in crate::page) fn json(text: &str, name: &str) {
    let _refused: Result<(), JsValue> = save(text, name, "application/json");
}

fn save(text: &str, name: &str, kind: &str) -> Result<(), JsValue> {
    let document = window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let bag = BlobPropertyBag::new();
    bag.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &bag)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the blob after this call returns.
    Timeout::new(10_000, move || {
        let _gone = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// The document with what it shows in words, for whoever meets it elsewhere.
pub(super) fn titled(svg: &str, title: &str, summary: &str) -> String {
    let text = |t: &str| t.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    match svg.split_once("<svg").and_then(|(before, rest)| Some((before, rest.split_once('>')?))) {
        Some((before, (open, rest))) => {
            format!("{before}<svg{open}><title>{}</title><desc>{}</desc>{rest}", text(title), text(summary))
        }
        None => svg.to_owned(),
    }
}

//! What makes the picture change: pointer, keys, size, theme, pixel ratio?

use super::stage::Stage;
use gloo::events::{EventListener, EventListenerOptions};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    Event, HtmlCanvasElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, KeyboardEvent,
    MouseEvent, MutationObserver, MutationObserverInit, PointerEvent, ResizeObserver, window,
};

type Seen = Closure<dyn FnMut(js_sys::Array)>;

/// Everything that listens; dropping it stops all of it.
pub(super) struct Kept {
    _events: Vec<EventListener>,
    _ratio: Rc<RefCell<Option<EventListener>>>,
    size: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
    theme: Option<(MutationObserver, Closure<dyn FnMut()>)>,
    view: Option<(IntersectionObserver, Seen)>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some((observer, _)) = &self.size {
            observer.disconnect();
        }
        if let Some((observer, _)) = &self.theme {
            observer.disconnect();
        }
        if let Some((observer, _)) = &self.view {
            observer.disconnect();
        }
        self._ratio.borrow_mut().take();
    }
}

pub(super) fn all(stage: &Rc<Stage>, canvas: &HtmlCanvasElement, speak: impl Fn(String) + 'static) -> Kept {
    let mut events = pointer(stage, canvas);
    events.push(keys(stage, canvas, speak));
    events.extend(scheme(stage));
    events.extend(printing(stage));
    let ratio = Rc::default();
    watch_ratio(stage, &ratio);
    Kept { _events: events, _ratio: ratio, size: size(stage, canvas), theme: theme(stage), view: view(stage, canvas) }
}

/// A mouse hovers; a finger taps and is otherwise left to scroll.
fn pointer(stage: &Rc<Stage>, canvas: &HtmlCanvasElement) -> Vec<EventListener> {
    let hover = |event: &Event| {
        event.dyn_ref::<PointerEvent>().filter(|e| e.pointer_type() != "touch").map(|e| f64::from(e.offset_x()))
    };
    let (moved, left, blurred, tapped) = (stage.clone(), stage.clone(), stage.clone(), stage.clone());
    vec![
        EventListener::new(canvas, "pointermove", move |event| {
            if let Some(x) = hover(event) {
                moved.point(Some(x));
            }
        }),
        EventListener::new(canvas, "pointerleave", move |event| {
            if hover(event).is_some() {
                left.point(None);
            }
        }),
        EventListener::new(canvas, "blur", move |_| blurred.point(None)),
        EventListener::new(canvas, "click", move |event| {
            let Some(event) = event.dyn_ref::<MouseEvent>() else {
                return;
            };
            let touch = event.dyn_ref::<PointerEvent>().is_some_and(|e| e.pointer_type() == "touch");
            let x = f64::from(event.offset_x());
            if touch { tapped.tap(x) } else { tapped.point(Some(x)) }
        }),
    ]
}

/// Arrows one hundredth, with Shift a tenth; Home and End the edges; Escape away.
fn keys(stage: &Rc<Stage>, canvas: &HtmlCanvasElement, speak: impl Fn(String) + 'static) -> EventListener {
    let stage = stage.clone();
    EventListener::new_with_options(canvas, "keydown", EventListenerOptions::enable_prevent_default(), move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let step = if event.shift_key() { 0.1 } else { 0.01 };
        let said = match event.key().as_str() {
            "ArrowLeft" => stage.step(-step),
            "ArrowRight" => stage.step(step),
            "Home" => stage.go(0.0),
            "End" => stage.go(1.0),
            "Escape" => {
                stage.point(None);
                None
            }
            _ => return,
        };
        event.prevent_default();
        speak(said.map_or_else(String::new, |said| said.lines.join(", ")));
    })
}

fn scheme(stage: &Rc<Stage>) -> Option<EventListener> {
    let query = window()?.match_media("(prefers-color-scheme: dark)").ok()??;
    let stage = stage.clone();
    Some(EventListener::new(&query, "change", move |_| stage.restyle()))
}

/// A query for the present ratio fires once it no longer holds; then the next one is asked.
fn watch_ratio(stage: &Rc<Stage>, kept: &Rc<RefCell<Option<EventListener>>>) {
    let Some(window) = window() else { return };
    let query = format!("(resolution: {}dppx)", window.device_pixel_ratio());
    let Ok(Some(query)) = window.match_media(&query) else {
        return;
    };
    let (stage, slot) = (stage.clone(), Rc::downgrade(kept));
    let listener = EventListener::once(&query, "change", move |_| {
        stage.restyle();
        if let Some(slot) = slot.upgrade() {
            watch_ratio(&stage, &slot);
        }
    });
    let done = kept.borrow_mut().replace(listener);
    drop(done);
}

fn size(stage: &Rc<Stage>, canvas: &HtmlCanvasElement) -> Option<(ResizeObserver, Closure<dyn FnMut()>)> {
    let plot = canvas.parent_element()?;
    let stage = stage.clone();
    let changed = Closure::<dyn FnMut()>::new(move || stage.resize());
    let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
    observer.observe(&plot);
    Some((observer, changed))
}

/// Paper shows what the screen has scrolled away.
fn printing(stage: &Rc<Stage>) -> Option<EventListener> {
    let stage = stage.clone();
    let window = window()?;
    Some(EventListener::new(&window, "beforeprint", move |_| stage.print()))
}

/// A chart out of view is drawn when it comes near, not at every key.
fn view(stage: &Rc<Stage>, canvas: &HtmlCanvasElement) -> Option<(IntersectionObserver, Seen)> {
    let stage = stage.clone();
    let seen = Seen::new(move |entries: js_sys::Array| {
        if let Some(last) = entries.pop().dyn_ref::<IntersectionObserverEntry>() {
            stage.look(last.is_intersecting());
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin("25% 0px");
    let observer = IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options).ok()?;
    observer.observe(canvas);
    Some((observer, seen))
}

/// The page's own theme switch writes `data-theme` on the root.
fn theme(stage: &Rc<Stage>) -> Option<(MutationObserver, Closure<dyn FnMut()>)> {
    let root = window()?.document()?.document_element()?;
    let stage = stage.clone();
    let changed = Closure::<dyn FnMut()>::new(move || stage.restyle());
    let observer = MutationObserver::new(changed.as_ref().unchecked_ref()).ok()?;
    let which = MutationObserverInit::new();
    which.set_attributes(true);
    which.set_attribute_filter(&js_sys::Array::of1(&"data-theme".into()));
    observer.observe_with_options(&root, &which).ok()?;
    Some((observer, changed))
}

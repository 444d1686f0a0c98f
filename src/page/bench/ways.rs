//! What is in the way of a measurement, and the ways on.

use wasm_bindgen::JsValue;
use web_sys::js_sys::Reflect;
use yew::prelude::*;

use super::stand::{Act, Bench, Phase};
use super::{PartProps, sentence};
use crate::core::bench::record::Ended;
use crate::core::bench::samples;
use crate::page::store::Store;
use crate::page::top::screen_link;
use crate::page::view::Screen;

/// What is wrong, and what to try.
struct Trouble {
    what: String,
    to_try: &'static str,
    /// The program is loaded anew on request.
    again: bool,
}

#[component]
pub fn Ways(props: &PartProps) -> Html {
    let PartProps { store, bench } = props;
    html! { <>{ in_the_way(store, bench) }{ earlier(bench) }</> }
}

/// The complete record that a run which was not complete took the place of.
fn earlier(bench: &Bench) -> Html {
    if !bench.has_earlier() || !bench.is_here() {
        return Html::default();
    }
    let bench = bench.clone();
    let onclick = Callback::from(move |_: MouseEvent| bench.dispatch(Act::Earlier));
    html! {
        <p class="note warn">{ "The complete record from before this run is kept. " }
            <button type="button" class="as-link" {onclick}>{ "Back to the earlier record" }</button></p>
    }
}

fn in_the_way(store: &Store, bench: &Bench) -> Html {
    let Some(trouble) = trouble(bench) else { return Html::default() };
    let again = {
        let bench = bench.clone();
        Callback::from(move |_: MouseEvent| bench.dispatch(Act::Start))
    };
    html! {
        <div class="note warn trouble" role="status">
            <p><b>{ trouble.what }</b>{ " " }{ trouble.to_try }</p>
            <p>{ "Or: " }
                if trouble.again { <button type="button" class="as-link" onclick={again}>{ "try again" }</button>{ ", " } }
                { on(store, bench) }
            </p>
        </div>
    }
}

/// What can be done without a measurement.
fn on(store: &Store, bench: &Bench) -> Html {
    let all = samples::all();
    let one = |id: &'static str, name: &'static str| {
        let bench = bench.clone();
        let onclick = Callback::from(move |_: MouseEvent| bench.dispatch(Act::Sample(id)));
        html! { <><button type="button" class="as-link" {onclick}>{ name }</button>{ ", " }</> }
    };
    html! {
        <>{ "look at a recorded machine: " }{ for all.iter().map(|s| one(s.id, s.name)) }{ "import a record below, or type the numbers of a device on the screen " }{ screen_link(store, Screen::Machine, "Machine") }{ "." }</>
    }
}

fn trouble(bench: &Bench) -> Option<Trouble> {
    if let Phase::Broken(why) = &bench.phase {
        return Some(if why.is_empty() {
            Trouble {
                what: "This browser runs no programs in the background.".to_owned(),
                to_try: "A current version of any browser does.",
                again: false,
            }
        } else {
            Trouble {
                what: sentence(format!("The program that measures could not be loaded: {why}")),
                to_try: "Without a network it is there only after it was opened once; reloading the page may help.",
                again: true,
            }
        });
    }
    let own = bench.shown().filter(|_| bench.is_here());
    match own.map(|r| r.ended) {
        Some(Ended::Lost) => {
            return Some(Trouble {
                what: "The browser lost the device during the run.".to_owned(),
                to_try: "What was measured until then is kept. Starting again asks for a new one; when it is lost again, other programs that use the GPU, or its driver, may be the cause.",
                again: true,
            });
        }
        Some(Ended::Failed) => {
            return Some(Trouble {
                what: "The program that measures stopped before its end.".to_owned(),
                to_try: "What was measured until then is kept.",
                again: true,
            });
        }
        _ => {}
    }
    let machine = bench.machine.as_ref().filter(|m| !m.has_gpu() && !bench.is_busy())?;
    let (usual, to_try) = match (is_secure(), has_gpu()) {
        (false, _) => (
            "Browsers offer WebGPU only to pages of a secure address.",
            "Open this page with https, or from localhost. One thread of the processor can be measured as it is.",
        ),
        (true, false) => (
            "This browser does not offer WebGPU.",
            "Current versions of Chrome, Edge and Safari do, and Firefox on some systems; it may be switched off in the settings. One thread of the processor can be measured as it is.",
        ),
        (true, true) => (
            "The browser knows WebGPU but gave no adapter.",
            "Switching hardware acceleration on in its settings, a newer graphics driver, or closing other programs that use the GPU may help; then reload. One thread of the processor can be measured as it is.",
        ),
    };
    let what = if machine.missing.is_empty() { usual.to_owned() } else { sentence(machine.missing.clone()) };
    Some(Trouble { what, to_try, again: false })
}

fn is_secure() -> bool {
    web_sys::window().is_some_and(|w| w.is_secure_context())
}

/// Whether the page itself sees WebGPU.
fn has_gpu() -> bool {
    let navigator = web_sys::window().map(|w| w.navigator());
    let found = navigator.and_then(|n| Reflect::get(&n, &JsValue::from_str("gpu")).ok());
    found.is_some_and(|gpu| !gpu.is_undefined() && !gpu.is_null())
}

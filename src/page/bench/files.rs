//! The record as a file and as a text, and a record from a file.

use web_sys::File;
use yew::prelude::*;

use super::PartProps;
use super::stand::Act;
use crate::core::bench::json::write_record;
use crate::core::bench::text::paste;
use crate::core::error::{Code, Error};
use crate::core::quantity::show;
use crate::page::chart_view::download;
use crate::page::file;
use crate::page::top::to_clipboard;

/// Larger files are not opened: a record has some ten thousand bytes.
const LARGEST: f64 = 4_194_304.0;

#[component]
pub fn Files(props: &PartProps) -> Html {
    let bench = &props.bench;
    let copied = use_state_eq(|| false);
    let by_hand = use_state_eq(|| None::<String>);
    let shown = bench.shown().cloned().filter(|_| !bench.is_busy());
    let export = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(record) = &shown {
                let day = if record.day.is_empty() { "record" } else { record.day.as_str() };
                download::json(&write_record(record), &format!("isoflop-bench-{day}.json"));
            }
        })
    };
    let copy = {
        let (shown, copied, by_hand) = (shown.clone(), copied.clone(), by_hand.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(record) = &shown else { return };
            let text = paste(record);
            let (copied, by_hand) = (copied.clone(), by_hand.clone());
            to_clipboard(&text.clone(), move |done| {
                copied.set(done);
                if done {
                    gloo::timers::callback::Timeout::new(1_500, move || copied.set(false)).forget();
                }
                by_hand.set((!done).then_some(text));
            });
        })
    };
    let open = {
        let bench = bench.clone();
        Callback::from(move |given: File| {
            // A file that is dropped during a run is only kept from taking the place of the page.
            if bench.is_busy() {
                return;
            }
            let name: String = given.name().chars().take(80).collect();
            if given.size() > LARGEST {
                let message =
                    format!("{name} has {} bytes; a record has some ten thousand.", show::short(given.size()));
                bench.dispatch(Act::Refuse(Error::new(Code::OutOfDomain, "record", message)));
                return;
            }
            let bench = bench.clone();
            file::read(&given, Callback::from(move |text| bench.dispatch(Act::Import(text, name.clone()))));
        })
    };
    html! {
        <div class="files" ondrop={file::dropped(open.clone())} ondragover={file::over()}>
            <p class="sm">
                if shown.is_some() {
                    <button type="button" class="as-link" onclick={export}>{ "Export JSON" }</button>
                    <button type="button" class="as-link" onclick={copy}>{ if *copied { "Copied" } else { "Copy text for an issue" } }</button>
                }
                if !bench.is_busy() {
                    <label class="as-link file">{ "Import JSON" }<input id="b-file" type="file" accept=".json,application/json,text/plain" onchange={file::chosen(open)} aria-describedby={bench.refused.is_some().then_some("e-b-file")} /></label>
                    <span class="xs dim">{ "or drop a record here. A record holds the readings and what stands under the machine: its names, limits and browser." }</span>
                }
            </p>
            if let Some(e) = &bench.refused {
                <p class="note err" id="e-b-file" role="alert">{ &e.message }{ " What was shown before is kept." }</p>
            }
            if let Some(text) = &*by_hand {
                <p class="sm mut">{ "This browser lets no page write to the clipboard here; the text can be copied by hand." }</p>
                <textarea class="paste" rows="8" readonly=true aria-label="text for an issue" value={text.clone()} />
            }
        </div>
    }
}

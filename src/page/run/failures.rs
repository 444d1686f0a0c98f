//! Interruptions: how often, how often to write a checkpoint, and what is left of the time.

use yew::prelude::*;

use crate::core::operate::failures::MEASURED;
use crate::core::quantity::show;
use crate::core::report::Section;
use crate::core::scenario::Key;
use crate::page::field::{Messages, StoreProps};
use crate::page::model::choice::row;
use crate::page::number::Num;
use crate::page::questions::{cell, has, place, remarks};
use crate::page::store::Action;

const F: Section = Section::Failures;
const FIELDS: &[Key] = &[Key::Mtbf, Key::CheckpointTime, Key::RestartTime];
/// Numbers of the table: key and words.
const ROWS: [(&str, &str); 7] = [
    ("mtbf", "between two interruptions"),
    ("interruptions", "interruptions to expect"),
    ("young", "between checkpoints, Young"),
    ("interval", "between checkpoints, Daly"),
    ("goodput", "time that brings training forward"),
    ("seconds", "training by the clock"),
    ("dollars", "cost with interruptions"),
];

#[component]
pub fn Failures(props: &StoreProps) -> Html {
    let store = &props.store;
    let n = |section, key, after| html! { <Num store={store.clone()} ask={place(section, key, 0)} {after} /> };
    let measured = MEASURED.iter().map(|m| {
        let hours = m.each().map_or(0.0, |h| h.get());
        let take = {
            let store = store.clone();
            let text = show::shortest(hours.round());
            Callback::from(move |_: MouseEvent| store.dispatch(Action::Put(Key::Mtbf, text.clone())))
        };
        html! { <tr><th scope="row">{ m.name }<span class="all">{ m.source }</span></th><td class="n">{ show::full(hours.round()) }</td>
            <td><button type="button" class="as-link" onclick={take} aria-label={format!("Use it: {}", m.name)}>{ "Use it" }</button></td></tr> }
    });
    html! {
        <section class="row g12" aria-labelledby="h-failures">
            <div class="c4"><h2 id="h-failures">{ "Interruptions" }</h2>
                <p class="sm mut">{ "Machines fail at any time, independently of each other; n of them n times as often as one. After an interruption training goes on from the last checkpoint." }</p>
                <div class="kv">
                    { row(store, Key::Mtbf, "accelerator-hours between two") }{ row(store, Key::CheckpointTime, "a checkpoint stops training for") }
                    { row(store, Key::RestartTime, "a restart takes") }
                </div>
                <Messages store={store.clone()} fields={FIELDS} />
            </div>
            <div class="c8">
                { remarks(store, F) }
                if has(store, F, "goodput", 0) {
                    <p class="q">{ "Expect " }{ n(F, "interruptions", "") }{ " interruptions, one every " }{ n(F, "mtbf", "") }{ ". Written every " }{ n(F, "interval", ",") }
                        { " checkpoints leave " }{ n(F, "goodput", "") }{ " of the time: " }{ n(F, "seconds", "") }{ " instead of " }{ n(Section::Run, "seconds", ".") }</p>
                }
                if has(store, F, "mtbf", 0) {
                    <div class="tw" tabindex="0" role="region" aria-label="Interruptions in numbers"><table>
                        <thead><tr><th scope="col">{ "part" }</th><th scope="col" class="n">{ "value" }</th></tr></thead>
                        <tbody>{ for ROWS.iter().filter(|(key, _)| has(store, F, key, 0)).map(|(key, words)| html! {
                            <tr><th scope="row">{ *words }</th><td class="n">{ cell(store, F, key, 0) }</td></tr>
                        }) }</tbody>
                    </table></div>
                }
                <div class="tw" tabindex="0" role="region" aria-label="Interruptions that were counted"><table class="dense">
                    <thead><tr><th scope="col">{ "counted on" }</th><th scope="col" class="n">{ "accelerator-hours" }</th><th scope="col"><span class="vh">{ "use" }</span></th></tr></thead>
                    <tbody>{ for measured }</tbody>
                </table></div>
            </div>
        </section>
    }
}

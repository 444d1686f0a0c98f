//! The device at hand, every number of it to be changed, and others beside it.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::core::accelerators::{self, Accelerator, Field, Figure};
use crate::core::error::Error;
use crate::core::scenario::Key;
use crate::page::field::{AcceleratorField, Messages, StoreProps};
use crate::page::store::{Action, Store};
use crate::page::words;

const DEVICE: &[Key] = &[Key::Accelerator, Key::Device];

#[component]
pub fn Beside(props: &StoreProps) -> Html {
    let store = &props.store;
    let device = &store.scenario.accelerator;
    let others: Vec<&'static Accelerator> =
        store.view.devices().into_iter().filter_map(|id| accelerators::get(id).ok()).collect();
    let back = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Put(Key::Device, String::new())))
    };
    let known =
        |f: &Figure| f.field.is_some() || others.iter().any(|a| f.value(a).is_some()) || f.value(device).is_some();
    html! {
        <section class="row g12" aria-labelledby="h-beside">
            <div class="c4"><h2 id="h-beside">{ "Side by side" }</h2>
                <p class="sm mut">{ "The first column is the device of the plan. Change any number of it, and it is a device of your own, which travels in the link; an emptied field is as printed again." }</p>
                <p class="sm mut">{ "Under each other device: how many times as much as yours. Tick others in the table below." }</p>
                if device.edits().is_some() { <p class="sm"><button type="button" class="as-link" onclick={back}>{ format!("{} as printed", device.row().name) }</button></p> }
                if !device.notes.is_empty() { <p class="sm dim">{ device.notes }</p> }
                <p class="sm dim">{ format!("Source: {}.", device.source) }</p>
            </div>
            <div class="c8">
                <div class="tw" tabindex="0" role="region" aria-label="Devices side by side, table"><table class="dense pair">
                    <thead><tr><th scope="col">{ "one device" }</th><th scope="col" class="n"><AcceleratorField store={store.clone()} /></th>
                        { for others.iter().map(|a| html! { <th scope="col" class="n">{ a.name }</th> }) }</tr></thead>
                    <tbody>{ for accelerators::figures().filter(known).map(|f| line(store, f, &others)) }</tbody>
                </table></div>
                <Messages store={store.clone()} fields={DEVICE} />
            </div>
        </section>
    }
}

fn line(store: &Store, f: Figure, others: &[&'static Accelerator]) -> Html {
    let device = &store.scenario.accelerator;
    let mine = match f.field {
        Some(field) => html! { <Number key={device.id} store={store.clone()} field={field.id} /> },
        None => html! { f.text(device).unwrap_or_else(|| "–".to_owned()) },
    };
    html! {
        <tr><th scope="row">{ f.words }</th><td class="n">{ mine }</td>
            { for others.iter().map(|a| match f.text(a) {
                Some(text) => html! { <td class="n">{ text }<span class="all">{ f.ratio(a, device).map(words::times) }</span></td> },
                None => html! { <td class="n dim">{ "–" }</td> },
            }) }</tr>
    }
}

#[derive(Properties, PartialEq)]
struct NumberProps {
    store: Store,
    field: &'static str,
}

/// One number of the device at hand.
#[component]
fn Number(props: &NumberProps) -> Html {
    let draft = use_state_eq(|| None::<(String, Option<Error>)>);
    let store = &props.store;
    let Ok(field) = Field::find(props.field) else { return Html::default() };
    let device = &store.scenario.accelerator;
    let oninput = {
        let (store, draft) = (store.clone(), draft.clone());
        Callback::from(move |e: InputEvent| {
            let Some(input) = e.target_dyn_into::<HtmlInputElement>() else { return };
            let text = input.value();
            let error = match store.scenario.accelerator.with(field.id, &text) {
                Ok(device) => {
                    store.dispatch(Action::Put(Key::Device, device.edits().unwrap_or_default()));
                    None
                }
                Err(error) => Some(error),
            };
            draft.set(Some((text, error)));
        })
    };
    let onblur = {
        let draft = draft.clone();
        Callback::from(move |_: FocusEvent| {
            if draft.as_ref().is_some_and(|(_, error)| error.is_none()) {
                draft.set(None);
            }
        })
    };
    let text = draft.as_ref().map_or_else(|| device.text(field), |(text, _)| text.clone());
    let error = draft.as_ref().and_then(|(_, error)| error.clone());
    let (id, message) = (format!("d-{}", field.id), format!("e-d-{}", field.id));
    let class = classes!("edit", device.is_changed(field).then_some("changed"), error.is_some().then_some("bad"));
    let size = text.chars().count().clamp(3, 14).to_string();
    let (label, unit) = match field.unit {
        "" => (field.words.to_owned(), String::new()),
        unit => (format!("{}, {unit}", field.words), format!("{}{unit}", words::THIN)),
    };
    html! {
        <>
            <input {id} {class} {oninput} {onblur} type="text" value={text} {size} placeholder="–" autocomplete="off" spellcheck="false"
                aria-label={label} aria-invalid={error.is_some().then_some("true")} aria-describedby={error.is_some().then(|| message.clone())} />
            { unit }
            if let Some(error) = error { <p class="note err" id={message} role="alert">{ error.message }{ " The last good answer is kept." }</p> }
        </>
    }
}

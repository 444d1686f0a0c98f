//! An input inside a sentence: text as people write it, read at every key, with its message below when it is wrong.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::select::Select;
use super::store::{Action, Store, changed};
use crate::core::accelerators::{self, Accelerator, Device};
use crate::core::error::Error;
use crate::core::laws::{Meta, own};
use crate::core::scenario::{Key, Scenario, step};

#[derive(Properties, PartialEq)]
pub struct FieldProps {
    pub store: Store,
    pub field: Key,
}

/// A text input as wide as its text.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let (store, key) = (props.store.clone(), props.field);
    let text = store.shown(key);
    let names = key.names();
    let error = store.draft(key).and_then(|d| d.error.clone());
    let id = format!("f-{}", names.link);
    let oninput = {
        let store = store.clone();
        Callback::from(move |e: InputEvent| {
            if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                store.dispatch(Action::Type(key, input.value()));
            }
        })
    };
    let leave = {
        let store = store.clone();
        Callback::from(move |_: FocusEvent| store.dispatch(Action::Leave(key)))
    };
    let enter = {
        let store = store.clone();
        Callback::from(move |_: FocusEvent| store.dispatch(Action::Focus(key)))
    };
    let onkeydown = {
        let store = store.clone();
        Callback::from(move |e: KeyboardEvent| {
            let to = |up, decade| store.number(key).map(|v| step(v, up, decade));
            let next = match e.key().as_str() {
                "ArrowUp" => to(true, false),
                "ArrowDown" => to(false, false),
                "PageUp" => to(true, true),
                "PageDown" => to(false, true),
                "Enter" => {
                    store.dispatch(Action::Settle(key));
                    return;
                }
                "Escape" if store.draft(key).is_some() => {
                    if let Some(text) = store.scenario.text(key) {
                        store.dispatch(Action::Put(key, text));
                    }
                    return;
                }
                _ => return,
            };
            if let Some(next) = next.and_then(|v| store.scenario.set_number(key, v).ok()).and_then(|s| s.text(key)) {
                e.prevent_default();
                store.dispatch(Action::Type(key, next));
            }
        })
    };
    let class = classes!("edit", changed(&store.scenario, key).then_some("changed"), error.is_some().then_some("bad"));
    let label = names.words;
    // The browser sizes the field by its content; where it cannot, by this count of letters.
    let size = text.chars().count().clamp(3, 60).to_string();
    html! {
        <input {id} {class} {oninput} {onkeydown} onfocus={enter} onblur={leave} type="text" value={text} {size} placeholder={placeholder(key)} autocomplete="off"
            spellcheck="false" inputmode="text" aria-label={label}
            title={untouched(&store, key)} aria-invalid={error.is_some().then_some("true")}
            aria-describedby={error.is_some().then(|| format!("e-{}", names.link))} />
    }
}

/// What an empty field is for.
const fn placeholder(key: Key) -> Option<&'static str> {
    Some(match key {
        Key::Title => "Name this scenario",
        Key::UniqueTokens
        | Key::InferenceTokens
        | Key::MaxParams
        | Key::PrecisionBits
        | Key::PostTrainingBits
        | Key::Replicas
        | Key::Experts
        | Key::TopK
        | Key::Sparsity
        | Key::Granularity
        | Key::WeightSparsity
        | Key::DenseTokens
        | Key::CapacityFactor
        | Key::NodeLimit
        | Key::DispatchBits
        | Key::MaxMemory
        | Key::MaxInference => "…",
        Key::TrainingTokens => "…",
        Key::Batch => "fills the pipeline",
        Key::OwnName => "a name",
        Key::OwnEError | Key::OwnAError | Key::OwnBError | Key::OwnAlphaError | Key::OwnBetaError => "±",
        _ => return None,
    })
}

/// For a changed field, what it starts as.
fn untouched(store: &Store, key: Key) -> Option<String> {
    let start = Scenario::start().ok()?.text(key)?;
    changed(&store.scenario, key).then(|| format!("Changed; starts as {start}"))
}

/// What was wrong in a field, and the nearest reading as a button.
#[component]
pub fn Messages(props: &MessagesProps) -> Html {
    let store = props.store.clone();
    props
        .fields
        .iter()
        .filter_map(|key| {
            let error = store.draft(*key)?.error.clone()?;
            Some(html! { <Message store={store.clone()} field={*key} {error} /> })
        })
        .collect()
}

#[derive(Properties, PartialEq)]
pub struct MessagesProps {
    pub store: Store,
    pub fields: &'static [Key],
}

#[derive(Properties, PartialEq)]
struct MessageProps {
    store: Store,
    field: Key,
    error: Error,
}

#[component]
fn Message(props: &MessageProps) -> Html {
    let (key, store) = (props.field, props.store.clone());
    let put = props.error.suggestion.clone().map(|text| {
        let (store, put) = (store.clone(), text.clone());
        let onclick = Callback::from(move |_: MouseEvent| store.dispatch(Action::Put(key, put.clone())));
        html! { <>{ " " }<button class="as-link" type="button" {onclick}>{ format!("Use {text}") }</button></> }
    });
    html! {
        <p class="note err" id={format!("e-{}", key.names().link)} role="alert">
            { &props.error.message }{ put }{ " The last good answer is kept." }
        </p>
    }
}

#[component]
pub fn LawField(props: &StoreProps) -> Html {
    let store = &props.store;
    let laws = store.scenario.laws();
    let answers = laws.iter().map(|l| l.meta()).filter(|m| m.kind.has_optimum());
    let options = answers.map(|m| (m.id, name(store, m))).collect();
    list(store, Key::Law, options, store.scenario.law.meta().id)
}

#[component]
pub fn AcceleratorField(props: &StoreProps) -> Html {
    let device = &props.store.scenario.accelerator;
    list(&props.store, Key::Accelerator, devices(device), device.id)
}

/// Every device; the one at hand as it is called, and first where it is in no table.
pub fn devices(at_hand: &Device) -> Vec<(&'static str, AttrValue)> {
    let called = |a: &'static Accelerator| match a.id == at_hand.id {
        true => at_hand.called().into(),
        false => AttrValue::Static(a.name),
    };
    let own = std::iter::once(at_hand.row()).filter(|row| accelerators::all().all(|a| a.id != row.id));
    own.chain(accelerators::all()).map(|a| (a.id, called(a))).collect()
}

/// What the law is called: one's own by the name it was given.
pub fn name(store: &Store, meta: &'static Meta) -> AttrValue {
    let own = store.scenario.own.as_ref().filter(|o| meta.id == own::ID && !o.name.is_empty());
    own.map_or(AttrValue::Static(meta.short), |o| o.name.clone().into())
}

/// An input whose values are listed.
pub fn list(store: &Store, key: Key, options: Vec<(&'static str, AttrValue)>, chosen: &'static str) -> Html {
    let names = key.names();
    let on = {
        let store = store.clone();
        Callback::from(move |id: String| store.dispatch(Action::Put(key, id)))
    };
    html! {
        <Select id={format!("f-{}", names.link)} label={names.words} {options} {chosen} {on}
            changed={changed(&store.scenario, key)} title={untouched(store, key)} />
    }
}

#[derive(Properties, PartialEq)]
pub struct StoreProps {
    pub store: Store,
}

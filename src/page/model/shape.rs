//! The shape of the model: every number of its configuration that matters, each to be changed.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::core::chosen::Model;
use crate::core::config::{rank, words};
use crate::core::error::Error;
use crate::core::quantity::show;
use crate::core::scenario::Key;
use crate::page::field::StoreProps;
use crate::page::store::{Action, Store};

#[component]
pub fn Shape(props: &StoreProps) -> Html {
    let store = &props.store;
    let model = &store.scenario.setup.model;
    let changed = model.edits().is_some();
    let mut fields: Vec<(String, String)> =
        model.reading().fields.iter().map(|(name, v)| (name.clone(), said(v))).collect();
    fields.sort_by_key(|(name, _)| rank(name));
    let plain = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Put(Key::Shape, String::new())))
    };
    html! {
        <>
            <div class="cap"><h3>{ "Shape" }</h3>if changed { <span><button type="button" class="as-link" onclick={plain}>{ "as released" }</button></span> }</div>
            <div class="kv">
                { for fields.into_iter().map(|(name, value)| html! {
                    <ShapeField key={name.clone()} store={store.clone()} field={name.clone()} {value} />
                }) }
            </div>
            { notes(model) }
        </>
    }
}

/// A number or a switch as a person writes it.
fn said(value: &serde_json::Value) -> String {
    match (value.as_bool(), value.as_u64()) {
        (Some(yes), _) => if yes { "yes" } else { "no" }.to_owned(),
        (_, Some(n)) => show::full(n as f64).replace('\u{202f}', ","),
        _ => value.to_string(),
    }
}

/// What is to be said of how the configuration was read.
fn notes(model: &Model) -> Html {
    let r = model.reading();
    let list = |items: &[String]| items.iter().map(|i| html! { <p class="xs mut">{ i }</p> }).collect::<Html>();
    html! {
        <>
            if !r.unknown.is_empty() { <p class="note warn">{ format!("Not known here, so not counted: {}.", r.unknown.join(", ")) }</p> }
            { list(&r.remarks) }
            if !r.inferred.is_empty() { <details><summary>{ "What the configuration does not say" }</summary>{ list(&r.inferred) }</details> }
            if let Some(p) = model.preset { <p class="xs dim">{ format!("{} {}, {}: {}; printed as {}.", p.organisation, p.year, p.source, p.confidence.words(), p.published) }</p> }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct FieldProps {
    store: Store,
    field: String,
    value: String,
}

/// One number or switch of the configuration.
#[component]
fn ShapeField(props: &FieldProps) -> Html {
    let draft = use_state_eq(|| None::<(String, Option<Error>)>);
    let FieldProps { store, field, value } = props;
    let id = format!("s-{}", field.replace('.', "-"));
    let oninput = {
        let (store, field, draft) = (store.clone(), field.clone(), draft.clone());
        Callback::from(move |e: InputEvent| {
            let Some(input) = e.target_dyn_into::<HtmlInputElement>() else { return };
            let text = input.value();
            let error = match store.scenario.setup.model.with(&field, &text) {
                Ok(model) => {
                    put(&store, &model);
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
    let text = draft.as_ref().map_or_else(|| value.clone(), |(text, _)| text.clone());
    let error = draft.as_ref().and_then(|(_, error)| error.clone());
    let changed = store.scenario.setup.model.is_changed(field);
    let class = classes!("edit", changed.then_some("changed"), error.is_some().then_some("bad"));
    let size = text.chars().count().clamp(3, 20).to_string();
    html! {
        <>
            <label for={id.clone()} title={field.clone()}>{ words(field) }</label>
            <span><input {id} {class} {oninput} {onblur} type="text" value={text} {size} autocomplete="off" spellcheck="false"
                aria-invalid={error.is_some().then_some("true")} /></span>
            if let Some(error) = error { <p class="note err wide" role="alert">{ error.message }{ " The last good answer is kept." }</p> }
        </>
    }
}

/// The changed model: a released one as its changes, a pasted one as what it says now.
fn put(store: &Store, model: &Model) {
    match model.config_text() {
        Some(text) => store.dispatch(Action::Put(Key::Config, text)),
        None => store.dispatch(Action::Put(Key::Shape, model.edits().unwrap_or_default())),
    }
}

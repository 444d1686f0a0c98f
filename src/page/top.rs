//! Above the sentence: name, ways of saying the budget, published runs, free words, and what a link said.

use wasm_bindgen::JsValue;
use web_sys::HtmlInputElement;
use web_sys::js_sys::Reflect;
use web_sys::js_sys::futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::field::{Field, StoreProps};
use super::store::{Action, Store};
use super::theme::ThemeSwitch;
use super::view::{Screen, View};
use crate::core::link;
use crate::core::quantity::show;
use crate::core::runs;
use crate::core::scenario::{Budget, Key, Scenario};

#[component]
pub fn TopBar(props: &StoreProps) -> Html {
    let copied = use_state_eq(|| false);
    let onclick = {
        let (store, copied) = (props.store.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(window) = web_sys::window() {
                let here = window.location().href().unwrap_or_default();
                let page = here.split('#').next().unwrap_or_default().to_owned();
                let copied = copied.clone();
                to_clipboard(&(page + &store.address()), move |done| {
                    if done {
                        copied.set(true);
                        gloo::timers::callback::Timeout::new(1_500, move || copied.set(false)).forget();
                    }
                });
            }
        })
    };
    html! {
        <header class="top"><div class="wrap">
            <a class="logo" href="./"><svg viewBox="0 0 22 22" aria-hidden="true"><path d="M2 3C5 13 8 16 11 16s6-3 9-13" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" /><circle class="dot" cx="11" cy="16" r="3.5" /></svg>{ "isoflop" }</a>
            <nav aria-label="Screens">{ for SCREENS.iter().map(|(screen, name)| screen_link(&props.store, *screen, name)) }</nav>
            <span class="tag"><Field store={props.store.clone()} field={Key::Title} /></span>
            <button type="button" class="btn" {onclick}>{ if *copied { "Copied" } else { "Copy link" } }</button>
            <ThemeSwitch />
        </div></header>
    }
}

const SCREENS: [(Screen, &str); 9] = [
    (Screen::Plan, "Plan"),
    (Screen::Laws, "Laws"),
    (Screen::Sparsity, "Sparsity"),
    (Screen::Model, "Model"),
    (Screen::Run, "Run"),
    (Screen::Machine, "Machine"),
    (Screen::Bench, "Bench"),
    (Screen::Validation, "Validation"),
    (Screen::Formulas, "Formulas"),
];

/// A screen with the present scenario: a real link, followed without a reload.
pub(super) fn screen_link(store: &Store, screen: Screen, name: &'static str) -> Html {
    let view = View { screen, ..store.view.clone() };
    let href = link::write(&store.scenario) + &view.write();
    let here = store.view.screen == screen;
    let store = store.clone();
    let onclick = Callback::from(move |e: MouseEvent| {
        // Another tab or window is the browser's to open.
        if !(e.ctrl_key() || e.meta_key() || e.shift_key()) {
            e.prevent_default();
            store.dispatch(Action::Show(view.clone()));
            to_top();
        }
    });
    html! { <a {href} {onclick} aria-current={here.then_some("page")}>{ name }</a> }
}

/// The name of a screen, and links to its parts: their ids and words.
pub(super) fn heading(title: &'static str, parts: impl IntoIterator<Item = (&'static str, &'static str)>) -> Html {
    let links = parts.into_iter().map(|(id, words)| {
        html! { <a href={format!("#{id}")} onclick={jump(id)}>{ words }</a> }
    });
    html! { <div class="ways"><h1>{ title }</h1><div class="pre">{ for links }</div></div> }
}

/// To a section of this screen; the address stays the scenario's.
pub(super) fn jump(id: &'static str) -> Callback<MouseEvent> {
    Callback::from(move |e: MouseEvent| {
        e.prevent_default();
        if let Some(section) = gloo::utils::document().get_element_by_id(id) {
            section.scroll_into_view();
        }
    })
}

/// Writes there, and then tells whether the browser let the page do so.
pub(super) fn to_clipboard(text: &str, then: impl FnOnce(bool) + 'static) {
    let navigator = web_sys::window().map(|w| w.navigator());
    let there = |n: &web_sys::Navigator| {
        Reflect::get(n, &JsValue::from_str("clipboard")).is_ok_and(|clipboard| clipboard.is_object())
    };
    // Asked for at once: browsers allow it only as the answer to a press.
    match navigator.filter(there).map(|n| n.clipboard().write_text(text)) {
        Some(written) => spawn_local(async move { then(JsFuture::from(written).await.is_ok()) }),
        None => then(false),
    }
}

/// Another screen begins at its top.
pub(super) fn to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Ways of saying the budget, in words.
const WAYS: [(Key, &str); 6] = [
    (Key::Flops, "FLOP"),
    (Key::Time, "Devices and time"),
    (Key::Dollars, "Money"),
    (Key::Loss, "Target loss"),
    (Key::Params, "Model size"),
    (Key::Tokens, "Tokens"),
];

#[component]
pub fn Ways(props: &StoreProps) -> Html {
    let store = &props.store;
    let now = store.scenario.budget.key();
    let ways = WAYS.iter().map(|(key, name)| {
        let (store, key) = (store.clone(), *key);
        let onclick = Callback::from(move |_: MouseEvent| store.dispatch(Action::SayAs(key)));
        html! { <button type="button" class="way" aria-pressed={(now == key).to_string()} {onclick}>{ *name }</button> }
    });
    let runs = runs::ALL.iter().map(|r| {
        let (store, id) = (store.clone(), r.id);
        // The run is what is looked at only while the budget is the compute it used.
        let chosen = store.report.compared.as_ref().is_some_and(|c| {
            c.run.published.is_some_and(|p| p.id == id)
                && (c.flops.value / store.report.answer.flops.value - 1.0).abs() < 0.01
        });
        let onclick = Callback::from(move |_: MouseEvent| store.dispatch(Action::StartFrom(id)));
        html! { <button type="button" class="way" aria-pressed={chosen.to_string()} {onclick}>{ r.name }</button> }
    });
    html! {
        <div class="ways">
            <h1>{ "What to train with the compute you have" }</h1>
            <div role="group" aria-label="Say the budget as">{ for ways }</div>
            <div role="group" aria-label="Start from a real run" class="pre"><span>{ "Start from" }</span>{ for runs }</div>
        </div>
    }
}

#[component]
pub fn FreeWords(props: &StoreProps) -> Html {
    let store = &props.store;
    let text = store.words.as_ref().map_or_else(String::new, |(text, _)| text.clone());
    let error = store.words_error().cloned();
    let read = store.words.as_ref().filter(|(text, error)| !text.trim().is_empty() && error.is_none());
    let oninput = {
        let store = store.clone();
        Callback::from(move |e: InputEvent| {
            if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                store.dispatch(Action::Words(input.value()));
            }
        })
    };
    let onblur = {
        let store = store.clone();
        Callback::from(move |_: FocusEvent| store.dispatch(Action::SettleWords))
    };
    let onkeydown = {
        let store = store.clone();
        Callback::from(move |e: KeyboardEvent| {
            if e.key() == "Enter" {
                store.dispatch(Action::SettleWords);
            }
        })
    };
    html! {
        <div class="words">
            <label for="words">{ "Or in words" }</label>
            <input id="words" type="text" value={text} {oninput} {onblur} {onkeydown} autocomplete="off" spellcheck="false"
                placeholder="1024 × H100 for 60 days at 40 % MFU" aria-invalid={error.is_some().then_some("true")}
                aria-describedby={error.is_some().then_some("e-words")} />
            if read.is_some() { <p class="read">{ "Read as " }{ said(&store.scenario) }</p> }
            if let Some(e) = error {
                <p class="note err" id="e-words" role="alert">{ e.message }{ " The last good answer is kept." }</p>
            }
        </div>
    }
}

/// The budget as it was understood, in one line.
fn said(s: &Scenario) -> String {
    let text = |key| s.text(key).unwrap_or_default();
    let device = s.accelerator.called();
    let price = s.price().map_or_else(|_| String::new(), show::field_price);
    let budget = text(s.budget.key());
    let at = s.text(Key::Utilisation).map_or_else(String::new, |u| format!(" at {u} utilisation"));
    match s.budget {
        Budget::Time(_) => {
            format!("{} × {device} for {budget}{at}", text(Key::Count))
        }
        Budget::Dollars(_) => {
            format!("{budget} at {} an hour of {device}{at}", price)
        }
        Budget::Loss(_) => format!("a target loss of {budget}"),
        Budget::Params(_) => format!("a model of {budget} parameters"),
        Budget::Tokens(_) => format!("{budget} training tokens"),
        Budget::Flops(_) => budget,
    }
}

/// What was understood of a link, and what was not.
#[component]
pub fn Notices(props: &StoreProps) -> Html {
    let store = &props.store;
    if store.notices.is_empty() {
        return Html::default();
    }
    let dismiss = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::DismissNotices))
    };
    let understood = if store.understood.is_empty() {
        "Nothing in it could be used, so this is the page as it starts.".to_owned()
    } else {
        format!("Read: {}.", store.understood.join(", "))
    };
    html! {
        <div class="note warn" role="status" id="notices">
            <p><b>{ "Parts of this link could not be read. " }</b>{ understood }</p>
            <ul>{ for store.notices.iter().map(|n| html! { <li>{ &n.message }</li> }) }</ul>
            <button type="button" class="as-link" onclick={dismiss}>{ "Dismiss" }</button>
        </div>
    }
}

//! All formulas by topic, with what each gives here, and a search.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{picked, show};
use crate::core::formulas::{ALL, Formula, Topic};
use crate::core::link;
use crate::core::report::hyper;
use crate::page::field::StoreProps;
use crate::page::number::OUTSIDE;
use crate::page::store::{Action, Store};
use crate::page::view::{Picked, Screen, View};

/// What the mark stands for here.
const FAR: &str = "outside the fitted range, or beyond what the formula takes";

#[component]
pub(super) fn List(props: &StoreProps) -> Html {
    let store = &props.store;
    let search = use_state_eq(String::new);
    let oninput = {
        let search = search.clone();
        Callback::from(move |e: InputEvent| {
            if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                search.set(input.value());
            }
        })
    };
    let words: Vec<String> = search.to_lowercase().split_whitespace().take(8).map(str::to_owned).collect();
    let found: Vec<&'static Formula> = ALL.iter().copied().filter(|f| matches(f, &words)).collect();
    let known = hyper::known_of(&store.report);
    let now = picked(&store.view);
    let entry = |f: &'static Formula| {
        let own = now.filter(|(p, _)| p.id == f.id);
        let typed = f.typed(&known, own.map_or(&[], |(_, texts)| texts));
        let far = show::far(&typed);
        let value = show::value(&typed.filled);
        html! {
            <li key={f.id}>
                { entry_link(store, f, own.is_some(), html! {
                    <>
                        <span class="name">{ f.title }</span>
                        <span class="val">
                            { value.as_ref().map_or("–", |v| v.text.as_str()) }
                            if far && value.is_some() {
                                <span class="out" role="img" aria-label={FAR} />
                            }
                            { " " }<i>{ value.as_ref().map_or("", |v| v.unit) }</i>
                        </span>
                    </>
                }) }
            </li>
        }
    };
    let topics = Topic::ALL.into_iter().map(|topic| (topic, found.iter().copied().filter(move |f| f.topic == topic)));
    html! {
        <div class="flist">
            <div class="words">
                <label for="search">{ "Search" }</label>
                <input id="search" type="search" value={(*search).clone()} {oninput} autocomplete="off" spellcheck="false"
                    placeholder="batch, cooldown, Hestness" />
            </div>
            <p class="xs dim" role="status">
                if words.is_empty() { { format!("{} formulas at your plan. {OUTSIDE} {FAR}.", ALL.len()) } }
                else if found.is_empty() { { "No formula has these words. Try one word, such as batch or loss." } }
                else { { format!("{} of {} formulas.", found.len(), ALL.len()) } }
            </p>
            <nav aria-label="Formulas">
                { for topics.filter(|(_, list)| list.clone().next().is_some()).map(|(topic, list)| html! {
                    <section key={topic.words()}>
                        <h2>{ topic.words() }</h2>
                        <ul>{ for list.map(entry) }</ul>
                    </section>
                }) }
            </nav>
        </div>
    }
}

/// A formula to be picked: a real link, followed without a reload.
pub(super) fn entry_link(store: &Store, f: &'static Formula, here: bool, inside: Html) -> Html {
    let view = View {
        screen: Screen::Formulas,
        formula: Some(
            store.view.formula.clone().filter(|p| p.id == f.id).unwrap_or(Picked { id: f.id, texts: Vec::new() }),
        ),
        ..store.view.clone()
    };
    let href = link::write(&store.scenario) + &view.write();
    let store = store.clone();
    let onclick = Callback::from(move |e: MouseEvent| {
        // Another tab or window is the browser's to open.
        if !(e.ctrl_key() || e.meta_key() || e.shift_key()) {
            e.prevent_default();
            store.dispatch(Action::Show(view.clone()));
            reveal();
        }
    });
    html! { <a {href} {onclick} aria-current={here.then_some("true")}>{ inside }</a> }
}

/// Where the formula lies below or above what is seen, it is brought into view.
fn reveal() {
    let Some(at) = gloo::utils::document().get_element_by_id("formula") else { return };
    let top = at.get_bounding_client_rect().top();
    let height = web_sys::window().and_then(|w| w.inner_height().ok()).and_then(|h| h.as_f64()).unwrap_or(0.0);
    if top < 0.0 || top > 0.5 * height {
        at.scroll_into_view();
    }
}

/// Every word stands somewhere in what the formula says of itself.
fn matches(f: &Formula, words: &[String]) -> bool {
    let mut text = [f.id, f.title, f.topic.words(), f.meaning, f.cite.authors, f.symbol, f.what].join(" ");
    for slot in f.inputs {
        text.push(' ');
        text.push_str(slot.meaning);
    }
    let text = text.to_lowercase();
    words.iter().all(|w| text.contains(w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_is_of_every_word_in_any_order() {
        let found = |text: &str| {
            let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
            ALL.iter().filter(|f| matches(f, &words)).count()
        };
        assert_eq!(found(""), ALL.len());
        assert!(found("zhang BATCH") >= 1);
        assert_eq!(found("zhang \u{1f4a5}"), 0);
    }
}

//! The one page: sentence, how sure, pictures, tables.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::answers::Answers;
use super::bench::Bench;
use super::explain::Explain;
use super::field::StoreProps;
use super::follow::{PAUSE_MS, fragment, use_address};
use super::formulas::Formulas;
use super::laws::Laws;
use super::machine::Machine;
use super::model::Model;
use super::pictures::{Frontier, LossAgainstCompute, OtherSizes};
use super::questions::Questions;
use super::ruler::Ruler;
use super::run::Run;
use super::runs::Runs;
use super::sentence::{HowSure, Sentence};
use super::sizes::Sizes;
use super::sparsity::Sparsity;
use super::store::{State, Store};
use super::top::{FreeWords, Notices, TopBar, Ways};
use super::training::Training;
use super::validation::Validation;
use super::view::Screen;
use super::words;
use crate::core::report::Ask;

#[component]
pub fn App() -> Html {
    match State::of_link(&fragment()) {
        Some(start) => html! { <Page {start} /> },
        None => html! { <p class="note err">{ "The page could not start: its own first scenario has no answer." }</p> },
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    start: State,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let start = props.start.clone();
    let store = use_reducer_eq(move || start);
    use_address(&store);
    // Once typing rests: the browser does a good deal for a new title.
    use_effect_with(heading(&store), |title| {
        let title = title.clone();
        let later = Timeout::new(PAUSE_MS, move || gloo::utils::document().set_title(&title));
        move || drop(later)
    });
    html! {
        <>
            <a class="skip" href="#main" onclick={Callback::from(skip)}>{ "Skip to the answer" }</a>
            <TopBar store={store.clone()} />
            <main id="main" tabindex="-1">
                { match store.view.screen {
                    Screen::Plan => html! { <Plan store={store.clone()} /> },
                    Screen::Laws => html! { <Laws store={store.clone()} /> },
                    Screen::Sparsity => html! { <Sparsity store={store.clone()} /> },
                    Screen::Model => html! { <Model store={store.clone()} /> },
                    Screen::Run => html! { <Run store={store.clone()} /> },
                    Screen::Machine => html! { <Machine store={store.clone()} /> },
                    Screen::Bench => html! { <Bench store={store.clone()} /> },
                    Screen::Validation => html! { <Validation store={store.clone()} /> },
                    Screen::Formulas => html! { <Formulas store={store.clone()} /> },
                } }
            </main>
            if store.view.screen == Screen::Plan { <Bar store={store.clone()} /> }
            if let Some(opened) = store.open { <Explain store={store.clone()} {opened} /> }
            <footer><div class="wrap">
                <span>{ "Computed on your machine. Nothing is sent." }</span>
                <span class="print">{ store.address() }</span>
                <span>{ "Works offline after the first visit. MIT or Apache-2.0." }</span>
            </div></footer>
        </>
    }
}

/// The question and its answer: sentence, how sure, pictures, tables, further questions.
#[component]
fn Plan(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <>
                <div class="wrap">
                    <Ways store={store.clone()} />
                    <FreeWords store={store.clone()} />
                    <Notices store={store.clone()} />
                    <div class="hero">
                        <Ruler store={store.clone()} />
                        <Sentence store={store.clone()} />
                        <HowSure store={store.clone()} />
                    </div>
                    <h2 class="vh">{ "The answer in pictures" }</h2>
                    <div class="g12 first">
                        <div class="c7 stack">
                            <OtherSizes store={store.clone()} />
                            <LossAgainstCompute store={store.clone()} />
                        </div>
                        <div class="c5"><Answers store={store.clone()} /></div>
                    </div>
                    <Sizes store={store.clone()} />
                    <section class="row g12" aria-labelledby="h-every">
                        <h2 class="vh" id="h-every">{ "At every budget" }</h2>
                        <div class="c12"><Frontier store={store.clone()} /></div>
                    </section>
                    <Questions store={store.clone()} />
                    <Runs store={store.clone()} />
                    <Training store={store.clone()} />
                </div>
        </>
    }
}

/// The focus goes to the answer; the address stays the scenario's.
fn skip(e: MouseEvent) {
    e.prevent_default();
    if let Some(main) = gloo::utils::document().get_element_by_id("main").and_then(|m| m.dyn_into::<HtmlElement>().ok())
    {
        let _ = main.focus();
        main.scroll_into_view();
    }
}

/// What the browser's tab and history call this scenario.
fn heading(store: &Store) -> String {
    let (s, a) = (&store.scenario, &store.report.answer);
    let answer = format!("{} on {} tokens", words::count(&a.params), words::count(&a.tokens));
    if store.view.screen == Screen::Model {
        return format!("{} · memory · isoflop", s.setup.model.name());
    }
    match store.view.screen {
        Screen::Sparsity => return format!("{answer} · dense or sparse? · isoflop"),
        Screen::Run => return format!("{} · training time · isoflop", s.setup.model.name()),
        Screen::Machine => return format!("{} · isoflop", s.accelerator.called()),
        Screen::Bench => return "Measure this machine · isoflop".to_owned(),
        Screen::Validation => return "How good is this model of reality? · isoflop".to_owned(),
        _ => {}
    }
    let name = if s.title.is_empty() { "what to train" } else { &s.title };
    format!("{answer} · {name} · isoflop")
}

/// The answer in one line, once the sentence has left the view.
#[component]
fn Bar(props: &StoreProps) -> Html {
    let report = &props.store.report;
    let item = |ask: Ask, unit: &'static str, class: &'static str| {
        report.number(ask).map(|n| html! { <span class={classes!("v", class)}><b>{ words::in_table(ask, n) }</b>{ " " }<i>{ unit }</i></span> })
    };
    html! {
        <div class="bar" aria-hidden="true"><div class="wrap">
            { item(Ask::Flops, "", "") }{ item(Ask::Params, "parameters", "") }{ item(Ask::Tokens, "tokens", "") }
            { item(Ask::Loss, "nats", "opt") }{ item(Ask::Seconds, "", "opt") }{ item(Ask::Dollars, "", "opt") }
        </div></div>
    }
}

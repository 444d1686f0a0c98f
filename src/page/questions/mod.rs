//! Questions beyond the plain optimum, each with its own input, answer, picture and table.

mod apart;
mod bits;
mod data;
mod experts;
mod hyper;
mod serving;

use yew::prelude::*;

use super::field::{Field, Messages, StoreProps};
use super::number::Num;
use super::store::{Action, Store};
use crate::core::report::{Ask, Place, Section};
use crate::core::scenario::Key;

#[component]
pub fn Questions(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <>
            <serving::Serving store={store.clone()} />
            <experts::Experts store={store.clone()} />
            <data::Data store={store.clone()} />
            <bits::FewBits store={store.clone()} />
            <apart::Apart store={store.clone()} />
            <hyper::Hyper store={store.clone()} />
        </>
    }
}

pub(in crate::page) const fn place(section: Section, key: &'static str, row: usize) -> Ask {
    Ask::Figure(Place { section, key, row })
}

/// A number of a question, in its sentence.
fn num(store: &Store, section: Section, key: &'static str, after: &'static str) -> Html {
    html! { <Num store={store.clone()} ask={place(section, key, 0)} {after} /> }
}

/// A number of a question, in its table.
pub(in crate::page) fn cell(store: &Store, section: Section, key: &'static str, row: usize) -> Html {
    html! { <Num store={store.clone()} ask={place(section, key, row)} table={true} /> }
}

pub(in crate::page) fn has(store: &Store, section: Section, key: &'static str, row: usize) -> bool {
    store.report.number(place(section, key, row)).is_some()
}

/// The name of a row.
pub(in crate::page) fn row_name(store: &Store, section: Section, row: usize) -> String {
    store.report.figures.rows_of(section).find(|(i, _)| *i == row).map_or_else(String::new, |(_, name)| name.to_owned())
}

/// What must be said with a question.
pub(in crate::page) fn remarks(store: &Store, section: Section) -> Html {
    let figures = if section.is_model() {
        store.report.model().ok().map(|m| &m.figures)
    } else if section == Section::Real {
        store.report.real().ok().map(|r| &r.figures)
    } else if section == Section::Clock {
        store.report.clock().ok().map(|c| &c.figures)
    } else if section.is_mixture() {
        store.report.mixture().ok().map(|m| &m.figures)
    } else if section.is_run() {
        store.report.timing().ok().map(|t| &t.figures)
    } else {
        Some(&store.report.figures)
    };
    figures
        .into_iter()
        .flat_map(|f| f.remarks_of(section))
        .map(|r| html! { <p class="note warn" role="status">{ r.to_owned() }</p> })
        .collect()
}

/// An optional input with what else may be tried, and a way to take it back.
pub(in crate::page) fn ask(store: &Store, key: Key, tries: &[&'static str]) -> Html {
    let put = |text: &'static str| {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Put(key, text.to_owned())))
    };
    let asked = store.scenario.text(key).is_some();
    html! {
        <span class="ask"><Field store={store.clone()} field={key} />
            if asked {
                <button type="button" class="as-link" aria-label={format!("clear {}", key.names().words)} onclick={put("")}>{ "clear" }</button>
            } else {
                <span class="xs dim">{ " try" }</span>
                { for tries.iter().map(|t| html! { <button type="button" class="as-link" onclick={put(t)}>{ *t }</button> }) }
            }
        </span>
    }
}

pub(in crate::page) fn messages(store: &Store, fields: &'static [Key]) -> Html {
    html! { <Messages store={store.clone()} {fields} /> }
}

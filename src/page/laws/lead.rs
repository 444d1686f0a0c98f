//! The spread of the published answers as a sentence.

use yew::prelude::*;

use super::seats::name;
use crate::core::compare;
use crate::core::report::{Ask, LawAnswer};
use crate::core::scenario::{Budget, Key};
use crate::page::field::{Field, Messages, StoreProps};
use crate::page::number::Num;
use crate::page::select::Select;
use crate::page::store::{Action, Store};
use crate::page::view::View;
use crate::page::words;

const FIELDS: &[Key] = &[Key::Flops];

#[component]
pub fn Lead(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <>
            <p class="answer lead">{ "At " }{ budget(store) }{ " " }{ spread(store) }</p>
            <Messages store={store.clone()} fields={FIELDS} />
            { said(store) }
            if let Some(remark) = &store.remark { <p class="note warn" role="status">{ remark }</p> }
        </>
    }
}

/// Compute to edit in place; other budgets are edited where their other inputs are.
pub(in crate::page) fn budget(store: &Store) -> Html {
    if matches!(store.scenario.budget, Budget::Flops(_)) {
        html! { <Field store={store.clone()} field={Key::Flops} /> }
    } else {
        html! { <Num store={store.clone()} ask={Ask::Flops} /> }
    }
}

/// For a budget that is not compute: what was said, and the way to change it here.
pub(in crate::page) fn said(store: &Store) -> Html {
    let key = store.scenario.budget.key();
    if key == Key::Flops {
        return Html::default();
    }
    let onclick = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::SayAs(Key::Flops)))
    };
    html! {
        <p class="how">{ format!("The compute follows from the {} of the plan, {}. ", key.names().words, store.understood(key)) }
            <button type="button" class="as-link" {onclick}>{ "Say it as FLOP" }</button>{ " to change it here." }</p>
    }
}

fn size(store: &Store, answer: &LawAnswer) -> Html {
    let id = answer.meta.id;
    let ask = if store.view.alike && answer.alike.is_some() { Ask::LawAll(id) } else { Ask::LawParams(id) };
    html! { <Num store={store.clone()} {ask} bare={true} /> }
}

fn spread(store: &Store) -> Html {
    let alike = store.view.alike;
    let laws = compare::published(&store.report, alike);
    let Some(all) = compare::extent(&laws, |a| compare::size(a, alike)) else {
        return html! { { "no published law has an answer." } };
    };
    let left = store.view.without.filter(|id| laws.iter().any(|a| a.meta.id == *id));
    let chosen = left.or_else(|| compare::outlier(&laws, alike)).unwrap_or_default();
    let others: Vec<&LawAnswer> = laws.iter().copied().filter(|a| a.meta.id != chosen).collect();
    let rest = compare::extent(&others, |a| compare::size(a, alike));
    let counts = laws.iter().find(|a| a.meta.id == chosen).map_or("total", |a| a.meta.params_count);
    let options: Vec<_> = laws.iter().map(|a| (a.meta.id, name(store, a.meta))).collect();
    let on = {
        let store = store.clone();
        Callback::from(move |id: String| {
            let laws = compare::published(&store.report, store.view.alike);
            let without = laws.iter().map(|a| a.meta.id).find(|l| *l == id);
            store.dispatch(Action::Show(View { without, ..store.view.clone() }));
        })
    };
    html! {
        <>
            <b>{ all.laws }</b>{ " published laws put the best size between " }{ size(store, all.low) }{ " and " }{ size(store, all.high) }
            { if alike { ", all parameters counted. " } else { " parameters. " } }
            if let Some(rest) = rest {
                { "Without " }<Select id="without" label="law to leave out" {options} {chosen} {on} />
                if counts != "total" && !alike { { format!(", which counts {counts} parameters") } }
                { ", they differ by " }<b class="nb">{ words::times(rest.factor) }{ "." }</b>
            }
        </>
    }
}

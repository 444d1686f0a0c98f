//! Constants of one's own: typed, or copied from a published law and changed.

use yew::prelude::*;

use crate::core::compare;
use crate::core::laws::own::{self, Which};
use crate::core::laws::{self, Choice};
use crate::core::scenario::Key;
use crate::page::field::{Field, Messages, StoreProps};
use crate::page::select::Select;
use crate::page::store::{Action, Store};

/// A constant, the key of its value and of its error, and both for their messages.
const ROWS: [(Which, Key, Key, &[Key]); 5] = [
    (Which::E, Key::OwnE, Key::OwnEError, &[Key::OwnE, Key::OwnEError]),
    (Which::A, Key::OwnA, Key::OwnAError, &[Key::OwnA, Key::OwnAError]),
    (Which::B, Key::OwnB, Key::OwnBError, &[Key::OwnB, Key::OwnBError]),
    (Which::Alpha, Key::OwnAlpha, Key::OwnAlphaError, &[Key::OwnAlpha, Key::OwnAlphaError]),
    (Which::Beta, Key::OwnBeta, Key::OwnBetaError, &[Key::OwnBeta, Key::OwnBetaError]),
];

const NAME: &[Key] = &[Key::OwnName];

#[component]
pub fn OwnLaw(props: &StoreProps) -> Html {
    let store = &props.store;
    let sources = use_memo((), |()| {
        let all = laws::ALL.iter().map(|l| Choice::Published(*l));
        all.filter_map(|law| Some((law.meta().id, AttrValue::Static(law.meta().short), compare::additive(&law)?)))
            .collect::<Vec<_>>()
    });
    let from = use_state_eq(|| laws::DEFAULT);
    let on = {
        let (from, sources) = (from.clone(), sources.clone());
        Callback::from(move |id: String| {
            if let Some((id, ..)) = sources.iter().find(|s| s.0 == id) {
                from.set(*id);
            }
        })
    };
    let copy = {
        let (store, from, sources) = (store.clone(), from.clone(), sources.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some((_, _, own)) = sources.iter().find(|s| s.0 == *from) {
                let name = store.scenario.own.as_ref().map(|o| o.name.clone()).unwrap_or_default();
                store.dispatch(Action::TakeOwn(own::Own { name, ..own.clone() }));
            }
        })
    };
    let options = sources.iter().map(|(id, name, _)| (*id, name.clone())).collect::<Vec<_>>();
    let there = store.scenario.own.is_some();
    html! {
        <section class="row g12 own" aria-labelledby="h-own">
            <div class="c4"><h2 id="h-own">{ "Your own constants" }</h2>
                <p class="sm mut">{ "Have you fitted L = E + A / N^α + B / D^β to your own runs? Give its constants: they become a row above, a line in the charts, and part of the link." }</p>
                <p class="sm mut">{ "Start from " }<Select id="own-from" label="law to start from" {options} chosen={*from} {on} />{ ". " }
                    <button type="button" class="as-link" onclick={copy}>{ if there { "Copy its constants over these" } else { "Copy its constants" } }</button></p>
            </div>
            <div class="c8">
                if there { { form(store) } } else { <p class="note">{ "There is no law of your own yet." }</p> }
            </div>
        </section>
    }
}

fn form(store: &Store) -> Html {
    let field = |key: Key| html! { <Field store={store.clone()} field={key} /> };
    let wrong = |keys: &'static [Key]| keys.iter().any(|k| store.draft(*k).is_some_and(|d| d.error.is_some()));
    let plan = store.scenario.law.meta().id == own::ID;
    let act = |action: fn() -> Action| {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(action()))
    };
    html! {
        <>
            <p class="sm">{ "Name: " }{ field(Key::OwnName) }</p>
            <Messages store={store.clone()} fields={NAME} />
            <div class="tw" tabindex="0" role="region" aria-label="Your own constants, table"><table>
                <thead><tr><th scope="col">{ "constant" }</th><th scope="col">{ "value" }</th><th scope="col">{ "± standard error, if known" }</th><th scope="col">{ "meaning" }</th></tr></thead>
                <tbody>{ for ROWS.iter().map(|(which, value, error, keys)| html! {
                    <>
                        <tr><th scope="row">{ which.symbol() }</th><td>{ field(*value) }</td><td>{ field(*error) }</td>
                            <td class="mut">{ which.meaning() }</td></tr>
                        if wrong(keys) { <tr class="said"><td colspan="4"><Messages store={store.clone()} fields={*keys} /></td></tr> }
                    </>
                }) }</tbody>
            </table></div>
            <p class="acts2">
                if plan { <span class="dim">{ "This is the law of the plan." }</span> } else {
                    <button type="button" class="btn line" onclick={act(|| Action::Put(Key::Law, own::ID.into()))}>{ "Use as the law of the plan" }</button>
                }
                <button type="button" class="btn line" onclick={act(|| Action::ForgetOwn)}>{ "Forget these constants" }</button>
            </p>
        </>
    }
}

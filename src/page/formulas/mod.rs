//! Published formulas that are not a loss in size and tokens, each to be tried.

mod about;
mod compare;
mod draft;
mod fields;
mod list;
mod picked;
mod picture;
mod show;

use yew::prelude::*;

use super::field::{Field, Messages, StoreProps};
use super::number::Num;
use super::top::Notices;
use super::view::{Picked, View};
use crate::core::formulas::{ALL, Formula};
use crate::core::report::Ask;
use crate::core::scenario::Key;
use draft::use_drafts;

/// The heading of this screen, where a reader who comes from another begins.
pub const HEADING: &str = "h-formulas";

const SEQUENCE: &[Key] = &[Key::SequenceLength];

#[component]
pub fn Formulas(props: &StoreProps) -> Html {
    let store = &props.store;
    let drafts = use_drafts(store);
    html! {
        <div class="wrap">
            <h1 class="vh" id={HEADING} tabindex="-1">{ "Formulas" }</h1>
            <Notices store={store.clone()} />
            <p class="lead">
                { "Published rules beyond the best size, each to be tried. Where they can, they start from your plan: " }
                <Num store={store.clone()} ask={Ask::Params} />{ " on " }<Num store={store.clone()} ask={Ask::Tokens} after="," />
                { " in sequences of " }<Field store={store.clone()} field={Key::SequenceLength} />{ " tokens." }
            </p>
            <Messages store={store.clone()} fields={SEQUENCE} />
            <div class="g12 first">
                <div class="c4"><list::List store={store.clone()} /></div>
                <div class="c8 stack" id="formula"><picked::PickedFormula store={store.clone()} {drafts} /></div>
            </div>
            <compare::Compare store={store.clone()} />
            <div class="end" />
        </div>
    }
}

/// The formula that is shown in full, with what is typed in its fields.
fn picked(view: &View) -> Option<(&'static Formula, &[(String, String)])> {
    match &view.formula {
        Some(Picked { id, texts }) => Some((ALL.iter().copied().find(|f| f.id == *id)?, texts)),
        None => Some((ALL.first().copied()?, &[])),
    }
}

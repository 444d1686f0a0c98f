//! What is being typed into a formula, or could not be read: nothing of it is lost while the screen is open.

use yew::prelude::*;

use crate::core::error::Error;
use crate::page::store::{Action, Store};
use crate::page::view::{Picked, View};

/// A text in a field of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub formula: &'static str,
    /// The key of an input or the symbol of a constant.
    pub name: &'static str,
    pub text: String,
    pub error: Option<Error>,
}

pub type Drafts = UseStateHandle<Vec<Draft>>;

#[hook]
pub(super) fn use_drafts(store: &Store) -> Drafts {
    let drafts = use_state(Vec::new);
    {
        // What came from the address stands, without what was typed before it came.
        let drafts = drafts.clone();
        use_effect_with((store.from_address, store.view.formula.clone()), move |(from_address, _)| {
            if *from_address && !drafts.is_empty() {
                drafts.set(Vec::new());
            }
        });
    }
    drafts
}

pub(super) fn find<'a>(drafts: &'a Drafts, formula: &str, name: &str) -> Option<&'a Draft> {
    drafts.iter().find(|d| d.formula == formula && d.name == name)
}

/// Puts one draft in place of the one that is there, or takes it away.
pub(super) fn put(drafts: &Drafts, formula: &str, name: &str, draft: Option<Draft>) {
    let mut next = (**drafts).clone();
    next.retain(|d| !(d.formula == formula && d.name == name));
    next.extend(draft);
    if next != **drafts {
        drafts.set(next);
    }
}

/// The longest text that the address takes.
const LONGEST: usize = 40;

/// The view with a text in a field of a formula; an empty one gives the field back.
fn with(view: &View, formula: &'static str, name: &str, text: &str) -> View {
    let mut texts = view.formula.as_ref().filter(|p| p.id == formula).map_or_else(Vec::new, |p| p.texts.clone());
    let (name, text) = (name.to_owned(), text.trim().to_owned());
    match texts.iter_mut().find(|(n, _)| *n == name) {
        Some((_, old)) => *old = text,
        None => texts.push((name, text)),
    }
    texts.retain(|(_, t)| !t.is_empty());
    View { formula: Some(Picked { id: formula, texts }), ..view.clone() }
}

/// A text was typed and read, or could not be.
pub(super) fn typed(
    store: &Store,
    drafts: &Drafts,
    (formula, name): (&'static str, &'static str),
    text: String,
    read: Result<f64, Error>,
) {
    let empty = text.trim().is_empty();
    let kept = match &read {
        _ if empty => Some(String::new()),
        Ok(_) if text.trim().chars().count() <= LONGEST => Some(text.clone()),
        Ok(value) => Some(format!("{value:e}")),
        Err(_) => None,
    };
    let error = read.err().filter(|_| !empty);
    put(drafts, formula, name, Some(Draft { formula, name, text, error }));
    if let Some(kept) = kept {
        store.dispatch(Action::TypeView(with(&store.view, formula, name, &kept)));
    }
}

/// The field was left or Enter pressed: what could be read stands.
pub(super) fn settle(store: &Store, drafts: &Drafts, formula: &str, name: &str) {
    if find(drafts, formula, name).is_some_and(|d| d.error.is_none()) {
        put(drafts, formula, name, None);
    }
    store.dispatch(Action::SettleView);
}

/// The value that stood before anything was typed.
pub(super) fn reset(store: &Store, drafts: &Drafts, formula: &'static str, name: &str) {
    put(drafts, formula, name, None);
    store.dispatch(Action::Show(with(&store.view, formula, name, "")));
}

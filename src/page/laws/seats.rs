//! Which laws are drawn, and which colour and marker each has on this screen.

use yew::prelude::*;

use crate::core::laws::own;
use crate::core::laws::{Choice, Meta};
use crate::page::answers::icon;
pub use crate::page::field::name;
use crate::page::place;
use crate::page::store::Store;

/// The laws laid over each other, the chosen one first.
pub fn seats(store: &Store) -> Vec<&'static str> {
    let chosen = store.scenario.law.meta().id;
    let mut ids = store.view.shown();
    ids.retain(|id| *id != own::ID || store.scenario.own.is_some());
    ids.sort_by_key(|id| *id != chosen);
    ids
}

/// The laws of these ids that answer at the present budget.
pub fn laws(store: &Store, seats: &[&'static str]) -> Vec<Choice> {
    seats.iter().filter_map(|id| store.report.law(id)).map(|a| a.law.clone()).collect()
}

fn seat(seats: &[&'static str], id: &str) -> Option<usize> {
    seats.iter().position(|s| *s == id)
}

pub fn color(seats: &[&'static str], id: &str) -> usize {
    place::color(seat(seats, id).unwrap_or_default())
}

pub fn shape(seats: &[&'static str], id: &str) -> crate::chart::Shape {
    place::shape(seat(seats, id).unwrap_or_default())
}

/// The law's marker, if it is drawn.
pub fn marker(seats: &[&'static str], id: &str) -> Html {
    seat(seats, id).map_or_else(Html::default, icon)
}

/// What the law is called where there is little room.
pub fn label(store: &Store, meta: &'static Meta) -> String {
    if meta.id == own::ID && store.scenario.own.as_ref().is_some_and(|o| !o.name.is_empty()) {
        name(store, meta).chars().take(18).collect()
    } else {
        meta.label.to_owned()
    }
}

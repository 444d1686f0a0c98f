//! Every published law, side by side: one sentence, one table, overlays of the picked ones, constants of one's own.

mod by_text;
mod detail;
mod isoflop;
pub(in crate::page) mod lead;
mod losses;
mod order;
mod own;
mod panel;
mod picked;
mod seats;
mod sizes;
mod table;

use yew::prelude::*;

use super::field::StoreProps;
use super::top::Notices;
use isoflop::IsoFlops;
use lead::Lead;
use losses::Losses;
use own::OwnLaw;
use picked::Picked;
use sizes::Frontiers;
use table::Table;

#[component]
pub fn Laws(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap laws">
            <div class="ways"><h1>{ "Published scaling laws, side by side" }</h1></div>
            <Notices store={store.clone()} />
            <Lead store={store.clone()} />
            <Table store={store.clone()} />
            <Picked store={store.clone()} />
            <Frontiers store={store.clone()} />
            <Losses store={store.clone()} />
            <IsoFlops store={store.clone()} />
            <OwnLaw store={store.clone()} />
        </div>
    }
}

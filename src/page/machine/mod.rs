//! Accelerators: rooflines, formats, products, and all of them in a table.

mod beside;
mod detail;
mod devices;
mod formats;
mod noise;
mod order;
mod products;
mod recipes;
mod roofline;
mod sizes;

use yew::prelude::*;

use super::field::StoreProps;
use super::store::Store;
use super::top::{Notices, heading};

/// A part of this screen: the id of its heading, its name in the list of parts, and what it shows.
struct Part {
    id: &'static str,
    name: &'static str,
    show: fn(Store) -> Html,
}

/// In the order in which they stand.
const PARTS: [Part; 6] = [
    Part { id: "h-roofline", name: "Roofline", show: |store| html! { <roofline::Roofline {store} /> } },
    Part { id: "h-gemm", name: "Matrix products", show: |store| html! { <products::Products {store} /> } },
    Part { id: "h-recipes", name: "FP8", show: |store| html! { <recipes::Recipes {store} /> } },
    Part { id: "h-formats", name: "Number formats", show: |_| html! { <formats::Formats /> } },
    Part { id: "h-beside", name: "Side by side", show: |store| html! { <beside::Beside {store} /> } },
    Part { id: "h-devices", name: "All devices", show: |store| html! { <devices::Devices {store} /> } },
];

#[component]
pub fn Machine(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap machine">
            { heading("What a machine can do", PARTS.iter().map(|p| (p.id, p.name))) }
            <Notices store={store.clone()} />
            { for PARTS.iter().map(|p| (p.show)(store.clone())) }
        </div>
    }
}

/// FLOP/s in units of a trillion.
fn tera(v: f64) -> String {
    let tera = v / 1e12;
    if tera >= 1000.0 {
        crate::core::quantity::show::full(tera.round())
    } else {
        crate::core::quantity::show::sig(tera, 3)
    }
}

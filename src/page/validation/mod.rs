//! Predicted against published, row by row, and every constant behind the predictions.

mod constants;
mod groups;
mod lead;
mod order;
mod products;
mod rows;
mod scatter;
mod spread;
mod worst;

use yew::prelude::*;

use super::field::StoreProps;
use super::top::Notices;
use super::words::THIN;
use crate::core::quantity::show;

#[component]
pub fn Validation(props: &StoreProps) -> Html {
    let store = &props.store;
    html! {
        <div class="wrap validation">
            <div class="ways"><h1>{ "How good is this model of reality?" }</h1></div>
            <Notices store={store.clone()} />
            <lead::Lead />
            <h2 class="vh">{ "In pictures" }</h2>
            <div class="g12 first">
                <div class="c7"><scatter::Scatter /></div>
                <div class="c5"><spread::Spread /></div>
            </div>
            <worst::Worst />
            <groups::Groups />
            <rows::Rows />
            <products::Products />
            <constants::Constants />
        </div>
    }
}

/// A utilisation in percent.
fn share(v: f64) -> String {
    format!("{}{THIN}%", show::sig(100.0 * v, 3))
}

/// The size of an error.
fn off(v: f64) -> String {
    format!("{}{THIN}%", show::sig(100.0 * v.abs(), 2))
}

/// An error with its sign.
fn signed(v: f64) -> String {
    format!("{}{THIN}%", show::signed(100.0 * v, 1))
}

//! Every device as one row.

use yew::prelude::*;

use super::detail::detail;
use super::order::{Column, Filter, Order, sort};
use crate::core::accelerators::{self, Accelerator, Numeric};
use crate::page::field::StoreProps;
use crate::page::select::Select;
use crate::page::store::{Action, Store};
use crate::page::tick::{search, tick, toggled};
use crate::page::view::{MOST_BESIDE, View};
use crate::page::words;

/// Columns of the table.
const WIDTH: &str = "12";
/// No choice of a maker or a format.
const ANY: &str = "any";

#[component]
pub fn Devices(props: &StoreProps) -> Html {
    let store = &props.store;
    let filter = use_state_eq(Filter::default);
    let order = use_state_eq(|| None::<Order>);
    let open = use_state_eq(Vec::<&'static str>::new);
    let format = filter.shown();
    let mut rows: Vec<&'static Accelerator> = accelerators::all().filter(|a| filter.keeps(a)).collect();
    sort(&mut rows, *order, format);
    let beside = store.view.devices();
    let more = if beside.len() >= MOST_BESIDE { "untick one to compare another" } else { "tick a row to compare it" };
    let head = |column: Column| {
        let now = (*order).filter(|o| o.column == column);
        let onclick = {
            let order = order.clone();
            Callback::from(move |_: MouseEvent| order.set(Order::pressed(*order, column)))
        };
        let (sorted, sign) = match now {
            None => (None, ""),
            Some(Order { down: false, .. }) => (Some("ascending"), " ↑"),
            Some(_) => (Some("descending"), " ↓"),
        };
        html! {
            <th scope="col" class={classes!(column.is_number().then_some("n"))} aria-sort={sorted}>
                <button type="button" class="by" {onclick} title={column.title()}>{ column.name(format) }<span aria-hidden="true">{ sign }</span></button>
            </th>
        }
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |id: &'static str| {
            let mut ids = (*open).clone();
            if ids.contains(&id) {
                ids.retain(|i| *i != id);
            } else {
                ids.push(id);
            }
            open.set(ids);
        })
    };
    let on = {
        let filter = filter.clone();
        Callback::from(move |f| filter.set(f))
    };
    html! {
        <section class="row every" aria-labelledby="h-devices">
            <h2 id="h-devices">{ "All devices" }</h2>
            <p class="sm mut">{ "What makers print of one device as frameworks see it: one die of a package, one GPU of a board. Rates are dense, without sparsity. A name opens every rate, where the figures are from and how sure they are." }</p>
            <div class="tools"><Filters filter={(*filter).clone()} {on} /></div>
            <p class="xs dim" role="status">{ format!("{} of {} devices. {} of at most {MOST_BESIDE} stand beside yours; {more}.", rows.len(), accelerators::all().count(), beside.len()) }</p>
            <div class="tw" tabindex="0" role="region" aria-label="All devices, table">
                <table class="dense">
                    <thead><tr><th scope="col">{ "compare" }</th>{ for Column::ALL.into_iter().map(head) }</tr></thead>
                    <tbody>{ for rows.iter().map(|a| row(store, a, format, &beside, open.contains(&a.id), &toggle)) }</tbody>
                </table>
            </div>
            if rows.is_empty() { <p class="note">{ "No device is like that. Take a filter back or search for less." }</p> }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct FiltersProps {
    filter: Filter,
    on: Callback<Filter>,
}

#[component]
fn Filters(props: &FiltersProps) -> Html {
    let FiltersProps { filter, on } = props;
    let change = |make: fn(Filter, String) -> Filter| {
        let (filter, on) = (filter.clone(), on.clone());
        Callback::from(move |text: String| on.emit(make(filter.clone(), text)))
    };
    let typed = change(|f, text| Filter { text, ..f });
    let named = |id: &'static str, words: &'static str| (id, AttrValue::Static(words));
    let makers: Vec<_> =
        std::iter::once(named(ANY, "any maker")).chain(accelerators::makers().map(|m| named(m, m))).collect();
    let formats = Numeric::ALL.into_iter().map(|n| named(n.id(), n.name()));
    let formats: Vec<_> = std::iter::once(named(ANY, "any format")).chain(formats).collect();
    let of_maker = change(|f, id| Filter { maker: accelerators::makers().find(|m| *m == id), ..f });
    let of_format = change(|f, id| Filter { format: Numeric::find(&id).ok(), ..f });
    let sold = {
        let (filter, on) = (filter.clone(), on.clone());
        Callback::from(move |_: MouseEvent| on.emit(Filter { sold: !filter.sold, ..filter.clone() }))
    };
    html! {
        <>
            <span class="tool"><span>{ "Made by" }</span><Select id="d-maker" label="maker" options={makers} chosen={filter.maker.unwrap_or(ANY)} on={of_maker} /></span>
            <span class="tool"><span>{ "Multiplies in" }</span><Select id="d-format" label="format" options={formats} chosen={filter.format.map_or(ANY, Numeric::id)} on={of_format} /></span>
            <span class="sw" role="group" aria-label="Show"><button type="button" aria-pressed={filter.sold.to_string()} onclick={sold}>{ "without announced" }</button></span>
            { search("Search devices", "Name, form, memory, year", &filter.text, typed) }
        </>
    }
}

fn row(
    store: &Store,
    a: &'static Accelerator,
    format: Numeric,
    beside: &[&'static str],
    open: bool,
    toggle: &Callback<&'static str>,
) -> Html {
    let id = a.id;
    let onclick = {
        let toggle = toggle.clone();
        Callback::from(move |_: MouseEvent| toggle.emit(id))
    };
    let given = |text: Option<String>| match text {
        Some(text) => html! { <td class="n">{ text }</td> },
        None => html! { <td class="n dim">{ "–" }</td> },
    };
    let figure = |id: &str| given(accelerators::figure(id).and_then(|f| f.text(a)));
    let more = format!("more-{id}");
    html! {
        <>
            <tr key={id} class={classes!((id == store.scenario.accelerator.id).then_some("sel"))}>
                <td>{ choose(store, a, beside) }</td>
                <th scope="row">
                    <button type="button" class="as-row" {onclick} aria-expanded={open.to_string()} aria-controls={open.then(|| more.clone())}>{ a.name }</button>
                </th>
                <td>{ a.maker }</td>
                <td class="n">{ a.year.to_string() }</td>
                <td class="n">{ a.half_words() }</td>
                { given(a.rate_words(format)) }
                { for ["memory", "bandwidth", "ridge", "link", "power"].into_iter().map(figure) }
                { given(a.reached(Numeric::Bf16).map(words::percent)) }
            </tr>
            if open {
                <tr key={more.clone()} class="more"><td colspan={WIDTH} id={more}>{ detail(store, a) }</td></tr>
            }
        </>
    }
}

/// Puts the device beside the one at hand, or takes it away; one at least stays.
fn choose(store: &Store, a: &'static Accelerator, beside: &[&'static str]) -> Html {
    let there = beside.contains(&a.id);
    let why = match there {
        true if beside.len() == 1 => Some("One device at least stands beside yours"),
        false if beside.len() >= MOST_BESIDE => Some("No more than three stand beside yours: untick one first"),
        _ => None,
    };
    let (store, beside) = (store.clone(), toggled(beside, a.id));
    tick(there, why, format!("compare {}", a.name), move || {
        store.dispatch(Action::Show(View { beside: beside.clone(), ..store.view.clone() }));
    })
}

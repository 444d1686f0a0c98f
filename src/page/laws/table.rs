//! Every law as one row.

use yew::prelude::*;

use super::detail::{detail, ranges};
use super::order::{Column, Filter, Order, sort};
use super::seats::{marker, name, seats};
use crate::core::compare::{self, Row};
use crate::core::laws::Counting;
use crate::core::quantity::show;
use crate::core::report::{Ask, Report};
use crate::page::answers::under;
use crate::page::chart_view::download;
use crate::page::field::StoreProps;
use crate::page::number::Num;
use crate::page::store::{Action, Store};
use crate::page::tick::{search, tick, toggled};
use crate::page::view::{MOST, View};
use crate::page::words;

/// A loss on other text than the chosen law's.
const OTHER: &str = "‡";

#[component]
pub fn Table(props: &StoreProps) -> Html {
    let store = &props.store;
    let filter = use_state_eq(Filter::default);
    let order = use_state_eq(|| None::<Order>);
    let open = use_state_eq(Vec::<&'static str>::new);
    let alike = store.view.alike;
    let report = store.report.clone();
    let seats = seats(store);
    let rows = shown(store, &report, &seats, &filter, *order);
    let every = compare::rows(&report);
    let full = if seats.len() >= MOST { "untick one to draw another" } else { "tick a row to draw it" };
    let save = {
        let text = Callback::from({
            let (store, filter, order) = (store.clone(), filter.clone(), order.clone());
            move |_: MouseEvent| {
                let report = store.report.clone();
                let rows = shown(&store, &report, &super::seats::seats(&store), &filter, *order);
                download::csv(&compare::csv(&rows, &report), "isoflop-laws.csv");
            }
        });
        html! { <button type="button" class="btn line" onclick={text}>{ "CSV" }</button> }
    };
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
            <th scope="col" class={classes!(column.is_number().then_some("n"), (column == Column::Form).then_some("opt"))} aria-sort={sorted}>
                <button type="button" class="by" {onclick}>{ column.name() }<span aria-hidden="true">{ sign }</span></button>
            </th>
        }
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |id: &'static str| {
            let mut ids = (*open).clone();
            if ids.contains(&id) {
                ids.retain(|i| *i != id)
            } else {
                ids.push(id)
            }
            open.set(ids);
        })
    };
    let others = rows.iter().any(|r| !r.same_text && r.answer.is_some_and(|a| a.loss.is_some()));
    let unknown: Vec<&str> =
        every.iter().filter(|r| r.counting == Counting::Unknown && r.answer.is_some()).map(|r| r.meta.short).collect();
    html! {
        <section class="every" aria-labelledby="h-every-law">
            <h2 class="vh" id="h-every-law">{ "Every law" }</h2>
            <div class="tools">
                { counting(store) }
                <Filters filter={(*filter).clone()} on={Callback::from({ let filter = filter.clone(); move |f| filter.set(f) })} />
                { save }
            </div>
            <p class="xs dim" role="status">{ format!("{} of {} laws. {} of at most {MOST} are drawn below; {full}. A name opens everything known of its law.", rows.len(), every.len(), seats.len()) }</p>
            <div class="tw" tabindex="0" role="region" aria-label="Every law, table">
                <table class="dense">
                    <thead><tr><th scope="col">{ "draw" }</th>{ for Column::ALL.into_iter().map(head) }</tr></thead>
                    <tbody>{ for rows.iter().map(|r| row(store, r, &seats, open.contains(&r.meta.id), &toggle)) }</tbody>
                </table>
            </div>
            if rows.is_empty() { <p class="note">{ "No law is like that. Take a filter back or search for less." }</p> }
            if others {
                <p class="xs dim">{ format!("{OTHER} Loss on other text than {}'s ({}): do not compare it with the others.", name(store, report.answer.law), report.answer.law.data) }</p>
            }
            if alike && !unknown.is_empty() {
                <p class="xs dim">{ format!("Not converted, because nothing tells how many parameters they leave out: {}. Their sizes stand as published and are left out of the sentence.", unknown.join(", ")) }</p>
            }
        </section>
    }
}

/// The rows in their order; the chosen law and the drawn ones stay when second readings go.
fn shown<'a>(
    store: &Store,
    report: &'a Report,
    seats: &[&'static str],
    filter: &Filter,
    order: Option<Order>,
) -> Vec<Row<'a>> {
    let mut rows = compare::rows(report);
    let stays = |id: &str| id == report.answer.law.id || seats.contains(&id);
    rows.retain(|r| filter.keeps(r, &name(store, r.meta), stays(r.meta.id)));
    sort(&mut rows, order, store.view.alike);
    rows
}

/// As each law counts, or all parameters.
fn counting(store: &Store) -> Html {
    let choice = |alike: bool, name: &'static str| {
        let store = store.clone();
        let pressed = (store.view.alike == alike).to_string();
        let onclick =
            Callback::from(move |_: MouseEvent| store.dispatch(Action::Show(View { alike, ..store.view.clone() })));
        html! { <button type="button" aria-pressed={pressed} {onclick}>{ name }</button> }
    };
    html! {
        <span class="tool"><span id="h-count">{ "Count parameters" }</span>
            <span class="sw" role="group" aria-labelledby="h-count">{ choice(false, "as published") }{ choice(true, "all alike, where known") }</span></span>
    }
}

#[derive(Properties, PartialEq)]
struct FiltersProps {
    filter: Filter,
    on: Callback<Filter>,
}

#[component]
fn Filters(props: &FiltersProps) -> Html {
    let (filter, on) = (&props.filter, &props.on);
    let typed = {
        let (filter, on) = (filter.clone(), on.clone());
        Callback::from(move |text: String| on.emit(Filter { text, ..filter.clone() }))
    };
    let switch = |name: &'static str, pressed: bool, next: Filter| {
        let on = on.clone();
        let onclick = Callback::from(move |_: MouseEvent| on.emit(next.clone()));
        html! { <button type="button" aria-pressed={pressed.to_string()} {onclick}>{ name }</button> }
    };
    let f = || filter.clone();
    html! {
        <>
            <span class="tool"><span id="h-only">{ "Show" }</span>
                <span class="sw" role="group" aria-labelledby="h-only">
                    { switch("with a loss", filter.loss, Filter { loss: !filter.loss, ..f() }) }
                    { switch("with an interval", filter.interval, Filter { interval: !filter.interval, ..f() }) }
                    { switch("same text", filter.same_text, Filter { same_text: !filter.same_text, ..f() }) }
                    { switch("budget inside its range", filter.inside, Filter { inside: !filter.inside, ..f() }) }
                    { switch("second readings", filter.seconds, Filter { seconds: !filter.seconds, ..f() }) }
                </span></span>
            { search("Search laws", "Name, author, data, form", &filter.text, typed) }
        </>
    }
}

fn row(store: &Store, r: &Row, seats: &[&'static str], open: bool, toggle: &Callback<&'static str>) -> Html {
    let (m, id, alike) = (r.meta, r.meta.id, store.view.alike);
    let num = |ask: Ask| html! { <Num store={store.clone()} {ask} table={true} /> };
    let given = |v: Option<Html>| v.unwrap_or_else(|| html! { <span class="dim">{ "–" }</span> });
    let a = r.answer;
    let converted = alike && a.is_some_and(|a| a.alike.is_some());
    let onclick = {
        let toggle = toggle.clone();
        Callback::from(move |_: MouseEvent| toggle.emit(id))
    };
    let far = a.and_then(|a| words::outside(a.decades_outside));
    let more = format!("more-{id}");
    let ranges = ranges(&m.fitted);
    html! {
        <>
            <tr key={id} class={classes!((id == store.report.answer.law.id).then_some("sel"))}>
                <td>{ draw(store, r, seats) }</td>
                <th scope="row" class="law">
                    { marker(seats, id) }
                    <button type="button" class="as-row" {onclick} aria-expanded={open.to_string()} aria-controls={open.then(|| more.clone())}>{ name(store, m) }</button>
                    { a.map(under) }
                    if let Some(far) = far { <span class="far">{ far }</span> }
                </th>
                <td class="mut cut opt" title={m.form}>{ m.form }</td>
                <td class="n">{ given(a.map(|_| num(if converted { Ask::LawAll(id) } else { Ask::LawParams(id) }))) }
                    if alike && r.counting == Counting::Unknown && a.is_some() { <span class="all">{ "as published" }</span> }</td>
                <td class="n">{ given(a.map(|_| num(Ask::LawTokens(id)))) }</td>
                <td class="n">{ given(a.map(|_| num(if converted { Ask::LawAllRatio(id) } else { Ask::LawRatio(id) }))) }</td>
                <td class={classes!("n", (!r.same_text).then_some("other"))}>
                    { given(a.and_then(|a| a.loss.as_ref()).map(|_| num(Ask::LawLoss(id)))) }
                    if !r.same_text && a.is_some_and(|a| a.loss.is_some()) { <span class="mark" role="img" aria-label="on other text">{ OTHER }</span> }
                </td>
                <td class="n">{ given(a.and_then(|a| a.slope.as_ref()).map(|_| num(Ask::LawSlope(id)))) }</td>
                <td class="mut cut" title={m.slope_interval.map(|i| i.2)}>{ m.slope_interval.map_or_else(
                    || html! { <span class="dim">{ "none published" }</span> },
                    |(lo, hi, what)| html! { <>{ words::between(show::sig(lo, 3), show::sig(hi, 3)) }<span class="all">{ what }</span></> },
                ) }</td>
                <td class="mut nb">
                    { ranges.first().cloned().unwrap_or_else(|| "not known".to_owned()) }
                    <span class="all">{ ranges.get(1..).unwrap_or_default().join(", ") }</span>
                </td>
                <td class="mut cut" title={m.data}>{ m.data }</td>
                <td class="mut cut" title={m.flops_convention}>{ m.params_count }<span class="all">{ m.flops_convention }</span></td>
                <td class="mut cut" title={m.interval}>{ m.interval.unwrap_or("none") }</td>
                <td class="mut">{ r.weakest.map_or("–", |w| w.as_str()) }</td>
            </tr>
            if open {
                <tr key={more.clone()} class="more"><td colspan="14" id={more}>{ detail(store, r) }</td></tr>
            }
        </>
    }
}

/// Lays the law over the others, or takes it away; one at least stays.
fn draw(store: &Store, r: &Row, seats: &[&'static str]) -> Html {
    let drawn = seats.contains(&r.meta.id);
    let why = match drawn {
        true if seats.len() == 1 => Some("One law at least is drawn"),
        false if seats.len() >= MOST => Some("No more than eight are told apart: untick one first"),
        _ => None,
    };
    let label = format!("draw {}", name(store, r.meta));
    let (store, with) = (store.clone(), toggled(seats, r.meta.id));
    tick(drawn, why, label, move || {
        store.dispatch(Action::Show(View { with: with.clone(), ..store.view.clone() }));
    })
}

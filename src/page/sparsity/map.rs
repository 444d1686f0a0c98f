//! How many experts for which budget in which memory: a map to read and to choose from.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::core::laws::{Law, ludziejewski_2025 as joint};
use crate::core::mixture::curves::NEAR;
use crate::core::mixture::map::{Cell, Map, SHADES, map};
use crate::core::quantity::{Bytes, Experts, Flop, show};
use crate::core::report::Report;
use crate::core::report::mixture::{USUAL, experts_words};
use crate::core::scenario::Key;
use crate::page::field::StoreProps;
use crate::page::store::{Action, Store};
use crate::page::words::{self, THIN};

/// Memory, then budget.
type Place = (usize, usize);

#[component]
pub fn ExpertMap(props: &StoreProps) -> Html {
    let store = &props.store;
    // What is pointed at or has the focus.
    let at = use_state_eq(|| None::<Place>);
    let drawn = use_memo(store.report.clone(), |r| of(r));
    // A press moves cells about: the focus goes with the plan's.
    let pressed = use_mut_ref(|| false);
    {
        let (pressed, own) = (pressed.clone(), drawn.as_ref().as_ref().map(|m| m.own));
        use_effect_with(store.report.clone(), move |_| {
            if pressed.replace(false)
                && let Some(own) = own
            {
                focus(own);
            }
        });
    }
    let Some(m) = &*drawn else { return Html::default() };
    let there = |(r, c): Place| m.cells.get(r).and_then(|row| row.get(c)).copied().flatten();
    let stop = at.filter(|p| there(*p).is_some()).unwrap_or(m.own);
    let leave = {
        let at = at.setter();
        Callback::from(move |_: MouseEvent| at.set(None))
    };
    let fitted = joint::LUDZIEJEWSKI_2025.meta().fitted;
    html! {
        <section class="row g12 map" aria-labelledby="h-map">
            <div class="c4"><h2 id="h-map">{ "By budget and memory" }</h2>
                <p class="sm mut">{ "The best number of experts for a budget, where weights and cache of the served model must fit in a memory; more memory carries more experts, a larger budget fewer of them in the same memory. The other limits are those above. A press makes a cell’s budget and memory the plan’s." }</p>
                <p class="sm mut">{ "The paper’s Table 2 (BF16, 16,384 tokens in the cache) differs in three of its twelve cells, where losses differ by 0.004 to 0.007 nats. In a fourth, 10²³ FLOP in 640 GB, they are the same within 0.001: there, as everywhere, the fewer experts are shown." }</p>
            </div>
            <div class="c8">
                <div class="tw" tabindex="0" role="region" aria-label="Best number of experts by budget and memory"><table onmouseleave={leave}>
                    <thead><tr><th scope="col">{ "memory" }</th>
                        { for m.budgets.iter().enumerate().map(|(c, f)| html! {
                            <th scope="col" class={classes!((c == m.own.1).then_some("own"))}>{ budget_words(*f) }</th>
                        }) }</tr></thead>
                    <tbody>{ for m.cells.iter().enumerate().map(|(r, row)| html! {
                        <tr>
                            <th scope="row" class={classes!((r == m.own.0).then_some("own"))}>{ memory_words(store, m, r) }</th>
                            { for row.iter().enumerate().map(|(c, cell)| html! {
                                <td>{ cell.map_or_else(|| html! { "–" }, |cell| button(store, m, (r, c), &cell, stop, &at, &pressed)) }</td>
                            }) }</tr>
                    }) }</tbody>
                </table></div>
                <p class="sm" id="map-said">{ there(stop).map(|cell| said(store, m, stop, &cell)) }</p>
                <p class="keys">{ "Loss below the best dense model in the same memory, nats:" }
                    { for (0..=SHADES.len() + 1).map(|i| html! { <span class="key"><i class={shade(i)} />{ shade_words(i) }</span> }) }
                </p>
                <p class="keys"><span class="key"><i class="own" />{ "your plan" }</span>
                    <span class="key"><i class="dashed" />{ format!(
                        "outside the fitted range: {} to {} active parameters, {} to {} tokens, up to {}, 1 to {} experts",
                        show::given(fitted.params.0), show::given(fitted.params.1), show::given(fitted.tokens.0), show::given(fitted.tokens.1),
                        words::flop(fitted.flops.1), show::full(joint::EXPERTS.1)
                    ) }</span></p>
            </div>
        </section>
    }
}

fn of(report: &Report) -> Option<Map> {
    let limits = &report.mixture().ok()?.limits;
    let most = report.scenario.sparse.most.or_else(|| Experts::new(USUAL).ok())?;
    Some(map(limits, most))
}

const fn shade(i: usize) -> &'static str {
    match i {
        0 => "g0",
        1 => "g1",
        2 => "g2",
        3 => "g3",
        _ => "g4",
    }
}

fn shade_words(i: usize) -> String {
    let end = |i: usize| SHADES.get(i).map(|s| show::shortest(*s));
    match (i, i.checked_sub(2).and_then(end), i.checked_sub(1).and_then(end)) {
        (0, ..) => "none".to_owned(),
        (_, Some(from), Some(to)) => format!("{from} to {to}"),
        (_, Some(from), None) => format!("{from} and more"),
        (_, None, to) => format!("below {}", to.unwrap_or_default()),
    }
}

fn gb(memory: Bytes) -> String {
    show::shortest(memory.gb())
}

/// `10²²`, `5.76 × 10²³`.
fn budget_words(flops: Flop) -> String {
    let text = show::full(format!("{:.2e}", flops.get()).parse().unwrap_or(flops.get()));
    match text.split_once('×') {
        Some((one, power)) if one.trim() == "1" => power.trim().to_owned(),
        _ => text,
    }
}

fn memory_words(store: &Store, m: &Map, row: usize) -> String {
    match m.memories[row] {
        None => "no limit".to_owned(),
        Some(_) if row == m.own.0 => store.understood(Key::MaxMemory),
        Some(memory) => format!("{}{THIN}GB", gb(memory)),
    }
}

/// A cell in words, its number of experts first.
fn said(store: &Store, m: &Map, (r, c): Place, cell: &Cell) -> String {
    let memory = match m.memories[r] {
        None => "without a limit of memory".to_owned(),
        Some(_) => format!("in {}", memory_words(store, m, r)),
    };
    let gain = if cell.gain > 0.0 {
        format!(", {} below the best dense model", words::loss(cell.gain, 4))
    } else {
        String::new()
    };
    let (lo, hi) = cell.near;
    let near = if lo == hi {
        format!("no other number is within {NEAR} nats")
    } else {
        format!("{} to {} are within {NEAR} nats", show::full(lo), show::full(hi))
    };
    let far = if cell.fitted { "" } else { "; outside the fitted range" };
    let experts = if cell.experts == 1.0 { "1 expert (dense)".to_owned() } else { experts_words(cell.experts) };
    let budget = budget_words(m.budgets[c]);
    format!("{experts} at {budget}{THIN}FLOP {memory}: loss {}{gain}; {near}{far}.", words::loss(cell.loss, 4))
}

/// A cell as a button. One of them is reached by Tab, the others by the arrow keys.
fn button(
    store: &Store,
    m: &Map,
    place: Place,
    cell: &Cell,
    stop: Place,
    at: &UseStateHandle<Option<Place>>,
    pressed: &Rc<RefCell<bool>>,
) -> Html {
    let own = place == m.own;
    let words = said(store, m, place, cell);
    let put = {
        let (store, pressed) = (store.clone(), pressed.clone());
        let flops = (place.1 != m.own.1).then(|| show::shortest(m.budgets[place.1].get()));
        let memory =
            (place.0 != m.own.0).then(|| m.memories[place.0].map_or_else(String::new, |b| format!("{} GB", gb(b))));
        Callback::from(move |_: MouseEvent| {
            pressed.replace(!own);
            for (key, text) in [(Key::Flops, &flops), (Key::MaxMemory, &memory)] {
                if let Some(text) = text {
                    store.dispatch(Action::Put(key, text.clone()));
                }
            }
        })
    };
    let show = {
        let at = at.setter();
        move || at.set(Some(place))
    };
    let (enter, reach) = (show.clone(), show);
    let keys = arrows(m, place);
    html! {
        <button type="button" id={id(place)} class={classes!(shade(cell.shade()), own.then_some("own"), (!cell.fitted).then_some("dashed"))}
            tabindex={if place == stop { "0" } else { "-1" }} aria-label={words.clone()} title={words} aria-current={own.then_some("true")}
            onclick={put} onkeydown={keys} onmouseenter={move |_: MouseEvent| enter()} onfocus={move |_: FocusEvent| reach()}>
            { show::full(cell.experts) }
        </button>
    }
}

fn id((r, c): Place) -> String {
    format!("map-{r}-{c}")
}

fn focus(place: Place) {
    let button = gloo::utils::document().get_element_by_id(&id(place));
    if let Some(button) = button.and_then(|b| b.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

/// Arrow keys lead to the next cell that holds anything.
fn arrows(m: &Map, (r, c): Place) -> Callback<KeyboardEvent> {
    let holds = |(r, c): &Place| m.cells.get(*r).and_then(|row| row.get(*c)).is_some_and(Option::is_some);
    let left = (0..c).rev().map(|c| (r, c)).find(holds);
    let right = (c + 1..m.budgets.len()).map(|c| (r, c)).find(holds);
    let up = (0..r).rev().map(|r| (r, c)).find(holds);
    let down = (r + 1..m.memories.len()).map(|r| (r, c)).find(holds);
    Callback::from(move |e: KeyboardEvent| {
        let to = match e.key().as_str() {
            "ArrowLeft" => left,
            "ArrowRight" => right,
            "ArrowUp" => up,
            "ArrowDown" => down,
            _ => return,
        };
        e.prevent_default();
        if let Some(to) = to {
            focus(to);
        }
    })
}

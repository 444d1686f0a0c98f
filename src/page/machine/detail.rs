//! Everything known of one device.

use yew::prelude::*;

use crate::core::accelerators::{Accelerator, Numeric};
use crate::core::quantity::show;
use crate::core::scenario::Key;
use crate::page::store::{Action, Store};
use crate::page::words;

pub fn detail(store: &Store, a: &'static Accelerator) -> Html {
    let announced = if a.announced { " Announced: the figures may change." } else { "" };
    let sums: Vec<String> = a.half_sums().map(|(format, rate)| format!("{rate} in {}", format.name())).collect();
    let (height, width) = a.units.tile;
    html! {
        <div class="known">
            <p><b>{ format!("{} {}", a.maker, a.name) }</b>{ format!(", {}, {}, {}.{announced}", a.form, a.year, a.memory_words()) }</p>
            <table>
                <thead><tr><th scope="col">{ "format" }</th><th scope="col" class="n">{ "dense peak" }</th>
                    <th scope="col">{ "how it adds up, or what takes its place" }</th><th scope="col" class="n">{ "largest measured" }</th></tr></thead>
                <tbody>{ for Numeric::ALL.into_iter().map(|n| rate(a, n)) }</tbody>
            </table>
            if !sums.is_empty() { <p>{ format!("With sums in FP16 alone: {}. Training libraries ask for sums in FP32.", sums.join(", ")) }</p> }
            if let Some(link) = a.link_words() { <p>{ format!("Links: {link}.") }</p> }
            if a.units.count > 0 {
                <p>{ format!("A product is spread over {} units; each makes at most {height} × {width} of the result at a time.", show::full(a.units.count.into())) }</p>
            }
            if !a.notes.is_empty() { <p>{ a.notes }</p> }
            <p>{ format!("Source: {}. {}.", a.source, words::capital(a.confidence.as_str())) }</p>
            { choose(store, a) }
        </div>
    }
}

/// One format: its rate, or what is done instead.
fn rate(a: &Accelerator, format: Numeric) -> Html {
    let (instead, why) = a.fallback(format);
    let how = if instead == format { a.accumulate(format).to_owned() } else { format!("{}: {why}", instead.name()) };
    let reached = a.measured_words(format).zip(a.reached(format));
    html! {
        <tr><th scope="row">{ format.name() }</th>
            <td class="n">{ a.rate_words(format).unwrap_or_else(|| "–".to_owned()) }</td>
            <td class="mut">{ how }</td>
            <td class="n">{ reached.map_or_else(|| "–".to_owned(), |(rate, share)| format!("{rate}, {} of the peak", words::percent(share))) }</td></tr>
    }
}

fn choose(store: &Store, a: &'static Accelerator) -> Html {
    if a.id == store.scenario.accelerator.id {
        return html! { <p class="dim">{ "This is the device of the plan." }</p> };
    }
    let onclick = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Put(Key::Accelerator, a.id.into())))
    };
    html! {
        <p><button type="button" class="btn line" {onclick} aria-label={format!("Use this device: {}", a.name)}>{ "Use this device" }</button></p>
    }
}

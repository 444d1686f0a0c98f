//! Errors by device, framework, format and kind of model.

use yew::prelude::*;

use super::{off, signed};
use crate::core::quantity::show;
use crate::core::validation::summary::{Errors, Group, summary};

#[component]
pub fn Groups() -> Html {
    let s = summary();
    let mut by: Vec<&'static str> = s.groups.iter().map(|g| g.by).collect();
    by.dedup();
    let rows = |by: &'static str| -> Html {
        let of = s.groups.iter().filter(|g| g.by == by);
        of.map(|g: &Group| row(&g.name, g.errors)).collect()
    };
    let halves = [("all runs", s.all), ("constants are fitted on", s.fitted), ("checking", s.checking)];
    html! {
        <section class="row" aria-labelledby="h-groups">
            <h2 id="h-groups">{ "Where it is good, and where not" }</h2>
            <p class="sm mut">{ "The middle error keeps its sign: above zero, the model is too fast. Groups of few runs say little." }</p>
            <div class="g12 first">
                <div class="c4 stack">
                    { table("half", html! { { for halves.iter().filter_map(|(name, e)| Some(row(name, (*e)?))) } }) }
                    { for by.iter().skip(2).map(|by| table(by, rows(by))) }
                </div>
                { for by.iter().take(2).map(|by| html! { <div class="c4">{ table(by, rows(by)) }</div> }) }
            </div>
        </section>
    }
}

fn table(by: &'static str, rows: Html) -> Html {
    html! {
        <div class="tw" tabindex="0" role="region" aria-label={format!("Errors by {by}")}><table class="dense">
            <thead><tr><th scope="col">{ by }</th><th scope="col" class="n">{ "runs" }</th><th scope="col" class="n">{ "median" }</th>
                <th scope="col" class="n">{ "nine of ten" }</th><th scope="col" class="n opt">{ "worst" }</th><th scope="col" class="n">{ "middle" }</th></tr></thead>
            <tbody>{ rows }</tbody>
        </table></div>
    }
}

fn row(name: &str, e: Errors) -> Html {
    html! {
        <tr><th scope="row">{ name.to_owned() }</th><td class="n">{ show::full(e.rows as f64) }</td><td class="n">{ off(e.median) }</td>
            <td class="n">{ off(e.nine) }</td><td class="n opt">{ off(e.worst) }</td><td class="n">{ signed(e.middle) }</td></tr>
    }
}

//! Everything known of one law.

use yew::prelude::*;

use super::seats::name;
use crate::core::compare::{self, Row};
use crate::core::expr;
use crate::core::laws::{Counting, Fitted, own};
use crate::core::quantity::show;
use crate::core::scenario::Key;
use crate::page::store::{Action, Store};
use crate::page::words;

pub fn detail(store: &Store, r: &Row) -> Html {
    let m = r.meta;
    let constants = r.law.constants();
    html! {
        <div class="known">
            <p><b>{ m.title }</b>{ if m.id == own::ID { String::new() } else { format!(". {}.", m.authors) } }</p>
            <p class="fx">{ m.form }</p>
            if !constants.is_empty() {
                <table><thead><tr>
                    <th scope="col">{ "constant" }</th><th scope="col">{ "value" }</th>
                    <th scope="col">{ "meaning" }</th><th scope="col">{ "how it came here" }</th>
                </tr></thead><tbody>{ for constants.iter().map(|c| html! {
                    <tr><th scope="row">{ c.symbol }</th>
                        <td>{ expr::number(c.value) }{ c.standard_error.map(|e| format!(" ± {}", expr::number(e))) }{ format!(" {}", c.unit) }</td>
                        <td class="mut">{ c.meaning }</td><td class="mut">{ c.confidence.as_str() }</td></tr>
                }) }</tbody></table>
                if constants.iter().any(|c| c.standard_error.is_some()) { <p class="xs dim">{ "± is one standard error." }</p> }
            }
            { fitted(r) }
            <p>{ format!("N counts {}; compute is {}. {}", m.params_count, m.flops_convention, match r.counting {
                Counting::All => "",
                Counting::Converted => "All parameters follow from it, so it can be set against laws that count all.",
                Counting::Unknown => "Nothing tells how many all parameters are, so its sizes do not compare exactly.",
            }) }</p>
            <p>{ m.interval.map_or_else(|| "No interval is published for its answers.".to_owned(), |i| format!("Interval of its answers: {i}.")) }</p>
            { for m.notes.iter().map(|n| html! { <p>{ *n }</p> }) }
            { for m.remarks.iter().map(|(_, text)| html! { <p class="note warn">{ *text }</p> }) }
            if r.answer.is_none() { <p class="note warn">{ compare::silence(&r.law, &store.report) }</p> }
            <p>{ "Source: " }{ m.locator }{ ". " }
                if let Some(id) = m.arxiv {
                    <a href={format!("https://arxiv.org/abs/{id}")} target="_blank" rel="noopener noreferrer">{ format!("arxiv.org/abs/{id}") }</a>
                }
            </p>
            { choose(store, r) }
        </div>
    }
}

/// The fitted ranges that are known: of size, tokens and compute.
pub fn ranges(f: &Fitted) -> Vec<String> {
    let short = |(lo, hi): (f64, f64)| words::between(show::short(lo), show::short(hi));
    let power = |(lo, hi): (f64, f64)| words::between(show::power(lo, 2), show::power(hi, 2));
    let known = crate::core::laws::known_range;
    let of = [
        known(f.params).map(|r| format!("{} parameters", short(r))),
        known(f.tokens).map(|r| format!("{} tokens", short(r))),
        known(f.flops).map(|r| format!("{}{}FLOP", power(r), words::THIN)),
    ];
    of.into_iter().flatten().collect()
}

fn fitted(r: &Row) -> Html {
    let (f, ranges) = (&r.meta.fitted, ranges(&r.meta.fitted).join(", "));
    if ranges.is_empty() {
        return html! { <p>{ format!("Fitted range: {}.", f.what) }</p> };
    }
    let at = r.answer.map_or_else(String::new, |a| {
        let far = words::outside(a.decades_outside).unwrap_or_else(|| "inside".to_owned());
        format!(" This budget lies {far} the fitted compute.")
    });
    html! { <p>{ format!("Fitted on {ranges}: {}.{at}", f.what) }</p> }
}

fn choose(store: &Store, r: &Row) -> Html {
    let id = r.meta.id;
    if id == store.scenario.law.meta().id {
        return html! { <p class="dim">{ "This is the law of the plan." }</p> };
    }
    let onclick = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.dispatch(Action::Put(Key::Law, id.into())))
    };
    html! {
        <p><button type="button" class="btn line" {onclick} disabled={r.answer.is_none()} aria-label={format!("Use this law: {}", name(store, r.meta))}>
            { "Use this law" }</button></p>
    }
}

//! Training across sites: the network that each way to meet seldom needs.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::core::operate::sites::{Sites as Asked, Way};
use crate::core::quantity::{Fraction, Params, Replicas, Seconds, parse};
use crate::page::field::StoreProps;
use crate::page::words;

/// Shares of the time in which sites compute, as the papers print them.
const SHARES: [f64; 5] = [0.5, 0.8, 0.9, 0.95, 0.99];

#[component]
pub fn Sites(props: &StoreProps) -> Html {
    let store = &props.store;
    let (every, share, sites) =
        (use_state_eq(|| "100".to_owned()), use_state_eq(String::new), use_state_eq(|| "2".to_owned()));
    let step = store.report.timing().map_or(0.0, |r| r.timing.step_time.get());
    let model = &store.scenario.setup.model;
    let asked = || -> Result<(Vec<Fraction>, Vec<Way>), String> {
        let said = |e: crate::core::error::Error| e.message;
        let whole = |text: &str, words: &str| {
            let read = parse::number(text, words, "", "100").map_err(said)?;
            if read.fract() == 0.0 && (1.0..=10_000.0).contains(&read) {
                Ok(read)
            } else {
                Err(format!("The {words} must be a whole number from 1 to 10,000."))
            }
        };
        let mut shares = SHARES.iter().map(|u| Fraction::new(*u).map_err(said)).collect::<Result<Vec<_>, _>>()?;
        if !share.trim().is_empty() {
            let own = parse::fraction(&share).map_err(said)?;
            if own.get() >= 1.0 {
                return Err("The wanted utilisation must lie below 100 %.".to_owned());
            }
            shares.push(own);
        }
        let asked = Asked {
            params: Params::new(model.counts.total as f64).map_err(said)?,
            layers: model.architecture().layers(),
            step: Seconds::new(step).map_err(said)?,
            sites: Replicas::new(whole(&sites, "number of sites")?).map_err(said)?,
            every: whole(&every, "number of steps between two meetings")? as u32,
        };
        asked.ways(&shares).map(|ways| (shares, ways)).map_err(said)
    };
    let answer = use_memo(
        (
            (*every).clone(),
            (*share).clone(),
            (*sites).clone(),
            model.counts.total,
            step.to_bits(),
            model.architecture().layers(),
        ),
        |_| asked(),
    );
    let field = |id: &'static str, label: &'static str, state: &UseStateHandle<String>, hint: &'static str| {
        let oninput = {
            let set = state.setter();
            Callback::from(move |e: InputEvent| {
                if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                    set.set(input.value());
                }
            })
        };
        html! { <><label for={id}>{ label }</label><span><input {id} class="edit" type="text" value={(**state).clone()} placeholder={hint} size="6" {oninput} autocomplete="off" spellcheck="false" /></span></> }
    };
    html! {
        <section class="row g12" aria-labelledby="h-sites">
            <div class="c4"><h2 id="h-sites">{ "Across sites" }</h2>
                <p class="sm mut">{ "Where sites share the batch and meet seldom, a network between them may be slow. What each way needs, at this model's size and the time of its step." }</p>
                <div class="kv">
                    { field("sites-every", "steps between two meetings, H", &every, "100") }{ field("sites-count", "sites", &sites, "2") }
                    { field("sites-share", "wanted utilisation", &share, "97 %") }
                </div>
                if let Err(message) = &*answer { <p class="note err" role="alert">{ message }</p> }
                <p class="xs dim">{ "Losses are another matter: the plan says what meeting seldom costs. These three fields are not in the link." }</p>
            </div>
            <div class="c8">
                if let Ok((shares, ways)) = &*answer { { table(shares, ways) } }
            </div>
        </section>
    }
}

fn table(shares: &[Fraction], ways: &[Way]) -> Html {
    html! {
        <>
            <div class="tw" tabindex="0" role="region" aria-label="Network between sites"><table>
                <thead><tr><th scope="col">{ "to compute for this share of the time" }</th>
                    { for shares.iter().map(|u| html! { <th scope="col" class="n">{ words::percent(u.get()) }</th> }) }<th scope="col" class="n">{ "sent" }</th></tr></thead>
                <tbody>{ for ways.iter().map(|w| html! {
                    <tr title={w.source}><th scope="row">{ &w.name }</th>
                        { for w.bandwidth.iter().map(|b| html! { <td class="n">{ b.map_or_else(|| "–".to_owned(), |b| words::bits(b.get())) }</td> }) }
                        <td class="n">{ if w.less > 1.0 { format!("1/{}", words::ratio(w.less)) } else { "all".to_owned() } }</td></tr>
                }) }</tbody>
            </table></div>
            <details><summary>{ "Where these come from" }</summary>{ for ways.iter().map(|w| html! { <p class="xs mut">{ format!("{}: {}.", w.name, w.source) }</p> }) }</details>
        </>
    }
}

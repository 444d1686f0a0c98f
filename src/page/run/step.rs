//! Where a step's time goes: its nine parts, and computing by operator.

use yew::prelude::*;

use crate::core::engine::step::Part;
use crate::core::report::{Report, Section};
use crate::page::field::StoreProps;
use crate::page::model::bars::track;
use crate::page::number::Num;
use crate::page::questions::{cell, has, place};
use crate::page::store::Store;
use crate::page::words;

/// Colours of the parts, in the order of [`Part::ALL`].
const COLORS: [&str; Part::ALL.len()] = ["m1", "m2", "s2", "s4", "s3", "m6", "m5", "m3", "s6"];

#[component]
pub fn Time(props: &StoreProps) -> Html {
    let store = &props.store;
    let n = |key, after| html! { <Num store={store.clone()} ask={place(Section::Speed, key, 0)} {after} /> };
    html! {
        <>
            <div class="cap"><h2 id="h-step">{ "Where a step's time goes" }</h2></div>
            if has(store, Section::Step, "time", 0) {
                { bar(&store.report) }
                { parts(store) }
            } else if store.report.timing().is_ok() {
                <p class="q">{ "A step takes " }{ n("step", ",") }{ " by the utilisation that you gave." }</p>
            }
            if store.report.timing().is_ok() {
                <h3>{ "How well it is used" }</h3>
                { utilisation(store) }
            }
            if has(store, Section::Speed, "sent", 0) || has(store, Section::Speed, "dropped", 0) {
                <h3>{ "Tokens to experts" }</h3>
                { experts(store) }
            }
            if has(store, Section::Operators, "time", 0) {
                <h3>{ "Computing by operator" }</h3>
                { operators(store) }
            }
        </>
    }
}

fn value(report: &Report, section: Section, key: &'static str, row: usize) -> f64 {
    report.number(place(section, key, row)).map_or(0.0, |n| n.value)
}

fn bar(report: &Report) -> Html {
    let times: Vec<(usize, f64)> = Part::ALL
        .iter()
        .map(|p| *p as usize)
        .map(|i| (i, value(report, Section::Step, "time", i)))
        .filter(|t| t.1 > 0.0)
        .collect();
    let name = |i: usize| Part::ALL.get(i).map_or("", |p| p.words());
    let said: Vec<String> = times.iter().map(|(i, t)| format!("{} {}", name(*i), words::time(*t))).collect();
    html! {
        <div class="bars whole" role="img" aria-label={format!("Time of a step: {}.", said.join(", "))}>
            <p class="legend" aria-hidden="true">{ for times.iter().map(|(i, _)| html! { <span><i class={COLORS[*i]} />{ name(*i) }</span> }) }</p>
            <div class="bar-row" aria-hidden="true">
                { track(times.iter().map(|(i, t)| (COLORS[*i], value(report, Section::Step, "share", *i), format!("{} {}", name(*i), words::time(*t)))), None) }
                <span class="sum">{ words::time(value(report, Section::Speed, "step", 0)) }</span>
            </div>
        </div>
    }
}

fn parts(store: &Store) -> Html {
    html! {
        <div class="tw" tabindex="0" role="region" aria-label="Parts of a step"><table>
            <thead><tr><th scope="col">{ "part" }</th><th scope="col" class="n">{ "time" }</th><th scope="col" class="n">{ "share" }</th></tr></thead>
            <tbody>
                { for Part::ALL.iter().map(|p| html! {
                    <tr><th scope="row">{ p.words() }</th><td class="n">{ cell(store, Section::Step, "time", *p as usize) }</td>
                        <td class="n">{ cell(store, Section::Step, "share", *p as usize) }</td></tr>
                }) }
                <tr class="sel"><th scope="row">{ "a step" }</th><td class="n">{ cell(store, Section::Speed, "step", 0) }</td><td class="n" /></tr>
            </tbody>
        </table></div>
    }
}

/// What is counted, and what it comes to.
const WAYS: [(&str, &str, &str); 3] = [
    ("mfu", "MFU", "all products of both passes, attention as the whole square: Megatron-LM, PaLM"),
    ("mfuCausal", "MFU, causal", "attention as the half of the square that a causal model sees"),
    ("hfu", "HFU", "as MFU, with what is computed again"),
];

fn utilisation(store: &Store) -> Html {
    html! {
        <>
            <div class="tw" tabindex="0" role="region" aria-label="Utilisation"><table>
                <thead><tr><th scope="col">{ "of the dense peak" }</th><th scope="col" class="n">{ "share" }</th><th scope="col">{ "counts" }</th></tr></thead>
                <tbody>
                    { for WAYS.iter().map(|(key, name, counts)| html! {
                        <tr class={classes!((*key == "mfu").then_some("sel"))}><th scope="row">{ *name }</th><td class="n">{ cell(store, Section::Speed, key, 0) }</td><td class="mut">{ *counts }</td></tr>
                    }) }
                    <tr><th scope="row">{ "model FLOP/s of a device" }</th><td class="n">{ cell(store, Section::Speed, "rate", 0) }</td><td class="mut">{ "as MFU" }</td></tr>
                    <tr><th scope="row">{ "tokens a second" }</th><td class="n">{ cell(store, Section::Speed, "tokens", 0) }</td><td class="mut">{ "of all devices" }</td></tr>
                    <tr><th scope="row">{ "tokens of a step" }</th><td class="n">{ cell(store, Section::Speed, "batch", 0) }</td><td class="mut">{ "sequences × their length" }</td></tr>
                </tbody>
            </table></div>
        </>
    }
}

/// What tokens on their way to experts come to.
const EXPERTS: [(&str, &str, &str); 4] = [
    ("slots", "room of an expert", "copies from one device, of a micro-batch"),
    ("dropped", "dropped", "copies that find no room where tokens choose at random"),
    ("sent", "sent for a token and layer", "there and back, one way through the model"),
    ("sentShare", "share of the step", "what nothing hides"),
];

fn experts(store: &Store) -> Html {
    html! {
        <div class="tw" tabindex="0" role="region" aria-label="Tokens to experts"><table>
            <tbody>
                { for EXPERTS.iter().filter(|(key, ..)| has(store, Section::Speed, key, 0)).map(|(key, name, counts)| html! {
                    <tr><th scope="row">{ *name }</th><td class="n">{ cell(store, Section::Speed, key, 0) }</td><td class="mut">{ *counts }</td></tr>
                }) }
            </tbody>
        </table></div>
    }
}

fn operators(store: &Store) -> Html {
    let Ok(run) = store.report.timing() else { return Html::default() };
    let rows: Vec<(usize, String)> = run.figures.rows_of(Section::Operators).map(|(i, n)| (i, n.to_owned())).collect();
    let one = |key, i| {
        if has(store, Section::Operators, key, i) {
            cell(store, Section::Operators, key, i)
        } else {
            html! { "–" }
        }
    };
    html! {
        <>
            <div class="tw" tabindex="0" role="region" aria-label="Computing by operator"><table>
                <thead><tr><th scope="col">{ "operator" }</th><th scope="col" class="n">{ "time of a step" }</th><th scope="col" class="n">{ "share" }</th>
                    <th scope="col" class="n opt">{ "FLOP for a byte" }</th><th scope="col" class="n">{ "expected rate" }</th></tr></thead>
                <tbody>{ for rows.into_iter().map(|(i, name)| html! {
                    <tr><th scope="row">{ name }</th><td class="n">{ one("time", i) }</td><td class="n">{ one("share", i) }</td>
                        <td class="n opt">{ one("intensity", i) }</td><td class="n">{ one("rate", i) }</td></tr>
                }) }</tbody>
            </table></div>
            <p class="xs dim">{ "Both passes of all micro-batches on one device, without what waits. FLOP for a byte and the rate are those of a forward pass of the first layer that has the operator; below the ridge of the device, memory sets the rate." }</p>
        </>
    }
}

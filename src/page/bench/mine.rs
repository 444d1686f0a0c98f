//! The measured machine as the device of every plan.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::PartProps;
use super::stand::{Act, Bench, Origin};
use crate::core::accelerators::{Device, own};
use crate::core::bench::calibration::{self, Part};
use crate::core::bench::record::Record;
use crate::core::error::Error;
use crate::core::quantity::{Bytes, show};
use crate::page::select::Select;
use crate::page::store::Action;
use crate::page::top::screen_link;
use crate::page::view::Screen;

const PARTS: [(Part, &str, &str); 2] =
    [(Part::Gpu, "gpu", "the GPU"), (Part::Processor, "processor", "one thread of this processor")];

#[component]
pub fn Mine(props: &PartProps) -> Html {
    let PartProps { store, bench } = props;
    let Some(record) = bench.shown() else { return Html::default() };
    let text = typed(bench, record);
    let memory = calibration::read_memory(&text);
    let made = memory.clone().and_then(|m| calibration::device(record, bench.part, m));
    let now = store.scenario.accelerator;
    let in_use = made.as_ref().is_ok_and(|d| *d == now);
    let take = {
        let (store, bench, made) = (store.clone(), bench.clone(), made.clone().ok());
        Callback::from(move |_: MouseEvent| {
            if let Some(device) = made {
                if device.id != store.scenario.accelerator.id {
                    bench.dispatch(Act::Used(Box::new(store.scenario.accelerator)));
                }
                store.dispatch(Action::Device(Box::new(device)));
            }
        })
    };
    let on_part = {
        let bench = bench.clone();
        Callback::from(move |id: String| {
            if let Some((part, ..)) = PARTS.iter().find(|(_, i, _)| *i == id) {
                bench.dispatch(Act::Part(*part));
            }
        })
    };
    let oninput = {
        let bench = bench.clone();
        Callback::from(move |e: InputEvent| {
            if let Some(input) = e.target_dyn_into::<HtmlInputElement>() {
                bench.dispatch(Act::Memory(input.value().chars().take(40).collect()));
            }
        })
    };
    let options: Vec<_> = PARTS.iter().map(|(_, id, name)| (*id, AttrValue::Static(name))).collect();
    let chosen = PARTS.iter().find(|(p, ..)| *p == bench.part).map_or("gpu", |p| p.1);
    let bad = memory.is_err();
    // What is wrong with the machine, and not with the field.
    let why = calibration::roof(record, bench.part).err().map(|e| e.message);
    let (size, class) = (text.chars().count().clamp(1, 12).to_string(), classes!("edit", bad.then_some("bad")));
    html! {
        <section class="row" aria-labelledby="h-mine">
            <h2 id="h-mine">{ "Use as my machine" }</h2>
            <p class="q">{ "Plan with " }<Select id="b-part" label="part of the machine" {options} {chosen} on={on_part} />
                { " and " }<input id="b-memory" {class} type="text" inputmode="decimal" value={text} {oninput} {size} aria-label="memory, GiB" autocomplete="off" spellcheck="false"
                    aria-invalid={bad.then_some("true")} aria-describedby={if bad { "e-b-memory" } else { "b-memory-is" }} />{ " GiB of memory." }</p>
            { wrong(&memory) }
            <p class="acts2">
                <button type="button" class="btn line" onclick={take} disabled={made.is_err() || in_use} aria-describedby={why.is_some().then_some("b-why")}>{ "Use as my machine" }</button>
                if let Some(why) = &why { <span class="sm mut" id="b-why">{ why }{ other(bench, record) }</span> }
                if now.id == own::ID { { used(props, in_use) } }
            </p>
            if let Some(remark) = &store.remark { <p class="note warn" role="status">{ remark }</p> }
            <p class="xs dim" id="b-memory-is">{ meaning(bench, record) }</p>
            if let Ok(d) = &made { <p class="xs dim">{ figures(d) }</p> }
        </section>
    }
}

/// The memory as it was typed, or as far as it is known.
fn typed(bench: &Bench, record: &Record) -> String {
    bench.memory.clone().unwrap_or_else(|| show::shortest(calibration::memory(record).gib()))
}

fn wrong(memory: &Result<Bytes, Error>) -> Html {
    match memory {
        Ok(_) => Html::default(),
        Err(e) => html! { <p class="note err" id="e-b-memory" role="alert">{ &e.message }</p> },
    }
}

/// The other part, where that can be used.
fn other(bench: &Bench, record: &Record) -> &'static str {
    let can = bench.part == Part::Gpu && calibration::roof(record, Part::Processor).is_ok();
    if can { " One thread of the processor can be used." } else { "" }
}

fn meaning(bench: &Bench, record: &Record) -> String {
    let from = match bench.origin() {
        Origin::Here => "",
        _ => " The figures are of a record that was not measured here.",
    };
    let allowed = if record.machine.limits.buffer > 0.0 && bench.memory.is_none() {
        "no browser tells how much there is, so the number is the largest buffer that was allowed, held to sizes that devices have"
    } else {
        "no browser tells how much there is"
    };
    format!(
        "The memory decides what fits: {allowed}. Change it to what the machine has.{from} What a browser's kernels reach is taken as the machine's peak; a training stack may reach more or less."
    )
}

/// What the plan will count with.
fn figures(d: &Device) -> String {
    use crate::core::bench::words::{byte_rate, flop_rate};
    let product = if d.measured.bf16 > 0.0 {
        format!(", of which products reached {}", flop_rate(d.measured.bf16))
    } else {
        String::new()
    };
    format!(
        "{} in FP32, {} in 16 bits{product}; {} of bandwidth; {}.",
        flop_rate(d.rates.fp32),
        flop_rate(d.half()),
        byte_rate(d.bandwidth),
        d.memory_words()
    )
}

/// That it is in use, where to see it, and back.
fn used(props: &PartProps, in_use: bool) -> Html {
    let PartProps { store, bench } = props;
    let back = bench.before.map(|before| {
        let (store, bench) = (store.clone(), bench.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            store.dispatch(Action::Device(Box::new(before)));
            bench.dispatch(Act::TakenBack);
        });
        html! { <>{ " " }<button type="button" class="as-link" {onclick}>{ format!("Back to {}", before.called()) }</button></> }
    });
    let to = |screen, name| screen_link(store, screen, name);
    if !in_use {
        return html! { <span class="sm" role="status">{ "All screens plan with other numbers of my machine." }{ back }</span> };
    }
    html! {
        <span class="sm" role="status">{ "All screens now plan with my machine: " }{ to(Screen::Plan, "the plan") }{ ", " }{ to(Screen::Run, "the run") }{ ", " }{ to(Screen::Machine, "the machine") }{ "." }{ back }</span>
    }
}

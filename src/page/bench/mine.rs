//! The measured machine as the device of every plan.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::PartProps;
use super::stand::{Act, Before, Bench, Origin};
use crate::core::accelerators::{DEFAULT, Device, get, own};
use crate::core::bench::calibration::{self, Part};
use crate::core::bench::record::Record;
use crate::core::error::Error;
use crate::core::quantity::{Bytes, show};
use crate::core::scenario::Key;
use crate::page::select::Select;
use crate::page::store::{Action, Store};
use crate::page::top::screen_link;
use crate::page::view::Screen;

const PARTS: [(Part, &str, &str); 2] =
    [(Part::Gpu, "gpu", "the GPU"), (Part::Processor, "processor", "one thread of this processor")];

/// How the plan stands to what the section would give it.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    /// It counts with just that.
    This,
    /// All but the memory is that.
    OtherMemory,
    /// With other numbers of my machine.
    Other,
    /// Nothing can be given now.
    Unknown,
}

#[component]
pub fn Mine(props: &PartProps) -> Html {
    let PartProps { store, bench } = props;
    let is_mine = store.scenario.accelerator.id == own::ID;
    match bench.shown().filter(|_| !bench.is_busy()) {
        Some(record) => with_record(props, record),
        None if is_mine => html! {
            <section class="row" aria-labelledby="h-mine">
                <h2 id="h-mine">{ "My machine" }</h2>
                <p class="sm">{ "All screens plan with my machine, as this link has it: " }{ screens(store) }{ back(props) }</p>
                <p class="xs dim">{ figures(&store.scenario.accelerator) }</p>
            </section>
        },
        None => Html::default(),
    }
}

fn with_record(props: &PartProps, record: &Record) -> Html {
    let PartProps { store, bench } = props;
    let part = bench.part();
    let text = typed(bench, record);
    let memory = calibration::read_memory(&text);
    let made = memory.clone().and_then(|m| calibration::device(record, part, m));
    let now = store.scenario.accelerator;
    let state = match &made {
        Ok(d) if *d == now => Use::This,
        Ok(_) if calibration::device(record, part, now.capacity()).is_ok_and(|d| d == now) => Use::OtherMemory,
        Err(_) if memory.is_err() => Use::Unknown,
        _ => Use::Other,
    };
    let settled = state == Use::This && count(store) == ONE;
    let take = {
        let (store, bench, made) = (store.clone(), bench.clone(), made.clone().ok());
        Callback::from(move |_: MouseEvent| {
            if let Some(device) = made {
                if device.id != store.scenario.accelerator.id {
                    let before = Before { device: store.scenario.accelerator, count: count(&store) };
                    bench.dispatch(Act::Used(Box::new(before)));
                }
                // The device last: what is wrong with it is what is to be read.
                store.dispatch(Action::Put(Key::Count, ONE.to_owned()));
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
    let chosen = PARTS.iter().find(|(p, ..)| *p == part).map_or("gpu", |p| p.1);
    let bad = memory.is_err();
    // What is wrong with the machine, and not with the field.
    let why = if bad { calibration::roof(record, part).err() } else { made.as_ref().err().cloned() }.map(|e| e.message);
    let (size, class) = (text.chars().count().clamp(1, 12).to_string(), classes!("edit", bad.then_some("bad")));
    html! {
        <section class="row" aria-labelledby="h-mine">
            <h2 id="h-mine">{ "Use as my machine" }</h2>
            <p class="q">{ "Plan with " }<Select id="b-part" label="part of the machine" {options} {chosen} on={on_part} />
                { " and " }<input id="b-memory" {class} type="text" inputmode="decimal" value={text} {oninput} {size} aria-label="memory, GiB" autocomplete="off" spellcheck="false"
                    aria-invalid={bad.then_some("true")} aria-describedby={if bad { "e-b-memory" } else { "b-memory-is" }} />{ " GiB of memory." }</p>
            { wrong(&memory) }
            <p class="acts2">
                <button type="button" class="btn line" onclick={take} disabled={made.is_err() || settled} aria-describedby={why.is_some().then_some("b-why")}>{ "Use as my machine" }</button>
                if let Some(why) = &why { <span class="sm mut" id="b-why">{ why }{ other(bench, record) }</span> }
                if now.id == own::ID { { used(props, state) } }
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
    let can = bench.part() == Part::Gpu && calibration::roof(record, Part::Processor).is_ok();
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

/// That it is in use, how far it is what stands here, and back.
fn used(props: &PartProps, state: Use) -> Html {
    let PartProps { store, bench } = props;
    let said = match state {
        Use::This => {
            let how = if bench.is_here() { "as measured here" } else { "as measured elsewhere" };
            let of = if count(store) == ONE { "one".to_owned() } else { count(store) };
            html! { <>{ format!("All screens now plan with my machine, {how}, as {of} of it: ") }{ screens(store) }</> }
        }
        Use::OtherMemory => html! {
            <>{ "Press “Use as my machine” to plan with this memory. All screens plan with my machine and " }{ store.scenario.accelerator.memory_words() }{ ": " }{ screens(store) }</>
        },
        Use::Other => {
            html! { <>{ "All screens plan with my machine, but with other numbers than these: " }{ screens(store) }</> }
        }
        Use::Unknown => html! { <>{ "All screens plan with my machine: " }{ screens(store) }</> },
    };
    html! { <span class="sm" role="status">{ said }{ back(props) }</span> }
}

/// Where the plan can be seen.
fn screens(store: &Store) -> Html {
    let to = |screen, name| screen_link(store, screen, name);
    html! { <>{ to(Screen::Plan, "the plan") }{ ", " }{ to(Screen::Run, "the run") }{ ", " }{ to(Screen::Machine, "the machine") }{ "." }</> }
}

/// Back to what the plan counted with before; where that is not known, to the device that a page starts with.
fn back(props: &PartProps) -> Html {
    let PartProps { store, bench } = props;
    let (device, number, words) = match &bench.before {
        Some(before) => (before.device, Some(before.count.clone()), format!("Back to {}", before.device.called())),
        None => {
            let Ok(first) = get(DEFAULT) else { return Html::default() };
            (Device::from(first), None, format!("Plan with {} instead", first.name))
        }
    };
    let (store, bench) = (store.clone(), bench.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(number) = &number {
            store.dispatch(Action::Put(Key::Count, number.clone()));
        }
        store.dispatch(Action::Device(Box::new(device)));
        bench.dispatch(Act::TakenBack);
    });
    html! { <>{ " " }<button type="button" class="as-link" {onclick}>{ words }</button></> }
}

const ONE: &str = "1";

/// How many accelerators the plan has.
fn count(store: &Store) -> String {
    store.scenario.text(Key::Count).unwrap_or_default()
}

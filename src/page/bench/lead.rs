//! The answer in a sentence: before a run what it would take, after it what this machine does.

use yew::prelude::*;

use super::models::Models;
use super::stand::{Act, Bench, Origin, Phase};
use super::{PartProps, sentence};
use crate::core::bench::nearest::{Nearest, comparable};
use crate::core::bench::plan::Plan;
use crate::core::bench::probe::{Arithmetic, Probe, Way};
use crate::core::bench::record::{Ended, Machine, Outcome, Record};
use crate::core::bench::roofline::{Roofline, of_processor, product};
use crate::core::bench::tiles::tiles;
use crate::core::bench::words::{byte_rate, flop_rate};
use crate::core::quantity::show;
use crate::page::select::Select;
use crate::page::top::screen_link;
use crate::page::view::Screen;
use crate::page::words::{self, capital};

#[component]
pub fn Lead(props: &PartProps) -> Html {
    let PartProps { store, bench } = props;
    let shown = bench.shown().filter(|r| !(bench.is_here() && r.ended == Ended::Running));
    let back = screen_link(store, Screen::Machine, "Back to the machine");
    match shown {
        Some(record) => html! {
            <>
                { answer(bench, record) }
                <Models store={store.clone()} record={record.clone()} />
                { caveats(bench, record) }
                <p class="how">{ from(bench, record) }{ " " }{ back }</p>
            </>
        },
        None => html! {
            <>
                { before(bench) }
                <p class="how">{ "Kernels for arithmetic, products, decoding and memory run on the GPU and on one thread of the processor. Each result is checked before its time counts. " }{ back }</p>
            </>
        },
    }
}

/// What there is to measure, and how long it takes.
fn before(bench: &Bench) -> Html {
    let time = |m: &Machine| html! { <>{ "about " }<b class="nb">{ seconds(Plan::of(m).seconds) }</b></> };
    let text = match (&bench.phase, &bench.machine) {
        (Phase::Running | Phase::Wanted, _) => {
            let what = bench.now.map_or("getting ready", |p| p.group().words());
            html! { <>{ "Measuring this machine: " }<b>{ what }</b>{ "." }</> }
        }
        (Phase::Loading, _) => html! { { "Looking at what this machine offers." } },
        (_, Some(m)) if m.software => html! {
            <>{ "Measure this machine: " }{ time(m) }{ " or more, nothing leaves this page. " }<b>{ capital(&m.name()) }</b>{ " is a processor that plays a GPU: the run is a demonstration and calibrates nothing." }</>
        },
        (_, Some(m)) if m.has_gpu() => html! {
            <>{ "Measure this machine: " }{ time(m) }{ ", nothing leaves this page. Its GPU is " }<b>{ m.name() }</b>{ "." }</>
        },
        (_, Some(m)) => html! {
            <>{ "No GPU can be measured here; one thread of the processor can: " }{ time(m) }{ ", nothing leaves this page." }</>
        },
        (_, None) => html! { { "Nothing can be measured here." } },
    };
    html! { <p class="lead" id="answer">{ text }</p> }
}

fn seconds(v: f64) -> String {
    let whole = v.ceil();
    if whole == 1.0 { "1 second".to_owned() } else { format!("{} seconds", show::full(whole)) }
}

fn answer(bench: &Bench, record: &Record) -> Html {
    let who = match bench.origin() {
        Origin::Here if record.machine.software => {
            format!("{}, a processor that plays a GPU,", capital(&record.machine.name()))
        }
        Origin::Here => "This GPU".to_owned(),
        Origin::Imported(_) => capital(&record.machine.name()),
        Origin::Sample(name) => format!("The recorded {name}"),
    };
    let best = product(record, Arithmetic::F32);
    let text = match (bench.against(), best, of_processor(record)) {
        (Some((roof, near)), best, _) => {
            html! { <>{ who }{ " " }{ of_gpu(&roof, best.map(|b| b.0)) }{ paper(bench, near) }{ "." }</> }
        }
        (None, Some((rate, _)), _) => {
            html! { <>{ who }{ " multiplies matrices at " }{ bold(flop_rate(rate)) }{ " in FP32; how fast its memory is was not measured." }</> }
        }
        (None, None, Some(cpu)) => html! {
            <>{ "One thread of this processor computes at " }{ bold(cpu.peak(Arithmetic::F32).map_or_else(String::new, |p| flop_rate(p.rate))) }
                { " in FP32 and moves " }{ bold(byte_rate(cpu.bandwidth)) }{ " of memory." }</>
        },
        (None, None, None) => match tiles(record).and_then(|t| t.best()) {
            Some((_, rate)) => {
                html! { <>{ who }{ " multiplies matrices at " }{ bold(flop_rate(rate)) }{ " in FP32 by the plain product, its best tile." }</> }
            }
            None => html! { { "Too little was measured for an answer." } },
        },
    };
    html! { <p class="lead" id="answer">{ text }</p> }
}

fn bold(text: String) -> Html {
    html! { <b class="nb">{ text }</b> }
}

fn of_gpu(roof: &Roofline, product: Option<f64>) -> Html {
    let peak = roof.peak(Arithmetic::F32);
    let moves = html! { <>{ " and " }{ moving(roof) }{ " memory at " }{ bold(byte_rate(roof.bandwidth)) }</> };
    match (peak, product) {
        (Some(peak), Some(rate)) => html! {
            <>{ "multiplies matrices at " }{ bold(flop_rate(rate)) }{ " in FP32" }
                if let Some(part) = peak.part(rate) { { ", " }{ bold(words::percent(part)) }{ " of what multiply-adds alone reach," } }{ moves }</>
        },
        (Some(peak), None) => html! { <>{ "computes at " }{ bold(flop_rate(peak.rate)) }{ " in FP32" }{ moves }</> },
        (None, _) => moves,
    }
}

/// What the fastest way did with the largest working set.
const fn moving(roof: &Roofline) -> &'static str {
    match roof.from {
        Probe::Stream { way: Way::Read, .. } => "reads",
        Probe::Stream { way: Way::Write, .. } => "writes",
        _ => "copies",
    }
}

/// What a data sheet says, and what of it was reached; or one to choose, where none is like the machine.
fn paper(bench: &Bench, near: Option<Nearest>) -> Html {
    let named = comparable().map(|a| (a.id, AttrValue::Static(a.name)));
    let none = near.is_none().then_some(("", AttrValue::Static("choose a data sheet")));
    let options: Vec<_> = none.into_iter().chain(named).collect();
    let on = {
        let bench = bench.clone();
        Callback::from(move |id: String| {
            if let Some(device) = comparable().find(|a| a.id == id) {
                bench.dispatch(Act::Against(device.id));
            }
        })
    };
    let list = |id: &'static str| html! { <Select id="b-paper" label="data sheet beside the measured machine" {options} chosen={id} {on} changed={bench.against.is_some()} /> };
    let Some(Nearest { device, by_name, .. }) = near else {
        // A processor that plays a GPU is like none.
        if bench.shown().is_none_or(|r| r.machine.software) {
            return Html::default();
        }
        return html! { <>{ "; no data sheet here is like it: " }{ list("") }</> };
    };
    let lead = if by_name || bench.against.is_some() { "; " } else { "; the nearest data sheet, " };
    let has = if by_name || bench.against.is_some() { " on paper has " } else { ", has " };
    html! { <>{ lead }{ list(device.id) }{ has }{ bold(flop_rate(device.rates.fp32)) }{ " and " }{ bold(byte_rate(device.bandwidth)) }</> }
}

/// Where the figures are from, and how the data sheet was found.
fn from(bench: &Bench, record: &Record) -> Html {
    let mut said: Vec<String> = Vec::new();
    if let Some((roof, near)) = bench.against() {
        if let Some(peak) = roof.peak(Arithmetic::F32) {
            said.push(format!(
                "Peak: the best sample of {}; memory: that of {}.",
                peak.from.words(),
                roof.from.words()
            ));
        }
        if let Some(near) = near {
            let how = match (bench.against.is_some(), near.by_name) {
                (true, _) => "was chosen",
                (false, true) => "is the one that the machine names",
                (false, false) => {
                    "has the nearest figures of its maker's; no row has the name that the machine says, if it says one"
                }
            };
            said.push(format!(
                "The data sheet of {} {how}; {} of its FP32 rate and {} of its bandwidth were reached.",
                near.device.name,
                words::percent(near.of_rate),
                words::percent(near.of_bandwidth)
            ));
        }
        if let Some((rate, from)) = product(record, Arithmetic::F32) {
            said.push(format!("Product: {} at {}, the median.", from.words(), flop_rate(rate)));
        }
    }
    if let Some(cpu) = of_processor(record)
        && let Some(peak) = cpu.peak(Arithmetic::F32)
    {
        said.push(format!("One thread of the processor: {} and {}.", flop_rate(peak.rate), byte_rate(cpu.bandwidth)));
    }
    html! { { said.join(" ") } }
}

/// What takes something off the answer.
fn caveats(bench: &Bench, record: &Record) -> Html {
    let mut notes: Vec<String> = Vec::new();
    match bench.origin() {
        Origin::Here => {}
        Origin::Imported(name) => notes.push(format!("Imported from {name}, not measured here.")),
        Origin::Sample(_) => notes.push("A recorded sample, not measured here.".to_owned()),
    }
    if record.machine.software {
        notes.push("A processor played the GPU: this is a demonstration and calibrates nothing.".to_owned());
    }
    if record.ended != Ended::Complete {
        let reason = if record.reason.is_empty() { String::new() } else { format!(": {}", record.reason) };
        notes.push(format!("The run is {}{reason}", record.ended.words()));
    }
    if let Some(part) = record.slowed_by() {
        let why = if record.machine.software { "other work may have come between" } else { "it may have grown hot" };
        notes.push(format!("The first probe took {} longer at the end of the run: {why}.", words::percent(part)));
    }
    let wrong = record.readings.iter().filter(|r| r.outcome == Outcome::Wrong).count();
    if wrong > 0 {
        let (one, them) = if wrong == 1 {
            ("probe gave a wrong result", "it does")
        } else {
            ("probes gave wrong results", "they do")
        };
        notes.push(format!("{wrong} {one} on this adapter; {them} not count."));
    }
    if bench.unread() > 0 && bench.is_here() {
        notes.push(format!("{} messages of the program could not be read.", bench.unread()));
    }
    html! {
        <>
            { for notes.into_iter().map(|n| html! { <p class="note warn">{ sentence(n) }</p> }) }
            { super::notices::notices(bench) }
        </>
    }
}

//! The device at hand as a sentence and as a roofline, with the operators of the model at hand beneath it.

use std::rc::Rc;

use yew::prelude::*;

use super::tera;
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Rule, Scale, Series, Weight};
use crate::core::accelerators::{Numeric, own};
use crate::core::bench::words::byte_rate;
use crate::core::engine::operator::Kind;
use crate::core::error::Error;
use crate::core::quantity::show;
use crate::core::rooflines::{Bound, Roof, Spot, roofs, spots};
use crate::core::scenario::Key;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::field::{StoreProps, devices};
use crate::page::pictures::ends;
use crate::page::place::SHAPES;
use crate::page::select::Select;
use crate::page::store::{Action, Shared, Store, changed};
use crate::page::top::screen_link;
use crate::page::view::Screen;
use crate::page::words::{self, THIN};

/// FLOP for a byte at which the picture begins and ends at least.
const ENDS: (f64, f64) = (1.0, 10_000.0);

#[component]
pub fn Roofline(props: &StoreProps) -> Html {
    let store = &props.store;
    let asked = use_state_eq(|| Numeric::Bf16);
    let report = store.report.clone();
    let all = use_memo(report.clone(), |r| (roofs(&r.scenario.accelerator), spots(r)));
    let device = &store.scenario.accelerator;
    let format = device.fallback(*asked).0;
    let drawn = use_memo((report.clone(), format), |(r, f)| Rc::new(chart(r, *f, &all.0, spots_of(&all.1))));
    let reader = {
        let all = all.clone();
        use_memo((report, format), move |(_, f)| {
            let f = *f;
            Reader::new(move |x| readout(&all.0, spots_of(&all.1), f, x))
        })
    };
    let (roofs, spots) = (&all.0, &all.1);
    let Some(roof) = roofs.iter().find(|r| r.has(format)) else {
        return html! { <p class="lead" id="answer">{ "Of " }{ device_list(store) }{ " no rate of matrix products is known." }</p> };
    };
    let own = device.row().id == own::ID;
    let title = if own { "Roofline of my machine, as measured" } else { "Roofline, dense peaks from the data sheet" };
    let options =
        Numeric::ALL.into_iter().filter(|f| device.rate(*f).is_some()).map(|f| (f.id(), AttrValue::Static(f.name())));
    let on = Callback::from(move |id: String| {
        if let Ok(f) = Numeric::find(&id) {
            asked.set(f);
        }
    });
    let summary = format!(
        "Attainable TFLOP/s of {} against FLOP for a byte, both on log axes. In {} it reaches {} from {} FLOP for a byte on.",
        device.one(),
        format.name(),
        tera(roof.peak),
        show::sig(roof.ridge, 3)
    );
    html! {
        <>
            <p class="lead" id="answer">{ if own { "As measured, " } else { "One " } }{ device_list(store) }{ " reaches " }<b class="nb">{ tera(roof.peak) }{ THIN }{ "TFLOP/s" }</b>{ " in " }
                <Select id="r-format" label="format of the products" options={options.collect::<Vec<_>>()} chosen={format.id()} {on} />
                { " once every byte read feeds " }<b class="nb">{ show::sig(roof.ridge, 3) }{ THIN }{ "FLOP" }</b>{ ". " }{ waiting(store, spots) }</p>
            <p class="how">{ source(store) }{ " " }{ screen_link(store, Screen::Bench, "Measure this machine") }</p>
            <div class="g12 first">
                <div class="c8 stack">
                    <h2 class="vh" id="h-roofline">{ "Roofline" }</h2>
                    <ChartView id="roofline" {title} {summary} chart={(*drawn).clone()} readout={(*reader).clone()} table={table(roofs)} height="tall" />
                    { operators(store, spots) }
                </div>
                <div class="c4"><h3>{ "What each format reaches" }</h3>
                    <div class="tw" tabindex="0" role="region" aria-label="What each format reaches">{ table(roofs) }</div>
                    <p class="xs dim">{ if own { "Measured: the fastest large product of the benchmark." } else { "Measured: the fastest large product that others published of this device." } }{ " Formats that are not listed are done in wider ones." }</p></div>
            </div>
        </>
    }
}

/// The devices to choose from. The field of the plan stands further down on this screen, so this one has another id.
fn device_list(store: &Store) -> Html {
    let device = &store.scenario.accelerator;
    let options = devices(device);
    let on = {
        let store = store.clone();
        Callback::from(move |id: String| store.dispatch(Action::Put(Key::Accelerator, id)))
    };
    let changed = changed(&store.scenario, Key::Accelerator);
    html! { <Select id="r-device" label="device of the roofline" {options} chosen={device.id} {on} {changed} /> }
}

fn spots_of(spots: &Result<Vec<Spot>, Error>) -> &[Spot] {
    spots.as_deref().unwrap_or_default()
}

fn source(store: &Store) -> String {
    let d = &store.scenario.accelerator;
    let notes = if d.notes.is_empty() { String::new() } else { format!(" {}", d.notes) };
    let bandwidth = byte_rate(d.bandwidth);
    let source = d.source.trim_end_matches('.');
    if d.row().id == own::ID {
        return format!("{} at {bandwidth}. Its figures: {source}.{notes}", d.memory_words());
    }
    let sure = d.confidence.as_str();
    format!("Dense rates, no sparsity; {} at {bandwidth}. From {source}: {sure}.{notes}", d.memory_words())
}

/// Which operators wait for memory, in words.
fn waiting(store: &Store, spots: &Result<Vec<Spot>, Error>) -> Html {
    let model = store.scenario.setup.model.name();
    let spots = match spots {
        Ok(spots) => spots,
        Err(e) => return html! { { format!("{model} cannot be trained in this layout: {}", e.message) } },
    };
    let kinds = |bound: Bound| -> Vec<(Kind, f64)> {
        let all = Kind::ALL.into_iter().filter_map(|k| {
            let s = spots.iter().find(|s| s.kind == k)?;
            (s.bound == bound).then_some((k, s.share.unwrap_or_default()))
        });
        all.collect()
    };
    let slow = kinds(Bound::Memory);
    if slow.is_empty() {
        return html! { { format!("Nothing of {model} waits for memory.") } };
    }
    let names: Vec<&str> = slow.iter().map(|(k, _)| k.words()).collect();
    let share: f64 = slow.iter().map(|s| s.1).sum();
    html! {
        <>{ format!("Training {model}, {} wait for memory", listed(&names)) }
            if share > 0.0 { { " and take " }<b class="nb">{ words::percent(share) }</b>{ " of a step" } }
            { "; the rest computes." }</>
    }
}

/// `a; b and c`: names have commas of their own.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join("; ")),
    }
}

fn chart(report: &Shared, format: Numeric, roofs: &[Roof], spots: &[Spot]) -> Chart {
    let shown: Vec<&Spot> = spots.iter().filter(|s| s.flop > 0.0 && s.rate() > 0.0).collect();
    let (lo, hi) = ends(shown.iter().map(|s| s.intensity()).chain(roofs.iter().map(|r| r.ridge)));
    let x = (ENDS.0.min(lo / 2.0), ENDS.1.max(hi * 2.0));
    let (least, most) = ends(shown.iter().map(|s| s.rate()).chain(roofs.iter().flat_map(|r| [r.peak, r.peak / 2.0])));
    let chosen = |r: &Roof| r.has(format);
    let mut others = 0;
    let mut series: Vec<Series> = Vec::new();
    for r in roofs {
        let color = if chosen(r) {
            0
        } else {
            others += 1;
            // The second colour is that of the operators.
            [2, 3, 4, 5][(others - 1) % 4]
        };
        let peak = r.peak / 1e12;
        series.push(Series {
            label: format!("{} {}", r.words(), tera(r.peak)),
            color,
            points: vec![(x.0, r.at(x.0) / 1e12), (r.ridge, peak), (x.1, peak)],
            solid: None,
            weight: if chosen(r) { Weight::Chosen } else { Weight::Normal },
        });
        if let (Some(m), Some((_, from))) = (r.measured, r.reached()) {
            let label = if chosen(r) { format!("measured {}", tera(m)) } else { String::new() };
            series.push(Series {
                label,
                color,
                points: vec![(from, m / 1e12), (x.1, m / 1e12)],
                solid: None,
                weight: Weight::Ghost,
            });
        }
    }
    let marks = shown.iter().enumerate().map(|(i, s)| Mark {
        x: s.intensity(),
        y: s.rate() / 1e12,
        color: 1,
        shape: SHAPES[0],
        filled: true,
        // A kind is named once.
        label: if shown.iter().take(i).any(|o| o.kind == s.kind) { String::new() } else { s.kind.words().to_owned() },
        drop: false,
        large: false,
    });
    let axis = |title: String, unit: &str, range: (f64, f64)| Axis {
        title,
        unit: unit.into(),
        scale: Scale::Log,
        labels: Labels::Decimal,
        range,
    };
    Chart {
        x: axis("FLOP for a byte".into(), "FLOP per byte read or written", x),
        y: axis(
            format!("TFLOP/s on {}", report.scenario.accelerator.one()),
            "",
            (least.min(roofs.iter().map(|r| r.peak).fold(most, f64::min) / 10.0) / 2e12, most * 1.6 / 1e12),
        ),
        series,
        bands: Vec::new(),
        marks: marks.collect(),
        rules: roofs
            .iter()
            .filter(|r| chosen(r))
            .map(|r| Rule { x: r.ridge, label: format!("ridge {}", show::sig(r.ridge, 3)) })
            .collect(),
        notes: vec![format!("dots: forward pass of {}, as expected in a long run", report.scenario.setup.model.name())],
    }
}

/// The roof at this many FLOP for a byte, and the operator that lies nearest.
fn readout(roofs: &[Roof], spots: &[Spot], format: Numeric, x: f64) -> Option<Readout> {
    let roof = roofs.iter().find(|r| r.has(format))?;
    let near = |s: &&Spot| (s.intensity() / x).ln().abs();
    let mut lines = vec![
        format!("{} FLOP for a byte", show::sig(x, 3)),
        format!("{}: at most {} TFLOP/s", format.name(), tera(roof.at(x))),
    ];
    if let Some(s) = spots.iter().filter(|s| s.flop > 0.0).min_by(|a, b| near(a).total_cmp(&near(b))) {
        lines.push(format!("nearest: {}", s.kind.words()));
        lines.push(format!("{} FLOP/B, {} TFLOP/s", show::sig(s.intensity(), 3), tera(s.rate())));
    }
    Some(Readout { x, y: Some(roof.at(x) / 1e12), lines })
}

fn table(roofs: &[Roof]) -> Html {
    html! {
        <table class="dense"><thead><tr><th scope="col">{ "format" }</th><th scope="col" class="n">{ "TFLOP/s" }</th><th scope="col" class="n">{ "ridge, FLOP/B" }</th>
            <th scope="col" class="n">{ "measured" }</th><th scope="col" class="n">{ "of peak" }</th></tr></thead>
            <tbody>{ for roofs.iter().map(|r| html! {
                <tr><th scope="row">{ r.words() }</th><td class="n">{ tera(r.peak) }</td><td class="n">{ show::sig(r.ridge, 3) }</td>
                    <td class="n">{ r.measured.map_or_else(|| "–".to_owned(), tera) }</td>
                    <td class="n">{ r.reached().map_or_else(|| "–".to_owned(), |(share, _)| words::percent(share)) }</td></tr>
            }) }</tbody></table>
    }
}

fn operators(store: &Store, spots: &Result<Vec<Spot>, Error>) -> Html {
    let spots = match spots {
        Ok(spots) => spots,
        Err(e) => return html! { <p class="note err">{ &e.message }</p> },
    };
    html! {
        <div><h3>{ format!("What binds each operator of {}", store.scenario.setup.model.name()) }</h3>
            <div class="tw" tabindex="0" role="region" aria-label="What binds each operator"><table class="dense">
                <thead><tr><th scope="col">{ "operator, forward" }</th><th scope="col" class="opt">{ "m × k × n" }</th><th scope="col">{ "in" }</th><th scope="col" class="n">{ "FLOP per byte" }</th><th scope="col" class="n">{ "roof, TFLOP/s" }</th>
                    <th scope="col" class="n">{ "expected" }</th><th scope="col" class="n">{ "of peak" }</th><th scope="col">{ "bound by" }</th><th scope="col" class="n">{ "of a step" }</th></tr></thead>
                <tbody>{ for spots.iter().enumerate().map(|(i, s)| {
                    let again = spots.iter().take(i).any(|o| o.kind == s.kind);
                    let share = if again { "as above".to_owned() } else { s.share.map_or_else(|| "–".to_owned(), words::percent) };
                    let sides = s.sides.map_or_else(|| "–".to_owned(), |sides| sides.map(|v| show::full(v.round())).join(" × "));
                    let worked = |text: String| if s.flop > 0.0 { text } else { "–".to_owned() };
                    html! {
                        <tr><th scope="row">{ s.kind.words() }</th><td class="opt">{ sides }</td><td>{ worked(s.operands.words().to_owned()) }</td><td class="n">{ worked(show::sig(s.intensity(), 3)) }</td>
                            <td class="n">{ worked(tera(s.roof)) }</td><td class="n">{ worked(tera(s.rate())) }</td>
                            <td class="n">{ worked(words::percent(s.reaches())) }</td><td>{ s.bound.words() }</td>
                            <td class="n">{ share }</td></tr>
                    }
                }) }</tbody>
            </table></div>
            <p class="xs dim">{ format!("One micro-batch on one device of the layout at hand. Norms, sums and the loss do few operations that count: they are read and written. Share of a step: both ways, all of that kind. Training {} is changed on the screen of the model and of the run.", store.scenario.setup.model.name()) }</p>
        </div>
    }
}

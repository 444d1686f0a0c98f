//! The present layout on fewer and more accelerators: days and utilisation, with the same batch and with one that grows.

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::quantity::show;
use crate::core::report::Report;
use crate::core::run_curves;
use crate::core::timing::scaling::Scaled;
use crate::page::field::StoreProps;
use crate::page::pictures::{Drawn, Picture, ends, padded};
use crate::page::words;

const WAYS: [&str; 2] = ["same batch", "batch grows"];

#[component]
pub fn Scalings(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let none = html! { <p class="note">{ "A utilisation of your own is the same on any number of accelerators: there is nothing to draw." }</p> };
    html! {
        <section class="row" aria-labelledby="h-scaling">
            <h2 id="h-scaling">{ "Fewer and more accelerators" }</h2>
            <p class="sm mut">{ "The layout stays, its copies are halved and doubled. With the same batch every copy has less to do, and waits longer; a batch that grows with the copies keeps them busy, but takes fewer, larger steps." }</p>
            <div class="panels half">
                <Picture report={report.clone()} id="days" height="half" draw={days as fn(&Report) -> Option<Drawn>} read={read_days as fn(&Report, f64) -> Option<Readout>} {none} />
                <Picture {report} id="mfu" height="half" draw={mfu as fn(&Report) -> Option<Drawn>} read={read_mfu as fn(&Report, f64) -> Option<Readout>} />
            </div>
        </section>
    }
}

fn in_days(s: &Scaled) -> f64 {
    s.timing.seconds.get() / 86_400.0
}

fn in_percent(s: &Scaled) -> f64 {
    100.0 * s.timing.mfu
}

/// Both ways against the number of accelerators.
fn chart(report: &Report, title: &str, scale: Scale, at: fn(&Scaled) -> f64) -> Option<Chart> {
    let lines = run_curves::scaled(report)?;
    let now = report.timing().ok()?.devices;
    let all = || lines.iter().flatten();
    let x = ends(all().map(|s| s.devices as f64));
    let y = ends(all().map(at));
    let here = lines.first()?.iter().find(|s| s.devices == now)?;
    let series = lines.iter().enumerate().map(|(i, line)| Series {
        label: WAYS.get(i).map_or_else(String::new, |w| (*w).to_owned()),
        color: i,
        points: line.iter().map(|s| (s.devices as f64, at(s))).collect(),
        solid: None,
        weight: if i == 0 { Weight::Chosen } else { Weight::Normal },
    });
    Some(Chart {
        x: Axis {
            title: "Accelerators".into(),
            unit: "accelerators".into(),
            scale: Scale::Log,
            labels: Labels::Words,
            range: (x.0 / 1.1, x.1 * 1.1),
        },
        y: Axis {
            title: title.into(),
            unit: String::new(),
            scale,
            labels: Labels::Decimal,
            range: if scale == Scale::Log { (y.0 / 1.3, y.1 * 1.3) } else { padded((y.0.min(0.9 * y.1), y.1)) },
        },
        series: series.collect(),
        bands: Vec::new(),
        marks: vec![Mark {
            x: here.devices as f64,
            y: at(here),
            color: 0,
            shape: Shape::Circle,
            filled: true,
            label: "yours".into(),
            drop: true,
            large: true,
        }],
        rules: Vec::new(),
        notes: Vec::new(),
    })
}

fn drawn(report: &Report, title: &'static str, axis: &str, scale: Scale, at: fn(&Scaled) -> f64) -> Option<Drawn> {
    let chart = chart(report, axis, scale, at)?;
    Some(Drawn {
        title: title.into(),
        summary: format!("{title}, for the present split of the model."),
        chart,
        table: table(report)?,
    })
}

fn days(report: &Report) -> Option<Drawn> {
    drawn(report, "Days against accelerators", "Training time, days", Scale::Log, in_days)
}

fn mfu(report: &Report) -> Option<Drawn> {
    drawn(report, "MFU against accelerators", "Model FLOP utilisation, %", Scale::Linear, in_percent)
}

/// The nearest number that was timed, both ways.
fn read(report: &Report, devices: f64, at: fn(&Scaled) -> f64) -> Option<Readout> {
    let lines = run_curves::scaled(report)?;
    let far = |s: &Scaled| (s.devices as f64 / devices).ln().abs();
    let near = |line: &[Scaled]| line.iter().copied().min_by(|a, b| far(a).total_cmp(&far(b)));
    let first = near(lines.first()?)?;
    let mut said = vec![format!("{} accelerators", show::full(first.devices as f64))];
    for (line, words) in lines.iter().zip(WAYS) {
        if let Some(s) = line.iter().find(|s| s.devices == first.devices) {
            said.push(format!(
                "{words}: {}, {} MFU",
                words::time(s.timing.seconds.get()),
                words::percent(s.timing.mfu)
            ));
        }
    }
    Some(Readout { x: first.devices as f64, y: Some(at(&first)), lines: said })
}

fn read_days(report: &Report, devices: f64) -> Option<Readout> {
    read(report, devices, in_days)
}

fn read_mfu(report: &Report, devices: f64) -> Option<Readout> {
    read(report, devices, in_percent)
}

fn table(report: &Report) -> Option<Html> {
    let [strong, weak] = run_curves::scaled(report)?;
    let cells = |s: Option<&Scaled>| match s {
        Some(s) => {
            html! { <><td class="n">{ words::time(s.timing.seconds.get()) }</td><td class="n">{ words::percent(s.timing.mfu) }</td></> }
        }
        None => html! { <><td class="n">{ "–" }</td><td class="n">{ "–" }</td></> },
    };
    let rows = weak.iter().map(|w| {
        let same = strong.iter().find(|s| s.devices == w.devices);
        html! { <tr><th scope="row">{ show::full(w.devices as f64) }</th>{ cells(same) }{ cells(Some(w)) }<td class="n">{ show::full(w.batch as f64) }</td><td class="n">{ words::bytes(w.memory.get()) }</td></tr> }
    });
    Some(html! {
        <table><thead><tr><th scope="col">{ "accelerators" }</th><th scope="col" class="n">{ "same batch" }</th><th scope="col" class="n">{ "MFU" }</th>
            <th scope="col" class="n">{ "batch grows" }</th><th scope="col" class="n">{ "MFU" }</th><th scope="col" class="n">{ "to sequences" }</th><th scope="col" class="n">{ "memory" }</th></tr></thead>
            <tbody>{ for rows }</tbody></table>
    })
}

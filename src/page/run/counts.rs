//! Days against the number of accelerators, each number in its own fastest layout.

use std::rc::Rc;

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::quantity::show;
use crate::core::run_curves::{Fastest, fastest};
use crate::page::chart_view::{ChartView, Reader};
use crate::page::field::StoreProps;
use crate::page::pictures::ends;
use crate::page::words;

#[component]
pub fn Counts(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let points = use_memo(report.clone(), |r| fastest(r));
    let drawn = {
        let points = points.clone();
        use_memo(report.clone(), move |_| Rc::new(chart(&points)))
    };
    let reader = {
        let points = points.clone();
        use_memo(report, move |_| Reader::new(move |n| readout(&points, n)))
    };
    if points.len() < 2 {
        return Html::default();
    }
    let summary =
        "Training time against the number of accelerators, each in the fastest layout of powers of two that fits.";
    html! {
        <ChartView id="counts" title="Days against accelerators, each in its fastest layout" {summary} chart={(*drawn).clone()} readout={(*reader).clone()} table={table(&points)} height="small" />
    }
}

fn days(f: &Fastest) -> f64 {
    f.timing.seconds.get() / 86_400.0
}

/// The layout in words.
fn split(f: &Fastest) -> String {
    let l = &f.setup.layout;
    let ways = [(l.tensor, "tensor"), (l.pipeline, "pipeline"), (l.data, "data")];
    let ways: Vec<String> = ways.iter().filter(|(n, _)| *n > 1).map(|(n, what)| format!("{n} {what}")).collect();
    let ways = if ways.is_empty() { "one device".to_owned() } else { ways.join(" × ") };
    if l.zero > 0 { format!("{ways}, ZeRO {}", l.zero) } else { ways }
}

fn chart(points: &[Fastest]) -> Chart {
    let line: Vec<(f64, f64)> = points.iter().map(|f| (f.devices as f64, days(f))).collect();
    let (x, y) = (ends(line.iter().map(|p| p.0)), ends(line.iter().map(|p| p.1)));
    let mark = |(x, y): &(f64, f64)| Mark {
        x: *x,
        y: *y,
        color: 0,
        shape: Shape::Circle,
        filled: true,
        label: String::new(),
        drop: false,
        large: false,
    };
    Chart {
        x: Axis {
            title: "Accelerators".into(),
            unit: "accelerators".into(),
            scale: Scale::Log,
            labels: Labels::Words,
            range: (x.0 / 1.1, x.1 * 1.1),
        },
        y: Axis {
            title: "Training time, days".into(),
            unit: String::new(),
            scale: Scale::Log,
            labels: Labels::Decimal,
            range: (y.0 / 1.3, y.1 * 1.3),
        },
        marks: line.iter().map(mark).collect(),
        series: vec![Series { label: String::new(), color: 0, points: line, solid: None, weight: Weight::Chosen }],
        bands: Vec::new(),
        rules: Vec::new(),
        notes: vec!["layouts of powers of two, about four million tokens a step".into()],
    }
}

fn readout(points: &[Fastest], devices: f64) -> Option<Readout> {
    let far = |f: &Fastest| (f.devices as f64 / devices).ln().abs();
    let f = points.iter().min_by(|a, b| far(a).total_cmp(&far(b)))?;
    let time = format!("{}, {} MFU", words::time(f.timing.seconds.get()), words::percent(f.timing.mfu));
    let lines = vec![format!("{} accelerators", show::full(f.devices as f64)), time, split(f)];
    Some(Readout { x: f.devices as f64, y: Some(days(f)), lines })
}

fn table(points: &[Fastest]) -> Html {
    html! {
        <table><thead><tr><th scope="col">{ "accelerators" }</th><th scope="col" class="n">{ "time" }</th><th scope="col" class="n">{ "MFU" }</th><th scope="col">{ "layout" }</th></tr></thead>
            <tbody>{ for points.iter().map(|f| html! {
                <tr><th scope="row">{ show::full(f.devices as f64) }</th><td class="n">{ words::time(f.timing.seconds.get()) }</td>
                    <td class="n">{ words::percent(f.timing.mfu) }</td><td class="mut">{ split(f) }</td></tr>
            }) }</tbody></table>
    }
}

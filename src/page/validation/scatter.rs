//! Predicted against published utilisation, one marker a run.

use std::rc::Rc;

use yew::prelude::*;

use super::{share, signed};
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Weight};
use crate::core::validation::summary::{Check, Family, summary};
use crate::page::answers::icon;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::pictures::ends;
use crate::page::place::{SHAPES, color};

/// Errors to which lines are drawn.
const LINES: [(f64, &str); 5] =
    [(0.0, "as published"), (0.1, "+10 %"), (-0.1, "−10 %"), (0.25, "+25 %"), (-0.25, "−25 %")];

#[component]
pub fn Scatter() -> Html {
    let drawn = use_memo((), |()| (Rc::new(chart()), Reader::new(read), table()));
    let (chart, readout, table) = (*drawn).clone();
    let s = summary();
    let seen = |f: &Family| s.checks.iter().any(|c| c.family() == *f);
    let legend = Family::ALL.iter().enumerate().filter(|(_, f)| seen(f)).map(|(i, f)| {
        html! { <span class="key">{ icon(i) }{ f.words() }</span> }
    });
    let sub = html! { <p class="keys" aria-hidden="true">{ for legend }</p> };
    let summary = s.all.map_or_else(String::new, |e| {
        format!(
            "Predicted against published utilisation of {} runs, both on log axes, with lines at no error, 10 and 25 percent. {} lie within 10 percent, {} within 25.",
            e.rows,
            share(s.within(|_| true, 0.1)),
            share(s.within(|_| true, 0.25))
        )
    });
    html! { <ChartView id="runs" title="Predicted MFU against published" {summary} {chart} {readout} {table} height="tall" {sub} /> }
}

/// Published and predicted, in percent.
fn point(c: &Check) -> Option<(f64, f64)> {
    let p = c.predicted.as_ref().ok()?;
    (p.said_mfu > 0.0 && p.mfu > 0.0).then_some((100.0 * p.said_mfu, 100.0 * p.mfu))
}

fn chart() -> Chart {
    let s = summary();
    let points: Vec<(usize, (f64, f64))> =
        s.checks.iter().filter_map(|c| Some((Family::ALL.iter().position(|f| *f == c.family())?, point(c)?))).collect();
    let (lo, hi) = ends(points.iter().flat_map(|(_, p)| [p.0, p.1]));
    let (lo, hi) = (lo / 1.08, hi * 1.08);
    let marks = points.iter().map(|(i, (x, y))| Mark {
        x: *x,
        y: *y,
        color: color(*i),
        shape: SHAPES[i % SHAPES.len()],
        filled: false,
        label: String::new(),
        drop: false,
        large: false,
    });
    let line = |(error, label): (f64, &str)| Series {
        label: label.into(),
        color: 5,
        points: vec![(lo, lo * (1.0 + error)), (hi, hi * (1.0 + error))],
        solid: None,
        weight: if error == 0.0 { Weight::Normal } else { Weight::Ghost },
    };
    let axis = |title: &str, unit: &str| Axis {
        title: title.into(),
        unit: unit.into(),
        scale: Scale::Log,
        labels: Labels::Decimal,
        range: (lo, hi),
    };
    Chart {
        x: axis("Published MFU", "published MFU, %"),
        y: axis("Predicted MFU, %", ""),
        series: LINES.into_iter().map(line).collect(),
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: vec!["attention counted as the whole square, against the dense 16-bit peak".into()],
    }
}

/// The run that lies nearest.
fn read(x: f64) -> Option<Readout> {
    let far = |p: (f64, f64)| (p.0 / x).ln().abs();
    let rows = summary().checks.iter().filter_map(|c| Some((c, point(c)?)));
    let (c, (x, y)) = rows.min_by(|a, b| far(a.1).total_cmp(&far(b.1)))?;
    Some(Readout {
        x,
        y: Some(y),
        lines: vec![
            format!("{}, {} × {}", c.model, c.row.devices, c.device_name()),
            format!("published {}, predicted {}", share(x / 100.0), share(y / 100.0)),
            format!("error {}", signed(c.error()?)),
            c.row.framework.to_owned(),
        ],
    })
}

/// Families; every run stands in the table of the page.
fn table() -> Html {
    let s = summary();
    let row = |f: Family| {
        let within = |e: f64| share(s.within(|c| c.family() == f, e));
        let n = s.checks.iter().filter(|c| c.family() == f).count();
        html! { if n > 0 { <tr><th scope="row">{ f.words() }</th><td class="n">{ n }</td><td class="n">{ within(0.1) }</td><td class="n">{ within(0.25) }</td><td class="n">{ within(0.5) }</td></tr> } }
    };
    html! {
        <table><thead><tr><th scope="col">{ "devices" }</th><th scope="col" class="n">{ "runs" }</th><th scope="col" class="n">{ "within 10 %" }</th>
            <th scope="col" class="n">{ "within 25 %" }</th><th scope="col" class="n">{ "within 50 %" }</th></tr></thead>
            <tbody>{ for Family::ALL.into_iter().map(row) }</tbody></table>
    }
}

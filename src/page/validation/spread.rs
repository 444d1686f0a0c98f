//! How many runs are off by how much, on both halves.

use std::rc::Rc;

use yew::prelude::*;

use super::{off, share};
use crate::chart::{Axis, Chart, Labels, Readout, Rule, Scale, Series, Weight};
use crate::core::validation::summary::{Check, Errors, summary};
use crate::page::chart_view::{ChartView, Reader};

/// The picture ends here; errors beyond it stand in the table.
const END: f64 = 100.0;
const STEPS: [f64; 8] = [0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.0];

#[component]
pub fn Spread() -> Html {
    let drawn = use_memo((), |()| (Rc::new(chart()), Reader::new(read), table()));
    let (chart, readout, table) = (*drawn).clone();
    let s = summary();
    let said = |e: Option<Errors>| {
        e.map_or_else(String::new, |e| {
            format!("half are off by less than {}, nine of ten by no more than {}", off(e.median), off(e.nine))
        })
    };
    let summary = format!(
        "Share of runs that are off by no more than an error. Of the half that checks, {}; of the half that constants are fitted on, {}.",
        said(s.checking),
        said(s.fitted)
    );
    html! { <ChartView id="errors" title="Runs that are off by no more than so much" {summary} {chart} {readout} {table} height="tall" /> }
}

fn checks(c: &Check) -> bool {
    !c.row.is_fitted()
}

/// Steps: a share holds from its error on.
fn steps(shares: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut points = vec![(0.0, 0.0)];
    let mut last = 0.0;
    for (error, part) in shares {
        points.extend([(100.0 * error, 100.0 * last), (100.0 * error, 100.0 * part)]);
        last = *part;
    }
    points.retain(|p| p.0 <= END);
    points
}

fn chart() -> Chart {
    let s = summary();
    let line = |label: &str, color: usize, shares: Vec<(f64, f64)>, weight: Weight| Series {
        label: label.into(),
        color,
        points: steps(&shares),
        solid: None,
        weight,
    };
    let rule = |e: Option<f64>, label: &str| e.map(|x| Rule { x: 100.0 * x, label: label.into() });
    Chart {
        x: Axis {
            title: "Error".into(),
            unit: "error, %".into(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: (0.0, END),
        },
        y: Axis {
            title: "Share of runs, %".into(),
            unit: String::new(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: (0.0, 100.0),
        },
        series: vec![
            line("fitted on", 5, s.shares(|c| c.row.is_fitted()), Weight::Normal),
            line("checking", 0, s.shares(checks), Weight::Chosen),
        ],
        bands: Vec::new(),
        marks: Vec::new(),
        rules: [rule(s.checking.map(|e| e.median), "half"), rule(s.checking.map(|e| e.nine), "nine of ten")]
            .into_iter()
            .flatten()
            .collect(),
        notes: Vec::new(),
    }
}

fn read(x: f64) -> Option<Readout> {
    let s = summary();
    let (a, b) = (s.within(checks, x / 100.0), s.within(|c| c.row.is_fitted(), x / 100.0));
    Some(Readout {
        x,
        y: Some(100.0 * a),
        lines: vec![
            format!("off by at most {}", off(x / 100.0)),
            format!("checking: {} of runs", share(a)),
            format!("fitted on: {}", share(b)),
        ],
    })
}

fn table() -> Html {
    let s = summary();
    html! {
        <table><thead><tr><th scope="col">{ "off by at most" }</th><th scope="col" class="n">{ "all" }</th><th scope="col" class="n">{ "checking" }</th><th scope="col" class="n">{ "fitted on" }</th></tr></thead>
            <tbody>{ for STEPS.into_iter().map(|e| html! {
                <tr><th scope="row">{ off(e) }</th><td class="n">{ share(s.within(|_| true, e)) }</td><td class="n">{ share(s.within(checks, e)) }</td>
                    <td class="n">{ share(s.within(|c| c.row.is_fitted(), e)) }</td></tr>
            }) }</tbody></table>
    }
}

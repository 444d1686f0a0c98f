//! What scaling leaves of small numbers: signal against noise by magnitude, for coarse and fine scales.

use std::rc::Rc;

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Readout, Rule, Scale, Series, Weight};
use crate::core::format_picture::{self as picture, MAGNITUDES, Noise};
use crate::core::numbers::float::{E2M1, E4M3, E5M2, Float};
use crate::core::quantity::show;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::select::Select;

static FORMATS: [(&str, &Float); 3] = [("e4m3", &E4M3), ("e5m2", &E5M2), ("e2m1", &E2M1)];
/// How widely logarithms spread: the natural one of a factor that two of three numbers lie within.
static SPREADS: [(&str, f64, &str); 3] =
    [("1", 1.0, "a factor of 2.7"), ("2", 2.0, "a factor of 7.4"), ("3", 3.0, "a factor of 20")];

#[component]
pub fn Noises() -> Html {
    let (format, spread) = (use_state_eq(|| FORMATS[0].0), use_state_eq(|| SPREADS[1].0));
    let drawn = use_memo((*format, *spread), |(f, s)| {
        let format = FORMATS.iter().find(|x| x.0 == *f).map_or(&E4M3, |x| x.1);
        let spread = SPREADS.iter().find(|x| x.0 == *s).map_or(2.0, |x| x.1);
        let lines = picture::noise(format, spread);
        let parts = (Rc::new(chart(&lines)), table(&lines), summary(format, &lines));
        (parts, Reader::new(move |x| readout(&lines, x)))
    });
    let ((chart, table, summary), readout) = (*drawn).clone();
    let formats: Vec<_> = FORMATS.iter().map(|(id, f)| (*id, AttrValue::Static(f.name))).collect();
    let spreads: Vec<_> = SPREADS.iter().map(|(id, _, w)| (*id, AttrValue::Static(*w))).collect();
    let pick = |all: &'static [&'static str], state: &UseStateHandle<&'static str>| {
        let state = state.clone();
        Callback::from(move |id: String| {
            if let Some(id) = all.iter().find(|i| **i == id) {
                state.set(id);
            }
        })
    };
    html! {
        <>
            <p class="q">{ "Numbers of which two of three lie within " }<Select id="n-spread" label="spread of the numbers" options={spreads} chosen={*spread} on={pick(&["1", "2", "3"], &spread)} />
                { " of the typical one, in " }<Select id="n-format" label="format" options={formats} chosen={*format} on={pick(&["e4m3", "e5m2", "e2m1"], &format)} />
                { ": how much of each is left, by how many share a scale." }</p>
            <ChartView id="noise" title="Signal against noise by magnitude" {summary} {chart} {readout} {table} height="small" />
            <p class="xs dim">{ "A picture, not a measurement: sizes spread like a log-normal law, and the largest of a group is moved to the largest number of the format. The more numbers share a scale, the further the typical one lies below the largest." }</p>
        </>
    }
}

fn chart(lines: &[Noise]) -> Chart {
    let top = lines.iter().flat_map(|l| &l.points).map(|p| p.1).filter(|v| *v < 100.0).fold(10.0, f64::max);
    Chart {
        x: Axis {
            title: "Magnitude".into(),
            unit: "magnitude, in units of the typical number".into(),
            scale: Scale::Log,
            labels: Labels::Power,
            range: MAGNITUDES,
        },
        y: Axis {
            title: "Signal over noise, dB".into(),
            unit: String::new(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: (0.0, top * 1.1),
        },
        series: lines
            .iter()
            .enumerate()
            .map(|(i, l)| Series {
                label: l.words.into(),
                color: [1, 2, 0][i % 3],
                points: l.points.clone(),
                solid: None,
                weight: if i == 2 { Weight::Chosen } else { Weight::Normal },
            })
            .collect(),
        bands: Vec::new(),
        marks: Vec::new(),
        rules: vec![Rule { x: 1.0, label: "typical".into() }],
        notes: vec!["each line ends at the largest number of its group".into()],
    }
}

fn near(l: &Noise, x: f64) -> Option<(f64, f64)> {
    l.points.iter().min_by(|a, b| (a.0 / x).ln().abs().total_cmp(&(b.0 / x).ln().abs())).copied()
}

fn readout(lines: &[Noise], x: f64) -> Option<Readout> {
    let first = near(lines.last()?, x)?;
    let mut out = vec![format!("{} of the typical", show::sig(first.0, 2))];
    out.extend(lines.iter().filter_map(|l| Some(format!("{}: {} dB", l.words, show::sig(near(l, x)?.1, 3)))));
    Some(Readout { x: first.0, y: Some(first.1), lines: out })
}

fn table(lines: &[Noise]) -> Html {
    let rows = (-6..=3).map(|d| 10f64.powi(d));
    let at = |l: &Noise, m: f64| {
        if m > l.largest {
            "–".to_owned()
        } else {
            near(l, m).map_or_else(|| "–".to_owned(), |p| show::sig(p.1, 3))
        }
    };
    html! {
        <table><thead><tr><th scope="col">{ "magnitude" }</th>{ for lines.iter().map(|l| html! { <th scope="col" class="n">{ format!("{}, dB", l.words) }</th> }) }</tr></thead>
            <tbody>{ for rows.map(|m| html! { <tr><th scope="row">{ show::sig(m, 2) }</th>{ for lines.iter().map(|l| html! { <td class="n">{ at(l, m) }</td> }) }</tr> }) }</tbody></table>
    }
}

fn summary(format: &Float, lines: &[Noise]) -> String {
    let said: Vec<String> =
        lines.iter().filter_map(|l| Some(format!("{} {} dB", l.words, show::sig(near(l, 1.0)?.1, 3)))).collect();
    format!(
        "Signal over noise of numbers in {} by their magnitude. Of the typical number: {}.",
        format.name,
        said.join(", ")
    )
}

//! The measured roofline beside the one on paper, with every kernel beneath it.

use std::rc::Rc;

use yew::prelude::*;

use super::PartProps;
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Rule, Series, Weight};
use crate::core::accelerators::{Accelerator, Numeric};
use crate::core::bench::probe::Arithmetic;
use crate::core::bench::record::Record;
use crate::core::bench::roofline::{Peak, Roofline, Spot, of_processor};
use crate::core::bench::words::{Group, byte_rate, flop_rate, giga};
use crate::core::quantity::show;
use crate::core::rooflines::{Roof, roofs};
use crate::page::answers::icon;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::pictures::ends;
use crate::page::place::SHAPES;

/// FLOP for a byte at which the picture begins and ends at least.
const ENDS: (f64, f64) = (0.1, 1000.0);
/// Colours of the measured roofs, in the order of [`ARITHMETIC`], and of the processor's.
const COLORS: [usize; 3] = [0, 2, 3];
const ARITHMETIC: [Arithmetic; 3] = [Arithmetic::F32, Arithmetic::F16, Arithmetic::Int8];
const OF_PROCESSOR: usize = 4;

/// What is drawn.
#[derive(Clone, PartialEq)]
struct Drawn {
    gpu: Option<Roofline>,
    processor: Option<Roofline>,
    paper: Option<&'static str>,
    sheet: Vec<Roof>,
}

/// One of them.
struct Measured<'a> {
    roof: &'a Roofline,
    peak: &'a Peak,
    color: usize,
    name: String,
    /// Where it leaves the first roof of its machine; none for that one.
    from: Option<f64>,
}

impl Measured<'_> {
    fn ridge(&self) -> f64 {
        self.roof.ridge(self.peak)
    }

    fn at(&self, intensity: f64) -> f64 {
        self.roof.at(self.peak, intensity)
    }
}

impl Drawn {
    fn of(record: &Record, gpu: Option<Roofline>, device: Option<&'static Accelerator>) -> Option<Drawn> {
        let processor = of_processor(record);
        (gpu.is_some() || processor.is_some()).then_some(())?;
        let wanted = |r: &Roof| r.has(Numeric::Fp32) || r.has(Numeric::Fp16);
        let sheet = device.map(|a| roofs(a).into_iter().filter(wanted).collect()).unwrap_or_default();
        Some(Drawn { gpu, processor, paper: device.map(|a| a.name), sheet })
    }

    /// Every measured roof.
    fn roofs(&self) -> Vec<Measured<'_>> {
        let mut all = Vec::new();
        for (who, roof) in [("", &self.gpu), ("one thread, ", &self.processor)] {
            let Some(roof) = roof else { continue };
            let mut from = None;
            for (i, a) in ARITHMETIC.into_iter().enumerate() {
                if let Some(peak) = roof.peak(a) {
                    let color = if who.is_empty() { COLORS.get(i).copied().unwrap_or_default() } else { OF_PROCESSOR };
                    all.push(Measured { roof, peak, color, name: format!("{who}{}", a.words()), from });
                    from = from.or(Some(roof.ridge(peak)));
                }
            }
        }
        all
    }

    fn spots(&self) -> Vec<Spot> {
        [&self.gpu, &self.processor].into_iter().flatten().flat_map(|r| r.spots.iter().copied()).collect()
    }
}

#[component]
pub fn Picture(props: &PartProps) -> Html {
    let bench = &props.bench;
    let record = bench.shown().cloned();
    let (gpu, near) = match bench.against() {
        Some((roof, near)) => (Some(roof), near.map(|n| n.device)),
        None => (None, None),
    };
    let drawn = record.and_then(|r| Drawn::of(&r, gpu, near)).map(Rc::new);
    let made = use_memo(drawn.clone(), |d| {
        d.as_ref().map(|d| {
            let read = d.clone();
            (Rc::new(chart(d)), Reader::new(move |x| readout(&read, x)))
        })
    });
    let (Some(drawn), Some((chart, reader))) = (drawn, (*made).clone()) else {
        return html! { <p class="sm mut">{ "A roofline needs a rate of FP32 arithmetic and the bandwidth of memory." }</p> };
    };
    let title = match drawn.paper {
        Some(name) => format!("Roofline, measured, and that of the {name} on paper"),
        None => "Roofline, measured".to_owned(),
    };
    let told: Vec<String> = drawn
        .roofs()
        .iter()
        .map(|m| {
            format!(
                "{} reaches {} from {} FLOP for a byte on",
                m.name,
                m.peak.arithmetic.shown(m.peak.rate),
                show::sig(m.ridge(), 3)
            )
        })
        .collect();
    let summary = format!("Attainable rate against FLOP for a byte, both on log axes. {}.", told.join("; "));
    let groups: Vec<Group> =
        Group::ALL.into_iter().filter(|g| drawn.spots().iter().any(|s| s.probe.group() == *g)).collect();
    let sub = html! {
        <p class="keys" aria-hidden="true">{ for groups.iter().map(|g| html! { <span class="key">{ icon(place(*g)) }{ g.words() }</span> }) }</p>
    };
    html! { <ChartView id="b-roofline" {title} {summary} {chart} readout={reader} table={table(&drawn)} height="tall" {sub} /> }
}

/// Marker of a group.
fn place(group: Group) -> usize {
    Group::ALL.iter().position(|g| *g == group).unwrap_or_default()
}

fn chart(drawn: &Drawn) -> Chart {
    let (all, spots) = (drawn.roofs(), drawn.spots());
    let ridges = all.iter().map(Measured::ridge).chain(drawn.sheet.iter().map(|r| r.ridge));
    let (lo, hi) = ends(spots.iter().map(|s| s.intensity).chain(ridges));
    let x = (ENDS.0.min(lo / 2.0), ENDS.1.max(hi * 2.0));
    let peaks = all.iter().map(|m| m.peak.rate).chain(drawn.sheet.iter().map(|r| r.peak));
    let (least, most) = ends(spots.iter().map(|s| s.rate).chain(peaks));
    let mut series: Vec<Series> = drawn
        .sheet
        .iter()
        .map(|r| Series {
            label: format!("{} on paper", r.words()),
            color: 5,
            points: vec![(x.0, giga(r.at(x.0))), (r.ridge, giga(r.peak)), (x.1, giga(r.peak))],
            solid: None,
            weight: Weight::Ghost,
        })
        .collect();
    series.extend(all.iter().map(|m| Series {
        label: format!("{} {}", m.name, m.peak.arithmetic.shown(m.peak.rate)),
        color: m.color,
        points: [m.from.map_or(x.0, |f| f.min(m.ridge())), m.ridge(), x.1].map(|x| (x, giga(m.at(x)))).to_vec(),
        solid: None,
        weight: if m.color == 0 { Weight::Chosen } else { Weight::Normal },
    }));
    let marks = spots.iter().map(|s| {
        let at = place(s.probe.group());
        let shape = SHAPES.get(at).copied().unwrap_or(SHAPES[0]);
        Mark::plain(s.intensity, giga(s.rate), crate::page::place::color(at), shape)
    });
    let rule = all.first().map(|m| Rule { x: m.ridge(), label: format!("ridge {}", show::sig(m.ridge(), 3)) });
    Chart {
        x: Axis::log("FLOP for a byte", "FLOP per byte that must move", Labels::Decimal, x),
        y: Axis::log("GFLOP/s", "", Labels::Decimal, (giga(least) / 2.0, giga(most) * 1.8)),
        series,
        bands: Vec::new(),
        marks: marks.collect(),
        rules: rule.into_iter().collect(),
        notes: vec!["marks: kernels, the median".into()],
    }
}

/// The roof at this many FLOP for a byte, and the kernel that lies nearest.
fn readout(drawn: &Drawn, x: f64) -> Option<Readout> {
    let all = drawn.roofs();
    let first = all.first()?;
    let at = first.at(x);
    let mut lines =
        vec![format!("{} FLOP for a byte", show::sig(x, 3)), format!("{}: at most {}", first.name, flop_rate(at))];
    let far = |s: &Spot| (s.intensity / x).ln().abs();
    if let Some(s) = drawn.spots().iter().min_by(|a, b| far(a).total_cmp(&far(b))) {
        lines.push(format!("nearest: {}", s.probe.words()));
        lines.push(format!("{} FLOP/B, {}", show::sig(s.intensity, 3), flop_rate(s.rate)));
    }
    Some(Readout { x, y: Some(giga(at)), lines })
}

fn table(drawn: &Drawn) -> Html {
    let roof = |name: String, rate: String, bandwidth: String, ridge: f64| {
        html! { <tr><th scope="row">{ name }</th><td class="n">{ rate }</td><td class="n">{ bandwidth }</td><td class="n">{ show::sig(ridge, 3) }</td></tr> }
    };
    let paper = drawn.paper.unwrap_or_default();
    html! {
        <>
            <table class="dense"><thead><tr><th scope="col">{ "roof" }</th><th scope="col" class="n">{ "peak" }</th><th scope="col" class="n">{ "memory" }</th><th scope="col" class="n">{ "ridge, FLOP/B" }</th></tr></thead>
                <tbody>
                    { for drawn.roofs().into_iter().map(|m| roof(format!("{}, measured", m.name), m.peak.arithmetic.shown(m.peak.rate), byte_rate(m.roof.bandwidth), m.ridge())) }
                    { for drawn.sheet.iter().map(|r| roof(format!("{} of the {paper}, on paper", r.words()), flop_rate(r.peak), byte_rate(r.bandwidth()), r.ridge)) }
                </tbody></table>
            <table class="dense"><thead><tr><th scope="col">{ "kernel" }</th><th scope="col" class="n">{ "FLOP/B" }</th><th scope="col" class="n">{ "rate" }</th></tr></thead>
                <tbody>{ for drawn.spots().iter().map(|s| html! {
                    <tr><th scope="row">{ s.probe.words() }</th><td class="n">{ show::sig(s.intensity, 3) }</td><td class="n">{ flop_rate(s.rate) }</td></tr>
                }) }</tbody></table>
        </>
    }
}

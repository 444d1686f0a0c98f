//! Measured matrix products against the engine's.

use std::rc::Rc;

use yew::prelude::*;

use super::{off, signed};
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Weight};
use crate::core::quantity::show;
use crate::core::validation::measured::{Check, Group, products};
use crate::page::answers::icon;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::pictures::ends;
use crate::page::place::{SHAPES, color};

#[component]
pub fn Products() -> Html {
    let drawn = use_memo((), |()| (Rc::new(chart()), Reader::new(read), table()));
    let (chart, readout, table) = (*drawn).clone();
    let p = products();
    let said = p.all.map_or_else(String::new, |e| {
        format!(
            "Of {} measured products half are predicted within {}, nine of ten within {}.",
            e.rows,
            off(e.median),
            off(e.nine)
        )
    });
    let summary = format!("Predicted against measured TFLOP/s of matrix products, both on log axes. {said}");
    let keys = p.groups.iter().enumerate().map(|(i, g)| html! { <span class="key">{ icon(i) }{ name(g) }</span> });
    let sub = html! { <p class="keys" aria-hidden="true">{ for keys }</p> };
    html! {
        <section class="row g12" aria-labelledby="h-products">
            <div class="c12"><h2 id="h-products">{ "Matrix products alone" }</h2>
                <p class="sm mut">{ said.clone() }{ " The best that others measured on a device sets what large products reach; the rest is tiles, waves, memory and what a kernel always takes." }</p></div>
            <div class="c7"><ChartView id="products" title="Predicted against measured products" {summary} {chart} {readout} table={table.clone()} height="tall" {sub} /></div>
            <div class="c5"><div class="tw" tabindex="0" role="region" aria-label="Errors of products by device and format"><table class="dense">
                <thead><tr><th scope="col">{ "device, format" }</th><th scope="col" class="n">{ "products" }</th><th scope="col" class="n">{ "median" }</th>
                    <th scope="col" class="n">{ "nine of ten" }</th><th scope="col" class="n">{ "middle" }</th></tr></thead>
                <tbody>{ for p.groups.iter().map(|g| html! {
                    <tr><th scope="row">{ name(g) }</th><td class="n">{ g.errors.rows }</td><td class="n">{ off(g.errors.median) }</td><td class="n">{ off(g.errors.nine) }</td>
                        <td class="n">{ signed(g.errors.middle) }</td></tr>
                }) }</tbody>
            </table></div></div>
            <div class="c12"><details><summary>{ "Every measured product" }</summary><div class="tw" tabindex="0" role="region" aria-label="Every measured product">{ table }</div></details></div>
        </section>
    }
}

fn name(g: &Group) -> String {
    format!("{}, {}", g.device, g.operands.words())
}

fn group(c: &Check) -> usize {
    let same = |g: &Group| g.device == c.device_name() && g.operands == c.row.operands;
    products().groups.iter().position(same).unwrap_or_default()
}

fn chart() -> Chart {
    let checks = &products().checks;
    let points = || checks.iter().filter_map(|c| Some((c, c.predicted?)));
    let (lo, hi) = ends(points().flat_map(|(c, p)| [c.row.measured, p]));
    let (lo, hi) = (lo / 1.1, hi * 1.1);
    let line = |(times, label): (f64, &str)| Series {
        label: label.into(),
        color: 5,
        points: vec![(lo, lo * times), (hi, hi * times)],
        solid: None,
        weight: if times == 1.0 { Weight::Normal } else { Weight::Ghost },
    };
    let axis = |title: &str, unit: &str| Axis {
        title: title.into(),
        unit: unit.into(),
        scale: Scale::Log,
        labels: Labels::Decimal,
        range: (lo, hi),
    };
    let marks = points().map(|(c, y)| Mark {
        x: c.row.measured,
        y,
        color: color(group(c)),
        shape: SHAPES[group(c) % SHAPES.len()],
        filled: false,
        label: String::new(),
        drop: false,
        large: false,
    });
    Chart {
        x: axis("Measured", "measured TFLOP/s"),
        y: axis("Predicted TFLOP/s", ""),
        series: [(1.0, "as measured"), (1.1, "+10 %"), (0.9, "−10 %"), (1.25, "+25 %"), (0.75, "−25 %")]
            .into_iter()
            .map(line)
            .collect(),
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: Vec::new(),
    }
}

fn shape(c: &Check) -> String {
    let n = |v: u32| show::full(f64::from(v));
    format!("{} × {} × {}", n(c.row.m), n(c.row.k), n(c.row.n))
}

fn read(x: f64) -> Option<Readout> {
    let far = |c: &Check| (c.row.measured / x).ln().abs();
    let c = products().checks.iter().min_by(|a, b| far(a).total_cmp(&far(b)))?;
    let y = c.predicted?;
    Some(Readout {
        x: c.row.measured,
        y: Some(y),
        lines: vec![
            format!("{}, {}", c.device_name(), c.row.operands.words()),
            format!("m × k × n: {}", shape(c)),
            format!("measured {}, predicted {} TFLOP/s", show::sig(c.row.measured, 3), show::sig(y, 3)),
            format!("error {}", signed(c.error()?)),
        ],
    })
}

fn table() -> Html {
    let tera = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), |v| show::sig(v, 3));
    html! {
        <table class="dense"><thead><tr><th scope="col">{ "m × k × n" }</th><th scope="col">{ "device" }</th><th scope="col">{ "format" }</th><th scope="col" class="n">{ "measured TFLOP/s" }</th>
            <th scope="col" class="n">{ "predicted" }</th><th scope="col" class="n">{ "error" }</th><th scope="col">{ "source" }</th></tr></thead>
            <tbody>{ for products().checks.iter().map(|c| html! {
                <tr><th scope="row">{ shape(c) }</th><td>{ c.device_name() }</td><td>{ c.row.operands.words() }</td><td class="n">{ tera(Some(c.row.measured)) }</td>
                    <td class="n">{ tera(c.predicted) }</td><td class="n">{ c.error().map_or_else(|| "–".to_owned(), signed) }</td><td class="mut">{ c.row.source }</td></tr>
            }) }</tbody></table>
    }
}

//! Lines of equal loss: what more experts save in active parameters and cost in all of them.

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::mixture::curves::{SameLoss, SamePoint, isolosses};
use crate::core::quantity::show;
use crate::core::report::Report;
use crate::core::report::mixture::experts_words;
use crate::page::field::StoreProps;
use crate::page::pictures::{DASHED, Drawn, Picture, ends, solid};
use crate::page::words;

#[component]
pub fn IsoLoss(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let none = html! { <p class="note">{ "No other model reaches these losses on so many tokens." }</p> };
    html! {
        <section class="row g12" aria-labelledby="h-isoloss">
            <div class="c4"><h2 id="h-isoloss">{ "Equal loss" }</h2>
                <p class="sm mut">{ "Models that reach the same loss on the tokens of the best design. A line begins with the dense model, on the diagonal; with every doubling of the experts fewer parameters work on a token and more must be kept in memory." }</p>
                <p class="sm mut">{ "By the joint law of Ludziejewski et al. 2025. Beyond a few dozen experts the lines climb steeply: memory grows much faster than compute falls." }</p>
            </div>
            <div class="c8">
                <Picture {report} id="isoloss" height="tall" draw={draw as fn(&Report) -> Option<Drawn>} read={read as fn(&Report, f64) -> Option<Readout>} {none} />
            </div>
        </section>
    }
}

fn lines(report: &Report) -> Option<Vec<SameLoss>> {
    let lines = isolosses(report.mixture().ok()?.chosen()?);
    (!lines.is_empty()).then_some(lines)
}

fn axis(title: &str, unit: &str, range: (f64, f64)) -> Axis {
    let range = (range.0 / 1.2, range.1 * 1.2);
    Axis { title: title.into(), unit: unit.into(), scale: Scale::Log, labels: Labels::Words, range }
}

fn draw(report: &Report) -> Option<Drawn> {
    let lines = lines(report)?;
    let chosen = report.mixture().ok()?.chosen()?;
    let points = || lines.iter().flat_map(|l| &l.points);
    let (x, y) = (ends(points().map(|p| p.active)), ends(points().map(|p| p.total)));
    let series = lines.iter().enumerate().map(|(i, l)| Series {
        label: String::new(),
        color: i,
        points: l.points.iter().rev().map(|p| (p.active, p.total)).collect(),
        solid: solid(l.fitted(), x.0),
        weight: if i == 0 { Weight::Chosen } else { Weight::Normal },
    });
    let dense = Series {
        label: "dense".into(),
        color: 5,
        points: vec![(x.0, x.0), (x.1, x.1)],
        solid: None,
        weight: Weight::Ghost,
    };
    let own = lines.first()?;
    let dot = |p: &SamePoint, color, label| Mark {
        x: p.active,
        y: p.total,
        color,
        shape: Shape::Circle,
        filled: true,
        label,
        drop: false,
        large: false,
    };
    let others = own.points.iter().skip(1).filter(|p| p.experts != chosen.experts.get());
    // A line is named where it begins, at the dense model.
    let first = lines.iter().enumerate().filter_map(|(i, l)| {
        let p = l.points.first().filter(|p| i > 0 || p.experts != chosen.experts.get())?;
        Some(dot(p, i, format!("loss {}", words::loss(l.loss, 3))))
    });
    let marks = first.chain(others.map(|p| dot(p, 0, show::full(p.experts)))).collect::<Vec<_>>();
    let here = Mark {
        x: chosen.active.get(),
        y: chosen.total.get(),
        color: 0,
        shape: Shape::Circle,
        filled: true,
        label: experts_words(chosen.experts.get()),
        drop: true,
        large: true,
    };
    let chart = Chart {
        x: axis("Active parameters", "active parameters", x),
        y: axis("All parameters", "", y),
        series: series.chain([dense]).collect(),
        bands: Vec::new(),
        marks: marks.into_iter().chain([here]).collect(),
        rules: Vec::new(),
        notes: vec!["dots: number of experts".into(), DASHED.into()],
    };
    let tokens = show::short(chosen.tokens.get());
    let title = format!("Active and all parameters of models with the same loss, on {tokens} tokens");
    let summary = format!(
        "{title}, both on log axes. At a loss of {}: {}.",
        words::loss(own.loss, 3),
        own.points
            .iter()
            .filter(|p| [1.0, 8.0, 32.0].contains(&p.experts))
            .map(|p| {
                format!("{} {} active of {}", experts_words(p.experts), show::short(p.active), show::short(p.total))
            })
            .collect::<Vec<_>>()
            .join(", ")
    );
    Some(Drawn { title, summary, chart, table: table(&lines) })
}

fn table(lines: &[SameLoss]) -> Html {
    let experts = lines.first().map(|l| l.points.iter().map(|p| p.experts).collect::<Vec<_>>()).unwrap_or_default();
    html! {
        <table><thead><tr><th scope="col">{ "experts" }</th>
            { for lines.iter().map(|l| html! { <th scope="col" class="n">{ format!("active, of all, at {}", words::loss(l.loss, 3)) }</th> }) }</tr></thead>
            <tbody>{ for experts.into_iter().map(|e| html! {
                <tr><th scope="row">{ show::full(e) }</th>
                    { for lines.iter().map(|l| {
                        let at = l.points.iter().find(|p| p.experts == e);
                        html! { <td class="n">{ at.map_or_else(|| "–".into(), |p| format!("{} of {}", show::short(p.active), show::short(p.total))) }</td> }
                    }) }</tr>
            }) }</tbody></table>
    }
}

/// The nearest model of the design's own line.
fn read(report: &Report, active: f64) -> Option<Readout> {
    let lines = lines(report)?;
    let own = lines.first()?;
    let off = |a: f64| (a / active).ln().abs();
    let p = own.points.iter().min_by(|a, b| off(a.active).total_cmp(&off(b.active)))?;
    let lines = vec![
        format!("{}: loss {}", experts_words(p.experts), words::loss(own.loss, 4)),
        format!("{} active of {}", show::short(p.active), show::short(p.total)),
        format!("on {} tokens", show::short(report.mixture().ok()?.chosen()?.tokens.get())),
    ];
    Some(Readout { x: p.active, y: Some(p.total), lines })
}

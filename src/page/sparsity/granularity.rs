//! How fine experts should be, by two laws.

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::mixture::lines::{self, ONE_OF};
use crate::core::quantity::{Flop, show};
use crate::core::report::Report;
use crate::page::field::StoreProps;
use crate::page::pictures::{DASHED, Drawn, Picture, ends, loss_axis, padded, solid};
use crate::page::words;

#[component]
pub fn Granularities(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let none = html! { <p class="note">{ "At this budget there is nothing to draw." }</p> };
    html! {
        <section class="row" aria-labelledby="h-granularity">
            <h2 id="h-granularity">{ "How fine experts should be" }</h2>
            <p class="sm mut">{ "At granularity 8 there are eight times as many experts, each an eighth as wide as the dense feed-forward block, and eight times as many work on a token. Finer experts fit a token better, until choosing them costs more than it brings." }</p>
            <div class="panels half">
                <Picture report={report.clone()} id="grains" height="half" draw={grains as fn(&Report) -> Option<Drawn>} read={read_grains as fn(&Report, f64) -> Option<Readout>} none={none.clone()} />
                <Picture {report} id="leverage" height="half" draw={leverage as fn(&Report) -> Option<Drawn>} read={read_leverage as fn(&Report, f64) -> Option<Readout>} {none} />
            </div>
            <p class="xs dim">{ "Krajewski et al. 2024: feed-forward blocks of 64 times the parameters of a dense one, routing counted in the budget. Tian et al. 2025: by the share of experts that works on a token; base 10 for the compute and 2 for the granularity, as the numbers of the text ask for. Which granularities its runs had was not seen." }</p>
        </section>
    }
}

fn budget(report: &Report) -> Option<Flop> {
    Some(report.mixture().ok()?.limits.flops)
}

fn axis((first, last): (f64, f64)) -> Axis {
    Axis {
        title: "Granularity".into(),
        unit: "times narrower than dense".into(),
        scale: Scale::Log,
        labels: Labels::Binary,
        range: (first, last),
    }
}

fn mark(x: f64, y: f64, color: usize, label: String) -> Mark {
    Mark { x, y, color, shape: Shape::Circle, filled: true, label, drop: color == 0, large: color == 0 }
}

fn grains(report: &Report) -> Option<Drawn> {
    let flops = budget(report)?;
    let line = lines::grains(flops);
    let best = lines::best_grain(flops)?;
    let x = (line.first()?.granularity, line.last()?.granularity);
    let chart = Chart {
        x: axis(x),
        y: loss_axis(ends(line.iter().map(|p| p.loss))),
        series: vec![Series {
            label: "best run".into(),
            color: 0,
            points: line.iter().map(|p| (p.granularity, p.loss)).collect(),
            solid: solid(lines::grains_fitted(flops), x.0),
            weight: Weight::Chosen,
        }],
        bands: Vec::new(),
        marks: vec![mark(best.granularity, best.loss, 0, format!("lowest at {}", show::full(best.granularity)))],
        rules: Vec::new(),
        notes: vec![DASHED.into()],
    };
    let rows = line.iter().step_by(4).map(|p| html! {
        <tr><th scope="row">{ show::full(p.granularity) }</th><td class="n">{ show::short(p.active) }</td><td class="n">{ show::short(p.params) }</td><td class="n">{ show::short(p.tokens) }</td><td class="n">{ words::loss(p.loss, 4) }</td></tr>
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "granularity" }</th><th scope="col" class="n">{ "active" }</th><th scope="col" class="n">{ "in all" }</th><th scope="col" class="n">{ "tokens" }</th><th scope="col" class="n">{ "loss" }</th></tr></thead>
            <tbody>{ for rows }</tbody></table>
    };
    let summary = format!(
        "Loss of the best run against the granularity of its experts, at {}. Lowest of the powers of two: {}, loss {}.",
        words::flop(flops.get()),
        show::full(best.granularity),
        words::loss(best.loss, 3)
    );
    Some(Drawn { title: "Loss against granularity, Krajewski 2024".into(), summary, chart, table })
}

fn read_grains(report: &Report, granularity: f64) -> Option<Readout> {
    let p = lines::grain(budget(report)?, granularity)?;
    let lines = vec![
        format!("granularity {}: loss {}", show::sig(p.granularity, 3), words::loss(p.loss, 4)),
        format!("{} active of {}", show::short(p.active), show::short(p.params)),
        format!("{} tokens", show::short(p.tokens)),
    ];
    Some(Readout { x: p.granularity, y: Some(p.loss), lines })
}

fn share(of: f64) -> String {
    format!("1 in {}", show::full(of))
}

fn leverage(report: &Report) -> Option<Drawn> {
    let flops = budget(report)?;
    let line = lines::leverages(flops);
    let best = lines::best_leverage(flops);
    let x = (line.first()?.granularity, line.last()?.granularity);
    let y = ends(line.iter().flat_map(|p| p.worth));
    let series = ONE_OF.iter().enumerate().map(|(i, of)| Series {
        label: share(*of),
        color: i,
        points: line.iter().map(|p| (p.granularity, p.worth[i])).collect(),
        solid: solid(lines::leverage_fitted(flops).then_some(x), x.0),
        weight: if i == 0 { Weight::Chosen } else { Weight::Normal },
    });
    let at = show::sig(best.granularity, 3);
    let marks = best.worth.iter().enumerate().map(|(i, w)| {
        let label = if i == 0 { format!("{} at {at}", words::times(*w)) } else { words::times(*w) };
        mark(best.granularity, *w, i, label)
    });
    let chart = Chart {
        x: axis(x),
        y: Axis {
            title: "Dense compute for the same loss".into(),
            unit: String::new(),
            scale: Scale::Linear,
            labels: Labels::Times,
            range: padded(y),
        },
        series: series.collect(),
        bands: Vec::new(),
        marks: marks.collect(),
        rules: Vec::new(),
        notes: vec![DASHED.into()],
    };
    let rows = line.iter().step_by(4).map(|p| html! {
        <tr><th scope="row">{ show::full(p.granularity) }</th>{ for p.worth.iter().map(|w| html! { <td class="n">{ words::times(*w) }</td> }) }</tr>
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "granularity" }</th>
            { for ONE_OF.iter().map(|of| html! { <th scope="col" class="n">{ format!("{} active", share(*of)) }</th> }) }</tr></thead>
            <tbody>{ for rows }</tbody></table>
    };
    let said = best.worth.iter().zip(ONE_OF).map(|(w, of)| format!("{} with {} active", words::times(*w), share(of)));
    let summary = format!(
        "Compute of a dense model over that of a mixture of {} with the same loss, against granularity. Largest at {at}: {}.",
        words::flop(flops.get()),
        said.collect::<Vec<_>>().join(", ")
    );
    Some(Drawn { title: "Worth against granularity, Tian 2025".into(), summary, chart, table })
}

fn read_leverage(report: &Report, granularity: f64) -> Option<Readout> {
    let p = lines::leverage(budget(report)?, granularity);
    let mut said = vec![format!("granularity {}", show::sig(p.granularity, 3))];
    said.extend(p.worth.iter().zip(ONE_OF).map(|(w, of)| format!("{} active: worth {}", share(of), words::times(*w))));
    Some(Readout { x: p.granularity, y: p.worth.first().copied(), lines: said })
}

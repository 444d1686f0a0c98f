//! Loss of the best run against compute.

use yew::prelude::*;

use super::{DASHED, Drawn, Picture, band, compute_axis, ends, loss_axis, series, span};
use crate::chart::{Chart, Mark, Readout, Shape};
use crate::core::curves;
use crate::core::quantity::show;
use crate::core::report::Report;
use crate::page::field::StoreProps;
use crate::page::words;

#[component]
pub fn LossAgainstCompute(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let none = html! { <p class="note">{ format!("{} has no loss to draw.", report.answer.law.short) }</p> };
    html! { <Picture {report} id="loss" height="small" draw={losses as fn(&Report) -> Option<Drawn>} read={read_loss as fn(&Report, f64) -> Option<Readout>} {none} /> }
}

fn losses(report: &Report) -> Option<Drawn> {
    let lines: Vec<_> = curves::frontier(report)
        .into_iter()
        .filter(|l| l.meta.has_loss() && l.meta.data == report.answer.law.data)
        .collect();
    let chosen = lines.iter().find(|l| l.chosen)?;
    let x = span(&lines);
    let y = ends(lines.iter().flat_map(|l| l.points.iter().filter_map(|p| p.loss)));
    let interval: Vec<(f64, f64, f64)> =
        chosen.points.iter().filter_map(|p| p.loss_interval.map(|(lo, hi)| (p.flops, lo, hi))).collect();
    let loss = report.answer.loss.as_ref()?.value;
    let chart = Chart {
        x: compute_axis(x),
        y: loss_axis(y),
        series: lines.iter().map(|l| series(report, l, x.0, |p| p.loss.map(|v| (p.flops, v)))).collect(),
        bands: band(interval),
        marks: vec![Mark {
            x: report.answer.flops.value,
            y: loss,
            color: 0,
            shape: Shape::Circle,
            filled: true,
            label: words::loss(loss, 3),
            drop: true,
            large: true,
        }],
        rules: Vec::new(),
        notes: vec![DASHED.into()],
    };
    let table = html! {
        <table><thead><tr><th scope="col">{ "compute" }</th>
            { for lines.iter().map(|l| html! { <th scope="col" class="n">{ l.meta.short }</th> }) }</tr></thead>
            <tbody>{ for chosen.points.iter().step_by(6).map(|p| html! {
                <tr><th scope="row">{ words::flop(p.flops) }</th>
                    { for lines.iter().map(|l| {
                        let at = l.points.iter().find(|q| q.flops == p.flops).and_then(|q| q.loss);
                        html! { <td class="n">{ at.map_or_else(|| "–".into(), |v| words::loss(v, 4)) }</td> }
                    }) }</tr>
            }) }</tbody></table>
    };
    let title = format!("Loss of the best run against compute, on {}", report.answer.law.data);
    Some(Drawn { summary: format!("{title}."), title, chart, table })
}

fn read_loss(report: &Report, flops: f64) -> Option<Readout> {
    let p = curves::budget_point(&*report.law, flops)?;
    let loss = p.loss?;
    let mut lines = vec![
        format!("{}: {}", report.answer.law.short, words::flop(flops)),
        format!("loss {}", words::loss(loss, 4)),
        format!("{} parameters on {} tokens", show::short(p.params), show::short(p.tokens)),
    ];
    if let Some((lo, hi)) = p.loss_interval {
        lines.push(format!("80{}% interval {}", words::THIN, words::between(words::loss(lo, 3), words::loss(hi, 3))));
    }
    Some(Readout { x: flops, y: Some(loss), lines })
}

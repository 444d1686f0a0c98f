//! Loss against size at the budget: the IsoFLOP curve.

use yew::prelude::*;

use super::{DASHED, Drawn, Picture, band, ends, loss_axis, series, size_axis};
use crate::chart::{Chart, Mark, Readout, Shape};
use crate::core::curves;
use crate::core::quantity::show;
use crate::core::report::Report;
use crate::page::field::StoreProps;
use crate::page::place::{color, place, shape};
use crate::page::words;

const TITLE: &str = "What a different size would cost, at this budget";

#[component]
pub fn OtherSizes(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let none = html! {
        <figure class="chart"><div class="cap"><h3>{ TITLE }</h3></div>
            <p class="note">{ format!("{} gives the best size alone and no loss, so there is no curve to draw. Choose a law with a loss to see one.", report.answer.law.short) }</p>
        </figure>
    };
    html! { <Picture {report} id="sizes" height="tall" draw={isoflop as fn(&Report) -> Option<Drawn>} read={read_size as fn(&Report, f64) -> Option<Readout>} {none} /> }
}

fn isoflop(report: &Report) -> Option<Drawn> {
    let lines = curves::isoflop(report);
    let chosen = lines.iter().find(|l| l.chosen)?;
    let x = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.params)));
    let y = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.loss)));
    let bands: Vec<(f64, f64, f64)> =
        chosen.points.iter().filter_map(|p| p.interval.map(|(lo, hi)| (p.params, lo, hi))).collect();
    let band_ends = ends(bands.iter().flat_map(|b| [b.1, b.2]));
    let y = if bands.is_empty() { y } else { (y.0.min(band_ends.0), y.1.max(band_ends.1)) };
    let mut marks: Vec<Mark> = report
        .laws
        .iter()
        .filter(|l| lines.iter().any(|line| line.meta.id == l.meta.id))
        .filter_map(|l| {
            let loss = l.loss.as_ref()?.value;
            let size = show::short(l.params.value);
            Some(Mark {
                x: l.params.value,
                y: loss,
                color: color(place(report, l.meta.id)),
                shape: shape(place(report, l.meta.id)),
                filled: true,
                label: if l.chosen { format!("optimum {size}, {}", words::loss(loss, 3)) } else { size },
                drop: l.chosen,
                large: l.chosen,
            })
        })
        .collect();
    // The scenario's run belongs on the curve when it used this very budget.
    if let Some(c) = report.compared.as_ref().filter(|c| (c.flops.value / report.answer.flops.value - 1.0).abs() < 0.01)
        && let Some(spent) = &c.loss
    {
        marks.push(Mark {
            // On the axis of the curve, which counts as the law does.
            x: report.scenario.law.own_params(c.run.params).get(),
            y: spent.loss.value,
            color: 0,
            shape: Shape::Diamond,
            filled: false,
            label: c.run.published.map_or("your run", |p| p.name).to_owned(),
            drop: false,
            large: false,
        });
    }
    let outside = lines.iter().any(|l| l.fitted.is_none_or(|(lo, hi)| lo > x.0 || hi < x.1));
    let chart = Chart {
        x: size_axis(x),
        y: loss_axis(y),
        series: lines.iter().map(|l| series(report, l, x.0, |p| Some((p.params, p.loss)))).collect(),
        bands: band(bands),
        marks,
        rules: Vec::new(),
        notes: if outside { vec![DASHED.into()] } else { Vec::new() },
    };
    let rows = chosen.points.iter().step_by(6).map(|p| {
        html! { <tr><th scope="row">{ show::short(p.params) }</th><td class="n">{ show::short(p.tokens) }</td>
            { for lines.iter().map(|l| {
                let at = l.points.iter().find(|q| q.params == p.params);
                html! { <td class="n">{ at.map_or_else(|| "–".into(), |q| words::loss(q.loss, 4)) }</td> }
            }) }
            <td class="n">{ p.interval.map_or_else(|| "–".into(), |(lo, hi)| words::between(words::loss(lo, 3), words::loss(hi, 3))) }</td></tr> }
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "parameters" }</th><th scope="col" class="n">{ "tokens" }</th>
            { for lines.iter().map(|l| html! { <th scope="col" class="n">{ format!("loss, {}", l.meta.short) }</th> }) }
            <th scope="col" class="n">{ format!("80{}% interval", words::THIN) }</th></tr></thead>
            <tbody>{ for rows }</tbody></table>
    };
    let summary = format!(
        "Loss against model size at {}. {} is lowest at {} parameters.",
        words::flop(report.answer.flops.value),
        report.answer.law.short,
        show::short(report.answer.params.value)
    );
    Some(Drawn { title: TITLE.into(), summary, chart, table })
}

fn read_size(report: &Report, params: f64) -> Option<Readout> {
    let r = curves::read_size(report, params)?;
    let worth = r.worth.map_or(String::new(), |w| format!(", like {} of the budget", words::percent(w)));
    Some(Readout {
        x: params,
        y: Some(r.point.loss),
        lines: vec![
            format!("{}, {} the optimum", show::short(params), words::times(r.factor)),
            format!("on {} tokens", show::short(r.point.tokens)),
            format!("loss {}", words::loss(r.point.loss, 4)),
            format!("{}{worth}", show::signed(r.more, 4)),
        ],
    })
}

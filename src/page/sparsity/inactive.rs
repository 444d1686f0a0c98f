//! Loss against the share of inactive experts, by one law.

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::mixture::lines;
use crate::core::quantity::{Flop, show};
use crate::core::report::Report;
use crate::core::report::mixture::experts_words;
use crate::page::field::StoreProps;
use crate::page::pictures::{DASHED, Drawn, Picture, ends, loss_axis, solid};
use crate::page::words;

#[component]
pub fn Inactive(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let none = html! { <p class="note">{ "At this budget there is nothing to draw." }</p> };
    html! {
        <section class="row g12" aria-labelledby="h-inactive">
            <div class="c4"><h2 id="h-inactive">{ "How sparse" }</h2>
                <p class="sm mut">{ "By Abnar et al. 2025, at the plan’s budget, every share of inactive experts with its best size. Where the size is free more sparsity always helps: fewer parameters work on a token, many more must be kept." }</p>
                <p class="sm mut">{ "Memory and communication cost nothing here, and compute is taken to be as sparse as the experts. The sparsest runs, 98 % inactive, were held out of the fit, which explains 68 % of their variance." }</p>
            </div>
            <div class="c8">
                <Picture {report} id="inactive" height="small" draw={draw as fn(&Report) -> Option<Drawn>} read={read as fn(&Report, f64) -> Option<Readout>} {none} />
            </div>
        </section>
    }
}

fn budget(report: &Report) -> Option<Flop> {
    Some(report.mixture().ok()?.limits.flops)
}

fn draw(report: &Report) -> Option<Drawn> {
    let flops = budget(report)?;
    let line = lines::by_sparsity(flops);
    let (dense, last) = (line.first()?, line.last()?);
    let chosen = report.mixture().ok()?.chosen()?.experts;
    let own = lines::sparse_as(flops, chosen).map(|p| Mark {
        x: p.share,
        y: p.loss,
        color: 0,
        shape: Shape::Circle,
        filled: true,
        label: match chosen.get() {
            1.0 => experts_words(1.0),
            e => format!("1 of {}", experts_words(e)),
        },
        drop: true,
        large: true,
    });
    let chart = Chart {
        x: Axis {
            title: "Share of inactive experts".into(),
            unit: "share of inactive experts".into(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: (dense.share, last.share),
        },
        y: loss_axis(ends(line.iter().map(|p| p.loss))),
        series: vec![Series {
            label: "best run".into(),
            color: 0,
            points: line.iter().map(|p| (p.share, p.loss)).collect(),
            solid: solid(lines::sparsity_fitted(flops), -1.0),
            weight: Weight::Chosen,
        }],
        bands: Vec::new(),
        marks: own.into_iter().collect(),
        rules: Vec::new(),
        notes: vec![DASHED.into()],
    };
    let rows = line.iter().step_by(5).chain(line.last()).map(|p| html! {
        <tr><th scope="row">{ words::percent(p.share) }</th><td class="n">{ show::short(p.active) }</td><td class="n">{ show::short(p.params) }</td><td class="n">{ show::short(p.tokens) }</td><td class="n">{ words::loss(p.loss, 4) }</td></tr>
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "inactive" }</th><th scope="col" class="n">{ "active" }</th><th scope="col" class="n">{ "in all" }</th><th scope="col" class="n">{ "tokens" }</th><th scope="col" class="n">{ "loss" }</th></tr></thead>
            <tbody>{ for rows }</tbody></table>
    };
    let summary = format!(
        "Loss of the best run against the share of inactive experts, at {}: {} when dense, {} with {} inactive, {} of {} parameters active.",
        words::flop(flops.get()),
        words::loss(dense.loss, 3),
        words::loss(last.loss, 3),
        words::percent(last.share),
        show::short(last.active),
        show::short(last.params)
    );
    Some(Drawn { title: "Loss of the best run against the share of inactive experts".into(), summary, chart, table })
}

fn read(report: &Report, share: f64) -> Option<Readout> {
    let p = lines::sparser(budget(report)?, share)?;
    let lines = vec![
        format!("{} inactive: loss {}", words::percent(p.share), words::loss(p.loss, 4)),
        format!("{} active of {}", show::short(p.active), show::short(p.params)),
        format!("{} tokens", show::short(p.tokens)),
    ];
    Some(Readout { x: p.share, y: Some(p.loss), lines })
}

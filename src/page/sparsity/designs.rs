//! One row a number of experts, and the loss against it.

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::mixture::curves;
use crate::core::mixture::design::Design;
use crate::core::quantity::show;
use crate::core::report::mixture::{self, MixtureReport, USUAL};
use crate::core::report::{Report, Section};
use crate::page::field::StoreProps;
use crate::page::pictures::{DASHED, Drawn, Picture, loss_axis};
use crate::page::questions::cell;
use crate::page::store::Store;
use crate::page::words;

const S: Section = Section::Mixtures;

#[component]
pub fn Designs(props: &StoreProps) -> Html {
    let store = &props.store;
    let Ok(m) = store.report.mixture() else { return Html::default() };
    let meta = mixture::meta();
    html! {
        <section class="row g12" aria-labelledby="h-designs">
            <div class="c4"><h2 id="h-designs">{ "How many experts" }</h2>
                <p class="sm mut">{ "Every row spends the same budget. A block has so many experts as wide as the dense feed-forward block; one of them works on a token. “Worth” is what the best dense model under the same limits would spend for the same loss. One active expert is all that this law knows: finer experts, more active and shared ones are further down." }</p>
                <p class="sm mut">{ format!("By {}, fitted on {}. ", meta.short, meta.fitted.what) }{ "Sizes count embeddings and head. Attention has keys for every head, so caches are several times those of today’s grouped attention; a memory limit is filled to the last byte." }</p>
            </div>
            <div class="c8">
                <Picture report={store.report.clone()} id="experts" height="small" draw={draw as fn(&Report) -> Option<Drawn>} read={read as fn(&Report, f64) -> Option<Readout>} />
                <div class="tw" tabindex="0" role="region" aria-label="Designs by number of experts"><table>
                    <thead><tr>
                        <th scope="col">{ "experts" }</th><th scope="col" class="n">{ "active" }</th><th scope="col" class="n">{ "in all" }</th>
                        <th scope="col" class="n">{ "tokens" }</th><th scope="col" class="n">{ "loss" }</th><th scope="col" class="n">{ "worth" }</th>
                        <th scope="col" class="n">{ "memory" }</th><th scope="col" class="n">{ "FLOP a token" }</th>
                    </tr></thead>
                    <tbody>{ for m.figures.rows_of(S).map(|(i, name)| row(store, m, i, name)) }</tbody>
                </table></div>
            </div>
        </section>
    }
}

fn row(store: &Store, m: &MixtureReport, i: usize, name: &str) -> Html {
    let c = |key| cell(store, S, key, i);
    let here = m.chosen().is_some_and(|d| m.row(d.experts.get()) == i);
    html! {
        <tr class={classes!(here.then_some("sel"))}><th scope="row">{ name }</th><td class="n">{ c("active") }</td><td class="n">{ c("total") }</td><td class="n">{ c("tokens") }</td>
            <td class="n">{ c("loss") }</td><td class="n">{ c("worth") }</td><td class="n">{ c("memory") }</td><td class="n">{ c("inference") }</td></tr>
    }
}

fn designs(report: &Report) -> Option<Vec<Design>> {
    let all = curves::by_experts(&report.mixture().ok()?.limits);
    (all.len() > 1).then_some(all)
}

fn draw(report: &Report) -> Option<Drawn> {
    let all = designs(report)?;
    let m = report.mixture().ok()?;
    let point = |d: &Design| (d.experts.get(), d.loss.get());
    let (lo, hi) = all.iter().map(|d| d.loss.get()).fold((f64::INFINITY, 0.0f64), |(a, b), l| (a.min(l), b.max(l)));
    let mark = m.chosen().map(|d| Mark {
        x: d.experts.get(),
        y: d.loss.get(),
        color: 0,
        shape: Shape::Circle,
        filled: true,
        label: if d.experts.get() == 1.0 { "dense".into() } else { format!("{} experts", show::full(d.experts.get())) },
        drop: true,
        large: true,
    });
    let (first, last) = (all.first()?.experts.get(), all.last()?.experts.get());
    let chart = Chart {
        x: Axis {
            title: "Experts of a layer".into(),
            unit: "experts".into(),
            scale: Scale::Log,
            labels: Labels::Binary,
            range: (first, last.max(2.0 * first)),
        },
        y: loss_axis((lo, hi)),
        series: vec![Series {
            label: "best run".into(),
            color: 0,
            points: all.iter().map(point).collect(),
            solid: Some((1.0, USUAL)),
            weight: Weight::Chosen,
        }],
        bands: Vec::new(),
        marks: mark.into_iter().collect(),
        rules: Vec::new(),
        notes: vec![DASHED.into()],
    };
    let rows = all.iter().map(|d| html! {
        <tr><th scope="row">{ show::full(d.experts.get()) }</th><td class="n">{ show::short(d.active.get()) }</td><td class="n">{ show::short(d.total.get()) }</td><td class="n">{ words::loss(d.loss.get(), 4) }</td></tr>
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "experts" }</th><th scope="col" class="n">{ "active" }</th><th scope="col" class="n">{ "in all" }</th><th scope="col" class="n">{ "loss" }</th></tr></thead>
            <tbody>{ for rows }</tbody></table>
    };
    let title = "Loss of the best run against the number of experts, at this budget".into();
    let summary = "Loss of the best run with so many experts, under the limits above.".into();
    Some(Drawn { title, summary, chart, table })
}

fn read(report: &Report, experts: f64) -> Option<Readout> {
    let all = designs(report)?;
    let off = |d: &Design| (d.experts.get() / experts).ln().abs();
    let d = all.iter().min_by(|a, b| off(a).total_cmp(&off(b)))?;
    let lines = vec![
        format!("{} experts: loss {}", show::full(d.experts.get()), words::loss(d.loss.get(), 4)),
        format!("{} active of {}", show::short(d.active.get()), show::short(d.total.get())),
        format!("{} tokens", show::short(d.tokens.get())),
    ];
    Some(Readout { x: d.experts.get(), y: Some(d.loss.get()), lines })
}

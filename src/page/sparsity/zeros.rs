//! Weights that are zero: what they are worth in dense size, and what they cost to train.

use yew::prelude::*;

use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::quantity::show;
use crate::core::report::{Report, Section, lead, zeros as section};
use crate::core::scenario::Key;
use crate::core::sparse_curves::{GAINS_FITTED, GainPoint, gain_point, gains};
use crate::page::field::StoreProps;
use crate::page::number::Num;
use crate::page::pictures::{DASHED, Drawn, Picture, padded};
use crate::page::questions::{ask, cell, has, messages, place, remarks, row_name};
use crate::page::store::Store;
use crate::page::words;

const S: Section = Section::Zeros;
const FIELDS: &[Key] = &[Key::WeightSparsity];

#[component]
pub fn Zeros(props: &StoreProps) -> Html {
    let store = &props.store;
    let rows = store.report.figures.rows_of(S).map(|(i, _)| i).filter(|i| *i != section::BEST);
    let own = section::own_row(&store.scenario);
    html! {
        <section class="row g12" aria-labelledby="h-zeros">
            <div class="c4"><h2 id="h-zeros">{ "If weights are zero" }</h2>
                <p class="sm mut">{ "Weights that do little are set to zero while the model trains; those that are left are worth more each. " }{ lead(S) }</p>
                <p class="q">{ "Of the weights " }{ ask(store, Key::WeightSparsity, &["50 %", "75 %"]) }{ " are zero." }</p>
                { messages(store, FIELDS) }
                { own.map(|row| answer(store, row)) }
                { best(store) }
                { remarks(store, S) }
            </div>
            <div class="c8">
                <Picture report={store.report.clone()} id="gains" height="small" draw={draw as fn(&Report) -> Option<Drawn>} read={read as fn(&Report, f64) -> Option<Readout>} />
                <div class="tw" tabindex="0" role="region" aria-label="Best run at each share of zeros"><table>
                    <thead><tr>
                        <th scope="col">{ "zeros" }</th><th scope="col" class="n">{ "not zero" }</th><th scope="col" class="n">{ "tokens" }</th><th scope="col" class="n">{ "loss" }</th>
                        <th scope="col" class="n">{ "worth" }</th><th scope="col" class="n">{ "as dense" }</th><th scope="col" class="n">{ "training" }</th><th scope="col" class="n">{ "worth in images" }</th>
                    </tr></thead>
                    <tbody>{ for rows.map(|i| row(store, i, own == Some(i))) }</tbody>
                </table></div>
                <p class="xs dim">{ "All rows at the same compute. “Worth” and “as dense” are the dense model with this loss on as many tokens, “training” what a step costs against a dense model of the weights that are left; embeddings are not counted. Gains hold for zeros anywhere; patterns of n in m come close to them up to 75 %, as the paper has it. Hardware is faster for two zeros in every four (2:4, the row of 50 %) alone." }</p>
            </div>
        </section>
    }
}

fn row(store: &Store, i: usize, own: bool) -> Html {
    let c = |key| cell(store, S, key, i);
    html! {
        <tr class={classes!(own.then_some("sel"))}><th scope="row">{ row_name(store, S, i) }</th><td class="n">{ c("params") }</td><td class="n">{ c("tokens") }</td>
            <td class="n">{ c("loss") }</td><td class="n">{ c("worth") }</td><td class="n">{ c("dense") }</td><td class="n">{ c("cost") }</td><td class="n">{ c("images") }</td></tr>
    }
}

fn answer(store: &Store, row: usize) -> Html {
    if !has(store, S, "params", row) {
        return Html::default();
    }
    let n = |key, after| html! { <Num store={store.clone()} ask={place(S, key, row)} {after} /> };
    html! {
        <p class="q">{ "The best run then has " }{ n("params", "") }{ " weights that are not zero. They do as well as a dense model of " }{ n("dense", "") }
            { " on the same data, " }{ n("worth", "") }{ " as large; a step costs " }{ n("cost", "") }{ " that of a dense model of their number." }</p>
    }
}

fn best(store: &Store) -> Html {
    if !has(store, S, "share", section::BEST) {
        return Html::default();
    }
    let n = |key, after| html! { <Num store={store.clone()} ask={place(S, key, section::BEST)} {after} /> };
    html! {
        <p class="q">{ "For the size of the plan, " }{ n("params", "") }{ " weights that are not zero, and its compute " }{ n("share", "") }
            { " zeros are best: " }{ n("more", "") }{ " nats per token against none." }</p>
    }
}

/// Name, gain and mark of a line.
type Line = (&'static str, fn(&GainPoint) -> f64, Shape);

const SERIES: [Line; 2] = [("text", |p| p.text, Shape::Circle), ("images", |p| p.images, Shape::Square)];

fn draw(report: &Report) -> Option<Drawn> {
    let points = gains();
    let last = *points.last()?;
    let hi = SERIES.iter().map(|(_, at, _)| at(&last)).fold(1.0, f64::max);
    let line = |(color, (label, at, _)): (usize, &Line)| Series {
        label: format!("{label}, limit {}", words::times(at(&last))),
        color,
        points: points.iter().map(|p| (p.share, at(p))).collect(),
        solid: GAINS_FITTED.get(color).copied(),
        weight: if color == 0 { Weight::Chosen } else { Weight::Normal },
    };
    let mark = |x: f64, color: usize, large: bool| {
        let (_, at, shape) = SERIES.get(color)?;
        let y = at(&gain_point(x));
        let label = if large { format!("{} zero, {}", words::percent(x), words::times(y)) } else { String::new() };
        Some(Mark { x, y, color, shape: *shape, filled: large, label, drop: large, large })
    };
    let limits = (0..SERIES.len()).filter_map(|color| mark(last.share, color, false));
    let own = report.scenario.setting.weight_sparsity.map(|s| s.get());
    let own = own.and_then(|s| mark(s, 0, true));
    let chart = Chart {
        x: Axis {
            title: "Share of zeros".into(),
            unit: "of the weights".into(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: (0.0, 1.0),
        },
        y: Axis {
            title: "Dense parameters for each that is not zero".into(),
            unit: String::new(),
            scale: Scale::Linear,
            labels: Labels::Times,
            range: padded((1.0, hi)),
        },
        series: SERIES.iter().enumerate().map(line).collect(),
        bands: Vec::new(),
        marks: limits.chain(own).collect(),
        rules: Vec::new(),
        notes: vec![DASHED.into()],
    };
    let rows = points.iter().step_by(10).map(|p| html! {
        <tr><th scope="row">{ words::percent(p.share) }</th>{ for SERIES.iter().map(|(_, at, _)| html! { <td class="n">{ words::times(at(p)) }</td> }) }</tr>
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "zeros" }</th>{ for SERIES.iter().map(|(name, ..)| html! { <th scope="col" class="n">{ *name }</th> }) }</tr></thead>
            <tbody>{ for rows }</tbody></table>
    };
    let limit = words::times(last.text);
    let summary = format!(
        "Size of the dense model with the same loss on the same data, over the weights that are not zero. However many zeros, text never gains more than {limit}."
    );
    Some(Drawn { title: "What zeros are worth in dense size".into(), summary, chart, table })
}

fn read(_: &Report, share: f64) -> Option<Readout> {
    let p = gain_point(share.clamp(0.0, 1.0));
    let lines = vec![
        format!("{}{}% zero", show::sig(100.0 * p.share, 3), words::THIN),
        format!("text: {} as large", words::times(p.text)),
        format!("images: {}", words::times(p.images)),
    ];
    Some(Readout { x: p.share, y: Some(p.text), lines })
}

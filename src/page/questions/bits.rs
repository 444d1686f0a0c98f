//! Training in fewer bits, and quantising afterwards.

use yew::prelude::*;

use super::{ask, cell, has, messages, num, remarks, row_name};
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Scale, Series, Shape, Weight};
use crate::core::quantity::show;
use crate::core::question_curves as curves;
use crate::core::report::{Report, Section, lead};
use crate::core::scenario::Key;
use crate::page::field::StoreProps;
use crate::page::number::Num;
use crate::page::pictures::{DASHED, Drawn, Picture, loss_axis, solid};
use crate::page::store::Store;
use crate::page::words;

const S: Section = Section::Precision;
/// The model after quantisation: the best run of the law, and the best run to quantise.
const Q: Section = Section::Quantised;
const FIELDS: &[Key] = &[Key::PrecisionBits, Key::PostTrainingBits];

#[component]
pub fn FewBits(props: &StoreProps) -> Html {
    let store = &props.store;
    let rows: Vec<usize> = store.report.figures.rows_of(S).map(|(i, _)| i).collect();
    let after = store.scenario.text(Key::PostTrainingBits).is_some();
    html! {
        <section class="row g12" aria-labelledby="h-bits">
            <div class="c4"><h2 id="h-bits">{ "If bits are few" }</h2>
                <p class="sm mut">{ "Fewer bits make every operation cheaper and every parameter worth less. Quantising after training hurts more the longer a model was trained for its size. " }{ lead(S) }{ " Its authors do not expect the constants to transfer, so read the direction, not the digits." }</p>
                <p class="q">{ "It trains in " }{ ask(store, Key::PrecisionBits, &["8", "6"]) }{ " bits." }</p>
                <p class="q">{ "Afterwards it is quantised to " }{ ask(store, Key::PostTrainingBits, &["4", "5"]) }{ " bits." }</p>
                { messages(store, FIELDS) }
                { remarks(store, S) }
                { remarks(store, Q) }
                { quantised(store) }
            </div>
            <div class="c8">
                if !rows.is_empty() {
                    <Picture report={store.report.clone()} id="bits" height="small" draw={by_bits as fn(&Report) -> Option<Drawn>} read={read_bits as fn(&Report, f64) -> Option<Readout>} />
                    <div class="tw" tabindex="0" role="region" aria-label="Best run at each precision"><table>
                        <thead><tr>
                            <th scope="col">{ "training in" }</th><th scope="col" class="n">{ "parameters" }</th><th scope="col" class="n">{ "tokens" }</th>
                            <th scope="col" class="n">{ "loss" }</th><th scope="col" class="n">{ "against 16 bits" }</th>
                        </tr></thead>
                        <tbody>{ for rows.into_iter().map(|i| row(store, i)) }</tbody>
                    </table></div>
                    <p class="xs dim">{ "All rows at the same cost: one operation in half the bits counts half. Losses are on the law's own text." }</p>
                }
                if after { <Picture report={store.report.clone()} id="after" height="small" draw={after_training as fn(&Report) -> Option<Drawn>} read={read_after as fn(&Report, f64) -> Option<Readout>} /> }
            </div>
        </section>
    }
}

fn row(store: &Store, i: usize) -> Html {
    let c = |key| cell(store, S, key, i);
    html! {
        <tr><th scope="row">{ row_name(store, S, i) }</th><td class="n">{ c("params") }</td><td class="n">{ c("tokens") }</td>
            <td class="n">{ c("loss") }</td><td class="n">{ c("more") }</td></tr>
    }
}

fn quantised(store: &Store) -> Html {
    if !has(store, Q, "more", 0) {
        return Html::default();
    }
    let best = |key, after| html! { <Num store={store.clone()} ask={super::place(Q, key, 1)} {after} /> };
    html! {
        <p class="q">{ "Quantising the best run adds " }{ num(store, Q, "more", "") }{ " nats per token, to a loss of " }{ num(store, Q, "loss", ".") }
            if has(store, Q, "params", 1) {
                { " Knowing that it will be quantised, train " }{ best("params", "") }{ " parameters on " }{ best("tokens", "") }{ " tokens." }
            }
        </p>
    }
}

fn read_bits(report: &Report, bits: f64) -> Option<Readout> {
    let p = curves::bits_point(report, bits)?;
    let lines = vec![
        format!("{} bits", few(bits)),
        format!("{} on {} tokens", show::short(p.params), show::short(p.tokens)),
        format!("loss {}", words::loss(p.loss, 4)),
    ];
    Some(Readout { x: bits, y: Some(p.loss), lines })
}

fn by_bits(report: &Report) -> Option<Drawn> {
    let points = curves::by_bits(report);
    let (first, last) = (points.first()?.bits, points.last()?.bits);
    let least = points.iter().min_by(|a, b| a.loss.total_cmp(&b.loss))?;
    let (lo, hi) = points.iter().fold((f64::INFINITY, 0.0f64), |(lo, hi), p| (lo.min(p.loss), hi.max(p.loss)));
    let own = report.scenario.setting.precision.and_then(|p| p.one()).and_then(|b| curves::bits_point(report, b.get()));
    let mark = |p: &curves::BitsPoint, color, shape, label: String| Mark {
        x: p.bits,
        y: p.loss,
        color,
        shape,
        filled: true,
        label,
        drop: color == 0,
        large: color == 0,
    };
    let mut marks = vec![mark(least, 5, Shape::Hexagon, format!("lowest at {}", few(least.bits)))];
    marks.extend(own.map(|p| mark(&p, 0, Shape::Circle, format!("{} bits, {}", few(p.bits), words::loss(p.loss, 3)))));
    let chart = Chart {
        x: Axis {
            title: "Bits".into(),
            unit: "bits".into(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: (first, last),
        },
        y: loss_axis((lo, hi)),
        series: vec![Series {
            label: "best run".into(),
            color: 0,
            points: points.iter().map(|p| (p.bits, p.loss)).collect(),
            solid: solid(curves::bits_fitted(report), first),
            weight: Weight::Chosen,
        }],
        bands: Vec::new(),
        marks,
        rules: Vec::new(),
        notes: vec![DASHED.into()],
    };
    let rows = points.iter().filter(|p| p.bits.fract() == 0.0).map(|p| html! {
        <tr><th scope="row">{ few(p.bits) }</th><td class="n">{ show::short(p.params) }</td><td class="n">{ show::short(p.tokens) }</td><td class="n">{ words::loss(p.loss, 4) }</td></tr>
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "bits" }</th><th scope="col" class="n">{ "parameters" }</th><th scope="col" class="n">{ "tokens" }</th><th scope="col" class="n">{ "loss" }</th></tr></thead>
            <tbody>{ for rows }</tbody></table>
    };
    let cost = words::flop(report.answer.flops.value);
    let summary = format!("Loss of the best run against bits of training, at a cost of {cost}.");
    let title = "Loss of the best run against bits of training, at the same cost".into();
    Some(Drawn { title, summary, chart, table })
}

/// Bits without needless digits.
fn few(bits: f64) -> String {
    if bits.fract() == 0.0 { format!("{bits}") } else { show::sig(bits, 3) }
}

fn read_after(report: &Report, tokens: f64) -> Option<Readout> {
    let p = curves::after_point(report, curves::after_size(report)?, tokens)?;
    let lines = vec![
        format!("{} tokens", show::short(tokens)),
        format!("before {}", words::loss(p.before, 4)),
        format!("after {}", words::loss(p.after, 4)),
    ];
    Some(Readout { x: tokens, y: Some(p.after), lines })
}

/// More training, then quantising: where it begins to hurt.
fn after_training(report: &Report) -> Option<Drawn> {
    let size = curves::after_size(report)?;
    let fitted = curves::after_fitted(size);
    let points = curves::after(report);
    let (first, last) = (points.first()?.tokens, points.last()?.tokens);
    let (lo, top) = points.iter().fold((f64::INFINITY, 0.0f64), |(lo, hi), p| (lo.min(p.before), hi.max(p.before)));
    let worst = points.iter().map(|p| p.after).fold(0.0, f64::max);
    let hi = worst.min(top + 2.0 * (top - lo));
    let line = |label: &str, color, weight, at: fn(&curves::AfterPoint) -> f64| Series {
        label: label.into(),
        color,
        points: points.iter().filter(|p| at(p) <= hi).map(|p| (p.tokens, at(p))).collect(),
        solid: solid(fitted, first),
        weight,
    };
    let least = points.iter().min_by(|a, b| a.after.total_cmp(&b.after))?;
    let turns = least.tokens > first && least.tokens < last;
    let mark = Mark {
        x: least.tokens,
        y: least.after,
        color: 0,
        shape: Shape::Circle,
        filled: true,
        label: format!("more than {} hurts", show::short(least.tokens)),
        drop: true,
        large: true,
    };
    let chart = Chart {
        x: Axis {
            title: "Training tokens".into(),
            unit: "tokens".into(),
            scale: Scale::Log,
            labels: Labels::Words,
            range: (first, last),
        },
        y: loss_axis((lo, hi)),
        series: vec![
            line("after quantising", 0, Weight::Chosen, |p| p.after),
            line("before", 5, Weight::Normal, |p| p.before),
        ],
        bands: Vec::new(),
        marks: if turns { vec![mark] } else { Vec::new() },
        rules: Vec::new(),
        notes: vec![DASHED.into()],
    };
    let rows = points.iter().step_by(6).map(|p| html! {
        <tr><th scope="row">{ show::short(p.tokens) }</th><td class="n">{ words::loss(p.before, 4) }</td><td class="n">{ words::loss(p.after, 4) }</td></tr>
    });
    let table = html! {
        <table><thead><tr><th scope="col">{ "tokens" }</th><th scope="col" class="n">{ "before" }</th><th scope="col" class="n">{ "after" }</th></tr></thead><tbody>{ for rows }</tbody></table>
    };
    let size = show::short(size.get());
    let summary =
        format!("Loss of a model of {size} parameters against training tokens, before and after quantisation.");
    Some(Drawn { title: format!("A model of {size}, trained longer and then quantised"), summary, chart, table })
}

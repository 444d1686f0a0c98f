//! The three charts: another size at this budget, the frontier of every law, loss against compute.

use std::rc::Rc;

use yew::prelude::*;

use super::chart_view::{ChartView, Reader};
use super::field::StoreProps;
use super::place::{place, shape};
use super::store::{Action, FrontierView};
use super::words;
use crate::chart::{Axis, Band, Chart, Labels, Mark, Readout, Rule, Scale, Series, Shape, Weight};
use crate::core::curves::{self, BudgetPoint, Line};
use crate::core::quantity::show;
use crate::core::report::Report;

/// A range that lies nowhere on a log axis from `lo`: everything is dashed.
fn solid(fitted: Option<(f64, f64)>, lo: f64) -> Option<(f64, f64)> {
    Some(fitted.unwrap_or((lo / 4.0, lo / 4.0)))
}

fn weight(chosen: bool) -> Weight {
    if chosen { Weight::Chosen } else { Weight::Normal }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.filter(|v| v.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)))
}

fn padded((lo, hi): (f64, f64)) -> (f64, f64) {
    let pad = 0.06 * (hi - lo).max(1e-6);
    (lo - pad, hi + pad)
}

const DASHED: &str = "dashed: outside the fitted range";

#[component]
pub fn OtherSizes(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let drawn = use_memo(report.clone(), |r| isoflop(r));
    let reader = use_memo(report.clone(), |r| {
        let r = r.clone();
        Reader::new(move |params| read_size(&r, params))
    });
    let Some((chart, table)) = (*drawn).clone() else {
        return html! {
            <figure class="chart"><div class="cap"><h3>{ "What a different size would cost, at this budget" }</h3></div>
                <p class="note">{ format!("{} gives the best size alone and no loss, so there is no curve to draw. Choose a law with a loss to see one.", report.answer.law.short) }</p>
            </figure>
        };
    };
    let summary = format!(
        "Loss against model size at {}. {} is lowest at {} parameters.",
        words::flop(report.answer.flops.value),
        report.answer.law.short,
        show::short(report.answer.params.value)
    );
    html! {
        <ChartView id="sizes" title="What a different size would cost, at this budget" {summary} {chart}
            readout={(*reader).clone()} {table} height="tall" />
    }
}

fn isoflop(report: &Report) -> Option<(Rc<Chart>, Html)> {
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
                color: place(report, l.meta.id),
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
        && let Some(loss) = &c.loss
    {
        marks.push(Mark {
            x: c.run.params.get(),
            y: loss.value,
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
        x: Axis {
            title: "Parameters".into(),
            unit: "parameters".into(),
            scale: Scale::Log,
            labels: Labels::Words,
            range: x,
        },
        y: Axis {
            title: "Loss, nats per token".into(),
            unit: String::new(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: padded(y),
        },
        series: lines
            .iter()
            .map(|l| Series {
                label: l.meta.label.into(),
                color: place(report, l.meta.id),
                points: l.points.iter().map(|p| (p.params, p.loss)).collect(),
                solid: solid(l.fitted, x.0),
                weight: weight(l.chosen),
            })
            .collect(),
        bands: if bands.is_empty() {
            Vec::new()
        } else {
            vec![Band { color: 0, label: format!("band: 80{}% interval", words::THIN), points: bands }]
        },
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
    Some((Rc::new(chart), table))
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

#[component]
pub fn Frontier(props: &StoreProps) -> Html {
    let store = &props.store;
    let (report, view) = (store.report.clone(), store.frontier);
    let drawn = use_memo((report.clone(), view), |(r, v)| frontier(r, *v));
    let reader = use_memo((report.clone(), view), |(r, v)| {
        let (r, v) = (r.clone(), *v);
        Reader::new(move |flops| read_budget(&r, v, flops))
    });
    let (chart, table) = (*drawn).clone();
    let a = &report.answer;
    let summary = format!(
        "Best size and tokens against compute for {} laws. At {} {} gives {} parameters on {} tokens.",
        report.laws.len(),
        words::flop(a.flops.value),
        a.law.short,
        show::short(a.params.value),
        show::short(a.tokens.value)
    );
    let title = match view {
        FrontierView::Relative => "Best size against compute, relative to 20 tokens per parameter",
        FrontierView::Params => "Best size against compute",
        FrontierView::Tokens => "Best token count against compute",
    };
    let choice = |v: FrontierView, name: &'static str| {
        let store = store.clone();
        let onclick = Callback::from(move |_: MouseEvent| store.dispatch(Action::View(v)));
        html! { <button type="button" aria-pressed={(v == view).to_string()} {onclick}>{ name }</button> }
    };
    html! {
        <>
            <div class="sw" role="group" aria-label="What the chart shows">
                { choice(FrontierView::Relative, "relative size") }{ choice(FrontierView::Params, "size") }{ choice(FrontierView::Tokens, "tokens") }
            </div>
            <ChartView id="frontier" {title} {summary} {chart} readout={(*reader).clone()} {table} height="tall" />
        </>
    }
}

fn of_view(view: FrontierView, p: &BudgetPoint) -> f64 {
    match view {
        FrontierView::Relative => p.relative,
        FrontierView::Params => p.params,
        FrontierView::Tokens => p.tokens,
    }
}

fn span(lines: &[Line<BudgetPoint>]) -> (f64, f64) {
    ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.flops)))
}

fn frontier(report: &Report, view: FrontierView) -> (Rc<Chart>, Html) {
    let lines = curves::frontier(report);
    let x = span(&lines);
    let y = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| of_view(view, p))));
    let a = &report.answer;
    let own = match view {
        FrontierView::Relative => curves::relative_size(a.params.value, a.flops.value).unwrap_or(1.0),
        FrontierView::Params => a.params.value,
        FrontierView::Tokens => a.tokens.value,
    };
    let mut marks = vec![Mark {
        x: a.flops.value,
        y: own,
        color: 0,
        shape: Shape::Circle,
        filled: true,
        label: match view {
            FrontierView::Tokens => show::short(a.tokens.value),
            _ => show::short(a.params.value),
        },
        drop: false,
        large: true,
    }];
    for c in report.published.iter().chain(report.compared.iter().filter(|c| c.run.published.is_none())) {
        let at = match view {
            FrontierView::Relative => curves::relative_size(c.run.params.get(), c.flops.value),
            FrontierView::Params => Some(c.run.params.get()),
            FrontierView::Tokens => Some(c.run.tokens.get()),
        };
        if let Some(at) = at.filter(|_| c.flops.value >= x.0 && c.flops.value <= x.1) {
            let chosen = report.scenario.run.is_some_and(|r| r == c.run);
            marks.push(Mark {
                x: c.flops.value,
                y: at,
                color: if chosen { 0 } else { 5 },
                shape: Shape::Diamond,
                filled: false,
                label: c.run.published.map_or("your run", |p| p.name).into(),
                drop: false,
                large: false,
            });
        }
    }
    let y = ends([y.0, y.1].into_iter().chain(marks.iter().map(|m| m.y)));
    let labels = if view == FrontierView::Relative { Labels::Times } else { Labels::Words };
    let words_y = match view {
        FrontierView::Relative => "Size, against 20 tokens per parameter",
        FrontierView::Params => "Parameters",
        FrontierView::Tokens => "Training tokens",
    };
    let chart = Chart {
        x: Axis {
            title: "Training compute".into(),
            unit: "FLOP".into(),
            scale: Scale::Log,
            labels: Labels::Power,
            range: x,
        },
        y: Axis {
            title: words_y.into(),
            unit: String::new(),
            scale: Scale::Log,
            labels,
            range: (y.0 / 1.15, y.1 * 1.15),
        },
        series: lines
            .iter()
            .map(|l| Series {
                label: l.meta.label.into(),
                color: place(report, l.meta.id),
                points: l.points.iter().map(|p| (p.flops, of_view(view, p))).collect(),
                solid: solid(l.fitted, x.0),
                weight: weight(l.chosen),
            })
            .collect(),
        bands: Vec::new(),
        marks,
        rules: vec![Rule { x: a.flops.value, label: "your budget".into() }],
        notes: vec![DASHED.into(), "open diamonds: real runs".into()],
    };
    let steps: Vec<f64> =
        lines.first().map_or_else(Vec::new, |l| l.points.iter().step_by(6).map(|p| p.flops).collect());
    let table = html! {
        <table><thead><tr><th scope="col">{ "law" }</th>
            { for steps.iter().map(|c| html! { <th scope="col" class="n">{ show::power(*c, 2) }</th> }) }</tr></thead>
            <tbody>{ for lines.iter().map(|l| html! {
                <tr class={classes!(l.chosen.then_some("sel"))}><th scope="row">{ l.meta.short }</th>
                    { for steps.iter().map(|c| {
                        let at = l.points.iter().find(|p| p.flops == *c);
                        html! { <td class="n">{ at.map_or_else(|| "–".into(), |p| match view {
                            FrontierView::Relative => words::times(p.relative),
                            FrontierView::Params => show::short(p.params),
                            FrontierView::Tokens => show::short(p.tokens),
                        }) }</td> }
                    }) }</tr>
            }) }</tbody></table>
    };
    (Rc::new(chart), table)
}

fn read_budget(report: &Report, view: FrontierView, flops: f64) -> Option<Readout> {
    let p = curves::budget_point(report.scenario.law, flops)?;
    Some(Readout {
        x: flops,
        y: Some(of_view(view, &p)),
        lines: vec![
            format!("{}: {}", report.answer.law.short, words::flop(flops)),
            format!("{} parameters, {}", show::short(p.params), words::times(p.relative)),
            format!("{} tokens, {} for each", show::short(p.tokens), words::ratio(p.tokens / p.params)),
        ],
    })
}

#[component]
pub fn LossAgainstCompute(props: &StoreProps) -> Html {
    let report = props.store.report.clone();
    let drawn = use_memo(report.clone(), |r| losses(r));
    let reader = use_memo(report.clone(), |r| {
        let r = r.clone();
        Reader::new(move |flops| read_loss(&r, flops))
    });
    let Some((chart, table)) = (*drawn).clone() else {
        return html! { <p class="note">{ format!("{} has no loss to draw.", report.answer.law.short) }</p> };
    };
    let summary = format!("Loss of the best run against compute, on {}.", report.answer.law.data);
    let title = format!("Loss of the best run against compute, on {}", report.answer.law.data);
    html! {
        <ChartView id="loss" {title} {summary} {chart} readout={(*reader).clone()} {table} height="small" />
    }
}

fn losses(report: &Report) -> Option<(Rc<Chart>, Html)> {
    let lines: Vec<_> = curves::frontier(report)
        .into_iter()
        .filter(|l| l.meta.has_loss && l.meta.data == report.answer.law.data)
        .collect();
    let chosen = lines.iter().find(|l| l.chosen)?;
    let x = span(&lines);
    let y = ends(lines.iter().flat_map(|l| l.points.iter().filter_map(|p| p.loss)));
    let band: Vec<(f64, f64, f64)> =
        chosen.points.iter().filter_map(|p| p.loss_interval.map(|(lo, hi)| (p.flops, lo, hi))).collect();
    let loss = report.answer.loss.as_ref()?.value;
    let chart = Chart {
        x: Axis {
            title: "Training compute".into(),
            unit: "FLOP".into(),
            scale: Scale::Log,
            labels: Labels::Power,
            range: x,
        },
        y: Axis {
            title: "Loss, nats per token".into(),
            unit: String::new(),
            scale: Scale::Linear,
            labels: Labels::Decimal,
            range: padded(y),
        },
        series: lines
            .iter()
            .map(|l| Series {
                label: l.meta.label.into(),
                color: place(report, l.meta.id),
                points: l.points.iter().filter_map(|p| p.loss.map(|v| (p.flops, v))).collect(),
                solid: solid(l.fitted, x.0),
                weight: weight(l.chosen),
            })
            .collect(),
        bands: if band.is_empty() {
            Vec::new()
        } else {
            vec![Band { color: 0, label: format!("band: 80{}% interval", words::THIN), points: band }]
        },
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
    Some((Rc::new(chart), table))
}

fn read_loss(report: &Report, flops: f64) -> Option<Readout> {
    let p = curves::budget_point(report.scenario.law, flops)?;
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

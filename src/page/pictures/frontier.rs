//! The compute-optimal frontier of every law.

use std::rc::Rc;

use yew::prelude::*;

use super::{DASHED, compute_axis, ends, series, span};
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Rule, Scale, Shape};
use crate::core::curves::{self, BudgetPoint};
use crate::core::quantity::show;
use crate::core::report::Report;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::field::StoreProps;
use crate::page::store::{Action, FrontierView};
use crate::page::words;

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
        "Best size, all parameters counted, and tokens against compute for {} laws. At {} {} gives {} parameters on {} tokens.",
        chart.series.len(),
        words::flop(a.flops.value),
        a.law.short,
        show::short(own_size(&report)),
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

/// The answer's size as the lines have it: all parameters, whatever the law counts.
fn own_size(report: &Report) -> f64 {
    let chosen = report.laws.iter().find(|l| l.chosen);
    chosen.map_or(report.answer.params.value, |l| l.total_params)
}

fn of_view(view: FrontierView, p: &BudgetPoint) -> f64 {
    match view {
        FrontierView::Relative => p.relative,
        FrontierView::Params => p.total_params,
        FrontierView::Tokens => p.tokens,
    }
}

fn frontier(report: &Report, view: FrontierView) -> (Rc<Chart>, Html) {
    let lines = curves::frontier(report);
    let x = span(&lines);
    let y = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| of_view(view, p))));
    let a = &report.answer;
    let own = match view {
        FrontierView::Relative => curves::relative_size(own_size(report), a.flops.value).unwrap_or(1.0),
        FrontierView::Params => own_size(report),
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
            _ => show::short(own_size(report)),
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
        FrontierView::Params => "All parameters",
        FrontierView::Tokens => "Training tokens",
    };
    let chart = Chart {
        x: compute_axis(x),
        y: Axis {
            title: words_y.into(),
            unit: String::new(),
            scale: Scale::Log,
            labels,
            range: (y.0 / 1.4, y.1 * 1.4),
        },
        series: lines.iter().map(|l| series(report, l, x.0, |p| Some((p.flops, of_view(view, p))))).collect(),
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
                            FrontierView::Params => show::short(p.total_params),
                            FrontierView::Tokens => show::short(p.tokens),
                        }) }</td> }
                    }) }</tr>
            }) }</tbody></table>
    };
    (Rc::new(chart), table)
}

fn read_budget(report: &Report, view: FrontierView, flops: f64) -> Option<Readout> {
    let p = curves::budget_point(&*report.law, flops)?;
    Some(Readout {
        x: flops,
        y: Some(of_view(view, &p)),
        lines: vec![
            format!("{}: {}", report.answer.law.short, words::flop(flops)),
            format!("{} parameters, {}", show::short(p.total_params), words::times(p.relative)),
            format!("{} tokens, {} for each", show::short(p.tokens), words::ratio(p.tokens / p.total_params)),
        ],
    })
}

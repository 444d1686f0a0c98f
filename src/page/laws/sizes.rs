//! Best size and tokens against compute: one panel a law, the others behind it in grey.

use std::rc::Rc;

use yew::prelude::*;

use super::panel::{Panel, Panels};
use super::seats::{color, laws, marker, name, seats, shape};
use crate::chart::{Axis, Chart, Labels, Mark, Readout, Rule, Scale, Series, Weight};
use crate::core::curves::{self, BudgetPoint, Line};
use crate::core::quantity::show;
use crate::core::report::Report;
use crate::page::chart_view::Reader;
use crate::page::field::StoreProps;
use crate::page::pictures::{compute_axis, ends, solid};
use crate::page::store::{Action, FrontierView, Store};
use crate::page::view::View;
use crate::page::words;

#[component]
pub fn Frontiers(props: &StoreProps) -> Html {
    let store = &props.store;
    let seats = seats(store);
    let view = (store.view.show, store.view.alike);
    let panels = use_memo((store.report.clone(), seats.clone(), view), |_| panels(store, &seats));
    let choice = |show: FrontierView, name: &'static str| {
        let store = store.clone();
        let pressed = (store.view.show == show).to_string();
        let onclick =
            Callback::from(move |_: MouseEvent| store.dispatch(Action::Show(View { show, ..store.view.clone() })));
        html! { <button type="button" aria-pressed={pressed} {onclick}>{ name }</button> }
    };
    let title = match store.view.show {
        FrontierView::Relative => "Best size against compute, relative to 20 tokens per parameter",
        FrontierView::Params => "Best size against compute",
        FrontierView::Tokens => "Best token count against compute",
    };
    html! {
        <section class="row" aria-labelledby="h-sizes-of-laws">
            <div class="over"><h2 id="h-sizes-of-laws">{ title }</h2>
                <div class="sw" role="group" aria-label="What the panels show">
                    { choice(FrontierView::Relative, "relative size") }{ choice(FrontierView::Params, "size") }{ choice(FrontierView::Tokens, "tokens") }
                </div></div>
            <p class="sm mut">{ "One panel a law; the other drawn laws in grey. " }
                { if store.view.show == FrontierView::Relative { "Level means that size and data grow together. " } else { "" } }
                { "Solid where the law was fitted, dashed outside. The dotted line is the budget." }</p>
            <Panels {panels} height="panel" />
        </section>
    }
}

type Show = (FrontierView, bool);

fn of(p: &BudgetPoint, (show, alike): Show) -> f64 {
    match (show, alike) {
        (FrontierView::Relative, true) => p.relative,
        (FrontierView::Relative, false) => p.relative_own,
        (FrontierView::Params, true) => p.total_params,
        (FrontierView::Params, false) => p.params,
        (FrontierView::Tokens, _) => p.tokens,
    }
}

fn size(p: &BudgetPoint, (_, alike): Show) -> f64 {
    if alike { p.total_params } else { p.params }
}

fn worded(p: &BudgetPoint, show: Show) -> String {
    match show.0 {
        FrontierView::Relative => words::times(of(p, show)),
        _ => show::short(of(p, show)),
    }
}

fn panels(store: &Store, seats: &[&'static str]) -> Vec<Panel> {
    let (report, show) = (&*store.report, (store.view.show, store.view.alike));
    let laws = laws(store, seats);
    let budget = report.answer.flops.value;
    let lines = curves::frontiers(&laws, report.answer.law.id, budget);
    let x = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| p.flops)));
    let y = ends(lines.iter().flat_map(|l| l.points.iter().map(|p| of(p, show))));
    let y = Axis {
        title: String::new(),
        unit: String::new(),
        scale: Scale::Log,
        labels: if show.0 == FrontierView::Relative { Labels::Times } else { Labels::Words },
        range: (y.0 / 1.5, y.1 * 1.5),
    };
    lines
        .iter()
        .zip(laws)
        .map(|(line, law)| {
            let meta = line.meta;
            let at = curves::budget_point(&*law, budget);
            let chart = chart(&lines, line, seats, (x, y.clone()), at.as_ref(), show, budget);
            let slope = slope(report, meta.id);
            let now = at.as_ref().map_or_else(String::new, |p| match show.0 {
                FrontierView::Tokens => format!("{} tokens", show::short(p.tokens)),
                _ => format!("{} parameters", show::short(size(p, show))),
            });
            let title = name(store, meta);
            let summary = format!("{title}: {now} at {}, {slope}.", words::flop(budget));
            let readout = {
                let title = title.clone();
                Reader::new(move |flops| {
                    let p = curves::budget_point(&*law, flops)?;
                    let lines = vec![
                        format!("{title}: {}", words::flop(flops)),
                        format!("{} parameters", show::short(size(&p, show))),
                        format!("{} tokens", show::short(p.tokens)),
                        format!("{} of 20 to one", words::times(of(&p, (FrontierView::Relative, show.1)))),
                    ];
                    Some(Readout { x: flops, y: Some(of(&p, show)), lines })
                })
            };
            let class = format!("s{}", color(seats, meta.id) + 1);
            let sub = html! {
                <p class="sub">{ marker(seats, meta.id) }<b class={class}>{ slope }</b>{ " " }{ meta.data }</p>
            };
            Panel {
                id: format!("size-{}", meta.id).into(),
                title,
                summary: summary.into(),
                chart: Rc::new(chart),
                readout,
                table: table(line, show),
                sub,
            }
        })
        .collect()
}

fn slope(report: &Report, id: &str) -> String {
    let a = report.law(id).and_then(|a| a.slope.as_ref());
    a.map_or_else(|| "no slope".to_owned(), |a| format!("slope {}", show::sig(a.value, 3)))
}

fn chart(
    lines: &[Line<BudgetPoint>],
    own: &Line<BudgetPoint>,
    seats: &[&'static str],
    (x, y): ((f64, f64), Axis),
    at: Option<&BudgetPoint>,
    show: Show,
    budget: f64,
) -> Chart {
    let id = own.meta.id;
    let of_line = |line: &Line<BudgetPoint>, weight: Weight| Series {
        label: String::new(),
        color: color(seats, line.meta.id),
        points: line.points.iter().map(|p| (p.flops, of(p, show))).collect(),
        solid: if weight == Weight::Ghost { None } else { solid(line.fitted, x.0) },
        weight,
    };
    let mut series: Vec<Series> = lines.iter().filter(|l| l.meta.id != id).map(|l| of_line(l, Weight::Ghost)).collect();
    series.push(of_line(own, Weight::Chosen));
    let marks = at.map(|p| Mark {
        x: budget,
        y: of(p, show),
        color: color(seats, id),
        shape: shape(seats, id),
        filled: true,
        label: match show.0 {
            FrontierView::Tokens => show::short(p.tokens),
            _ => show::short(size(p, show)),
        },
        drop: false,
        large: true,
    });
    Chart {
        x: compute_axis(x),
        y,
        series,
        bands: Vec::new(),
        marks: marks.into_iter().collect(),
        rules: vec![Rule { x: budget, label: String::new() }],
        notes: Vec::new(),
    }
}

fn table(line: &Line<BudgetPoint>, show: Show) -> Html {
    html! {
        <table><thead><tr><th scope="col">{ "compute" }</th><th scope="col" class="n">{ "size" }</th><th scope="col" class="n">{ "tokens" }</th>
            <th scope="col" class="n">{ "relative size" }</th></tr></thead>
            <tbody>{ for line.points.iter().step_by(6).map(|p| html! {
                <tr><th scope="row">{ show::power(p.flops, 2) }</th><td class="n">{ worded(p, (FrontierView::Params, show.1)) }</td>
                    <td class="n">{ worded(p, (FrontierView::Tokens, show.1)) }</td><td class="n">{ worded(p, (FrontierView::Relative, show.1)) }</td></tr>
            }) }</tbody></table>
    }
}

//! Every formula of a topic over the input that they share, so that disagreement is seen.

use std::rc::Rc;

use yew::prelude::*;

use super::picture::{axis, name, roomy};
use super::{list, picked, show};
use crate::chart::{Chart, Mark, Readout, Rule, Series, Weight};
use crate::core::formulas::Topic;
use crate::core::formulas::picture::{Group, Line, alone, decades, groups};
use crate::core::quantity::show as numbers;
use crate::core::report::hyper;
use crate::page::answers::icon;
use crate::page::chart_view::{ChartView, Reader};
use crate::page::field::StoreProps;
use crate::page::pictures::{DASHED, ends};
use crate::page::place;
use crate::page::store::{Shared, Store};

const TOPICS: [(Topic, &str, &str); 2] =
    [(Topic::Batch, "batch", "Batch size in tokens"), (Topic::LearningRate, "rate", "Learning rate")];

#[component]
pub(super) fn Compare(props: &StoreProps) -> Html {
    let store = &props.store;
    let found = use_memo(store.report.clone(), |report| {
        TOPICS.map(|(topic, id, words)| {
            let known = hyper::known_of(report);
            (id, words, groups(topic, &known), alone(topic, &known))
        })
    });
    html! {
        <>
            { for found.iter().filter(|(_, _, list, _)| !list.is_empty()).map(|(id, words, list, lone)| html! {
                <section class="row" aria-labelledby={format!("h-{id}")} key={*id}>
                    <h2 id={format!("h-{id}")}>{ format!("{words}: where formulas differ") }</h2>
                    <p class="sm mut">{ "At your plan’s values, counted as each formula counts them. Each line is solid where its formula was fitted." }</p>
                    { for list.iter().map(|g| html! { <Together store={store.clone()} {id} {words} group={Held(g.clone())} /> }) }
                    if !lone.is_empty() {
                        <p class="sm mut others">{ "Over an input of their own, at your plan or their example: " }
                            { for lone.iter().enumerate().map(|(i, (filled, slot))| {
                                let f = filled.formula;
                                let value = show::value(filled).map_or_else(|| "–".to_owned(), |v| v.line());
                                let here = picked(&store.view).is_some_and(|(p, _)| p.id == f.id);
                                html! { <>{ if i > 0 { "; " } else { "" } }{ list::entry_link(store, f, here, html! { { f.short } }) }{ format!(", {value} ({})", slot.meaning) }</> }
                            }) }
                        { "." }</p>
                    }
                </section>
            }) }
        </>
    }
}

/// Equal when they are of the same plan and formulas.
#[derive(Clone)]
struct Held(Group);

impl PartialEq for Held {
    fn eq(&self, other: &Held) -> bool {
        self.0.slot.key == other.0.slot.key && self.0.at == other.0.at && self.0.lines.len() == other.0.lines.len()
    }
}

#[derive(Properties, PartialEq)]
struct Props {
    store: Store,
    id: &'static str,
    words: &'static str,
    group: Held,
}

#[component]
fn Together(props: &Props) -> Html {
    let (store, group) = (&props.store, &props.group.0);
    let chosen = picked(&store.view).and_then(|(f, _)| group.lines.iter().position(|l| l.formula.id == f.id));
    let key: (Shared, Option<usize>) = (store.report.clone(), chosen);
    let words = props.words;
    let drawn = use_memo((key.clone(), props.group.clone()), |((_, chosen), g)| draw(&g.0, *chosen, words));
    let reader = use_memo((key, props.group.clone()), |((_, chosen), g)| {
        let (group, chosen) = (g.0.clone(), *chosen);
        Reader::new(move |x| read(&group, chosen, x))
    });
    let (chart, table) = (*drawn).clone();
    let title = format!("{words} against {}", group.words());
    let (lo, hi) = ends(group.lines.iter().filter_map(|l| l.value));
    let unit = group.lines.first().map_or("", |l| l.formula.unit);
    let summary = format!(
        "{title} by {} formulas. At your plan they lie between {} and {}.",
        group.lines.len(),
        show::of_unit(lo, unit),
        show::with_unit(hi, unit)
    );
    html! {
        <div class="g12 first">
            <div class="c7">
                <ChartView id={format!("{}-{}", props.id, group.slot.key)} {title} {summary} {chart} readout={(*reader).clone()} {table}
                    height="tall" />
            </div>
            <div class="c5">{ values(store, group, chosen, props.id == "batch") }</div>
        </div>
    }
}

/// The picked one first; it changes places with the one that would be.
fn place_of(i: usize, chosen: Option<usize>) -> usize {
    match chosen {
        Some(c) if c == i => 0,
        Some(c) if i == 0 => c,
        _ => i,
    }
}

fn values(store: &Store, group: &Group, chosen: Option<usize>, batch: bool) -> Html {
    let sequence = store.scenario.sequence.get();
    let row = |(i, l): (usize, &Line)| {
        let f = l.formula;
        let here = chosen == Some(i);
        let far = show::outside(l.slot, l.filled.v(l.slot.key));
        let sequences = l.value.and_then(|v| hyper::in_sequences(f, v, &store.scenario));
        html! {
            <tr key={f.id} class={classes!(here.then_some("sel"))}>
                <th scope="row" class="law">
                    { icon(place_of(i, chosen)) }{ list::entry_link(store, f, here, html! { { f.short } }) }
                    if let Some(far) = far { <span class="far">{ far }</span> }
                </th>
                <td class="n">{ l.value.map_or_else(|| "–".to_owned(), |v| show::of_unit(v, f.unit)) }</td>
                if batch { <td class="n">{ sequences.map_or_else(|| "–".to_owned(), numbers::short) }</td> }
            </tr>
        }
    };
    html! {
        <>
            <div class="cap"><h3>{ "At your plan" }</h3></div>
            <div class="tw" tabindex="0" role="region" aria-label={format!("{} at your plan, by {}", if batch { "Batch size" } else { "Learning rate" }, group.words())}>
                <table class="dense picks">
                    <thead><tr>
                        <th scope="col">{ "formula" }</th>
                        <th scope="col" class="n">{ if batch { "tokens" } else { "value" } }</th>
                        if batch { <th scope="col" class="n">{ format!("sequences of {}", numbers::full(sequence)) }</th> }
                    </tr></thead>
                    <tbody>{ for group.lines.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
            <p class="xs dim">{ "Choose a formula by its name. Under it: how far your plan lies outside the runs it was fitted on." }</p>
        </>
    }
}

fn draw(group: &Group, chosen: Option<usize>, words: &str) -> (Rc<Chart>, Html) {
    let unit = group.lines.first().map_or("", |l| l.formula.unit);
    let all = || group.lines.iter().flat_map(|l| l.points.iter().map(|p| p.1));
    let log = decades(all());
    let series = group.lines.iter().enumerate().map(|(i, l)| Series {
        label: l.formula.short.to_owned(),
        color: place::color(place_of(i, chosen)),
        points: l.points.clone(),
        solid: l.slot.fitted,
        weight: if chosen == Some(i) { Weight::Chosen } else { Weight::Normal },
    });
    let marks = group.lines.iter().enumerate().filter_map(|(i, l)| {
        Some(Mark {
            x: l.filled.v(l.slot.key),
            y: l.value?,
            color: place::color(place_of(i, chosen)),
            shape: place::shape(place_of(i, chosen)),
            filled: true,
            label: String::new(),
            drop: false,
            large: chosen == Some(i),
        })
    });
    let chart = Chart {
        x: axis(group.slot.meaning.to_owned(), name(group.slot), group.slot.unit, group.slot.log(), group.range),
        y: axis(words.to_owned(), String::new(), unit, log, roomy(log, ends(all()))),
        series: series.collect(),
        bands: Vec::new(),
        marks: marks.collect(),
        rules: vec![Rule { x: group.at, label: "your plan".into() }],
        notes: vec![DASHED.into()],
    };
    let xs: Vec<f64> = group.lines.first().map_or_else(Vec::new, |l| l.points.iter().step_by(8).map(|p| p.0).collect());
    let table = html! {
        <table><thead><tr><th scope="col">{ name(group.slot) }</th>
            { for group.lines.iter().map(|l| html! { <th scope="col" class="n">{ l.formula.short }</th> }) }</tr></thead>
            <tbody>{ for xs.iter().map(|x| html! {
                <tr><th scope="row">{ show::of_unit(*x, group.slot.unit) }</th>
                    { for group.lines.iter().map(|l| {
                        let at = l.points.iter().find(|p| p.0 == *x);
                        html! { <td class="n">{ at.map_or_else(|| "–".to_owned(), |p| show::of_unit(p.1, unit)) }</td> }
                    }) }</tr>
            }) }</tbody></table>
    };
    (Rc::new(chart), table)
}

/// What the picked formula says at `x`, else where all of them lie.
fn read(group: &Group, chosen: Option<usize>, x: f64) -> Option<Readout> {
    let x = group.slot.settle(x);
    let at = |l: &Line| l.filled.read_at(x).map(|(_, y)| (l.formula, y));
    let values: Vec<_> = group.lines.iter().filter_map(at).collect();
    let low = values.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let high = values.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let own = chosen.and_then(|i| group.lines.get(i)).and_then(at);
    let mut lines = vec![format!("{} = {}", group.slot.symbol, show::with_unit(x, group.slot.unit))];
    lines.extend(own.map(|(f, y)| format!("{}: {}", f.short, show::with_unit(y, f.unit))));
    for (word, (f, y)) in [("least", low), ("most", high)] {
        lines.push(format!("{word} {}, {}", show::of_unit(*y, f.unit), f.short));
    }
    Some(Readout { x, y: own.map(|o| o.1), lines })
}

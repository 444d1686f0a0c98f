//! Every probe in a row, by groups: its rate, or in words why there is none.

use yew::prelude::*;

use super::PartProps;
use super::stand::Bench;
use crate::core::bench::probe::Probe;
use crate::core::bench::record::{Ended, Outcome, Record};
use crate::core::bench::words::Group;
use crate::page::words;

#[component]
pub fn Probes(props: &PartProps) -> Html {
    let bench = &props.bench;
    let Some(record) = bench.shown().cloned() else {
        return html! {
            <dl class="about">{ for Group::ALL.into_iter().map(|g| html! { <><dt>{ g.words() }</dt><dd>{ g.why() }</dd></> }) }</dl>
        };
    };
    let probes = listed(&record);
    if probes.is_empty() {
        return html! { <p class="sm mut">{ "The list of probes comes first." }</p> };
    }
    html! {
        <>
        <div class="tw" tabindex="0" role="region" aria-label="Probes, table"><table class="dense probes">
            <thead><tr><th scope="col">{ "probe" }</th><th scope="col" class="n">{ "median" }</th><th scope="col" class="n">{ "best" }</th><th scope="col" class="n">{ "spread" }</th></tr></thead>
            { for Group::ALL.into_iter().map(|g| group(bench, &record, &probes, g)) }
        </table></div>
        <p class="xs dim">{ "Rates of the median and of the best sample; spread: from the first to the third quarter of the samples, in parts of the median. FLOP: a multiply and an add are two. Bytes: every operand read once, every result written once." }</p>
        </>
    }
}

/// What was planned, and what was measured besides.
fn listed(record: &Record) -> Vec<Probe> {
    let mut probes = record.plan.clone();
    for r in &record.readings {
        if !probes.contains(&r.probe) {
            probes.push(r.probe);
        }
    }
    probes
}

fn group(bench: &Bench, record: &Record, probes: &[Probe], group: Group) -> Html {
    let rows: Vec<&Probe> = probes.iter().filter(|p| p.group() == group).collect();
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <tbody key={group.words()}>
            <tr class="grp"><th colspan="4" scope="rowgroup"><b>{ group.words() }</b><span class="all">{ group.why() }</span></th></tr>
            { for rows.into_iter().map(|p| row(bench, record, p)) }
        </tbody>
    }
}

fn row(bench: &Bench, record: &Record, probe: &Probe) -> Html {
    let name = probe.words();
    let Some(r) = record.reading(probe) else {
        let running = bench.is_here() && record.ended == Ended::Running;
        let (class, word) = match running {
            true if bench.now == Some(*probe) => ("now", "measuring"),
            true => ("dim", "waiting"),
            false => ("dim", "not reached"),
        };
        return html! {
            <tr key={probe.id()} class={class}><th scope="row">{ name }</th><td class="n">{ word }</td><td class="n dim">{ "–" }</td><td class="n dim">{ "–" }</td></tr>
        };
    };
    let bad = matches!(r.outcome, Outcome::Wrong | Outcome::Failed);
    let note = (!r.note.is_empty()).then(|| {
        html! { <tr key={format!("note-{}", probe.id())} class="said"><td colspan="4"><span class={if bad { "far" } else { "all" }}>{ &r.note }</span></td></tr> }
    });
    let kernel = (!r.kernel.is_empty()).then(|| html! { <span class="all">{ format!("kernel: {}", r.kernel) }</span> });
    let (median, best, spread) = match (r.rates(), r.statistics()) {
        (Some((best, median)), Some(s)) => {
            // One sample has no spread.
            let spread = if s.samples > 1 { words::percent(s.spread) } else { "–".to_owned() };
            (probe.shown(median), probe.shown(best), spread)
        }
        _ => (r.outcome.words().to_owned(), "–".to_owned(), "–".to_owned()),
    };
    let class = match r.outcome {
        Outcome::Measured(_) => None,
        Outcome::Wrong | Outcome::Failed => Some("bad"),
        Outcome::Unsupported | Outcome::Skipped => Some("dim"),
    };
    html! {
        <>
            <tr key={probe.id()} class={class}><th scope="row">{ name }{ kernel }</th><td class="n">{ median }</td><td class="n">{ best }</td><td class="n mut">{ spread }</td></tr>
            { note }
        </>
    }
}

//! The machine beside a recorded one and beside a data sheet.

use yew::prelude::*;

use super::PartProps;
use super::stand::{Act, Origin};
use crate::core::accelerators::Accelerator;
use crate::core::bench::compare::{Figure, figures};
use crate::core::bench::record::Record;
use crate::core::bench::samples::{self, Sample};
use crate::page::select::Select;
use crate::page::words;

#[component]
pub fn Compare(props: &PartProps) -> Html {
    let bench = &props.bench;
    let all = use_memo((), |()| samples::all());
    let chosen = use_state_eq(|| None::<&'static str>);
    let sample = (*chosen).and_then(|id| all.iter().find(|s| s.id == id)).or_else(|| all.first());
    let (Some(record), Some(sample)) = (bench.shown(), sample) else { return Html::default() };
    let sheet = bench.against().and_then(|(_, near)| near).map(|n| n.device);
    let options: Vec<_> = all.iter().map(|s| (s.id, AttrValue::Static(s.name))).collect();
    let on = {
        let (chosen, all) = (chosen.setter(), all.clone());
        Callback::from(move |id: String| chosen.set(all.iter().map(|s| s.id).find(|i| *i == id)))
    };
    let look = {
        let (bench, id) = (bench.clone(), sample.id);
        Callback::from(move |_: MouseEvent| bench.dispatch(Act::Sample(id)))
    };
    let who = match bench.origin() {
        Origin::Here => "this machine".to_owned(),
        Origin::Imported(_) => "imported".to_owned(),
        Origin::Sample(name) => name.to_owned(),
    };
    let shown = bench.origin() == Origin::Sample(sample.name);
    html! {
        <section class="row g12" aria-labelledby="h-samples">
            <div class="c4"><h2 id="h-samples">{ "Beside other machines" }</h2>
                <p class="sm mut">{ sample.about }</p>
                <p class="sm dim">{ format!("Source: {}.", sample.source) }</p>
                if !shown && !bench.is_busy() { <p class="sm"><button type="button" class="as-link" onclick={look}>{ "Look at this record" }</button></p> }
            </div>
            <div class="c8"><div class="tw" tabindex="0" role="region" aria-label="Machines side by side, table"><table class="dense pair">
                <thead><tr><th scope="col">{ "measured" }</th><th scope="col" class="n">{ who }</th>
                    <th scope="col" class="n"><Select id="b-sample" label="recorded machine" {options} chosen={sample.id} {on} /></th>
                    if let Some(a) = sheet { <th scope="col" class="n">{ format!("{}, on paper", a.name) }</th> }</tr></thead>
                <tbody>{ for figures().map(|f| line(f, record, sample, sheet)) }</tbody>
            </table></div>
            <p class="xs dim">{ "Under the recorded machine: how many times as much as the first. A dash: not measured, or not printed." }</p></div>
        </section>
    }
}

fn line(f: &Figure, record: &Record, sample: &Sample, sheet: Option<&'static Accelerator>) -> Html {
    let cell = |text: Option<String>, below: Option<String>| match text {
        Some(text) => html! { <td class="n">{ text }<span class="all">{ below }</span></td> },
        None => html! { <td class="n dim">{ "–" }</td> },
    };
    let times = f.ratio(&sample.record, record).map(words::times);
    html! {
        <tr><th scope="row">{ f.words }</th>{ cell(f.text(record), None) }{ cell(f.text(&sample.record), times) }
            if let Some(a) = sheet { { cell(f.printed(a), None) } }</tr>
    }
}

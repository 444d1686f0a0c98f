//! Every run, one row each.

use yew::prelude::*;

use super::order::{Column, Filter, Order, shown};
use super::{share, signed};
use crate::core::engine::step::Part;
use crate::core::quantity::{Seconds, show};
use crate::core::validation::summary::{Check, summary};
use crate::page::select::Select;
use crate::page::tick::search;
use crate::page::words;

#[component]
pub fn Rows() -> Html {
    let filter = use_state_eq(Filter::default);
    let order = use_state_eq(|| None::<Order>);
    let open = use_state_eq(Vec::<&'static str>::new);
    let s = summary();
    let rows = shown(&s.checks, &filter, *order);
    let toggle = {
        let open = open.clone();
        Callback::from(move |id: &'static str| {
            let mut ids = (*open).clone();
            if ids.contains(&id) {
                ids.retain(|i| *i != id)
            } else {
                ids.push(id)
            }
            open.set(ids);
        })
    };
    let head = |column: Column| {
        let onclick = {
            let order = order.clone();
            Callback::from(move |_: MouseEvent| order.set(Order::pressed(*order, column)))
        };
        let (sorted, sign) = match (*order).filter(|o| o.column == column) {
            None => (None, ""),
            Some(Order { down: false, .. }) => (Some("ascending"), " ↑"),
            Some(_) => (Some("descending"), " ↓"),
        };
        html! {
            <th scope="col" class={classes!(column.is_number().then_some("n"))} aria-sort={sorted}>
                <button type="button" class="by" {onclick}>{ column.name() }<span aria-hidden="true">{ sign }</span></button></th>
        }
    };
    html! {
        <section class="row every" aria-labelledby="h-runs">
            <h2 id="h-runs">{ "Every run" }</h2>
            <div class="tools"><Filters filter={(*filter).clone()} on={Callback::from(move |f| filter.set(f))} /></div>
            <p class="xs dim" role="status">{ format!("{} of {} runs. Utilisation counts attention as the whole square, against the dense 16-bit peak, whatever the source counts and in whatever format it runs. A name opens what is known of its run.", rows.len(), s.checks.len()) }</p>
            <div class="tw" tabindex="0" role="region" aria-label="Every run, table">
                <table class="dense">
                    <thead><tr>{ for Column::ALL.into_iter().map(head) }</tr></thead>
                    <tbody>{ for rows.iter().map(|c| row(c, open.contains(&c.row.id), &toggle)) }</tbody>
                </table>
            </div>
            if rows.is_empty() { <p class="note">{ "No run is like that. Take a filter back or search for less." }</p> }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct FiltersProps {
    filter: Filter,
    on: Callback<Filter>,
}

#[component]
fn Filters(props: &FiltersProps) -> Html {
    let (filter, on) = (&props.filter, &props.on);
    let typed = {
        let (filter, on) = (filter.clone(), on.clone());
        Callback::from(move |text: String| on.emit(Filter { text, ..filter.clone() }))
    };
    let checks = &summary().checks;
    let devices = among(checks.iter().map(|c| (c.row.device, c.device_name())), "every device");
    let frameworks = among(checks.iter().map(|c| (c.row.framework, c.row.framework)), "every framework");
    let device = {
        let (filter, on, all) = (filter.clone(), on.clone(), devices.clone());
        Callback::from(move |id: String| on.emit(Filter { device: picked(&all, &id), ..filter.clone() }))
    };
    let framework = {
        let (filter, on, all) = (filter.clone(), on.clone(), frameworks.clone());
        Callback::from(move |id: String| on.emit(Filter { framework: picked(&all, &id), ..filter.clone() }))
    };
    html! {
        <>
            <Select id="v-device" label="device" options={devices} chosen={filter.device} on={device} />
            <Select id="v-framework" label="framework" options={frameworks} chosen={filter.framework} on={framework} />
            { search("Search runs", "Model, framework, source", &filter.text, typed) }
        </>
    }
}

/// Each once, by name; the first takes all.
fn among(
    ids: impl Iterator<Item = (&'static str, &'static str)>,
    every: &'static str,
) -> Vec<(&'static str, AttrValue)> {
    let mut all: Vec<(&'static str, &'static str)> = ids.collect();
    all.sort_by_key(|(_, name)| name.to_lowercase());
    all.dedup();
    std::iter::once(("", every)).chain(all).map(|(id, name)| (id, AttrValue::Static(name))).collect()
}

fn picked(all: &[(&'static str, AttrValue)], id: &str) -> &'static str {
    all.iter().find(|(i, _)| *i == id).map_or("", |(i, _)| *i)
}

fn row(c: &Check, open: bool, toggle: &Callback<&'static str>) -> Html {
    let r = c.row;
    let p = c.predicted.as_ref().ok();
    let given = |v: Option<String>| v.unwrap_or_else(|| "–".to_owned());
    let onclick = {
        let toggle = toggle.clone();
        Callback::from(move |_: MouseEvent| toggle.emit(r.id))
    };
    let more = format!("more-{}", r.id);
    html! {
        <>
            <tr key={r.id}>
                <th scope="row"><button type="button" class="as-row" {onclick} aria-expanded={open.to_string()} aria-controls={open.then(|| more.clone())}>{ &c.model }</button>
                    <span class="all">{ r.framework }</span></th>
                <td class="mut">{ c.device_name() }</td>
                <td class="n">{ show::full(r.devices as f64) }</td>
                <td class="mut layout">{ r.layout() }</td>
                <td class="mut">{ c.precision() }</td>
                <td class="n">{ given(p.map(|p| share(p.said_mfu))) }</td>
                <td class="n">{ given(p.map(|p| share(p.mfu))) }</td>
                <td class="n">{ given(c.error().map(signed)) }</td>
                <td>{ if r.is_fitted() { "fitted on" } else { "checks" } }</td>
                <td class="mut cut" title={r.source}>{ r.source }</td>
                <td class="mut cut" title={r.assumed}>{ if r.assumed.is_empty() { "–" } else { r.assumed } }</td>
            </tr>
            if open {
                <tr key={more.clone()} class="more"><td colspan="11" id={more}>{ detail(c) }</td></tr>
            }
        </>
    }
}

/// All that is known of a run, and where the predicted step goes.
fn detail(c: &Check) -> Html {
    let r = c.row;
    let p = match &c.predicted {
        Ok(p) => p,
        Err(e) => return html! { <div class="known"><p>{ &e.message }</p></div> },
    };
    let parts = Part::ALL
        .into_iter()
        .filter(|part| p.step.part(*part).get() > 0.0)
        .map(|part| format!("{} {}", part.words(), words::percent(p.step.part(part).get() / p.step.time.get())));
    let time = Seconds::new(p.step.time.get()).map_or_else(|_| "–".into(), show::duration);
    html! {
        <div class="known">
            <p><b>{ r.id }</b>{ format!(", {}, {}, {}. Source: {}.", r.framework, r.year, c.kind(), r.source) }</p>
            <p>{ format!("{} sequences of {} tokens a step; {}; recompute {}; attention {}.", show::full(r.batch as f64), show::full(r.sequence as f64), r.layout(), recompute(c), kernel(c)) }</p>
            <p>{ format!("Published {} tokens/s, predicted {}. A step is expected to take {time}: {}.", show::short(p.said), show::short(p.tokens), parts.collect::<Vec<_>>().join(", ")) }</p>
            <p>{ if r.assumed.is_empty() { "Nothing had to be assumed.".to_owned() } else { format!("Assumed: {}", r.assumed) } }</p>
        </div>
    }
}

fn recompute(c: &Check) -> &'static str {
    use crate::core::memory::activations::Recompute;
    Recompute::ALL.iter().find(|(_, v)| *v == c.row.recompute).map_or("none", |(id, _)| id)
}

fn kernel(c: &Check) -> &'static str {
    use crate::core::memory::activations::Kernel;
    Kernel::ALL.iter().find(|(_, v)| *v == c.row.kernel).map_or("flash", |(id, _)| id)
}

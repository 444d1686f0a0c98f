//! What ran the kernels, in its own words, and what it allows.

use yew::prelude::*;

use super::PartProps;
use crate::core::bench::record::Machine;
use crate::core::bench::words::{seconds, size};
use crate::core::quantity::show;

#[component]
pub fn About(props: &PartProps) -> Html {
    let bench = &props.bench;
    let Some(machine) = bench.shown().map(|r| &r.machine).or(bench.machine.as_ref()) else { return Html::default() };
    let title = if bench.is_here() { "This machine" } else { "That machine" };
    html! {
        <div>
            <h3>{ title }</h3>
            <dl class="about">{ for lines(machine).into_iter().map(|(name, text)| html! { <><dt>{ name }</dt><dd>{ text }</dd></> }) }</dl>
        </div>
    }
}

fn lines(m: &Machine) -> Vec<(&'static str, String)> {
    let or_none = |text: String| if text.trim().is_empty() { "not said".to_owned() } else { text };
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    if m.has_gpu() {
        let l = &m.limits;
        lines.push(("adapter", m.name()));
        let made = [&m.vendor, &m.architecture].into_iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>();
        lines.push(("maker, kind", or_none(made.join(", "))));
        if m.software {
            lines.push(("kind", "a processor that plays a GPU".to_owned()));
        }
        lines.push(("through", m.backend.clone()));
        // A record from elsewhere may say nothing of these.
        if l.buffer > 0.0 {
            let bound = size(l.binding as u64);
            lines.push(("largest buffer", format!("{}, {bound} of it bound at once", size(l.buffer as u64))));
        }
        if l.shared > 0.0 {
            let shared = size(l.shared as u64);
            lines.push(("workgroup", format!("{} invocations, {shared} shared", show::full(l.invocations.into()))));
        }
        if !m.features.is_empty() {
            lines.push(("offers", m.features.join(", ")));
        }
    } else {
        lines.push(("GPU", if m.missing.is_empty() { "none".to_owned() } else { m.missing.clone() }));
    }
    if m.tick <= 0.0 {
        lines.push(("host", or_none(m.host.clone())));
        return lines;
    }
    let clock = if m.timestamps { "the device’s own, checked against the browser’s" } else { "the browser’s" };
    lines.push(("clock", format!("{clock}, a tick of {}", seconds(m.tick))));
    if m.threads > 0 {
        lines.push(("threads", format!("{}, of which one is measured", m.threads)));
    }
    lines.push(("host", or_none(m.host.clone())));
    lines
}

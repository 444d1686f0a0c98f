//! Stacked bars of memory: one row a device, its parts side by side, the device's own memory as a line.

use yew::prelude::*;

use crate::page::words;

/// One bar.
#[derive(Clone, PartialEq)]
pub struct Bar {
    pub name: String,
    /// Bytes of every part, in the order of the legend.
    pub parts: Vec<f64>,
    pub strong: bool,
}

impl Bar {
    fn total(&self) -> f64 {
        self.parts.iter().sum()
    }
}

#[derive(Properties, PartialEq)]
pub struct BarsProps {
    pub label: String,
    /// Parts in words, and the classes of their colours.
    pub parts: &'static [(&'static str, &'static str)],
    pub bars: Vec<Bar>,
    pub capacity: f64,
}

#[component]
pub fn Bars(props: &BarsProps) -> Html {
    let widest = props.bars.iter().map(Bar::total).fold(props.capacity, f64::max).max(1.0) * 1.04;
    let share = |v: f64| v / widest;
    let said: Vec<String> = props.bars.iter().map(|b| format!("{} {}", b.name, words::bytes(b.total()))).collect();
    let summary = format!("{}: {}; a device has {}.", props.label, said.join(", "), words::bytes(props.capacity));
    let used: Vec<usize> = (0..props.parts.len())
        .filter(|i| props.bars.iter().any(|b| b.parts.get(*i).is_some_and(|v| *v > 0.0)))
        .collect();
    html! {
        <div class="bars" role="img" aria-label={summary}>
            <p class="legend" aria-hidden="true">{ for used.iter().map(|i| html! { <span><i class={props.parts[*i].1} />{ props.parts[*i].0 }</span> }) }
                <span><i class="cut" />{ format!("memory of a device, {}", words::bytes(props.capacity)) }</span></p>
            { for props.bars.iter().map(|bar| html! {
                <div class={classes!("bar-row", bar.strong.then_some("sel"))} aria-hidden="true">
                    <span class="who">{ &bar.name }</span>
                    { track(used.iter().map(|i| {
                        let v = bar.parts.get(*i).copied().unwrap_or_default();
                        (props.parts[*i].1, share(v), format!("{} {}", props.parts[*i].0, words::bytes(v)))
                    }), Some(share(props.capacity))) }
                    <span class={classes!("sum", (bar.total() > props.capacity).then_some("over"))}>{ words::bytes(bar.total()) }</span>
                </div>
            }) }
        </div>
    }
}

/// Parts side by side, each a share of the whole width, and a line at `cut`.
pub fn track(parts: impl Iterator<Item = (&'static str, f64, String)>, cut: Option<f64>) -> Html {
    let percent = |v: f64| format!("{:.3}%", 100.0 * v);
    let mut at = 0.0;
    let rects = parts.filter(|p| p.1 > 0.0).map(|(class, share, title)| {
        let x = at;
        at += share;
        html! { <rect {class} x={percent(x)} width={percent(share)} y="2" height="100%"><title>{ title }</title></rect> }
    });
    let rects: Html = rects.collect();
    html! {
        <svg class="track" width="100%">{ rects }
            if let Some(cut) = cut { <line class="cut" x1={percent(cut)} x2={percent(cut)} y1="0" y2="100%" /> }
        </svg>
    }
}

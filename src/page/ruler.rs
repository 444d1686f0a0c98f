//! While a field has the focus: how its text was read, and where the value lies against the law's fitted range.

use yew::prelude::*;

use super::field::StoreProps;
use crate::core::laws::known_range;
use crate::core::quantity::show;
use crate::core::scenario::{Budget, Key, Scenario};

#[component]
pub fn Ruler(props: &StoreProps) -> Html {
    let store = &props.store;
    let Some(key) = store.focus else { return Html::default() };
    let Some(text) = store.scenario.text(key).filter(|_| key != Key::Title) else { return Html::default() };
    let wrong = store.draft(key).is_some_and(|d| d.error.is_some());
    html! {
        <div class="ruler" role="note" aria-label="How this was read">
            <p class="echo">
                if wrong { <span class="mut">{ "last read as " }</span> }
                <b>{ text }</b>{ for readings(&store.scenario, key).into_iter().map(|r| html! { <span class="mut">{ r }</span> }) }
                <span class="dim">{ "arrow keys: one step · Page keys: one decade" }</span>
            </p>
            { scale(&store.scenario, key) }
        </div>
    }
}

/// The same value in other words.
fn readings(scenario: &Scenario, key: Key) -> Vec<String> {
    match (key, scenario.budget, scenario.run) {
        (Key::Flops, Budget::Flops(v), _) => show::readings_flop(v),
        (Key::Time, Budget::Time(v), _) => vec![show::echo_seconds(v)],
        (Key::Params, Budget::Params(v), _) => vec![show::echo_params(v)],
        (Key::Tokens, Budget::Tokens(v), _) => vec![show::echo_tokens(v)],
        (Key::ModelParams, _, Some(run)) => vec![show::echo_params(run.params)],
        (Key::ModelTokens, _, Some(run)) => vec![show::echo_tokens(run.tokens)],
        _ => Vec::new(),
    }
}

const WIDTH: f64 = 640.0;

/// A logarithmic ruler with the fitted range as a bar, for what a law was fitted over.
fn scale(scenario: &Scenario, key: Key) -> Html {
    let meta = scenario.law.meta();
    let ((lo, hi), fitted) = match key {
        Key::Flops => ((1e17, 1e27), meta.fitted.flops),
        Key::Params => ((1e6, 1e13), meta.fitted.params),
        Key::Tokens => ((1e8, 1e15), meta.fitted.tokens),
        _ => return Html::default(),
    };
    let (Some(value), Some(fitted)) = (scenario.number(key), known_range(fitted)) else { return Html::default() };
    let at = |v: f64| 12.0 + (WIDTH - 24.0) * ((v / lo).ln() / (hi / lo).ln()).clamp(0.0, 1.0);
    let decades: Vec<i32> = (lo.log10().round() as i32..=hi.log10().round() as i32).collect();
    let ticks: String = decades
        .iter()
        .flat_map(|d| [1.0, 2.0, 5.0].map(|m| (m, m * 10f64.powi(*d))))
        .filter(|(_, v)| *v <= hi * 1.001)
        .map(|(m, v)| format!("M{:.1} 26v{}", at(v), if m == 1.0 { 9 } else { 5 }))
        .collect();
    let (from, to) = (at(fitted.0), at(fitted.1));
    let (near, far) = if value < fitted.0 { (at(value), from) } else { (to.min(at(value)), at(value)) };
    html! {
        <svg viewBox="0 0 640 50" aria-hidden="true">
            <path class="axis" d={format!("M12 26H628{ticks}")} />
            { for decades.iter().map(|d| html! {
                <text x={format!("{:.1}", at(10f64.powi(*d)))} y="48" text-anchor="middle">{ format!("10{}", show::superscript(*d)) }</text>
            }) }
            <path class="fitted" d={format!("M{from:.1} 26H{to:.1}")} />
            <path class="beyond" d={format!("M{near:.1} 26H{far:.1}")} />
            <text x={format!("{:.1}", 0.5 * (from + to))} y="15" text-anchor="middle">{ format!("fitted range of {}", meta.short) }</text>
            <circle cx={format!("{:.1}", at(value))} cy="26" r="6" />
        </svg>
    }
}

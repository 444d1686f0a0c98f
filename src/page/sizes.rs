//! What a model of another size would cost, at the same budget.

use yew::prelude::*;

use super::field::StoreProps;
use super::number::Num;
use super::words;
use crate::core::report::{Ask, SizeRow};

const NAMES: [(f64, &str); 5] =
    [(0.25, "a quarter"), (0.5, "half"), (1.0, "optimum"), (2.0, "twice"), (4.0, "four times")];

#[component]
pub fn Sizes(props: &StoreProps) -> Html {
    let report = &props.store.report;
    let rows = &report.sizes;
    let of = |factor: f64| rows.iter().find(|r| r.factor == factor);
    let lead = match (of(0.5), of(2.0)) {
        (Some(half), Some(twice)) => format!(
            "Half the size costs {} nats per token, as much as losing {} of the budget; twice the size {}, as much as losing {}. Near the optimum the valley is flat: take a smaller model if you will serve it.",
            words::loss(half.more.value, 4),
            words::percent(half.lost.value),
            words::loss(twice.more.value, 4),
            words::percent(twice.lost.value),
        ),
        _ => format!(
            "{} gives the optimum alone, not what missing it costs. Choose a law with a loss to see that.",
            report.answer.law.short
        ),
    };
    html! {
        <section class="row g12" aria-labelledby="h-sizes">
            <div class="c4"><h2 id="h-sizes">{ "Other sizes" }</h2><p class="sm mut">{ lead }</p></div>
            if !rows.is_empty() {
                <div class="c8 tw" tabindex="0" role="region" aria-label="Other sizes at this budget"><table>
                    <thead><tr>
                        <th scope="col">{ "size against optimum" }</th><th scope="col" class="n">{ "parameters" }</th><th scope="col" class="n">{ "tokens" }</th>
                        <th scope="col" class="n opt">{ "tokens per parameter" }</th><th scope="col" class="n">{ "loss" }</th>
                        <th scope="col" class="n">{ "more loss" }</th><th scope="col" class="n opt">{ "worth of budget" }</th>
                    </tr></thead>
                    <tbody>{ for rows.iter().enumerate().map(|(i, r)| row(props, i, r)) }</tbody>
                </table></div>
            }
        </section>
    }
}

fn row(props: &StoreProps, i: usize, r: &SizeRow) -> Html {
    let best = r.factor == 1.0;
    let num = |ask| html! { <Num store={props.store.clone()} {ask} table={true} /> };
    let name =
        NAMES.iter().find(|(f, _)| *f == r.factor).map_or_else(|| words::times(r.factor), |(_, n)| (*n).to_owned());
    html! {
        <tr class={classes!(best.then_some("sel"))}>
            <th scope="row">{ name }</th>
            <td class="n">{ num(Ask::SizeParams(i)) }</td>
            <td class="n">{ num(Ask::SizeTokens(i)) }</td>
            <td class="n opt">{ num(Ask::SizeRatio(i)) }</td>
            <td class="n">{ num(Ask::SizeLoss(i)) }</td>
            <td class="n">{ if best { html! { "–" } } else { num(Ask::SizeMore(i)) } }</td>
            <td class="n opt">{ num(Ask::SizeWorth(i)) }</td>
        </tr>
    }
}

//! Training in FP8: recipes, what stays in 16 bits, and what it is worth for the model at hand.

use yew::prelude::*;

use crate::core::accelerators::Numeric;
use crate::core::eight_bits::{self, Gain, Pair};
use crate::core::engine::pass::operands;
use crate::core::memory::recipe;
use crate::core::numbers::recipes::{Operator, Product, Recipe};
use crate::core::quantity::{Span, show};
use crate::page::field::StoreProps;
use crate::page::select::Select;
use crate::page::store::Store;
use crate::page::words::{self, THIN};

const FIRST: &str = "fp8-delayed";

#[component]
pub fn Recipes(props: &StoreProps) -> Html {
    let store = &props.store;
    let picked = use_state_eq(|| FIRST);
    let gains = use_memo(store.report.clone(), |r| eight_bits::gains(r));
    let model = store.scenario.setup.model.name();
    html! {
        <section class="row" aria-labelledby="h-recipes">
            <h2 id="h-recipes">{ "Training in FP8" }</h2>
            <p class="q">{ best(store, gains.as_deref().unwrap_or_default()) }</p>
            <p class="sm mut">{ stays() }</p>
            if let Err(e) = &*gains { <p class="note err">{ &e.message }</p> }
            { table(gains.as_deref().unwrap_or_default(), &model) }
            <Pairs store={store.clone()} chosen={*picked} on={Callback::from(move |id| picked.set(id))} />
        </section>
    }
}

/// What it is worth here, or what a device without FP8 does.
fn best(store: &Store, gains: &[Gain]) -> Html {
    let device = &store.scenario.accelerator;
    if device.rates.fp8 <= 0.0 {
        let (instead, why) = device.fallback(Numeric::Fp8);
        return html! { { format!("{} has no FP8: products are done in {}. In words of the table of devices: {why}.", words::capital(&device.one()), instead.name()) } };
    }
    let most = gains.iter().filter_map(|g| Some((g, g.times?))).max_by(|a, b| a.1.total_cmp(&b.1));
    let Some((gain, times)) = most else { return Html::default() };
    let (peak, half) = (device.rates.fp8, device.half());
    html! {
        <>{ format!("On the data sheet of {} FP8 is {} as fast as BF16. A training step of {} is expected to be ", device.one(), words::times(peak / half), store.scenario.setup.model.name()) }
            <b class="nb">{ words::times(times) }</b>{ format!(" as fast at best, with {}.", gain.how.name) }</>
    }
}

/// Which operators run in FP8 and which do not, from the recipes themselves.
fn stays() -> String {
    let in_any = |o: &Operator| eight_bits::recipes().iter().any(|r| r.in_eight_bits(*o, Product::Forward));
    let words = |eight: bool| {
        Operator::ALL.iter().filter(|o| in_any(o) == eight).map(|o| o.words()).collect::<Vec<_>>().join(", ")
    };
    format!(
        "In FP8: {}, forward and both gradients. In 16 bits in every recipe: {}. So a step gains less than its products, and small layers gain least.",
        words(true),
        words(false)
    )
}

fn table(gains: &[Gain], model: &str) -> Html {
    html! {
        <>
        <div class="tw" tabindex="0" role="region" aria-label="Recipes of training in FP8"><table class="dense recipes">
            <thead><tr><th scope="col">{ "recipe" }</th><th scope="col">{ "weights, activations, gradients" }</th><th scope="col">{ "a scale for" }</th>
                <th scope="col" class="n">{ "bits of scale" }</th><th scope="col" class="n">{ "bytes read besides" }</th><th scope="col">{ "sums" }</th>
                <th scope="col">{ "published" }</th><th scope="col" class="n">{ "expected here" }</th></tr></thead>
            <tbody>{ for gains.iter().map(row) }</tbody>
        </table></div>
        <p class="xs dim">{ format!("Expected here: a step of {model} in its layout against the same in BF16 with FP32 gradients. A dash: what the recipe keeps is not in the memory model, so that no step can be timed. Bytes read besides: for each number, to find the largest before it is cast.") }</p>
        </>
    }
}

fn row(g: &Gain) -> Html {
    let r: &Recipe = g.how;
    let pair = |a: String, b: String| if a == b { a } else { format!("activations {a}; weights {b}") };
    let bits = show::full;
    html! {
        <tr><th scope="row">{ r.name }<span class="all">{ r.words }</span><span class="all">{ format!("{} ({})", r.source, r.confidence.as_str()) }</span></th>
            <td class="mut">{ format!("{}, {}, {}", short(r.weights.name), short(r.activations.name), short(r.gradients.name)) }</td>
            <td class="mut">{ pair(r.activation_scaling.words(), r.weight_scaling.words()) }</td>
            <td class="n">{ bits(r.activation_scaling.bits()) }</td>
            <td class="n">{ bits(r.activation_scaling.extra_bytes()) }</td>
            <td class="mut">{ r.sums }</td>
            <td class="mut gains">{ if r.gains.is_empty() { html! { "none" } } else { html! { { for r.gains.iter().map(|p| html! { <span class="gain">{ format!("+{}{THIN}% over {}: {}", show::sig(p.percent, 2), p.over, p.what) }</span> }) } } } }</td>
            <td class="n">{ g.times.map_or_else(|| "–".to_owned(), words::times) }</td></tr>
    }
}

/// `E4M3` of `FP8 E4M3`.
fn short(name: &'static str) -> &'static str {
    name.strip_prefix("FP8 ").unwrap_or(name)
}

#[derive(Properties, PartialEq)]
struct PairsProps {
    store: Store,
    chosen: &'static str,
    on: Callback<&'static str>,
}

/// The products of the model in both formats.
#[component]
fn Pairs(props: &PairsProps) -> Html {
    let (store, chosen) = (&props.store, props.chosen);
    let pairs = use_memo((store.report.clone(), chosen), |(r, id)| {
        recipe::find(id).and_then(|kept| eight_bits::pairs(r, kept))
    });
    let known = eight_bits::known();
    let options: Vec<_> = known.iter().map(|r| (r.id, AttrValue::Static(r.name))).collect();
    let on = {
        let on = props.on.clone();
        Callback::from(move |id: String| {
            if let Ok(r) = recipe::find(&id) {
                on.emit(r.id);
            }
        })
    };
    let format = recipe::find(chosen).map_or("FP8", |r| operands(r).0.words());
    html! {
        <>
            <h3>{ format!("The products of {}, in BF16 and as ", store.scenario.setup.model.name()) }
                <Select id="e-recipe" label="recipe of training in FP8" {options} {chosen} {on} />{ " has them" }</h3>
            <div class="tw" tabindex="0" role="region" aria-label="Products in BF16 and FP8"><table class="dense">
                <thead><tr><th scope="col">{ "product, forward" }</th><th scope="col" class="n">{ "m" }</th><th scope="col" class="n">{ "k" }</th><th scope="col" class="n">{ "n" }</th>
                    <th scope="col" class="n">{ "how many" }</th><th scope="col" class="n">{ "BF16" }</th><th scope="col" class="n">{ format }</th><th scope="col" class="n">{ "faster" }</th></tr></thead>
                <tbody>{ for pairs.as_deref().unwrap_or_default().iter().map(product) }</tbody>
            </table></div>
            <p class="xs dim">{ "One micro-batch on one device, without what conversion to 8 bits takes; the step above has it." }</p>
        </>
    }
}

fn product(p: &Pair) -> Html {
    let n = |v: f64| show::full(v.round());
    html! {
        <tr><th scope="row">{ p.kind.words() }</th><td class="n">{ n(p.product.m) }</td><td class="n">{ n(p.product.k) }</td><td class="n">{ n(p.product.n) }</td>
            <td class="n">{ n(p.product.groups) }</td><td class="n">{ micro(p.half) }</td><td class="n">{ micro(p.eight) }</td><td class="n">{ words::times(p.times()) }</td></tr>
    }
}

fn micro(t: Span) -> String {
    format!("{}{THIN}µs", show::full((t.get() * 1e6).round()))
}

//! Every constant of the engine, and what it leaves out.

use yew::prelude::*;

use crate::core::engine::constants::CONSTANTS;
use crate::core::quantity::show;
use crate::page::words::THIN;

/// What a real run has and the model has not.
const LEFT_OUT: [(&str, &str); 9] = [
    (
        "Networks",
        "Two levels, inside a node and between nodes. No hops, no congestion, no neighbours, no slower links of some pairs.",
    ),
    ("Slow devices", "All devices are alike. One that is slow or hot holds up all others in a real run."),
    ("Uneven experts", "Tokens spread evenly over experts. In a real run the busiest expert is waited for."),
    (
        "Data",
        "Reading, tokenising and shuffling are free; so is logging. Checkpoints and failures stand on the screen of the run, not in the utilisation.",
    ),
    ("Clocks and power", "One constant stands for lower clocks under load, whatever the cooling and the power limit."),
    (
        "Kernels of one framework",
        "The best tile of a few is taken, as good libraries do. Fusion, compilation and graphs of kernels count as one constant each.",
    ),
    ("Caches", "Operands come from memory once. What lies in a cache, or is read twice, is not told apart."),
    ("Memory", "A layout that does not fit is timed all the same; whether it fits stands on the screen of the model."),
    ("Numbers", "Dropout, biases and padding take no time of their own."),
];

#[component]
pub fn Constants() -> Html {
    let value = |v: f64, unit: &str| {
        let number = show::sig(v, 2);
        if unit.is_empty() { number } else { format!("{number}{THIN}{unit}") }
    };
    html! {
        <section class="row g12" aria-labelledby="h-constants">
            <div class="c12"><h2 id="h-constants">{ "The constants of the engine" }</h2>
                <p class="sm mut">{ format!("{} of {} are fitted, each on the half of the published runs or on measured products; the others come from elsewhere. None depends on a device, a model or a framework.", CONSTANTS.iter().filter(|c| c.fitted).count(), CONSTANTS.len()) }</p></div>
            <div class="c7"><div class="tw" tabindex="0" role="region" aria-label="Constants of the engine"><table class="dense">
                <thead><tr><th scope="col">{ "constant" }</th><th scope="col" class="n">{ "value" }</th><th scope="col">{ "what it is" }</th><th scope="col">{ "source" }</th></tr></thead>
                <tbody>{ for CONSTANTS.iter().map(|c| html! {
                    <tr><th scope="row">{ c.name }</th><td class="n">{ value(c.value, c.unit) }</td><td class="mut">{ c.words }</td><td class="mut">{ c.source }</td></tr>
                }) }</tbody>
            </table></div></div>
            <div class="c5"><h3>{ "What the model leaves out" }</h3>
                <dl class="about">{ for LEFT_OUT.iter().map(|(name, words)| html! { <><dt>{ *name }</dt><dd>{ *words }</dd></> }) }</dl></div>
        </section>
    }
}

//! Parameters by part, the stack of layers as a picture, and what a token costs.

use yew::prelude::*;

use super::bars::track;
use crate::core::model::stack::{Block, blocks};
use crate::core::model::{Architecture, Part};
use crate::core::quantity::show;
use crate::core::report::Section;
use crate::page::field::StoreProps;
use crate::page::questions::{cell, has};
use crate::page::store::Store;

const A: Section = Section::Anatomy;
const C: Section = Section::Compute;
/// Rows after the parts: key and words.
const SUMS: [(&str, &str); 5] = [
    ("total", "total"),
    ("active", "used by a token"),
    ("activeWithoutInputEmbedding", "used, without the input embedding"),
    ("nonEmbedding", "without embeddings and head"),
    ("buffers", "buffers, not counted"),
];
const COSTS: [(&str, &str); 8] = [
    ("core", "attention to other tokens, as seen"),
    ("coreFull", "attention, the whole square"),
    ("forward", "forward pass"),
    ("training", "training: forward and backward"),
    ("hardware", "with what is computed again"),
    ("trainingFull", "training, the whole square"),
    ("six", "the rule 6·N"),
    ("ratio", "exact against the rule"),
];
/// Blocks that are drawn one by one.
const MOST: usize = 24;

#[component]
pub fn Anatomy(props: &StoreProps) -> Html {
    let store = &props.store;
    let names: Vec<(usize, String)> = store
        .report
        .model()
        .map_or_else(|_| Vec::new(), |m| m.figures.rows_of(A).map(|(i, n)| (i, n.to_owned())).collect());
    let parts: Vec<Part> =
        Part::ALL.into_iter().filter(|p| names.iter().any(|(i, _)| has(store, A, p.key(), *i))).collect();
    html! {
        <section class="row g12" aria-labelledby="h-anatomy">
            <div class="c12"><h2 id="h-anatomy">{ "Parameters and what a token costs" }</h2>{ picture(store.scenario.setup.model.architecture()) }</div>
            <div class="c7"><h3>{ "Parameters, exact" }</h3>
                <div class="tw" tabindex="0" role="region" aria-label="Parameters by part"><table>
                    { head(&names) }
                    <tbody>
                        { for parts.iter().map(|p| line(store, A, p.key(), p.words(), &names)) }
                        { for SUMS.iter().filter(|(k, _)| names.iter().any(|(i, _)| has(store, A, k, *i))).map(|(k, w)| line(store, A, k, w, &names)) }
                    </tbody>
                </table></div>
                <p class="xs dim">{ "Every trained weight counts once, a tied table too. gpt-oss and DeepSeek print what a token uses without the input embedding, Mixtral and Qwen with it." }</p>
            </div>
            <div class="c5"><h3>{ format!("FLOP of a token, in sequences of {}", show::full(store.scenario.sequence.get())) }</h3>
                <div class="tw" tabindex="0" role="region" aria-label="FLOP of a token"><table>
                    { head(&names) }
                    <tbody>
                        { for Part::ALL.iter().filter(|p| names.iter().any(|(i, _)| has(store, C, p.key(), *i))).map(|p| line(store, C, p.key(), p.words(), &names)) }
                        { for COSTS.iter().filter(|(k, _)| names.iter().any(|(i, _)| has(store, C, k, *i))).map(|(k, w)| line(store, C, k, w, &names)) }
                    </tbody>
                </table></div>
                <p class="xs dim">{ "A multiply-add is two FLOP. As seen: a token attends to those before it; most published utilisations count the whole square." }</p>
            </div>
        </section>
    }
}

fn head(names: &[(usize, String)]) -> Html {
    html! { <thead><tr><th scope="col">{ "part" }</th>{ for names.iter().map(|(_, n)| html! { <th scope="col" class="n">{ n }</th> }) }</tr></thead> }
}

fn line(store: &Store, section: Section, key: &'static str, words: &'static str, names: &[(usize, String)]) -> Html {
    html! {
        <tr class={classes!((key == "total").then_some("sel"))}><th scope="row">{ words }</th>
            { for names.iter().map(|(i, _)| html! { <td class="n">{ if has(store, section, key, *i) { cell(store, section, key, *i) } else { html! { "–" } } }</td> }) }</tr>
    }
}

/// Parts of a layer and the classes of their colours.
const COLORS: [(Part, &str); 7] = [
    (Part::Attention, "s1"),
    (Part::State, "s4"),
    (Part::Mlp, "s2"),
    (Part::Experts, "s3"),
    (Part::Shared, "s5"),
    (Part::Router, "s6"),
    (Part::Norm, "s6"),
];

/// The stack from embedding to head: equal layers that follow one another are one block.
fn picture(model: &Architecture) -> Html {
    let blocks = blocks(model);
    let size = |b: &Block| b.total() as f64;
    let widest = blocks.iter().map(size).fold(1.0, f64::max);
    let said: Vec<String> = blocks.iter().map(|b| format!("{} {}", b.name, parameters(size(b)))).collect();
    let there = |part: Part| blocks.iter().any(|b| b.parts.iter().any(|p| p.0 == part));
    let legend = COLORS.iter().filter(|(part, _)| *part != Part::Norm && there(*part));
    html! {
        <div class="bars stack" role="img" aria-label={format!("Parameters of one layer: {}.", said.join(", "))}>
            <p class="legend" aria-hidden="true">{ for legend.map(|(p, c)| html! { <span><i class={*c} />{ p.words() }</span> }) }<span>{ "one layer of each run, by parameters" }</span></p>
            { for blocks.iter().take(MOST).map(|b| html! {
                <div class="bar-row" aria-hidden="true"><span class="who">{ &b.name }</span>
                    { track(b.parts.iter().map(|(part, n)| {
                        let n = *n as f64;
                        (color(*part), n / widest, format!("{} {}", part.words(), parameters(n)))
                    }), None) }
                    <span class="sum">{ parameters(size(b)) }{ special(b) }</span></div>
            }) }
            if blocks.len() > MOST { <div class="bar-row" aria-hidden="true"><span class="who">{ format!("{} more", blocks.len() - MOST) }</span></div> }
        </div>
    }
}

fn color(part: Part) -> &'static str {
    COLORS.iter().find(|(p, _)| *p == part).map_or("m5", |c| c.1)
}

fn parameters(n: f64) -> String {
    if n > 0.0 { show::short(n) } else { "–".to_owned() }
}

/// What is special about a layer, in a word.
fn special(b: &Block) -> String {
    let window = b.window.map(|w| format!(", window {}", show::full(w as f64)));
    window.into_iter().chain(b.mixer.map(|m| format!(", {m}"))).collect()
}

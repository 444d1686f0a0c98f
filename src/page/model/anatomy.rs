//! Parameters by part, the stack of layers as a picture, and what a token costs.

use yew::prelude::*;

use super::bars::track;
use crate::core::model::{Architecture, Layer, Part, Stack, Tensor};
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
/// More runs than this are shown kind by kind: layers that take turns.
const FEW: usize = 8;

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
fn picture(m: &Architecture) -> Html {
    let stacks = m.encoder.iter().map(|e| ("encoder", e)).chain([("layers", &m.stack)]);
    let blocks: Vec<(String, &Layer)> = stacks
        .flat_map(|(name, stack)| {
            blocks(stack).into_iter().map(move |(which, layer)| (format!("{name} {which}"), layer))
        })
        .collect();
    let widest = blocks.iter().map(|(_, l)| size(l)).fold(0.0, f64::max).max(1.0);
    let total = blocks.len();
    let ends = |tensors: &[Tensor]| tensors.iter().map(|t| t.trained()).sum::<u128>() as f64;
    let widest = widest.max(ends(&m.stem)).max(ends(&m.tail));
    let end = |tensors: &[Tensor]| {
        track(std::iter::once(("m5", ends(tensors) / widest, "embedding or head".to_owned())), None)
    };
    let summary = format!(
        "The stack: {} kinds of layers in {total} runs, between {} parameters before and {} after them.",
        m.stack.kinds.len(),
        show::short(ends(&m.stem).max(1.0)),
        show::short(ends(&m.tail).max(1.0))
    );
    html! {
        <div class="bars stack" role="img" aria-label={summary}>
            <p class="legend" aria-hidden="true">{ for COLORS.iter().filter(|(p, _)| *p != Part::Norm && blocks.iter().any(|(_, l)| l.tensors().any(|t| t.part == *p))).map(|(p, c)| html! { <span><i class={*c} />{ p.words() }</span> }) }<span>{ "one layer of each run, by parameters" }</span></p>
            <div class="bar-row" aria-hidden="true"><span class="who">{ "embedding" }</span>{ end(&m.stem) }<span class="sum">{ show::short(ends(&m.stem).max(1.0)) }</span></div>
            { for blocks.iter().take(MOST).map(|(name, l)| html! {
                <div class="bar-row" aria-hidden="true"><span class="who">{ name }</span>{ track(COLORS.iter().map(|(part, class)| {
                    let n: f64 = l.tensors().filter(|t| t.part == *part).map(|t| t.trained() as f64).sum();
                    (*class, n / widest, format!("{} {}", part.words(), show::short(n.max(1.0))))
                }), None) }<span class="sum">{ format!("{}{}", show::short(size(l).max(1.0)), kind(l)) }</span></div>
            }) }
            if total > MOST { <div class="bar-row" aria-hidden="true"><span class="who">{ format!("{} more runs", total - MOST) }</span></div> }
            <div class="bar-row" aria-hidden="true"><span class="who">{ "norm and head" }</span>{ end(&m.tail) }<span class="sum">{ if ends(&m.tail) > 0.0 { show::short(ends(&m.tail)) } else { "–".into() } }</span></div>
        </div>
    }
}

fn size(l: &Layer) -> f64 {
    l.tensors().map(|t| t.trained() as f64).sum()
}

/// What is special about a layer, in a word.
fn kind(l: &Layer) -> String {
    let window = l.attention.as_ref().and_then(|a| a.window).map(|w| format!(", window {}", show::full(w as f64)));
    let mixer = l.mixer.as_ref().map(|m| format!(", {}", m.name));
    window.into_iter().chain(mixer).collect()
}

/// Runs of equal layers by their numbers, counted from one; where kinds take turns, each kind with how many it has.
fn blocks(stack: &Stack) -> Vec<(String, &Layer)> {
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for (i, kind) in stack.order.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if run.2 == *kind => run.1 = i + 1,
            _ => runs.push((i + 1, i + 1, *kind)),
        }
    }
    if runs.len() > FEW {
        let kinds = stack.kinds().enumerate().filter(|(_, (_, n))| *n > 0);
        let first = |kind: usize| stack.order.iter().position(|k| *k == kind).map_or(0, |i| i + 1);
        return kinds.map(|(kind, (layer, n))| (format!("{}, … ({n})", first(kind)), layer)).collect();
    }
    let name = |from: usize, to: usize| if from == to { from.to_string() } else { format!("{from}–{to}") };
    runs.into_iter().filter_map(|(from, to, kind)| Some((name(from, to), stack.kinds.get(kind)?))).collect()
}

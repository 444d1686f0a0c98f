//! Memory of serving: weights, keys and values, and how much fits.

use super::{MANY, by, noted};
use crate::core::chosen::Model;
use crate::core::error::Error;
use crate::core::expr::{Expr, Function, difference, given, product, quotient, sum};
use crate::core::memory::layout::nearest_tensor;
use crate::core::memory::serving::{self, Serving, USABLE};
use crate::core::model::attention::Kind;
use crate::core::model::{Attention, Cache, Layer};
use crate::core::quantity::Bytes;
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, why};
use crate::core::scenario::Scenario;

const S: Section = Section::Served;
const C: Section = Section::Cache;
const ELEMENTS: [&str; 8] = ["e₁", "e₂", "e₃", "e₄", "e₅", "e₆", "e₇", "e₈"];

pub(super) fn served(out: &mut Figures, row: usize, model: &Model, scenario: &Scenario) -> Result<(), Error> {
    let m = model.architecture();
    // Held by as many of the devices as its heads allow.
    let asked = scenario.setup.serving();
    let s = Serving { tensor: nearest_tensor(m, asked.tensor), ..asked };
    if s.tensor != asked.tensor {
        out.remark(
            S,
            format!("{} does not divide among {} devices: {} share it here.", model.name(), asked.tensor, s.tensor),
        );
    }
    if let Some(made) = m.context.filter(|c| *c < s.context) {
        out.remark(S, format!("{} was made for {made} tokens; a context of {} is longer.", model.name(), s.context));
    }
    let held = serving::served(m, &s)?;
    out.name(S, row, model.name());
    out.name(C, row, model.name());
    let capacity = scenario.accelerator.capacity();
    cache(out, row, model, &s);

    let w = serving::held(m, s.quantised, s.tensor);
    let rest = s.weights.bits.max(16.0);
    let mut terms = vec![product([
        given("N_q", "weights on one device that are in the format", w.quantised, ""),
        given("b", "bits of a weight in the format, scales included", s.weights.bits, "bits"),
    ])];
    if w.rest > 0.0 {
        let b = given("b_r", "bits of the rest", rest, "bits");
        terms.push(product([given("N_r", "other weights on one device", w.rest, ""), b]));
    }
    let weights = quotient(if terms.len() == 1 { terms.remove(0) } else { sum(terms) }, Expr::Number(8.0));
    out.put(
        S,
        "weights",
        row,
        Number {
            why: crate::core::report::Why {
                source: Some(s.weights.source),
                note: Some(s.weights.scheme),
                ..why("Weights on one device", "W", Some(weights))
            },
            value: held.weights.get(),
            unit: Bytes::UNIT,
            interval: None,
        },
    );
    let n = given("n", "sequences", s.sequences as f64, "sequences");
    let one = given(
        "k",
        "keys, values and states of one sequence on one device",
        serving::per_sequence(m, s.kv, s.context, s.block, s.tensor).get(),
        Bytes::UNIT,
    );
    out.put(S, "kv", row, by("Cache of all sequences on one device", "K", Bytes::UNIT, product([n, one.clone()])));
    let note =
        "At most 8,192 tokens of a prompt at once, an assumption, and the FP32 scores of every sequence; an estimate.";
    let passing = given("A", "what a chunk of a prompt is computed with", held.activations.get(), Bytes::UNIT);
    out.put(S, "activations", row, noted(by("Working memory", "A", Bytes::UNIT, passing.clone()), note, None));
    let parts = [
        given("W", "weights", held.weights.get(), Bytes::UNIT),
        given("K", "cache", held.kv.get(), Bytes::UNIT),
        passing.clone(),
    ];
    out.put(S, "total", row, by("Memory of one device when serving", "M", Bytes::UNIT, sum(parts)));
    let all = given("C", "memory of one device", capacity.get(), Bytes::UNIT);
    let usable = product([given("u", "share that is used at most", USABLE, ""), all]);
    let note = "90 % of the device, the default of vLLM; makers write GB for GiB.";
    out.put(
        S,
        "usable",
        row,
        noted(
            by("Memory that may be used", "u·C", Bytes::UNIT, usable.clone()),
            note,
            Some(scenario.accelerator.source),
        ),
    );
    let most = serving::most_sequences(m, &s, capacity);
    if most > 0 {
        let base = Serving { sequences: 0, ..s };
        let fixed = sum([
            given("W", "weights", held.weights.get(), Bytes::UNIT),
            given("A", "working memory without scores", serving::activations(m, &base).get(), Bytes::UNIT),
        ]);
        let scores =
            given("z", "FP32 scores of one sequence", 4.0 * m.vocabulary as f64 / s.tensor.max(1) as f64, Bytes::UNIT);
        let room = quotient(difference(usable, fixed), sum([one, scores]));
        out.put(
            S,
            "sequences",
            row,
            by("Sequences that fit at once", "n", "sequences", Expr::Of(Function::Floor, vec![room])),
        );
    }
    if let Some(longest) = serving::longest_context(m, &s, capacity).filter(|l| *l > 0) {
        let found = given("T", "the longest context that fits, found by bisection", longest as f64, "tokens");
        let number = by("Longest context that fits", "T", "tokens", found);
        let beyond = m.context.is_some_and(|made| made < longest);
        let note = "What memory allows: the model itself was made for fewer tokens.";
        out.put(S, "context", row, if beyond { noted(number, note, None) } else { number });
    }
    Ok(())
}

/// Keys and values: a token's, a sequence's, and the page that is not full.
fn cache(out: &mut Figures, row: usize, model: &Model, s: &Serving) {
    let m = model.architecture();
    let value = serving::per_token(m, s.kv, s.tensor).get();
    let token = terms(m.stack.kinds(), |l, c| match c {
        Cache::Tokens { .. } => Some(vec![elements(l, c), share(c, s)]),
        _ => None,
    });
    let note = "What the next token adds while every window has room; layer by layer, by kind of attention.";
    let n = Number::new(value, Bytes::UNIT, why("Cache of one token on one device", "k", Some(with_bytes(token, s))));
    out.put(C, "perToken", row, noted(n, note, None));
    let whole = serving::per_token(m, s.kv, 1).get();
    let all = terms(m.stack.kinds(), |l, c| match c {
        Cache::Tokens { .. } => Some(vec![elements(l, c)]),
        _ => None,
    });
    let n = Number::new(whole, Bytes::UNIT, why("Cache of one token on all devices", "k", Some(with_bytes(all, s))));
    out.put(C, "perTokenWhole", row, noted(n, note, None));
    let one = serving::per_sequence(m, s.kv, s.context, s.block, s.tensor);
    let states =
        m.stack.kinds().any(|(l, _)| l.caches().any(|c| matches!(c, Cache::State { .. } | Cache::Source { .. })));
    let why_one = if states {
        given("k", "every layer's states, keys and values at this length", one.get(), Bytes::UNIT)
    } else {
        let kept = terms(m.stack.kinds(), |l, c| Some(vec![elements(l, c), share(c, s), tokens(c, s)]));
        with_bytes(kept, s)
    };
    let n = Number::new(one.get(), Bytes::UNIT, why("Cache of one sequence on one device", "k", Some(why_one)));
    out.put(C, "perSequence", row, noted(n, "A window keeps no more tokens than it is wide; pages are whole.", None));
    let exact = serving::per_sequence(m, s.kv, s.context, 1, s.tensor);
    let waste = difference(
        given("k", "cache in whole pages", one.get(), Bytes::UNIT),
        given("k₀", "cache of the tokens themselves", exact.get(), Bytes::UNIT),
    );
    out.put(C, "waste", row, by("Room of pages that is not filled", "Δk", Bytes::UNIT, waste));
}

/// Tokens that a layer keeps, in whole pages.
fn tokens(cache: &Cache, s: &Serving) -> Expr {
    given("T", "tokens that are kept, in whole pages", cache.kept(s.context, s.block) as f64, "tokens")
}

/// One term a kind of layer and cache: how many layers, and the factors.
fn terms<'a>(
    kinds: impl Iterator<Item = (&'a Layer, u64)>,
    factors: impl Fn(&Layer, &Cache) -> Option<Vec<Expr>>,
) -> Vec<(u64, Vec<Expr>)> {
    kinds
        .flat_map(|(layer, n)| layer.caches().filter_map(|c| Some((n, factors(layer, c)?))).collect::<Vec<_>>())
        .collect()
}

fn with_bytes(terms: Vec<(u64, Vec<Expr>)>, s: &Serving) -> Expr {
    let bytes = given("B", "bytes of a number in the cache", s.kv.bits / 8.0, Bytes::UNIT);
    let single = terms.len() == 1;
    let mut sums: Vec<Expr> = terms
        .into_iter()
        .enumerate()
        .map(|(i, (n, factors))| {
            let l = if single { Some("L") } else { MANY.get(i).copied() };
            let layers = l.map_or(Expr::Number(n as f64), |l| given(l, "layers of a kind", n as f64, "layers"));
            let factors = factors.into_iter().filter(|f| f.eval() != 1.0);
            // Several kinds have their own numbers: the letters of one would not be those of another.
            let factors: Vec<Expr> = if single { factors.collect() } else { plain(i, factors) };
            product(std::iter::once(layers).chain(factors))
        })
        .collect();
    match sums.len() {
        0 => Expr::Number(0.0),
        1 => product([sums.remove(0), bytes]),
        _ => product([sum(sums), bytes]),
    }
}

fn plain(i: usize, factors: impl Iterator<Item = Expr>) -> Vec<Expr> {
    let value: f64 = factors.map(|f| f.eval()).product();
    vec![ELEMENTS.get(i).map_or(Expr::Number(value), |e| given(e, "numbers of a token in such a layer", value, ""))]
}

/// Numbers that one token leaves in a layer.
fn elements(layer: &Layer, cache: &Cache) -> Expr {
    let count = match cache {
        Cache::Tokens { elements, .. } | Cache::State { elements, .. } | Cache::Source { elements, .. } => *elements,
    };
    let letter = |s, what, v: u64| given(s, what, v as f64, "");
    let formula = |a: &Attention| match a.kind {
        Kind::Latent { rank, rope, .. } => {
            sum([letter("c", "rank of the latent", rank), letter("r", "width that carries the position", rope)])
        }
        _ => product([
            letter("g", "heads of keys and values", a.kv_heads),
            sum([letter("d_k", "width of a key", a.key), letter("d_v", "width of a value", a.value)]),
        ]),
    };
    let found = layer.attention.as_ref().map(formula).filter(|f| f.eval() == count as f64);
    found.unwrap_or_else(|| letter("e", "numbers of a token in a layer", count))
}

fn share(cache: &Cache, s: &Serving) -> Expr {
    given("σ", "share of the heads that one device holds", serving::heads_held(cache.heads(), s.tensor), "")
}

//! Parameters by part and FLOP of a token, each with the sum that it is.

use super::{EACH, MANY, by, noted};
use crate::core::chosen::Model;
use crate::core::expr::{Expr, given, named, product, quotient, sum};
use crate::core::model::flops::{Causal, Forward};
use crate::core::model::{Architecture, Layer, Part, Role, Tensor};
use crate::core::quantity::{Flop, Params};
use crate::core::report::figures::{Figures, Section};
use crate::core::report::{Number, Why};
use crate::core::scenario::Scenario;

const S: Section = Section::Anatomy;

const KAPLAN: &str = "Kaplan et al. 2020, arXiv 2001.08361, section 2.1";

/// How many numbers of a tensor count.
type Count = fn(&Tensor) -> u128;

/// Parameters by part, in total and per token.
pub(super) fn anatomy(out: &mut Figures, row: usize, model: &Model) {
    let (m, c) = (model.architecture(), &model.counts);
    out.name(S, row, model.name());
    for part in Part::ALL.into_iter().filter(|p| c.part(*p) > 0) {
        let expr = of_part(m, part, Tensor::trained);
        out.put(S, part.key(), row, sourced(by(title(part), "P", Params::UNIT, expr), model));
    }
    let letter = |part: Part, value: u128| given(part.key(), part.words(), value as f64, Params::UNIT);
    let all = |of: &dyn Fn(Part) -> u128, skip: &[Part]| {
        let parts = Part::ALL.into_iter().filter(|p| of(*p) > 0 && !skip.contains(p));
        sum(parts.map(|p| letter(p, of(p))))
    };
    out.put(S, "total", row, sourced(by("Parameters", "N", Params::UNIT, all(&|p| c.part(p), &[])), model));
    let note = "What one token uses; tables count in full.";
    let active = by("Active parameters", "N_a", Params::UNIT, all(&|p| c.active_part(p), &[]));
    out.put(S, "active", row, noted(active, note, None));
    let note = "The same without the table of input tokens: the figure that gpt-oss and DeepSeek print.";
    let bare = all(&|p| c.active_part(p), &[Part::Embedding]);
    let bare = by("Active parameters without the input embedding", "N_a", Params::UNIT, bare);
    out.put(S, "activeWithoutInputEmbedding", row, noted(bare, note, None));
    let tables = [Part::Embedding, Part::Positions, Part::Head];
    let plain = by("Parameters without embeddings and head", "N", Params::UNIT, all(&|p| c.part(p), &tables));
    out.put(S, "nonEmbedding", row, plain);
    if c.buffers > 0 {
        let value = given("B", "numbers stored with the weights and not trained", c.buffers as f64, "numbers");
        out.put(S, "buffers", row, by("Buffers, not counted", "B", "numbers", value));
    }
}

/// Where the shape of a released model stands.
fn sourced(number: Number, model: &Model) -> Number {
    let source = model.preset.map(|p| p.source);
    Number { why: Why { source, ..number.why }, ..number }
}

const fn title(part: Part) -> &'static str {
    match part {
        Part::Embedding => "Input embedding",
        Part::Positions => "Learned positions",
        Part::Attention => "Attention",
        Part::State => "Recurrent mixers",
        Part::Mlp => "Feed-forward",
        Part::Experts => "Routed experts",
        Part::Shared => "Shared experts",
        Part::Router => "Routers",
        Part::Norm => "Norms",
        Part::Head => "Output head",
        Part::Other => "Other weights",
    }
}

/// A part's numbers as layers times what one layer has.
fn of_part(m: &Architecture, part: Part, count: Count) -> Expr {
    let here = |t: &&Tensor| t.part == part && count(t) > 0;
    let kinds: Vec<(&Layer, u64)> = m.encoder.iter().chain([&m.stack]).flat_map(|s| s.kinds()).collect();
    let kinds: Vec<(&Layer, u64)> = kinds.into_iter().filter(|(l, _)| l.tensors().any(|t| here(&t))).collect();
    let ends: Vec<&Tensor> = m.stem.iter().chain(&m.tail).filter(here).collect();
    let mut terms: Vec<Expr> = ends.iter().map(|t| tensor(t, count)).collect();
    match kinds.as_slice() {
        [(layer, n)] => {
            let one = sum(layer.tensors().filter(here).map(|t| tensor(t, count)));
            terms.push(product([given("L", "layers", *n as f64, "layers"), one]));
        }
        many => terms.extend(many.iter().enumerate().map(|(i, (layer, n))| {
            let one: u128 = layer.tensors().filter(here).map(count).sum();
            let (l, p) = (MANY.get(i), EACH.get(i));
            match (l, p) {
                (Some(l), Some(p)) => product([
                    given(l, "layers of a kind", *n as f64, "layers"),
                    given(p, "numbers of this part in such a layer", one as f64, Params::UNIT),
                ]),
                _ => Expr::Number(*n as f64 * one as f64),
            }
        })),
    }
    if terms.len() == 1 { terms.remove(0) } else { sum(terms) }
}

/// Inputs times outputs, for as many as there are.
fn tensor(t: &Tensor, count: Count) -> Expr {
    let times = count(t) / t.size().max(1);
    let mut sizes: Vec<f64> = Vec::with_capacity(3);
    sizes.extend((times > 1).then_some(times as f64));
    sizes.extend((t.rows > 1).then_some(t.rows as f64));
    sizes.push(t.cols as f64);
    let what = match t.role {
        Role::Table => "entries × width",
        _ if t.rows > 1 => "inputs × outputs",
        _ => "numbers of a vector",
    };
    named(t.name, what, product(sizes.into_iter().map(Expr::Number)))
}

/// FLOP of a token: forward, of training, against 6·N.
pub(super) fn compute(out: &mut Figures, row: usize, model: &Model, scenario: &Scenario) {
    const S: Section = Section::Compute;
    let sequence = scenario.sequence.get() as u64;
    let m = model.architecture();
    let (full, half) = (Forward::of(m, sequence, Causal::Full), Forward::of(m, sequence, Causal::Half));
    out.name(S, row, model.name());
    for part in Part::ALL.into_iter().filter(|p| half.part(*p) > 0.0) {
        let weights = given("w", "weights that multiply a token", half.part(part) / 2.0, Params::UNIT);
        let expr = product([Expr::Number(2.0), weights]);
        out.put(S, part.key(), row, by("FLOP of a token, forward", "F", Flop::UNIT, expr));
    }
    let matrices: f64 = Part::ALL.into_iter().map(|p| half.part(p)).sum();
    let letters = |core: f64| {
        let mut parts = vec![given("F_w", "matrix products, two FLOP for every weight", matrices, Flop::UNIT)];
        if core > 0.0 {
            parts.push(given("F_a", "scores and weighted values of attention", core, Flop::UNIT));
        }
        if half.recurrence > 0.0 {
            parts.push(given("F_r", "recurrences", half.recurrence, Flop::UNIT));
        }
        if let Some(e) = half.encoder {
            parts.push(given("F_e", "one token of the encoder", e.total(), Flop::UNIT));
        }
        sum(parts)
    };
    let core = |value, what| given("F_a", what, value, Flop::UNIT);
    if half.core > 0.0 {
        let seen = core(half.core, "scores and values for the tokens that a token sees, on average over the sequence");
        out.put(S, "core", row, by("Attention to other tokens, as seen", "F_a", Flop::UNIT, seen));
        let square = core(full.core, "scores and values for the whole square of the sequence");
        let note = "Megatron-LM 2021, PaLM and most published utilisations count the whole square.";
        out.put(S, "coreFull", row, noted(by("Attention, the whole square", "F_a", Flop::UNIT, square), note, None));
    }
    out.put(S, "forward", row, by("Forward pass of a token", "F", Flop::UNIT, letters(half.core)));
    let training = product([Expr::Number(3.0), named("F", "forward pass of a token", letters(half.core))]);
    let note = "The backward pass takes twice the forward's.";
    out.put(S, "training", row, noted(by("Training on a token", "3·F", Flop::UNIT, training), note, Some(KAPLAN)));
    let again = half.hardware(scenario.setup.training.recompute) - half.training();
    if again > 0.0 {
        let twice = sum([
            given("F_t", "training on a token", half.training(), Flop::UNIT),
            given("F_x", "what the backward pass computes again", again, Flop::UNIT),
        ]);
        let note = "Full recomputation passes every layer forward once more; selective is counted as Korthikanti 2022 counts it, the core of attention a whole time more.";
        let number = by("Training on a token, with what is computed again", "F_h", Flop::UNIT, twice);
        out.put(S, "hardware", row, noted(number, note, Some("arXiv 2205.05198, appendix A")));
    }
    let square = product([Expr::Number(3.0), named("F", "forward pass, whole square", letters(full.core))]);
    out.put(
        S,
        "trainingFull",
        row,
        by("Training on a token, the whole square of attention", "3·F", Flop::UNIT, square),
    );
    let n = given("N_a", "active parameters, tables in full", model.counts.active as f64, Params::UNIT);
    let six = product([Expr::Number(6.0), n.clone()]);
    let rule = by("The rule 6·N", "6·N", Flop::UNIT, six.clone());
    out.put(
        S,
        "six",
        row,
        noted(rule, "Every weight multiplies a token once forward and twice backward.", Some(KAPLAN)),
    );
    let exact = given("F_t", "training on a token", half.training(), Flop::UNIT);
    out.put(S, "ratio", row, by("Exact against 6·N", "F_t/6N", "×", quotient(exact, six)));
}

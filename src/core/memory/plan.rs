//! A model under a setup: what its layers take, which of them a stage has, and the formula of every part.

use super::activations::{self, Saved};
use super::layout::{self, Layout};
use super::schedule::{self, Schedule};
use super::states::{self, Held, STORED, Side, States};
use super::term::Term;
use super::training::{Logits, Part, Setup, Stage};
use crate::core::error::{Code, Error};
use crate::core::expr::Expr;
use crate::core::model::{Architecture, Part as Of, Role, Stack, Tensor};
use crate::core::quantity::Bytes;

/// What is trained.
pub(super) enum Base<'a> {
    /// The model itself.
    Trained,
    /// Only what is added to each kind of layer.
    Frozen {
        /// Bytes of a frozen weight: of a matrix of a layer, and of any other.
        bytes: (f64, f64),
        added: &'a [Added],
    },
}

/// Trained tensors that a kind of layer is given besides its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Added {
    pub tensors: Vec<Tensor>,
    /// Numbers of a token that they keep for the backward pass besides what the layer keeps.
    pub kept: f64,
}

/// What one kind of layer or one end of the model takes on a device.
#[derive(Clone, Copy, Debug, Default)]
struct Unit {
    states: States,
    /// Bytes of one token.
    saved: Saved,
    /// The same computed again in the backward pass.
    again: f64,
    /// Bytes of weights that ZeRO-3 gathers for it.
    gathered: f64,
    /// Bytes of its gradients before they are spread.
    gradients: f64,
    cross: bool,
}

/// A model under a setup, ready for every stage.
pub(super) struct Plan<'a> {
    model: &'a Architecture,
    setup: &'a Setup,
    kinds: Vec<Unit>,
    stem: Unit,
    tail: Unit,
    head: bool,
}

/// What one stage holds.
struct Load {
    layers: u64,
    states: States,
    /// Layers of each kind, and the same times the micro-batches that they keep.
    kinds: Vec<(u64, u64)>,
    gathered: f64,
    gradients: f64,
    again: f64,
    /// Micro-batches whose masks behind the embedding are kept.
    masks: u64,
    /// Micro-batches whose scores are kept.
    heads: u64,
    /// Micro-batches whose encoder output is kept for cross-attention.
    sources: u64,
}

impl Load {
    /// Is this part the same on another stage?
    fn same(&self, other: &Load, part: Part) -> bool {
        let kept = |l: &Load| (l.masks, l.heads, l.sources);
        let passing = |l: &Load| [l.gathered, l.gradients, l.again];
        match part {
            Part::Weights | Part::Gradients | Part::Optimizer => self.states == other.states,
            Part::Activations => self.kinds == other.kinds,
            Part::Logits => kept(self) == kept(other),
            Part::Buffers => self.states == other.states && passing(self) == passing(other),
        }
    }
}

impl<'a> Plan<'a> {
    pub(super) fn of(model: &'a Architecture, setup: &'a Setup, base: &Base) -> Result<Plan<'a>, Error> {
        setup.check(model)?;
        let layout = &setup.layout;
        let trained = states::Rules { recipe: setup.recipe, optimizer: setup.optimizer, frozen: None };
        let (rules, added) = match *base {
            Base::Trained => (trained, &[][..]),
            Base::Frozen { bytes, added } => (states::Rules { frozen: Some(bytes), ..trained }, added),
        };
        let saved = activations::Rules {
            recipe: setup.recipe,
            kernel: setup.kernel,
            dropout: model.dropout,
            sequence: setup.sequence,
            source: setup.sequence,
            tensor: layout.tensor,
            whole_experts: layout.whole_experts(),
        };
        let unit = |states: States| Unit {
            states,
            gathered: over_replicas(layout, &states, |side| side.gathered(setup.recipe)),
            gradients: over_replicas(layout, &states, |side| side.gradients(setup.recipe)),
            ..Unit::default()
        };
        let (t, spread) = (layout.tensor, layout.spread());
        let input = model.width as f64 * setup.recipe.activation;
        let kinds = layout::kinds(model).enumerate().map(|(i, layer)| {
            let mut states = States::of_layer(layer, layout, &rules);
            let mut all = Saved::of(layer, model.width, &saved);
            if let Some(more) = added.get(i) {
                states.add(&States::of(&more.tensors, layout, &trained), 1.0);
                all.whole += more.kept * setup.recipe.activation;
            }
            let kept = all.after(setup.recompute, input);
            let again = (all.on_device(t, spread) - kept.on_device(t, spread)).max(0.0);
            Unit { saved: kept, again, cross: layer.cross.is_some(), ..unit(states) }
        });
        let kinds = kinds.collect();
        let stem = unit(States::of(&model.stem, layout, &rules));
        let mut tail = States::of(&model.tail, layout, &rules);
        if layout.pipeline > 1 {
            tail.add(&States::of_tied(model, layout, &rules), 1.0);
        }
        let head = model.tail.iter().any(|t| t.part == Of::Head && matches!(t.role, Role::Matrix | Role::Tied));
        Ok(Plan { model, setup, kinds, stem, tail: unit(tail), head })
    }

    /// What is the same as on the stage before is not calculated again: between the ends, most is.
    pub(super) fn stages(&self) -> Result<Vec<Stage>, Error> {
        let mut all: Vec<Stage> = Vec::new();
        let (mut before, mut spare): (Option<Load>, _) = (None, Vec::new());
        for index in 0..self.setup.layout.pipeline {
            let load = self.load(index, spare);
            let mut parts = [Bytes::ZERO; Part::ALL.len()];
            for (bytes, part) in parts.iter_mut().zip(Part::ALL) {
                *bytes = match (&before, all.last()) {
                    (Some(b), Some(stage)) if b.same(&load, part) => stage.part(part),
                    _ => Bytes::new(self.part(&load, part)).map_err(|e| e.at(part.id()))?,
                };
            }
            all.push(Stage { index, layers: load.layers, parts });
            spare = before.replace(load).map(|b| b.kinds).unwrap_or_default();
        }
        Ok(all)
    }

    pub(super) fn explain(&self, stage: u64, part: Part) -> Result<Expr, Error> {
        let p = self.setup.layout.pipeline;
        if stage >= p {
            let message = format!("There are {p} stages, the first has the number 0.");
            return Err(Error::new(Code::OutOfDomain, "stage", message));
        }
        Ok(self.part(&self.load(stage, Vec::new()), part))
    }

    /// Layers `from` to `to`, counted over encoder and decoder, as runs of one kind: which, and how many.
    fn runs(&self, from: u64, to: u64) -> impl Iterator<Item = (usize, u64)> {
        let encoder = self.model.encoder.as_ref();
        let before = encoder.map_or(0, Stack::depth);
        let cut = |order: &'a [usize], from: u64, to: u64| {
            let at = |n| usize::try_from(n).unwrap_or(usize::MAX);
            order.get(at(from)..at(to)).unwrap_or_default().chunk_by(|a, b| a == b)
        };
        let first = cut(encoder.map_or(&[], |e| &e.order), from.min(before), to.min(before));
        let second = cut(&self.model.stack.order, from.max(before) - before, to.max(before) - before);
        let offset = encoder.map_or(0, |e| e.kinds.len());
        let run = |offset: usize| move |r: &[usize]| (r.first().map_or(0, |k| k + offset), r.len() as u64);
        first.map(run(0)).chain(second.map(run(offset)))
    }

    /// Runs of layers alike in a piece of a stage: their kind, what one takes, and how many they are.
    fn piece(&self, index: u64, piece: u64) -> impl Iterator<Item = (usize, &Unit, u64)> {
        let (from, to) = schedule::piece(&self.setup.layout, layout::layers(self.model), index, piece);
        self.runs(from, to).filter_map(|(kind, n)| Some((kind, self.kinds.get(kind)?, n)))
    }

    /// Micro-batches that a piece of a stage keeps after so many backward passes of the stage.
    fn held(&self, index: u64, piece: u64, backwards: u64) -> u64 {
        schedule::held(&self.setup.layout, self.setup.schedule, self.setup.micro_batches, index, piece, backwards)
    }

    /// Backward passes that a stage has done when it keeps most, if its pieces keep so many bytes of a micro-batch.
    fn fullest(&self, index: u64, bytes: impl Fn(u64) -> f64) -> u64 {
        let s = self.setup;
        if s.layout.interleave == 1 {
            return 0;
        }
        let pieces: Vec<f64> = (0..s.layout.interleave).map(bytes).collect();
        schedule::fullest(&s.layout, s.schedule, s.micro_batches, index, &pieces)
    }

    /// What stage `index` holds; `kinds` is memory to write into.
    fn load(&self, index: u64, mut kinds: Vec<(u64, u64)>) -> Load {
        kinds.clear();
        kinds.resize(self.kinds.len(), (0, 0));
        let layout = &self.setup.layout;
        let mut load = Load {
            layers: 0,
            states: States::default(),
            kinds,
            gathered: 0.0,
            gradients: 0.0,
            again: 0.0,
            masks: 0,
            heads: 0,
            sources: 0,
        };
        let mut before = 0.0;
        let mut gather = |load: &mut Load, unit: &Unit| {
            load.gathered = load.gathered.max(unit.gathered + before);
            load.gradients = load.gradients.max(unit.gradients);
            before = if self.setup.prefetch { unit.gathered } else { 0.0 };
        };
        if index == 0 {
            load.states.add(&self.stem.states, 1.0);
            gather(&mut load, &self.stem);
        }
        let (t, spread) = (layout.tensor, layout.spread());
        let kept = |piece| self.piece(index, piece).map(|(_, u, n)| u.saved.on_device(t, spread) * n as f64).sum();
        let at = self.fullest(index, kept);
        for piece in 0..layout.interleave {
            let held = self.held(index, piece, at);
            for (kind, unit, layers) in self.piece(index, piece) {
                load.layers += layers;
                if let Some(counts) = load.kinds.get_mut(kind) {
                    counts.0 += layers;
                    counts.1 += layers * held;
                }
                // Of more layers alike no two neighbours take more than the first two.
                for _ in 0..layers.min(2) {
                    gather(&mut load, unit);
                }
            }
        }
        if index == 0 && self.model.dropout {
            load.masks = self.held(0, 0, self.fullest(0, |piece| if piece == 0 { 1.0 } else { 0.0 }));
        }
        if self.kinds.iter().any(|u| u.cross) {
            let crosses = |piece: &u64| self.piece(index, *piece).any(|(_, unit, _)| unit.cross);
            let at = self.fullest(index, |piece| if crosses(&piece) { 1.0 } else { 0.0 });
            load.sources = (0..layout.interleave).filter(crosses).map(|piece| self.held(index, piece, at)).sum();
        }
        for (unit, counts) in self.kinds.iter().zip(&load.kinds).filter(|(_, c)| c.0 > 0) {
            load.states.add(&unit.states, counts.0 as f64);
            load.again = load.again.max(unit.again);
        }
        if index + 1 == layout.pipeline {
            load.states.add(&self.tail.states, 1.0);
            gather(&mut load, &self.tail);
            load.heads = match self.setup.schedule {
                Schedule::AllForward => self.held(index, 0, 0),
                Schedule::Alternating => 1,
            };
        }
        load
    }

    /// A part's formula: a number, or a tree to show.
    fn part<T: Term>(&self, load: &Load, part: Part) -> T {
        let held = Held { states: &load.states, recipe: self.setup.recipe, layout: &self.setup.layout };
        match part {
            Part::Weights => held.weights(),
            Part::Gradients => held.gradients(),
            Part::Optimizer => held.optimizer(),
            Part::Activations => self.activations(load),
            Part::Logits => self.outside(load),
            Part::Buffers => self.buffers(load),
        }
    }

    /// Tokens of a micro-batch on one device.
    fn tokens<T: Term>(&self) -> T {
        let s = self.setup;
        T::product([
            T::given("s", "tokens of a sequence", s.sequence as f64, "tokens"),
            T::given("b", "sequences of a micro-batch", s.micro_batch as f64, ""),
        ])
        .over(T::given("c", "devices that share a sequence", s.layout.context as f64, "devices"))
    }

    fn tensor<T: Term>(&self) -> T {
        T::given("t", "devices that share every matrix", self.setup.layout.tensor as f64, "devices")
    }

    fn spread<T: Term>(&self) -> T {
        T::given("t_s", "devices that share what is not cut by matrices", self.setup.layout.spread() as f64, "devices")
    }

    fn activations<T: Term>(&self, load: &Load) -> T {
        let here = || self.kinds.iter().zip(&load.kinds).filter(|(_, counts)| counts.1 > 0);
        let per_token = |(i, (unit, counts)): (usize, (&Unit, &(u64, u64)))| {
            let l = LETTERS.get(i).unwrap_or(&LETTERS[0]);
            T::product([
                T::given(l[0], "layers of one kind, times the micro-batches that they keep", counts.1 as f64, ""),
                T::named(l[1], "bytes that such a layer keeps of a token", self.saved(&unit.saved, l)),
            ])
        };
        let sum = if here().count() <= LETTERS.len() {
            T::sum(here().enumerate().map(per_token))
        } else {
            let bytes =
                |(unit, counts): (&Unit, &(u64, u64))| counts.1 as f64 * self.saved::<f64>(&unit.saved, &LETTERS[0]);
            T::given(
                "a",
                "bytes of a token that all layers keep, for all their micro-batches",
                here().map(bytes).sum(),
                "bytes",
            )
        };
        T::product([self.tokens(), sum])
    }

    fn saved<T: Term>(&self, s: &Saved, l: &[&'static str; 6]) -> T {
        let bytes = |symbol, meaning, value| T::given(symbol, meaning, value, "bytes");
        T::sum([
            bytes(l[2], "bytes of a token that only sequence parallelism spreads", s.sequence).over(self.spread()),
            T::sum([
                bytes(l[3], "bytes of a token that tensor parallelism cuts", s.tensor),
                bytes(l[4], "bytes of a token for attention scores", s.core),
            ])
            .over(self.tensor()),
            bytes(l[5], "other bytes of a token on each device", s.whole),
        ])
    }

    /// Outside the layers: masks behind the embedding, encoder output, inputs of final norm and head, scores.
    fn outside<T: Term>(&self, load: &Load) -> T {
        let r = self.setup.recipe;
        let width = || T::given("d", "width of the model", self.model.width as f64, "");
        let kept = |symbol, meaning, value: u64| T::given(symbol, meaning, value as f64, "");
        let bytes = |symbol, meaning, value| T::given(symbol, meaning, value, "bytes");
        let heads = if self.head { load.heads } else { 0 };
        let score = match self.setup.logits {
            Logits::Fp32 => 4.0,
            Logits::Copied if r.activation < 4.0 => 4.0 + r.activation,
            Logits::Copied => 4.0,
            Logits::Fused => 0.0,
        };
        let across = T::sum([
            T::product([
                kept("i_e", "micro-batches whose dropout mask behind the embedding is kept", load.masks),
                width(),
            ]),
            T::product([
                kept("i_s", "micro-batches whose encoder output is kept", load.sources),
                width(),
                bytes("x", "bytes of an activation", r.activation),
            ]),
            T::product([
                kept("i_h", "micro-batches of which final norm, head and scores are kept", heads),
                width(),
                bytes("2x", "bytes of the inputs of final norm and head", 2.0 * r.activation),
            ]),
        ]);
        let scores = T::product([
            kept("i_h", "micro-batches of which final norm, head and scores are kept", heads),
            T::given("V", "size of the vocabulary", self.model.vocabulary as f64, ""),
            bytes("y", "bytes of a score", score),
        ]);
        T::product([self.tokens(), T::sum([across.over(self.spread()), scores.over(self.tensor())])])
    }

    /// What comes and goes: gathered weights, gradients before they are spread, layers computed again; the reserve.
    fn buffers<T: Term>(&self, load: &Load) -> T {
        let s = self.setup;
        let bytes = |symbol, meaning, value| T::given(symbol, meaning, value, "bytes");
        let from = |zero: u8, value: f64| if s.layout.zero >= zero { value } else { 0.0 };
        let secondary =
            s.secondary.map_or(0.0, |_| load.states.dense.kept(s.recipe) + load.states.experts.kept(s.recipe));
        T::sum([
            bytes(
                "W_g",
                "weights that ZeRO-3 gathers: of a layer and, with prefetch, of the next",
                from(3, load.gathered),
            ),
            bytes("W_2", "weights of the stage, kept a second time", secondary).over(T::given(
                "n",
                "devices of a node that share the second copy",
                s.secondary.unwrap_or(1) as f64,
                "devices",
            )),
            bytes("G_r", "gradients of the largest layer before they are spread", from(2, load.gradients)),
            T::product([self.tokens(), bytes("a_r", "bytes of a token that a layer computes again", load.again)]),
            T::product([
                T::given("P_b", "numbers stored but not trained", load.states.stored, ""),
                bytes("w_b", "bytes of one of them", STORED),
            ]),
            bytes("R", "reserve for driver and communication", s.reserve.get()),
        ])
    }
}

/// Letters of up to so many kinds of layers on a stage: layers, bytes of a token, and what these are made of.
const LETTERS: [[&str; 6]; 6] = [
    ["ℓ₁", "a₁", "D₁", "T₁", "Q₁", "O₁"],
    ["ℓ₂", "a₂", "D₂", "T₂", "Q₂", "O₂"],
    ["ℓ₃", "a₃", "D₃", "T₃", "Q₃", "O₃"],
    ["ℓ₄", "a₄", "D₄", "T₄", "Q₄", "O₄"],
    ["ℓ₅", "a₅", "D₅", "T₅", "Q₅", "O₅"],
    ["ℓ₆", "a₆", "D₆", "T₆", "Q₆", "O₆"],
];

/// Bytes of those of a unit's tensors that several replicas share.
fn over_replicas(layout: &Layout, states: &States, bytes: impl Fn(&Side) -> f64) -> f64 {
    let shared = |replicas: u64, side: &Side| if replicas > 1 { bytes(side) } else { 0.0 };
    shared(layout.replicas(), &states.dense) + shared(layout.expert_replicas(), &states.experts)
}

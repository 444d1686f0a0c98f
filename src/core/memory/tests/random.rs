//! Properties that hold for every model and layout, over random ones.

use super::{gpt, with_ends};
use crate::core::expr::Expr;
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::layout::{Layout, layers};
use crate::core::memory::recipe::{Optimizer, RECIPES};
use crate::core::memory::schedule::Schedule;
use crate::core::memory::training::{Logits, Part, Setup, Stage, explain, training};
use crate::core::model::{Architecture, Attention, Cache, Feed, Layer, Mixer, Part as Of, Split, Stack, Tensor};
use crate::core::quantity::Bytes;

/// A tiny generator: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

fn attention(dice: &mut Dice, width: u64) -> Attention {
    let heads = dice.pick(&[8, 16, 32]);
    let head = dice.pick(&[64, 96, 128]);
    let a = match dice.below(5) {
        0 => Attention::latent(width, heads, dice.coin().then_some(384), 128, head, 64, head),
        1 => Attention::factored(width, heads, 1, 2 * head, 256),
        2 => Attention::grouped(width, heads, dice.pick(&[1, 2, 8]), head, head).qkv_bias().head_norms(),
        _ => Attention::grouped(width, heads, dice.pick(&[1, 4, 8]), head, head),
    };
    if dice.below(4) == 0 { a.windowed(dice.pick(&[128, 1024])) } else { a }
}

fn layer(dice: &mut Dice, width: u64, cross: bool) -> Layer {
    let mut layer = Layer::default();
    if dice.below(6) == 0 {
        layer.mixer = Some(Mixer {
            name: "Mamba-2",
            weights: vec![
                Tensor::matrix("input", Of::State, width, 4 * width).split(Split::Tensor),
                Tensor::matrix("output", Of::State, 2 * width, width).split(Split::Tensor),
            ],
            cache: vec![Cache::State { elements: 128 * width, heads: 32 }],
            flop: 100 * width,
            saved: 5 * width,
        });
    } else {
        layer.attention = Some(attention(dice, width));
    }
    if cross {
        layer.cross = Some(Attention::grouped(width, 8, 8, width / 8, width / 8));
    }
    let inner = dice.pick(&[1, 3, 4]) * width;
    layer.feeds = match dice.below(4) {
        0 => vec![Feed::routed(width, inner / 2, true, dice.pick(&[8, 64]), 2), Feed::shared(width, inner / 2, true)],
        1 => vec![Feed::dense(width, inner, false).bias(width)],
        _ => vec![Feed::dense(width, inner, true)],
    };
    let norms = dice.pick(&[0, 1, 2, 4]);
    layer.rest = (0..norms).map(|_| Tensor::vector("norm", Of::Norm, width)).collect();
    layer
}

fn model(dice: &mut Dice) -> Architecture {
    let width = 128 * (1 + dice.below(64));
    let mut model = with_ends(gpt(1, width, 1));
    model.vocabulary = 1000 * (1 + dice.below(200));
    model.dropout = dice.coin();
    let encoder = dice.below(8) == 0;
    if encoder {
        let one = layer(dice, width, false);
        model.encoder = Some(Stack::same(one, 1 + dice.below(12)));
    }
    let kinds: Vec<Layer> = (0..1 + dice.below(3)).map(|_| layer(dice, width, encoder)).collect();
    model.stack =
        Stack::of((0..1 + dice.below(64)).map(|_| dice.pick(&[0, 1, 2])).map(|i| kinds[i % kinds.len()].clone()));
    if dice.coin() {
        model.tail[1] = Tensor::tied("head", Of::Head, width, model.vocabulary).split(Split::Tensor);
    }
    model
}

fn setup(dice: &mut Dice) -> Setup {
    let power = |dice: &mut Dice, most| 1 << dice.below(most);
    let layout = Layout {
        data: power(dice, 6),
        tensor: power(dice, 5),
        pipeline: 1 + dice.below(6),
        context: power(dice, 3),
        expert: power(dice, 3),
        sequence_parallel: dice.coin(),
        interleave: 1 + dice.below(3),
        zero: dice.below(4) as u8,
    };
    Setup {
        micro_batch: 1 + dice.below(4),
        micro_batches: dice.coin().then_some(1 + dice.below(40)),
        recipe: &RECIPES[dice.below(RECIPES.len() as u64) as usize],
        optimizer: dice.pick(&Optimizer::ALL).1,
        kernel: dice.pick(&Kernel::ALL).1,
        recompute: dice.pick(&Recompute::ALL).1,
        schedule: dice.pick(&Schedule::ALL).1,
        layout,
        logits: dice.pick(&Logits::ALL).1,
        prefetch: dice.coin(),
        secondary: (layout.zero == 3 && dice.coin()).then_some(1),
        reserve: Bytes::new(dice.below(2) as f64 * 1e9).unwrap(),
        ..Setup::new(1024 * (1 + dice.below(8)))
    }
}

/// So many allowed pairs of model and setup.
fn each(cases: usize, seed: u64, mut check: impl FnMut(&Architecture, &Setup, &[Stage])) {
    let mut dice = Dice(seed);
    let mut done = 0;
    while done < cases {
        let (model, setup) = (model(&mut dice), setup(&mut dice));
        let Ok(stages) = training(&model, &setup) else { continue };
        check(&model, &setup, &stages);
        done += 1;
    }
}

fn no_more(less: f64, more: f64, what: &str, model: &Architecture, setup: &Setup) {
    assert!(less <= more * (1.0 + 1e-12), "{what}: {less} > {more}\n{model:?}\n{setup:?}");
}

fn fullest(stages: &[Stage], bytes: impl Fn(&Stage) -> f64) -> f64 {
    stages.iter().map(bytes).fold(0.0, f64::max)
}

#[test]
fn parts_make_the_total() {
    each(1000, 1, |model, setup, stages| {
        assert_eq!(stages.iter().map(|s| s.layers).sum::<u64>(), layers(model));
        assert_eq!(stages.len() as u64, setup.layout.pipeline);
        for s in stages {
            let parts = Part::ALL.map(|p| s.part(p).get());
            assert!(parts.iter().all(|p| p.is_finite() && *p >= 0.0));
            assert_eq!(parts.iter().sum::<f64>(), s.total().get());
        }
    });
}

/// What is shown has the value that is reported, and no letter stands for two values.
#[test]
fn formulas_have_the_reported_values() {
    each(1000, 2, |model, setup, stages| {
        for s in stages {
            let mut letters = Vec::new();
            for part in Part::ALL {
                let shown = explain(model, setup, s.index, part).unwrap();
                assert_eq!(shown.eval(), s.part(part).get(), "{part:?} {setup:?}");
                collect(&shown, &mut letters);
            }
            letters.sort_by(|a, b| a.0.cmp(b.0));
            for pair in letters.windows(2) {
                assert!(pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1, "{pair:?} {setup:?}");
            }
        }
    });
}

fn collect(e: &Expr, to: &mut Vec<(&'static str, f64)>) {
    match e {
        Expr::Given(s) => to.push((s.symbol, s.value)),
        Expr::Named(symbol, _, of) => {
            to.push((symbol, of.eval()));
            collect(of, to);
        }
        Expr::Number(_) => {}
        Expr::Sum(v) | Expr::Product(v) | Expr::Of(_, v) => v.iter().for_each(|e| collect(e, to)),
        Expr::Difference(a, b) | Expr::Quotient(a, b) | Expr::Power(a, b) => {
            collect(a, to);
            collect(b, to);
        }
    }
}

#[test]
fn twice_the_micro_batch() {
    each(1000, 3, |model, setup, stages| {
        let twice = training(model, &Setup { micro_batch: 2 * setup.micro_batch, ..*setup }).unwrap();
        for (one, two) in stages.iter().zip(&twice) {
            for part in [Part::Activations, Part::Logits] {
                assert_eq!(2.0 * one.part(part).get(), two.part(part).get());
            }
            assert_eq!(one.states(), two.states());
        }
    });
}

/// What ZeRO gathers for a while comes on top and may weigh more than what it spreads, in a model of one layer.
#[test]
fn zero_spreads() {
    each(1000, 4, |model, setup, _| {
        let at = |zero| {
            let layout = Layout { zero, ..setup.layout };
            training(model, &Setup { layout, secondary: None, ..*setup }).unwrap()
        };
        let all = [at(0), at(1), at(2), at(3)];
        for pair in all.windows(2) {
            for (before, after) in pair[0].iter().zip(&pair[1]) {
                no_more(after.states().get(), before.states().get(), "ZeRO", model, setup);
            }
        }
        // Dense models: the shards of all replicas are the whole.
        if setup.layout.expert == 1 {
            let n = setup.layout.replicas() as f64;
            for (whole, shard) in all[0].iter().zip(&all[3]) {
                for part in [Part::Gradients, Part::Optimizer] {
                    assert_eq!(shard.part(part).get() * n, whole.part(part).get());
                }
                if setup.recipe.matrix.copy == 0.0 {
                    assert_eq!(shard.part(Part::Weights).get() * n, whole.part(Part::Weights).get());
                }
            }
        }
    });
}

#[test]
fn recomputing_more_keeps_less() {
    each(1000, 5, |model, setup, _| {
        let at = |recompute| training(model, &Setup { recompute, ..*setup }).unwrap();
        let all = Recompute::ALL.map(|(_, r)| at(r));
        for pair in all.windows(2) {
            for (before, after) in pair[0].iter().zip(&pair[1]) {
                no_more(
                    after.part(Part::Activations).get(),
                    before.part(Part::Activations).get(),
                    "kept",
                    model,
                    setup,
                );
                // What a layer computes again counts although its piece may not be among those kept at the fullest moment.
                if setup.layout.interleave == 1 {
                    no_more(after.total().get(), before.total().get(), "recompute", model, setup);
                }
            }
        }
    });
}

#[test]
fn more_tensor_parallelism() {
    let mut seen = 0;
    each(1000, 6, |model, setup, stages| {
        let layout = Layout { tensor: 2 * setup.layout.tensor, ..setup.layout };
        // Whole experts are not cut further.
        if layout.whole_experts() {
            return;
        }
        let Ok(twice) = training(model, &Setup { layout, ..*setup }) else { return };
        seen += 1;
        for (before, after) in stages.iter().zip(&twice) {
            for part in Part::ALL {
                no_more(after.part(part).get(), before.part(part).get(), part.id(), model, setup);
            }
        }
    });
    assert!(seen > 500);
}

/// A longer pipeline never has a fuller stage; of activations this holds where all layers are alike and come out even.
#[test]
fn longer_pipelines() {
    let mut even = 0;
    each(1000, 7, |model, setup, stages| {
        let layout = Layout { pipeline: 2 * setup.layout.pipeline, interleave: 1, ..setup.layout };
        let Ok(longer) = training(model, &Setup { layout, ..*setup }) else { return };
        if model.stack.kinds.len() > 1 || model.encoder.is_some() {
            return;
        }
        let states = |s: &Stage| s.states().get();
        no_more(fullest(&longer, states), fullest(stages, states), "pipeline", model, setup);
        let alike = setup.layout.interleave == 1 && setup.schedule == Schedule::Alternating;
        if alike && layers(model).is_multiple_of(layout.pipeline) {
            even += 1;
            let kept = |s: &Stage| s.part(Part::Activations).get();
            no_more(fullest(&longer, kept), fullest(stages, kept), "kept", model, setup);
        }
    });
    assert!(even > 10);
}

/// Over all stages, and over all devices where nothing is copied, the parts are those of one device.
#[test]
fn shards_make_the_whole() {
    each(1000, 8, |model, setup, _| {
        let tied = model.tail[1].trained() == 0;
        let mut whole = model.clone();
        // Without tensors that every device of a tensor-parallel group holds.
        let cut = |t: &Tensor| matches!(t.split, Split::Tensor | Split::Experts);
        for kind in whole.stack.kinds.iter_mut().chain(whole.encoder.iter_mut().flat_map(|s| &mut s.kinds)) {
            kind.rest.retain(cut);
            kind.feeds.iter_mut().for_each(|f| f.weights.retain(cut));
            for a in kind.attention.iter_mut().chain(&mut kind.cross) {
                a.weights.retain(cut);
            }
        }
        whole.tail.retain(cut);
        let one = Setup { layout: Layout::default(), secondary: None, ..*setup };
        let many = Setup { layout: Layout { zero: 1, expert: 1, ..setup.layout }, secondary: None, ..*setup };
        let (Ok(one), Ok(many)) = (training(&whole, &one), training(&whole, &many)) else { return };
        let shares = many_devices(&setup.layout);
        let sum: f64 = many.iter().map(|s| s.part(Part::Optimizer).get()).sum::<f64>() * shares;
        let want = one[0].part(Part::Optimizer).get();
        if !(tied && setup.layout.pipeline > 1) {
            assert!((sum / want - 1.0).abs() < 1e-12, "{sum} {want}");
        }
    });
}

fn many_devices(layout: &Layout) -> f64 {
    (layout.replicas() * layout.tensor) as f64
}

//! The same memory counted in another way: every tensor of every layer one by one, with the shape that one device has of
//! it, and every micro-batch moved through the pipeline step by step.

use super::{gpt, with_ends};
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::layout::Layout;
use crate::core::memory::recipe::{self, Optimizer};
use crate::core::memory::schedule::Schedule;
use crate::core::memory::training::{Logits, Part, Setup, training};
use crate::core::model::{Architecture, Attention, Feed, Layer, Part as Of, Split, Stack, Tensor};

struct Dice(u64);

impl Dice {
    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        of[(self.0 >> 33) as usize % of.len()]
    }
}

/// A decoder: dense layers first, then layers with experts.
struct Model {
    layers: u64,
    dense: u64,
    d: u64,
    h: u64,
    g: u64,
    e: u64,
    f: u64,
    gated: bool,
    experts: u64,
    top: u64,
    /// Width of an expert, and of the shared one.
    fm: u64,
    v: u64,
    tied: bool,
    dropout: bool,
}

impl Model {
    fn any(dice: &mut Dice) -> Model {
        let layers = 1 + dice.pick(&[0, 1, 2, 3, 5, 7, 8, 11, 15, 23, 31]);
        let h = dice.pick(&[8, 16, 32]);
        Model {
            layers,
            dense: dice.pick(&[0, 1, 3, layers, layers, layers]).min(layers),
            d: 128 * dice.pick(&[1, 3, 8, 20]),
            h,
            g: dice.pick(&[1, 2, 8, h]),
            e: dice.pick(&[64, 80, 128]),
            f: 64 * dice.pick(&[5, 16, 43]),
            gated: dice.pick(&[true, false]),
            experts: dice.pick(&[8, 16]),
            top: dice.pick(&[1, 2, 8]),
            fm: 64 * dice.pick(&[3, 8]),
            v: 128 * dice.pick(&[11, 250, 1000]),
            tied: dice.pick(&[true, false]),
            dropout: dice.pick(&[true, false]),
        }
    }

    /// As the readers of configurations make it.
    fn architecture(&self) -> Architecture {
        let d = self.d;
        let layer = |i: u64| Layer {
            attention: Some(Attention::grouped(d, self.h, self.g, self.e, self.e)),
            feeds: if i < self.dense {
                vec![Feed::dense(d, self.f, self.gated)]
            } else {
                vec![Feed::routed(d, self.fm, self.gated, self.experts, self.top), Feed::shared(d, self.fm, self.gated)]
            },
            rest: vec![Tensor::vector("input norm", Of::Norm, d), Tensor::vector("feed norm", Of::Norm, d)],
            ..Layer::default()
        };
        let mut model = with_ends(Architecture { vocabulary: self.v, ..gpt(1, d, 1) });
        model.stack = Stack::of((0..self.layers).map(layer));
        model.dropout = self.dropout;
        if self.tied {
            model.tail[1] = Tensor::tied("head", Of::Head, d, self.v).split(Split::Tensor);
        }
        model
    }
}

/// A shard of a weight: its shape, whether it is a matrix inside a layer, and whether it is of a routed expert.
struct Weight {
    shape: [u64; 2],
    matrix: bool,
    expert: bool,
}

fn weights(m: &Model, layer: u64, l: &Layout) -> Vec<Weight> {
    let (t, d, mut all) = (l.tensor, m.d, Vec::new());
    let mut push = |rows, cols, expert| all.push(Weight { shape: [rows, cols], matrix: rows > 1, expert });
    for _norm in 0..2 {
        push(1, d, false);
    }
    let kv = m.g.div_ceil(t);
    push(d, m.h / t * m.e, false);
    push(d, kv * m.e, false);
    push(d, kv * m.e, false);
    push(m.h / t * m.e, d, false);
    let into = if m.gated { 2 } else { 1 };
    // Where replicas are too few for the experts, the devices of a tensor-parallel group hold whole ones.
    let whole = !(l.data * l.context).is_multiple_of(l.expert);
    let mut block = |f: u64, expert: bool| {
        let t = if expert && whole { 1 } else { t };
        (0..into).for_each(|_| push(d, f / t, expert));
        push(f / t, d, expert);
    };
    if layer < m.dense {
        block(m.f, false);
    } else {
        block(m.fm, false);
        (0..m.experts / l.expert).for_each(|_| block(m.fm, true));
        push(d, m.experts, false);
    }
    all
}

fn table(m: &Model, l: &Layout) -> Weight {
    Weight { shape: [m.v / l.tensor, m.d], matrix: false, expert: false }
}

fn numbers(all: &[Weight], expert: bool) -> f64 {
    all.iter().filter(|w| w.expert == expert).map(|w| w.shape[0] * w.shape[1]).sum::<u64>() as f64
}

/// Bytes of a weight, a gradient and of what the optimizer keeps (facts of ZeRO, Megatron-LM; arithmetic).
fn bytes(recipe: &str, optimizer: Optimizer, w: &Weight) -> [f64; 3] {
    let (weight, gradient, master, moment) = match recipe {
        "fp32" => (4.0, 4.0, 0.0, 4.0),
        "bf16-mixed" => (2.0, 2.0, 4.0, 4.0),
        "bf16-mixed-fp32-grad" => (2.0, 4.0, 4.0, 4.0),
        _ => (2.0, 2.0, 0.0, 2.0),
    };
    let moments = match optimizer {
        Optimizer::AdamW => 2.0,
        Optimizer::Muon if !w.matrix => 2.0,
        _ => 1.0,
    };
    [weight, gradient, master + moments * moment]
}

/// Bytes of one micro-batch that a layer keeps, and those made again in the backward pass.
fn kept(m: &Model, layer: u64, s: &Setup) -> (f64, f64) {
    let l = &s.layout;
    let tokens = s.sequence * s.micro_batch / l.context;
    let t = l.tensor;
    let few = if l.sequence_parallel { tokens / t } else { tokens };
    let x = s.recipe.activation;
    // Shape, bytes of a number, part of what selective recomputation makes again.
    let mut all: Vec<([u64; 3], f64, bool)> = Vec::new();
    for _block in 0..2 {
        all.push(([few, 1, m.d], x, false));
        all.push(([few, 1, m.d], x, false));
        if m.dropout {
            all.push(([few, 1, m.d], 1.0, false));
        }
    }
    let (heads, kv) = (m.h / t, m.g.div_ceil(t));
    all.push(([tokens, heads, m.e], x, false));
    all.push(([tokens, kv, m.e], x, false));
    all.push(([tokens, kv, m.e], x, false));
    all.push(([tokens, heads, m.e], x, false));
    if s.kernel == Kernel::Flash {
        all.push(([tokens, heads, 1], 4.0, true));
    } else {
        all.push(([tokens, heads, s.sequence], x, true));
        if m.dropout {
            all.push(([tokens, heads, s.sequence], 1.0, true));
            all.push(([tokens, heads, s.sequence], x, true));
        }
    }
    let inside = if m.gated { 4 } else { 2 };
    let mut block = |tokens, f| (0..inside).for_each(|_| all.push(([tokens, 1, f / t], x, false)));
    if layer < m.dense {
        block(tokens, m.f);
    } else {
        block(tokens, m.fm);
        (0..m.top).for_each(|_| block(tokens, m.fm));
        all.push(([few, 1, m.experts], 4.0, false));
        let whole = !(l.data * l.context).is_multiple_of(l.expert);
        for _expert in 0..m.top {
            all.push(([if whole { tokens / t } else { tokens }, 1, m.d], x, false));
            all.push(([few, 1, m.d], x, false));
        }
    }
    let size = |(shape, bytes, _): &([u64; 3], f64, bool)| shape.iter().product::<u64>() as f64 * bytes;
    let whole: f64 = all.iter().map(size).sum();
    let kept = match s.recompute {
        Recompute::None => whole,
        Recompute::Selective => all.iter().filter(|a| !a.2).map(size).sum(),
        Recompute::Full => (few * m.d) as f64 * x,
    };
    (kept, whole - kept)
}

/// A micro-batch through one piece of a stage, forward or back.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Step {
    batch: u64,
    piece: u64,
    back: bool,
}

/// What a stage does, in order: forwards to fill the pipeline, then one forward and one backward, then backwards.
fn order(p: u64, v: u64, m: u64, stage: u64, schedule: Schedule) -> Vec<Step> {
    let mut forwards = Vec::new();
    for first in (0..m).step_by(p as usize) {
        for piece in 0..v {
            forwards.extend((first..m.min(first + p)).map(|batch| Step { batch, piece, back: false }));
        }
    }
    let backwards: Vec<Step> = forwards.iter().map(|s| Step { piece: v - 1 - s.piece, back: true, ..*s }).collect();
    let fill = match schedule {
        Schedule::AllForward => m * v,
        Schedule::Alternating if v == 1 => p - stage - 1,
        Schedule::Alternating => 2 * (p - stage - 1) + (v - 1) * p,
    };
    let fill = fill.min(m * v) as usize;
    let mut all = forwards[..fill].to_vec();
    for (forward, backward) in forwards[fill..].iter().zip(&backwards) {
        all.extend([*forward, *backward]);
    }
    all.extend(&backwards[forwards.len() - fill..]);
    all
}

/// Lets every stage do its steps as soon as what they need is there; true when all were done.
fn runs(orders: &[Vec<Step>], v: u64) -> bool {
    let last = orders.len() - 1;
    let mut at = vec![0; orders.len()];
    let mut done = vec![std::collections::HashSet::new(); orders.len()];
    loop {
        let mut moved = false;
        for i in 0..orders.len() {
            while let Some(s) = orders[i].get(at[i]) {
                let there = match (s.back, i) {
                    (false, 0) => s.piece == 0 || done[last].contains(&Step { piece: s.piece - 1, ..*s }),
                    (false, _) => done[i - 1].contains(s),
                    (true, _) if i == last && s.piece + 1 == v => done[i].contains(&Step { back: false, ..*s }),
                    (true, _) if i == last => done[0].contains(&Step { piece: s.piece + 1, ..*s }),
                    (true, _) => done[i + 1].contains(s),
                };
                if !there {
                    break;
                }
                done[i].insert(*s);
                at[i] += 1;
                moved = true;
            }
        }
        if !moved {
            return at.iter().zip(orders).all(|(at, o)| *at == o.len());
        }
    }
}

/// Micro-batches that every piece keeps when together they keep most bytes.
fn played(order: &[Step], bytes: &[f64]) -> Vec<u64> {
    let (mut live, mut fullest, mut most) = (vec![0u64; bytes.len()], Vec::new(), 0.0f64);
    for step in order {
        let piece = step.piece as usize;
        if step.back {
            // Of moments that are equally full, the first before a backward.
            let now = live.iter().zip(bytes).map(|(n, b)| *n as f64 * b).sum();
            if fullest.is_empty() || now > most * (1.0 + 1e-12) {
                (fullest, most) = (live.clone(), now);
            }
            live[piece] -= 1;
        } else {
            live[piece] += 1;
        }
    }
    assert!(live.iter().all(|n| *n == 0));
    fullest
}

fn setup(dice: &mut Dice) -> Setup {
    let layout = Layout {
        data: dice.pick(&[1, 2, 8, 64]),
        tensor: dice.pick(&[1, 2, 4, 8]),
        pipeline: dice.pick(&[1, 1, 2, 3, 4, 8]),
        context: dice.pick(&[1, 1, 2, 4]),
        expert: dice.pick(&[1, 1, 2, 8]),
        sequence_parallel: dice.pick(&[true, false]),
        interleave: dice.pick(&[1, 1, 2, 3]),
        zero: dice.pick(&[0, 1, 2, 3]),
    };
    Setup {
        micro_batch: dice.pick(&[1, 2, 3]),
        micro_batches: Some(dice.pick(&[1, 2, 3, 4, 6, 7, 8, 16, 24, 40])),
        recipe: recipe::find(dice.pick(&["fp32", "bf16-mixed", "bf16-mixed-fp32-grad", "bf16-pure"])).unwrap(),
        optimizer: dice.pick(&[Optimizer::AdamW, Optimizer::Lion, Optimizer::Muon, Optimizer::SgdMomentum]),
        kernel: dice.pick(&[Kernel::Flash, Kernel::Standard]),
        recompute: dice.pick(&[Recompute::None, Recompute::Selective, Recompute::Full]),
        schedule: dice.pick(&[Schedule::Alternating, Schedule::Alternating, Schedule::AllForward]),
        layout,
        logits: dice.pick(&[Logits::Fp32, Logits::Fused]),
        prefetch: dice.pick(&[true, false]),
        ..Setup::new(dice.pick(&[1024, 4096]))
    }
}

#[test]
fn counted_one_by_one() {
    let mut dice = Dice(3);
    let (mut cases, mut stages) = (0, 0);
    while cases < 3000 {
        let (m, s) = (Model::any(&mut dice), setup(&mut dice));
        let Ok(reported) = training(&m.architecture(), &s) else { continue };
        cases += 1;
        let (p, v) = (s.layout.pipeline, s.layout.interleave);
        // The layers dealt out, the first pieces with one more.
        let mut pieces = vec![Vec::new(); (p * v) as usize];
        let mut next = 0;
        for (i, piece) in pieces.iter_mut().enumerate() {
            let more = u64::from((i as u64) < m.layers % (p * v));
            piece.extend(next..next + m.layers / (p * v) + more);
            next += piece.len() as u64;
        }
        // One stage is no pipeline: a micro-batch goes forward and at once back.
        let batches = if p == 1 { 1 } else { s.micro_batches.unwrap() };
        let orders: Vec<Vec<Step>> = (0..p).map(|i| order(p, v, batches, i, s.schedule)).collect();
        // Whole rounds of micro-batches, as Megatron asks for, never wait for one another.
        if v == 1 || batches % p == 0 {
            assert!(runs(&orders, v), "{s:?}");
        }
        for (i, stage) in reported.iter().enumerate() {
            let mine: Vec<&Vec<u64>> = pieces.iter().skip(i).step_by(p as usize).collect();
            let of_piece = |piece: &&Vec<u64>| piece.iter().map(|layer| kept(&m, *layer, &s).0).sum::<f64>();
            let sizes: Vec<f64> = mine.iter().map(of_piece).collect();
            let live = played(&orders[i], &sizes);
            // The masks behind the embedding belong to the first piece.
            let only: Vec<f64> = (0..v).map(|c| if c == 0 { 1.0 } else { 0.0 }).collect();
            let masks = played(&orders[i], &only);
            let want = one_stage(&m, &s, i as u64, &mine, [&live, &masks], &sizes);
            for (part, want) in Part::ALL.into_iter().zip(want) {
                let got = stage.part(part).get();
                assert!((got - want).abs() <= want * 1e-13, "{part:?} of stage {i}: {got}, one by one {want}\n{s:?}");
            }
            stages += 1;
        }
    }
    assert!(stages > 5000);
}

/// The six parts of a stage with these pieces, for which it keeps so many micro-batches each.
fn one_stage(m: &Model, s: &Setup, i: u64, mine: &[&Vec<u64>], [live, masks]: [&[u64]; 2], sizes: &[f64]) -> [f64; 6] {
    let l = &s.layout;
    let (first, last) = (i == 0, i + 1 == l.pipeline);
    let mut units: Vec<Vec<Weight>> = Vec::new();
    if first {
        units.push(vec![table(m, l)]);
    }
    units.extend(mine.iter().flat_map(|p| p.iter()).map(|layer| weights(m, *layer, l)));
    if last {
        let mut tail = vec![Weight { shape: [1, m.d], matrix: false, expert: false }];
        // A tied head is on the device already where the pipeline has one stage.
        if !m.tied || l.pipeline > 1 {
            tail.push(table(m, l));
        }
        units.push(tail);
    }
    let n = l.data * l.context;
    let all = if n.is_multiple_of(l.expert) { n } else { n * l.tensor };
    let (n, n_e) = (n as f64, (all / l.expert) as f64);
    let mut states = [0.0; 3];
    for w in units.iter().flatten() {
        let size = (w.shape[0] * w.shape[1]) as f64;
        let over = if w.expert { n_e } else { n };
        for (k, bytes) in bytes(s.recipe.id, s.optimizer, w).into_iter().enumerate() {
            let spread = u64::from(l.zero) >= 3 - k as u64;
            states[k] += size * bytes / if spread { over } else { 1.0 };
        }
    }
    let activations = live.iter().zip(sizes).map(|(n, b)| *n as f64 * b).sum();
    let tokens = s.sequence * s.micro_batch / l.context;
    let few = (if l.sequence_parallel { tokens / l.tensor } else { tokens } * m.d) as f64;
    let mut logits = 0.0;
    if first && m.dropout {
        logits += masks[0] as f64 * few;
    }
    if last {
        let of_one = 2.0 * few * s.recipe.activation
            + if s.logits == Logits::Fused { 0.0 } else { 4.0 * (tokens * (m.v / l.tensor)) as f64 };
        logits += of_one * if s.schedule == Schedule::AllForward { live[live.len() - 1] as f64 } else { 1.0 };
    }
    // What ZeRO gathers and spreads: only what several devices share.
    let passing = |unit: &Vec<Weight>, bytes: f64| {
        let of = |n: f64, expert| if n > 1.0 { numbers(unit, expert) * bytes } else { 0.0 };
        of(n, false) + of(n_e, true)
    };
    let [weight, gradient, _] = bytes(s.recipe.id, s.optimizer, &table(m, l));
    let mut buffers = 0.0;
    if l.zero >= 3 {
        let gathered: Vec<f64> = units.iter().map(|u| passing(u, weight)).collect();
        let pairs = gathered.windows(2).map(|w| w[0] + w[1]).filter(|_| s.prefetch);
        buffers += gathered.iter().copied().chain(pairs).fold(0.0, f64::max);
    }
    if l.zero >= 2 {
        buffers += units.iter().map(|u| passing(u, gradient)).fold(0.0, f64::max);
    }
    buffers += mine.iter().flat_map(|p| p.iter()).map(|layer| kept(m, *layer, s).1).fold(0.0, f64::max);
    [states[0], states[1], states[2], activations, logits, buffers]
}

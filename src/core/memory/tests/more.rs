//! Layouts that cannot be, offloading, adapters and advice.

use super::{first, gib, gpt, lump, with_ends};
use crate::core::config::parse;
use crate::core::error::Error;
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::adapters::{self, Adapter, Method, Target};
use crate::core::memory::advice::advise;
use crate::core::memory::formats;
use crate::core::memory::layout::Layout;
use crate::core::memory::offload::{Offload, Place, offload};
use crate::core::memory::training::{Logits, Part, RESERVE, Select, Setup, Stage, select, training};
use crate::core::model::{Architecture, Attention, Feed, Layer, Stack};
use crate::core::quantity::Bytes;

fn llama_2_7b() -> Architecture {
    parse(r#"{"model_type": "llama"}"#).unwrap().model
}

fn with(set: impl Fn(&mut Layout)) -> Setup {
    let mut setup = Setup::new(4096);
    set(&mut setup.layout);
    setup
}

fn refused(model: &Architecture, setup: &Setup) -> (String, Option<String>) {
    let e = training(model, setup).unwrap_err();
    assert!(e.message.ends_with('.'), "{}", e.message);
    (e.field, e.suggestion)
}

#[test]
fn layouts_that_cannot_be() {
    let dense = gpt(10, 3072, 24);
    let says = |setup: &Setup, field: &str, better: &str| {
        let want = (field.to_owned(), (!better.is_empty()).then(|| better.to_owned()));
        assert_eq!(refused(&dense, setup), want);
    };
    says(&with(|l| l.tensor = 16), "tensorParallel", "12");
    says(&with(|l| l.tensor = 0), "tensorParallel", "");
    says(&with(|l| l.pipeline = 11), "pipelineParallel", "10");
    says(&with(|l| (l.pipeline, l.interleave) = (4, 3)), "interleave", "2");
    says(&with(|l| l.interleave = 2), "interleave", "1");
    says(&with(|l| l.context = 3), "contextParallel", "2");
    says(&with(|l| l.expert = 2), "expertParallel", "1");
    says(&with(|l| l.zero = 4), "zeroStage", "");
    says(&Setup { micro_batch: 0, ..Setup::new(1) }, "microBatch", "");
    says(&Setup { secondary: Some(8), ..Setup::new(1) }, "secondary", "");
    let mut moe = dense;
    moe.stack.kinds[0].feeds = vec![Feed::routed(3072, 1024, true, 64, 8)];
    let expert = |data, expert| refused(&moe, &with(|l| (l.data, l.expert) = (data, expert)));
    assert_eq!(expert(96, 48), ("expertParallel".to_owned(), Some("32".to_owned())));
    assert_eq!(expert(8, 16), ("expertParallel".to_owned(), Some("8".to_owned())));
    let stages = training(&moe, &with(|l| (l.data, l.expert, l.pipeline) = (8, 8, 4))).unwrap();
    // Ten layers on four stages: the first two have one more.
    assert_eq!(stages.iter().map(|s| s.layers).collect::<Vec<_>>(), [3, 3, 2, 2]);
    assert!(select(&stages, Select::Index(4)).is_err());
    assert_eq!(select(&stages, Select::Max).unwrap().index, 0);
    assert_eq!(select(&stages, Select::Last).unwrap().index, 3);
}

/// Keys and values with fewer heads than devices are copied.
#[test]
fn heads_are_copied() {
    let mut model = gpt(1, 4096, 32);
    model.stack.kinds[0].attention = Some(Attention::grouped(4096, 32, 8, 128, 128));
    model.stack.kinds[0].feeds.clear();
    let weights = |t| first(&model, &with(|l| l.tensor = t)).part(Part::Weights).get() / 2.0;
    let (query, key) = (4096.0 * 4096.0, 4096.0 * 1024.0);
    assert_eq!(weights(8), 2.0 * query / 8.0 + 2.0 * key / 8.0);
    assert_eq!(weights(32), 2.0 * query / 32.0 + 2.0 * key / 8.0);
}

/// A tied table is on the first and on the last stage.
#[test]
fn tied_tables() {
    let mut model = with_ends(gpt(4, 1024, 8));
    model.tail[1].role = crate::core::model::Role::Tied;
    let table = 2.0 * 51_200.0 * 1024.0;
    let weights = |p| -> f64 {
        let stages = training(&model, &with(|l| l.pipeline = p)).unwrap();
        stages.iter().map(|s| s.part(Part::Weights).get()).sum()
    };
    assert_eq!(weights(2) - weights(1), table);
}

/// Published: Llama-3 8B on one sequence of 32768 tokens keeps 8 GiB of layer inputs and 15.66 GiB of FP32 scores.
#[test]
fn llama_3_8b() {
    let model = parse(
        r#"{"model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
            "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256}"#,
    )
    .unwrap()
    .model;
    let setup = Setup { recompute: Recompute::Full, ..Setup::new(32_768) };
    assert_eq!(gib(&model, &setup, Part::Activations), 8.0);
    let inputs = 2.0 * 2.0 * 4096.0 * 32_768.0;
    let scores = first(&model, &setup).part(Part::Logits).get() - inputs;
    assert_eq!((scores / 1024f64.powi(3) * 100.0).round() / 100.0, 15.66);
    let copied = first(&model, &Setup { logits: Logits::Copied, ..setup }).part(Part::Logits).get() - inputs;
    assert_eq!(copied, 1.5 * scores);
    // The layer without recomputation, from the operations of a gated layer with grouped heads.
    let (d, h, g, e, f) = (4096.0, 32.0, 8.0, 128.0, 14_336.0);
    let layer = 4.0 * 2.0 * d + 2.0 * (h + 2.0 * g) * e + 2.0 * h * e + 4.0 * h + 8.0 * f;
    let all = first(&model, &Setup { recompute: Recompute::None, ..setup }).part(Part::Activations).get();
    assert_eq!(all, 32.0 * 32_768.0 * layer);
    assert_eq!(first(&model, &setup).part(Part::Buffers).get(), 32_768.0 * (layer - 2.0 * d));
}

/// A window holds scores of no more tokens than it has; experts keep what each token sends to them.
#[test]
fn windows_and_experts() {
    let (d, s) = (1024.0, 4096.0);
    let kept = |layer: Layer| {
        let mut model = gpt(1, 1024, 8);
        model.dropout = false;
        model.stack = Stack::same(layer, 1);
        let setup = Setup { kernel: Kernel::Standard, ..Setup::new(4096) };
        first(&model, &setup).part(Part::Activations).get() / s
    };
    let attention = || Attention::grouped(1024, 8, 8, 128, 128);
    let only = |a| kept(Layer { attention: Some(a), ..Layer::default() });
    assert_eq!(only(attention()) - only(attention().windowed(512)), 2.0 * 8.0 * (s - 512.0));
    let feed = |f| kept(Layer { feeds: vec![f], ..Layer::default() });
    let (dense, routed) = (feed(Feed::dense(1024, 512, true)), feed(Feed::routed(1024, 512, true, 64, 6)));
    assert_eq!(routed - dense, 5.0 * 8.0 * 512.0 + 6.0 * 2.0 * 2.0 * d + 4.0 * 64.0);
}

/// ZeRO++: a second 16-bit copy over the devices of a node; ZeRO-3 gathers a layer and the next.
#[test]
fn gathered_weights() {
    let model = gpt(4, 1024, 8);
    let layer = 2.0 * 12.0 * 1024.0 * 1024.0;
    let three = Setup { recompute: Recompute::Selective, ..with(|l| (l.data, l.zero, l.tensor) = (64, 3, 1)) };
    let buffers = |s: &Setup| first(&model, s).part(Part::Buffers).get();
    let scores = buffers(&Setup { layout: Layout::default(), ..three });
    // Two layers of weights and the gradients of one.
    assert_eq!(buffers(&three) - scores, 3.0 * layer);
    assert_eq!(buffers(&Setup { prefetch: false, ..three }) - scores, 2.0 * layer);
    assert_eq!(buffers(&Setup { secondary: Some(8), ..three }) - buffers(&three), 4.0 * layer / 8.0);
    let reserve = Bytes::new(RESERVE).unwrap();
    assert_eq!(buffers(&Setup { reserve, ..three }) - buffers(&three), RESERVE);
}

/// Checkpoints of a model of 1 T take 2 b s d L bytes; what leaves the device is on host or disk to the byte.
#[test]
fn parts_leave_the_device() {
    let model = gpt(128, 25_600, 160);
    let setup = Setup { recompute: Recompute::Full, ..with(|l| (l.data, l.zero) = (512, 3)) };
    let stage = first(&model, &setup);
    let checkpoint = 2.0 * 4096.0 * 25_600.0;
    assert_eq!(stage.part(Part::Activations).get(), checkpoint * 128.0);
    let to = Offload { optimizer: Place::Disk, weights: Place::Host, checkpoints: Place::Host };
    let moved = offload(&model, &setup, &stage, to).unwrap();
    assert_eq!(moved.disk, stage.part(Part::Optimizer) + stage.part(Part::Gradients));
    assert_eq!(moved.host.get(), stage.part(Part::Weights).get() + 127.0 * checkpoint);
    assert_eq!((moved.device.total() + moved.host + moved.disk).get(), stage.total().get());
    let plain = with(|_| {});
    for to in [
        Offload { weights: Place::Host, ..Offload::default() },
        Offload { optimizer: Place::Disk, ..Offload::default() },
        Offload { checkpoints: Place::Host, ..Offload::default() },
    ] {
        assert_eq!(offload(&model, &plain, &stage, to).unwrap_err().field, "offload");
    }
}

#[test]
fn lora_counts() {
    let model = llama_2_7b();
    let count = |method, rank, target| Adapter { method, rank, target }.trainable(&model).unwrap();
    assert_eq!(count(Method::Lora, 8, Target::QueryValue), 4_194_304);
    for (rank, published) in [(8, 19_988_480), (16, 39_976_960), (64, 159_907_840)] {
        assert_eq!(count(Method::Lora, rank, Target::AllLinear), published);
        assert_eq!(count(Method::RsLora, rank, Target::AllLinear), published);
    }
    assert_eq!(count(Method::Mos, 64, Target::AllLinear), 19_988_480);
    // DoRA: as many lengths more as there are columns.
    let columns = 32 * (4 * 4096 + 2 * 11_008 + 4096);
    assert_eq!(count(Method::Dora, 8, Target::AllLinear), 19_988_480 + columns);
    assert_eq!(count(Method::Bottleneck, 64, Target::AllLinear), 32 * 2 * (2 * 64 * 4096 + 64 + 4096));
    assert!(Adapter { method: Method::Lora, rank: 0, target: Target::Attention }.trainable(&model).is_err());
    let none = Adapter { method: Method::Lora, rank: 8, target: Target::QueryValue }.trainable(&lump(10));
    assert_eq!(none.unwrap_err().field, "target");
}

/// A frozen base takes its weights only; 16 bytes of every trained number come on top.
#[test]
fn adapters_train() {
    let model = llama_2_7b();
    let adapter = Adapter { method: Method::Lora, rank: 8, target: Target::AllLinear };
    let setup = Setup::new(2048);
    let states = |format: &str| {
        let format = formats::find(format).unwrap();
        adapters::training(&model, &setup, &adapter, format).unwrap()[0].states().get()
    };
    let (all, trained) = (6_738_415_616.0, 19_988_480.0);
    assert_eq!(states("bf16"), 2.0 * all + 16.0 * trained);
    // QLoRA: 4.127 bits in the matrices of the layers, 16 in embeddings, head and norms.
    let matrices = 32.0 * (4.0 * 4096.0 * 4096.0 + 3.0 * 4096.0 * 11_008.0);
    let bits = (states("nf4-double") - 16.0 * trained - 2.0 * (all - matrices)) * 8.0 / matrices;
    assert_eq!((bits * 1000.0).round() / 1000.0, 4.127);
    let format = formats::find("nf4").unwrap();
    let stage = adapters::training(&model, &setup, &adapter, format).unwrap()[0];
    for part in Part::ALL {
        let shown = adapters::explain(&model, &setup, &adapter, format, 0, part).unwrap();
        assert_eq!(shown.eval(), stage.part(part).get());
    }
}

#[test]
fn advice_fits() {
    let model = llama_2_7b();
    let gb = |n: f64| Bytes::new(n * 1e9).unwrap();
    assert!(advise(&model, &Setup::new(2048), gb(1e6), |s| fullest(&model, s)).unwrap().is_empty());
    // Everything but one layer's inputs: one change is enough.
    let setup = Setup { micro_batch: 4, ..Setup::new(4096) };
    let now = first(&model, &setup).total();
    let alone = advise(&model, &setup, Bytes::new(now.get() * 0.9).unwrap(), |s| fullest(&model, s)).unwrap();
    assert!(alone.len() > 2 && alone.iter().all(|a| a.fits), "{alone:?}");
    assert!(alone[0].change.contains("recomputation"));
    // 108 GB of states do not fit 80 GB by recomputing; several changes together do.
    let data = Setup { layout: Layout { data: 2, ..setup.layout }, ..setup };
    let path = advise(&model, &data, gb(40.0), |s| fullest(&model, s)).unwrap();
    for a in &path {
        assert_eq!(training(&model, &a.setup).unwrap()[0].total().get(), a.stage.total().get());
    }
    assert!(path.last().unwrap().fits);
    // Nothing fits a kilobyte, and it is said what comes nearest.
    let never = advise(&model, &data, Bytes::new(1000.0).unwrap(), |s| fullest(&model, s)).unwrap();
    assert!(!never.is_empty() && never.iter().all(|a| !a.fits));
}

/// The fullest stage of a run on its devices alone.
fn fullest(model: &Architecture, setup: &Setup) -> Result<Stage, Error> {
    training(model, setup).and_then(|s| select(&s, Select::Max).copied())
}

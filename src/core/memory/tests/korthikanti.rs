//! Korthikanti et al. 2022, arXiv 2205.05198.

use super::{first, gib, gpt, with_ends};
use crate::core::memory::activations::{Kernel, Recompute};
use crate::core::memory::layout::Layout;
use crate::core::memory::recipe;
use crate::core::memory::training::{Part, Setup, training};

/// Table 3 of the paper: layers, width, heads, micro-batch, tensor, pipeline, interleave.
const MODELS: [(u64, u64, u64, u64, u64, u64, u64); 4] = [
    (48, 6144, 64, 4, 8, 1, 1),
    (96, 12288, 96, 1, 8, 8, 3),
    (105, 20480, 128, 1, 8, 35, 3),
    (128, 25600, 160, 1, 8, 64, 1),
];

fn setup(i: usize) -> Setup {
    let (_, _, _, micro_batch, tensor, pipeline, interleave) = MODELS[i];
    let layout = Layout { tensor, pipeline, interleave, sequence_parallel: false, ..Layout::default() };
    let recipe = recipe::find("bf16-mixed-fp32-grad").unwrap();
    Setup { micro_batch, recipe, kernel: Kernel::Standard, layout, ..Setup::new(2048) }
}

fn sequence_parallel(mut setup: Setup) -> Setup {
    setup.layout.sequence_parallel = true;
    setup
}

#[test]
fn activations_of_four_models() {
    let none = [59.25, 66.84375, 114.023_437_5, 131.25];
    let both = [9.5625, 12.351_562_5, 23.076_171_875, 26.5625];
    // Figure 7: percent of tensor parallelism alone, from the formula; the paper measured within 0.1 of it.
    let percent = [
        ("sequence", [66.77, 61.96, 58.33]),
        ("selective", [49.37, 56.52, 61.90]),
        ("both", [16.14, 18.48, 20.24]),
        ("full", [7.59, 8.70, 9.52]),
    ];
    for (i, (layers, width, heads, ..)) in MODELS.into_iter().enumerate() {
        let model = gpt(layers, width, heads);
        let plain = setup(i);
        let selective = Setup { recompute: Recompute::Selective, ..plain };
        let at = |s: &Setup| gib(&model, s, Part::Activations);
        assert_eq!(at(&plain), none[i]);
        assert_eq!(at(&sequence_parallel(selective)), both[i]);
        // FlashAttention keeps no scores; with selective recomputation not even their log-sum-exp.
        assert_eq!(at(&Setup { kernel: Kernel::Flash, ..sequence_parallel(selective) }), both[i]);
        for (what, published) in percent {
            let changed = match what {
                "sequence" => sequence_parallel(plain),
                "selective" => selective,
                "both" => sequence_parallel(selective),
                _ => Setup { recompute: Recompute::Full, ..plain },
            };
            if let Some(published) = published.get(i) {
                assert_eq!((at(&changed) / at(&plain) * 1e4).round() / 100.0, *published, "{what}, model {i}");
            }
        }
    }
}

/// Table 2 for one layer, term by term.
#[test]
fn bytes_of_a_layer() {
    let (s, b, d, h) = (2048.0, 4.0, 6144.0, 64.0);
    let scores = 5.0 * h * s / d;
    for t in [1, 2, 8] {
        let t_ = t as f64;
        let layout = Layout { tensor: t, sequence_parallel: false, ..Layout::default() };
        let plain = Setup { micro_batch: 4, kernel: Kernel::Standard, layout, ..Setup::new(2048) };
        let parallel = sequence_parallel(plain);
        let selective = |s| Setup { recompute: Recompute::Selective, ..s };
        let full = |s| Setup { recompute: Recompute::Full, ..s };
        for (setup, factor) in [
            (plain, 10.0 + 24.0 / t_ + scores / t_),
            (parallel, (34.0 + scores) / t_),
            (selective(plain), 10.0 + 24.0 / t_),
            (selective(parallel), 34.0 / t_),
            (full(plain), 2.0),
            (full(parallel), 2.0 / t_),
            (Setup { kernel: Kernel::Flash, ..parallel }, (34.0 + 4.0 * h / d) / t_),
        ] {
            let bytes = first(&gpt(1, 6144, 64), &setup).part(Part::Activations).get();
            assert!((bytes / (s * b * d * factor) - 1.0).abs() < 1e-15, "t = {t}: {bytes}");
        }
    }
}

/// Figure 1: parameters and optimizer states, 18 bytes for each of the layers' parameters.
#[test]
fn states() {
    for (i, published) in [45.5625, 45.5625, 31.640_625, 32.958_984_375].into_iter().enumerate() {
        let (layers, width, heads, ..) = MODELS[i];
        assert_eq!(first(&gpt(layers, width, heads), &setup(i)).states().gib(), published);
    }
}

/// Section 4.3: outside the layers, with one stage, s b d/t + 4 s b d/t (1 + V/d).
#[test]
fn outside_the_layers() {
    let model = with_ends(gpt(48, 6144, 64));
    let (s, b, d, v, t) = (2048.0, 4.0, 6144.0, 51_200.0, 8.0);
    let got = first(&model, &sequence_parallel(setup(0))).part(Part::Logits).get();
    assert_eq!(got, s * b * d / t + 4.0 * s * b * d / t * (1.0 + v / d));
}

/// Interleaving takes 1 + (p − 1)/(p v) times as much on the first stage, and less on every one after it.
#[test]
fn interleaved() {
    let model = gpt(96, 12288, 96);
    let stages = training(&model, &setup(1)).unwrap();
    let plain = training(&model, &Setup { layout: Layout { interleave: 1, ..setup(1).layout }, ..setup(1) }).unwrap();
    let at = |s: &[crate::core::memory::training::Stage], i: usize| s[i].part(Part::Activations).get();
    assert_eq!(at(&stages, 0) / at(&plain, 0), 1.0 + 7.0 / 24.0);
    for i in 1..8 {
        assert!(at(&stages, i) < at(&stages, i - 1));
        assert!(at(&plain, i) < at(&plain, i - 1));
    }
    // One micro-batch at a time leaves one in flight everywhere.
    let one = training(&model, &Setup { micro_batches: Some(1), ..setup(1) }).unwrap();
    assert!(one.iter().all(|s| s.part(Part::Activations) == one[0].part(Part::Activations)));
}

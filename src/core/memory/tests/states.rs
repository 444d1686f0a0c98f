//! Weights, gradients and optimizer states against published figures.

use super::{first, gpt, lump};
use crate::core::memory::layout::Layout;
use crate::core::memory::recipe::{self, Optimizer, RECIPES};
use crate::core::memory::training::{Part, Setup};
use crate::core::model::{Part as Of, Tensor};

fn zero(data: u64, zero: u8, recipe: &str) -> Setup {
    let recipe = recipe::find(recipe).unwrap();
    Setup { recipe, layout: Layout { data, zero, ..Layout::default() }, ..Setup::new(1) }
}

/// ZeRO, arXiv 1910.02054, figure 1: 7.5 B parameters on 64 devices.
#[test]
fn zero_figure_1() {
    let gb = |stage| first(&lump(7_500_000_000), &zero(64, stage, "bf16-mixed")).states().gb();
    let [none, one, two, three] = [0, 1, 2, 3].map(gb);
    assert_eq!([none, (one * 10.0).round() / 10.0, (two * 10.0).round() / 10.0, three], [120.0, 31.4, 16.6, 1.875]);
}

/// Megatron-LM: 18 bytes a parameter, 6 + 12/N with the distributed optimizer.
#[test]
fn distributed_optimizer() {
    let p = 1u64 << 30;
    for n in [1, 2, 8, 64] {
        let got = first(&lump(p), &zero(n, 1, "bf16-mixed-fp32-grad")).states().gib();
        assert_eq!(got, 6.0 + 12.0 / n as f64);
    }
}

/// Bytes of a parameter in a matrix of a layer: 16 of each of a trillion parameters are 16 TB.
#[test]
fn bytes_per_parameter() {
    let model = gpt(1, 4096, 32);
    let per = |recipe, optimizer| {
        let setup = Setup { recipe, optimizer, ..Setup::new(1) };
        first(&model, &setup).states().get() / (12.0 * 4096.0 * 4096.0)
    };
    let adamw = |id| per(recipe::find(id).unwrap(), Optimizer::AdamW);
    assert_eq!(adamw("fp32"), 16.0);
    assert_eq!(adamw("bf16-mixed"), 16.0);
    assert_eq!(adamw("bf16-mixed-fp32-grad"), 18.0);
    assert_eq!(adamw("bf16-pure"), 8.0);
    assert_eq!(adamw("fp8-lm"), 7.0);
    let mixed = |optimizer| per(recipe::find("bf16-mixed").unwrap(), optimizer);
    assert_eq!(mixed(Optimizer::SgdMomentum), 12.0);
    assert_eq!(mixed(Optimizer::Lion), 12.0);
    assert_eq!(mixed(Optimizer::Muon), 12.0);
    assert_eq!(mixed(Optimizer::AdamW8Bit), 10.0 + 2.0 * 4.0 / 2048.0);
    let adafactor = mixed(Optimizer::Adafactor);
    assert!(adafactor > 8.0 && adafactor < 8.01);
    assert_eq!(first(&lump(1_000_000_000_000), &zero(1, 0, "bf16-mixed")).states().gb(), 16_000.0);
}

/// FP8-LM: gradient, master weight and both moments in 6 bytes, where FP32 gradients and states take 16.
#[test]
fn fp8_lm() {
    let model = gpt(1, 4096, 32);
    let group = |recipe| {
        let stage = first(&model, &zero(1, 0, recipe));
        (stage.part(Part::Gradients) + stage.part(Part::Optimizer)).get() / (12.0 * 4096.0 * 4096.0)
    };
    assert_eq!(group("fp8-lm"), 6.0);
    assert_eq!(group("bf16-mixed-fp32-grad"), 16.0);
}

/// Muon keeps AdamW's two moments for embeddings, head and norms; Adafactor a row and a column of a matrix.
#[test]
fn optimizers_look_at_shapes() {
    let mut model = lump(1000);
    model.stem = vec![Tensor::table("embedding", Of::Embedding, 500, 64)];
    let state = |optimizer| {
        let setup = Setup { optimizer, ..zero(1, 0, "bf16-mixed") };
        first(&model, &setup).part(Part::Optimizer).get()
    };
    assert_eq!(state(Optimizer::Muon), 12.0 * (1000.0 + 500.0 * 64.0));
    assert_eq!(state(Optimizer::Adafactor), 4.0 * (1000.0 + 500.0 * 64.0) + 4.0 * 1000.0 + 4.0 * 564.0);
    // A tensor below 4096 values keeps FP32 moments, a larger one 8 bits and a scale for 2048.
    assert_eq!(state(Optimizer::AdamW8Bit), 12.0 * 1000.0 + (4.0 + 2.0 + 8.0 / 2048.0) * 32_000.0);
}

#[test]
fn recipes_say_where_they_are_from() {
    for r in &RECIPES {
        assert!(!r.words.is_empty() && !r.source.is_empty() && r.words.ends_with('.'), "{}", r.id);
        assert_eq!(recipe::find(r.id).unwrap().id, r.id);
    }
    assert!(recipe::find("fp4").is_err() && Optimizer::find("adam").is_err());
}

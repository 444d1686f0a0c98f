//! An input whose values are listed, with the field's word before it.

use yew::prelude::*;

use crate::core::memory::activations::Kernel;
use crate::core::memory::activations::Recompute;
use crate::core::memory::adapters::{Method, Target};
use crate::core::memory::formats::FORMATS;
use crate::core::memory::recipe::{Optimizer, RECIPES};
use crate::core::memory::serving::Quantised;
use crate::core::model::presets;
use crate::core::scenario::Key;
use crate::core::scenario::cluster::{FUSED, KERNELS};
use crate::core::scenario::setup::{NONE, OFFLOADS, SWITCH, ZEROS};
use crate::page::field::{Field, list};
use crate::page::store::Store;

type Options = Vec<(&'static str, AttrValue)>;

/// Ids of a choice as they are, or in words.
fn options(key: Key) -> Options {
    let named = |pairs: &[(&'static str, &'static str)]| {
        pairs.iter().map(|(id, w)| (*id, AttrValue::Static(w))).collect::<Options>()
    };
    match key {
        Key::Architecture | Key::Against => presets::all().map(|p| (p.id, AttrValue::Static(p.name))).collect(),
        Key::Recipe => RECIPES.iter().map(|r| (r.id, AttrValue::Static(r.name))).collect(),
        Key::Optimizer => Optimizer::ALL.iter().map(|(id, o)| (*id, AttrValue::Static(o.name()))).collect(),
        Key::WeightFormat | Key::BaseFormat => FORMATS.iter().map(|f| (f.id, AttrValue::Static(f.name))).collect(),
        Key::KvFormat => FORMATS.iter().filter(|f| f.cache).map(|f| (f.id, AttrValue::Static(f.name))).collect(),
        Key::Quantised => Quantised::ALL.iter().map(|(id, q)| (*id, AttrValue::Static(q.words()))).collect(),
        Key::ZeroStage => named(&[
            (ZEROS[0].0, "none"),
            (ZEROS[1].0, "1: optimizer"),
            (ZEROS[2].0, "2: and gradients"),
            (ZEROS[3].0, "3: and weights (FSDP)"),
        ]),
        Key::SequenceParallel => named(&[(SWITCH[0].0, "with tensor parallelism"), (SWITCH[1].0, "no")]),
        Key::Recompute => Recompute::ALL.iter().map(|(id, _)| (*id, AttrValue::Static(id))).collect(),
        Key::AttentionKernel => Kernel::ALL.iter().map(|(id, _)| (*id, AttrValue::Static(id))).collect(),
        Key::Offload => OFFLOADS.iter().map(|(id, _)| (*id, AttrValue::from(offload(id)))).collect(),
        Key::Adapter => std::iter::once((NONE, "no: all parameters".into()))
            .chain(Method::ALL.iter().map(|(id, _)| (*id, AttrValue::Static(adapter(id)))))
            .collect(),
        Key::ParallelBlock | Key::FusedKernels | Key::Shortcut | Key::BiLevel => {
            FUSED.iter().map(|(id, _)| (*id, AttrValue::Static(id))).collect()
        }
        Key::AttentionGeneration => named(&[
            (KERNELS[0].0, "FlashAttention, 2022"),
            (KERNELS[1].0, "FlashAttention-2, 2023"),
            (KERNELS[2].0, "FlashAttention-3 or cuDNN, 2024"),
        ]),
        Key::AdapterTarget => Target::ALL.iter().map(|(id, _)| (*id, AttrValue::Static(id))).collect(),
        _ => Vec::new(),
    }
}

fn offload(id: &'static str) -> &'static str {
    match id {
        "optimizer" => "optimizer to the host",
        "optimizer-nvme" => "optimizer to NVMe",
        "states" => "optimizer and weights to the host",
        "states-nvme" => "optimizer and weights to NVMe",
        "everything" => "states and checkpoints to the host",
        other => other,
    }
}

fn adapter(id: &'static str) -> &'static str {
    match id {
        "lora" => "LoRA",
        "rslora" => "rsLoRA",
        "dora" => "DoRA",
        "mos" => "MoS",
        "adapter" => "bottleneck adapter",
        other => other,
    }
}

/// A list of values; `none` stands first where there may be none.
pub fn choice(store: &Store, key: Key, none: Option<&'static str>) -> Html {
    let mut all: Options = none.map(|words| ("", AttrValue::Static(words))).into_iter().collect();
    all.extend(options(key));
    let chosen = store.scenario.text(key);
    let chosen = all.iter().find(|(id, _)| Some(*id) == chosen.as_deref()).map_or("", |(id, _)| *id);
    list(store, key, all, chosen)
}

/// A row of a list of inputs: words, then the input.
pub fn row(store: &Store, key: Key, words: &'static str) -> Html {
    let input = if key.is_text() || key == Key::ZeroStage {
        choice(store, key, None)
    } else {
        html! { <Field store={store.clone()} field={key} /> }
    };
    html! { <><span>{ words }</span><span>{ input }</span></> }
}

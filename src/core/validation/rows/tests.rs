//! What holds for every row, and what the files of rows test with.

use std::collections::HashSet;

use crate::core::memory::recipe;
use crate::core::model::Architecture;
use crate::core::model::flops::{Causal, Forward, Recompute};
use crate::core::validation::{Counted, Model, Row, all};
use crate::core::{accelerators, chosen, config};

/// The row of this id.
pub fn of(id: &str) -> &'static Row {
    all().find(|r| r.id == id).unwrap_or_else(|| panic!("{id}"))
}

pub fn architecture(row: &Row) -> Architecture {
    match row.model {
        Model::Preset(id) => {
            chosen::Model::preset(id).unwrap_or_else(|e| panic!("{}: {e}", row.id)).architecture().clone()
        }
        Model::Shape(shape) => shape.architecture(),
        Model::Config(text) => config::parse(text).unwrap_or_else(|e| panic!("{}: {e}", row.id)).model,
    }
}

/// FLOP of one step.
pub fn flop(row: &Row, counted: Counted) -> f64 {
    let causal = match counted {
        Counted::Full | Counted::Hardware => Causal::Full,
        Counted::Causal | Counted::HardwareCausal | Counted::SixNd => Causal::Half,
    };
    let forward = Forward::of(&architecture(row), row.sequence, causal);
    let token = match counted {
        Counted::Full | Counted::Causal => forward.training(),
        Counted::Hardware | Counted::HardwareCausal => forward.hardware(row.recompute),
        Counted::SixNd => 3.0 * (forward.total() - forward.core),
    };
    token * (row.batch * row.sequence) as f64
}

#[test]
fn ids_are_unique_and_name_what_there_is() {
    let mut seen = HashSet::new();
    for row in all() {
        assert!(seen.insert(row.id), "{}", row.id);
        assert!(!row.id.is_empty() && !row.source.is_empty() && !row.framework.is_empty(), "{}", row.id);
        assert!(recipe::find(row.recipe).is_ok(), "{}: {}", row.id, row.recipe);
        assert!(accelerators::get(row.device).is_ok(), "{}: {}", row.id, row.device);
        assert!((2019..=2026).contains(&row.year), "{}", row.id);
        assert!(row.zero <= 3 && architecture(row).layers() > 0, "{}", row.id);
    }
}

#[test]
fn layouts_divide_devices_and_batches() {
    for row in all() {
        let replica = row.tensor * row.pipeline * row.context;
        assert_eq!(row.devices % replica, 0, "{}", row.id);
        let replicas = row.devices / replica;
        assert_eq!(row.batch % (replicas * row.micro), 0, "{}: {replicas} replicas", row.id);
        assert!(row.shard.is_none_or(|s| replicas % s == 0), "{}", row.id);
        assert_eq!(replica * replicas % row.expert, 0, "{}", row.id);
        assert!(row.interleave == 1 || row.pipeline > 1, "{}", row.id);
        // Embedding and head may count as a layer each, so that stages are alike.
        assert!(row.pipeline * row.interleave <= architecture(row).layers() + 2, "{}", row.id);
    }
}

/// A decoder of equal layers has the tensors of its shape and no others.
#[test]
fn a_shape_has_its_matrices() {
    let row = of("llm-foundry-h100-7b-2048-128-768");
    // 32 layers of 12 · 4096², and the table.
    let weights: u128 = 32 * 12 * 4096 * 4096 + 50_368 * 4096;
    let norms = 65 * 4096;
    let model = architecture(row);
    assert_eq!(model.tensors().map(|(t, n)| t.trained() * u128::from(n)).sum::<u128>(), weights + norms);
    assert!(Forward::of(&model, 2048, Causal::Full).hardware(Recompute::Full) > 0.0);
}

//! `cargo bench --bench memory`: how long the training memory of one layout takes, and of ten thousand.

mod timing;

use std::hint::black_box;

use isoflop::core::chosen::Model;
use isoflop::core::contract;
use isoflop::core::error::Error;
use isoflop::core::memory::activations::Recompute;
use isoflop::core::memory::layout::Layout;
use isoflop::core::memory::training::{Setup, training};
use isoflop::core::model::presets;
use isoflop::core::value::Value;
use timing::best;

fn setup(pipeline: u64, zero: u8) -> Setup {
    let layout = Layout { data: 8, tensor: 8, pipeline, zero, ..Layout::default() };
    Setup { layout, ..Setup::new(8192) }
}

fn query(model: &str, pipeline: f64) -> Value {
    Value::object([
        ("model", Value::text(model)),
        ("sequenceLength", Value::Number(8192.0)),
        ("microBatch", Value::Number(1.0)),
        ("dataParallel", Value::Number(8.0)),
        ("tensorParallel", Value::Number(8.0)),
        ("pipelineParallel", Value::Number(pipeline)),
        ("zeroStage", Value::Number(1.0)),
    ])
}

fn main() -> Result<(), Error> {
    for id in ["llama-3-70b", "gpt-oss-120b", "deepseek-v3"] {
        let model = Model::preset(id)?;
        let m = model.architecture();
        for zero in [1, 3] {
            let setup = setup(16, zero);
            let time = best(2_000, |_| {
                black_box(training(black_box(m), black_box(&setup)).ok());
            });
            println!("{:<40} {time:8.2} µs", format!("{id}, 16 stages, ZeRO-{zero}"));
        }
        let time = best(500, |_| {
            black_box(contract::training_memory(black_box(&query(id, 16.0))).ok());
        });
        println!("{:<40} {time:8.2} µs", format!("{id}, trainingMemory"));
        let mut fit = 0;
        let time = best(1, |_| {
            fit = 0;
            for i in 0..10_000_u64 {
                let layout = Layout {
                    data: 1 << (i % 7),
                    tensor: 1 << (i / 7 % 4),
                    pipeline: 1 << (i / 28 % 5),
                    context: 1 << (i / 140 % 3),
                    zero: (i / 420 % 4) as u8,
                    ..Layout::default()
                };
                let recompute = Recompute::ALL[(i / 1680 % 3) as usize].1;
                let setup = Setup { layout, recompute, micro_batch: 1 + i / 5040, ..Setup::new(8192) };
                fit += u32::from(black_box(training(m, &setup)).is_ok());
            }
        });
        println!("{:<40} {:8.2} ms, {fit} of them possible", format!("{id}, 10,000 layouts"), time / 1e3);
    }
    let mut slowest = (0.0, "");
    for p in presets::all() {
        let model = Model::preset(p.id)?;
        let setup = Setup { layout: Layout { pipeline: 16, ..Layout::default() }, ..Setup::new(8192) };
        let time = best(200, |_| {
            black_box(training(black_box(model.architecture()), black_box(&setup)).ok());
        });
        if time > slowest.0 {
            slowest = (time, p.id);
        }
    }
    println!("{:<40} {:8.2} µs, {}", "slowest preset, 16 stages", slowest.0, slowest.1);
    Ok(())
}

//! `cargo bench`: how long one prediction and one optimum take under each law, and a whole report.

mod timing;

use std::hint::black_box;

use isoflop::core::laws::{self, Pin};
use isoflop::core::quantity::{Flop, Params, Tokens};
use isoflop::core::scenario::{Key, Scenario};
use isoflop::core::{curves, formulas, report};
use timing::best;

fn main() {
    let flops = |i: u32| Flop::new(1e23 * (1.0 + f64::from(i) / 1e4));
    let mut total = 0.0;
    for law in laws::ALL {
        let time = best(20_000, |i| {
            let (Ok(c), Ok(n), Ok(d)) = (flops(i), Params::new(70e9), Tokens::new(1.4e12)) else { return };
            black_box(law.optimum(Pin::Flops(black_box(c))).ok());
            black_box(law.loss(black_box(n), Some(black_box(d))).ok());
        });
        total += time;
        println!("{:<36} {time:8.3} µs  predictLoss + computeOptimal", law.meta().id);
    }
    println!("{:<36} {total:8.3} µs", "all laws");
    let (Ok(n), Ok(d)) = (Params::new(70e9), Tokens::new(1.4e12)) else { return };
    let time = best(2_000, |_| {
        for law in laws::ALL {
            black_box(law.loss(black_box(n), Some(black_box(d))).ok());
        }
    });
    println!("{:<36} {time:8.3} µs", "the loss of one run under all laws");
    let mut slowest = (0.0, "");
    for law in laws::ALL {
        let time = best(10, |_| {
            for i in 0..10_000 {
                let Ok(n) = Params::new(1e8 * (1.0 + f64::from(i))) else { continue };
                black_box(law.loss(black_box(n), Some(black_box(d))).ok());
            }
        });
        if time > slowest.0 {
            slowest = (time, law.meta().id);
        }
    }
    println!("{:<36} {:8.1} µs, {}", "10,000 losses of the slowest law", slowest.0, slowest.1);
    let time = best(200, |_| {
        for f in formulas::ALL {
            black_box(f.start().evaluate().ok());
        }
    });
    println!("{:<36} {time:8.1} µs", "every formula once");
    if let Ok(start) = Scenario::start()
        && let Ok(report) = report::estimate(&start)
    {
        let time = best(500, |_| {
            black_box(report::estimate(black_box(&start)).ok());
        });
        println!("{:<36} {time:8.1} µs", "estimate, the whole report");
        let asked = [
            (Key::UniqueTokens, "2e11"),
            (Key::InferenceTokens, "1e13"),
            (Key::PrecisionBits, "8"),
            (Key::PostTrainingBits, "4"),
            (Key::Replicas, "4"),
        ];
        let all = asked.iter().try_fold(start.clone(), |s, (key, text)| s.set(*key, text));
        if let Ok(all) = all {
            let time = best(100, |_| {
                black_box(report::estimate(black_box(&all)).ok());
            });
            println!("{:<36} {time:8.1} µs", "the same with every question asked");
        }
        let time = best(200, |_| {
            black_box((curves::isoflop(&report), curves::frontier(&report)));
        });
        println!("{:<36} {time:8.1} µs", "all curves of the page");
    }
}

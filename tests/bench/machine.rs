//! Measures this machine natively: `cargo bench --bench machine --features bench [-- --json]`. `ISOFLOP_ADAPTER` is a part of
//! the name of the adapter to take where there are several.

use isoflop::bench::{adapter, run};
use isoflop::core::bench::event::Event;
use isoflop::core::bench::json::write_record;
use isoflop::core::bench::probe::{Probe, Unit};
use isoflop::core::bench::record::{Outcome, Reading, Record};

fn main() {
    let json = std::env::args().any(|a| a == "--json");
    let wanted = std::env::var("ISOFLOP_ADAPTER").unwrap_or_default();
    let record = pollster::block_on(measured(&wanted, !json));
    if json {
        println!("{}", write_record(&record));
    }
}

/// A whole run; lines are printed as they come.
async fn measured(wanted: &str, print: bool) -> Record {
    let here = adapter::look(wanted).await;
    let start = std::time::Instant::now();
    let mut record = Record::default();
    let mut tell = |event: Event| {
        if print {
            show(&event, start.elapsed().as_secs_f64());
        }
        record.apply(event);
    };
    tell(Event::Machine(here.machine.clone()));
    run::run(here.gpu.as_ref(), &here.machine, &mut tell, &|| false).await;
    if print {
        println!("{:.1} s", start.elapsed().as_secs_f64());
    }
    record
}

fn show(event: &Event, at: f64) {
    match event {
        Event::Machine(m) => {
            println!("{} · {} · {} · {}", m.name(), m.architecture, m.backend, m.host);
            println!("{:?} · {:?} · tick {:.1e} s · software: {}", m.features, m.limits, m.tick, m.software);
            if !m.missing.is_empty() {
                println!("{}", m.missing);
            }
        }
        Event::Plan { probes, seconds } => {
            println!("{} probes, about {seconds:.1} s", probes.len());
            println!("{:<44} {:>14} {:>14} {:>7}  kernel, note", "probe", "best", "median", "spread");
        }
        Event::Start(_) => {}
        Event::Reading(reading) => println!("{}  [{at:.1} s]", line(reading)),
        Event::Slowed(part) => println!("the first probe again: {:+.1} % time", 100.0 * part),
        Event::Ended { how, reason } => println!("{} {reason}", how.id()),
    }
}

fn line(reading: &Reading) -> String {
    let (name, note) = (name(&reading.probe), [reading.kernel.as_str(), &reading.note].join(" "));
    let Some(((best, median), statistics)) = reading.rates().zip(reading.statistics()) else {
        let outcome = match reading.outcome {
            Outcome::Measured(_) => "no time",
            Outcome::Wrong => "wrong",
            Outcome::Unsupported => "unsupported",
            Outcome::Skipped => "skipped",
            Outcome::Failed => "failed",
        };
        return format!("{name:<44} {outcome:>14} {note}");
    };
    let digits = |v: f64| if v < 10.0 { format!("{v:.3}") } else { format!("{v:.1}") };
    let unit = |v: f64| match reading.probe.unit() {
        Unit::FlopPerSecond => format!("{} GFLOP/s", digits(v / 1e9)),
        Unit::BytesPerSecond => format!("{} GB/s", digits(v / 1e9)),
        Unit::Seconds => format!("{:.2} µs", v * 1e6),
    };
    format!("{name:<44} {:>14} {:>14} {:>6.1}%  {note}", unit(best), unit(median), 100.0 * statistics.spread)
}

fn name(probe: &Probe) -> String {
    match probe {
        Probe::Chains { arithmetic, .. } => format!("chains {}", arithmetic.id()),
        Probe::Tiled { tile, m, k, n } => format!("tiled {tile:>2}, {m} × {k} × {n}"),
        Probe::Product { arithmetic, m, k, n } => format!("product {}, {m} × {k} × {n}", arithmetic.id()),
        Probe::Vector { stored, rows, columns } => format!("vector {}, {rows} × {columns}", stored.id()),
        Probe::Stream { way, bytes } => format!("{} {} KiB", way.id(), bytes >> 10),
        Probe::Softmax { rows, columns } => format!("softmax {rows} × {columns}"),
        Probe::Attention { heads, width, context } => format!("attention {heads} × {width} × {context}"),
        Probe::Dispatch => "a kernel".to_owned(),
        Probe::Submission => "a submission".to_owned(),
        Probe::Processor { simd, side } => format!("processor {}, {side}³", if *simd { "simd" } else { "scalar" }),
        Probe::Memcpy { bytes } => format!("memory copy {} KiB", bytes >> 10),
    }
}

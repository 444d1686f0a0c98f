//! A record as text to paste into an issue or a message: a table that Markdown shows and plain text reads.

use super::record::{Outcome, Record};
use super::words::{Group, size};
use crate::core::quantity::show;

/// What was measured, on what, and every probe by group.
pub fn paste(record: &Record) -> String {
    let m = &record.machine;
    let mut out = String::from("isoflop benchmark");
    if !record.day.is_empty() {
        out.push_str(&format!(", {}", record.day));
    }
    out.push_str("\n\n");
    let mut line = |name: &str, text: String| {
        if !text.is_empty() {
            out.push_str(&format!("- {name}: {text}\n"));
        }
    };
    let software = if m.software { " (a processor that plays a GPU)" } else { "" };
    line(
        "adapter",
        if m.has_gpu() { format!("{}{software}, {}", plain(&m.name()), plain(&m.backend)) } else { plain(&m.missing) },
    );
    line("host", plain(&m.host));
    line("threads", if m.threads > 0 { m.threads.to_string() } else { String::new() });
    line("features", plain(&m.features.join(", ")));
    if m.has_gpu() {
        let l = &m.limits;
        line("largest buffer", size(l.buffer as u64));
        line("workgroup", format!("{} invocations, {} shared", l.invocations, size(l.shared as u64)));
    }
    let clock = if m.timestamps { "the device's and the host's" } else { "the host's" };
    line("clock", format!("{clock}, a tick of {}", super::words::seconds(m.tick)));
    line("run", format!("{}{}", record.ended.words(), because(&record.reason)));
    if let Some(part) = record.slowed {
        let how = if part > 0.0 { "longer" } else { "shorter" };
        line("first probe again at the end", format!("{} % {how}", show::sig(100.0 * part.abs(), 2)));
    }
    for group in Group::ALL {
        let mut rows = record.readings.iter().filter(|r| r.probe.group() == group).peekable();
        if rows.peek().is_none() {
            continue;
        }
        out.push_str(&format!("\n| {} | median | best | spread | |\n|---|---:|---:|---:|---|\n", group.words()));
        for r in rows {
            let told = [&r.kernel, &r.note].into_iter().filter(|t| !t.is_empty()).map(|t| plain(t));
            let told = told.collect::<Vec<_>>().join("; ");
            let cells = match (&r.outcome, r.rates(), r.statistics()) {
                (Outcome::Measured(_), Some((best, median)), Some(s)) => {
                    let spread = format!("{} %", show::sig(100.0 * s.spread, 2));
                    format!("{} | {} | {spread}", r.probe.shown(median), r.probe.shown(best))
                }
                _ => format!("{} | | ", r.outcome.words()),
            };
            out.push_str(&format!("| {} | {cells} | {told} |\n", r.probe.words()));
        }
    }
    out
}

fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" ({})", plain(reason)) }
}

/// On one line, without what would end a cell, be a link or call somebody: a record may come from anyone.
fn plain(text: &str) -> String {
    let odd = |c: char| c.is_control() || "|<>[]`@*_#\\".contains(c);
    text.chars().map(|c| if odd(c) { ' ' } else { c }).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::roofline::tests::made_up;
    use super::*;

    #[test]
    fn a_table_of_every_probe() {
        let mut record = made_up();
        record.readings[0].outcome = Outcome::Wrong;
        record.readings[0].note = "expected 2 | got\n3".to_owned();
        record.machine.host = "[a](http://b) @everyone <img>".to_owned();
        let text = paste(&record);
        for r in &record.readings {
            assert!(text.contains(&r.probe.words()), "{}: {text}", r.probe.words());
        }
        assert!(text.contains("| multiply-add chains, FP32 | wrong result | |  | expected 2   got 3 |"), "{text}");
        assert!(text.contains("| product, FP16, 4,096³ | 12.0 TFLOP/s | 12.0 TFLOP/s | 0 % |  |"), "{text}");
        // Every row of a table has as many cells as its head.
        for row in text.lines().filter(|l| l.starts_with('|')) {
            assert_eq!(row.matches('|').count(), 6, "{row}");
        }
        assert!(paste(&Record::default()).contains("being measured"));
    }
}

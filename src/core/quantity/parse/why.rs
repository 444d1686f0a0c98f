//! What a field says of a unit it cannot take, and the nearest reading it offers.

use super::kind::{Kind, Seen};
use super::line::{Flaw, quote};
use super::unit::{self, Scale};

pub(super) fn not_a_size(kind: &Kind, seen: &Seen) -> Flaw {
    let (_, number_end, end) = seen.span;
    let mut words = seen.rest.split(' ');
    let first = words.next().unwrap_or("");
    let short = first.chars().count() <= 2 && first.chars().all(char::is_alphabetic);
    if first.chars().all(char::is_alphabetic) && unit::size(&first.to_lowercase()).is_none() {
        let known = [unit::PARAMS, unit::TOKENS, unit::DEVICES].concat().contains(&first.to_lowercase().as_str());
        if known {
            return kind.not_here(first).fix(number_end, end, "");
        }
        let message = format!(
            "{} is not a size; write K, M, B or T, as in {}.",
            quote(first),
            if kind.whole { "16K" } else { kind.example }
        );
        let size = kind.example.trim_start_matches(|c: char| !c.is_alphabetic());
        let flaw = Flaw::unreadable(message);
        return if short && !size.is_empty() { flaw.fix(number_end, end, format!(" {size}")) } else { flaw };
    }
    let others = words.collect::<Vec<_>>().join(" ");
    let flaw = kind.not_here(if others.is_empty() { first } else { &others });
    if others.is_empty() { flaw } else { flaw.fix(number_end, end, first) }
}

pub(super) fn not_compute(kind: &Kind, seen: &Seen) -> Flaw {
    let (_, number_end, end) = seen.span;
    if unit::is_rate(&seen.rest) {
        let message = format!(
            "{} is a rate; a compute budget is an amount, such as 6e23 FLOP or 100 PF-days.",
            quote(&seen.rest)
        );
        return Flaw::unreadable(message);
    }
    match unit::bare_size(&seen.rest) {
        Some(scale) => {
            let message = format!(
                "A compute budget needs its unit, and {} is only a size; write FLOP after the number, as in 70e9 FLOP.",
                quote(&seen.rest)
            );
            Flaw::unreadable(message).fix(number_end, end, format!("e{} FLOP", scale.exponent))
        }
        None => {
            let message = format!(
                "{} is not a unit of compute; write FLOP, ZFLOP or PF-days, as in {}.",
                quote(&seen.rest),
                kind.example
            );
            Flaw::unreadable(message)
        }
    }
}

pub(super) fn not_nats(kind: &Kind, seen: &Seen) -> Flaw {
    let bits = seen.rest.to_lowercase();
    if bits.starts_with("bit") || bits.starts_with("bp") {
        let message = "The loss is in nats per token; one bit is 0.693 nats, so write 2.81 bits as 1.95 nats.";
        return Flaw::unreadable(message);
    }
    kind.not_here(&seen.rest)
}

pub(super) fn not_a_time(kind: &Kind, seen: &Seen) -> Flaw {
    let (start, number_end, end) = seen.span;
    if seen.rest.is_empty() {
        let message = format!("A time needs its unit: s, min, h, d, weeks or years, as in {}.", kind.example);
        return Flaw::unreadable(message).fix(number_end, end, " d");
    }
    if unit::is_month(&seen.rest) {
        let message = "Months differ in length; write the time in days, as in 90 d.";
        let days = seen.number.times(Scale { factor: 30, exponent: 0 });
        return Flaw::unreadable(message).fix(start, end, format!("{days} d"));
    }
    let message = format!(
        "{} is not a unit of time; write s, min, h, d, weeks or years, as in {}.",
        quote(&seen.rest),
        kind.example
    );
    let flaw = Flaw::unreadable(message);
    if seen.rest.eq_ignore_ascii_case("m") { flaw.fix(number_end, end, " min") } else { flaw }
}

pub(super) fn not_this(kind: &Kind, seen: &Seen) -> Flaw {
    kind.not_here(&seen.rest)
}

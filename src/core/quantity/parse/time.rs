//! A time of one or several parts, the largest unit first: `60 d`, `1 d 12 h`.

use super::kind::{SECONDS, Seen};
use super::line::{Flaw, lead, skip_spaces, text};
use super::number::scan;
use super::unit;
use crate::core::error::Code;

pub(super) fn read(line: &[char]) -> Result<f64, Flaw> {
    let (mut at, minus) = lead(line, 0);
    let mut total = 0.0;
    let mut smallest = u32::MAX;
    let mut first = true;
    while first || at < line.len() {
        let start = at;
        let Some((number, number_end)) = scan(line, at)? else {
            return Err(SECONDS.no_number(line, at));
        };
        let from = skip_spaces(line, number_end);
        let end = from + line[from..].iter().take_while(|c| !c.is_ascii_digit() && !matches!(c, ' ' | ',')).count();
        let rest = text(&line[from..end]);
        let Some(scale) = unit::time(&rest) else {
            // The words up to the next number belong to the same mistake.
            let end = from + line[from..].iter().take_while(|c| !c.is_ascii_digit()).count();
            let rest = text(&line[from..end]);
            return Err(SECONDS.explain(&Seen { number: &number, span: (start, number_end, end), rest }));
        };
        if scale.factor >= smallest {
            let message = "A time of several parts goes from the largest unit to the smallest, as in 1 d 12 h.";
            return Err(Flaw::unreadable(message));
        }
        smallest = scale.factor;
        total += number.times(scale);
        at = after_joint(line, end);
        first = false;
    }
    if let Some(minus) = minus {
        let message = "The time must be above zero; write it like 60 d.";
        return Err(Flaw::new(Code::OutOfDomain, message).fix(minus, minus + 1, ""));
    }
    SECONDS.settle(total, line.len(), line.len())
}

/// Steps over what may stand between two parts: spaces, a comma, "and".
fn after_joint(line: &[char], at: usize) -> usize {
    let mut at = skip_spaces(line, at);
    if line.get(at) == Some(&',') {
        at = skip_spaces(line, at + 1);
    }
    if line.get(at..at + 4).is_some_and(|l| l.iter().collect::<String>().eq_ignore_ascii_case("and ")) {
        at += 4;
    }
    at
}

//! Accelerator-hours in a phrase: `10,000 H100-hours`, `10k GPU hours`, `512 A100 days`.

use super::chip;
use super::kind::DEVICE_HOURS;
use super::line::{Flaw, text};
use super::measure::put;
use super::number::Decimal;
use super::phrase::Reader;
use super::unit::{self, Scale};

impl Reader<'_> {
    /// Files the number at `at` where accelerator-hours follow it; the token to go on from, `None` where none follow.
    pub fn device_hours(&mut self, at: usize, number: &Decimal) -> Result<Option<usize>, Flaw> {
        let size = unit::size(&self.word(at + 1).to_lowercase());
        let first = if size.is_some() { at + 2 } else { at + 1 };
        let Some((unit, name_end, last)) = self.worked(first) else { return Ok(None) };
        let scale = Scale { exponent: size.unwrap_or(0), ..unit };
        let next = self.take(&DEVICE_HOURS, number, scale, at, last)?;
        let name = text(&self.line[self.tokens[first].from..name_end]);
        let known = chip::is_any_tpu(&name) && self.found.accelerator.is_some();
        if !known && (chip::begins(&name) || chip::begins(self.word(first))) {
            put(&mut self.found.accelerator, Ok(name), "accelerator")?;
        }
        Ok(Some(next))
    }

    /// A device and the time it works: the unit, where the name ends in the line, and the last token.
    fn worked(&self, first: usize) -> Option<(Scale, usize, usize)> {
        let device = |word: &str| unit::DEVICES.contains(&word.to_lowercase().as_str()) || chip::begins(word);
        // `H100-hours` is one word.
        let joined = |at: usize| {
            let (head, unit) = self.word(at).rsplit_once('-')?;
            let end = self.tokens[at].from + head.chars().count();
            (device(head) || at > first && chip::continues(head)).then_some((unit::hours(unit)?, end, at))
        };
        if let Some(found) = joined(first) {
            return Some(found);
        }
        if !device(self.word(first)) {
            return None;
        }
        // `GPU hours`, `H100 SXM hours`, `H100 80 GB hours`.
        let mut at = first + 1;
        loop {
            if let Some(found) = joined(at) {
                return Some(found);
            }
            if let Some(unit) = unit::hours(self.word(at)) {
                return Some((unit, self.tokens[at - 1].to, at));
            }
            let memory = self.is_number(at) && chip::is_memory(self.word(at + 1));
            at += match self.word(at) {
                _ if memory => 2,
                word if chip::continues(word) || unit::DEVICES.contains(&word.to_lowercase().as_str()) => 1,
                _ => return None,
            };
        }
    }
}

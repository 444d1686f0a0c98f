//! A budget in free words.

use super::{Budget, Key, Scenario};
use crate::core::accelerators;
use crate::core::error::{Code, Error};
use crate::core::quantity::{Count, DeviceHours, parse, show};

impl Scenario {
    /// Accelerator-hours as the time that this many accelerators take for them.
    fn work(&self, hours: DeviceHours) -> Result<Budget, Error> {
        let seconds = 3600.0 * hours.get() / self.count.get();
        let time = self.set_number(Key::Time, seconds)?;
        Ok(time.budget)
    }

    /// A budget in free words: a number, `64 H100 for 30 d at 40 %`, `$2M at $2/h`, `loss 1.95`, `70B`.
    ///
    /// # Errors
    /// What is wrong with the words, at `budget`.
    pub fn say(&self, text: &str) -> Result<Scenario, Error> {
        let at = |e: Error| e.at("budget");
        let phrase = parse::phrase(text).map_err(at)?;
        let mut next = self.clone();
        if let Some(words) = &phrase.accelerator {
            next.accelerator = self.accelerator.choose(accelerators::find(words).map_err(at)?);
        }
        if let Some(count) = phrase.count {
            next.count = count;
        }
        if let Some(utilisation) = phrase.utilisation {
            next.utilisation = Some(utilisation);
        }
        if let Some(price) = phrase.price {
            next.price = Some(price);
        }
        if let (Some(words), Some(count)) = (&phrase.accelerator, phrase.count)
            && accelerators::is_machine(words)
        {
            return Err(machines(words, count));
        }
        let worked = phrase.device_hours.map(|hours| next.work(hours)).transpose().map_err(at)?;
        let said: Vec<Budget> = [
            phrase.flop.map(Budget::Flops),
            phrase.time.map(Budget::Time),
            worked,
            phrase.dollars.map(Budget::Dollars),
            phrase.loss.map(Budget::Loss),
            phrase.params.map(Budget::Params),
            phrase.tokens.map(Budget::Tokens),
        ]
        .into_iter()
        .flatten()
        .collect();
        match said.as_slice() {
            [budget] => next.budget = *budget,
            [] if phrase.count.is_some() || phrase.accelerator.is_some() => {
                return Err(Error::new(
                    Code::MissingField,
                    "budget",
                    "Say for how long as well, for example \"64 H100 for 30 days\".",
                ));
            }
            [] => {
                return Err(Error::new(
                    Code::MissingField,
                    "budget",
                    "Say a budget, for example 6e23 FLOP, 64 H100 for 30 days, $2M or a loss of 1.95.",
                ));
            }
            [one, other, ..] => {
                return Err(Error::new(
                    Code::Inconsistent,
                    "budget",
                    format!(
                        "This gives both {} and {}; say one of them, and the other follows.",
                        one.key().names().words,
                        other.key().names().words
                    ),
                ));
            }
        }
        Ok(next)
    }
}

/// Machines of eight were counted where accelerators are.
fn machines(words: &str, count: Count) -> Error {
    let all = show::field_count(Count::new(8.0 * count.get()).unwrap_or(count));
    let message = format!(
        "\"{words}\" is a machine of 8 accelerators; say how many accelerators there are: {} of them have {all}.",
        show::field_count(count)
    );
    Error::new(Code::Inconsistent, "budget", message)
}

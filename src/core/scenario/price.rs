//! What an accelerator-hour costs, and where that comes from.

use super::Scenario;
use crate::core::error::Error;
use crate::core::operate::prices;
use crate::core::quantity::DollarsPerHour;

/// Where no public price of the accelerator is known: an assumption, shown as one.
const PRICE: f64 = 2.0;

impl Scenario {
    /// The price of an accelerator-hour: the given one, else the public one, else one that is assumed.
    ///
    /// # Errors
    /// Never; a test says so.
    pub fn price(&self) -> Result<DollarsPerHour, Error> {
        match (self.price, prices::price(self.accelerator.id)) {
            (Some(given), _) => Ok(given),
            (None, Some(known)) => known.get(),
            (None, None) => DollarsPerHour::new(PRICE),
        }
    }

    /// Where the price comes from, in a sentence.
    pub fn price_reason(&self) -> String {
        let name = self.accelerator.name;
        match (prices::price(self.accelerator.id), self.price) {
            (Some(p), given) => {
                let (low, high) = p.range;
                let range = if low < high { format!(", offers from ${low} to ${high}") } else { String::new() };
                let from = format!("{}; {}, {}", p.words, p.source, p.confidence.as_str());
                match given {
                    None => format!("The price of {name} is the public one of {}{range}: {from}. Set yours.", p.date),
                    Some(_) => format!(
                        "The price is yours. The public one of {name} in {} is ${:.2}{range}: {from}.",
                        p.date, p.start
                    ),
                }
            }
            (None, None) => {
                format!("No public price of {name} is known here, so ${PRICE:.2} is assumed: set yours.")
            }
            (None, Some(_)) => format!("The price is yours; no public one of {name} is known here."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::link;
    use crate::core::scenario::Key;

    /// Medians and middles of May 2026 for H100 and H200; DeepSeek-V3's report counts $2 for an H800.
    #[test]
    fn the_price_follows_the_accelerator_until_it_is_given() {
        let start = Scenario::start().unwrap();
        let price = |s: &Scenario| s.price().unwrap().get();
        assert_eq!((start.price, price(&start)), (None, 2.95));
        for (id, dollars) in [("h200-sxm", 4.0), ("h800-sxm", 2.0), ("a100-80-sxm", 1.3)] {
            let other = start.set(Key::Accelerator, id).unwrap();
            assert_eq!(price(&other), dollars, "{id}");
            let given = other.set(Key::Price, "$3.50").unwrap();
            assert_eq!((price(&given), given.text(Key::Price).as_deref()), (3.5, Some("$3.50")));
            assert_eq!(given.set(Key::Price, " ").unwrap(), other);
        }
        assert!(start.price_reason().contains("2026-05") && start.price_reason().contains("37 providers"));
        let unknown = start.set(Key::Accelerator, "v100-sxm2").unwrap();
        assert!(price(&unknown) == PRICE && unknown.price_reason().contains("No public price"));
        let given = unknown.set(Key::Price, "3").unwrap();
        assert_eq!(price(&given), 3.0);
        for link in ["#v=1&price=2", "#v=1&price=2.95"] {
            let read = link::decode(link).unwrap();
            assert!(read.price.is_some());
            assert_eq!(link::write(&read), link);
        }
    }
}

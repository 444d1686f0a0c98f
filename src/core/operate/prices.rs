//! What an accelerator-hour costs: public prices of one date, to be replaced by one's own.

use crate::core::error::Error;
use crate::core::laws::Confidence;
use crate::core::quantity::DollarsPerHour;

/// US dollars for one accelerator for one hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// Id of the accelerator.
    pub id: &'static str,
    /// Where to start.
    pub start: f64,
    /// Lowest and highest of the offers seen.
    pub range: (f64, f64),
    /// How the start follows from the offers.
    pub words: &'static str,
    /// When the offers were seen.
    pub date: &'static str,
    pub source: &'static str,
    pub confidence: Confidence,
}

impl Price {
    /// # Errors
    /// Never for a row of [`PRICES`]; a test says so.
    pub fn get(&self) -> Result<DollarsPerHour, Error> {
        DollarsPerHour::new(self.start)
    }
}

const SURVEY: &str = "public price surveys of May 2026, read 2026-11-23";
const RECALLED: &str = "public list prices, as recalled on 2026-11-23";
const LIST: &str = "list price on demand";
const SPECIALIST: &str = "middle of what specialised clouds ask";

/// Storage, traffic and management add so much to a bill, by the same surveys.
pub const BESIDE: (f64, f64) = (0.3, 0.5);

const A100: Price = Price {
    id: "a100-80-sxm",
    start: 1.30,
    range: (0.80, 3.00),
    words: "middle of what specialised clouds ask ($1.10 to $1.50); small offers from $0.80, hyperscalers to $3.00",
    date: "2026-05",
    source: SURVEY,
    confidence: Confidence::Verified,
};

const RECALLED_PRICE: Price = Price {
    id: "",
    start: 0.0,
    range: (0.0, 0.0),
    words: LIST,
    date: "2026-11",
    source: RECALLED,
    confidence: Confidence::RecalledMedium,
};

/// All that is known; a device without a row has no default price.
pub static PRICES: &[Price] = &[
    A100,
    Price { id: "a100-80-pcie", ..A100 },
    Price {
        id: "h100-sxm",
        start: 2.95,
        range: (1.47, 6.88),
        words: "median of 37 providers; specialised clouds $2.50 to $3.50, hyperscalers $3.50 to $5.00; contracts of a \
                year rose from $1.70 in October 2025 to $2.35 in March 2026",
        ..A100
    },
    Price {
        id: "h200-sxm",
        start: 4.00,
        range: (2.50, 7.00),
        words: "middle of what specialised clouds ask ($3.50 to $4.50); hyperscalers to $7.00",
        ..A100
    },
    Price {
        id: "h800-sxm",
        start: 2.00,
        range: (2.00, 2.00),
        words: "the rate at which DeepSeek-V3's report counts its cost",
        date: "2024-12",
        source: "DeepSeek-V3, arXiv 2412.19437",
        ..A100
    },
    Price { id: "b200-sxm", start: 5.0, range: (4.0, 6.0), words: SPECIALIST, ..RECALLED_PRICE },
    Price { id: "mi300x", start: 3.5, range: (2.0, 5.0), words: "middle of offers", ..RECALLED_PRICE },
    Price { id: "tpu-v5e", start: 1.2, range: (1.2, 1.2), ..RECALLED_PRICE },
    Price { id: "tpu-v5p", start: 4.2, range: (4.2, 4.2), ..RECALLED_PRICE },
    Price { id: "tpu-v6e", start: 2.7, range: (2.7, 2.7), ..RECALLED_PRICE },
];

/// The price of an accelerator by its id, where one is known.
pub fn price(id: &str) -> Option<&'static Price> {
    PRICES.iter().find(|p| p.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators;

    #[test]
    fn rows_are_sound() {
        for (i, p) in PRICES.iter().enumerate() {
            assert_eq!(accelerators::get(p.id).map(|a| a.id), Ok(p.id));
            assert!(p.get().is_ok() && p.range.0 <= p.start && p.start <= p.range.1, "{}", p.id);
            assert!(PRICES[i + 1..].iter().all(|q| q.id != p.id), "{} twice", p.id);
        }
        assert!(price("v100-sxm2").is_none() && price("").is_none());
    }

    /// 2.788 M hours of H800 at $2: $5.576 M. A node of 8 that gives 14.8 k tokens a second: $0.30 for a million. 226.75
    /// nodes for a day: $87,072.
    #[test]
    fn deepseek_v3() {
        let hour = price("h800-sxm").unwrap().get().unwrap().get();
        assert!((2.788e6 * hour - 5.576e6).abs() < 1e-3);
        assert!((8.0 * hour / (14.8e3 * 3600.0) * 1e6 - 0.30).abs() < 0.005);
        assert_eq!(226.75 * 8.0 * 24.0 * hour, 87_072.0);
    }
}

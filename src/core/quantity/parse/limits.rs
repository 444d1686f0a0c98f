//! The values each kind of field takes: one table, ends included.

/// The lowest and the highest value a field takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    pub lowest: f64,
    pub highest: f64,
    /// The two ends in words, for a message.
    pub words: &'static str,
}

impl Limit {
    pub fn holds(&self, value: f64) -> bool {
        value >= self.lowest && value <= self.highest
    }
}

const fn limit(lowest: f64, highest: f64, words: &'static str) -> Limit {
    Limit { lowest, highest, words }
}

pub const PARAMS: Limit = limit(1.0, 1e24, "from 1 to 1e24");
pub const TOKENS: Limit = limit(1.0, 1e24, "from 1 to 1e24");
pub const FLOP: Limit = limit(1e6, 1e40, "from 1e6 to 1e40 FLOP");
pub const NATS: Limit = limit(1e-3, 100.0, "from 0.001 to 100 nats per token");
pub const SECONDS: Limit = limit(1e-3, 3.2e12, "from 0.001 s to 100,000 years");
pub const DEVICE_HOURS: Limit = limit(1e-6, 1e18, "from 1e-6 to 1e18 accelerator-hours");
pub const DOLLARS: Limit = limit(0.01, 1e15, "from $0.01 to $1e15");
pub const PRICE: Limit = limit(1e-4, 1e6, "from $0.0001 to $1,000,000 per hour");
pub const COUNT: Limit = limit(1.0, 1e9, "from 1 to 1,000,000,000");
pub const FRACTION: Limit = limit(1e-6, 1.0, "from 0.0001 % to 100 %");

//! Random numbers and random scenarios, the same on every run; the letters of a formula.

#![allow(dead_code)] // Each test program uses its own part of this.

use isoflop::core::accelerators::{Device, FIELDS};
use isoflop::core::expr::{Expr, Letter};
use isoflop::core::laws::own::{Own, Which};
use isoflop::core::laws::{Choice, Setting, setting, sparse};
use isoflop::core::memory::formats::FORMATS;
use isoflop::core::model::presets;
use isoflop::core::quantity::parse::{self, Limit};
use isoflop::core::quantity::{Bytes, Count, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens};
use isoflop::core::runs::{self, Run};
use isoflop::core::scenario::{Budget, Cluster, Key, Scenario, Setup, Sparse};
use isoflop::core::{accelerators, laws};

/// A small generator of random numbers (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Even on the logarithmic scale.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let (a, b) = (low.ln(), high.ln());
        (a + (b - a) * self.unit()).exp().clamp(low, high)
    }

    /// Any value a field takes: its ends now and then, half of the rest with few digits.
    pub fn within(&mut self, limit: Limit) -> f64 {
        let value = match self.below(16) {
            0 => limit.lowest,
            1 => limit.highest,
            n if n % 2 == 0 => self.between(limit.lowest, limit.highest),
            _ => few_digits(self.between(limit.lowest, limit.highest), self.below(4)),
        };
        value.clamp(limit.lowest, limit.highest)
    }
}

/// `value` with `decimals` digits after the first.
pub fn few_digits(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$e}").parse().unwrap()
}

pub fn flop(v: f64) -> Flop {
    Flop::new(v).unwrap()
}

pub fn params(v: f64) -> Params {
    Params::new(v).unwrap()
}

pub fn tokens(v: f64) -> Tokens {
    Tokens::new(v).unwrap()
}

pub fn nats(v: f64) -> Nats {
    Nats::new(v).unwrap()
}

/// Every letter of a formula where it stands, named parts and what is in them included.
pub fn letters(e: &Expr) -> Vec<Letter<'_>> {
    match e {
        Expr::Number(_) => Vec::new(),
        Expr::Given(s) => vec![Letter::Given(s)],
        Expr::Named(symbol, meaning, inner) => {
            std::iter::once(Letter::Named(symbol, meaning, inner)).chain(letters(inner)).collect()
        }
        Expr::Sum(v) | Expr::Product(v) | Expr::Of(_, v) => v.iter().flat_map(letters).collect(),
        Expr::Difference(a, b) | Expr::Quotient(a, b) | Expr::Power(a, b) => [letters(a), letters(b)].concat(),
    }
}

pub fn start() -> Scenario {
    Scenario::start().unwrap()
}

/// The limits of an input that is a number.
pub fn limit(key: Key) -> Option<Limit> {
    Some(match key {
        key if key.is_text() => return None,
        Key::Flops => parse::FLOP,
        Key::Time => parse::SECONDS,
        Key::Dollars => parse::DOLLARS,
        Key::Loss => parse::NATS,
        Key::Params | Key::ModelParams | Key::MaxParams => parse::PARAMS,
        Key::Tokens | Key::ModelTokens | Key::UniqueTokens | Key::InferenceTokens => parse::TOKENS,
        Key::Count | Key::SequenceLength => parse::COUNT,
        Key::Utilisation => parse::FRACTION,
        Key::Price => parse::PRICE,
        // Bits, replicas and constants of one's own are plain numbers with limits of their own.
        _ => return None,
    })
}

/// A budget of any kind, anywhere inside its limits; most losses near the floors of the laws.
pub fn budget(dice: &mut Dice) -> Budget {
    match dice.below(6) {
        0 => Budget::Flops(flop(dice.within(parse::FLOP))),
        1 => Budget::Time(Seconds::new(dice.within(parse::SECONDS)).unwrap()),
        2 => Budget::Dollars(Dollars::new(dice.within(parse::DOLLARS)).unwrap()),
        3 if dice.one_in(4) => Budget::Loss(nats(dice.within(parse::NATS))),
        3 => Budget::Loss(nats(dice.between(1.5, 12.0))),
        4 => Budget::Params(params(dice.within(parse::PARAMS))),
        _ => Budget::Tokens(tokens(dice.within(parse::TOKENS))),
    }
}

/// Constants of one's own, anywhere inside their limits.
pub fn own(dice: &mut Dice) -> Own {
    let mut own = Own::start();
    for which in Which::ALL {
        let (low, high) = which.limits();
        if dice.one_in(2) {
            own = own.with(which, dice.between(low.max(1e-3), high)).unwrap();
        }
        if dice.one_in(4) {
            own = own.with_error(which, Some(dice.between(1e-6, 1e6))).unwrap();
        }
    }
    own
}

/// A row of the table, now and then with numbers changed by hand.
pub fn device(dice: &mut Dice) -> Device {
    let row = accelerators::all().nth(dice.below(accelerators::all().count())).unwrap();
    let mut device = Device::from(row);
    while dice.one_in(3) {
        let field = &FIELDS[dice.below(FIELDS.len())];
        let value = match (field.id, field.unit) {
            // Not above the 16-bit rate, in TFLOP/s.
            ("product", _) => device.half() / 1e12 * dice.between(0.2, 0.99),
            (_, "") => (1 + dice.below(100_000)) as f64,
            _ => dice.between(1e-2, 1e5),
        };
        device = device.with(field.id, &format!("{value:e}")).unwrap();
    }
    device
}

/// What some laws may be asked besides; nothing, most often.
pub fn setting(dice: &mut Dice) -> Setting {
    let mut setting = Setting {
        unique_tokens: dice.one_in(4).then(|| tokens(dice.within(parse::TOKENS))),
        precision: dice.one_in(4).then(|| setting::Precision::uniform(setting::bits(dice.between(1.0, 64.0)).unwrap())),
        post_training_bits: dice.one_in(4).then(|| setting::bits(dice.between(1.0, 64.0)).unwrap()),
        replicas: dice.one_in(4).then(|| setting::replicas(dice.between(1.0, 1e6).round()).unwrap()),
        experts: dice.one_in(4).then(|| sparse::experts(dice.between(1.0, 65_536.0).round()).unwrap()),
        top_k: dice.one_in(8).then(|| sparse::top_k(dice.between(1.0, 64.0).round()).unwrap()),
        sparsity: None,
        granularity: dice.one_in(4).then(|| sparse::granularity(dice.between(1.0, 4096.0)).unwrap()),
        weight_sparsity: dice.one_in(4).then(|| sparse::weight_sparsity(dice.between(0.01, 0.999)).unwrap()),
        dense_tokens: dice.one_in(4).then(|| tokens(dice.within(parse::TOKENS))),
    };
    // A share of inactive experts is said instead of their number; no more are active than there are.
    if setting.check().is_err() || dice.one_in(8) {
        let sparsity = sparse::sparsity(dice.between(0.01, 0.999)).ok();
        setting = Setting { experts: None, top_k: None, sparsity, ..setting };
    }
    setting
}

/// The id of some released model.
fn model(dice: &mut Dice) -> String {
    presets::all().nth(dice.below(presets::all().count())).unwrap().id.to_owned()
}

/// Some model, shared and served somehow; nothing said, most often.
pub fn setup(dice: &mut Dice) -> Setup {
    let mut setup = start().setup;
    if dice.one_in(2) {
        return setup;
    }
    let mut say = |key, text: String| {
        if let Ok(next) = setup.set(key, &text) {
            setup = next;
        }
    };
    let id = model(dice);
    say(Key::Architecture, id);
    if dice.one_in(2) {
        say(Key::Shape, format!("num_hidden_layers:{}", 1 + dice.below(200)));
    }
    if dice.one_in(2) {
        let id = model(dice);
        say(Key::Against, id);
    }
    let power = |dice: &mut Dice| (1u64 << dice.below(8)).to_string();
    for key in [Key::TensorParallel, Key::PipelineParallel, Key::ContextParallel, Key::ServingDevices] {
        let devices = power(dice);
        say(key, devices);
    }
    for key in [Key::MicroBatch, Key::Sequences, Key::BlockSize, Key::ContextLength] {
        let number = (1 + dice.below(100_000)).to_string();
        say(key, number);
    }
    for key in [Key::WeightFormat, Key::KvFormat] {
        let format = FORMATS[dice.below(FORMATS.len())].id.to_owned();
        say(key, format);
    }
    setup
}

/// How tokens are sent to experts; nothing said, most often.
fn cluster(dice: &mut Dice) -> Cluster {
    let cluster = start().cluster;
    if dice.one_in(2) {
        return cluster;
    }
    let (key, text) = match dice.below(8) {
        0 => (Key::CapacityFactor, format!("{:e}", dice.between(1e-3, 1e3))),
        1 => (Key::Imbalance, format!("{:e}", dice.between(1.0, 1e3))),
        2 => (Key::NodeLimit, (1 + dice.below(100)).to_string()),
        3 => (Key::DispatchBits, dice.pick(&["8", "16", ""]).to_owned()),
        4 => (Key::Descend, format!("{:e}", dice.between(1e-3, 1.0))),
        5 => (Key::Shortcut, dice.pick(&["yes", "no"]).to_owned()),
        6 => (Key::BiLevel, dice.pick(&["yes", "no"]).to_owned()),
        _ => (Key::MessageDelay, format!("{:e}", dice.between(1e-9, 1.0))),
    };
    cluster.set(key, &text).unwrap()
}

/// Any scenario that can be said, over the whole of every limit.
pub fn scenario(dice: &mut Dice) -> Scenario {
    let run = match dice.below(4) {
        0 => Some(Run::published(dice.pick(runs::ALL).id).unwrap()),
        1 => Some(Run {
            published: None,
            params: params(dice.within(parse::PARAMS)),
            tokens: tokens(dice.within(parse::TOKENS)),
        }),
        _ => None,
    };
    let plain = start();
    let own = dice.one_in(4).then(|| own(dice));
    let law = match &own {
        Some(own) if dice.one_in(2) => own.law(),
        _ => Choice::Published(dice.pick(laws::ALL)),
    };
    Scenario {
        title: String::new(),
        budget: budget(dice),
        law,
        own,
        setting: setting(dice),
        inference_tokens: dice.one_in(3).then(|| tokens(dice.within(parse::TOKENS))),
        max_params: dice.one_in(4).then(|| params(dice.within(parse::PARAMS))),
        sequence: if dice.one_in(2) { plain.sequence } else { Count::new(dice.within(parse::COUNT).round()).unwrap() },
        run,
        accelerator: device(dice),
        count: if dice.one_in(2) { plain.count } else { Count::new(dice.within(parse::COUNT).round()).unwrap() },
        // The limit reaches down to the smallest number above zero, where most answers are errors.
        utilisation: match dice.below(4) {
            0 => plain.utilisation,
            1 => Some(Fraction::new(dice.within(parse::FRACTION)).unwrap()),
            _ => Some(Fraction::new(dice.between(1e-3, 1.0)).unwrap()),
        },
        price: if dice.one_in(2) { plain.price } else { Some(DollarsPerHour::new(dice.within(parse::PRICE)).unwrap()) },
        setup: setup(dice),
        cluster: cluster(dice),
        sparse: Sparse {
            memory: dice.one_in(4).then(|| Bytes::new(dice.between(1e3, 1e18)).unwrap()),
            inference: dice.one_in(4).then(|| flop(dice.within(parse::FLOP))),
            most: dice.one_in(4).then(|| sparse::experts(dice.between(1.0, 512.0).round()).unwrap()),
        },
    }
}

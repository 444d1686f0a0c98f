//! What must hold for every published law, at random points.

use isoflop::core::laws::{ALL, Asked, Kind, Law, Optimum, Pin};

#[path = "laws/explain.rs"]
mod explain;
#[path = "laws/meta.rs"]
mod meta;
#[path = "laws/minimum.rs"]
mod minimum;
#[path = "laws/optimum.rs"]
mod optimum;
mod support;

use support::{Dice, flop, letters, nats, params, tokens};

/// Budgets well inside the range of numbers: 1e12 to 1e32 FLOP.
const BUDGETS: (f64, f64) = (1e12, 1e32);
const ASKED: [Asked; 4] = [Asked::Flops, Asked::Params, Asked::Tokens, Asked::Loss];

fn all() -> impl Iterator<Item = &'static dyn Law> {
    ALL.iter().copied()
}

/// Laws that have a best size.
fn optima() -> impl Iterator<Item = &'static dyn Law> {
    all().filter(|law| law.meta().kind.has_optimum())
}

/// Laws with a loss for any size and token count.
fn with_valley() -> impl Iterator<Item = &'static dyn Law> {
    all().filter(|law| law.meta().kind.has_valley())
}

/// Laws whose whole loss is E + A / N^α + B / D^β.
fn surfaces() -> impl Iterator<Item = &'static dyn Law> {
    all().filter(|law| law.meta().kind == Kind::Surface && law.meta().form == "L = E + A / N^α + B / D^β")
}

fn id(law: &dyn Law) -> &'static str {
    law.meta().id
}

fn best(law: &dyn Law, c: f64) -> Optimum {
    law.optimum(Pin::Flops(flop(c))).unwrap()
}

/// The loss of a law at its optimum.
fn least(law: &dyn Law, c: f64) -> f64 {
    best(law, c).loss.unwrap().get()
}

/// The same optimum, said in each way this law understands.
fn pins(law: &dyn Law, at: &Optimum) -> Vec<Pin> {
    let mut pins = vec![Pin::Flops(at.flops), Pin::Params(at.params), Pin::Tokens(at.tokens)];
    if law.meta().has_loss() {
        pins.extend(at.loss.map(Pin::Loss));
    }
    pins
}

/// The published value of a constant.
fn constant(law: &dyn Law, symbol: &str) -> f64 {
    let found = law.meta().constants.iter().find(|c| c.symbol == symbol);
    found.unwrap_or_else(|| panic!("{}: no constant {symbol}", id(law))).value
}

/// E, A, B, α, β of a loss surface.
fn constants(law: &dyn Law) -> [f64; 5] {
    ["E", "A", "B", "α", "β"].map(|symbol| constant(law, symbol))
}

/// The loss that no budget removes.
fn floor(law: &dyn Law) -> f64 {
    let meaning = "loss that no model and no data removes";
    let found = law.meta().constants.iter().find(|c| c.meaning == meaning);
    found.unwrap_or_else(|| panic!("{}: no floor", id(law))).value
}

fn off(x: f64, y: f64) -> f64 {
    (x / y - 1.0).abs()
}

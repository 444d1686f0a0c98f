//! How tokens reach their experts: buffers of fixed size, load that is not even, how far copies may go, and what the way
//! there and back can hide behind. Plain routing changes nothing.

use super::machine::{Axes, Machine, Operands};
use super::operator::{Kind, Operator, Share};
use super::pass::exposed;
use crate::core::error::{Code, Error};
use crate::core::memory::layout::Layout;
use crate::core::model::{Layer, Routed, Stack};
use crate::core::quantity::Span;

/// What is done with tokens on their way to experts and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Routing {
    /// Room in an expert's buffer over the tokens that come to it on average (GShard, Switch): buffers are sent and
    /// computed whole, and what finds no room is dropped. Without it every token is computed and no more.
    pub capacity: Option<f64>,
    /// Load of the busiest device over the mean, where nothing is dropped; it is never above the number of devices.
    pub imbalance: f64,
    /// Nodes that the copies of a token may go to (DeepSeek-V3: 4). Buffers of fixed size go whole to every expert.
    pub nodes: Option<u64>,
    /// Bits of a number on the way to the experts; without it, as the recipe has them. They come back in 16.
    pub dispatch: Option<u8>,
    /// Width of a token on its way over that of the model (BigMac): one matrix more narrows it, another widens it again.
    /// Experts keep their size. The two matrices are in no count of the model's parameters and FLOP.
    pub descend: f64,
    /// Routed experts read what the layer before made, so that tokens travel beside attention, shared experts and a
    /// dense layer before (ScMoE).
    pub shortcut: bool,
    /// A token goes to a node first and to a device there after (SMILE): fewer messages, one way after the other.
    pub bi_level: bool,
    /// What each message of an exchange takes besides its bytes, where an exchange sends one to every device.
    pub message: Span,
}

impl Routing {
    /// Dropless, even, to wherever the experts are.
    pub const PLAIN: Routing = Routing {
        capacity: None,
        imbalance: 1.0,
        nodes: None,
        dispatch: None,
        descend: 1.0,
        shortcut: false,
        bi_level: false,
        message: Span::ZERO,
    };

    /// Slots that an expert keeps for the tokens of one device.
    pub fn slots(factor: f64, routed: Routed, tokens: f64) -> f64 {
        (factor * routed.top as f64 * tokens / routed.experts.max(1) as f64).ceil()
    }

    /// Copies that the busiest device takes in, over those that tokens ask for on average.
    pub fn load(&self, routed: Routed, tokens: f64, devices: u64) -> f64 {
        let asked = routed.top as f64 * tokens;
        match self.capacity {
            Some(factor) if asked > 0.0 => Routing::slots(factor, routed, tokens) * routed.experts as f64 / asked,
            _ => self.imbalance.min(devices.max(1) as f64),
        }
    }

    /// Bytes of a number on the way to the experts.
    pub fn out(&self, operands: Operands, number: f64) -> f64 {
        match self.dispatch {
            Some(bits) => f64::from(bits) / 8.0,
            None if operands == Operands::EightFine => 1.0,
            None => number,
        }
    }

    /// What of the way there and back can be heard beside `pieces`, which run one after the other: the experts are
    /// computed between those two where most is hidden.
    pub fn heard(there: Span, back: Span, pieces: &[Span]) -> Span {
        let at = |slot: usize| {
            let (before, after) = pieces.split_at(slot);
            exposed(there, before.iter().copied().sum()) + exposed(back, after.iter().copied().sum())
        };
        (1..=pieces.len()).map(at).fold(at(0), Span::min)
    }
}

impl Default for Routing {
    fn default() -> Routing {
        Routing::PLAIN
    }
}

/// Tokens of one layer on their way to the experts, and back; nothing where no device lacks an expert.
pub fn travel(machine: &Machine, layer: &Layer, width: u64, layout: &Layout, share: &Share) -> Option<(Span, Span)> {
    let routing = &share.routing;
    let routed = || layer.feeds.iter().filter_map(|f| f.routed);
    let top: f64 = routed().map(|r| r.top as f64).sum();
    if layout.expert <= 1 || top <= 0.0 {
        return None;
    }
    let rest = if layout.tensor > 1 { Axes::Rest } else { Axes::All };
    let stride = if layout.whole_experts() { 1 } else { layout.tensor };
    let group = machine.group(layout.expert, stride, rest);
    let copies: f64 = routed().map(|r| r.top as f64 * routing.load(r, share.senders(layout), layout.expert)).sum();
    let d = width as f64 / layout.spread() as f64 * routing.descend;
    let one = share.tokens * copies * d;
    let out = routing.out(share.operands, share.number);
    Some((group.exchange(one * out, top, routing), group.exchange(one * share.number, top, routing)))
}

/// Every kind of layer with how many are of it; with a shortcut, experts after a dense layer stand for themselves, with
/// that layer beside them.
pub fn layers(stack: &Stack, shortcut: bool) -> Vec<(&Layer, Option<&Layer>, u64)> {
    if !shortcut {
        return stack.kinds().map(|(layer, n)| (layer, None, n)).collect();
    }
    let has_experts = |l: &Layer| l.feeds.iter().any(|f| f.routed.is_some());
    let same = |a: Option<&Layer>, b: Option<&Layer>| a.map(std::ptr::from_ref) == b.map(std::ptr::from_ref);
    let mut all: Vec<(&Layer, Option<&Layer>, u64)> = Vec::new();
    let mut last: Option<&Layer> = None;
    for layer in stack.layers() {
        let before = last.filter(|l| has_experts(layer) && !has_experts(l));
        match all.iter_mut().find(|(l, b, _)| std::ptr::eq(*l, layer) && same(*b, before)) {
            Some((_, _, n)) => *n += 1,
            None => all.push((layer, before, 1)),
        }
        last = Some(layer);
    }
    all
}

/// Of a layer's routed experts, the share that some of so many tokens choose where they choose at random: a pass reads the
/// weights of no others. Buffers of fixed size are computed even where they are empty.
pub fn chosen(routed: Routed, tokens: f64, routing: &Routing) -> f64 {
    if routing.capacity.is_some() {
        return 1.0;
    }
    let each = (routed.top as f64 / routed.experts.max(1) as f64).min(1.0);
    -(tokens * (-each).ln_1p()).exp_m1()
}

/// What a shortcut lets tokens travel beside, in order: the dense layer before, attention or a mixer, shared experts.
pub fn beside(ops: &[Operator], before: &[Operator], time: impl Fn(&Operator) -> Span) -> [Span; 3] {
    let of = |ops: &[Operator], kinds: &[Kind]| ops.iter().filter(|op| kinds.contains(&op.kind)).map(&time).sum();
    let feed = [Kind::FeedIn, Kind::FeedOut];
    let attention = [Kind::AttentionIn, Kind::AttentionCore, Kind::AttentionOut, Kind::Mixer, Kind::Recurrence];
    [of(before, &feed), of(ops, &attention), of(ops, &feed)]
}

/// Variance up to which a binomial is summed term by term; beyond it is as good as normal.
const LARGE: f64 = 1e6;

/// Share of the copies of `tokens` that find no room in buffers of `slots` where every token chooses its experts at
/// random: E[(X − slots)⁺] over E[X], X binomial over the tokens with the chance k/E of each to choose an expert.
pub fn dropped(routed: Routed, tokens: f64, slots: f64) -> f64 {
    let p = (routed.top as f64 / routed.experts.max(1) as f64).min(1.0);
    let (n, mean) = (tokens.round(), tokens.round() * p);
    if n.is_nan() || mean <= 0.0 {
        return 0.0;
    }
    let variance = mean * (1.0 - p);
    // Below the mean what is missing is summed: terms fall from the first on either way.
    let short = slots < mean;
    let beyond = if variance <= 0.0 {
        0.0
    } else if variance > LARGE {
        variance.sqrt() * normal((slots - mean).abs() / variance.sqrt())
    } else if short {
        tail(n, 1.0 - p, n - slots)
    } else {
        tail(n, p, slots)
    };
    ((beyond + if short { mean - slots } else { 0.0 }) / mean).clamp(0.0, 1.0)
}

/// E[(X − c)⁺] of a binomial with c, which is whole, at its mean or above.
fn tail(n: f64, p: f64, c: f64) -> f64 {
    let mut x = c + 1.0;
    if x > n {
        return 0.0;
    }
    let logarithm = factorial(n) - factorial(x) - factorial(n - x) + x * p.ln() + (n - x) * (-p).ln_1p();
    let mut term = logarithm.exp();
    let mut sum = 0.0;
    while x <= n && term > 0.0 {
        let more = (x - c) * term;
        sum += more;
        if x > c + 2.0 && more < 1e-17 * sum {
            break;
        }
        term *= (n - x) / (x + 1.0) * p / (1.0 - p);
        x += 1.0;
    }
    sum
}

/// ln n! by Stirling's series, from n = 16 on.
fn factorial(n: f64) -> f64 {
    if n < 16.0 {
        return (2..=n as u32).map(|i| f64::from(i).ln()).sum();
    }
    let r = 1.0 / (n * n);
    let series = (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r / 1680.0))) / n;
    (n + 0.5) * n.ln() - n + 0.5 * std::f64::consts::TAU.ln() + series
}

/// E[(Z − z)⁺] of a normal with spread one: trapezoids over ∫ t φ(z + t) dt, with the slope at their first end.
fn normal(z: f64) -> f64 {
    const STEP: f64 = 0.01;
    let density = |t: f64| (-0.5 * (z + t) * (z + t)).exp() / std::f64::consts::TAU.sqrt();
    let sum: f64 = (1..1200).map(|i| f64::from(i) * STEP).map(|t| t * density(t)).sum();
    STEP * sum + STEP * STEP / 12.0 * density(0.0)
}

fn outside(field: &'static str, v: f64, message: &'static str, example: &'static str) -> Error {
    let code = if v.is_finite() { Code::OutOfDomain } else { Code::NotFinite };
    Error::new(code, field, message).suggest(example)
}

/// What may be said of a routing, each with what would be right.
impl Routing {
    /// # Errors
    /// `out-of-domain` at `capacityFactor`.
    pub fn with_capacity(self, v: f64) -> Result<Routing, Error> {
        if v > 0.0 && v <= 1000.0 {
            return Ok(Routing { capacity: Some(v), ..self });
        }
        let message = "The capacity factor must be above 0 and at most 1000: with 1 an expert has room for its even share \
                       of the tokens, with 1.25 for a quarter more. Leave it out where no token is dropped.";
        Err(outside("capacityFactor", v, message, "1.25"))
    }

    /// # Errors
    /// `out-of-domain` at `imbalance`.
    pub fn with_imbalance(self, v: f64) -> Result<Routing, Error> {
        if (1.0..=1000.0).contains(&v) {
            return Ok(Routing { imbalance: v, ..self });
        }
        let message = "The load of the busiest device over the mean must be from 1, where all have the same, to 1000.";
        Err(outside("imbalance", v, message, "1.2"))
    }

    /// # Errors
    /// `out-of-domain` at `nodeLimit`.
    pub fn with_nodes(self, v: f64) -> Result<Routing, Error> {
        if v.fract() == 0.0 && (1.0..=1e6).contains(&v) {
            return Ok(Routing { nodes: Some(v as u64), ..self });
        }
        let message =
            "The nodes that a token may be sent to must be a whole number from 1 to 1,000,000, for example 4.";
        Err(outside("nodeLimit", v, message, "4"))
    }

    /// # Errors
    /// `out-of-domain` at `dispatchBits`.
    pub fn with_dispatch(self, v: f64) -> Result<Routing, Error> {
        for bits in [8u8, 16] {
            if f64::from(bits) == v {
                return Ok(Routing { dispatch: Some(bits), ..self });
            }
        }
        Err(outside("dispatchBits", v, "Tokens travel to experts in 8 or in 16 bits.", "8"))
    }

    /// # Errors
    /// `out-of-domain` at `descend`.
    pub fn with_descend(self, v: f64) -> Result<Routing, Error> {
        if v > 0.0 && v <= 1.0 {
            return Ok(Routing { descend: v, ..self });
        }
        let message = "The width on the way to experts over that of the model must be above 0 and at most 1: 0.25 sends a \
                       quarter of the numbers.";
        Err(outside("descend", v, message, "0.25"))
    }

    /// Seconds.
    ///
    /// # Errors
    /// `out-of-domain` at `messageDelay`.
    pub fn with_message(self, v: f64) -> Result<Routing, Error> {
        if (0.0..=1.0).contains(&v) {
            return Ok(Routing { message: Span::seconds(v), ..self });
        }
        let message = "A message must take from 0 to 1 second besides its bytes, for example 5e-6 s.";
        Err(outside("messageDelay", v, message, "5e-6"))
    }
}

#[cfg(test)]
mod tests;

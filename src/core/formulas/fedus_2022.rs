//! Fedus, Zoph, Shazeer 2022, "Switch Transformers", arXiv 2101.03961: room of an expert. What finds none, and how many
//! experts have work at all, is worked out here for tokens that choose at random.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::engine::routing::{self, Routing};
use crate::core::expr::{Expr, difference, given, named, power, product, quotient};
use crate::core::laws::Confidence;
use crate::core::model::Routed;

const CITE: Cite = Cite {
    authors: "Fedus, Zoph, Shazeer",
    year: 2022,
    arxiv: Some("2101.03961"),
    locator: "equation 3 as transcribed, read 2026-11-23",
};
const DERIVED: Cite = Cite { locator: "worked out here for random choices, 2026-11-23", ..CITE };

const TOKENS: Slot = Slot::new("tokens", "T", "tokens that are routed together", "tokens", 4096.0, (1.0, 1e9)).whole();
const EXPERTS: Slot = Slot::new("experts", "E", "experts of a layer", "experts", 64.0, (1.0, 65_536.0)).whole();
const TOP: Slot = Slot::new("topK", "k", "experts of a token", "experts", 1.0, (1.0, 1024.0)).whole();
const FACTOR: Slot = Slot::new("capacityFactor", "c", "capacity factor", "", 1.25, (0.01, 100.0));

pub static CAPACITY: Formula = Formula {
    id: "fedus-2022-capacity",
    title: "Capacity of an expert, Fedus 2022 (Switch)",
    short: "Fedus 2022, capacity",
    topic: Topic::Experts,
    cite: CITE,
    form: "S = c k T / E",
    confidence: Confidence::Transcribed,
    symbol: "S",
    meaning: "tokens that an expert has room for",
    unit: "tokens",
    inputs: &[TOKENS, EXPERTS, TOP, FACTOR],
    constants: &[],
    over: "capacityFactor",
    what: "Switch Transformers route to one expert, with factors of 1 to 2",
    notes: &[
        "What finds no room passes by the expert on the residual. Whole slots are rounded up where this page computes time.",
        "The paper has one expert of a token; GShard (arXiv 2006.16668) has two, and room for 2 T/E or so.",
        "Buffers are sent and computed whole: E S slots for k T copies, c times as much.",
    ],
    expr: |f: &Filled| -> Expr { product([f.x("capacityFactor"), even(f)]) },
};

pub static DROPPED: Formula = Formula {
    id: "fedus-2022-dropped",
    title: "Copies dropped by chance, after Fedus 2022",
    short: "after Fedus 2022, dropped",
    cite: DERIVED,
    form: "x = o / m, o = E[(X − ⌈c m⌉)⁺], X binomial of T with k/E, m = k T / E",
    confidence: Confidence::Derived,
    symbol: "x",
    meaning: "share of the copies that find no room",
    unit: "",
    notes: &[
        "Each token chooses k different experts at random; a router that favours some drops more, one that balances less.",
        "With one device's tokens as T: devices keep room for each other's tokens apart.",
    ],
    expr: |f: &Filled| -> Expr {
        let mean = named("m", "copies for one expert on average", even(f));
        let (routed, tokens) = (routed(f), f.v("tokens"));
        let share = routing::dropped(routed, tokens, Routing::slots(f.v("capacityFactor"), routed, tokens));
        let meaning = "copies beyond the room c m, expected of T tokens that choose with the chance k over E each";
        quotient(given("o", meaning, share * mean.eval(), ""), mean)
    },
    ..CAPACITY
};

pub static EXPERTS_READ: Formula = Formula {
    id: "fedus-2022-experts-read",
    title: "Experts that some token chooses, after Fedus 2022",
    short: "after Fedus 2022, experts read",
    cite: DERIVED,
    form: "n = E (1 − (1 − k/E)^T)",
    confidence: Confidence::Derived,
    symbol: "n",
    meaning: "experts whose weights a pass has to read, expected",
    unit: "experts",
    inputs: &[Slot { start: 16.0, ..TOKENS }, EXPERTS, TOP],
    over: "tokens",
    what: "any mixture whose tokens choose at random",
    notes: &[
        "A token of one sequence reads k of E experts, those of many sequences nearly all.",
        "Tokens that choose alike read fewer.",
    ],
    expr: |f: &Filled| -> Expr {
        let one = || Expr::Number(1.0);
        let missed = power(difference(one(), quotient(f.x("topK"), f.x("experts"))), f.x("tokens"));
        product([f.x("experts"), difference(one(), missed)])
    },
    ..CAPACITY
};

/// Copies for one expert on average.
fn even(f: &Filled) -> Expr {
    quotient(product([f.x("topK"), f.x("tokens")]), f.x("experts"))
}

fn routed(f: &Filled) -> Routed {
    Routed { experts: f.v("experts") as u64, top: f.v("topK") as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens over experts, times the factor.
    #[test]
    fn room_of_an_expert() {
        assert_eq!(CAPACITY.start().evaluate().unwrap().value, 80.0);
        assert_eq!(CAPACITY.start().with("topK", 2.0).with("capacityFactor", 1.0).evaluate().unwrap().value, 128.0);
    }

    /// Summed with scipy.
    #[test]
    fn what_finds_no_room() {
        for (factor, share) in [(1.0, 0.04941226288558247), (1.25, 0.0012712617433563137), (1.5, 2.6901662889431244e-6)]
        {
            let x = DROPPED.start().with("capacityFactor", factor).evaluate().unwrap().value;
            assert!((x / share - 1.0).abs() < 1e-9, "{factor}: {x}");
        }
    }

    /// Two of eight: 2 experts for one token, 3.5 for two, all for many.
    #[test]
    fn experts_with_work() {
        let at = |t| {
            let filled = EXPERTS_READ.start().with("experts", 8.0).with("topK", 2.0).with("tokens", t);
            filled.evaluate().unwrap().value
        };
        assert_eq!((at(1.0), at(2.0), at(1000.0)), (2.0, 3.5, 8.0));
    }
}

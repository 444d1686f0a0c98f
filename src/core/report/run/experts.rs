//! Tokens on their way to experts and back: what is dropped, what is sent, and what of the step it takes.

use super::*;
use crate::core::engine::pass::operands;
use crate::core::engine::routing::{self, Routing};
use crate::core::engine::step::Step;
use crate::core::expr::{difference, named, product};
use crate::core::model::{Layer, Routed};

const S: Section = Section::Speed;

/// Of the first layer with routed experts; nothing where the model has none.
pub(super) fn experts(out: &mut Figures, job: &Job, step: Option<&Step>) {
    let routed = |l: &Layer| l.feeds.iter().find_map(|f| f.routed);
    let Some(first) = job.model.stack.kinds.iter().find_map(routed) else { return };
    let tokens = job.senders();
    if let Some(factor) = job.habits.routing.capacity {
        let slots = Routing::slots(factor, first, tokens);
        let of = given("S", "slots of an expert for the tokens of one device", slots, "");
        out.put(S, "slots", 0, noted(by("Room of an expert", "S", "copies", of), SLOTS));
        let share = routing::dropped(first, tokens, slots);
        let number = by("Copies that are dropped", "x", "", dropped(first, tokens, share));
        out.put(S, "dropped", 0, noted(number, DROPPED));
    }
    if job.setup.layout.expert > 1 {
        out.put(S, "sent", 0, noted(by("Sent for a token and layer", "V", "B", sent(job, first, tokens)), SENT));
        if let Some(step) = step {
            let time = |symbol, what, v: f64| given(symbol, what, v, Seconds::UNIT);
            let of = step.part(Part::ExpertComm).get();
            let share =
                quotient(time("t", "tokens to experts and back", of), time("T", "time of a step", step.time.get()));
            out.put(S, "sentShare", 0, by("Share of the step", "x", "", share));
        }
    }
}

fn dropped(routed: Routed, tokens: f64, share: f64) -> Expr {
    let n = given("n", "tokens of a micro-batch on a device", tokens, Tokens::UNIT);
    let k = given("k", "experts of a token", routed.top as f64, "");
    let experts = given("E", "experts of a layer", routed.experts as f64, "");
    let mean = named("m", "copies for one expert on average", quotient(product([k, n]), experts));
    let over = share * mean.eval();
    let meaning = "copies beyond the room of an expert, expected of n tokens that choose it with the chance k/E each";
    quotient(given("o", meaning, over, ""), mean)
}

fn sent(job: &Job, routed: Routed, tokens: f64) -> Expr {
    let (routing, layout) = (&job.habits.routing, &job.setup.layout);
    let number = job.setup.recipe.activation;
    let there = routing.out(operands(job.setup.recipe).0, number);
    let n = || given("n", "devices that share the experts", layout.expert as f64, "");
    let one = Expr::Number(1.0);
    product([
        given("k", "experts of a token", routed.top as f64, ""),
        given(
            "c",
            "copies of the busiest device over those asked for",
            routing.load(routed, tokens, layout.expert),
            "",
        ),
        given("r", "width on the way over the model's", routing.descend, ""),
        given("d", "width of the model", job.model.width as f64, ""),
        sum([given("b", "bytes of a number there", there, "B"), given("a", "bytes of a number back", number, "B")]),
        quotient(difference(n(), one), n()),
    ])
}

const SLOTS: &str = "Its even share of the copies times the capacity factor, rounded up.";
const DROPPED: &str = "Where tokens choose at random; a router that favours some experts drops more. Dropped copies pass by \
                       the residual; the utilisation counts them as done.";
const SENT: &str = "One way through the layer, there and back, every copy for itself and none for the device's own experts; \
                    the way back through the model sends as much again. Copies for one node travel to it together where \
                    no buffers are of fixed size.";

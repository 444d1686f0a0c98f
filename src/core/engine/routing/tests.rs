use super::*;
use crate::core::accelerators;
use crate::core::chosen::Model;
use crate::core::engine::habits::Habits;
use crate::core::engine::step::{Job, Part, Step};
use crate::core::memory::training::Setup;

/// Summed term by term with scipy (binom.pmf); the fourth also drawn at random, 400 times 512 tokens: 0.0976.
#[test]
fn drops_as_a_binomial_does() {
    for (tokens, top, experts, factor, slots, share) in [
        (4096.0, 1, 64, 1.0, 64.0, 0.04941226288558247),
        (4096.0, 1, 64, 1.25, 80.0, 0.0012712617433563137),
        (4096.0, 2, 8, 1.0, 1024.0, 0.010795740356152246),
        (512.0, 8, 256, 1.0, 16.0, 0.09765444043433862),
        (512.0, 8, 256, 2.0, 32.0, 1.0810005573924624e-5),
        (1000.0, 1, 10, 0.5, 50.0, 0.5000000000504508),
        (8192.0, 8, 8, 1.0, 8192.0, 0.0),
        (65_536.0, 2, 128, 1.0, 1024.0, 0.012368157968311498),
        (4096.0, 1, 64, 1.5, 96.0, 2.6901662889431244e-6),
        (3.0, 1, 2, 1.0, 2.0, 1.0 / 12.0),
        (1_048_576.0, 1, 8, 1.0, 131_072.0, 0.0010307630648026115),
    ] {
        let routed = Routed { experts, top };
        assert_eq!(Routing::slots(factor, routed, tokens), slots);
        let x = dropped(routed, tokens, slots);
        assert!((x - share).abs() <= 1e-8 * share, "{tokens} {top} of {experts}: {x} for {share}");
    }
    // A normal with the same spread where there are many: √(1 − p)/√(2 π n p) at the mean.
    let (n, p) = (1e9_f64, 0.125_f64);
    let x = dropped(Routed { experts: 8, top: 1 }, n, n * p);
    let exact = ((1.0 - p) / (n * p * std::f64::consts::TAU)).sqrt();
    assert!((x / exact - 1.0).abs() < 1e-7, "{x} {exact}");
    // Nothing comes of nothing, and one slot is all that an expert chosen by all lacks.
    assert_eq!(dropped(Routed { experts: 8, top: 2 }, 0.0, 0.0), 0.0);
    assert_eq!(dropped(Routed { experts: 2, top: 2 }, 10.0, 9.0), 0.1);
}

/// Both ways of summing meet where one takes over.
#[test]
fn many_are_as_good_as_normal() {
    let routed = Routed { experts: 2, top: 1 };
    for over in [-2.0, -0.5, 0.0, 0.5, 2.0] {
        let at = |n: f64| {
            let slots = n / 2.0 + over * 1000.0;
            dropped(routed, n, slots) * n.sqrt()
        };
        let (few, many) = (at(3_999_998.0), at(4_000_002.0));
        assert!((few / many - 1.0).abs() < 2e-3, "{over}: {few} {many}");
    }
}

/// Where work of 4, 3 and 2 seconds runs, 5 s there and 3 s back are all hidden but for what the two cost each other; 10 s
/// there are heard for one, after which nothing is left for the way back.
#[test]
fn a_shortcut_hides_what_it_can() {
    let s = |v| Span::seconds(v);
    let pieces = [s(4.0), s(3.0), s(2.0)];
    let cost = crate::core::engine::constants::CONTENTION;
    let heard = |there, back| Routing::heard(s(there), s(back), &pieces).get();
    // After two pieces 7 ≥ 5, and 2 of 3 are hidden; after one, 4 of 5 and 3: one second either way.
    assert!((heard(5.0, 3.0) - (1.0 + 7.0 * cost)).abs() < 1e-12);
    assert!((heard(7.0, 2.0) - 9.0 * cost).abs() < 1e-12);
    assert!((heard(10.0, 3.0) - (4.0 + 9.0 * cost)).abs() < 1e-12);
    assert_eq!(Routing::heard(s(5.0), s(3.0), &[]).get(), 8.0);
}

fn step(id: &str, layout: Layout, routing: Routing) -> Step {
    let model = Model::preset(id).unwrap();
    let setup = Setup { layout, ..Setup::new(4096) };
    let machine = Machine::of(accelerators::get("h100-sxm").unwrap(), None, None).unwrap();
    let habits = Habits { routing, ..Habits::default() };
    let job = Job { model: model.architecture(), setup: &setup, machine, batch: layout.data, habits, shard: None };
    job.step().unwrap()
}

fn sent(id: &str, layout: Layout, routing: Routing) -> f64 {
    step(id, layout, routing).part(Part::ExpertComm).get()
}

const EP8: Layout =
    Layout { data: 8, tensor: 1, pipeline: 1, context: 1, expert: 8, sequence_parallel: true, interleave: 1, zero: 1 };
const EP64: Layout = Layout { data: 64, expert: 64, ..EP8 };

/// Bytes between devices go as the factor, as the load and as the width on the way; what a message takes besides is left.
#[test]
fn what_is_sent_goes_as_it_should() {
    let plain = Routing::PLAIN;
    let base = sent("mixtral-8x7b", EP8, plain);
    // There and back, both ways through 32 layers.
    let besides = 128.0 * crate::core::engine::constants::LINK_DELAY;
    let close =
        |v: f64, times: f64| assert!(((v - besides) / (base - besides) / times - 1.0).abs() < 1e-9, "{v} {times}");
    close(sent("mixtral-8x7b", EP8, plain.with_capacity(1.25).unwrap()), 1.25);
    close(sent("mixtral-8x7b", EP8, plain.with_imbalance(1.5).unwrap()), 1.5);
    close(sent("mixtral-8x7b", EP8, plain.with_descend(0.25).unwrap()), 0.25);
    // 8 bits there and 16 back: 3 bytes for 4.
    close(sent("mixtral-8x7b", EP8, plain.with_dispatch(8.0).unwrap()), 0.75);
    close(sent("mixtral-8x7b", EP8, plain.with_dispatch(16.0).unwrap()), 1.0);
    // Buffers are computed whole: 2 of 8 experts at a factor of 4 is all tokens through all experts.
    let experts = |routing| {
        let s = step("mixtral-8x7b", EP8, routing);
        s.kind(Kind::ExpertsIn).get() + s.kind(Kind::ExpertsOut).get()
    };
    let ratio = experts(plain.with_capacity(4.0).unwrap()) / experts(plain);
    assert!((3.6..4.2).contains(&ratio), "{ratio}");
    let ratio = experts(plain.with_imbalance(2.0).unwrap()) / experts(plain);
    assert!((1.8..2.1).contains(&ratio), "{ratio}");
    // One device has all experts: its load is the mean.
    let alone = Layout { expert: 1, ..EP8 };
    assert_eq!(step("mixtral-8x7b", alone, plain.with_imbalance(2.0).unwrap()), step("mixtral-8x7b", alone, plain));
}

/// DeepSeek-V3 on 8 nodes: of 8 copies by chance 4.6 leave for other nodes, with 4 nodes at most 3.15; 64 devices have
/// 64 messages, 7 and 7 where a node comes first.
#[test]
fn nodes_and_messages() {
    let plain = Routing::PLAIN;
    let base = sent("deepseek-v3", EP64, plain);
    let most = |m: f64| sent("deepseek-v3", EP64, plain.with_nodes(m).unwrap());
    let reached = |m: f64| 7.0 / 8.0 * m * (1.0 - (1.0 - 1.0 / m).powi(8));
    for m in [1.0, 2.0, 4.0, 8.0] {
        // A single node is less than what links inside nodes take.
        if m > 1.0 {
            assert!((most(m) / base * reached(8.0) / reached(m) - 1.0).abs() < 0.01, "{m}");
        }
        assert!(most(m) <= base);
    }
    assert_eq!(most(8.0), base);
    assert_eq!(most(1e6), base);
    let slow = plain.with_message(1e-3).unwrap();
    let layers = 58.0;
    // There and back, both ways through the model.
    let more = (sent("deepseek-v3", EP64, slow) - base) / layers / 4.0;
    assert!((more / 63e-3 - 1.0).abs() < 1e-9, "{more}");
    let two = |routing| Routing { bi_level: true, ..routing };
    let more = (sent("deepseek-v3", EP64, two(slow)) - sent("deepseek-v3", EP64, two(plain))) / layers / 4.0;
    assert!((more / 14e-3 - 1.0).abs() < 1e-9, "{more}");
    // In one node there is but one level.
    assert_eq!(sent("mixtral-8x7b", EP8, two(slow)), sent("mixtral-8x7b", EP8, slow));
}

/// BigMac's two matrices: 12 r d² FLOP of a token and layer both ways (arXiv 2502.16927, table 3).
#[test]
fn narrowing_costs_two_products() {
    let model = Model::preset("mixtral-8x7b").unwrap();
    let setup = Setup { layout: EP8, ..Setup::new(4096) };
    let machine = Machine::of(accelerators::get("h100-sxm").unwrap(), None, None).unwrap();
    let habits = Habits { routing: Routing::PLAIN.with_descend(0.25).unwrap(), ..Habits::default() };
    let job = Job { model: model.architecture(), setup: &setup, machine, batch: 8, habits, shard: None };
    let flop: f64 = job.operators().iter().filter(|o| o.kind == Kind::Narrow).map(Operator::flop).sum();
    // Forward is a third.
    assert_eq!(3.0 * flop, 12.0 * 0.25 * 4096.0 * 4096.0 * 4096.0);
    let s = step("mixtral-8x7b", EP8, habits.routing);
    assert!(s.kind(Kind::Narrow).get() > 0.0);
    assert_eq!(step("mixtral-8x7b", EP8, Routing::PLAIN).kind(Kind::Narrow), Span::ZERO);
}

/// A shortcut hides no more than full overlap does, and something; a dense layer before hides more.
#[test]
fn a_shortcut_lies_between_none_and_all() {
    for (id, layout) in [("mixtral-8x7b", EP8), ("deepseek-v3", EP64), ("llama-4-maverick", EP64)] {
        let with = Routing { shortcut: true, ..Routing::PLAIN };
        let (none, short) = (sent(id, layout, Routing::PLAIN), sent(id, layout, with));
        let model = Model::preset(id).unwrap();
        let setup = Setup { layout, ..Setup::new(4096) };
        let machine = Machine::of(accelerators::get("h100-sxm").unwrap(), None, None).unwrap();
        let habits = Habits { overlap_expert: true, routing: with, ..Habits::default() };
        let job = Job { model: model.architecture(), setup: &setup, machine, batch: layout.data, habits, shard: None };
        let all = job.step().unwrap().part(Part::ExpertComm).get();
        assert!(all <= short && short < none, "{id}: {all} {short} {none}");
    }
}

#[test]
fn says_what_would_be_right() {
    let r = Routing::PLAIN;
    for (e, field) in [
        (r.with_capacity(0.0), "capacityFactor"),
        (r.with_capacity(f64::NAN), "capacityFactor"),
        (r.with_imbalance(0.9), "imbalance"),
        (r.with_nodes(1.5), "nodeLimit"),
        (r.with_dispatch(4.0), "dispatchBits"),
        (r.with_descend(1.5), "descend"),
        (r.with_message(-1.0), "messageDelay"),
    ] {
        assert_eq!(e.unwrap_err().field, field);
    }
    assert!(r.with_capacity(0.0).unwrap_err().message.contains("above 0"));
}

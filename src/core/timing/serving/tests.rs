use super::*;
use crate::core::accelerators;
use crate::core::chosen::Model;
use crate::core::engine::constants::MEMORY;
use crate::core::memory::formats::find;
use crate::core::model::Counts;

fn how(sequences: u64, context: u64) -> How {
    How {
        sequences,
        context,
        weights: find("bf16").unwrap(),
        quantised: Quantised::All,
        kv: find("bf16").unwrap(),
        operands: Operands::Half,
        tensor: 1,
        expert: 1,
    }
}

fn h100() -> Machine<'static> {
    Machine::of(accelerators::get("h100-sxm").unwrap(), None, None).unwrap()
}

fn ask(id: &str, how: &How) -> Served {
    decode(Model::preset(id).unwrap().architecture(), h100(), Routing::PLAIN, how).unwrap()
}

fn read_whole(id: &str, how: &How) -> Served {
    prefill(Model::preset(id).unwrap().architecture(), h100(), Routing::PLAIN, how).unwrap()
}

fn close(a: f64, b: f64, most: f64) {
    assert!((a / b - 1.0).abs() <= most, "{a} for {b}");
}

/// Bandwidth over weights: 208.6 tokens a second of Llama 3 8B on an H100 and 190 of 70B on eight, with the input table and
/// at the full rate of memory, as the ceilings are usually worked out (3.35 TB/s; 16.06 and 141.1 GB).
#[test]
fn one_sequence_waits_for_weights() {
    let table = |v: f64, d: f64, t: f64| 2.0 * v * d / 3.35e12 / t;
    let s = ask("llama-3-8b", &how(1, 1));
    assert_eq!(s.bound(), Bound::Weights);
    close(1.0 / (s.weights.get() * MEMORY + table(128_256.0, 4096.0, 1.0)), 208.6, 5e-4);
    close(s.time().get(), s.weights.get(), 1e-3);
    let s = ask("llama-3-70b", &How { tensor: 8, ..how(1, 1) });
    close(1.0 / (s.weights.get() * MEMORY + table(128_256.0, 8192.0, 8.0)), 190.0, 1e-3);
    assert!(s.tensor.get() > 0.0 && s.expert == Span::ZERO);
    // A quarter of the bits, a quarter of the time.
    let four = How { weights: find("int4-g64").unwrap(), ..how(1, 1) };
    close(
        ask("llama-3-8b", &four).weights.get() / ask("llama-3-8b", &how(1, 1)).weights.get(),
        four.weights.bits / 16.0,
        1e-9,
    );
}

/// FLOP of a token at 8,192 of context, from table 2 of Step-3 (arXiv 2507.19427) and its arithmetic: Qwen3 235B has 2.52e10
/// in attention, 1.34e10 in its matrices and 2.84e10 in experts; router and head are added. DeepSeek-V3's latent attention
/// is 2 · 61 · 128 · 8,192 · (576 + 512).
#[test]
fn flop_of_a_token() {
    let rate = h100().under_load().rate(Operands::Half);
    let s = ask("qwen3-235b-a22b", &how(1, 8192));
    close(s.attention.get() * rate, 2.52e10, 2e-3);
    let more = 2.0 * 94.0 * 4096.0 * 128.0 + 2.0 * 4096.0 * 151_936.0;
    close(s.products.get() * rate, 1.34e10 + 2.84e10 + more, 2e-3);
    let s = ask("deepseek-v3", &how(1, 8192));
    close(s.attention.get() * rate, 2.0 * 61.0 * 128.0 * 8192.0 * 1088.0, 1e-9);
}

/// One token reads what is active, many read everything; between, E (1 − (1 − k/E)^B) experts.
#[test]
fn a_mixture_reads_what_is_chosen() {
    let id = "mixtral-8x7b";
    let counts = Counts::of(Model::preset(id).unwrap().architecture());
    let table = 32_000.0 * 4096.0;
    let bytes = |b: u64| ask(id, &how(b, 1)).weights.get() * MEMORY * 3.35e12 / 2.0;
    close(bytes(1), counts.active as f64 - table, 1e-9);
    close(bytes(4096), counts.total as f64 - table, 1e-9);
    let experts = 32.0 * 8.0 * 3.0 * 4096.0 * 14_336.0;
    close(bytes(4), counts.total as f64 - table - experts * 0.75f64.powi(4), 1e-9);
    // Spread over eight devices, 8 sequences choose for all of them, and some device's only expert is chosen.
    let spread = |b| ask(id, &How { expert: 8, ..how(b, 1) });
    let rest = counts.total as f64 - table - experts;
    let here = spread(8).weights.get() * MEMORY * 3.35e12 / 2.0;
    close(here, rest + experts / 8.0, 1e-9);
    assert!(spread(8).expert.get() > 0.0);
    // Buffers of fixed size are computed whole, empty ones too.
    let fixed = Routing::PLAIN.with_capacity(1.0).unwrap();
    let model = Model::preset(id).unwrap();
    let whole = decode(model.architecture(), h100(), fixed, &how(1, 1)).unwrap();
    close(whole.weights.get() * MEMORY * 3.35e12 / 2.0, counts.total as f64 - table, 1e-9);
}

#[test]
fn many_sequences_wait_for_products() {
    for id in ["llama-3-8b", "mixtral-8x7b", "deepseek-v3"] {
        assert_eq!(ask(id, &how(1, 1)).bound(), Bound::Weights, "{id}");
        assert_eq!(ask(id, &how(100_000, 1)).bound(), Bound::Products, "{id}");
        assert_eq!(read_whole(id, &how(1, 8192)).bound(), Bound::Products, "{id}");
    }
    assert_eq!(ask("llama-3-8b", &how(64, 131_072)).bound(), Bound::Cache);
    assert_eq!(read_whole("llama-3-8b", &how(1, 1_000_000)).bound(), Bound::Attention);
}

/// A prompt takes as long as the forward pass of training that is all products: 2 N FLOP a token at what such products
/// sustain, and more for attention, norms and half-empty waves.
#[test]
fn a_prompt_takes_its_products() {
    let s = read_whole("llama-3-8b", &how(1, 8192));
    let least = 2.0 * 6.98e9 * 8192.0 / h100().under_load().rate(Operands::Half);
    let over = s.products.get() / least;
    assert!((1.0..1.35).contains(&over), "{over}");
}

#[test]
fn more_work_is_never_faster() {
    let models = ["llama-3-8b", "mixtral-8x7b", "deepseek-v3", "gpt-oss-120b", "jamba-v0-1", "t5-11b"];
    let routings = [
        Routing::PLAIN,
        Routing::PLAIN.with_capacity(1.25).unwrap(),
        Routing { shortcut: true, ..Routing::PLAIN.with_imbalance(1.5).unwrap() },
        Routing { bi_level: true, ..Routing::PLAIN.with_descend(0.25).unwrap().with_message(1e-6).unwrap() },
    ];
    for model in models.map(|id| Model::preset(id).unwrap()) {
        let m = model.architecture();
        let experts = m.has_experts();
        for routing in routings {
            for (tensor, expert) in [(1, 1), (8, 1), (8, 8), (1, 32)] {
                if expert > 1 && !experts || layout_fails(m, tensor, expert) {
                    continue;
                }
                let how = |sequences, context| How { tensor, expert, ..how(sequences, context) };
                for f in [decode, prefill] {
                    let time = |b, s| f(m, h100(), routing, &how(b, s)).unwrap().time().get();
                    let mut before = 0.0;
                    for b in [1, 2, 7, 32, 33, 500, 10_000] {
                        let now = time(b, 1000);
                        assert!(now.is_finite() && now >= before * (1.0 - 1e-12), "{} {routing:?} {b}", m.family);
                        before = now;
                    }
                    before = 0.0;
                    for s in [1, 10, 129, 4096, 100_000] {
                        let now = time(64, s);
                        assert!(now >= before * (1.0 - 1e-12), "{} {routing:?} {s}: {now} {before}", m.family);
                        before = now;
                    }
                    let fast = accelerators::get("h200-sxm").unwrap();
                    let fast = Machine::of(fast, None, None).unwrap();
                    let quick = f(m, fast, routing, &how(64, 4096)).unwrap().time().get();
                    assert!(quick <= time(64, 4096));
                }
            }
        }
    }
}

fn layout_fails(model: &Architecture, tensor: u64, expert: u64) -> bool {
    How { tensor, expert, ..how(1, 1) }.layout(model).is_err()
}

#[test]
fn says_what_cannot_be() {
    let model = Model::preset("mixtral-8x7b").unwrap();
    let at = |how: How| decode(model.architecture(), h100(), Routing::PLAIN, &how).unwrap_err().field;
    assert_eq!(at(how(0, 1)), "sequences");
    assert_eq!(at(how(1, 0)), "contextLength");
    assert_eq!(at(How { tensor: 3, ..how(1, 1) }), "tensorParallel");
    assert_eq!(at(How { tensor: 0, ..how(1, 1) }), "tensorParallel");
    assert_eq!(at(How { tensor: 4, expert: 6, ..how(1, 1) }), "expertParallel");
    assert_eq!(at(How { expert: 16, ..how(1, 1) }), "expertParallel");
    let dense = Model::preset("llama-3-8b").unwrap();
    let e = decode(dense.architecture(), h100(), Routing::PLAIN, &How { expert: 8, ..how(1, 1) }).unwrap_err();
    assert_eq!(e.field, "expertParallel");
}

/// The most chosen experts on a device, against drawing 4,000 times outside this program: E, k, tokens, devices.
#[test]
fn everyone_waits_for_the_busiest_device() {
    for (experts, top, tokens, ways, drawn) in [
        (32.0f64, 1.0, 1.0f64, 8.0, 1.0),
        (256.0, 8.0, 1.0, 8.0, 2.57),
        (128.0, 8.0, 1.0, 8.0, 2.54),
        (128.0, 4.0, 1.0, 8.0, 1.61),
        (256.0, 8.0, 16.0, 8.0, 16.71),
        (256.0, 8.0, 64.0, 32.0, 8.0),
        (64.0, 8.0, 4.0, 8.0, 5.30),
        (32.0, 1.0, 16.0, 8.0, 3.00),
        (32.0, 1.0, 64.0, 8.0, 4.00),
        (8.0, 2.0, 1.0, 8.0, 1.0),
        (256.0, 8.0, 1.0, 32.0, 1.61),
    ] {
        let chosen = experts * (1.0 - (1.0 - top / experts).powf(tokens));
        let ours = busiest(experts, ways, chosen);
        assert!((ours / drawn - 1.0).abs() < 0.17, "{experts} {top} {tokens} {ways}: {ours} for {drawn}");
    }
    // On one device, all of them.
    assert_eq!(busiest(64.0, 1.0, 5.5), 5.5);
}

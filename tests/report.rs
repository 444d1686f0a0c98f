//! What the report promises across its parts.

use isoflop::core::curves;
use isoflop::core::error::Code;
use isoflop::core::laws::{self, Pin};
use isoflop::core::model::presets;
use isoflop::core::quantity::Flop;
use isoflop::core::report::{self, Ask, Place, Section};
use isoflop::core::scenario::{Key, Scenario};

fn scenario(inputs: &[(Key, &str)]) -> Scenario {
    inputs.iter().fold(Scenario::start().unwrap(), |s, (key, text)| s.set(*key, text).unwrap())
}

/// The line of every law passes through its row of the report, all parameters counted.
#[test]
fn frontiers_count_all_parameters() {
    for law in laws::ALL.iter().filter(|l| l.meta().kind.has_optimum()) {
        let r = report::estimate(&scenario(&[(Key::Law, law.meta().id)])).unwrap();
        let p = curves::budget_point(*law, r.answer.flops.value).unwrap();
        let row = r.law(law.meta().id).unwrap();
        assert!((p.total_params / row.total_params - 1.0).abs() < 1e-12, "{}", law.meta().id);
        assert_eq!(p.relative, curves::relative_size(p.total_params, p.flops).unwrap());
        assert!(p.total_params >= p.params);
    }
    let r = report::estimate(&scenario(&[(Key::Law, "kaplan-2020"), (Key::Flops, "1e21")])).unwrap();
    assert!(r.law("kaplan-2020").unwrap().total_params > 1.01 * r.answer.params.value);
}

/// A small limit can cost more than serving saves; then that is said, not that nothing is saved.
#[test]
fn a_limit_may_cost_more_than_serving_saves() {
    let figure = |most: &str, key| {
        let inputs = [(Key::InferenceTokens, "1e9"), (Key::MaxParams, most)];
        let r = report::estimate(&scenario(&inputs)).unwrap();
        r.number(Ask::Figure(Place { section: Section::Serving, key, row: 0 })).map(|n| n.value)
    };
    assert!(figure("2e10", "extra").is_some_and(|v| v > 0.01) && figure("2e10", "saved").is_none());
    assert!(figure("1e12", "saved").is_some_and(|v| v >= 0.0) && figure("1e12", "extra").is_none());
}

/// Constants of one's own are no published answer.
#[test]
fn ones_own_law_is_not_among_the_published_answers() {
    let laws = |s: &Scenario| report::estimate(s).unwrap().spread.unwrap().laws;
    let plain = scenario(&[]);
    assert_eq!(laws(&plain), laws(&plain.set(Key::OwnE, "1.7").unwrap()));
}

/// Kaplan's frontier at 1e6 FLOP is a tenth of a parameter.
#[test]
fn answers_below_one_parameter_are_refused() {
    let tiny = scenario(&[(Key::Flops, "1e6")]);
    let kaplan = tiny.set(Key::Law, "kaplan-2020").unwrap();
    let e = report::estimate(&kaplan).unwrap_err();
    assert_eq!((e.code, e.field.as_str()), (Code::OutOfDomain, "budget.flops"));
    assert!(e.message.contains("parameters") && e.message.contains("from 1 to"), "{e}");
    // Another law answers; the ones that cannot have no row and no point.
    let r = report::estimate(&tiny).unwrap();
    assert!(r.law("kaplan-2020").is_none() && r.law(laws::DEFAULT).is_some());
    for row in &r.laws {
        assert!(row.params.value >= 1.0 && row.tokens.value >= 1.0, "{}", row.meta.id);
    }
    assert_eq!(curves::budget_point(&*laws::find("kaplan-2020").unwrap(), 1e6), None);
    for line in curves::frontier(&r) {
        assert!(line.points.iter().all(|p| p.params >= 1.0 && p.tokens >= 1.0), "{}", line.meta.id);
    }
    let best = laws::find("kaplan-2020").unwrap().optimum(Pin::Flops(Flop::new(1e6).unwrap())).unwrap();
    assert_eq!(laws::answerable(&best).unwrap_err().field, "params");
}

#[test]
fn a_run_that_cannot_be_compared_costs_only_itself() {
    let run = [(Key::ModelParams, "1"), (Key::ModelTokens, "1")];
    let (with, without) = (report::estimate(&scenario(&run)).unwrap(), report::estimate(&scenario(&[])).unwrap());
    assert!(with.compared.is_none());
    assert_eq!(with.answer.params.value, without.answer.params.value);
    let said: Vec<_> = with.warnings.iter().filter(|w| w.code == "run-not-compared").collect();
    assert!(matches!(said[..], [w] if w.field == "model" && w.message.contains("FLOP")), "{said:?}");
    assert_eq!(with.warnings.len(), without.warnings.len() + 1);
}

/// Whatever order the laws come in, a law's numbers stay its own.
#[test]
fn numbers_of_a_law_go_by_its_id() {
    let size =
        |chosen: &str, ask| report::estimate(&scenario(&[(Key::Law, chosen)])).unwrap().number(ask).unwrap().value;
    for law in laws::ALL.iter().filter(|l| l.meta().kind.has_optimum()) {
        let id = law.meta().id;
        assert_eq!(size(laws::DEFAULT, Ask::LawParams(id)), size("kaplan-2020", Ask::LawParams(id)), "{id}");
    }
    let r = report::estimate(&scenario(&[])).unwrap();
    assert!(r.number(Ask::LawLoss("rule-of-thumb-20")).is_none() && r.number(Ask::LawLoss("nobody")).is_none());
}

/// Whatever rests on a law says where it lies against the law's fitted range.
#[test]
fn numbers_of_a_law_have_its_range() {
    let r = report::estimate(&scenario(&[(Key::Model, "gpt-3-175b")])).unwrap();
    let mut asks = vec![Ask::Params, Ask::Tokens, Ask::TokensPerParam, Ask::Loss];
    for i in 0..r.sizes.len() {
        asks.extend([Ask::SizeParams(i), Ask::SizeTokens(i), Ask::SizeRatio(i), Ask::SizeLoss(i)]);
        asks.extend([Ask::SizeMore(i), Ask::SizeWorth(i), Ask::SizeLost(i)]);
    }
    for row in &r.laws {
        let id = row.meta.id;
        asks.extend([Ask::LawParams(id), Ask::LawTokens(id), Ask::LawRatio(id)]);
    }
    for i in 0..r.published.len() {
        asks.extend([Ask::RunFlops(i), Ask::RunOversize(i), Ask::RunLoss(i)]);
        asks.extend([Ask::RunMore(i), Ask::RunNeeded(i), Ask::RunOverspent(i)]);
    }
    for ask in asks {
        let range = r.number(ask).unwrap().why.range;
        assert!(range.is_some_and(|range| range.fitted.0 < range.fitted.1 && range.value > 0.0), "{ask:?}");
    }
    // A quarter of the best size at this budget: its own size is what lies against the sizes that were fitted.
    let small = r.number(Ask::SizeParams(0)).unwrap();
    assert_eq!(small.why.range.unwrap().value, small.value);
}

/// Every released model can be taken on an untouched page: the split becomes one that it allows.
#[test]
fn every_model_can_be_taken() {
    for p in presets::all() {
        for (count, tensor, pipeline) in [("1024", "8", "4"), ("8", "8", "1"), ("1", "1", "1"), ("96", "12", "8")] {
            let layout = [(Key::Count, count), (Key::TensorParallel, tensor), (Key::PipelineParallel, pipeline)];
            let taken = scenario(&layout).set(Key::Architecture, p.id).unwrap().fitted();
            let r = report::estimate(&taken).unwrap();
            assert!(r.model().is_ok(), "{} on {count}: {:?}", p.id, r.model().err());
        }
    }
}

/// DeepSeek-V3 on 64 devices: 8 · 7168 · (2 + 2) · 63/64 bytes of a token and layer, a factor of 1.25 more in buffers of
/// fixed size, of which 0.008 % of the copies find no room (4,096 tokens that each choose 8 of 256; scipy).
#[test]
fn tokens_to_experts() {
    let inputs = [
        (Key::Architecture, "deepseek-v3"),
        (Key::Count, "512"),
        (Key::SequenceLength, "4096"),
        (Key::TensorParallel, "1"),
        (Key::PipelineParallel, "8"),
        (Key::ExpertParallel, "64"),
        (Key::MicroBatch, "1"),
    ];
    let number = |more: &[(Key, &str)], key| {
        let r = report::estimate(&scenario(&[&inputs, more].concat())).unwrap();
        r.number(Ask::Figure(Place { section: Section::Speed, key, row: 0 })).map(|n| n.value)
    };
    let bytes = 8.0 * 7168.0 * 4.0 * 63.0 / 64.0;
    assert_eq!(number(&[], "sent"), Some(bytes));
    assert!(number(&[], "sentShare").is_some_and(|v| v > 0.0 && v < 1.0));
    assert_eq!((number(&[], "dropped"), number(&[], "slots")), (None, None));
    let fixed = [(Key::CapacityFactor, "1.25")];
    assert_eq!(number(&fixed, "sent"), Some(bytes * 1.25));
    assert_eq!(number(&fixed, "slots"), Some(160.0));
    assert!(number(&fixed, "dropped").is_some_and(|v| (v / 7.591616924395179e-05 - 1.0).abs() < 1e-8));
    assert_eq!(number(&[(Key::Descend, "25 %"), (Key::DispatchBits, "8")], "sent"), Some(bytes / 4.0 * 0.75));
    let message = scenario(&inputs).set(Key::CapacityFactor, "0").unwrap_err();
    assert_eq!(message.field, "parallelism.capacityFactor");
    assert!(message.message.contains("above 0"), "{message}");
}

//! The optimum: its four ways of being asked for agree, and it moves the way it must.

use super::{
    BUDGETS, Dice, all, best, floor, flop, id, least, nats, off, optima, params, pins, surfaces, tokens, with_valley,
};
use isoflop::core::error::Code;
use isoflop::core::laws::{Intervals, Kind, Pin};

/// Size, tokens or loss of an optimum, asked for, give the budget it came from.
#[test]
fn four_questions_have_one_answer() {
    let mut dice = Dice(11);
    for law in optima() {
        for _ in 0..2_000 {
            let c = dice.between(BUDGETS.0, BUDGETS.1);
            let o = best(law, c);
            for pin in pins(law, &o) {
                let again = law.optimum(pin).unwrap();
                // A loss keeps only the digits that are left above the floor.
                let digits = match (pin, law.meta().kind) {
                    (Pin::Loss(l), Kind::Surface) => 1e-14 * l.get() / (l.get() - floor(law)),
                    _ => 1e-10,
                };
                // The loss falls as about C^(−0.155): the error in C is seven times as large.
                let allowed = (10.0 * digits).max(1e-9);
                assert!(off(again.flops.get(), c) < allowed, "{} at {c:e} from {pin:?}", id(law));
                assert!(off(again.params.get(), o.params.get()) < allowed, "{} at {c:e} from {pin:?}", id(law));
                assert!(off(again.tokens.get(), o.tokens.get()) < allowed, "{} at {c:e} from {pin:?}", id(law));
                if let (Some(x), Some(y)) = (again.loss, o.loss) {
                    assert!(off(x.get(), y.get()) < 1e-9, "{} at {c:e} from {pin:?}", id(law));
                }
            }
        }
    }
}

/// What is given comes back as given, to the last bit.
#[test]
fn the_given_number_is_not_touched() {
    let mut dice = Dice(12);
    for law in optima() {
        for _ in 0..500 {
            let o = best(law, dice.between(BUDGETS.0, BUDGETS.1));
            for pin in pins(law, &o) {
                let again = law.optimum(pin).unwrap();
                match pin {
                    Pin::Flops(v) => assert_eq!(again.flops, v),
                    Pin::Params(v) => assert_eq!(again.params, v),
                    Pin::Tokens(v) => assert_eq!(again.tokens, v),
                    Pin::Loss(v) => assert_eq!(again.loss, Some(v)),
                }
            }
        }
    }
}

#[test]
fn compute_is_k_n_d() {
    let mut dice = Dice(13);
    for law in optima() {
        for _ in 0..1_000 {
            let c = dice.between(BUDGETS.0, BUDGETS.1);
            for pin in pins(law, &best(law, c)) {
                let o = law.optimum(pin).unwrap();
                let product = law.flop_per_param_token(o.params) * o.params.get() * o.tokens.get();
                assert!(off(product, o.flops.get()) < 1e-12, "{} at {c:e} from {pin:?}", id(law));
                assert!(off(o.tokens_per_param(), o.tokens.get() / o.params.get()) < 1e-15);
            }
        }
    }
}

#[test]
fn more_compute_means_more_of_both_and_less_loss() {
    let mut dice = Dice(14);
    for law in optima() {
        for _ in 0..2_000 {
            let c = dice.between(BUDGETS.0, 1e28);
            let (less, more) = (best(law, c), best(law, c * dice.between(1.001, 10.0)));
            assert!(more.params > less.params && more.tokens > less.tokens, "{} at {c:e}", id(law));
            assert_eq!(less.loss.is_some(), law.meta().has_loss(), "{}", id(law));
            assert!(less.loss.is_none() || more.loss < less.loss, "{} at {c:e}", id(law));
        }
    }
}

#[test]
fn a_larger_model_or_more_text_has_less_loss() {
    let mut dice = Dice(15);
    for law in with_valley() {
        let loss = |n: f64, d: f64| law.loss(params(n), Some(tokens(d))).unwrap().loss.get();
        for _ in 0..2_000 {
            let (n, d, more) = (dice.between(1e3, 1e14), dice.between(1e3, 1e16), dice.between(1.01, 1e3));
            let here = loss(n, d);
            // Where the other term drowns the change, equal bits are all that can be asked for.
            assert!(loss(n * more, d) <= here && loss(n, d * more) <= here, "{} at {n:e}, {d:e}", id(law));
        }
        let here = loss(1e9, 2e10);
        assert!(loss(2e9, 2e10) < here && loss(1e9, 4e10) < here, "{}", id(law));
    }
}

#[test]
fn intervals_hold_their_value() {
    let mut dice = Dice(16);
    for law in optima() {
        for _ in 0..2_000 {
            for pin in pins(law, &best(law, dice.between(1e15, 1e28))) {
                let o = law.optimum(pin).unwrap();
                let i = o.intervals;
                for (name, interval, value) in [
                    ("flops", i.flops, Some(o.flops.get())),
                    ("params", i.params, Some(o.params.get())),
                    ("tokens", i.tokens, Some(o.tokens.get())),
                    ("ratio", i.tokens_per_param, Some(o.tokens_per_param())),
                    ("loss", i.loss, o.loss.map(|l| l.get())),
                ] {
                    let Some((low, high)) = interval else { continue };
                    let value = value.unwrap();
                    assert!(0.0 < low && low <= value && value <= high, "{}: {name} {low} {value} {high}", id(law));
                }
            }
        }
    }
}

/// The given quantity has no interval; a law has intervals where it says that it does.
#[test]
fn only_what_is_computed_is_uncertain() {
    for law in optima() {
        let o = best(law, 1e22);
        for pin in pins(law, &o) {
            let i = law.optimum(pin).unwrap().intervals;
            if law.meta().interval.is_none() {
                assert_eq!(i, Intervals::default(), "{}", id(law));
                continue;
            }
            let said = [i.flops, i.params, i.tokens, i.loss].map(|i| i.is_some());
            let given = match pin {
                Pin::Flops(_) => [false, true, true, true],
                Pin::Params(_) => [true, false, true, true],
                Pin::Tokens(_) => [true, true, false, true],
                Pin::Loss(_) => [true, true, true, false],
            };
            assert_eq!(said, given, "{} from {pin:?}", id(law));
            assert!(i.tokens_per_param.is_some(), "{} from {pin:?}", id(law));
        }
    }
}

#[test]
fn no_budget_reaches_the_floor() {
    for law in surfaces() {
        let floor = floor(law);
        for loss in [floor, floor - 1e-9, 0.5 * floor, 1e-300] {
            let e = law.optimum(Pin::Loss(nats(loss))).unwrap_err();
            assert_eq!(e.code, Code::NoSolution, "{} at {loss}", id(law));
            let named = [format!("{floor:.4}"), format!("{floor}")];
            assert!(named.iter().any(|f| e.message.contains(f)), "{}: {}", id(law), e.message);
        }
        // The floor is a floor: budgets of any size come nearer to it and not under it.
        let above = |c: f64| least(law, c) - floor;
        assert!(law.optimum(Pin::Loss(nats(floor + 0.5 * above(1e20)))).is_ok(), "{}", id(law));
        assert!(above(1e40) >= 0.0 && above(1e40) < 0.5 * above(1e20), "{}", id(law));
    }
}

#[test]
fn laws_without_a_loss_say_so() {
    for law in optima().filter(|law| !law.meta().has_loss()) {
        for e in [
            law.optimum(Pin::Loss(nats(2.0))).unwrap_err(),
            law.loss(params(1e9), Some(tokens(2e10))).unwrap_err(),
            law.on_budget(params(1e9), flop(1e20)).unwrap_err(),
        ] {
            assert_eq!((e.code, e.field.as_str()), (Code::Inconsistent, "law"), "{}", id(law));
            assert!(e.message.contains("no loss"), "{}", e.message);
        }
        assert_eq!(best(law, 1e21).loss, None);
    }
}

/// Laws with a loss along one line alone: it falls with size, nothing else enters, and what they lack they say.
#[test]
fn laws_of_size_or_of_one_ratio() {
    for law in all().filter(|law| matches!(law.meta().kind, Kind::Size | Kind::Ratio)) {
        let loss = |n: f64, d: Option<f64>| law.loss(params(n), d.map(tokens)).unwrap().loss.get();
        let mut dice = Dice(17);
        for _ in 0..500 {
            let (n, d) = (dice.between(1e3, 1e14), dice.between(1e3, 1e16));
            assert!(loss(2.0 * n, None) < loss(n, None), "{} at {n:e}", id(law));
            assert_eq!(loss(n, None), loss(n, Some(d)), "{}", id(law));
        }
        assert!(!law.remarks(params(1e9), Some(tokens(1e9))).is_empty(), "{}", id(law));
        let lacking = match law.meta().kind {
            Kind::Size => law.optimum(Pin::Flops(flop(1e21))).unwrap_err(),
            _ => law.on_budget(params(1e9), flop(1e21)).unwrap_err(),
        };
        assert_eq!((lacking.code, lacking.field.as_str()), (Code::Inconsistent, "law"), "{}", id(law));
    }
}

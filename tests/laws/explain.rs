//! An explanation is a formula: it must give the number it explains, from the constants that are published.

use super::{ASKED, BUDGETS, Dice, best, flop, id, letters, off, optima, params, pins, tokens};
use isoflop::core::expr::{Expr, Letter, plain};
use isoflop::core::laws::setting::{self, Precision, Setting};
use isoflop::core::laws::{Asked, Kind, Law, Optimum, Pin, find, sparse};

fn value(asked: Asked, at: &Optimum) -> Option<f64> {
    match asked {
        Asked::Flops => Some(at.flops.get()),
        Asked::Params => Some(at.params.get()),
        Asked::Tokens => Some(at.tokens.get()),
        Asked::Loss => at.loss.map(|l| l.get()),
    }
}

fn is_given(asked: Asked, pin: Pin) -> bool {
    matches!(
        (asked, pin),
        (Asked::Flops, Pin::Flops(_))
            | (Asked::Params, Pin::Params(_))
            | (Asked::Tokens, Pin::Tokens(_))
            | (Asked::Loss, Pin::Loss(_))
    )
}

#[test]
fn a_formula_gives_the_number_it_explains() {
    let mut dice = Dice(21);
    for law in optima() {
        for _ in 0..1_000 {
            let c = dice.between(BUDGETS.0, BUDGETS.1);
            for pin in pins(law, &best(law, c)) {
                let at = law.optimum(pin).unwrap();
                for asked in ASKED {
                    let (value, formula) = (value(asked, &at), law.explain(asked, pin, &at));
                    let expected = value.is_some() && !is_given(asked, pin);
                    assert_eq!(formula.is_some(), expected, "{}: {asked:?} from {pin:?}", id(law));
                    if let (Some(value), Some(formula)) = (value, formula) {
                        let gives = formula.eval();
                        assert!(off(gives, value) < 1e-12, "{}: {asked:?} from {pin:?}: {gives} for {value}", id(law));
                    }
                }
            }
        }
    }
}

/// Off the optimum as well: a wrong-sized model given the whole budget.
#[test]
fn the_formula_of_a_loss_gives_the_loss() {
    let mut dice = Dice(22);
    for law in optima() {
        for _ in 0..2_000 {
            let c = dice.between(BUDGETS.0, BUDGETS.1);
            let n = params(best(law, c).params.get() * dice.between(1e-3, 1e3));
            let formula = law.explain_on_budget(n, flop(c));
            assert_eq!(formula.is_some(), law.meta().kind.has_valley(), "{}", id(law));
            if let Some(formula) = formula {
                let loss = law.on_budget(n, flop(c)).unwrap().loss.get();
                assert!(off(formula.eval(), loss) < 1e-12, "{} at {c:e}", id(law));
            }
        }
    }
}

/// Every formula of a law at one point.
fn formulas(law: &dyn Law) -> Vec<Expr> {
    let o = best(law, 1e21);
    let mut found: Vec<Expr> = Vec::new();
    for pin in pins(law, &o) {
        found.extend(ASKED.iter().filter_map(|asked| law.explain(*asked, pin, &law.optimum(pin).unwrap())));
    }
    found.extend(law.explain_on_budget(params(o.params.get() / 3.0), o.flops));
    found
}

/// Everything that some law may be asked besides, at once.
fn everything() -> Setting {
    Setting {
        unique_tokens: Some(tokens(1e9)),
        precision: Some(Precision::uniform(setting::bits(8.0).unwrap())),
        post_training_bits: Some(setting::bits(4.0).unwrap()),
        replicas: Some(setting::replicas(3.0).unwrap()),
        experts: Some(sparse::experts(24.0).unwrap()),
        top_k: Some(sparse::top_k(2.0).unwrap()),
        sparsity: None,
        granularity: Some(sparse::granularity(8.0).unwrap()),
        weight_sparsity: Some(sparse::weight_sparsity(0.5).unwrap()),
        dense_tokens: Some(tokens(1e11)),
    }
}

/// A letter that names a constant has its value and error, and every constant of a surface or a power law is used:
/// by the law as it stands, or by what it may be asked besides.
#[test]
fn letters_are_the_published_constants() {
    for law in optima() {
        let mut used: Vec<&str> = Vec::new();
        let asked = find(id(law)).unwrap().under(&everything()).unwrap();
        for law in [law, &*asked] {
            let constants = law.constants();
            for formula in formulas(law) {
                for letter in formula.letters() {
                    let Letter::Given(letter) = letter else { continue };
                    match constants.iter().find(|c| c.symbol == letter.symbol) {
                        Some(c) => {
                            assert_eq!(c.value.to_bits(), letter.value.to_bits(), "{}: {}", id(law), c.symbol);
                            assert_eq!(c.standard_error, letter.standard_error, "{}: {}", id(law), c.symbol);
                            used.push(c.symbol);
                        }
                        // What is not a constant of the law: the run itself, its size against the best one, what
                        // was searched for, two conventions, and what it was asked besides.
                        None => assert!(
                            [
                                "C", "N", "D", "L", "k", "PFd", "x", "N*", "D*", "M", "Pw", "Pa", "Pkv", "Ppost", "U",
                                "E", "K", "S", "D1", "G",
                            ]
                            .contains(&letter.symbol),
                            "{}: {} is not among the constants",
                            id(law),
                            letter.symbol
                        ),
                    }
                }
            }
        }
        if law.meta().kind != Kind::Separate {
            for c in law.meta().constants {
                assert!(used.contains(&c.symbol), "{}: {} stands in no formula", id(law), c.symbol);
            }
        }
    }
}

/// One letter, one value: within a formula and against the published constants, named parts included.
#[test]
fn a_letter_means_one_thing() {
    for law in optima() {
        for formula in formulas(law) {
            let found: Vec<(&str, f64)> = letters(&formula).iter().map(|l| (l.symbol(), l.value())).collect();
            for (symbol, value) in &found {
                assert!(
                    found.iter().all(|(s, v)| s != symbol || v == value),
                    "{}: {symbol} twice in {}",
                    id(law),
                    plain(&formula.symbols())
                );
            }
        }
    }
}

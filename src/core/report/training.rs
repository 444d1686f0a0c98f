//! Time and money: what a cluster or a sum of money buys, and what a run takes.

use super::utilisation::Used;
use super::{Number, Why, why};
use crate::core::error::{Code, Error};
use crate::core::expr::{Expr, given, quotient};
use crate::core::laws::Pin;
use crate::core::quantity::{Dollars, Flop, FlopRate, Seconds};
use crate::core::scenario::{Budget, Scenario};

const SECONDS_PER_HOUR: f64 = 3600.0;

#[derive(Clone, Debug)]
pub struct Training {
    pub seconds: Number,
    pub hours: Number,
    pub dollars: Number,
    pub rate: Number,
    /// Part of the peak that 6 FLOP a parameter and token come to.
    pub utilisation: Number,
}

/// What is pinned, and the formula by which money or time bought the compute.
pub(super) fn pin(scenario: &Scenario, used: &Used) -> Result<(Pin, Option<Expr>), Error> {
    Ok(match scenario.budget {
        Budget::Flops(c) => (Pin::Flops(c), None),
        Budget::Params(n) => (Pin::Params(n), None),
        Budget::Tokens(d) => (Pin::Tokens(d), None),
        Budget::Loss(l) => (Pin::Loss(l), None),
        Budget::Time(t) => {
            let mut factors = cluster(scenario, used);
            factors.push(given("t", "training time", t.get(), Seconds::UNIT));
            (Pin::Flops(cluster_rate(scenario, used)?.over(t)?), Some(Expr::Product(factors)))
        }
        Budget::Dollars(m) => {
            let price = scenario.price()?;
            let hours = m.get() / price.get();
            let one = cluster_rate(scenario, used)?.get() / scenario.count.get();
            let flops = Flop::new(one * hours * SECONDS_PER_HOUR)?;
            let expr = Expr::Product(vec![
                quotient(
                    given("M", "money", m.get(), Dollars::UNIT),
                    given("p", "price of an accelerator-hour", price.get(), "$"),
                ),
                given("h", "seconds in an hour", SECONDS_PER_HOUR, "s"),
                given("P", "peak rate of one accelerator, dense 16-bit", scenario.accelerator.half(), FlopRate::UNIT),
                used.letter(),
            ]);
            (Pin::Flops(flops), Some(expr))
        }
    })
}

pub(super) fn cluster_rate(scenario: &Scenario, used: &Used) -> Result<FlopRate, Error> {
    FlopRate::new(scenario.count.get() * scenario.accelerator.peak()?.get() * used.value)
}

fn cluster(scenario: &Scenario, used: &Used) -> Vec<Expr> {
    vec![
        given("n", "accelerators", scenario.count.get(), ""),
        given("P", "peak rate of one accelerator, dense 16-bit", scenario.accelerator.half(), FlopRate::UNIT),
        used.letter(),
    ]
}

pub(super) fn training(scenario: &Scenario, flops: Flop, used: &Used) -> Result<Training, Error> {
    let rate = cluster_rate(scenario, used)?;
    let (count, price) = (scenario.count.get(), scenario.price()?.get());
    let seconds = match scenario.budget {
        Budget::Time(t) => t,
        _ => flops.at(rate)?,
    };
    let hours = match scenario.budget {
        Budget::Dollars(m) => m.get() / price,
        _ => count * seconds.get() / SECONDS_PER_HOUR,
    };
    let dollars = match scenario.budget {
        Budget::Dollars(m) => m.get(),
        _ => hours * price,
    };
    let check = |v: f64| -> Result<f64, Error> {
        if v.is_finite() {
            Ok(v)
        } else {
            Err(Error::new(Code::OutOfDomain, "hardware", "This run is too large to put into hours and dollars."))
        }
    };
    let sheet = Some(scenario.accelerator.source);
    let time_expr =
        quotient(given("C", "training compute", flops.get(), Flop::UNIT), Expr::Product(cluster(scenario, used)));
    let hours_expr = quotient(
        Expr::Product(vec![
            given("n", "accelerators", count, ""),
            given("t", "training time", seconds.get(), Seconds::UNIT),
        ]),
        given("h", "seconds in an hour", SECONDS_PER_HOUR, "s"),
    );
    let bought_hours =
        quotient(given("M", "money", dollars, "$"), given("p", "price of an accelerator-hour", price, "$"));
    let cost_expr = Expr::Product(vec![
        given("H", "accelerator-hours", hours, "h"),
        given("p", "price of an accelerator-hour", price, "$"),
    ]);
    let is_time = matches!(scenario.budget, Budget::Time(_));
    let is_money = matches!(scenario.budget, Budget::Dollars(_));
    Ok(Training {
        utilisation: used.number(),
        rate: Number {
            value: rate.get(),
            unit: FlopRate::UNIT,
            interval: None,
            why: Why {
                source: sheet,
                ..why("Rate of the whole cluster", "R", Some(Expr::Product(cluster(scenario, used))))
            },
        },
        seconds: Number {
            value: check(seconds.get())?,
            unit: Seconds::UNIT,
            interval: None,
            why: Why { source: sheet, ..why("Training time", "t", (!is_time).then_some(time_expr)) },
        },
        hours: Number {
            value: check(hours)?,
            unit: "accelerator-hours",
            interval: None,
            why: why("Accelerator-hours", "H", Some(if is_money { bought_hours } else { hours_expr })),
        },
        dollars: Number {
            value: check(dollars)?,
            unit: "$",
            interval: None,
            why: Why {
                note: Some(
                    "Accelerator time only: no storage, network, staff or failed runs. The price is an assumption: change it to yours.",
                ),
                ..why("Cost of the accelerators", "M", (!is_money).then_some(cost_expr))
            },
        },
    })
}

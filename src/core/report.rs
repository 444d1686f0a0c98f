//! The whole answer to a scenario. Page, link, module and export all read this one report.
//!
//! Every number carries its unit, its interval where published, and why: the formula it came from, the numbers
//! put in, the law's constants and the range they were fitted in.

use super::error::{Code, Error, Warning};
use super::expr::{Expr, given, quotient};
use super::laws::{self, Asked, Interval, Law, Meta, Optimum, Pin, Prediction};
use super::quantity::{Dollars, Flop, FlopRate, Nats, Params, Seconds, Tokens};
use super::runs::{self, Run};
use super::scenario::{Budget, Scenario};

const SECONDS_PER_HOUR: f64 = 3600.0;

/// A value with its unit, its interval and the reason for it.
#[derive(Clone, Debug)]
pub struct Number {
    pub value: f64,
    pub unit: &'static str,
    pub interval: Interval,
    pub why: Why,
}

/// Why a number is what it is.
#[derive(Clone, Debug)]
pub struct Why {
    pub title: &'static str,
    /// The letter on the left of the formula.
    pub symbol: &'static str,
    /// `None` when the number was given by the scenario, not computed.
    pub expr: Option<Expr>,
    /// The law whose constants and range stand behind it; `None` for plain arithmetic.
    pub law: Option<&'static Meta>,
    /// Where the number lies against the law's fitted range.
    pub range: Option<Range>,
    pub note: Option<&'static str>,
    /// Sources besides the law, such as an accelerator's data sheet.
    pub source: Option<&'static str>,
}

impl Why {
    /// Everything the number rests on, in words.
    pub fn sources(&self) -> Vec<String> {
        let law = self.law.map(|m| {
            let arxiv = m.arxiv.map_or(String::new(), |a| format!(", arXiv {a}"));
            format!("{}{arxiv}: {}", m.title, m.locator)
        });
        law.into_iter().chain(self.source.map(str::to_owned)).collect()
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub fitted: (f64, f64),
    pub value: f64,
    pub unit: &'static str,
}

impl Range {
    pub fn decades_outside(&self) -> f64 {
        laws::decades_outside(self.value, self.fitted)
    }
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub law: &'static Meta,
    pub flops: Number,
    pub params: Number,
    pub tokens: Number,
    pub tokens_per_param: Number,
    pub loss: Option<Number>,
}

/// What one law answers at the same budget.
#[derive(Clone, Debug)]
pub struct LawAnswer {
    pub meta: &'static Meta,
    pub chosen: bool,
    /// Its loss may be compared with the chosen law's: fitted on the same text.
    pub comparable: bool,
    pub params: Number,
    pub tokens: Number,
    pub tokens_per_param: f64,
    pub loss: Option<Number>,
    /// Decades of compute outside the fitted range.
    pub decades_outside: f64,
}

/// The smallest and the largest answer among the other laws.
#[derive(Clone, Debug)]
pub struct Spread {
    pub low: (&'static Meta, f64),
    pub high: (&'static Meta, f64),
    pub laws: usize,
}

/// A model that is not the best size, at the same budget.
#[derive(Clone, Debug)]
pub struct SizeRow {
    pub factor: f64,
    pub params: f64,
    pub tokens: f64,
    pub loss: Number,
    /// Loss above the optimum.
    pub more: f64,
    /// The budget that reaches this loss at its own best size, as a share of the whole.
    pub worth: f64,
}

#[derive(Clone, Debug)]
pub struct Training {
    pub seconds: Number,
    pub hours: Number,
    pub dollars: Number,
    pub rate: Number,
}

/// A real or imagined run set against the optimum of its own compute.
#[derive(Clone, Debug)]
pub struct Compared {
    pub run: Run,
    pub flops: Number,
    pub best: Optimum,
    /// Size of the run over the best size at its compute.
    pub oversize: Number,
    pub loss: Option<Number>,
    pub more: Option<f64>,
    /// Compute that would have reached the same loss at its own best size.
    pub needed: Option<Number>,
}

#[derive(Clone, Debug)]
pub struct Report {
    pub scenario: Scenario,
    pub answer: Answer,
    pub laws: Vec<LawAnswer>,
    pub spread: Option<Spread>,
    /// Empty when the chosen law has no loss.
    pub sizes: Vec<SizeRow>,
    pub training: Training,
    /// The run of the scenario.
    pub compared: Option<Compared>,
    /// Every published run under the chosen law.
    pub published: Vec<Compared>,
    pub warnings: Vec<Warning>,
}

/// Sizes of the table of other sizes, as factors of the optimum.
const FACTORS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// The whole report.
///
/// # Errors
/// `no-solution` when no budget reaches the target loss, `inconsistent` when the law cannot answer the question,
/// `out-of-domain` when the answer leaves the range of numbers.
pub fn estimate(scenario: &Scenario) -> Result<Report, Error> {
    let law = scenario.law;
    let meta = law.meta();
    let field = scenario.budget.key().names().path;
    let at = |e: Error| if e.field == "law" { e } else { e.at(field) };
    let rate = cluster_rate(scenario)?;
    let (pin, bought) = pin(scenario, rate).map_err(at)?;
    let best = law.optimum(pin).map_err(at)?;
    let answer = answer(scenario, pin, &best, bought);
    let laws = answers(scenario, best.flops);
    let warnings = laws::warnings(meta, Some(best.flops.get()), best.params.get(), Some(best.tokens.get()));
    Ok(Report {
        spread: spread(&laws),
        sizes: sizes(law, &best),
        training: training(scenario, best.flops, rate)?,
        compared: scenario.run.map(|run| compare(law, run)).transpose()?,
        published: runs::ALL.iter().filter_map(|r| compare(law, Run::published(r.id).ok()?).ok()).collect(),
        scenario: scenario.clone(),
        answer,
        laws,
        warnings,
    })
}

/// What is pinned, and the formula by which money or time bought the compute.
fn pin(scenario: &Scenario, rate: FlopRate) -> Result<(Pin, Option<Expr>), Error> {
    Ok(match scenario.budget {
        Budget::Flops(c) => (Pin::Flops(c), None),
        Budget::Params(n) => (Pin::Params(n), None),
        Budget::Tokens(d) => (Pin::Tokens(d), None),
        Budget::Loss(l) => (Pin::Loss(l), None),
        Budget::Time(t) => {
            let mut factors = cluster(scenario);
            factors.push(given("t", "training time", t.get(), Seconds::UNIT));
            (Pin::Flops(rate.over(t)?), Some(Expr::Product(factors)))
        }
        Budget::Dollars(m) => {
            let hours = m.get() / scenario.price.get();
            let one = rate.get() / scenario.count.get();
            let flops = Flop::new(one * hours * SECONDS_PER_HOUR)?;
            let expr = Expr::Product(vec![
                quotient(
                    given("M", "money", m.get(), Dollars::UNIT),
                    given("p", "price of an accelerator-hour", scenario.price.get(), "$"),
                ),
                given("h", "seconds in an hour", SECONDS_PER_HOUR, "s"),
                given("P", "peak rate of one accelerator, dense 16-bit", scenario.accelerator.peak, FlopRate::UNIT),
                given("u", "model FLOP utilisation", scenario.utilisation.get(), ""),
            ]);
            (Pin::Flops(flops), Some(expr))
        }
    })
}

fn cluster_rate(scenario: &Scenario) -> Result<FlopRate, Error> {
    FlopRate::new(scenario.count.get() * scenario.accelerator.peak()?.get() * scenario.utilisation.get())
}

fn cluster(scenario: &Scenario) -> Vec<Expr> {
    vec![
        given("n", "accelerators", scenario.count.get(), ""),
        given("P", "peak rate of one accelerator, dense 16-bit", scenario.accelerator.peak, FlopRate::UNIT),
        given("u", "model FLOP utilisation", scenario.utilisation.get(), ""),
    ]
}

fn why(title: &'static str, symbol: &'static str, expr: Option<Expr>) -> Why {
    Why { title, symbol, expr, law: None, range: None, note: None, source: None }
}

fn of_law(meta: &'static Meta, title: &'static str, symbol: &'static str, expr: Option<Expr>) -> Why {
    Why { law: Some(meta), ..why(title, symbol, expr) }
}

fn answer(scenario: &Scenario, pin: Pin, best: &Optimum, bought: Option<Expr>) -> Answer {
    let law = scenario.law;
    let meta = law.meta();
    let explain = |asked| law.explain(asked, pin, best);
    let flops_why = match bought {
        Some(expr) => {
            Why { source: Some(scenario.accelerator.source), ..why("Compute that this buys", "C", Some(expr)) }
        }
        None => of_law(meta, "Training compute", "C", explain(Asked::Flops)),
    };
    let range = |value, fitted, unit| Some(Range { fitted, value, unit });
    let n = given("N", "parameters", best.params.get(), Params::UNIT);
    let d = given("D", "training tokens", best.tokens.get(), Tokens::UNIT);
    Answer {
        law: meta,
        flops: Number {
            value: best.flops.get(),
            unit: Flop::UNIT,
            interval: best.intervals.flops,
            why: Why { range: range(best.flops.get(), meta.fitted.flops, Flop::UNIT), ..flops_why },
        },
        params: Number {
            value: best.params.get(),
            unit: Params::UNIT,
            interval: best.intervals.params,
            why: Why {
                range: range(best.params.get(), meta.fitted.params, Params::UNIT),
                ..of_law(meta, "Best model size", "N*", explain(Asked::Params))
            },
        },
        tokens: Number {
            value: best.tokens.get(),
            unit: Tokens::UNIT,
            interval: best.intervals.tokens,
            why: Why {
                range: range(best.tokens.get(), meta.fitted.tokens, Tokens::UNIT),
                ..of_law(meta, "Training tokens for this size", "D*", explain(Asked::Tokens))
            },
        },
        tokens_per_param: Number {
            value: best.tokens_per_param(),
            unit: "tokens per parameter",
            interval: best.intervals.tokens_per_param,
            why: of_law(meta, "Tokens per parameter", "D/N", Some(quotient(d, n))),
        },
        loss: best.loss.map(|loss| Number {
            value: loss.get(),
            unit: Nats::UNIT,
            interval: best.intervals.loss,
            why: Why {
                range: range(best.flops.get(), meta.fitted.flops, Flop::UNIT),
                ..of_law(meta, "Expected loss", "L", explain(Asked::Loss))
            },
        }),
    }
}

fn answers(scenario: &Scenario, flops: Flop) -> Vec<LawAnswer> {
    let chosen = scenario.law.meta();
    let mut rows: Vec<LawAnswer> = laws::ALL
        .iter()
        .filter_map(|law| {
            let meta = law.meta();
            let pin = Pin::Flops(flops);
            // A law that leaves the range of numbers at this budget has no row.
            let best = law.optimum(pin).ok()?;
            let number = |value, unit, interval, title, symbol, asked| Number {
                value,
                unit,
                interval,
                why: Why {
                    range: Some(Range { fitted: meta.fitted.flops, value: flops.get(), unit: Flop::UNIT }),
                    ..of_law(meta, title, symbol, law.explain(asked, pin, &best))
                },
            };
            Some(LawAnswer {
                meta,
                chosen: meta.id == chosen.id,
                comparable: meta.has_loss && meta.data == chosen.data,
                params: number(
                    best.params.get(),
                    Params::UNIT,
                    best.intervals.params,
                    "Best model size",
                    "N*",
                    Asked::Params,
                ),
                tokens: number(
                    best.tokens.get(),
                    Tokens::UNIT,
                    best.intervals.tokens,
                    "Training tokens for this size",
                    "D*",
                    Asked::Tokens,
                ),
                tokens_per_param: best.tokens_per_param(),
                loss: best
                    .loss
                    .map(|l| number(l.get(), Nats::UNIT, best.intervals.loss, "Expected loss", "L", Asked::Loss)),
                decades_outside: laws::decades_outside(flops.get(), meta.fitted.flops),
            })
        })
        .collect();
    // Chosen first, then the laws fitted on the same text, then the rest, each in the order of the list.
    rows.sort_by_key(|r| (!r.chosen, r.meta.data != chosen.data));
    rows
}

fn spread(rows: &[LawAnswer]) -> Option<Spread> {
    let others = || rows.iter().filter(|r| !r.chosen);
    let by = |a: &&LawAnswer, b: &&LawAnswer| a.params.value.total_cmp(&b.params.value);
    let (low, high) = (others().min_by(by)?, others().max_by(by)?);
    Some(Spread { low: (low.meta, low.params.value), high: (high.meta, high.params.value), laws: others().count() })
}

fn sizes(law: &dyn Law, best: &Optimum) -> Vec<SizeRow> {
    let Some(least) = best.loss else { return Vec::new() };
    FACTORS
        .iter()
        .filter_map(|&factor| {
            let params = Params::new(best.params.get() * factor).ok()?;
            let tokens = laws::tokens_bought(best.flops, params).ok()?;
            let (loss, interval) = if factor == 1.0 {
                (least, best.intervals.loss)
            } else {
                let Prediction { loss, interval, .. } = law.on_budget(params, best.flops).ok()?;
                (loss, interval)
            };
            Some(SizeRow {
                factor,
                params: params.get(),
                tokens: tokens.get(),
                loss: Number {
                    value: loss.get(),
                    unit: Nats::UNIT,
                    interval,
                    why: of_law(law.meta(), "Loss at this size", "L", law.explain_on_budget(params, best.flops)),
                },
                more: if factor == 1.0 { 0.0 } else { (loss.get() - least.get()).max(0.0) },
                worth: if factor == 1.0 { 1.0 } else { worth(law, loss, best.flops)? },
            })
        })
        .collect()
}

/// Share of `flops` that reaches `loss` at its own best size.
fn worth(law: &dyn Law, loss: Nats, flops: Flop) -> Option<f64> {
    let needed = law.optimum(Pin::Loss(loss)).ok()?.flops;
    Some((needed.get() / flops.get()).min(1.0))
}

fn training(scenario: &Scenario, flops: Flop, rate: FlopRate) -> Result<Training, Error> {
    let (count, price) = (scenario.count.get(), scenario.price.get());
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
    let time_expr = quotient(given("C", "training compute", flops.get(), Flop::UNIT), Expr::Product(cluster(scenario)));
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
        rate: Number {
            value: rate.get(),
            unit: FlopRate::UNIT,
            interval: None,
            why: Why { source: sheet, ..why("Rate of the whole cluster", "R", Some(Expr::Product(cluster(scenario)))) },
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

fn compare(law: &'static dyn Law, run: Run) -> Result<Compared, Error> {
    let meta = law.meta();
    let field = |e: Error| e.at("model");
    let flops = run.params.compute(run.tokens, laws::FLOP_PER_PARAM_TOKEN).map_err(field)?;
    let best = law.optimum(Pin::Flops(flops)).map_err(field)?;
    let at = match meta.kind {
        laws::Kind::Surface => law.loss(run.params, Some(run.tokens)).ok(),
        _ => law.on_budget(run.params, flops).ok(),
    };
    let needed = at.and_then(|p| {
        let o = law.optimum(Pin::Loss(p.loss)).ok()?;
        let expr = law.explain(Asked::Flops, Pin::Loss(p.loss), &o);
        Some(Number {
            value: o.flops.get().min(flops.get()),
            unit: Flop::UNIT,
            interval: None,
            why: of_law(meta, "Compute that reaches this loss at its own best size", "C", expr),
        })
    });
    let n = given("N", "parameters of the run", run.params.get(), Params::UNIT);
    let d = given("D", "tokens of the run", run.tokens.get(), Tokens::UNIT);
    let k = given("k", "FLOP per parameter and token, by convention", laws::FLOP_PER_PARAM_TOKEN, "FLOP");
    let best_n = given("N*", "best size at the compute of the run", best.params.get(), Params::UNIT);
    Ok(Compared {
        flops: Number {
            value: flops.get(),
            unit: Flop::UNIT,
            interval: None,
            why: why("Training compute of the run", "C", Some(Expr::Product(vec![k, n.clone(), d]))),
        },
        oversize: Number {
            value: run.params.get() / best.params.get(),
            unit: "×",
            interval: None,
            why: of_law(meta, "Size of the run against the best size", "N/N*", Some(quotient(n, best_n))),
        },
        more: at.zip(best.loss).map(|(p, least)| (p.loss.get() - least.get()).max(0.0)),
        loss: at.map(|p| Number {
            value: p.loss.get(),
            unit: Nats::UNIT,
            interval: p.interval,
            why: of_law(meta, "Loss that the law expects of the run", "L", law.explain_on_budget(run.params, flops)),
        }),
        needed,
        best,
        run,
    })
}

/// The report's own way of naming its numbers, so that a face can ask for one again after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    Flops,
    Params,
    Tokens,
    TokensPerParam,
    Loss,
    Seconds,
    Hours,
    Dollars,
    Rate,
    LawParams(usize),
    LawTokens(usize),
    LawLoss(usize),
    SizeLoss(usize),
    RunFlops(usize),
    RunOversize(usize),
    RunLoss(usize),
    RunNeeded(usize),
}

impl Report {
    /// The number asked for, if this report has it.
    pub fn number(&self, ask: Ask) -> Option<&Number> {
        let (a, t) = (&self.answer, &self.training);
        match ask {
            Ask::Flops => Some(&a.flops),
            Ask::Params => Some(&a.params),
            Ask::Tokens => Some(&a.tokens),
            Ask::TokensPerParam => Some(&a.tokens_per_param),
            Ask::Loss => a.loss.as_ref(),
            Ask::Seconds => Some(&t.seconds),
            Ask::Hours => Some(&t.hours),
            Ask::Dollars => Some(&t.dollars),
            Ask::Rate => Some(&t.rate),
            Ask::LawParams(i) => self.laws.get(i).map(|l| &l.params),
            Ask::LawTokens(i) => self.laws.get(i).map(|l| &l.tokens),
            Ask::LawLoss(i) => self.laws.get(i)?.loss.as_ref(),
            Ask::SizeLoss(i) => self.sizes.get(i).map(|s| &s.loss),
            Ask::RunFlops(i) => self.run(i).map(|r| &r.flops),
            Ask::RunOversize(i) => self.run(i).map(|r| &r.oversize),
            Ask::RunLoss(i) => self.run(i)?.loss.as_ref(),
            Ask::RunNeeded(i) => self.run(i)?.needed.as_ref(),
        }
    }

    /// Published runs in their order, and after them the scenario's own.
    pub fn run(&self, i: usize) -> Option<&Compared> {
        self.published.get(i).or_else(|| self.compared.as_ref().filter(|_| i == self.published.len()))
    }
}

//! The best mixture and the dense model with the same loss by the clock of the scenario's devices.

use super::figures::{Figures, Section};
use super::utilisation::base;
use super::{MixtureReport, Number, Why, arithmetic, why};
use crate::core::error::{Code, Error};
use crate::core::expr::{Expr, given, product, quotient, sum};
use crate::core::memory::activations::Recompute;
use crate::core::memory::training::Setup;
use crate::core::mixture::clock::{InService, Place, Timed, clock};
use crate::core::quantity::{Params, Seconds, Span, Tokens};
use crate::core::scenario::{Budget, Scenario};
use crate::core::timing::serving::Served;

const S: Section = Section::Clock;

#[derive(Clone, Debug)]
pub struct ClockReport {
    /// Row 0 is the mixture, row 1 the dense model with its loss, row 2 what comes of them.
    pub figures: Figures,
}

impl ClockReport {
    /// # Errors
    /// Where the design is dense itself, or nothing is known of the devices.
    pub(super) fn of(scenario: &Scenario, mixture: &MixtureReport) -> Result<ClockReport, Error> {
        let chosen = mixture.chosen().filter(|d| d.experts.get() > 1.0).ok_or_else(|| {
            let message = "Under these limits the best design is dense, so there is nothing to set against it.";
            Error::new(Code::NoSolution, "moe", message)
        })?;
        let base = base(scenario);
        let place = Place {
            machine: scenario.cluster.machine(&scenario.accelerator)?,
            devices: (scenario.count.get().min(1e6) as u64).max(1),
            capacity: scenario.accelerator.capacity(),
            base: &base,
            habits: scenario.cluster.habits,
            serving: &scenario.setup.serving,
        };
        let clock = clock(&mixture.limits, chosen, &place)?;
        let mut figures = Figures::default();
        for (row, timed, what) in [(0, &clock.mixture, "mixture"), (1, &clock.dense, "dense model of the same loss")] {
            match timed {
                Some(t) => one(&mut figures, row, t, scenario)?,
                None => figures
                    .remark(S, format!("No layout of the {what} fits {} of these accelerators.", scenario.count.get())),
            }
        }
        // Time and money bought compute at a dense model's utilisation.
        if let (Budget::Time(t), Some(m)) = (scenario.budget, &clock.mixture)
            && m.timing.seconds.get() > 1.02 * t.get()
        {
            let text = "The time bought compute at the utilisation of a dense model; the mixture reaches less of it and takes longer.";
            figures.remark(S, text);
        }
        both(&mut figures);
        Ok(ClockReport { figures })
    }
}

fn noted(number: Number, note: &'static str) -> Number {
    Number { why: Why { note: Some(note), ..number.why }, ..number }
}

const LAYOUT: &str = "The fastest layout of powers of two that fits these devices, timed by the engine; a model of the law's shape, in whole heads.";
const PROMPT: &str = "The whole context of every sequence, on the devices that share the served model.";
const TOKEN: &str = "One token for each of the sequences of serving, on the devices that share the served model; experts are spread over them. A roofline: weights and cache are read once, of experts those that some token chose, on the device with most of them.";

fn one(out: &mut Figures, row: usize, t: &Timed, scenario: &Scenario) -> Result<(), Error> {
    let l = &t.setup.layout;
    let name = if t.experts == 1.0 { "dense, same loss".to_owned() } else { format!("{} experts", t.experts) };
    let mut split = format!("{} data × {} tensor × {} pipeline", l.data, l.tensor, l.pipeline);
    if l.expert > 1 {
        split += &format!(", experts over {}", l.expert);
    }
    split += &zero(&t.setup);
    out.name(S, row, format!("{name}: {split}"));
    let n = || given("N", "active parameters of the model that was timed", t.shape.active(), Params::UNIT);
    out.put(S, "active", row, noted(arithmetic("Active parameters", "N", Params::UNIT, n()), LAYOUT));
    let d = || given("D", "training tokens", t.tokens.get(), Tokens::UNIT);
    out.put(S, "tokens", row, arithmetic("Training tokens", "D", Tokens::UNIT, d()));
    let rate = || given("r", "tokens a second, expected", t.timing.tokens.get(), "tokens/s");
    let count = given("n", "accelerators", l.devices() as f64, "");
    let peak = given("P", "peak rate of one accelerator", scenario.accelerator.half(), "FLOP/s");
    let used = quotient(product([Expr::Number(6.0), n(), rate()]), product([count, peak]));
    out.put(
        S,
        "mfu",
        row,
        noted(
            arithmetic("Utilisation", "u", "", used),
            "6 FLOP an active parameter and token, against the dense 16-bit peak.",
        ),
    );
    // The law's own size: what is built in whole heads is a little larger or smaller.
    let law = given("N₀", "active parameters by the law", t.active.get(), Params::UNIT);
    let seconds = quotient(product([d(), law]), product([n(), rate()]));
    out.put(S, "seconds", row, noted(arithmetic("Training time", "t", Seconds::UNIT, seconds), LAYOUT));
    out.put(
        S,
        "travelShare",
        row,
        arithmetic("Tokens to experts and back, of a step", "x", "", given("x", "part of a step", t.travel, "")),
    );
    let who = if t.experts == 1.0 { "the dense model" } else { "the mixture" };
    in_service(out, S, row, t.served.as_ref(), who, scenario);
    Ok(())
}

/// Time of a served token and of reading the prompts, or why there is none.
pub(super) fn in_service(
    out: &mut Figures,
    section: Section,
    row: usize,
    served: Option<&InService>,
    name: &str,
    scenario: &Scenario,
) {
    let devices = scenario.setup.serving.tensor;
    let Some(InService { decode, prefill, expert }) = served else {
        return out.remark(
            section,
            format!("Served, {name} does not fit the {devices} devices that share it, or does not divide among them."),
        );
    };
    let part = |symbol, what, v: Span| given(symbol, what, v.get(), Seconds::UNIT);
    let parts = |pass: &Served| {
        sum([
            part(
                "w",
                "reading weights, or the products with them where those take longer",
                pass.weights.max(pass.products),
            ),
            part("c", "reading keys and values, or attention", pass.cache.max(pass.attention)),
            part("s", "sums between devices", pass.tensor),
            part("e", "tokens to experts and back", pass.expert),
        ])
    };
    let token = arithmetic("Time of a served token", "t", Seconds::UNIT, parts(decode));
    out.put(section, "decode", row, noted(token, TOKEN));
    let prompt = arithmetic("Time of reading the prompts", "t", Seconds::UNIT, parts(prefill));
    out.put(section, "prefill", row, noted(prompt, PROMPT));
    let spread = match expert {
        1 => String::new(),
        n => format!(", experts spread over {n}"),
    };
    out.remark(section, format!("Served on {devices} devices{spread}, {name} waits for {}.", decode.bound().words()));
}

/// What a layout has besides how devices share it.
pub(super) fn zero(setup: &Setup) -> String {
    let again = match setup.recompute {
        Recompute::None => "nothing recomputed",
        Recompute::Selective => "attention recomputed",
        Recompute::Full => "all recomputed",
    };
    format!(", ZeRO {}, micro-batch {}, {again}", setup.layout.zero, setup.micro_batch)
}

/// What the mixture is worth by the clock, in training and in serving.
fn both(out: &mut Figures) {
    let number = |row, key| out.get(super::Place { section: S, key, row }).map(|n| n.value);
    let ratio = |title, key, what: [&'static str; 2]| {
        let (mixture, dense) = (number(0, key)?, number(1, key)?);
        let above = given("t₁", what[0], dense, Seconds::UNIT);
        let expr = quotient(above, given("t", what[1], mixture, Seconds::UNIT));
        let value = expr.eval();
        value.is_finite().then(|| Number::new(value, "×", why(title, "w", Some(expr))))
    };
    let trained =
        ratio("Worth by the clock", "seconds", ["training time of the dense model", "training time of the mixture"]);
    let served = ratio(
        "Faster in serving",
        "decode",
        ["time of a served token of the dense model", "time of a served token of the mixture"],
    );
    out.name(S, 2, "both");
    if let Some(n) = trained {
        out.put(S, "worth", 2, n);
    }
    if let Some(n) = served {
        out.put(S, "serving", 2, n);
    }
}

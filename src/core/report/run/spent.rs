//! Days, dollars, energy and carbon of the run, without interruptions and with them.

use super::*;
use crate::core::expr::product;
use crate::core::operate::energy;
use crate::core::quantity::{KilowattHours, Watts};

const S: Section = Section::Run;
const F: Section = Section::Failures;
const HOUR: f64 = 3600.0;

pub(super) fn spent(
    out: &mut Figures,
    scenario: &Scenario,
    timing: &Timing,
    devices: Count,
    tokens: Tokens,
) -> Result<(), Error> {
    let run = timing.seconds;
    let seconds = quotient(
        given("D", "training tokens", tokens.get(), Tokens::UNIT),
        given("r", "tokens a second", timing.tokens.get(), "tokens/s"),
    );
    out.put(S, "seconds", 0, noted(by("Training time", "t", Seconds::UNIT, seconds), "Without interruptions."));
    let hours = |t: Seconds, what: &'static str| {
        // Those without work are reserved too.
        let all = scenario.count.get().max(devices.get());
        let all = product([given("n", "accelerators", all, ""), given("t", what, t.get(), Seconds::UNIT)]);
        quotient(all, given("h", "seconds in an hour", HOUR, "s"))
    };
    let each = scenario.price()?.get();
    let price = || given("p", "price of an accelerator-hour", each, "$");
    out.put(S, "hours", 0, by("Accelerator-hours", "H", "accelerator-hours", hours(run, "training time")));
    let cost = product([hours(run, "training time"), price()]);
    let dollars = finite(by("Cost of the accelerators", "M", "$", cost), "hardware.count")?;
    out.put(S, "dollars", 0, noted(dollars, PRICE));
    let c = &scenario.cluster;
    if scenario.accelerator.power > 0.0 {
        let job = energy::Job {
            devices,
            time: run,
            power: Watts::new(scenario.accelerator.power)?,
            load: c.load,
            idle: None,
            host: c.host,
            pue: c.pue,
        };
        let (kwh, expr) = job.energy()?;
        let number = by("Electricity", "E", KilowattHours::UNIT, expr);
        out.put(S, "energy", 0, noted(number, POWER));
        out.put(S, "carbon", 0, noted(by("Carbon dioxide", "m", "t CO₂e", energy::carbon(kwh, c.carbon)?), CARBON));
    } else {
        out.remark(S, "The makers print no power of this accelerator, so there is no electricity here.");
    }
    failures(out, scenario, run, devices, &|t, what| product([hours(t, what), price()]))
}

const PRICE: &str =
    "Accelerator time only: no storage, network, staff or failed runs. The price is an assumption: set yours.";
const POWER: &str = "Rated power times the load, times what host and network add, times the PUE of the data centre; all \
                     three are assumptions to be changed.";
const CARBON: &str = "The intensity of the grid changes from year to year and by the hour: set yours.";

fn failures(
    out: &mut Figures,
    scenario: &Scenario,
    run: Seconds,
    devices: Count,
    cost: &dyn Fn(Seconds, &'static str) -> Expr,
) -> Result<(), Error> {
    let failures = scenario.cluster.failures(devices);
    out.put(F, "mtbf", 0, by("Mean time between interruptions", "M", Seconds::UNIT, failures.mtbf()?));
    out.put(F, "young", 0, by("Between checkpoints, by Young", "τ", Seconds::UNIT, failures.young()?));
    out.put(F, "interval", 0, by("Between checkpoints, by Daly", "τ", Seconds::UNIT, failures.interval()?));
    let share = match failures.goodput() {
        Ok(share) => share,
        Err(e) => {
            out.remark(F, e.message);
            return Ok(());
        }
    };
    let goodput = share.eval();
    out.put(F, "goodput", 0, by("Time that brings training forward", "g", "", share));
    let clock = quotient(
        given("t", "training time without interruptions", run.get(), Seconds::UNIT),
        given("g", "time that brings training forward", goodput, ""),
    );
    let Ok(whole) = Seconds::new(clock.eval()) else { return Ok(()) };
    out.put(F, "seconds", 0, by("Time by the clock", "t", Seconds::UNIT, clock));
    out.put(F, "interruptions", 0, by("Interruptions to expect", "k", "", failures.interruptions(whole)?));
    out.put(F, "dollars", 0, by("Cost with interruptions", "M", "$", cost(whole, "time by the clock")));
    Ok(())
}

//! Electricity of a job and the carbon dioxide that it stands for.

use crate::core::error::{Code, Error};
use crate::core::expr::{Expr, difference, given, named, product, quotient, sum};
use crate::core::laws::Confidence;
use crate::core::quantity::{Count, Fraction, KilowattHours, Seconds, Watts};

/// A published range to start from, with where it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    pub id: &'static str,
    pub name: &'static str,
    pub low: f64,
    pub high: f64,
    pub unit: &'static str,
    pub source: &'static str,
    pub confidence: Confidence,
}

impl Known {
    /// The middle of the range.
    pub fn middle(&self) -> f64 {
        0.5 * (self.low + self.high)
    }
}

const RECALLED: &str = "public reports, as recalled on 2026-11-23";

const fn row(id: &'static str, name: &'static str, low: f64, high: f64, confidence: Confidence) -> Known {
    Known { id, name, low, high, unit: "", source: RECALLED, confidence }
}

const fn grid(id: &'static str, name: &'static str, low: f64, high: f64) -> Known {
    Known { unit: "g CO₂e/kWh", ..row(id, name, low, high, Confidence::RecalledMedium) }
}

/// What a data centre draws for each watt of its machines.
pub static PUE: &[Known] = &[
    row("hyperscale", "hyperscale data centres", 1.1, 1.2, Confidence::RecalledHigh),
    row("google", "Google", 1.09, 1.10, Confidence::RecalledHigh),
    row("meta", "Meta", 1.08, 1.09, Confidence::RecalledHigh),
    row("industry", "mean of the industry", 1.56, 1.58, Confidence::RecalledHigh),
];

/// Carbon intensity of electricity; it changes from year to year and by the hour.
pub static GRIDS: &[Known] = &[
    grid("world", "world", 445.0, 480.0),
    grid("us", "United States", 370.0, 390.0),
    grid("eu", "European Union", 210.0, 250.0),
    grid("france", "France", 30.0, 60.0),
    grid("sweden", "Sweden", 20.0, 45.0),
    grid("germany", "Germany", 340.0, 400.0),
    grid("china", "China", 550.0, 580.0),
    grid("india", "India", 650.0, 710.0),
];

/// Power of a device that trains, against its rated power.
pub static LOAD: Known = row("load", "load while training", 0.7, 0.9, Confidence::RecalledMedium);

/// Power of a whole node, host and network, against that of its devices.
pub static HOST: Known = row("host", "host and network", 1.25, 1.6, Confidence::RecalledMedium);

/// Rated power of whole machines for each of their devices, W: upper ends of what a host adds.
pub static MACHINES: &[Known] = &[
    Known {
        unit: Watts::UNIT,
        source: "10.2 kW of a DGX H100 over 8, as recalled on 2026-11-23; 1.82 times the 700 W of a device",
        ..row("dgx-h100", "DGX H100", 1275.0, 1275.0, Confidence::RecalledHigh)
    },
    Known {
        unit: Watts::UNIT,
        source: "rack plan of 135 kW over 72, stas00/ml-engineering, read 2026-11-23; 1.34 times the 1400 W of a device",
        ..row("gb300-nvl72", "GB300 NVL72", 1875.0, 1875.0, Confidence::Verified)
    },
];

/// Carbon of a kilowatt-hour of rated power as the model card of Llama 3.1 counts it, PUE included: 0.411 kg (8B),
/// 0.416 kg (70B), 0.414 kg (405B). Its energy is accelerator-hours times 700 W and nothing else.
pub static LLAMA_3_1_CARD: Known = Known {
    unit: "g CO₂e/kWh",
    source: "model card of Llama 3.1: tonnes over accelerator-hours at 700 W; read 2026-11-23",
    ..row("llama-3-1-card", "Llama 3.1 card, by rated power", 411.0, 416.0, Confidence::Derived)
};

/// Accelerators that are reserved and do nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Idle {
    /// Share of the job's time, 0 to 1.
    pub share: f64,
    /// Power then, against the rated power, 0 to 1.
    pub load: f64,
}

/// A job and what it draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job {
    pub devices: Count,
    pub time: Seconds,
    /// Rated power of a device.
    pub power: Watts,
    /// Power while it computes, against the rated power.
    pub load: Fraction,
    pub idle: Option<Idle>,
    /// Power of the node against that of its devices; 1 counts devices alone.
    pub host: Fraction,
    /// 1 counts the machines alone.
    pub pue: Fraction,
}

impl Job {
    /// A job at this rated power alone, as most model cards count.
    ///
    /// # Errors
    /// Never; the ones are above zero.
    pub fn rated(devices: Count, time: Seconds, power: Watts) -> Result<Job, Error> {
        let one = Fraction::new(1.0)?;
        Ok(Job { devices, time, power, load: one, idle: None, host: one, pue: one })
    }

    /// Kilowatt-hours: n · t · P · load · host · PUE.
    ///
    /// # Errors
    /// `out-of-domain` at `idle` for a share or a load that is not from 0 to 1, `not-finite` beyond all numbers.
    pub fn energy(&self) -> Result<(KilowattHours, Expr), Error> {
        let expr = product([
            given("n", "accelerators", self.devices.get(), ""),
            quotient(
                given("t", "time of the job", self.time.get(), "s"),
                given("h", "seconds in an hour", 3600.0, "s"),
            ),
            quotient(
                given("P", "rated power of an accelerator", self.power.get(), Watts::UNIT),
                given("k", "watts in a kilowatt", 1000.0, Watts::UNIT),
            ),
            self.load()?,
            given("o", "power of the node against its accelerators", self.host.get(), ""),
            given("PUE", "power of the data centre against its machines", self.pue.get(), ""),
        ]);
        KilowattHours::new(expr.eval()).map(|kwh| (kwh, expr))
    }

    /// u (1 − i) + i v: power over the whole time against the rated power.
    fn load(&self) -> Result<Expr, Error> {
        let busy = given("u", "power while computing, against the rated power", self.load.get(), "");
        let Some(Idle { share, load }) = self.idle else { return Ok(busy) };
        if [share, load].iter().any(|v| !(0.0..=1.0).contains(v)) {
            let message = "The idle share of the time and the power then must each lie from 0 to 1.";
            return Err(Error::new(Code::OutOfDomain, "idle", message));
        }
        let i = || given("i", "share of the time without work", share, "");
        let rest = product([i(), given("v", "power without work, against the rated power", load, "")]);
        Ok(named("l", "mean load", sum([product([busy, difference(Expr::Number(1.0), i())]), rest])))
    }
}

/// Tonnes of CO₂ equivalent at an intensity in grams for a kilowatt-hour.
pub fn carbon(energy: KilowattHours, intensity: f64) -> Expr {
    let grams = product([
        given("E", "energy", energy.get(), KilowattHours::UNIT),
        given("g", "carbon intensity of the electricity", intensity, "g CO₂e/kWh"),
    ]);
    quotient(grams, Expr::Number(1e6))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rated(device_hours: f64, watts: f64) -> KilowattHours {
        let time = Seconds::new(3600.0).unwrap();
        let job = Job::rated(Count::new(device_hours).unwrap(), time, Watts::new(watts).unwrap()).unwrap();
        job.energy().unwrap().0
    }

    fn tonnes(kwh: f64, intensity: f64) -> f64 {
        carbon(KilowattHours::new(kwh).unwrap(), intensity).eval()
    }

    /// 8B: 1.46 M hours, 420 t; 70B: 7.0 M, 2,040 t; 405B: 30.84 M, 8,930 t and 21.6 GWh; 39.3 M and 11,390 t together.
    #[test]
    fn model_card_of_llama_3_1() {
        let rows = [(1.46e6, 420.0, 411.0), (7.0e6, 2040.0, 416.0), (30.84e6, 8930.0, 414.0)];
        let mut sum = (0.0, 0.0);
        for (hours, printed, intensity) in rows {
            let kwh = rated(hours, 700.0).get();
            let (low, high) = (LLAMA_3_1_CARD.low, LLAMA_3_1_CARD.high);
            assert!((printed * 1e6 / kwh - intensity).abs() <= 0.5, "{}", printed * 1e6 / kwh);
            assert!((low..=high).contains(&intensity));
            assert!((tonnes(kwh, intensity) / printed - 1.0).abs() < 2e-3);
            sum = (sum.0 + hours, sum.1 + printed);
        }
        assert!((rated(30.84e6, 700.0).get() / 1e6 - 21.6).abs() < 0.05);
        assert_eq!((sum.0 / 1e5, sum.1), (393.0, 11_390.0));
    }

    /// 96 nodes of 8 A100 of 400 W for 60 days: 442.4 MWh; 257 t lie at the upper end of China's range.
    #[test]
    fn glm_130b() {
        let (devices, time) = (Count::new(768.0).unwrap(), Seconds::new(60.0 * 86_400.0).unwrap());
        let job = Job::rated(devices, time, Watts::new(400.0).unwrap()).unwrap();
        let kwh = job.energy().unwrap().0.get();
        assert!((kwh / 1000.0 - 442.4).abs() < 0.05);
        let china = GRIDS.iter().find(|g| g.id == "china").unwrap();
        assert!((257e6 / kwh / china.high - 1.0).abs() < 0.005);
        assert!(tonnes(kwh, china.low) < 257.0);
    }

    /// BLOOM: 433 MWh at 57 g are 25 t. GPT-3: 552 t and 1,287 MWh; OPT-175B has a seventh of its tonnes, 75.
    /// Llama 2: 3.3 M hours of A100 at 400 W and 539 t are near what the card of Llama 3.1 counts.
    #[test]
    fn other_published_jobs() {
        assert_eq!(tonnes(433e3, 57.0).round(), 25.0);
        assert!((552e6f64 / 1287e3 - 429.0).abs() < 0.5);
        assert_eq!((552.0f64 / 75.0).round(), 7.0);
        let llama_2 = rated(3.3e6, 400.0).get();
        assert!((539e6 / llama_2 / LLAMA_3_1_CARD.middle() - 1.0).abs() < 0.02);
    }

    #[test]
    fn idle_time_and_hosts_count() {
        let f = |v: f64| Fraction::new(v).unwrap();
        let base =
            Job::rated(Count::new(8.0).unwrap(), Seconds::new(36_000.0).unwrap(), Watts::new(700.0).unwrap()).unwrap();
        let job = Job { load: f(0.8), host: f(1.5), pue: f(1.1), ..base };
        let kwh = |j: Job| j.energy().unwrap().0.get();
        // 8 · 10 h · 0.7 kW · 0.8 · 1.5 · 1.1.
        assert!((kwh(job) - 73.92).abs() < 1e-9);
        let idle = Job { idle: Some(Idle { share: 0.25, load: 0.2 }), ..job };
        assert!((kwh(idle) / kwh(job) - (0.8 * 0.75 + 0.25 * 0.2) / 0.8).abs() < 1e-12);
        for (share, load) in [(1.5, 0.2), (0.5, -0.1), (f64::NAN, 0.2)] {
            let wrong = Job { idle: Some(Idle { share, load }), ..job };
            assert_eq!(wrong.energy().unwrap_err().field, "idle");
        }
        assert!(Job { devices: Count::new(1e308).unwrap(), ..job }.energy().is_err());
    }

    /// What whole machines draw lies at or above the range of what a host adds.
    #[test]
    fn ranges_are_sound() {
        for k in PUE.iter().chain(GRIDS).chain(MACHINES).chain([&LOAD, &HOST, &LLAMA_3_1_CARD]) {
            assert!(0.0 < k.low && k.low <= k.high && !k.source.is_empty(), "{}", k.id);
        }
        assert!((MACHINES[0].low - 10_200.0 / 8.0).abs() < 1e-9 && (MACHINES[1].low - 135_000.0 / 72.0).abs() < 1e-9);
        assert!((MACHINES[0].low / 700.0 - 1.82).abs() < 0.005 && (MACHINES[1].low / 1400.0 - 1.34).abs() < 0.005);
    }
}

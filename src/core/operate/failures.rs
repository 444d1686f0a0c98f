//! What breaks in a long run, how often to write a checkpoint, and what share of the time is left for training.
//!
//! Interruptions are taken to be independent and equally likely at any time (a Poisson process), and every device to
//! fail as often as any other, so that n devices are interrupted n times as often as one.

use crate::core::error::{Code, Error};
use crate::core::expr::{Expr, Function, difference, exp, given, named, product, quotient, sum};
use crate::core::laws::Confidence;
use crate::core::quantity::{Bytes, Count, DeviceHours, Seconds, show};

/// Interruptions counted on a real machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub id: &'static str,
    pub name: &'static str,
    pub devices: f64,
    /// Hours between two interruptions of all of them together.
    pub hours: f64,
    pub source: &'static str,
    pub confidence: Confidence,
}

impl Measured {
    /// Accelerator-hours between two interruptions.
    ///
    /// # Errors
    /// Never for a row of [`MEASURED`]; a test says so.
    pub fn each(&self) -> Result<DeviceHours, Error> {
        DeviceHours::new(self.hours * self.devices)
    }
}

/// All of them; the first is the default.
pub static MEASURED: &[Measured] = &[
    Measured {
        id: "llama-3-1-405b",
        name: "Llama 3.1 405B, H100",
        devices: 16_384.0,
        hours: 54.0 * 24.0 / 419.0,
        source: "The Llama 3 Herd of Models, arXiv 2407.21783: 419 unexpected interruptions in 54 days on 16,384 H100; \
                 47 planned ones are not counted; read 2026-11-23",
        confidence: Confidence::Verified,
    },
    Measured {
        id: "meta-research",
        name: "Meta's research clusters, A100",
        devices: 1024.0,
        hours: 7.9,
        source: "Revisiting Reliability in Large-Scale Machine Learning Research Clusters, arXiv 2410.21680: mean time \
                 to failure of jobs on 1,024 GPUs; transcribed, read 2026-11-23",
        confidence: Confidence::Transcribed,
    },
    Measured {
        id: "opt-175b",
        name: "OPT-175B, A100",
        devices: 992.0,
        hours: 12.0,
        source: "logbook of OPT-175B, arXiv 2205.01068: about two faults of machines a day on 124 nodes of 8; \
                 transcribed, read 2026-11-23",
        confidence: Confidence::Transcribed,
    },
];

/// A run on a machine that fails now and then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failures {
    /// Accelerator-hours between two interruptions: mean time between failures of one device.
    pub each: DeviceHours,
    pub devices: Count,
    /// For how long training stands still while a checkpoint is written.
    pub write: Seconds,
    /// From an interruption until training goes on from the last checkpoint.
    pub restart: Seconds,
    /// Training between two checkpoints; Daly's where it is not given.
    pub interval: Option<Seconds>,
}

/// Mean time between interruptions where they are so frequent that the run never gets there.
fn never(mtbf: f64, restart: f64) -> Error {
    let shown = |v: f64| Seconds::new(v).map_or_else(|_| "no time".to_owned(), show::duration);
    let message = format!(
        "The machine is interrupted every {} on average and takes {} to start again: it fails faster than it can restart \
         and never gets there. Take fewer accelerators or a faster restart.",
        shown(mtbf),
        shown(restart)
    );
    Error::new(Code::NoSolution, "restart", message)
}

impl Failures {
    /// M, seconds between two interruptions of the whole machine: that of one device over the number of devices.
    pub fn mtbf(&self) -> Expr {
        let hours = product([
            given("m", "accelerator-hours between two interruptions", self.each.get(), "accelerator-hours"),
            given("h", "seconds in an hour", 3600.0, "s"),
        ]);
        let of = quotient(hours, given("n", "accelerators", self.devices.get(), ""));
        named("M", "mean time between interruptions", of)
    }

    fn write(&self) -> Expr {
        given("C", "time to write a checkpoint", self.write.get(), "s")
    }

    fn restart(&self) -> Expr {
        given("R", "time to restart after an interruption", self.restart.get(), "s")
    }

    /// Seconds of training between two checkpoints by Young's rule.
    pub fn young(&self) -> Expr {
        young(self.write(), self.mtbf())
    }

    /// Seconds of training between two checkpoints by Daly's rule.
    pub fn daly(&self) -> Expr {
        daly(self.write(), self.mtbf())
    }

    /// τ, seconds of training between two checkpoints: the given ones, else Daly's.
    pub fn interval(&self) -> Expr {
        const MEANING: &str = "training between two checkpoints";
        match self.interval {
            Some(own) => given("τ", MEANING, own.get(), "s"),
            None => named("τ", MEANING, self.daly()),
        }
    }

    /// C/τ + (τ/2 + R)/M, the time lost for each second of the run to first order: writing, then half an interval done
    /// again and a restart at every interruption. Right to about its own square; may pass 1 where that says nothing.
    pub fn waste(&self) -> Expr {
        waste(self.write(), self.interval(), self.restart(), self.mtbf())
    }

    /// Share of the run's time that brings training forward, always above 0 and at most 1: Daly's complete model, in
    /// which restarts and checkpoints may be interrupted too.
    ///
    /// # Errors
    /// `no-solution` where the machine fails faster than it can restart, or where nothing is left.
    pub fn goodput(&self) -> Result<Expr, Error> {
        let share = goodput(self.write(), self.interval(), self.restart(), self.mtbf());
        let (mtbf, left) = (self.mtbf().eval(), share.eval());
        if self.restart.get() < mtbf && left > 0.0 && left <= 1.0 {
            Ok(share)
        } else {
            Err(never(mtbf, self.restart.get()))
        }
    }

    /// Interruptions to expect in a run that lasts so long by the clock.
    pub fn interruptions(&self, run: Seconds) -> Expr {
        quotient(given("t", "time of the run by the clock", run.get(), "s"), self.mtbf())
    }
}

/// Seconds to write a checkpoint: C = bytes over bandwidth (bytes a second) of the storage, with training stopped.
///
/// # Errors
/// `out-of-domain` at `storage` where that is no time.
pub fn write_time(checkpoint: Bytes, bandwidth: f64) -> Result<(Seconds, Expr), Error> {
    let bytes = given("S", "bytes of a checkpoint", checkpoint.get(), Bytes::UNIT);
    let expr = quotient(bytes, given("w", "bandwidth of the storage", bandwidth, "bytes/s"));
    let wrong = || {
        Error::new(
            Code::OutOfDomain,
            "storage",
            "A checkpoint must have bytes, and its storage a bandwidth above zero.",
        )
    };
    Seconds::new(expr.eval()).map(|time| (time, expr)).map_err(|_| wrong())
}

/// Young 1974: √(2 C M).
pub(crate) fn young(write: Expr, mtbf: Expr) -> Expr {
    Expr::Of(Function::Sqrt, vec![product([Expr::Number(2.0), write, mtbf])])
}

/// Daly 2006: √(2CM) (1 + √(C/2M)/3 + (C/2M)/9) − C below C = 2M, M from there on.
pub(crate) fn daly(write: Expr, mtbf: Expr) -> Expr {
    if write.eval() >= 2.0 * mtbf.eval() {
        return mtbf;
    }
    let x = || {
        let of = quotient(write.clone(), product([Expr::Number(2.0), mtbf.clone()]));
        named("x", "time to write against twice that between interruptions", of)
    };
    let root = Expr::Of(Function::Sqrt, vec![x()]);
    let series = sum([Expr::Number(1.0), quotient(root, Expr::Number(3.0)), quotient(x(), Expr::Number(9.0))]);
    difference(product([young(write.clone(), mtbf.clone()), series]), write)
}

pub(crate) fn waste(write: Expr, interval: Expr, restart: Expr, mtbf: Expr) -> Expr {
    let lost = sum([quotient(interval.clone(), Expr::Number(2.0)), restart]);
    sum([quotient(write, interval), quotient(lost, mtbf)])
}

/// Daly 2006: τ / (M e^(R/M) (e^((τ + C)/M) − 1)).
pub(crate) fn goodput(write: Expr, interval: Expr, restart: Expr, mtbf: Expr) -> Expr {
    let tries = difference(exp(quotient(sum([interval.clone(), write]), mtbf.clone())), Expr::Number(1.0));
    let time = product([mtbf.clone(), exp(quotient(restart, mtbf)), tries]);
    // Rounding of e^x − 1 may lift it above one where interruptions are all but none.
    Expr::Of(Function::Min, vec![Expr::Number(1.0), quotient(interval, time)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(each: f64, devices: f64, write: f64, restart: f64) -> Failures {
        Failures {
            each: DeviceHours::new(each).unwrap(),
            devices: Count::new(devices).unwrap(),
            write: Seconds::new(write).unwrap(),
            restart: Seconds::new(restart).unwrap(),
            interval: None,
        }
    }

    /// A single device that fails every `hours`.
    fn one(hours: f64, write: f64, restart: f64) -> Failures {
        machine(hours, 1.0, write, restart)
    }

    #[test]
    fn measured_machines() {
        let [llama, meta, opt] = [0, 1, 2].map(|i| MEASURED[i].each().unwrap().get());
        // 3.09 h at 16,384; 50,700 accelerator-hours, 5.8 years.
        assert!((MEASURED[0].hours - 3.09).abs() < 0.005);
        assert!((llama - 50_700.0).abs() < 50.0 && (llama / 8766.0 - 5.8).abs() < 0.05);
        assert!((meta - 8089.6).abs() < 1e-6 && (opt - 11_904.0).abs() < 1e-6);
    }

    /// C = 60 s at 3.09 h: 19.3 minutes. A thousand accelerators and 200 s: about 2.4 hours between two checkpoints.
    #[test]
    fn intervals_of_the_literature() {
        let llama = machine(MEASURED[0].each().unwrap().get(), 16_384.0, 60.0, 300.0);
        assert!((llama.young().eval() / 60.0 - 19.3).abs() < 0.05);
        assert!((llama.mtbf().eval() / 3600.0 - 3.093).abs() < 5e-4);
        let thousand = machine(MEASURED[0].each().unwrap().get(), 1000.0, 200.0, 300.0);
        assert!((thousand.young().eval() / 3600.0 - 2.4).abs() < 0.05);
    }

    /// Figures 3 to 5 of Daly 2006: 5 minutes to write; 117, 57 and 9.1 minutes at 24 h, 6 h and 15 min.
    #[test]
    fn daly_has_the_figures_of_his_paper() {
        for (hours, minutes, digits) in [(24.0, 117.0, 0.5), (6.0, 57.0, 0.5), (0.25, 9.1, 0.05)] {
            let got = one(hours, 300.0, 600.0).daly().eval() / 60.0;
            assert!((got - minutes).abs() <= digits, "{hours}: {got}");
        }
        // Beyond C = 2M: M itself.
        assert_eq!(one(0.01, 72.0, 1.0).daly().eval(), 36.0);
        assert!((one(0.01, 71.999_9, 1.0).daly().eval() / 36.0 - 8.0 / 9.0).abs() < 1e-5);
    }

    /// Daly's interval is the best of the complete model to a thousandth of the goodput, as found by trying.
    #[test]
    fn daly_is_the_best_interval() {
        for (hours, write, restart) in [(3.09, 60.0, 300.0), (0.5, 30.0, 120.0), (24.0, 300.0, 600.0)] {
            let run = one(hours, write, restart);
            let at = |tau: f64| Failures { interval: Seconds::new(tau).ok(), ..run }.goodput().unwrap().eval();
            let best = (1..4000).map(|i| at(hours * 3600.0 * f64::from(i) / 2000.0)).fold(0.0, f64::max);
            let own = run.goodput().unwrap().eval();
            assert!(own <= 1.0 && own > best - 1e-3 && own >= at(run.young().eval()) - 1e-6, "{hours}: {own} {best}");
        }
    }

    /// The first order and the complete model part by no more than the square of what is lost.
    #[test]
    fn first_order_beside_the_complete_model() {
        for (hours, write, restart) in [(3.09, 60.0, 300.0), (24.0, 300.0, 600.0), (1000.0, 60.0, 600.0)] {
            let run = one(hours, write, restart);
            let (lost, left) = (run.waste().eval(), run.goodput().unwrap().eval());
            assert!((1.0 - lost - left).abs() <= lost * lost, "{hours}: {lost} {left}");
        }
        // By hand: 60 s, 1158 s, 300 s, 11124 s.
        let own = Failures { interval: Seconds::new(1158.0).ok(), ..one(3.09, 60.0, 300.0) };
        assert!((own.waste().eval() - (60.0 / 1158.0 + 879.0 / 11124.0)).abs() < 1e-12);
        let left = 1158.0 / (11124.0 * (300.0f64 / 11124.0).exp() * ((1218.0f64 / 11124.0).exp() - 1.0));
        assert!((own.goodput().unwrap().eval() - left).abs() < 1e-12);
    }

    #[test]
    fn as_many_interruptions_as_were_counted() {
        let run = machine(MEASURED[0].each().unwrap().get(), 16_384.0, 30.0, 300.0);
        let count = run.interruptions(Seconds::new(54.0 * 86_400.0).unwrap()).eval();
        assert!((count - 419.0).abs() < 1e-9);
    }

    #[test]
    fn says_where_it_never_gets_there() {
        let error = one(0.05, 10.0, 600.0).goodput().unwrap_err();
        assert_eq!((error.code, error.field.as_str()), (Code::NoSolution, "restart"));
        assert!(error.message.contains("never gets there"), "{error}");
        for hours in [1e-300, 1e-6, 1e-3, 0.1, 1.0, 1e6, 1e300] {
            for write in [1e-300, 1.0, 1e5, 1e300] {
                for interval in [None, Some(1e-300), Some(1e4), Some(1e300)] {
                    let interval = interval.and_then(|t| Seconds::new(t).ok());
                    let run = Failures { interval, ..one(hours, write, 60.0) };
                    if let Ok(left) = run.goodput() {
                        assert!((0.0..=1.0).contains(&left.eval()), "{hours} {write} {}", left.eval());
                    }
                }
            }
        }
    }

    #[test]
    fn a_checkpoint_takes_its_bytes_over_the_bandwidth() {
        let (time, expr) = write_time(Bytes::new(4.86e12).unwrap(), 2e12).unwrap();
        assert_eq!((time.get(), expr.eval()), (2.43, 2.43));
        assert!(write_time(Bytes::ZERO, 1e9).is_err() && write_time(Bytes::new(1e9).unwrap(), 0.0).is_err());
        assert!(write_time(Bytes::new(1e9).unwrap(), f64::NAN).is_err());
    }
}

//! Places that compute apart and meet now and then: what they send, what of it is hidden behind computing, and the
//! bandwidth that keeps them busy.
//!
//! Streaming DiLoCo, which exchanges a model in fragments, has a file of its own ([`super::streaming`]); the bandwidth
//! of the DiLoCo scaling laws is the formula `charles-2025-bandwidth`.

use crate::core::error::{Code, Error};
use crate::core::expr::{Expr, Function, difference, given, named, product, quotient, sum};
use crate::core::quantity::{BitRate, Fraction, Params, Replicas, Seconds};

/// One meeting and the computing between two of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meeting {
    /// Bits that a place sends, over its own link; as many come in.
    pub bits: f64,
    /// Computing between two meetings.
    pub computing: Seconds,
    /// Seconds of it during which a meeting may go on beside; zero where everyone waits.
    pub hidden: f64,
}

/// What a scheme of meetings sends and hides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scheme {
    pub params: Params,
    pub replicas: Replicas,
    /// Bits of a parameter on the way: 16 for BF16, 8 for INTELLECT-1, 4 for Streaming DiLoCo.
    pub bits: f64,
    /// Steps between two meetings, H; 1 for data-parallel training.
    pub every: u32,
    pub step: Seconds,
    /// The outer update comes one meeting late, so that it travels beside all steps to the next one (CO2, arXiv
    /// 2401.16265): exposed = max(0, communication − H · step).
    pub late: bool,
}

impl Scheme {
    /// Adding up over a ring: every place sends 2 (M − 1)/M of its numbers.
    ///
    /// # Errors
    /// `out-of-domain` where the numbers make no meeting.
    pub fn meeting(&self) -> Result<Meeting, Error> {
        let bits = self.sent().eval();
        if !(bits > 0.0 && bits.is_finite()) {
            let message = "Places that meet must be two or more, and send some bits of each parameter.";
            return Err(Error::new(Code::OutOfDomain, "replicas", message));
        }
        let computing = Seconds::new(f64::from(self.every) * self.step.get())?;
        Ok(Meeting { bits, computing, hidden: if self.late { computing.get() } else { 0.0 } })
    }

    /// Bits that a place sends at a meeting.
    pub fn sent(&self) -> Expr {
        let m = || given("M", "places that train apart", self.replicas.get(), "");
        let ring = quotient(product([Expr::Number(2.0), difference(m(), Expr::Number(1.0))]), m());
        let n = given("N", "parameters", self.params.get(), Params::UNIT);
        product([ring, n, given("b", "bits of a parameter on the way", self.bits, "bits")])
    }
}

impl Meeting {
    fn computing(&self) -> Expr {
        given("c", "time of computing between two meetings", self.computing.get(), "s")
    }

    fn bits(&self) -> Expr {
        given("B", "bits that a place sends at a meeting", self.bits, "bits")
    }

    fn hidden(&self) -> Expr {
        given("o", "time behind which sending hides", self.hidden, "s")
    }

    /// c / (c + max(0, B/W − o)): share of the time in which everyone computes.
    pub fn utilisation(&self, bandwidth: BitRate) -> Expr {
        let sending = quotient(self.bits(), given("W", "bandwidth of a place", bandwidth.get(), BitRate::UNIT));
        let exposed = match self.hidden > 0.0 {
            true => Expr::Of(Function::Max, vec![Expr::Number(0.0), difference(sending, self.hidden())]),
            false => sending,
        };
        let exposed = named("e", "time in which everyone waits for a meeting", exposed);
        busy(self.computing(), exposed)
    }

    /// B / (c (1 − u)/u + o): bandwidth at which everyone computes for a share u of the time.
    ///
    /// # Errors
    /// `out-of-domain` for a share above one, and for one where nothing is hidden.
    pub fn bandwidth(&self, share: Fraction) -> Result<Expr, Error> {
        let u = || given("u", "share of the time in which everyone computes", share.get(), "");
        let idle = quotient(product([self.computing(), difference(Expr::Number(1.0), u())]), u());
        let time = if self.hidden > 0.0 { sum([idle, self.hidden()]) } else { idle };
        let expr = quotient(self.bits(), time);
        match share.get() <= 1.0 && BitRate::new(expr.eval()).is_ok() {
            true => Ok(expr),
            false => Err(too_much()),
        }
    }
}

pub(super) fn too_much() -> Error {
    let message = "The share of time in which chips compute must lie below one: no network is fast enough for more.";
    Error::new(Code::OutOfDomain, "share", message)
}

/// c / (c + e): share of the time that is computing, when so much is waited for after it (INTELLECT-1).
pub(crate) fn busy(computing: Expr, waiting: Expr) -> Expr {
    quotient(computing.clone(), sum([computing, waiting]))
}

/// 1 / (w + (1 − w)/16): how many times less 1-bit Adam sends than 16-bit gradients, when a share w of the steps warms
/// up uncompressed (arXiv 2102.02888).
pub(crate) fn one_bit(warm_up: Expr) -> Expr {
    let one = || Expr::Number(1.0);
    let rest = quotient(difference(one(), warm_up.clone()), Expr::Number(16.0));
    quotient(one(), sum([warm_up, rest]))
}

/// H · 32/b: how many times less is sent than FP32 gradients at every step, by meeting every H steps in b bits.
pub(crate) fn less_often(every: Expr, bits: Expr) -> Expr {
    product([every, quotient(Expr::Number(32.0), bits)])
}

/// Numbers that ZeRO-3 and ZeRO++ (arXiv 2306.10209) send between nodes for every parameter and step, in 16-bit
/// numbers: weights forward, weights backward, gradients. ZeRO++ sends weights in 8 bits, keeps a second copy within
/// the node, and reduces gradients in 4 bits.
pub const ZERO_3: [f64; 3] = [1.0, 1.0, 1.0];
pub const ZERO_PLUS_PLUS: [f64; 3] = [0.5, 0.0, 0.25];

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(v: f64) -> Seconds {
        Seconds::new(v).unwrap()
    }

    fn rate(v: f64) -> BitRate {
        BitRate::new(v).unwrap()
    }

    /// INTELLECT-1, Table 2: 100 steps take 38 minutes; meetings of 103, 382 and 469 s (a median) leave 95.7, 85.6 and
    /// 83.0 % of the time, and 41.4, 37.1 and 36.0 % of the peak where 43.3 % are reached alone. 2280/2749 is 82.94 %.
    #[test]
    fn intellect_1() {
        for (wait, share, mfu, off) in [(103.0, 95.7, 41.4, 0.05), (382.0, 85.6, 37.1, 0.06), (469.0, 83.0, 36.0, 0.1)]
        {
            // A link of 1 Gbit/s that is busy for so long.
            let meeting = Meeting { bits: wait * 1e9, computing: seconds(2280.0), hidden: 0.0 };
            let got = meeting.utilisation(rate(1e9)).eval();
            assert!((got - 2280.0 / (2280.0 + wait)).abs() < 1e-15);
            assert!((100.0 * got - share).abs() <= off, "{got}");
            assert!((43.3 * got - mfu).abs() <= off, "{}", 43.3 * got);
            let back = meeting.bandwidth(Fraction::new(got).unwrap()).unwrap().eval();
            assert!((back / 1e9 - 1.0).abs() < 1e-12);
        }
        assert_eq!(less_often(Expr::Number(100.0), Expr::Number(8.0)).eval(), 400.0);
    }

    /// Up to five times less with a warm-up of 15 %; ZeRO++ four times less between nodes.
    #[test]
    fn volumes_of_papers() {
        assert!((one_bit(Expr::Number(0.15)).eval() - 4.92).abs() < 0.005);
        assert_eq!((one_bit(Expr::Number(1.0)).eval(), one_bit(Expr::Number(0.0)).eval()), (1.0, 16.0));
        assert_eq!(ZERO_3.iter().sum::<f64>() / ZERO_PLUS_PLUS.iter().sum::<f64>(), 4.0);
    }

    /// P · bits · 2 (M − 1)/M over H steps, waited for or a meeting late.
    #[test]
    fn late_meetings_hide() {
        let scheme = Scheme {
            params: Params::new(1e10).unwrap(),
            replicas: Replicas::new(4.0).unwrap(),
            bits: 16.0,
            every: 50,
            step: seconds(2.0),
            late: false,
        };
        let waited = scheme.meeting().unwrap();
        assert_eq!((waited.bits, waited.computing.get()), (2.4e11, 100.0));
        let late = Scheme { late: true, ..scheme }.meeting().unwrap();
        // 2.4e11 bits at 2 Gbit/s: 120 s, of which 20 s show.
        assert!((late.utilisation(rate(2e9)).eval() - 100.0 / 120.0).abs() < 1e-15);
        assert!((waited.utilisation(rate(2e9)).eval() - 100.0 / 220.0).abs() < 1e-15);
        assert_eq!(late.utilisation(rate(2.4e9)).eval(), 1.0);
        let u = |v: f64| Fraction::new(v).unwrap();
        assert_eq!(late.bandwidth(u(1.0)).unwrap().eval(), 2.4e9);
        for share in [0.01, 0.3, 0.5, 0.9, 0.99] {
            for meeting in [waited, late] {
                let w = meeting.bandwidth(u(share)).unwrap().eval();
                assert!((meeting.utilisation(rate(w)).eval() / share - 1.0).abs() < 1e-12, "{share}");
            }
        }
        assert!(waited.bandwidth(u(1.0)).is_err() && late.bandwidth(u(1.5)).is_err());
        let alone = Scheme { replicas: Replicas::new(1.0).unwrap(), ..scheme };
        assert_eq!(alone.meeting().unwrap_err().field, "replicas");
    }
}

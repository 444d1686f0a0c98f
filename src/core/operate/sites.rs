//! What a network between sites must carry so that a model trains across them: schemes beside each other.

use super::apart::{Scheme, one_bit};
use super::streaming::{BITS, Exchange};
use crate::core::error::{Code, Error};
use crate::core::expr::Expr;
use crate::core::quantity::{BitRate, Fraction, Params, Replicas, Seconds};

/// A model that trains on several sites.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sites {
    pub params: Params,
    pub layers: u64,
    /// Time of computing of a step.
    pub step: Seconds,
    pub sites: Replicas,
    /// Steps between two meetings, H.
    pub every: u32,
}

/// A way to train apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub name: String,
    /// The paper, and what of it is assumed here.
    pub source: &'static str,
    /// How many times less is sent than by data-parallel training in 16 bits.
    pub less: f64,
    /// By the shares asked for; none where no network is fast enough.
    pub bandwidth: Vec<Option<BitRate>>,
}

/// Layers of a fragment, and steps of overlap, as in Table 4 of Streaming DiLoCo.
const FRAGMENT: u32 = 3;
const OVERLAP: u32 = 1;
/// Share of the steps in which 1-bit Adam warms up uncompressed, as in its BERT runs.
const WARM_UP: f64 = 0.15;
const DATA: &str = "gradients in 16 bits at every step, from the walk of Streaming DiLoCo, arXiv 2501.18512";
const DILOCO: &str = "DiLoCo, arXiv 2311.08105, by the same walk";
const STREAMING: &str = "Streaming DiLoCo, arXiv 2501.18512: fragments of three layers";
const STREAMING_LATE: &str = "the same, a fragment has one step to arrive";
const STREAMING_FOUR: &str = "the same, numbers in 4 bits";
const CO2: &str = "CO2, arXiv 2401.16265: a meeting travels beside all steps to the next; a ring of 16-bit numbers";
const ONE_BIT: &str = "1-bit Adam, arXiv 2102.02888: a warm-up of 15 % in 16 bits; waited for at every step";

impl Sites {
    /// Every way at these shares of the time in which sites compute; DiLoCo at the usual distances and at this one.
    ///
    /// # Errors
    /// `out-of-domain`, naming the field.
    pub fn ways(&self, shares: &[Fraction]) -> Result<Vec<Way>, Error> {
        let layers = u32::try_from(self.layers)
            .map_err(|_| Error::new(Code::OutOfDomain, "layers", "This model has too many layers."))?;
        let whole =
            Exchange { params: self.params, layers, fragment: None, every: 1, overlap: 0, step: self.step, bits: BITS };
        let walked = |name: String, source, less: f64, e: Exchange| -> Result<Way, Error> {
            e.utilisation(BitRate::new(1.0)?)?;
            Ok(Way { name, source, less, bandwidth: shares.iter().map(|u| e.bandwidth(*u).ok()).collect() })
        };
        let mut out = vec![walked("data-parallel".to_owned(), DATA, 1.0, whole)?];
        let mut apart = vec![10, 50, 100, 300];
        if !apart.contains(&self.every) {
            apart.push(self.every);
            apart.sort_unstable();
        }
        for every in apart {
            out.push(walked(format!("DiLoCo, H = {every}"), DILOCO, f64::from(every), Exchange { every, ..whole })?);
        }
        let h = f64::from(self.every);
        let streaming = Exchange { fragment: Some(FRAGMENT), every: self.every, ..whole };
        let late = Exchange { overlap: OVERLAP, ..streaming };
        out.push(walked(format!("Streaming DiLoCo, H = {}", self.every), STREAMING, h, streaming)?);
        // An exchange must end before the next one begins.
        if self.every > OVERLAP {
            let four = Exchange { bits: BITS / 4.0, ..late };
            out.push(walked("… and overlap".to_owned(), STREAMING_LATE, h, late)?);
            out.push(walked("… and FP4".to_owned(), STREAMING_FOUR, 4.0 * h, four)?);
        }
        let ring = |name: String, source, less: f64, scheme: Scheme| -> Result<Way, Error> {
            let meeting = scheme.meeting()?;
            let rate = |u: &Fraction| meeting.bandwidth(*u).ok().and_then(|e| BitRate::new(e.eval()).ok());
            Ok(Way { name, source, less, bandwidth: shares.iter().map(rate).collect() })
        };
        let scheme = Scheme {
            params: self.params,
            replicas: self.sites,
            bits: 16.0,
            every: self.every,
            step: self.step,
            late: true,
        };
        out.push(ring(format!("CO2, H = {}", self.every), CO2, h, scheme)?);
        let less = one_bit(Expr::Number(WARM_UP)).eval();
        let compressed = Scheme { bits: 16.0 / less, every: 1, late: false, ..scheme };
        out.push(ring("1-bit Adam".to_owned(), ONE_BIT, less, compressed)?);
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten(every: u32) -> Sites {
        let (params, step) = (Params::new(1e10).unwrap(), Seconds::new(0.8).unwrap());
        Sites { params, layers: 48, step, sites: Replicas::new(2.0).unwrap(), every }
    }

    fn shares() -> Vec<Fraction> {
        [0.5, 0.8, 0.9, 0.95, 0.99].iter().map(|u| Fraction::new(*u).unwrap()).collect()
    }

    /// Table 4 of Streaming DiLoCo, 10 B: each entry within a step of its grid, 21 %.
    #[test]
    fn rows_of_table_4() {
        let printed = [
            ("data-parallel", [104.8, 222.3, 222.3, 268.3, 471.5]),
            ("DiLoCo, H = 100", [1.7, 7.5, 16.0, 33.9, 104.8]),
            ("Streaming DiLoCo, H = 100", [1.7, 5.2, 9.1, 13.3, 19.3]),
            ("… and overlap", [1.7, 3.6, 5.2, 6.2, 7.5]),
            ("… and FP4", [0.4, 0.9, 1.4, 1.4, 1.7]),
        ];
        let ways = ten(100).ways(&shares()).unwrap();
        for (name, row) in printed {
            let way = ways.iter().find(|w| w.name == name).unwrap();
            for (got, want) in way.bandwidth.iter().zip(row) {
                let off = got.unwrap().get() / (want * 1e9);
                assert!((0.65..1.35).contains(&off), "{name}: {off}");
            }
        }
    }

    /// Two sites send 16 bits of each parameter: 1.6e11 bits. CO2 at H = 50 has 40 s and c (1 − u)/u more; 1-bit Adam
    /// sends 4.92 times less and has no time but the wait.
    #[test]
    fn rings_by_hand() {
        let ways = ten(50).ways(&shares()).unwrap();
        let at =
            |name: &str, i: usize| ways.iter().find(|w| w.name.starts_with(name)).unwrap().bandwidth[i].unwrap().get();
        assert!((at("CO2", 0) / (1.6e11 / 80.0) - 1.0).abs() < 1e-12);
        let adam = 1.6e11 * (0.15 + 0.85 / 16.0) / (0.8 * 0.2 / 0.8);
        assert!((at("1-bit", 1) / adam - 1.0).abs() < 1e-12);
        assert!(ways.iter().any(|w| w.name == "1-bit Adam" && (w.less - 4.92).abs() < 0.005));
    }

    #[test]
    fn any_distance_or_an_error() {
        let named = |every| ten(every).ways(&shares()).map(|w| w.len());
        // Its own row of DiLoCo, where it is none of the usual ones; no overlap within a single step.
        assert_eq!((named(100), named(7), named(1)), (Ok(10), Ok(11), Ok(9)));
        assert!(ten(0).ways(&shares()).is_err() && ten(20_000).ways(&shares()).is_err());
        let alone = Sites { sites: Replicas::new(1.0).unwrap(), ..ten(100) };
        assert_eq!(alone.ways(&shares()).unwrap_err().field, "replicas");
        let all = Fraction::new(1.0).unwrap();
        let ways = ten(100).ways(&[all]).unwrap();
        // Only what hides everything gets there.
        assert!(ways.iter().all(|w| w.bandwidth[0].is_some() == w.name.starts_with("CO2")));
    }
}

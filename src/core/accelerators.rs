//! Accelerators: what their makers print of one device. The tables lie beside this file, one row a device.
//!
//! Peak rates are dense (no 2:4 sparsity). A device is what frameworks see: one die of an MI250X, one GPU of a GB200.

use super::error::{Code, Error};
use super::laws::Confidence;
use super::quantity::{Bytes, FlopRate, GIB};

mod names;
mod nvidia;
mod others;

pub use names::{find, is_machine};

/// Dense matrix rates in FLOP/s (or OP/s of integers); zero where a device has no such unit.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Rates {
    /// Vector FP32; the rate of everything that is no matrix product.
    pub fp32: f64,
    pub tf32: f64,
    /// Sums kept in FP32.
    pub bf16: f64,
    /// Sums kept in FP32.
    pub fp16: f64,
    /// Sums kept in FP32.
    pub fp8: f64,
    pub int8: f64,
    pub fp6: f64,
    pub fp4: f64,
}

/// How the devices of one scale-up domain are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topology {
    /// Every device reaches any other at its full rate.
    Switch,
    /// A link between every pair: a group uses only the links inside it.
    Mesh,
    /// Rings along so many axes; a group along one axis uses the links of that axis.
    Torus(u8),
    /// Through the host.
    Bus,
}

/// Links to the nearest devices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    pub name: &'static str,
    pub topology: Topology,
    /// Bytes a second that one device sends, over all its links, one way.
    pub rate: f64,
    /// Devices that are joined so: a node, a rack, or a pod.
    pub devices: u32,
}

/// The units that a matrix product is spread over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Streaming multiprocessors, compute units or matrix engines.
    pub count: u32,
    /// The largest piece of the result that one of them makes at a time.
    pub tile: (u32, u32),
}

/// The fastest large matrix product that anyone measured and published, FLOP/s; zero where none was found.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Measured {
    pub bf16: f64,
    pub fp8: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accelerator {
    pub id: &'static str,
    pub name: &'static str,
    pub maker: &'static str,
    pub year: u16,
    pub form: &'static str,
    pub rates: Rates,
    /// Sizes of its memory, in GB as people write them: they tell one form from another. The first is the default.
    pub memory: &'static [u16],
    /// Bytes that programs see, where that is published; zero otherwise.
    pub visible: f64,
    pub memory_kind: &'static str,
    /// Bytes a second.
    pub bandwidth: f64,
    /// Bytes of the last cache before memory; zero where unknown.
    pub cache: f64,
    pub link: Link,
    /// Bytes a second to other domains, one way, of one device; zero where there is none.
    pub nic: f64,
    /// Watts of one device.
    pub power: f64,
    pub units: Units,
    pub measured: Measured,
    pub source: &'static str,
    pub confidence: Confidence,
    /// What to know of it: conflicts between sources, what was derived.
    pub notes: &'static str,
}

impl Accelerator {
    /// The dense 16-bit matrix rate: BF16, or FP16 where there is none.
    ///
    /// # Errors
    /// Never for a row of [`all`]; a test says so.
    pub fn peak(&self) -> Result<FlopRate, Error> {
        FlopRate::new(self.half())
    }

    /// The same in FLOP/s.
    pub const fn half(&self) -> f64 {
        if self.rates.bf16 > 0.0 { self.rates.bf16 } else { self.rates.fp16 }
    }

    /// Memory of one device, the smaller where there are two: makers write GB for what is GiB (an H100 of "80 GB" has
    /// 80 · 2^30 bytes, of which drivers and error correction keep a few hundred MiB).
    pub fn capacity(&self) -> Bytes {
        let printed = self.memory.first().copied().unwrap_or_default();
        let bytes = if self.visible > 0.0 { self.visible } else { f64::from(printed) * GIB };
        Bytes::new(bytes).unwrap_or_default()
    }
}

pub const DEFAULT: &str = "h100-sxm";

/// Every row.
pub fn all() -> impl Iterator<Item = &'static Accelerator> {
    nvidia::ROWS.iter().chain(others::ROWS)
}

/// The accelerator of this id.
///
/// # Errors
/// `unknown-id`, naming what there is, and the one probably meant.
pub fn get(id: &str) -> Result<&'static Accelerator, Error> {
    all().find(|a| a.id == id).ok_or_else(|| match find(id) {
        Ok(meant) => unknown(id, None).suggest(meant.id),
        Err(error) => error,
    })
}

/// Names the nearest there is, or all of them.
fn unknown(text: &str, nearest: Option<&Accelerator>) -> Error {
    let shown: String = text.chars().take(40).collect();
    let error = |rest: String| {
        Error::new(Code::UnknownId, "hardware.accelerator", format!("There is no accelerator \"{shown}\"; {rest}."))
    };
    match nearest {
        Some(a) => error(format!("the nearest here is {}", a.name)).suggest(a.id),
        None => error(format!("the ones here are {}", all().map(|a| a.id).collect::<Vec<_>>().join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sound() {
        let rows: Vec<_> = all().collect();
        for (i, a) in rows.iter().enumerate() {
            assert!(a.peak().is_ok() && a.half() > 1e12 && a.half() < 1e16, "{}", a.id);
            assert!(!a.source.is_empty() && !a.memory.is_empty());
            assert!(rows[i + 1..].iter().all(|b| b.id != a.id), "{} twice", a.id);
            assert_eq!(get(a.id).unwrap().id, a.id);
            assert_eq!(find(a.id).unwrap().id, a.id);
            assert_eq!(find(a.name).unwrap().id, a.id, "{}", a.name);
        }
        assert!(find(DEFAULT).is_ok());
    }

    /// NVIDIA: peak = clock · FMA per clock and unit · 2 · units.
    #[test]
    fn peaks_follow_from_clocks() {
        assert!((find("h100-sxm").unwrap().half() / (1.830e9 * 512.0 * 2.0 * 528.0) - 1.0).abs() < 1e-3);
        assert!((find("a100-80-sxm").unwrap().half() / (1.410e9 * 256.0 * 2.0 * 432.0) - 1.0).abs() < 1e-3);
    }
}

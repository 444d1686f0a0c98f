//! Accelerators: what their makers print of one device. The tables lie beside this file, one row a device.
//!
//! Peak rates are dense (no 2:4 sparsity). A device is what frameworks see: one die of an MI250X, one GPU of a GB200.
//! A zero stands for what is not there or not known; what is only vaguely remembered is not known.

use super::error::{Code, Error};
use super::laws::Confidence;
use super::quantity::{Bytes, FlopRate, GIB};

mod amd;
mod apple;
mod aws;
mod blackwell;
mod device;
mod figures;
mod geforce;
mod google;
mod intel;
mod names;
mod numeric;
mod nvidia;
mod others;
pub mod own;
#[cfg(test)]
mod tests;

pub use device::{Device, FIELDS, Field};
pub use figures::{Figure, figure, figures, rate_of};
pub use names::{find, is_machine};
pub use numeric::Numeric;

/// Dense rates in FLOP/s (or OP/s of integers); zero where a device has no such unit or its rate is not known.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Rates {
    /// Of vector units.
    pub fp64: f64,
    /// Of matrix units.
    pub fp64_matrix: f64,
    /// Of vector units; the rate of everything that is no matrix product.
    pub fp32: f64,
    /// Of matrix units, where they are faster than the vector units or all that is published.
    pub fp32_matrix: f64,
    pub tf32: f64,
    /// Sums kept in FP32.
    pub bf16: f64,
    /// Sums kept in FP32, unless the device has no matrix units.
    pub fp16: f64,
    /// Sums kept in FP16, where that is faster.
    pub fp16_acc16: f64,
    /// Sums kept in FP32.
    pub fp8: f64,
    /// Sums kept in FP16, where that is faster.
    pub fp8_acc16: f64,
    /// Sums kept in INT32.
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

impl Topology {
    pub const fn words(self) -> &'static str {
        match self {
            Topology::Switch => "switch",
            Topology::Mesh => "mesh",
            Topology::Torus(1) => "ring",
            Topology::Torus(2) => "2D torus",
            Topology::Torus(_) => "3D torus",
            Topology::Bus => "through the host",
        }
    }
}

/// Links to the nearest devices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Empty where there is none.
    pub name: &'static str,
    pub topology: Topology,
    /// Bytes a second that one device sends, over all its links, one way; zero where there is none.
    pub rate: f64,
    /// Devices that are joined so: a node, a rack, or a pod. One where there is no link or its rate is not known.
    pub devices: u32,
}

/// The units that a matrix product is spread over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Streaming multiprocessors, compute units or matrix engines; zero where unknown.
    pub count: u32,
    /// The largest piece of the result that one of them makes at a time.
    pub tile: (u32, u32),
}

impl Units {
    /// Many small units, as GPUs have, not a few large ones.
    pub const fn are_many(&self) -> bool {
        self.count >= 20
    }
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
    /// Of the first that were sold, or of those announced.
    pub year: u16,
    pub form: &'static str,
    /// Not to be had yet: the figures are announcements.
    pub announced: bool,
    pub rates: Rates,
    /// Has units for matrix products; without them its rates are those of vector units, with sums in the same format.
    pub matrix: bool,
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
    /// Bytes a second to other domains, one way, of one device; zero where there is none or it is not known.
    pub nic: f64,
    /// Watts of one device alone: no host, no cooling, no losses of a building. Zero where not published.
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

    /// FLOP for a byte at which products of 16 bits are as long at work as at reading.
    pub fn ridge(&self) -> f64 {
        self.half() / self.bandwidth
    }

    /// Memory of one device, the first where there are several: makers write GB for what is GiB (an H100 of "80 GB" has
    /// 80 · 2^30 bytes, of which drivers and error correction keep a few hundred MiB).
    pub fn capacity(&self) -> Bytes {
        let printed = self.memory.first().copied().unwrap_or_default();
        let bytes = if self.visible > 0.0 { self.visible } else { f64::from(printed) * GIB };
        Bytes::new(bytes).unwrap_or_default()
    }

    /// `one H100 SXM`; of one's own there is one.
    pub fn one(&self) -> String {
        if self.id == own::ID { self.name.to_owned() } else { format!("one {}", self.name) }
    }

    /// The memory as makers print it: `80 GB HBM3`, `16 or 32 GB HBM2`.
    pub fn memory_words(&self) -> String {
        match self.memory {
            [] if self.visible < 1e9 => format!("{} MB {}", self.visible / 1e6, self.memory_kind),
            [] => format!("{} GiB {}", self.visible / GIB, self.memory_kind),
            sizes => {
                let mut sizes = sizes.to_vec();
                sizes.sort_unstable();
                let sizes: Vec<String> = sizes.iter().map(u16::to_string).collect();
                format!("{} GB {}", sizes.join(" or "), self.memory_kind)
            }
        }
    }
}

pub const DEFAULT: &str = "h100-sxm";

const MIB: f64 = 1024.0 * 1024.0;

const ALONE: Link = Link { name: "", topology: Topology::Bus, rate: 0.0, devices: 1 };

/// What a row says nothing of.
const NOTHING: Rates = Rates {
    fp64: 0.0,
    fp64_matrix: 0.0,
    fp32: 0.0,
    fp32_matrix: 0.0,
    tf32: 0.0,
    bf16: 0.0,
    fp16: 0.0,
    fp16_acc16: 0.0,
    fp8: 0.0,
    fp8_acc16: 0.0,
    int8: 0.0,
    fp6: 0.0,
    fp4: 0.0,
};

const UNKNOWN: Accelerator = Accelerator {
    id: "",
    name: "",
    maker: "",
    year: 0,
    form: "",
    announced: false,
    rates: NOTHING,
    matrix: true,
    memory: &[],
    visible: 0.0,
    memory_kind: "",
    bandwidth: 0.0,
    cache: 0.0,
    link: ALONE,
    nic: 0.0,
    power: 0.0,
    units: Units { count: 0, tile: (128, 128) },
    measured: Measured { bf16: 0.0, fp8: 0.0 },
    source: "",
    confidence: Confidence::RecalledMedium,
    notes: "",
};

const fn link(name: &'static str, topology: Topology, rate: f64, devices: u32) -> Link {
    Link { name, topology, rate, devices }
}

const fn units(count: u32, tile: (u32, u32)) -> Units {
    Units { count, tile }
}

const fn measured(bf16: f64, fp8: f64) -> Measured {
    Measured { bf16, fp8 }
}

/// Every row.
pub fn all() -> impl Iterator<Item = &'static Accelerator> {
    [
        nvidia::ROWS,
        blackwell::ROWS,
        geforce::ROWS,
        amd::ROWS,
        intel::ROWS,
        google::ROWS,
        aws::ROWS,
        apple::ROWS,
        others::ROWS,
    ]
    .into_iter()
    .flatten()
}

/// Who made them, each once.
pub fn makers() -> impl Iterator<Item = &'static str> {
    let mut seen: Vec<&'static str> = Vec::new();
    all().map(|a| a.maker).filter(move |m| {
        let new = !seen.contains(m);
        seen.push(m);
        new
    })
}

/// The accelerator of this id.
///
/// # Errors
/// `unknown-id`, naming some of what there is, and the one probably meant.
pub fn get(id: &str) -> Result<&'static Accelerator, Error> {
    if id == own::ID {
        return Ok(&own::ROW);
    }
    all().find(|a| a.id == id).ok_or_else(|| match find(id) {
        Ok(meant) => unknown(id, None).suggest(meant.id),
        Err(error) => error,
    })
}

/// Rows of several makers, to show what ids look like.
const SOME: [&str; 8] = ["h100-sxm", "a100-80-sxm", "b200-sxm", "rtx-4090", "mi300x", "gaudi-3", "tpu-v5p", "m2-ultra"];

/// Names the nearest there is, or some of them.
fn unknown(text: &str, nearest: Option<&Accelerator>) -> Error {
    let shown: String = text.chars().take(40).collect();
    let error = |rest: String| {
        Error::new(Code::UnknownId, "hardware.accelerator", format!("There is no accelerator \"{shown}\"; {rest}."))
    };
    match nearest {
        Some(a) => error(format!("the nearest here is {}", a.name)).suggest(a.id),
        None => error(format!("there are {} here, such as {}", all().count(), SOME.join(", "))),
    }
}

//! What probes are called, in groups as people look for them.

use super::probe::{Arithmetic, Probe, Stored, Unit, Way};
use super::record::{Ended, Outcome};
use super::roofline::arithmetic;
use crate::core::quantity::show;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Chains,
    Products,
    Vectors,
    Memory,
    Rows,
    Launches,
    Processor,
}

impl Group {
    pub const ALL: [Group; 7] =
        [Group::Chains, Group::Products, Group::Vectors, Group::Memory, Group::Rows, Group::Launches, Group::Processor];

    pub const fn words(self) -> &'static str {
        match self {
            Group::Chains => "Arithmetic alone",
            Group::Products => "Matrix products",
            Group::Vectors => "Matrix times vector, as in decoding",
            Group::Memory => "Memory",
            Group::Rows => "Softmax and attention",
            Group::Launches => "Starting work",
            Group::Processor => "One thread of the processor",
        }
    }

    /// What it tells.
    pub const fn why(self) -> &'static str {
        match self {
            Group::Chains => "Multiply-adds on numbers already at hand: the flat part of the roofline.",
            Group::Products => "The work of training and of reading a prompt; large ones come near the flat part.",
            Group::Vectors => {
                "Every weight is read for two operations, so memory sets the pace and fewer bits a weight are faster."
            }
            Group::Memory => {
                "Bytes a second of small working sets, which caches hold, and of large ones. Few invocations write and copy a small one; many read it."
            }
            Group::Rows => "A few operations for a number read: below the slope of the roofline.",
            Group::Launches => "What it costs to start a kernel, and to hand over work and hear that it is done.",
            Group::Processor => "WebAssembly on one thread, so that a machine without WebGPU has a roofline too.",
        }
    }
}

impl Arithmetic {
    pub const fn words(self) -> &'static str {
        match self {
            Arithmetic::F32 => "FP32",
            Arithmetic::F16 => "FP16",
            Arithmetic::Int8 => "packed INT8",
        }
    }

    /// A rate; what is done with integers is no FLOP.
    pub fn shown(self, rate: f64) -> String {
        let text = flop_rate(rate);
        if self == Arithmetic::Int8 { text.replace("FLOP", "OP") } else { text }
    }
}

impl Stored {
    pub const fn words(self) -> &'static str {
        match self {
            Stored::F32 => "FP32",
            Stored::F16 => "FP16",
            Stored::Fp8 => "FP8",
            Stored::Int4 => "INT4",
        }
    }
}

impl Way {
    pub const fn words(self) -> &'static str {
        match self {
            Way::Read => "read",
            Way::Write => "write",
            Way::Copy => "copy",
        }
    }
}

impl Probe {
    pub const fn group(&self) -> Group {
        match self {
            Probe::Chains { .. } => Group::Chains,
            Probe::Tiled { .. } | Probe::Product { .. } => Group::Products,
            Probe::Vector { .. } => Group::Vectors,
            Probe::Stream { .. } => Group::Memory,
            Probe::Softmax { .. } | Probe::Attention { .. } => Group::Rows,
            Probe::Dispatch | Probe::Submission => Group::Launches,
            Probe::Processor { .. } | Probe::Memcpy { .. } => Group::Processor,
        }
    }

    /// What it is called; sizes as m × k × n.
    pub fn words(&self) -> String {
        let of = |v: u32| show::full(f64::from(v));
        let product = |m: u32, k: u32, n: u32| {
            if m == k && k == n { format!("{}³", of(m)) } else { format!("{} × {} × {}", of(m), of(k), of(n)) }
        };
        match *self {
            Probe::Chains { arithmetic, .. } => format!("multiply-add chains, {}", arithmetic.words()),
            Probe::Tiled { tile, m, k, n } => format!("plain product, tile {tile}, {}", product(m, k, n)),
            Probe::Product { arithmetic, m, k, n } => format!("product, {}, {}", arithmetic.words(), product(m, k, n)),
            Probe::Vector { stored, rows, columns } => {
                format!("weights in {}, {} × {}", stored.words(), of(rows), of(columns))
            }
            Probe::Stream { way, bytes } => format!("{} {}", way.words(), size(bytes)),
            Probe::Softmax { rows, columns } => format!("softmax of {} rows of {}", of(rows), of(columns)),
            Probe::Attention { heads, width, context } => {
                format!("attention, {} heads of {}, context {}", of(heads), of(width), of(context))
            }
            Probe::Dispatch => "starting a kernel".to_owned(),
            Probe::Submission => "handing over work, and back".to_owned(),
            Probe::Processor { simd: true, side } => format!("product, SIMD, {}³", of(side)),
            Probe::Processor { simd: false, side } => format!("product, scalar, {}³", of(side)),
            Probe::Memcpy { bytes } => format!("copy {}", size(bytes)),
        }
    }

    /// A headline in its unit: `9.61 TFLOP/s`, `412 GB/s`, `6.1 µs`.
    pub fn shown(&self, rate: f64) -> String {
        match self.unit() {
            Unit::FlopPerSecond => match arithmetic(self) {
                Some(a) => a.shown(rate),
                None => flop_rate(rate),
            },
            Unit::BytesPerSecond => byte_rate(rate),
            Unit::Seconds => seconds(rate),
        }
    }
}

/// In MFLOP/s, GFLOP/s or TFLOP/s, three digits.
pub fn flop_rate(rate: f64) -> String {
    format!("{}FLOP/s", scaled(rate))
}

/// In MB/s, GB/s or TB/s, three digits.
pub fn byte_rate(rate: f64) -> String {
    format!("{}B/s", scaled(rate))
}

/// Tokens a second, or the time of one where a second is too short for it.
pub fn token_rate(rate: f64) -> String {
    if rate >= 0.5 { format!("{} tokens/s", three(rate)) } else { format!("{} a token", seconds(1.0 / rate)) }
}

/// In GFLOP/s or GB/s, as charts have it.
pub fn giga(rate: f64) -> f64 {
    rate / 1e9
}

fn scaled(rate: f64) -> String {
    let (of, prefix) = match rate {
        1e12.. => (1e12, "T"),
        1e9.. => (1e9, "G"),
        _ => (1e6, "M"),
    };
    format!("{} {prefix}", three(rate / of))
}

/// In µs, ms or s, three digits.
pub fn seconds(time: f64) -> String {
    if time < 0.9995e-3 {
        format!("{} µs", three(time * 1e6))
    } else if time < 0.9995 {
        format!("{} ms", three(time * 1e3))
    } else {
        format!("{} s", three(time))
    }
}

/// Bytes that are a power of two or near one.
pub fn size(bytes: u64) -> String {
    let b = bytes as f64;
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", whole(b / 1024.0)),
        1_048_576..1_073_741_824 => format!("{} MiB", whole(b / 1_048_576.0)),
        _ => format!("{} GiB", whole(b / 1_073_741_824.0)),
    }
}

/// A whole number as it is, another with three digits.
fn whole(v: f64) -> String {
    if v.fract() == 0.0 { show::full(v) } else { three(v) }
}

fn three(v: f64) -> String {
    if v >= 1000.0 { show::full(v.round()) } else { show::sig(v, 3) }
}

impl Outcome {
    /// In a table, where a number would stand.
    pub const fn words(&self) -> &'static str {
        match self {
            Outcome::Measured(_) => "measured",
            Outcome::Wrong => "wrong result",
            Outcome::Unsupported => "not offered",
            Outcome::Skipped => "left out",
            Outcome::Failed => "failed",
        }
    }
}

impl Ended {
    pub const fn words(self) -> &'static str {
        match self {
            Ended::Running => "being measured",
            Ended::Complete => "complete",
            Ended::Cancelled => "cancelled, so only a part was measured",
            Ended::Hidden => "stopped when the page went out of sight, so only a part was measured",
            Ended::Lost => "stopped when the device was lost, so only a part was measured",
            Ended::Failed => "stopped before its end, so only a part was measured",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probes_in_words() {
        let product = Probe::Product { arithmetic: Arithmetic::F16, m: 512, k: 4096, n: 14_336 };
        assert_eq!(product.words(), "product, FP16, 512 × 4,096 × 14,336");
        assert_eq!(product.shown(9.612e12), "9.61 TFLOP/s");
        let chains = Probe::Chains { arithmetic: Arithmetic::Int8, lanes: 1, each: 1 };
        assert_eq!(chains.shown(3.6e13), "36.0 TOP/s");
        let copy = Probe::Stream { way: Way::Copy, bytes: 256 << 20 };
        assert_eq!((copy.words().as_str(), copy.shown(4.12e11).as_str()), ("copy 256 MiB", "412 GB/s"));
        assert_eq!(Probe::Dispatch.shown(6.1e-6), "6.10 µs");
        assert_eq!((seconds(0.02).as_str(), size(8192).as_str()), ("20.0 ms", "8 KiB"));
        assert_eq!((seconds(0.000_999_9).as_str(), size(1536).as_str()), ("1.00 ms", "1.50 KiB"));
        assert_eq!((flop_rate(4.98e6), byte_rate(6.06e7)), ("4.98 MFLOP/s".to_owned(), "60.6 MB/s".to_owned()));
        assert_eq!((token_rate(69.18), token_rate(0.0141)), ("69.2 tokens/s".to_owned(), "70.9 s a token".to_owned()));
    }
}

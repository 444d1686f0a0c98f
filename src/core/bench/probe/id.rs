//! A probe as one word, `product/f16/512x4096x14336`, and back.

use super::{Arithmetic, Probe, Stored, Way};
use crate::core::error::{Code, Error};

/// Larger sides and counts are mistakes: no product of three of them is beyond what is finite.
const MOST: u64 = 1 << 31;
/// Bytes of a working set.
const MOST_BYTES: u64 = 1 << 42;

impl Probe {
    /// The word for it.
    pub fn id(&self) -> String {
        match *self {
            Probe::Chains { arithmetic, lanes, each } => format!("chains/{}/{lanes}x{each}", arithmetic.id()),
            Probe::Tiled { tile, m, k, n } => format!("tiled/{tile}/{m}x{k}x{n}"),
            Probe::Product { arithmetic, m, k, n } => format!("product/{}/{m}x{k}x{n}", arithmetic.id()),
            Probe::Vector { stored, rows, columns } => format!("vector/{}/{rows}x{columns}", stored.id()),
            Probe::Stream { way, bytes } => format!("stream/{}/{bytes}", way.id()),
            Probe::Softmax { rows, columns } => format!("softmax/{rows}x{columns}"),
            Probe::Attention { heads, width, context } => format!("attention/{heads}x{width}x{context}"),
            Probe::Dispatch => "dispatch".to_owned(),
            Probe::Submission => "submission".to_owned(),
            Probe::Processor { simd, side } => format!("processor/{}/{side}", if simd { "simd" } else { "scalar" }),
            Probe::Memcpy { bytes } => format!("memcpy/{bytes}"),
        }
    }

    /// The probe of this word.
    ///
    /// # Errors
    /// `unknown-id`, with words that there are.
    pub fn find(id: &str) -> Result<Probe, Error> {
        read(id).ok_or_else(|| {
            let shown: String = id.chars().filter(char::is_ascii_graphic).take(60).collect();
            let message = format!(
                "\"{shown}\" is no probe; probes are written as product/f32/1024x1024x1024, stream/read/8192 or dispatch."
            );
            Error::new(Code::UnknownId, "probe", message)
        })
    }
}

fn read(id: &str) -> Option<Probe> {
    let parts: Vec<&str> = id.split('/').collect();
    let probe = match *parts.as_slice() {
        ["chains", a, size] => {
            let [lanes, each] = sides(size)?;
            Probe::Chains { arithmetic: arithmetic(a)?, lanes, each }
        }
        ["tiled", tile, size] => {
            let ([tile], [m, k, n]) = (sides(tile)?, sides(size)?);
            Probe::Tiled { tile, m, k, n }
        }
        ["product", a, size] => {
            let [m, k, n] = sides(size)?;
            Probe::Product { arithmetic: arithmetic(a)?, m, k, n }
        }
        ["vector", stored, size] => {
            let [rows, columns] = sides(size)?;
            Probe::Vector { stored: Stored::ALL.into_iter().find(|s| s.id() == stored)?, rows, columns }
        }
        ["stream", way, size] => {
            Probe::Stream { way: Way::ALL.into_iter().find(|w| w.id() == way)?, bytes: bytes(size)? }
        }
        ["softmax", size] => {
            let [rows, columns] = sides(size)?;
            Probe::Softmax { rows, columns }
        }
        ["attention", size] => {
            let [heads, width, context] = sides(size)?;
            Probe::Attention { heads, width, context }
        }
        ["dispatch"] => Probe::Dispatch,
        ["submission"] => Probe::Submission,
        ["processor", kind, side] => {
            let [side] = sides(side)?;
            let simd = match kind {
                "simd" => true,
                "scalar" => false,
                _ => return None,
            };
            Probe::Processor { simd, side }
        }
        ["memcpy", size] => Probe::Memcpy { bytes: bytes(size)? },
        _ => return None,
    };
    // What is written in another way, with zeros before a number, is not it.
    (probe.id() == id).then_some(probe)
}

fn arithmetic(id: &str) -> Option<Arithmetic> {
    [Arithmetic::F32, Arithmetic::F16, Arithmetic::Int8].into_iter().find(|a| a.id() == id)
}

fn sides<const N: usize>(text: &str) -> Option<[u32; N]> {
    let all: Option<Vec<u32>> = text.split('x').map(|t| whole(t, MOST).and_then(|v| u32::try_from(v).ok())).collect();
    all?.try_into().ok()
}

fn bytes(text: &str) -> Option<u64> {
    whole(text, MOST_BYTES)
}

fn whole(text: &str, most: u64) -> Option<u64> {
    text.parse::<u64>().ok().filter(|v| (1..=most).contains(v))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_probes() {
        let all = [
            (Probe::Chains { arithmetic: Arithmetic::Int8, lanes: 65536, each: 1024 }, "chains/int8/65536x1024"),
            (Probe::Tiled { tile: 16, m: 1, k: 2, n: 3 }, "tiled/16/1x2x3"),
            (Probe::Product { arithmetic: Arithmetic::F16, m: 512, k: 4096, n: 14336 }, "product/f16/512x4096x14336"),
            (Probe::Vector { stored: Stored::Int4, rows: 28672, columns: 8192 }, "vector/int4/28672x8192"),
            (Probe::Stream { way: Way::Copy, bytes: 1 << 33 }, "stream/copy/8589934592"),
            (Probe::Softmax { rows: 4096, columns: 8192 }, "softmax/4096x8192"),
            (Probe::Attention { heads: 32, width: 128, context: 8192 }, "attention/32x128x8192"),
            (Probe::Dispatch, "dispatch"),
            (Probe::Submission, "submission"),
            (Probe::Processor { simd: true, side: 256 }, "processor/simd/256"),
            (Probe::Memcpy { bytes: 32768 }, "memcpy/32768"),
        ];
        for (probe, id) in all {
            assert_eq!(probe.id(), id);
            assert_eq!(Probe::find(id).unwrap(), probe);
        }
    }

    #[test]
    fn what_is_no_probe() {
        for id in [
            "",
            "/",
            "product",
            "product/f32/1x2",
            "product/f32/1x2x3x4",
            "product/f32/0x2x3",
            "product/f32/-1x2x3",
            "product/f64/1x2x3",
            "product/f32/4294967296x1x1",
            "product/f32/99999999999999999999x1x1",
            "stream/sideways/8",
            "stream/read/8e3",
            "processor/fast/2",
            "dispatch/1",
            "tiled/016/1x2x3",
            "vector/int3/1x1",
        ] {
            let e = Probe::find(id).unwrap_err();
            assert_eq!((e.code, e.field.as_str()), (Code::UnknownId, "probe"), "{id}");
        }
        assert!(Probe::find(&"x".repeat(100_000)).unwrap_err().message.len() < 300);
    }
}

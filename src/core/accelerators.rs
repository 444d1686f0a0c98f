//! Accelerators and their peak rates. One row each; a table to be read and checked without knowing Rust.
//!
//! `peak` is the dense 16-bit matrix rate (BF16; FP16 for V100), in FLOP/s, without 2:4 sparsity.

use super::error::{Code, Error};
use super::quantity::{Bytes, FlopRate, GIB};

mod names;

pub use names::{find, is_machine};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accelerator {
    pub id: &'static str,
    pub name: &'static str,
    pub year: u16,
    pub peak: f64,
    /// Sizes of its memory, in GB as people write them: they tell one form from another.
    pub memory: &'static [u16],
    pub source: &'static str,
}

impl Accelerator {
    /// # Errors
    /// Never for a row of [`ALL`]; a test says so.
    pub fn peak(&self) -> Result<FlopRate, Error> {
        FlopRate::new(self.peak)
    }

    /// Memory of one device, the smaller where there are two: makers write GB for what is GiB (an H100 of "80 GB" has
    /// 80 · 2^30 bytes, of which drivers and error correction keep a few hundred MiB).
    pub fn capacity(&self) -> Bytes {
        let printed = self.memory.first().copied().unwrap_or_default();
        Bytes::new(f64::from(printed) * GIB).unwrap_or_default()
    }
}

pub const DEFAULT: &str = "h100-sxm";

const fn row(
    id: &'static str,
    name: &'static str,
    year: u16,
    peak: f64,
    memory: &'static [u16],
    source: &'static str,
) -> Accelerator {
    Accelerator { id, name, year, peak, memory, source }
}

/// Public tables that cite the maker's page row by row; what was read there, and where two agree.
const TABLE: &str = "accelerator table of stas00/ml-engineering, which cites the maker's page; dense; read 2026-11-23";
const TABLES: &str =
    "accelerator tables of stas00/ml-engineering and ai-dynamo/aiconfigurator, which agree; dense; read 2026-11-23";
const SPECS: &str = "public specification notes (gpu-specs, LLM-Viewer), which agree; dense; read 2026-11-23";
const PROFILER: &str = "hardware table of LLM-Prof; dense; read 2026-11-23";
const GOOGLE: &str = "Google Cloud TPU documentation and the scaling-book; read 2026-11-23";
const AWS: &str = "AWS Neuron documentation, dense value; read 2026-11-23";

pub static ALL: &[Accelerator] = &[
    row("h100-sxm", "H100 SXM", 2022, 989.4e12, &[80], TABLES),
    row("h100-pcie", "H100 PCIe", 2022, 756.5e12, &[80], TABLES),
    row(
        "h100-nvl",
        "H100 NVL",
        2023,
        835.5e12,
        &[94],
        "NVIDIA product page, printed sparse figure halved; read 2026-11-23",
    ),
    row("h200-sxm", "H200 SXM", 2024, 989.4e12, &[141], TABLES),
    row(
        "h200-nvl",
        "H200 NVL",
        2024,
        836e12,
        &[141],
        "from memory, with medium confidence: the same printed figure as H100 NVL, halved; dense; noted 2026-11-23",
    ),
    row("h800-sxm", "H800 SXM", 2023, 989.4e12, &[80], PROFILER),
    row("h20-sxm", "H20 SXM", 2023, 148e12, &[96, 141], PROFILER),
    row("b200-sxm", "B200 SXM", 2024, 2250e12, &[180, 192], TABLES),
    row("gb200", "GB200 (one GPU of two)", 2024, 2500e12, &[186, 192], TABLES),
    row("a100-80-sxm", "A100 80 GB SXM", 2021, 312e12, &[80], TABLES),
    row("a100-80-pcie", "A100 80 GB PCIe", 2021, 312e12, &[80], SPECS),
    row("a100-40-sxm", "A100 40 GB SXM", 2020, 312e12, &[40], SPECS),
    row(
        "a100-40-pcie",
        "A100 40 GB PCIe",
        2020,
        312e12,
        &[40],
        "public specification notes (gpu-specs, gpumap), which agree; dense; read 2026-11-23",
    ),
    row("v100-sxm2", "V100 SXM2 (FP16)", 2017, 125e12, &[16, 32], SPECS),
    row("v100-pcie", "V100 PCIe (FP16)", 2017, 112e12, &[16, 32], SPECS),
    row("mi300x", "MI300X", 2023, 1307.4e12, &[192], TABLE),
    row("mi325x", "MI325X", 2024, 1307.4e12, &[256], TABLE),
    row("mi355x", "MI355X", 2025, 2516.6e12, &[288], TABLE),
    row("mi250x", "MI250X (both dies)", 2021, 383e12, &[128], TABLE),
    row("gaudi-2", "Gaudi 2", 2022, 432e12, &[96], TABLE),
    row(
        "gaudi-3",
        "Gaudi 3",
        2024,
        1677e12,
        &[128],
        "as the table of stas00/ml-engineering has it at the shipping clock of 1.6 GHz; read 2026-11-23",
    ),
    row("tpu-v4", "TPU v4", 2021, 275e12, &[32], GOOGLE),
    row("tpu-v5e", "TPU v5e", 2023, 197e12, &[16], GOOGLE),
    row("tpu-v5p", "TPU v5p", 2023, 459e12, &[95], GOOGLE),
    row("tpu-v6e", "TPU v6e", 2024, 918e12, &[32], GOOGLE),
    row("trainium1", "Trainium1", 2022, 190e12, &[32], AWS),
    row("trainium2", "Trainium2", 2024, 667e12, &[96], AWS),
];

/// The accelerator of this id.
///
/// # Errors
/// `unknown-id`, naming what there is, and the one probably meant.
pub fn get(id: &str) -> Result<&'static Accelerator, Error> {
    ALL.iter().find(|a| a.id == id).ok_or_else(|| match find(id) {
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
        None => error(format!("the ones here are {}", ALL.iter().map(|a| a.id).collect::<Vec<_>>().join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sound() {
        for (i, a) in ALL.iter().enumerate() {
            assert!(a.peak().is_ok() && a.peak > 1e13 && a.peak < 1e16, "{}", a.id);
            assert!(!a.source.is_empty() && !a.memory.is_empty());
            assert!(ALL[i + 1..].iter().all(|b| b.id != a.id), "{} twice", a.id);
            assert_eq!(get(a.id).unwrap().id, a.id);
            assert_eq!(find(a.id).unwrap().id, a.id);
            assert_eq!(find(a.name).unwrap().id, a.id, "{}", a.name);
        }
        assert!(find(DEFAULT).is_ok());
    }

    /// NVIDIA: peak = clock · FMA per clock and unit · 2 · units.
    #[test]
    fn peaks_follow_from_clocks() {
        assert!((find("h100-sxm").unwrap().peak / (1.830e9 * 512.0 * 2.0 * 528.0) - 1.0).abs() < 1e-3);
        assert!((find("a100-80-sxm").unwrap().peak / (1.410e9 * 256.0 * 2.0 * 432.0) - 1.0).abs() < 1e-3);
    }
}

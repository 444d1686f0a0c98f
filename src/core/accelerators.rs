//! Accelerators and their peak rates. One row each; a table to be read and checked without knowing Rust.
//!
//! `peak` is the dense 16-bit matrix rate (BF16; FP16 for V100), in FLOP/s, without 2:4 sparsity.

use super::error::{Code, Error};
use super::quantity::FlopRate;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accelerator {
    pub id: &'static str,
    pub name: &'static str,
    pub year: u16,
    pub peak: f64,
    pub source: &'static str,
}

impl Accelerator {
    /// # Errors
    /// Never for a row of [`ALL`]; a test says so.
    pub fn peak(&self) -> Result<FlopRate, Error> {
        FlopRate::new(self.peak)
    }
}

pub const DEFAULT: &str = "h100-sxm";

const fn row(id: &'static str, name: &'static str, year: u16, peak: f64, source: &'static str) -> Accelerator {
    Accelerator { id, name, year, peak, source }
}

const NVIDIA: &str = "NVIDIA data sheet, dense value; read 2026-11-23";
const AMD: &str = "AMD data sheet; read 2026-11-23";
const GOOGLE: &str = "Google Cloud TPU documentation; read 2026-11-23";

/// Read as the first row whose id begins with what was written: the usual form first in each family.
pub static ALL: &[Accelerator] = &[
    row("h100-sxm", "H100 SXM", 2022, 989.4e12, NVIDIA),
    row("h100-pcie", "H100 PCIe", 2022, 756.5e12, NVIDIA),
    row("h100-nvl", "H100 NVL", 2023, 835.5e12, NVIDIA),
    row("h200-sxm", "H200 SXM", 2024, 989.4e12, NVIDIA),
    row("h800-sxm", "H800 SXM", 2023, 989.4e12, "NVIDIA specification as published by LLM-Prof; read 2026-11-23"),
    row("h20-sxm", "H20 SXM", 2023, 148e12, "NVIDIA specification as published by LLM-Prof; read 2026-11-23"),
    row("b200-sxm", "B200 SXM", 2024, 2250e12, NVIDIA),
    row("gb200", "GB200 (one GPU of two)", 2024, 2500e12, NVIDIA),
    row("a100-80-sxm", "A100 80 GB SXM", 2021, 312e12, NVIDIA),
    row("a100-80-pcie", "A100 80 GB PCIe", 2021, 312e12, NVIDIA),
    row("a100-40-sxm", "A100 40 GB SXM", 2020, 312e12, NVIDIA),
    row("v100-sxm2", "V100 SXM2 (FP16)", 2017, 125e12, NVIDIA),
    row("mi300x", "MI300X", 2023, 1307.4e12, AMD),
    row("mi325x", "MI325X", 2024, 1307.4e12, AMD),
    row("mi355x", "MI355X", 2025, 2516.6e12, AMD),
    row("mi250x", "MI250X (both dies)", 2021, 383e12, AMD),
    row("gaudi-2", "Gaudi 2", 2022, 432e12, "Intel Gaudi 2 white paper; read 2026-11-23"),
    row("gaudi-3", "Gaudi 3", 2024, 1677e12, "Intel, at the shipping clock of 1.6 GHz; read 2026-11-23"),
    row("tpu-v4", "TPU v4", 2021, 275e12, GOOGLE),
    row("tpu-v5e", "TPU v5e", 2023, 197e12, GOOGLE),
    row("tpu-v5p", "TPU v5p", 2023, 459e12, GOOGLE),
    row("tpu-v6e", "TPU v6e", 2024, 918e12, GOOGLE),
    row("trainium2", "Trainium2", 2024, 667e12, "AWS Neuron documentation, dense value; read 2026-11-23"),
];

/// The accelerator meant by `text`: an id, or words such as `H100`, `A100 80GB`, `TPU v5p`.
///
/// # Errors
/// `unknown-id`, naming what there is.
pub fn find(text: &str) -> Result<&'static Accelerator, Error> {
    let plain = |s: &str| -> String {
        s.to_lowercase().replace("gb", "").chars().filter(char::is_ascii_alphanumeric).collect()
    };
    if text.chars().count() <= 60 {
        let wanted = plain(text);
        let wanted = ["nvidia", "amd", "google", "intel", "aws"]
            .iter()
            .fold(wanted.as_str(), |w, maker| w.strip_prefix(maker).unwrap_or(w));
        let wanted = wanted.strip_suffix("gpus").or(wanted.strip_suffix("gpu")).unwrap_or(wanted);
        if wanted.len() >= 2 {
            // Exact first, then the beginning of an id ("h100"), then the id without its leading family ("v5p"), then an id with more after it ("H100 SXM5").
            let by = |f: &dyn Fn(&str) -> bool| ALL.iter().find(|a| f(&plain(a.id)));
            let named = ALL.iter().find(|a| a.id == text || plain(a.name) == wanted);
            let found = named
                .or_else(|| by(&|id| id == wanted))
                .or_else(|| by(&|id| id.starts_with(wanted)))
                .or_else(|| by(&|id| id.starts_with("tpu") && id.ends_with(wanted)))
                .or_else(|| by(&|id| wanted.starts_with(id)));
            if let Some(found) = found {
                return Ok(found);
            }
        }
    }
    let known: Vec<&str> = ALL.iter().map(|a| a.id).collect();
    let shown: String = text.chars().take(40).collect();
    Err(Error::new(
        Code::UnknownId,
        "hardware.accelerator",
        format!("There is no accelerator \"{shown}\"; the ones here are {}.", known.join(", ")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sound() {
        for (i, a) in ALL.iter().enumerate() {
            assert!(a.peak().is_ok() && a.peak > 1e13 && a.peak < 1e16, "{}", a.id);
            assert!(!a.source.is_empty());
            assert!(ALL[i + 1..].iter().all(|b| b.id != a.id), "{} twice", a.id);
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

    #[test]
    fn words_people_use() {
        for (words, id) in [
            ("H100", "h100-sxm"),
            ("NVIDIA H100", "h100-sxm"),
            ("H100 SXM5", "h100-sxm"),
            ("A100", "a100-80-sxm"),
            ("A100 80GB", "a100-80-sxm"),
            ("A100 40GB", "a100-40-sxm"),
            ("TPU v5p", "tpu-v5p"),
            ("v5e", "tpu-v5e"),
            ("MI300X", "mi300x"),
            ("h100 gpus", "h100-sxm"),
            ("Gaudi 3", "gaudi-3"),
        ] {
            assert_eq!(find(words).map(|a| a.id), Ok(id), "{words}");
        }
        for words in ["", "x", "H900", "potato", "💥"] {
            assert_eq!(find(words).unwrap_err().code, Code::UnknownId, "{words}");
        }
    }
}

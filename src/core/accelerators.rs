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

/// Public tables that cite the maker's page row by row; what was read there, and where two agree.
const TABLE: &str = "accelerator table of stas00/ml-engineering, which cites the maker's page; dense; read 2026-11-23";
const TABLES: &str =
    "accelerator tables of stas00/ml-engineering and ai-dynamo/aiconfigurator, which agree; dense; read 2026-11-23";
const SPECS: &str = "public specification notes (gpu-specs, LLM-Viewer), which agree; dense; read 2026-11-23";
const PROFILER: &str = "hardware table of LLM-Prof; dense; read 2026-11-23";
const GOOGLE: &str = "Google Cloud TPU documentation and the scaling-book; read 2026-11-23";

pub static ALL: &[Accelerator] = &[
    row("h100-sxm", "H100 SXM", 2022, 989.4e12, TABLES),
    row("h100-pcie", "H100 PCIe", 2022, 756.5e12, TABLES),
    row("h100-nvl", "H100 NVL", 2023, 835.5e12, "NVIDIA product page, printed sparse figure halved; read 2026-11-23"),
    row("h200-sxm", "H200 SXM", 2024, 989.4e12, TABLES),
    row("h800-sxm", "H800 SXM", 2023, 989.4e12, PROFILER),
    row("h20-sxm", "H20 SXM", 2023, 148e12, PROFILER),
    row("b200-sxm", "B200 SXM", 2024, 2250e12, TABLES),
    row("gb200", "GB200 (one GPU of two)", 2024, 2500e12, TABLES),
    row("a100-80-sxm", "A100 80 GB SXM", 2021, 312e12, TABLES),
    row("a100-80-pcie", "A100 80 GB PCIe", 2021, 312e12, SPECS),
    row("a100-40-sxm", "A100 40 GB SXM", 2020, 312e12, SPECS),
    row("v100-sxm2", "V100 SXM2 (FP16)", 2017, 125e12, SPECS),
    row("mi300x", "MI300X", 2023, 1307.4e12, TABLE),
    row("mi325x", "MI325X", 2024, 1307.4e12, TABLE),
    row("mi355x", "MI355X", 2025, 2516.6e12, TABLE),
    row("mi250x", "MI250X (both dies)", 2021, 383e12, TABLE),
    row("gaudi-2", "Gaudi 2", 2022, 432e12, TABLE),
    row(
        "gaudi-3",
        "Gaudi 3",
        2024,
        1677e12,
        "as the table of stas00/ml-engineering has it at the shipping clock of 1.6 GHz; read 2026-11-23",
    ),
    row("tpu-v4", "TPU v4", 2021, 275e12, GOOGLE),
    row("tpu-v5e", "TPU v5e", 2023, 197e12, GOOGLE),
    row("tpu-v5p", "TPU v5p", 2023, 459e12, GOOGLE),
    row("tpu-v6e", "TPU v6e", 2024, 918e12, GOOGLE),
    row("trainium2", "Trainium2", 2024, 667e12, "AWS Neuron documentation, dense value; read 2026-11-23"),
];

/// The accelerator of this id.
///
/// # Errors
/// `unknown-id`, naming what there is, and the one probably meant.
pub fn get(id: &str) -> Result<&'static Accelerator, Error> {
    ALL.iter().find(|a| a.id == id).ok_or_else(|| match find(id) {
        Ok(meant) => unknown(id).suggest(meant.id),
        Err(error) => error,
    })
}

/// The accelerator meant by free words: `H100`, `A100 80GB`, `A100-SXM4-40GB`, `TPU v5p`. Whole words only, so that
/// `H20` is never an H200; where several forms fit, the first of the table.
///
/// # Errors
/// `unknown-id`, naming what there is.
pub fn find(text: &str) -> Result<&'static Accelerator, Error> {
    if text.chars().count() > 60 {
        return Err(unknown(text));
    }
    let asked = parts(text);
    let whole: String = asked.concat();
    let fits = |a: &&Accelerator| {
        let own = parts(a.id);
        let has_memory = own.iter().any(|p| is_number(p) && p.len() == 2);
        let said: Vec<&String> = asked.iter().filter(|p| has_memory || !p.ends_with("gb")).collect();
        let in_row = |p: &str| own.iter().any(|o| o == p || Some(o.as_str()) == p.strip_suffix("gb"));
        // Every word belongs to the row, and the words that make the model are all said.
        !said.is_empty()
            && said.iter().all(|p| in_row(p))
            && own.iter().filter(|o| !is_form(o)).all(|o| asked.contains(o))
    };
    let found = ALL.iter().find(|a| parts(a.id).concat() == whole || parts(a.name).concat() == whole);
    found.or_else(|| ALL.iter().find(fits)).ok_or_else(|| unknown(text))
}

/// Lower-case words and numbers, without the maker and without what every such device has.
fn parts(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace(" gb", "gb");
    lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|p| !p.is_empty())
        .filter(|p| !["nvidia", "amd", "google", "intel", "aws", "gpu", "gpus", "chips", "accelerators"].contains(p))
        .filter(|p| !p.starts_with("hbm"))
        .map(|p| match p.strip_suffix('s') {
            // A plural: H100s.
            Some(one) if one.ends_with(|c: char| c.is_ascii_digit() || c == 'x') => one,
            _ => p,
        })
        .map(|p| if p.starts_with("sxm") { "sxm" } else { p }.to_owned())
        .collect()
}

fn is_number(part: &str) -> bool {
    part.chars().all(|c| c.is_ascii_digit())
}

/// Form factor, family name or memory: what may be left unsaid.
fn is_form(part: &str) -> bool {
    ["sxm", "pcie", "nvl", "tpu"].contains(&part) || (is_number(part) && part.len() == 2)
}

fn unknown(text: &str) -> Error {
    let known: Vec<&str> = ALL.iter().map(|a| a.id).collect();
    let shown: String = text.chars().take(40).collect();
    Error::new(
        Code::UnknownId,
        "hardware.accelerator",
        format!("There is no accelerator \"{shown}\"; the ones here are {}.", known.join(", ")),
    )
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
            ("H100s", "h100-sxm"),
            ("H20", "h20-sxm"),
            ("H200", "h200-sxm"),
            ("A100 SXM4", "a100-80-sxm"),
            ("A100 PCIe", "a100-80-pcie"),
            ("A100-SXM4-40GB", "a100-40-sxm"),
            ("H100 80GB", "h100-sxm"),
            ("NVIDIA H100 80GB HBM3", "h100-sxm"),
            ("H100 PCIe", "h100-pcie"),
            ("Gaudi 3", "gaudi-3"),
            ("Gaudi3", "gaudi-3"),
            ("Trainium 2", "trainium2"),
        ] {
            assert_eq!(find(words).map(|a| a.id), Ok(id), "{words}");
        }
        for words in [
            "",
            "x",
            "H900",
            "H10",
            "A10",
            "A1",
            "B20",
            "V10",
            "200",
            "2000",
            "80",
            "tp",
            "tpu",
            "sxm",
            "gaudi",
            "trainium",
            "A100 60GB",
            "H100 potato",
            "💥",
        ] {
            assert_eq!(find(words).unwrap_err().code, Code::UnknownId, "{words}");
        }
    }
}

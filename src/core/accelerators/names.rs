//! Which row is meant by the words people use: `H100`, `A100 80GB`, `A100-SXM4-40GB`, `DGX H100`, `TPU v5p`.

use super::{Accelerator, all, unknown};
use crate::core::error::Error;

/// Words that say nothing of which row is meant: makers, product lines, and what every such device is.
const EMPTY: &[&str] = &[
    "nvidia",
    "amd",
    "google",
    "intel",
    "aws",
    "amazon",
    "tesla",
    "instinct",
    "dgx",
    "hgx",
    "gpu",
    "gpus",
    "chip",
    "chips",
    "accelerator",
    "accelerators",
];

/// Other names of a row, as one word: what makers and users call the same device.
const ALIASES: &[(&str, &str)] = &[
    ("mi300", "mi300x"),
    ("mi325", "mi325x"),
    ("mi355", "mi355x"),
    ("trn1", "trainium1"),
    ("trn2", "trainium2"),
    ("tpuv4", "tpu-v4"),
    ("tpuv5e", "tpu-v5e"),
    ("tpuv5lite", "tpu-v5e"),
    ("v5litepod", "tpu-v5e"),
    ("tpuv5p", "tpu-v5p"),
    ("tpuv6", "tpu-v6e"),
    ("v6", "tpu-v6e"),
    ("tpuv6e", "tpu-v6e"),
    ("trillium", "tpu-v6e"),
    ("tputrillium", "tpu-v6e"),
    ("trilliumtpu", "tpu-v6e"),
    ("gb200nvl72", "gb200"),
];

/// The accelerator meant by free words. Whole words only, so that `H20` is never an H200; where several forms fit,
/// the first of the table.
///
/// # Errors
/// `unknown-id`, naming the nearest there is, or all of them.
pub fn find(text: &str) -> Result<&'static Accelerator, Error> {
    if text.chars().count() > 60 {
        return Err(unknown(text, None));
    }
    let asked = parts(text);
    let whole: String = asked.concat();
    let named = all().find(|a| parts(a.id).concat() == whole || parts(a.name).concat() == whole);
    let alias = || ALIASES.iter().find(|(alias, _)| *alias == whole).and_then(|(_, id)| row(id));
    named.or_else(alias).or_else(|| all().find(|a| fits(a, &asked))).ok_or_else(|| unknown(text, nearest(&asked)))
}

/// Whether the words name a machine of eight accelerators instead of one.
pub fn is_machine(text: &str) -> bool {
    text.to_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "dgx")
}

fn row(id: &str) -> Option<&'static Accelerator> {
    all().find(|a| a.id == id)
}

/// Every word belongs to the row, and the words that make the model are all said.
fn fits(a: &Accelerator, asked: &[String]) -> bool {
    let own = parts(a.id);
    let in_row = |p: &String| match memory(p) {
        Some(gb) => a.memory.contains(&gb),
        None => own.contains(p),
    };
    asked.iter().any(|p| memory(p).is_none())
        && asked.iter().all(in_row)
        && own.iter().filter(|o| !is_form(o)).all(|o| asked.contains(o))
}

/// The row whose model is named, whatever else was said; else one that a long word of the text begins.
fn nearest(asked: &[String]) -> Option<&'static Accelerator> {
    let model = |a: &&Accelerator| parts(a.id).iter().filter(|o| !is_form(o)).all(|o| asked.contains(o));
    let begun = |a: &&Accelerator| asked.iter().any(|p| p.len() >= 5 && parts(a.id).concat().starts_with(p.as_str()));
    all().find(model).or_else(|| all().find(begun))
}

/// Lower-case words and numbers, without those that say nothing.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.to_lowercase().replace("gib", "gb").split(|c: char| !c.is_ascii_alphanumeric()) {
        match part.strip_suffix('s') {
            _ if part.is_empty() || EMPTY.contains(&part) || part.starts_with("hbm") => {}
            _ if part.starts_with("sxm") => parts.push("sxm".into()),
            // A plural: H100s.
            Some(one) if one.ends_with(|c: char| c.is_ascii_digit() || c == 'x') => parts.push(one.into()),
            _ => match parts.last_mut() {
                Some(number) if part == "gb" && is_number(number) => number.push_str(part),
                _ => parts.push(part.into()),
            },
        }
    }
    parts
}

/// `80gb` as a number of GB.
fn memory(part: &str) -> Option<u16> {
    part.strip_suffix("gb")?.parse().ok()
}

fn is_number(part: &str) -> bool {
    part.chars().all(|c| c.is_ascii_digit())
}

/// Form factor, family name or memory: what may be left unsaid.
fn is_form(part: &str) -> bool {
    ["sxm", "pcie", "nvl", "tpu"].contains(&part) || (is_number(part) && part.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::error::Code;

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
            ("H100 94GB", "h100-nvl"),
            ("H100 94 GB", "h100-nvl"),
            ("H100 NVL 94GB", "h100-nvl"),
            ("H100 80 GB PCIe", "h100-pcie"),
            ("A100 40GB PCIe", "a100-40-pcie"),
            ("A100-PCIE-40GB", "a100-40-pcie"),
            ("A100 80GB PCIe", "a100-80-pcie"),
            ("DGX H100", "h100-sxm"),
            ("HGX H100", "h100-sxm"),
            ("NVIDIA DGX H200", "h200-sxm"),
            ("HGX A100 40GB", "a100-40-sxm"),
            ("Tesla H100", "h100-sxm"),
            ("Tesla A100", "a100-80-sxm"),
            ("Tesla V100", "v100-sxm2"),
            ("Tesla V100-SXM2-32GB", "v100-sxm2"),
            ("V100", "v100-sxm2"),
            ("V100 32GB", "v100-sxm2"),
            ("V100 PCIe", "v100-pcie"),
            ("H200 141GB", "h200-sxm"),
            ("H200 NVL", "h200-nvl"),
            ("H20 96GB", "h20-sxm"),
            ("Trn2", "trainium2"),
            ("Trn1", "trainium1"),
            ("MI300", "mi300x"),
            ("AMD Instinct MI300X", "mi300x"),
            ("Instinct MI300X 192 GB", "mi300x"),
            ("B200 192GB", "b200-sxm"),
            ("GB200", "gb200"),
            ("NVIDIA GB200", "gb200"),
            ("GB200 NVL72", "gb200"),
            ("NVIDIA GB200-NVL72", "gb200"),
            ("TPU v6", "tpu-v6e"),
            ("TPU v6e", "tpu-v6e"),
            ("TPUv5p", "tpu-v5p"),
            ("TPU v5 lite", "tpu-v5e"),
            ("Trillium", "tpu-v6e"),
            ("Google TPU Trillium", "tpu-v6e"),
        ] {
            assert_eq!(find(words).map(|a| a.id), Ok(id), "{words}");
        }
    }

    #[test]
    fn whole_words_only_and_the_nearest_is_named() {
        for (words, near) in [
            ("", None),
            ("x", None),
            ("H900", None),
            ("H10", None),
            ("A10", None),
            ("A1", None),
            ("B20", None),
            ("B2000", None),
            ("V10", None),
            ("200", None),
            ("2000", None),
            ("80", None),
            ("80GB", None),
            ("tp", None),
            ("tpu", None),
            ("TPU v5", None),
            ("TPU v1", None),
            ("sxm", None),
            ("gaudi", Some("gaudi-2")),
            ("H2", None),
            ("GB300", None),
            ("💥", None),
            ("A100 60GB", Some("a100-80-sxm")),
            ("H100 60GB", Some("h100-sxm")),
            ("H20 80GB", Some("h20-sxm")),
            ("H100 potato", Some("h100-sxm")),
            ("GB200 superchip", Some("gb200")),
            ("H100 NVL72", Some("h100-sxm")),
            ("MI250", Some("mi250x")),
            ("Trainium3", None),
            ("AWS Trainium", Some("trainium1")),
        ] {
            let error = find(words).unwrap_err();
            assert_eq!((error.code, error.suggestion.as_deref()), (Code::UnknownId, near), "{words}");
            assert!(error.message.contains(near.and_then(row).map_or("h100-sxm", |a| a.name)), "{words}: {error}");
        }
        for words in ["H20", "H20 96GB", "8x H20"] {
            assert_ne!(find(words).map(|a| a.id), Ok("h200-sxm"), "{words}");
        }
    }

    #[test]
    fn a_machine_of_eight_is_told_from_one_accelerator() {
        assert!(is_machine("DGX H100") && is_machine("NVIDIA DGX-H100"));
        assert!(!is_machine("HGX H100") && !is_machine("H100"));
        for (alias, id) in ALIASES {
            assert!(row(id).is_some(), "{alias}");
        }
    }
}

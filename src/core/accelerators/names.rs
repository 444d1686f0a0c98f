//! Which row is meant by the words people use: `H100`, `A100 80GB`, `A100-SXM4-40GB`, `DGX H100`, `TPU v5p`.

use super::{Accelerator, all, unknown};
use crate::core::error::Error;

/// Words for a maker: they say nothing of which of its rows is meant.
const MAKERS: &[(&str, &str)] = &[
    ("nvidia", "NVIDIA"),
    ("geforce", "NVIDIA"),
    ("tesla", "NVIDIA"),
    ("amd", "AMD"),
    ("instinct", "AMD"),
    ("google", "Google"),
    ("intel", "Intel"),
    ("aws", "AWS"),
    ("amazon", "AWS"),
    ("apple", "Apple"),
    ("groq", "Groq"),
];

/// Words that say nothing of which row is meant: machines, and what every such device is.
const EMPTY: &[&str] = &["dgx", "hgx", "gpu", "gpus", "chip", "chips", "accelerator", "accelerators"];

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
    ("tpuv7", "tpu-v7x"),
    ("v7", "tpu-v7x"),
    ("tpu7x", "tpu-v7x"),
    ("ironwood", "tpu-v7x"),
    ("tpuironwood", "tpu-v7x"),
    ("ironwoodtpu", "tpu-v7x"),
    ("gb200nvl72", "gb200"),
    ("gb300nvl72", "gb300"),
    ("gh200superchip", "gh200-96"),
    ("verarubin", "rubin"),
    ("vr200", "rubin"),
    ("rubinnvl72", "rubin"),
    ("verarubinnvl72", "rubin"),
    ("rtxpro6000blackwell", "rtx-pro-6000"),
    ("trn3", "trainium3"),
    ("inf2", "inferentia2"),
    ("pontevecchio", "max-1550"),
    ("lpu", "groq-lpu-v1"),
    ("iphone16pro", "apple-a18-pro"),
    ("iphone14pro", "apple-a16"),
    ("iphone14", "apple-a15"),
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
    let (asked, makers) = (parts(text), makers(text));
    let whole: String = asked.concat();
    let of_maker = |a: &&Accelerator| makers.iter().all(|m| *m == a.maker);
    let named = |a: &&Accelerator| parts(a.id).concat() == whole || parts(a.name).concat() == whole;
    let alias = || ALIASES.iter().find(|(alias, _)| *alias == whole).and_then(|(_, id)| row(id)).filter(of_maker);
    // A maker with one row is a name.
    let only = || {
        let mut of = all().filter(of_maker);
        of.next().filter(|_| whole.is_empty() && !makers.is_empty() && of.next().is_none())
    };
    let found = all().filter(of_maker).find(named).filter(|_| !whole.is_empty());
    let found = found.or_else(alias).or_else(|| all().filter(of_maker).find(|a| fits(a, &asked))).or_else(only);
    found.ok_or_else(|| unknown(text, nearest(&asked, &makers)))
}

/// The makers that the words name.
fn makers(text: &str) -> Vec<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    MAKERS.iter().filter(|(word, _)| words.contains(word)).map(|(_, maker)| *maker).collect()
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
fn nearest(asked: &[String], makers: &[&str]) -> Option<&'static Accelerator> {
    let model = |a: &&Accelerator| parts(a.id).iter().filter(|o| !is_form(o)).all(|o| asked.contains(o));
    let begun = |a: &&Accelerator| asked.iter().any(|p| p.len() >= 5 && parts(a.id).concat().starts_with(p.as_str()));
    let rows = || all().filter(|a| makers.iter().all(|m| *m == a.maker));
    rows().find(model).or_else(|| rows().find(begun))
}

/// Lower-case words and numbers, without those that say nothing.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.to_lowercase().replace("gib", "gb").split(|c: char| !c.is_ascii_alphanumeric()) {
        match part.strip_suffix('s') {
            _ if part.is_empty() || part.starts_with("hbm") => {}
            _ if EMPTY.contains(&part) || MAKERS.iter().any(|(word, _)| *word == part) => {}
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
    ["sxm", "pcie", "nvl", "tpu", "rtx"].contains(&part) || (is_number(part) && [2, 3].contains(&part.len()))
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
            ("MI250", "mi250"),
            ("MI250X", "mi250x"),
            ("MI250X GCD", "mi250x-gcd"),
            ("A10", "a10"),
            ("NVIDIA A10", "a10"),
            ("T4", "t4"),
            ("Tesla P100", "p100-sxm2"),
            ("L40S", "l40s"),
            ("4090", "rtx-4090"),
            ("RTX 4090", "rtx-4090"),
            ("RTX4090", "rtx-4090"),
            ("GeForce RTX 5090", "rtx-5090"),
            ("3090s", "rtx-3090"),
            ("RTX PRO 6000", "rtx-pro-6000"),
            ("B300", "b300-sxm"),
            ("GB300", "gb300"),
            ("GB300 NVL72", "gb300"),
            ("B100", "b100-sxm"),
            ("GH200", "gh200-96"),
            ("GH200 144GB", "gh200-144"),
            ("GH200 141GB", "gh200-144"),
            ("H20 141GB", "h20-141-sxm"),
            ("Vera Rubin NVL72", "rubin"),
            ("M2 Ultra", "m2-ultra"),
            ("Apple M2 Ultra 192GB", "m2-ultra"),
            ("M1", "m1"),
            ("M4 Max", "m4-max"),
            ("A18 Pro", "apple-a18-pro"),
            ("iPhone 14 Pro", "apple-a16"),
            ("Ironwood", "tpu-v7x"),
            ("TPU v7x", "tpu-v7x"),
            ("TPU v3", "tpu-v3"),
            ("Gaudi2", "gaudi-2"),
            ("Intel Gaudi 2", "gaudi-2"),
            ("Max 1550", "max-1550"),
            ("Trn3", "trainium3"),
            ("Inf2", "inferentia2"),
            ("Groq", "groq-lpu-v1"),
            ("Groq LPU", "groq-lpu-v1"),
            ("MI355X", "mi355x"),
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
            ("💥", None),
            ("A100 60GB", Some("a100-80-sxm")),
            ("H100 60GB", Some("h100-sxm")),
            ("H20 80GB", Some("h20-sxm")),
            ("H100 potato", Some("h100-sxm")),
            ("GB200 superchip", Some("gb200")),
            ("H100 NVL72", Some("h100-sxm")),
            ("Trainium4", None),
            ("3090 Ti", Some("rtx-3090")),
            ("AMD H100", None),
            ("NVIDIA A16", None),
            ("Apple", None),
            ("NVIDIA", None),
            ("409", None),
            ("rtx", None),
            ("1550", None),
            ("max", None),
            ("M2 Mega", Some("m2")),
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

//! Which words name an accelerator, such as `H100 SXM`, `TPU v5p` or `A100 80GB`.
//!
//! The words are only told apart from the others here; whether the accelerator is known is asked elsewhere.

/// Names that begin an accelerator without holding a digit.
const MAKERS: &[&str] = &["nvidia", "amd", "google", "intel", "aws", "huawei", "cerebras", "groq", "hgx", "trillium"];
/// Families that may be followed by a bare number.
const FAMILIES: &[&str] = &[
    "tpu",
    "tpus",
    "rtx",
    "gtx",
    "geforce",
    "gaudi",
    "trainium",
    "inferentia",
    "instinct",
    "tesla",
    "quadro",
    "ascend",
    "mi",
    "wse",
    "dgx",
    "radeon",
];
/// What may follow: form, memory, edition.
const FORMS: &[&str] = &["sxm", "pcie", "nvl", "oam", "ti", "super", "ada", "ultra", "max", "pro", "superchip", "lite"];
/// Number formats look like accelerators but are not.
const FORMATS: &[&str] =
    &["bf16", "fp64", "fp32", "tf32", "fp16", "fp8", "fp6", "fp4", "int8", "int4", "mxfp8", "mxfp4", "nvfp4"];

pub(super) fn is_family(word: &str) -> bool {
    FAMILIES.contains(&word.to_lowercase().as_str())
}

/// Which TPU is said elsewhere, if at all.
pub(super) fn is_any_tpu(name: &str) -> bool {
    name.eq_ignore_ascii_case("tpu") || name.eq_ignore_ascii_case("tpus")
}

/// Whether the word can begin the name of an accelerator.
pub(super) fn begins(word: &str) -> bool {
    let lower = word.to_lowercase();
    if MAKERS.contains(&lower.as_str()) || FAMILIES.contains(&lower.as_str()) {
        return true;
    }
    let worked = ["day", "days", "hour", "hours", "hr", "hrs", "h", "d"];
    let held = lower.rsplit_once('-').is_some_and(|(_, last)| worked.contains(&last));
    // The exponent of a number that was torn apart, as in `6 e23`.
    let exponent = lower.strip_prefix('e').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    !held
        && !exponent
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.contains(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && word.len() <= 24
        && !FORMATS.contains(&lower.as_str())
}

/// Whether the word can go on with a name already begun.
pub(super) fn continues(word: &str) -> bool {
    begins(word) || FORMS.contains(&word.to_lowercase().as_str())
}

pub(super) fn is_memory(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "gb" | "gib")
}

//! Number formats and what a value takes in them, scales included.

use crate::core::error::{Code, Error};

/// A format of weights or caches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Format {
    pub id: &'static str,
    pub name: &'static str,
    /// Bits of one value, its share of the scales included.
    pub bits: f64,
    /// How the bits come about.
    pub scheme: &'static str,
    pub source: &'static str,
    /// May hold keys and values.
    pub cache: bool,
}

const fn row(
    id: &'static str,
    name: &'static str,
    bits: f64,
    scheme: &'static str,
    source: &'static str,
    cache: bool,
) -> Format {
    Format { id, name, bits, scheme, source, cache }
}

const IEEE: &str = "IEEE 754";
const OCP: &str = "OCP Microscaling Formats (MX) specification 1.0";
const OCP8: &str = "OCP 8-bit floating point specification 1.0";
const QUANTIZE: &str = "llama.cpp, README of quantize: bits per weight of a Llama 2 7B";
const MIXTURE: &str = "a file of this name keeps some tensors in more bits; measured on a Llama 2 7B, other models differ by some percent";
const GGUF: &str = "block layout of ggml (llama.cpp): bytes of a block over its values";

/// All of them; a table to be read and checked without knowing Rust.
pub static FORMATS: &[Format] = &[
    row("fp32", "FP32", 32.0, "32", IEEE, true),
    row("tf32", "TF32", 32.0, "stored as 32", "NVIDIA Ampere whitepaper", false),
    row("bf16", "BF16", 16.0, "16", "bfloat16", true),
    row("fp16", "FP16", 16.0, "16", IEEE, true),
    row("fp8-e4m3", "FP8 E4M3", 8.0, "8; one scale for a whole tensor", OCP8, true),
    row("fp8-e5m2", "FP8 E5M2", 8.0, "8; one scale for a whole tensor", OCP8, true),
    row(
        "fp8-block",
        "FP8, 128 × 128 blocks",
        8.0 + 32.0 / 16_384.0,
        "8 + 32/16384: an FP32 scale for 128 × 128 values",
        "arXiv 2412.19437",
        false,
    ),
    row("mxfp8", "MXFP8", 8.25, "8 + 8/32: a scale of 8 bits for 32 values", OCP, true),
    row("mxfp6", "MXFP6", 6.25, "6 + 8/32: a scale of 8 bits for 32 values", OCP, true),
    row("mxfp4", "MXFP4", 4.25, "4 + 8/32: a scale of 8 bits for 32 values", OCP, true),
    row(
        "nvfp4",
        "NVFP4",
        4.5,
        "4 + 8/16: an FP8 scale for 16 values; the FP32 scale of a tensor is not counted",
        "NVIDIA, introducing NVFP4",
        true,
    ),
    row("int8", "INT8", 8.0, "8; a scale for a channel is not counted", "LLM.int8, arXiv 2208.07339", true),
    row("int8-g128", "INT8, groups of 128", 8.125, "8 + 16/128: an FP16 scale for 128 values", "arithmetic", false),
    row(
        "int4",
        "INT4, groups of 128",
        4.125,
        "4 + 16/128: an FP16 scale for 128 values",
        "GPTQ, arXiv 2210.17323; AWQ, arXiv 2306.00978",
        false,
    ),
    row(
        "int4-g128-zero",
        "INT4, groups of 128 with zero points",
        4.15625,
        "4 + (16 + 4)/128: an FP16 scale and a zero point of 4 bits for 128 values",
        "GPTQ, arXiv 2210.17323; AWQ, arXiv 2306.00978",
        false,
    ),
    row(
        "int4-g64",
        "INT4, groups of 64",
        4.5,
        "4 + (16 + 16)/64: FP16 scale and zero point for 64 values",
        "arithmetic",
        true,
    ),
    row("int4-g32", "INT4, groups of 32", 4.5, "4 + 16/32: an FP16 scale for 32 values", "arithmetic", true),
    row("nf4", "NF4", 4.5, "4 + 32/64: an FP32 scale for 64 values", "QLoRA, arXiv 2305.14314", false),
    row(
        "nf4-double",
        "NF4, double quantisation",
        4.0 + 8.0 / 64.0 + 32.0 / 16_384.0,
        "4 + 8/64 + 32/(64·256): scales of 8 bits, and an FP32 scale for 256 of them",
        "QLoRA, arXiv 2305.14314",
        false,
    ),
    row("q2_k", "GGUF Q2_K", 3.35, MIXTURE, QUANTIZE, false),
    row("q3_k_s", "GGUF Q3_K_S", 3.50, MIXTURE, QUANTIZE, false),
    row("q3_k_m", "GGUF Q3_K_M", 3.91, MIXTURE, QUANTIZE, false),
    row("q3_k_l", "GGUF Q3_K_L", 4.27, MIXTURE, QUANTIZE, false),
    row("q4_k_s", "GGUF Q4_K_S", 4.58, MIXTURE, QUANTIZE, false),
    row("q5_k_s", "GGUF Q5_K_S", 5.52, MIXTURE, QUANTIZE, false),
    row("q3_k", "GGUF Q3_K, blocks alone", 110.0 * 8.0 / 256.0, "110 bytes for 256 values", GGUF, false),
    row("q4_0", "GGUF Q4_0", 18.0 * 8.0 / 32.0, "18 bytes for 32 values", GGUF, true),
    row("q4_1", "GGUF Q4_1", 20.0 * 8.0 / 32.0, "20 bytes for 32 values", GGUF, true),
    row("q4_k", "GGUF Q4_K, blocks alone", 144.0 * 8.0 / 256.0, "144 bytes for 256 values", GGUF, false),
    row("q5_0", "GGUF Q5_0", 22.0 * 8.0 / 32.0, "22 bytes for 32 values", GGUF, true),
    row("q5_1", "GGUF Q5_1", 24.0 * 8.0 / 32.0, "24 bytes for 32 values", GGUF, true),
    row("q5_k", "GGUF Q5_K, blocks alone", 176.0 * 8.0 / 256.0, "176 bytes for 256 values", GGUF, false),
    row("q6_k", "GGUF Q6_K", 210.0 * 8.0 / 256.0, "210 bytes for 256 values", GGUF, false),
    row("q8_0", "GGUF Q8_0", 34.0 * 8.0 / 32.0, "34 bytes for 32 values", GGUF, true),
    row(
        "q4_k_m",
        "GGUF Q4_K_M",
        4.89,
        "a mixture, measured on a Llama of 8 B parameters; other models differ by a few percent",
        "llama.cpp, README of quantize",
        false,
    ),
    row(
        "q5_k_m",
        "GGUF Q5_K_M",
        5.70,
        "a mixture, measured on a Llama of 8 B parameters; other models differ by a few percent",
        "llama.cpp, README of quantize",
        false,
    ),
];

/// # Errors
/// `unknown-id`, with the nearest id where there is one.
pub fn find(id: &str) -> Result<&'static Format, Error> {
    let asked = id.trim().to_ascii_lowercase();
    let asked = if asked == "fp8" { "fp8-e4m3" } else { asked.as_str() };
    FORMATS.iter().find(|f| f.id == asked).ok_or_else(|| {
        let ids: Vec<&str> = FORMATS.iter().map(|f| f.id).collect();
        let shown: String = id.chars().take(40).collect();
        Error::new(
            Code::UnknownId,
            "format",
            format!("\"{shown}\" is not a number format; there are {}.", ids.join(", ")),
        )
    })
}

/// The same for keys and values.
///
/// # Errors
/// `unknown-id`; `inconsistent` for a format that caches are not kept in.
pub fn cached(id: &str) -> Result<&'static Format, Error> {
    let format = find(id)?;
    if format.cache {
        return Ok(format);
    }
    let ids: Vec<&str> = FORMATS.iter().filter(|f| f.cache).map(|f| f.id).collect();
    let message = format!("Keys and values are not kept in {}; they may be in {}.", format.name, ids.join(", "));
    Err(Error::new(Code::Inconsistent, "kvFormat", message))
}

#[cfg(test)]
mod tests {
    use super::find;

    /// Published effective bits: QLoRA section 3, the MX specification, ggml's own names.
    #[test]
    fn published_bits() {
        let bits = |id| find(id).unwrap().bits;
        assert_eq!((bits("nf4-double") * 1000.0).round() / 1000.0, 4.127);
        for (id, published) in [
            ("nf4", 4.5),
            ("mxfp4", 4.25),
            ("nvfp4", 4.5),
            ("q4_0", 4.5),
            ("q8_0", 8.5),
            ("q2_k", 3.35),
            ("q3_k", 3.4375),
            ("q4_k", 4.5),
            ("q5_k", 5.5),
            ("q6_k", 6.5625),
            ("fp8", 8.0),
        ] {
            assert_eq!(bits(id), published, "{id}");
        }
        assert!(find("fp7").is_err());
    }
}

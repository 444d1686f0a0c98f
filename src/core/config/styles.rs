//! Plain decoders, each told apart by its style.

use super::decoders::{Heads, Inner, Norm, Sizes, Style, When, frame, layer, stack};
use super::fields::Config;
use super::windows::Slides;
use crate::core::error::Error;
use crate::core::model::{Architecture, Layer};

pub const TWO: &[&str] = &["attention norm", "feed-forward norm"];
pub const FOUR: &[&str] = &["attention norm", "attention output norm", "feed-forward norm", "feed-forward output norm"];
pub const ONE: &[&str] = &["norm"];

/// Llama: two norms a layer, a gate, biases where asked for.
pub const LLAMA: Style = Style {
    norm: Norm::Scale,
    norms: TWO,
    embedding_norm: false,
    final_norm: true,
    qkv_bias: When::Says("attention_bias"),
    output_bias: When::Says("attention_bias"),
    mlp_bias: When::Says("mlp_bias"),
    head_bias: When::Never,
    head_norms: (Heads::Shared, When::Never),
    grouped: true,
    free_heads: true,
    gated: true,
    inner: Inner::Field("intermediate_size"),
    positions: None,
    slides: Slides::Never,
};

/// Without a bias in the feed-forward part.
const PLAIN: Style = Style { mlp_bias: When::Never, ..LLAMA };
/// Without any bias.
const BARE: Style = Style { qkv_bias: When::Never, output_bias: When::Never, ..PLAIN };

/// One field for every bias.
const ERNIE: Style = Style {
    qkv_bias: When::Says("use_bias"),
    output_bias: When::Says("use_bias"),
    mlp_bias: When::Says("use_bias"),
    ..LLAMA
};
const QWEN2: Style = Style { qkv_bias: When::Always, slides: Slides::Late, ..BARE };

/// GPT-2 and its like: norms with shifts, biases, no gate, learned positions, one head of keys per query head.
pub const GPT: Style = Style {
    norm: Norm::Shifted,
    qkv_bias: When::Always,
    output_bias: When::Always,
    mlp_bias: When::Always,
    grouped: false,
    free_heads: false,
    gated: false,
    ..LLAMA
};
/// The same with an inner width four times the width.
const GPT2: Style = Style { inner: Inner::Perhaps("n_inner"), positions: Some(0), ..GPT };
/// Without biases in attention, one norm a layer, a bias at the head.
const GPTJ: Style = Style {
    norms: ONE,
    qkv_bias: When::Never,
    output_bias: When::Never,
    head_bias: When::Always,
    positions: None,
    ..GPT2
};

const STYLES: &[(&str, Style)] = &[
    ("apertus", Style { gated: false, head_norms: (Heads::Shared, When::Always), ..PLAIN }),
    ("arcee", Style { gated: false, ..LLAMA }),
    ("biogpt", Style { positions: Some(2), ..GPT }),
    ("bitnet", PLAIN),
    ("bloom", Style { embedding_norm: true, inner: Inner::Four, ..GPT }),
    ("codegen", GPTJ),
    ("cohere", Style { norms: ONE, head_norms: (Heads::Full, When::Says("use_qk_norm")), ..PLAIN }),
    ("cohere2", Style { norms: ONE, slides: Slides::Pattern(4), ..PLAIN }),
    ("diffllama", PLAIN),
    ("ernie4_5", ERNIE),
    ("exaone", LLAMA),
    (
        "exaone4",
        Style {
            norms: &["attention output norm", "feed-forward output norm"],
            head_norms: (Heads::Shared, When::Always),
            slides: Slides::Pattern(4),
            ..BARE
        },
    ),
    ("gemma", PLAIN),
    ("gemma2", Style { norms: FOUR, slides: Slides::Every(2), ..PLAIN }),
    (
        "gemma3_text",
        Style { norms: FOUR, head_norms: (Heads::Shared, When::Always), slides: Slides::Pattern(6), ..PLAIN },
    ),
    ("glm", Style { output_bias: When::Never, ..PLAIN }),
    ("glm4", Style { norms: FOUR, output_bias: When::Never, ..PLAIN }),
    ("glm4v_text", Style { norms: FOUR, qkv_bias: When::Always, free_heads: false, ..BARE }),
    ("glm_ocr_text", Style { norms: FOUR, ..BARE }),
    ("gpt2", GPT2),
    ("gpt_bigcode", GPT2),
    ("gpt_neo", Style { inner: Inner::Perhaps("intermediate_size"), positions: Some(0), qkv_bias: When::Never, ..GPT }),
    ("gpt_neox", Style { qkv_bias: When::Says("attention_bias"), output_bias: When::Says("attention_bias"), ..GPT }),
    ("gptj", GPTJ),
    ("granite", LLAMA),
    ("helium", Style { output_bias: When::Never, ..LLAMA }),
    ("hunyuan_v1_dense", Style { head_norms: (Heads::Shared, When::Always), ..PLAIN }),
    ("hyperclovax", LLAMA),
    ("internlm3", LLAMA),
    ("llama", LLAMA),
    ("ministral", Style { slides: Slides::Always, ..BARE }),
    ("ministral3", Style { slides: Slides::Always, ..BARE }),
    ("mistral", Style { slides: Slides::Always, ..BARE }),
    ("nanochat", Style { norm: Norm::Bare, gated: false, ..PLAIN }),
    ("nemotron", Style { norm: Norm::Shifted, gated: false, ..LLAMA }),
    ("olmo", Style { norm: Norm::Bare, ..PLAIN }),
    ("olmo2", Style { head_norms: (Heads::Full, When::Always), ..PLAIN }),
    ("olmo3", Style { head_norms: (Heads::Full, When::Always), slides: Slides::Every(4), ..PLAIN }),
    ("openai-gpt", Style { inner: Inner::Four, positions: Some(0), final_norm: false, ..GPT2 }),
    ("opt", Style { inner: Inner::Field("ffn_dim"), positions: Some(2), ..GPT }),
    ("persimmon", Style { head_norms: (Heads::SharedShifted, When::Says("qk_layernorm")), ..GPT }),
    (
        "phi",
        Style {
            norms: ONE,
            head_bias: When::Always,
            head_norms: (Heads::SharedShifted, When::Says("qk_layernorm")),
            grouped: true,
            free_heads: true,
            ..GPT
        },
    ),
    ("paddleocr_vl_text", ERNIE),
    ("phi3", Style { slides: Slides::Always, ..BARE }),
    ("qwen2", QWEN2),
    ("qwen2_5_omni_text", QWEN2),
    ("qwen2_5_vl_text", Style { free_heads: false, ..QWEN2 }),
    ("qwen2_vl_text", Style { free_heads: false, ..QWEN2 }),
    ("qwen3", Style { head_norms: (Heads::Shared, When::Always), slides: Slides::Late, ..PLAIN }),
    ("qwen3_vl_text", Style { head_norms: (Heads::Shared, When::Always), ..PLAIN }),
    ("seed_oss", Style { output_bias: When::Says("attention_out_bias"), ..LLAMA }),
    ("smollm3", Style { slides: Slides::NoRope, ..LLAMA }),
    (
        "stablelm",
        Style {
            norm: Norm::Shifted,
            qkv_bias: When::Says("use_qkv_bias"),
            head_norms: (Heads::Full, When::Says("qk_layernorm")),
            free_heads: false,
            ..BARE
        },
    ),
    (
        "starcoder2",
        Style {
            qkv_bias: When::Says("use_bias"),
            output_bias: When::Says("use_bias"),
            mlp_bias: When::Says("use_bias"),
            grouped: true,
            free_heads: true,
            slides: Slides::Always,
            ..GPT
        },
    ),
    ("vaultgemma", Style { slides: Slides::Every(2), ..PLAIN }),
    ("xglm", Style { inner: Inner::Field("ffn_dim"), ..GPT }),
];

pub fn style(kind: &str) -> Style {
    STYLES.iter().find(|s| s.0 == kind).map_or(LLAMA, |s| s.1)
}

/// What its style says in full.
pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let s = style(c.kind());
    let z = Sizes::read(c, &s)?;
    let layer = layer(c, &s, &z)?;
    finish(c, &s, &z, &layer)
}

/// Layers of one kind, and what stands around them.
pub fn finish(c: &mut Config, s: &Style, z: &Sizes, layer: &Layer) -> Result<Architecture, Error> {
    let stack = stack(c, s, z, layer)?;
    frame(c, s, z, stack)
}

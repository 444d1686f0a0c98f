//! The rows, one file a source or framework.

mod bigscience;
mod fp8_lm;
mod fsdp;
mod intern_evo;
mod korthikanti_2022;
mod llama3;
mod llm_foundry;
mod maxtext;
mod megascale_2024;
mod megatron_2021;
mod megatron_bridge;
mod megatron_core;
mod others;
mod primus;
#[cfg(test)]
mod tests;
mod torchtitan;
mod tpu_recipes;

use super::{BASE, Counted, Fused, Habits, Kernel, Model, Recompute, Row, Said, Shape};

pub(super) static FILES: &[&[Row]] = &[
    megatron_2021::ROWS,
    korthikanti_2022::ROWS,
    megascale_2024::ROWS,
    bigscience::ROWS,
    llm_foundry::FILES[0],
    llm_foundry::FILES[1],
    llm_foundry::FILES[2],
    megatron_core::ROWS,
    megatron_bridge::FILES[0],
    megatron_bridge::FILES[1],
    megatron_bridge::FILES[2],
    maxtext::ROWS,
    tpu_recipes::ROWS,
    torchtitan::ROWS,
    fsdp::ROWS,
    intern_evo::ROWS,
    primus::ROWS,
    fp8_lm::ROWS,
    llama3::ROWS,
    others::ROWS,
];

/// GPT: four times as wide inside, no gate, all heads with keys and values of their own, head and embedding one table.
const fn gpt(layers: u64, width: u64, heads: u64, vocabulary: u64) -> Shape {
    Shape {
        layers,
        width,
        heads,
        kv_heads: heads,
        head: width / heads,
        inner: 4 * width,
        gated: false,
        vocabulary,
        tied: true,
        window: None,
    }
}

//! DGX H100.

use super::*;

table! {
    (NEMO TENSOR "nemo-26.06-h100-llama-3-1-405b-1024-fp8", "h100-sxm", "llama-3-1-405b", fp8, [1024, 1536, 1, 8192], 1, [8, 8, 8, 2, 1], 326, 822);
    (NEMO PLAIN "nemo-26.06-h100-qwen3-30b-a3b-16-fp8", "h100-sxm", "qwen3-30b-a3b", fp8, [16, 1024, 1, 4096], 1, [1, 1, 1, 1, 16], 8826, 203);
    (SFT TENSOR "nemo-26.06-h100-llama-3-70b-32-fp8-sft", "h100-sxm", "llama-3-70b", fp8, [32, 32, 1, 4096], 1, [4, 4, 5, 1, 1], 1638, 710);
    (NEMO TENSOR "nemo-26.04.01-h100-llama-3-70b-64-fp8", "h100-sxm", "llama-3-70b", fp8, [64, 256, 1, 8192], 1, [4, 8, 5, 1, 1], 1664, 731);
    (NEMO PLAIN "nemo-26.04.01-h100-gpt-oss-120b-64-bf16", "h100-sxm", "gpt-oss-120b", bf16, [64, 1280, 1, 4096], 1, [1, 4, 1, 1, 8], 5824, 158);
    (NEMO EXPERT "nemo-26.04.01-h100-qwen3-235b-a22b-256-fp8", "h100-sxm", "qwen3-235b-a22b", fp8, [256, 8192, 1, 4096], 1, [2, 8, 4, 1, 32], 1712, 253);
    (NEMO PLAIN "nemo-26.02.01-h100-qwen3-30b-a3b-16-fp8", "h100-sxm", "qwen3-30b-a3b", fp8, [16, 1024, 1, 4096], 1, [1, 2, 12, 1, 8], 9058, 208);
    (NEMO PLAIN "nemo-25.11-h100-llama-3-8b-8-fp8", "h100-sxm", "llama-3-8b", fp8, [8, 128, 1, 8192], 3, [1, 1, 1, 1, 1], 14451, 744);
    (NEMO TENSOR "nemo-25.11-h100-llama-3-70b-64-fp8", "h100-sxm", "llama-3-70b", fp8, [64, 128, 1, 8192], 1, [4, 8, 5, 1, 1], 1602, 719);
    (NEMO TENSOR "nemo-25.11-h100-llama-3-1-405b-1024-fp8", "h100-sxm", "llama-3-1-405b", fp8, [1024, 512, 1, 8192], 1, [8, 8, 8, 2, 1], 292, 737);
    (NEMO PLAIN "nemo-25.11-h100-gpt-oss-120b-64-bf16", "h100-sxm", "gpt-oss-120b", bf16, [64, 512, 4, 4096], 1, [1, 4, 1, 1, 8], 5630, 153);
    (NEMO PLAIN "nemo-25.11-h100-qwen3-30b-a3b-16-fp8", "h100-sxm", "qwen3-30b-a3b", fp8, [16, 512, 2, 4096], 1, [1, 2, 24, 1, 8], 5275, 121);
    (NEMO EXPERT "nemo-25.11-h100-qwen3-235b-a22b-256-fp8", "h100-sxm", "qwen3-235b-a22b", fp8, [256, 2048, 1, 4096], 1, [2, 8, 4, 1, 32], 1575, 233);
    (GUESSED PLAIN "nemo-25.09-h100-deepseek-v3-1024-fp8", "h100-sxm", "deepseek-v3", fp8, [1024, 8192, 1, 4096], 1, [2, 8, 4, 1, 64], 1297, 338);
    (GUESSED PLAIN "nemo-25.09-h100-qwen3-30b-a3b-16-fp8", "h100-sxm", "qwen3-30b-a3b", fp8, [16, 512, 2, 4096], 1, [1, 2, 24, 1, 8], 10494, 241);
    (GUESSED EXPERT "nemo-25.09-h100-qwen3-235b-a22b-256-fp8", "h100-sxm", "qwen3-235b-a22b", fp8, [256, 2048, 1, 4096], 1, [2, 8, 4, 1, 32], 1204, 178);
}

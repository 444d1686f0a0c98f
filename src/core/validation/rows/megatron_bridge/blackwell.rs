//! DGX B200 and GB200.

use super::*;

table! {
    (NEMO EXPERT "nemo-26.04.01-b200-deepseek-v3-256-mxfp8", "b200-sxm", "deepseek-v3", mxfp8, [256, 4096, 1, 4096], 1, [1, 8, 2, 1, 32], 3328, 864);
    (NEMO PLAIN "nemo-26.04.01-b200-gpt-oss-120b-64-bf16", "b200-sxm", "gpt-oss-120b", bf16, [64, 1280, 4, 4096], 1, [1, 1, 1, 1, 8], 13568, 369);
    (NEMO PLAIN "nemo-26.04.01-b200-qwen3-30b-a3b-8-mxfp8", "b200-sxm", "qwen3-30b-a3b", mxfp8, [8, 512, 4, 4096], 1, [1, 1, 1, 1, 8], 27136, 619);
    (NEMO PLAIN "nemo-26.04.01-b200-qwen3-235b-a22b-256-mxfp8", "b200-sxm", "qwen3-235b-a22b", mxfp8, [256, 8192, 1, 4096], 1, [1, 8, 1, 1, 8], 3776, 560);
    (NEMO EXPERT "nemo-26.04-b200-deepseek-v3-256-mxfp8", "b200-sxm", "deepseek-v3", mxfp8, [256, 4096, 1, 4096], 1, [1, 16, 1, 1, 8], 2815, 732);
    (NEMO PLAIN "nemo-26.02-b200-gpt-oss-120b-64-bf16", "b200-sxm", "gpt-oss-120b", bf16, [64, 1280, 4, 4096], 1, [1, 1, 1, 1, 64], 8047, 219);
    (NEMO PLAIN "nemo-26.02-b200-qwen3-30b-a3b-8-mxfp8", "b200-sxm", "qwen3-30b-a3b", mxfp8, [8, 512, 1, 4096], 1, [1, 1, 1, 1, 8], 9691, 223);
    (NEMO PLAIN "nemo-25.11-b200-llama-3-8b-8-fp8", "b200-sxm", "llama-3-8b", fp8, [8, 128, 2, 8192], 1, [1, 1, 1, 1, 1], 30624, 1576);
    (NEMO PLAIN "nemo-25.11-b200-llama-3-8b-8-mxfp8", "b200-sxm", "llama-3-8b", mxfp8, [8, 128, 2, 8192], 1, [1, 1, 1, 1, 1], 29521, 1519);
    (NEMO TENSOR "nemo-25.11-b200-llama-3-1-405b-128-fp8", "b200-sxm", "llama-3-1-405b", fp8, [128, 64, 1, 8192], 1, [4, 8, 8, 2, 1], 661, 1667);
    (NEMO TENSOR "nemo-25.11-b200-llama-3-1-405b-128-mxfp8", "b200-sxm", "llama-3-1-405b", mxfp8, [128, 64, 1, 8192], 1, [4, 8, 8, 2, 1], 624, 1576);
    (NEMO EXPERT "nemo-25.11-b200-deepseek-v3-256-mxfp8", "b200-sxm", "deepseek-v3", mxfp8, [256, 2048, 1, 4096], 1, [1, 16, 1, 1, 8], 2139, 557);
    (NEMO PLAIN "nemo-25.11-b200-gpt-oss-120b-64-bf16", "b200-sxm", "gpt-oss-120b", bf16, [64, 512, 4, 4096], 1, [1, 1, 1, 1, 8], 8213, 223);
    (NEMO PLAIN "nemo-25.11-b200-qwen3-235b-a22b-64-mxfp8", "b200-sxm", "qwen3-235b-a22b", mxfp8, [64, 1024, 1, 4096], 1, [1, 8, 2, 1, 8], 3269, 484);
    (GUESSED PLAIN "nemo-25.09-b200-deepseek-v3-256-fp8", "b200-sxm", "deepseek-v3", fp8, [256, 2048, 1, 4096], 1, [1, 16, 1, 1, 8], 2265, 589);
    (GUESSED EXPERT "nemo-25.09-b200-deepseek-v3-256-mxfp8", "b200-sxm", "deepseek-v3", mxfp8, [256, 2048, 1, 4096], 1, [1, 16, 1, 1, 8], 2159, 562);
    (GUESSED PLAIN "nemo-25.09-b200-qwen3-30b-a3b-8-fp8", "b200-sxm", "qwen3-30b-a3b", fp8, [8, 512, 1, 4096], 1, [1, 1, 1, 1, 8], 18066, 416);
    (GUESSED PLAIN "nemo-25.09-b200-qwen3-235b-a22b-64-fp8", "b200-sxm", "qwen3-235b-a22b", fp8, [64, 1024, 1, 4096], 1, [1, 8, 2, 1, 8], 4104, 607);
    (GUESSED PLAIN "nemo-25.09-b200-qwen3-235b-a22b-64-mxfp8", "b200-sxm", "qwen3-235b-a22b", mxfp8, [64, 1024, 1, 4096], 1, [1, 8, 2, 1, 8], 4275, 633);
    (NEMO PLAIN "nemo-26.08-gb200-deepseek-v3-256-mxfp8", "gb200", "deepseek-v3", mxfp8, [256, 4096, 1, 4096], 1, [1, 4, 4, 1, 64], 4912, 1276);
    (NEMO EXPERT "nemo-26.08-gb200-gpt-oss-120b-64-mxfp8", "gb200", "gpt-oss-120b", mxfp8, [64, 1280, 4, 4096], 1, [1, 1, 1, 1, 64], 28672, 934);
    (NEMO PLAIN "nemo-26.08-gb200-qwen3-30b-a3b-8-mxfp8", "gb200", "qwen3-30b-a3b", mxfp8, [8, 512, 4, 4096], 1, [1, 1, 1, 1, 8], 39936, 923);
    (NEMO PLAIN "nemo-26.08-gb200-qwen3-235b-a22b-256-mxfp8", "gb200", "qwen3-235b-a22b", mxfp8, [256, 8192, 1, 4096], 1, [1, 8, 3, 1, 32], 7280, 1077);
    (NEMO TENSOR "nemo-26.06-gb200-llama-3-1-405b-256-fp8", "gb200", "llama-3-1-405b", fp8, [256, 1536, 1, 8192], 1, [4, 16, 4, 1, 1], 843, 2129);
    (NEMO TENSOR "nemo-26.06-gb200-llama-3-1-405b-256-mxfp8", "gb200", "llama-3-1-405b", mxfp8, [256, 1536, 1, 8192], 1, [4, 16, 8, 1, 1], 783, 1976);
    (SFT PLAIN "nemo-26.06-gb200-llama-3-70b-32-fp8-sft", "gb200", "llama-3-70b", fp8, [32, 32, 1, 4096], 1, [1, 8, 10, 1, 1], 3864, 1671);
    (SFT PLAIN "nemo-26.06-gb200-llama-3-70b-32-mxfp8-sft", "gb200", "llama-3-70b", mxfp8, [32, 32, 1, 4096], 1, [1, 8, 10, 1, 1], 3593, 1553);
    (NEMO PLAIN "nemo-26.04.01-gb200-llama-3-70b-64-fp8", "gb200", "llama-3-70b", fp8, [64, 256, 2, 8192], 3, [1, 1, 1, 1, 1], 4224, 1892);
    (NEMO TENSOR "nemo-26.04.01-gb200-llama-3-70b-64-mxfp8", "gb200", "llama-3-70b", mxfp8, [64, 256, 1, 8192], 1, [2, 4, 5, 1, 1], 3712, 1664);
    (NEMO EXPERT "nemo-26.04.01-gb200-gpt-oss-120b-64-bf16", "gb200", "gpt-oss-120b", bf16, [64, 1280, 4, 4096], 1, [1, 1, 1, 1, 64], 16640, 452);
    (NEMO PLAIN "nemo-26.02.01-gb200-qwen3-235b-a22b-256-mxfp8", "gb200", "qwen3-235b-a22b", mxfp8, [256, 8192, 1, 4096], 1, [1, 8, 1, 1, 32], 5530, 819);
    (NEMO PLAIN "nemo-25.11-gb200-llama-3-8b-8-fp8", "gb200", "llama-3-8b", fp8, [8, 128, 2, 8192], 1, [1, 1, 1, 1, 1], 31508, 1622);
    (NEMO PLAIN "nemo-25.11-gb200-llama-3-8b-8-mxfp8", "gb200", "llama-3-8b", mxfp8, [8, 128, 2, 8192], 1, [1, 1, 1, 1, 1], 29789, 1533);
    (ALONE PLAIN "nemo-25.11-gb200-deepseek-v3-256-bf16", "gb200", "deepseek-v3", bf16, [256, 4096, 1, 4096], 1, [1, 4, 4, 1, 64], 3139, 782);
    (ALONE PLAIN "nemo-25.11-gb200-deepseek-v3-256-mxfp8", "gb200", "deepseek-v3", mxfp8, [256, 4096, 1, 4096], 1, [1, 8, 4, 1, 32], 4018, 1003);
    (NEMO EXPERT "nemo-25.11-gb200-gpt-oss-120b-64-bf16", "gb200", "gpt-oss-120b", bf16, [64, 1280, 1, 8192], 1, [1, 1, 1, 1, 64], 15876, 488);
    (NEMO PLAIN "nemo-25.11-gb200-qwen3-235b-a22b-256-bf16", "gb200", "qwen3-235b-a22b", bf16, [256, 8192, 1, 4096], 1, [1, 8, 3, 1, 32], 4916, 728);
    (GUESSED PLAIN "nemo-25.09-gb200-llama-3-70b-64-fp8", "gb200", "llama-3-70b", fp8, [64, 128, 2, 8192], 3, [1, 1, 1, 1, 1], 3986, 1791);
    (GUESSED TENSOR "nemo-25.09-gb200-llama-3-70b-64-mxfp8", "gb200", "llama-3-70b", mxfp8, [64, 128, 2, 8192], 1, [2, 4, 5, 1, 1], 3546, 1593);
    (GUESSED TENSOR "nemo-25.09-gb200-llama-3-1-405b-128-fp8", "gb200", "llama-3-1-405b", fp8, [128, 64, 1, 8192], 3, [2, 1, 1, 1, 1], 729, 1840);
    (GUESSED TENSOR "nemo-25.09-gb200-llama-3-1-405b-128-mxfp8", "gb200", "llama-3-1-405b", mxfp8, [128, 64, 1, 8192], 1, [4, 8, 8, 2, 1], 578, 1458);
    (GUESSED PLAIN "nemo-25.09-gb200-deepseek-v3-256-fp8", "gb200", "deepseek-v3", fp8, [256, 2048, 1, 4096], 1, [1, 4, 4, 1, 64], 3454, 899);
    (GUESSED PLAIN "nemo-25.09-gb200-deepseek-v3-256-mxfp8", "gb200", "deepseek-v3", mxfp8, [256, 2048, 1, 4096], 1, [1, 8, 2, 1, 64], 2835, 738);
    (GUESSED PLAIN "nemo-25.09-gb200-qwen3-30b-a3b-8-fp8", "gb200", "qwen3-30b-a3b", fp8, [8, 512, 4, 4096], 1, [1, 1, 1, 1, 8], 22775, 524);
    (GUESSED PLAIN "nemo-25.09-gb200-qwen3-30b-a3b-8-mxfp8", "gb200", "qwen3-30b-a3b", mxfp8, [8, 512, 4, 4096], 1, [1, 1, 1, 1, 8], 23723, 546);
    (GUESSED PLAIN "nemo-25.09-gb200-qwen3-235b-a22b-64-fp8", "gb200", "qwen3-235b-a22b", fp8, [64, 1024, 1, 4096], 1, [2, 1, 1, 1, 64], 4452, 659);
    (GUESSED PLAIN "nemo-25.09-gb200-qwen3-235b-a22b-64-mxfp8", "gb200", "qwen3-235b-a22b", mxfp8, [64, 1024, 1, 4096], 1, [2, 1, 1, 1, 64], 4416, 654);
}

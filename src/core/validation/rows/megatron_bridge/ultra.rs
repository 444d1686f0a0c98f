//! DGX B300 and GB300.

use super::*;

table! {
    (NEMO PLAIN "nemo-26.06-b300-deepseek-v3-256-mxfp8", "b300-sxm", "deepseek-v3", mxfp8, [256, 4096, 2, 4096], 1, [1, 8, 1, 1, 8], 3541, 920);
    (NEMO PLAIN "nemo-26.06-b300-gpt-oss-120b-64-mxfp8", "b300-sxm", "gpt-oss-120b", mxfp8, [64, 1280, 4, 4096], 1, [1, 1, 1, 1, 8], 18534, 604);
    (NEMO PLAIN "nemo-26.06-b300-qwen3-30b-a3b-8-mxfp8", "b300-sxm", "qwen3-30b-a3b", mxfp8, [8, 512, 8, 4096], 1, [1, 1, 1, 1, 8], 40769, 938);
    (NEMO PLAIN "nemo-26.04.01-b300-gpt-oss-120b-64-bf16", "b300-sxm", "gpt-oss-120b", bf16, [64, 1280, 4, 4096], 1, [1, 1, 1, 1, 8], 15232, 414);
    (NEMO PLAIN "nemo-26.04.01-b300-qwen3-235b-a22b-256-mxfp8", "b300-sxm", "qwen3-235b-a22b", mxfp8, [256, 8192, 2, 4096], 1, [1, 8, 1, 1, 8], 5936, 878);
    (NEMO PLAIN "nemo-26.04-b300-deepseek-v3-256-mxfp8", "b300-sxm", "deepseek-v3", mxfp8, [256, 4096, 1, 4096], 1, [1, 16, 1, 1, 8], 3131, 814);
    (NEMO PLAIN "nemo-26.02.01-b300-qwen3-235b-a22b-256-mxfp8", "b300-sxm", "qwen3-235b-a22b", mxfp8, [256, 8192, 1, 4096], 1, [1, 8, 4, 1, 8], 2644, 391);
    (NEMO PLAIN "nemo-26.02-b300-gpt-oss-120b-64-bf16", "b300-sxm", "gpt-oss-120b", bf16, [64, 1280, 4, 4096], 1, [1, 1, 1, 1, 64], 8359, 228);
    (NEMO PLAIN "nemo-26.08-gb300-deepseek-v3-256-mxfp8", "gb300", "deepseek-v3", mxfp8, [256, 4096, 1, 4096], 1, [1, 2, 8, 1, 32], 6288, 1635);
    (NEMO EXPERT "nemo-26.08-gb300-gpt-oss-120b-64-mxfp8", "gb300", "gpt-oss-120b", mxfp8, [64, 1280, 4, 4096], 1, [1, 1, 1, 1, 16], 33024, 1077);
    (NEMO PLAIN "nemo-26.08-gb300-qwen3-30b-a3b-8-mxfp8", "gb300", "qwen3-30b-a3b", mxfp8, [8, 512, 8, 4096], 1, [1, 1, 1, 1, 8], 44544, 1029);
    (NEMO PLAIN "nemo-26.08-gb300-qwen3-235b-a22b-256-mxfp8", "gb300", "qwen3-235b-a22b", mxfp8, [256, 8192, 2, 4096], 1, [1, 4, 12, 1, 32], 8816, 1306);
    (NEMO TENSOR "nemo-26.06-gb300-llama-3-1-405b-256-fp8", "gb300", "llama-3-1-405b", fp8, [256, 1536, 1, 8192], 1, [4, 8, 4, 1, 1], 1048, 2646);
    (NEMO TENSOR "nemo-26.06-gb300-llama-3-1-405b-256-mxfp8", "gb300", "llama-3-1-405b", mxfp8, [256, 1536, 1, 8192], 1, [2, 8, 4, 2, 1], 952, 2403);
    (NEMO PLAIN "nemo-26.06-gb300-deepseek-v3-256-mxfp8", "gb300", "deepseek-v3", mxfp8, [256, 15360, 1, 4096], 1, [1, 2, 8, 1, 32], 6422, 1670);
    (NEMO PLAIN "nemo-26.06-gb300-kimi-k2-256-mxfp8", "gb300", "kimi-k2", mxfp8, [256, 4096, 2, 4096], 1, [1, 4, 4, 1, 64], 5372, 1099);
    (SFT PLAIN "nemo-26.06-gb300-llama-3-70b-32-fp8-sft", "gb300", "llama-3-70b", fp8, [32, 32, 1, 4096], 1, [1, 2, 20, 1, 1], 4819, 2083);
    (SFT PLAIN "nemo-26.06-gb300-llama-3-70b-32-mxfp8-sft", "gb300", "llama-3-70b", mxfp8, [32, 32, 1, 4096], 1, [1, 2, 20, 1, 1], 4312, 1877);
    (NEMO PLAIN "nemo-26.04.01-gb300-llama-3-70b-64-fp8", "gb300", "llama-3-70b", fp8, [64, 256, 2, 8192], 3, [1, 1, 1, 1, 1], 5248, 2348);
    (NEMO PLAIN "nemo-26.04.01-gb300-llama-3-70b-64-mxfp8", "gb300", "llama-3-70b", mxfp8, [64, 256, 1, 8192], 1, [1, 4, 5, 1, 1], 4864, 2186);
    (NEMO PLAIN "nemo-26.04.01-gb300-deepseek-v3-256-mxfp8", "gb300", "deepseek-v3", mxfp8, [256, 4096, 2, 4096], 1, [1, 2, 8, 1, 32], 4992, 1298);
    (NEMO PLAIN "nemo-26.04.01-gb300-gpt-oss-120b-64-bf16", "gb300", "gpt-oss-120b", bf16, [64, 1280, 4, 4096], 1, [1, 1, 1, 1, 64], 19200, 523);
    (NEMO PLAIN "nemo-26.02.01-gb300-llama-3-70b-64-mxfp8", "gb300", "llama-3-70b", mxfp8, [64, 256, 2, 8192], 1, [1, 4, 1, 1, 1], 4798, 2157);
    (NEMO TENSOR "nemo-26.02.01-gb300-llama-3-1-405b-256-fp8", "gb300", "llama-3-1-405b", fp8, [256, 1536, 1, 8192], 1, [2, 8, 4, 2, 1], 1024, 2585);
    (NEMO PLAIN "nemo-26.02.01-gb300-qwen3-235b-a22b-256-mxfp8", "gb300", "qwen3-235b-a22b", mxfp8, [256, 8192, 2, 4096], 1, [1, 4, 1, 1, 32], 6583, 974);
    (NEMO PLAIN "nemo-25.11-gb300-llama-3-8b-8-fp8", "gb300", "llama-3-8b", fp8, [8, 128, 2, 8192], 1, [1, 1, 1, 1, 1], 37556, 1933);
    (NEMO PLAIN "nemo-25.11-gb300-llama-3-8b-8-mxfp8", "gb300", "llama-3-8b", mxfp8, [8, 128, 2, 8192], 1, [1, 1, 1, 1, 1], 36108, 1858);
    (ALONE PLAIN "nemo-25.11-gb300-deepseek-v3-256-bf16", "gb300", "deepseek-v3", bf16, [256, 4096, 1, 4096], 1, [1, 2, 4, 1, 32], 3848, 961);
    (ALONE PLAIN "nemo-25.11-gb300-deepseek-v3-256-mxfp8", "gb300", "deepseek-v3", mxfp8, [256, 4096, 1, 4096], 1, [1, 2, 4, 1, 32], 4357, 1088);
    (NEMO PLAIN "nemo-25.11-gb300-gpt-oss-120b-64-bf16", "gb300", "gpt-oss-120b", bf16, [64, 1280, 2, 8192], 1, [1, 1, 1, 1, 64], 18347, 565);
    (NEMO PLAIN "nemo-25.11-gb300-qwen3-30b-a3b-8-mxfp8", "gb300", "qwen3-30b-a3b", mxfp8, [8, 512, 4, 4096], 1, [1, 1, 1, 1, 8], 28934, 666);
    (NEMO PLAIN "nemo-25.11-gb300-qwen3-235b-a22b-256-bf16", "gb300", "qwen3-235b-a22b", bf16, [256, 8192, 2, 4096], 1, [1, 4, 12, 1, 16], 6131, 907);
}

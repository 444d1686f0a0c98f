//! GeForce cards of NVIDIA. With sums in FP32, as training libraries ask for, they multiply half as fast as with sums in
//! FP16; both rates stand here.

use super::Topology::Bus;
use super::{Accelerator, Link, MIB, NOTHING, Rates, UNKNOWN, link, units};
use crate::core::laws::Confidence::Verified;

const NOTES: &str = "public specification notes (gpumap) after the maker's white paper; dense; read 2026-11-23";

const BASE: Accelerator = Accelerator { maker: "NVIDIA", form: "PCIe", confidence: Verified, source: NOTES, ..UNKNOWN };
const TILE: (u32, u32) = (128, 256);
const PCIE4: Link = link("PCIe 4", Bus, 32.0, 8);

#[rustfmt::skip]
pub(super) static ROWS: &[Accelerator] = &[
    Accelerator {
        id: "rtx-3090", name: "RTX 3090", year: 2020,
        rates: Rates { fp32: 35.6e12, tf32: 35.6e12, bf16: 71.2e12, fp16: 71.2e12, fp16_acc16: 142.3e12, int8: 284.7e12, ..NOTHING },
        memory: &[24], memory_kind: "GDDR6X", bandwidth: 936e9, cache: 6.0 * MIB,
        link: PCIE4, power: 350.0, units: units(82, TILE),
        source: "several public specification notes after the maker's white paper; dense; read 2026-11-23",
        notes: "Two of them may be joined by a bridge of 56.25 GB/s one way. The BF16 rate with sums in FP32 is from memory.",
        ..BASE
    },
    Accelerator {
        id: "rtx-4070", name: "RTX 4070", year: 2023,
        rates: Rates { fp32: 29.1e12, tf32: 29.1e12, bf16: 58.3e12, fp16: 58.3e12, fp16_acc16: 117e12, fp8: 116.6e12, fp8_acc16: 233e12, int8: 233e12, ..NOTHING },
        memory: &[12], memory_kind: "GDDR6X", bandwidth: 504e9, cache: 36.0 * MIB,
        link: PCIE4, power: 200.0, units: units(46, TILE),
        ..BASE
    },
    Accelerator {
        id: "rtx-4090", name: "RTX 4090", year: 2022,
        rates: Rates { fp32: 82.6e12, tf32: 82.6e12, bf16: 165.2e12, fp16: 165.2e12, fp16_acc16: 330.3e12, fp8: 330.3e12, fp8_acc16: 660.6e12, int8: 660.6e12, ..NOTHING },
        memory: &[24], memory_kind: "GDDR6X", bandwidth: 1008e9, cache: 72.0 * MIB,
        link: PCIE4, power: 450.0, units: units(128, TILE),
        notes: "Cards do not reach each other's memory: everything goes through the host. A note prints 96 MB of cache, which is the whole die's. FP8 with sums in FP32 is from memory.",
        ..BASE
    },
    Accelerator {
        id: "rtx-5090", name: "RTX 5090", year: 2025,
        rates: Rates { fp32: 104.8e12, tf32: 104.8e12, bf16: 209.5e12, fp16: 209.5e12, fp16_acc16: 419e12, fp8: 419e12, fp8_acc16: 838e12, int8: 838e12, fp4: 1676e12, ..NOTHING },
        memory: &[32], memory_kind: "GDDR7", bandwidth: 1792e9, cache: 96.0 * MIB,
        link: link("PCIe 5", Bus, 64.0, 8), power: 575.0, units: units(170, TILE),
        notes: "FP4 is half of the 3,352 TOP/s that are advertised with sparsity; a note prints 838. On a 5090D FP4 was measured at about 860 TFLOP/s and MXFP8 at about 427.",
        ..BASE
    },
];

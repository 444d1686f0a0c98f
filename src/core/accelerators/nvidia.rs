//! Accelerators of NVIDIA for data centres, up to Hopper.

use super::Topology::{Bus, Switch};
use super::{Accelerator, Link, MIB, NOTHING, Rates, UNKNOWN, link, measured, units};
use crate::core::laws::Confidence::{RecalledHigh, RecalledMedium, Verified};

const TABLES: &str =
    "accelerator tables of stas00/ml-engineering and ai-dynamo/aiconfigurator, which agree; dense; read 2026-11-23";
const SPECS: &str = "public specification notes (gpu-specs, LLM-Viewer), which agree; dense; read 2026-11-23";
const NOTES: &str = "public specification notes (gpu-specs, gpumap), which agree; dense; read 2026-11-23";
const PROFILER: &str = "hardware table of LLM-Prof; dense; read 2026-11-23";
const MEMORY: &str = "from memory of the maker's white paper; dense; noted 2026-11-23";

const BASE: Accelerator = Accelerator { maker: "NVIDIA", ..UNKNOWN };
/// Pieces of a product on Ampere, Ada and Hopper.
const TILE: (u32, u32) = (128, 256);
const PCIE3: Link = link("PCIe 3", Bus, 16.0, 8);
const PCIE4: Link = link("PCIe 4", Bus, 32.0, 8);
const PCIE5: Link = link("PCIe 5", Bus, 64.0, 8);
const NVLINK3: Link = link("NVLink 3", Switch, 300.0, 8);
const NVLINK4: Link = link("NVLink 4", Switch, 450.0, 8);

const A100: Rates = Rates {
    fp64: 9.7e12,
    fp64_matrix: 19.5e12,
    fp32: 19.5e12,
    tf32: 156e12,
    bf16: 312e12,
    fp16: 312e12,
    int8: 624e12,
    ..NOTHING
};
const H100: Rates = Rates {
    fp64: 34e12,
    fp64_matrix: 67e12,
    fp32: 67e12,
    tf32: 494.7e12,
    bf16: 989.4e12,
    fp16: 989.4e12,
    fp8: 1979e12,
    int8: 1979e12,
    ..NOTHING
};
const H20: Rates =
    Rates { fp64: 1e12, fp32: 44e12, tf32: 74e12, bf16: 148e12, fp16: 148e12, fp8: 296e12, int8: 296e12, ..NOTHING };

#[rustfmt::skip]
pub(super) static ROWS: &[Accelerator] = &[
    Accelerator {
        id: "h100-sxm", name: "H100 SXM", year: 2022, form: "SXM5",
        rates: H100,
        memory: &[80], memory_kind: "HBM3", bandwidth: 3350e9, cache: 50.0 * MIB,
        link: NVLINK4, nic: 50e9, power: 700.0, units: units(132, TILE), measured: measured(794.5, 1402.6),
        source: TABLES, confidence: Verified,
        notes: "Its bandwidth is also given as 3.352, 3.4 and, in early tables, 3.0 TB/s. The product page prints sparse rates, twice these.",
        ..BASE
    },
    Accelerator {
        id: "h100-pcie", name: "H100 PCIe", year: 2022, form: "PCIe",
        rates: Rates { fp64: 26e12, fp64_matrix: 51e12, fp32: 51e12, tf32: 378e12, bf16: 756.5e12, fp16: 756.5e12, fp8: 1513e12, int8: 1513e12, ..NOTHING },
        memory: &[80], memory_kind: "HBM2e", bandwidth: 2000e9, cache: 50.0 * MIB,
        link: PCIE5, nic: 50e9, power: 350.0, units: units(114, TILE),
        source: TABLES, confidence: Verified,
        notes: "Its bandwidth is given as 2,000 to 2,048 GB/s. Two of them may be joined by a bridge of 300 GB/s one way.",
        ..BASE
    },
    Accelerator {
        id: "h100-nvl", name: "H100 NVL", year: 2023, form: "PCIe",
        rates: Rates { fp64: 30e12, fp64_matrix: 60e12, fp32: 60e12, tf32: 417.5e12, bf16: 835.5e12, fp16: 835.5e12, fp8: 1670.5e12, int8: 1670.5e12, ..NOTHING },
        memory: &[94], memory_kind: "HBM3", bandwidth: 3900e9, cache: 50.0 * MIB,
        link: link("NVLink bridge", Bus, 300.0, 2), nic: 50e9, power: 400.0, units: units(132, TILE),
        source: "NVIDIA product page, printed sparse figure halved; read 2026-11-23", confidence: Verified,
        notes: "Some tables give it the full rates of an H100 SXM; the product page does not. 350 to 400 W.",
        ..BASE
    },
    Accelerator {
        id: "h200-sxm", name: "H200 SXM", year: 2024, form: "SXM5",
        rates: H100,
        memory: &[141], memory_kind: "HBM3e", bandwidth: 4800e9, cache: 50.0 * MIB,
        link: NVLINK4, nic: 50e9, power: 700.0, units: units(132, TILE), measured: measured(794.5, 1453.4),
        source: TABLES, confidence: Verified,
        notes: "The measured BF16 rate is an H100's, which its source says is the same.",
        ..BASE
    },
    Accelerator {
        id: "h200-nvl", name: "H200 NVL", year: 2024, form: "PCIe",
        rates: Rates { fp64: 30e12, fp64_matrix: 60e12, fp32: 60e12, tf32: 418e12, bf16: 836e12, fp16: 836e12, fp8: 1671e12, int8: 1671e12, ..NOTHING },
        memory: &[141], memory_kind: "HBM3e", bandwidth: 4800e9, cache: 50.0 * MIB,
        link: link("NVLink bridge", Switch, 450.0, 4), nic: 50e9, power: 600.0, units: units(132, TILE),
        source: "power: table of stas00/ml-engineering; rates from memory: the printed figure halved; dense; noted 2026-11-23",
        confidence: RecalledMedium,
        ..BASE
    },
    Accelerator {
        id: "h800-sxm", name: "H800 SXM", year: 2023, form: "SXM5",
        rates: Rates { fp64: 1e12, fp64_matrix: 0.0, ..H100 },
        memory: &[80], memory_kind: "HBM3", bandwidth: 3350e9, cache: 50.0 * MIB,
        link: link("NVLink 4, cut", Switch, 200.0, 8), nic: 50e9, power: 700.0, units: units(132, TILE),
        source: PROFILER, confidence: Verified,
        notes: "An H100 SXM with slower links; its FP64 rate of about 1 TFLOP/s is from memory.",
        ..BASE
    },
    Accelerator {
        id: "h20-sxm", name: "H20 SXM", year: 2023, form: "SXM5",
        rates: H20,
        memory: &[96], memory_kind: "HBM3", bandwidth: 4000e9, cache: 60.0 * MIB,
        link: NVLINK4, nic: 50e9, power: 400.0, units: units(78, TILE),
        source: PROFILER, confidence: Verified,
        notes: "Its bandwidth is given as 4,000 to 4,022 GB/s; the TF32 rate and the number of units are from memory.",
        ..BASE
    },
    Accelerator {
        id: "h20-141-sxm", name: "H20 141 GB SXM", year: 2025, form: "SXM5",
        rates: H20,
        memory: &[141], memory_kind: "HBM3e", bandwidth: 4800e9, cache: 60.0 * MIB,
        link: NVLINK4, nic: 50e9, power: 400.0, units: units(78, TILE),
        source: PROFILER, confidence: Verified,
        notes: "The H20 of 96 GB with more and faster memory; its year, TF32 rate and number of units are from memory.",
        ..BASE
    },
    Accelerator {
        id: "gh200-96", name: "GH200 96 GB (its GPU)", year: 2023, form: "superchip",
        rates: H100,
        memory: &[96], memory_kind: "HBM3", bandwidth: 4000e9, cache: 50.0 * MIB,
        link: NVLINK4, nic: 50e9, power: 1000.0, units: units(132, TILE),
        source: "accelerator table of stas00/ml-engineering and system table of GenZ; dense; read 2026-11-23", confidence: Verified,
        notes: "The power is from memory and is that of the whole module with its CPU, which may be set from 450 to 1,000 W. 450 GB/s one way to the CPU. Superchips stand alone in many machines.",
        ..BASE
    },
    Accelerator {
        id: "gh200-144", name: "GH200 144 GB (its GPU)", year: 2024, form: "superchip",
        rates: H100,
        memory: &[144, 141], memory_kind: "HBM3e", bandwidth: 4800e9, cache: 50.0 * MIB,
        link: NVLINK4, nic: 50e9, power: 1000.0, units: units(132, TILE), measured: measured(828.6, 1535.0),
        source: "accelerator table of stas00/ml-engineering and system table of GenZ; dense; read 2026-11-23", confidence: Verified,
        notes: "Its memory is given as 141 and 144 GB and its bandwidth as 4,800 to 4,900 GB/s. The power is from memory and is that of the whole module with its CPU, which may be set from 450 to 1,000 W.",
        ..BASE
    },
    Accelerator {
        id: "a100-80-sxm", name: "A100 80 GB SXM", year: 2021, form: "SXM4",
        rates: A100,
        memory: &[80], memory_kind: "HBM2e", bandwidth: 2039e9, cache: 40.0 * MIB,
        link: NVLINK3, nic: 25e9, power: 400.0, units: units(108, TILE), measured: measured(271.2, 0.0),
        source: TABLES, confidence: Verified,
        notes: "It has no FP8; tables that list 624 for it mean INT8.",
        ..BASE
    },
    Accelerator {
        id: "a100-80-pcie", name: "A100 80 GB PCIe", year: 2021, form: "PCIe",
        rates: A100,
        memory: &[80], memory_kind: "HBM2e", bandwidth: 1935e9, cache: 40.0 * MIB,
        link: PCIE4, nic: 25e9, power: 300.0, units: units(108, TILE), measured: measured(252.9, 0.0),
        source: SPECS, confidence: Verified,
        notes: "Two of them may be joined by a bridge of 300 GB/s one way.",
        ..BASE
    },
    Accelerator {
        id: "a100-40-sxm", name: "A100 40 GB SXM", year: 2020, form: "SXM4",
        rates: A100,
        memory: &[40], memory_kind: "HBM2", bandwidth: 1555e9, cache: 40.0 * MIB,
        link: NVLINK3, nic: 25e9, power: 400.0, units: units(108, TILE),
        source: SPECS, confidence: Verified,
        ..BASE
    },
    Accelerator {
        id: "a100-40-pcie", name: "A100 40 GB PCIe", year: 2020, form: "PCIe",
        rates: A100,
        memory: &[40], memory_kind: "HBM2", bandwidth: 1555e9, cache: 40.0 * MIB,
        link: PCIE4, nic: 25e9, power: 250.0, units: units(108, TILE),
        source: NOTES, confidence: Verified,
        notes: "Two of them may be joined by a bridge of 300 GB/s one way.",
        ..BASE
    },
    Accelerator {
        id: "a800-80-sxm", name: "A800 80 GB SXM", year: 2022, form: "SXM4",
        rates: A100,
        memory: &[80], memory_kind: "HBM2e", bandwidth: 2039e9, cache: 40.0 * MIB,
        link: link("NVLink 3, cut", Switch, 200.0, 8), nic: 25e9, power: 400.0, units: units(108, TILE),
        source: "hardware tables of LLM-Prof and LLM-Viewer; dense; read 2026-11-23", confidence: Verified,
        notes: "An A100 with slower links.",
        ..BASE
    },
    Accelerator {
        id: "l40s", name: "L40S", year: 2023, form: "PCIe",
        rates: Rates { fp64: 1.4e12, fp32: 91.6e12, tf32: 183e12, bf16: 362e12, fp16: 362e12, fp8: 733e12, int8: 733e12, ..NOTHING },
        memory: &[48], visible: 46_068.0 * MIB, memory_kind: "GDDR6", bandwidth: 864e9, cache: 96.0 * MIB,
        link: PCIE4, nic: 25e9, power: 350.0, units: units(142, TILE),
        source: TABLES, confidence: Verified,
        notes: "200 to 400 Gb/s to other machines; the lower is taken.",
        ..BASE
    },
    Accelerator {
        id: "l4", name: "L4", year: 2023, form: "PCIe",
        rates: Rates { fp64: 0.47e12, fp32: 30.3e12, tf32: 60e12, bf16: 121e12, fp16: 121e12, fp8: 242e12, int8: 242e12, ..NOTHING },
        memory: &[24], memory_kind: "GDDR6", bandwidth: 300e9, cache: 48.0 * MIB,
        link: PCIE4, power: 72.0, units: units(58, TILE),
        source: "system table of ai-dynamo/aiconfigurator and public specification notes; dense; read 2026-11-23", confidence: Verified,
        notes: "The number of units is from memory.",
        ..BASE
    },
    Accelerator {
        id: "a10", name: "A10", year: 2021, form: "PCIe",
        rates: Rates { fp64: 0.49e12, fp32: 31.2e12, tf32: 62.5e12, bf16: 125e12, fp16: 125e12, int8: 250e12, ..NOTHING },
        memory: &[24], memory_kind: "GDDR6", bandwidth: 600e9, cache: 6.0 * MIB,
        link: PCIE4, power: 150.0, units: units(72, TILE),
        source: NOTES, confidence: Verified,
        notes: "Also 500 TOP/s in INT4. The number of units is from memory.",
        ..BASE
    },
    Accelerator {
        id: "t4", name: "T4", year: 2018, form: "PCIe",
        rates: Rates { fp64: 0.25e12, fp32: 8.1e12, fp16: 65e12, int8: 130e12, ..NOTHING },
        memory: &[16], memory_kind: "GDDR6", bandwidth: 300e9, cache: 4.0 * MIB,
        link: PCIE3, power: 70.0, units: units(40, (128, 128)),
        source: "public specification notes (gpu-specs); dense; read 2026-11-23", confidence: Verified,
        notes: "A data sheet also prints 320 GB/s. Also 260 TOP/s in INT4. Cache and number of units are from memory.",
        ..BASE
    },
    Accelerator {
        id: "v100-sxm2", name: "V100 SXM2 (FP16)", year: 2017, form: "SXM2",
        rates: Rates { fp64: 7.8e12, fp32: 15.7e12, fp16: 125e12, int8: 62e12, ..NOTHING },
        memory: &[16, 32], memory_kind: "HBM2", bandwidth: 900e9, cache: 6.0 * MIB,
        link: link("NVLink 2", Switch, 150.0, 8), nic: 6.25e9, power: 300.0, units: units(80, TILE),
        source: SPECS, confidence: Verified,
        notes: "INT8 runs on vector units (DP4A). In a DGX-1 and a DGX-2 two share a port of 100 Gb/s; a DGX-1 has no switch.",
        ..BASE
    },
    Accelerator {
        id: "v100-pcie", name: "V100 PCIe (FP16)", year: 2017, form: "PCIe",
        rates: Rates { fp64: 7e12, fp32: 14e12, fp16: 112e12, int8: 56e12, ..NOTHING },
        memory: &[16, 32], memory_kind: "HBM2", bandwidth: 900e9, cache: 6.0 * MIB,
        link: PCIE3, nic: 12.5e9, power: 250.0, units: units(80, TILE),
        source: SPECS, confidence: Verified,
        notes: "INT8 runs on vector units (DP4A) and is given as 56 to 62 TOP/s.",
        ..BASE
    },
    Accelerator {
        id: "p100-sxm2", name: "P100 SXM2 (FP16)", year: 2016, form: "SXM2",
        rates: Rates { fp64: 5.3e12, fp32: 10.6e12, fp16: 21.2e12, ..NOTHING }, matrix: false,
        memory: &[16], memory_kind: "HBM2", bandwidth: 732e9, cache: 4.0 * MIB,
        link: link("NVLink 1", super::Topology::Mesh, 80.0, 8), nic: 6.25e9, power: 300.0, units: units(56, (128, 128)),
        source: MEMORY, confidence: RecalledHigh,
        notes: "No matrix units. The link's rate is in the network table of stas00/ml-engineering; a DGX-1 joins eight as a cube, not each with each. 50 to 100 Gb/s to other machines.",
        ..BASE
    },
    Accelerator {
        id: "p100-pcie", name: "P100 PCIe (FP16)", year: 2016, form: "PCIe",
        rates: Rates { fp64: 4.7e12, fp32: 9.3e12, fp16: 18.7e12, ..NOTHING }, matrix: false,
        memory: &[16], memory_kind: "HBM2", bandwidth: 732e9, cache: 4.0 * MIB,
        link: PCIE3, nic: 12.5e9, power: 250.0, units: units(56, (128, 128)),
        source: "public specification note; dense; read 2026-11-23", confidence: Verified,
        notes: "No matrix units. The number of units is from memory.",
        ..BASE
    },
];

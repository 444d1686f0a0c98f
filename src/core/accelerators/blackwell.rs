//! Accelerators of NVIDIA for data centres, Blackwell and Rubin.

use super::Topology::{Bus, Switch};
use super::{Accelerator, Link, MIB, NOTHING, Rates, UNKNOWN, link, measured, units};
use crate::core::laws::Confidence::{RecalledMedium, Verified};

const TABLES: &str = "accelerator tables of stas00/ml-engineering and ai-dynamo/aiconfigurator; dense; read 2026-11-23";

const BASE: Accelerator = Accelerator { maker: "NVIDIA", ..UNKNOWN };
/// Two units make a piece of a product together.
const TILE: (u32, u32) = (256, 256);
const NVLINK5: Link = link("NVLink 5", Switch, 900.0, 8);
const RACK: Link = link("NVLink 5", Switch, 900.0, 72);

#[rustfmt::skip]
pub(super) static ROWS: &[Accelerator] = &[
    Accelerator {
        id: "b200-sxm", name: "B200 SXM", year: 2024, form: "SXM6",
        rates: Rates { fp64: 37e12, fp64_matrix: 37e12, fp32: 80e12, tf32: 1125e12, bf16: 2250e12, fp16: 2250e12, fp8: 4500e12, int8: 4500e12, fp6: 4500e12, fp4: 9000e12, ..NOTHING },
        memory: &[180, 183, 186, 192], visible: 183_359.0 * MIB, memory_kind: "HBM3e", bandwidth: 8000e9, cache: 126.0 * MIB,
        link: NVLINK5, nic: 50e9, power: 1000.0, units: units(148, TILE), measured: measured(1745.0, 3432.5),
        source: TABLES, confidence: Verified,
        notes: "Its memory is given as 180, 183, 186, 189 and 192 GB: 192 GiB are fitted, and nvidia-smi shows 183,359 MiB, which is taken. aiconfigurator has 7.7 TB/s. 400 to 800 Gb/s to other machines. The number of units is from memory.",
        ..BASE
    },
    Accelerator {
        id: "gb200", name: "GB200 (one GPU of two)", year: 2024, form: "NVL72",
        rates: Rates { fp64: 40e12, fp64_matrix: 40e12, fp32: 80e12, tf32: 1250e12, bf16: 2500e12, fp16: 2500e12, fp8: 5000e12, int8: 5000e12, fp6: 5000e12, fp4: 10000e12, ..NOTHING },
        memory: &[186, 192], visible: 189_471.0 * MIB, memory_kind: "HBM3e", bandwidth: 8000e9, cache: 126.0 * MIB,
        link: RACK, nic: 50e9, power: 1200.0, units: units(152, TILE), measured: measured(1822.0, 3615.6),
        source: TABLES, confidence: Verified,
        notes: "Sheets of the superchip list two GPUs, those of the rack 72. nvidia-smi shows 189,471 MiB. FP64 and the number of units are from memory. 400 to 800 Gb/s to other racks.",
        ..BASE
    },
    Accelerator {
        id: "b300-sxm", name: "B300 SXM", year: 2025, form: "SXM6",
        rates: Rates { fp64: 1.25e12, fp32: 80e12, tf32: 1125e12, bf16: 2250e12, fp16: 2250e12, fp8: 4500e12, int8: 153.5e12, fp6: 4500e12, fp4: 14000e12, ..NOTHING },
        memory: &[288], visible: 275_040.0 * MIB, memory_kind: "HBM3e", bandwidth: 8000e9, cache: 126.0 * MIB,
        link: NVLINK5, nic: 100e9, power: 1100.0, units: units(148, TILE), measured: measured(1769.0, 3353.3),
        source: TABLES, confidence: Verified,
        notes: "The tables disagree on INT8, 153.5 (taken) or 4,500 TOP/s; on FP4, 12.6 or 14 (taken) PFLOP/s, and up to 15 in NVFP4; on bandwidth, 7.75 or 8 (taken) TB/s; and on power, 1,000 or 1,100 W. nvidia-smi shows 275,040 MiB. Number of units and cache are those of the B200.",
        ..BASE
    },
    Accelerator {
        id: "gb300", name: "GB300 (one GPU of two)", year: 2025, form: "NVL72",
        rates: Rates { fp64: 1.3e12, fp32: 80e12, tf32: 1250e12, bf16: 2500e12, fp16: 2500e12, fp8: 5000e12, int8: 165e12, fp6: 5000e12, fp4: 15000e12, ..NOTHING },
        memory: &[288], visible: 284_208.0 * MIB, memory_kind: "HBM3e", bandwidth: 8000e9, cache: 126.0 * MIB,
        link: RACK, nic: 100e9, power: 1400.0, units: units(152, TILE),
        source: TABLES, confidence: Verified,
        notes: "The tables disagree on INT8: 165 (taken) or 5,000 TOP/s. nvidia-smi shows 284,208 MiB. Number of units and cache are those of the GB200.",
        ..BASE
    },
    Accelerator {
        id: "b100-sxm", name: "B100 SXM", year: 2024, form: "SXM6",
        rates: Rates { fp64: 30e12, fp32: 60e12, tf32: 900e12, bf16: 1750e12, fp16: 1750e12, fp8: 3500e12, int8: 3500e12, fp4: 7000e12, ..NOTHING },
        memory: &[192], memory_kind: "HBM3e", bandwidth: 8000e9, cache: 126.0 * MIB,
        link: NVLINK5, nic: 50e9, power: 700.0, units: units(148, TILE),
        source: "16 bits: NanoFlow, arXiv 2408.12757, table 1; FP8: system table of GenZ; the rest from memory; dense; noted 2026-11-23", confidence: RecalledMedium,
        notes: "NanoFlow has 1,800 TFLOP/s in 16 bits; half of the FP8 rate is taken. Number of units and cache are those of the B200.",
        ..BASE
    },
    Accelerator {
        id: "rubin", name: "Rubin (one of 72, announced)", year: 2026, form: "NVL72", announced: true,
        rates: Rates { fp32: 130e12, tf32: 2000e12, bf16: 4000e12, fp16: 4000e12, fp8: 17500e12, int8: 2500e12, fp6: 17500e12, fp4: 35000e12, ..NOTHING },
        memory: &[288], memory_kind: "HBM4", bandwidth: 22000e9,
        link: link("NVLink 6", Switch, 1800.0, 72), nic: 200e9, units: units(0, TILE),
        source: "table of announced accelerators of stas00/ml-engineering; dense; read 2026-11-23", confidence: Verified,
        notes: "Figures from before its release.",
        ..BASE
    },
    Accelerator {
        id: "rtx-pro-6000", name: "RTX PRO 6000 Blackwell Server", year: 2025, form: "PCIe",
        rates: Rates { fp32: 120e12, bf16: 467.8e12, fp16: 467.8e12, fp8: 935.6e12, int8: 935.6e12, fp4: 1871.2e12, ..NOTHING },
        memory: &[96], visible: 97_887.0 * MIB, memory_kind: "GDDR7", bandwidth: 1792e9, cache: 128.0 * MIB,
        link: link("PCIe 5", Bus, 64.0, 8), nic: 50e9, power: 600.0, units: units(188, (128, 256)),
        source: "system table of ai-dynamo/aiconfigurator, scaled there to 2,430 MHz; dense; read 2026-11-23", confidence: Verified,
        notes: "FP32, cache and the number of units are from memory. nvidia-smi shows 97,887 MiB.",
        ..BASE
    },
];

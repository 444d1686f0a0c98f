//! Accelerators of AMD.

use super::Topology::{Mesh, Switch, Torus};
use super::{Accelerator, Link, MIB, NOTHING, Rates, UNKNOWN, link, measured, units};
use crate::core::laws::Confidence::{Derived, RecalledHigh, Verified};

const TABLE: &str = "accelerator table of stas00/ml-engineering, which cites the maker's page; dense; read 2026-11-23";
const MEMORY: &str = "from memory of the maker's data sheet; dense; noted 2026-11-23";

const BASE: Accelerator = Accelerator { maker: "AMD", form: "OAM", ..UNKNOWN };
const FABRIC: &str = "Infinity Fabric";
const MI300: Link = link(FABRIC, Mesh, 448.0, 8);
const MI350: Link = link(FABRIC, Mesh, 535.5, 8);

const CDNA3: Rates = Rates {
    fp64: 81.7e12,
    fp64_matrix: 163.4e12,
    fp32: 163.4e12,
    tf32: 653.7e12,
    bf16: 1307.4e12,
    fp16: 1307.4e12,
    fp8: 2614.9e12,
    int8: 2614.9e12,
    ..NOTHING
};

#[rustfmt::skip]
pub(super) static ROWS: &[Accelerator] = &[
    Accelerator {
        id: "mi300x", name: "MI300X", year: 2023,
        rates: CDNA3,
        memory: &[192], memory_kind: "HBM3", bandwidth: 5300e9, cache: 256.0 * MIB,
        link: MI300, nic: 50e9, power: 750.0, units: units(304, (256, 256)), measured: measured(668.4, 0.0),
        source: TABLE, confidence: Verified,
        notes: "Seven links of 64 GB/s, one to each other device of the node. Rounded tables print 1,300 and 2,600. FP64 is from memory.",
        ..BASE
    },
    Accelerator {
        id: "mi325x", name: "MI325X", year: 2024,
        rates: CDNA3,
        memory: &[256], memory_kind: "HBM3e", bandwidth: 6000e9, cache: 256.0 * MIB,
        link: MI300, nic: 50e9, power: 1000.0, units: units(304, (256, 256)), measured: measured(784.9, 0.0),
        source: TABLE, confidence: Verified,
        notes: "Seven links of 64 GB/s, one to each other device of the node. Rounded tables print 1,300 and 2,600.",
        ..BASE
    },
    Accelerator {
        id: "mi300a", name: "MI300A", year: 2023, form: "SH5",
        rates: Rates { fp64: 61.3e12, fp64_matrix: 122.6e12, fp32: 122.6e12, tf32: 490.3e12, bf16: 980.6e12, fp16: 980.6e12, fp8: 1961e12, int8: 1961e12, ..NOTHING },
        memory: &[128], memory_kind: "HBM3", bandwidth: 5300e9, cache: 256.0 * MIB,
        link: link(FABRIC, Mesh, 384.0, 4), nic: 25e9, power: 550.0, units: units(228, (256, 256)),
        source: "public specification note after the maker's data sheet; dense; read 2026-11-23", confidence: Verified,
        notes: "CPU and GPU in one package share the memory. FP8, links (384 to 448 GB/s), power (550 to 760 W, CPU included) and number of units are from memory.",
        ..BASE
    },
    Accelerator {
        id: "mi350x", name: "MI350X", year: 2025,
        rates: Rates { fp64: 72.1e12, fp32: 144.2e12, bf16: 2306.9e12, fp16: 2306.9e12, fp8: 4613.7e12, int8: 4614e12, fp6: 9227e12, fp4: 9227e12, ..NOTHING },
        memory: &[288], memory_kind: "HBM3e", bandwidth: 8000e9, cache: 256.0 * MIB,
        link: MI350, nic: 50e9, power: 1000.0, units: units(256, (256, 256)),
        source: TABLE, confidence: Derived,
        notes: "An MI355X at 2,200 instead of 2,400 MHz: its rates by the ratio of clocks. Seven links of 76.5 GB/s.",
        ..BASE
    },
    Accelerator {
        id: "mi355x", name: "MI355X", year: 2025,
        rates: Rates { fp64: 78.6e12, fp32: 157.3e12, bf16: 2516.6e12, fp16: 2516.6e12, fp8: 5033e12, int8: 5033e12, fp6: 10066e12, fp4: 10066e12, ..NOTHING },
        memory: &[288], memory_kind: "HBM3e", bandwidth: 8000e9, cache: 256.0 * MIB,
        link: MI350, nic: 50e9, power: 1400.0, units: units(256, (256, 256)), measured: measured(1565.0, 0.0),
        source: TABLE, confidence: Verified,
        notes: "The maker prints 2.5 PFLOP/s in 16 bits; 2,516.6 follows from clock and units. The measured product was set against 2,300 by its source. Seven links of 76.5 GB/s. A rate in TF32 was not found.",
        ..BASE
    },
    Accelerator {
        id: "mi455x", name: "MI455X (announced)", year: 2026, announced: true,
        rates: Rates { fp32: 315e12, bf16: 5000e12, fp16: 5000e12, fp8: 10000e12, int8: 5000e12, fp6: 10000e12, fp4: 20000e12, ..NOTHING },
        memory: &[432], memory_kind: "HBM4", bandwidth: 23300e9, cache: 192e6,
        link: link("UALink", Switch, 1800.0, 72), nic: 100e9, units: units(0, (256, 256)),
        source: TABLE, confidence: Verified,
        notes: "Figures from before its release. FP8, FP6 and FP4 are halves of the printed 20,100, 20,100 and 40,300, which are taken to be sparse. Devices of a rack and the name of the link are from memory.",
        ..BASE
    },
    Accelerator {
        id: "mi250x", name: "MI250X (both dies)", year: 2021,
        rates: Rates { fp64: 47.9e12, fp64_matrix: 95.7e12, fp32: 47.9e12, fp32_matrix: 95.7e12, bf16: 383e12, fp16: 383e12, int8: 383e12, ..NOTHING },
        memory: &[128], memory_kind: "HBM2e", bandwidth: 3277e9, cache: 16.0 * MIB,
        link: link(FABRIC, Mesh, 350.0, 4), nic: 25e9, power: 500.0, units: units(220, (128, 256)),
        source: TABLE, confidence: Verified,
        notes: "A package of two dies; programs see two devices, see the row of one die. Seven links of 50 GB/s. 500 W, at most 560.",
        ..BASE
    },
    Accelerator {
        id: "mi250x-gcd", name: "MI250X (one die of two)", year: 2021,
        rates: Rates { fp64: 23.9e12, fp64_matrix: 47.9e12, fp32: 23.9e12, fp32_matrix: 47.9e12, bf16: 191.5e12, fp16: 191.5e12, int8: 191.5e12, ..NOTHING },
        memory: &[64], memory_kind: "HBM2e", bandwidth: 1638e9, cache: 8.0 * MIB,
        link: link(FABRIC, Mesh, 200.0, 8), nic: 12.5e9, power: 250.0, units: units(110, (128, 256)),
        source: TABLE, confidence: Derived,
        notes: "Half of the package. 200 GB/s go to the other die of the package, 50 to 100 to those of others; that is from memory.",
        ..BASE
    },
    Accelerator {
        id: "mi250", name: "MI250 (both dies)", year: 2021,
        rates: Rates { fp64: 45.3e12, fp64_matrix: 90.5e12, fp32: 45.3e12, fp32_matrix: 90.5e12, bf16: 362e12, fp16: 362e12, int8: 362e12, ..NOTHING },
        memory: &[128], memory_kind: "HBM2e", bandwidth: 3277e9, cache: 16.0 * MIB,
        link: link(FABRIC, Mesh, 300.0, 4), nic: 25e9, power: 500.0, units: units(208, (128, 256)),
        source: TABLE, confidence: Verified,
        notes: "A package of two dies; programs see two devices of half of all this. The links are given as 300 to 350 GB/s. 500 W, at most 560. The number of units is from memory.",
        ..BASE
    },
    Accelerator {
        id: "mi210", name: "MI210", year: 2022, form: "PCIe",
        rates: Rates { fp64: 22.6e12, fp64_matrix: 45.3e12, fp32: 22.6e12, fp32_matrix: 45.3e12, bf16: 181e12, fp16: 181e12, int8: 181e12, ..NOTHING },
        memory: &[64], memory_kind: "HBM2e", bandwidth: 1638e9, cache: 8.0 * MIB,
        link: link(FABRIC, Mesh, 150.0, 4), nic: 25e9, power: 300.0, units: units(104, (128, 256)),
        source: MEMORY, confidence: RecalledHigh,
        notes: "Three links of 50 GB/s over a bridge of four cards.",
        ..BASE
    },
    Accelerator {
        id: "mi50", name: "MI50 (FP16)", year: 2018, form: "PCIe",
        rates: Rates { fp64: 6.6e12, fp32: 13.3e12, fp16: 26.5e12, int8: 53e12, ..NOTHING }, matrix: false,
        memory: &[16, 32], memory_kind: "HBM2", bandwidth: 1024e9, cache: 4.0 * MIB,
        link: link(FABRIC, Torus(1), 92.0, 4), nic: 12.5e9, power: 300.0, units: units(60, (128, 128)),
        source: "FP16 and power: public specification note; the rest from memory; dense; noted 2026-11-23", confidence: RecalledHigh,
        notes: "No matrix units.",
        ..BASE
    },
];

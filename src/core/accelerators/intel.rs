//! Accelerators of Intel.

use super::Topology::Mesh;
use super::{ALONE, Accelerator, Link, MIB, NOTHING, Rates, UNKNOWN, link, measured, units};
use crate::core::laws::Confidence::{RecalledMedium, Verified};

const BASE: Accelerator = Accelerator { maker: "Intel", form: "OAM", ..UNKNOWN };

#[rustfmt::skip]
pub(super) static ROWS: &[Accelerator] = &[
    Accelerator {
        id: "gaudi-2", name: "Gaudi 2", year: 2022,
        rates: Rates { bf16: 432e12, fp8: 865e12, ..NOTHING },
        memory: &[96], memory_kind: "HBM2e", bandwidth: 2450e9, cache: 48.0 * MIB,
        link: link("RoCE", Mesh, 262.5, 8), nic: 37.5e9, power: 600.0, units: units(2, (256, 512)), measured: measured(418.7, 826.5),
        source: "accelerator table of stas00/ml-engineering, which cites the maker's white paper; dense; read 2026-11-23", confidence: Verified,
        notes: "Its bandwidth is given as 2,450 to 2,460 GB/s. 21 of its 24 ports of 100 Gb/s go to the other devices of the node, 3 out of it. It also multiplies in FP32, TF32, FP16 and INT8, at rates that are not published. One paper lists 1,000 TFLOP/s in FP16, which is wrong.",
        ..BASE
    },
    Accelerator {
        id: "gaudi-3", name: "Gaudi 3", year: 2024,
        rates: Rates { fp32_matrix: 229e12, tf32: 459e12, bf16: 1677e12, fp16: 459e12, fp8: 1677e12, ..NOTHING },
        memory: &[128], memory_kind: "HBM2e", bandwidth: 3700e9, cache: 96.0 * MIB,
        link: link("RoCE", Mesh, 525.0, 8), nic: 75e9, power: 900.0, units: units(8, (256, 256)), measured: measured(1243.0, 1289.5),
        source: "as the table of stas00/ml-engineering has it at the shipping clock of 1.6 GHz; read 2026-11-23", confidence: Verified,
        notes: "The white paper has 1,835 TFLOP/s in BF16 and FP8, at a clock of 1.75 GHz that was not shipped. 21 of its 24 ports of 200 Gb/s go to the other devices of the node; that split is from memory. A PCIe card takes 600 W.",
        ..BASE
    },
    Accelerator {
        id: "max-1550", name: "Data Center GPU Max 1550", year: 2023,
        rates: Rates { fp64: 52.4e12, fp32: 52.4e12, tf32: 419e12, bf16: 839e12, int8: 1678e12, ..NOTHING },
        memory: &[128], memory_kind: "HBM2e", bandwidth: 3277e9, cache: 408.0 * MIB,
        link: Link { name: "Xe Link", topology: Mesh, ..ALONE }, power: 600.0, units: units(128, (256, 256)),
        source: "memory, clock and cores: public notes on the machine Aurora; rates derived from them: 128 cores, 4,096 FLOP a clock, 1.6 GHz; dense; noted 2026-11-23", confidence: RecalledMedium,
        notes: "A package of two stacks. Sixteen links, whose rate was not found. On a machine before production 273 TFLOP/s were measured in BF16, apparently of one stack.",
        ..BASE
    },
];

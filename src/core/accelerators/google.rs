//! Tensor processing units of Google, by the chip. Their cores are half a chip, or a whole one (v5e, v6e).

use super::Topology::Torus;
use super::{Accelerator, MIB, NOTHING, Rates, UNKNOWN, link, units};
use crate::core::laws::Confidence::{RecalledHigh, Verified};

const GOOGLE: &str = "Google Cloud TPU documentation and the scaling-book; read 2026-11-23";

const BASE: Accelerator = Accelerator { maker: "Google", form: "pod", source: GOOGLE, confidence: Verified, ..UNKNOWN };
const OLD: (u32, u32) = (128, 128);
const NEW: (u32, u32) = (256, 256);

#[rustfmt::skip]
pub(super) static ROWS: &[Accelerator] = &[
    Accelerator {
        id: "tpu-v2", name: "TPU v2", year: 2017,
        rates: Rates { bf16: 46e12, ..NOTHING },
        memory: &[16], memory_kind: "HBM", bandwidth: 700e9,
        link: link("ICI", Torus(2), 248.0, 256), power: 280.0, units: units(2, OLD),
        source: "from memory of the maker's papers; noted 2026-11-23", confidence: RecalledHigh,
        notes: "Given as 45 or 46 TFLOP/s a chip, of which a core is half. Four links of 62 GB/s.",
        ..BASE
    },
    Accelerator {
        id: "tpu-v3", name: "TPU v3", year: 2018,
        rates: Rates { bf16: 123e12, ..NOTHING },
        memory: &[32], memory_kind: "HBM", bandwidth: 900e9,
        link: link("ICI", Torus(2), 400.0, 1024), power: 262.0, units: units(4, OLD),
        notes: "The scaling-book rounds to 140 TFLOP/s; a core is half a chip. Four links of 100 GB/s as the scaling-book has them, 82 as others remember. 123 W at rest, 220 on average, 262 at most.",
        ..BASE
    },
    Accelerator {
        id: "tpu-v4", name: "TPU v4", year: 2021,
        rates: Rates { bf16: 275e12, int8: 275e12, ..NOTHING },
        memory: &[32], memory_kind: "HBM2", bandwidth: 1200e9, cache: 128.0 * MIB,
        link: link("ICI", Torus(3), 270.0, 4096), nic: 6.25e9, power: 192.0, units: units(8, OLD),
        notes: "Its bandwidth is also given as 1,228 GB/s. Six links of 45 GB/s. The cache (CMEM) is from memory. 90 W at rest, 170 on average, 192 at most. The network is 25 GB/s of a host of four chips.",
        ..BASE
    },
    Accelerator {
        id: "tpu-v5e", name: "TPU v5e", year: 2023,
        rates: Rates { bf16: 197e12, int8: 394e12, ..NOTHING },
        memory: &[16], memory_kind: "HBM2", bandwidth: 819e9, cache: 128.0 * MIB,
        link: link("ICI", Torus(2), 200.0, 256), nic: 3.125e9, units: units(4, OLD),
        notes: "The documentation prints 400 GB/s both ways, the scaling-book 45 GB/s one way for each of four links. INT8 is also given as 393 TOP/s. Two ports of 100 Gb/s for eight chips. The cache (VMEM) is from memory.",
        ..BASE
    },
    Accelerator {
        id: "tpu-v5p", name: "TPU v5p", year: 2023,
        rates: Rates { bf16: 459e12, int8: 918e12, ..NOTHING },
        memory: &[95], memory_kind: "HBM2e", bandwidth: 2765e9, cache: 256.0 * MIB,
        link: link("ICI", Torus(3), 600.0, 8960), nic: 6.25e9, units: units(8, OLD),
        notes: "The documentation prints 4,800 Gb/s one way, the scaling-book 90 GB/s for each of six links. The cache (VMEM of both cores) is from memory.",
        ..BASE
    },
    Accelerator {
        id: "tpu-v6e", name: "TPU v6e", year: 2024,
        rates: Rates { bf16: 918e12, fp8: 918e12, int8: 1836e12, ..NOTHING },
        memory: &[32], memory_kind: "HBM", bandwidth: 1638e9, cache: 128.0 * MIB,
        link: link("ICI", Torus(2), 400.0, 256), nic: 3.125e9, units: units(2, NEW),
        notes: "Trillium. The documentation prints 800 GB/s both ways, the scaling-book 90 GB/s one way for each of four links. The network is the scaling-book's 25 GB/s of a host, of eight chips. The cache (VMEM) is from memory.",
        ..BASE
    },
    Accelerator {
        id: "tpu-v7x", name: "TPU v7x", year: 2025,
        rates: Rates { bf16: 2307e12, fp8: 4614e12, ..NOTHING },
        memory: &[192], memory_kind: "HBM3e", bandwidth: 7370e9,
        link: link("ICI", Torus(3), 600.0, 9216), units: units(0, NEW),
        notes: "Ironwood. Its bandwidth is given as 7,370 to 7,380 GB/s. Six links of 100 GB/s.",
        ..BASE
    },
];

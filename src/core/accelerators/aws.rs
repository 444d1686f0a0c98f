//! Chips of AWS.

use super::Topology::{Switch, Torus};
use super::{Accelerator, MIB, NOTHING, Rates, UNKNOWN, link, units};
use crate::core::laws::Confidence::{RecalledHigh, Verified};

const AWS: &str = "AWS Neuron documentation, dense value; read 2026-11-23";

const BASE: Accelerator =
    Accelerator { maker: "AWS", form: "instance", memory_kind: "HBM", source: AWS, confidence: Verified, ..UNKNOWN };
/// Of one matrix engine.
const TILE: (u32, u32) = (128, 512);

const CORE2: Rates =
    Rates { fp32_matrix: 47.5e12, tf32: 190e12, bf16: 190e12, fp16: 190e12, fp8: 190e12, int8: 380e12, ..NOTHING };

#[rustfmt::skip]
pub(super) static ROWS: &[Accelerator] = &[
    Accelerator {
        id: "trainium1", name: "Trainium1", year: 2022,
        rates: CORE2,
        memory: &[32], bandwidth: 820e9, cache: 48.0 * MIB,
        link: link("NeuronLink 2", Torus(2), 192.0, 16), nic: 6.25e9, units: units(2, TILE),
        notes: "Early documentation has 420 TOP/s in INT8. FP8 is cFP8. Links (384 GB/s both ways) and network (800 Gb/s of an instance of 16) are from memory.",
        ..BASE
    },
    Accelerator {
        id: "trainium2", name: "Trainium2", year: 2024,
        rates: Rates { fp32_matrix: 181e12, tf32: 667e12, bf16: 667e12, fp16: 667e12, fp8: 1299e12, ..NOTHING },
        memory: &[96], bandwidth: 2900e9, cache: 224.0 * MIB,
        link: link("NeuronLink 3", Torus(2), 640.0, 16), nic: 25e9, units: units(8, TILE),
        notes: "One guide has 3,000 GB/s. 2,563 TFLOP/s with sparsity. Links are printed as 1.28 TB/s, taken as both ways.",
        ..BASE
    },
    Accelerator {
        id: "trainium3", name: "Trainium3", year: 2025,
        rates: Rates { fp32_matrix: 183e12, tf32: 671e12, bf16: 671e12, fp16: 671e12, fp8: 2517e12, fp4: 2517e12, ..NOTHING },
        memory: &[144], memory_kind: "HBM3e", bandwidth: 4900e9, cache: 256.0 * MIB,
        link: link("NeuronLink 4", Switch, 1280.0, 144), units: units(8, TILE),
        notes: "One guide has 4,700 GB/s. 2,517 TFLOP/s with sparsity in 16 bits. FP8 is MXFP8, and FP4 is MXFP4 at the same rate. Links are printed as 2.56 TB/s, taken as both ways; that a switch joins 144 chips is from memory.",
        ..BASE
    },
    Accelerator {
        id: "inferentia2", name: "Inferentia2", year: 2023,
        rates: CORE2,
        memory: &[32], bandwidth: 820e9, cache: 48.0 * MIB,
        link: link("NeuronLink 2", Torus(1), 96.0, 12), units: units(2, TILE),
        source: "from memory: the cores of Trainium1; noted 2026-11-23", confidence: RecalledHigh,
        notes: "Made for inference. Links of 192 GB/s, taken as both ways, in a ring of twelve are remembered with medium confidence.",
        ..BASE
    },
];

//! Chips of Apple for computers and phones: the rates of their GPUs alone, without the neural engine.

use super::{Accelerator, NOTHING, Rates, UNKNOWN, units};
use crate::core::laws::Confidence::{self, RecalledMedium, Verified};

const TABLE: &str = "public table of Apple GPUs in FP32; FP16 about the same, which is from memory; read 2026-11-23";
const MEMORY: &str = "bandwidth: public table; rates from memory; noted 2026-11-23";
const SHARED: &str = "The memory is the whole machine's, in its largest configuration; about two thirds to three quarters may be the GPU's. 16-bit products run at the rate of FP32.";

/// One chip: cores of its GPU, TFLOP/s, GB/s, sizes of memory with the largest first.
const fn row(
    (id, name, year): (&'static str, &'static str, u16),
    cores: u32,
    tera: f64,
    bandwidth: f64,
    memory: &'static [u16],
    (source, confidence, notes): (&'static str, Confidence, &'static str),
) -> Accelerator {
    Accelerator {
        id,
        name,
        maker: "Apple",
        year,
        form: "SoC",
        rates: Rates { fp32: tera * 1e12, fp16: tera * 1e12, ..NOTHING },
        matrix: false,
        memory,
        memory_kind: "unified LPDDR",
        bandwidth: bandwidth * 1e9,
        units: units(cores, (64, 64)),
        source,
        confidence,
        notes,
        ..UNKNOWN
    }
}

const SEEN: (&str, Confidence, &str) = (TABLE, Verified, SHARED);

#[rustfmt::skip]
pub(super) static ROWS: &[Accelerator] = &[
    row(("m1", "M1", 2020), 8, 2.617, 68.25, &[16, 8], SEEN),
    row(("m1-pro", "M1 Pro", 2021), 16, 5.308, 200.0, &[32, 16], SEEN),
    row(("m1-max", "M1 Max", 2021), 32, 10.617, 400.0, &[64, 32], SEEN),
    row(("m1-ultra", "M1 Ultra", 2022), 64, 21.23, 800.0, &[128, 64], SEEN),
    row(("m2", "M2", 2022), 10, 3.579, 100.0, &[24, 16, 8], SEEN),
    row(("m2-pro", "M2 Pro", 2023), 19, 6.8, 200.0, &[32, 16], SEEN),
    row(("m2-max", "M2 Max", 2023), 38, 13.6, 400.0, &[96, 64, 32], SEEN),
    row(("m2-ultra", "M2 Ultra", 2023), 76, 27.2, 800.0, &[192, 128, 64], SEEN),
    row(("m3", "M3", 2023), 10, 4.1, 100.0, &[24, 16, 8], SEEN),
    row(("m3-pro", "M3 Pro", 2023), 18, 7.4, 150.0, &[36, 18], SEEN),
    row(("m3-max", "M3 Max", 2023), 40, 16.2, 400.0, &[128, 96, 64, 48, 36],
        (TABLE, Verified, "The whole machine's memory, in its largest configuration. Others quote 14.2 TFLOP/s; smaller versions have 300 GB/s. 16-bit products run at the rate of FP32.")),
    row(("m3-ultra", "M3 Ultra", 2025), 80, 32.0, 819.0, &[512, 256, 96],
        (MEMORY, RecalledMedium, "The whole machine's memory, in its largest configuration. 28 to 32 TFLOP/s are quoted; twice an M3 Max is 32. 16-bit products run at the rate of FP32.")),
    row(("m4", "M4", 2024), 10, 4.3, 120.0, &[32, 24, 16],
        (MEMORY, RecalledMedium, "The whole machine's memory, in its largest configuration. 4.3 to 4.6 TFLOP/s are quoted. 16-bit products run at the rate of FP32.")),
    row(("m4-pro", "M4 Pro", 2024), 20, 9.0, 273.0, &[64, 48, 24], (MEMORY, RecalledMedium, SHARED)),
    row(("m4-max", "M4 Max", 2024), 40, 18.0, 546.0, &[128, 64, 48, 36], (MEMORY, RecalledMedium, SHARED)),
    row(("apple-a18-pro", "A18 Pro (iPhone 16 Pro)", 2024), 6, 2.3, 60.0, &[8],
        ("speed of its memory: public catalogue; rates from memory; noted 2026-11-23", RecalledMedium, "The memory is the whole phone's. Its neural engine, advertised with 35 TOP/s, is not counted here. 16-bit products run at the rate of FP32.")),
    row(("apple-a16", "A16 (iPhone 14 Pro)", 2022), 5, 1.8, 51.2, &[6],
        ("from memory; noted 2026-11-23", RecalledMedium, "The memory is the whole phone's. 16-bit products run at the rate of FP32.")),
    row(("apple-a15", "A15 (iPhone 14)", 2021), 5, 1.7, 34.1, &[6],
        ("from memory; noted 2026-11-23", RecalledMedium, "The memory is the whole phone's. 16-bit products run at the rate of FP32.")),
];

//! The rows against the fact sheet, and against the mistakes that tables make.

use super::*;

#[test]
fn rows_are_sound() {
    let rows: Vec<_> = all().collect();
    for (i, a) in rows.iter().enumerate() {
        // From a phone to a rack's worth of announcements.
        assert!(a.peak().is_ok() && a.half() > 1e12 && a.half() < 1e16, "{}", a.id);
        assert!(!a.source.is_empty() && !a.maker.is_empty() && !a.form.is_empty(), "{}", a.id);
        assert!((1e9..1e12).contains(&a.capacity().get()) || a.id == "groq-lpu-v1", "{}", a.id);
        assert!((2016..=2026).contains(&a.year), "{}", a.id);
        assert!((1.0..1e4).contains(&a.ridge()), "{}", a.id);
        assert_eq!(a.link.rate > 0.0, a.link.devices > 1, "{}", a.id);
        assert!(a.measured.bf16 < a.half() && a.measured.fp8 <= a.rates.fp8, "{}", a.id);
        assert!(rows[i + 1..].iter().all(|b| b.id != a.id), "{} twice", a.id);
        assert_eq!(get(a.id).unwrap().id, a.id);
        assert_eq!(find(a.id).unwrap().id, a.id);
        assert_eq!(find(a.name).unwrap().id, a.id, "{}", a.name);
    }
    assert!(find(DEFAULT).is_ok());
}

/// Every row: dense TFLOP/s in 16 bits, GB/s of memory, GB/s of links one way, watts; as the fact sheet has them.
#[test]
fn rows_are_as_in_the_sheet() {
    let sheet: &[(&str, f64, f64, f64, f64)] = &[
        ("p100-sxm2", 21.2, 732.0, 80.0, 300.0),
        ("p100-pcie", 18.7, 732.0, 16.0, 250.0),
        ("v100-sxm2", 125.0, 900.0, 150.0, 300.0),
        ("v100-pcie", 112.0, 900.0, 16.0, 250.0),
        ("t4", 65.0, 300.0, 16.0, 70.0),
        ("a10", 125.0, 600.0, 32.0, 150.0),
        ("a100-40-sxm", 312.0, 1555.0, 300.0, 400.0),
        ("a100-40-pcie", 312.0, 1555.0, 32.0, 250.0),
        ("a100-80-sxm", 312.0, 2039.0, 300.0, 400.0),
        ("a100-80-pcie", 312.0, 1935.0, 32.0, 300.0),
        ("a800-80-sxm", 312.0, 2039.0, 200.0, 400.0),
        ("l4", 121.0, 300.0, 32.0, 72.0),
        ("l40s", 362.0, 864.0, 32.0, 350.0),
        ("h100-pcie", 756.5, 2000.0, 64.0, 350.0),
        ("h100-sxm", 989.4, 3350.0, 450.0, 700.0),
        ("h100-nvl", 835.5, 3900.0, 300.0, 400.0),
        ("h800-sxm", 989.4, 3350.0, 200.0, 700.0),
        ("h20-sxm", 148.0, 4000.0, 450.0, 400.0),
        ("h20-141-sxm", 148.0, 4800.0, 450.0, 400.0),
        ("h200-sxm", 989.4, 4800.0, 450.0, 700.0),
        ("h200-nvl", 836.0, 4800.0, 450.0, 600.0),
        ("gh200-96", 989.4, 4000.0, 450.0, 1000.0),
        ("gh200-144", 989.4, 4800.0, 450.0, 1000.0),
        ("b100-sxm", 1750.0, 8000.0, 900.0, 700.0),
        ("b200-sxm", 2250.0, 8000.0, 900.0, 1000.0),
        ("gb200", 2500.0, 8000.0, 900.0, 1200.0),
        ("b300-sxm", 2250.0, 8000.0, 900.0, 1100.0),
        ("gb300", 2500.0, 8000.0, 900.0, 1400.0),
        ("rubin", 4000.0, 22000.0, 1800.0, 0.0),
        ("rtx-pro-6000", 467.8, 1792.0, 64.0, 600.0),
        ("rtx-3090", 71.2, 936.0, 32.0, 350.0),
        ("rtx-4070", 58.3, 504.0, 32.0, 200.0),
        ("rtx-4090", 165.2, 1008.0, 32.0, 450.0),
        ("rtx-5090", 209.5, 1792.0, 64.0, 575.0),
        ("mi50", 26.5, 1024.0, 92.0, 300.0),
        ("mi210", 181.0, 1638.0, 150.0, 300.0),
        ("mi250", 362.0, 3277.0, 300.0, 500.0),
        ("mi250x", 383.0, 3277.0, 350.0, 500.0),
        ("mi250x-gcd", 191.5, 1638.0, 200.0, 250.0),
        ("mi300a", 980.6, 5300.0, 384.0, 550.0),
        ("mi300x", 1307.4, 5300.0, 448.0, 750.0),
        ("mi325x", 1307.4, 6000.0, 448.0, 1000.0),
        ("mi350x", 2306.9, 8000.0, 535.5, 1000.0),
        ("mi355x", 2516.6, 8000.0, 535.5, 1400.0),
        ("mi455x", 5000.0, 23300.0, 1800.0, 0.0),
        ("gaudi-2", 432.0, 2450.0, 262.5, 600.0),
        ("gaudi-3", 1677.0, 3700.0, 525.0, 900.0),
        ("max-1550", 839.0, 3277.0, 0.0, 600.0),
        ("tpu-v2", 46.0, 700.0, 248.0, 280.0),
        ("tpu-v3", 123.0, 900.0, 400.0, 262.0),
        ("tpu-v4", 275.0, 1200.0, 270.0, 192.0),
        ("tpu-v5e", 197.0, 819.0, 200.0, 0.0),
        ("tpu-v5p", 459.0, 2765.0, 600.0, 0.0),
        ("tpu-v6e", 918.0, 1638.0, 400.0, 0.0),
        ("tpu-v7x", 2307.0, 7370.0, 600.0, 0.0),
        ("trainium1", 190.0, 820.0, 192.0, 0.0),
        ("trainium2", 667.0, 2900.0, 640.0, 0.0),
        ("trainium3", 671.0, 4900.0, 1280.0, 0.0),
        ("inferentia2", 190.0, 820.0, 96.0, 0.0),
        ("m1", 2.617, 68.25, 0.0, 0.0),
        ("m1-pro", 5.308, 200.0, 0.0, 0.0),
        ("m1-max", 10.617, 400.0, 0.0, 0.0),
        ("m1-ultra", 21.23, 800.0, 0.0, 0.0),
        ("m2", 3.579, 100.0, 0.0, 0.0),
        ("m2-pro", 6.8, 200.0, 0.0, 0.0),
        ("m2-max", 13.6, 400.0, 0.0, 0.0),
        ("m2-ultra", 27.2, 800.0, 0.0, 0.0),
        ("m3", 4.1, 100.0, 0.0, 0.0),
        ("m3-pro", 7.4, 150.0, 0.0, 0.0),
        ("m3-max", 16.2, 400.0, 0.0, 0.0),
        ("m3-ultra", 32.0, 819.0, 0.0, 0.0),
        ("m4", 4.3, 120.0, 0.0, 0.0),
        ("m4-pro", 9.0, 273.0, 0.0, 0.0),
        ("m4-max", 18.0, 546.0, 0.0, 0.0),
        ("apple-a18-pro", 2.3, 60.0, 0.0, 0.0),
        ("apple-a16", 1.8, 51.2, 0.0, 0.0),
        ("apple-a15", 1.7, 34.1, 0.0, 0.0),
        ("groq-lpu-v1", 188.0, 80_000.0, 0.0, 300.0),
    ];
    for (id, half, bandwidth, links, power) in sheet {
        let a = get(id).unwrap();
        for (got, want) in [(a.half() / 1e12, half), (a.bandwidth / 1e9, bandwidth), (a.link.rate / 1e9, links)] {
            assert!((got - want).abs() <= 1e-9 * want, "{id}: {got} {want}");
        }
        assert_eq!(a.power, *power, "{id}");
    }
    let named: Vec<&str> = sheet.iter().map(|r| r.0).collect();
    let missing: Vec<&str> = all().map(|a| a.id).filter(|id| !named.contains(id)).collect();
    assert!(missing.is_empty() && named.len() == all().count(), "{missing:?}");
}

/// FP32 of vectors, TF32, FP8, INT8 and FP4 of the sheet, TFLOP/s; zero for what it has not.
#[test]
fn rates_of_other_formats() {
    for (id, rates) in [
        ("h100-sxm", [67.0, 494.7, 1979.0, 1979.0, 0.0]),
        ("a100-80-sxm", [19.5, 156.0, 0.0, 624.0, 0.0]),
        ("b200-sxm", [80.0, 1125.0, 4500.0, 4500.0, 9000.0]),
        ("b300-sxm", [80.0, 1125.0, 4500.0, 153.5, 14000.0]),
        ("gb300", [80.0, 1250.0, 5000.0, 165.0, 15000.0]),
        ("rtx-4090", [82.6, 82.6, 330.3, 660.6, 0.0]),
        ("rtx-5090", [104.8, 104.8, 419.0, 838.0, 1676.0]),
        ("mi300x", [163.4, 653.7, 2614.9, 2614.9, 0.0]),
        ("mi355x", [157.3, 0.0, 5033.0, 5033.0, 10066.0]),
        ("gaudi-3", [0.0, 459.0, 1677.0, 0.0, 0.0]),
        ("tpu-v5p", [0.0, 0.0, 0.0, 918.0, 0.0]),
        ("trainium2", [0.0, 667.0, 1299.0, 0.0, 0.0]),
        ("rubin", [130.0, 2000.0, 17500.0, 2500.0, 35000.0]),
    ] {
        let r = get(id).unwrap().rates;
        assert_eq!([r.fp32, r.tf32, r.fp8, r.int8, r.fp4].map(|v| (v / 1e11).round() / 10.0), rates, "{id}");
    }
    // GeForce multiplies twice as fast where sums are in FP16.
    for a in all().filter(|a| a.id.starts_with("rtx-") && a.id != "rtx-pro-6000") {
        assert!((a.rates.fp16_acc16 / a.rates.bf16 - 2.0).abs() < 0.02, "{}", a.id);
        assert!(a.rates.fp8 == 0.0 || (a.rates.fp8_acc16 / a.rates.fp8 - 2.0).abs() < 0.01, "{}", a.id);
    }
}

/// FLOP for a byte of memory in 16 bits; the scaling-book has 240 for the v5e.
#[test]
fn ridge_points() {
    for (id, ridge) in [
        ("a100-80-sxm", 153.0),
        ("h100-sxm", 295.0),
        ("h200-sxm", 206.0),
        ("b200-sxm", 281.0),
        ("mi300x", 247.0),
        ("tpu-v5e", 240.5),
        ("tpu-v5p", 166.0),
        ("tpu-v6e", 560.0),
        ("tpu-v7x", 313.0),
        ("gaudi-2", 176.0),
        ("gaudi-3", 453.0),
        ("rtx-4090", 164.0),
        ("l40s", 419.0),
    ] {
        let got = get(id).unwrap().ridge();
        assert!((got - ridge).abs() <= 0.5, "{id}: {got}");
    }
}

/// What tables get wrong.
#[test]
fn traps() {
    let a = |id: &str| *get(id).unwrap();
    // Sheets of the superchip list two GPUs.
    assert_eq!(a("gb200").half(), 2500e12);
    for id in ["a100-40-sxm", "a100-40-pcie", "a100-80-sxm", "a100-80-pcie", "a800-80-sxm"] {
        assert_eq!(a(id).rates.fp8, 0.0, "{id}");
    }
    // The package of two dies, and one of them.
    let (package, die) = (a("mi250x"), a("mi250x-gcd"));
    assert_eq!((package.half(), die.half()), (383e12, 191.5e12));
    assert_eq!(package.capacity().get(), 2.0 * die.capacity().get());
    assert_eq!(package.units.count, 2 * die.units.count);
    // The clock that was shipped: 1.6 GHz, eight engines of 256 × 256.
    assert!((a("gaudi-3").half() / (1.6e9 * 2.0 * 8.0 * 65_536.0) - 1.0).abs() < 1e-3);
    assert!(a("gaudi-3").notes.contains("1,835"));
    // INT8 of Blackwell Ultra fell behind FP8.
    assert!(a("b300-sxm").rates.int8 < 0.1 * a("b300-sxm").rates.fp8 && a("b300-sxm").notes.contains("INT8"));
    // A core of a TPU v3 is half a chip.
    assert_eq!(a("tpu-v3").half(), 123e12);
    assert_eq!(a("h200-sxm").memory, [141]);
    assert_eq!(a("h100-sxm").bandwidth, 3350e9);
    assert!(a("h100-nvl").half() < a("h100-sxm").half());
    // What programs see of the fitted memory.
    assert_eq!(a("b200-sxm").capacity().get(), 183_359.0 * 1_048_576.0);
    assert_eq!(a("h100-sxm").capacity().get(), 80.0 * 1_073_741_824.0);
    // 1,565 of 2,516.6, not of the 2,300 that it was set against.
    assert!((a("mi355x").measured.bf16 / a("mi355x").half() - 0.622).abs() < 1e-3);
}

/// Fastest measured products over the peak, as the sheet has them.
#[test]
fn measured_products() {
    for (id, share) in [
        ("gaudi-2", 96.9),
        ("a100-80-sxm", 86.9),
        ("gh200-144", 83.8),
        ("a100-80-pcie", 81.1),
        ("h100-sxm", 80.3),
        ("b300-sxm", 78.6),
        ("b200-sxm", 77.6),
        ("gaudi-3", 74.1),
        ("gb200", 72.9),
        ("mi325x", 60.0),
        ("mi300x", 51.1),
    ] {
        let a = get(id).unwrap();
        assert!((100.0 * a.measured.bf16 / a.half() - share).abs() < 0.06, "{id}");
    }
    for (id, share) in [
        ("gaudi-2", 95.5),
        ("gh200-144", 77.6),
        ("gaudi-3", 76.9),
        ("b200-sxm", 76.3),
        ("h200-sxm", 73.4),
        ("h100-sxm", 70.9),
    ] {
        let a = get(id).unwrap();
        assert!((100.0 * a.measured.fp8 / a.rates.fp8 - share).abs() < 0.06, "{id}");
    }
}

/// NVIDIA: peak = clock · FMA per clock and unit · 2 · units. AMD the same.
#[test]
fn peaks_follow_from_clocks() {
    for (id, clock, each, count) in [
        ("h100-sxm", 1.830e9, 512.0, 528.0),
        ("a100-80-sxm", 1.410e9, 256.0, 432.0),
        ("mi355x", 2.4e9, 512.0, 1024.0),
        ("mi300x", 2.1e9, 256.0, 1216.0),
        ("mi250x", 1.7e9, 128.0, 880.0),
        ("gaudi-2", 1.65e9, 65_536.0, 2.0),
    ] {
        assert!((get(id).unwrap().half() / (clock * each * 2.0 * count) - 1.0).abs() < 2e-3, "{id}");
    }
}

#[test]
fn memory_in_words() {
    for (id, words) in [
        ("h100-sxm", "80 GB HBM3"),
        ("v100-sxm2", "16 or 32 GB HBM2"),
        ("m2-ultra", "64 or 128 or 192 GB unified LPDDR"),
        ("groq-lpu-v1", "230 MB SRAM"),
    ] {
        assert_eq!(get(id).unwrap().memory_words(), words);
    }
}

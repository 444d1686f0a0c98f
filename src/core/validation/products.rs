//! Measured matrix products, to hold the engine's against.

use super::super::engine::machine::{Machine, Operands};
use super::super::engine::product::Product;
use crate::core::accelerators;
use crate::core::error::Error;

/// One measured product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub device: &'static str,
    pub operands: Operands,
    pub m: u32,
    pub k: u32,
    pub n: u32,
    /// TFLOP/s.
    pub measured: f64,
    pub source: &'static str,
}

impl Row {
    pub const fn product(&self) -> Product {
        let result = 2.0;
        Product { m: self.m as f64, n: self.n as f64, k: self.k as f64, groups: 1.0, operands: self.operands, result }
    }

    /// TFLOP/s that the engine expects.
    ///
    /// # Errors
    /// Never for a row of the table; a test says so.
    pub fn predicted(&self) -> Result<f64, Error> {
        let machine = Machine::of(accelerators::get(self.device)?, None, None)?;
        let product = self.product();
        Ok(product.flop() / product.timed(&machine).time.get() / 1e12)
    }
}

/// Operands in BF16 or FP8 (one scale for a tensor, or one for each row), sums in FP32, result in BF16.
const NAVER: &str = "NAVER-INTEL-Co-Lab/gaudi-perf, README of matmul (arXiv 2502.01070); read 2026-11-23";
/// Kernel times of XLA's own table for this device.
const XLA: &str = "XLA, matmul_interpolator_data.h, key sm_90; read 2026-11-23";

const fn row(
    device: &'static str,
    operands: Operands,
    [m, k, n]: [u32; 3],
    measured: f64,
    source: &'static str,
) -> Row {
    Row { device, operands, m, k, n, measured, source }
}

const H: Operands = Operands::Half;
const E: Operands = Operands::Eight;
const F: Operands = Operands::EightFine;

pub static ROWS: &[Row] = &[
    row("h100-sxm", H, [4096, 4096, 4096], 783.3, XLA),
    row("h100-sxm", H, [2048, 2048, 4096], 715.4, XLA),
    row("h100-sxm", H, [4096, 1024, 4096], 677.4, XLA),
    row("h100-sxm", H, [2048, 4096, 1024], 653.1, XLA),
    row("h100-sxm", H, [1024, 4096, 2048], 653.5, XLA),
    row("h100-sxm", H, [512, 4096, 4096], 644.1, XLA),
    row("h100-sxm", H, [1024, 2048, 4096], 634.2, XLA),
    row("h100-sxm", H, [2048, 2048, 2048], 632.0, XLA),
    row("h100-sxm", H, [1024, 4096, 1024], 470.1, XLA),
    row("h100-sxm", H, [4096, 256, 4096], 392.2, XLA),
    row("h100-sxm", H, [1024, 2048, 1024], 350.0, XLA),
    row("h100-sxm", H, [512, 1024, 4096], 373.3, XLA),
    row("h100-sxm", H, [4096, 4096, 256], 376.2, XLA),
    row("h100-sxm", H, [1024, 4096, 512], 298.9, XLA),
    row("h100-sxm", H, [256, 4096, 2048], 285.9, XLA),
    row("h100-sxm", H, [512, 1024, 2048], 232.6, XLA),
    row("h100-sxm", H, [256, 4096, 1024], 172.3, XLA),
    row("h100-sxm", H, [1024, 256, 2048], 139.5, XLA),
    row("h100-sxm", H, [1024, 256, 1024], 82.0, XLA),
    row("h100-sxm", H, [1024, 1024, 256], 68.3, XLA),
    row("h100-sxm", H, [512, 512, 512], 40.7, XLA),
    row("h100-sxm", H, [256, 1024, 256], 19.5, XLA),
    row("h100-sxm", H, [256, 256, 512], 11.5, XLA),
    row("gaudi-2", H, [16384, 8192, 1280], 395.4, NAVER),
    row("gaudi-2", H, [16384, 1024, 8192], 417.9, NAVER),
    row("gaudi-2", H, [16384, 8192, 7168], 425.2, NAVER),
    row("gaudi-2", H, [16384, 3584, 8192], 422.9, NAVER),
    row("gaudi-2", H, [4096, 4096, 4096], 408.2, NAVER),
    row("gaudi-2", H, [8192, 8192, 8192], 423.9, NAVER),
    row("gaudi-2", H, [16384, 16384, 16384], 379.8, NAVER),
    row("gaudi-2", H, [32768, 32768, 32768], 363.8, NAVER),
    row("a100-80-sxm", H, [16384, 8192, 1280], 264.9, NAVER),
    row("a100-80-sxm", H, [16384, 1024, 8192], 235.9, NAVER),
    row("a100-80-sxm", H, [16384, 8192, 7168], 261.7, NAVER),
    row("a100-80-sxm", H, [16384, 3584, 8192], 257.1, NAVER),
    row("a100-80-sxm", H, [4096, 4096, 4096], 252.4, NAVER),
    row("a100-80-sxm", H, [8192, 8192, 8192], 263.6, NAVER),
    row("a100-80-sxm", H, [16384, 16384, 16384], 267.1, NAVER),
    row("a100-80-sxm", H, [32768, 32768, 32768], 250.2, NAVER),
    row("h100-sxm", H, [16384, 8192, 1280], 754.0, NAVER),
    row("h100-sxm", H, [16384, 1024, 8192], 657.1, NAVER),
    row("h100-sxm", H, [16384, 8192, 7168], 700.7, NAVER),
    row("h100-sxm", H, [16384, 3584, 8192], 665.5, NAVER),
    row("h100-sxm", H, [4096, 4096, 4096], 748.4, NAVER),
    row("h100-sxm", H, [8192, 8192, 8192], 693.4, NAVER),
    row("h100-sxm", H, [16384, 16384, 16384], 688.9, NAVER),
    row("h100-sxm", H, [32768, 32768, 32768], 671.3, NAVER),
    row("gaudi-2", E, [16384, 8192, 1280], 648.6, NAVER),
    row("gaudi-2", E, [16384, 1024, 8192], 787.9, NAVER),
    row("gaudi-2", E, [16384, 8192, 7168], 799.7, NAVER),
    row("gaudi-2", E, [16384, 3584, 8192], 801.4, NAVER),
    row("gaudi-2", E, [4096, 4096, 4096], 751.7, NAVER),
    row("gaudi-2", E, [8192, 8192, 8192], 811.0, NAVER),
    row("gaudi-2", E, [16384, 16384, 16384], 842.7, NAVER),
    row("gaudi-2", E, [32768, 32768, 32768], 739.7, NAVER),
    row("gaudi-2", F, [16384, 8192, 1280], 687.0, NAVER),
    row("gaudi-2", F, [16384, 1024, 8192], 697.4, NAVER),
    row("gaudi-2", F, [16384, 8192, 7168], 799.4, NAVER),
    row("gaudi-2", F, [16384, 3584, 8192], 790.3, NAVER),
    row("gaudi-2", F, [4096, 4096, 4096], 730.8, NAVER),
    row("gaudi-2", F, [8192, 8192, 8192], 684.7, NAVER),
    row("gaudi-2", F, [16384, 16384, 16384], 820.4, NAVER),
    row("gaudi-2", F, [32768, 32768, 32768], 708.2, NAVER),
    row("h100-sxm", E, [16384, 8192, 1280], 1532.3, NAVER),
    row("h100-sxm", E, [16384, 1024, 8192], 1190.6, NAVER),
    row("h100-sxm", E, [16384, 8192, 7168], 1361.9, NAVER),
    row("h100-sxm", E, [16384, 3584, 8192], 1321.6, NAVER),
    row("h100-sxm", E, [4096, 4096, 4096], 1312.4, NAVER),
    row("h100-sxm", E, [8192, 8192, 8192], 1363.6, NAVER),
    row("h100-sxm", E, [16384, 16384, 16384], 1342.6, NAVER),
    row("h100-sxm", E, [32768, 32768, 32768], 1337.9, NAVER),
    row("h100-sxm", F, [16384, 8192, 1280], 1258.3, NAVER),
    row("h100-sxm", F, [16384, 1024, 8192], 706.0, NAVER),
    row("h100-sxm", F, [16384, 8192, 7168], 1185.6, NAVER),
    row("h100-sxm", F, [16384, 3584, 8192], 1259.7, NAVER),
    row("h100-sxm", F, [4096, 4096, 4096], 1377.7, NAVER),
    row("h100-sxm", F, [8192, 8192, 8192], 1179.2, NAVER),
    row("h100-sxm", F, [16384, 16384, 16384], 1122.0, NAVER),
    row("h100-sxm", F, [32768, 32768, 32768], 1024.5, NAVER),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(of: impl Fn(&Row) -> bool) -> Vec<f64> {
        let mut all: Vec<f64> =
            ROWS.iter().filter(|r| of(r)).map(|r| (r.predicted().unwrap() / r.measured - 1.0).abs()).collect();
        all.sort_by(f64::total_cmp);
        all
    }

    /// Half of all measured products within 12 %, on each device and in each format.
    #[test]
    fn products_are_as_fast_as_measured() {
        for device in ["h100-sxm", "a100-80-sxm", "gaudi-2"] {
            for operands in [H, E, F] {
                let all = errors(|r| r.device == device && r.operands == operands);
                if let Some(median) = all.get(all.len() / 2) {
                    assert!(*median < 0.12, "{device} {operands:?}: {median:.3}");
                }
            }
        }
        let all = errors(|_| true);
        assert!(all[all.len() / 2] < 0.12 && all[all.len() * 9 / 10] < 0.25, "{all:?}");
    }
}

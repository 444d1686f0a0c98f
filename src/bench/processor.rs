//! One thread of the processor: the product of two square matrices, number by number and four at a time, and a copy.

use std::hint::black_box;

use crate::core::bench::input::{Fill, Input};
use crate::core::bench::probe::Probe;

/// What is run, and what it is run on.
pub enum Work {
    Product { simd: bool, side: usize, a: Vec<f32>, b: Vec<f32>, c: Vec<f32> },
    Copy { from: Vec<u64>, to: Vec<u64> },
}

/// Places of a product that are looked at.
const LOOKED: usize = 64;

impl Work {
    /// Nothing for what does not run on the processor.
    pub fn of(probe: &Probe) -> Option<Work> {
        match *probe {
            Probe::Processor { simd, side } => {
                let numbers = u64::from(side) * u64::from(side);
                let made = |seed| {
                    let input = Input::of(Fill::Eighths, seed, numbers);
                    (0..numbers).map(|i| input.number(i) as f32).collect::<Vec<f32>>()
                };
                let side = side as usize;
                Some(Work::Product { simd, side, a: made(2), b: made(3), c: vec![0.0; side * side] })
            }
            Probe::Memcpy { bytes } => {
                let words = (bytes / 16) as usize;
                Some(Work::Copy { from: (0..words as u64).collect(), to: vec![0; words] })
            }
            _ => None,
        }
    }

    pub fn run(&mut self) {
        match self {
            Work::Product { simd: false, side, a, b, c } => scalar(black_box(a), black_box(b), c, *side),
            Work::Product { simd: true, side, a, b, c } => by_four(black_box(a), black_box(b), c, *side),
            Work::Copy { from, to } => to.copy_from_slice(black_box(from)),
        }
        match self {
            Work::Product { c, .. } => _ = black_box(c),
            Work::Copy { to, .. } => _ = black_box(to),
        }
    }

    /// What is wrong with the last result; nothing where all is right. Sums of these numbers are exact.
    pub fn differs(&self) -> Option<String> {
        match self {
            Work::Product { side, a, b, c, .. } => (0..LOOKED).find_map(|i| {
                let (row, column) = ((i * 37) % side, (i * 91 + i / 8) % side);
                let number = |of: &[f32], at: usize| f64::from(of.get(at).copied().unwrap_or(f32::NAN));
                let expected: f64 = (0..*side).map(|k| number(a, row * side + k) * number(b, k * side + column)).sum();
                let got = number(c, row * side + column);
                (got != expected).then(|| format!("Row {row}, column {column} is {got} instead of {expected}."))
            }),
            Work::Copy { from, to } => (from != to).then(|| "The copy differs.".to_owned()),
        }
    }
}

/// One multiplication and one addition at a time. Four sums are under way, each of which waits for its last addition
/// only; they belong to two rows and two columns.
#[inline(never)]
fn scalar(a: &[f32], b: &[f32], c: &mut [f32], side: usize) {
    // The columns of the right matrix lie together.
    let turned: Vec<f32> = (0..side).flat_map(|j| b.iter().skip(j).step_by(side).copied()).collect();
    let rows: Vec<&[f32]> = a.chunks_exact(side).collect();
    let columns: Vec<&[f32]> = turned.chunks_exact(side).collect();
    for (row, out) in rows.chunks(2).zip(c.chunks_mut(2 * side)) {
        let (top, bottom) = (row.first().copied().unwrap_or_default(), row.last().copied().unwrap_or_default());
        let (upper, lower) = out.split_at_mut(side.min(out.len()));
        for (j, pair) in columns.chunks(2).enumerate() {
            let (left, right) = (pair.first().copied().unwrap_or_default(), pair.last().copied().unwrap_or_default());
            let (mut s00, mut s01, mut s10, mut s11) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
            for (((t, u), l), r) in top.iter().zip(bottom).zip(left).zip(right) {
                s00 += t * l;
                s01 += t * r;
                s10 += u * l;
                s11 += u * r;
            }
            for (at, sum) in [(2 * j, s00), (2 * j + 1, s01)] {
                if let Some(o) = upper.get_mut(at) {
                    *o = sum;
                }
            }
            for (at, sum) in [(2 * j, s10), (2 * j + 1, s11)] {
                if let Some(o) = lower.get_mut(at) {
                    *o = sum;
                }
            }
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod four {
    pub use core::arch::wasm32::v128 as Four;
    use core::arch::wasm32::{f32x4, f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat};

    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn new([x, y, z, w]: [f32; 4]) -> Four {
        f32x4(x, y, z, w)
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn add(sum: Four, a: f32, b: Four) -> Four {
        f32x4_add(sum, f32x4_mul(f32x4_splat(a), b))
    }

    #[inline]
    #[target_feature(enable = "simd128")]
    pub fn numbers(v: Four) -> [f32; 4] {
        [f32x4_extract_lane::<0>(v), f32x4_extract_lane::<1>(v), f32x4_extract_lane::<2>(v), f32x4_extract_lane::<3>(v)]
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod four {
    /// The compiler makes one instruction of each step with four numbers.
    pub type Four = [f32; 4];

    #[inline(always)]
    pub fn new(numbers: [f32; 4]) -> Four {
        numbers
    }

    #[inline(always)]
    pub fn add(sum: Four, a: f32, b: Four) -> Four {
        [sum[0] + a * b[0], sum[1] + a * b[1], sum[2] + a * b[2], sum[3] + a * b[3]]
    }

    #[inline(always)]
    pub fn numbers(v: Four) -> [f32; 4] {
        v
    }
}

/// Four multiplications and additions at a time: blocks of four rows and eight columns stay in registers. Sides that
/// are no multiple of eight are for the other one.
#[inline(never)]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn by_four(a: &[f32], b: &[f32], c: &mut [f32], side: usize) {
    use four::{Four, add, new, numbers};
    if !side.is_multiple_of(8) {
        return scalar(a, b, c, side);
    }
    for left in (0..side).step_by(8) {
        // Eight columns of the right matrix, row by row.
        let mut panel: Vec<[Four; 2]> = Vec::with_capacity(side);
        for row in b.chunks_exact(side) {
            if let Some([x, y, z, w, s, t, u, v]) = row.get(left..left + 8) {
                panel.push([new([*x, *y, *z, *w]), new([*s, *t, *u, *v])]);
            }
        }
        for (rows, out) in a.chunks_exact(4 * side).zip(c.chunks_exact_mut(4 * side)) {
            let (r0, rest) = rows.split_at(side);
            let (r1, rest) = rest.split_at(side);
            let (r2, r3) = rest.split_at(side);
            let zero = new([0.0; 4]);
            let mut sums = [[zero; 2]; 4];
            for ((((p, a0), a1), a2), a3) in panel.iter().zip(r0).zip(r1).zip(r2).zip(r3) {
                let [left, right] = *p;
                for (sum, factor) in sums.iter_mut().zip([*a0, *a1, *a2, *a3]) {
                    let [first, second] = *sum;
                    *sum = [add(first, factor, left), add(second, factor, right)];
                }
            }
            for (out, [first, second]) in out.chunks_exact_mut(side).zip(sums) {
                if let Some(eight) = out.get_mut(left..left + 8) {
                    for (o, s) in eight.iter_mut().zip(numbers(first).into_iter().chain(numbers(second))) {
                        *o = s;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_copies_are_right() {
        for side in [1, 3, 8, 24, 50, 64] {
            for simd in [false, true] {
                let mut work = Work::of(&Probe::Processor { simd, side }).unwrap();
                assert!(side == 1 || work.differs().is_some(), "zeros are no product");
                work.run();
                assert_eq!(work.differs(), None, "{side} {simd}");
            }
        }
        let mut work = Work::of(&Probe::Memcpy { bytes: 32 << 10 }).unwrap();
        assert!(work.differs().is_some());
        work.run();
        assert_eq!(work.differs(), None);
        assert!(Work::of(&Probe::Dispatch).is_none());
    }
}

//! Time of a matrix product, by its shape: tiles, waves of tiles over the units, bytes moved, and what a kernel always takes.

use super::constants::{EPILOGUE, FINE_SCALES, HALF_TILE, KERNEL, QUARTER_TILE};
use super::machine::{Machine, Operands};
use crate::core::quantity::Span;

/// `groups` products of m × k with k × n numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Product {
    pub m: f64,
    pub n: f64,
    pub k: f64,
    pub groups: f64,
    pub operands: Operands,
    /// Bytes of a number of the result.
    pub result: f64,
}

/// How a product is cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    pub tile: (f64, f64),
    /// Pieces of k that are summed afterwards.
    pub split: f64,
    pub waves: f64,
    /// Of the work done, what is no filling of tiles that stand over.
    pub full: f64,
    /// Of the units' time, what they are busy.
    pub busy: f64,
}

/// A product's time and what bounds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timed {
    pub time: Span,
    pub bound_by_memory: bool,
    pub cut: Cut,
}

/// Shortest piece of k worth a unit of its own.
pub(super) const SHORTEST: f64 = 256.0;

impl Product {
    pub fn flop(&self) -> f64 {
        2.0 * self.m * self.n * self.k * self.groups
    }

    /// Bytes read and written once.
    pub fn bytes(&self) -> f64 {
        let read = (self.m * self.k + self.k * self.n) * self.operands.bytes();
        (read + self.m * self.n * self.result) * self.groups
    }

    /// The same one group after the other, as products of experts are launched.
    pub fn apart(&self, machine: &Machine) -> Timed {
        let one = Product { groups: 1.0, ..*self }.timed(machine);
        Timed { time: one.time * self.groups, ..one }
    }

    /// The fastest way to cut it: as libraries try several and take the best.
    pub fn timed(&self, machine: &Machine) -> Timed {
        let (a, b) = machine.row.units.tile;
        let (a, b) = (f64::from(a.max(1)), f64::from(b.max(1)));
        let units = f64::from(machine.row.units.count.max(1));
        let each = machine.rate(self.operands) / units;
        let many = machine.row.units.are_many();
        let move_all = self.bytes() / machine.memory;
        let write = self.m * self.n * self.groups * self.result / machine.memory;
        let half = a.min(b);
        let cuts: &[(f64, f64, f64)] = if many {
            &[
                (a, b, 1.0),
                (b, a, 1.0),
                (half, half, HALF_TILE),
                (half, half / 2.0, QUARTER_TILE),
                (half / 2.0, half, QUARTER_TILE),
            ]
        } else {
            &[(a, b, 1.0), (b, a, 1.0)]
        };
        let splits: &[f64] = if many { &[1.0, 2.0, 4.0, 8.0] } else { &[1.0] };
        let mut best: Option<(f64, Timed)> = None;
        for &(tm, tn, efficiency) in cuts {
            let tiles = (self.m / tm).ceil().max(1.0) * (self.n / tn).ceil().max(1.0) * self.groups;
            for &split in splits {
                if split > 1.0 && (self.k / split < SHORTEST || tiles >= units) {
                    break;
                }
                let pieces = tiles * split;
                let waves = (pieces / units).ceil();
                let compute = waves * 2.0 * tm * tn * (self.k / split) / (each * efficiency);
                // Pieces of a split are written in FP32 and read again.
                let sums = if split > 1.0 { 8.0 * self.m * self.n * self.groups / machine.memory } else { 0.0 };
                let work = compute + EPILOGUE * write + sums;
                let time = work.max(move_all);
                if best.is_none_or(|(t, _)| time < t) {
                    let cut = Cut {
                        tile: (tm, tn),
                        split,
                        waves,
                        full: self.m * self.n * self.groups / (tiles * tm * tn),
                        busy: pieces / (waves * units),
                    };
                    let all = if self.operands == Operands::EightFine { time * FINE_SCALES } else { time };
                    let timed = Timed { time: Span::seconds(all + KERNEL), bound_by_memory: move_all > work, cut };
                    best = Some((time, timed));
                }
            }
        }
        let none = Cut { tile: (a, b), split: 1.0, waves: 0.0, full: 0.0, busy: 0.0 };
        best.map_or(Timed { time: Span::ZERO, bound_by_memory: false, cut: none }, |(_, timed)| timed)
    }
}

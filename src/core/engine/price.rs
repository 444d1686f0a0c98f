//! What an operator costs on a machine: forward, and backward where there is a way back.

use super::constants::{ATTENTION_BACK, FIRST, OLD_INSTRUCTIONS, SECOND, SMALL_KERNEL, THIRD};
use super::habits::Fused;
use super::machine::{Machine, Operands};
use super::operator::{Core, Operator, Work};
use super::product::Product;
use crate::core::memory::activations::Kernel;
use crate::core::quantity::Span;

/// Vector work over the vector peak: what a recurrence in chunks reaches.
pub(super) const VECTOR: f64 = 0.25;

/// What products reach whose rows do not begin at multiples of 16 bytes (NVIDIA, matrix multiplication background).
pub(super) const UNALIGNED: f64 = 0.35;

/// Products of the backward pass of attention over those of the forward pass: scores again, and four gradients.
pub(super) const BACK: f64 = 2.5;

impl Operator {
    /// Time of the forward pass.
    pub fn forward(&self, machine: &Machine) -> Span {
        match &self.work {
            Work::Product(p) => p.apart(machine).time,
            Work::Core(core) => core.time(machine, 1.0),
            Work::Stream { bytes, kernels, flop } => stream(machine, *bytes, *kernels, *flop),
        }
    }

    /// Time of the backward pass: gradients of the input and of the weights.
    pub fn backward(&self, machine: &Machine) -> Span {
        match &self.work {
            Work::Product(p) => {
                let input = Product { m: p.m, n: p.k, k: p.n, ..*p };
                // Gradients of weights are summed in FP32 over micro-batches.
                let weight = Product { m: p.k, n: p.n, k: p.m, result: 4.0, ..*p };
                input.apart(machine).time + weight.apart(machine).time
            }
            Work::Core(core) => core.time(machine, BACK),
            Work::Stream { bytes, kernels, flop } => stream(machine, 2.0 * bytes, 2.0 * kernels, 2.0 * flop),
        }
    }

    /// Kernels of the forward pass; the products of experts are launched one by one.
    pub fn kernels(&self) -> f64 {
        match &self.work {
            // Operands in 8 bits are converted group by group.
            Work::Product(p) if p.groups > 1.0 && p.operands.bytes() < 2.0 => 3.0 * p.groups,
            Work::Product(p) => p.groups,
            Work::Core(c) if c.kernel == Kernel::Flash => 1.0,
            Work::Core(_) => 4.0,
            Work::Stream { kernels, .. } => *kernels,
        }
    }

    /// FLOP of the forward pass.
    pub fn flop(&self) -> f64 {
        match &self.work {
            Work::Product(p) => p.flop(),
            Work::Core(c) => 2.0 * c.pairs * (c.key + c.value),
            Work::Stream { flop, .. } => *flop,
        }
    }

    /// Bytes that the forward pass moves.
    pub fn bytes(&self) -> f64 {
        match &self.work {
            Work::Product(p) => p.bytes(),
            Work::Core(c) => c.bytes,
            Work::Stream { bytes, .. } => *bytes,
        }
    }
}

fn stream(machine: &Machine, bytes: f64, kernels: f64, flop: f64) -> Span {
    let vector = machine.rate(Operands::Full) * VECTOR;
    Span::seconds((bytes / machine.memory).max(flop / vector.max(1.0)) + kernels * SMALL_KERNEL)
}

impl Fused {
    /// Part of what large products reach that the products of fused attention reach. Kernels older than a device use
    /// the matrix instructions of the device before.
    fn reaches(self, year: u16) -> f64 {
        match self {
            Fused::First if year < 2022 => FIRST,
            Fused::First => FIRST * OLD_INSTRUCTIONS,
            Fused::Second if year < 2022 => SECOND,
            Fused::Second => SECOND * OLD_INSTRUCTIONS,
            Fused::Third => THIRD,
        }
    }
}

impl Core {
    /// `times` the products of the forward pass.
    fn time(&self, machine: &Machine, times: f64) -> Span {
        let rate = machine.rate(self.operands);
        let products = 2.0 * (self.key + self.value) * times;
        match self.kernel {
            Kernel::Flash => {
                let slower = if times > 1.0 { ATTENTION_BACK } else { 1.0 };
                let rate = rate * self.made.reaches(machine.row.year);
                let work = self.pairs * (products / rate + 1.0 / machine.exponentials) * slower;
                let moved = self.bytes * times / machine.memory;
                Span::seconds(work.max(moved) + 2.0 * SMALL_KERNEL)
            }
            Kernel::Standard => {
                // Scores are written, read and written by the softmax and by dropout with its mask, and read again.
                let scores = 13.0 * times.max(1.0);
                // Matrix units take heads whose width is a multiple of 8 numbers.
                let rate = if self.key % 8.0 == 0.0 { rate } else { rate * UNALIGNED };
                let work = self.all_pairs * (products / rate + scores / machine.memory);
                Span::seconds(work + 4.0 * times * SMALL_KERNEL)
            }
        }
    }
}

//! The fast products that are tried against each other.

use super::{Kernel, numbers};
use crate::core::bench::probe::Arithmetic;

/// A kernel for C = A·B, and how many numbers of C one of its workgroups computes: rows and columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    pub kernel: Kernel,
    pub tile: (u32, u32),
}

/// All that compute with these numbers.
pub fn variants(arithmetic: Arithmetic) -> Vec<Variant> {
    if arithmetic == Arithmetic::Int8 {
        return Vec::new();
    }
    let (before, features) = numbers(arithmetic);
    let text = format!("{before}{}", include_str!("product_simple.wgsl"));
    let shared = 2 * 64 * 16 * arithmetic.bytes() as u32;
    let simple = Kernel { features, shared, ..Kernel::new(&format!("simple {}", arithmetic.id()), text) };
    vec![Variant { kernel: simple, tile: (64, 64) }]
}

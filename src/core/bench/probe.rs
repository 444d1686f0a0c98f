//! What is measured: the work of every probe, in FLOP and in bytes that must move at least.

mod id;

/// Numbers that a kernel computes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    F32,
    F16,
    /// Four 8-bit integers in one word, products summed in 32 bits.
    Int8,
}

impl Arithmetic {
    pub const fn id(self) -> &'static str {
        match self {
            Arithmetic::F32 => "f32",
            Arithmetic::F16 => "f16",
            Arithmetic::Int8 => "int8",
        }
    }

    /// Bytes of one number.
    pub const fn bytes(self) -> f64 {
        match self {
            Arithmetic::F32 => 4.0,
            Arithmetic::F16 => 2.0,
            Arithmetic::Int8 => 1.0,
        }
    }
}

/// How weights lie in memory; they are made 32-bit numbers as they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    F32,
    F16,
    /// E4M3.
    Fp8,
    /// Four bits with one 16-bit scale for every 32 weights.
    Int4,
}

impl Stored {
    pub const ALL: [Stored; 4] = [Stored::F32, Stored::F16, Stored::Fp8, Stored::Int4];

    pub const fn id(self) -> &'static str {
        match self {
            Stored::F32 => "f32",
            Stored::F16 => "f16",
            Stored::Fp8 => "fp8",
            Stored::Int4 => "int4",
        }
    }

    /// Bits of one weight, its part of the scale counted.
    pub const fn bits(self) -> f64 {
        match self {
            Stored::F32 => 32.0,
            Stored::F16 => 16.0,
            Stored::Fp8 => 8.0,
            Stored::Int4 => 4.5,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Read,
    Write,
    /// Bytes read and bytes written both count.
    Copy,
}

impl Way {
    pub const ALL: [Way; 3] = [Way::Read, Way::Write, Way::Copy];

    pub const fn id(self) -> &'static str {
        match self {
            Way::Read => "read",
            Way::Write => "write",
            Way::Copy => "copy",
        }
    }
}

/// One thing that is measured. A run of it is one dispatch of its kernel, or one call of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Chains of multiply-adds that touch no memory: the peak of the arithmetic units. So many invocations, each with
    /// so many multiply-adds.
    Chains { arithmetic: Arithmetic, lanes: u32, each: u32 },
    /// The plain product in f32 with square tiles of this side in workgroup memory; C = A·B with A m × k, B k × n.
    Tiled { tile: u32, m: u32, k: u32, n: u32 },
    /// The fastest product of ours: the best of several kernels.
    Product { arithmetic: Arithmetic, m: u32, k: u32, n: u32 },
    /// A matrix of so many rows and columns, stored so, times one vector: what decoding does.
    Vector { stored: Stored, rows: u32, columns: u32 },
    /// A working set of so many bytes, read, written, or copied from one half to the other.
    Stream { way: Way, bytes: u64 },
    /// Softmax of every row.
    Softmax { rows: u32, columns: u32 },
    /// One query of every head against a cache of so many keys and values: decoding's attention.
    Attention { heads: u32, width: u32, context: u32 },
    /// A kernel that does nothing, many in one submission.
    Dispatch,
    /// A submission with one such kernel, waited for.
    Submission,
    /// The product of two square matrices on one thread of the processor, in f32.
    Processor { simd: bool, side: u32 },
    /// A copy on one thread of the processor; the bytes of both halves.
    Memcpy { bytes: u64 },
}

/// What a probe's headline is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    FlopPerSecond,
    BytesPerSecond,
    Seconds,
}

impl Probe {
    /// FLOP of one run: a multiply and an add are two.
    pub fn flop(&self) -> f64 {
        let of = |v: u32| f64::from(v);
        match *self {
            Probe::Chains { arithmetic, lanes, each } => {
                // Of packed bytes one instruction is four multiply-adds.
                let packed = if arithmetic == Arithmetic::Int8 { 4.0 } else { 1.0 };
                2.0 * packed * of(lanes) * of(each)
            }
            Probe::Tiled { m, k, n, .. } | Probe::Product { m, k, n, .. } => 2.0 * of(m) * of(k) * of(n),
            Probe::Vector { rows, columns, .. } => 2.0 * of(rows) * of(columns),
            // Largest, difference and exponential, sum, quotient.
            Probe::Softmax { rows, columns } => 5.0 * of(rows) * of(columns),
            Probe::Attention { heads, width, context } => 4.0 * of(heads) * of(width) * of(context),
            Probe::Processor { side, .. } => 2.0 * of(side).powi(3),
            Probe::Stream { .. } | Probe::Dispatch | Probe::Submission | Probe::Memcpy { .. } => 0.0,
        }
    }

    /// Bytes that one run must move at least: every operand read once, every result written once.
    pub fn bytes(&self) -> f64 {
        let of = |v: u32| f64::from(v);
        match *self {
            Probe::Chains { .. } | Probe::Dispatch | Probe::Submission => 0.0,
            Probe::Tiled { m, k, n, .. } => 4.0 * product_bytes(m, k, n),
            Probe::Product { arithmetic, m, k, n } => arithmetic.bytes() * product_bytes(m, k, n),
            Probe::Vector { stored, rows, columns } => {
                stored.bits() / 8.0 * of(rows) * of(columns) + 4.0 * (of(rows) + of(columns))
            }
            Probe::Stream { bytes, .. } | Probe::Memcpy { bytes } => bytes as f64,
            Probe::Softmax { rows, columns } => 8.0 * of(rows) * of(columns),
            // Keys and values in f32, the query and the result.
            Probe::Attention { heads, width, context } => 4.0 * of(heads) * of(width) * (2.0 * of(context) + 2.0),
            Probe::Processor { side, .. } => 4.0 * 3.0 * of(side).powi(2),
        }
    }

    pub const fn unit(&self) -> Unit {
        match self {
            Probe::Chains { .. } | Probe::Tiled { .. } | Probe::Product { .. } | Probe::Processor { .. } => {
                Unit::FlopPerSecond
            }
            Probe::Vector { .. }
            | Probe::Stream { .. }
            | Probe::Softmax { .. }
            | Probe::Attention { .. }
            | Probe::Memcpy { .. } => Unit::BytesPerSecond,
            Probe::Dispatch | Probe::Submission => Unit::Seconds,
        }
    }

    /// What a headline counts of one run: FLOP, bytes, or the run itself.
    pub fn amount(&self) -> f64 {
        match self.unit() {
            Unit::FlopPerSecond => self.flop(),
            Unit::BytesPerSecond => self.bytes(),
            Unit::Seconds => 1.0,
        }
    }

    /// Runs on the processor and not on the GPU.
    pub const fn on_processor(&self) -> bool {
        matches!(self, Probe::Processor { .. } | Probe::Memcpy { .. })
    }
}

/// Numbers of both operands and the result.
fn product_bytes(m: u32, k: u32, n: u32) -> f64 {
    let (m, k, n) = (f64::from(m), f64::from(k), f64::from(n));
    m * k + k * n + m * n
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted by hand: 2·4096³ = 137.4 GFLOP of three matrices of 64 MiB; 28672 × 8192 weights of 4.5 bits are
    /// 132.1 MB, twice as many FLOP as weights.
    #[test]
    fn work_of_probes() {
        let product = |arithmetic| Probe::Product { arithmetic, m: 4096, k: 4096, n: 4096 };
        assert_eq!(product(Arithmetic::F32).flop(), 137_438_953_472.0);
        assert_eq!(product(Arithmetic::F32).bytes(), 3.0 * 64.0 * 1024.0 * 1024.0);
        assert_eq!(product(Arithmetic::F16).bytes(), 3.0 * 32.0 * 1024.0 * 1024.0);
        let vector = Probe::Vector { stored: Stored::Int4, rows: 28_672, columns: 8192 };
        assert_eq!(vector.flop(), 469_762_048.0);
        assert_eq!(vector.bytes(), 132_120_576.0 + 4.0 * 36_864.0);
        let chains = |arithmetic| Probe::Chains { arithmetic, lanes: 1000, each: 10 }.flop();
        assert_eq!((chains(Arithmetic::F32), chains(Arithmetic::Int8)), (20_000.0, 80_000.0));
        // One query on 8,192 keys and values of 32 heads of 128: 2 · 8192 · 4096 FLOP for each of the two products.
        let attention = Probe::Attention { heads: 32, width: 128, context: 8192 };
        assert_eq!((attention.flop(), attention.bytes()), (134_217_728.0, 4.0 * 4096.0 * 16_386.0));
        assert_eq!(Probe::Dispatch.amount(), 1.0);
    }
}

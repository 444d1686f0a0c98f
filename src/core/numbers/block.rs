//! Formats in which a few numbers share a scale.

use super::float::{self, E2M1, E2M3, E3M2, E4M3, E5M2, E8M0, Float};
use crate::core::laws::Confidence;

/// How the shared scale comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A power of two in E8M0: 2^(⌊log₂ largest⌋ − exponent of the element's largest number).
    Power,
    /// E4M3: largest / largest of the element, in units of an FP32 scale of the whole tensor.
    Eighth,
    /// FP32: largest / largest of the element.
    Full,
}

impl Scale {
    pub const fn bits(self) -> u32 {
        match self {
            Scale::Power | Scale::Eighth => 8,
            Scale::Full => 32,
        }
    }
}

/// Numbers of a format that share a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    pub id: &'static str,
    pub name: &'static str,
    pub element: &'static Float,
    /// Rows and columns that share a scale.
    pub shape: (u32, u32),
    pub scale: Scale,
    /// Id among the formats of the memory model, where it has one of these bits.
    pub memory: Option<&'static str>,
    pub source: &'static str,
    pub confidence: Confidence,
}

const OCP: &str = "OCP Microscaling Formats (MX) specification 1.0";
const V3: &str = "DeepSeek-V3, arXiv 2412.19437, section 3.3, and its kernel.py: largest / 448";

const MX: Block = Block {
    id: "mxfp8",
    name: "MXFP8, E4M3",
    element: &E4M3,
    shape: (1, 32),
    scale: Scale::Power,
    memory: Some("mxfp8"),
    source: OCP,
    confidence: Confidence::RecalledHigh,
};

pub static MXFP8: Block = MX;
/// Activations of DeepSeek-V3.
pub static TILE: Block = Block {
    id: "fp8-tile",
    name: "FP8, 1 × 128 tiles",
    shape: (1, 128),
    scale: Scale::Full,
    memory: None,
    source: V3,
    confidence: Confidence::Verified,
    ..MX
};
/// Weights of DeepSeek-V3.
pub static SQUARE: Block = Block {
    id: "fp8-block",
    name: "FP8, 128 × 128 blocks",
    shape: (128, 128),
    scale: Scale::Full,
    memory: Some("fp8-block"),
    source: V3,
    confidence: Confidence::Verified,
    ..MX
};

/// All of them.
pub static BLOCKS: &[&Block] = &[
    &MXFP8,
    &Block { id: "mxfp8-e5m2", name: "MXFP8, E5M2", element: &E5M2, ..MX },
    &Block { id: "mxfp6", name: "MXFP6, E3M2", element: &E3M2, memory: Some("mxfp6"), ..MX },
    &Block { id: "mxfp6-e2m3", name: "MXFP6, E2M3", element: &E2M3, memory: Some("mxfp6"), ..MX },
    &Block { id: "mxfp4", name: "MXFP4", element: &E2M1, memory: Some("mxfp4"), ..MX },
    &Block {
        id: "nvfp4",
        name: "NVFP4",
        element: &E2M1,
        shape: (1, 16),
        scale: Scale::Eighth,
        memory: Some("nvfp4"),
        source: "NVIDIA, introducing NVFP4",
        confidence: Confidence::Verified,
    },
    &TILE,
    &SQUARE,
];

/// The block of this id.
pub fn find(id: &str) -> Option<&'static Block> {
    BLOCKS.iter().copied().find(|b| b.id == id)
}

impl Block {
    /// Numbers that share a scale.
    pub const fn size(&self) -> u32 {
        self.shape.0 * self.shape.1
    }

    /// Bits of a number, its share of the scale included; an FP32 scale of the whole tensor is not counted.
    pub fn bits(&self) -> f64 {
        f64::from(self.element.bits()) + f64::from(self.scale.bits()) / f64::from(self.size())
    }

    /// What the numbers of a block are divided by, from their largest size and that of the whole tensor; 1 for zeros.
    pub fn scale_of(&self, largest: f64, of_tensor: f64) -> f64 {
        if !(largest > 0.0 && largest.is_finite()) {
            return 1.0;
        }
        let top = self.element.largest();
        match self.scale {
            Scale::Power => {
                let power = float::power(largest) - float::power(top);
                // Outside its range the scale stays at its end.
                2f64.powi(power.clamp(-E8M0.bias, E8M0.bias))
            }
            Scale::Eighth => {
                let tensor = of_tensor.max(largest) / (E4M3.largest() * top);
                let own = E4M3.saturate(largest / top / tensor).max(E4M3.smallest()) * tensor;
                if own > 0.0 && own.is_finite() { own } else { 1.0 }
            }
            Scale::Full => (largest / top).max(f64::MIN_POSITIVE),
        }
    }

    /// The numbers of one block as the format keeps them.
    pub fn keep(&self, values: &[f64], of_tensor: f64) -> Vec<f64> {
        let largest = values.iter().fold(0.0f64, |m, v| m.max(v.abs()));
        let scale = self.scale_of(largest, of_tensor);
        values.iter().map(|v| (self.element.saturate(v / scale) * scale).clamp(f64::MIN, f64::MAX)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::memory::formats;

    #[test]
    fn bits_are_those_of_the_memory_model() {
        for b in BLOCKS {
            if let Some(id) = b.memory {
                assert_eq!(formats::find(id).unwrap().bits, b.bits(), "{}", b.id);
            }
            assert_eq!(find(b.id).map(|f| f.id), Some(b.id));
        }
        let bits: Vec<f64> = BLOCKS.iter().map(|b| b.bits()).collect();
        assert_eq!(bits, [8.25, 8.25, 6.25, 6.25, 4.25, 4.5, 8.25, 8.0 + 32.0 / 16_384.0]);
    }

    /// By hand, from the rule of the MX specification: exponents of the largest numbers are 8, 15, 4, 2 and 2.
    #[test]
    fn scales_by_hand() {
        for (id, exponent) in [("mxfp8", 8), ("mxfp8-e5m2", 15), ("mxfp6", 4), ("mxfp6-e2m3", 2), ("mxfp4", 2)] {
            for largest in [1.0, 1.99, 3.0, 448.0, 0.1] {
                let scale = find(id).unwrap().scale_of(largest, largest);
                assert_eq!(scale, 2f64.powf(f64::log2(largest).floor()) / 2f64.powi(exponent), "{id} {largest}");
            }
        }
        // A largest number just below a power of two is beyond the end and stays at it: 7.9 becomes 6.
        assert_eq!(find("mxfp4").unwrap().keep(&[7.9, 1.0, -0.2, 0.3], 7.9), [6.0, 1.0, 0.0, 0.5]);
        // NVFP4: the block with the largest number of the tensor has the scale 448, and 6 stays 6.
        assert_eq!(find("nvfp4").unwrap().keep(&[6.0, -3.0, 0.4], 6.0), [6.0, -3.0, 0.5]);
        let small = find("nvfp4").unwrap().keep(&[0.6, 0.3], 6.0);
        // A tenth of the largest: 44.8 becomes 44 in E4M3, so that 0.6 becomes 0.6 · 44/44.8.
        assert!((small[0] - 0.6 * 44.0 / 44.8).abs() < 1e-12 && (small[1] - 0.3 * 44.0 / 44.8).abs() < 1e-12);
        assert_eq!(find("fp8-tile").unwrap().keep(&[44.8, 0.1], 1.0)[0], 44.8);
    }

    #[test]
    fn nothing_breaks_it() {
        for b in BLOCKS {
            for values in [&[0.0, -0.0][..], &[f64::MAX, f64::MIN_POSITIVE], &[5e-324, 1e-310], &[f64::NAN, 1.0], &[]] {
                for of_tensor in [0.0, 1.0, f64::MAX] {
                    assert!(b.keep(values, of_tensor).iter().all(|v| v.is_finite()), "{} {values:?}", b.id);
                }
            }
        }
    }
}

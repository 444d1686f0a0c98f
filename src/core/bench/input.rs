//! What kernels are fed: numbers made from their place alone, so that a device can make them by itself and the core
//! can look one up without the others. They are chosen so that sums come out exactly, whatever their order.

use crate::core::numbers::float::{E4M3, FP16};

/// How the numbers of one buffer are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// 32-bit numbers, multiples of 1/8 in ±1. A product of two is a multiple of 1/64, and a sum of 2^18 of them exact.
    Eighths,
    /// The same as 16-bit numbers, two in a word.
    Eighths16,
    /// 16-bit numbers, multiples of 1/2 in ±2: a sum of 128 products at most is exact in 16 bits.
    Halves16,
    /// 16-bit numbers 0, 1 and −1; half of them are 0, so that of 4096 products a quarter counts.
    Sparse16,
    /// 32-bit and 16-bit numbers 1 and −1.
    Signs,
    Signs16,
    /// 32-bit whole numbers in ±2.
    Small,
    /// 32-bit numbers 1 and −1, one in eight; the rest is 0.
    Rare,
    /// Four E4M3 codes in a word: every code that is a number...
    Fp8,
    /// ...and those below 2 alone, of which 4096 sum exactly with small numbers.
    LowFp8,
    /// Any bits: eight numbers of four bits, or four whole numbers of eight.
    Bits,
    /// 16-bit powers of two from 1/8 to 1.
    Scales16,
    /// 32-bit numbers, odd and even multiples of 2^−13 in ±1, which no 16-bit arithmetic can hold. A product with an
    /// eighth is a multiple of 2^−16, and a sum of 128 of them exact.
    Fine,
    /// Words that count up in large steps.
    Ramp,
}

impl Fill {
    pub const ALL: [Fill; 14] = [
        Fill::Eighths,
        Fill::Eighths16,
        Fill::Halves16,
        Fill::Sparse16,
        Fill::Signs,
        Fill::Signs16,
        Fill::Small,
        Fill::Rare,
        Fill::Fp8,
        Fill::LowFp8,
        Fill::Bits,
        Fill::Scales16,
        Fill::Fine,
        Fill::Ramp,
    ];

    /// Its number in the kernel that makes it.
    pub fn code(self) -> u32 {
        Fill::ALL.iter().position(|f| *f == self).and_then(|i| u32::try_from(i).ok()).unwrap_or_default()
    }

    /// Numbers in a word.
    pub const fn per_word(self) -> u64 {
        match self {
            Fill::Eighths16 | Fill::Halves16 | Fill::Sparse16 | Fill::Signs16 | Fill::Scales16 => 2,
            Fill::Fp8 | Fill::LowFp8 => 4,
            Fill::Bits => 8,
            _ => 1,
        }
    }
}

/// Words that count up do so by this.
const STEP: u32 = 0x9e37_79b1;

/// One buffer of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Input {
    pub fill: Fill,
    pub seed: u32,
    pub words: u64,
}

impl Input {
    /// With room for so many numbers.
    pub const fn of(fill: Fill, seed: u32, numbers: u64) -> Input {
        Input { fill, seed, words: numbers.div_ceil(fill.per_word()) }
    }

    pub const fn bytes(&self) -> u64 {
        4 * self.words
    }

    /// The number at a place. Of bits it is the four-bit one, of words that count up the word.
    pub fn number(&self, place: u64) -> f64 {
        let per = self.fill.per_word();
        // Buffers are smaller than 2^32 words.
        let (word, part) = ((place / per) as u32, (place % per) as u32);
        let h = mixed(word, self.seed);
        // Two numbers in a word are made from the two halves of the mixed bits.
        let half = if part == 0 { h & 0xffff } else { h >> 16 };
        match self.fill {
            Fill::Eighths => (f64::from(h % 17) - 8.0) / 8.0,
            Fill::Eighths16 => (f64::from(half % 17) - 8.0) / 8.0,
            Fill::Halves16 => (f64::from(half % 9) - 4.0) / 2.0,
            Fill::Sparse16 => match half % 4 {
                1 => 1.0,
                3 => -1.0,
                _ => 0.0,
            },
            Fill::Signs => 1.0 - 2.0 * f64::from(h % 2),
            Fill::Signs16 => 1.0 - 2.0 * f64::from(half % 2),
            Fill::Small => f64::from(h % 5) - 2.0,
            Fill::Rare => match h % 16 {
                0 => 1.0,
                8 => -1.0,
                _ => 0.0,
            },
            Fill::Fp8 | Fill::LowFp8 => {
                E4M3.decode((self.word(u64::from(word)) >> (8 * part)) & 0xff).number().unwrap_or(f64::NAN)
            }
            Fill::Bits => f64::from((h >> (4 * part)) & 15),
            Fill::Scales16 => 0.125 * f64::from(1 << (half % 4)),
            Fill::Fine => (f64::from(h % 16_383) - 8191.0) / 8192.0,
            Fill::Ramp => f64::from(ramp(word, self.seed)),
        }
    }

    /// The bits at a place.
    pub fn word(&self, place: u64) -> u32 {
        let place32 = place as u32;
        match self.fill {
            Fill::Eighths | Fill::Signs | Fill::Small | Fill::Rare | Fill::Fine => {
                (self.number(place) as f32).to_bits()
            }
            Fill::Eighths16 | Fill::Halves16 | Fill::Sparse16 | Fill::Signs16 | Fill::Scales16 => {
                FP16.encode(self.number(2 * place)) | (FP16.encode(self.number(2 * place + 1)) << 16)
            }
            // The two codes that are no number lose their last bit.
            Fill::Fp8 => {
                let h = mixed(place32, self.seed);
                (0..4).fold(0, |word, part| {
                    let code = (h >> (8 * part)) & 0xff;
                    word | ((if code & 0x7f == 0x7f { code & 0xfe } else { code }) << (8 * part))
                })
            }
            // Without the highest bit of the exponent.
            Fill::LowFp8 => mixed(place32, self.seed) & 0xbfbf_bfbf,
            Fill::Bits => mixed(place32, self.seed),
            Fill::Ramp => ramp(place32, self.seed),
        }
    }

    /// All bytes, to be copied to a device; for small ones.
    pub fn content(&self) -> Vec<u8> {
        (0..self.words).flat_map(|i| self.word(i).to_le_bytes()).collect()
    }
}

fn ramp(place: u32, seed: u32) -> u32 {
    place.wrapping_mul(STEP).wrapping_add(seed)
}

/// Bits that look like chance: of neighbouring places they have nothing in common.
pub(super) fn mixed(place: u32, seed: u32) -> u32 {
    let mut h = place ^ seed.wrapping_mul(STEP);
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(fill: Fill) -> Vec<f64> {
        let input = Input::of(fill, 7, 4096);
        (0..4096).map(|i| input.number(i)).collect()
    }

    /// Every fill keeps to what it says, and has all that it says.
    #[test]
    fn numbers_are_what_they_should_be() {
        let set = |fill| {
            let mut all = numbers(fill);
            all.sort_by(f64::total_cmp);
            all.dedup();
            all
        };
        let eighths: Vec<f64> = (-8..=8).map(|i| f64::from(i) / 8.0).collect();
        assert_eq!(set(Fill::Eighths), eighths);
        assert_eq!(set(Fill::Eighths16), eighths);
        assert_eq!(set(Fill::Halves16), [-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0]);
        for (fill, zeros) in [(Fill::Sparse16, 0.5), (Fill::Rare, 0.875)] {
            assert_eq!(set(fill), [-1.0, 0.0, 1.0]);
            let part = numbers(fill).iter().filter(|v| **v == 0.0).count() as f64 / 4096.0;
            assert!((part - zeros).abs() < 0.05, "{fill:?} {part}");
        }
        assert_eq!(set(Fill::Signs), [-1.0, 1.0]);
        assert_eq!(set(Fill::Signs16), [-1.0, 1.0]);
        assert_eq!(set(Fill::Small), [-2.0, -1.0, 0.0, 1.0, 2.0]);
        assert_eq!(set(Fill::Scales16), [0.125, 0.25, 0.5, 1.0]);
        assert_eq!(set(Fill::Bits).len(), 16);
        // 254 codes are numbers, two of them zero; 128 are below 2.
        assert_eq!((set(Fill::Fp8).len(), numbers(Fill::Fp8).iter().all(|v| v.abs() <= 448.0)), (253, true));
        assert_eq!((set(Fill::LowFp8).len(), numbers(Fill::LowFp8).iter().all(|v| v.abs() < 2.0)), (127, true));
    }

    /// 1.0 and −0.5 by their bits in IEEE 754: 0x3f800000 and 0xbf000000, 0x3c00 and 0xb800.
    #[test]
    fn words_hold_the_numbers() {
        // Most of the fine ones are lost in 16 bits.
        let kept = numbers(Fill::Fine).into_iter().filter(|v| FP16.round(*v).number() == Some(*v)).count();
        assert!(kept < 2048, "{kept}");
        for fill in [Fill::Eighths, Fill::Small, Fill::Signs, Fill::Rare, Fill::Fine] {
            let input = Input::of(fill, 3, 512);
            for i in 0..512 {
                assert_eq!(f64::from(f32::from_bits(input.word(i))), input.number(i));
            }
        }
        let bits = |v: f64| match v {
            1.0 => Some(0x3c00),
            -0.5 => Some(0xb800),
            0.0 => Some(0),
            _ => None,
        };
        let input = Input::of(Fill::Halves16, 3, 512);
        let mut seen = 0;
        for i in 0..512 {
            if let Some(expected) = bits(input.number(i)) {
                assert_eq!((input.word(i / 2) >> (16 * (i % 2))) & 0xffff, expected);
                seen += 1;
            }
        }
        assert!(seen > 100);
        assert_eq!(input.content().len(), 1024);
    }
}

//! What a kernel is given for a probe, and what it must answer, computed here in 64 bits.

use super::input::{Fill, Input, mixed};
use super::probe::{Arithmetic, Probe, Stored, Way};
use super::sweep::Sweep;

/// What the result's numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    F32,
    F16,
    Word,
}

/// One probe as a kernel sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub probe: Probe,
    pub inputs: Vec<Input>,
    /// Numbers of the result: rows and columns.
    pub rows: u64,
    pub columns: u64,
    pub number: Number,
    /// Steps of chains, or of a sweep.
    pub sweep: Option<Sweep>,
}

/// One number of a result: where, what it must be, and by how much it may differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    pub at: u64,
    pub expected: f64,
    pub tolerance: f64,
}

/// Sets of numbers that chains start from; each has this many groups of four.
pub const STARTS: u32 = 64;
pub const GROUPS: u32 = 8;
/// Multiply-adds of one pass through the loop of a chain, and of one chain in it.
pub const PASS: u32 = 64;
pub const DEEP: u32 = 4;
/// Results up to so many are looked at one by one; of others, samples.
const ALL: u64 = 17_000;
/// Matrices of so few columns may hold every E4M3 code.
const FEW_COLUMNS: u32 = 256;
/// Half of the distance between 1 and the next number of 32 bits.
const ROUNDING: f64 = 1.0 / 16_777_216.0;
/// What WGSL allows an exponential of x to be wrong by, in units of the last place: 3 + 2|x|.
fn exponential(x: f64) -> f64 {
    (3.0 + 2.0 * x.abs()) * 2.0 * ROUNDING
}

impl Case {
    /// Nothing for what runs on the processor. A device with few threads sweeps with few.
    pub fn of(probe: Probe, few: bool) -> Option<Case> {
        let long = u64::from;
        let case = |inputs: Vec<Input>, rows: u64, columns: u64, number| Case {
            probe,
            inputs,
            rows,
            columns,
            number,
            sweep: None,
        };
        Some(match probe {
            Probe::Chains { arithmetic, lanes, .. } => {
                let numbers = long(STARTS * GROUPS * 4);
                let (fill, number) = match arithmetic {
                    Arithmetic::F32 => (Input::of(Fill::Signs, 1, numbers), Number::F32),
                    Arithmetic::F16 => (Input::of(Fill::Signs16, 1, numbers), Number::F32),
                    Arithmetic::Int8 => (Input { fill: Fill::Bits, seed: 1, words: numbers }, Number::Word),
                };
                case(vec![fill], 1, long(lanes), number)
            }
            Probe::Tiled { m, k, n, .. } => case(operands(Fill::Eighths, m, k, n), long(m), long(n), Number::F32),
            Probe::Product { arithmetic, m, k, n } => {
                let (fill, number) = match (arithmetic, k > 128) {
                    (Arithmetic::F16, true) => (Fill::Sparse16, Number::F16),
                    (Arithmetic::F16, false) => (Fill::Halves16, Number::F16),
                    _ => (Fill::Eighths, Number::F32),
                };
                case(operands(fill, m, k, n), long(m), long(n), number)
            }
            Probe::Vector { stored, rows, columns } => {
                let numbers = long(rows) * long(columns);
                let few = columns <= FEW_COLUMNS;
                let weights = match stored {
                    Stored::F32 => Input::of(Fill::Eighths, 2, numbers),
                    Stored::F16 => Input::of(Fill::Eighths16, 2, numbers),
                    Stored::Fp8 if few => Input::of(Fill::Fp8, 2, numbers),
                    Stored::Fp8 => Input::of(Fill::LowFp8, 2, numbers),
                    Stored::Int4 => Input::of(Fill::Bits, 2, numbers),
                };
                let vector = Input::of(if few { Fill::Rare } else { Fill::Small }, 3, long(columns));
                let mut inputs = vec![weights, vector];
                if stored == Stored::Int4 {
                    inputs.push(Input::of(Fill::Scales16, 4, numbers / 32));
                }
                case(inputs, long(rows), 1, Number::F32)
            }
            Probe::Stream { way, bytes } => {
                let sweep = Sweep::of(way, bytes, few);
                let set = Input { fill: Fill::Ramp, seed: 5, words: 4 * long(sweep.places) };
                let (inputs, outputs) = match way {
                    Way::Read => (vec![set], long(sweep.lanes)),
                    Way::Write => (vec![], set.words),
                    Way::Copy => (vec![set], set.words),
                };
                Case { sweep: Some(sweep), ..case(inputs, 1, outputs, Number::Word) }
            }
            Probe::Softmax { rows, columns } => {
                let numbers = long(rows) * long(columns);
                case(vec![Input::of(Fill::Eighths, 6, numbers)], long(rows), long(columns), Number::F32)
            }
            Probe::Attention { heads, width, context } => {
                let (query, cache) = (long(heads) * long(width), long(heads) * long(width) * long(context));
                let inputs = vec![
                    Input::of(Fill::Eighths, 7, query),
                    Input::of(Fill::Eighths, 8, cache),
                    Input::of(Fill::Eighths, 9, cache),
                ];
                case(inputs, long(heads), long(width), Number::F32)
            }
            Probe::Dispatch | Probe::Submission => case(vec![], 1, 0, Number::Word),
            Probe::Processor { .. } | Probe::Memcpy { .. } => return None,
        })
    }

    /// Bytes of the result.
    pub fn bytes(&self) -> u64 {
        let each = if self.number == Number::F16 { 2 } else { 4 };
        (each * self.rows * self.columns).next_multiple_of(4).max(16)
    }

    /// What is looked at: all of a small result; otherwise corners, borders of usual tiles, and places here and there.
    pub fn entries(&self) -> Vec<Entry> {
        let all = self.rows * self.columns;
        let mut places: Vec<u64> = if all <= ALL { (0..all).collect() } else { self.places() };
        places.sort_unstable();
        places.dedup();
        self.expected(&places)
    }

    fn places(&self) -> Vec<u64> {
        let (rows, columns) = (self.rows, self.columns);
        let attention = matches!(self.probe, Probe::Attention { .. });
        let borders: &[u64] = if attention { &[0, 1] } else { &[0, 1, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128] };
        let ends = [0, columns - 1];
        let mut places: Vec<u64> = ends.iter().flat_map(|c| [*c, (rows - 1) * columns + c]).collect();
        for (i, row) in borders.iter().enumerate() {
            let column = borders.get(borders.len() - 1 - i).copied().unwrap_or_default();
            places.push((row % rows) * columns + column % columns);
        }
        let chance = |i: u32, below: u64| u64::from(mixed(i, 11)) % below;
        let few = attention || matches!(self.probe, Probe::Softmax { .. });
        for i in 0..if few { 2 } else { 16 } {
            let row = chance(i, rows);
            places.extend((0..2).map(|j| row * columns + chance(100 + 2 * i + j, columns)));
        }
        places
    }

    /// The numbers at these places, in this order.
    pub fn expected(&self, places: &[u64]) -> Vec<Entry> {
        // What numbers of one row have in common is computed once while the row stays the same.
        let mut held: Option<(u64, Vec<f64>)> = None;
        let mut entry = |at: u64| -> Option<(f64, f64)> {
            let (row, column) = (at / self.columns, at % self.columns);
            if !matches!(&held, Some((r, _)) if *r == row) {
                held = Some((row, self.row(row)));
            }
            let common = held.as_ref().map(|(_, c)| c.as_slice()).unwrap_or_default();
            self.value(row, column, common)
        };
        places
            .iter()
            .filter_map(|at| entry(*at).map(|(expected, tolerance)| Entry { at: *at, expected, tolerance }))
            .collect()
    }

    /// What the numbers of a row have in common: the weights of softmax and of attention.
    fn row(&self, row: u64) -> Vec<f64> {
        let scores: Vec<f64> = match (self.probe, self.inputs.as_slice()) {
            (Probe::Softmax { .. }, [input]) => {
                (0..self.columns).map(|c| input.number(row * self.columns + c)).collect()
            }
            (Probe::Attention { width, context, .. }, [query, keys, _]) => {
                let (width, context) = (u64::from(width), u64::from(context));
                let query: Vec<f64> = (0..width).map(|d| query.number(row * width + d)).collect();
                let score = |j: u64| {
                    let key = (row * context + j) * width;
                    let dot: f64 = (0..width).zip(&query).map(|(d, q)| q * keys.number(key + d)).sum();
                    dot / (width as f64).sqrt()
                };
                (0..context).map(score).collect()
            }
            _ => return Vec::new(),
        };
        let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let powers: Vec<f64> = scores.iter().map(|s| (s - largest).exp()).collect();
        let sum: f64 = powers.iter().sum();
        powers.iter().map(|p| p / sum).collect()
    }

    /// A number of the result, and by how much it may differ.
    fn value(&self, row: u64, column: u64, common: &[f64]) -> Option<(f64, f64)> {
        let exact = |v: f64| Some((v, 0.0));
        match (self.probe, self.inputs.as_slice()) {
            (Probe::Chains { arithmetic: Arithmetic::Int8, each, .. }, [start]) => {
                exact(f64::from(bytes_chain(start, column as u32 % STARTS, each)))
            }
            (Probe::Chains { each, .. }, [start]) => exact(chain(start, column % u64::from(STARTS), each)),
            (Probe::Tiled { k, n, .. } | Probe::Product { k, n, .. }, [a, b]) => {
                let (k, n) = (u64::from(k), u64::from(n));
                exact((0..k).map(|i| a.number(row * k + i) * b.number(i * n + column)).sum())
            }
            (Probe::Vector { columns, .. }, [weights, vector]) => {
                let columns = u64::from(columns);
                exact((0..columns).map(|c| weights.number(row * columns + c) * vector.number(c)).sum())
            }
            (Probe::Vector { columns, .. }, [weights, vector, scales]) => {
                let columns = u64::from(columns);
                let weight = |at: u64| (weights.number(at) - 8.0) * scales.number(at / 32);
                exact((0..columns).map(|c| weight(row * columns + c) * vector.number(c)).sum())
            }
            (Probe::Stream { way: Way::Read, .. }, [set]) => {
                let sweep = self.sweep?;
                let place = |step| 4 * u64::from(sweep.place(column as u32, step));
                let words = (0..sweep.steps).flat_map(|s| (0..4).map(move |j| (s, j)));
                let sum = words.fold(0_u32, |sum, (s, j)| sum.wrapping_add(set.word(place(s) + j)));
                exact(f64::from(sum))
            }
            (Probe::Stream { way: Way::Copy, .. }, [set]) => exact(f64::from(set.word(column))),
            (Probe::Stream { way: Way::Write, .. }, []) => {
                exact(f64::from(Input { fill: Fill::Ramp, seed: 5, words: 0 }.word(column)))
            }
            (Probe::Softmax { columns, .. }, _) => {
                // Differences lie in ±2; the sum of 32 bits rounds once for every number at most, and a quotient may
                // be 2.5 units wrong.
                let part = 2.0 * exponential(2.0) + (f64::from(columns) / 64.0 + 16.0) * ROUNDING + 5.0 * ROUNDING;
                common.get(column as usize).map(|p| (*p, p * part))
            }
            (Probe::Attention { width, context, .. }, [_, _, values]) => {
                let (width, context) = (u64::from(width), u64::from(context));
                let sum: f64 = (0..context)
                    .zip(common)
                    .map(|(j, p)| p * values.number((row * context + j) * width + column))
                    .sum();
                // Scores lie in ±√width, their differences in twice that, and each is rounded. Up to three
                // exponentials weigh a value, in the sum and in what it is divided by; values lie in ±1.
                let score = (width as f64).sqrt();
                let part = 6.0 * exponential(2.0 * score)
                    + (4.0 * score + (context as f64).min(512.0) + context as f64 / 128.0) * 2.0 * ROUNDING;
                Some((sum, part))
            }
            _ => None,
        }
    }
}

/// Both matrices; where sums are short, one has numbers that tell 32-bit arithmetic from any narrower.
fn operands(fill: Fill, m: u32, k: u32, n: u32) -> Vec<Input> {
    let long = u64::from;
    let right = if fill == Fill::Eighths && k <= 128 { Fill::Fine } else { fill };
    vec![Input::of(fill, 2, long(m) * long(k)), Input::of(right, 3, long(k) * long(n))]
}

/// The sum of 16 chains a ← a·x + y, four for each group of the set: x, y and the four starts are groups of four; y is
/// turned by one place from chain to chain.
fn chain(start: &Input, set: u64, each: u32) -> f64 {
    let number = |group: u64, i: u64| start.number(4 * (set * u64::from(GROUPS) + group) + i);
    let mut sum = 0.0;
    for j in 0..4 {
        for i in 0..4 {
            let (x, y) = (number(0, i), number(1, (i + j) % 4));
            sum += (0..each / PASS * DEEP).fold(number(2 + j, i), |a, _| a * x + y);
        }
    }
    sum
}

/// The sum of eight chains a ← a·x + y of words of four signed bytes, a product being the sum of four.
fn bytes_chain(start: &Input, set: u32, each: u32) -> u32 {
    let word = |i: u32| start.word(u64::from(set * GROUPS * 4 + i));
    let byte = |w: u32, i: u32| i32::from((w >> (8 * i)) as u8 as i8);
    let dot = |a: u32, b: u32| (0..4).map(|i| byte(a, i) * byte(b, i)).sum::<i32>();
    (0..8).fold(0_u32, |sum, j| {
        let (x, y) = (word(0), word(1));
        let a = (0..each / 8).fold(word(2 + j), |a, _| (dot(a, x) as u32).wrapping_add(y));
        sum.wrapping_add(a)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A product of 2 × 3 and 3 × 2 whose numbers are read off the inputs.
    #[test]
    fn a_product_by_hand() {
        let probe = Probe::Product { arithmetic: Arithmetic::F32, m: 2, k: 3, n: 2 };
        let case = Case::of(probe, true).unwrap();
        let [a, b] = case.inputs.as_slice() else { panic!() };
        let (a, b): (Vec<f64>, Vec<f64>) =
            ((0..6).map(|i| a.number(i)).collect(), (0..6).map(|i| b.number(i)).collect());
        let entries = case.entries();
        let by_hand = [
            a[0] * b[0] + a[1] * b[2] + a[2] * b[4],
            a[0] * b[1] + a[1] * b[3] + a[2] * b[5],
            a[3] * b[0] + a[4] * b[2] + a[5] * b[4],
            a[3] * b[1] + a[4] * b[3] + a[5] * b[5],
        ];
        assert_eq!(entries.iter().map(|e| e.expected).collect::<Vec<_>>(), by_hand);
        assert!(entries.iter().all(|e| e.tolerance == 0.0));
    }

    /// Sums that are to be exact in 32 bits: what all their products could add up to, in units of the smallest.
    #[test]
    fn sums_fit() {
        let bits24 = 16_777_216.0;
        assert!(14336.0 * 64.0 < bits24, "eighths");
        assert!(128.0 * 65_536.0 < bits24, "fine ones");
        assert!(8192.0 * 1.875 * 2.0 * 512.0 < bits24, "low FP8");
        assert!(8192.0 * 8.0 * 2.0 * 8.0 < bits24, "INT4");
        // Of every FP8 code, with few columns: those that count.
        let case = Case::of(Probe::Vector { stored: Stored::Fp8, rows: 259, columns: 160 }, true).unwrap();
        let counting = (0..160).filter(|c| case.inputs[1].number(*c) != 0.0).count();
        assert!((8..64).contains(&counting) && counting as f64 * 448.0 * 512.0 < bits24, "{counting}");
        // In 16 bits: whole numbers up to 2048, in halves up to 512 when squares are quarters.
        for (k, unit) in [(45, 0.25), (4096, 1.0)] {
            let case = Case::of(Probe::Product { arithmetic: Arithmetic::F16, m: 64, k, n: 64 }, true).unwrap();
            let k = u64::from(k);
            for at in 0..16 {
                let sum: f64 = (0..k)
                    .map(|i| (case.inputs[0].number(at * k + i) * case.inputs[1].number(i * 64 + at)).abs())
                    .sum();
                assert!(sum / unit <= 2048.0, "{k}: {sum}");
            }
        }
    }

    #[test]
    fn softmax_and_attention_weigh_to_one() {
        let case = Case::of(Probe::Softmax { rows: 3, columns: 50 }, true).unwrap();
        let entries = case.entries();
        for row in entries.chunks(50) {
            assert!((row.iter().map(|e| e.expected).sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(row.iter().all(|e| e.tolerance < 1e-5 * e.expected));
        }
        // Of a cache of one key, the answer is its value.
        let case = Case::of(Probe::Attention { heads: 2, width: 32, context: 1 }, true).unwrap();
        for entry in case.entries() {
            assert_eq!(entry.expected, case.inputs[2].number(entry.at));
            assert!(entry.tolerance < 1e-4);
        }
    }

    /// In closed form: with x = 1 a chain of n steps ends at a + n·y, with x = −1 and n even where it began. A sum of
    /// n multiply-adds on 16 chains has n / 16 steps.
    #[test]
    fn chains_tell_how_long_they_are() {
        let of = |each| {
            let probe = Probe::Chains { arithmetic: Arithmetic::F32, lanes: 256, each };
            Case::of(probe, true).unwrap().entries().iter().map(|e| e.expected).collect::<Vec<_>>()
        };
        let (short, long) = (of(64), of(128));
        let probe = Probe::Chains { arithmetic: Arithmetic::F32, lanes: 256, each: 64 };
        let start = Case::of(probe, true).unwrap().inputs[0];
        for (each, sums) in [(64, &short), (128, &long)] {
            let steps = f64::from(each) / 16.0;
            for (set, sum) in sums.iter().enumerate().take(STARTS as usize) {
                let number = |group: u64, i: u64| start.number(4 * (set as u64 * u64::from(GROUPS) + group) + i);
                let ends = (0..16_u64).map(|c| {
                    let (i, j) = (c % 4, c / 4);
                    let y = if number(0, i) == 1.0 { number(1, (i + j) % 4) } else { 0.0 };
                    number(2 + j, i) + steps * y
                });
                assert_eq!(ends.sum::<f64>(), *sum, "{each} {set}");
            }
        }
    }

    /// Samples of a large result lie within it, at its corners too, and are found in a moment.
    #[test]
    fn samples_of_a_large_result() {
        let probe = Probe::Product { arithmetic: Arithmetic::F32, m: 512, k: 4096, n: 14336 };
        let case = Case::of(probe, false).unwrap();
        let entries = case.entries();
        let all = 512 * 14336;
        assert!((30..80).contains(&entries.len()));
        assert!([0, 14335, all - 14336, all - 1].iter().all(|at| entries.iter().any(|e| e.at == *at)));
        assert!(entries.iter().all(|e| e.at < all));
        for probe in [
            Probe::Vector { stored: Stored::Int4, rows: 28672, columns: 8192 },
            Probe::Softmax { rows: 4096, columns: 8192 },
            Probe::Attention { heads: 32, width: 128, context: 1024 },
        ] {
            assert!(Case::of(probe, false).unwrap().entries().len() >= 6, "{probe:?}");
        }
    }
}

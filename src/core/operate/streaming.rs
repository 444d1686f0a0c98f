//! Streaming DiLoCo (Douillard et al. 2025, arXiv 2501.18512): places exchange a few layers at a time, beside
//! computing. The share of the time in which they compute is walked through step by step.
//!
//! The walk: layers run forward in order and backward in the opposite order, the backward pass takes two thirds of a
//! step. A layer that is due leaves when its backward pass is done, one after the other over one link, and must have
//! arrived before its forward pass τ steps later than the next. A fragment is made of layers at equal distances, and
//! fragments leave evenly over the H steps. With the whole model as one fragment this is DiLoCo, and with H = 1 it is
//! data-parallel training.
//!
//! The paper does not print its simulator. This walk meets 68 of the 75 entries of its Table 4 exactly, on their grid
//! of bandwidths (a step is 21 %), and the other seven within one step, at [`BITS`] bits for a parameter.

use super::apart::too_much;
use crate::core::error::{Code, Error};
use crate::core::quantity::{BitRate, Fraction, Params, Seconds};

/// Bits in effect for each parameter of a 16-bit exchange, fitted here to Table 4.
pub const BITS: f64 = 13.43;
/// The same for Table 6 of the DiLoCo scaling laws (arXiv 2503.09799).
pub const BITS_OF_SCALING_LAWS: f64 = 12.0;

/// Share of a step that is the backward pass.
const BACKWARD: f64 = 2.0 / 3.0;
/// Most layers and most steps between two exchanges that are walked through.
pub const MOST: u32 = 10_000;

/// How places exchange a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exchange {
    pub params: Params,
    pub layers: u32,
    /// Layers that travel together; all of them where it is not given.
    pub fragment: Option<u32>,
    /// Steps between two exchanges of the same layer, H.
    pub every: u32,
    /// Steps that run on before the result is needed, τ: 0 waits for it at the next step.
    pub overlap: u32,
    /// Time of computing of a step.
    pub step: Seconds,
    /// Bits in effect for each parameter: [`BITS`] for 16-bit numbers, a quarter of it for 4-bit ones.
    pub bits: f64,
}

impl Exchange {
    /// # Errors
    /// `out-of-domain`, naming the field.
    fn check(&self) -> Result<(), Error> {
        let wrong = |field: &str, message: String| Err(Error::new(Code::OutOfDomain, field, message));
        let counted = |v: u32| (1..=MOST).contains(&v);
        if !counted(self.layers) {
            return wrong("layers", format!("The number of layers must be from 1 to {MOST}."));
        }
        if !counted(self.every) {
            return wrong("syncSteps", format!("The steps between two exchanges must be from 1 to {MOST}."));
        }
        if self.fragment == Some(0) {
            return wrong("fragment", "A fragment must have a layer or more.".to_owned());
        }
        if self.overlap >= self.every {
            return wrong("overlap", "An exchange must end before the next one of the same layers begins.".to_owned());
        }
        if !(self.bits > 0.0 && self.total().is_finite()) {
            return wrong("bits", "The bits for each parameter must be above zero.".to_owned());
        }
        Ok(())
    }

    /// Bits of all parameters.
    fn total(&self) -> f64 {
        self.bits * self.params.get()
    }

    /// Parts that the model is exchanged in.
    pub fn fragments(&self) -> u32 {
        self.fragment.map_or(1, |f| self.layers.div_ceil(f.max(1)))
    }

    /// Layers that leave at each of the H steps, in order.
    fn leaving(&self) -> Vec<Vec<u32>> {
        let parts = self.fragments();
        let step = |layer: u32| u64::from(layer % parts) * u64::from(self.every) / u64::from(parts);
        let mut leaving = vec![Vec::new(); self.every as usize];
        for layer in 0..self.layers {
            if let Some(list) = usize::try_from(step(layer)).ok().and_then(|s| leaving.get_mut(s)) {
                list.push(layer);
            }
        }
        leaving
    }

    /// Time of the H steps once the walk has settled, in steps; `layer` is the time a layer travels, in steps.
    fn round(&self, leaving: &[Vec<u32>], layer: f64) -> f64 {
        let layers = f64::from(self.layers);
        let (forward, backward) = ((1.0 - BACKWARD) / layers, BACKWARD / layers);
        let mut arrived = vec![0.0; self.layers as usize];
        // The clock, and when the link is free again.
        let (mut now, mut free) = (0.0f64, 0.0f64);
        let mut rounds = [0.0; 3];
        let every = u64::from(self.every);
        for round in 0..3u64 {
            for step in round * every..(round + 1) * every {
                let begin = now;
                let mut late = 0.0f64;
                let due = step.checked_sub(1 + u64::from(self.overlap)).map_or(&[][..], |s| at(leaving, s % every));
                for l in due {
                    let ready = arrived.get(*l as usize).copied().unwrap_or_default();
                    late = late.max(ready - (begin + f64::from(*l) * forward));
                }
                now = begin + late + 1.0 - BACKWARD;
                for l in at(leaving, step % every).iter().rev() {
                    let done = now + f64::from(self.layers - l) * backward;
                    free = free.max(done) + layer;
                    if let Some(slot) = arrived.get_mut(*l as usize) {
                        *slot = free;
                    }
                }
                now += BACKWARD;
            }
            if let Some(slot) = rounds.get_mut(round as usize) {
                *slot = now;
            }
        }
        rounds[2] - rounds[1]
    }

    fn share(&self, leaving: &[Vec<u32>], bandwidth: f64) -> f64 {
        let layer = self.total() / f64::from(self.layers) / bandwidth / self.step.get();
        let share = f64::from(self.every) / self.round(leaving, layer);
        // What the link can carry, also where the steps of the walk have not yet used up what overlap allows.
        let carried = f64::from(self.every) / (layer * f64::from(self.layers));
        let share = share.min(carried).min(1.0);
        if share.is_finite() { share } else { 0.0 }
    }

    /// Share of the time in which everyone computes.
    ///
    /// # Errors
    /// `out-of-domain`, naming the field.
    pub fn utilisation(&self, bandwidth: BitRate) -> Result<f64, Error> {
        self.check()?;
        Ok(self.share(&self.leaving(), bandwidth.get()))
    }

    /// The least bandwidth at which everyone computes for this share of the time.
    ///
    /// # Errors
    /// `out-of-domain`, naming the field.
    pub fn bandwidth(&self, share: Fraction) -> Result<BitRate, Error> {
        self.check()?;
        let u = share.get();
        if u >= 1.0 {
            return Err(too_much());
        }
        let leaving = self.leaving();
        // From everything hidden to nothing hidden.
        let least = u * self.total() / (f64::from(self.every) * self.step.get());
        let (mut lo, mut hi) = (least.ln(), (least / (1.0 - u)).ln());
        for _ in 0..60 {
            let middle = 0.5 * (lo + hi);
            if self.share(&leaving, middle.exp()) >= u {
                hi = middle;
            } else {
                lo = middle;
            }
        }
        BitRate::new(hi.exp())
    }

    /// Bandwidth that brings a fragment over within the steps it has: bits / (fragments · τ · step).
    ///
    /// # Errors
    /// `out-of-domain`, naming the field; without overlap there are no such steps.
    pub fn peak(&self) -> Result<BitRate, Error> {
        self.check()?;
        let time = f64::from(self.fragments()) * f64::from(self.overlap) * self.step.get();
        BitRate::new(self.total() / time).map_err(|e| Error { field: "overlap".to_owned(), ..e })
    }
}

fn at(leaving: &[Vec<u32>], step: u64) -> &[u32] {
    usize::try_from(step).ok().and_then(|s| leaving.get(s)).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(params: f64, layers: u32, step: f64) -> Exchange {
        let (params, step) = (Params::new(params).unwrap(), Seconds::new(step).unwrap());
        Exchange { params, layers, fragment: None, every: 100, overlap: 0, step, bits: BITS }
    }

    const SHARES: [f64; 5] = [0.5, 0.8, 0.9, 0.95, 0.99];

    /// Point k of the grid of both tables, bits a second.
    fn grid(k: i32) -> f64 {
        1e8 * 10f64.powf(4.0 * f64::from(k) / 49.0)
    }

    /// Steps of the grid between the first point that reaches each share and the printed one, in Gbit/s.
    fn off(e: &Exchange, printed: [f64; 5]) -> [i32; 5] {
        let near = |k: i32, w: f64| (grid(k) / (w * 1e9)).ln().abs();
        let mut out = [0; 5];
        for ((u, w), o) in SHARES.into_iter().zip(printed).zip(&mut out) {
            let place = (0..50).min_by(|a, b| near(*a, w).total_cmp(&near(*b, w))).unwrap();
            let needed = e.bandwidth(Fraction::new(u).unwrap()).unwrap().get();
            *o = (0..60).find(|k| grid(*k) >= needed).unwrap() - place;
        }
        out
    }

    /// Table 4: data-parallel, DiLoCo, streaming with fragments of 3 layers, with one step of overlap, in 4 bits.
    #[test]
    fn table_4() {
        let rows = [
            (
                1e9,
                24,
                0.1,
                [
                    [86.8, 152.6, 184.2, 222.3, 569.0],
                    [1.4, 6.2, 13.3, 23.3, 86.8],
                    [1.4, 5.2, 9.1, 16.0, 28.1],
                    [1.4, 4.3, 6.2, 9.1, 11.0],
                    [0.4, 0.9, 1.7, 2.0, 3.0],
                ],
            ),
            (
                1e10,
                48,
                0.8,
                [
                    [104.8, 222.3, 222.3, 268.3, 471.5],
                    [1.7, 7.5, 16.0, 33.9, 104.8],
                    [1.7, 5.2, 9.1, 13.3, 19.3],
                    [1.7, 3.6, 5.2, 6.2, 7.5],
                    [0.4, 0.9, 1.4, 1.4, 1.7],
                ],
            ),
            (
                1e11,
                108,
                4.9,
                [
                    [184.2, 323.8, 390.7, 390.7, 471.5],
                    [3.0, 11.0, 23.3, 49.4, 184.2],
                    [2.4, 6.2, 9.1, 11.0, 19.3],
                    [1.7, 3.6, 4.3, 5.2, 5.2],
                    [0.5, 0.9, 1.1, 1.1, 1.4],
                ],
            ),
        ];
        let mut found = Vec::new();
        for (params, layers, step, printed) in rows {
            let whole = exchange(params, layers, step);
            let streaming = Exchange { fragment: Some(3), ..whole };
            let overlapped = Exchange { overlap: 1, ..streaming };
            let kinds = [
                Exchange { every: 1, ..whole },
                whole,
                streaming,
                overlapped,
                Exchange { bits: BITS / 4.0, ..overlapped },
            ];
            found.push(kinds.iter().zip(printed).map(|(e, p)| off(e, p)).collect::<Vec<_>>());
        }
        let all: Vec<i32> = found.iter().flatten().flatten().copied().collect();
        assert!(all.iter().all(|o| o.abs() <= 1), "{found:?}");
        assert_eq!(all.iter().filter(|o| **o == 0).count(), 68, "{found:?}");
    }

    /// Table 6 of the DiLoCo scaling laws with the layers of Chinchilla 10B, Llama 3.1 405B and DeepSeek-V3; its last
    /// entry of 671 B at H = 1, "1000+", stands for no point of the grid and is left out.
    #[test]
    fn table_of_the_scaling_laws() {
        let rows = [
            (1e10, 48, 0.8, 1, [104.8, 184.2, 222.3, 222.3, 390.7]),
            (1e10, 48, 0.8, 10, [16.0, 49.4, 86.8, 152.6, 222.3]),
            (1e10, 48, 0.8, 50, [3.0, 11.0, 23.3, 41.0, 126.5]),
            (1e10, 48, 0.8, 100, [1.4, 6.2, 13.3, 23.3, 86.8]),
            (1e10, 48, 0.8, 300, [0.5, 2.0, 4.3, 9.1, 41.0]),
            (405e9, 126, 26.0, 1, [126.5, 222.3, 268.3, 323.8, 323.8]),
            (405e9, 126, 26.0, 100, [2.0, 7.5, 16.0, 33.9, 126.5]),
            (405e9, 126, 26.0, 300, [0.7, 3.0, 6.2, 13.3, 59.6]),
            (671e9, 61, 20.0, 1, [323.8, 569.0, 686.6, 686.6, 1000.0]),
            (671e9, 61, 20.0, 100, [4.3, 16.0, 41.0, 72.0, 268.3]),
            (671e9, 61, 20.0, 300, [1.7, 6.2, 13.3, 28.1, 126.5]),
        ];
        let mut found = Vec::new();
        for (params, layers, step, every, printed) in rows {
            let e = Exchange { every, bits: BITS_OF_SCALING_LAWS, ..exchange(params, layers, step) };
            found.extend(off(&e, printed).into_iter().take(if printed[4] == 1000.0 { 4 } else { 5 }));
        }
        assert!(found.iter().all(|o| o.abs() <= 1), "{found:?}");
        assert_eq!(found.iter().filter(|o| **o == 0).count(), 37, "{found:?}");
    }

    #[test]
    fn more_bandwidth_is_never_worse_and_both_ways_agree() {
        let base = exchange(1e10, 40, 1.5);
        for (fragment, every, overlap) in
            [(None, 1, 0), (None, 30, 0), (Some(3), 30, 0), (Some(7), 30, 5), (Some(1), 3, 2)]
        {
            let e = Exchange { fragment, every, overlap, ..base };
            let share = |w: f64| e.utilisation(BitRate::new(w).unwrap()).unwrap();
            let shares: Vec<f64> = (0..80).map(|k| share(grid(k) / 10.0)).collect();
            assert!(shares.windows(2).all(|w| w[0] <= w[1] + 1e-9), "{e:?}");
            for u in [0.1, 0.5, 0.9, 0.99] {
                let w = e.bandwidth(Fraction::new(u).unwrap()).unwrap().get();
                assert!((share(w) - u).abs() < 1e-6, "{e:?} at {u}: {}", share(w));
            }
        }
    }

    /// Half of the time and nothing hidden: as long for the exchange as for the steps, less what the last backward pass
    /// hides of it (all layers but one of it).
    #[test]
    fn diloco_by_hand() {
        let e = exchange(1e10, 50, 1.0);
        let hidden = 2.0 / 3.0 * 49.0 / 50.0;
        let w = e.bandwidth(Fraction::new(0.5).unwrap()).unwrap().get();
        assert!((w / (BITS * 1e10 / (100.0 + hidden)) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn peak_of_a_fragment() {
        let e = Exchange { fragment: Some(3), overlap: 5, bits: 4.0, ..exchange(1e11, 108, 4.9) };
        assert_eq!(e.fragments(), 36);
        assert!((e.peak().unwrap().get() - 4e11 / (36.0 * 5.0 * 4.9)).abs() < 1e-3);
        assert_eq!(Exchange { overlap: 0, ..e }.peak().unwrap_err().field, "overlap");
    }

    #[test]
    fn refuses_what_cannot_be() {
        let e = exchange(1e9, 24, 0.1);
        let w = BitRate::new(1e9).unwrap();
        let field = |e: Exchange| e.utilisation(w).unwrap_err().field;
        assert_eq!(field(Exchange { layers: 0, ..e }), "layers");
        assert_eq!(field(Exchange { every: 0, ..e }), "syncSteps");
        assert_eq!(field(Exchange { every: 1, overlap: 1, ..e }), "overlap");
        assert_eq!(field(Exchange { fragment: Some(0), ..e }), "fragment");
        assert_eq!(field(Exchange { bits: f64::NAN, ..e }), "bits");
        assert_eq!(e.bandwidth(Fraction::new(1.0).unwrap()).unwrap_err().field, "share");
        // More fragments than steps, and a link that is all but none.
        let odd = Exchange { fragment: Some(1), every: 2, ..e };
        assert!((0.0..1.0).contains(&odd.utilisation(BitRate::new(1e-300).unwrap()).unwrap()));
    }
}

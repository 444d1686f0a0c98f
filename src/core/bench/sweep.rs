//! How a working set is swept by many invocations at once, each with many loads or stores of four words.

use super::probe::Way;

/// So many invocations take so many steps each; a step leads on by `stride` places of four words, round and round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sweep {
    pub lanes: u32,
    pub steps: u32,
    pub stride: u32,
    /// Places of four words in the set, a power of two.
    pub places: u32,
}

/// Bytes of one place.
const PLACE: u64 = 16;

impl Sweep {
    /// Over a working set of a power of two of bytes. A device with few threads gets few invocations.
    pub fn of(way: Way, bytes: u64, few: bool) -> Sweep {
        // Of a copy, half of the set is read and half is written.
        let set = if way == Way::Copy { bytes / 2 } else { bytes };
        let places = u32::try_from(set / PLACE).unwrap_or(1 << 31).max(256);
        let (least, most, total) = if few { (1 << 10, 1 << 14, 1 << 16) } else { (1 << 17, 1 << 19, 1 << 24) };
        let wide = (places / 32).clamp(least, most);
        // Two invocations do not write the same place at the same step.
        let lanes = if way == Way::Read { wide } else { wide.min(places) };
        let stride = if lanes < places { lanes } else { 256 };
        let once = (places / lanes).max(1);
        let enough = if way == Way::Read { total / lanes } else { (total / 8) / lanes };
        Sweep { lanes, steps: once.max(enough.clamp(32, 4096)), stride, places }
    }

    /// How often the set is swept.
    pub fn sweeps(&self) -> f64 {
        f64::from(self.lanes) * f64::from(self.steps) / f64::from(self.places)
    }

    /// Where an invocation is at a step.
    pub fn place(&self, lane: u32, step: u32) -> u32 {
        lane.wrapping_add(step.wrapping_mul(self.stride)) & (self.places - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every place is visited, and every place equally often.
    #[test]
    fn all_of_a_set_is_swept() {
        for way in Way::ALL {
            for bytes in [8 << 10, 64 << 10, 1 << 20] {
                let sweep = Sweep::of(way, bytes, true);
                let mut visits = vec![0_u32; sweep.places as usize];
                for lane in 0..sweep.lanes {
                    for step in 0..sweep.steps {
                        visits[sweep.place(lane, step) as usize] += 1;
                    }
                }
                assert!(visits.iter().all(|v| f64::from(*v) == sweep.sweeps()), "{way:?} {bytes} {sweep:?}");
                assert!(sweep.lanes % 256 == 0 && sweep.sweeps() >= 1.0);
            }
        }
    }

    /// A large set is swept once by the invocations of a real device, and never by more workgroups than are allowed.
    #[test]
    fn a_large_set_is_swept_once() {
        let sweep = Sweep::of(Way::Read, 256 << 20, false);
        assert_eq!((sweep.lanes, sweep.steps, sweep.sweeps()), (1 << 19, 32, 1.0));
        assert!(Sweep::of(Way::Copy, 1 << 30, false).lanes / 256 <= 65535);
    }
}

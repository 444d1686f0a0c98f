//! The best number of experts for every budget and memory around the plan's, as the paper's Table 2 has it.

use super::choice::{Candidates, candidates};
use super::curves::{NEAR, fitted};
use super::limits::Limits;
use crate::core::laws::ludziejewski_2025 as joint;
use crate::core::quantity::{Bytes, Experts, Flop, GB};

/// One budget in one memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub experts: f64,
    pub loss: f64,
    /// Loss of the best dense model in this memory, above the cell's.
    pub gain: f64,
    /// Fewest and most experts whose loss is within `NEAR` of the least.
    pub near: (f64, f64),
    /// The run is within what the law was fitted on.
    pub fitted: bool,
}

/// Gains from which a cell has the next shade; none is the first.
pub const SHADES: [f64; 3] = [0.02, 0.05, 0.1];

impl Cell {
    /// 0 where a dense model is as good, up to one more than there are `SHADES`.
    pub fn shade(&self) -> usize {
        usize::from(self.gain > 0.0) + SHADES.iter().filter(|s| self.gain >= **s).count()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    pub budgets: Vec<Flop>,
    /// `None`: no limit.
    pub memories: Vec<Option<Bytes>>,
    /// By memory, then by budget; `None` where nothing fits.
    pub cells: Vec<Vec<Option<Cell>>>,
    /// The plan's memory and budget.
    pub own: (usize, usize),
}

/// GB of one device or of a few that serve together.
const MEMORIES: [f64; 6] = [24.0, 80.0, 141.0, 192.0, 320.0, 640.0];

/// The first of the decades shown where the plan does not lie elsewhere, and how many follow it: the paper has 1e21
/// to 1e24.
const FIRST: f64 = 20.0;
const DECADES: i32 = 6;

/// The map around the plan's own limits.
pub fn map(limits: &Limits, most: Experts) -> Map {
    let (budgets, memories) = (budgets(limits.flops), memories(limits.memory));
    let cell = |memory: Option<Bytes>, flops: Flop| {
        let all = candidates(&Limits { flops, memory, ..*limits }, most);
        cell(&all)
    };
    let cells = memories.iter().map(|m| budgets.iter().map(|f| cell(*m, *f)).collect()).collect();
    let row = memories.iter().position(|m| *m == limits.memory).unwrap_or(0);
    let column = budgets.iter().position(|f| *f == limits.flops).unwrap_or(0);
    Map { budgets, memories, cells, own: (row, column) }
}

fn cell(all: &Candidates) -> Option<Cell> {
    let chosen = all.chosen()?;
    let loss = chosen.loss.get();
    Some(Cell {
        experts: chosen.experts.get(),
        loss,
        gain: all.dense().map_or(0.0, |d| d.loss.get() - loss),
        near: all.near(NEAR)?,
        fitted: fitted(&joint::with_experts(chosen.experts), chosen.active, chosen.tokens),
    })
}

/// Decades, half decades within one of the plan's budget, and the budget itself.
fn budgets(own: Flop) -> Vec<Flop> {
    let decade = own.get().log10().floor();
    let first = FIRST.clamp(decade - f64::from(DECADES) + 2.0, decade - 1.0) as i32;
    let decades = (0..=DECADES).map(|i| scientific(1, first + i));
    let halves = (-1..=1).map(|i| scientific(3, decade as i32 + i));
    let halves = halves.filter(|h| (h / own.get()).log10().abs() < 1.0);
    let mut all: Vec<f64> = decades.chain(halves).chain([own.get()]).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all.into_iter().filter_map(|f| Flop::new(f).ok()).collect()
}

/// Without the last digit's rounding that a power would have.
fn scientific(lead: u8, exponent: i32) -> f64 {
    format!("{lead}e{exponent}").parse().unwrap_or(f64::NAN)
}

/// Those of devices and the plan's own, from small to large; without a limit last.
fn memories(own: Option<Bytes>) -> Vec<Option<Bytes>> {
    let mut all: Vec<f64> = MEMORIES.iter().map(|m| m * GB).chain(own.map(Bytes::get)).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all.into_iter().map(|m| Bytes::new(m).ok()).chain([None]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(flops: f64, memory: Option<f64>) -> Map {
        let memory = memory.map(|m| Bytes::new(m).unwrap());
        let limits = Limits { memory, cached: 16_384.0, ..Limits::compute(Flop::new(flops).unwrap()) };
        map(&limits, Experts::new(32.0).unwrap())
    }

    /// Table 2, BF16 and 16k tokens in the cache (32: or more). Three cells differ by 0.004 to 0.007 in the loss; a
    /// fourth, 1e23 in 640 GB, by less than 0.001, and the fewer experts are taken.
    #[test]
    fn the_papers_table() {
        let map = of(1e22, Some(8e10));
        let table = [(24e9, [16.0, 4.0, 1.0, 1.0]), (80e9, [32.0, 16.0, 8.0, 1.0]), (640e9, [32.0, 32.0, 32.0, 16.0])];
        let mut misses = Vec::new();
        for (memory, row) in table {
            for (flops, printed) in [1e21, 1e22, 1e23, 1e24].into_iter().zip(row) {
                let row = map.memories.iter().position(|m| *m == Bytes::new(memory).ok()).unwrap();
                let column = map.budgets.iter().position(|f| f.get() == flops).unwrap();
                let cell = map.cells[row][column].unwrap();
                if cell.experts != printed {
                    misses.push((flops, memory, cell.experts));
                }
            }
        }
        assert_eq!(misses, [(1e21, 24e9, 32.0), (1e23, 80e9, 2.0), (1e23, 640e9, 16.0), (1e24, 640e9, 8.0)]);
        assert_eq!(map.own, (1, 3));
    }

    /// By Table 4 without a limit of memory: 2.1574 of the dense model against 2.0699.
    #[test]
    fn gains_and_neighbours() {
        let map = of(1e22, None);
        let cell = map.cells[map.own.0][map.own.1].unwrap();
        assert!(map.memories[map.own.0].is_none() && map.budgets[map.own.1].get() == 1e22);
        assert!(cell.experts == 32.0 && (cell.loss - 2.0699).abs() < 1e-4 && (cell.gain - 0.0875).abs() < 2e-4);
        assert!(cell.near == (32.0, 32.0) && cell.shade() == 3 && !cell.fitted);
        // 1e20: 0.67 B active on 24.9 B tokens.
        assert!(of(1e20, None).cells[6][map.budgets.iter().position(|f| f.get() == 1e20).unwrap()].unwrap().fitted);
    }

    #[test]
    fn the_plan_lies_inside_at_any_budget() {
        for flops in [1e15, 1e17, 1e20, 5.76e23, 1e25, 9.9e26, 1e30] {
            for memory in [None, Some(1e11), Some(8e10), Some(1e15)] {
                let map = of(flops, memory);
                assert_eq!(map.budgets[map.own.1].get(), flops);
                assert_eq!(map.memories[map.own.0].map(Bytes::get), memory);
                assert!(map.own.1 > 0 && map.own.1 + 1 < map.budgets.len(), "{flops:e}: {:?}", map.budgets);
                assert!(map.budgets.len() <= 10 && map.memories.len() <= 8);
                assert!(map.budgets.is_sorted_by(|a, b| a < b));
                let cells = map.cells.iter().flatten().flatten();
                assert!(cells.clone().count() > 0);
                for c in cells {
                    assert!(c.near.0 <= c.experts && c.experts <= c.near.1 && c.gain >= 0.0 && c.shade() <= 4, "{c:?}");
                }
            }
        }
    }
}

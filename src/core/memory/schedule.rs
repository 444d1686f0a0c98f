//! Which layers a pipeline stage has, and for how many micro-batches it keeps their activations.

use super::layout::Layout;

/// The order of forward and backward passes of a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Schedule {
    /// One forward, one backward (PipeDream-flush), interleaved where a stage has several pieces.
    #[default]
    Alternating,
    /// Every forward before the first backward (GPipe).
    AllForward,
}

impl Schedule {
    pub const ALL: [(&'static str, Schedule); 2] = [("1f1b", Schedule::Alternating), ("gpipe", Schedule::AllForward)];
}

/// First layer and the one after the last of a piece of stage `stage`.
///
/// The layers are cut into `pipeline × interleave` pieces, dealt round; where they do not come out even, the first
/// pieces have one more.
pub const fn piece(layout: &Layout, layers: u64, stage: u64, piece: u64) -> (u64, u64) {
    let pieces = layout.pipeline * layout.interleave;
    let index = piece * layout.pipeline + stage;
    let (each, more) = (layers / pieces, layers % pieces);
    let start = index * each + if index < more { index } else { more };
    (start, start + each + if index < more { 1 } else { 0 })
}

/// Micro-batches whose activations a piece of a stage keeps when so many backward passes of the stage are done.
///
/// Stage i of p holds min(p − i, m) of m micro-batches (arXiv 2205.05198). With v pieces a stage does
/// 2(p − i − 1) + (v − 1)p forwards before its first backward, p micro-batches at a time through each piece
/// (arXiv 2104.04473): pv + p − 1 pieces on the first stage, 1 + (p − 1)/(pv) times what all layers take.
/// From then on a forward comes with every backward: the pieces kept stay as many, but are others.
/// Without `m`, enough micro-batches to fill the pipeline.
pub fn held(layout: &Layout, schedule: Schedule, m: Option<u64>, stage: u64, piece: u64, backwards: u64) -> u64 {
    let (p, v) = (layout.pipeline, layout.interleave);
    let m = m.unwrap_or(u64::MAX);
    if p == 1 {
        // One stage: a micro-batch goes forward and at once back.
        return 1;
    }
    match schedule {
        Schedule::AllForward if m == u64::MAX => p,
        Schedule::AllForward => m,
        Schedule::Alternating if v == 1 => (p - stage).min(m),
        Schedule::Alternating => {
            let forwards = (fill(layout, stage) + backwards).min(m.saturating_mul(v));
            passed(layout, m, forwards, piece) - passed(layout, m, backwards, v - 1 - piece)
        }
    }
}

/// Backward passes that an interleaved stage has done when it is fullest, if a piece keeps `bytes` of a micro-batch.
/// None, where its pieces are alike.
pub fn fullest(layout: &Layout, schedule: Schedule, m: Option<u64>, stage: u64, bytes: &[f64]) -> u64 {
    let alike = bytes.windows(2).all(|pair| pair.first() == pair.last());
    let (p, v) = (layout.pipeline, layout.interleave);
    if alike || v == 1 || p == 1 || schedule == Schedule::AllForward {
        return 0;
    }
    let batches = m.unwrap_or(u64::MAX);
    let last = batches.saturating_mul(v).saturating_sub(fill(layout, stage));
    let of = |piece: u64| usize::try_from(piece).ok().and_then(|i| bytes.get(i)).copied().unwrap_or(0.0);
    let kept = |done: u64| (0..v).map(|c| held(layout, schedule, m, stage, c, done) as f64 * of(c)).sum::<f64>();
    let (mut best, mut most) = (0, kept(0));
    // It repeats itself after a round of p micro-batches through all pieces, until the last round, which may be shorter.
    let end = if m.is_some() { last.saturating_sub(2 * p * v)..last } else { 0..0 };
    for range in [0..last.min(p * v), end] {
        let (mut done, mut now) = (range.start, kept(range.start));
        while done < range.end {
            // As long as forwards stay in one piece and backwards in another, every pass changes as much.
            let (forward, more) = turn(layout, batches, fill(layout, stage) + done);
            let (backward, fewer) = turn(layout, batches, done);
            let passes = more.min(fewer).clamp(1, range.end - done);
            done += passes;
            now += passes as f64 * (of(forward) - of((v - 1).saturating_sub(backward)));
            if now > most * (1.0 + 1e-12) {
                (best, most) = (done, now);
            }
        }
    }
    best
}

/// Forward passes of an interleaved stage before its first backward.
const fn fill(layout: &Layout, stage: u64) -> u64 {
    let (p, v) = (layout.pipeline, layout.interleave);
    2 * (p - stage - 1) + (v - 1) * p + 1
}

/// The piece through which pass number `n` of a stage goes, and how many passes from it on do; backwards run through the
/// pieces the other way round.
fn turn(layout: &Layout, m: u64, n: u64) -> (u64, u64) {
    let (round, group) = round(layout, m, n);
    let (left, group) = (n - round * layout.pipeline * layout.interleave, group.max(1));
    (left / group, group - left % group)
}

/// Of the first `n` passes, those that went through a piece.
fn passed(layout: &Layout, m: u64, n: u64, piece: u64) -> u64 {
    let (round, group) = round(layout, m, n);
    let left = n - round * layout.pipeline * layout.interleave;
    round * layout.pipeline + left.saturating_sub(piece * group).min(group)
}

/// Whole rounds of p micro-batches through all pieces in the first `n` passes, and the micro-batches of the next round:
/// the last may be fewer than p.
fn round(layout: &Layout, m: u64, n: u64) -> (u64, u64) {
    let (p, v) = (layout.pipeline, layout.interleave);
    let rounds = (n / (p * v)).min(m / p);
    (rounds, if rounds < m / p { p } else { m % p })
}

#[cfg(test)]
mod tests {
    use super::{Schedule, held, piece};
    use crate::core::memory::layout::Layout;

    /// The schedule played through: forwards until the first backward, p micro-batches at a time through each piece.
    fn played(p: u64, v: u64, m: u64, stage: u64) -> Vec<u64> {
        let mut order = Vec::new();
        let mut start = 0;
        while start < m {
            let group = p.min(m - start);
            order.extend((0..v).flat_map(|piece| std::iter::repeat_n(piece, group as usize)));
            start += group;
        }
        let before = (2 * (p - stage - 1) + (v - 1) * p + 1).min(m * v) as usize;
        (0..v).map(|piece| order[..before].iter().filter(|o| **o == piece).count() as u64).collect()
    }

    #[test]
    fn as_played_through() {
        for p in 2..6 {
            for v in 2..4 {
                for m in 1..20 {
                    for stage in 0..p {
                        let layout = Layout { pipeline: p, interleave: v, ..Layout::default() };
                        let got: Vec<u64> =
                            (0..v).map(|c| held(&layout, Schedule::Alternating, Some(m), stage, c, 0)).collect();
                        assert_eq!(got, played(p, v, m, stage), "p {p} v {v} m {m} stage {stage}");
                    }
                }
            }
        }
    }

    /// Without interleaving min(p − i, m); GPipe keeps all of a step.
    #[test]
    fn simple_pipelines() {
        let layout = Layout { pipeline: 4, ..Layout::default() };
        let all = |schedule, m| [0, 1, 2, 3].map(|i| held(&layout, schedule, m, i, 0, 0));
        assert_eq!(all(Schedule::Alternating, None), [4, 3, 2, 1]);
        assert_eq!(all(Schedule::Alternating, Some(2)), [2, 2, 2, 1]);
        assert_eq!(all(Schedule::AllForward, Some(9)), [9; 4]);
    }

    #[test]
    fn every_layer_is_on_one_stage() {
        let layout = Layout { pipeline: 3, interleave: 2, ..Layout::default() };
        let mut next = 0;
        for c in 0..2 {
            for stage in 0..3 {
                let (from, to) = piece(&layout, 20, stage, c);
                assert_eq!((from, to - from), (next, if next < 8 { 4 } else { 3 }));
                next = to;
            }
        }
        assert_eq!(next, 20);
    }
}

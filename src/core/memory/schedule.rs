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

/// Micro-batches whose activations a piece of a stage keeps when the stage is fullest.
///
/// Stage i of p holds min(p − i, m) of m micro-batches (arXiv 2205.05198). With v pieces a stage does
/// 2(p − i − 1) + (v − 1)p forwards before its first backward, p micro-batches at a time through each piece
/// (arXiv 2104.04473): pv + p − 1 pieces on the first stage, 1 + (p − 1)/(pv) times what all layers take.
/// The pieces are counted when the first backward begins. Without `m`, enough micro-batches to fill the pipeline.
pub fn held(layout: &Layout, schedule: Schedule, m: Option<u64>, stage: u64, piece: u64) -> u64 {
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
            let forwards = (2 * (p - stage - 1) + (v - 1) * p + 1).min(m.saturating_mul(v));
            let (rounds, left) = (forwards / (p * v), forwards % (p * v));
            (rounds * p + left.saturating_sub(piece * p).min(p)).min(m)
        }
    }
}

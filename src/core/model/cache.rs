//! What a sequence keeps in memory while it is served: keys, values and states, layer by layer.

use super::{Architecture, Cache};

impl Cache {
    /// Numbers kept for one sequence of so many tokens, where an encoder read `source`.
    pub const fn elements(&self, tokens: u64, source: u64) -> u128 {
        self.paged(tokens, source, 1)
    }

    /// The same in whole pages of `block` tokens.
    pub const fn paged(&self, tokens: u64, source: u64, block: u64) -> u128 {
        match *self {
            Cache::Tokens { elements, .. } => elements as u128 * self.kept(tokens, block) as u128,
            Cache::State { elements, .. } => elements as u128,
            Cache::Source { elements, .. } => elements as u128 * whole(source, block) as u128,
        }
    }

    /// Tokens whose keys and values are kept, in whole pages; a window keeps no more than it is wide.
    pub const fn kept(&self, tokens: u64, block: u64) -> u64 {
        match *self {
            Cache::Tokens { window: Some(w), .. } if w < tokens => whole(w, block),
            Cache::Tokens { .. } => whole(tokens, block),
            Cache::State { .. } | Cache::Source { .. } => 0,
        }
    }

    /// Into how many parts devices can cut it.
    pub const fn heads(&self) -> u64 {
        match *self {
            Cache::Tokens { heads, .. } | Cache::State { heads, .. } | Cache::Source { heads, .. } => heads,
        }
    }
}

/// So many tokens in whole pages.
const fn whole(tokens: u64, block: u64) -> u64 {
    let block = if block == 0 { 1 } else { block };
    tokens.div_ceil(block).saturating_mul(block)
}

/// Numbers that one sequence keeps: all layers together.
pub fn elements(model: &Architecture, tokens: u64, source: u64) -> u128 {
    let per_layer = |caches: &mut dyn Iterator<Item = &Cache>| caches.map(|c| c.elements(tokens, source)).sum::<u128>();
    model.stack.kinds().map(|(layer, n)| u128::from(n) * per_layer(&mut layer.caches())).sum()
}

/// Numbers that the next token adds while every window still has room.
pub fn per_token(model: &Architecture) -> u128 {
    let grows = |c: &Cache| match *c {
        Cache::Tokens { elements, .. } => u128::from(elements),
        _ => 0,
    };
    model.stack.kinds().map(|(layer, n)| u128::from(n) * layer.caches().map(grows).sum::<u128>()).sum()
}

/// Lengths at which a window is full, shortest first.
pub fn bends(model: &Architecture) -> Vec<u64> {
    let windows = model.stack.kinds.iter().flat_map(|l| l.caches()).filter_map(|c| match c {
        Cache::Tokens { window, .. } => *window,
        _ => None,
    });
    let mut out: Vec<u64> = windows.collect();
    out.sort_unstable();
    out.dedup();
    out
}

//! How many parameters: exact, by part, in total and per token.

use super::{Architecture, Part};

/// Parameters of a model. Every trained weight counts once, tied tables too; buffers are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub total: u128,
    /// What one token uses, every table counted in full.
    pub active: u128,
    /// The same without the table of input tokens, also where that table is the head as well.
    pub active_without_input_embedding: u128,
    /// Stored but not trained.
    pub buffers: u128,
    parts: [u128; Part::ALL.len()],
    active_parts: [u128; Part::ALL.len()],
}

impl Counts {
    pub fn of(model: &Architecture) -> Counts {
        let mut c = Counts {
            total: 0,
            active: 0,
            active_without_input_embedding: 0,
            buffers: 0,
            parts: [0; Part::ALL.len()],
            active_parts: [0; Part::ALL.len()],
        };
        for (tensor, times) in model.tensors() {
            let times = u128::from(times);
            c.parts[tensor.part as usize] += times * tensor.trained();
            c.active_parts[tensor.part as usize] += times * tensor.active();
            c.buffers += times * tensor.buffers();
        }
        c.total = c.parts.iter().sum();
        c.active = c.active_parts.iter().sum();
        c.active_without_input_embedding = c.active - c.active_part(Part::Embedding);
        c
    }

    pub const fn part(&self, part: Part) -> u128 {
        self.parts[part as usize]
    }

    pub const fn active_part(&self, part: Part) -> u128 {
        self.active_parts[part as usize]
    }

    /// Tables of tokens and positions, and the head where it is a table of its own.
    pub const fn embedding(&self) -> u128 {
        self.part(Part::Embedding) + self.part(Part::Positions) + self.part(Part::Head)
    }

    pub const fn non_embedding(&self) -> u128 {
        self.total - self.embedding()
    }
}

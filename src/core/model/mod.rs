//! A model as its layers: every weight tensor, what each layer keeps in the cache, and what a token costs.
//!
//! Sizes are integers and stay integers: counts are exact.

pub mod attention;
pub mod cache;
pub mod count;
pub mod feed;
pub mod flops;
pub mod mixer;
pub mod presets;
pub mod stack;
pub mod tensor;

pub use attention::{Attention, Cache, Kind};
pub use count::Counts;
pub use feed::{Feed, Routed};
pub use tensor::{Part, Role, Split, Tensor};

/// A recurrent mixer: its weights and the state it keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixer {
    /// The field's name, such as "Mamba-2" or "gated DeltaNet".
    pub name: &'static str,
    pub weights: Vec<Tensor>,
    pub cache: Vec<Cache>,
    /// FLOP of one token in the recurrence itself, forward.
    pub flop: u64,
    /// Numbers that one token leaves for the backward pass besides the inputs of matrices.
    pub saved: u64,
}

/// One layer. A part that it lacks is absent.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Layer {
    pub attention: Option<Attention>,
    /// Attention to what an encoder made.
    pub cross: Option<Attention>,
    pub mixer: Option<Mixer>,
    /// One after the other or side by side: routed experts and a shared one are two.
    pub feeds: Vec<Feed>,
    /// Norms, gates and what else a layer owns.
    pub rest: Vec<Tensor>,
}

impl Layer {
    pub fn tensors(&self) -> impl Iterator<Item = &Tensor> {
        self.own().chain(self.cross.iter().flat_map(|a| &a.weights))
    }

    /// All but those of attention to an encoder.
    pub fn own(&self) -> impl Iterator<Item = &Tensor> {
        let attentions = self.attention.iter().flat_map(|a| &a.weights);
        let mixers = self.mixer.iter().flat_map(|m| &m.weights);
        let feeds = self.feeds.iter().flat_map(|f| &f.weights);
        attentions.chain(mixers).chain(feeds).chain(&self.rest)
    }

    pub fn caches(&self) -> impl Iterator<Item = &Cache> {
        let attentions = self.attention.iter().chain(&self.cross).flat_map(|a| &a.cache);
        attentions.chain(self.mixer.iter().flat_map(|m| &m.cache))
    }
}

/// Layers one after the other.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Stack {
    pub kinds: Vec<Layer>,
    /// The kind of every layer, first to last.
    pub order: Vec<usize>,
}

/// Kinds that a new layer is compared with.
const NEAR: usize = 64;

impl Stack {
    /// So many layers of one kind.
    pub fn same(layer: Layer, layers: u64) -> Stack {
        Stack { kinds: vec![layer], order: vec![0; usize::try_from(layers).unwrap_or(0)] }
    }

    /// Layers in order; equal ones are kept once.
    pub fn of(layers: impl IntoIterator<Item = Layer>) -> Stack {
        let mut stack = Stack::default();
        for layer in layers {
            // Layers that are alike lie near one another: further back than this, an equal kind may stand twice.
            let from = stack.kinds.len().saturating_sub(NEAR);
            let near = stack.kinds.iter().skip(from).position(|k| *k == layer).map(|i| from + i);
            let kind = near.unwrap_or_else(|| {
                stack.kinds.push(layer);
                stack.kinds.len() - 1
            });
            stack.order.push(kind);
        }
        stack
    }

    pub fn layers(&self) -> impl DoubleEndedIterator<Item = &Layer> + ExactSizeIterator {
        self.order.iter().map(|k| &self.kinds[*k])
    }

    pub fn depth(&self) -> u64 {
        self.order.len() as u64
    }

    /// Every kind with how many layers are of it.
    pub fn kinds(&self) -> impl Iterator<Item = (&Layer, u64)> {
        let mut counts = vec![0u64; self.kinds.len()];
        for kind in &self.order {
            if let Some(n) = counts.get_mut(*kind) {
                *n += 1;
            }
        }
        self.kinds.iter().zip(counts)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Architecture {
    /// The field's name for this family, such as "llama".
    pub family: String,
    pub width: u64,
    pub vocabulary: u64,
    /// Tokens of the longest sequence that the configuration speaks of.
    pub context: Option<u64>,
    /// Before the first layer: embeddings.
    pub stem: Vec<Tensor>,
    pub encoder: Option<Stack>,
    pub stack: Stack,
    /// After the last layer: final norm and head.
    pub tail: Vec<Tensor>,
    /// Trained with dropout, so that its masks are kept for the backward pass.
    pub dropout: bool,
}

impl Architecture {
    pub fn layers(&self) -> u64 {
        self.stack.depth()
    }

    /// Is the head the embedding?
    pub fn is_tied(&self) -> bool {
        self.tail.iter().any(|t| t.role == Role::Tied && t.part == Part::Head)
    }

    /// Does a router choose experts in any layer?
    pub fn has_experts(&self) -> bool {
        self.stack.kinds.iter().flat_map(|l| &l.feeds).any(|f| f.routed.is_some())
    }

    /// Every tensor with how often it is there.
    pub fn tensors(&self) -> impl Iterator<Item = (&Tensor, u64)> {
        let stacks = self.encoder.iter().chain(std::iter::once(&self.stack));
        let ends = self.stem.iter().chain(&self.tail).map(|t| (t, 1));
        stacks.flat_map(Stack::kinds).flat_map(|(layer, n)| layer.tensors().map(move |t| (t, n))).chain(ends)
    }
}

//! What a framework does to hide communication and small kernels, and how it routes tokens to experts.

use super::routing::Routing;

/// Generations of fused attention kernels, which differ in how much of the matrix units they reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Fused {
    /// FlashAttention and its Triton form, 2022.
    First,
    /// FlashAttention-2 (arXiv 2307.08691), 2023.
    Second,
    /// FlashAttention-3 (arXiv 2407.08608), cuDNN 9 and later, 2024: made for the matrix units of the device at hand.
    #[default]
    Third,
}

/// Which communication runs beside computing, and which small kernels are made one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Habits {
    /// Collectives of tensor parallelism run beside the products before or after them, piece by piece.
    pub overlap_tensor: bool,
    /// Gradients are reduced and weights gathered beside the passes.
    pub overlap_data: bool,
    /// What stages send one another leaves while they compute.
    pub overlap_pipeline: bool,
    /// Tokens travel to experts and back beside other work.
    pub overlap_expert: bool,
    /// Keys and values of other pieces of a sequence travel beside attention.
    pub overlap_context: bool,
    /// Attention and feed-forward read the same input and are added once, as in PaLM.
    pub parallel_block: bool,
    /// Norms, activations, positions and residuals are few kernels instead of one each.
    pub fused: bool,
    pub attention: Fused,
    /// Part of the layers' forward pass that is computed again beside what recomputation says: where a framework keeps
    /// some operators' results only.
    pub again: f64,
    /// Updated weights are gathered beside the next pass, not before it.
    pub overlap_gather: bool,
    /// The host waits for every kernel before it launches the next (CUDA_LAUNCH_BLOCKING).
    pub blocking: bool,
    pub routing: Routing,
}

impl Habits {
    /// The same with attention kernels of another generation.
    pub const fn with(self, attention: Fused) -> Habits {
        Habits { attention, ..self }
    }
}

impl Default for Habits {
    /// Those of frameworks of today.
    fn default() -> Habits {
        Habits {
            overlap_tensor: false,
            overlap_data: true,
            overlap_pipeline: true,
            overlap_expert: false,
            overlap_context: true,
            parallel_block: false,
            fused: true,
            attention: Fused::Third,
            again: 0.0,
            overlap_gather: true,
            blocking: false,
            routing: Routing::PLAIN,
        }
    }
}

//! The few constants of the engine. They are the same for every device, model and run; where each comes from stands
//! beside it. Those marked *fitted* were chosen on one half of the published rows and checked on the other.

/// Of the best published matrix product (or of [`CEILING`]), what products of a long run sustain: clocks fall under
/// load and operands are not in the cache. *Fitted.*
pub const SUSTAINED: f64 = 0.93;

/// Best large product over the dense peak where none was published: the median of the published ones.
pub const CEILING: f64 = 0.78;

/// The same of devices of few large matrix units: Gaudi 2 reaches 97 %, TPUs come near their peak (scaling-book).
pub const CEILING_FEW: f64 = 0.95;

/// Seconds that any kernel takes besides its work: to start, to fill and to empty. *Fitted* on measured products.
pub const KERNEL: f64 = 5e-6;

/// The same of a kernel of norms, activations and residuals, which has nothing to fill.
pub const SMALL_KERNEL: f64 = 3.5e-6;

/// Of a product's result, the part whose writing nothing hides. *Fitted* on measured products.
pub const EPILOGUE: f64 = 0.5;

/// Of the memory's rate, what kernels reach.
pub const MEMORY: f64 = 0.72;

/// A product with tiles of a half and of a quarter of the largest, against one with the largest.
pub const HALF_TILE: f64 = 0.95;
pub const QUARTER_TILE: f64 = 0.7;

/// 8-bit products with a scale for every row or block, over those with one for a tensor. *Fitted* on measured products.
pub const FINE_SCALES: f64 = 1.09;

/// Exponentials that a unit makes in a cycle, and cycles in a second: the softmax of fused attention waits for them.
pub const EXPONENTIALS: f64 = 16.0;
pub const CLOCK: f64 = 1.7e9;

/// The backward pass of fused attention over its products and exponentials alone.
pub const ATTENTION_BACK: f64 = 1.3;

/// Of a link's rate, what collectives reach: 365 of 450 GB/s on eight H200, 682 of 900 on eight B200.
pub const LINK: f64 = 0.82;

/// The same of a network port.
pub const PORT: f64 = 0.6;

/// The same of single messages to experts: 43 to 58 GB/s of 50 are printed of DeepEP on H800.
pub const SEND: f64 = 0.85;

/// Seconds that one message takes besides its bytes, inside a node and between nodes.
pub const LINK_DELAY: f64 = 2e-6;
pub const PORT_DELAY: f64 = 4.5e-6;

/// Work and communication that share a device slow each other: this part of the shorter of the two is added. *Fitted.*
pub const CONTENTION: f64 = 0.7;

/// Of what large products reach, what the products of fused attention reach, by generation of the kernel: forward 25 to
/// 40 % of the A100's peak (first), 50 to 73 % (second; both arXiv 2307.08691), up to 75 % of the H100's (third, arXiv
/// 2407.08608), with the exponentials, which come on top here.
pub const FIRST: f64 = 0.53;
pub const SECOND: f64 = 0.8;
pub const THIRD: f64 = 0.95;

/// What matrix instructions of the generation before reach on a newer device: FlashAttention-2 stays at half of
/// FlashAttention-3 on the H100 (arXiv 2407.08608).
pub const OLD_INSTRUCTIONS: f64 = 0.55;

/// Times that the inputs of experts pass through memory on their way there and back: copied in order, and summed with
/// their weights. *Fitted.*
pub const SORTING: f64 = 6.0;

/// Seconds that the host takes to launch a kernel. A device that is done sooner waits. *Fitted.*
pub const LAUNCH: f64 = 8e-6;

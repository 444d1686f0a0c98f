//! The few constants of the engine. They are the same for every device, model and run; where each comes from stands
//! beside it. Those marked *fitted* come of one search for the least error (Nelder–Mead from the middle of what is
//! plausible) on the published rows of which [`Row::is_fitted`](crate::core::validation::Row::is_fitted) is true, and on
//! them alone; the other half checks them. Those of products are of all measured products.

use super::{machine, operator, price, product};

/// Of the best published matrix product (or of [`CEILING`]), what products of a long run sustain: clocks fall under
/// load and operands are not in the cache. *Fitted.*
pub const SUSTAINED: f64 = 0.82;

/// Best large product over the dense peak where none was published: the median of the published ones.
pub const CEILING: f64 = 0.78;

/// The same of devices of few large matrix units: Gaudi 2 reaches 97 %, TPUs come near their peak (scaling-book).
/// *Fitted.*
pub const CEILING_FEW: f64 = 0.96;

/// Seconds that any kernel takes besides its work: to start, to fill and to empty. *Fitted* on measured products.
pub const KERNEL: f64 = 5e-6;

/// The same of a kernel of norms, activations and residuals, which has nothing to fill. *Fitted.*
pub const SMALL_KERNEL: f64 = 3.2e-6;

/// Of a product's result, the part whose writing nothing hides. *Fitted* on measured products.
pub const EPILOGUE: f64 = 0.5;

/// Of the memory's rate, what kernels reach. *Fitted.*
pub const MEMORY: f64 = 0.68;

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

/// Of a link's rate, what collectives of a layer reach; long ones alone reach more (365 of 450 GB/s on eight H200, 682 of
/// 900 on eight B200). *Fitted.*
pub const LINK: f64 = 0.56;

/// The same of a network port, shared with others. *Fitted.*
pub const PORT: f64 = 0.71;

/// The same of single messages to experts: 43 to 58 GB/s of 50 are printed of DeepEP on H800.
/// *Fitted.*
pub const SEND: f64 = 0.52;

/// Seconds that one message takes besides its bytes, inside a node and between nodes.
pub const LINK_DELAY: f64 = 2e-6;
/// *Fitted.*
pub const PORT_DELAY: f64 = 7.4e-6;

/// Work and communication that share a device slow each other: this part of the shorter of the two is added. *Fitted.*
pub const CONTENTION: f64 = 0.16;

/// Of what large products reach, what the products of fused attention reach, by generation of the kernel: forward 25 to
/// 40 % of the A100's peak (first), 50 to 73 % (second; both arXiv 2307.08691), up to 75 % of the H100's (third, arXiv
/// 2407.08608), with the exponentials, which come on top here. *Fitted.*
pub const FIRST: f64 = 0.64;
/// *Fitted.*
pub const SECOND: f64 = 0.86;
/// *Fitted.*
pub const THIRD: f64 = 0.99;

/// What matrix instructions of the generation before reach on a newer device: FlashAttention-2 stays at half of
/// FlashAttention-3 on the H100 (arXiv 2407.08608).
pub const OLD_INSTRUCTIONS: f64 = 0.55;

/// Times that the inputs of experts pass through memory on their way there and back: in order and padded, back
/// with weights in FP32, and the indices of both. *Fitted.*
pub const SORTING: f64 = 13.7;

/// Seconds that the host takes to launch a kernel. A device that is done sooner waits. *Fitted.*
pub const LAUNCH: f64 = 11.5e-6;

/// The same where the host waits for every kernel: three launches for each of the kernels counted here (views and
/// copies are launched too), with the waiting. *Fitted.*
pub const BLOCKED: f64 = 85e-6;

/// One constant, as a reader sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    pub name: &'static str,
    pub value: f64,
    pub unit: &'static str,
    pub words: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// Chosen on published rows or measured products; the others are taken from elsewhere.
    pub fitted: bool,
}

const fn fitted(name: &'static str, value: f64, unit: &'static str, words: &'static str) -> Constant {
    Constant { name, value, unit, words, source: "fitted on published runs", fitted: true }
}

const fn on_products(name: &'static str, value: f64, unit: &'static str, words: &'static str) -> Constant {
    Constant { source: "fitted on measured products", ..fitted(name, value, unit, words) }
}

const fn known(
    name: &'static str,
    value: f64,
    unit: &'static str,
    words: &'static str,
    source: &'static str,
) -> Constant {
    Constant { name, value, unit, words, source, fitted: false }
}

const FLASH_3: &str = "arXiv 2407.08608";
const OWN: &str = "an assumption of this engine";

/// All of them, those of other files of the engine too.
pub static CONSTANTS: &[Constant] = &[
    fitted("sustained", SUSTAINED, "", "of the best measured matrix product, what products of a long run sustain"),
    known(
        "ceiling",
        CEILING,
        "",
        "best large product over the dense peak, where none was measured on a device",
        "median of the measured ones",
    ),
    fitted("ceiling of few", CEILING_FEW, "", "the same on devices of few large matrix units"),
    on_products("kernel", KERNEL, "s", "what any product takes besides its work"),
    fitted("small kernel", SMALL_KERNEL, "s", "the same of norms, activations and residuals"),
    on_products("epilogue", EPILOGUE, "", "of a product's result, the part whose writing nothing hides"),
    fitted("memory", MEMORY, "", "of the memory's rate, what kernels reach"),
    known("half tile", HALF_TILE, "", "a product with half of the largest tiles, against the largest", OWN),
    known("quarter tile", QUARTER_TILE, "", "the same with a quarter", OWN),
    known("shortest split", product::SHORTEST, "", "shortest piece of k worth a unit of its own", OWN),
    on_products(
        "fine scales",
        FINE_SCALES,
        "×",
        "8-bit products with a scale for each row or block, over those with one",
    ),
    known(
        "exponentials",
        EXPONENTIALS,
        "per cycle",
        "of one unit; the softmax of fused attention waits for them",
        FLASH_3,
    ),
    known("clock", CLOCK, "Hz", "cycles of a unit, for its exponentials", OWN),
    fitted("attention, first kernels", FIRST, "", "of what large products reach, those of fused attention reach"),
    fitted("attention, second kernels", SECOND, "", "the same of FlashAttention-2"),
    fitted("attention, third kernels", THIRD, "", "the same of FlashAttention-3"),
    known(
        "older kernels",
        OLD_INSTRUCTIONS,
        "",
        "what instructions of the device before reach on a newer one",
        FLASH_3,
    ),
    known(
        "attention back",
        ATTENTION_BACK,
        "×",
        "the way back of fused attention, over its products and exponentials",
        OWN,
    ),
    known(
        "attention back, products",
        price::BACK,
        "×",
        "products of the way back of attention over those of the way on",
        "scores again, and four gradients: five products for two",
    ),
    known("pieces of attention", operator::PIECE, "tokens", "of the square of queries and keys, computed whole", OWN),
    known("vector work", price::VECTOR, "", "of the vector peak, what a recurrence in chunks reaches", OWN),
    fitted("link", LINK, "", "of a link's rate, what collectives reach"),
    fitted("port", PORT, "", "of a network port, what collectives reach"),
    fitted("send", SEND, "", "of a network port, what messages to experts reach"),
    known("port unknown", machine::SLOW, "B/s", "network of a device, where the table has none", OWN),
    known("link delay", LINK_DELAY, "s", "a message inside a node, besides its bytes", OWN),
    fitted("port delay", PORT_DELAY, "s", "a message between nodes, besides its bytes"),
    fitted("contention", CONTENTION, "", "of the shorter of work and communication, what the two cost each other"),
    fitted("sorting", SORTING, "", "times that the inputs of experts pass through memory on their way"),
    known("routing", operator::ROUTING, "kernels", "of a router's choice and of sorting, besides products", OWN),
    known("unaligned", price::UNALIGNED, "", "what products reach whose rows begin at no multiple of 16 bytes", OWN),
    fitted("blocked", BLOCKED, "s", "the same where the host waits for every kernel"),
    fitted("launch", LAUNCH, "s", "that the host takes to launch a kernel"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Every constant of this file is listed, and told as fitted where its words say so.
    #[test]
    fn the_list_is_whole() {
        let text = include_str!("constants.rs");
        let (code, _) = text.split_once("/// One constant, as a reader").unwrap();
        let consts = code.lines().filter(|l| l.starts_with("pub const ")).count();
        let elsewhere = 7;
        assert_eq!(CONSTANTS.len(), consts + elsewhere);
        assert_eq!(CONSTANTS.iter().filter(|c| c.fitted).count(), code.matches("*Fitted").count());
        for (i, c) in CONSTANTS.iter().enumerate() {
            assert!(c.value > 0.0 && c.value.is_finite() && !c.words.is_empty() && !c.source.is_empty(), "{}", c.name);
            assert!(CONSTANTS[i + 1..].iter().all(|o| o.name != c.name), "{}", c.name);
        }
    }
}

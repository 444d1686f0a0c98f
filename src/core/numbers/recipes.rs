//! Ways to train in FP8: which products run in 8 bits, in which formats, under which scales, and what that was worth.
//!
//! All of them take only the linear layers inside the blocks: embedding, head, norms, router and the attention core
//! stay in 16 bits. What a recipe keeps of a parameter is in [`crate::core::memory::recipe`], linked by id.

use super::block::{Block, MXFP8, SQUARE, TILE};
use super::float::{E4M3, E5M2, Float};
use crate::core::laws::Confidence;

/// What a layer is made of, as far as FP8 tells parts apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// A linear layer of a block: attention projections, feed-forward, experts.
    Linear,
    Embedding,
    Head,
    Norm,
    Router,
    AttentionCore,
}

impl Operator {
    pub const ALL: [Operator; 6] = [
        Operator::Linear,
        Operator::Embedding,
        Operator::Head,
        Operator::Norm,
        Operator::Router,
        Operator::AttentionCore,
    ];

    pub const fn words(self) -> &'static str {
        match self {
            Operator::Linear => "linear layers of the blocks",
            Operator::Embedding => "embedding",
            Operator::Head => "output head",
            Operator::Norm => "norms",
            Operator::Router => "router",
            Operator::AttentionCore => "attention core",
        }
    }
}

/// One of the three products of a linear layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    Forward,
    InputGradient,
    WeightGradient,
}

/// What shares a scale, and where the scale comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scaling {
    /// Fixed before training: numbers keep unit size by construction.
    Fixed,
    /// Carried along through every operation beside the numbers.
    Carried,
    /// One for a tensor, from the largest numbers of past steps.
    Past,
    /// One for a tensor, from its own largest number.
    Own,
    /// One for a few numbers, from their own largest.
    Few(&'static Block),
}

impl Scaling {
    pub fn words(self) -> String {
        match self {
            Scaling::Fixed => "fixed before training".to_owned(),
            Scaling::Carried => "carried beside the numbers".to_owned(),
            Scaling::Past => "a tensor, from past steps".to_owned(),
            Scaling::Own => "a tensor, from itself".to_owned(),
            Scaling::Few(block) => format!("{} × {} numbers", block.shape.0, block.shape.1),
        }
    }

    /// Bits that scales add to a number; those of a whole tensor come to nothing.
    pub fn bits(self) -> f64 {
        match self {
            Scaling::Few(block) => block.bits() - f64::from(block.element.bits()),
            _ => 0.0,
        }
    }

    /// Bytes of memory read for a number beside the cast itself, to find the largest.
    ///
    /// A cast reads 16 bits and writes 8 in every recipe. Largest numbers for later steps are taken during the cast,
    /// and those of a tile while its numbers lie on the chip: nothing more is read. The largest number of a whole
    /// tensor must be known before its first number is cast, so that its 16 bits are read once more.
    pub const fn extra_bytes(self) -> f64 {
        match self {
            Scaling::Own => 2.0,
            _ => 0.0,
        }
    }
}

/// A published gain in speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// Throughput above the other's, in percent.
    pub percent: f64,
    /// What it is measured against.
    pub over: &'static str,
    pub what: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    pub id: &'static str,
    pub name: &'static str,
    /// Id of the recipe of the memory model that keeps the same numbers, where it has one.
    pub memory: Option<&'static str>,
    /// Which products of linear layers run in FP8.
    pub products: &'static [Product],
    pub weights: &'static Float,
    pub activations: &'static Float,
    /// Gradients of outputs, as products read them.
    pub gradients: &'static Float,
    pub weight_scaling: Scaling,
    pub activation_scaling: Scaling,
    /// How products are summed.
    pub sums: &'static str,
    pub gains: &'static [Gain],
    pub words: &'static str,
    pub source: &'static str,
    /// That of the least certain part of the row.
    pub confidence: Confidence,
}

const ALL_THREE: &[Product] = &[Product::Forward, Product::InputGradient, Product::WeightGradient];
const TENSOR_CORE: &str = "in the tensor core, whose sums keep about 14 bits on Hopper, and from there in FP32";

const DELAYED: Recipe = Recipe {
    id: "tensor-delayed",
    name: "Delayed scaling of tensors",
    memory: Some("fp8-delayed"),
    products: ALL_THREE,
    weights: &E4M3,
    activations: &E4M3,
    gradients: &E5M2,
    weight_scaling: Scaling::Past,
    activation_scaling: Scaling::Past,
    sums: TENSOR_CORE,
    gains: &[Gain {
        percent: 27.0,
        over: "BF16",
        what: "llm-foundry, 3 B parameters, sequences of 2048: 548 TFLOP/s on 8 H100 against 432 on 16",
    }],
    words: "A tensor is scaled by the largest numbers of past steps (a history of up to 1024).",
    source: "Transformer Engine, recipe DelayedScaling; llm-foundry, throughput tables; read 2026-11-24",
    confidence: Confidence::Verified,
};

const FP8_LM: Recipe = Recipe {
    memory: None,
    gains: &[],
    source: "FP8-LM, arXiv 2310.18313; MS-AMP documentation, optimization levels; read 2026-11-24",
    confidence: Confidence::RecalledMedium,
    ..DELAYED
};

const UNIT: Recipe = Recipe {
    id: "unit",
    name: "Unit scaling",
    memory: None,
    weight_scaling: Scaling::Fixed,
    activation_scaling: Scaling::Fixed,
    gains: &[],
    words: "Every operation has a fixed factor, 1/√width, that keeps numbers and gradients at unit size; FP8 is a cast.",
    source: "Unit Scaling, arXiv 2303.11257: BERT-Large without loss",
    confidence: Confidence::RecalledHigh,
    ..DELAYED
};

/// All of them.
pub static RECIPES: &[Recipe] = &[
    DELAYED,
    Recipe {
        id: "tensor-current",
        name: "Current scaling of tensors",
        memory: None,
        weight_scaling: Scaling::Own,
        activation_scaling: Scaling::Own,
        gains: &[],
        words: "A tensor is scaled by its own largest number, which is looked for before it is cast.",
        source: "Transformer Engine, recipe Float8CurrentScaling; read 2026-11-24",
        ..DELAYED
    },
    Recipe {
        id: "blocks",
        name: "Tiles and blocks of 128",
        memory: Some("fp8-block"),
        gradients: &E4M3,
        weight_scaling: Scaling::Few(&SQUARE),
        activation_scaling: Scaling::Few(&TILE),
        sums: "moved to FP32 registers after every 128 products, since the tensor cores of Hopper keep about 14 bits",
        gains: &[],
        words: "Activations and gradients by 1 × 128 numbers of a token, weights by 128 × 128; the loss stays within \
                0.25 % of BF16.",
        source: "DeepSeek-V3, arXiv 2412.19437, section 3.3; Transformer Engine, recipe Float8BlockScaling",
        confidence: Confidence::RecalledHigh,
        ..DELAYED
    },
    Recipe {
        id: "mxfp8",
        name: "MXFP8",
        memory: Some("mxfp8"),
        gradients: &E4M3,
        weight_scaling: Scaling::Few(&MXFP8),
        activation_scaling: Scaling::Few(&MXFP8),
        sums: "scaled and summed in the tensor core, in FP32",
        gains: &[],
        words: "Everything by 32 numbers in a row with a power of two; rows and columns are cast apart.",
        source: "Transformer Engine, recipe MXFP8BlockScaling; OCP Microscaling Formats (MX) specification 1.0",
        confidence: Confidence::RecalledHigh,
        ..DELAYED
    },
    UNIT,
    Recipe {
        id: "munit",
        name: "μnit scaling",
        gains: &[Gain { percent: 33.0, over: "BF16", what: "up to, at 1 B to 13 B parameters" }],
        words: "Fixed factors 1/√fan-in in the layers, norms after the residual branch, and rates of learning that \
                carry over from one width to another; FP8 is a cast.",
        source: "μnit Scaling, arXiv 2502.05967",
        confidence: Confidence::RecalledMedium,
        ..UNIT
    },
    Recipe {
        id: "fp8-lm-o1",
        name: "FP8-LM, level O1",
        words: "Weight gradients too are kept, and summed between devices, in FP8; weights in FP16, moments in FP32.",
        ..FP8_LM
    },
    Recipe {
        id: "fp8-lm-o2",
        name: "FP8-LM, level O2",
        words: "As O1, with the first moment in FP8 and the second in FP16.",
        ..FP8_LM
    },
    Recipe {
        id: "fp8-lm-o3",
        name: "FP8-LM, level O3",
        memory: Some("fp8-lm"),
        gains: &[
            Gain { percent: 64.0, over: "BF16", what: "GPT-175B, first version of the paper" },
            Gain { percent: 75.0, over: "BF16", what: "GPT-175B, later version: four times the micro-batch" },
            Gain { percent: 21.0, over: "BF16", what: "GPT-175B, later version, at the same micro-batch" },
            Gain { percent: 17.0, over: "Transformer Engine", what: "GPT-175B, first version of the paper" },
            Gain { percent: 37.0, over: "Transformer Engine", what: "GPT-175B, later version" },
        ],
        words: "As O2, with FP8 weights beside FP16 master weights, sharded and sent in FP8.",
        ..FP8_LM
    },
    Recipe {
        id: "scalify",
        name: "Scalify",
        memory: None,
        weight_scaling: Scaling::Carried,
        activation_scaling: Scaling::Carried,
        gains: &[],
        words: "Every number travels as data and a scale through the whole graph; FP16 optimizer states.",
        source: "Scalify, arXiv 2407.17353",
        confidence: Confidence::RecalledMedium,
        ..DELAYED
    },
];

/// The recipe of this id.
pub fn find(id: &str) -> Option<&'static Recipe> {
    RECIPES.iter().find(|r| r.id == id)
}

impl Recipe {
    /// Whether a product runs in FP8; everything but linear layers stays in 16 bits.
    pub fn in_eight_bits(&self, operator: Operator, product: Product) -> bool {
        operator == Operator::Linear && self.products.contains(&product)
    }

    /// The formats of the two numbers that a product multiplies: weights forward and to the input's gradient,
    /// activations to the weight's gradient.
    pub const fn formats(&self, product: Product) -> (&'static Float, &'static Float) {
        match product {
            Product::Forward => (self.weights, self.activations),
            Product::InputGradient => (self.weights, self.gradients),
            Product::WeightGradient => (self.activations, self.gradients),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::memory::recipe;

    #[test]
    fn every_recipe_in_eight_bits_of_the_memory_model_is_here_once() {
        for r in &recipe::RECIPES {
            let eight = r.input < r.activation;
            assert_eq!(RECIPES.iter().filter(|own| own.memory == Some(r.id)).count(), usize::from(eight), "{}", r.id);
        }
        for (i, r) in RECIPES.iter().enumerate() {
            assert!(r.memory.is_none_or(|id| recipe::find(id).is_ok()), "{}", r.id);
            assert!(RECIPES[i + 1..].iter().all(|o| o.id != r.id) && find(r.id) == Some(r), "{}", r.id);
            assert!(r.words.ends_with('.') && r.confidence != Confidence::Own, "{}", r.id);
        }
    }

    /// 32/128 = 0.25 and 32/16384 ≈ 0.002 bits (DeepSeek-V3), 8/32 = 0.25 (MX); the memory model has the same.
    #[test]
    fn scales_take_their_bits() {
        let bits = |id: &str| find(id).map(|r| (r.weight_scaling.bits(), r.activation_scaling.bits()));
        assert_eq!(bits("blocks"), Some((32.0 / 16_384.0, 0.25)));
        assert_eq!(bits("mxfp8"), Some((0.25, 0.25)));
        assert_eq!(bits("tensor-current"), Some((0.0, 0.0)));
        for r in RECIPES {
            if let (Some(id), Scaling::Few(_)) = (r.memory, r.activation_scaling) {
                let kept = recipe::find(id).unwrap();
                assert_eq!(kept.input, (8.0 + r.activation_scaling.bits()) / 8.0, "{id}");
            }
        }
    }

    /// Samples a second of GPT-175B: 22.4 in BF16, 28.7 with Transformer Engine, 39.3 with FP8-LM and 27.1 at the micro-
    /// batch of BF16. TFLOP/s of llm-foundry: 548 and 432.
    #[test]
    fn gains_follow_from_throughputs() {
        let printed = |id: &str, i: usize| find(id).unwrap().gains[i].percent;
        for (gain, fast, slow) in [
            (printed("fp8-lm-o3", 1), 39.3, 22.4),
            (printed("fp8-lm-o3", 2), 27.1, 22.4),
            (printed("fp8-lm-o3", 4), 39.3, 28.7),
            (printed("tensor-delayed", 0), 548.0, 432.0f64),
        ] {
            assert!((100.0 * (fast / slow - 1.0) - gain).abs() < 0.51, "{gain}");
        }
    }

    #[test]
    fn only_linear_layers_are_in_eight_bits() {
        use Operator::{AttentionCore, Embedding, Head, Linear, Norm, Router};
        for r in RECIPES {
            for product in ALL_THREE {
                assert!(r.in_eight_bits(Linear, *product), "{}", r.id);
                assert!([Embedding, Head, Norm, Router, AttentionCore].iter().all(|o| !r.in_eight_bits(*o, *product)));
                let (a, b) = r.formats(*product);
                assert!(a.bits() == 8 && b.bits() == 8);
            }
        }
        assert_eq!(find("blocks").unwrap().formats(Product::WeightGradient).1.id, "e4m3");
        assert_eq!(find("tensor-delayed").unwrap().formats(Product::InputGradient).1.id, "e5m2");
        assert_eq!(find("tensor-current").map(|r| r.activation_scaling.extra_bytes()), Some(2.0));
        assert_eq!(find("mxfp8").map(|r| r.activation_scaling.extra_bytes()), Some(0.0));
    }
}

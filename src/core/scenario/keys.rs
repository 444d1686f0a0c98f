//! The one table of inputs: what each is called in a link, in an object and in words.

use super::{Cluster, Setup, Sparse};
use crate::core::laws::Input;
use crate::core::laws::own::Which;

/// Everything that can be said, in the order links write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Title,
    Flops,
    Time,
    Dollars,
    Loss,
    Params,
    Tokens,
    Law,
    Accelerator,
    Device,
    Count,
    Utilisation,
    Price,
    Model,
    ModelParams,
    ModelTokens,
    UniqueTokens,
    InferenceTokens,
    MaxParams,
    PrecisionBits,
    PostTrainingBits,
    Replicas,
    SequenceLength,
    OwnName,
    OwnE,
    OwnA,
    OwnB,
    OwnAlpha,
    OwnBeta,
    OwnEError,
    OwnAError,
    OwnBError,
    OwnAlphaError,
    OwnBetaError,
    Architecture,
    Config,
    Shape,
    Against,
    Recipe,
    Optimizer,
    MicroBatch,
    Batch,
    TensorParallel,
    PipelineParallel,
    ContextParallel,
    ExpertParallel,
    Interleave,
    ZeroStage,
    SequenceParallel,
    Recompute,
    AttentionKernel,
    Offload,
    Adapter,
    AdapterRank,
    AdapterTarget,
    BaseFormat,
    ContextLength,
    Sequences,
    WeightFormat,
    Quantised,
    KvFormat,
    BlockSize,
    ServingDevices,
    Node,
    Port,
    Overlap,
    ParallelBlock,
    FusedKernels,
    AttentionGeneration,
    TrainingTokens,
    Load,
    HostFactor,
    Pue,
    Carbon,
    Mtbf,
    CheckpointTime,
    RestartTime,
    Experts,
    TopK,
    Sparsity,
    Granularity,
    WeightSparsity,
    DenseTokens,
    MaxMemory,
    MaxInference,
    MaxExperts,
    CapacityFactor,
    Imbalance,
    NodeLimit,
    DispatchBits,
    Descend,
    Shortcut,
    BiLevel,
    MessageDelay,
}

/// Names of one input: in a link, as a dotted path in an object, and in words.
pub struct Names {
    pub key: Key,
    pub link: &'static str,
    pub path: &'static str,
    pub words: &'static str,
}

const fn names(key: Key, link: &'static str, path: &'static str, words: &'static str) -> Names {
    Names { key, link, path, words }
}

/// The one table of inputs.
pub static KEYS: &[Names] = &[
    names(Key::Title, "title", "title", "title"),
    names(Key::Flops, "flops", "budget.flops", "compute budget"),
    names(Key::Time, "time", "budget.time", "training time"),
    names(Key::Dollars, "dollars", "budget.dollars", "amount of money"),
    names(Key::Loss, "loss", "budget.loss", "target loss"),
    names(Key::Params, "params", "budget.params", "model size"),
    names(Key::Tokens, "tokens", "budget.tokens", "number of tokens"),
    names(Key::Law, "law", "law", "law"),
    names(Key::Accelerator, "accelerator", "hardware.accelerator", "accelerator"),
    names(Key::Device, "device", "hardware.device", "numbers of the accelerator"),
    names(Key::Count, "count", "hardware.count", "number of accelerators"),
    names(Key::Utilisation, "mfu", "assumptions.mfu", "utilisation"),
    names(Key::Price, "price", "assumptions.pricePerHour", "price of an accelerator-hour"),
    names(Key::Model, "model", "model.preset", "published run"),
    names(Key::ModelParams, "modelParams", "model.params", "size of your run"),
    names(Key::ModelTokens, "modelTokens", "model.tokens", "tokens of your run"),
    names(Key::UniqueTokens, "unique", "data.uniqueTokens", "unique tokens"),
    names(Key::InferenceTokens, "serve", "serving.inferenceTokens", "tokens to be served"),
    names(Key::MaxParams, "maxParams", "model.maxParams", "largest model size"),
    names(Key::PrecisionBits, "bits", "precision.training", "bits of training"),
    names(Key::PostTrainingBits, "postBits", "precision.postTraining", "bits after training"),
    names(Key::Replicas, "replicas", "parallelism.replicas", "replicas that train apart"),
    names(Key::SequenceLength, "sequence", "data.sequenceLength", "sequence length"),
    names(Key::OwnName, "ownName", "ownLaw.name", "name of your law"),
    names(Key::OwnE, "ownE", "ownLaw.E", "your E"),
    names(Key::OwnA, "ownA", "ownLaw.A", "your A"),
    names(Key::OwnB, "ownB", "ownLaw.B", "your B"),
    names(Key::OwnAlpha, "ownAlpha", "ownLaw.alpha", "your α"),
    names(Key::OwnBeta, "ownBeta", "ownLaw.beta", "your β"),
    names(Key::OwnEError, "ownEError", "ownLaw.EError", "standard error of your E"),
    names(Key::OwnAError, "ownAError", "ownLaw.AError", "standard error of your A"),
    names(Key::OwnBError, "ownBError", "ownLaw.BError", "standard error of your B"),
    names(Key::OwnAlphaError, "ownAlphaError", "ownLaw.alphaError", "standard error of your α"),
    names(Key::OwnBetaError, "ownBetaError", "ownLaw.betaError", "standard error of your β"),
    names(Key::Architecture, "arch", "model.architecture", "model"),
    names(Key::Config, "config", "model.config", "configuration"),
    names(Key::Shape, "shape", "model.shape", "shape of the model"),
    names(Key::Against, "against", "model.against", "model beside it"),
    names(Key::Recipe, "recipe", "precision.recipe", "recipe of training"),
    names(Key::Optimizer, "optimizer", "precision.optimizer", "optimizer"),
    names(Key::MicroBatch, "microBatch", "parallelism.microBatch", "micro-batch"),
    names(Key::Batch, "batch", "parallelism.batch", "sequences of a step"),
    names(Key::TensorParallel, "tp", "parallelism.tensorParallel", "tensor parallelism"),
    names(Key::PipelineParallel, "pp", "parallelism.pipelineParallel", "pipeline parallelism"),
    names(Key::ContextParallel, "cp", "parallelism.contextParallel", "context parallelism"),
    names(Key::ExpertParallel, "ep", "parallelism.expertParallel", "expert parallelism"),
    names(Key::Interleave, "interleave", "parallelism.interleave", "pieces of a pipeline stage"),
    names(Key::ZeroStage, "zero", "parallelism.zeroStage", "ZeRO stage"),
    names(Key::SequenceParallel, "sp", "parallelism.sequenceParallel", "sequence parallelism"),
    names(Key::Recompute, "recompute", "parallelism.recompute", "recomputation"),
    names(Key::AttentionKernel, "attention", "parallelism.attention", "attention kernel"),
    names(Key::Offload, "offload", "parallelism.offload", "offload"),
    names(Key::Adapter, "adapter", "model.adapter", "adapter"),
    names(Key::AdapterRank, "rank", "model.adapterRank", "rank of the adapter"),
    names(Key::AdapterTarget, "target", "model.adapterTarget", "matrices with an adapter"),
    names(Key::BaseFormat, "base", "model.baseFormat", "format of the frozen model"),
    names(Key::ContextLength, "context", "serving.contextLength", "context length"),
    names(Key::Sequences, "sequences", "serving.sequences", "number of sequences"),
    names(Key::WeightFormat, "weights", "serving.weightFormat", "format of the weights"),
    names(Key::Quantised, "quantised", "serving.quantised", "weights in that format"),
    names(Key::KvFormat, "kv", "serving.kvFormat", "format of keys and values"),
    names(Key::BlockSize, "block", "serving.blockSize", "page of the cache"),
    names(Key::ServingDevices, "servingTp", "serving.tensorParallel", "devices that share the served model"),
    names(Key::Node, "node", "hardware.node", "devices of a node"),
    names(Key::Port, "nic", "hardware.nic", "network of a device"),
    names(Key::Overlap, "overlap", "parallelism.overlap", "communication that is hidden"),
    names(Key::ParallelBlock, "parallelBlock", "parallelism.parallelBlock", "parallel block"),
    names(Key::FusedKernels, "fused", "parallelism.fusedKernels", "fused kernels"),
    names(Key::AttentionGeneration, "flash", "parallelism.attentionGeneration", "generation of the attention kernel"),
    names(Key::TrainingTokens, "trainTokens", "data.trainingTokens", "tokens of the model at hand"),
    names(Key::Load, "load", "assumptions.load", "load against the rated power"),
    names(Key::HostFactor, "host", "assumptions.host", "power of a node against its devices"),
    names(Key::Pue, "pue", "assumptions.pue", "PUE"),
    names(Key::Carbon, "carbon", "assumptions.gramsPerKwh", "grams of CO₂ for a kilowatt-hour"),
    names(Key::Mtbf, "mtbf", "assumptions.hoursBetweenFailures", "accelerator-hours between failures"),
    names(Key::CheckpointTime, "checkpoint", "assumptions.checkpointTime", "time to write a checkpoint"),
    names(Key::RestartTime, "restart", "assumptions.restartTime", "time to restart"),
    names(Key::Experts, "experts", "moe.experts", "number of experts"),
    names(Key::TopK, "topK", "moe.topK", "active experts"),
    names(Key::Sparsity, "sparsity", "moe.sparsity", "share of inactive experts"),
    names(Key::Granularity, "granularity", "moe.granularity", "granularity of experts"),
    names(Key::WeightSparsity, "zeros", "moe.weightSparsity", "share of weights that are zero"),
    names(Key::DenseTokens, "denseTokens", "moe.denseTokens", "tokens of the dense model"),
    names(Key::MaxMemory, "maxMemory", "moe.maxMemory", "memory of the served model"),
    names(Key::MaxInference, "maxInference", "moe.maxInferenceFlops", "compute of a served token"),
    names(Key::MaxExperts, "maxExperts", "moe.maxExperts", "most experts"),
    names(Key::CapacityFactor, "capacity", "parallelism.capacityFactor", "capacity factor"),
    names(Key::Imbalance, "imbalance", "parallelism.imbalance", "load of the busiest device"),
    names(Key::NodeLimit, "nodeLimit", "parallelism.nodeLimit", "nodes that a token is sent to"),
    names(Key::DispatchBits, "dispatch", "parallelism.dispatchBits", "bits on the way to experts"),
    names(Key::Descend, "descend", "parallelism.descend", "width on the way to experts"),
    names(Key::Shortcut, "shortcut", "parallelism.shortcut", "shortcut to experts"),
    names(Key::BiLevel, "biLevel", "parallelism.biLevel", "routing to a node first"),
    names(Key::MessageDelay, "messageDelay", "parallelism.messageDelay", "time of a message to an expert"),
];

impl Key {
    pub fn names(self) -> &'static Names {
        // The table is in the order of the enum; a test says so.
        KEYS.get(self as usize).unwrap_or(&KEYS[0])
    }

    /// The key of a law's own input, by its name in a query.
    pub fn from_input(name: &str) -> Option<Key> {
        let input = Input::ALL.into_iter().find(|i| name.split('.').next() == Some(i.name()))?;
        Some(match input {
            Input::UniqueTokens => Key::UniqueTokens,
            Input::PrecisionBits => Key::PrecisionBits,
            Input::PostTrainingBits => Key::PostTrainingBits,
            Input::Replicas => Key::Replicas,
            Input::Experts => Key::Experts,
            Input::TopK => Key::TopK,
            Input::Sparsity => Key::Sparsity,
            Input::Granularity => Key::Granularity,
            Input::WeightSparsity => Key::WeightSparsity,
            Input::DenseTokens => Key::DenseTokens,
        })
    }

    pub fn from_link(name: &str) -> Option<Key> {
        KEYS.iter().find(|n| n.link == name).map(|n| n.key)
    }

    /// Read as words, not as a number.
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Key::Title
                | Key::Law
                | Key::Accelerator
                | Key::Device
                | Key::Model
                | Key::OwnName
                | Key::Architecture
                | Key::Config
                | Key::Shape
                | Key::Against
                | Key::WeightFormat
                | Key::Quantised
                | Key::KvFormat
                | Key::Recipe
                | Key::Optimizer
                | Key::SequenceParallel
                | Key::Recompute
                | Key::AttentionKernel
                | Key::Offload
                | Key::Adapter
                | Key::AdapterTarget
                | Key::BaseFormat
                | Key::Overlap
                | Key::ParallelBlock
                | Key::FusedKernels
                | Key::AttentionGeneration
                | Key::Shortcut
                | Key::BiLevel
        )
    }

    /// May be left out: an empty field takes the question back.
    pub const fn is_optional(self) -> bool {
        Setup::has(self)
            || Cluster::has(self)
            || Sparse::has(self)
            || matches!(
                self,
                Key::Device
                    | Key::Utilisation
                    | Key::Price
                    | Key::UniqueTokens
                    | Key::InferenceTokens
                    | Key::MaxParams
                    | Key::PrecisionBits
                    | Key::PostTrainingBits
                    | Key::Replicas
                    | Key::Experts
                    | Key::TopK
                    | Key::Sparsity
                    | Key::Granularity
                    | Key::WeightSparsity
                    | Key::DenseTokens
                    | Key::SequenceLength
                    | Key::OwnEError
                    | Key::OwnAError
                    | Key::OwnBError
                    | Key::OwnAlphaError
                    | Key::OwnBetaError
            )
    }

    /// The constant of one's own that this says, and whether it is its error.
    pub const fn own(self) -> Option<(Which, bool)> {
        Some(match self {
            Key::OwnE => (Which::E, false),
            Key::OwnA => (Which::A, false),
            Key::OwnB => (Which::B, false),
            Key::OwnAlpha => (Which::Alpha, false),
            Key::OwnBeta => (Which::Beta, false),
            Key::OwnEError => (Which::E, true),
            Key::OwnAError => (Which::A, true),
            Key::OwnBError => (Which::B, true),
            Key::OwnAlphaError => (Which::Alpha, true),
            Key::OwnBetaError => (Which::Beta, true),
            _ => return None,
        })
    }

    /// Says something of one's own law.
    pub const fn is_own(self) -> bool {
        matches!(self, Key::OwnName) || self.own().is_some()
    }

    pub const fn is_budget(self) -> bool {
        matches!(self, Key::Flops | Key::Time | Key::Dollars | Key::Loss | Key::Params | Key::Tokens)
    }
}

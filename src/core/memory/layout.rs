//! How devices share a training run, and whether a model allows it.

use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Layer, Split, Stack};

/// No run has more devices along one direction.
pub const MOST: u64 = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Replicas that see different sequences.
    pub data: u64,
    /// Devices that share every matrix.
    pub tensor: u64,
    /// Stages of the pipeline.
    pub pipeline: u64,
    /// Devices that share one sequence.
    pub context: u64,
    /// Devices that share the experts of a layer; they are among those of `data` and `context`, as in Megatron, and where
    /// those are too few among those of `tensor` too.
    pub expert: u64,
    /// Devices of a tensor-parallel group share also what is not cut by matrices. No effect where `tensor` is 1.
    pub sequence_parallel: bool,
    /// Pieces of the pipeline on one stage.
    pub interleave: u64,
    /// ZeRO stage: from 1 the optimizer, from 2 gradients too, from 3 weights too are spread over the replicas.
    pub zero: u8,
}

impl Default for Layout {
    /// One device.
    fn default() -> Layout {
        Layout {
            data: 1,
            tensor: 1,
            pipeline: 1,
            context: 1,
            expert: 1,
            sequence_parallel: true,
            interleave: 1,
            zero: 0,
        }
    }
}

impl Layout {
    pub const fn devices(&self) -> u128 {
        self.data as u128 * self.tensor as u128 * self.pipeline as u128 * self.context as u128
    }

    /// Devices that hold the same weights outside the experts: ZeRO spreads over them.
    pub const fn replicas(&self) -> u64 {
        self.data.saturating_mul(self.context)
    }

    /// Do the devices of a tensor-parallel group hold whole experts of their own, instead of sharing every expert?
    /// So they do where experts are spread over more devices than there are replicas (arXiv 2504.14960).
    pub const fn whole_experts(&self) -> bool {
        let expert = if self.expert == 0 { 1 } else { self.expert };
        !self.replicas().is_multiple_of(expert) && self.replicas().saturating_mul(self.tensor).is_multiple_of(expert)
    }

    /// Devices that share one expert.
    pub const fn expert_tensor(&self) -> u64 {
        if self.whole_experts() { 1 } else { self.tensor }
    }

    /// Devices that hold the same experts.
    pub const fn expert_replicas(&self) -> u64 {
        let all = if self.whole_experts() { self.replicas().saturating_mul(self.tensor) } else { self.replicas() };
        let replicas = all / if self.expert == 0 { 1 } else { self.expert };
        if replicas == 0 { 1 } else { replicas }
    }

    /// Devices over which one tensor is cut.
    pub const fn ways(&self, split: Split) -> u64 {
        match split {
            Split::Whole => 1,
            Split::Tensor => self.tensor,
            Split::KvHeads(heads) => {
                if heads < self.tensor && heads > 0 {
                    heads
                } else {
                    self.tensor
                }
            }
            Split::Experts => self.expert.saturating_mul(self.expert_tensor()),
        }
    }

    /// Devices over which what is not cut by matrices is spread.
    pub const fn spread(&self) -> u64 {
        if self.sequence_parallel { self.tensor } else { 1 }
    }

    /// Whether `model` can be trained so on sequences of so many tokens.
    ///
    /// # Errors
    /// At the field that cannot be, with what would be right.
    pub fn check(&self, model: &Architecture, sequence: u64) -> Result<(), Error> {
        for (field, value) in [
            ("dataParallel", self.data),
            ("tensorParallel", self.tensor),
            ("pipelineParallel", self.pipeline),
            ("contextParallel", self.context),
            ("expertParallel", self.expert),
            ("interleave", self.interleave),
        ] {
            if !(1..=MOST).contains(&value) {
                return Err(bad(field, format!("This must be a whole number from 1 to {MOST}.")));
            }
        }
        if self.zero > 3 {
            return Err(bad("zeroStage", "The ZeRO stage is 0, 1, 2 or 3.".to_owned()));
        }
        let layers = layers(model);
        if self.pipeline > layers {
            return Err(bad("pipelineParallel", format!("There are {layers} layers; so many stages at most."))
                .suggest(layers.to_string()));
        }
        if self.interleave > 1 && self.pipeline == 1 {
            return Err(
                bad("interleave", "Only a pipeline of two stages or more can be interleaved.".to_owned()).suggest("1")
            );
        }
        if self.interleave * self.pipeline > layers {
            let most = layers / self.pipeline;
            return Err(bad(
                "interleave",
                format!("{layers} layers make at most {most} pieces on each of {} stages.", self.pipeline),
            )
            .suggest(most.to_string()));
        }
        if !sequence.is_multiple_of(self.context) {
            return Err(divides(
                "contextParallel",
                self.context,
                &[sequence],
                &format!("the {sequence} tokens of a sequence"),
            ));
        }
        check_heads(model, self.tensor)?;
        self.check_experts(model)
    }

    fn check_experts(&self, model: &Architecture) -> Result<(), Error> {
        let field = "expertParallel";
        if self.expert == 1 {
            return Ok(());
        }
        let mut any = false;
        for routed in kinds(model).flat_map(|l| &l.feeds).filter_map(|f| f.routed) {
            any = true;
            if !routed.experts.is_multiple_of(self.expert) {
                let all = [routed.experts, self.replicas()];
                return Err(divides(field, self.expert, &all, &format!("the {} experts of a layer", routed.experts)));
            }
        }
        if !any {
            return Err(
                Error::new(Code::Inconsistent, field, "This model has no routed experts to spread.").suggest("1")
            );
        }
        if !self.replicas().is_multiple_of(self.expert) && !self.whole_experts() {
            let what = format!(
                "the {} devices of data and context parallelism, among which the experts are spread",
                self.replicas()
            );
            return Err(divides(field, self.expert, &[self.replicas()], &what));
        }
        Ok(())
    }
}

/// Every one of `tensor` devices gets whole heads, as many as the others.
///
/// # Errors
/// At `tensorParallel`, with what would be right.
pub fn check_heads(model: &Architecture, tensor: u64) -> Result<(), Error> {
    for a in kinds(model).flat_map(|l| l.attention.iter().chain(&l.cross)) {
        let kv = kv_heads(a);
        if a.heads > 0 && !a.heads.is_multiple_of(tensor) {
            return Err(divides("tensorParallel", tensor, &[a.heads], &format!("the {} query heads", a.heads)));
        }
        if !kv.is_multiple_of(tensor) && !tensor.is_multiple_of(kv) {
            let what = format!("the {kv} heads of keys and values, or be a multiple of them,");
            return Err(divides("tensorParallel", tensor, &[a.heads, kv], &what));
        }
    }
    Ok(())
}

/// The most devices, up to those asked for, among which every layer's heads divide.
pub fn nearest_tensor(model: &Architecture, asked: u64) -> u64 {
    let most = kinds(model).flat_map(|l| l.attention.iter().chain(&l.cross)).map(|a| a.heads).min();
    let most = most.map_or(asked, |heads| asked.min(heads.max(1)));
    (1..=most).rev().find(|t| check_heads(model, *t).is_ok()).unwrap_or(1)
}

/// Layers in a row: those of an encoder come first.
pub fn layers(model: &Architecture) -> u64 {
    model.encoder.as_ref().map_or(0, Stack::depth) + model.stack.depth()
}

/// Every kind of layer, an encoder's first.
pub fn kinds(model: &Architecture) -> impl Iterator<Item = &Layer> {
    model.encoder.iter().chain(std::iter::once(&model.stack)).flat_map(|s| &s.kinds)
}

/// Heads into which keys and values are cut; those made of one latent vector are as many as the queries'.
fn kv_heads(a: &Attention) -> u64 {
    let cut = a.weights.iter().find_map(|w| match w.split {
        Split::KvHeads(heads) => Some(heads),
        _ => None,
    });
    cut.unwrap_or(a.heads).max(1)
}

fn bad(field: &'static str, message: String) -> Error {
    Error::new(Code::OutOfDomain, field, message)
}

/// `asked` does not divide what it must; the largest smaller number that divides all of `these` is suggested.
fn divides(field: &'static str, asked: u64, these: &[u64], what: &str) -> Error {
    let fits = |n: &u64| these.iter().all(|t| t.is_multiple_of(*n));
    let near = (1..=asked).rev().find(fits).unwrap_or(1);
    Error::new(Code::Inconsistent, field, format!("{asked} must divide {what}; {near} does.")).suggest(near.to_string())
}

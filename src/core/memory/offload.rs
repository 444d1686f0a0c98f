//! What leaves a device for the host's memory or for disks. What that costs in speed is among the formulas.
//!
//! ZeRO-Offload (arXiv 2101.06840) and ZeRO-Infinity (arXiv 2104.07857).

use super::activations::Recompute;
use super::training::{Part, Setup, Stage, training};
use crate::core::error::{Code, Error};
use crate::core::model::Architecture;
use crate::core::quantity::Bytes;

/// Where a part is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Place {
    #[default]
    Device,
    Host,
    Disk,
}

impl Place {
    pub const ALL: [(&'static str, Place); 3] =
        [("device", Place::Device), ("host", Place::Host), ("nvme", Place::Disk)];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Offload {
    /// Master weights and moments; from ZeRO-2 on the gradients go with them.
    pub optimizer: Place,
    /// Weights; a device keeps those of the layers it computes, which are among its buffers.
    pub weights: Place,
    /// Inputs of layers, kept for recomputing them; a device keeps that of one layer.
    pub checkpoints: Place,
}

/// A stage after the move. Bytes of host and disk are those of one device's share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    pub device: Stage,
    pub host: Bytes,
    pub disk: Bytes,
}

/// Moves parts of a stage off its devices.
///
/// # Errors
/// `inconsistent` at `offload` for what no implementation does.
pub fn offload(model: &Architecture, setup: &Setup, stage: &Stage, to: Offload) -> Result<Moved, Error> {
    let zero = setup.layout.zero;
    let refuse = |message| Err(Error::new(Code::Inconsistent, "offload", message));
    if to.weights != Place::Device && zero < 3 {
        return refuse("Weights can leave the device only under ZeRO-3, which gathers them layer by layer.");
    }
    if to.optimizer == Place::Disk && zero < 3 {
        return refuse("Optimizer states can go to disk only under ZeRO-3; the host's memory takes them under any.");
    }
    if to.checkpoints != Place::Device && setup.recompute != Recompute::Full {
        return refuse("Only the inputs of layers can leave the device: that needs full recomputation.");
    }
    let mut moved = Moved { device: *stage, host: Bytes::ZERO, disk: Bytes::ZERO };
    moved.take(Part::Optimizer, to.optimizer, Bytes::ZERO);
    if zero >= 2 {
        moved.take(Part::Gradients, to.optimizer, Bytes::ZERO);
    }
    moved.take(Part::Weights, to.weights, Bytes::ZERO);
    if to.weights != Place::Device && setup.layout.replicas() == 1 {
        // One replica gathers nothing from others, but what it computes with must still come to the device.
        let mut two = *setup;
        two.layout.data = 2;
        let index = usize::try_from(stage.index).unwrap_or(0);
        if let Some(other) = training(model, &two)?.get(index) {
            moved.device = moved.device.with(Part::Buffers, other.part(Part::Buffers));
        }
    }
    let tokens = setup.sequence as f64 * setup.micro_batch as f64 / setup.layout.context as f64;
    let one = tokens * model.width as f64 * setup.recipe.activation / setup.layout.spread() as f64;
    moved.take(Part::Activations, to.checkpoints, Bytes::new(one)?);
    Ok(moved)
}

impl Moved {
    /// Moves a part, all but what stays.
    fn take(&mut self, part: Part, to: Place, stays: Bytes) {
        let all = self.device.part(part);
        let stays = if stays < all { stays } else { all };
        let away = Bytes::new(all.get() - stays.get()).unwrap_or_default();
        match to {
            Place::Device => return,
            Place::Host => self.host += away,
            Place::Disk => self.disk += away,
        }
        self.device = self.device.with(part, stays);
    }
}

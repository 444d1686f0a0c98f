//! Small trained tensors beside a frozen model: LoRA and its kin, bottleneck adapters, and what they take to train.

use super::formats::Format;
use super::layout;
use super::plan::{Added, Base, Plan};
use super::recipe::of_layer;
use super::training::{self as whole, Part, Setup, Stage};
use crate::core::error::{Code, Error};
use crate::core::expr::Expr;
use crate::core::model::{Architecture, Layer, Part as Of, Role, Split, Tensor};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Two matrices beside each one of a × b: r(a + b) numbers (arXiv 2106.09685).
    Lora,
    /// The same tensors, scaled by 1/√r instead of 1/r (arXiv 2312.03732).
    RsLora,
    /// LoRA and the length of each column: b numbers more (arXiv 2402.09353).
    Dora,
    /// LoRA made of shards from a pool that layers share: about an eighth of LoRA's numbers for the same quality
    /// (arXiv 2410.00938), counted as LoRA of an eighth of the rank.
    Mos,
    /// Two layers of width r behind attention and feed-forward: 2rd + r + d numbers each (arXiv 1902.00751).
    Bottleneck,
}

impl Method {
    pub const ALL: [(&'static str, Method); 5] = [
        ("lora", Method::Lora),
        ("rslora", Method::RsLora),
        ("dora", Method::Dora),
        ("mos", Method::Mos),
        ("adapter", Method::Bottleneck),
    ];
}

/// Matrices that get one; a bottleneck does not ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Queries and values, as LoRA's paper.
    QueryValue,
    /// Every matrix of attention.
    Attention,
    /// Every matrix of the layers but routers, as QLoRA.
    AllLinear,
}

impl Target {
    pub const ALL: [(&'static str, Target); 3] =
        [("query-value", Target::QueryValue), ("attention", Target::Attention), ("all-linear", Target::AllLinear)];

    fn takes(self, t: &Tensor) -> bool {
        of_layer(t)
            && match self {
                Target::QueryValue => matches!(t.name, "query" | "query up" | "value" | "latent up"),
                Target::Attention => t.part == Of::Attention,
                Target::AllLinear => true,
            }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adapter {
    pub method: Method,
    pub rank: u64,
    pub target: Target,
}

impl Adapter {
    /// What each kind of layer is given.
    ///
    /// # Errors
    /// `out-of-domain` at `rank`, `inconsistent` at `target` where no matrix gets one.
    pub fn added(&self, model: &Architecture) -> Result<Vec<Added>, Error> {
        if !(1..=1 << 20).contains(&self.rank) {
            return Err(Error::new(Code::OutOfDomain, "rank", "The rank must be a whole number from 1 to 1048576."));
        }
        let all: Vec<Added> = layout::kinds(model).map(|layer| self.of(layer, model.width)).collect();
        if all.iter().all(|a| a.tensors.is_empty()) {
            return Err(Error::new(Code::Inconsistent, "target", "No matrix of this model is among the chosen ones."));
        }
        Ok(all)
    }

    /// Trained numbers of the whole model.
    ///
    /// # Errors
    /// As [`Adapter::added`].
    pub fn trainable(&self, model: &Architecture) -> Result<u128, Error> {
        let added = self.added(model)?;
        let stacks = model.encoder.iter().chain(std::iter::once(&model.stack));
        let layers = stacks.flat_map(|s| s.kinds().map(|(_, n)| n));
        Ok(layers.zip(&added).map(|(n, a)| u128::from(n) * a.tensors.iter().map(Tensor::trained).sum::<u128>()).sum())
    }

    fn of(&self, layer: &Layer, width: u64) -> Added {
        let mut added = Added::default();
        if self.method == Method::Bottleneck {
            let blocks = [layer.attention.is_some() || layer.mixer.is_some(), !layer.feeds.is_empty()];
            for _ in blocks.into_iter().filter(|b| *b) {
                added.tensors.extend([
                    Tensor::matrix("adapter down", Of::Other, width, self.rank),
                    Tensor::matrix("adapter up", Of::Other, self.rank, width),
                    Tensor::vector("adapter bias", Of::Other, self.rank),
                    Tensor::vector("adapter bias", Of::Other, width),
                ]);
                added.kept += width as f64 + 2.0 * self.rank as f64;
            }
            return added;
        }
        let rank = if self.method == Method::Mos { self.rank.div_ceil(8) } else { self.rank };
        for t in layer.tensors().filter(|t| self.target.takes(t)) {
            let part = |name, rows, cols, split| {
                Tensor { role: Role::Matrix, ..Tensor::matrix(name, t.part, rows, cols) }
                    .copies(t.copies, t.used)
                    .split(split)
            };
            // A matrix cut by its rows has a cut first factor, one cut by its columns a cut second.
            let (first, second) = match t.split {
                Split::Experts => (Split::Experts, Split::Experts),
                split if matches!(t.name, "output" | "down") => (split, Split::Whole),
                split => (Split::Whole, split),
            };
            added.tensors.push(part("adapter down", t.rows, rank, first));
            added.tensors.push(part("adapter up", rank, t.cols, second));
            if self.method == Method::Dora {
                added
                    .tensors
                    .push(Tensor::vector("adapter lengths", t.part, t.cols).copies(t.copies, t.used).split(second));
            }
            added.kept += rank as f64 * t.used as f64;
        }
        added
    }
}

/// Bytes of a frozen weight in a matrix of a layer and elsewhere: quantisation leaves embeddings, head, routers and
/// norms in 16 bits (QLoRA, arXiv 2305.14314).
fn frozen(format: &Format) -> (f64, f64) {
    (format.bits / 8.0, if format.bits >= 32.0 { 4.0 } else { 2.0 })
}

/// Memory of a device of every stage, of the whole model or of an adapter on it.
///
/// # Errors
/// At the field that cannot be.
pub fn stages(
    model: &Architecture,
    setup: &Setup,
    adapter: Option<&Adapter>,
    format: &Format,
) -> Result<Vec<Stage>, Error> {
    match adapter {
        None => whole::training(model, setup),
        Some(adapter) => training(model, setup, adapter, format),
    }
}

/// Memory of a device of every stage: frozen weights in `format`, gradients and optimizer of the adapters only.
///
/// Activations are those of training the model: the inputs of its matrices are those of the adapters too.
///
/// # Errors
/// At the field that cannot be.
pub fn training(model: &Architecture, setup: &Setup, adapter: &Adapter, format: &Format) -> Result<Vec<Stage>, Error> {
    let added = adapter.added(model)?;
    Plan::of(model, setup, &Base::Frozen { bytes: frozen(format), added: &added })?.stages()
}

/// The formula of one part; its value is the number that [`training`] reports.
///
/// # Errors
/// At the field that cannot be.
pub fn explain(
    model: &Architecture,
    setup: &Setup,
    adapter: &Adapter,
    format: &Format,
    stage: u64,
    part: Part,
) -> Result<Expr, Error> {
    let added = adapter.added(model)?;
    Plan::of(model, setup, &Base::Frozen { bytes: frozen(format), added: &added })?.explain(stage, part)
}

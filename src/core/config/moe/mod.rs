//! Mixtures of experts, and attention over latents: what their readers share.

mod dbrx;
mod grouped;
mod hunyuan;
mod jetmoe;
mod latent;
mod layers;
mod longcat;
mod mimo;
mod step;
#[cfg(test)]
mod tests;

pub use dbrx::read as dbrx;
pub use grouped::read as grouped;
pub use hunyuan::read as hunyuan;
pub use jetmoe::read as jetmoe;
pub use latent::read as latent;
pub use longcat::read as longcat;
pub use mimo::read as mimo;
pub use step::read as step;

use super::fields::Config;
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Feed, Part, Split, Stack, Tensor};

/// The sizes that every attention needs.
struct Frame {
    width: u64,
    layers: u64,
    heads: u64,
    kv: u64,
    /// Width of one head.
    head: u64,
}

impl Frame {
    fn of(c: &mut Config) -> Result<Frame, Error> {
        let width = c.size("hidden_size")?;
        let heads = c.size("num_attention_heads")?;
        let kv = match c.maybe("num_key_value_heads")? {
            Some(kv) => kv,
            None => {
                c.infer(format!("num_key_value_heads {heads}: one head of keys and values for each of the queries."));
                heads
            }
        };
        c.divided(("num_attention_heads", heads), ("num_key_value_heads", kv))?;
        let head = match c.maybe("head_dim")? {
            Some(head) => head,
            None => split_width(c, width, heads)?,
        };
        Ok(Frame { width, layers: c.layers("num_hidden_layers")?, heads, kv, head })
    }

    fn attention(&self) -> Attention {
        Attention::grouped(self.width, self.heads, self.kv, self.head, self.head)
    }
}

/// The width of one head where the file names none: rounded down, as the class does.
fn split_width(c: &mut Config, width: u64, heads: u64) -> Result<u64, Error> {
    let head = width / heads;
    if head == 0 {
        c.divided(("hidden_size", width), ("num_attention_heads", heads))?;
    }
    if head * heads != width {
        c.remark(format!(
            "hidden_size {width} is not a multiple of num_attention_heads {heads}, so a head is {head} wide; perhaps \"head_dim\" is missing."
        ));
    }
    Ok(head)
}

/// What a family calls its experts.
#[derive(Clone, Copy)]
struct Names {
    experts: &'static str,
    /// How many a token uses.
    top: &'static str,
    /// Inner width of one.
    inner: &'static str,
}

impl Names {
    fn routed(&self, c: &mut Config, width: u64) -> Result<Feed, Error> {
        let experts = c.size(self.experts)?;
        let top = c.size(self.top)?;
        at_most((self.top, top), (self.experts, experts))?;
        Ok(Feed::routed(width, c.size(self.inner)?, true, experts, top))
    }
}

/// A token cannot use more experts than there are.
fn at_most((top, used): (&str, u64), (experts, there): (&str, u64)) -> Result<(), Error> {
    if used <= there {
        return Ok(());
    }
    Err(Error::new(
        Code::Inconsistent,
        top,
        format!("\"{top}\" is {used}, but \"{experts}\" says there are only {there} to choose from."),
    ))
}

/// A number for every expert that is added when they are chosen: trained apart from the gradient.
#[derive(Clone, Copy)]
enum Selection {
    None,
    Buffer,
    /// Stored among the weights.
    Weight,
}

impl Selection {
    fn tensor(self, experts: u64) -> Option<Tensor> {
        match self {
            Selection::None => None,
            Selection::Buffer => Some(Tensor::buffer("selection bias", Part::Router, experts)),
            Selection::Weight => Some(Tensor::vector("selection bias", Part::Router, experts)),
        }
    }
}

/// A norm over the model width: one vector, or two with a shift.
fn norm(name: &'static str, width: u64, shift: bool) -> impl Iterator<Item = Tensor> {
    let scale = Tensor::vector(name, Part::Norm, width);
    std::iter::once(scale).chain(shift.then(|| Tensor::vector("norm shift", Part::Norm, width)))
}

/// Embedding, layers, final norm and head.
fn finish(c: &mut Config, width: u64, stack: Stack, shift: bool, head_bias: bool) -> Result<Architecture, Error> {
    let vocabulary = c.size("vocab_size")?;
    let head = if c.flag("tie_word_embeddings")? { Tensor::tied } else { Tensor::matrix };
    let mut tail: Vec<Tensor> = norm("final norm", width, shift).collect();
    tail.push(head("head", Part::Head, width, vocabulary).split(Split::Tensor));
    if head_bias {
        tail.push(Tensor::vector("head bias", Part::Head, vocabulary).split(Split::Tensor));
    }
    for name in ["num_nextn_predict_layers", "num_mtp_layers", "num_mtp_modules"] {
        if c.says(name) && c.count(name)?.is_some_and(|n| n > 0) {
            c.remark(format!("The modules of \"{name}\", which predict tokens further ahead, are not counted."));
        }
    }
    Ok(Architecture {
        family: c.kind().to_owned(),
        width,
        vocabulary,
        context: c.maybe("max_position_embeddings")?,
        stem: vec![Tensor::table("embedding", Part::Embedding, vocabulary, width).split(Split::Tensor)],
        encoder: None,
        stack,
        tail,
        dropout: dropout(c)?,
    })
}

/// Is anything dropped while training?
fn dropout(c: &mut Config) -> Result<bool, Error> {
    for name in ["attention_dropout", "hidden_dropout", "resid_pdrop", "emb_pdrop"] {
        if c.number(name)?.is_some_and(|p| p > 0.0) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Only DeepSeek's own code knows dense layers between those with experts.
fn one_step(c: &mut Config) -> Result<(), Error> {
    if c.says("moe_layer_freq") && c.count("moe_layer_freq")? != Some(1) {
        c.remark("\"moe_layer_freq\" is left out: every layer after the dense ones is counted with experts.");
    }
    Ok(())
}

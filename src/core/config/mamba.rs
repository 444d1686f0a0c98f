//! Mamba, Falcon Mamba and Mamba-2: one mixer a layer and nothing else.

use super::fields::Config;
use super::hybrid::{decoder, norm};
use crate::core::error::{Code, Error};
use crate::core::model::mixer::{Conv, Scan, Ssd};
use crate::core::model::{Architecture, Layer, Mixer};

/// The rank of the step size: a number, or "auto" for a sixteenth of the width, rounded up.
pub fn rank(c: &mut Config, name: &str, width: u64) -> Result<u64, Error> {
    if c.raw(name).is_none_or(|v| v.as_str() == Some("auto")) { Ok(width.div_ceil(16)) } else { c.size(name) }
}

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    // Files of converted models repeat sizes under these names.
    c.repeats(&["d_model", "n_layer", "d_inner", "ssm_cfg", "fused_add_norm"]);
    let inner = match c.maybe("intermediate_size")? {
        Some(i) => i,
        None => c.size("expand")?.saturating_mul(width),
    };
    let scan = Scan {
        width,
        inner,
        state: c.size("state_size")?,
        rank: rank(c, "time_step_rank", width)?,
        conv: Conv { kernel: c.size("conv_kernel")?, bias: c.flag("use_conv_bias")? },
        bias: c.flag("use_bias")?,
        heads: 1,
        norms: false,
    };
    stack(c, width, Mixer::mamba(&scan))
}

pub fn second(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let (heads, head) = (c.size("num_heads")?, c.size("head_dim")?);
    let (inside, inner) = (heads.saturating_mul(head), c.size("expand")?.saturating_mul(width));
    if inside != inner {
        return Err(Error::new(
            Code::Inconsistent,
            "num_heads",
            format!("\"num_heads\" × \"head_dim\" is {inside}; it must be \"expand\" × \"hidden_size\", {inner}."),
        ));
    }
    let bias = c.flag("use_bias")?;
    let ssd = Ssd {
        width,
        heads,
        head,
        state: c.size("state_size")?,
        groups: groups(c, "n_groups", ("num_heads", heads))?,
        conv: Conv { kernel: c.size("conv_kernel")?, bias: c.flag("use_conv_bias")? },
        bias_in: bias,
        bias_out: bias,
        norm: true,
    };
    stack(c, width, Mixer::mamba2(&ssd))
}

/// Groups of heads that share B and C; they must divide the heads.
pub fn groups(c: &mut Config, name: &str, heads: (&str, u64)) -> Result<u64, Error> {
    let groups = c.size(name)?;
    c.divided(heads, (name, groups))?;
    Ok(groups)
}

fn stack(c: &mut Config, width: u64, mixer: Mixer) -> Result<Architecture, Error> {
    let layer = Layer { mixer: Some(mixer), rest: vec![norm("norm", width)], ..Layer::default() };
    let layers = c.layers("num_hidden_layers")?;
    decoder(c, width, (0..layers).map(|_| layer.clone()).collect())
}

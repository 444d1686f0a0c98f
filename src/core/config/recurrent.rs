//! RecurrentGemma, RWKV-4 and xLSTM.

use super::fields::Config;
use super::hybrid::{decoder, head_width, heads, layer, norm};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Feed, Layer, Mixer, Part, Split, Tensor};

/// Griffin: RG-LRU blocks and attention in a window, by turns.
pub fn gemma(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let (heads, kv) = heads(c)?;
    let head = head_width(c, width, heads)?;
    let mut attention = Attention::grouped(width, heads, kv, head, head);
    if c.flag("attention_bias")? {
        attention = attention.qkv_bias();
    }
    let attention = attention.output_bias().windowed(c.size("attention_window_size")?);
    let lru = c.or("lru_width", width)?;
    c.divided(("lru_width", lru), ("num_attention_heads", heads))?;
    let mixer = Mixer::rg_lru(width, lru, heads, c.size("conv1d_width")?);
    // The library halves the inner width that the file says.
    let inner = c.size("intermediate_size")? / 2;
    if inner == 0 {
        return Err(Error::new(Code::OutOfDomain, "intermediate_size", "\"intermediate_size\" must be two or more."));
    }
    let feed = Feed::dense(width, inner, true).bias(width);
    let layers = c.layers("num_hidden_layers")?;
    let turn = turn(c)?;
    let one = |recurrent: &bool| {
        let mut out = layer(width, vec![feed.clone()]);
        if *recurrent {
            out.mixer = Some(mixer.clone());
        } else {
            out.attention = Some(attention.clone());
        }
        out
    };
    let count = usize::try_from(layers).unwrap_or(0);
    let built = turn.iter().cycle().take(count).map(one).collect();
    decoder(c, width, built)
}

/// Which blocks of the turn are recurrent.
fn turn(c: &mut Config) -> Result<Vec<bool>, Error> {
    let wrong = || {
        Error::new(
            Code::OutOfDomain,
            "block_types",
            "\"block_types\" must be a list of \"recurrent\" and \"attention\" with one word at least.",
        )
    };
    let list = c.raw("block_types").ok_or_else(wrong)?;
    let word = |v: &serde_json::Value| match v.as_str() {
        Some("recurrent") => Some(true),
        Some("attention") => Some(false),
        _ => None,
    };
    let turn = list.as_array().and_then(|l| l.iter().map(word).collect::<Option<Vec<_>>>());
    turn.filter(|t| !t.is_empty()).ok_or_else(wrong)
}

pub fn rwkv(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let inner = c.or("attention_hidden_size", width)?;
    let ff = c.maybe("intermediate_size")?.unwrap_or_else(|| width.saturating_mul(4));
    let pair = |name, bias| [norm(name, width), norm(bias, width)];
    let feed = Feed::dense(width, ff, false)
        .with(Tensor::matrix("receptance", Part::Mlp, width, width).split(Split::Tensor))
        .with(Tensor::vector("shifts", Part::Mlp, width.saturating_mul(2)));
    let mut plain = Layer { mixer: Some(Mixer::rwkv(width, inner)), feeds: vec![feed], ..Layer::default() };
    plain.rest.extend(pair("mixer norm", "mixer norm bias"));
    plain.rest.extend(pair("feed-forward norm", "feed-forward norm bias"));
    let layers = c.layers("num_hidden_layers")?;
    let mut model = decoder(c, width, (0..layers).map(|_| plain.clone()).collect())?;
    model.stem.extend(pair("first norm", "first norm bias"));
    model.tail.insert(0, norm("final norm bias", width));
    Ok(model)
}

pub fn xlstm(c: &mut Config) -> Result<Architecture, Error> {
    let other = c.maybe("embedding_dim")?;
    let width = match (other, c.says("hidden_size")) {
        (Some(e), false) => e,
        _ => c.size("hidden_size")?,
    };
    if let Some(e) = other.filter(|e| *e != width) {
        return Err(Error::new(
            Code::Inconsistent,
            "embedding_dim",
            format!("\"embedding_dim\" is {e}, but \"hidden_size\" {width}; they must be the same."),
        ));
    }
    c.repeats(&["num_hidden_layers"]);
    let layers = if c.says("num_blocks") { c.layers("num_blocks")? } else { c.layers("num_hidden_layers")? };
    let heads = c.size("num_heads")?;
    let keys = scaled(c, "qk_dim_factor", width)?;
    let values = scaled(c, "v_dim_factor", width)?;
    c.divided(("qk_dim_factor", keys), ("num_heads", heads))?;
    c.divided(("v_dim_factor", values), ("num_heads", heads))?;
    let bias = c.flag("use_bias")?;
    let multiple = c.size("ffn_round_up_to_multiple_of")?;
    let exact = factor(c, "ffn_proj_factor")? * width as f64;
    // Up to the next multiple, of a number that need not be whole.
    let inner = (((exact + multiple as f64 - 1.0) / multiple as f64).floor() as u64).saturating_mul(multiple);
    let mut feed = Feed::dense(width, inner, true);
    let mut rest = vec![norm("mixer norm", width), norm("feed-forward norm", width)];
    if bias {
        feed = feed.bias(width);
        rest.extend([norm("mixer norm bias", width), norm("feed-forward norm bias", width)]);
    }
    let mixer = Mixer::mlstm(width, heads, keys, values, bias);
    let layer = Layer { mixer: Some(mixer), feeds: vec![feed], rest, ..Layer::default() };
    decoder(c, width, (0..layers).map(|_| layer.clone()).collect())
}

fn factor(c: &mut Config, name: &str) -> Result<f64, Error> {
    match c.number(name)? {
        Some(f) if f > 0.0 && f <= 1e4 => Ok(f),
        _ => Err(Error::new(Code::OutOfDomain, name, format!("\"{name}\" must be a number above zero."))),
    }
}

/// The width times a factor, rounded down.
fn scaled(c: &mut Config, name: &str, width: u64) -> Result<u64, Error> {
    let size = (factor(c, name)? * width as f64) as u64;
    if size > 0 {
        return Ok(size);
    }
    Err(Error::new(Code::OutOfDomain, name, format!("\"{name}\" makes a width of zero from {width}.")))
}

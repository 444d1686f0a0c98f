//! Which layers see no more than a window of tokens, and how wide it is.

use super::fields::Config;
use crate::core::error::{Code, Error};

/// How a family says which layers have a window. A list in `layer_types` goes before all of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slides {
    Never,
    Always,
    /// All but every n-th layer.
    Every(u64),
    /// The same with n from `sliding_window_pattern`.
    Pattern(u64),
    /// Where `use_sliding_window` is true: layers from `max_window_layers` on.
    Late,
    /// Where `use_sliding_window` is true: layers without rotary positions.
    NoRope,
    /// All but the first of every `global_attn_every_n_layers`, half of `local_attention` wide.
    Halved,
}

/// The window of every layer.
///
/// # Errors
/// A window of nothing, or a list that does not fit.
pub fn windows(c: &mut Config, rule: Slides, layers: u64) -> Result<Vec<Option<u64>>, Error> {
    let flagged = matches!(rule, Slides::Late | Slides::NoRope);
    let limit = match rule {
        Slides::Never => None,
        Slides::Halved => Some((c.size("local_attention")? / 2).max(1)),
        _ if flagged && !c.flag("use_sliding_window")? => None,
        _ => c.maybe("sliding_window")?,
    };
    if rule == Slides::Never || (flagged && limit.is_none()) {
        return Ok((0..layers).map(|_| None).collect());
    }
    if let Some(words) = types(c, layers)? {
        if limit.is_none() && words.contains(&true) {
            return Err(Error::new(
                Code::MissingField,
                "sliding_window",
                "\"sliding_window\" is needed: \"layer_types\" has layers with a window.",
            ));
        }
        return Ok(words.into_iter().map(|slides| limit.filter(|_| slides)).collect());
    }
    let Some(limit) = limit else { return Ok((0..layers).map(|_| None).collect()) };
    let slides: Box<dyn Fn(u64) -> bool> = match rule {
        Slides::Never => Box::new(|_| false),
        Slides::Always => Box::new(|_| true),
        Slides::Every(n) => Box::new(move |i| !(i + 1).is_multiple_of(n)),
        Slides::Pattern(n) => {
            let n = c.or("sliding_window_pattern", n)?;
            Box::new(move |i| !(i + 1).is_multiple_of(n))
        }
        Slides::Late => {
            let first = c.count("max_window_layers")?.unwrap_or(0);
            Box::new(move |i| i >= first)
        }
        Slides::NoRope => {
            let rotary = rotary(c, layers)?;
            Box::new(move |i| usize::try_from(i).is_ok_and(|i| rotary.get(i) == Some(&0)))
        }
        Slides::Halved => {
            let n = c.or("global_attn_every_n_layers", 3)?;
            Box::new(move |i| !i.is_multiple_of(n))
        }
    };
    Ok((0..layers).map(|i| slides(i).then_some(limit)).collect())
}

/// Has each layer a window, as `layer_types` says?
///
/// # Errors
/// Another kind of layer, or a list of another length.
pub fn types(c: &mut Config, layers: u64) -> Result<Option<Vec<bool>>, Error> {
    let Some(words) = c.words("layer_types", layers)? else { return Ok(None) };
    let slides = |word: &String| match word.as_str() {
        "sliding_attention" => Ok(true),
        "full_attention" => Ok(false),
        other => Err(Error::new(
            Code::UnknownId,
            "layer_types",
            format!(
                "\"layer_types\" has \"{}\"; here a layer is \"full_attention\" or \"sliding_attention\".",
                other.chars().take(40).collect::<String>()
            ),
        )),
    };
    words.iter().map(slides).collect::<Result<_, _>>().map(Some)
}

/// One for a layer with rotary positions, zero for one without.
fn rotary(c: &mut Config, layers: u64) -> Result<Vec<u64>, Error> {
    let Some(list) = c.counts("no_rope_layers")? else {
        let n = c.or("no_rope_layer_interval", 4)?;
        return Ok((0..layers).map(|i| u64::from(!(i + 1).is_multiple_of(n))).collect());
    };
    if list.len() as u64 == layers {
        return Ok(list);
    }
    Err(Error::new(
        Code::Inconsistent,
        "no_rope_layers",
        format!("\"no_rope_layers\" speaks of {} layers, the file has {layers}.", list.len()),
    ))
}

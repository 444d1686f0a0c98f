//! MiniMax: lightning attention and full attention, experts in every layer.

use super::fields::Config;
use super::hybrid::{FULL, LINEAR, decoder, head_width, heads, kinds, layer, top};
use crate::core::error::Error;
use crate::core::model::{Architecture, Attention, Feed, Mixer};

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let (heads, kv) = heads(c)?;
    let head = head_width(c, width, heads)?;
    let mut attention = Attention::grouped(width, heads, kv, head, head);
    attention.window = c.maybe("sliding_window")?;
    if attention.window.is_some() {
        c.remark("Queries see the tokens of \"sliding_window\", but the library keeps the keys and values of all.");
    }
    let mixer = Mixer::lightning(width, heads, head, c.size("block_size")?);
    let experts = c.size("num_local_experts")?;
    let top = top(c, experts)?;
    let feed = Feed::routed(width, c.size("intermediate_size")?, true, experts, top);
    let layers = c.layers("num_hidden_layers")?;
    let kinds = kinds(c, "layer_types", layers, &[FULL, LINEAR])?
        .unwrap_or_else(|| (0..layers).map(|i| if i % 2 == 0 { FULL } else { LINEAR }).collect());
    let build = |kind: &str| {
        let mut out = layer(width, vec![feed.clone()]);
        if kind == FULL {
            out.attention = Some(attention.clone());
        } else {
            out.mixer = Some(mixer.clone());
        }
        out
    };
    decoder(c, width, kinds.into_iter().map(build).collect())
}

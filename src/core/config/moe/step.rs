//! Step-3 (arXiv 2507.19427): queries through a low rank on one shared head of keys and values (MFA).

use super::{Config, Names, finish, norm};
use crate::core::error::{Code, Error};
use crate::core::model::{Architecture, Attention, Feed, Layer, Stack, Tensor};

const NAMES: Names = Names { experts: "moe_num_experts", top: "moe_top_k", inner: "moe_intermediate_size" };

pub fn read(c: &mut Config) -> Result<Architecture, Error> {
    let width = c.size("hidden_size")?;
    let layers = c.layers("num_hidden_layers")?;
    let groups = c.or("num_attention_groups", 1)?;
    if groups != 1 {
        return Err(Error::new(
            Code::OutOfDomain,
            "num_attention_groups",
            format!(
                "\"num_attention_groups\" is {groups}; all queries share one head of keys and values, so it must be 1."
            ),
        ));
    }
    let head = c.size("head_dim")?;
    let rank = c.or("share_q_dim", head)?;
    let attention = Attention::factored(width, c.size("num_attention_heads")?, groups, head, rank);
    let sparse = sparse(c)?;
    let dense = vec![Feed::dense(width, c.size("intermediate_size")?, true)];
    let experts = vec![NAMES.routed(c, width)?, Feed::shared(width, c.size("share_expert_dim")?, true)];
    let rest: Vec<Tensor> =
        norm("attention norm", width, false).chain(norm("feed-forward norm", width, false)).collect();
    let stack = Stack::of((0..layers).map(|i| Layer {
        attention: Some(attention.clone()),
        feeds: if sparse.contains(&i) { experts.clone() } else { dense.clone() },
        rest: rest.clone(),
        ..Layer::default()
    }));
    let mut model = finish(c, width, stack, false, false)?;
    model.context = c.maybe("max_position_embedding")?;
    Ok(model)
}

/// The layers with experts: a list, or the same in text with commas.
fn sparse(c: &mut Config) -> Result<Vec<u64>, Error> {
    const NAME: &str = "moe_layers_enum";
    if !c.raw(NAME).is_some_and(|v| v.is_string()) {
        return Ok(c.counts(NAME)?.unwrap_or_default());
    }
    let text = c.text(NAME)?.unwrap_or_default();
    let numbers = text.split(',').map(|n| n.trim().parse::<u64>());
    numbers.collect::<Result<Vec<u64>, _>>().map_err(|_| {
        Error::new(Code::WrongType, NAME, format!("\"{NAME}\" must be numbers of layers with commas between."))
    })
}

//! A model from its embedding to its head, as blocks of layers that are alike: what a picture of it shows.

use super::{Architecture, Layer, Part, Stack, Tensor};

/// Layers that are alike, or one end of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub name: String,
    /// Parameters of one layer, by part.
    pub parts: Vec<(Part, u128)>,
    /// Tokens that its attention sees at most.
    pub window: Option<u64>,
    /// The recurrent mixer that it has.
    pub mixer: Option<&'static str>,
}

impl Block {
    /// Parameters of one layer.
    pub fn total(&self) -> u128 {
        self.parts.iter().map(|p| p.1).sum()
    }
}

/// More runs than this are shown kind by kind: layers that take turns.
const FEW: usize = 8;

pub fn blocks(model: &Architecture) -> Vec<Block> {
    let stacks = model.encoder.iter().map(|e| ("encoder", e)).chain([("layers", &model.stack)]);
    let layers = stacks.flat_map(|(name, stack)| {
        runs(stack).into_iter().map(move |(which, layer)| block(format!("{name} {which}"), layer))
    });
    let first = std::iter::once(end("embedding", &model.stem));
    first.chain(layers).chain([end("norm and head", &model.tail)]).collect()
}

fn block(name: String, layer: &Layer) -> Block {
    Block {
        name,
        parts: by_part(layer.tensors()),
        window: layer.attention.as_ref().and_then(|a| a.window),
        mixer: layer.mixer.as_ref().map(|m| m.name),
    }
}

fn end(name: &str, tensors: &[Tensor]) -> Block {
    Block { name: name.to_owned(), parts: by_part(tensors), window: None, mixer: None }
}

fn by_part<'a>(tensors: impl IntoIterator<Item = &'a Tensor>) -> Vec<(Part, u128)> {
    let mut sums = [0u128; Part::ALL.len()];
    for t in tensors {
        sums[t.part as usize] += t.trained();
    }
    Part::ALL.into_iter().zip(sums).filter(|(_, n)| *n > 0).collect()
}

/// Runs of equal layers by their numbers, counted from one; where kinds take turns, each kind with how many it has.
fn runs(stack: &Stack) -> Vec<(String, &Layer)> {
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for (i, kind) in stack.order.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if run.2 == *kind => run.1 = i + 1,
            _ => runs.push((i + 1, i + 1, *kind)),
        }
    }
    if runs.len() > FEW {
        let first = |kind: usize| runs.iter().find(|r| r.2 == kind).map_or(0, |r| r.0);
        let kinds = stack.kinds().enumerate().filter(|(_, (_, n))| *n > 0);
        return kinds.map(|(kind, (layer, n))| (format!("{}, … ({n})", first(kind)), layer)).collect();
    }
    let name = |from: usize, to: usize| if from == to { from.to_string() } else { format!("{from}–{to}") };
    runs.into_iter().filter_map(|(from, to, kind)| Some((name(from, to), stack.kinds.get(kind)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::blocks;
    use crate::core::chosen::Model;

    fn of(id: &str) -> Vec<(String, u128)> {
        let m = Model::preset(id).unwrap();
        blocks(m.architecture()).iter().map(|b| (b.name.clone(), b.total())).collect()
    }

    #[test]
    fn layers_alike_are_one_block() {
        // 80 layers of 855,654,400; tables of 128,256 · 8192, and the final norm.
        let table = 1_050_673_152;
        let all = [("embedding", table), ("layers 1–80", 855_654_400), ("norm and head", table + 8192)];
        assert_eq!(of("llama-3-70b"), all.map(|(name, n)| (name.to_owned(), n)));
    }

    #[test]
    fn layers_that_take_turns_are_a_block_a_kind() {
        let names: Vec<String> = of("gpt-oss-120b").into_iter().map(|b| b.0).collect();
        assert_eq!(names, ["embedding", "layers 1, … (18)", "layers 2, … (18)", "norm and head"]);
    }
}

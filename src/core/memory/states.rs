//! Weights, gradients and optimizer states: what one device holds of a set of tensors.

use super::layout::Layout;
use super::recipe::{Optimizer, Recipe, of_layer};
use super::term::Term;
use crate::core::model::{Architecture, Layer, Part, Role, Split, Tensor};

/// From so many values on, a tensor's moments are kept in 8 bits (bitsandbytes).
const SMALL: u128 = 4096;
/// A moment of 8 bits and its share of the FP32 scale of a block of 2048 (arXiv 2110.02861).
const EIGHT_BIT: f64 = 1.0 + 4.0 / 2048.0;
/// Values that are stored but not trained are kept in FP32.
pub const STORED: f64 = 4.0;

/// How tensors are kept.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub recipe: &'static Recipe,
    pub optimizer: Optimizer,
    /// Bytes of a frozen weight, of a matrix of a layer and of any other, where nothing is trained.
    pub frozen: Option<(f64, f64)>,
}

/// Tensors that devices share in one way, after tensor and expert parallelism have cut them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Side {
    /// Trained numbers in matrices of layers.
    pub matrix: f64,
    /// All other trained numbers.
    pub other: f64,
    /// Bytes of frozen weights.
    pub frozen: f64,
    /// Numbers with two moments.
    pub both: f64,
    /// Numbers with one.
    pub one: f64,
    /// Bytes of moments of any other form.
    pub formed: f64,
}

impl Side {
    fn add(&mut self, more: &Side, times: f64) {
        self.matrix += more.matrix * times;
        self.other += more.other * times;
        self.frozen += more.frozen * times;
        self.both += more.both * times;
        self.one += more.one * times;
        self.formed += more.formed * times;
    }

    /// Bytes of the weights as a device computes with them.
    pub fn gathered(&self, r: &Recipe) -> f64 {
        self.matrix * (r.matrix.weight + r.matrix.copy) + self.other * r.weight + self.frozen
    }

    /// Bytes of the weights as they are kept, without copies.
    pub fn kept(&self, r: &Recipe) -> f64 {
        self.matrix * r.matrix.weight + self.other * r.weight + self.frozen
    }

    pub fn gradients(&self, r: &Recipe) -> f64 {
        self.matrix * r.matrix.gradient + self.other * r.gradient
    }
}

/// What devices hold of a layer, of an end of the model or of a whole stage.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct States {
    /// Everything but routed experts.
    pub dense: Side,
    pub experts: Side,
    /// Numbers stored but not trained.
    pub stored: f64,
}

impl States {
    pub fn add(&mut self, more: &States, times: f64) {
        self.dense.add(&more.dense, times);
        self.experts.add(&more.experts, times);
        self.stored += more.stored * times;
    }

    pub fn of<'a>(tensors: impl IntoIterator<Item = &'a Tensor>, layout: &Layout, rules: &Rules) -> States {
        let mut states = States::default();
        for tensor in tensors {
            states.put(tensor, layout, rules);
        }
        states
    }

    pub fn of_layer(layer: &Layer, layout: &Layout, rules: &Rules) -> States {
        States::of(layer.tensors(), layout, rules)
    }

    /// The table that the head multiplies with, where it is stored on another stage: a copy that is trained too.
    pub fn of_tied(model: &Architecture, layout: &Layout, rules: &Rules) -> States {
        let tied = model.tail.iter().filter(|t| t.role == Role::Tied);
        let copies: Vec<Tensor> = tied.map(|t| Tensor { role: Role::Table, part: Part::Embedding, ..*t }).collect();
        States::of(&copies, layout, rules)
    }

    /// Adds one tensor.
    pub fn put(&mut self, tensor: &Tensor, layout: &Layout, rules: &Rules) {
        let ways = layout.ways(tensor.split) as f64;
        self.stored += tensor.buffers() as f64 / ways;
        if tensor.trained() == 0 {
            return;
        }
        let numbers = tensor.trained() as f64 / ways;
        let side = if tensor.split == Split::Experts { &mut self.experts } else { &mut self.dense };
        let matrix = of_layer(tensor);
        if let Some((in_matrix, other)) = rules.frozen {
            side.frozen += numbers * if matrix { in_matrix } else { other };
            return;
        }
        if matrix {
            side.matrix += numbers;
        } else {
            side.other += numbers;
        }
        match rules.optimizer {
            Optimizer::AdamW => side.both += numbers,
            Optimizer::AdamW8Bit if tensor.size() >= SMALL => side.formed += numbers * 2.0 * EIGHT_BIT,
            Optimizer::AdamW8Bit => side.formed += numbers * 8.0,
            Optimizer::SgdMomentum | Optimizer::Lion => side.one += numbers,
            Optimizer::Muon if has_muon(tensor) => side.one += numbers,
            Optimizer::Muon => side.both += numbers,
            Optimizer::Adafactor if tensor.rows > 1 && tensor.cols > 1 => {
                let sums = (u128::from(tensor.rows) + u128::from(tensor.cols)) * u128::from(tensor.copies);
                side.formed += sums as f64 / ways * rules.recipe.second;
            }
            Optimizer::Adafactor => side.formed += numbers * rules.recipe.second,
        }
    }
}

/// Matrices inside the model, routers too; not embeddings, head and vectors (arXiv 2502.16982).
fn has_muon(t: &Tensor) -> bool {
    t.role == Role::Matrix && !matches!(t.part, Part::Embedding | Part::Positions | Part::Head | Part::Norm)
}

/// Letters of one side's formulas.
struct Letters {
    matrix: [&'static str; 2],
    other: [&'static str; 2],
    frozen: [&'static str; 2],
    both: [&'static str; 2],
    one: [&'static str; 2],
    formed: [&'static str; 2],
    replicas: [&'static str; 2],
}

const DENSE: Letters = Letters {
    matrix: ["P_l", "trained numbers in matrices of layers, routed experts apart, that one device has"],
    other: ["P_o", "trained numbers in embeddings, head, routers, norms and other vectors that one device has"],
    frozen: ["F", "bytes of frozen weights, routed experts apart, that one device has"],
    both: ["P₂", "trained numbers with two moments"],
    one: ["P₁", "trained numbers with one momentum"],
    formed: ["M", "bytes of moments"],
    replicas: ["N", "devices over which ZeRO spreads"],
};

const EXPERTS: Letters = Letters {
    matrix: ["E_l", "trained numbers in matrices of routed experts that one device has"],
    other: ["E_o", "other trained numbers of routed experts that one device has"],
    frozen: ["F_e", "bytes of frozen routed experts that one device has"],
    both: ["E₂", "trained numbers of routed experts with two moments"],
    one: ["E₁", "trained numbers of routed experts with one momentum"],
    formed: ["M_e", "bytes of moments of routed experts"],
    replicas: ["N_e", "devices that hold the same experts, over which ZeRO spreads"],
};

/// The three formulas of the states of a stage, per device.
pub struct Held<'a> {
    pub states: &'a States,
    pub recipe: &'static Recipe,
    pub layout: &'a Layout,
}

impl Held<'_> {
    /// Bytes of weights: as kept, over the replicas from ZeRO-3 on; below it with the copies that stay.
    pub fn weights<T: Term>(&self) -> T {
        let r = self.recipe;
        let copy = if self.layout.zero >= 3 { 0.0 } else { r.matrix.copy };
        self.sides(3, |side, l| {
            T::sum([
                T::product([
                    number(l.matrix, side.matrix),
                    bytes(
                        "w_l",
                        "bytes of a weight in a matrix of a layer, with the copies that stay",
                        r.matrix.weight + copy,
                    ),
                ]),
                T::product([number(l.other, side.other), bytes("w_o", "bytes of any other weight", r.weight)]),
                total(l.frozen, side.frozen),
            ])
        })
    }

    /// Bytes of gradients: over the replicas from ZeRO-2 on.
    pub fn gradients<T: Term>(&self) -> T {
        let r = self.recipe;
        self.sides(2, |side, l| {
            T::sum([
                T::product([
                    number(l.matrix, side.matrix),
                    bytes("g_l", "bytes of a gradient in a matrix of a layer", r.matrix.gradient),
                ]),
                T::product([number(l.other, side.other), bytes("g_o", "bytes of any other gradient", r.gradient)]),
            ])
        })
    }

    /// Bytes of master weights and moments: over the replicas from ZeRO-1 on.
    pub fn optimizer<T: Term>(&self) -> T {
        let r = self.recipe;
        let first = || bytes("m₁", "bytes of a first moment", r.first);
        self.sides(1, |side, l| {
            T::sum([
                T::product([
                    T::sum([number(l.matrix, side.matrix), number(l.other, side.other)]),
                    bytes("w_m", "bytes of a master weight", r.master),
                ]),
                T::product([
                    number(l.both, side.both),
                    T::sum([first(), bytes("m₂", "bytes of a second moment", r.second)]),
                ]),
                T::product([number(l.one, side.one), first()]),
                total(l.formed, side.formed),
            ])
        })
    }

    /// Both sides, each over its replicas from the ZeRO stage `from` on.
    fn sides<T: Term>(&self, from: u8, bytes: impl Fn(&Side, &Letters) -> T) -> T {
        let spread = |replicas: u64| if self.layout.zero >= from { replicas as f64 } else { 1.0 };
        let one = |side: &Side, l: &Letters, replicas: u64| {
            bytes(side, l).over(T::given(l.replicas[0], l.replicas[1], spread(replicas), "devices"))
        };
        T::sum([
            one(&self.states.dense, &DENSE, self.layout.replicas()),
            one(&self.states.experts, &EXPERTS, self.layout.expert_replicas()),
        ])
    }
}

fn number<T: Term>(letter: [&'static str; 2], value: f64) -> T {
    T::given(letter[0], letter[1], value, "")
}

fn total<T: Term>(letter: [&'static str; 2], value: f64) -> T {
    T::given(letter[0], letter[1], value, "bytes")
}

fn bytes<T: Term>(symbol: &'static str, meaning: &'static str, value: f64) -> T {
    T::given(symbol, meaning, value, "bytes")
}

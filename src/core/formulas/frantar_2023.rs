//! Frantar, Riquelme, Houlsby et al. 2023, "Scaling Laws for Sparsely-Connected Foundation Models", arXiv 2309.08520:
//! what zeros among the weights are worth in size.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::Expr;
use crate::core::laws::frantar_2023::{Frantar, T5, VIT, worth};
use crate::core::laws::{Confidence, Constant};

const fn constants(of: &Frantar) -> [Constant; 4] {
    [of.a_s, of.b_s, of.c_s, of.b_n]
}

const OF_T5: [Constant; 4] = constants(&T5);
const OF_VIT: [Constant; 4] = constants(&VIT);
const ZEROS: Slot = Slot::new("weightSparsity", "S", "share of the weights that is zero", "", 0.75, (0.0, 0.999));

pub static GAIN_T5: Formula = Formula {
    id: "frantar-2023-gain-t5",
    title: "Dense size that sparse weights are worth, text, Frantar 2023",
    short: "Frantar 2023, sparse T5",
    topic: Topic::Sparsity,
    cite: Cite {
        authors: "Frantar, Riquelme, Houlsby et al.",
        year: 2023,
        arxiv: Some("2309.08520"),
        locator: "fit of the joint law, read 2026-11-23",
    },
    form: "g = ((aS + cS) / (aS (1 − S)^bS + cS))^(1/bN)",
    confidence: Confidence::Derived,
    symbol: "g",
    meaning: "parameters of a dense model over the non-zero ones, at the same data and loss",
    unit: "",
    inputs: &[ZEROS.fitted(T5.sparsity.0, T5.sparsity.1)],
    constants: &OF_T5,
    over: "weightSparsity",
    what: "T5 on C4, 48 models of 1.3 to 85 M non-zero parameters with up to 87.5 % zeros",
    notes: &[
        "From the law: the dense size whose loss is that of the sparse model on as much data.",
        "It says nothing of compute: training starts dense, so a sparse model costs more than its non-zero parameters say.",
    ],
    expr: |f: &Filled| -> Expr { worth(&T5, f.x("weightSparsity"), |c| f.c(c.symbol)) },
};

pub static GAIN_VIT: Formula = Formula {
    id: "frantar-2023-gain-vit",
    title: "Dense size that sparse weights are worth, images, Frantar 2023",
    short: "Frantar 2023, sparse ViT",
    inputs: &[ZEROS.fitted(VIT.sparsity.0, VIT.sparsity.1)],
    constants: &OF_VIT,
    what: "vision transformers on JFT-4B, 112 models of 0.66 to 42 M non-zero parameters with up to 93.75 % zeros",
    expr: |f: &Filled| -> Expr { worth(&VIT, f.x("weightSparsity"), |c| f.c(c.symbol)) },
    ..GAIN_T5
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::frantar_2023::gain;

    #[test]
    fn gains_are_those_of_the_law() {
        for (f, of) in [(&GAIN_T5, &T5), (&GAIN_VIT, &VIT)] {
            for s in [0.0, 0.5, 0.75, 0.9] {
                assert_eq!(f.start().with("weightSparsity", s).evaluate().unwrap().value, gain(of, s), "{}", f.id);
            }
        }
    }
}

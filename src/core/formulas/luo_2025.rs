//! Luo, Song, Han et al. 2025, "Sparsing Law: Towards Large Language Models with Greater Activation Sparsity",
//! arXiv 2411.02335: the share of neurons that works on a token against the training tokens. It falls with ReLU and
//! rises with SiLU. The paper counts tokens in billions. The tokens of the runs are those of the released shares
//! (Raincleared-Song/SparsingLawData).

use super::{Cite, Filled, Formula, Slot, TOKENS, Topic};
use crate::core::expr::{Expr, difference, exp, power, product, quotient, sum};
use crate::core::laws::{Confidence, Constant};

const CITE: Cite = Cite {
    authors: "Luo, Song, Han et al.",
    year: 2025,
    arxiv: Some("2411.02335"),
    locator: "Table 2; tokens from the released shares; read 2026-11-23",
};

/// On less than two billion tokens the curves leave what a share can be.
const D: Slot = Slot { limits: (2e9, 1e14), ..TOKENS };
const METRIC: &str =
    "A neuron counts as active by the measure CETT-PPL-1 %: leaving out all others raises the perplexity by 1 %.";
const SIZE: &str = "The share at the end of training hardly depends on the size: from 0.1 to 1.2 B it rises by 1.7 points with ReLU and falls by 2.7 with SiLU.";

const ALPHA: &str = "exponent of the tokens";
const LIMIT: &str = "share that is left after endless training";

/// α, b, c, A₀.
const fn relu([alpha, b, c, limit]: [f64; 4]) -> [Constant; 4] {
    [
        Constant::new("α", alpha, ALPHA, ""),
        Constant::new("b", b, "offset of the exponent", ""),
        Constant::new("c", c, "how fast it falls", ""),
        Constant::new("A0", limit, LIMIT, ""),
    ]
}

/// α, c, A₀.
const fn silu([alpha, c, limit]: [f64; 3]) -> [Constant; 3] {
    [
        Constant::new("α", alpha, ALPHA, ""),
        Constant::new("c", c, "how much is missing after a billion tokens", ""),
        Constant::new("A0", limit, LIMIT, ""),
    ]
}

const RELU_100M_C: [Constant; 4] = relu([0.101, -0.0151, 3.20, 0.0614]);
const RELU_200M_C: [Constant; 4] = relu([0.449, -3.05, 0.286, 0.0674]);
const RELU_400M_C: [Constant; 4] = relu([0.683, -3.46, 0.0790, 0.0690]);
const RELU_800M_C: [Constant; 4] = relu([1.01, -3.49, 7.97e-3, 0.0721]);
const RELU_1200M_C: [Constant; 4] = relu([1.33, -3.89, 9.03e-4, 0.0782]);
const RELU_2400M_C: [Constant; 4] = relu([1.53, -3.46, 1.56e-4, 0.0648]);
const SILU_100M_C: [Constant; 3] = silu([0.479, 0.102, 0.409]);
const SILU_200M_C: [Constant; 3] = silu([0.844, 0.208, 0.390]);
const SILU_400M_C: [Constant; 3] = silu([1.03, 0.420, 0.385]);
const SILU_800M_C: [Constant; 3] = silu([0.995, 0.562, 0.383]);
const SILU_1200M_C: [Constant; 3] = silu([0.967, 0.538, 0.382]);

/// Tokens after which the shares of each model were measured, from where its curve gives a share.
const RELU_100M_D: [Slot; 1] = [D.fitted(2e9, 4.16e10)];
const RELU_200M_D: [Slot; 1] = [D.fitted(2.84e9, 8.51e10)];
const RELU_400M_D: [Slot; 1] = [D.fitted(3.63e9, 1.453e11)];
const RELU_800M_D: [Slot; 1] = [D.fitted(1.135e10, 2.724e11)];
const RELU_1200M_D: [Slot; 1] = [D.fitted(7.57e9, 3.178e11)];
const RELU_2400M_D: [Slot; 1] = [D.fitted(9.71e9, 2.913e11)];
const SILU_100M_D: [Slot; 1] = [D.fitted(2e9, 4.16e10)];
const SILU_200M_D: [Slot; 1] = [D.fitted(2.84e9, 9.28e10)];
const SILU_400M_D: [Slot; 1] = [D.fitted(3.63e9, 1.453e11)];
const SILU_800M_D: [Slot; 1] = [D.fitted(5.68e9, 1.93e11)];
const SILU_1200M_D: [Slot; 1] = [D.fitted(3.03e9, 2.27e11)];

const fn with_relu(
    id: &'static str,
    title: &'static str,
    short: &'static str,
    what: &'static str,
    inputs: &'static [Slot],
    constants: &'static [Constant],
) -> Formula {
    Formula {
        id,
        title,
        short,
        topic: Topic::Sparsity,
        cite: CITE,
        form: "A = exp(b − c D^α) + A₀ with D in billions",
        confidence: Confidence::Verified,
        symbol: "A",
        meaning: "share of the feed-forward neurons that works on a token",
        unit: "",
        inputs,
        constants,
        over: "tokens",
        what,
        notes: &[METRIC, SIZE],
        expr: |f: &Filled| -> Expr {
            sum([exp(difference(f.c("b"), product([f.c("c"), power(billions(f), f.c("α"))]))), f.c("A0")])
        },
    }
}

const fn with_silu(
    id: &'static str,
    title: &'static str,
    short: &'static str,
    what: &'static str,
    inputs: &'static [Slot],
    constants: &'static [Constant],
) -> Formula {
    Formula {
        form: "A = A₀ − c / D^α with D in billions",
        expr: |f: &Filled| -> Expr { difference(f.c("A0"), quotient(f.c("c"), power(billions(f), f.c("α")))) },
        ..with_relu(id, title, short, what, inputs, constants)
    }
}

fn billions(f: &Filled) -> Expr {
    quotient(f.x("tokens"), Expr::Number(1e9))
}

pub static RELU_100M: Formula = with_relu(
    "luo-2025-relu-100m",
    "Active neurons, ReLU, 0.1 B, Luo 2025",
    "Luo 2025, ReLU, 0.1 B",
    "a model of 108 M parameters without embeddings",
    &RELU_100M_D,
    &RELU_100M_C,
);
pub static RELU_200M: Formula = with_relu(
    "luo-2025-relu-200m",
    "Active neurons, ReLU, 0.2 B, Luo 2025",
    "Luo 2025, ReLU, 0.2 B",
    "a model of 241 M parameters without embeddings",
    &RELU_200M_D,
    &RELU_200M_C,
);
pub static RELU_400M: Formula = with_relu(
    "luo-2025-relu-400m",
    "Active neurons, ReLU, 0.4 B, Luo 2025",
    "Luo 2025, ReLU, 0.4 B",
    "a model of 452 M parameters without embeddings",
    &RELU_400M_D,
    &RELU_400M_C,
);
pub static RELU_800M: Formula = with_relu(
    "luo-2025-relu-800m",
    "Active neurons, ReLU, 0.8 B, Luo 2025",
    "Luo 2025, ReLU, 0.8 B",
    "a model of 760 M parameters without embeddings",
    &RELU_800M_D,
    &RELU_800M_C,
);
pub static RELU_1200M: Formula = with_relu(
    "luo-2025-relu-1200m",
    "Active neurons, ReLU, 1.2 B, Luo 2025",
    "Luo 2025, ReLU, 1.2 B",
    "a model of 1.18 B parameters without embeddings",
    &RELU_1200M_D,
    &RELU_1200M_C,
);
pub static RELU_2400M: Formula = Formula {
    notes: &[
        METRIC,
        SIZE,
        "This model decodes 4.1 times as fast with PowerInfer as densely with llama.cpp.",
        "Its released shares end at 291 B tokens; they are 0.14 points off the printed curve.",
    ],
    ..with_relu(
        "luo-2025-relu-2400m",
        "Active neurons, ReLU, 2.4 B, Luo 2025",
        "Luo 2025, ReLU, 2.4 B",
        "a model of 2.44 B parameters without embeddings",
        &RELU_2400M_D,
        &RELU_2400M_C,
    )
};
pub static SILU_100M: Formula = with_silu(
    "luo-2025-silu-100m",
    "Active neurons, SiLU, 0.1 B, Luo 2025",
    "Luo 2025, SiLU, 0.1 B",
    RELU_100M.what,
    &SILU_100M_D,
    &SILU_100M_C,
);
pub static SILU_200M: Formula = with_silu(
    "luo-2025-silu-200m",
    "Active neurons, SiLU, 0.2 B, Luo 2025",
    "Luo 2025, SiLU, 0.2 B",
    RELU_200M.what,
    &SILU_200M_D,
    &SILU_200M_C,
);
pub static SILU_400M: Formula = with_silu(
    "luo-2025-silu-400m",
    "Active neurons, SiLU, 0.4 B, Luo 2025",
    "Luo 2025, SiLU, 0.4 B",
    RELU_400M.what,
    &SILU_400M_D,
    &SILU_400M_C,
);
pub static SILU_800M: Formula = with_silu(
    "luo-2025-silu-800m",
    "Active neurons, SiLU, 0.8 B, Luo 2025",
    "Luo 2025, SiLU, 0.8 B",
    RELU_800M.what,
    &SILU_800M_D,
    &SILU_800M_C,
);
pub static SILU_1200M: Formula = with_silu(
    "luo-2025-silu-1200m",
    "Active neurons, SiLU, 1.2 B, Luo 2025",
    "Luo 2025, SiLU, 1.2 B",
    RELU_1200M.what,
    &SILU_1200M_D,
    &SILU_1200M_C,
);

/// A model of the paper with its curves.
pub struct Size {
    pub words: &'static str,
    /// Parameters without embeddings.
    pub params: f64,
    pub relu: &'static Formula,
    /// The largest was trained with ReLU alone.
    pub silu: Option<&'static Formula>,
}

pub static SIZES: [Size; 6] = [
    Size { words: "0.1\u{202f}B", params: 1.08e8, relu: &RELU_100M, silu: Some(&SILU_100M) },
    Size { words: "0.2\u{202f}B", params: 2.41e8, relu: &RELU_200M, silu: Some(&SILU_200M) },
    Size { words: "0.4\u{202f}B", params: 4.52e8, relu: &RELU_400M, silu: Some(&SILU_400M) },
    Size { words: "0.8\u{202f}B", params: 7.60e8, relu: &RELU_800M, silu: Some(&SILU_800M) },
    Size { words: "1.2\u{202f}B", params: 1.18e9, relu: &RELU_1200M, silu: Some(&SILU_1200M) },
    Size { words: "2.4\u{202f}B", params: 2.44e9, relu: &RELU_2400M, silu: None },
];

#[cfg(test)]
mod tests {
    use super::*;

    const RELU: [&Formula; 6] = [&RELU_100M, &RELU_200M, &RELU_400M, &RELU_800M, &RELU_1200M, &RELU_2400M];
    const SILU: [&Formula; 5] = [&SILU_100M, &SILU_200M, &SILU_400M, &SILU_800M, &SILU_1200M];

    fn at(f: &'static Formula, tokens: f64) -> f64 {
        f.start().with("tokens", tokens).evaluate().unwrap().value
    }

    /// Percent against billions of tokens, worked out outside this program.
    #[test]
    fn shares() {
        let rows: [(&'static Formula, &[(f64, f64)]); 4] = [
            (&RELU_2400M, &[(50.0, 9.43), (100.0, 9.11), (400.0, 7.19), (800.0, 6.52)]),
            (&RELU_1200M, &[(50.0, 9.55), (250.0, 8.33)]),
            (&SILU_1200M, &[(10.0, 32.40), (50.0, 36.98), (250.0, 37.94)]),
            (&RELU_100M, &[(10.0, 7.88), (100.0, 6.74), (300.0, 6.47)]),
        ];
        for (f, points) in rows {
            for (d, percent) in points {
                assert!((100.0 * at(f, d * 1e9) - percent).abs() <= 0.0051, "{} at {d} B", f.id);
            }
        }
        // Every row at a hundred billion tokens.
        for (f, percent) in RELU.into_iter().zip([6.744, 7.234, 7.402, 8.534, 9.173, 9.108]) {
            assert!((100.0 * at(f, 1e11) - percent).abs() <= 5.1e-4, "{}", f.id);
        }
        for (f, percent) in SILU.into_iter().zip([39.776, 38.573, 38.134, 37.725, 37.574]) {
            assert!((100.0 * at(f, 1e11) - percent).abs() <= 5.1e-4, "{}", f.id);
        }
    }

    /// The last of the released shares of each model, in percent.
    #[test]
    fn released_shares() {
        for (f, d, percent) in [
            (&RELU_100M, 41.633_519, 7.0929),
            (&RELU_200M, 85.126_353, 7.3099),
            (&RELU_400M, 145.272_892, 7.1487),
            (&RELU_800M, 272.407_910, 7.5301),
            (&RELU_1200M, 317.830_825, 8.1313),
            (&RELU_2400M, 291.337_015, 7.6156),
            (&SILU_100M, 41.615_467, 39.1991),
            (&SILU_200M, 92.823_107, 38.6004),
            (&SILU_400M, 145.267_573, 38.2573),
            (&SILU_800M, 192.951_516, 38.0829),
            (&SILU_1200M, 227.006_730, 37.9092),
        ] {
            assert!((100.0 * at(f, d * 1e9) - percent).abs() < 0.12, "{}", f.id);
            let (lo, hi) = f.inputs[0].fitted.unwrap();
            assert!((hi / (d * 1e9) - 1.0).abs() < 2e-3 && lo < hi, "{}", f.id);
        }
    }

    /// More training leaves fewer neurons active with ReLU and more with SiLU; the share stays one from end to end.
    #[test]
    fn falls_with_relu_and_rises_with_silu() {
        for (f, falls) in RELU.map(|f| (f, true)).into_iter().chain(SILU.map(|f| (f, false))) {
            let curve: Vec<f64> = (0..=40).map(|i| at(f, 2e9 * 10f64.powf(0.1 * f64::from(i)))).collect();
            assert!(curve.iter().all(|a| (0.0..=1.0).contains(a)), "{}", f.id);
            assert!(curve.windows(2).all(|w| if falls { w[1] <= w[0] } else { w[1] > w[0] }), "{}", f.id);
        }
        // From 0.1 to 1.2 B the limit rises by 1.7 points and falls by 2.7.
        let limit = |f: &'static Formula| 100.0 * f.start().k("A0");
        assert!((limit(&RELU_1200M) - limit(&RELU_100M) - 1.7).abs() < 0.05);
        assert!((limit(&SILU_100M) - limit(&SILU_1200M) - 2.7).abs() < 0.05);
    }
}

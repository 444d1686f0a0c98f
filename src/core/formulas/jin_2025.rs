//! Jin et al. 2025, "BigMac: A Communication-Efficient Mixture-of-Experts Model Structure for Fast Training and
//! Inference", arXiv 2502.16927: parameters, FLOP and bytes sent with fine-grained experts, and with tokens that are
//! narrowed before they travel.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, difference, named, power, product, quotient, sum};
use crate::core::laws::Confidence;

const CITE: Cite = Cite {
    authors: "Jin, Wang, Zhu et al.",
    year: 2025,
    arxiv: Some("2502.16927"),
    locator: "equation 1 and tables 3 and 4, read 2026-11-23",
};

const WIDTH: Slot = Slot::new("width", "h", "width of the model", "", 2048.0, (1.0, 1e6)).whole();
const LAYERS: Slot = Slot::new("layers", "l", "layers", "layers", 24.0, (1.0, 10_000.0)).whole();
const VOCABULARY: Slot = Slot::new("vocabulary", "v", "tokens of the vocabulary", "", 50_257.0, (1.0, 1e7)).whole();
const EXPERTS: Slot = Slot::new("experts", "e", "experts of a layer", "experts", 64.0, (1.0, 65_536.0)).whole();
const TOP: Slot = Slot::new("topK", "k", "experts of a token", "experts", 8.0, (1.0, 1024.0)).whole();
const RATIO: Slot = Slot::new(
    "ratio",
    "r",
    "width of an expert, or of a token on its way, over that of the model",
    "",
    0.25,
    (1e-3, 1.0),
);
const SEQUENCE: Slot = Slot::new("sequence", "s", "tokens of a sequence", "tokens", 2048.0, (1.0, 1e7)).whole();
const TOKENS: Slot = Slot::new("tokens", "n", "tokens of a step", "tokens", 524_288.0, (1.0, 1e12)).whole();
const DEVICES: Slot =
    Slot::new("expertParallel", "p", "devices that share the experts", "devices", 32.0, (1.0, 1e6)).whole();

const WHAT: &str = "GPT-3 XL with 64 experts of a quarter of the width, eight of a token, on 32 devices";
const FASTER: &str =
    "Reported to train 1.5 to 3.1 times as fast, and to answer 1.6 to 3.1 times as fast, with the same perplexity.";

pub static PARAMS: Formula = Formula {
    id: "jin-2025-params",
    title: "Parameters with fine-grained experts, Jin 2025",
    short: "Jin 2025, fine-grained",
    topic: Topic::Experts,
    cite: CITE,
    form: "N = (4 h² + 8 h + (2 r h² + 2 r h) e) l + (v + e + 2) h",
    confidence: Confidence::Verified,
    symbol: "N",
    meaning: "all parameters",
    unit: "parameters",
    inputs: &[WIDTH, LAYERS, VOCABULARY, EXPERTS, RATIO],
    constants: &[],
    over: "experts",
    what: WHAT,
    notes: &["The form has the router, e h, once and not in every layer."],
    expr: fine_params,
};

pub static BIGMAC_PARAMS: Formula = Formula {
    id: "jin-2025-bigmac-params",
    title: "Parameters with narrowed tokens, Jin 2025 (BigMac)",
    short: "Jin 2025, BigMac",
    form: "N = (4 h² + 8 h + (2 r h² + 2 r h) e) l + (v + e + 2) h + 2 r l h²",
    notes: &["Two matrices of a layer more than fine-grained experts have: to a token's width on its way, and back."],
    expr: |f: &Filled| -> Expr { sum([fine_params(f), narrowing(f, 2.0)]) },
    ..PARAMS
};

pub static FLOPS: Formula = Formula {
    id: "jin-2025-flop",
    title: "FLOP of a step with fine-grained experts, Jin 2025",
    short: "Jin 2025, fine-grained",
    form: "F = 12 n l h² (2 + s/h + v/(2 l h) + r k)",
    symbol: "F",
    meaning: "FLOP of a step, forward and backward",
    unit: "FLOP",
    inputs: &[TOKENS, SEQUENCE, WIDTH, LAYERS, VOCABULARY, TOP, RATIO],
    over: "topK",
    notes: &[
        "The form gives 3,490.4 and, narrowed, 3,648.7 TFLOP where the paper's table has 3,490.67 and 3,649.00: as if for a vocabulary of 50,304.",
    ],
    expr: fine_flop,
    ..PARAMS
};

pub static BIGMAC_FLOPS: Formula = Formula {
    id: "jin-2025-bigmac-flop",
    title: "FLOP of a step with narrowed tokens, Jin 2025 (BigMac)",
    short: "Jin 2025, BigMac",
    form: "F = 12 n l h² (2 + s/h + v/(2 l h) + r k) + 12 r n l h²",
    expr: |f: &Filled| -> Expr { sum([fine_flop(f), product([f.x("tokens"), narrowing(f, 12.0)])]) },
    ..FLOPS
};

pub static ALL_TO_ALL: Formula = Formula {
    id: "jin-2025-all-to-all",
    title: "Bytes to experts and back, Jin 2025",
    short: "Jin 2025, fine-grained",
    form: "V = 8 n l h k (p − 1)/p",
    symbol: "V",
    meaning: "bytes sent in a step, forward and backward, in 16 bits",
    unit: "B",
    inputs: &[TOKENS, WIDTH, LAYERS, TOP, DEVICES],
    over: "topK",
    notes: &["Four times over: there and back, both ways through the model, two bytes of a number each.", FASTER],
    expr: sent,
    ..PARAMS
};

pub static BIGMAC_ALL_TO_ALL: Formula = Formula {
    id: "jin-2025-bigmac-all-to-all",
    title: "Bytes of narrowed tokens, Jin 2025 (BigMac)",
    short: "Jin 2025, BigMac",
    form: "V = 8 r n l h k (p − 1)/p",
    inputs: &[TOKENS, WIDTH, LAYERS, TOP, RATIO, DEVICES],
    expr: |f: &Filled| -> Expr { product([f.x("ratio"), sent(f)]) },
    ..ALL_TO_ALL
};

fn number(v: f64) -> Expr {
    Expr::Number(v)
}

fn squared(f: &Filled) -> Expr {
    power(f.x("width"), number(2.0))
}

fn fine_params(f: &Filled) -> Expr {
    let h = || f.x("width");
    let expert = sum([product([number(2.0), f.x("ratio"), squared(f)]), product([number(2.0), f.x("ratio"), h()])]);
    let layer =
        sum([product([number(4.0), squared(f)]), product([number(8.0), h()]), product([expert, f.x("experts")])]);
    let ends = sum([f.x("vocabulary"), f.x("experts"), number(2.0)]);
    sum([product([layer, f.x("layers")]), product([ends, h()])])
}

/// What narrowing and widening add: so many times r l h².
fn narrowing(f: &Filled, times: f64) -> Expr {
    product([number(times), f.x("ratio"), f.x("layers"), squared(f)])
}

fn fine_flop(f: &Filled) -> Expr {
    let h = || f.x("width");
    let head = quotient(f.x("vocabulary"), product([number(2.0), f.x("layers"), h()]));
    let parts = sum([number(2.0), quotient(f.x("sequence"), h()), head, product([f.x("ratio"), f.x("topK")])]);
    product([number(12.0), f.x("tokens"), f.x("layers"), squared(f), parts])
}

fn sent(f: &Filled) -> Expr {
    let p = || f.x("expertParallel");
    let away = named("a", "share of the copies that leave their device", quotient(difference(p(), number(1.0)), p()));
    product([number(8.0), f.x("tokens"), f.x("layers"), f.x("width"), f.x("topK"), away])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(f: &'static Formula) -> f64 {
        f.start().evaluate().unwrap().value
    }

    /// 3.73 and 3.78 billion parameters, 1.35 % more; 1,488 and 372 GiB.
    #[test]
    fn table_4() {
        let (fine, bigmac) = (at(&PARAMS), at(&BIGMAC_PARAMS));
        assert_eq!(((fine / 1e7).round(), (bigmac / 1e7).round()), (373.0, 378.0));
        assert!((bigmac / fine - 1.0135).abs() < 5e-5);
        let gib = 1_073_741_824.0;
        assert_eq!((at(&ALL_TO_ALL) / gib, at(&BIGMAC_ALL_TO_ALL) / gib), (1488.0, 372.0));
    }

    /// 3,490.67 and 3,649.00 TFLOP, 4.54 % more; the form is a little below with the vocabulary of the text, and meets
    /// both with one of 50,304.
    #[test]
    fn flop_of_table_4() {
        let (fine, bigmac) = (at(&FLOPS), at(&BIGMAC_FLOPS));
        for (value, printed) in [(fine, 3490.67e12), (bigmac, 3649.00e12)] {
            assert!((value / printed - 1.0).abs() < 1e-4, "{value}");
        }
        assert!((bigmac / fine - 1.0454).abs() < 5e-5);
        let padded = |f: &'static Formula| f.start().with("vocabulary", 50_304.0).evaluate().unwrap().value;
        assert!((padded(&FLOPS) / 3490.67e12 - 1.0).abs() < 1e-5, "{}", padded(&FLOPS));
        assert!((padded(&BIGMAC_FLOPS) / 3649.00e12 - 1.0).abs() < 1e-5, "{}", padded(&BIGMAC_FLOPS));
    }
}

//! Liu et al. (DeepSeek-AI) 2024, "DeepSeek-V3 Technical Report", arXiv 2412.19437: what tokens send to experts and back,
//! and the limit on nodes.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, Function, difference, product, quotient, sum};
use crate::core::laws::Confidence;

const CITE: Cite = Cite {
    authors: "Liu, Feng, Xue et al. (DeepSeek-AI)",
    year: 2024,
    arxiv: Some("2412.19437"),
    locator: "all-to-all between nodes, as transcribed, read 2026-11-23",
};
const COUNTED: Cite = Cite { locator: "dispatch in FP8, combine in BF16; counted here, 2026-11-23", ..CITE };

const TOP: Slot = Slot::new("topK", "k", "experts of a token", "experts", 8.0, (1.0, 1024.0)).whole();
const NODES: Slot =
    Slot::new("nodeLimit", "M", "nodes that a token is sent to at most", "nodes", 4.0, (1.0, 1024.0)).whole();

pub static ALL_TO_ALL: Formula = Formula {
    id: "liu-2024-all-to-all",
    title: "Sent to experts and back, Liu 2024 (DeepSeek-V3)",
    short: "Liu 2024, all-to-all",
    topic: Topic::Experts,
    cite: COUNTED,
    form: "V = k h (a + b) (n − 1) / n",
    confidence: Confidence::Derived,
    symbol: "V",
    meaning: "bytes that a token sends in a layer, there and back, forward",
    unit: "B",
    inputs: &[
        TOP,
        Slot::new("width", "h", "width of the model", "", 7168.0, (1.0, 1e7)).whole(),
        Slot::new("dispatchBytes", "a", "bytes of a number on the way there", "B", 1.0, (0.0625, 8.0)),
        Slot::new("combineBytes", "b", "bytes of a number on the way back", "B", 2.0, (0.0625, 8.0)),
        Slot::new("expertParallel", "n", "devices that share the experts", "devices", 64.0, (1.0, 1e6)).whole(),
    ],
    constants: &[],
    over: "topK",
    what: "dropless routing, every copy for itself",
    notes: &[
        "The way back through the model sends as much again.",
        "Copies that stay on the device are not sent: an n-th of them where the load is even.",
        "Buffers of fixed size send as many copies as they have slots: times the capacity factor.",
    ],
    expr: |f: &Filled| -> Expr {
        let n = || f.x("expertParallel");
        let bytes = sum([f.x("dispatchBytes"), f.x("combineBytes")]);
        product([f.x("topK"), f.x("width"), bytes, quotient(difference(n(), Expr::Number(1.0)), n())])
    },
};

pub static NODE_COPIES: Formula = Formula {
    id: "liu-2024-node-copies",
    title: "Copies between nodes, Liu 2024 (DeepSeek-V3)",
    short: "Liu 2024, node limit",
    cite: CITE,
    form: "c = min(k, M)",
    confidence: Confidence::Transcribed,
    symbol: "c",
    meaning: "copies of a token between nodes, at most",
    unit: "copies",
    inputs: &[TOP, NODES],
    over: "topK",
    what: "routing to at most M nodes, in which a copy is passed on over the faster links",
    notes: &[
        "The paper's eight experts in at most four nodes. Links of 160 GB/s against a network of 50 have 3.2 experts a node for nothing, about 13 of a token.",
    ],
    expr: |f: &Filled| -> Expr { Expr::Of(Function::Min, vec![f.x("topK"), f.x("nodeLimit")]) },
    ..ALL_TO_ALL
};

#[cfg(test)]
mod tests {
    use super::*;

    /// 8 · 7168 · 3 = 172 kB for a token and layer without what stays at home; in four nodes 86 kB leave at most.
    #[test]
    fn a_token_of_deepseek_v3() {
        let all = ALL_TO_ALL.start().with("expertParallel", 1e6).evaluate().unwrap().value;
        assert!((all / 172_032.0 - 1.0).abs() < 2e-6, "{all}");
        let copies = NODE_COPIES.start().evaluate().unwrap().value;
        assert_eq!(copies * 7168.0 * 3.0, 86_016.0);
        // 160 over 50 GB/s: 3.2 a node.
        assert_eq!((copies * 160.0_f64 / 50.0).round(), 13.0);
    }
}

//! Liu, Su, Yao et al. 2025, "Muon is Scalable for LLM Training" (Moonlight), arXiv 2502.16982.
//!
//! The loss of the best run against compute for two optimisers, L = f · C^(−g) with C in PF-days, at sequences of 8K
//! tokens. The best size is fitted for AdamW alone, N = c · C^a with C in FLOP; its twin D = 3.4480927 C^0.4887316 is
//! C / (6 N) to seven digits. N leaves out embeddings.

use super::form::power::{Descent, Of, Power};
use super::{Constant, Fitted, Kind, Meta};
use crate::core::quantity::Flop;

static ADAMW_META: Meta = Meta {
    id: "liu-2025-adamw",
    title: "Liu et al. 2025 (Moonlight), AdamW",
    short: "Moonlight, AdamW",
    label: "Moonlight, AdamW",
    variant_of: None,
    authors: "Liu, Su, Yao et al.",
    year: 2025,
    arxiv: Some("2502.16982"),
    locator: "fits of L(C), N(C) and D(C), Table 2; read 2026-11-23",
    kind: Kind::FrontierLoss,
    form: "N = c · C^a with C in FLOP, L = f / C^g with C in PF-days",
    constants: &[C, A, ADAMW_F, ADAMW_G],
    fitted: Fitted {
        params: (3.99e8, 1.5e9),
        tokens: (8.92e9, 3.891e10),
        flops: (2.13e19, 3.51e20),
        what: "the five runs of Table 2, 399 M to 1.5 B parameters on 8.9 to 38.9 B tokens, compute as 6·N·D",
    },
    data: "Moonlight's own text, sequences of 8K",
    params_count: "non-embedding",
    flops_convention: "6·N·D with N without embeddings",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &["No uncertainty is published."],
    remarks: &[NO_FLOOR],
};

const NO_FLOOR: (&str, &str) =
    ("no-floor", "A pure power law without a floor: it grows too low more than about one decade beyond its fit.");

const C: Constant = Constant::new("c", 0.048_335_9, "size at 1 FLOP", "parameters");
const A: Constant = Constant::new("a", 0.511_268_4, "size grows as C^a", "");
pub(crate) const ADAMW_F: Constant = Constant::new("f", 2.608, "loss at 1 PF-day with AdamW", "nats per token");
pub(crate) const ADAMW_G: Constant = Constant::new("g", 0.054, "exponent of the loss with AdamW", "");
pub(crate) const MUON_F: Constant = Constant::new("f", 2.506, "loss at 1 PF-day with Muon", "nats per token");
pub(crate) const MUON_G: Constant = Constant::new("g", 0.052, "exponent of the loss with Muon", "");

const fn law(meta: &'static Meta, factor: Constant, fall: Constant) -> Power {
    let descent = Descent { floor: None, factor, fall, unit: ("PFd", Flop::PF_DAY) };
    Power { meta, of: Of::Params, coefficient: C, exponent: A, loss: Some(descent) }
}

pub static ADAMW: Power = law(&ADAMW_META, ADAMW_F, ADAMW_G);

static MUON_META: Meta = Meta {
    id: "liu-2025-muon",
    title: "Liu et al. 2025 (Moonlight), Muon",
    short: "Moonlight, Muon",
    label: "Moonlight, Muon",
    constants: &[C, A, MUON_F, MUON_G],
    notes: &[
        "Muon reaches AdamW's loss with 46 % of its compute at 1 PF-day and 51 % at 10 (the paper: about 52 %); the exponents differ by 0.002, so do not read this far out.",
        "No uncertainty is published.",
    ],
    remarks: &[
        NO_FLOOR,
        ("borrowed-optimum", "The paper gives no best size for Muon; size and tokens here are those of its AdamW fit."),
    ],
    ..ADAMW_META
};
pub static MUON: Power = law(&MUON_META, MUON_F, MUON_G);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Optimum, Pin};
    use crate::core::quantity::Flop;

    fn at(law: &Power, c: f64) -> Optimum {
        law.optimum(Pin::Flops(Flop::new(c).unwrap())).unwrap()
    }

    /// Table 2, C = 6 N D of its rows. The paper rounded runs to whole shapes: the fit passes within 9 % of them,
    /// and through the two rows that it meets.
    #[test]
    fn table_2() {
        for (n, d, near, muon, adamw) in [
            (399e6, 8.92e9, 0.09, 2.695, 2.813),
            (545e6, 14.04e9, 1e-3, 2.590, 2.699),
            (822e6, 20.76e9, 1e-4, 2.484, 2.584),
            (1.1e9, 28.54e9, 0.025, 2.406, 2.500),
            (1.5e9, 38.91e9, 0.03, 2.330, 2.418),
        ] {
            let c = 6.0 * n * d;
            let (a, m) = (at(&ADAMW, c), at(&MUON, c));
            assert!((a.params.get() / n - 1.0).abs() <= near && (a.tokens.get() / d - 1.0).abs() <= near, "{n:e}");
            assert!((m.loss.unwrap().get() - muon).abs() <= 6e-4, "{n:e}: {:?}", m.loss);
            assert!((a.loss.unwrap().get() - adamw).abs() <= 6e-4, "{n:e}: {:?}", a.loss);
            assert_eq!((m.params, m.tokens), (a.params, a.tokens));
        }
        let o = at(&ADAMW, 4.591e19);
        assert!((o.params.get() - 5.455e8).abs() <= 0.0005e8 && (o.tokens.get() - 1.403e10).abs() <= 0.0005e10);
    }

    /// The paper's fit of D is C / (6 N).
    #[test]
    fn tokens_agree_with_their_own_fit() {
        for c in [1e19f64, 1e21, 1e24] {
            let d = 3.448_092_7 * c.powf(0.488_731_6);
            assert!((at(&ADAMW, c).tokens.get() / d - 1.0).abs() < 1e-6, "{c:e}");
        }
    }

    /// Compute of Muon over AdamW's at the same loss.
    #[test]
    fn muon_takes_about_half() {
        for (days, share) in [(0.1, 0.425), (1.0, 0.464), (10.0, 0.507)] {
            let c = days * 8.64e19;
            let equal = MUON.optimum(Pin::Loss(at(&ADAMW, c).loss.unwrap())).unwrap().flops.get();
            assert!((equal / c - share).abs() <= 5e-4, "{days}: {}", equal / c);
        }
    }
}

//! A released mixture in the words of the laws: how many experts, how many active, how fine, on how many tokens.

use crate::core::expr::{Expr, difference, given, quotient, sum};
use crate::core::model::{Architecture, Part};
use crate::core::quantity::Experts;

/// Tokens that released mixtures were trained on, as their makers say.
pub struct Trained {
    /// The model's id.
    pub model: &'static str,
    pub tokens: f64,
    pub source: &'static str,
}

pub static TRAINED: [Trained; 3] = [
    Trained { model: "deepseek-v3", tokens: 14.8e12, source: "DeepSeek-V3 Technical Report, arXiv 2412.19437" },
    Trained { model: "qwen3-235b-a22b", tokens: 36e12, source: "Qwen3 model card: 36 trillion tokens" },
    Trained { model: "olmoe-1b-7b", tokens: 5.1e12, source: "OLMoE, arXiv 2409.02060; recalled, not seen again" },
];

/// Models that the page offers.
pub const OFFERED: [&str; 5] = ["mixtral-8x7b", "deepseek-v3", "olmoe-1b-7b", "qwen3-235b-a22b", "gpt-oss-120b"];

/// Tokens that a model was trained on, where its makers say.
pub fn trained(model: &str) -> Option<&'static Trained> {
    TRAINED.iter().find(|t| t.model == model)
}

/// The experts of a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mixture {
    pub experts: f64,
    /// Routed experts that work on a token.
    pub top: f64,
    /// Shared experts that always work, in widths of a routed one.
    pub shared: f64,
}

impl Mixture {
    /// Of the first layer with routed experts; `None` for a dense model.
    pub fn of(model: &Architecture) -> Option<Mixture> {
        let layer = model.stack.kinds.iter().find(|l| l.feeds.iter().any(|f| f.routed.is_some()))?;
        let (feed, routed) = layer.feeds.iter().find_map(|f| Some((f, f.routed?)))?;
        let always = layer.feeds.iter().filter(|f| f.weights.iter().any(|t| t.part == Part::Shared));
        let shared = always.map(|f| f.inner as f64 / feed.inner.max(1) as f64).fold(0.0, |a, b| a + b);
        Some(Mixture { experts: routed.experts as f64, top: routed.top as f64, shared })
    }

    /// Share of routed experts that do not work on a token.
    pub fn inactive(&self) -> Expr {
        difference(Expr::Number(1.0), quotient(self.active(), self.routed()))
    }

    /// Share of all experts that works on a token, shared ones counted.
    pub fn active_ratio(&self) -> Expr {
        let shared = || given("s", "shared experts, in widths of a routed one", self.shared, Experts::UNIT);
        quotient(sum([self.active(), shared()]), sum([self.routed(), shared()]))
    }

    pub fn routed(&self) -> Expr {
        given("E", "routed experts of a layer", self.experts, Experts::UNIT)
    }

    pub fn active(&self) -> Expr {
        given("K", "of them active on a token", self.top, Experts::UNIT)
    }

    /// As many experts as the feed-forward block of one token is cut into.
    pub const fn granularity(&self) -> f64 {
        self.top
    }

    /// How many times the feed-forward weights of a token there are: the number of experts of which one is active.
    pub fn expansion(&self) -> f64 {
        (self.experts / self.top).round().max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::chosen::Model;

    /// Experts, active ones and shared ones as the models' configurations have them.
    #[test]
    fn released_mixtures() {
        for (id, experts, top, shared) in [
            ("mixtral-8x7b", 8.0, 2.0, 0.0),
            ("deepseek-v3", 256.0, 8.0, 1.0),
            ("olmoe-1b-7b", 64.0, 8.0, 0.0),
            ("qwen3-235b-a22b", 128.0, 8.0, 0.0),
            ("gpt-oss-120b", 128.0, 4.0, 0.0),
        ] {
            let model = Model::preset(id).unwrap();
            assert_eq!(Mixture::of(model.architecture()), Some(Mixture { experts, top, shared }), "{id}");
        }
        assert_eq!(Mixture::of(Model::preset("llama-3-70b").unwrap().architecture()), None);
        // Ling-mini-beta prints 3.4 % for 12 of 384 and a shared one.
        let ling = Mixture { experts: 384.0, top: 12.0, shared: 1.0 };
        assert!((100.0 * ling.active_ratio().eval() - 3.4).abs() < 0.05);
        assert!(
            OFFERED.iter().all(|id| Model::preset(id).is_ok())
                && TRAINED.iter().all(|t| Model::preset(t.model).is_ok())
        );
    }
}

//! McLeish, Kirchenbauer, Miller et al. 2025, "Gemstones: A Model Suite for Multi-Faceted Scaling Laws",
//! arXiv 2502.06857.
//!
//! Constants are those of the authors' released files (mcleish7/gemstone-scaling-laws), unrounded; the files hold
//! natural logarithms. Approach 1 fits N and D apart, each against an exact count of compute that includes attention;
//! here the fit of N stands and D = C / (6 N). Approach 3 is L = E + A / N^α + B / D^β, minimised with Huber δ = 10⁻³.
//! One family of models gives exponents from 0.46 to 0.71 in N* ∝ C^a, depending on what is fitted and how.

use super::form::additive::Additive;
use super::form::besides::Besides;
use super::form::power::{Of, Power};
use super::{Constant, Fitted, Kind, Meta};

/// Checkpoints before cool-down, up to 100 B tokens: `hot` in the released files.
const HOT: Fitted = Fitted {
    params: (4.8e7, 2.01e9),
    tokens: (2e9, 1e11),
    flops: (5.8e17, 1.21e21),
    what: "1,100 checkpoints of 22 models of 48 M to 2 B parameters on 2 to 100 B tokens, compute as 6·N·D",
};
const LONG: Fitted = Fitted {
    tokens: (2e9, 3.5e11),
    flops: (5.8e17, 4.22e21),
    what: "3,850 checkpoints of 22 models of 48 M to 2 B parameters on 2 to 350 B tokens, compute as 6·N·D",
    ..HOT
};
const COOLED: Fitted = Fitted {
    tokens: (1.1e10, 1.1e11),
    flops: (3.19e18, 1.27e21),
    what: "199 cooled-down ends of 22 models of 48 M to 2 B parameters on 11 to 110 B tokens, compute as 6·N·D",
    ..HOT
};
const HALVED: Fitted = Fitted {
    what: "1,000 checkpoints at half the learning rate, 48 M to 2 B parameters on 2 to 100 B tokens, compute as 6·N·D",
    ..HOT
};
/// Approach 3 reads a checkpoint every 10 B tokens.
const SPARSE: Fitted = Fitted {
    tokens: (1e10, 1e11),
    flops: (2.9e18, 1.21e21),
    what: "220 checkpoints of 22 models of 48 M to 2 B parameters on 10 to 100 B tokens, compute as 6·N·D",
    ..HOT
};

const SPREAD: &str = "The same models give a from 0.46 to 0.71, depending on approach and checkpoints.";

static APPROACH_1_META: Meta = Meta {
    id: "mcleish-2025-approach-1",
    title: "McLeish et al. 2025 (Gemstones), approach 1",
    short: "Gemstones, approach 1",
    label: "Gemstones 1",
    variant_of: None,
    authors: "McLeish, Kirchenbauer, Miller et al.",
    year: 2025,
    arxiv: Some("2502.06857"),
    locator: "parameters/approach_1_linear_regression_params.json of the released code; read 2026-11-23",
    kind: Kind::Frontier,
    form: "N = c · C^a",
    constants: &[C_HOT, A_HOT],
    fitted: HOT,
    data: "Dolma, Gemstones",
    params_count: "total",
    flops_convention: "6·N·D; the fit itself counts attention as well",
    inputs: &[],
    slope_interval: None,
    interval: None,
    notes: &[
        "Its own fit of D, D = 6.66 C^0.481, gives 10 % fewer tokens at 1e21 FLOP than C / (6 N), as its compute counts attention.",
        SPREAD,
    ],
    remarks: &[],
};

const fn size(value: f64) -> Constant {
    Constant::new("c", value, "size at 1 FLOP, exp of the published intercept", "parameters").derived()
}
const fn growth(value: f64) -> Constant {
    Constant::new("a", value, "size grows as C^a", "")
}
const fn power(meta: &'static Meta, coefficient: Constant, exponent: Constant) -> Power {
    Power { meta, of: Of::Params, coefficient, exponent, loss: None }
}

const C_HOT: Constant = size(0.058_128_006_244_493_07);
const A_HOT: Constant = growth(0.499_380_216_082_636);
const C_LONG: Constant = size(0.358_487_889_417_442_75);
const A_LONG: Constant = growth(0.457_903_079_730_882_84);
const C_COOLED: Constant = size(0.000_540_945_772_374_255_5);
const A_COOLED: Constant = growth(0.596_981_017_375_747_7);
const C_NON_EMBEDDING: Constant = size(0.000_118_004_115_496_057_68);
const A_NON_EMBEDDING: Constant = growth(0.626_862_527_898_334);
const C_HALVED: Constant = size(0.028_188_418_394_321_16);
const A_HALVED: Constant = growth(0.513_127_535_752_160_6);

/// Checkpoints before cool-down up to 100 B tokens.
pub static APPROACH_1: Power = power(&APPROACH_1_META, C_HOT, A_HOT);

static APPROACH_1_LONG_META: Meta = Meta {
    id: "mcleish-2025-approach-1-100b",
    title: "McLeish et al. 2025 (Gemstones), approach 1, past 100 B tokens",
    short: "Gemstones, approach 1, 350 B",
    label: "Gemstones 1, 350B",
    variant_of: Some("mcleish-2025-approach-1"),
    locator: "parameters/approach_1_linear_regression_params_100b+.json of the released code; read 2026-11-23",
    constants: &[C_LONG, A_LONG],
    fitted: LONG,
    notes: &[
        "What the released files call 100b+: every checkpoint up to 350 B tokens, not only those past 100 B.",
        "Its own fit of D, D = 0.971 C^0.525, gives 9 % fewer tokens at 1e21 FLOP than C / (6 N).",
        SPREAD,
    ],
    ..APPROACH_1_META
};
pub static APPROACH_1_LONG: Power = power(&APPROACH_1_LONG_META, C_LONG, A_LONG);

static APPROACH_1_COOLED_META: Meta = Meta {
    id: "mcleish-2025-approach-1-cooldown",
    title: "McLeish et al. 2025 (Gemstones), approach 1, cooled down",
    short: "Gemstones, approach 1, cooled",
    label: "Gemstones 1, cool",
    variant_of: Some("mcleish-2025-approach-1"),
    locator: "parameters/approach_1_linear_regression_params_cooldown.json of the released code; read 2026-11-23",
    constants: &[C_COOLED, A_COOLED],
    fitted: COOLED,
    notes: &["Its own fit of D, D = 448 C^0.393, gives 9 % fewer tokens at 1e21 FLOP than C / (6 N).", SPREAD],
    ..APPROACH_1_META
};
pub static APPROACH_1_COOLED: Power = power(&APPROACH_1_COOLED_META, C_COOLED, A_COOLED);

static APPROACH_1_NON_EMBEDDING_META: Meta = Meta {
    id: "mcleish-2025-approach-1-non-embedding",
    title: "McLeish et al. 2025 (Gemstones), approach 1, without embeddings",
    short: "Gemstones 1, no embeddings",
    label: "Gemstones 1, Nₙₑ",
    variant_of: Some("mcleish-2025-approach-1"),
    locator: "parameters/approach_1_linear_regression_params_no_embeds.json of the released code; read 2026-11-23",
    constants: &[C_NON_EMBEDDING, A_NON_EMBEDDING],
    fitted: Fitted {
        params: (3.5e7, 1.86e9),
        flops: (4.2e17, 1.12e21),
        what: "1,100 checkpoints of 22 models on 2 to 100 B tokens; sizes without the 50,304 embedding rows",
        ..HOT
    },
    params_count: "non-embedding",
    notes: &[
        "Only N leaves out embeddings; compute and the fit of D, D = 6.66 C^0.481, are those of approach 1.",
        "C / (6 N) gives 15 % more tokens at 1e21 FLOP than that fit.",
        SPREAD,
    ],
    ..APPROACH_1_META
};
pub static APPROACH_1_NON_EMBEDDING: Power = power(&APPROACH_1_NON_EMBEDDING_META, C_NON_EMBEDDING, A_NON_EMBEDDING);

static APPROACH_1_HALVED_META: Meta = Meta {
    id: "mcleish-2025-approach-1-lr-ablation",
    title: "McLeish et al. 2025 (Gemstones), approach 1, half the learning rate",
    short: "Gemstones, approach 1, half LR",
    label: "Gemstones 1, ½ LR",
    variant_of: Some("mcleish-2025-approach-1"),
    locator: "parameters/approach_1_linear_regression_params_lr_ablation.json of the released code; read 2026-11-23",
    constants: &[C_HALVED, A_HALVED],
    fitted: HALVED,
    notes: &["Its own fit of D, D = 6.02 C^0.486, gives 3 % fewer tokens at 1e21 FLOP than C / (6 N).", SPREAD],
    ..APPROACH_1_META
};
pub static APPROACH_1_HALVED: Power = power(&APPROACH_1_HALVED_META, C_HALVED, A_HALVED);

static APPROACH_3_META: Meta = Meta {
    id: "mcleish-2025-approach-3",
    title: "McLeish et al. 2025 (Gemstones), approach 3",
    short: "Gemstones, approach 3",
    label: "Gemstones 3",
    locator: "parameters_delta-3/approach_3_parameters_grid_search_0_cool_end.json of the released code; read 2026-11-23",
    kind: Kind::Surface,
    form: "L = E + A / N^α + B / D^β",
    constants: &COOLED_3,
    fitted: COOLED,
    notes: &[
        "A, B and E are exp of the published logarithms.",
        "Refitted with Huber δ = 10⁻⁴ the same runs give α 0.297 and β 0.690 for 0.300 and 0.580: β is weakly held.",
        SPREAD,
    ],
    flops_convention: "6·N·D",
    ..APPROACH_1_META
};

/// E, A, B, α, β.
const fn surface(e: f64, a: f64, b: f64, alpha: f64, beta: f64) -> [Constant; 5] {
    [
        Constant::new("E", e, "loss that no model and no data removes", "nats per token").derived(),
        Constant::new("A", a, "factor of the size term", "nats per token").derived(),
        Constant::new("B", b, "factor of the data term", "nats per token").derived(),
        Constant::new("α", alpha, "exponent of the size", ""),
        Constant::new("β", beta, "exponent of the data", ""),
    ]
}
const fn additive(meta: &'static Meta, [e, a, b, alpha, beta]: [Constant; 5]) -> Additive {
    Additive { meta, e, a, b, alpha, beta, covariance: None, besides: Besides::NONE }
}

const COOLED_3: [Constant; 5] =
    surface(2.074_637_271_528_755, 225.814_990_317_369_6, 272_093.182_927_006_3, 0.300_272_820_5, 0.580_241_077);
const HOT_3: [Constant; 5] =
    surface(2.143_122_097_921_290_6, 213.010_154_163_020_05, 4_955_430.138_701_336, 0.292_868_686_3, 0.712_872_206);
const LONG_3: [Constant; 5] =
    surface(1.950_649_653_046_155_5, 134.402_837_672_388_2, 381_157.980_443_526_6, 0.259_112_569_4, 0.597_267_907_3);
const HALVED_3: [Constant; 5] =
    surface(2.205_875_897_391_470_3, 343.144_273_404_573_2, 1_635_267.151_371_208_5, 0.325_466_724, 0.651_264_365_8);
const FEW_3: [Constant; 5] =
    surface(2.033_032_504_786_406, 126.291_612_915_699_87, 22_624.045_354_461_99, 0.275_106_095, 0.458_095_378_2);

/// Runs cooled down to their end.
pub static APPROACH_3: Additive = additive(&APPROACH_3_META, COOLED_3);

static APPROACH_3_HOT_META: Meta = Meta {
    id: "mcleish-2025-approach-3-hot",
    title: "McLeish et al. 2025 (Gemstones), approach 3, before cool-down",
    short: "Gemstones, approach 3, hot",
    label: "Gemstones 3, hot",
    variant_of: Some("mcleish-2025-approach-3"),
    locator: "parameters_delta-3/approach_3_parameters_grid_search_0_hot.json of the released code; read 2026-11-23",
    constants: &HOT_3,
    fitted: SPARSE,
    notes: &["A, B and E are exp of the published logarithms.", SPREAD],
    ..APPROACH_3_META
};
pub static APPROACH_3_HOT: Additive = additive(&APPROACH_3_HOT_META, HOT_3);

static APPROACH_3_LONG_META: Meta = Meta {
    id: "mcleish-2025-approach-3-hot-100b",
    title: "McLeish et al. 2025 (Gemstones), approach 3, past 100 B tokens",
    short: "Gemstones, approach 3, 350 B",
    label: "Gemstones 3, 350B",
    locator: "parameters_delta-3/approach_3_parameters_grid_search_0_hot_100b+.json of the released code; read 2026-11-23",
    constants: &LONG_3,
    fitted: Fitted {
        tokens: (1e10, 3.5e11),
        flops: (2.9e18, 4.22e21),
        what: "770 checkpoints of 22 models of 48 M to 2 B parameters on 10 to 350 B tokens, compute as 6·N·D",
        ..HOT
    },
    notes: &[APPROACH_1_LONG_META.notes[0], APPROACH_3_HOT_META.notes[0], SPREAD],
    ..APPROACH_3_HOT_META
};
pub static APPROACH_3_LONG: Additive = additive(&APPROACH_3_LONG_META, LONG_3);

static APPROACH_3_HALVED_META: Meta = Meta {
    id: "mcleish-2025-approach-3-lr-ablation",
    title: "McLeish et al. 2025 (Gemstones), approach 3, half the learning rate",
    short: "Gemstones, approach 3, half LR",
    label: "Gemstones 3, ½ LR",
    locator: "parameters_delta-3/approach_3_parameters_grid_search_0_lr_ablation_hot.json of the released code; read 2026-11-23",
    constants: &HALVED_3,
    fitted: Fitted { what: "checkpoints at half the learning rate; range as before cool-down", ..SPARSE },
    ..APPROACH_3_HOT_META
};
pub static APPROACH_3_HALVED: Additive = additive(&APPROACH_3_HALVED_META, HALVED_3);

static APPROACH_3_FEW_META: Meta = Meta {
    id: "mcleish-2025-approach-3-like-chinchilla",
    title: "McLeish et al. 2025 (Gemstones), approach 3, sampled like Chinchilla",
    short: "Gemstones 3, Chinchilla sample",
    label: "Gemstones 3, few",
    locator: "parameters_delta-3/approach_3_parameters_grid_search_0_hot_sampled_like_chinchilla.json of the released code; read 2026-11-23",
    constants: &FEW_3,
    fitted: Fitted {
        params: (6.6e7, 1.91e9),
        tokens: (2e9, 1.24e11),
        flops: (1.6e18, 1.42e21),
        what: "24 checkpoints of 67 M to 1.9 B parameters, chosen where Chinchilla's runs lie, compute as 6·N·D",
    },
    remarks: &[("small-fit", "Twenty-four checkpoints for five constants.")],
    ..APPROACH_3_HOT_META
};
pub static APPROACH_3_FEW: Additive = additive(&APPROACH_3_FEW_META, FEW_3);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Optimum, Pin};
    use crate::core::quantity::{Flop, Params, Tokens};

    fn at(law: &dyn Law) -> Optimum {
        law.optimum(Pin::Flops(Flop::new(1e21).unwrap())).unwrap()
    }

    /// Intercepts of the released files are natural logarithms.
    #[test]
    fn coefficients_are_exp_of_the_intercepts() {
        for (law, intercept) in [
            (&APPROACH_1, -2.845_107_696_076_702_6_f64),
            (&APPROACH_1_LONG, -1.025_860_400_775_425),
            (&APPROACH_1_COOLED, -7.522_191_520_048_853),
            (&APPROACH_1_NON_EMBEDDING, -9.044_791_057_021_566),
            (&APPROACH_1_HALVED, -3.568_844_080_633_294),
        ] {
            assert!((law.coefficient.value.ln() - intercept).abs() < 1e-14, "{}", law.meta.id);
        }
        for (law, [e, a, b]) in [
            (&APPROACH_3, [0.729_786_329_5_f64, 5.419_716_037_1, 12.513_899_870_9]),
            (&APPROACH_3_HOT, [0.762_263_690_1, 5.361_339_836_7, 15.415_994_531]),
            (&APPROACH_3_LONG, [0.668_162_472_5, 4.900_841_541_5, 12.850_969_215]),
            (&APPROACH_3_HALVED, [0.791_124_662_4, 5.838_150_980_9, 14.307_316_744_3]),
            (&APPROACH_3_FEW, [0.709_528_523_1, 4.838_593_621_1, 10.026_768_573_4]),
        ] {
            for (constant, ln) in [(law.e, e), (law.a, a), (law.b, b)] {
                assert!((constant.value.ln() - ln).abs() < 1e-13, "{}: {}", law.meta.id, constant.symbol);
            }
        }
    }

    /// At 1e21 FLOP: sizes of the fits, and how far the separate fits of D lie from C / (6 N).
    #[test]
    fn approach_1_at_1e21() {
        for (law, n, own_d, (a, intercept)) in [
            (&APPROACH_1, 1.784e9, 8.40e10, (0.480_988_823_212_920_1_f64, 1.896_320_827_332_772_3_f64)),
            (&APPROACH_1_LONG, 1.4805e9, 1.023e11, (0.524_898_684_444_013_3, -0.029_520_870_430_104_65)),
            (&APPROACH_1_COOLED, 1.861e9, 8.12e10, (0.393_260_379_228_717_4, 6.103_985_245_429_63)),
        ] {
            let o = at(law);
            assert!((o.params.get() - n).abs() <= 0.001e9, "{}: {}", law.meta.id, o.params.get());
            let d = intercept.exp() * 1e21f64.powf(a);
            assert!((d / own_d - 1.0).abs() < 1e-3, "{d:e}");
            let fewer = 1.0 - d / o.tokens.get();
            assert!((0.09..0.105).contains(&fewer), "{}: {fewer}", law.meta.id);
        }
        assert!((at(&APPROACH_1_NON_EMBEDDING).tokens.get() / 8.40e10 - 1.15).abs() <= 5e-3);
        let d = 1.794_942_269_596_315_8_f64.exp() * 1e21f64.powf(0.485_794_433_068_518_3);
        assert!((1.0 - d / at(&APPROACH_1_HALVED).tokens.get() - 0.03).abs() <= 5e-3);
    }

    /// Exponent of N* and its value at 1e21 FLOP.
    #[test]
    fn approach_3_at_1e21() {
        for (law, a, n) in [
            (&APPROACH_3_HOT, 0.7088, 4.05e9),
            (&APPROACH_3_LONG, 0.6974, 4.45e9),
            (&APPROACH_3, 0.6590, 3.18e9),
            (&APPROACH_3_FEW, 0.6248, 1.82e9),
            // From the released constants, outside this program.
            (&APPROACH_3_HALVED, 0.6668, 2.57e9),
        ] {
            assert!((law.beta.value / (law.alpha.value + law.beta.value) - a).abs() <= 5e-5, "{}", law.meta.id);
            assert!((at(law).params.get() - n).abs() <= 0.005e9, "{}: {}", law.meta.id, at(law).params.get());
        }
        // 1 B on 100 B tokens, outside this program.
        let loss = |law: &Additive| law.loss(Params::new(1e9).unwrap(), Tokens::new(1e11).ok()).unwrap().loss.get();
        assert!((loss(&APPROACH_3) - 2.635_394_08).abs() <= 5e-9);
        assert!((loss(&APPROACH_3_HOT) - 2.707_186_91).abs() <= 5e-9);
    }
}

//! Ludziejewski, Pióro, Krajewski et al. 2025, "Joint MoE Scaling Laws: Mixture of Experts Can Be Memory Efficient",
//! arXiv 2502.05172.
//!
//! L = a Ê^δ N^(α + γ ln Ê) + b Ê^ω D^(β + ζ ln Ê) + c with N the active parameters, embeddings and head counted, and
//! 1/Ê = 1/(E − 1 + (1/E_start − 1/E_max)⁻¹) + 1/E_max, so that Ê(1) = E_start. For one number of experts E that is
//! m N^μ + n D^ν + c; Table 4 prints m, μ, n, ν for E = 1 to 32 with more digits than Table 3 gives them.

use super::form::additive::Additive;
use super::form::besides::{Besides, Made};
use super::{Choice, Constant, Error, Fitted, Input, Kind, Meta, Setting};
use crate::core::error::Warning;
use crate::core::expr::{Expr, difference, given, ln, named, power, product, quotient, sum};
use crate::core::num;
use crate::core::quantity::{Experts, Params, Tokens, show};

static META: Meta = Meta {
    id: "ludziejewski-2025",
    title: "Ludziejewski et al. 2025 (joint law of mixtures)",
    short: "Joint MoE, Ludziejewski 2025",
    label: "Joint MoE",
    variant_of: None,
    authors: "Ludziejewski, Pióro, Krajewski et al.",
    year: 2025,
    arxiv: Some("2502.05172"),
    locator: "appendix B, Tables 3 and 4; read 2026-11-23",
    kind: Kind::Surface,
    form: "L = m · N^μ + n · D^ν + c for E experts; other E than 1 to 32 in powers of two: m = A Ê^δ, μ = α + γ ln Ê, n = B Ê^ω, ν = β + ζ ln Ê",
    constants: &[FLOOR, M, N, MU, NU, A, DELTA, ALPHA, GAMMA, B, OMEGA, BETA, ZETA, START, MOST],
    fitted: Fitted {
        params: (2e7, 2.7e9),
        tokens: (5e8, 8e10),
        flops: (6e16, 1.296e21),
        what: "over 280 runs with 1 to 32 experts, up to 2.7 B active and 5 B parameters in all, on 0.5 to 80 B tokens; the smallest size is not printed and taken as 20 M, compute as 6·N·D of the ends",
    },
    data: "FineWeb-Edu, vocabulary of 50,257",
    params_count: "active",
    flops_convention: "6·N·D with N the active parameters; routing is left out",
    inputs: &[Input::Experts],
    slope_interval: None,
    interval: None,
    notes: &[
        "Without experts it is the law of the paper's dense models, E = 1.",
        "Every block has E experts as wide as the dense feed-forward block, one of which works on a token.",
        "Table 4 does not quite follow from Table 3 in its printed digits: m and n differ by up to 0.3 %, losses by up to 0.001.",
        "All parameters follow from the paper's shapes: 2 d V + (4 + 9 E) n d², n = d/64 blocks of width d, V = 50,257.",
    ],
    remarks: &[],
};

static JOINT_META: Meta = Meta {
    id: "ludziejewski-2025-joint",
    title: "Ludziejewski et al. 2025 (joint law of mixtures), Table 3 alone",
    short: "Joint MoE, Table 3",
    label: "Joint MoE, Table 3",
    variant_of: Some("ludziejewski-2025"),
    locator: "appendix B, Table 3; read 2026-11-23",
    form: "L = A Ê^δ · N^(α + γ ln Ê) + B Ê^ω · D^(β + ζ ln Ê) + c",
    constants: &[FLOOR, A, DELTA, ALPHA, GAMMA, B, OMEGA, BETA, ZETA, START, MOST],
    notes: &[META.notes[0], META.notes[1], META.notes[3]],
    ..META
};

const A: Constant = Constant::new("A", 35.91, "factor of the size term, a in the paper", "nats per token");
const ALPHA: Constant = Constant::new("α", -0.1889, "exponent of the size", "");
const DELTA: Constant = Constant::new("δ", -0.2285, "exponent of the experts in the size term", "");
const GAMMA: Constant = Constant::new("γ", 0.0098, "how the exponent of the size changes with ln Ê", "");
const B: Constant = Constant::new("B", 35.98, "factor of the data term, b in the paper", "nats per token");
const BETA: Constant = Constant::new("β", -0.1775, "exponent of the data", "");
const OMEGA: Constant = Constant::new("ω", 0.5529, "exponent of the experts in the data term", "");
const ZETA: Constant = Constant::new("ζ", -0.0259, "how the exponent of the data changes with ln Ê", "");
const START: Constant = Constant::new("E_start", 2.0732, "Ê of a dense model", "experts");
const MOST: Constant = Constant::new("E_max", 290.4521, "Ê of endlessly many experts", "experts");
const FLOOR: Constant = Constant::new("c", 1.3637, "loss that no model and no data removes", "nats per token");

/// The runs' numbers of experts.
pub const EXPERTS: (f64, f64) = (1.0, 32.0);

/// Table 4: E, m, μ, n, ν; exponents without their sign.
const TABLE_4: [(f64, [f64; 4]); 6] = [
    (1.0, [30.3640, 0.1817, 53.9838, 0.1965]),
    (2.0, [27.7982, 0.1780, 66.8401, 0.2065]),
    (4.0, [24.8462, 0.1731, 87.7022, 0.2192]),
    (8.0, [21.8330, 0.1676, 119.9126, 0.2338]),
    (16.0, [19.0159, 0.1617, 167.5073, 0.2494]),
    (32.0, [16.5424, 0.1557, 234.6726, 0.2652]),
];

/// Ê of so many experts.
fn effective(experts: f64) -> f64 {
    let shift = 1.0 / (1.0 / START.value - 1.0 / MOST.value);
    1.0 / (1.0 / (experts - 1.0 + shift) + 1.0 / MOST.value)
}

/// m, |μ|, n, |ν| by Table 3.
fn of_table_3(experts: f64) -> [f64; 4] {
    let e = effective(experts);
    [
        A.value * e.powf(DELTA.value),
        -(ALPHA.value + GAMMA.value * e.ln()),
        B.value * e.powf(OMEGA.value),
        -(BETA.value + ZETA.value * e.ln()),
    ]
}

const M: Constant = Constant::new("m", 30.3640, "factor of the size term at this number of experts", "nats per token");
const MU: Constant = Constant::new("μ", 0.1817, "exponent of the active parameters, without its sign", "");
const N: Constant = Constant::new("n", 53.9838, "factor of the data term at this number of experts", "nats per token");
const NU: Constant = Constant::new("ν", 0.1965, "exponent of the data, without its sign", "");

/// The law of one number of experts; `printed` where its constants stand so in the paper.
const fn law(meta: &'static Meta, [m, mu, n, nu]: [f64; 4], printed: bool, besides: Besides) -> Additive {
    const fn with(c: Constant, value: f64, printed: bool) -> Constant {
        let c = Constant { value, ..c };
        if printed { c } else { c.derived() }
    }
    Additive {
        meta,
        e: FLOOR,
        a: with(M, m, printed),
        b: with(N, n, printed),
        alpha: with(MU, mu, printed),
        beta: with(NU, nu, printed),
        covariance: None,
        besides,
    }
}

const DENSE: Additive = law(&META, TABLE_4[0].1, true, Besides { under, remarks, total, own, ..Besides::NONE });

pub static LUDZIEJEWSKI_2025: Additive = DENSE;

/// Table 3 at E = 1, worked out below; a static has no powers.
pub static JOINT: Additive = law(
    &JOINT_META,
    [30.399_251_533_857_95, 0.181_754_885_588_132_55, 53.843_350_718_781_76, 0.196_383_516_659_935_42],
    false,
    Besides {
        under: under_joint,
        remarks,
        total,
        own,
        from: Some(Made { letters, constants: JOINT_META.constants }),
        ..Besides::NONE
    },
);

/// Ê from E, E_start and E_max.
pub fn counted(experts: Expr, start: Expr, most: Expr) -> Expr {
    let inverse = |of: Expr| quotient(Expr::Number(1.0), of);
    let shift = inverse(difference(inverse(start), inverse(most.clone())));
    let grown = sum([experts, Expr::Number(-1.0), shift]);
    named("Ê", "experts as they count", inverse(sum([inverse(grown), inverse(most)])))
}

/// c, m, n, |μ|, |ν| from the constants of Table 3.
fn letters(setting: &Setting) -> [Expr; 5] {
    let experts = || given("E", "experts of a layer", experts_of(setting), Experts::UNIT);
    let e = || counted(experts(), START.letter(), MOST.letter());
    let factor = |symbol, meaning, c: Constant, power_: Constant| {
        named(symbol, meaning, product([c.letter(), power(e(), power_.letter())]))
    };
    let exponent = |symbol, meaning, c: Constant, by: Constant| {
        let signed = sum([c.letter(), product([by.letter(), ln(e())])]);
        named(symbol, meaning, product([Expr::Number(-1.0), signed]))
    };
    [
        FLOOR.letter(),
        factor(M.symbol, M.meaning, A, DELTA),
        factor(N.symbol, N.meaning, B, OMEGA),
        exponent(MU.symbol, MU.meaning, ALPHA, GAMMA),
        exponent(NU.symbol, NU.meaning, BETA, ZETA),
    ]
}

fn experts_of(setting: &Setting) -> f64 {
    setting.experts.map_or(1.0, Experts::get)
}

fn under(setting: &Setting) -> Result<Option<Choice>, Error> {
    let Some(experts) = setting.experts else { return Ok(None) };
    Ok(Some(Choice::made(with_experts(experts))))
}

/// The law at so many experts: Table 4 where it has them, Table 3 elsewhere.
pub fn with_experts(experts: Experts) -> Additive {
    let printed = TABLE_4.iter().find(|(e, _)| *e == experts.get());
    let constants = printed.map_or_else(|| of_table_3(experts.get()), |(_, c)| *c);
    let from = if printed.is_some() { None } else { JOINT.besides.from };
    let besides = Besides { setting: only(experts), from, ..DENSE.besides };
    law(&META, constants, printed.is_some(), besides)
}

fn under_joint(setting: &Setting) -> Result<Option<Choice>, Error> {
    let Some(experts) = setting.experts else { return Ok(None) };
    let besides = Besides { setting: only(experts), ..JOINT.besides };
    Ok(Some(Choice::made(law(&JOINT_META, of_table_3(experts.get()), false, besides))))
}

const fn only(experts: Experts) -> Setting {
    Setting { experts: Some(experts), ..Setting::NONE }
}

fn remarks(setting: &Setting, params: Params, tokens: Option<Tokens>) -> Vec<Warning> {
    let experts = experts_of(setting);
    let mut out = Vec::new();
    let mut say = |code, field: &str, message: String| out.push(Warning { code, field: field.into(), message });
    if experts > EXPERTS.1 {
        let message = format!("It was fitted on 1 to 32 experts, not {}.", show::full(experts));
        say("outside-fitted-range", Input::Experts.name(), message);
    }
    // The authors decline more experts where the tokens for each parameter leave the runs: 155 M active on 64 B.
    let ratio = tokens.map(|d| d.get() / params.get()).filter(|r| *r > 414.0);
    if let Some(ratio) = ratio {
        let message = format!(
            "So many tokens for each active parameter ({}) are beyond the runs; the authors give no answer from 414 on.",
            show::sig(ratio, 3)
        );
        say("outside-fitted-range", "tokens", message);
    }
    out
}

/// Vocabulary of the paper's models.
pub const VOCABULARY: f64 = 50_257.0;
/// Width for each block and head.
const WIDTH: f64 = 64.0;

/// The width of a model with so many active parameters, 2 d V + 13 d³/64.
pub fn width(active: f64) -> f64 {
    of_width(active, 13.0)
}

/// d with 2 d V + c d³/64 parameters.
fn of_width(params: f64, c: f64) -> f64 {
    let excess = |ln_d: f64| {
        let d = ln_d.exp();
        2.0 * d * VOCABULARY + c * d.powi(3) / WIDTH - params
    };
    num::root(-60.0, 120.0, excess).map_or(f64::NAN, f64::exp)
}

/// Parameters that one more expert in every block adds.
fn expert(width: f64) -> f64 {
    9.0 * width.powi(3) / WIDTH
}

/// Active parameters of a model of this width, as deep as the paper's are.
pub fn active_of_width(width: f64) -> f64 {
    2.0 * width * VOCABULARY + 13.0 * width.powi(3) / WIDTH
}

/// All of them, with so many experts.
pub fn all_of_width(width: f64, experts: f64) -> f64 {
    active_of_width(width) + (experts - 1.0) * expert(width)
}

/// Blocks times width: what one cached token holds twice, as keys and as values of all heads.
pub fn cached(width: f64) -> f64 {
    width * width / WIDTH
}

/// All parameters of a mixture with so many active ones.
pub fn all(active: f64, experts: f64) -> f64 {
    if experts == 1.0 { active } else { active + (experts - 1.0) * expert(width(active)) }
}

/// Active parameters of a mixture with so many in all.
pub fn active(all: f64, experts: f64) -> f64 {
    if experts == 1.0 { all } else { all - (experts - 1.0) * expert(of_width(all, 4.0 + 9.0 * experts)) }
}

fn total(setting: &Setting, own: Params) -> Params {
    Params::new(all(own.get(), experts_of(setting))).unwrap_or(own)
}

fn own(setting: &Setting, total: Params) -> Params {
    Params::new(active(total.get(), experts_of(setting))).unwrap_or(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::laws::{Law, Pin};
    use crate::core::quantity::Flop;

    fn at(experts: f64) -> Additive {
        with_experts(Experts::new(experts).unwrap())
    }

    fn loss(law: &dyn Law, n: f64, d: f64) -> f64 {
        law.loss(Params::new(n).unwrap(), Some(Tokens::new(d).unwrap())).unwrap().loss.get()
    }

    /// Compute-optimal active parameters and tokens, as printed, in billions.
    const TABLE_1: [(f64, [(f64, f64); 6]); 3] = [
        (1e20, [(1.7, 9.7), (1.5, 11.4), (1.2, 13.9), (0.99, 17.0), (0.81, 20.7), (0.669, 24.9)]),
        (1e21, [(5.7, 29.3), (5.0, 33.0), (4.4, 38.0), (3.8, 44.3), (3.3, 51.2), (2.85, 58.4)]),
        (1e22, [(18.8, 88.6), (17.4, 96.0), (15.8, 105.4), (14.4, 115.8), (13.2, 126.5), (12.2, 136.9)]),
    ];

    /// Every cell is what is printed, rounded as printed, or within 2 % of it.
    #[test]
    fn table_1() {
        let mut worst = (0.0, String::new());
        for (flops, row) in TABLE_1 {
            for ((e, _), (n, d)) in TABLE_4.iter().zip(row) {
                let o = at(*e).optimum(Pin::Flops(Flop::new(flops).unwrap())).unwrap();
                // Half a last printed digit: 0.669 and 2.85 have three, the sizes below 0.99 B and tokens to 0.1 B.
                let step = match n {
                    0.669 => 0.0005,
                    2.85 | 0.99 | 0.81 => 0.005,
                    _ => 0.05,
                };
                for (what, ours, printed, step) in [("N", o.params.get(), n, step), ("D", o.tokens.get(), d, 0.05)] {
                    let off = ((ours / 1e9 - printed).abs() - step).max(0.0) / printed;
                    if off > worst.0 {
                        worst = (off, format!("{what} at {flops:e} and E = {e}: {ours:e} for {printed}"));
                    }
                }
            }
        }
        assert!(worst.0 < 0.008, "{worst:?}");
    }

    /// Losses at those optima, worked out from Table 4 outside this program.
    #[test]
    fn losses_at_the_optima() {
        for (flops, losses) in [
            (1e20, [2.5897, 2.5734, 2.5545, 2.5295, 2.5019, 2.4732]),
            (1e21, [2.3501, 2.3344, 2.3167, 2.2948, 2.2718, 2.2489]),
            (1e22, [2.1574, 2.1426, 2.1265, 2.1074, 2.0882, 2.0699]),
        ] {
            for ((e, _), l) in TABLE_4.iter().zip(losses) {
                let o = at(*e).optimum(Pin::Flops(Flop::new(flops).unwrap())).unwrap();
                assert!((o.loss.unwrap().get() - l).abs() <= 5e-5, "{flops:e} {e}");
            }
        }
    }

    /// Ê as worked out outside this program; the rows of Table 4 from Table 3 within 0.3 %.
    #[test]
    fn table_3_gives_table_4() {
        for (e, expected) in
            [(1.0, 2.0732), (2.0, 3.0556), (4.0, 5.0005), (8.0, 8.8124), (16.0, 16.139), (32.0, 29.704)]
        {
            assert!((effective(e) / expected - 1.0).abs() < 4e-5, "{e}");
        }
        for (e, printed) in TABLE_4 {
            for (ours, printed) in of_table_3(e).into_iter().zip(printed) {
                assert!((ours / printed - 1.0).abs() < 0.003, "{e}: {ours} for {printed}");
            }
        }
        for (constant, ours) in [JOINT.a, JOINT.alpha, JOINT.b, JOINT.beta].iter().zip(of_table_3(1.0)) {
            assert!((constant.value / ours - 1.0).abs() < 1e-15, "{} {ours:?}", constant.symbol);
        }
    }

    /// The matched models of 1.1 B in all: counts from the widths, losses from Table 3 outside this program.
    #[test]
    fn models_of_equal_size() {
        for (e, d, active_, tokens, l) in [
            (1.0, 1664.0f64, 1.103e9, 8e9, 2.666),
            (2.0, 1408.0, 0.709e9, 16e9, 2.626),
            (4.0, 1152.0, 0.426e9, 32e9, 2.597),
        ] {
            let n = 2.0 * d * VOCABULARY + 13.0 * d.powi(3) / 64.0;
            assert!((n / active_ - 1.0).abs() < 1e-3, "{e}");
            assert!((width(n) / d - 1.0).abs() < 1e-12);
            let in_all = 2.0 * d * VOCABULARY + (4.0 + 9.0 * e) * d.powi(3) / 64.0;
            assert!((all(n, e) / in_all - 1.0).abs() < 1e-11 && (active(in_all, e) / n - 1.0).abs() < 1e-11);
            assert!((in_all / 1.1e9 - 1.0).abs() < 0.03, "{e}: {in_all:e}");
            let n = if e == 1.0 { 1.1e9 } else { active_ };
            let setting = only(Experts::new(e).unwrap());
            let joint = under_joint(&setting).unwrap().unwrap();
            assert!((loss(&*joint, n, tokens) - l).abs() <= 6e-4, "{e}: {}", loss(&*joint, n, tokens));
            // Table 4 gives 2.6249 for E = 2 where Table 3 gives 2.626.
            assert!((loss(&at(e), n, tokens) - l).abs() <= 1.2e-3, "{e}");
        }
        // FLOP for a token against the dense one: 36 and 61 % less.
        for (d, less) in [(1408.0f64, 36.0), (1152.0, 61.0)] {
            let n = |d: f64| 2.0 * d * VOCABULARY + 13.0 * d.powi(3) / 64.0;
            assert!((100.0 * (1.0 - n(d) / n(1664.0)) - less).abs() < 0.6, "{d}");
        }
    }

    /// More experts help at every run on enough data, and one expert is the dense law.
    #[test]
    fn experts_help() {
        assert_eq!(loss(&at(1.0), 1e9, 2e10), loss(&LUDZIEJEWSKI_2025, 1e9, 2e10));
        for e in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0] {
            assert!(loss(&at(2.0 * e), 1e9, 1e11) < loss(&at(e), 1e9, 1e11), "{e}");
        }
        let warned = |e: f64, n: f64, d: f64| {
            let law = at(e);
            law.remarks(Params::new(n).unwrap(), Tokens::new(d).ok()).len()
        };
        assert_eq!((warned(32.0, 1e9, 2e10), warned(64.0, 1e9, 2e10), warned(16.0, 155e6, 65e9)), (0, 1, 1));
    }
}

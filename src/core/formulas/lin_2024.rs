//! Lin et al. 2024, "Selecting Large Language Model to Fine-tune via Rectified Scaling Law", arXiv 2402.02314.
//!
//! The paper's table of constants was not seen. Those here are least squares on the logarithms of the losses that the
//! authors released (200 to 1,638,400 samples); their scatter is the one the authors print for their own fits.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, power, quotient, sum};
use crate::core::laws::{Confidence, Constant};

const CITE: Cite = Cite {
    authors: "Lin, Huang, Ye, Chen et al.",
    year: 2024,
    arxiv: Some("2402.02314"),
    locator: "the form, and the released losses (linhaowei1/Fine-tuning-Scaling-Law) fitted anew; read 2026-11-23",
};

const SAMPLES: Slot =
    Slot::new("samples", "D", "fine-tuning samples", "samples", 1e5, (1.0, 1e12)).fitted(200.0, 1_638_400.0);

const fn constants(b: f64, pre: f64, beta: f64, floor: f64) -> [Constant; 4] {
    [
        Constant::new("B", b, "factor", "").derived(),
        Constant::new("Dₗ", pre, "data learned in pre-training, as Dₗ^(1/β) samples", "").derived(),
        Constant::new("β", beta, "exponent", "").derived(),
        Constant::new("E", floor, "loss with endless samples", "nats per token").derived(),
    ]
}

const GPT2_FLAN: [Constant; 4] = constants(856.4, 260.7, 0.5005, 1.2423);
const PHI2_FLAN: [Constant; 4] = constants(91.24, 75.65, 0.3320, 1.4006);
const GPT2_WMT19: [Constant; 4] = constants(1822.0, 754.9, 0.6505, 0.7809);
const GPT2_GIGAWORD: [Constant; 4] = constants(32.89, 14.75, 0.2834, 0.9797);

const NOTES: &[&str] = &[
    "The constants are refits of the released losses, not the paper's own, and hold for this model on this set alone.",
    "B and E trade off against each other: other pairs fit nearly as well.",
];

const fn loss(
    id: &'static str,
    title: &'static str,
    short: &'static str,
    what: &'static str,
    constants: &'static [Constant],
) -> Formula {
    Formula {
        id,
        title,
        short,
        topic: Topic::FineTuning,
        cite: CITE,
        form: "L = B / (Dₗ + D^β) + E",
        confidence: Confidence::Transcribed,
        symbol: "L",
        meaning: "loss after fine-tuning",
        unit: "nats per token",
        inputs: &[SAMPLES],
        constants,
        over: "samples",
        what,
        notes: NOTES,
        expr: |f: &Filled| -> Expr {
            let learned = sum([f.c("Dₗ"), power(f.x("samples"), f.c("β"))]);
            sum([quotient(f.c("B"), learned), f.c("E")])
        },
    }
}

pub static LOSS: Formula = loss(
    "lin-2024-loss",
    "Loss after fine-tuning, GPT-2 on FLAN, Lin 2024",
    "Lin 2024, GPT-2 on FLAN",
    "GPT-2 (124 M parameters) fine-tuned on 200 to 1,638,400 samples of FLAN",
    &GPT2_FLAN,
);
pub static LOSS_PHI2: Formula = loss(
    "lin-2024-loss-phi-2",
    "Loss after fine-tuning, Phi-2 on FLAN, Lin 2024",
    "Lin 2024, Phi-2 on FLAN",
    "Phi-2 (2.8 B parameters) fine-tuned on 200 to 1,638,400 samples of FLAN",
    &PHI2_FLAN,
);
pub static LOSS_WMT19: Formula = loss(
    "lin-2024-loss-wmt19",
    "Loss after fine-tuning, GPT-2 on WMT19, Lin 2024",
    "Lin 2024, GPT-2 on WMT19",
    "GPT-2 (124 M parameters) fine-tuned on 200 to 1,638,400 samples of WMT19",
    &GPT2_WMT19,
);
pub static LOSS_GIGAWORD: Formula = loss(
    "lin-2024-loss-gigaword",
    "Loss after fine-tuning, GPT-2 on Gigaword, Lin 2024",
    "Lin 2024, GPT-2 on Gigaword",
    "GPT-2 (124 M parameters) fine-tuned on 200 to 1,638,400 samples of Gigaword",
    &GPT2_GIGAWORD,
);

pub static TRANSITION: Formula = Formula {
    id: "lin-2024-transition",
    title: "Samples where fine-tuning turns to a power law, Lin 2024",
    short: "Lin 2024, transition",
    topic: Topic::FineTuning,
    cite: CITE,
    form: "D = Dₗ^(1 / β)",
    confidence: Confidence::Derived,
    symbol: "D",
    meaning: "samples worth as much as pre-training",
    unit: "samples",
    inputs: &[
        Slot::new("learned", "Dₗ", "data learned in pre-training, as it stands in the law", "", 260.7, (1.0, 1e6)),
        Slot::new("exponent", "β", "exponent of the law", "", 0.5005, (0.1, 2.0)),
    ],
    constants: &[],
    over: "learned",
    what: "where both terms under B are equal; the start values are GPT-2 on FLAN",
    notes: &["With far fewer samples the loss hardly moves; with far more it falls as a power law towards its floor."],
    expr: |f: &Filled| -> Expr { power(f.x("learned"), quotient(Expr::Number(1.0), f.x("exponent"))) },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Released losses at 200, 400, … 1,638,400 samples, and the scatter of the logarithms that the authors print.
    const RELEASED: [(&Formula, [f64; 14], f64); 4] = [
        (
            &LOSS,
            [
                4.386, 4.2883, 4.19135, 4.059925, 3.89045, 3.825725, 3.54565, 3.27245, 2.988425, 2.686375, 2.4488,
                2.19325, 1.9785, 1.7906,
            ],
            0.0074742,
        ),
        (
            &LOSS_PHI2,
            [
                2.537659, 2.514775, 2.452434, 2.423836, 2.397149, 2.385979, 2.330261, 2.291612, 2.215935, 2.146054,
                2.076326, 2.009327, 1.944491, 1.881746,
            ],
            0.0060469,
        ),
        (
            &LOSS_WMT19,
            [
                3.079359, 3.037269, 2.955111, 2.866663, 2.757465, 2.521285, 2.27605, 1.966136, 1.713446, 1.501931,
                1.295533, 1.13056, 1.019967, 0.92854,
            ],
            0.0088941,
        ),
        (
            &LOSS_GIGAWORD,
            [
                2.691, 2.5965, 2.515875, 2.429375, 2.328875, 2.203875, 2.09925, 1.983, 1.882875, 1.776625, 1.689687,
                1.59725, 1.507563, 1.431,
            ],
            0.0029560,
        ),
    ];

    /// No worse than the authors' own fit of the same rows.
    #[test]
    fn released_losses() {
        for (f, rows, published) in RELEASED {
            let squares: f64 = rows
                .iter()
                .enumerate()
                .map(|(i, measured)| {
                    let d = 200.0 * 2f64.powi(i as i32);
                    (f.start().with("samples", d).evaluate().unwrap().value / measured).ln().powi(2)
                })
                .sum();
            let rmsd = (squares / 14.0).sqrt();
            assert!(rmsd <= published + 2e-6 && rmsd > published * 0.9, "{}: {rmsd}", f.id);
        }
    }

    #[test]
    fn falls_towards_its_floor() {
        for (f, _, _) in RELEASED {
            let losses: Vec<f64> = f.start().curve(60).into_iter().map(|(_, l)| l).collect();
            assert!(losses.windows(2).all(|w| w[1] < w[0]), "{}", f.id);
            let end = f.start().with("samples", 1e12).evaluate().unwrap().value;
            assert!(end > f.start().k("E"));
        }
    }

    /// At the transition the reducible loss is half of what it is without samples.
    #[test]
    fn transition_is_half_way() {
        let d = TRANSITION.start().evaluate().unwrap().value;
        assert!((d - 67_213.0).abs() < 100.0, "{d}");
        let f = LOSS.start();
        let half = f.with("samples", d).evaluate().unwrap().value - f.k("E");
        assert!((half / (f.k("B") / f.k("Dₗ")) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn no_fraction_of_a_sample() {
        assert!(LOSS.fill(&[("samples".to_owned(), 0.0)], &[]).is_err());
        assert!(LOSS.fill(&[("samples".to_owned(), f64::NAN)], &[]).is_err());
    }
}

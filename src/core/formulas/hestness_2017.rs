//! Hestness et al. 2017, "Deep Learning Scaling is Predictable, Empirically", arXiv 1712.00409.
//!
//! The exponents are the paper's; of its factors only that of the word models was seen, so factor and floor are inputs.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, power, product, sum};
use crate::core::laws::{Confidence, Constant};

const CITE: Cite = Cite {
    authors: "Hestness, Narang, Ardalani, Diamos et al.",
    year: 2017,
    arxiv: Some("1712.00409"),
    locator: "learning curves of each task, from notes that cite them; read 2026-11-23",
};

const FACTOR: Slot =
    Slot::new("factor", "α", "error with one unit of data above the floor, illustrative", "", 10.0, (1e-6, 1e9));
const FLOOR: Slot = Slot::new("floor", "γ", "error with endless data, illustrative", "", 0.0, (0.0, 1e6));
const SAMPLES: Slot =
    Slot::new("samples", "m", "size of the training set, in the unit of your factor", "", 1e6, (1.0, 1e15));
const INPUTS: &[Slot] = &[SAMPLES, FACTOR, FLOOR];
/// The factor of the word models was printed.
const WORD_INPUTS: &[Slot] = &[
    Slot { meaning: "words in the training set", unit: "words", start: 1e9, ..SAMPLES },
    Slot { meaning: "error with one word, above the floor", start: 11.9, ..FACTOR },
    FLOOR,
];
const OWN: &str = "Factor and floor are illustrative; set them from two of your own runs.";
const SMALL: &str = "Below some set size the error is that of guessing, and the power law does not hold yet.";

const fn exponent(value: f64) -> [Constant; 1] {
    [Constant::new("β", value, "exponent of the learning curve", "").transcribed()]
}

const WORDS: [Constant; 1] = exponent(-0.066);
const CHARACTERS: [Constant; 1] = exponent(-0.0936);
const TRANSLATION: [Constant; 1] = exponent(-0.128);
const TOP_1: [Constant; 1] = exponent(-0.309);
const TOP_5: [Constant; 1] = exponent(-0.488);
const SPEECH: [Constant; 1] = exponent(-0.299);
const SPEECH_ATTENTION: [Constant; 1] =
    [Constant::new("β", -0.296, "exponent of the learning curve", "").recalled_high()];

const fn task(
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
        topic: Topic::Data,
        cite: CITE,
        form: "ε = α m^β + γ",
        confidence: Confidence::Transcribed,
        symbol: "ε",
        meaning: "error on unseen data",
        unit: "",
        inputs: INPUTS,
        constants,
        over: "samples",
        what,
        notes: &[OWN, SMALL],
        expr: |f: &Filled| -> Expr { sum([product([f.x("factor"), power(f.x("samples"), f.c("β"))]), f.x("floor")]) },
    }
}

pub static WORD_LM: Formula = Formula {
    inputs: WORD_INPUTS,
    unit: "nats per word",
    notes: &["The factor is the printed one, for a floor of 0.", SMALL],
    ..task(
        "hestness-2017-word-lm",
        "Error against data, word language model, Hestness 2017",
        "Hestness 2017, word LM",
        "word language models of the LSTM kind on the Billion Word benchmark",
        &WORDS,
    )
};
pub static CHARACTER_LM: Formula = task(
    "hestness-2017-char-lm",
    "Error against data, character language model, Hestness 2017",
    "Hestness 2017, character LM",
    "character language models, recurrent highway networks, SGD (with Adam the exponent is −0.0954)",
    &CHARACTERS,
);
pub static TRANSLATE: Formula = task(
    "hestness-2017-translation",
    "Error against data, translation, Hestness 2017",
    "Hestness 2017, translation",
    "machine translation, recurrent networks with attention",
    &TRANSLATION,
);
pub static IMAGENET_TOP_1: Formula = task(
    "hestness-2017-imagenet-top-1",
    "Error against data, ImageNet top-1, Hestness 2017",
    "Hestness 2017, ImageNet top-1",
    "image classification, residual networks, top-1 error",
    &TOP_1,
);
pub static IMAGENET_TOP_5: Formula = task(
    "hestness-2017-imagenet-top-5",
    "Error against data, ImageNet top-5, Hestness 2017",
    "Hestness 2017, ImageNet top-5",
    "image classification, residual networks, top-5 error",
    &TOP_5,
);
pub static SPEECH_DS2: Formula = task(
    "hestness-2017-speech",
    "Error against data, speech, Hestness 2017",
    "Hestness 2017, speech",
    "speech recognition, Deep Speech 2",
    &SPEECH,
);
pub static SPEECH_ATTENDING: Formula = task(
    "hestness-2017-speech-attention",
    "Error against data, speech with attention, Hestness 2017",
    "Hestness 2017, speech, attention",
    "speech recognition, attention model",
    &SPEECH_ATTENTION,
);

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten times the data leaves 10^β of the error above the floor.
    #[test]
    fn tenfold_data() {
        let rows = [
            (&WORD_LM, 0.85901),
            (&CHARACTER_LM, 0.80612),
            (&TRANSLATE, 0.74473),
            (&IMAGENET_TOP_1, 0.49091),
            (&IMAGENET_TOP_5, 0.32509),
            (&SPEECH_DS2, 0.50234),
            (&SPEECH_ATTENDING, 0.50582),
        ];
        for (f, ratio) in rows {
            let at = |m: f64| f.start().with("samples", m).with("floor", 0.3).evaluate().unwrap().value - 0.3;
            assert!((at(1e7) / at(1e6) - ratio).abs() < 1e-5, "{}: {}", f.id, at(1e7) / at(1e6));
            assert!((at(1.0) - f.start().v("factor")).abs() < 1e-12, "{}", f.id);
        }
    }

    #[test]
    fn recalled_exponents_are_said_to_be() {
        let warnings = SPEECH_ATTENDING.start().evaluate().unwrap().warnings;
        assert!(warnings.iter().any(|w| w.code == "unverified-constant"));
    }
}

//! Texts in every field.

use super::{Dice, assert_well_said, start};
use crate::support::limit;
use isoflop::core::error::Error;
use isoflop::core::report;
use isoflop::core::scenario::{KEYS, Key, Scenario};

fn nasty() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "\n",
        "0",
        "-0",
        "-1",
        "NaN",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "∞",
        "1e400",
        "-1e400",
        "1e-400",
        "70Q",
        "6e23 FLOP tokens",
        "6e23 parameters",
        "1e",
        "e",
        ".",
        "-",
        "+",
        "1.2.3",
        "1,2,3",
        "0x10",
        "1e1e1",
        "1/0",
        "%",
        "%%",
        "400 %",
        "$",
        "$$2",
        "2$",
        "€5",
        "½",
        "٣",
        "１２",
        "1\u{202f}024",
        "\u{202e}42",
        "\u{200f}1e24",
        "א1",
        "🦙",
        "👩\u{200d}🚀 70B",
        "70\u{301}B",
        "\0",
        "1\0",
        "null",
        "undefined",
        "true",
        "[]",
        "{}",
        "<script>alert(1)</script>",
        "'; DROP TABLE laws; --",
        "{{7*7}}",
        "%F0%9F",
        "#v=1&flops=1",
        "1e24&law=x",
        "besiroglu-2024 ",
        "BESIROGLU-2024",
        "h100-sxm",
        "llama-3.1-405b",
        "1 d 1 d",
        "1 month",
        "1e99999999999999999999",
        "9007199254740993",
        "4.9e-324",
        "1.7976931348623157e308",
        "1e-99999999999999999999",
    ]
    .map(String::from)
    .into();
    texts.push("9".repeat(10_000));
    texts.push("0.".to_owned() + &"0".repeat(10_000) + "1");
    texts.push("e".repeat(10_000));
    texts.push("🦙".repeat(5_000));
    texts.push(" ".repeat(10_000));
    texts.push("(".repeat(10_000));
    texts.push("1 d ".repeat(2_000));
    texts.push("-".repeat(199) + "1");
    texts
}

/// A valid scenario or a sentence about this field; where the scenario is valid, so is its report.
fn check(result: Result<Scenario, Error>, field: &str, text: &str) {
    let shown: String = text.chars().take(60).collect();
    match result {
        Ok(s) => {
            for names in KEYS {
                if let (Some(value), Some(limit)) = (s.number(names.key), limit(names.key)) {
                    assert!(limit.holds(value), "{field} from {shown:?}: {} is {value:e}", names.path);
                }
            }
            if let Err(e) = report::estimate(&s) {
                assert_well_said(&e, &shown);
            }
        }
        Err(e) => {
            // An error inside a configuration names the field of the file after it.
            let inside = e.field.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            assert!(inside, "{shown:?}: {e}");
            assert_well_said(&e, &shown);
            let echo = e.suggestion.as_deref().unwrap_or_default();
            assert!(echo.chars().count() <= 200, "{shown:?}: {echo}");
        }
    }
}

#[test]
fn nasty_texts_in_every_field() {
    let plain = start();
    for text in nasty() {
        for names in KEYS {
            check(plain.set(names.key, &text), names.path, &text);
        }
        check(plain.say(&text), "budget", &text);
    }
}

/// What is not a number of that kind is refused, not bent into one.
#[test]
fn nothing_is_guessed() {
    let plain = start();
    for text in ["", " ", "0", "-1", "NaN", "inf", "1e400", "70Q", "6e23 FLOP tokens", "🦙", "null"] {
        for names in KEYS.iter().filter(|n| !matches!(n.key, Key::Title | Key::OwnName)) {
            // An optional input is taken back by leaving it empty; a floor of zero is a law of its own, nothing may be sparse,
            // and a message may take no time besides its bytes.
            let fine = (names.key.is_optional() && text.trim().is_empty())
                || (matches!(
                    names.key,
                    Key::OwnE | Key::ZeroStage | Key::Sparsity | Key::WeightSparsity | Key::MessageDelay
                ) && text == "0");
            assert_eq!(plain.set(names.key, text).is_ok(), fine, "{} and {text:?}", names.path);
        }
        assert!(plain.say(text).is_err(), "said {text:?}");
    }
}

#[test]
fn numbers_of_every_size_in_every_field() {
    let plain = start();
    let mut dice = Dice(71);
    for _ in 0..20_000 {
        let value = f64::from_bits(dice.next());
        let names = &KEYS[dice.below(KEYS.len())];
        let result = plain.set_number(names.key, value);
        if let (Ok(s), Some(_)) = (&result, limit(names.key)) {
            assert_eq!(s.number(names.key).map(f64::to_bits), Some(value.to_bits()), "{} {value:e}", names.path);
        }
        check(result, names.path, &format!("{value:e}"));
    }
}

#[test]
fn random_phrases() {
    const WORDS: [&str; 40] = [
        "64",
        "H100",
        "for",
        "30",
        "d",
        "at",
        "40",
        "%",
        "$",
        "2M",
        "/h",
        "loss",
        "1.95",
        "70B",
        "1.4T",
        "tokens",
        "parameters",
        "FLOP",
        "PF-days",
        "6e23",
        "×",
        "x",
        "-",
        ",",
        "and",
        "A100",
        "80",
        "GB",
        "mfu",
        "=",
        "per",
        "hour",
        "1e400",
        "NaN",
        "🦙",
        "(",
        "\u{202e}",
        "0",
        "TPU",
        "v5p",
    ];
    let plain = start();
    let mut dice = Dice(72);
    for _ in 0..200_000 {
        let mut text = String::new();
        for _ in 0..dice.below(9) {
            text.push_str(dice.pick(&WORDS));
            text.push_str(dice.pick(&[" ", " ", "", ", "]));
        }
        check(plain.say(&text), "budget", &text);
    }
}

#[test]
fn random_ids() {
    let plain = start();
    let mut dice = Dice(73);
    for _ in 0..20_000 {
        let bytes: Vec<u8> = (0..dice.below(80)).map(|_| dice.next() as u8).collect();
        let text = String::from_utf8_lossy(&bytes);
        for key in [Key::Title, Key::Law, Key::Accelerator, Key::Model] {
            check(plain.set(key, &text), key.names().path, &text);
        }
    }
}

//! Text and numbers nobody would write: never a panic, never a value outside its limits.

use super::{Dice, readers};
use isoflop::core::error::Error;
use isoflop::core::quantity::parse::{self, Limit, phrase};
use isoflop::core::quantity::{Count, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens, show};

#[test]
fn show_never_panics() {
    let mut dice = Dice(3);
    for _ in 0..200_000 {
        let value = f64::from_bits(dice.next());
        let digits = dice.below(40);
        for text in [
            show::short(value),
            show::full(value),
            show::sig(value, digits),
            show::power(value, digits),
            show::signed(value, digits),
        ] {
            assert!(!text.is_empty() && text.chars().count() < 40, "{value:e}: {text}");
        }
        let _ = (
            Params::new(value).map(show::echo_params),
            Seconds::new(value).map(|v| show::echo_seconds(v) + &show::duration(v)),
        );
        let _ = (
            Dollars::new(value).map(|v| show::dollars(v) + &show::field_dollars(v)),
            Seconds::new(value).map(show::field_seconds),
        );
        let _ = (
            Fraction::new(value).map(|v| show::percent(v) + &show::field_fraction(v)),
            Flop::new(value).map(show::readings_flop),
        );
    }
}

#[test]
fn hostile_text_never_panics() {
    let alphabet: Vec<char> = "0123456789012345e..,,  +-−~≈BTKMQkdhsxX×*^%$€£/()=_@:;&'\"\\\u{a0}\u{202f}\u{200f}\u{202e}\u{feff}\n\t\0²³⁹⁰⁻⁺½٣５ßİﬁé💥👩\u{200d}🔬日∞"
        .chars().collect();
    let words = [
        "FLOP",
        "FLOP/s",
        "PF-days",
        " d ",
        " h ",
        "min",
        "H100",
        "A100 80GB",
        "TPU",
        "RTX",
        "nats",
        "loss ",
        "per token",
        "USD",
        "dollars",
        "/GPU-hour",
        " params",
        "tokens",
        " for ",
        "at ",
        "MFU",
        "% ",
        "10^",
        "e400",
        "e-400",
        "NaN",
        "inf",
        "months",
        "million",
        "1,000",
        "64 ",
        "GB ",
    ];
    let mut dice = Dice(4);
    let mut read_well = 0;
    for _ in 0..250_000 {
        let mut text = String::new();
        for _ in 0..dice.below(14) {
            if dice.below(4) == 0 {
                text.push_str(words[dice.below(words.len())])
            } else {
                text.push(alphabet[dice.below(alphabet.len())])
            }
        }
        let suggested = |error: &Error| {
            assert!(error.message.len() < 400 && error.message.ends_with('.'), "{text:?}: {error}");
            error.suggestion.clone()
        };
        for (name, reader, limit) in readers() {
            match reader(&text) {
                Ok(value) => {
                    read_well += 1;
                    assert!(value >= limit.lowest && value <= limit.highest, "{name}: {text:?} as {value}");
                }
                Err(error) => {
                    if let Some(better) = suggested(&error) {
                        assert!(reader(&better).is_ok(), "{name}: {text:?} suggests {better:?}");
                    }
                }
            }
        }
        match phrase(&text) {
            Ok(p) => {
                let held = |v: Option<f64>, limit: Limit| v.is_none_or(|v| v >= limit.lowest && v <= limit.highest);
                assert!(
                    held(p.flop.map(Flop::get), parse::FLOP) && held(p.dollars.map(Dollars::get), parse::DOLLARS),
                    "{text:?}"
                );
                assert!(
                    held(p.price.map(DollarsPerHour::get), parse::PRICE)
                        && held(p.time.map(Seconds::get), parse::SECONDS),
                    "{text:?}"
                );
                assert!(
                    held(p.count.map(Count::get), parse::COUNT)
                        && held(p.utilisation.map(Fraction::get), parse::FRACTION),
                    "{text:?}"
                );
                assert!(
                    held(p.loss.map(Nats::get), parse::NATS) && held(p.params.map(Params::get), parse::PARAMS),
                    "{text:?}"
                );
                assert!(held(p.tokens.map(Tokens::get), parse::TOKENS) && p != parse::Phrase::default(), "{text:?}");
            }
            Err(error) => {
                if let Some(better) = suggested(&error) {
                    assert!(phrase(&better).is_ok(), "{text:?} suggests {better:?}");
                }
            }
        }
    }
    assert!(read_well > 10_000, "only {read_well} texts could be read");
}

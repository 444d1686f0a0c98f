//! Budgets written as free text.

use isoflop::core::error::Code;
use isoflop::core::quantity::parse::{self, phrase};
use isoflop::core::quantity::{
    Count, DeviceHours, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens,
};

fn said(build: impl FnOnce(&mut parse::Phrase)) -> parse::Phrase {
    let mut phrase = parse::Phrase::default();
    build(&mut phrase);
    phrase
}

#[test]
fn budgets_as_phrases() {
    let cluster = |count: f64, chip: &str, days: f64, mfu: Option<f64>| {
        said(|p| {
            p.count = Count::new(count).ok();
            p.accelerator = Some(chip.into());
            p.time = Seconds::new(days * 86_400.0).ok();
            p.utilisation = mfu.and_then(|u| Fraction::new(u).ok());
        })
    };
    for (text, count, chip, days, mfu) in [
        ("1024 × H100 for 60 days at 40 % MFU", 1024.0, "H100", 60.0, Some(0.4)),
        ("64 H100 for 30 d at 40%", 64.0, "H100", 30.0, Some(0.4)),
        ("30 days on 64 H100", 64.0, "H100", 30.0, None),
        ("8x A100 80GB SXM, 2 weeks", 8.0, "A100 80GB SXM", 14.0, None),
        ("8xA100-80GB, 1 d 12 h", 8.0, "A100-80GB", 1.5, None),
        ("6144 TPU v5p for 50 days at 0.46 MFU", 6144.0, "TPU v5p", 50.0, Some(0.46)),
        ("H100 SXM × 64, 30 d, MFU 38.5%", 64.0, "H100 SXM", 30.0, Some(0.385)),
        ("16k H100 80 GB PCIe GPUs for 54 days.", 16e3, "H100 80 GB PCIe", 54.0, None),
        ("1,024 NVIDIA GB200 NVL72 (40 % utilisation) for 2 weeks", 1024.0, "NVIDIA GB200 NVL72", 14.0, Some(0.4)),
        ("4 RTX 4090 for 10 d", 4.0, "RTX 4090", 10.0, None),
        ("2 MI 300X for 2 d at 50%", 2.0, "MI 300X", 2.0, Some(0.5)),
        ("512 MI300X for 1 y", 512.0, "MI300X", 365.0, None),
        ("64 H100 for 2 months", 64.0, "H100", 60.0, None),
        ("64 H100 for a week", 64.0, "H100", 7.0, None),
        ("64 H100 for a month at 40 %", 64.0, "H100", 30.0, Some(0.4)),
        ("one year on 64 H100", 64.0, "H100", 365.0, None),
        ("64 H100 for a week and 2 days", 64.0, "H100", 9.0, None),
        ("8 HGX H100 for 1 month 2 d", 8.0, "HGX H100", 32.0, None),
        ("8 TPU v5 lite for an hour", 8.0, "TPU v5 lite", 1.0 / 24.0, None),
    ] {
        assert_eq!(phrase(text), Ok(cluster(count, chip, days, mfu)), "{text}");
    }
    let money = |amount: f64, price: Option<f64>, chip: Option<&str>, mfu: Option<f64>| {
        said(|p| {
            p.dollars = Dollars::new(amount).ok();
            p.price = price.and_then(|v| DollarsPerHour::new(v).ok());
            p.accelerator = chip.map(str::to_owned);
            p.utilisation = mfu.and_then(|u| Fraction::new(u).ok());
        })
    };
    assert_eq!(phrase("$2M"), Ok(money(2e6, None, None, None)));
    assert_eq!(phrase("1.2 million dollars"), Ok(money(1.2e6, None, None, None)));
    assert_eq!(phrase("USD 3e6"), Ok(money(3e6, None, None, None)));
    assert_eq!(phrase("$2M at $2.50/h on H100"), Ok(money(2e6, Some(2.5), Some("H100"), None)));
    let all = money(2e6, Some(2.5), Some("H100"), Some(0.4));
    assert_eq!(phrase("$2M on H100 at $2.50/GPU-hour and 40% MFU"), Ok(all));
    for (text, hours, chip, rest) in [
        ("10,000 H100-hours", 1e4, Some("H100"), None),
        ("10k GPU hours on H100", 1e4, Some("H100"), None),
        ("10,000 GPU-hours", 1e4, None, None),
        ("2.5M accelerator-hours", 2.5e6, None, None),
        ("1.5 million H100 SXM hours at 40 %", 1.5e6, Some("H100 SXM"), Some(0.4)),
        ("30 A100-80GB-days", 720.0, Some("A100-80GB"), None),
        ("30 H100 80 GB PCIe-hours", 30.0, Some("H100 80 GB PCIe"), None),
        ("1 TPU-hr on TPU v5p", 1.0, Some("TPU v5p"), None),
        ("on TPU v5p: 1 TPU-hour", 1.0, Some("TPU v5p"), None),
        ("16k H100 GPU hours", 16e3, Some("H100 GPU"), None),
        ("512 H100 days", 12_288.0, Some("H100"), None),
    ] {
        let expected = said(|p| {
            p.device_hours = DeviceHours::new(hours).ok();
            p.accelerator = chip.map(str::to_owned);
            p.utilisation = rest.and_then(|u| Fraction::new(u).ok());
        });
        assert_eq!(phrase(text), Ok(expected), "{text}");
    }
    for (text, value) in [
        ("6e23", 6e23),
        ("5.76e23 FLOP", 5.76e23),
        ("2.5 ZFLOP", 2.5e21),
        ("5.76 x 10^23", 5.76e23),
        ("1000 PF-days", 8.64e22),
        ("2 petaflop/s-days", 1.728e20),
        ("  ~ 10²⁴ ", 1e24),
    ] {
        assert_eq!(phrase(text), Ok(said(|p| p.flop = Flop::new(value).ok())), "{text}");
    }
    for text in ["loss 1.95", "1.95 nats", "loss of 1.95 nats per token", "loss = 1.95"] {
        assert_eq!(phrase(text), Ok(said(|p| p.loss = Nats::new(1.95).ok())), "{text}");
    }
    for text in ["70B params", "70B", "70 billion parameters"] {
        assert_eq!(phrase(text), Ok(said(|p| p.params = Params::new(70e9).ok())), "{text}");
    }
    assert_eq!(phrase("1.4T tokens"), Ok(said(|p| p.tokens = Tokens::new(1.4e12).ok())));
    let both = said(|p| (p.params, p.tokens) = (Params::new(70e9).ok(), Tokens::new(1.4e12).ok()));
    assert_eq!(phrase("70B on 1.4T tokens"), Ok(both));
}

#[test]
fn phrases_that_cannot_be_read() {
    for (text, code, words, suggestion) in [
        ("", Code::MissingField, "64 H100", ""),
        ("on for the", Code::NotANumber, "names no budget", ""),
        ("64 H100 for 30 d please", Code::NotANumber, "\"please\"", ""),
        ("64 H100 in BF16", Code::NotANumber, "\"BF16\"", ""),
        ("64 H100 for 30", Code::NotANumber, "\"30\"", ""),
        ("6 e23", Code::NotANumber, "\"e23\"", ""),
        ("64 H100 for 3 d at 0.4", Code::NotANumber, "\"0.4\"", "64 H100 for 3 d at 0.4 MFU"),
        ("60 days on 64", Code::NotANumber, "\"64\"", "60 days on 64 GPUs"),
        ("30 d and 60 d", Code::Inconsistent, "time is given twice", ""),
        ("6e23 and 7e23 FLOP", Code::Inconsistent, "twice", ""),
        ("H100 and A100 for 3 d", Code::Inconsistent, "accelerator is given twice", ""),
        ("$2M at $3M", Code::Inconsistent, "twice", ""),
        ("1.4T", Code::NotANumber, "tokens", "1.4T tokens"),
        ("6e23 FLOP/s", Code::NotANumber, "rate", ""),
        ("6e23 FLOPs per second", Code::NotANumber, "rate", ""),
        ("70Q", Code::NotANumber, "\"Q\"", "70 B"),
        ("€2M", Code::NotANumber, "US dollars", ""),
        ("1,5 ZFLOP", Code::NotANumber, "comma", "1.5 ZFLOP"),
        ("64 H100 at 140 %", Code::OutOfDomain, "to 100 %", ""),
        ("1.5 × H100", Code::OutOfDomain, "whole", ""),
        ("-5 d", Code::OutOfDomain, "above zero", "5 d"),
        ("inf", Code::NotFinite, "finite", ""),
        ("1e400", Code::NotFinite, "too large", ""),
        ("1e30 GPU-hours", Code::OutOfDomain, "accelerator-hours", ""),
        ("5 GPU-hours and 6 GPU-hours", Code::Inconsistent, "twice", ""),
        ("5 H100-hours on A100", Code::Inconsistent, "accelerator is given twice", ""),
        ("5 potato-hours", Code::NotANumber, "potato", ""),
        ("2M", Code::NotANumber, "unit", ""),
    ] {
        let error = phrase(text).expect_err(text);
        assert_eq!(error.code, code, "{text:?}: {error}");
        assert!(error.message.contains(words), "{text:?}: {error}");
        assert_eq!(error.suggestion.as_deref().unwrap_or(""), suggestion, "{text:?}: {error}");
    }
}

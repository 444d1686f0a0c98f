//! What each kind of field reads and refuses, against values written by hand.

use super::{read, readers};
use isoflop::core::error::Code;
use isoflop::core::quantity::parse::phrase;

#[track_caller]
fn reads(kind: &str, rows: &[(&str, f64)]) {
    for &(text, value) in rows {
        assert_eq!(read(kind, text), Ok(value), "{kind}: {text:?}");
    }
}

/// Rows of text, code, words of the message, suggestion ("" for none).
#[track_caller]
fn refuses(kind: &str, rows: &[(&str, Code, &str, &str)]) {
    for &(text, code, words, suggestion) in rows {
        let error = read(kind, text).expect_err(text);
        assert_eq!(error.code, code, "{kind}: {text:?}: {error}");
        assert!(error.message.contains(words), "{kind}: {text:?}: {error}");
        assert_eq!(error.suggestion.as_deref().unwrap_or(""), suggestion, "{kind}: {text:?}: {error}");
    }
}

#[test]
fn numbers_as_engineers_write_them() {
    reads(
        "params",
        &[
            ("70B", 70e9),
            ("7b", 7e9),
            ("70 B", 70e9),
            ("70\u{202f}B", 70e9),
            ("70bn", 70e9),
            ("70 G", 70e9),
            ("70e9", 70e9),
            ("7E10", 7e10),
            ("1.3e+9", 1.3e9),
            ("70 000 000 000", 70e9),
            ("124M", 124e6),
            ("124 m", 124e6),
            ("70\u{a0}000\u{202f}000 000", 70e9),
            ("1,000,000", 1e6),
            ("1_000_000", 1e6),
            ("1,500", 1500.0),
            ("70 billion parameters", 70e9),
            ("70B params", 70e9),
            ("1.76 trillion", 1.76e12),
            ("50 thousand", 5e4),
            ("~70B", 70e9),
            ("≈ 70B", 70e9),
            ("+70B", 70e9),
            ("\u{feff}70B\u{200e}", 70e9),
            ("0.5K", 500.0),
            (".5K", 500.0),
            ("72.2487025 B", 72_248_702_500.0),
            ("0.1B", 1e8),
            ("1", 1.0),
            ("1e24", 1e24),
            ("4.11 × 10¹⁵", 4.11e15),
        ],
    );
    reads(
        "tokens",
        &[("1.4T", 1.4e12), ("1.4 tn", 1.4e12), ("1.4 trillion tokens", 1.4e12), ("300B tok", 300e9), ("15t", 15e12)],
    );
    reads(
        "flop",
        &[
            ("6e23", 6e23),
            ("5.76×10^23", 5.76e23),
            ("5.76 x 10^23", 5.76e23),
            ("5.76 * 10^23", 5.76e23),
            ("5.76 × 10²³", 5.76e23),
            ("5.76·10**23", 5.76e23),
            ("10^24", 1e24),
            ("10²⁴ FLOP", 1e24),
            ("6e23 FLOPs", 6e23),
            ("3.8e25 flops", 3.8e25),
            ("6e23 FLOPS", 6e23),
            ("2.5 ZFLOP", 2.5e21),
            ("1 YFLOP", 1e24),
            ("3EFLOP", 3e18),
            ("1 PF-day", 8.64e19),
            ("1 PF-days", 8.64e19),
            ("100 PFd", 8.64e21),
            ("2 petaflop/s-days", 1.728e20),
            ("1 PFLOP/s-day", 8.64e19),
            ("1 EF-days", 8.64e22),
            ("3640 petaflops-days", 3.144_96e23),
            ("6 trillion FLOP", 6e12),
        ],
    );
    reads("nats", &[("1.95", 1.95), ("1.95 nats", 1.95), ("1.95 nats per token", 1.95), ("1.95 nats/token", 1.95)]);
    reads(
        "seconds",
        &[
            ("90 d", 7_776_000.0),
            ("90d", 7_776_000.0),
            ("90 days", 7_776_000.0),
            ("12 h", 43_200.0),
            ("36 hours", 129_600.0),
            ("2 weeks", 1_209_600.0),
            ("2w", 1_209_600.0),
            ("1 y", 31_536_000.0),
            ("2 years", 63_072_000.0),
            ("45 min", 2_700.0),
            ("30 s", 30.0),
            ("1 d 12 h", 129_600.0),
            ("1d12h", 129_600.0),
            ("1 day, 2 hours and 3 min", 93_780.0),
            ("5,184,000 s", 5_184_000.0),
            ("0.1 d", 8_640.0),
        ],
    );
    reads(
        "dollars",
        &[
            ("$2M", 2e6),
            ("2.5M$", 2.5e6),
            ("$1,500,000", 1.5e6),
            ("1.2 million dollars", 1.2e6),
            ("USD 3e6", 3e6),
            ("$809 k", 809e3),
            ("US$ 5", 5.0),
            ("45.6", 45.6),
            ("~$2M", 2e6),
            ("2 USD", 2.0),
            ("$ 2 billion", 2e9),
        ],
    );
    reads(
        "price",
        &[
            ("$2.00", 2.0),
            ("2", 2.0),
            ("$2/h", 2.0),
            ("2 $/GPU-hour", 2.0),
            ("$1.99 per hour", 1.99),
            ("2.5 USD/h", 2.5),
            ("$2 per GPU-hour", 2.0),
            ("$2/GPU/h", 2.0),
            ("$2.5/H100-hour", 2.5),
            ("$3 an hour", 3.0),
        ],
    );
    reads(
        "count",
        &[("1024", 1024.0), ("1,024", 1024.0), ("16k", 16e3), ("1.5k", 1500.0), ("64 GPUs", 64.0), ("1e3", 1e3)],
    );
    reads(
        "fraction",
        &[
            ("0.4", 0.4),
            ("40 %", 0.4),
            ("40%", 0.4),
            (".4", 0.4),
            ("38.5 percent", 0.385),
            ("100 %", 1.0),
            ("40% MFU", 0.4),
        ],
    );
}

#[test]
fn refusals_say_what_would_be_right() {
    use Code::{MissingField, NotANumber, NotFinite, OutOfDomain};
    refuses(
        "params",
        &[
            ("", MissingField, "70B", ""),
            (" \u{202f}\n", MissingField, "70B", ""),
            ("70Q", NotANumber, "\"Q\" is not a size; write K, M, B or T, as in 70B.", "70 B"),
            ("seventy", NotANumber, "\"seventy\"", ""),
            ("70B tokens", NotANumber, "\"tokens\"", "70B"),
            ("1,5", NotANumber, "comma", "1.5"),
            ("1,5 B", NotANumber, "comma", "1.5 B"),
            ("0,500B", NotANumber, "comma", "0.500B"),
            ("1,00,000", NotANumber, "comma", "100000"),
            ("1.500.000", NotANumber, "points", "1500000"),
            ("1.234,5B", NotANumber, "points", "1234.5B"),
            ("6^23", NotANumber, "ten", "6e23"),
            ("70 00", NotANumber, "\"00\"", ""),
            ("NaN", NotFinite, "finite", ""),
            ("-inf", NotFinite, "finite", ""),
            ("∞", NotFinite, "finite", ""),
            ("1e400", NotFinite, "too large", ""),
            ("1e99999999999999999999", NotFinite, "too large", ""),
            ("0", OutOfDomain, "from 1 to 1e24", ""),
            ("−70B", OutOfDomain, "from 1", "70B"),
            ("1e-400", OutOfDomain, "from 1", ""),
            ("1.1e24", OutOfDomain, "from 1", ""),
            ("0.5", OutOfDomain, "from 1", ""),
            ("0x10", NotANumber, "\"x10\"", ""),
        ],
    );
    refuses("tokens", &[("1.4Q", NotANumber, "as in 1.4T", "1.4 T")]);
    refuses(
        "flop",
        &[
            ("70B", NotANumber, "needs its unit", "70e9 FLOP"),
            ("6e23 FLOP/s", NotANumber, "is a rate", ""),
            ("6e23 FLOP per second", NotANumber, "is a rate", ""),
            ("6e23 FLOP tokens", NotANumber, "not a unit of compute", ""),
            ("5 days FLOP", NotANumber, "not a unit of compute", ""),
            ("5 days", NotANumber, "not a unit of compute", ""),
            ("1e41", OutOfDomain, "1e40", ""),
            ("6e23 -", NotANumber, "\"-\"", ""),
        ],
    );
    refuses("nats", &[("2.8 bits", NotANumber, "0.693", ""), ("101", OutOfDomain, "to 100", "")]);
    refuses(
        "seconds",
        &[
            ("90", NotANumber, "needs its unit", "90 d"),
            ("3 months", NotANumber, "days", "90 d"),
            ("5 m", NotANumber, "\"m\"", "5 min"),
            ("12 h 1 d", NotANumber, "largest unit", ""),
            ("1 d 12", NotANumber, "needs its unit", ""),
            ("-5 d", OutOfDomain, "above zero", "5 d"),
            ("200,000 years", OutOfDomain, "100,000 years", ""),
        ],
    );
    refuses(
        "dollars",
        &[
            ("€2M", NotANumber, "Only US dollars", ""),
            ("2 EUR", NotANumber, "Only US dollars", ""),
            ("$-5", OutOfDomain, "from $0.01", "$5"),
            ("$2/h", NotANumber, "\"/h\"", ""),
        ],
    );
    refuses("price", &[("$2 per day", NotANumber, "per hour", ""), ("$1e7", OutOfDomain, "per hour", "")]);
    refuses(
        "count",
        &[
            ("1.5", OutOfDomain, "whole number", ""),
            ("1 Ki", NotANumber, "\"Ki\"", ""),
            ("2e9", OutOfDomain, "1,000", ""),
        ],
    );
    refuses(
        "fraction",
        &[
            ("40", OutOfDomain, "100 %", "40 %"),
            ("140 %", OutOfDomain, "100 %", ""),
            ("0", OutOfDomain, "from 0.0001 %", ""),
        ],
    );
}

#[test]
fn long_text_is_refused_and_not_repeated() {
    let long = "9".repeat(1_000_000);
    for (kind, reader, _) in readers() {
        let error = reader(&long).expect_err(kind);
        assert_eq!(error.code, Code::NotANumber);
        assert!(error.message.contains(&format!("\"{}…\"", "9".repeat(20))), "{}", error.message);
        assert!(error.message.len() < 200 && error.suggestion.is_none());
    }
    assert!(phrase(&long).expect_err("long").message.len() < 200);
    assert_eq!(read("count", &format!("1.{}", "0".repeat(198))), Ok(1.0));
}

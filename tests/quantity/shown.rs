//! Numbers as the page writes them.

use isoflop::core::quantity::{Count, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens, show};

#[test]
fn shown_as_the_page_writes_it() {
    let narrow = |text: &str| text.replace(' ', "\u{202f}");
    for (value, text) in [
        (72.2487025e9, "72.2 B"),
        (1.33e12, "1.33 T"),
        (804e9, "804 B"),
        (8e9, "8.00 B"),
        (70e9, "70.0 B"),
        (1500.0, "1.50 K"),
        (999.9e9, "1.00 T"),
        (4.11e15, "4.11 × 10¹⁵"),
        (8.0, "8"),
        (18.44, "18.4"),
        (0.1234, "0.123"),
        (0.00012, "1.20 × 10⁻⁴"),
        (0.0, "0"),
        (f64::NAN, "–"),
        (f64::INFINITY, "∞"),
        (-70e9, "−70.0 B"),
        (999.96, "1.00 K"),
        (999.5e12, "1.00 × 10¹⁵"),
    ] {
        assert_eq!(show::short(value), narrow(text));
    }
    for (value, text) in [
        (8e9, "8 B"),
        (1.3e12, "1.3 T"),
        (1.25e9, "1.25 B"),
        (72.2487025e9, "72.2 B"),
        (7.0, "7"),
        (2.5, "2.5"),
        (4e15, "4 × 10¹⁵"),
        (0.0, "0"),
        (f64::NAN, "–"),
    ] {
        assert_eq!(show::given(value), narrow(text));
    }
    for (value, text) in [
        (72_248_702_500.0, "72,248,702,500"),
        (18.39, "18.39"),
        (12_345.678_9, "12,345.68"),
        (0.001_234_567_89, "0.001234568"),
        (123_456_789.126, "123,456,789.13"),
        (1e15, "1\u{202f}×\u{202f}10¹⁵"),
        (-1234.5, "−1,234.5"),
        (1e5, "100,000"),
        (999_999_999_999_999.0, "999,999,999,999,999"),
    ] {
        assert_eq!(show::full(value), text);
    }
    assert_eq!(show::power(5.76e23, 3), narrow("5.76 × 10²³"));
    assert_eq!(show::power(1e24, 3), narrow("1.00 × 10²⁴"));
    assert_eq!(show::power(9.999e23, 3), narrow("1.00 × 10²⁴"));
    for (value, digits, text) in [
        (1.9371, 3, "1.94"),
        (1.9, 4, "1.900"),
        (1_234_567.0, 3, "1230000"),
        (1e7, 3, "1.00 × 10⁷"),
        (0.000123456, 3, "0.000123"),
        (0.0000123456, 3, "1.23 × 10⁻⁵"),
        (-0.5, 2, "−0.50"),
        (1.0, 0, "1"),
        (1.0, usize::MAX, "1.0000000000000000"),
    ] {
        assert_eq!(show::sig(value, digits), narrow(text));
    }
    for (value, decimals, text) in
        [(0.0049, 4, "+0.0049"), (-0.0031, 4, "−0.0031"), (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (12.0, 0, "+12")]
    {
        assert_eq!(show::signed(value, decimals), text);
    }
    for (value, text) in [
        (32.9 * 86_400.0, "32.9 days"),
        (18_720.0, "5.2 hours"),
        (1.4 * 31_536_000.0, "511 days"),
        (2.44 * 31_536_000.0, "2.44 years"),
        (30.0, "30 s"),
        (2_700.0, "45 min"),
        (60.0 * 86_400.0, "60 days"),
        (3e12, "95,100 years"),
    ] {
        assert_eq!(show::duration(Seconds::new(value).unwrap()), text.replacen(' ', "\u{202f}", 1));
    }
    for (value, text) in [
        (809e3, "$809 k"),
        (12.34e6, "$12.3 M"),
        (1.2e9, "$1.2 B"),
        (45.6, "$45.60"),
        (999.996, "$1 k"),
        (1e15, "$1 × 10¹⁵"),
    ] {
        assert_eq!(show::dollars(Dollars::new(value).unwrap()), narrow(text));
    }
    for (value, text, field) in
        [(0.4, "40 %", "40 %"), (0.385, "38.5 %", "38.5 %"), (0.12345, "12.3 %", "12.345 %"), (1.0, "100 %", "100 %")]
    {
        assert_eq!(show::percent(Fraction::new(value).unwrap()), narrow(text));
        assert_eq!(show::field_fraction(Fraction::new(value).unwrap()), narrow(field));
    }
    for (value, text) in [(5.76e23, "5.76 × 10²³ FLOP"), (1e24, "1 × 10²⁴ FLOP"), (123_456.0, "123456 FLOP")] {
        assert_eq!(show::flop(Flop::new(value).unwrap()), narrow(text));
    }
    assert_eq!(show::field_params(Params::new(70e9).unwrap()), narrow("70 B"));
    assert_eq!(show::field_params(Params::new(72.248702e9).unwrap()), narrow("72.248702 B"));
    assert_eq!(show::field_tokens(Tokens::new(1.4e12).unwrap()), narrow("1.4 T"));
    for (value, text) in
        [(5_184_000.0, "60 d"), (129_600.0, "1.5 d"), (45_000.0, "12.5 h"), (90.0, "90 s"), (7_200.0, "2 h")]
    {
        assert_eq!(show::field_seconds(Seconds::new(value).unwrap()), narrow(text));
    }
    assert_eq!(show::field_dollars(Dollars::new(2e6).unwrap()), narrow("$2 M"));
    assert_eq!(show::field_dollars(Dollars::new(45.6).unwrap()), "$45.60");
    assert_eq!(show::field_price(DollarsPerHour::new(2.0).unwrap()), "$2.00");
    assert_eq!(show::field_price(DollarsPerHour::new(1.985).unwrap()), "$1.985");
    assert_eq!(show::field_count(Count::new(1024.0).unwrap()), "1,024");
    assert_eq!(show::field_nats(Nats::new(1.95).unwrap()), "1.95");
    assert_eq!(show::superscript(-1_234_567_890), "⁻¹²³⁴⁵⁶⁷⁸⁹⁰");
    assert_eq!(show::superscript(i32::MIN), "⁻²¹⁴⁷⁴⁸³⁶⁴⁸");
    assert_eq!(show::readings_flop(Flop::new(5.76e23).unwrap()), [narrow("576 ZFLOP"), narrow("6,667 PF-days")]);
    assert!(show::readings_flop(Flop::new(12.0).unwrap()).is_empty());
    assert_eq!(show::echo_params(Params::new(70e9).unwrap()), "70\u{202f}billion\u{202f}parameters");
    assert_eq!(show::echo_params(Params::new(50_257.0).unwrap()), "50,257\u{202f}parameters");
    assert_eq!(show::echo_tokens(Tokens::new(1.0).unwrap()), "1\u{202f}token");
    assert_eq!(show::echo_seconds(Seconds::new(5_184_000.0).unwrap()), "60\u{202f}days = 5,184,000\u{202f}s");
}

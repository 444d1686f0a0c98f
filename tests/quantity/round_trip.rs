//! What is shown, typed back in: the same bits in a field, nearly the same elsewhere.

use super::{Dice, readers};
use isoflop::core::quantity::parse::{self, Limit};
use isoflop::core::quantity::{Count, Dollars, DollarsPerHour, Flop, Fraction, Nats, Params, Seconds, Tokens, show};

#[test]
fn a_field_gives_back_the_same_bits() {
    let mut dice = Dice(1);
    type Writer = fn(f64) -> String;
    let writers: [Writer; 9] = [
        |v| show::field_params(Params::new(v).unwrap()),
        |v| show::field_tokens(Tokens::new(v).unwrap()),
        |v| show::field_flop(Flop::new(v).unwrap()),
        |v| show::field_nats(Nats::new(v).unwrap()),
        |v| show::field_seconds(Seconds::new(v).unwrap()),
        |v| show::field_dollars(Dollars::new(v).unwrap()),
        |v| show::field_price(DollarsPerHour::new(v).unwrap()),
        |v| show::field_count(Count::new(v).unwrap()),
        |v| show::field_fraction(Fraction::new(v).unwrap()),
    ];
    for ((name, reader, limit), writer) in readers().into_iter().zip(writers) {
        for i in 0..120_000 {
            let value = match i {
                0 => limit.lowest,
                1 => limit.highest,
                _ if name == "count" => dice.within(limit).round(),
                _ => dice.within(limit),
            };
            let text = writer(value);
            assert_eq!(reader(&text).map(f64::to_bits), Ok(value.to_bits()), "{name}: {value:e} as {text:?}");
            assert!(text.chars().count() <= 40, "{text}");
        }
    }
}

#[test]
fn what_is_shown_reads_back_near() {
    let mut dice = Dice(2);
    let near = |a: f64, b: f64, by: f64| (a / b - 1.0).abs() <= by;
    for _ in 0..50_000 {
        let n = dice.within(Limit { highest: 9e23, ..parse::PARAMS });
        let (params, time) = (Params::new(n).unwrap(), dice.within(Limit { highest: 3e12, ..parse::SECONDS }));
        assert!(near(parse::params(&show::params(params)).unwrap().get(), n, 5.1e-3), "{n}");
        assert!(near(parse::params(&show::sig(n, 5)).unwrap().get(), n, 5.1e-5), "{n}");
        assert!(near(parse::params(&show::full(n)).unwrap().get(), n, 5.1e-7), "{n}");
        assert!(near(parse::params(&show::echo_params(params)).unwrap().get(), n, 5.1e-9), "{n}");
        assert!(near(parse::tokens(&show::echo_tokens(Tokens::new(n).unwrap())).unwrap().get(), n, 5.1e-9), "{n}");
        let c = dice.within(Limit { lowest: 1.1e6, highest: 9e39, ..parse::FLOP });
        assert!(near(parse::flop(&show::power(c, 3)).unwrap().get(), c, 5.1e-3), "{c}");
        for reading in show::readings_flop(Flop::new(c).unwrap()) {
            assert!(near(parse::flop(&reading).unwrap().get(), c, 5.1e-4), "{c} as {reading}");
        }
        let shown = show::duration(Seconds::new(time).unwrap());
        assert!(near(parse::seconds(&shown).unwrap().get(), time, 5.1e-3), "{time} as {shown}");
        let money = dice.within(Limit { lowest: 1.0, highest: 9e14, ..parse::DOLLARS });
        assert!(
            near(parse::dollars(&show::dollars(Dollars::new(money).unwrap())).unwrap().get(), money, 5.1e-3),
            "{money}"
        );
        let part = dice.within(parse::FRACTION);
        assert!(
            near(parse::fraction(&show::percent(Fraction::new(part).unwrap())).unwrap().get(), part, 5.1e-3)
                || part < 1e-300
        );
    }
}

//! Writing and reading back.

use super::{Dice, assert_sound, bits, start};
use crate::support::{few_digits, scenario};
use isoflop::core::laws::Choice;
use isoflop::core::link;
use isoflop::core::quantity::{Count, DollarsPerHour, Flop, Fraction};
use isoflop::core::runs::{self, Run};
use isoflop::core::scenario::{Budget, Key, Scenario};
use isoflop::core::{accelerators, laws};

const LETTERS: [char; 40] = [
    'a',
    'Z',
    '0',
    ' ',
    ' ',
    '\t',
    '\n',
    '\0',
    '\u{7f}',
    '&',
    '=',
    '#',
    '%',
    '+',
    '?',
    '/',
    '"',
    '\'',
    '<',
    '>',
    'é',
    'ß',
    '漢',
    '字',
    '🦙',
    '👩',
    '\u{200d}',
    '\u{301}',
    '\u{a0}',
    '\u{202e}',
    '\u{2066}',
    '\u{feff}',
    '\u{200f}',
    'א',
    'ع',
    '\u{2028}',
    '\u{fffd}',
    '\u{10ffff}',
    'ﬁ',
    '½',
];

/// A title as a person might paste it: the scenario keeps what it keeps.
fn titled(dice: &mut Dice, s: &Scenario) -> Scenario {
    let length = dice.below(120);
    let title: String = (0..length).map(|_| dice.pick(&LETTERS)).collect();
    s.set(Key::Title, &title).unwrap()
}

fn assert_round_trip(s: &Scenario) {
    let text = link::write(s);
    let back = link::decode(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(bits(&back), bits(s), "{text}");
    assert!(back == *s, "{text}");
    assert_eq!(link::write(&back), text);
    assert!(text.starts_with("#v=1") && text.len() <= 8_000, "{} characters", text.len());
    // Nothing that a mail program or a chat would break off at.
    assert!(text[1..].chars().all(|c| c.is_ascii_alphanumeric() || "-._~%&=".contains(c)), "{text}");
}

#[test]
fn a_link_gives_back_the_same_bits() {
    let mut dice = Dice(31);
    for _ in 0..100_000 {
        let s = scenario(&mut dice);
        assert_round_trip(&s);
    }
}

#[test]
fn titles_travel() {
    let mut dice = Dice(32);
    for _ in 0..30_000 {
        let s = start();
        let s = titled(&mut dice, &s);
        assert_sound(&s, &s.title);
        assert_round_trip(&s);
    }
}

/// Cleaning a clean title changes nothing, whatever stood around it.
#[test]
fn a_title_is_cleaned_once() {
    for text in ["\u{202e} a", "\u{feff}  a", "\0 a", "a \0", " \u{200e} a \u{200e} ", "a\u{2066} \u{2069}"] {
        let once = start().set(Key::Title, text).unwrap();
        let twice = once.set(Key::Title, &once.title).unwrap();
        assert_eq!((once.title.as_str(), twice.title.as_str()), ("a", "a"), "{text:?}");
    }
}

/// Every law, accelerator and published run travels under its own id.
#[test]
fn every_row_of_every_table_travels() {
    for law in laws::ALL {
        assert_round_trip(&Scenario { law: Choice::Published(*law), ..start() });
    }
    for accelerator in accelerators::all() {
        assert_round_trip(&Scenario { accelerator: accelerator.into(), ..start() });
    }
    for run in runs::ALL {
        assert_round_trip(&Scenario { run: Some(Run::published(run.id).unwrap()), ..start() });
    }
}

/// What people share: round numbers, everything changed at once, a short title.
#[test]
fn common_links_are_short() {
    let mut dice = Dice(33);
    for _ in 0..20_000 {
        let s = Scenario {
            title: "Our next model".into(),
            budget: match dice.below(2) {
                0 => Budget::Flops(Flop::new(few_digits(dice.between(1e18, 1e27), 2)).unwrap()),
                _ => start().set(Key::Time, &format!("{} d", 1 + dice.below(400))).unwrap().budget,
            },
            law: Choice::Published(dice.pick(laws::ALL)),
            run: Some(Run::published(dice.pick(runs::ALL).id).unwrap()),
            accelerator: accelerators::all().nth(dice.below(accelerators::all().count())).unwrap().into(),
            count: Count::new((1 << dice.below(17)) as f64).unwrap(),
            utilisation: Some(Fraction::new((1 + dice.below(99)) as f64 / 100.0).unwrap()),
            price: (dice.below(2) == 0).then(|| DollarsPerHour::new((1 + dice.below(2_000)) as f64 / 100.0).unwrap()),
            ..start()
        };
        assert_round_trip(&s);
        let text = link::write(&s);
        assert!(text.len() < 200, "{} characters: {text}", text.len());
    }
}

#[test]
fn an_untouched_page_has_the_shortest_link() {
    assert_eq!(link::write(&start()), "#v=1");
    assert!(link::decode("").is_ok_and(|s| s == start()));
    assert!(link::decode("#").is_ok_and(|s| s == start()));
}

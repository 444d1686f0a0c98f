//! Links that were cut, doubled, mixed up or never were links.

use super::{Dice, assert_sound, assert_well_said, read};
use crate::support::scenario;
use isoflop::core::link;
use isoflop::core::scenario::{KEYS, Scenario};

/// Reads anything; what comes of it is sound and what is said of it readable.
fn survive(text: &str) -> Scenario {
    let reading = read(text);
    assert_sound(&reading.scenario, text);
    for notice in &reading.notices {
        assert_well_said(notice, text);
    }
    assert_eq!(link::decode(text).is_err(), !reading.notices.is_empty(), "{text:?}");
    // Whatever was understood can be shared again.
    assert!(link::decode(&link::write(&reading.scenario)).is_ok_and(|s| s == reading.scenario), "{text:?}");
    reading.scenario
}

fn random_link(dice: &mut Dice) -> String {
    link::write(&scenario(dice))
}

#[test]
fn random_bytes() {
    let mut dice = Dice(41);
    for _ in 0..60_000 {
        let length = dice.below(60);
        let bytes: Vec<u8> = (0..length).map(|_| dice.next() as u8).collect();
        survive(&String::from_utf8_lossy(&bytes));
    }
}

/// Words of links in any order, with values of every kind.
#[test]
fn random_words() {
    const VALUES: [&str; 22] = [
        "",
        "1",
        "1e24",
        "70B",
        "0.4",
        "60d",
        "-1",
        "0",
        "NaN",
        "inf",
        "1e400",
        "%",
        "%zz",
        "%00",
        "%F0%9F%A6%99",
        "99",
        "abc",
        "kaplan-2020",
        "h100",
        "gpt-3-175b",
        "=",
        "%25",
    ];
    let mut dice = Dice(42);
    for _ in 0..60_000 {
        let mut text = String::from("#");
        for _ in 0..dice.below(8) {
            let name = match dice.below(12) {
                0 => "v",
                1 => "unknown",
                2 => "",
                _ => KEYS[dice.below(KEYS.len())].link,
            };
            let between = dice.pick(&["=", "=", "=", "=", "==", "", "%3D"]);
            let after = dice.pick(&["&", "&", "&", "&&", ";", "#"]);
            text.push_str(&format!("{name}{between}{}{after}", dice.pick(&VALUES)));
        }
        survive(&text);
    }
}

/// A few bytes of a good link changed, dropped or doubled.
#[test]
fn damaged_links() {
    let mut dice = Dice(43);
    for _ in 0..60_000 {
        let mut bytes = random_link(&mut dice).into_bytes();
        for _ in 0..1 + dice.below(4) {
            let at = dice.below(bytes.len());
            match dice.below(4) {
                0 => bytes[at] = dice.next() as u8,
                1 => bytes[at] = dice.pick(b"%&=#.e+-0"),
                2 => bytes.insert(at, dice.next() as u8),
                _ => drop(bytes.remove(at)),
            }
        }
        survive(&String::from_utf8_lossy(&bytes));
    }
}

/// Cut anywhere: what stood before the cut part is kept.
#[test]
fn cut_links() {
    let mut dice = Dice(44);
    for _ in 0..400 {
        let text = random_link(&mut dice);
        for end in 0..=text.len() {
            survive(&text[..end]);
        }
    }
    let whole = "#v=1&flops=1e24&law=kaplan-2020&count=512";
    for end in whole.find("&count").unwrap()..=whole.len() {
        let s = survive(&whole[..end]);
        assert_eq!((s.number(isoflop::core::scenario::Key::Flops), s.law.meta().id), (Some(1e24), "kaplan-2020"));
    }
}

#[test]
fn doubled_and_joined_links() {
    let mut dice = Dice(45);
    for _ in 0..20_000 {
        let (one, other) = (random_link(&mut dice), random_link(&mut dice));
        survive(&format!("{one}{one}"));
        survive(&format!("{one}{other}"));
        survive(&format!("{one}&{}", &other[1..]));
        survive(&format!("{one}&{}", &one[1..]));
    }
}

#[test]
fn endless_links() {
    for text in [
        "#v=1&flops=".to_owned() + &"9".repeat(10_000),
        "#v=1&title=".to_owned() + &"%F0%9F%A6%99".repeat(400),
        "#".to_owned() + &"a=1&".repeat(1_900),
        "#".to_owned() + &"&".repeat(7_000),
        "#".repeat(100_000),
        "#flops=1&".to_owned() + &"x".repeat(1_000_000),
        "#v=1&law=".to_owned() + &"é".repeat(3_000),
        "#".to_owned() + &"é".repeat(3_000) + "=1",
    ] {
        survive(&text);
    }
}

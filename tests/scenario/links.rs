//! Links as people write and edit them.

use super::{Budget, Code, KEYS, Key, read, start};
use isoflop::core::link;

#[test]
fn a_link_written_by_hand() {
    let s = link::decode("#v=1&flops=1e24&law=besiroglu-2024").unwrap();
    assert!(matches!(s.budget, Budget::Flops(c) if c.get() == 1e24));
    assert_eq!(s.law.meta().id, "besiroglu-2024");
    assert_eq!(link::write(&s), "#v=1&flops=1e24");
    for before in ["", "#", "https://example.org/isoflop/#", "https://example.org/?q=1#"] {
        assert!(link::decode(&format!("{before}v=1&flops=1e24")).is_ok_and(|other| other == s), "{before}");
    }
    // As some programs escape it, and with a sign of its own in the title.
    assert!(link::decode("#v%3D1%26flops%3D1e24").is_ok_and(|other| other == s));
    assert_eq!(link::decode("#v=1&title=a#b&flops=1e24").map(|s| s.title), Ok("a#b".to_owned()));
}

#[test]
fn values_as_people_write_them() {
    let flops = |text: &str| match link::decode(text).unwrap().budget {
        Budget::Flops(v) => v.get(),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(flops("#flops=6e23"), 6e23);
    assert_eq!(flops("#v=1&flops=5.76e23%20FLOP"), 5.76e23);
    assert!(matches!(link::decode("#params=70B").unwrap().budget, Budget::Params(v) if v.get() == 70e9));
    assert!(matches!(link::decode("#tokens=1.4T").unwrap().budget, Budget::Tokens(v) if v.get() == 1.4e12));
    assert!(matches!(link::decode("#time=60d").unwrap().budget, Budget::Time(v) if v.get() == 60.0 * 86_400.0));
    assert!(matches!(link::decode("#dollars=%242M").unwrap().budget, Budget::Dollars(v) if v.get() == 2e6));
    assert!(matches!(link::decode("#loss=1.95").unwrap().budget, Budget::Loss(v) if v.get() == 1.95));
    assert_eq!(link::decode("#mfu=40%25").unwrap().utilisation.unwrap().get(), 0.4);
    assert_eq!(link::decode("#mfu=0.385").unwrap().utilisation.unwrap().get(), 0.385);
    assert_eq!(link::decode("#price=2.5&count=16k").unwrap().count.get(), 16_000.0);
    // Links name accelerators by id; a name is answered with the id that was probably meant.
    assert_eq!(link::decode("#accelerator=a100-80-sxm").unwrap().accelerator.id, "a100-80-sxm");
    assert_eq!(link::decode("#accelerator=A100").unwrap_err().suggestion.as_deref(), Some("a100-80-sxm"));
    let run = link::decode("#modelParams=8B&modelTokens=15T").unwrap().run.unwrap();
    assert_eq!((run.params.get(), run.tokens.get()), (8e9, 15e12));
    assert_eq!(link::decode("#title=a%20%26%20b").unwrap().title, "a & b");
}

/// The first thing that was not understood, and the rest as it stands.
#[test]
fn what_is_known_of_a_link_is_read() {
    for (text, code, field) in [
        ("#v=99&flops=1e24", Code::BadLink, "link"),
        ("#v=abc&flops=1e24", Code::BadLink, "link"),
        ("#v=0&flops=1e24", Code::BadLink, "link"),
        ("#v=1&flops=1e24&horizon=3", Code::UnknownField, "horizon"),
        ("#v=1&flops=1e24&cou", Code::BadLink, "link"),
        ("#v=1&flops=1e24&count=", Code::MissingField, "hardware.count"),
        ("#v=1&flops=1e24&mfu=40%", Code::BadLink, "link"),
        ("#v=1&flops=1e24&mfu=400%25", Code::OutOfDomain, "assumptions.mfu"),
        ("#v=1&flops=1e24&flops=1e25", Code::Inconsistent, "budget.flops"),
        ("#v=1&flops=1e24&loss=1.95", Code::Inconsistent, "budget.loss"),
        ("#v=1&loss=70Q&flops=1e24", Code::NotANumber, "budget.loss"),
        ("#v=1&flops=1e24&model=gpt-9", Code::UnknownId, "model.preset"),
        ("#v=1&flops=1e24&modelParams=70B", Code::MissingField, "model.tokens"),
        ("#v=1&flops=1e24&modelTokens=1T", Code::MissingField, "model.params"),
    ] {
        let reading = read(text);
        assert!(matches!(reading.scenario.budget, Budget::Flops(c) if c.get() == 1e24), "{text}");
        assert_eq!(reading.notices.len(), 1, "{text}: {:?}", reading.notices);
        assert_eq!((reading.notices[0].code, reading.notices[0].field.as_str()), (code, field), "{text}");
        assert_eq!(reading.scenario.run, None, "{text}");
        // The strict face answers with the same.
        assert_eq!(link::decode(text).unwrap_err(), reading.notices[0], "{text}");
    }
    assert!(read("#v=99").notices[0].message.contains("newer"));
}

#[test]
fn an_unknown_law_comes_with_a_suggestion() {
    for (text, law) in [("besiroglu-2023", "besiroglu-2024"), ("kaplan", "kaplan-2020")] {
        let reading = read(&format!("#v=1&flops=1e24&law={text}"));
        let notice = &reading.notices[0];
        assert_eq!((notice.code, notice.field.as_str()), (Code::UnknownId, "law"), "{text}");
        assert_eq!(notice.suggestion.as_deref(), Some(law), "{text}");
        assert_eq!(reading.scenario.law.meta().id, start().law.meta().id);
    }
}

#[test]
fn what_was_understood_is_named() {
    let reading = read("#v=1&flops=1e24&count=what&law=kaplan-2020");
    assert_eq!(reading.understood, ["compute budget", "law"]);
    for names in KEYS {
        assert!(read(&format!("#{}=\u{1}", names.link)).understood.len() <= 1);
    }
}

/// A run whose size or tokens cannot be read is left out: a number that nobody gave must not stand in its place.
#[test]
fn half_a_run_is_no_run() {
    for text in [
        "#v=1&modelParams=70B&modelTokens=oops",
        "#v=1&modelParams=oops&modelTokens=1T",
        "#v=1&modelTokens=1T&modelParams=",
        "#v=1&model=gpt-9&modelParams=70B",
        "#v=1&modelParams=70B&model=gpt-9",
    ] {
        let reading = read(text);
        assert_eq!(reading.scenario.run, None, "{text}");
        assert!(!reading.notices.is_empty(), "{text}");
    }
}

/// A published run has its own size and tokens; a link that gives others beside it says two things.
#[test]
fn a_published_run_and_other_numbers_disagree() {
    for text in [
        "#v=1&model=chinchilla-70b&modelParams=1B",
        "#v=1&model=chinchilla-70b&modelParams=1B&modelTokens=1T",
        "#v=1&modelParams=1B&modelTokens=1T&model=chinchilla-70b",
    ] {
        assert_eq!(link::decode(text).map_err(|e| e.code), Err(Code::Inconsistent), "{text}");
    }
}

#[test]
fn a_percent_sign_needs_two_hexadecimal_digits() {
    for value in ["%", "%4", "%zz", "a%", "%%", "%u0041", "%+4", "%-4", "% 4", "%é", "%ff", "%C3", "%F0%9F"] {
        let reading = read(&format!("#v=1&title={value}"));
        assert_eq!(reading.notices.len(), 1, "{value}: {:?}", reading.scenario.title);
        assert_eq!(reading.notices[0].code, Code::BadLink, "{value}");
        assert_eq!(reading.scenario.title, "", "{value}");
    }
}

/// Numbers of the accelerator changed by hand, in whatever order a link says them.
#[test]
fn a_device_of_ones_own() {
    for text in
        ["#v=1&accelerator=mi300x&device=bf16:1.5e15;memory:256", "#device=memory:256;bf16:1.5e15&accelerator=mi300x"]
    {
        let s = link::decode(text).unwrap();
        assert_eq!((s.accelerator.id, s.accelerator.half()), ("mi300x", 1.5e15));
        assert_eq!(link::write(&s), "#v=1&accelerator=mi300x&device=bf16%3A1.5e15%3Bmemory%3A256");
        // Another row takes the changes back, the same one keeps them.
        assert_eq!(s.set(Key::Accelerator, "mi300x").unwrap(), s);
        let other = s.set(Key::Accelerator, "h200-sxm").unwrap();
        assert_eq!(link::write(&other), "#v=1&accelerator=h200-sxm");
        assert_eq!(link::write(&s.set(Key::Device, "").unwrap()), "#v=1&accelerator=mi300x");
    }
    for (text, code, field) in [
        ("#device=bf16:-1", Code::OutOfDomain, "hardware.device.bf16"),
        ("#device=colour:1", Code::UnknownField, "hardware.device"),
        ("#device=bf16", Code::WrongType, "hardware.device"),
        ("#device=memory:1e7", Code::OutOfDomain, "hardware.device.memory"),
    ] {
        let e = link::decode(text).unwrap_err();
        assert_eq!((e.code, e.field.as_str()), (code, field), "{text}: {e}");
    }
}

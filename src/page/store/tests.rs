//! What the page keeps, drops and says as its state changes.

use super::*;
use crate::core::compare;

fn opened(link: &str) -> Rc<State> {
    Rc::new(State::of_link(link).unwrap())
}

fn after(state: Rc<State>, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions.into_iter().fold(state, |state, action| state.reduce(action))
}

/// Every beginning of a text, as it is typed.
fn typed(text: &str) -> impl Iterator<Item = Action> + '_ {
    text.char_indices().map(|(at, c)| Action::Words(text[..at + c.len_utf8()].to_owned()))
}

#[test]
fn free_words_are_said_of_where_they_began() {
    // On the way "64 H100 for 3 d at 4 %" is understood: nothing of it may be left over.
    let s = after(opened(""), typed("64 H100 for 3 d at 4 %"));
    assert_eq!(link::write(&s.scenario), "#v=1&time=3d&count=64&mfu=0.04");
    let s = after(s, [Action::Words("$2M".into())]);
    assert_eq!(link::write(&s.scenario), "#v=1&dollars=2e6");
    // Another change is where the next words begin.
    let s = after(s, [Action::SettleWords, Action::Put(Key::Count, "8".into())]);
    assert_eq!(s.words, None);
    let s = after(s, typed("3 d at 50 %"));
    assert_eq!(link::write(&s.scenario), "#v=1&time=3d&count=8&mfu=0.5");
}

#[test]
fn typing_words_letter_by_letter_is_the_same_as_pasting_them() {
    for text in ["1024 × H100 for 60 days at 40 % MFU", "$2M at $2.50/h on A100 80GB", "10,000 H100-hours", "loss 1.95"]
    {
        let (slow, fast) = (after(opened(""), typed(text)), after(opened(""), [Action::Words(text.into())]));
        assert_eq!(slow.scenario, fast.scenario, "{text}");
    }
}

#[test]
fn wrong_words_stay_while_another_field_is_touched() {
    let s = after(opened(""), [Action::Words("64 H100".into()), Action::SettleWords]);
    assert!(s.words_error().is_some());
    let s = after(s, [Action::Type(Key::Price, "3".into()), Action::Leave(Key::Price)]);
    assert_eq!(s.words.as_ref().map(|w| w.0.as_str()), Some("64 H100"));
    assert!(s.words_error().is_some());
    // Put right, they are said of what now stands.
    let s = after(s, [Action::Words("64 H100 for 3 d".into())]);
    assert_eq!(link::write(&s.scenario), "#v=1&time=3d&count=64&price=3");
    let s = after(s, [Action::Type(Key::Price, "4".into())]);
    assert_eq!(s.words, None, "words that were understood give way");
}

#[test]
fn the_same_link_again_clears_what_was_said_of_the_last() {
    let s = opened("#v=1&flops=1e24&law=nobody-1999");
    assert!(!s.notices.is_empty() && !s.understood.is_empty());
    let s = after(s, [Action::Type(Key::Count, "none".into()), Action::Words("64 H100".into()), Action::SettleWords]);
    let report = s.report.clone();
    let s = after(s, [Action::Link("#v=1&flops=1e24".into())]);
    assert!(s.notices.is_empty() && s.understood.is_empty() && s.remark.is_none());
    assert!(s.draft(Key::Count).is_none() && s.words.is_none());
    assert!(s.report == report, "nothing is worked out anew");
}

#[test]
fn a_change_of_the_law_is_never_silent() {
    let law = |s: &State| s.scenario.law.meta().id;
    let s = after(opened("#v=1&law=hoffmann-2022-approach-2"), [Action::SayAs(Key::Loss)]);
    assert_eq!(law(&s), laws::DEFAULT);
    assert!(s.remark.as_ref().is_some_and(|r| r.contains("has no loss")), "{:?}", s.remark);
    let s = after(s, [Action::SayAs(Key::Time)]);
    assert_eq!(law(&s), "hoffmann-2022-approach-2");
    assert!(s.remark.as_ref().is_some_and(|r| r.contains("again")), "{:?}", s.remark);
    let s = after(s, [Action::SayAs(Key::Dollars)]);
    assert_eq!((law(&s), s.remark.as_ref()), ("hoffmann-2022-approach-2", None));
}

#[test]
fn a_budget_in_other_words_gives_the_answer_that_is_shown() {
    for law in laws::ALL {
        let from = opened(&format!("#v=1&law={}", law.meta().id));
        for key in [Key::Time, Key::Dollars, Key::Loss, Key::Params, Key::Tokens] {
            if key == Key::Loss && !law.meta().has_loss() {
                continue;
            }
            let to = after(from.clone(), [Action::SayAs(key)]);
            let ratio = to.report.answer.params.value / from.report.answer.params.value;
            // From shape to shape the expected utilisation jumps a little.
            let bought = matches!(key, Key::Time | Key::Dollars);
            let least = if bought { 0.02 } else { 1e-4 };
            assert!((ratio - 1.0).abs() < least, "{} as {key:?}: {ratio}", law.meta().id);
        }
    }
    let money = after(opened(""), [Action::SayAs(Key::Dollars)]);
    assert_eq!(crate::core::quantity::show::short(money.report.answer.params.value).replace('\u{202f}', " "), "72.2 B");
}

#[test]
fn typing_rests_when_it_is_settled() {
    let s = after(opened(""), [Action::Focus(Key::Flops), Action::Type(Key::Flops, "1e2".into())]);
    assert!(!s.rests());
    assert!(after(s.clone(), [Action::Settle(Key::Flops)]).rests());
    assert!(after(s.clone(), [Action::Leave(Key::Flops)]).rests());
    assert!(after(s, [Action::Words("7".into()), Action::SettleWords]).rests());
}

#[test]
fn constants_of_ones_own_are_drawn_and_leave_again() {
    let own = compare::additive(&laws::find("hoffmann-2022-approach-3").unwrap()).unwrap();
    let s = after(opened("#v=1&view=laws&with=kaplan-2020"), [Action::TakeOwn(own)]);
    assert_eq!(s.view.with, ["kaplan-2020", "own"]);
    let s = after(s, [Action::Put(Key::Law, "own".into()), Action::Type(Key::OwnAlpha, "-1".into())]);
    assert!(s.draft(Key::OwnAlpha).is_some_and(|d| d.error.is_some()));
    assert!((s.report.answer.params.value / 4.04e10 - 1.0).abs() < 0.01, "the last good answer stands");
    // The whole law travels in the link.
    let again = opened(&s.address());
    assert_eq!((again.scenario == s.scenario, &again.view), (true, &s.view));
    let s = after(s, [Action::ForgetOwn]);
    assert_eq!((s.scenario.law.meta().id, s.scenario.own.is_none()), (laws::DEFAULT, true));
    assert_eq!(s.view.with, ["kaplan-2020"]);
    assert_eq!(s.draft(Key::OwnAlpha), None);
}

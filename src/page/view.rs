//! Which screen is shown and what is picked on it: kept in the address beside the scenario.

use super::store::FrontierView;
use crate::core::accelerators;
use crate::core::error::{Code, Error};
use crate::core::formulas;
use crate::core::laws;
use crate::core::link;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Screen {
    #[default]
    Plan,
    Laws,
    Sparsity,
    Formulas,
    Model,
    Run,
    Machine,
    Bench,
    Validation,
}

/// A formula with the texts in its fields; an empty text leaves what the answer or the paper says.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    pub id: &'static str,
    /// By the key of an input or the symbol of a constant.
    pub texts: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct View {
    pub screen: Screen,
    /// Ids of the laws laid over each other.
    pub with: Vec<&'static str>,
    /// What the frontiers of these laws show.
    pub show: FrontierView,
    /// All parameters where they are known, instead of those each law counts.
    pub alike: bool,
    /// The law that the spread is said without; the one that stands apart until another is picked.
    pub without: Option<&'static str>,
    pub formula: Option<Picked>,
    /// Ids of the devices beside the one at hand.
    pub beside: Vec<&'static str>,
}

/// A view as a link says it, words for what was read of it, and what was not.
#[derive(Debug, Default)]
pub struct Seen {
    pub view: View,
    pub understood: Vec<&'static str>,
    pub notices: Vec<Error>,
}

/// Laws laid over each other until others are picked.
const WITH: [&str; 8] = [
    "besiroglu-2024",
    "hoffmann-2022-approach-3",
    "hoffmann-2022-approach-2",
    "kaplan-2020",
    "muennighoff-2023",
    "porian-2024",
    "dubey-2024",
    "liu-2025-adamw",
];
/// The screens, as a link says them.
const SCREENS: [(Screen, &str); 9] = [
    (Screen::Plan, "plan"),
    (Screen::Laws, "laws"),
    (Screen::Sparsity, "sparsity"),
    (Screen::Model, "model"),
    (Screen::Run, "run"),
    (Screen::Machine, "machine"),
    (Screen::Bench, "bench"),
    (Screen::Validation, "validation"),
    (Screen::Formulas, "formulas"),
];
/// Devices that stand beside the one at hand until others are picked, and how many may.
const BESIDE: [&str; 2] = ["h200-sxm", "mi300x"];
pub const MOST_BESIDE: usize = 3;
/// What the frontiers show, as a link says it.
const SHOW: [(FrontierView, &str); 3] =
    [(FrontierView::Relative, "relative"), (FrontierView::Params, "size"), (FrontierView::Tokens, "tokens")];
/// More lines than this are not told apart.
pub const MOST: usize = 8;

impl View {
    /// The laws laid over each other.
    pub fn shown(&self) -> Vec<&'static str> {
        if self.with.is_empty() { WITH.to_vec() } else { self.with.clone() }
    }

    /// The devices beside the one at hand.
    pub fn devices(&self) -> Vec<&'static str> {
        if self.beside.is_empty() { BESIDE.to_vec() } else { self.beside.clone() }
    }

    /// What a link says to the page; what is not known of it is left out and said.
    pub fn of(pairs: &[(String, String)]) -> Seen {
        let mut seen = Seen::default();
        for (i, (name, value)) in pairs.iter().enumerate() {
            if pairs.iter().take(i).any(|(n, _)| n == name) {
                let message = format!("\"{name}\" stands twice; only the first is looked at.");
                seen.notices.push(Error::new(Code::Inconsistent, name.as_str(), message));
                continue;
            }
            let before = seen.notices.len();
            let words = seen.take(name, value);
            if seen.notices.len() == before {
                seen.understood.extend(words);
            }
        }
        seen
    }

    /// The same as text after a scenario's link.
    pub fn write(&self) -> String {
        let mut out = String::new();
        let mut put = |name: &str, value: &str| {
            out.push('&');
            out.push_str(name);
            out.push('=');
            link::escape(value, &mut out);
        };
        if self.screen == Screen::Plan {
            return out;
        }
        if let Some((_, name)) = SCREENS.iter().find(|(screen, _)| *screen == self.screen) {
            put("view", name);
        }
        if self.screen == Screen::Laws {
            if !self.with.is_empty() {
                put("with", &self.with.join(","));
            }
            if let Some((_, name)) =
                SHOW.iter().find(|(show, _)| *show == self.show && *show != FrontierView::default())
            {
                put("show", name);
            }
            if self.alike {
                put("alike", "1");
            }
            if let Some(id) = self.without {
                put("without", id);
            }
        }
        if self.screen == Screen::Machine && !self.beside.is_empty() {
            put("beside", &self.beside.join(","));
        }
        if let Some(p) = self.formula.as_ref().filter(|_| self.screen == Screen::Formulas) {
            let texts = p.texts.iter().filter(|(_, t)| !t.trim().is_empty()).map(|(k, t)| format!(";{k}:{t}"));
            put("formula", &format!("{}{}", p.id, texts.collect::<String>()));
        }
        out
    }
}

impl Seen {
    /// One part of the link; returns words for what it is about.
    fn take(&mut self, name: &str, value: &str) -> Option<&'static str> {
        let view = &mut self.view;
        let shown: String = value.chars().take(40).collect();
        let unknown = |message: String| Error::new(Code::UnknownId, name, message);
        match name {
            "view" => {
                match SCREENS.iter().find(|(_, n)| *n == value) {
                    Some((screen, _)) => view.screen = *screen,
                    None => self
                        .notices
                        .push(unknown(format!("There is no screen \"{shown}\"; there are plan, laws, model, run, machine, bench, validation and formulas."))),
                }
                Some("screen")
            }
            "with" => {
                let (ids, error) = laws_of(value.split(',').filter(|id| !id.is_empty()));
                view.with = ids;
                self.notices.extend(error.map(|e| e.at(name)));
                if view.with.len() > MOST {
                    view.with.truncate(MOST);
                    let message = format!("At most {MOST} laws are laid over each other; the first {MOST} were taken.");
                    self.notices.push(Error::new(Code::OutOfDomain, name, message));
                }
                Some("laws to draw")
            }
            "show" => {
                match SHOW.iter().find(|(_, n)| *n == value) {
                    Some((show, _)) => view.show = *show,
                    None => self.notices.push(unknown(format!(
                        "The panels do not show \"{shown}\"; they show relative, size or tokens."
                    ))),
                }
                Some("what the panels show")
            }
            "alike" => {
                view.alike = value == "1";
                if !matches!(value, "0" | "1") {
                    self.notices.push(unknown(format!("\"alike\" is 1 or 0, not \"{shown}\".")));
                }
                Some("counting of parameters")
            }
            "without" => {
                let (ids, error) = laws_of(std::iter::once(value));
                view.without = ids.first().copied();
                self.notices.extend(error.map(|e| e.at(name)));
                Some("law to leave out")
            }
            "formula" => {
                match picked(value) {
                    Ok((picked, error)) => {
                        view.formula = Some(picked);
                        self.notices.extend(error);
                    }
                    Err(error) => self.notices.push(error),
                }
                Some("formula")
            }
            "beside" => {
                let (ids, error) = devices_of(value.split(',').filter(|id| !id.is_empty()));
                view.beside = ids;
                self.notices.extend(error.map(|e| e.at(name)));
                if view.beside.len() > MOST_BESIDE {
                    view.beside.truncate(MOST_BESIDE);
                    let message = format!(
                        "At most {MOST_BESIDE} devices stand beside the one at hand; the first {MOST_BESIDE} were taken."
                    );
                    self.notices.push(Error::new(Code::OutOfDomain, name, message));
                }
                Some("devices to compare")
            }
            _ => None,
        }
    }
}

/// The devices of these ids, each once, and what is wrong with the first that is not known.
fn devices_of<'a>(ids: impl Iterator<Item = &'a str>) -> (Vec<&'static str>, Option<Error>) {
    let (mut out, mut wrong) = (Vec::new(), None);
    for id in ids {
        match accelerators::get(id) {
            Ok(a) if !out.contains(&a.id) => out.push(a.id),
            Ok(_) => {}
            Err(error) => wrong = wrong.or(Some(error)),
        }
    }
    (out, wrong)
}

/// The laws of these ids, each once, and what is wrong with the first that is not known.
fn laws_of<'a>(ids: impl Iterator<Item = &'a str>) -> (Vec<&'static str>, Option<Error>) {
    let (mut out, mut wrong) = (Vec::new(), None);
    for id in ids {
        let found = if id == laws::own::ID { Ok(laws::own::ID) } else { laws::find(id).map(|l| l.meta().id) };
        match found {
            Ok(id) if !out.contains(&id) => out.push(id),
            Ok(_) => {}
            Err(error) => wrong = wrong.or(Some(error)),
        }
    }
    (out, wrong)
}

/// A formula with its texts, and what is wrong with the first field that it does not have.
fn picked(text: &str) -> Result<(Picked, Option<Error>), Error> {
    let mut parts = text.split(';');
    let formula = formulas::find(parts.next().unwrap_or_default())?;
    let names = || formula.inputs.iter().map(|s| s.key).chain(formula.constants.iter().map(|c| c.symbol));
    let (mut texts, mut wrong) = (Vec::new(), None);
    for part in parts.filter(|p| !p.is_empty()) {
        match part.split_once(':').filter(|(name, _)| names().any(|n| n == *name)) {
            Some((name, text)) => texts.push((name.to_owned(), text.chars().take(40).collect())),
            None => {
                let shown: String = part.chars().take(40).collect();
                let known = names().collect::<Vec<_>>().join(", ");
                let message = format!("\"{shown}\" fills no field of {}; its fields are {known}.", formula.title);
                wrong = wrong.or(Some(Error::new(Code::UnknownField, "formula", message)));
            }
        }
    }
    Ok((Picked { id: formula.id, texts }, wrong))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A view that is read whole.
    fn read(pairs: &[(String, String)]) -> View {
        let seen = View::of(pairs);
        assert!(seen.notices.is_empty() && seen.understood.len() == pairs.len(), "{:?}", seen.notices);
        seen.view
    }

    #[test]
    fn what_is_picked_at_first_is_there() {
        assert_eq!(laws_of(WITH.into_iter()), (WITH.to_vec(), None));
        assert_eq!(devices_of(BESIDE.into_iter()), (BESIDE.to_vec(), None));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let view = View {
            screen: Screen::Laws,
            with: vec!["kaplan-2020", "own", "besiroglu-2024"],
            show: FrontierView::Tokens,
            alike: true,
            without: Some("kaplan-2020"),
            formula: None,
            beside: Vec::new(),
        };
        let reading = link::read(&format!("#v=1{}", view.write())).unwrap();
        assert!(reading.notices.is_empty());
        assert_eq!(read(&reading.view), view);
        let texts = vec![("params".to_owned(), "1 B".to_owned()), ("a".to_owned(), "0.5".to_owned())];
        let formula = Some(Picked { id: "zhang-2024-critical-batch", texts });
        let view = View { screen: Screen::Formulas, formula, ..View::default() };
        let reading = link::read(&format!("#v=1&flops=1e24{}", view.write())).unwrap();
        assert_eq!(read(&reading.view), view);
        let view = View { screen: Screen::Machine, beside: vec!["rtx-4090", "m2-ultra"], ..View::default() };
        let reading = link::read(&format!("#v=1{}", view.write())).unwrap();
        assert_eq!(read(&reading.view), view);
        assert_eq!(View::default().write(), "");
    }

    #[test]
    fn what_is_not_known_is_left_out_and_said() {
        let seen = |link: &str| View::of(&link::read(link).unwrap().view);
        let fields = |s: &Seen| s.notices.iter().map(|n| n.field.clone()).collect::<Vec<_>>();
        let s = seen("#v=1&view=laws&with=x,kaplan-2020,,kaplan-2020,nobody-1999");
        assert_eq!((s.view.with.as_slice(), s.understood.as_slice()), (&["kaplan-2020"][..], &["screen"][..]));
        assert!(fields(&s) == ["with"] && s.notices[0].message.contains("\"x\""), "{:?}", s.notices);
        let s = seen("#v=1&view=lawns&show=colour&alike=yes&without=nobody-1999&formula=li-2025-batsch");
        assert_eq!((&s.view, s.understood.len()), (&View::default(), 0));
        assert_eq!(fields(&s), ["view", "show", "alike", "without", "formula"]);
        assert!(s.notices[4].message.contains("li-2025-batch"));
        let s = seen("#v=1&view=formulas&formula=zhang-2024-critical-batch;params:1B;size:2B;&view=laws");
        assert_eq!(s.view.formula.as_ref().unwrap().texts, [("params".to_owned(), "1B".to_owned())]);
        assert_eq!((s.view.screen, fields(&s)), (Screen::Formulas, vec!["formula".to_owned(), "view".to_owned()]));
        let s = seen("#v=1&view=machine&beside=h100-sxm,abacus,h100-sxm,mi300x,tpu-v4,m1");
        assert_eq!(s.view.beside, ["h100-sxm", "mi300x", "tpu-v4"]);
        assert!(fields(&s) == ["beside", "beside"] && s.notices[0].message.contains("abacus"), "{:?}", s.notices);
        let all: Vec<&str> = laws::ALL.iter().take(MOST + 1).map(|l| l.meta().id).collect();
        let s = seen(&format!("#v=1&view=laws&with={}", all.join(",")));
        assert_eq!((s.view.with.as_slice(), fields(&s)), (&all[..MOST], vec!["with".to_owned()]));
    }
}

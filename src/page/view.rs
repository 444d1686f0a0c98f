//! Which screen is shown and what is picked on it: kept in the address beside the scenario.

use super::store::FrontierView;
use crate::core::formulas;
use crate::core::laws;
use crate::core::link;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Screen {
    #[default]
    Plan,
    Laws,
    Formulas,
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
/// What the frontiers show, as a link says it.
const SHOW: [(FrontierView, &str); 3] =
    [(FrontierView::Relative, "relative"), (FrontierView::Params, "size"), (FrontierView::Tokens, "tokens")];
/// More lines than this are not told apart.
pub const MOST: usize = 8;

impl View {
    /// The laws laid over each other.
    pub fn shown(&self) -> Vec<&'static str> {
        if self.with.is_empty() { known(WITH.iter().copied()) } else { self.with.clone() }
    }

    /// What a link says to the page.
    pub fn of(pairs: &[(String, String)]) -> View {
        let find = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let screen = match find("view") {
            Some("laws") => Screen::Laws,
            Some("formulas") => Screen::Formulas,
            _ => Screen::Plan,
        };
        let mut with = find("with").map_or_else(Vec::new, |v| known(v.split(',')));
        with.truncate(MOST);
        View {
            screen,
            with,
            show: find("show")
                .and_then(|v| SHOW.iter().find(|(_, name)| *name == v))
                .map_or_else(FrontierView::default, |s| s.0),
            alike: find("alike") == Some("1"),
            without: find("without").and_then(|v| known(std::iter::once(v)).first().copied()),
            formula: find("formula").and_then(picked),
        }
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
        match self.screen {
            Screen::Plan => return out,
            Screen::Laws => put("view", "laws"),
            Screen::Formulas => put("view", "formulas"),
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
        if let Some(p) = self.formula.as_ref().filter(|_| self.screen == Screen::Formulas) {
            let texts = p.texts.iter().filter(|(_, t)| !t.trim().is_empty()).map(|(k, t)| format!(";{k}:{t}"));
            put("formula", &format!("{}{}", p.id, texts.collect::<String>()));
        }
        out
    }
}

fn known<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    for id in ids {
        let found = if id == laws::own::ID { Some(laws::own::ID) } else { laws::find(id).ok().map(|l| l.meta().id) };
        out.extend(found.filter(|id| !out.contains(id)));
    }
    out
}

fn picked(text: &str) -> Option<Picked> {
    let mut parts = text.split(';');
    let formula = formulas::find(parts.next()?).ok()?;
    let is_there =
        |key: &str| formula.inputs.iter().any(|s| s.key == key) || formula.constants.iter().any(|c| c.symbol == key);
    let texts = parts.filter_map(|p| p.split_once(':')).filter(|(k, _)| is_there(k));
    Some(Picked { id: formula.id, texts: texts.map(|(k, t)| (k.to_owned(), t.chars().take(40).collect())).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let view = View {
            screen: Screen::Laws,
            with: vec!["kaplan-2020", "own", "besiroglu-2024"],
            show: FrontierView::Tokens,
            alike: true,
            without: Some("kaplan-2020"),
            formula: None,
        };
        let reading = link::read(&format!("#v=1{}", view.write())).unwrap();
        assert!(reading.notices.is_empty());
        assert_eq!(View::of(&reading.view), view);
        let texts = vec![("params".to_owned(), "1 B".to_owned()), ("a".to_owned(), "0.5".to_owned())];
        let formula = Some(Picked { id: "zhang-2024-critical-batch", texts });
        let view = View { screen: Screen::Formulas, formula, ..View::default() };
        let reading = link::read(&format!("#v=1&flops=1e24{}", view.write())).unwrap();
        assert_eq!(View::of(&reading.view), view);
        assert_eq!(View::default().write(), "");
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let pairs =
            [("view".to_owned(), "laws".to_owned()), ("with".to_owned(), "x,kaplan-2020,kaplan-2020,".to_owned())];
        assert_eq!(View::of(&pairs).with, ["kaplan-2020"]);
        assert_eq!(picked("nothing;x:1"), None);
    }
}

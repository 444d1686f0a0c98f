//! The state of the page and how it changes. What the user typed and what was last understood are kept apart,
//! so a wrong entry loses nothing: the last good answer stands, the text stays in its field.

use std::rc::Rc;

use yew::prelude::*;

use super::opened;
use super::view::{MOST, Screen, Seen, View};
use crate::core::accelerators::Device;
use crate::core::error::Error;
use crate::core::laws;
use crate::core::laws::own::{self, Own};
use crate::core::link;
use crate::core::memory::training;
use crate::core::report::mixture::USUAL;
use crate::core::report::{self, Ask, Report};
use crate::core::runs::Run;
use crate::core::scenario::{Key, Scenario, Setup, restated};

/// Text in a field that is being edited, or that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub key: Key,
    pub text: String,
    pub error: Option<Error>,
}

/// A number whose derivation is open, and whether it was opened in a table: there the same number may stand again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    pub ask: Ask,
    pub table: bool,
}

/// Where letters are being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    View,
    Field(Key),
    Words,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FrontierView {
    #[default]
    Relative,
    Params,
    Tokens,
}

/// A report that many parts of the page look at; equal when it is the same one.
#[derive(Clone)]
pub struct Shared(Rc<Report>);

impl Shared {
    fn new(report: Report) -> Self {
        Shared(Rc::new(report))
    }
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Shared {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.0
    }
}

#[derive(Clone, PartialEq)]
pub struct State {
    pub scenario: Scenario,
    pub view: View,
    pub report: Shared,
    drafts: Vec<Draft>,
    /// The line of free words above the sentence.
    pub words: Option<(String, Option<Error>)>,
    /// The scenario that the free words are said of: the one that stood when their typing began.
    words_from: Option<Scenario>,
    pub notices: Vec<Error>,
    pub understood: Vec<&'static str>,
    pub open: Option<Opened>,
    /// The field that has the focus, for its ruler.
    pub focus: Option<Key>,
    pub frontier: FrontierView,
    /// Counts deliberate changes: a press, or all that is typed in one go. Each is a step that Back undoes.
    pub edit: u32,
    typing: Option<Typing>,
    /// The scenario came from the address, which stays as it is until something is changed here.
    pub from_address: bool,
    /// What was said before the budget was put in other words, and what it became: going back loses nothing.
    restated: Option<(Scenario, Scenario)>,
    /// What the page did by itself, for the reader to know.
    pub remark: Option<String>,
}

pub enum Action {
    Focus(Key),
    /// Text typed into a field.
    Type(Key, String),
    /// Enter was pressed: what was typed stands.
    Settle(Key),
    /// The field was left.
    Leave(Key),
    /// A suggestion, a list entry: text that replaces what is in the field.
    Put(Key, String),
    Words(String),
    /// Enter was pressed in the line of free words, or it was left.
    SettleWords,
    /// Say the budget in another way, at the same answer.
    SayAs(Key),
    StartFrom(&'static str),
    /// Set a run of one's own against the optimum.
    OwnRun,
    DropRun,
    Link(String),
    DismissNotices,
    Open(Option<Opened>),
    View(FrontierView),
    /// These constants as one's own law.
    TakeOwn(Own),
    ForgetOwn,
    /// Another screen, or something picked on it.
    Show(View),
    /// Letters typed into a field of the screen.
    TypeView(View),
    SettleView,
    /// The nearest layout of the model at hand that can be.
    FitLayout,
    /// Plan with this device.
    Device(Box<Device>),
    /// Train so.
    Train(training::Setup),
    /// In a layout that a search found for so many sequences a step.
    Layout(training::Setup, u64),
}

impl State {
    /// The state a link describes.
    pub fn of_link(text: &str) -> Option<State> {
        let reading = link::read(text).ok()?;
        let Seen { view, understood: of_view, notices: not_seen } = View::of(&reading.view);
        let opened::Opened { scenario, report, mut understood, mut notices } = opened::opened(reading).ok()?;
        understood.extend(of_view);
        notices.extend(not_seen);
        Some(State {
            scenario,
            view,
            report: Shared::new(report),
            drafts: Vec::new(),
            words: None,
            words_from: None,
            notices,
            understood,
            open: None,
            focus: None,
            frontier: FrontierView::default(),
            edit: 0,
            typing: None,
            from_address: true,
            restated: None,
            remark: None,
        })
    }

    pub fn draft(&self, key: Key) -> Option<&Draft> {
        self.drafts.iter().find(|d| d.key == key)
    }

    /// An input as a number: as it was given, or what it comes to where it was left open.
    pub fn number(&self, key: Key) -> Option<f64> {
        self.scenario.number(key).or_else(|| self.open(key))
    }

    /// What an input that was left open comes to, as a number.
    fn open(&self, key: Key) -> Option<f64> {
        let s = &self.scenario;
        let run = || self.report.timing().ok().filter(|_| self.view.screen == Screen::Run);
        match key {
            Key::Utilisation => Some(run().map_or(self.report.utilisation.value, |r| r.timing.mfu)),
            Key::Price => s.price().ok().map(|p| p.get()),
            Key::Node => s.cluster.machine(&s.accelerator).ok().map(|m| m.node as f64),
            Key::Port => s.cluster.machine(&s.accelerator).ok().map(|m| m.port),
            Key::TrainingTokens => run().map(|r| r.tokens.get()),
            Key::Batch => run().map(|r| r.batch as f64),
            Key::MaxExperts => Some(USUAL),
            _ => None,
        }
    }

    /// What an input that was left open comes to.
    fn expected(&self, key: Key) -> Option<String> {
        let value = self.open(key)?;
        let shown = match key {
            Key::Utilisation => (value * 1e3).round() / 1e3,
            Key::TrainingTokens => format!("{value:.2e}").parse().unwrap_or(value),
            _ => value,
        };
        self.scenario.set_number(key, shown).ok()?.text(key)
    }

    /// What the field shows: what is being typed, else what was understood.
    pub fn shown(&self, key: Key) -> String {
        match self.draft(key) {
            Some(d) => d.text.clone(),
            None => self.understood(key),
        }
    }

    /// What was last understood, or what an input left open comes to.
    pub fn understood(&self, key: Key) -> String {
        self.scenario.text(key).or_else(|| self.expected(key)).unwrap_or_default()
    }

    /// A scenario that has an answer becomes the present one.
    fn adopt(&mut self, next: Result<Scenario, Error>) -> Result<(), Error> {
        let scenario = next?;
        if scenario == self.scenario {
            return Ok(());
        }
        let report = report::estimate(&scenario)?;
        // On its screen, a layout that cannot be is no answer while there is one.
        if self.view.screen == Screen::Model && self.report.model().is_ok() {
            report.model().map_err(Clone::clone)?;
        }
        if self.view.screen == Screen::Run && self.report.timing().is_ok() {
            report.timing().map_err(Clone::clone)?;
        }
        if self.view.screen == Screen::Sparsity && self.report.mixture().is_ok() {
            report.mixture().map_err(Clone::clone)?;
        }
        self.scenario = scenario;
        self.report = Shared::new(report);
        Ok(())
    }

    fn set_draft(&mut self, key: Key, draft: Option<Draft>) {
        self.drafts.retain(|d| d.key != key);
        self.drafts.extend(draft);
    }

    /// A new step begins, unless it is the same text still being typed.
    fn begin(&mut self, typing: Option<Typing>) {
        if typing.is_none() || typing != self.typing {
            self.edit += 1;
        }
        self.typing = typing;
        self.from_address = false;
        self.remark = None;
        if typing != Some(Typing::Words) {
            // Nothing typed is lost: wrong words stay until they are put right.
            self.words.take_if(|(_, error)| error.is_none());
            self.words_from = None;
        }
    }

    /// Free words are read whole at every key, always from where they began.
    fn say(&mut self, text: String) {
        let from = self.words_from.get_or_insert_with(|| self.scenario.clone()).clone();
        let said = (!text.trim().is_empty()).then(|| from.say(&text));
        let error = said.and_then(|said| self.adopt(said).err());
        if error.is_none() && !text.trim().is_empty() {
            self.drop_budget_drafts();
        }
        self.words = Some((text, error));
    }

    /// The same scenario came from the address: it stands, without what was said of the one before.
    fn arrive(&mut self) {
        self.drafts.clear();
        (self.words, self.words_from) = (None, None);
        self.notices.clear();
        self.understood.clear();
        self.remark = None;
        self.typing = None;
        self.from_address = true;
    }

    fn type_text(&mut self, key: Key, text: String) {
        let next = self.scenario.set(key, &text);
        let mut error = self.adopt(next.clone()).err();
        // Another model that the layout does not suit gets the nearest that does.
        if let (Some(_), Ok(next), true) = (&error, next, Setup::is_model(key))
            && self.adopt(Ok(next.fitted())).is_ok()
        {
            error = None;
            self.remark = Some("The split was changed to the nearest that this model allows.".to_owned());
        }
        self.set_draft(key, Some(Draft { key, text, error }));
        self.retry();
    }

    /// Another law. One that cannot answer the question as it was put gets the same compute as its budget.
    fn choose_law(&mut self, id: &str) {
        let Ok(next) = self.scenario.set(Key::Law, id) else { return };
        if let Err(error) = self.adopt(Ok(next.clone())) {
            let kept = next.set_number(Key::Flops, restated(Key::Flops, self.report.answer.flops.value));
            if self.adopt(kept).is_ok() {
                self.remark = Some(format!("{} The budget is kept as compute instead.", error.message));
                self.drop_budget_drafts();
            } else {
                self.remark = Some(error.message);
            }
        }
        self.retry();
    }

    /// A change elsewhere may have made another field's text possible (a target loss under a new law).
    fn retry(&mut self) {
        for draft in self.drafts.clone() {
            if draft.error.is_some() {
                let next = self.scenario.set(draft.key, &draft.text);
                match self.adopt(next) {
                    Ok(()) => self.set_draft(draft.key, None),
                    // What was wrong may be another thing now.
                    Err(error) => self.set_draft(draft.key, Some(Draft { error: Some(error), ..draft })),
                }
            }
        }
    }

    /// A readable text gives way to how it was read.
    fn settle(&mut self, key: Key) {
        self.typing = None;
        if self.draft(key).is_some_and(|d| d.error.is_none()) {
            self.set_draft(key, None);
        }
    }

    /// A phrase where a number was expected is still understood, when it is confirmed; a lone number is not taken
    /// for another kind of budget.
    fn understand(&mut self, key: Key) {
        let Some(draft) = self.draft(key).filter(|d| key.is_budget() && d.error.is_some()) else { return };
        if draft.text.trim().parse::<f64>().is_ok() {
            return;
        }
        let said = self.scenario.say(&draft.text);
        if self.adopt(said).is_ok() {
            self.drop_budget_drafts();
            self.edit += 1;
        }
    }

    /// The same answer with its budget said in another way. Until something else changes, it is always worked out
    /// from what was first said, so going round does not drift.
    fn say_as(&mut self, key: Key) {
        let shown = self.scenario.law.meta();
        let origin = match self.restated.take() {
            Some((origin, became)) if became == self.scenario => origin,
            _ => self.scenario.clone(),
        };
        let next = if origin.budget.key() == key {
            Ok(origin.clone())
        } else {
            let (own, report) = (self.scenario.clone(), self.report.clone());
            let back = self.adopt(Ok(origin.clone()));
            let value = back.ok().and_then(|()| self.said_as(key));
            (self.scenario, self.report) = (own, report);
            let Some(value) = value else { return };
            let said = origin.set_number(key, restated(key, value));
            // A law without a loss cannot be asked for one: the default law answers instead.
            if key == Key::Loss && !origin.law.meta().has_loss() {
                said.and_then(|n| n.set(Key::Law, laws::DEFAULT))
            } else {
                said
            }
        };
        match self.adopt(next) {
            Ok(()) => {
                let (first, now) = (origin.law.meta(), self.scenario.law.meta());
                if now.id != first.id {
                    self.remark = Some(format!("{} has no loss, so {} answers this.", first.short, now.short));
                } else if now.id != shown.id {
                    self.remark =
                        Some(format!("The law is {} again, as it was before the loss was asked for.", now.short));
                }
                self.restated = Some((origin, self.scenario.clone()));
                self.drop_budget_drafts();
            }
            Err(e) => self.remark = Some(e.message),
        }
    }

    /// The present answer, said as another kind of budget.
    fn said_as(&self, key: Key) -> Option<f64> {
        let a = &self.report.answer;
        Some(match key {
            Key::Flops => a.flops.value,
            Key::Time => self.report.training.seconds.value,
            Key::Dollars => self.report.training.dollars.value,
            Key::Loss => match &a.loss {
                Some(loss) => loss.value,
                None => self.report.laws.iter().find(|l| l.meta.id == laws::DEFAULT)?.loss.as_ref()?.value,
            },
            Key::Params => a.params.value,
            Key::Tokens => a.tokens.value,
            _ => return None,
        })
    }

    /// Constants as one's own law, laid over the others where there is room.
    fn take_own(&mut self, own: Own) {
        if let Err(error) = self.adopt(Ok(self.scenario.with_own(Some(own)))) {
            self.remark = Some(error.message);
            return;
        }
        self.drafts.retain(|d| !d.key.is_own());
        let mut with = self.view.shown();
        if !with.contains(&own::ID) && with.len() < MOST {
            with.push(own::ID);
            self.view.with = with;
        }
    }

    /// One's own law goes; a plan that rests on it gets the law that a page starts with.
    fn forget_own(&mut self) {
        if self.scenario.law.meta().id == own::ID {
            self.choose_law(laws::DEFAULT);
        }
        if let Err(error) = self.adopt(Ok(self.scenario.with_own(None))) {
            self.remark = Some(error.message);
            return;
        }
        self.drafts.retain(|d| !d.key.is_own());
        self.view.with.retain(|id| *id != own::ID);
        self.view.without.take_if(|id| *id == own::ID);
    }

    fn drop_budget_drafts(&mut self) {
        self.drafts.retain(|d| !d.key.is_budget());
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut s = (*self).clone();
        match action {
            Action::Type(key, text) => {
                s.begin(Some(Typing::Field(key)));
                s.type_text(key, text);
            }
            Action::Put(Key::Law, id) => {
                s.begin(None);
                s.choose_law(&id);
            }
            Action::Put(key, text) => {
                s.begin(None);
                s.type_text(key, text);
                if s.draft(key).is_some_and(|d| d.error.is_none()) {
                    s.set_draft(key, None);
                }
            }
            Action::Focus(key) => s.focus = Some(key),
            Action::Settle(key) => {
                s.settle(key);
                s.understand(key);
            }
            Action::Leave(key) => {
                s.focus = None;
                s.settle(key);
            }
            Action::Words(text) => {
                s.begin(Some(Typing::Words));
                s.say(text);
            }
            Action::SettleWords => s.typing = None,
            Action::SayAs(key) => {
                s.begin(None);
                s.say_as(key);
            }
            Action::StartFrom(id) => {
                let next = s.scenario.start_from(id);
                s.begin(None);
                if s.adopt(next).is_ok() {
                    s.drafts.clear();
                    s.words = None;
                }
            }
            Action::OwnRun => {
                s.begin(None);
                let a = &s.report.answer;
                // A run counts all its parameters, whatever the law counts.
                let chosen = s.report.laws.iter().find(|l| l.chosen);
                let (params, tokens) = (chosen.map_or(a.params.value, |l| l.total_params), a.tokens.value);
                let run = s
                    .scenario
                    .set_number(Key::ModelParams, restated(Key::ModelParams, params))
                    .and_then(|n| n.set_number(Key::ModelTokens, restated(Key::ModelTokens, tokens)));
                if let Err(e) = s.adopt(run) {
                    s.remark = Some(e.message);
                }
            }
            Action::DropRun => {
                let next = Scenario { run: None::<Run>, ..s.scenario.clone() };
                s.begin(None);
                if let Err(e) = s.adopt(Ok(next)) {
                    s.remark = Some(e.message);
                }
                s.drafts.retain(|d| !matches!(d.key, Key::ModelParams | Key::ModelTokens));
            }
            Action::Link(text) => {
                if text == s.address() {
                    s.arrive();
                } else if let Some(next) = State::of_link(&text) {
                    s = State { frontier: s.frontier, edit: s.edit, ..next };
                }
            }
            Action::DismissNotices => s.notices.clear(),
            Action::Open(opened) => s.open = opened,
            Action::View(view) => s.frontier = view,
            Action::Show(view) => {
                s.begin(None);
                // An explanation belongs to the screen it was opened on.
                if view.screen != s.view.screen {
                    s.open = None;
                }
                s.view = view;
            }
            Action::TakeOwn(own) => {
                s.begin(None);
                s.take_own(own);
            }
            Action::ForgetOwn => {
                s.begin(None);
                s.forget_own();
            }
            Action::TypeView(view) => {
                s.begin(Some(Typing::View));
                s.view = view;
            }
            Action::SettleView => s.typing = None,
            Action::FitLayout => {
                s.begin(None);
                let next = s.scenario.fitted();
                if let Err(e) = s.adopt(Ok(next)) {
                    s.remark = Some(e.message);
                }
            }
            Action::Layout(setup, batch) => {
                s.begin(None);
                let next = s.scenario.laid_out(setup, batch);
                if let Err(e) = s.adopt(Ok(next)) {
                    s.remark = Some(e.message);
                }
            }
            Action::Device(device) => {
                s.begin(None);
                s.drafts.retain(|d| !matches!(d.key, Key::Accelerator | Key::Device));
                let next = Scenario { accelerator: *device, ..s.scenario.clone() };
                s.remark = s.adopt(Ok(next)).err().map(|e| e.message);
            }
            Action::Train(setup) => {
                s.begin(None);
                let next = s.scenario.trained(setup);
                if let Err(e) = s.adopt(Ok(next)) {
                    s.remark = Some(e.message);
                }
            }
        }
        Rc::new(s)
    }
}

pub type Store = UseReducerHandle<State>;

impl State {
    /// What stands after the `#` of the address: the scenario and the view of it.
    pub fn address(&self) -> String {
        link::write(&self.scenario) + &self.view.write()
    }

    /// Whether no letters are being typed: all that was typed is settled.
    pub fn rests(&self) -> bool {
        self.typing.is_none()
    }

    /// The error of the line of free words, once it has been settled.
    pub fn words_error(&self) -> Option<&Error> {
        self.words.as_ref().filter(|_| self.typing != Some(Typing::Words))?.1.as_ref()
    }
}

/// Whether a field stands at another value than on an untouched page.
pub fn changed(scenario: &Scenario, key: Key) -> bool {
    Scenario::start().ok().and_then(|s| s.text(key)) != scenario.text(key)
}

#[cfg(test)]
mod tests;

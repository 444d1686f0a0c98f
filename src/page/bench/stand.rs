//! How the screen stands: what there is to measure, the run, and the record that is looked at. It outlives the screen
//! and not the page.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::core::accelerators::{self, Device};
use crate::core::bench::calibration::{Part, roof};
use crate::core::bench::event::Event;
use crate::core::bench::json::read_record;
use crate::core::bench::nearest::{Nearest, against, nearest};
use crate::core::bench::probe::Probe;
use crate::core::bench::progress::Progress;
use crate::core::bench::record::{Ended, Machine, Record};
use crate::core::bench::roofline::{Roofline, of_gpu};
use crate::core::bench::samples;
use crate::core::error::Error;

#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// The program is being loaded; it will say what there is to measure.
    Loading,
    Ready,
    /// The program is being loaded for a run that was asked for.
    Wanted,
    Running,
    Over,
    /// The program could not be loaded, and why.
    Broken(String),
}

/// Where the record that is looked at is from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    Here,
    /// From a file of this name.
    Imported(String),
    Sample(&'static str),
}

/// A record from elsewhere, and what of it could not be read.
#[derive(Clone, Debug, PartialEq)]
struct Other {
    origin: Origin,
    record: Rc<Record>,
    notices: Vec<Error>,
}

/// What the plan counted with before this machine took its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    pub device: Device,
    /// The number of accelerators, as its field has it.
    pub count: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    pub phase: Phase,
    /// This machine, once it is known.
    pub machine: Option<Machine>,
    /// What was measured here.
    own: Option<Rc<Record>>,
    /// The last complete record, until another run is complete.
    earlier: Option<Rc<Record>>,
    other: Option<Other>,
    /// What is measured now.
    pub now: Option<Probe>,
    /// Seconds that the plan said, and that have passed.
    planned: f64,
    elapsed: f64,
    /// When the run began, in milliseconds.
    began: f64,
    /// Runs begun so far.
    pub runs: u32,
    /// Messages of the program that could not be read.
    unread: u32,
    /// The last file that was no record.
    pub refused: Option<Error>,
    /// The data sheet that is set against it, where another than the nearest was chosen.
    pub against: Option<&'static str>,
    /// The memory as it was typed.
    pub memory: Option<String>,
    /// The part of the machine that was chosen.
    part: Option<Part>,
    pub before: Option<Before>,
    /// Counts the changes to another record; the reader then begins at its headline.
    pub looked: u32,
}

pub enum Act {
    /// A run is wanted.
    Start,
    Said(Result<Event, Error>),
    Stop(Ended),
    /// There are no workers here.
    NoWorker,
    /// The program has had its time and said nothing.
    Silent,
    /// The text of a file, and its name.
    Import(String, String),
    Refuse(Error),
    Sample(&'static str),
    /// Back to what was measured here.
    Own,
    /// Back to the last complete record.
    Earlier,
    Against(&'static str),
    Memory(String),
    Part(Part),
    /// The plan counted with this before.
    Used(Box<Before>),
    TakenBack,
}

impl Stand {
    fn new() -> Stand {
        Stand {
            phase: Phase::Loading,
            machine: None,
            own: None,
            earlier: None,
            other: None,
            now: None,
            planned: 0.0,
            elapsed: 0.0,
            began: 0.0,
            runs: 0,
            unread: 0,
            refused: None,
            against: None,
            memory: None,
            part: None,
            before: None,
            looked: 0,
        }
    }

    /// As it was left.
    pub fn kept() -> Stand {
        KEPT.with(|kept| kept.borrow().clone()).unwrap_or_else(Stand::new)
    }

    pub fn keep(self) {
        KEPT.with(|kept| kept.replace(Some(self)));
    }

    /// The screen is left: what was measured until now is kept, the program is not.
    pub fn left(mut self) -> Stand {
        self.stop(Ended::Cancelled, "The screen was left.");
        if self.phase != Phase::Over && self.machine.is_none() {
            self.phase = Phase::Loading;
        } else if self.phase == Phase::Ready || self.phase == Phase::Wanted {
            // The next run loads it anew.
            self.phase = Phase::Over;
        }
        self
    }

    /// The record that is looked at.
    pub fn shown(&self) -> Option<&Rc<Record>> {
        self.other.as_ref().map(|o| &o.record).or(self.own.as_ref())
    }

    pub fn origin(&self) -> Origin {
        self.other.as_ref().map_or(Origin::Here, |o| o.origin.clone())
    }

    pub fn is_here(&self) -> bool {
        self.other.is_none()
    }

    /// The roofline of its GPU, and the data sheet beside it.
    pub fn against(&self) -> Option<(Roofline, Option<Nearest>)> {
        let record = self.shown()?;
        let roof = of_gpu(record)?;
        let chosen = self.against.and_then(|id| accelerators::get(id).ok()).and_then(|a| against(&roof, a));
        let near = chosen.or_else(|| nearest(record, &roof));
        Some((roof, near))
    }

    /// Something was measured here while something else is looked at.
    pub fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// A run that was not complete stands where a complete record was.
    pub fn has_earlier(&self) -> bool {
        self.earlier.is_some() && !self.is_busy()
    }

    /// The part of the machine that is to be used: the chosen one, else the GPU where it can be.
    pub fn part(&self) -> Part {
        let first = || {
            let usable = |part: &Part| self.shown().is_some_and(|r| roof(r, *part).is_ok());
            [Part::Gpu, Part::Processor].into_iter().find(usable)
        };
        self.part.or_else(first).unwrap_or(Part::Gpu)
    }

    /// Some part of the machine can be used.
    pub fn is_usable(&self) -> bool {
        self.shown().is_some_and(|r| [Part::Gpu, Part::Processor].iter().any(|p| roof(r, *p).is_ok()))
    }

    pub fn notices(&self) -> &[Error] {
        self.other.as_ref().map(|o| o.notices.as_slice()).unwrap_or_default()
    }

    pub fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Wanted | Phase::Running)
    }

    pub fn unread(&self) -> u32 {
        self.unread
    }

    pub fn progress(&self) -> Progress {
        let none = Rc::new(Record::default());
        Progress::of(self.own.as_ref().unwrap_or(&none), self.planned, self.elapsed)
    }

    fn begin(&mut self) {
        let day = String::from(js_sys::Date::new_0().to_iso_string());
        let machine = self.machine.clone().unwrap_or_default();
        if let Some(complete) = self.own.take().filter(|r| r.ended == Ended::Complete) {
            self.earlier = Some(complete);
        }
        self.own = Some(Rc::new(Record { day: day.chars().take(10).collect(), machine, ..Record::default() }));
        self.phase = Phase::Running;
        self.runs += 1;
        (self.now, self.planned, self.elapsed, self.unread) = (None, 0.0, 0.0, 0);
        self.began = js_sys::Date::now();
    }

    fn hear(&mut self, event: Event) {
        if self.phase == Phase::Running {
            self.elapsed = (js_sys::Date::now() - self.began) / 1000.0;
        }
        match (&event, &self.phase) {
            (Event::Machine(machine), Phase::Loading | Phase::Wanted) => {
                self.machine = Some(machine.clone());
                if self.phase == Phase::Wanted { self.begin() } else { self.phase = Phase::Ready }
            }
            (Event::Ended { reason, .. }, Phase::Loading | Phase::Wanted | Phase::Ready) => {
                self.phase = Phase::Broken(reason.clone());
            }
            (_, Phase::Running) => {
                match &event {
                    Event::Machine(machine) => self.machine = Some(machine.clone()),
                    Event::Plan { seconds, .. } => self.planned = *seconds,
                    Event::Start(probe) => self.now = Some(*probe),
                    Event::Ended { .. } => (self.now, self.phase) = (None, Phase::Over),
                    _ => {}
                }
                if let Some(own) = &mut self.own {
                    Rc::make_mut(own).apply(event);
                    self.earlier.take_if(|_| own.ended == Ended::Complete);
                }
            }
            _ => {}
        }
    }

    fn stop(&mut self, how: Ended, reason: &str) {
        match self.phase {
            Phase::Running => self.hear(Event::Ended { how, reason: reason.to_owned() }),
            Phase::Wanted => self.phase = Phase::Over,
            _ => {}
        }
    }

    /// Another record is looked at.
    fn look(&mut self, other: Option<Other>) {
        self.other = other;
        self.refused = None;
        self.looked += 1;
    }

    fn import(&mut self, text: &str, name: String) {
        match read_record(text) {
            Ok(read) => {
                self.refused = None;
                let record = Rc::new(read.record);
                self.other = Some(Other { origin: Origin::Imported(name), record, notices: read.notices });
            }
            Err(e) => self.refused = Some(e),
        }
    }
}

impl Reducible for Stand {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut s = (*self).clone();
        match act {
            Act::Start => {
                s.other = None;
                s.refused = None;
                if s.phase == Phase::Ready {
                    s.begin()
                } else if !s.is_busy() {
                    s.phase = Phase::Wanted
                }
            }
            Act::Said(Ok(event)) => s.hear(event),
            Act::Said(Err(_)) => s.unread += 1,
            Act::Stop(how) => s.stop(how, ""),
            Act::NoWorker => s.phase = Phase::Broken(String::new()),
            Act::Silent if matches!(s.phase, Phase::Loading | Phase::Wanted) => {
                s.phase = Phase::Broken("It does not answer.".to_owned());
            }
            Act::Silent => {}
            Act::Import(text, name) => s.import(&text, name),
            Act::Refuse(error) => s.refused = Some(error),
            Act::Sample(id) => {
                let found = samples::all().into_iter().find(|s| s.id == id);
                s.look(found.map(|f| Other {
                    origin: Origin::Sample(f.name),
                    record: Rc::new(f.record),
                    notices: Vec::new(),
                }));
            }
            Act::Own => s.look(None),
            Act::Earlier => {
                if s.has_earlier() {
                    s.own = s.earlier.take();
                    s.unread = 0;
                    s.look(None);
                }
            }
            Act::Against(id) => s.against = Some(id),
            Act::Memory(text) => s.memory = Some(text),
            Act::Part(part) => s.part = Some(part),
            Act::Used(before) => s.before = Some(*before),
            Act::TakenBack => s.before = None,
        }
        Rc::new(s)
    }
}

thread_local! {
    static KEPT: RefCell<Option<Stand>> = const { RefCell::new(None) };
}

pub type Bench = UseReducerHandle<Stand>;
